"""AddressBase as it comes: split by kind of record, as lines out of a supply, as Core, and as other lists."""

from pathlib import Path

import pytest

from borough.gazetteer.layouts import load_layout, parse
from borough.gazetteer.models import Classification, DeliveryPoint, Property, StreetName
from borough.gazetteer.public import BadSupply, Totals, line_of, lines, single_line
from tests.gazetteer.supplies import ABP, bring, house, street, supply

pytestmark = pytest.mark.django_db
ONS = Path(__file__).parent / "ons"
CORE = load_layout("addressbase-core")
CORE_HEADER = (
    "uprn,parent_uprn,udprn,usrn,toid,classification_code,easting,northing,latitude,longitude,rpc,last_update_date,"
    "single_line_address,po_box,organisation,sub_building,building_name,building_number,street_name,locality,town_name,"
    "post_town,island,postcode,delivery_point_suffix,gss_code,change_code\n"
)
LINES = """10,"GeoPlace",9999,2026-07-08,1,2026-07-08,16:00:30,"2.0","F"
11,"I",1456,5801201,1,6815,2,1990-01-01,1,8,0,2004-09-09,,2007-08-14,2004-09-09,316433.00,176987.00,51.5,-3.5,316278.00,177294.00,51.1,-3.2,20
15,"I",8332,5801201,"MADE UP ROAD","SOMEWHERE","CARDIFF","CARDIFF","ENG",2005-09-09,,2006-11-12,2005-09-09
21,"I",181859,990000077917,1,,,,316348.00,177163.00,50.7,-3.5,1,6815,"E",2001-05-10,,2007-08-29,2001-05-10,"D","CF11 9ZZ",0
24,"I",1082431,990000077917,"6815L990701604","ENG",1,2001-05-10,,2001-05-15,2001-05-10,,"",,"","",166,"",,"","",5801201,"1","","",""
31,"I",13581,990000077917,"6815O990015664","MADE UP LTD","",2003-07-28,,2010-07-10,2003-07-28
32,"I",181860,990000077917,"6815C990076448","CR","AddressBase Premium Classification Scheme",1.0,2001-05-10,,2007-08-29,2001-05-10
99,0,1269403,2026-07-08,16:00:30
"""


def test_split_files_of_the_statistics_office_come_in_with_their_addresses(tmp_path):
    """Their invented records use one key for several: the first is taken, and the others are rejected with that reason."""
    files = sorted(ONS.glob("*.csv"))
    done = bring(tmp_path, files, ABP)
    assert done.totals == Totals(42, 21, 0, 21)
    rejects = {(reject.file, reject.column) for reject in done.first_rejects}
    assert rejects >= {("crossref.csv", "XREF_KEY"), ("lpi.csv", "LPI_KEY"), ("delivery_point.csv", "POSTCODE")}
    assert {single_line(reject) for reject in lines()} == {
        "SOME COUNCIL, A BUILDING NAME OR DESCRIPTION, 1234AA-5678BB ANOTHER BUILDING NAME OR DESCRIPTION,"
        " 15CC-9876AB A STREET DESCRIPTOR, A GREAT LOCALITY, TOWNY TOWN, KL8 1JQ",
        "SOMETHING ELSE, THE BUILDING NAME, 6473FF-6623JJ A TRAINING CENTRE, 56HH-7755OP AND ANOTHER STREET DESCRIPTOR,"
        " LOCALITY XYZ, TOWN B, KL8 7HQ",
        "SOMETHING ELSE, AGSG SDKG DASGK KSHJ KAHDAHJKF, 3456BC-7891DF GHGJ ADGC GCHG GIUERUOI UZXNCMBN QQO, 10BN-5634UI"
        " GDJG HAKJSDHJH JH JSHDKJ, FSDF DSFSDF DSF, SDFSD FDF GD, KL8 7HQ",
        "THE BUILDING NAME, 6473FF-6623JJ A TRAINING CENTRE, 56HH-7755OP AND ANOTHER STREET DESCRIPTOR, LOCALITY XYZ,"
        " TOWN B, KL3 7GQ",
    }
    assert bring(tmp_path, files, ABP).totals == Totals(42, 0, 21, 21)


