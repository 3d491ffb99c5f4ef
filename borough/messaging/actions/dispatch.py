"""Send a message: once for each key, by the preferred channel, and stored before delivery."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.foundation.ops import instance
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.messaging.actions.renderer import render
from borough.messaging.catalogue import template_of
from borough.messaging.models import Message
from borough.messaging.rules import channel_choice, sms, states
from borough.messaging.types import Channel, MessageCreated, MessageState, Recipient, Sent, TemplateValues
from borough.people import public as people

LONGEST_KEY = 150


def send(
    *,
    by: str,
    at: datetime,
    key: str,
    template: str,
    to: Recipient,
    values: TemplateValues,
    channel: Channel | None = None,
    case: str = "",
    language: str = "en",
    batch_id: int | None = None,
) -> Sent:
    """Queue a message by the recipient's preferred channel, else email, else text, else a letter to be printed.

    key: the subject, such as “submission 7QK2… received”; a repeat returns the existing message.
    template: a key of the catalogue. values: for its placeholders. channel: use only this one. case: the record it
    belongs to, as services:7QK2…; included in events. Raises Refused if the recipient cannot be reached, and
    MissingValues, a Refused, with the names of missing values.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused(f"A message's key is 1 to {LONGEST_KEY} characters")
    with transaction.atomic():
        locks.lock(f"message {key}")
        if there := Message.objects.filter(key=key).first():
            return Sent(there.reference, Channel(there.channel), MessageState(there.state))
        definition = template_of(template)
        reader, prefers = _with_known_details(to)
        chosen = channel_choice.choose_channel(
            offered=definition.channels, reachable=reachable(reader), prefers=prefers, requested=channel
        )
        rendered = render(definition, values, chosen)
        state = MessageState.TO_PRINT if chosen is Channel.LETTER else MessageState.CREATED
        row = Message.objects.create(
            reference=new_reference(),
            key=key,
            template=template,
            channel=chosen.value,
            state=state.value,
            turn=1,
            person_id=reader.person_id,
            name=reader.name[:200],
            to=_to(reader, chosen),
            subject=rendered.subject,
            address="\n".join(channel_choice.tidy_lines(reader.address_lines)) if chosen is Channel.LETTER else "",
            source=rendered.source,
            fragments=rendered.fragments,
            language=language,
            case=case,
            batch_id=batch_id,
            created_by=by,
            created_at=at,
        )
        detail = {"template": template, "channel": chosen.value, "case": case}
        position = audit.record(by=by, at=at, verb="messaging.send", subject=f"message:{row.reference}", detail=detail)
        if state is MessageState.CREATED:
            events.publish(MessageCreated(row.reference), at=at, position=position)
    return Sent(row.reference, chosen, state)


def _with_known_details(to: Recipient) -> tuple[Recipient, str]:
    """Return the recipient completed from the person's record, and their preferred channel."""
    if to.person_id is None:
        return to, ""
    person = people.details(people.reference_of(to.person_id))
    if person is None:
        raise Refused("There is no such person")
    if person.erased_at:
        raise Refused("This person was erased, so nothing can be sent to them")
    lines = to.address_lines or tuple(part.strip() for part in person.address.replace("\n", ",").split(","))
    if not to.address_lines and person.name and lines and lines[0] != person.name and any(lines):
        lines = (person.name, *lines)
    return Recipient(
        person_id=person.id,
        name=to.name or person.name,
        email=to.email or person.email,
        phone=to.phone or person.phone,
        address_lines=lines,
    ), person.prefers


def can_send_texts() -> bool:
    """Return whether text messages can be sent: by Notify, or to a demonstration's outbox."""
    return bool(settings.NOTIFY_KEY and settings.NOTIFY_TEXT_TEMPLATE) or instance.is_demonstration()


def reachable(reader: Recipient) -> set[Channel]:
    """Return the channels that can reach a recipient."""
    ways = {
        Channel.EMAIL: not channel_choice.email_fault(reader.email),
        Channel.TEXT: bool(sms.uk_mobile(reader.phone)) and can_send_texts(),
        Channel.LETTER: not channel_choice.address_fault(reader.address_lines),
    }
    return {channel for channel, can in ways.items() if can}


def _to(reader: Recipient, channel: Channel) -> str:
    return {Channel.EMAIL: reader.email.strip(), Channel.TEXT: sms.uk_mobile(reader.phone)}.get(channel, "")


def send_again(*, by: str, at: datetime, reference: str) -> None:
    """Retry a temporarily failed message. Raises Refused for any other."""
    with transaction.atomic():
        rows = Message.objects.filter(reference=reference, disposed_at=None, state__in=states.sources("send again"))
        moved = rows.update(
            state=MessageState.CREATED.value, turn=F("turn") + 1, provider_id="", why_not="", finished_at=None
        )
        if not moved:
            raise Refused("Only a message that failed for now can be sent again")
        turn = Message.objects.values_list("turn", flat=True).get(reference=reference)
        events.record_and_publish(
            MessageCreated(reference, turn),
            by=by,
            at=at,
            verb="messaging.resend",
            subject=f"message:{reference}",
            detail={"turn": turn},
        )
