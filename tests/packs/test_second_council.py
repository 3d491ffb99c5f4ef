"""In an Aldermere home nothing of Hollinmere is left, on any page, in any mail or in the API."""

import json
import tomllib
from pathlib import Path

import pytest

from borough.kernel.council_pack import read_pack
from tests.system import System

pytestmark = pytest.mark.slow
COUNCILS = Path(__file__).parents[2] / "councils"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    system = System(tmp_path_factory.mktemp("aldermere") / "home", BOROUGH_COUNCIL_PACK="")
    system.run("init", "--pack", str(COUNCILS / "aldermere"))
    yield system
    system.stop()


def marks():
    """Return what only Hollinmere says: its name, numbers, promises, routes, fees and the names of its bins."""
    pack = read_pack(COUNCILS / "demonstration")
    texts = {"Hollinmere", pack.council.phone, pack.council.address}
    for values in pack.services.values():
        texts |= {values.phone, values.promise, values.fee, *values.routes.values(), *values.named_values().values()}
    rows = (COUNCILS / "demonstration" / "waste" / "streams.csv").read_text().splitlines()[1:]
    texts |= {row.split(",")[2] for row in rows if row.split(",")[2] != "Food caddy"}
    report = tomllib.loads((COUNCILS / "demonstration" / "reports" / "annual_report" / "report.toml").read_text())
    texts |= {report["head"]["report_of"], "digital hubs", "Invented Street", "Cymraeg"}
    return sorted(text for text in texts if text and "((" not in text)


def test_pages_mails_and_api_are_aldermeres_alone(home):
    own = [
        "Ask for an allotment plot",
        "Letters to the council",
        "Tell us what went wrong",
        "01632 960 711",
        "£61 a year",
    ]
    script = f"from tests.packs.office import every_page; every_page({[*marks(), *own]!r})"
    outcome = json.loads(home.run("shell", "--no-imports", "-c", script).stdout.splitlines()[-1])
    assert [pair for pair in outcome["hits"] if pair[0] not in own] == []
    assert {mark for mark, _ in outcome["hits"]} == set(own)
    assert outcome["pages"] > 60


def test_pack_is_recorded_wards_and_roles_are_there(home):
    assert (home.home / "council-pack").read_text().strip() == str(COUNCILS / "aldermere")
    script = (
        "from borough.gazetteer.models.areas import Area; from borough.access.models import Role;"
        "print(Area.objects.filter(name='Upper Alder').count(), Role.objects.filter(key='allotment_warden').count())"
    )
    assert home.run("shell", "--no-imports", "-c", script).stdout.split() == ["1", "1"]
