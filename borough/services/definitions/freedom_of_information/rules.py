"""What a request for information needs: Freedom of Information Act 2000, section 8."""

from borough.forms.kinds.address import AddressAnswer


def wants_paper(how: str | None) -> bool:
    """Whether the answer goes by post."""
    return how == "post"


def wants_email(how: str | None) -> bool:
    """Whether the answer goes by email."""
    return how == "email"


def about_me(mine: bool | None) -> bool:
    """Whether it is about what we hold of the person themselves, which another law covers."""
    return bool(mine)


def title(address: AddressAnswer | None) -> str:
    """What the case is called."""
    return "Freedom of information request" if address is None else "Freedom of information request, answer by post"
