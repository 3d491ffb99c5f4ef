"""When somebody may register to speak: the council's standing orders, as data of the demonstration."""

from datetime import date, timedelta

from borough.kernel.holidays import working_days_after

NOTICE = 2  # working days before the meeting by which a speaker registers; invented for the demonstration
AHEAD = timedelta(days=90)


def in_time(meeting_on: date | None, today: date) -> str | None:
    """There is time to put speakers on the list."""
    if meeting_on is None:
        return None
    if meeting_on < working_days_after(today, NOTICE):
        return f"The meeting must be {NOTICE} working days from now or later. Call us if it is nearer"
    if meeting_on > today + AHEAD:
        return "The meeting must be within 3 months from today"
    return None


def about_planning(committee: str | None) -> bool:
    """Whether it is about a planning application."""
    return committee == "planning"


def title(committee: str | None) -> str:
    """What the case is called."""
    return f"Speaker at {(committee or 'a meeting').replace('-', ' ')}"
