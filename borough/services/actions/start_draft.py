"""Begin a service, with what we hold put in to be shown and changed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from borough.forms.errors import InvalidAnswer
from borough.forms.facts import FACTS
from borough.forms.questions import Question
from borough.forms.service import Mode, Service
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services.actions.page_stats import count
from borough.services.catalogue import service_of
from borough.services.models import Draft

UNSAVED_LIFETIME = timedelta(days=1)  # a draft nobody can come back to but in the same browser
SAVED_LIFETIME = timedelta(days=28)  # one kept by an account, a link or staff
BEGUN = "start"


def begin(
    *, by: str, at: datetime, today: date, service: str, mode: Mode, account_id: int | None = None,
    person_id: int | None = None, mandate: str = "", language: str = "en", answers: Mapping[str, Any] | None = None,
) -> str:  # fmt: skip
    """Begin a service and return the draft's reference. Raises UnknownService, and Refused to a helper who may not.

    person_id: whom it is about; what we hold of them is put in, and asked only where it must be.
    mandate: in helper mode alone, that of the account which helps; it says whom it is about.
    answers: what is known already, by question, such as the address a page was left from.
    """
    definition = service_of(service)
    expires_at = at + (SAVED_LIFETIME if account_id or mode != Mode.WEB else UNSAVED_LIFETIME)
    if mode is Mode.HELPER or mandate:
        leave = _require_mandate(mandate, mode, account_id, service, at)
        account_id, person_id, expires_at = None, leave.person_id, min(expires_at, leave.expires_at)
    elif person_id is None and account_id is not None:
        person_id = people.person_of_account(account_id)
    put, sources = _prefill(definition, person_id, today)
    for key, stored in (answers or {}).items():
        put[key], sources[key] = stored, {"by": by, "at": at.isoformat()}
    with transaction.atomic():
        draft = Draft.objects.create(
            reference=new_reference(), service=service, mode=mode, language=language, account_id=account_id,
            person_id=person_id, mandate=mandate, answers=put, sources=sources, seen=_seen(definition, put, sources),
            begun_by=by, begun_at=at, saved_at=at, expires_at=expires_at,
        )  # fmt: skip
        if mandate:
            people.record_mandate_use(
                by=by, at=at, mandate=mandate, what=people.MandateAction.BEGAN, service=service, about=draft.reference
            )
        count(on=today, service=service, mode=mode, page=BEGUN, what="begun")
    return draft.reference


def _require_mandate(
    mandate: str, mode: Mode, account_id: int | None, service: str, at: datetime
) -> people.MandateDetail:  # fmt: skip
    """The mandate by which an account may begin a service for someone. Raises Refused where there is none."""
    active_mandate = people.active_mandate(mandate, at, account_id=account_id or 0, service=service)
    if mode is not Mode.HELPER or active_mandate is None:
        raise Refused("You may not do this for them, or not any more")
    return active_mandate


def _prefill(service: Service, person_id: int | None, today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers we hold, by question, and where each is from; what has grown old is put in but asked again."""
    if person_id is None:
        return {}, {}
    facts = people.facts_of(person_id)
    put, sources = {}, {}
    for key, question in service.questions().items():
        fact = facts.get(question.fact)
        if fact is None or question.ask_again:
            continue
        stored = _fits(question, fact.value, today)
        if stored is None:
            continue
        months = FACTS[question.fact].months
        old = bool(months) and (today - fact.confirmed_at.date()).days > months * 30.5
        put[key] = stored
        sources[key] = {"prefilled": True, "since": fact.stated_at.date().isoformat(), "old": old}
    return put, sources


def _fits(question: Question, value: Any, today: date) -> Any:
    """The held value as this question takes it, or None when it does not."""
    try:
        return question.kind.revalidate(value, question.info(today))
    except (InvalidAnswer, KeyError, TypeError, ValueError, AttributeError):  # held in the words of another question
        return None


def _seen(service: Service, put: Mapping[str, Any], sources: Mapping[str, Any]) -> list[str]:
    """Pages passed from the first: those whose every question we hold, sure enough."""
    return [
        page.key for page in service.pages
        if page.asks and all(question.key in put and not sources[question.key].get("old") for question in page.asks)
    ]  # fmt: skip


def attach(*, at: datetime, reference: str, account_id: int) -> None:
    """Keep a draft with an account that has signed in since it was begun; what we hold is not put over answers."""
    person_id = people.person_of_account(account_id)
    Draft.objects.filter(reference=reference, account=None, state="open").exclude(mode="helper").update(
        account_id=account_id, person_id=person_id, expires_at=at + SAVED_LIFETIME
    )
