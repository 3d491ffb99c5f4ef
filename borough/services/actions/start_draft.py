"""Start a draft, prefilled with stored data that can be viewed and changed."""

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

UNSAVED_LIFETIME = timedelta(days=1)  # a draft that can only be resumed in the same browser
SAVED_LIFETIME = timedelta(days=28)  # one attached to an account, a link or staff
BEGUN = "start"


def begin(
    *,
    by: str,
    at: datetime,
    today: date,
    service: str,
    mode: Mode,
    account_id: int | None = None,
    person_id: int | None = None,
    mandate: str = "",
    language: str = "en",
    answers: Mapping[str, Any] | None = None,
) -> str:
    """Start a draft and return its reference. Raises UnknownService, and Refused to an unauthorised helper.

    person_id: the person it is about; stored data is prefilled, and asked again only where required.
    mandate: in helper mode only, the mandate of the helping account; it determines the person.
    answers: answers already known, by question, such as the address of the page they came from.
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
            reference=new_reference(),
            service=service,
            mode=mode,
            language=language,
            account_id=account_id,
            person_id=person_id,
            mandate=mandate,
            answers=put,
            sources=sources,
            seen=_seen(definition, put, sources),
            begun_by=by,
            begun_at=at,
            saved_at=at,
            expires_at=expires_at,
        )
        if mandate:
            people.record_mandate_use(
                by=by, at=at, mandate=mandate, what=people.MandateAction.BEGAN, service=service, about=draft.reference
            )
        count(on=today, service=service, mode=mode, page=BEGUN, what="begun")
    return draft.reference


def _require_mandate(
    mandate: str, mode: Mode, account_id: int | None, service: str, at: datetime
) -> people.MandateDetail:
    """Return the mandate that allows an account to act for someone. Raises Refused if there is none."""
    active_mandate = people.active_mandate(mandate, at, account_id=account_id or 0, service=service)
    if mode is not Mode.HELPER or active_mandate is None:
        raise Refused("You may not do this for them, or not any more")
    return active_mandate


def _prefill(service: Service, person_id: int | None, today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return prefilled answers and their sources by question; outdated ones are prefilled but asked again."""
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
    """Return the stored value as this question accepts it, or None if it does not."""
    try:
        return question.kind.revalidate(value, question.info(today))
    except (InvalidAnswer, KeyError, TypeError, ValueError, AttributeError):  # stored in another question's format
        return None


def _seen(service: Service, put: Mapping[str, Any], sources: Mapping[str, Any]) -> list[str]:
    """Return the pages that count as done: those whose every answer is prefilled and up to date."""
    return [
        page.key
        for page in service.pages
        if page.asks and all(question.key in put and not sources[question.key].get("old") for question in page.asks)
    ]


def attach(*, at: datetime, reference: str, account_id: int) -> None:
    """Attach a draft to an account that signed in after it was started; answers are not overwritten."""
    person_id = people.person_of_account(account_id)
    Draft.objects.filter(reference=reference, account=None, state="open").exclude(mode="helper").update(
        account_id=account_id, person_id=person_id, expires_at=at + SAVED_LIFETIME
    )
