"""Small invented gazetteers for the tests; their UPRNs start at 990000000000, which no authority issues."""

from borough.address_match.types import NO_OBJECT, Addressable, Line, Status

FIRST = 990_000_000_000


def line(at, secondary=NO_OBJECT, primary=NO_OBJECT, **more):
    parts = {"street": "HIGH STREET", "locality": "ADLINGTON", "town": "CHORLEY", "postcode": "PR7 4EX", **more}
    status = parts.pop("status", Status.APPROVED)
    return Line(FIRST + at, f"9999L{at:09d}", status, secondary, primary, **parts)


def village():
    """A street of houses, one made into flats, a named block, a court, cottages, a shop, and the next street and village."""
    lines = [line(number, primary=Addressable(number)) for number in range(1, 40)]
    lines += [line(50 + at, Addressable(text=f"FLAT {at}"), Addressable(40), parent=FIRST + 50) for at in (1, 2, 3)]
    lines += [line(50, primary=Addressable(40), classification="PP")]
    lines += [
        line(61, Addressable(text="GROUND FLOOR FLAT"), Addressable(42)),
        line(62, Addressable(text="FIRST FLOOR FLAT"), Addressable(42)),
        line(63, Addressable(text="FLAT A"), Addressable(44)),
        line(64, Addressable(text="FLAT B"), Addressable(44)),
        line(65, primary=Addressable(46, "A")),
        line(66, primary=Addressable(46, "B")),
        line(67, primary=Addressable(48, "", 52), organisation="GOLDEN CARPETS"),
        line(68, primary=Addressable(54), organisation="ROYAL BAKERY"),
        line(69, Addressable(text="FLAT OVER"), Addressable(54)),
    ]
    block = Addressable(text="ORCHARD COURT")
    lines += [line(70 + at, Addressable(text=f"FLAT {at}"), block) for at in range(1, 13)]
    lines += [
        line(90 + at, Addressable(at), Addressable(text="THE MALTINGS"), street="MILL LANE", postcode="PR7 4EY")
        for at in (1, 2, 3)
    ]
    for at, name in enumerate(["ROSE COTTAGE", "NETHERTHORPE", "HILL FARM", "HILL FARM COTTAGE", "THE OLD RECTORY"]):
        lines.append(
            line(100 + at, primary=Addressable(text=name), street="MOSS LANE", locality="HEATH", postcode="PR7 5AA")
        )
    lines += [
        line(110 + number, primary=Addressable(number), street="CHURCH ROAD", postcode="PR7 4FA")
        for number in range(1, 30)
    ]
    lines += [
        line(150 + number, primary=Addressable(number), street="CHURCH ROAD", locality="HEATH", postcode="PR7 5AB")
        for number in range(1, 20)
    ]
    lines += [
        line(5, primary=Addressable(text="THE OLD FORGE"), status=Status.HISTORIC),
        line(6, primary=Addressable(6, text="BAY HOUSE"), status=Status.ALTERNATE),
        line(180, primary=Addressable(text="STREET RECORD")),
        line(181, primary=Addressable(77), status=Status.REJECTED_INTERNAL),
        line(182, primary=Addressable(text="PUMPING STATION"), street="MOSS LANE", locality="HEATH", postcode=""),
    ]
    return lines
