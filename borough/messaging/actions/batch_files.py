"""Read a file of recipients: report faults by row, and keep nothing of a file that has any."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from borough.kernel.refusals import Refused
from borough.kernel.text import join_list
from borough.messaging.actions.renderer import render
from borough.messaging.catalogue import placeholders_of, template_of
from borough.messaging.rules import channel_choice
from borough.messaging.rules.placeholders import MissingValues, plain_name
from borough.messaging.types import Channel, Recipient, RowFault, Template

MOST_ROWS, MOST_BYTES, MOST_FAULTS = 5_000, 2_000_000, 200
FIRST_ROW = 2  # row 1 is the header, as in a spreadsheet
EMAIL, PHONE, NAME = "emailaddress", "phonenumber", "name"
LINES = (*(f"addressline{n}" for n in range(1, 8)), "postcode")


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """A file as read: rows by number, cells by normalised column name, and faults."""

    template: str
    channel: Channel
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    faults: tuple[RowFault, ...]


def columns_for(template: Template, channel: Channel) -> list[str]:
    """Return the required columns of a file, as displayed."""
    reader = {
        Channel.EMAIL: ["email address"],
        Channel.TEXT: ["phone number"],
        Channel.LETTER: ["address line 1", "address line 2", "postcode"],
    }[channel]
    names = placeholders_of(template, channel, needed=True)
    return reader + [name for name in names if plain_name(name) not in map(plain_name, reader)]


def check_file(*, template: str, channel: Channel, data: bytes) -> CheckedFile:
    """Read a whole CSV file. Raises Refused if it is not one; row faults are returned."""
    definition = template_of(template)
    if channel not in definition.channels:
        raise Refused(f"“{definition.name}” is not offered by {channel}")
    head, lines = _lines(data)
    needed = columns_for(definition, channel)
    if lost := [name for name in needed if plain_name(name) not in head]:
        them = "it" if len(lost) == 1 else "them"
        called = f"no column called {lost[0]}" if len(lost) == 1 else f"no columns called {join_list(lost)}"
        raise Refused(f"The file has {called}. Add {them} and choose the file again")
    rows = tuple(_rows(head, lines))
    if not rows:
        raise Refused("The file has no rows below its head")
    faults = [fault for number, cells in rows for fault in _faults(number, cells, definition, channel)]
    return CheckedFile(template=template, channel=channel, rows=rows, faults=tuple(faults[:MOST_FAULTS]))


def _lines(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the normalised header names and the rows below."""
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than 2 MB. Split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise Refused("This is no CSV file. In a spreadsheet, choose “Save as” and then CSV")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise Refused("This file cannot be read as CSV. Save it again from the spreadsheet") from None
    if not lines:
        raise Refused("The file is empty")
    if len(lines) - 1 > MOST_ROWS:
        raise Refused(f"The file has more than {MOST_ROWS:,} rows. Split it")
    head = [plain_name(name) for name in lines[0]]
    if twice := sorted({name for name in head if name and head.count(name) > 1}):
        raise Refused(f"The file has more than one column called {', '.join(twice)}")
    return head, lines[1:]


def _rows(head: list[str], lines: list[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, FIRST_ROW):
        if any(cell.strip() for cell in line):
            yield number, {name: cell.strip() for name, cell in zip(head, line, strict=False) if name}


def recipient_of(cells: Mapping[str, str], channel: Channel) -> Recipient:
    """Return the recipient of a row."""
    lines = tuple(cells.get(name, "") for name in LINES) if channel is Channel.LETTER else ()
    return Recipient(
        name=cells.get(NAME, ""), email=cells.get(EMAIL, ""), phone=cells.get(PHONE, ""), address_lines=lines
    )


def values_of(cells: Mapping[str, str], template: Template, channel: Channel) -> dict[str, str]:
    """Return a row's values for the template's placeholders."""
    return {name: cells.get(plain_name(name), "") for name in placeholders_of(template, channel)}


def _faults(number: int, cells: Mapping[str, str], template: Template, channel: Channel) -> Iterator[RowFault]:
    if fault := _reader_fault(cells, channel):
        yield RowFault(number, *fault)
    try:
        render(template, values_of(cells, template, channel), channel)
    except MissingValues as missing:
        yield from (RowFault(number, name, "This cell is empty") for name in missing.names)
    except Refused as refused:
        yield RowFault(number, "", str(refused))


def _reader_fault(cells: Mapping[str, str], channel: Channel) -> tuple[str, str] | None:
    if channel is Channel.EMAIL:
        message, column = channel_choice.email_fault(cells.get(EMAIL, "")), "email address"
    elif channel is Channel.TEXT:
        message, column = channel_choice.mobile_fault(cells.get(PHONE, "")), "phone number"
    else:
        message, column = channel_choice.address_fault(recipient_of(cells, channel).address_lines), "address"
    return (column, message) if message else None
