"""Who may have discretionary support, and what is left of a week's money."""

GETS = ("universal-credit", "housing-benefit")  # Discretionary Financial Assistance Regulations 2001, regulation 2


def not_entitled(benefits: tuple[str, ...] | None) -> bool:
    """Whether they get neither of the benefits this is added to."""
    return benefits is not None and not set(benefits) & set(GETS)


def short_by(income: int | None, rent: int | None, other_costs: int | None) -> int | None:
    """What is missing each week, in pence; nothing when the money reaches."""
    if income is None or rent is None or other_costs is None:
        return None
    return max(0, rent + other_costs - income)


def needs_evidence(benefits: tuple[str, ...] | None) -> bool:
    """Whether evidence is asked for."""
    return not not_entitled(benefits)
