"""How what was sent stands, in the words of whoever sent it."""

from datetime import date

from borough.cases import public as cases

UNPAID = {
    "awaiting_payment": "Waiting for your payment", "lapsed": "It was not paid in time, so nothing was begun",
}  # fmt: skip


def status_text(state: str, case: cases.CaseDetail | None) -> str:
    """How a submission of a state stands, with its case where it has one."""
    return UNPAID.get(state) or (cases.CUSTOMER_STATUS[case.state] if case else "It is done")


def status_text_of(state: str, case: str, today: date) -> str:
    """The same, by the reference of its case."""
    return status_text(state, cases.case_of(case, today) if case else None)
