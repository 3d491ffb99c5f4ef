"""Forms of pages, components, lists and conditions, as two departments publish them: both generations.

In the first, each page names its possible next pages; in the second, pages are in order and each has a display
condition. Otherwise both use the same vocabulary.
"""

from dataclasses import replace
from typing import Any

from borough.forms.importers.charges import charge, charge_guidance, fee_of
from borough.forms.importers.components import (
    GUIDANCE_TYPES,
    WITH_TIME,
    options_of,
    question,
    time_question,
    to_guidance,
)
from borough.forms.importers.form_conditions import Conditions
from borough.forms.importers.form_import import FormError, Imported, ImportNotes, text_slug, to_int, unfinished
from borough.forms.kinds import Kind
from borough.forms.pages import CHECK, RESERVED, Guidance, Jump, Page
from borough.forms.prices import Charge
from borough.forms.questions import Question
from borough.forms.rows import Rows

JsonObject = dict[str, Any]
SUMMARY, ENDS, START, REPEATS = ("summary",), ("terminal",), ("start",), ("repeat",)
KNOWN = {
    "name",
    "pages",
    "lists",
    "sections",
    "conditions",
    "startPage",
    "engine",
    "schema",
    "version",
    "metadata",
    "skipSummary",
    "phaseBanner",
    "feedback",
    "markAsComplete",
    "declaration",
    "outputs",
    "fees",
    "$schema",
    "title",
    "outputEmail",
    "options",
}
PAGE_KNOWN = {
    "id",
    "path",
    "title",
    "components",
    "next",
    "section",
    "controller",
    "condition",
    "options",
    "repeat",
    "view",
}


def read(data: JsonObject, name: str) -> Imported:
    """Import a form definition as a service."""
    notes = ImportNotes()
    pages = [raw_page for raw_page in data["pages"] if isinstance(raw_page, dict) and raw_page.get("path")]
    if not pages:
        raise FormError("The form has no pages")
    reading = PagesFormReader(data, pages, notes)
    form_pages = [page for raw_page in reading.order() for page in reading.page(raw_page)]
    _note_rest(data, notes)
    title = str(data.get("name") or data.get("title") or name)
    declaration = str(data.get("declaration") or "") or reading.declaration
    fee = fee_of(reading.charges, reading.email)
    service = unfinished(title, pages=tuple(form_pages), declaration=declaration, fee=fee)
    return Imported(service, tuple(notes.lost), tuple(notes.odd))


def _note_rest(data: JsonObject, notes: ImportNotes) -> None:
    for key in sorted(set(data) - KNOWN):
        notes.lose("the form", f"“{key}”")
    for fee in data.get("fees") or []:
        notes.lose("the form", f"a fee: {str(fee)[:120]}")
    for output in data.get("outputs") or []:
        kind = output.get("type") if isinstance(output, dict) else output
        notes.lose("the form", f"an output by {kind}: what is sent goes into the contact record and a case here")


