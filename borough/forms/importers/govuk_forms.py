"""GOV.UK Forms submissions (JSON version 1) as answers of a service.

Source: “GOV.UK Forms form submission, version 1”, the JSON Schema its service publishes (Crown copyright, MIT
licence).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from borough.forms.importers.form_import import FormError
from borough.forms.json_schema import is_storable
from borough.forms.kinds import Address, Agreement, Choice, Date, Kind, Number, Several, Spot, Upload, YesNo
from borough.forms.questions import Question
from borough.forms.rows import Rows
from borough.forms.service import Service

Answer = Mapping[str, Any]
PARTS = ("title", "first_name", "middle_names", "last_name", "street_address", "country")
LONGEST_REFERENCE, MOST = 100, 1_000


@dataclass(frozen=True, kw_only=True)
class FilledForm:
    """A parsed submission: its ID, the form's name, every question with its answer lines, and our answers.

    answers: those that match questions of the service, in its schema. left: questions that match none.
    """

    reference: str
    form: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    answers: dict[str, Any]
    left: tuple[str, ...]


def read_form(data: Any, service: Service) -> FilledForm:
    """Parse a GOV.UK Forms submission. Raises FormError if it is not one."""
    if not is_storable(data):
        raise FormError("It holds a character that cannot be kept")
    answers = data.get("answers") if isinstance(data, dict) else None
    reference = data.get("submission_reference") if isinstance(data, dict) else None
    if not isinstance(answers, list) or len(answers) > MOST or not all(map(_is_answer, answers)):
        raise FormError("“answers” must be a list of answers, each with question_id, question_text and answer_text")
    if not isinstance(reference, str) or not 0 < len(reference) <= LONGEST_REFERENCE or not reference.isprintable():
        raise FormError(f"“submission_reference” must be a text of 1 to {LONGEST_REFERENCE} characters")
    matched: dict[str, Any] = {}
    left = []
    for answer in answers:
        if not any(_lines(answer)):
            continue
        fitting = _fit(service, answer)
        matched |= fitting
        if not fitting:
            left.append(str(answer["question_text"]))
    lines = tuple((str(answer["question_text"]), _lines(answer)) for answer in answers)
    name = str(data.get("form_name") or service.name)[:200]
    return FilledForm(reference=reference, form=name, lines=lines, answers=matched, left=tuple(left))


def _is_answer(answer: Any) -> bool:
    return isinstance(answer, dict) and all(
        isinstance(answer.get(name), kinds)
        for name, kinds in (("question_id", str), ("question_text", str), ("answer_text", (str, list)))
    )


def _lines(answer: Answer) -> tuple[str, ...]:
    text = answer["answer_text"]
    return tuple(str(line) for line in text) if isinstance(text, list) else tuple(text.split("\n"))


def _fit(service: Service, answer: Answer) -> dict[str, Any]:
    """Match an answer to our question: the one imported under its number, or one with the same text."""
    known, key = service.questions(), f"q{answer['question_id']}"
    parts = {f"{key}_{part}": answer[part] for part in PARTS if f"{key}_{part}" in known and answer.get(part)}
    if parts:
        return parts
    question = known.get(key) or known.get(f"{key}_rows") or _by_text(service, str(answer["question_text"]))
    if question is None or isinstance(question.kind, Upload):  # its files remain with GOV.UK Forms
        return {}
    return {
        question.key: _rows(question.kind, answer) if isinstance(question.kind, Rows) else _put(question.kind, answer)
    }


def _by_text(service: Service, text: str) -> Question | None:
    wanted = text.strip().casefold()
    return next((q for q in service.questions().values() if wanted in (q.ask.casefold(), q.short.casefold())), None)


def _rows(kind: Rows, answer: Answer) -> list[dict[str, Any]]:
    """Return several answers to one question as rows; parts of a name are parallel lists."""
    count = len(answer["answer_text"]) if isinstance(answer["answer_text"], list) else 1
    return [
        {column.key: _put(column.kind, _nth(answer, column.key, at)) for column in kind.columns} for at in range(count)
    ]


def _nth(answer: Answer, column: str, at: int) -> Answer:
    part = next((part for part in PARTS if column.endswith(f"_{part}")), "answer_text")
    values = {
        name: value[at] if isinstance(value, list) and at < len(value) else value
        for name, value in answer.items()
        if name != "selections"
    }
    return values | {"answer_text": values.get(part) or ""}


def _put(kind: Kind, answer: Answer) -> Any:
    text = ", ".join(_lines(answer)) if isinstance(answer["answer_text"], list) else answer["answer_text"]
    return next((make(kind, text, answer) for of, make in _MAKERS.items() if isinstance(kind, of)), text)


def _choice(kind: Any, text: str, _answer: Answer) -> Any:
    return next((o.value for o in kind.offered() if text.strip() in (o.text, o.value)), text)


def _several(kind: Any, text: str, answer: Answer) -> Any:
    chosen = answer.get("selections") or [text]
    offered = (*kind.options, *([kind.none] if kind.none else []))
    return [next((o.value for o in offered if str(word).strip() in (o.text, o.value)), str(word)) for word in chosen]


def _address(_kind: Any, text: str, answer: Answer) -> Any:
    second = ", ".join(str(answer[name]) for name in ("address2", "county") if answer.get(name))
    parts = {
        "line1": answer.get("address1"),
        "line2": second,
        "town": answer.get("town_or_city"),
        "postcode": answer.get("postcode"),
    }
    address = {name: str(value) for name, value in parts.items() if value}
    return address or text


def _date(_kind: Any, text: str, _answer: Answer) -> str:
    for layout in ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), layout).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return text


def _number(kind: Any, text: str, _answer: Answer) -> Any:
    bare = text.replace(",", "").strip()
    is_integer = not kind.decimals and bare.isascii() and bare.isdecimal() and len(bare) < 20
    return int(bare) if is_integer else bare


def _yes(_kind: Any, text: str, _answer: Answer) -> Any:
    return {"yes": True, "no": False}.get(text.strip().casefold(), text)


_MAKERS: Mapping[type[Kind], Callable[[Any, str, Answer], Any]] = {
    Choice: _choice,
    Several: _several,
    Address: _address,
    Date: _date,
    Number: _number,
    YesNo: _yes,
    Agreement: _yes,
    Spot: lambda _kind, text, _answer: {"near": text[:200]},
}
