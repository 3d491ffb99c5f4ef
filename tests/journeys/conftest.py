"""A demonstration of its own, served, and a real browser that visits it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A demonstration being served."""

    url: str
    output: dict
    live: str  # where the events are heard: the same host on a port of its own
    pay: str  # where the stand-in for Pay has its card pages
    environment: dict  # in which commands are of its home

    def number(self, role):
        """The account of someone of the role."""
        return self.output["sign_ins"][role]["account_id"]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url, process, patience=60):
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A small demonstration, filled and served for the length of the session."""
    port, live, pay = _free_port(), _free_port(), _free_port()
    home = tmp_path_factory.mktemp("demonstration")
    inherited = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "BOROUGH_URL"}}
    environment = inherited | {
        "BOROUGH_HOME": str(home),
        "BOROUGH_PORT": str(port),
        "BOROUGH_LIVE_PORT": str(live),
        "BOROUGH_PAY_STAND_IN_PORT": str(pay),
        "BOROUGH_URL": f"http://localhost:{port}",
        "BOROUGH_WEB_PROCESSES": "1",
    }
    command = [sys.executable, "-m", "borough.config.cli"]
    result = subprocess.run(
        [*command, "demo", "--scale", "0.05", "--json"], env=environment, cwd=ROOT, check=True, capture_output=True
    )
    served = subprocess.Popen(
        [*command, "up"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://localhost:{port}/ready", served)
        yield Site(
            f"http://localhost:{port}",
            json.loads(result.stdout.decode().strip().splitlines()[-1]),
            f"http://localhost:{live}/live",
            f"http://localhost:{pay}",
            environment,
        )
    finally:
        served.terminate()
        served.wait(30)


@pytest.fixture(scope="session")
def chromium():
    """The machine's own browser."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """A function: a page of a new visitor, signed in as a role or not, with scripts or without, wide or narrow."""
    opened = []

    def come(role=None, scripts=True, width=1280):
        size = {"width": width, "height": 900}
        context = chromium.new_context(base_url=site.url, java_script_enabled=scripts, viewport=size)
        opened.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.errors.append(request.url) if not _ours(request.url, site) else None)
        if role:
            page.goto("/demo/sign-in/")
            page.locator(f'form[action="/demo/sign-in/{site.number(role)}/"] button').click()
            page.wait_for_load_state()
        return page

    yield come
    for context in opened:
        context.close()


def _ours(address, site):
    return address.startswith((site.url, site.live, site.pay, "data:", "blob:"))


def faults_of(page):
    """What axe finds wrong with the page as it is now."""
    page.evaluate(AXE)
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return [
        f"{violation['id']}: {node['html'][:140]}" for violation in result["violations"] for node in violation["nodes"]
    ]
