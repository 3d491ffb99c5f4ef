"""Text messages: GSM characters, charged fragments, and UK mobile numbers.

Sources: 3GPP TS 23.038 (the GSM alphabet); Notify's limits as summarised in the standards notes, section 2.
"""

import re
import unicodedata

from borough.kernel.refusals import Refused

LONGEST = 918
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = set("^{}\\[~]|€")
PLAINER = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u200b": None,
        "\u00ad": None,
        "•": "-",
        "\t": " ",
    }
)


def to_gsm(text: str) -> str:
    """Replace typographic characters by plain ones, so that the cheaper GSM alphabet can be used."""
    plain = unicodedata.normalize("NFC", text).translate(PLAINER)
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def fragments(text: str) -> int:
    """Return the number of charged fragments: 160 characters, or 153 each; 70 or 67 with non-GSM characters."""
    if set(text) <= GSM | TWICE:
        length, single, many = len(text) + sum(sign in TWICE for sign in text), 160, 153
    else:
        length, single, many = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else -(-length // many)


def check_length(text: str) -> None:
    """Raise Refused above Notify's limit of 918 characters."""
    if len(text) > LONGEST:
        raise Refused(f"A text message is {LONGEST} characters or less, and this one has {len(text)}")


def uk_mobile(text: str) -> str:
    """Return a UK mobile number as 447700900123, or "" if invalid. 07 and 11 digits, except pagers' 070 and 076."""
    digits = re.sub(r"[\s().\u00a0-]+", "", text).removeprefix("+")
    digits = re.sub(r"^00", "", digits)
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    national = digits.removeprefix("44").removeprefix("0") if digits.startswith(("44", "0")) else digits
    return f"44{national}" if re.fullmatch(r"7(?!0|6(?!24))\d{9}", national) else ""
