"""Forms of steps, as the GOV.UK Forms service publishes them: one question per step, with skip routes."""

from typing import Any

from borough.forms.conditions import Is, When
from borough.forms.importers.form_import import FormError, Imported, ImportNotes, text_slug, to_int, unfinished
from borough.forms.kinds import (
    Address,
    Choice,
    Date,
    Email,
    Kind,
    LongText,
    Number,
    Option,
    Phone,
    Pick,
    Several,
    Text,
    Upload,
)
from borough.forms.kinds.dates import Day
from borough.forms.pages import CHECK, RESERVED, Guidance, Jump, Page
from borough.forms.questions import Question, in_sentence
from borough.forms.rows import Rows

JsonObject = dict[str, Any]
NI_NUMBER = Text(pattern=r"[A-Za-z]{2}\d{6}[A-Da-d]", like="QQ 12 34 56 C", spaceless=True, upper=True, width="10")
MOST_RADIOS = 30
NONE = "none_of_the_above"
KNOWN = {
    "form_id",
    "name",
    "steps",
    "start_page",
    "submission_email",
    "privacy_policy_url",
    "form_slug",
    "support_email",
    "support_phone",
    "support_url",
    "support_url_text",
    "declaration_text",
    "declaration_markdown",
    "live_at",
    "question_section_completed",
    "declaration_section_completed",
    "created_at",
    "updated_at",
    "creator_id",
    "organisation_id",
    "what_happens_next_markdown",
    "payment_url",
    "language",
    "available_languages",
    "submission_type",
    "submission_format",
    "share_preview_completed",
    "s3_bucket_name",
    "s3_bucket_aws_account_id",
    "s3_bucket_region",
    "first_made_live_at",
    "send_daily_submission_batch",
    "send_weekly_submission_batch",
}


def read(data: JsonObject, name: str) -> Imported:
    """Import a form definition as a service."""
    notes = ImportNotes()
    steps = [item for item in data["steps"] if isinstance(item, dict)]
    if not steps:
        raise FormError("The form has no steps")
    keys = _keys(steps)
    pages = [page for step in sorted(steps, key=_position) for page in _pages(step, keys, notes)]
    for key in sorted(set(data) - KNOWN):
        notes.lose("the form", f"“{key}”")
    if data.get("payment_url"):
        notes.lose("the form", "a payment link of another service: a fee is a rule here")
    next_steps = (str(data["what_happens_next_markdown"]),) if data.get("what_happens_next_markdown") else ()
    declaration = str(data.get("declaration_markdown") or data.get("declaration_text") or "")
    title = str(data.get("name") or name)
    service = unfinished(title, pages=tuple(pages), declaration=declaration, next_steps=next_steps)
    return Imported(service, tuple(notes.lost), tuple(notes.odd))


def _position(step: JsonObject) -> int:
    return to_int(step.get("position")) or 0


