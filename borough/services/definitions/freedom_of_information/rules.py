"""Requirements for an information request: Freedom of Information Act 2000, section 8."""

from borough.forms.kinds.address import AddressAnswer


def wants_paper(how: str | None) -> bool:
    """Return whether the answer is sent by post."""
    return how == "post"


def wants_email(how: str | None) -> bool:
    """Return whether the answer is sent by email."""
    return how == "email"


def about_me(mine: bool | None) -> bool:
    """Return whether it concerns the requester's own personal data, which another law covers."""
    return bool(mine)


def title(address: AddressAnswer | None) -> str:
    """Return the case title."""
    return "Freedom of information request" if address is None else "Freedom of information request, answer by post"
