"""A property's bin days as an iCalendar feed: RFC 5545, and RFC 7986 for the refresh interval."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import icalendar

from borough.waste.public import Calendar, ChangeReason, Collection, Stream

READ_AGAIN = "PT12H"
FIRST = datetime(2020, 1, 1, tzinfo=UTC)  # for data older than its stored time
WHY = {
    ChangeReason.HOLIDAY: "Changed for a bank holiday.",
    ChangeReason.SEASON: "Garden waste pauses for the season.",
    ChangeReason.CATCH_UP: "To catch up on a missed collection.",
    ChangeReason.DISRUPTION: "Changed because of disruption to the rounds.",
}


ANY = "000000000000"
MARK = f"\r\nUID:{ANY}-".encode()  # placeholder of the UPRN in an event rendered once for a whole round
ENDS = b"END:VCALENDAR\r\n"


def feed(calendar: Calendar, streams: dict[str, Stream], *, host: str, council: str) -> bytes:
    """Return the calendar. A collection keeps its UID when its day changes, and its SEQUENCE increases.

    A property's events are its rounds' events with its own UIDs: rendering them once a round takes a tenth of the
    time.
    """
    own, seen, text = f"\r\nUID:{calendar.uprn}-".encode(), set[tuple[str, date, bool]](), [_head(council)]
    for collection in calendar.collections():
        key = (collection.stream, collection.usual_on, _extra(collection))
        if key not in seen and not (
            collection.on is None and collection.why is ChangeReason.SEASON
        ):  # not expected out of season
            seen.add(key)
            text.append(_event(collection, streams[collection.stream], host).replace(MARK, own, 1))
    return b"".join([*text, ENDS])


@lru_cache(maxsize=8)
def _head(council: str) -> bytes:
    """Return the lines before the events."""
    new_calendar = icalendar.Calendar()
    for name, value in (
        ("prodid", f"-//{council}//Bin days//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", "Bin days"),
        ("name", "Bin days"),
        ("x-wr-caldesc", "When your bins are collected. Changes for holidays come by themselves."),
        ("x-wr-timezone", "Europe/London"),
        ("x-published-ttl", READ_AGAIN),
    ):
        new_calendar.add(name, value)
    new_calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    return bytes(new_calendar.to_ical()).removesuffix(ENDS)


def _extra(collection: Collection) -> bool:
    """Return whether it is an additional collection of the round."""
    return collection.on == collection.usual_on and collection.why is not None


@lru_cache(maxsize=20_000)
def _event(collection: Collection, stream: Stream, host: str) -> bytes:
    """Return a collection as an all-day event."""
    day, moment = collection.on or collection.usual_on, collection.changed_at or FIRST
    lines = [WHY[collection.why]] if collection.why else []
    lines += [collection.note] if collection.note else []
    lines.append(f"Put in: {', '.join(stream.takes).lower()}.")
    summary = f"{stream.name}: {stream.container.lower()}" if collection.on else f"No {stream.name.lower()} collection"
    event = icalendar.Event()
    event.add(
        "uid", f"{ANY}-{collection.stream}-{collection.usual_on:%Y%m%d}{'x' if _extra(collection) else ''}@{host}"
    )
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", " ".join(lines))
    event.add("sequence", collection.sequence)
    event.add("status", "CONFIRMED" if collection.on else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [stream.name])
    return bytes(event.to_ical())