def _keys(steps: list[JsonObject]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for step in steps:
        text = text_slug((step.get("data") or {}).get("question_text") or "question")[:60].strip("-")
        fresh = text not in keys.values() and text not in RESERVED
        keys[str(step.get("id"))] = text if fresh else f"{text}-{step.get('id')}"
    return keys


def _pages(step: JsonObject, keys: dict[str, str], notes: ImportNotes) -> list[Page]:
    data = step.get("data") or {}
    key, where = keys[str(step.get("id"))], f"step {step.get('id')}"
    asks = _questions(step, data, notes, where)
    text = str(data.get("question_text") or "")
    if not asks:  # noted as lost: the step stays as a read-only page
        following = Jump(keys.get(str(step.get("next_step_id") or ""), CHECK))
        return [Page(key=key, title=text, guidance=(Guidance(str(data.get("hint_text") or text)),), then=(following,))]
    if data.get("is_repeatable") in (True, "true"):
        called = in_sentence(text) or "answer"
        rows = Rows(columns=tuple(asks), called="answer", least=1)
        asks = [Question(key=f"{asks[0].key}_rows", ask=text, missing=f"Enter {called}", kind=rows)]
    guidance = (Guidance(str(data["guidance_markdown"])),) if data.get("guidance_markdown") else ()
    title = str(data.get("page_heading") or "") or (text if len(asks) > 1 or guidance else "")
    then, ends = _routes(step, asks[0], keys, notes, where)
    return [Page(key=key, title=title, asks=tuple(asks), guidance=guidance, then=tuple(then)), *ends]


def _routes(
    step: JsonObject, question: Question, keys: dict[str, str], notes: ImportNotes, where: str
) -> tuple[list[Jump], list[Page]]:
    """Return the jumps from a step, and exit pages for some users."""
    jumps: list[Jump] = []
    ends: list[Page] = []
    for route in step.get("routing_conditions") or []:
        value, to = route.get("answer_value"), route.get("goto_page_id")
        when = When(question.key, Is.IS, str(value)) if value not in (None, "") else None
        if route.get("exit_page_markdown") or route.get("exit_page_heading"):
            key = f"{keys[str(step.get('id'))]}-exit-{len(ends) + 1}"
            heading = str(route.get("exit_page_heading") or "You cannot use this form")
            text = Guidance(str(route.get("exit_page_markdown") or ""))
            ends.append(Page(key=key, title=heading, guidance=(text,), ends=True))
            jumps.append(Jump(key, when))
        elif route.get("skip_to_end"):
            jumps.append(Jump(CHECK, when))
        elif str(to) in keys:
            jumps.append(Jump(keys[str(to)], when))
        else:
            notes.wonder(where, f"goes on to step {to}, which is not there")
    following = str(step.get("next_step_id") or "")
    jumps.append(Jump(keys.get(following, CHECK)))
    return jumps, ends


def _questions(step: JsonObject, data: JsonObject, notes: ImportNotes, where: str) -> list[Question]:
    text, hint = str(data.get("question_text") or ""), str(data.get("hint_text") or "")
    kind, settings = str(data.get("answer_type")), data.get("answer_settings") or {}
    key, optional = f"q{step.get('id')}", data.get("is_optional") in (True, "true")
    if kind == "name":
        return _name(key, text, hint, settings, optional)
    where_lived = settings.get("input_type") if kind == "address" else None
    if isinstance(where_lived, dict) and where_lived.get("international_address") in (True, "true"):
        return _abroad(key, hint, optional)
    question_kind = _kind(kind, settings, optional)
    if question_kind is None:
        notes.lose(where, f"the answer type “{kind}”")
        return []
    verb = "Select" if kind == "selection" else "Upload" if kind == "file" else "Enter"
    missing = f"{verb} {in_sentence(text)}"
    left = optional and kind != "selection"
    return [Question(key=key, ask=text, hint=hint, missing=missing, optional=left, kind=question_kind)]


def _kind(kind: str, settings: JsonObject, optional: bool) -> Kind | None:
    if kind == "selection":
        return _selection(settings, optional)
    if kind == "text":
        return LongText(longest=5_000) if settings.get("input_type") == "long_text" else Text(longest=499)
    if kind == "date":
        return Date(latest=Day(0)) if settings.get("input_type") == "date_of_birth" else Date()
    plain: dict[str, Kind] = {
        "number": Number(decimals=4),
        "email": Email(),
        "phone_number": Phone(),
        "national_insurance_number": NI_NUMBER,
        "organisation_name": Text(longest=499),
        "address": Address(),
        "file": Upload(types=("csv", "doc", "docx", "jpg", "odt", "pdf", "png", "txt", "xlsx"), largest=7_000_000),
    }
    return plain.get(kind)


def _selection(settings: JsonObject, optional: bool) -> Kind:
    """Return a single or multiple choice; an optional one also offers “None of the above”."""
    offered = tuple(
        Option(str(option.get("value") or option.get("name")), str(option.get("name")))
        for option in settings.get("selection_options") or []
    )
    none = Option(NONE, "None of the above") if optional else None
    if str(settings.get("only_one_option")).lower() in {"true", "1"}:
        many = len(offered) > MOST_RADIOS
        return (Pick if many else Choice)(options=(*offered, *([none] if none else [])))
    return Several(options=offered, none=none)


def _name(key: str, text: str, hint: str, settings: JsonObject, optional: bool) -> list[Question]:
    parts = {
        "full_name": (("full_name", "Full name"),),
        "first_and_last_name": (("first_name", "First name"), ("last_name", "Last name")),
        "first_middle_and_last_name": (
            ("first_name", "First name"),
            ("middle_names", "Middle names"),
            ("last_name", "Last name"),
        ),
    }.get(str(settings.get("input_type")), (("full_name", "Full name"),))
    if str(settings.get("title_needed")).lower() == "true":
        parts = (("title", "Title"), *parts)
    if len(parts) == 1:
        return [Question(key=key, ask=text, hint=hint, missing=f"Enter {in_sentence(text)}", optional=optional)]
    return [
        Question(
            key=f"{key}_{part}",
            ask=label,
            missing=f"Enter {label.lower()}",
            optional=optional or part in ("middle_names", "title"),
        )
        for part, label in parts
    ]


def _abroad(key: str, hint: str, optional: bool) -> list[Question]:
    street = Question(
        key=f"{key}_street_address",
        ask="Address",
        hint=hint,
        missing="Enter the address",
        kind=LongText(longest=500, rows=4),
        optional=optional,
    )
    country = Question(key=f"{key}_country", ask="Country", missing="Enter the country", optional=optional)
    return [street, country]
