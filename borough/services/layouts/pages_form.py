"""Forms of pages, components, lists and conditions, as two departments publish them: both generations.

In the first, each page names the pages that may follow it; in the second, pages follow each other and each says when
it is shown. Both are told in the same words otherwise.
"""

from dataclasses import replace
from typing import Any

from borough.services.grammar.kinds import Kind
from borough.services.grammar.pages import CHECK, RESERVED, Jump, Page, Words
from borough.services.grammar.prices import Charge
from borough.services.grammar.questions import Question
from borough.services.grammar.rows import Rows
from borough.services.layouts.charges import charge, fee_of, said
from borough.services.layouts.components import WITH_TIME, WORDS, at_what_time, options_of, question, words
from borough.services.layouts.condition_words import Conditions
from borough.services.layouts.found import BadForm, Imported, Notes, slug, unfinished, whole

Told = dict[str, Any]
SUMMARY, ENDS, START, REPEATS = ("summary",), ("terminal",), ("start",), ("repeat",)
KNOWN = {
    "name", "pages", "lists", "sections", "conditions", "startPage", "engine", "schema", "version", "metadata",
    "skipSummary", "phaseBanner", "feedback", "markAsComplete", "declaration", "outputs", "fees", "$schema", "title",
    "outputEmail", "options",
}  # fmt: skip
PAGE_KNOWN = {
    "id", "path", "title", "components", "next", "section", "controller", "condition", "options", "repeat", "view",
}  # fmt: skip


def read(told: Told, name: str) -> Imported:
    """A form definition as a service."""
    notes = Notes()
    pages = [one for one in told["pages"] if isinstance(one, dict) and one.get("path")]
    if not pages:
        raise BadForm("The form has no pages")
    reading = Reading(told, pages, notes)
    made = [page for one in reading.order() for page in reading.page(one)]
    _note_rest(told, notes)
    title = str(told.get("name") or told.get("title") or name)
    declaration = str(told.get("declaration") or "") or reading.declaration
    fee = fee_of(reading.charges, reading.email)
    service = unfinished(title, pages=tuple(made), declaration=declaration, fee=fee)
    return Imported(service, tuple(notes.lost), tuple(notes.odd))


def _note_rest(told: Told, notes: Notes) -> None:
    for key in sorted(set(told) - KNOWN):
        notes.lose("the form", f"“{key}”")
    for fee in told.get("fees") or []:
        notes.lose("the form", f"a fee: {str(fee)[:120]}")
    for output in told.get("outputs") or []:
        kind = output.get("type") if isinstance(output, dict) else output
        notes.lose("the form", f"an output by {kind}: what is sent goes into the contact record and a case here")


