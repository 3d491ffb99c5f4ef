"""The words for the state of a thing on staff pages, each with its colour: the one list that tags are made from."""

BLUE, GREY, GREEN, RED, AMBER, VIOLET = "", "grey", "green", "red", "yellow", "purple"

STATES = {
    "New": GREY,
    "Draft": GREY,
    "Unassigned": GREY,
    "Cancelled": GREY,
    "Withdrawn": GREY,
    "Closed": GREY,
    "No change": GREY,
    "Received": BLUE,
    "In progress": BLUE,
    "Sent": BLUE,
    "Requested": BLUE,
    "Waiting for you": AMBER,
    "Due today": AMBER,
    "Will retry": AMBER,
    "Needs attention": AMBER,
    "With customer": VIOLET,
    "Paused": VIOLET,
    "Completed": GREEN,
    "Paid": GREEN,
    "Delivered": GREEN,
    "Active": GREEN,
    "Approved": GREEN,
    "Overdue": RED,
    "Failed": RED,
    "Returned": RED,
    "Rejected": RED,
    "Not completed": RED,
    "Address not valid": RED,
}


def state_tag(word: str) -> dict[str, str]:
    """The options of the tag component for a state. Raises ValueError for a word that is not in the list."""
    if word not in STATES:
        raise ValueError(f"{word!r} is not a state. Use one of STATES in borough/ui/staff_parts.py, or add it.")
    colour = STATES[word]
    return {"text": word, "classes": f"govuk-tag--{colour}" if colour else ""}
