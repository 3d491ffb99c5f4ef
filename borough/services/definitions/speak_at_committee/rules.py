"""Speaker registration deadlines; the notice is a setting, from the council's standing orders."""

from datetime import date, timedelta

from borough.kernel.holidays import working_days_after

AHEAD = timedelta(days=90)


def in_time(meeting_on: date | None, today: date, notice_days: int) -> str | None:
    """Return an error when the registration deadline has passed."""
    if meeting_on is None:
        return None
    if meeting_on < working_days_after(today, notice_days):
        return f"The meeting must be {notice_days} working days from now or later. Call us if it is nearer"
    if meeting_on > today + AHEAD:
        return "The meeting must be within 3 months from today"
    return None


def about_planning(committee: str | None) -> bool:
    """Return whether it is about a planning application."""
    return committee == "planning"


def title(committee: str | None) -> str:
    """Return the case title."""
    return f"Speaker at {(committee or 'a meeting').replace('-', ' ')}"