class Reading:
    """A form while it is read."""

    def __init__(self, told: Told, pages: list[Told], notes: Notes) -> None:
        self.told, self.pages, self.notes = told, pages, notes
        self.second = told.get("engine") == "V2" or told.get("schema") == 2
        self.conditions = Conditions(told, notes)
        lists = [one for one in told.get("lists") or [] if isinstance(one, dict)]
        self.lists = {key: one.get("items") or [] for one in lists for key in (one.get("name"), one.get("id")) if key}
        sections = [one for one in told.get("sections") or [] if isinstance(one, dict)]
        self.sections = {
            key: "" if one.get("hideTitle") else str(one.get("title") or "")
            for one in sections for key in (one.get("name"), one.get("id")) if key
        }  # fmt: skip
        self.keys = self._keys()
        self.declaration = ""
        self.charges: list[Charge] = []
        self.email = ""
        self.taken: dict[str, type[Kind]] = {}

    def _keys(self) -> dict[str, str]:
        """The key of each page by its path; where two are alike the later has a number."""
        found: dict[str, str] = {}
        for page in self.pages:
            key = made = slug(page["path"])
            number = 2
            while made in found.values() or made in RESERVED:
                made, number = f"{key}-{number}", number + 1
            found[str(page["path"])] = made
        return found

    def order(self) -> list[Told]:
        """The pages, the first one first; pages where answers are checked are ours already."""
        start = self.told.get("startPage")
        kept = [page for page in self.pages if not _is(page, SUMMARY)]
        for page in self.pages:
            if _is(page, SUMMARY):
                self._summary(page)
        first = [page for page in kept if page["path"] == start] if not self.second else []
        return first + [page for page in kept if page not in first]

    def _summary(self, page: Told) -> None:
        for component in page.get("components") or []:
            if component.get("type") in WORDS:
                self.declaration += f"\n\n{component.get('content') or ''}"
            else:
                self.notes.lose(f"page {page['path']}", f"a {component.get('type')} where answers are checked")

    def page(self, told: Told) -> list[Page]:
        """A page as ours: one, and one more for each further list of rows on it."""
        where = f"page {told['path']}"
        for key in sorted(set(told) - PAGE_KNOWN):
            self.notes.lose(where, f"“{key}”: {str(told[key])[:100]}")
        asks, texts = self._components(told, where)
        if _is(told, REPEATS) and not any(isinstance(one.kind, Rows) for one in asks) and asks:
            asks = [self._repeated(told, asks)]
        key, then = self.keys[str(told["path"])], self._then(told, where)
        condition = self.conditions.get(told.get("condition"), where) if self.second else None
        groups = _grouped(asks)
        made = []
        for number, group in enumerate(groups):
            last = number == len(groups) - 1
            made.append(
                Page(
                    key=key if number == 0 else f"{key}-part-{number + 1}", title=str(told.get("title") or ""),
                    asks=tuple(group), words=tuple(texts) if number == 0 else (), only_if=condition,
                    then=tuple(then) if last else (), ends=_is(told, ENDS) and last, section=self._section(told),
                )
            )  # fmt: skip
        return made

    def _section(self, told: Told) -> str:
        return self.sections.get(str(told.get("section") or ""), "")

    def _components(self, told: Told, where: str) -> tuple[list[Question], list[Words]]:
        asks, texts = [], []
        for component in told.get("components") or []:
            if component.get("type") in WORDS:
                made = words(component, self.lists, self.notes, where)
                condition = self.conditions.get(options_of(component).get("condition"), where)
                texts += [Words(made.text, made.summary, made.inset, made.html, condition)] if made else []
                continue
            if component.get("type") == "PaymentField":
                texts.append(self._charged(component, told, where))
                continue
            if component.get("type") == "DeclarationField" and component.get("content"):
                texts.append(Words(str(component["content"])))
            asked = question(component, self.lists, self.notes, where)
            if asked is None:
                continue
            asks.append(self._its_own(asked, where))
            if component.get("type") in WITH_TIME:
                asks.append(self._its_own(at_what_time(asked), where))
        return asks, texts

    def _its_own(self, asked: Question, where: str) -> Question:
        """A question under its own name; one whose name another kind of question has gets a number behind it."""
        before = self.taken.get(asked.key)
        if before is None:
            self.taken[asked.key] = type(asked.kind)
            return asked
        if before is type(asked.kind):
            self.notes.wonder(where, f"the name “{asked.key}” is used twice, so the answers would be one")
            return asked
        number = next(n for n in range(2, len(self.taken) + 3) if f"{asked.key}_{n}" not in self.taken)
        key = f"{asked.key}_{number}"
        self.notes.wonder(where, f"the name “{asked.key}” is used for another kind of answer too; here it is “{key}”")
        self.taken[key] = type(asked.kind)
        return replace(asked, key=key)

    def _charged(self, component: Told, told: Told, where: str) -> Words:
        """Keep a payment for the fee, and answer what its page says of it."""
        key = self.keys[str(told["path"])]
        made = charge(component, key, self.conditions, self.notes, f"{where}, PaymentField")
        self.charges.append(made)
        self.email = self.email or str((component.get("options") or {}).get("emailField") or "")
        return said(made)

    def _repeated(self, told: Told, asks: list[Question]) -> Question:
        options = (told.get("repeat") or {}).get("options") or (told.get("options") or {}).get("repeat") or {}
        schema = (told.get("repeat") or {}).get("schema") or {}
        called = str(options.get("title") or "entry")
        return Question(
            key=f"{self.keys[str(told['path'])].replace('-', '_')}_rows", ask=str(told.get("title") or asks[0].ask),
            missing=f"Add {called[:1].lower()}{called[1:]}", optional=all(one.optional for one in asks),
            kind=Rows(columns=tuple(asks), called=called[:1].lower() + called[1:], least=whole(schema.get("min")) or 1,
                      most=whole(schema.get("max")) or 100),
        )  # fmt: skip

    def _then(self, told: Told, where: str) -> list[Jump]:
        """Where the page goes on to: those with conditions first, then the one without, and else to the check page."""
        if self.second:
            return []
        edges = [one for one in told.get("next") or [] if isinstance(one, dict)]
        jumps: list[Jump] = []
        plain: list[Jump] = []
        for edge in edges:
            to = self._target(edge.get("path"), where)
            condition = self.conditions.get(edge.get("condition"), where)
            if edge.get("condition") and condition is None:
                continue  # noted: a way that cannot be read is no way
            (jumps if condition else plain).append(Jump(to, condition))
        if _is(told, ENDS):
            return []
        if len(plain) > 1:
            self.notes.wonder(where, "several pages follow without a condition; the first is taken")
        return jumps + (plain[:1] or [Jump(CHECK)])

    def _target(self, path: Any, where: str) -> str:
        page = next((one for one in self.pages if one["path"] == path), None)
        if page is None:
            self.notes.wonder(where, f"goes on to “{path}”, which is not there")
            return CHECK
        return CHECK if _is(page, SUMMARY) else self.keys[str(path)]


def _is(page: Told, kinds: tuple[str, ...]) -> bool:
    controller = str(page.get("controller") or "").lower()
    return any(kind in controller for kind in kinds)


def _grouped(asks: list[Question]) -> list[list[Question]]:
    """The questions of a page in groups with one list of rows each at most."""
    groups: list[list[Question]] = [[]]
    for one in asks:
        if isinstance(one.kind, Rows) and any(isinstance(other.kind, Rows) for other in groups[-1]):
            groups.append([])
        groups[-1].append(one)
    return groups
