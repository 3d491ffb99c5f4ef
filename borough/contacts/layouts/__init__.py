"""Layouts: what the columns and values of another system's log mean, one file per log, nothing guessed."""

import codecs
import hashlib
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from borough.contacts.rules.time_formats import UnknownFormat, pattern_of, slug
from borough.contacts.types import Avoidable, Barrier, Channel, CustomerType, Direction, Nature, Outcome

HERE = Path(__file__).parent
KNOWN = {
    "title",
    "source",
    "licence",
    "encoding",
    "delimiter",
    "time_zone",
    "absent",
    "sheet",
    "times",
    "columns",
    "fixed",
    "channel",
    "direction",
    "who",
    "nature",
    "outcome",
    "avoidable",
    "barrier",
    "assisted",
    "service",
    "ward",
    "address",
    "postcode",
}
COLUMNS = {
    "source_id",
    "started_at",
    "ended_at",
    "channel",
    "direction",
    "who",
    "nature",
    "outcome",
    "assisted",
    "minutes",
    "avoidable",
    "barrier",
    "service",
    "ward",
    "handled_where",
}
FACT_ENUMS: dict[str, type[StrEnum]] = {
    "channel": Channel,
    "direction": Direction,
    "who": CustomerType,
    "nature": Nature,
    "outcome": Outcome,
    "avoidable": Avoidable,
    "barrier": Barrier,
}
MAPPED = (*FACT_ENUMS, "assisted", "service", "ward")
DEFAULTS: dict[str, Any] = {
    "direction": "inbound",
    "who": "customer",
    "nature": "enquiry",
    "outcome": "completed",
    "assisted": False,
    "avoidable": "",
    "barrier": "",
    "service": "unknown",
    "ward": "",
    "handled_where": "",
    "channel": "unknown",
}
REJECT_COLUMNS = ("borough_row", "borough_column", "borough_value", "borough_reason")


class BadLayout(ValueError):
    """An invalid layout; the message names the file, the key and what is expected."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a system's log is read. Maps go from the log's value, ignoring case and outer spaces, to ours.

    words: for channel, direction and so on, the meaning of each value; a value may set several facts at once.
    """

    name: str
    title: str
    source: str
    columns: dict[str, str]
    times: tuple[str, ...]
    time_zone: ZoneInfo
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    absent: frozenset[str] = frozenset({""})
    fixed: dict[str, Any] = field(default_factory=dict)
    mappings: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    address: tuple[str, ...] = ()  # columns with the parts of an address, in order
    postcode: str = ""  # the postcode column
    digest: str = ""

    @property
    def has_address(self) -> bool:
        """Return whether rows have an address to match."""
        return bool(self.address or self.postcode)


