"""Every health check passes a sound record and finds the one fault it is for."""

from datetime import date

import pytest

from borough.gazetteer.rules.health import CHECKS, CHECKS_BY_RECORD, CheckContext, failing

TODAY = date(2018, 6, 1)
KNOWN = CheckContext(
    TODAY,
    2320,
    wards=frozenset({"E05005165"}),
    parishes=frozenset({"E04005001"}),
    post_towns=frozenset({"CHORLEY"}),
    postcodes=frozenset({"PR7 2SQ"}),
    localities=frozenset({"ADLINGTON"}),
    towns=frozenset({"CHORLEY"}),
    areas=frozenset({"CHORLEY", "C" * 31}),
    classes=frozenset({"RD04", "UC"}),
    sources=frozenset({"7666VC"}),
    closed_streets=frozenset({9}),
    statuses={1: 1, 2: 1},
    street_records=frozenset({2}),
)
DATES = {"start_on": date(2001, 1, 1), "end_on": None, "entered_on": date(2001, 2, 1), "updated_on": date(2001, 2, 1)}
SOUND = {
    "property": {
        "uprn": 1,
        "status": 1,
        "state": 2,
        "state_on": date(2001, 1, 1),
        "classification": "RD04",
        "parent_uprn": None,
        "easting": 358358.0,
        "northing": 417607.0,
        "rpc": 1,
        "custodian": 2320,
        "organisation": "INVENTED (OLD) BAKERY",
        "ward": "E05005165",
        "parish": "E04005001",
        **DATES,
    },
    "address": {
        "uprn": 1,
        "key": "2320L000000001",
        "language": "ENG",
        "status": 1,
        "usrn": 5,
        "sao_start": 1,
        "sao_start_suffix": "A",
        "sao_end": 2,
        "sao_end_suffix": "B",
        "sao_text": "FLAT",
        "pao_start": 12,
        "pao_start_suffix": "A",
        "pao_end": 14,
        "pao_end_suffix": "B",
        "pao_text": "ROSE COTTAGE",
        "postal": "Y",
        "postcode": "PR7 2SQ",
        "post_town": "CHORLEY",
        "official": "Y",
        **DATES,
    },
    "streetname": {
        "usrn": 5,
        "name": "MARKET STREET",
        "locality": "ADLINGTON",
        "town": "CHORLEY",
        "administrative_area": "CHORLEY",
        "language": "ENG",
    },
    "provenance": {"key": "2320P000000001", "code": "L", "annotation": "", **DATES},
    "crossreference": {"key": "2320X000000001", "reference": "INV1", "source": "7666VC", **DATES},
    "organisation": {"key": "2320O000000001", "name": "INVENTED BAKERY", **DATES},
    "classification": {"key": "2320C000000001", "code": "RD04", "scheme": "AddressBase", **DATES},
}
LATER, OLD, BEFORE = date(2031, 1, 1), date(1700, 1, 1), date(2000, 1, 1)
FAULTS = {
    2100008: {"status": None},
    2100009: {"status": 3},
    2100011: {"state": 4},
    2100012: {"state": 8},
    2100014: {"rpc": None},
    2100026: {"rpc": 7},
    2100036: {"rpc": 3},
    2100037: {"rpc": 5},
    2100062: {"rpc": 9},
    2100015: {"classification": ""},
    2100016: {"classification": "RD04X"},
    2100055: {"classification": "RD99"},
    2100061: {"classification": "UC"},
    2100018: {"organisation": "A" * 101},
    2100019: {"organisation": "BAKERY!"},
    2100065: {"organisation": "BAKERY (OLD"},
    2100076: {"organisation": "BAKERY --"},
    2100077: {"organisation": "THE  BAKERY"},
    2100020: {"easting": None},
    2100021: {"northing": 700_000.0},
    2100022: {"ward": "E0500516500"},
    2100053: {"ward": "E05005166"},
    2100023: {"parish": "E0400500100"},
    2100054: {"parish": "E04005002"},
    2100024: {"state": None},
    2100025: {"state_on": None},
    2100059: {"state_on": LATER},
    2100027: {"start_on": None},
    2100028: {"start_on": LATER},
    2100029: {"start_on": OLD},
    2100030: {"end_on": LATER},
    2100031: {"end_on": BEFORE},
    2100032: {"status": 8},
    2100045: {"end_on": date(2010, 1, 1)},
    2100073: {"end_on": date(2010, 1, 1)},
    2100060: {"custodian": 2315},
    9220004: {"code": ""},
    9220005: {"code": "Z"},
    9220006: {"annotation": "A" * 31},
    9220007: {"start_on": None},
    9220008: {"start_on": LATER},
    9220009: {"end_on": BEFORE},
    9230004: {"reference": ""},
    9230005: {"source": ""},
    9230006: {"source": "7666XX"},
    9230007: {"start_on": None},
    9230008: {"start_on": LATER},
    9230009: {"end_on": BEFORE},
    9310001: {"name": ""},
    9310002: {"start_on": None},
    9320001: {"code": ""},
    9320002: {"scheme": ""},
    9320003: {"start_on": None},
    9320004: {"code": "RD"},
    2400007: {"start_on": None},
    2400008: {"start_on": LATER},
    2400009: {"start_on": OLD},
    2400010: {"end_on": LATER},
    2400011: {"end_on": BEFORE},
    2400012: {"entered_on": None},
    2400017: {"status": 8},
    2400031: {"end_on": date(2010, 1, 1)},
    2100013: {"usrn": 9},
    2100035: {"status": 6},
    2400018: {"sao_start_suffix": "1"},
    2400019: {"sao_end_suffix": "1"},
    2400020: {"pao_start_suffix": "AB"},
    2400021: {"pao_end_suffix": "a"},
    2400073: {"sao_start": None},
    2400074: {"sao_end": None},
    2400075: {"pao_start": None},
    2400076: {"pao_end": None},
    2400022: {"postal": ""},
    2400023: {"postal": "Q"},
    2400025: {"official": ""},
    2400026: {"official": "X"},
    2400028: {"language": ""},
    2400029: {"language": "CYM"},
    2400034: {"sao_start": None},
    2400039: {"pao_start": None},
    2400035: {"sao_text": "A" * 91},
    2400036: {"pao_text": "A" * 91},
    2400077: {"sao_end": 1, "sao_end_suffix": ""},
    2400078: {"pao_end": 3, "pao_end_suffix": ""},
    2400080: {"sao_text": "FLAT*"},
    2400081: {"pao_text": "ROSE\tCOTT"},
    2400095: {"sao_text": "12"},
    2400096: {"pao_text": "1 2"},
    2400040: {"pao_start": None, "pao_text": ""},
    2400041: {"sao_text": "ROSE COTTAGE"},
    2400044: {"post_town": "C" * 31},
    2400045: {"postcode": "PR7 2SQXX"},
    2400049: {"post_town": "PRESTON"},
    2400055: {"postcode": "PR7 9ZZ"},
    2400060: {"postal": "N"},
    2400061: {"postcode": ""},
    2400062: {"post_town": ""},
    2400064: {"status": None},
    2400069: {"status": 2},
    2400100: {"pao_text": " ROSE COTTAGE"},
    2400105: {"sao_text": "FLAT  A"},
    2400102: {"uprn": 2},
    1500002: {"name": ""},
    1500003: {"language": ""},
    1500004: {"town": ""},
    1500005: {"administrative_area": ""},
    1500006: {"name": "A" * 101},
    1500007: {"locality": "A" * 36},
    1500008: {"town": "C" * 31},
    1500009: {"administrative_area": "C" * 31},
    1500010: {"language": "CYM"},
    1500023: {"locality": "HOGHTON"},
    1500024: {"town": "PRESTON"},
    1500025: {"administrative_area": "PRESTON"},
    1500026: {"locality": "CHORLEY"},
    1500038: {"town": ""},
    1500042: {"name": "MARKET STREET "},
    1500043: {"locality": " ADLINGTON"},
}


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_record_passes(kind):
    assert failing(CHECKS_BY_RECORD[kind], SOUND[kind], KNOWN) == []


