"""Health checks of properties (record 21), provenance (22) and cross-references (23).

Numbers and conditions are from the national catalogue, collected from the public text of one validating
client; the messages are ours.
"""

from datetime import timedelta

from borough.gazetteer.rules.health.check import (
    CLOSED,
    Check,
    CheckContext,
    Facts,
    empty,
    ends_before,
    future,
    gapped,
    longer,
    odd_letters,
    open_brackets,
    outside,
    repeats_marks,
    too_old,
    unlisted,
)

STATES = {1: {1, 2, 3}, 5: {1, 2, 3, 4, 6}, 6: {1, 5, 6, 7}, 7: {1, 2, 3, 4, 6}, 8: {4, 7}, 9: set(range(1, 8))}
LEAST_X, MOST_X, LEAST_Y, MOST_Y = 80_000, 656_100, 5_000, 657_700  # England and Wales
YEAR = timedelta(days=365)


def _mismatched(facts: Facts, _: CheckContext) -> bool:
    return facts["state"] is not None and facts["state"] not in STATES.get(facts["status"], set())


def _no_place(facts: Facts, _: CheckContext) -> bool:
    return facts["easting"] is None or facts["northing"] is None


def _elsewhere(facts: Facts, known: CheckContext) -> bool:
    if _no_place(facts, known):
        return False
    return not (LEAST_X <= facts["easting"] <= MOST_X and LEAST_Y <= facts["northing"] <= MOST_Y)


def _unclassified(facts: Facts, known: CheckContext) -> bool:
    entered = facts["entered_on"]
    old = entered is not None and known.today - entered > YEAR
    return facts["status"] == 1 and old and (facts["classification"] or "").startswith("U")


def _open_with_end(facts: Facts, _: CheckContext) -> bool:
    return facts["end_on"] is not None and facts["status"] not in CLOSED


def _closed_without_end(facts: Facts, _: CheckContext) -> bool:
    return facts["end_on"] is None and facts["status"] in CLOSED


def _ended_but_in_use(facts: Facts, _: CheckContext) -> bool:
    return facts["end_on"] is not None and facts["state"] not in (None, 4)


def _in_use(check: "Check") -> Check:
    """Return the check limited to approved and provisional records."""
    return Check(check.number, check.of, check.sentence, lambda f, k: f["status"] in (1, 6) and check.fails(f, k))


P = "property"
PROPERTIES = (
    Check(2100008, P, "A property needs a logical status.", empty("status")),
    Check(2100009, P, "Its logical status must be one of the standard's.", outside("status", {1, 5, 6, 7, 8, 9})),
    Check(2100011, P, "Its state does not go with its logical status.", _mismatched),
    Check(2100012, P, "Its state must be 1 to 7.", outside("state", range(1, 8))),
    Check(2100014, P, "A property needs a representative point code.", empty("rpc")),
    Check(2100026, P, "Its point code must be one of the standard's.", outside("rpc", {1, 2, 3, 4, 5, 9})),
    Check(2100036, P, "Point code 3, a corner of a grid square, is no longer taken.", lambda f, _: f["rpc"] == 3),
    Check(2100037, P, "Point code 5, the middle of a postcode, is no longer taken.", lambda f, _: f["rpc"] == 5),
    Check(2100062, P, "Point code 9, the middle of the authority, is no longer taken.", lambda f, _: f["rpc"] == 9),
    Check(2100015, P, "A property needs a classification.", empty("classification")),
    Check(2100016, P, "Its classification must have four letters and digits at most.", longer("classification", 4)),
    Check(2100055, P, "Its classification is not in the scheme.", unlisted("classification", "classes")),
    Check(2100061, P, "It was entered over a year ago and is still unclassified.", _unclassified),
    Check(2100018, P, "The organisation's name must be 100 characters or less.", longer("organisation", 100)),
    Check(2100019, P, "The organisation's name has marks that are not allowed.", odd_letters("organisation", "!")),
    _in_use(Check(2100065, P, "Brackets in the organisation's name do not pair up.", open_brackets("organisation"))),
    Check(2100076, P, "The organisation's name repeats a mark.", repeats_marks("organisation")),
    Check(2100077, P, "The organisation's name has two spaces together.", gapped("organisation")),
    Check(2100020, P, "A property needs an easting and a northing.", _no_place),
    Check(2100021, P, "It lies outside England and Wales.", _elsewhere),
    Check(2100022, P, "Its ward code must be 10 characters or less.", longer("ward", 10)),
    Check(2100053, P, "Its ward is not in the list of wards.", unlisted("ward", "wards")),
    Check(2100023, P, "Its parish code must be 10 characters or less.", longer("parish", 10)),
    Check(2100054, P, "Its parish is not in the list of parishes.", unlisted("parish", "parishes")),
    Check(2100024, P, "A property needs a state.", empty("state")),
    Check(2100025, P, "A property needs the day it came into its state.", empty("state_on")),
    Check(2100059, P, "The day it came into its state is still to come.", future("state_on")),
    Check(2100027, P, "A property needs a start date.", empty("start_on")),
    Check(2100028, P, "Its start date is still to come.", future("start_on")),
    Check(2100029, P, "Its start date is before 1753.", too_old("start_on")),
    Check(2100030, P, "Its end date is still to come.", future("end_on")),
    Check(2100031, P, "It ends before it starts.", ends_before("start_on", "end_on")),
    Check(2100032, P, "A property that has ended needs an end date.", _closed_without_end),
    Check(2100045, P, "A property in use cannot have an end date.", _open_with_end),
    Check(2100073, P, "A property with an end date no longer stands: its state must be 4.", _ended_but_in_use),
    Check(2100060, P, "Its custodian must be ours.", lambda f, k: bool(k.custodian) and f["custodian"] != k.custodian),
)

V, X = "provenance", "crossreference"
OF_PROPERTIES = (
    Check(9220004, V, "A provenance needs a code.", empty("code")),
    Check(9220005, V, "Its code must be one of the standard's.", outside("code", "TLFRPOU")),
    Check(9220006, V, "Its annotation must be 30 characters or less.", longer("annotation", 30)),
    Check(9220007, V, "A provenance needs a start date.", empty("start_on")),
    Check(9220008, V, "Its start date is still to come.", future("start_on")),
    Check(9220009, V, "It ends before it starts.", ends_before("start_on", "end_on")),
    Check(9230004, X, "A cross-reference needs the other system's reference.", empty("reference")),
    Check(9230005, X, "A cross-reference needs its source.", empty("source")),
    Check(9230006, X, "Its source is not in the list of sources.", unlisted("source", "sources")),
    Check(9230007, X, "A cross-reference needs a start date.", empty("start_on")),
    Check(9230008, X, "Its start date is still to come.", future("start_on")),
    Check(9230009, X, "It ends before it starts.", ends_before("start_on", "end_on")),
)