def test_partial_supply_is_accepted_when_declared_partial(tmp_path):
    with pytest.raises(BadSupply, match="counts 1,269,403 records, but 6 are there"):
        bring(tmp_path, LINES.replace("13581,", "1082432,").replace("181860,", "1082433,"), ABP)
    assert bring(tmp_path, LINES, ABP, extract=True).totals == Totals(6, 6, 0, 0)
    assert single_line(line_of(990000077917)) == "MADE UP LTD, 166 MADE UP ROAD, SOMEWHERE, CARDIFF, CF11 9ZZ"
    assert line_of(990000077917).classification == "CR"
    assert Classification.objects.get().version == "1.0"
    without = "".join(LINES.splitlines(keepends=True)[1:-1])
    assert bring(tmp_path, without, ABP, extract=True).totals == Totals(6, 0, 6, 0)


def core(
    n, number="1", name="", sub="", *, usrn="5801201", change="I", street="MADE UP ROAD", udprn="", organisation=""
):
    return (
        f"{990000000000 + n},,{udprn},{usrn},,RD02,316348.0,177163.0,51.5,-3.5,1,2026-01-01,X,,{organisation},{sub},{name},"
        f"{number},{street},SOMEWHERE,CARDIFF,CARDIFF,,CF11 9ZZ,1A,E06,{change}\n"
    )


def test_core_makes_streets_properties_and_addresses_of_its_rows(tmp_path):
    text = CORE_HEADER + core(1) + core(2, "12A-14") + core(3, "", "ROSE COTTAGE", "FLAT 2", udprn="77") + core(4, "no")
    done = bring(tmp_path, text, CORE)
    assert done.totals == Totals(4, 3, 0, 1)
    assert [(reject.row, reject.column, reject.value) for reject in done.first_rejects] == [
        (5, "building_number", "no")
    ]
    assert [single_line(line_of(990000000000 + n)).split(", SOME")[0] for n in (1, 2, 3)] == [
        "1 MADE UP ROAD",
        "12A-14 MADE UP ROAD",
        "FLAT 2, ROSE COTTAGE, MADE UP ROAD",
    ]
    assert DeliveryPoint.objects.get().pk == 77
    assert StreetName.objects.count() == 1
    again = bring(tmp_path, text + core(5), CORE)
    assert again.totals == Totals(5, 1, 3, 1)


def test_core_changes_are_applied_by_change_code(tmp_path):
    bring(tmp_path, CORE_HEADER + core(1) + core(2), CORE)
    changes = CORE_HEADER + core(1, "11", change="U") + core(2, change="D") + core(3) + core(4, change="U")
    done = bring(tmp_path, changes, CORE)
    assert done.totals == Totals(4, 3, 0, 1)
    assert line_of(990000000001).primary.start == 11
    assert line_of(990000000002) is None and Property.objects.count() == 3


def test_a_plain_list_never_renames_a_street_that_is_known(tmp_path):
    bring(tmp_path, supply(street(5801201, "TRUE NAME"), house(1, ward="")))
    bring(tmp_path, CORE_HEADER + core(1, street="OTHER NAME"), CORE)
    assert StreetName.objects.get().name == "TRUE NAME"


def test_another_list_needs_a_layout_and_no_code(tmp_path):
    layout = parse(
        """
kind = "plain"
delimiter = ";"
encoding = "cp1252"
[street]
first_alone = true
usrn = "Street ref"
[streetname]
first_alone = true
usrn = "Street ref"
language = { always = "ENG" }
name = "Street"
town = { always = "CHORLEY" }
[property]
uprn = "Ref"
status = { always = "1" }
[address]
key = { derived_from = "Ref", with = "Z" }
uprn = "Ref"
usrn = "Street ref"
status = { always = "1" }
pao = { number = "No" }
pao_text = "House"
""",
        "mine",
    )
    text = "Ref;No;House;Street;Street ref\n77;12a;;CAFÉ ROW;5\n78;;THE LODGE;CAFÉ ROW;5\n78;2;;CAFÉ ROW;5\n79;1\n"
    done = bring(tmp_path, text.encode("cp1252"), layout)
    assert done.totals == Totals(4, 2, 0, 2)
    assert [(reject.row, reject.column) for reject in done.first_rejects] == [(4, "Ref"), (5, "")]
    assert single_line(line_of(77)) == "12A CAFÉ ROW, CHORLEY"
    assert single_line(line_of(78)) == "THE LODGE, CAFÉ ROW, CHORLEY"
