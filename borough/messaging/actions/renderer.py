"""Render a template with its values."""

from django.conf import settings

from borough.kernel.refusals import Refused
from borough.messaging.rules import markdown, placeholders, sms
from borough.messaging.rules.placeholders import MissingValues
from borough.messaging.types import Channel, Rendered, Template, TemplateValues

LONGEST_SUBJECT = 300


def render(template: Template, values: TemplateValues, channel: Channel) -> Rendered:
    """Render the message for a channel. Raises MissingValues with every missing name, and Refused if too long."""
    body = template.body_for(channel)
    if not body:
        raise Refused(f"“{template.name}” is not offered by {channel}")
    subject = "" if channel is Channel.TEXT else template.subject
    placeholders.check_values(f"{subject}\n{body}", values)
    subject_line = placeholders.fill(subject, values, Channel.TEXT, own=settings.PUBLIC_URL)[:LONGEST_SUBJECT]
    return render_stored(channel, subject_line, placeholders.fill(body, values, channel, own=settings.PUBLIC_URL))


def render_stored(channel: Channel, subject: str, source: str, *, linked: bool = False) -> Rendered:
    """Render a stored message; linked: with active links, as in the email itself."""
    if channel is Channel.TEXT:
        text = sms.to_gsm(source)
        sms.check_length(text)
        return Rendered(subject="", source=text, text=text, html="", fragments=sms.fragments(text))
    html = markdown.to_html(source, linked=linked)
    return Rendered(subject=subject, source=source, text=markdown.to_text(source), html=html)


def preview(template: Template, values: TemplateValues, channel: Channel) -> Rendered:
    """Render the message with the given values, else the template's samples, else the placeholder names."""
    sample_values = dict(template.sample) | dict(values)
    subject = "" if channel is Channel.TEXT else template.subject
    names = placeholders.names_in(subject, template.body_for(channel))
    return render(template, placeholders.samples(names, sample_values), channel)


__all__ = ["MissingValues", "preview", "render", "render_stored"]