@pytest.mark.parametrize("number", CHECKS)
def test_a_check_finds_its_fault(number):
    assert number in failing(CHECKS_BY_RECORD[CHECKS[number].of], SOUND[CHECKS[number].of] | FAULTS[number], KNOWN)


def test_checks_have_unique_numbers_and_sentences():
    assert len({(check.of, check.sentence) for check in CHECKS.values()}) == len(CHECKS) == len(FAULTS)


def test_approval_in_a_single_language_is_no_fault_in_another():
    welsh = CheckContext(TODAY, languages=frozenset({"ENG", "CYM"}))
    assert 2400029 not in failing(CHECKS_BY_RECORD["address"], SOUND["address"] | {"language": "CYM"}, welsh)


def test_without_a_list_nothing_is_missed_in_it():
    nothing = CheckContext(TODAY, 2320)
    assert failing(CHECKS_BY_RECORD["property"], SOUND["property"] | {"ward": "E99999999"}, nothing) == []
    assert failing(CHECKS_BY_RECORD["address"], SOUND["address"] | {"postcode": "AB1 2CD"}, nothing) == []


def test_a_property_may_have_been_called_something_else():
    other = SOUND["address"] | {"status": 8, "end_on": date(2010, 1, 1)}
    assert failing(CHECKS_BY_RECORD["address"], other, KNOWN) == []
