"""Every service to its end in a browser, on a narrow screen, by keyboard alone, with and without scripts."""

import json
import subprocess
import sys

import pytest

from borough.services import public as services
from tests.journeys.conftest import ROOT
from tests.journeys.walk import Walk

pytestmark = pytest.mark.journey
HOMES = """
import json
from borough.foundation.clock import now
from borough.gazetteer.public import at_postcode, line_of
from borough.waste import public as waste
from borough.waste.models import Membership
found = {"missed": []}
for uprn in Membership.objects.filter(round__stream="garden").order_by("uprn").values_list("uprn", flat=True)[40:80]:
    if line_of(uprn).postcode:
        found["postcode"] = line_of(uprn).postcode
        break
for uprn in Membership.objects.filter(round__stream="refuse").order_by("uprn").values_list("uprn", flat=True)[:4000:20]:
    may = [one for one in waste.streams() if any(day.may for day in waste.missed_question(uprn, one, now()).options)]
    line = line_of(uprn)
    if may and len(found["missed"]) < 2 and uprn in [one.uprn for one in at_postcode(line.postcode)[:20]]:
        found["missed"].append({"stream": may[0], "address-uprn": str(uprn), "postcode": line.postcode})
print(json.dumps(found))
"""
WANTED = {
    "garden-waste": {"wish": "join", "concession": "no"},
    "freedom-of-information": {"mine": "no"},
    "discretionary-support": {"ni_number": "AB123456C"},
}
"""What is chosen where the first answer of all leads away from the end."""


@pytest.fixture(scope="module")
def home(site):
    """A postcode of the demonstration, and two properties of it whose bin may be told of as missed."""
    command = [sys.executable, "-m", "borough.config.cli", "shell", "-c", HOMES]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("key", sorted(services.catalogue()))
def test_service_is_completed_by_keyboard(visit, home, key, scripts):
    page = visit(scripts=scripts, width=320)
    wanted = {"postcode": home["postcode"]} | WANTED.get(key, {})
    if key == "missed-bin":
        wanted |= home["missed"][scripts]  # one reported is not reported again
    seen = Walk(page, key, wanted, scripts=scripts).to_the_end()
    page_keys = {page_item.key for page_item in services.catalogue()[key].pages if not page_item.only_if}
    assert page_keys <= {page_item.split("/")[0] for page_item in seen}, "not every page was looked at"
    assert page.errors == []
