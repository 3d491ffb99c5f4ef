"""Bin days told a second, and lists of rounds taken in: python bench/waste.py. Needs wrk (apt); fills a home of its own."""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

SECONDS, CLIENTS, PORT = 8, 8, 8473
WRK_SCRIPT = """
local uprns = {%s}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/bins/" .. uprns[n %% #uprns + 1] .. "%s")
end
"""
LOOK_UPS = """
import json, random, time
from datetime import timedelta
from borough.foundation.clock import now, today
from borough.waste.public import bin_days, calendar_of, collections_of, missed_question
uprns, took = {uprns}, {{}}
for name, ask in (
    ("collections of eight weeks", lambda uprn: collections_of(uprn, today(), today() + timedelta(weeks=8))),
    ("bin days of half a year", lambda uprn: bin_days(uprn, today())),
    ("what may be reported as missed", lambda uprn: missed_question(uprn, "refuse", now())),
):
    times = []
    for uprn in uprns:
        start = time.perf_counter()
        ask(uprn)
        times.append((time.perf_counter() - start) * 1000)
    took[name] = sorted(times)
print(json.dumps(took))
"""
WIDTH = 2_000  # properties asked for in turn: more than pages that are shared


def borough(home: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "borough.config.cli", *arguments],
        env=os.environ | {"BOROUGH_HOME": str(home), "BOROUGH_PORT": str(PORT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def wrk(path: str, *more: str) -> tuple[float, str, str]:
    """Requests a second, and the median and 99th percentile as wrk says them; fails on an answer that is not well."""
    output = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", *more, f"http://127.0.0.1:{PORT}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Non-2xx" not in output, output
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    return rate, *(re.search(rf"^\s+{n}%\s+(\S+)", output, re.MULTILINE)[1] for n in (50, 99))


def load(home: Path) -> None:
    path = home / "imports" / "demonstration-rounds.csv"
    rows = sum(1 for _ in path.open()) - 1
    half = home / "half.csv"
    with path.open() as source, half.open("w") as out:
        out.writelines(line for number, line in enumerate(source) if number == 0 or number % 2)
    for name, file in (("the same list again", path), ("half of it left out", half), ("and all of it again", path)):
        start = time.perf_counter()
        result = json.loads(borough(home, "waste", "rounds", str(file), "--json").strip().splitlines()[-1])
        took = time.perf_counter() - start
        print(f"| {name} | {result['read']:,} | {result['begun']:,} | {result['ended']:,} | {took:.1f} |")
    print(f"\n{rows:,} lines\n")


def serve(home: Path, uprns: list[int]) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "borough.config.cli", "web"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"BOROUGH_HOME": str(home), "BOROUGH_PORT": str(PORT)},
    )
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/ready", timeout=2)
                break
            except OSError:
                continue
        for name, suffix in (("page", "/"), ("calendar", ".ics"), ("JSON", ".json")):
            with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
                script.write(WRK_SCRIPT % (",".join(map(str, uprns)), suffix))
                script.flush()
                wrk("/", "-s", script.name)
                print(
                    f"| {name} of {len(uprns):,} properties in turn | {' | '.join(map(str, wrk('/', '-s', script.name)))} |"
                )
            print(f"| {name} of one | {' | '.join(map(str, wrk(f'/bins/{uprns[0]}{suffix}')))} |")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def main() -> None:
    home = Path(os.environ.get("BENCH_HOME") or tempfile.mkdtemp(prefix="borough-bench-"))
    if not (home / "demonstration.json").exists():
        borough(home, "demo", "--scale", "1")
    with (home / "imports" / "demonstration-rounds.csv").open() as rows:
        next(rows)
        uprns = list(dict.fromkeys(int(line.split(",", 1)[0]) for line in rows))
    step = max(1, len(uprns) // WIDTH)
    sample = uprns[::step][:WIDTH]
    result = json.loads(borough(home, "shell", "-c", LOOK_UPS.format(uprns=sample)).strip().splitlines()[-1])
    for name, times in result.items():
        print(f"| {name} | {statistics.median(times):.1f} | {times[int(len(times) * 0.99)]:.1f} |")
    serve(home, sample)
    load(home)


if __name__ == "__main__":
    main()