class PagesFormReader:
    """Reads one form definition."""

    def __init__(self, data: JsonObject, pages: list[JsonObject], notes: ImportNotes) -> None:
        self.data, self.pages, self.notes = data, pages, notes
        self.second = data.get("engine") == "V2" or data.get("schema") == 2
        self.conditions = Conditions(data, notes)
        lists = [item for item in data.get("lists") or [] if isinstance(item, dict)]
        self.lists = {
            key: item.get("items") or [] for item in lists for key in (item.get("name"), item.get("id")) if key
        }
        sections = [item for item in data.get("sections") or [] if isinstance(item, dict)]
        self.sections = {
            key: "" if item.get("hideTitle") else str(item.get("title") or "")
            for item in sections
            for key in (item.get("name"), item.get("id"))
            if key
        }
        self.keys = self._keys()
        self.declaration = ""
        self.charges: list[Charge] = []
        self.email = ""
        self.kind_by_key: dict[str, type[Kind]] = {}

    def _keys(self) -> dict[str, str]:
        """Return the key of each page by path; duplicates get a number."""
        keys: dict[str, str] = {}
        for page in self.pages:
            key = candidate = text_slug(page["path"])
            number = 2
            while candidate in keys.values() or candidate in RESERVED:
                candidate, number = f"{key}-{number}", number + 1
            keys[str(page["path"])] = candidate
        return keys

    def order(self) -> list[JsonObject]:
        """Return the pages in order, first page first; their check-answers pages are dropped, since we have our own."""
        start = self.data.get("startPage")
        pages = [page for page in self.pages if not _is(page, SUMMARY)]
        for page in self.pages:
            if _is(page, SUMMARY):
                self._summary(page)
        first = [page for page in pages if page["path"] == start] if not self.second else []
        return first + [page for page in pages if page not in first]

    def _summary(self, page: JsonObject) -> None:
        for component in page.get("components") or []:
            if component.get("type") in GUIDANCE_TYPES:
                self.declaration += f"\n\n{component.get('content') or ''}"
            else:
                self.notes.lose(f"page {page['path']}", f"a {component.get('type')} where answers are checked")

    def page(self, data: JsonObject) -> list[Page]:
        """Convert a page, with an extra page for each further list of rows on it."""
        where = f"page {data['path']}"
        for key in sorted(set(data) - PAGE_KNOWN):
            self.notes.lose(where, f"“{key}”: {str(data[key])[:100]}")
        asks, texts = self._components(data, where)
        if _is(data, REPEATS) and not any(isinstance(question.kind, Rows) for question in asks) and asks:
            asks = [self._repeated(data, asks)]
        key, then = self.keys[str(data["path"])], self._then(data, where)
        condition = self.conditions.get(data.get("condition"), where) if self.second else None
        groups = _grouped(asks)
        pages = []
        for number, group in enumerate(groups):
            last = number == len(groups) - 1
            pages.append(
                Page(
                    key=key if number == 0 else f"{key}-part-{number + 1}",
                    title=str(data.get("title") or ""),
                    asks=tuple(group),
                    guidance=tuple(texts) if number == 0 else (),
                    only_if=condition,
                    then=tuple(then) if last else (),
                    ends=_is(data, ENDS) and last,
                    section=self._section(data),
                )
            )
        return pages

    def _section(self, data: JsonObject) -> str:
        return self.sections.get(str(data.get("section") or ""), "")

    def _components(self, data: JsonObject, where: str) -> tuple[list[Question], list[Guidance]]:
        asks, texts = [], []
        for component in data.get("components") or []:
            if component.get("type") in GUIDANCE_TYPES:
                guidance = to_guidance(component, self.lists, self.notes, where)
                condition = self.conditions.get(options_of(component).get("condition"), where)
                texts += (
                    [Guidance(guidance.text, guidance.summary, guidance.inset, guidance.html, condition)]
                    if guidance
                    else []
                )
                continue
            if component.get("type") == "PaymentField":
                texts.append(self._charged(component, data, where))
                continue
            if component.get("type") == "DeclarationField" and component.get("content"):
                texts.append(Guidance(str(component["content"])))
            new_question = question(component, self.lists, self.notes, where)
            if new_question is None:
                continue
            asks.append(self._its_own(new_question, where))
            if component.get("type") in WITH_TIME:
                asks.append(self._its_own(time_question(new_question), where))
        return asks, texts

    def _its_own(self, question: Question, where: str) -> Question:
        """Give a question a unique name; a name already used by another kind of question gets a number."""
        before = self.kind_by_key.get(question.key)
        if before is None:
            self.kind_by_key[question.key] = type(question.kind)
            return question
        if before is type(question.kind):
            self.notes.wonder(where, f"the name “{question.key}” is used twice, so the answers would be one")
            return question
        number = next(n for n in range(2, len(self.kind_by_key) + 3) if f"{question.key}_{n}" not in self.kind_by_key)
        key = f"{question.key}_{number}"
        self.notes.wonder(
            where, f"the name “{question.key}” is used for another kind of answer too; here it is “{key}”"
        )
        self.kind_by_key[key] = type(question.kind)
        return replace(question, key=key)

    def _charged(self, component: JsonObject, data: JsonObject, where: str) -> Guidance:
        """Record a payment for the fee, and return the guidance of its page."""
        key = self.keys[str(data["path"])]
        new_charge = charge(component, key, self.conditions, self.notes, f"{where}, PaymentField")
        self.charges.append(new_charge)
        self.email = self.email or str((component.get("options") or {}).get("emailField") or "")
        return charge_guidance(new_charge)

    def _repeated(self, data: JsonObject, asks: list[Question]) -> Question:
        options = (data.get("repeat") or {}).get("options") or (data.get("options") or {}).get("repeat") or {}
        schema = (data.get("repeat") or {}).get("schema") or {}
        called = str(options.get("title") or "entry")
        return Question(
            key=f"{self.keys[str(data['path'])].replace('-', '_')}_rows",
            ask=str(data.get("title") or asks[0].ask),
            missing=f"Add {called[:1].lower()}{called[1:]}",
            optional=all(question.optional for question in asks),
            kind=Rows(
                columns=tuple(asks),
                called=called[:1].lower() + called[1:],
                least=to_int(schema.get("min")) or 1,
                most=to_int(schema.get("max")) or 100,
            ),
        )

    def _then(self, data: JsonObject, where: str) -> list[Jump]:
        """Return the page's jumps: conditional ones first, then the unconditional one, else the check page."""
        if self.second:
            return []
        edges = [item for item in data.get("next") or [] if isinstance(item, dict)]
        jumps: list[Jump] = []
        plain: list[Jump] = []
        for edge in edges:
            to = self._target(edge.get("path"), where)
            condition = self.conditions.get(edge.get("condition"), where)
            if edge.get("condition") and condition is None:
                continue  # noted: an unreadable jump is dropped
            (jumps if condition else plain).append(Jump(to, condition))
        if _is(data, ENDS):
            return []
        if len(plain) > 1:
            self.notes.wonder(where, "several pages follow without a condition; the first is taken")
        return jumps + (plain[:1] or [Jump(CHECK)])

    def _target(self, path: Any, where: str) -> str:
        page = next((candidate for candidate in self.pages if candidate["path"] == path), None)
        if page is None:
            self.notes.wonder(where, f"goes on to “{path}”, which is not there")
            return CHECK
        return CHECK if _is(page, SUMMARY) else self.keys[str(path)]


def _is(page: JsonObject, kinds: tuple[str, ...]) -> bool:
    controller = str(page.get("controller") or "").lower()
    return any(kind in controller for kind in kinds)


def _grouped(asks: list[Question]) -> list[list[Question]]:
    """Group the questions of a page with at most one list of rows per group."""
    groups: list[list[Question]] = [[]]
    for item in asks:
        if isinstance(item.kind, Rows) and any(isinstance(other.kind, Rows) for other in groups[-1]):
            groups.append([])
        groups[-1].append(item)
    return groups
