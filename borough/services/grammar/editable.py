"""Which texts of a service staff may change on a page, under which names."""

import re

from borough.forms.service import Service
from borough.kernel.council_pack import Council, ServiceValues
from borough.services.grammar.publishing import DAYS, VALUES, with_values
from borough.services.grammar.texts import texts_by_path

NAMES = {
    "name": "Name of the service",
    "start": "Start button",
    "button": "Send button",
    "done": "Heading of the confirmation",
    "declaration": "Declaration above the send button",
    "fee/text": "Fee, on the start page",
    "promise/text": "Promise",
    DAYS: "Promise, in working days",
    "routes/phone": "By phone",
    "routes/face_to_face": "Face to face",
    "routes/post": "By post",
    "routes/assisted": "Help to do it online",
    f"{VALUES}phone": "Telephone number",
}
LISTS = {
    "about": "Start page, paragraph",
    "needs": "What to have ready, line",
    "next_steps": "What happens next, paragraph",
}
PARTS = {"ask": "question", "hint": "hint", "missing": "error when it is empty", "short": "short name"}
_PAGE = re.compile(r"pages/([^/]+)/(title|guidance/(\d+)/(text|summary)|asks/([^/]+)/(ask|hint|missing|short))")


def editable_texts(service: Service, values: ServiceValues, council: Council) -> dict[str, str]:
    """Return the pack's text of everything that may be changed, by path: values first, then in the order of pages."""
    merged = with_values(service, values, council)
    texts = {f"{VALUES}{key}": text for key, text in ({"phone": values.phone} | dict(values.values)).items()}
    if not (merged.promise.on or merged.promise.rule):
        texts[DAYS] = str(merged.promise.working_days)
    paths = texts_by_path(merged)
    first = [path for path in paths if path in NAMES or path.split("/")[0] in LISTS]
    texts |= {path: paths[path] for path in [*first, *(path for path in paths if _PAGE.fullmatch(path))]}
    return {path: text for path, text in texts.items() if text or path in NAMES}


def text_name(service: Service, path: str) -> str:
    """Return the name of a text for staff, without any key."""
    if path in NAMES:
        return NAMES[path]
    if path.startswith(VALUES):
        return path.removeprefix(VALUES).replace("_", " ").capitalize()
    head, _, number = path.partition("/")
    if head in LISTS:
        return f"{LISTS[head]} {int(number) + 1}"
    match = _PAGE.fullmatch(path)
    page = service.page(match[1]) if match else None
    if match is None or page is None:
        return "A text that the service no longer has"
    if match[6]:
        question = service.questions().get(match[5])
        return f"“{question.ask if question else page.heading}”: {PARTS[match[6]]}"
    part = "heading" if match[2] == "title" else f"guidance {int(match[3]) + 1}"
    return f"Page “{page.heading}”: {part}"
