"""A property's bin days as an iCalendar feed: RFC 5545, and RFC 7986 for how often it is read again."""

from datetime import UTC, datetime, timedelta

import icalendar

from borough.waste.public import Calendar, Collection, Stream, Why

READ_AGAIN = "PT12H"
FIRST = datetime(2020, 1, 1, tzinfo=UTC)  # of what was there before we kept the moment
WHY = {
    Why.HOLIDAY: "Changed for a bank holiday.", Why.SEASON: "Garden waste pauses for the season.",
    Why.CATCH_UP: "To catch up on a missed collection.", Why.DISRUPTION: "Changed because of disruption to the rounds.",
}  # fmt: skip


def feed(calendar: Calendar, streams: dict[str, Stream], *, host: str, council: str) -> bytes:
    """The whole calendar. A collection keeps its UID when its day changes, and its SEQUENCE grows."""
    made = icalendar.Calendar()
    for name, value in (
        ("prodid", f"-//{council}//Bin days//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"), ("x-wr-calname", "Bin days"), ("name", "Bin days"),
        ("x-wr-caldesc", "When your bins are collected. Changes for holidays come by themselves."),
        ("x-wr-timezone", "Europe/London"), ("x-published-ttl", READ_AGAIN),
    ):  # fmt: skip
        made.add(name, value)
    made.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    seen: set[str] = set()
    for one in calendar.collections():
        event = _event(one, calendar.uprn, streams[one.stream], host)
        if event is not None and str(event["uid"]) not in seen:
            seen.add(str(event["uid"]))
            made.add_component(event)
    return bytes(made.to_ical())


def _event(one: Collection, uprn: int, stream: Stream, host: str) -> icalendar.Event | None:
    """A collection as an event of a whole day; none for one that the season drops, as nobody expects it."""
    if one.on is None and one.why is Why.SEASON:
        return None
    day, moment = one.on or one.usual_on, one.changed_at or FIRST
    extra = "x" if one.on == one.usual_on and one.why else ""
    words = [WHY[one.why]] if one.why else []
    words += [one.note] if one.note else []
    words.append(f"Put in: {', '.join(stream.takes).lower()}.")
    event = icalendar.Event()
    event.add("uid", f"{uprn}-{one.stream}-{one.usual_on:%Y%m%d}{extra}@{host}")
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add(
        "summary", f"{stream.name}: {stream.container.lower()}" if one.on else f"No {stream.name.lower()} collection"
    )
    event.add("description", " ".join(words))
    event.add("sequence", one.sequence)
    event.add("status", "CONFIRMED" if one.on else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [stream.name])
    return event
