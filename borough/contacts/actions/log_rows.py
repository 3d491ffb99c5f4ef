"""Convert a log row to a ledger line, or reject it: the same rules as for a single contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from borough.contacts.actions.log_files import BadFile
from borough.contacts.layouts import FACT_ENUMS, Layout
from borough.contacts.rules import ledger
from borough.contacts.rules.time_formats import Clock, Moment, slug
from borough.contacts.types import Channel, Reject

FACTS = (
    "channel",
    "direction",
    "who",
    "nature",
    "service",
    "outcome",
    "assisted",
    "avoidable",
    "barrier",
    "ward",
    "handled_where",
    "channel_stated",
)
"""Facts with few distinct values, computed once for each combination."""
MAX_CACHED = 200_000
NULL = "\\N"
WORKBOOK_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


@dataclass(frozen=True)
class _InvalidValue(Exception):
    """An invalid value: column as named in the log, value and reason."""

    column: str
    value: str
    reason: str


def copy_escape(text: str) -> str:
    """Escape text for COPY's text format."""
    if text.isprintable() and "\\" not in text:
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _readable(text: str) -> bool:
    return text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text)


def _printable(text: str) -> str:
    """Return storable text: bytes invalid in the log's encoding are shown as replacement characters."""
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")


class RowReader:
    """Reads the rows of a log by its layout. `line` returns COPY text for a row, or a Reject."""

    def __init__(self, layout: Layout, header: list[str], at: datetime) -> None:
        """Find the layout's columns in the header. Raises BadFile naming the missing ones."""
        self.layout, self.at, self.width = layout, at, len(header)
        self.index = _find_columns(layout, header)
        self._read_time = Clock((*layout.times, *WORKBOOK_TIMES), layout.time_zone).read
        self._words = [c for c in self.index if c not in ("source_id", "started_at", "ended_at", "minutes")]
        self._word_cells = [self.index[c] for c in self._words]
        self._known: dict[tuple[str, ...], str | _InvalidValue] = {}
        self._id, self._start = self.index["source_id"], self.index["started_at"]
        self._address = [_column(name, header) for name in layout.address]
        self._postcode = _column(layout.postcode, header) if layout.postcode else None
        self._end, self._minutes = self.index.get("ended_at"), self.index.get("minutes")

    def line(self, number: int, row: list[str], reference: str) -> str | Reject:
        """Return the row in COPY's text format, columns as in COPY_COLUMNS; or a Reject."""
        try:
            return self._line(row, reference)
        except _InvalidValue as wrong:
            return Reject(number, wrong.column, wrong.value, wrong.reason)

    def address_of(self, row: list[str]) -> tuple[str, str] | None:
        """Return the row's address and postcode, if the layout has them; None where the row has none."""
        cells = [row[at].strip() for at in self._address]
        text = ", ".join(cell for cell in cells if cell.casefold() not in self.layout.absent)
        code = "" if self._postcode is None else row[self._postcode].strip()
        code = "" if code.casefold() in self.layout.absent else code
        return (_printable(text), _printable(code)) if text or code else None

    def _line(self, row: list[str], reference: str) -> str:
        if len(row) != self.width:
            raise _InvalidValue("", "", f"The row has {len(row)} columns where the header has {self.width}")
        source_id = row[self._id].strip()
        if source_id.casefold() in self.layout.absent:
            raise self._wrong("source_id", source_id, "It is empty, and a contact needs the log's own id for it")
        if not _readable(source_id):
            raise self._wrong("source_id", source_id, self._not_readable())
        if trouble := ledger.text_error("source_id", source_id):
            raise self._wrong("source_id", source_id, trouble)
        started = self._read_time(row[self._start]) or self._time("started_at", row[self._start])
        ended = self._end_time(row) if self._end is not None else None
        if trouble := ledger.times_error(started.at, ended.at if ended else None, self.at):
            raise self._wrong("started_at", row[self._start], trouble)
        minutes = self._read_minutes(row) if self._minutes is not None else NULL
        values = tuple([row[i] for i in self._word_cells])
        facts = self._known.get(values)
        if facts.__class__ is not str:
            facts = self._facts(values)
        if not source_id.isalnum():
            source_id = copy_escape(source_id)
        ending = ended.text if ended else NULL
        return f"{reference}\t{source_id}\t{started.text}\t{ending}\t{started.day}\t{minutes}\t{facts}\n"

    def _wrong(self, fact: str, value: str, reason: str) -> _InvalidValue:
        return _InvalidValue(self.layout.columns[fact], value, reason)

    def _not_readable(self) -> str:
        return f"It has bytes that are not {self.layout.encoding}. Put the log's true encoding in the layout"

    def _time(self, fact: str, text: str) -> Moment:
        moment = self._read_time(text.strip())
        if moment is None:
            empty = text.strip().casefold() in self.layout.absent
            raise self._wrong(
                fact, text, "It is empty" if empty else f"It is not a time written as {' or '.join(self.layout.times)}"
            )
        return moment

    def _end_time(self, row: list[str]) -> Moment | None:
        text = row[self._end or 0]
        return None if text.strip().casefold() in self.layout.absent else self._time("ended_at", text)

    def _read_minutes(self, row: list[str]) -> str:
        text = row[self._minutes or 0].strip()
        if text.casefold() in self.layout.absent:
            return NULL
        if not text.isdecimal():
            raise self._wrong("minutes", text, "Minutes must be a whole number, like 12")
        if trouble := ledger.minutes_error(int(text)):
            raise self._wrong("minutes", text, trouble)
        return text

    def _facts(self, values: tuple[str, ...]) -> str:
        facts = self._known.get(values)
        if facts is None:
            if len(self._known) >= MAX_CACHED:
                self._known.clear()
            facts = self._known[values] = self._work_out(values)
        if isinstance(facts, _InvalidValue):
            raise facts
        return facts

    def _work_out(self, values: tuple[str, ...]) -> str | _InvalidValue:
        facts: dict[str, Any] = {**self.layout.fixed, "channel_stated": ""}
        try:
            for name, word in sorted(zip(self._words, values, strict=True), key=lambda pair: pair[0] == "channel"):
                self._apply(facts, name, word.strip())
        except _InvalidValue as wrong:
            return wrong
        texts = ("t" if facts[f] is True else "f" if facts[f] is False else copy_escape(str(facts[f])) for f in FACTS)
        return "\t".join(texts)

    def _apply(self, facts: dict[str, Any], name: str, word: str) -> None:
        """Apply the facts of a mapped value; the channel comes last, as it may imply customer type and direction."""
        if word.casefold() in self.layout.absent:
            return
        if not _readable(word):
            raise self._wrong(name, word, self._not_readable())
        meaning = self.layout.mappings.get(name, {}).get(word.casefold())
        if meaning is not None:
            facts.update(meaning)
            meaning_is_unclear = name == "channel" and facts["channel"] == Channel.UNKNOWN
            facts["channel_stated"] = word[:80] if meaning_is_unclear else facts["channel_stated"]
        elif name == "channel":
            facts.update(channel=self._channel_word(word), channel_stated=word[:80])
        elif name in FACT_ENUMS or name == "assisted":
            facts[name] = self._own_word(name, word)
        else:
            facts[name] = slug(word) or "unknown" if name == "service" else word
            if trouble := ledger.text_error(name, facts[name]):
                raise self._wrong(name, word, trouble)

    def _channel_word(self, word: str) -> Channel:
        """Return the channel of a value not in the layout: our own key, or the unknown channel."""
        plain = word.casefold()
        return Channel(plain) if plain in list(Channel) and "channel" not in self.layout.mappings else Channel.UNKNOWN

    def _own_word(self, name: str, word: str) -> object:
        """Return our own key for a value of a column without a map; nothing else is guessed."""
        if name not in self.layout.mappings:
            if name == "assisted" and word.casefold() in ("true", "false"):
                return word.casefold() == "true"
            if name in FACT_ENUMS and word in list(FACT_ENUMS[name]):
                return FACT_ENUMS[name](word)
        raise self._wrong(name, word, f"The layout does not say what “{word}” means. Add it under [{name}]")


def _find_columns(layout: Layout, header: list[str]) -> dict[str, int]:
    """Return the position of each of the layout's columns, ignoring case."""
    places: dict[str, int] = {}
    for i, name in enumerate(header):
        places.setdefault(name.casefold(), i)
    wanted = [*layout.columns.values(), *layout.address, *([layout.postcode] if layout.postcode else [])]
    if missing := [c for c in wanted if c.strip().casefold() not in places]:
        raise BadFile(
            f"The log has no column {', '.join(missing)}, which layout “{layout.name}” needs. "
            f"It has: {', '.join(header)}. Is it another layout's log?"
        )
    return {fact: places[c.strip().casefold()] for fact, c in layout.columns.items()}


def _column(name: str, header: list[str]) -> int:
    """Return the position of a column known to exist."""
    return [column.casefold() for column in header].index(name.strip().casefold())
