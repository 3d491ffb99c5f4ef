"""Forms filled in at GOV.UK Forms, version 1 of their JSON, as answers of a service.

Source: “GOV.UK Forms form submission, version 1”, the JSON Schema its service publishes (Crown copyright, MIT licence).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from borough.services.grammar.kinds import Address, Agreement, Choice, Date, Kind, Number, Several, Spot, Upload, YesNo
from borough.services.grammar.machines import sound
from borough.services.grammar.questions import Question
from borough.services.grammar.rows import Rows
from borough.services.grammar.service import Service
from borough.services.layouts.found import BadForm

Told = Mapping[str, Any]
PARTS = ("title", "first_name", "middle_names", "last_name", "street_address", "country")
LONGEST_REFERENCE, MOST = 100, 1_000


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form that was filled in: its number there, its name, every question with the lines of its answer, and ours.

    answers: those that fit questions of the service, as its schema has them. left: questions that fit none.
    """

    reference: str
    form: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    answers: dict[str, Any]
    left: tuple[str, ...]


def read_filled(told: Any, service: Service) -> Filled:
    """A submission of GOV.UK Forms. Raises BadForm when it is none."""
    if not sound(told):
        raise BadForm("It holds a character that cannot be kept")
    answers = told.get("answers") if isinstance(told, dict) else None
    reference = told.get("submission_reference") if isinstance(told, dict) else None
    if not isinstance(answers, list) or len(answers) > MOST or not all(map(_is_answer, answers)):
        raise BadForm("“answers” must be a list of answers, each with question_id, question_text and answer_text")
    if not isinstance(reference, str) or not 0 < len(reference) <= LONGEST_REFERENCE or not reference.isprintable():
        raise BadForm(f"“submission_reference” must be a text of 1 to {LONGEST_REFERENCE} characters")
    found: dict[str, Any] = {}
    left = []
    for one in answers:
        if not any(_lines(one)):
            continue
        fitting = _fit(service, one)
        found |= fitting
        if not fitting:
            left.append(str(one["question_text"]))
    lines = tuple((str(one["question_text"]), _lines(one)) for one in answers)
    name = str(told.get("form_name") or service.name)[:200]
    return Filled(reference=reference, form=name, lines=lines, answers=found, left=tuple(left))


def _is_answer(one: Any) -> bool:
    return isinstance(one, dict) and all(
        isinstance(one.get(name), kinds)
        for name, kinds in (("question_id", str), ("question_text", str), ("answer_text", (str, list)))
    )  # fmt: skip


def _lines(one: Told) -> tuple[str, ...]:
    text = one["answer_text"]
    return tuple(str(line) for line in text) if isinstance(text, list) else tuple(text.split("\n"))


def _fit(service: Service, one: Told) -> dict[str, Any]:
    """The answer by the question of ours: the one brought in under its number, or one asked in the same words."""
    known, key = service.questions(), f"q{one['question_id']}"
    parts = {f"{key}_{part}": one[part] for part in PARTS if f"{key}_{part}" in known and one.get(part)}
    if parts:
        return parts
    question = known.get(key) or known.get(f"{key}_rows") or _by_words(service, str(one["question_text"]))
    if question is None or isinstance(question.kind, Upload):  # its files stay with GOV.UK Forms
        return {}
    return {question.key: _rows(question.kind, one) if isinstance(question.kind, Rows) else _put(question.kind, one)}


def _by_words(service: Service, text: str) -> Question | None:
    wanted = text.strip().casefold()
    return next((q for q in service.questions().values() if wanted in (q.ask.casefold(), q.short.casefold())), None)


def _rows(kind: Rows, one: Told) -> list[dict[str, Any]]:
    """Several answers to one question, each a row; a part of a name is a list as long."""
    count = len(one["answer_text"]) if isinstance(one["answer_text"], list) else 1
    return [
        {column.key: _put(column.kind, _nth(one, column.key, at)) for column in kind.columns} for at in range(count)
    ]


def _nth(one: Told, column: str, at: int) -> Told:
    part = next((part for part in PARTS if column.endswith(f"_{part}")), "answer_text")
    values = {
        name: value[at] if isinstance(value, list) and at < len(value) else value
        for name, value in one.items() if name != "selections"
    }  # fmt: skip
    return values | {"answer_text": values.get(part) or ""}


def _put(kind: Kind, one: Told) -> Any:
    text = ", ".join(_lines(one)) if isinstance(one["answer_text"], list) else one["answer_text"]
    return next((make(kind, text, one) for of, make in _MAKERS.items() if isinstance(kind, of)), text)


def _choice(kind: Any, text: str, _one: Told) -> Any:
    return next((o.value for o in kind.offered() if text.strip() in (o.text, o.value)), text)


def _several(kind: Any, text: str, one: Told) -> Any:
    chosen = one.get("selections") or [text]
    offered = (*kind.options, *([kind.none] if kind.none else []))
    return [next((o.value for o in offered if str(word).strip() in (o.text, o.value)), str(word)) for word in chosen]


def _address(_kind: Any, text: str, one: Told) -> Any:
    second = ", ".join(str(one[name]) for name in ("address2", "county") if one.get(name))
    given = {
        "line1": one.get("address1"), "line2": second, "town": one.get("town_or_city"), "postcode": one.get("postcode"),
    }  # fmt: skip
    found = {name: str(value) for name, value in given.items() if value}
    return found or text


def _date(_kind: Any, text: str, _one: Told) -> str:
    for layout in ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), layout).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return text


def _number(kind: Any, text: str, _one: Told) -> Any:
    bare = text.replace(",", "").strip()
    whole = not kind.decimals and bare.isascii() and bare.isdecimal() and len(bare) < 20
    return int(bare) if whole else bare


def _yes(_kind: Any, text: str, _one: Told) -> Any:
    return {"yes": True, "no": False}.get(text.strip().casefold(), text)


_MAKERS: Mapping[type[Kind], Callable[[Any, str, Told], Any]] = {
    Choice: _choice, Several: _several, Address: _address, Date: _date, Number: _number, YesNo: _yes,
    Agreement: _yes, Spot: lambda _kind, text, _one: {"near": text[:200]},
}  # fmt: skip
