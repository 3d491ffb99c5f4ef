"""Eligibility for discretionary support, and the weekly shortfall."""

GETS = ("universal-credit", "housing-benefit")  # Discretionary Financial Assistance Regulations 2001, regulation 2


def not_entitled(benefits: tuple[str, ...] | None) -> bool:
    """Return whether they receive neither of the benefits that this payment tops up."""
    return benefits is not None and not set(benefits) & set(GETS)


def short_by(income: int | None, rent: int | None, other_costs: int | None) -> int | None:
    """Return the weekly shortfall in pence; 0 when the income covers the costs."""
    if income is None or rent is None or other_costs is None:
        return None
    return max(0, rent + other_costs - income)
