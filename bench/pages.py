"""Pages and contacts told a second beside a bare Django hello on the same server: python bench/pages.py. Needs wrk (apt)."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HELLO = """
import os
from django.conf import settings
settings.configure(DEBUG=False, SECRET_KEY="x" * 50, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
application = get_wsgi_application()
"""
SECONDS, CLIENTS = 8, 8
PORT = 8470
POST = """
local n = 0
request = function()
  n = n + 1
  local key = "%s-" .. tostring({}):sub(8) .. "-" .. n
  local body = '{"client_reference":"' .. key .. '","channel":"phone","service":"noise","nature":"enquiry","outcome":"completed"}'
  return wrk.format("POST", "/api/v1/contacts", {["Authorization"]="Bearer %s", ["Idempotency-Key"]=key, ["Content-Type"]="application/json"}, body)
end
"""


TYPE = """
local typed = {"10 market street chorley", "flat 3 spindle court", "pr7 4ez", "12 bolton raod adlington", "rose cottage rivington"}
local n = 0
request = function()
  n = n + 1
  local one = typed[n %% #typed + 1]
  local half = one:sub(1, 3 + math.floor(n / #typed) %% (#one - 2)):gsub(" ", "+")
  return wrk.format("GET", "/api/v1/addresses/search?q=" .. half, {["Authorization"]="Bearer %s"})
end
"""
PAUSE = """
delay = function() return math.random(%d, %d) end
"""
PEOPLE = 20


def wrk(path: str, port: int, *more: str, clients: int = CLIENTS) -> tuple[float, float, float, int]:
    """Requests a second, median and 99th percentile in ms, and answers that were not well."""
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--latency", *more, f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ms = {
        m[1]: float(m[2]) * {"us": 0.001, "ms": 1, "s": 1000}[m[3]]
        for m in re.finditer(r"(50|99)%\s+([\d.]+)(us|ms|s)", done)
    }
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]), ms["50"], ms["99"], int(bad[1]) if bad else 0


def wait(port: int, path: str = "/") -> float:
    started = time.monotonic()
    while time.monotonic() - started < 60:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return time.monotonic() - started
        except OSError:
            time.sleep(0.02)
    sys.exit("it did not start")


def start(command: list[str], environment: dict[str, str], cwd: str | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, cwd=cwd, start_new_session=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def memory(environment: dict[str, str]) -> dict[str, int]:
    """MB by command word, of this home's processes alone; what several share is divided among them."""
    result: dict[str, int] = {}
    for folder in Path("/proc").iterdir():
        try:
            parts = (folder / "cmdline").read_bytes().split(b"\0")
            if (
                b"borough.config.cli" in parts
                and environment["BOROUGH_HOME"].encode() in (folder / "environ").read_bytes()
            ):
                size = int(re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)[1]) // 1024
                word = parts[parts.index(b"borough.config.cli") + 1].decode()
                result[word] = result.get(word, 0) + size
        except (OSError, ValueError, TypeError):
            continue
    return result


def rate_of_hello(folder: str) -> tuple[float, float, float, int]:
    (Path(folder) / "hello.py").write_text(HELLO)
    options = "--interface wsgi --workers 2 --blocking-threads 2 --host 127.0.0.1 --port"
    granian = [str(Path(sys.executable).parent / "granian"), *options.split(), str(PORT), "hello:application"]
    bare = start(granian, dict(os.environ), folder)
    wait(PORT)
    hello = wrk("/", PORT)
    end(bare)
    return hello


def rates_of_ours(folder: Path, tokens: dict[str, str]) -> list[tuple[str, tuple[float, float, float, int]]]:
    """Every question of ours asked as fast as it is answered, and people typing at their own pace beside a busy site."""
    scripts = {
        "post": POST % (os.getpid(), tokens["contacts"]),
        "type": TYPE % tokens["addresses"],
        "slowly": TYPE % tokens["addresses"] + PAUSE % (100, 300),
        "pages": PAUSE % (10, 30),
    }
    for name, text in scripts.items():
        (folder / f"{name}.lua").write_text(text)
    figure = "/api/v1/figures/website-share?period=2017-18-q4&by=service"
    rows = [
        ("home page, whole", wrk("/", PORT)),
        ("performance page, whole", wrk("/performance/", PORT)),
        ("a figure by service", wrk(figure, PORT)),
        (
            "a contact told: row, audit, event, job, answer",
            wrk("/api/v1/contacts", PORT, "-s", str(folder / "messaging.lua")),
        ),
        ("addresses as one is typed", wrk("/api/v1/addresses/search", PORT, "-s", str(folder / "type.lua"))),
    ]
    pages = ["wrk", "-t1", "-c4", f"-d{SECONDS + 2}s", "-s", str(folder / "pages.lua"), f"http://127.0.0.1:{PORT}/"]
    process = start(pages, dict(os.environ))
    slowly = wrk("/api/v1/addresses/search", PORT, "-s", str(folder / "slowly.lua"), clients=PEOPLE)
    end(process)
    return [*rows, (f"{PEOPLE} people typing 5 letters a second, 200 pages a second beside", slowly)]


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is needed: apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="borough-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        hello = rate_of_hello(folder)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BOROUGH_", "DATABASE_"))}
        environment = inherited | {
            "BOROUGH_HOME": f"{folder}/home",
            "BOROUGH_PORT": str(PORT),
            "BOROUGH_LIVE_PORT": str(PORT + 1),
        }
        borough = [sys.executable, "-m", "borough.config.cli"]
        result = subprocess.run(
            [*borough, "demo", "--json"], env=environment, capture_output=True, text=True, check=True
        )
        began = time.monotonic()
        up = start([*borough, "up"], environment)
        wait(PORT)
        cold = time.monotonic() - began
        for path in ("/", "/performance/"):
            for _ in range(20):
                wait(PORT, path)
        rows = rates_of_ours(Path(folder), json.loads(result.stdout.strip().splitlines()[-1])["tokens"])
        sizes = memory(environment)
        end(up)
    print(
        f"| {CLIENTS} clients, {SECONDS} s each, 2 processes of 2 threads | requests/s | of hello | p50 ms | p99 ms | not 2xx |"
    )
    print("|---|---|---|---|---|---|")
    for name, (rate, p50, p99, bad) in [("bare Django hello, same server", hello), *rows]:
        print(f"| {name} | {rate:,.0f} | {rate / hello[0]:.0%} | {p50:.1f} | {p99:.1f} | {bad} |")
    print(
        f"\nFrom `borough up` to a page: {cold:.1f} s. MB in use: {', '.join(f'{k} {v}' for k, v in sorted(sizes.items()))}."
    )


if __name__ == "__main__":
    main()
