"""A plain `borough init` gives an office that works on day one, without any code of the demonstration."""

import json

import pytest

from tests.system import System

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    system = System(tmp_path_factory.mktemp("plain") / "home", BOROUGH_COUNCIL_PACK="")
    system.run("init")
    yield system
    system.stop()


def test_adviser_works_in_a_plain_home(home):
    script = "from tests.packs.office import adviser_morning; adviser_morning()"
    outcome = json.loads(home.run("shell", "--no-imports", "-c", script).stdout.splitlines()[-1])
    assert outcome["contact"] == 302
    assert set(outcome["started"]) == {
        "complaint",
        "freedom-of-information",
        "missed-bin",
        "move-home",
        "report-it",
    }
    assert set(outcome["started"].values()) == {200}
    assert outcome["case"] == [302, True]
    assert outcome["demonstration"] == []


def test_pack_is_in_the_home_and_provisioned_once(home):
    assert (home.home / "pack" / "council.toml").exists()
    again = home.run("init")
    assert "Added" not in again.stderr
    assert "Your Council" in home.run("pack", "show").stdout


def test_pack_with_a_fault_is_refused_with_file_and_line(home, tmp_path):
    home.run("pack", "new", str(tmp_path / "mine"))
    teams = tmp_path / "mine" / "teams.toml"
    teams.write_text(teams.read_text().replace('key = "waste"', 'key = "refuse"'))
    checked = home.run("pack", "check", str(tmp_path / "mine"), check=False)
    assert checked.returncode == 1
    assert "services/missed-bin.toml:1: teams.toml has no team “waste”." in checked.stdout
    refused = home.run("init", "--pack", str(tmp_path / "mine"), check=False)
    assert refused.returncode != 0
    assert "services/missed-bin.toml:1" in refused.stderr
