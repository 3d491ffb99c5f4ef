"""Health checks of address variants (record 24) and street names (15).

Numbers and conditions are from the national catalogue, collected from the public text of one validating
client; the messages are ours.
"""

from borough.gazetteer.rules.health.check import (
    CLOSED,
    Check,
    CheckContext,
    Facts,
    all_digits,
    empty,
    ends_before,
    future,
    gapped,
    longer,
    odd_letters,
    outside,
    padded,
    too_old,
    unlisted,
)

A, N = "address", "streetname"
HAS_LETTERS = "YALP"  # postal flags of delivery addresses
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _suffix(side: str, end: str) -> tuple[Check, Check]:
    """Return checks that a suffix is one letter and follows a number."""
    name, number = f"{side}_{end}_suffix", f"{side}_{end}"
    place = ["sao_start", "sao_end", "pao_start", "pao_end"].index(number)
    label = f"{'first' if end == 'start' else 'last'} {'secondary' if side == 'sao' else 'primary'} number"
    return (
        Check(2400018 + place, A, f"The suffix of the {label} must be one letter.", outside(name, LETTERS)),
        Check(
            2400073 + place,
            A,
            f"The {label} has a suffix and no number.",
            lambda f, _: bool(f[name]) and f[number] is None,
        ),
    )


def _number(side: str, *, lonely: int, long: int, backward: int, marks: int, digits: int) -> tuple[Check, ...]:
    """Return the checks of one side's numbers and text, with the catalogue's numbers for that side."""
    side_label = "secondary" if side == "sao" else "primary"
    start, end, text = f"{side}_start", f"{side}_end", f"{side}_text"
    return (
        Check(
            lonely,
            A,
            f"The last {side_label} number has no first.",
            lambda f, _: f[end] is not None and f[start] is None,
        ),
        Check(
            backward,
            A,
            f"The last {side_label} number must be more than the first.",
            lambda f, _: f[end] is not None and f[start] is not None and f[end] <= f[start] and not f[f"{end}_suffix"],
        ),
        Check(long, A, f"The {side_label} text must be 90 characters or less.", longer(text, 90)),
        Check(marks, A, f"The {side_label} text has marks that are not allowed.", odd_letters(text)),
        Check(digits, A, f"The {side_label} text is only a number: put it in the number's place.", all_digits(text)),
    )


def _on_closed_street(facts: Facts, known: CheckContext) -> bool:
    return facts["status"] in (1, 6) and facts["usrn"] in known.closed_streets


def _flag_off_but_posted(facts: Facts, _: CheckContext) -> bool:
    return facts["postal"] == "N" and facts["status"] != 6 and bool(facts["postcode"] or facts["post_town"])


def _no_building(facts: Facts, _: CheckContext) -> bool:
    return facts["pao_start"] is None and not facts["pao_text"]


def _numbered_street_record(facts: Facts, known: CheckContext) -> bool:
    if facts["uprn"] not in known.street_records:
        return False
    return any(facts[name] not in (None, "") for name in ("pao_start", "sao_start", "sao_text"))


def _status_parts(facts: Facts, known: CheckContext) -> bool:
    """Return whether address and property disagree on being approved; alternative addresses fit any."""
    status = known.statuses.get(facts["uprn"])
    if status is None or facts["status"] in (3, 8):  # a property may have had another name
        return False
    return bool(facts["status"] != status)


