"""Sample answers of every kind, valid and branch-deciding, for route coverage."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from borough.forms import kinds
from borough.forms.conditions import AllOf, Is, Not, When
from borough.forms.kinds import Kind, Stored
from borough.forms.kinds.dates import Day, day_of
from borough.forms.questions import Question
from borough.forms.rows import Rows

UPRN = 990000000001
PLACE = {"uprn": UPRN, "lines": ["1 Invented Street"], "postcode": "PR7 1DP"}
METRES, DEGREES = (358_357, 417_584), (53.6531, -2.6315)  # the same place
FILE = {"id": "0" * 16, "name": "a.pdf", "size": 1, "type": "pdf"}


def sample(question: Question, today: date) -> Stored:
    """Return a valid answer."""
    return next(iter(answers(question, today)))


def answers(question: Question, today: date) -> tuple[Stored, ...]:
    """Return valid answers, one for each option of the question itself."""
    return _of(question.kind, today)


def _of(kind: Kind, today: date) -> tuple[Stored, ...]:
    for kind_type, make in _SAMPLES.items():
        if isinstance(kind, kind_type):
            return make(kind, today)
    return ("Some words",)


def _chosen(kind: Any, _today: date) -> tuple[Stored, ...]:
    return tuple(option.value for option in kind.offered()) or ("chosen",)


def _several(kind: Any, _today: date) -> tuple[Stored, ...]:
    every = tuple([option.value] for option in kind.offered()) or (["chosen"],)
    return (*every, *([[kind.none.value]] if kind.none else []))


def _number(kind: Any, _today: date) -> tuple[Stored, ...]:
    least = kind.least if kind.least is not None else min(1, kind.most if kind.most is not None else 1)
    values = (least, *([kind.most] if kind.most is not None and kind.most != least else []))
    return tuple(number if kind.decimals == 0 else str(number) for number in values)


def _money(kind: Any, _today: date) -> tuple[Stored, ...]:
    return (kind.least or 0, *([kind.most] if kind.most else []))


def _date(kind: Any, today: date) -> tuple[Stored, ...]:
    first = day_of(kind.earliest, today) if kind.earliest else None
    last = day_of(kind.latest, today) if kind.latest else None
    days = [today if (not first or today >= first) and (not last or today <= last) else first or last, first, last]
    return tuple(dict.fromkeys(day.isoformat() for day in days if day))


def _text(kind: Any, _today: date) -> tuple[Stored, ...]:
    plain = (kind.like or "Some words").replace(" ", "") if kind.spaceless else kind.like or "Some words"
    return ((plain * (kind.shortest // max(len(plain), 1) + 1))[: max(kind.shortest, len(plain))][: kind.longest],)


def _rows(kind: Any, today: date) -> tuple[Stored, ...]:
    row = {column.key: sample(column, today) for column in kind.columns if not column.optional}
    return ([row] * max(kind.least, 1),)


_SAMPLES: dict[type[Kind], Callable[[Any, date], tuple[Stored, ...]]] = {
    kinds.YesNo: lambda _kind, _today: (True, False),
    kinds.Choice: _chosen,
    kinds.Several: _several,
    kinds.Number: _number,
    kinds.Money: _money,
    kinds.Date: _date,
    kinds.MonthYear: lambda _kind, today: (f"{today:%Y-%m}",),
    kinds.Time: lambda _kind, _today: ("09:30", "21:00"),
    kinds.Address: lambda kind, _today: (PLACE,) if kind.gazetteer_only else (PLACE, PLACE | {"uprn": None}),
    kinds.Spot: lambda _kind, _today: ({"near": "High Street", "details": "By the gate"},),
    kinds.EastingNorthing: lambda _kind, _today: (dict(zip(("easting", "northing"), METRES, strict=True)),),
    kinds.LatitudeLongitude: lambda _kind, _today: (dict(zip(("latitude", "longitude"), DEGREES, strict=True)),),
    kinds.GridReference: lambda _kind, _today: ({"reference": "SD 583 175"},),
    kinds.FieldNumber: lambda _kind, _today: ({"reference": "SD 5817 3558"},),
    kinds.Upload: lambda kind, _today: ([FILE] * max(kind.least, 1),),
    kinds.Email: lambda _kind, _today: ("a@b.example",),
    kinds.Phone: lambda _kind, _today: ("01632 960001",),
    kinds.Website: lambda _kind, _today: ("https://www.example.com",),
    kinds.Agreement: lambda _kind, _today: (True,),
    kinds.Text: _text,
    Rows: _rows,
}


def deciding_samples(conditions: Iterable[Any], question: Question, today: date) -> tuple[Stored, ...]:
    """Return answers that make conditions on a question differ, besides its own options."""
    samples: list[Stored] = []
    for when in _whens(conditions):
        if when.key == question.key:
            with suppress(ValueError):  # the compared value is not a valid answer, so no answer can make it differ
                samples += _around(when, question.kind, today)
    return tuple(samples)


def _whens(conditions: Iterable[Any]) -> Iterable[When]:
    for condition in conditions:
        if isinstance(condition, When):
            yield condition
        elif isinstance(condition, AllOf):
            yield from _whens(condition.of)
        elif isinstance(condition, Not):
            yield from _whens((condition.of,))


def _around(when: When, kind: Kind, today: date) -> list[Stored]:
    """Return values below, at and above the compared value."""
    if isinstance(kind, kinds.Date):
        than = when.than if isinstance(when.than, Day | date) else date.fromisoformat(str(when.than)[:10])
        day = day_of(than, today)
        return [(day + timedelta(days=far)).isoformat() for far in (-1, 0, 1)]
    if isinstance(kind, kinds.Number | kinds.Money):
        number = int(float(str(when.than)))
        return [number + far if getattr(kind, "decimals", 0) == 0 else str(number + far) for far in (-1, 0, 1)]
    if isinstance(kind, kinds.Text | kinds.LongText):
        return ["x" * (int(when.than) + 1)] if when.how in (Is.LONGER, Is.SHORTER) else [str(when.than)]
    return []
