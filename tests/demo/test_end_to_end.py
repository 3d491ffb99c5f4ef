"""From one command to a true figure: the demonstration filled, asked, reported on and verified, as a script would."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def system():
    with own_system() as instance:
        instance.summary = json.loads(instance.run("demo", "--scale", "0.1", "--json").stdout.strip().splitlines()[-1])
        instance.start("up")
        instance.wait_ready(60)
        yield instance


def test_scripts_receive_the_data_they_need(system):
    assert {"adviser", "finance_officer", "resident"} <= set(system.summary["sign_ins"])
    assert system.summary["tokens"]["contacts"].startswith("borough_")
    assert {"reference", "measure", "period", "account_id", "candidate"} <= set(system.summary["objects"])
    assert system.summary["canaries"] and system.summary["owners"]
    routes = json.loads(system.run("urls", "--json").stdout)
    assert {"/health", "/api/v1/contacts", "/performance/"} <= {r["route"] for r in routes}
    assert all(r["methods"] for r in routes)


def test_the_seeds_figure_comes_from_rows(system):
    figure = json.loads(system.ask("/api/v1/figures/website-share?period=2017-18-q4&by=service")[1])
    assert figure["total"]["value"] == "55.000000000000"
    assert figure["total"]["counted"] * 20 == figure["total"]["out_of"] * 11


def test_new_contact_changes_the_figure_by_exactly_itself(system):
    path = "/api/v1/figures/website-share?period=2017-18-q4"
    before = json.loads(system.ask(path)[1])["total"]
    headers = {"Authorization": f"Bearer {system.summary['tokens']['contacts']}", "Idempotency-Key": "one"}
    body = {
        "client_reference": "one",
        "channel": "web",
        "service": "noise",
        "nature": "transaction",
        "outcome": "completed",
        "started_at": "2018-02-01T10:00:00Z",
    }
    for _ in range(2):
        assert system.ask("/api/v1/contacts", body, headers)[0] == 201
    after = json.loads(system.ask(path)[1])["total"]
    assert (after["counted"], after["out_of"]) == (before["counted"] + 1, before["out_of"] + 1)


def test_no_mark_is_seen_by_who_may_not_see_it(system):
    """Texts placed in the rows are looked for on every open page and address of machines."""
    routes = json.loads(system.run("urls", "--json").stdout)
    plain = [r["route"] for r in routes if not r["parameters"] and r["asks"].get("GET") == "everybody"]
    assert len(plain) > 10
    for route in plain:
        _, text = system.ask(route)
        assert not [c["text"] for c in system.summary["canaries"] if c["text"] in text and route != "/demo/sign-in/"], (
            route
        )


def test_the_annual_report_is_compiled_and_later_verified(system, tmp_path):
    out = system.home.parent / "out"
    system.run("report", "annual", "--year", "2017-18", "--to", str(out))
    assert {p.suffix for p in out.iterdir()} >= {".html", ".pdf", ".docx", ".json"}
    assert "55.0%" in (out / "report.html").read_text()
    changed = system.run("report", "verify", str(out), check=False)
    assert changed.returncode in (0, 1)


def test_a_demonstration_half_filled_says_to_begin_again():
    with own_system() as half:
        half.run("demo", "--scale", "0.05")
        (half.home / "demonstration.json").unlink()
        refused = half.run("demo", check=False)
        assert refused.returncode and "Begin again" in refused.stderr and "Traceback" not in refused.stderr


def test_demonstration_cannot_be_created_in_a_live_instance():
    with own_system() as live:
        live.run("init")
        refused = live.run("demo", check=False)
        assert refused.returncode and "live" in refused.stderr
        with LocalPostgres(live.home).running():
            assert live.query("SELECT kind FROM foundation_instance") == [("live",)]