ADDRESSES = (
    Check(2400007, A, "An address needs a start date.", empty("start_on")),
    Check(2400008, A, "Its start date is still to come.", future("start_on")),
    Check(2400009, A, "Its start date is before 1753.", too_old("start_on")),
    Check(2400010, A, "Its end date is still to come.", future("end_on")),
    Check(2400011, A, "It ends before it starts.", ends_before("start_on", "end_on")),
    Check(2400012, A, "An address needs the day it was entered.", empty("entered_on")),
    Check(
        2400017,
        A,
        "An address that has ended needs an end date.",
        lambda f, _: f["status"] in CLOSED and f["end_on"] is None,
    ),
    Check(
        2400031,
        A,
        "An address in use cannot have an end date.",
        lambda f, _: f["status"] not in CLOSED and f["end_on"] is not None,
    ),
    Check(2100013, A, "It is in use on a street that is closed.", _on_closed_street),
    Check(2100035, A, "Its status is not that of its property.", _status_parts),
    *_suffix("sao", "start"),
    *_suffix("sao", "end"),
    *_suffix("pao", "start"),
    *_suffix("pao", "end"),
    Check(2400022, A, "An address needs a postal flag.", empty("postal")),
    Check(2400023, A, "Its postal flag must be one of the standard's.", outside("postal", "YNALP")),
    Check(
        2400025,
        A,
        "An approved address must say whether it is official.",
        lambda f, _: f["status"] == 1 and not f["official"],
    ),
    Check(2400026, A, "Its official flag must be Y or N.", outside("official", "YN")),
    Check(2400028, A, "An address needs a language.", empty("language")),
    Check(2400029, A, "Its language is not one used here.", unlisted("language", "languages")),
    *_number("sao", lonely=2400034, long=2400035, backward=2400077, marks=2400080, digits=2400095),
    *_number("pao", lonely=2400039, long=2400036, backward=2400078, marks=2400081, digits=2400096),
    Check(2400040, A, "A building needs a number or a name.", _no_building),
    Check(
        2400041,
        A,
        "The secondary text repeats the primary text.",
        lambda f, _: bool(f["sao_text"]) and f["sao_text"] == f["pao_text"],
    ),
    Check(2400044, A, "The post town must be 30 characters or less.", longer("post_town", 30)),
    Check(2400045, A, "The postcode must be 8 characters or less.", longer("postcode", 8)),
    Check(2400049, A, "The post town is not in the list of post towns.", unlisted("post_town", "post_towns")),
    Check(2400055, A, "The postcode is not in the list of postcodes.", unlisted("postcode", "postcodes")),
    Check(2400060, A, "It is not postal, yet has a postcode or a post town.", _flag_off_but_posted),
    Check(
        2400061, A, "It is postal, yet has no postcode.", lambda f, _: f["postal"] in HAS_LETTERS and not f["postcode"]
    ),
    Check(
        2400062,
        A,
        "It is postal, yet has no post town.",
        lambda f, _: f["postal"] in HAS_LETTERS and not f["post_town"],
    ),
    Check(2400064, A, "An address needs a logical status.", empty("status")),
    Check(2400069, A, "Its logical status must be one of the standard's.", outside("status", {1, 3, 5, 6, 7, 8, 9})),
    Check(
        2400100,
        A,
        "Its texts cannot begin or end with a space.",
        lambda f, k: padded("sao_text")(f, k) or padded("pao_text")(f, k),
    ),
    Check(
        2400105,
        A,
        "Its texts cannot have two spaces together.",
        lambda f, k: gapped("sao_text")(f, k) or gapped("pao_text")(f, k),
    ),
    Check(2400102, A, "The record of a street has no number and no secondary part.", _numbered_street_record),
)

STREET_NAMES = (
    Check(1500002, N, "A street needs a name or description.", empty("name")),
    Check(1500003, N, "It needs a language.", empty("language")),
    Check(1500004, N, "It needs a town.", empty("town")),
    Check(1500005, N, "It needs an administrative area.", empty("administrative_area")),
    Check(1500006, N, "The name must be 100 characters or less.", longer("name", 100)),
    Check(1500007, N, "The locality must be 35 characters or less.", longer("locality", 35)),
    Check(1500008, N, "The town must be 30 characters or less.", longer("town", 30)),
    Check(1500009, N, "The area must be 30 characters or less.", longer("administrative_area", 30)),
    Check(1500010, N, "Its language is not one used here.", unlisted("language", "languages")),
    Check(1500023, N, "The locality is not in the list of localities.", unlisted("locality", "localities")),
    Check(1500024, N, "The town is not in the list of towns.", unlisted("town", "towns")),
    Check(1500025, N, "The area is not in the list of areas.", unlisted("administrative_area", "areas")),
    Check(
        1500026, N, "The locality repeats the town.", lambda f, _: bool(f["locality"]) and f["locality"] == f["town"]
    ),
    Check(1500038, N, "A locality needs a town.", lambda f, _: bool(f["locality"]) and not f["town"]),
    Check(1500042, N, "The name cannot begin or end with a space.", padded("name")),
    Check(1500043, N, "The locality cannot begin or end with a space.", padded("locality")),
)
