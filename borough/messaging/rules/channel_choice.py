"""Channel choice: preference first, then email, text and letter; address rules as Notify's."""

import re
from collections.abc import Callable, Collection, Sequence

from borough.kernel.refusals import Refused
from borough.messaging.rules.sms import uk_mobile
from borough.messaging.types import Channel

ORDER = (Channel.EMAIL, Channel.TEXT, Channel.LETTER)
PREFERRED: dict[str, tuple[Channel, ...]] = {
    "email": ORDER,
    "text": (Channel.TEXT, Channel.EMAIL, Channel.LETTER),
    "post": (Channel.LETTER, Channel.EMAIL, Channel.TEXT),
    "phone": (Channel.TEXT, Channel.LETTER, Channel.EMAIL),  # whoever prefers the phone has one at hand
}
NAMES = {Channel.EMAIL: "email address", Channel.TEXT: "mobile number", Channel.LETTER: "postal address"}
LEAST_LINES, MOST_LINES = 3, 7
_EMAIL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~\\-]+@([^.@][^@\s]+)")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+", re.IGNORECASE)
_BFPO = re.compile(r"BFPO\s?(?:c/o\s?)?\d{1,4}", re.IGNORECASE)
AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|"
    "GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|"
    "OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|"
    "WF|WN|WR|WS|WV|YO|ZE|GIR"
)
_POSTCODE = re.compile(rf"(?:{AREAS})[0-9][0-9A-Z]?[0-9][A-BD-HJLNP-UW-Z]{{2}}")


def choose_channel(
    *, offered: Collection[Channel], reachable: Collection[Channel], prefers: str, requested: Channel | None
) -> Channel:
    """Return the channel of a message. Raises Refused if there is none. requested: use only this one."""
    order = (requested,) if requested else PREFERRED.get(prefers, ORDER)
    for channel in order:
        if channel in offered and channel in reachable:
            return channel
    if requested and requested not in offered:
        raise Refused(f"This message is not offered as {'an' if requested is Channel.EMAIL else 'a'} {requested}")
    wanted = [NAMES[channel] for channel in order if channel in offered]
    raise Refused(f"We hold no {' or '.join(wanted)} for them that this message can be sent to")


def email_fault(text: str) -> str:
    """Return the error in an email address; empty if valid."""
    match = _EMAIL.fullmatch(text.strip())
    parts = match[1].split(".") if match else []
    sound = (
        match
        and len(text) <= 320
        and ".." not in text
        and len(parts) > 1
        and _TOP.fullmatch(parts[-1])
        and all(_HOST.fullmatch(part) for part in parts)
        and not text.startswith(".")
        and ".@" not in text
    )
    return "" if sound else "Enter an email address in the correct format, like name@example.com"


def is_mobile(text: str) -> bool:
    """Return whether it is a UK mobile number."""
    return bool(uk_mobile(text))


def mobile_fault(text: str) -> str:
    """Return the error in a mobile number; empty if valid."""
    return "" if uk_mobile(text) else "Enter a UK mobile number, like 07700 900 982"


def tidy_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Return address lines without empty ones, with a correctly formatted postcode."""
    cleaned = [" ".join(line.split()).strip(" ,") for line in lines]
    cleaned = [line for line in cleaned if line]
    if cleaned and (postcode := uk_postcode(cleaned[-1])):
        cleaned[-1] = postcode
    elif (
        cleaned and (match := re.search(r"\s(\w{2,4} ?\d\w{2})$", cleaned[-1])) and (postcode := uk_postcode(match[1]))
    ):
        cleaned[-1:] = [cleaned[-1][: match.start()].strip(" ,"), postcode]
    return tuple(cleaned)


def uk_postcode(text: str) -> str:
    """Return a formatted postcode, PR7 1DP, or "" if invalid."""
    plain = re.sub(r"[\s.]+", "", text).upper()
    return f"{plain[:-3]} {plain[-3:]}" if _POSTCODE.fullmatch(plain) else ""


def address_fault(lines: Sequence[str]) -> str:
    """Return the error in a postal address, empty if valid: Notify's rules for letters."""
    cleaned = tidy_lines(lines)
    if not cleaned:
        return "Enter an address"
    return next((message for message, wrong in _FAULTS if wrong(cleaned)), "")


_FAULTS: tuple[tuple[str, Callable[[Sequence[str]], bool]], ...] = (
    (
        f"Enter {LEAST_LINES} lines of address or more, the last a postcode",
        lambda address_lines: len(address_lines) < LEAST_LINES,
    ),
    (f"Enter {MOST_LINES} lines of address or less", lambda address_lines: len(address_lines) > MOST_LINES),
    (
        'No line of an address may begin with @ ( ) = [ ] " \\ / , < > or ~',
        lambda address_lines: any(line.startswith(tuple('@()=[]"\\/,<>~')) for line in address_lines),
    ),
    (
        "There is no post to “no fixed abode”. Enter another address",
        lambda address_lines: any(
            re.fullmatch(r"nfa|no fixed (abode|address)", line, re.IGNORECASE) for line in address_lines
        ),
    ),
    (
        "The first two lines of an address must have letters or numbers",
        lambda address_lines: not all(re.search(r"\w", line) for line in address_lines[:2]),
    ),
    (
        "The last line of an address must be a UK postcode",
        lambda address_lines: not uk_postcode(address_lines[-1]) and not _BFPO.fullmatch(address_lines[-1]),
    ),
)