def shipped_layouts() -> list[str]:
    """Return the names of the layouts shipped with Borough."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def load_layout(name: str, folders: tuple[Path, ...] = ()) -> Layout:
    """Load a layout by name, from the given folders or those shipped, or from a path ending in .toml."""
    places = [Path(name)] if name.endswith(".toml") else [f / f"{name}.toml" for f in (*folders, HERE)]
    for place in places:
        if place.is_file():
            return parse(_text(place), place.stem)
    raise BadLayout(
        f"There is no layout “{name}”. Shipped are: {', '.join(shipped_layouts())}. A path to a .toml file will do too."
    )


def _text(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadLayout(f"Layout “{place.name}” is not written in UTF-8. Save it again as UTF-8.") from error


def _short(data: dict[str, Any], name: str, key: str, default: str) -> str:
    """Return a text value of the layout. Raises BadLayout for another type."""
    value = data.get(key, default)
    if not isinstance(value, str):
        raise BadLayout(f"Layout “{name}”: {key} must be a text in quotation marks, not {value}.")
    return value


def _delimiter(data: dict[str, Any], name: str) -> str:
    value = _short(data, name, "delimiter", ",")
    if len(value) != 1 or value in '"\r\n':
        raise BadLayout(f"Layout “{name}”: delimiter must be one character, such as ; or \\t, not “{value}”.")
    return value


def _encoding(data: dict[str, Any], name: str) -> str:
    value = _short(data, name, "encoding", "utf-8")
    try:
        codecs.lookup(value)
    except LookupError as error:
        raise BadLayout(f"Layout “{name}”: the encoding “{value}” is not known. Try utf-8 or cp1252.") from error
    return value


def parse(text: str, name: str) -> Layout:
    """Parse a layout file. Raises BadLayout with what to correct."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout(f"Layout “{name}” is not TOML: {error}.") from error
    _known(name, "", set(data), KNOWN)
    columns, address, postcode = _columns(data, name)
    _known(name, "columns.", set(columns), COLUMNS)
    for needed in ("source_id", "started_at"):
        if needed not in columns:
            raise BadLayout(f"Layout “{name}” must say under [columns] which column is {needed}.")
    if not data.get("source"):
        raise BadLayout(f"Layout “{name}” must say its source: the name under which the ledger keeps these contacts.")
    return Layout(
        name=name,
        title=data.get("title", name),
        source=data["source"],
        columns=columns,
        times=_times(name, data.get("times")),
        time_zone=_zone(name, data.get("time_zone", "Europe/London")),
        encoding=_encoding(data, name),
        delimiter=_delimiter(data, name),
        sheet=_short(data, name, "sheet", ""),
        absent=frozenset({"", *(word.strip().casefold() for word in data.get("absent", []))}),
        fixed=_facts(name, "fixed", {**DEFAULTS, **data.get("fixed", {})}),
        mappings={fact: _mapping(name, fact, data[fact]) for fact in MAPPED if fact in data},
        address=address,
        postcode=postcode,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _columns(data: dict[str, Any], name: str) -> tuple[dict[str, str], tuple[str, ...], str]:
    """Return the columns of facts, address and postcode; the last two may be in [columns] or above it."""
    columns = dict(data.get("columns", {}))
    value = columns.pop("address", data.get("address", []))
    postcode = columns.pop("postcode", data.get("postcode", ""))
    address = [value] if isinstance(value, str) else value
    if not isinstance(address, list) or not all(isinstance(part, str) and part.strip() for part in address):
        raise BadLayout(f'Layout “{name}”: address must name columns, such as address = ["Number", "Street", "Town"].')
    if not isinstance(postcode, str):
        raise BadLayout(f"Layout “{name}”: postcode must name one column.")
    return {fact: str(column) for fact, column in columns.items()}, tuple(address), postcode


def _known(name: str, where: str, keys: set[str], known: set[str]) -> None:
    if strange := sorted(keys - known):
        raise BadLayout(
            f"Layout “{name}” has {where}{strange[0]}, which is not known. Known are: {', '.join(sorted(known))}."
        )


def _times(name: str, value: Any) -> tuple[str, ...]:
    formats = tuple(value) if isinstance(value, list) else (value,) if value else ()
    if not formats:
        raise BadLayout(f'Layout “{name}” must give times = ["%Y-%m-%d %H:%M:%S"] or the formats its log has.')
    for fmt in formats:
        try:
            pattern_of(fmt)
        except UnknownFormat as error:
            raise BadLayout(f"Layout “{name}”: {error}") from error
    return formats


def _zone(name: str, zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadLayout(f"Layout “{name}”: there is no time zone “{zone}”. Write one such as Europe/London.") from error


def _mapping(name: str, fact: str, table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a map of values: each to one of ours, or to several facts at once."""
    mapping = {}
    for word, meaning in table.items():
        facts = meaning if isinstance(meaning, dict) else {fact: meaning}
        mapping[word.strip().casefold()] = _facts(name, f"{fact}.“{word}”", facts)
    return mapping


def _facts(name: str, where: str, facts: dict[str, Any]) -> dict[str, Any]:
    _known(name, f"{where}.", set(facts), {*FACT_ENUMS, "assisted", "service", "ward", "handled_where"})
    return {fact: _fact(name, where, fact, value) for fact, value in facts.items()}


def _fact(name: str, where: str, fact: str, value: Any) -> Any:
    if fact == "assisted":
        if not isinstance(value, bool):
            raise BadLayout(f"Layout “{name}”, {where}: assisted must be true or false.")
        return value
    if enum_type := FACT_ENUMS.get(fact):
        if value not in list(enum_type):
            raise BadLayout(f"Layout “{name}”, {where}: {fact} cannot be “{value}”. It can be: {', '.join(enum_type)}.")
        return enum_type(value)
    return slug(str(value)) if fact == "service" else str(value)
