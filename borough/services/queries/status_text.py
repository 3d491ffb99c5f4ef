"""The status of a submission in customer wording."""

from datetime import date

from borough.cases import public as cases

UNPAID = {
    "awaiting_payment": "Waiting for your payment",
    "lapsed": "It was not paid in time, so nothing was begun",
}


def status_text(state: str, case: cases.CaseDetail | None) -> str:
    """Return the status text of a submission state, with its case if there is one."""
    return UNPAID.get(state) or (cases.CUSTOMER_STATUS[case.state] if case else "It is done")


def status_text_of(state: str, case: str, today: date) -> str:
    """Return the same, by case reference."""
    return status_text(state, cases.case_of(case, today) if case else None)
