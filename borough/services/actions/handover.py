"""Save and resume, and assisted completion: the same draft throughout."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from borough.cases import public as cases
from borough.foundation import audit, events, mail
from borough.kernel.holidays import working_days_after
from borough.kernel.messages import Message, join_messages, msg
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.services.actions.save_page import get_draft_for_update
from borough.services.actions.start_draft import SAVED_LIFETIME
from borough.services.catalogue import service_of
from borough.services.models import Draft, ResumeLink
from borough.services.queries.drafts import to_draft_state
from borough.services.queries.translators import Translator
from borough.services.types import DraftHanded, DraftState, UnknownDraft

HELP_METHODS = {"call": "Call me", "hub": "Meet me at a digital hub"}
HELP_TEAM = "customer-services"
LINK_LIFETIME = timedelta(days=28)
MOST_LINKS = 5  # unused links per draft, so that nobody's inbox can be flooded


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def send_link(*, at: datetime, reference: str, email: str) -> None:
    """Email a single-use link that resumes the draft in any browser. Raises UnknownDraft, Refused."""
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        if draft.mandate:
            raise Refused(msg("This is kept for you under “People you help”, so it needs no link"))
        if ResumeLink.objects.filter(draft=draft, used_at=None, expires_at__gt=at).count() >= MOST_LINKS:
            raise Refused(msg("We have sent several links for this already. Use one of those, or go on now"))
        token = secrets.token_urlsafe(32)
        link = ResumeLink.objects.create(
            draft=draft, digest=_digest(token), created_at=at, expires_at=at + LINK_LIFETIME
        )
        draft.expires_at = max(draft.expires_at, at + SAVED_LIFETIME)
        draft.save(update_fields=["expires_at"])
        service = service_of(draft.service)
        translator = Translator(service, draft.language)
        subject = translator(msg("Go on with: {service}", service=service.name))
        mail.enqueue(key=f"resume {link.pk}", to=email, subject=subject, text=translator(_letter(service.name, token)))


def _letter(name: str, token: str) -> Message:
    link = f"{settings.PUBLIC_URL}/services/resume/{token}/"
    paragraphs = (
        msg("You saved your answers for: {service}", service=name),
        msg("Go on with them here:\n{link}", link=link),
        msg("The link works once and for {days} days. After that the answers are deleted.", days=LINK_LIFETIME.days),
        msg("If you did not ask for this, you can ignore this email."),
    )
    return join_messages(paragraphs, "\n\n")


def known_link(*, at: datetime, token: str) -> tuple[str, str] | None:
    """Return the service and language of the draft behind a link; None if the link is no longer valid."""
    resume_links = ResumeLink.objects.filter(
        digest=_digest(token), used_at=None, expires_at__gt=at, draft__state__in=("open", "handed")
    )
    return resume_links.values_list("draft__service", "draft__language").first()


def use_link(*, at: datetime, token: str) -> DraftState:
    """Resume the draft of a link and invalidate the link. Raises UnknownDraft."""
    with transaction.atomic():
        used = ResumeLink.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=at)
        link = used.select_for_update().first()
        if link is None:
            raise UnknownDraft("link")
        draft = get_draft_for_update(Draft.objects.get(pk=link.draft_id).reference, at)
        ResumeLink.objects.filter(pk=link.pk).update(used_at=at)
    return to_draft_state(draft)


def hand_over(*, by: str, at: datetime, today: date, reference: str, how: str, details: str) -> None:
    """Request help from staff with a draft: open a case for the front office with the answers so far.

    how: “call” or “hub”. details: the phone number or the hub, and when. A repeated request replaces the details.
    """
    if how not in HELP_METHODS:
        raise Refused(msg("Select how we should help you"))
    if not details.strip():
        if how == "call":
            raise Refused(msg("Enter your phone number, and when we can call"))
        raise Refused(msg("Enter which hub and when"))
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        draft.state, draft.handed_at, draft.handed_how, draft.handed_details = "handed", at, how, details.strip()[:500]
        draft.expires_at = draft.expires_at if draft.mandate else at + SAVED_LIFETIME
        draft.version += 1
        draft.save(update_fields=["state", "handed_at", "handed_how", "handed_details", "expires_at", "version"])
        service = service_of(draft.service)
        rows = [
            ["How", [HELP_METHODS[how]]],
            ["Where and when", [details.strip()[:500]]],
            ["Draft", [format_reference(reference)]],
        ]
        cases.open_case(
            by=by,
            at=at,
            kind="help-with-form",
            service=draft.service,
            team=HELP_TEAM,
            source="help",
            source_id=draft.reference,
            title=f"Help with: {service.name}",
            person_id=draft.person_id,
            promised_by=working_days_after(today, 1),
            details=[["", rows]],
        )
        position = audit.record(
            by=by, at=at, verb="services.hand_over", subject=f"draft:{reference}", detail={"how": how}
        )
        handed = DraftHanded(draft.reference, draft.service, how, draft.version)
        events.publish(handed, at=at, position=position)


def take_on(*, by: str, at: datetime, reference: str) -> None:
    """Assign a draft awaiting help to this member of staff; the latest one to take it has it. Raises UnknownDraft."""
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        if draft.state != "handed":
            raise UnknownDraft(reference)
        draft.handed_to, draft.version = by, draft.version + 1
        draft.save(update_fields=["handed_to", "version"])
        audit.record(by=by, at=at, verb="services.take_on", subject=f"draft:{reference}", detail={})


def hand_back(*, by: str, at: datetime, reference: str) -> None:
    """Return a draft to the resident, who continues alone."""
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        Draft.objects.filter(pk=draft.pk, state="handed").update(state="open", handed_to="", version=draft.version + 1)
        audit.record(by=by, at=at, verb="services.hand_back", subject=f"draft:{reference}", detail={})
