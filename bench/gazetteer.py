"""Records a second of a DTF 7.3 supply into and out of the gazetteer: python bench/gazetteer.py [properties]."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

BOROUGH = [sys.executable, "-m", "borough.config.cli"]
NAMES = ["HIGH STREET", "CHURCH LANE", "STATION ROAD", "THE GREEN", "MILL LANE", "VICTORIA ROAD", "PARK AVENUE"]
TOWNS = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO", "FOXTROT", "GOLF", "HOTEL"]


def make_supply(path: Path, properties: int, kind: str = "F", changed: int = 0) -> int:
    """A full supply of invented properties, one street to fifty; or changes to so many of them. Returns its records."""
    order = 0
    with path.open("w") as out:
        out.write(f'10,"INVENTED COUNCIL",990000000001,9990,2026-11-01,1,2026-11-01,10:00:00,"7.3","{kind}"\n')
        for line in _full(properties) if kind == "F" else _changes(properties, changed):
            order += 1
            out.write(line.replace("#", str(order), 1) + "\n")
        out.write(f"99,0,{order},2026-11-01,10:00:01\n")
    return order


def _full(properties: int):
    for n in range(properties // 50 + 1):
        usrn = 90_000_000 + n
        name = f"{NAMES[n % 7]} {TOWNS[n // 7 % 8]} {n // 56}"
        yield f'11,"I",#,{usrn},1,9990,2,2001-01-01,1,8,1,2001-01-01,2020-01-01,2001-01-01,,{350000 + n % 900}.00,{410000 + n % 700}.00,{350100 + n % 900}.00,{410100 + n % 700}.00,10'
        yield f'15,"I",#,{usrn},"{name}","{TOWNS[n % 8]} PARVA","{TOWNS[n // 8 % 8]}","INVENTED COUNTY","ENG"'
    for n in range(properties):
        yield from _property(n, "I", 1 + n % 50, 2)


def _property(n: int, change: str, number: int, state: int):
    uprn, usrn = 990_000_000_000 + n, 90_000_000 + n // 50
    east, north = 350000 + n % 9000, 410000 + n // 9000
    flat = f'{n % 7},"",,"","FLAT"' if n % 10 == 0 else ',"",,"",""'
    yield f'21,"{change}",#,{uprn},1,{state},2005-05-05,"RD0{2 + n % 4}",,{east}.00,{north}.50,1,9990,2005-05-05,,2020-01-01,2005-05-05,"","E0500{n // 4000:04}","E0400{n // 9000:04}",,,""'
    yield f'24,"{change}",#,{uprn},"9990L{n:09}","ENG",1,2005-05-05,,2005-05-05,2020-01-01,{flat},{number},"",,"","",{usrn},"","Y","ZZ{n // 1800 % 90 + 1} {n // 20 % 9 + 1}{chr(65 + n // 200 % 20)}{chr(65 + n // 60 % 20)}","INVENTED",,,,""'
    if n % 2:
        yield f'23,"{change}",#,{uprn},"9990X{n:09}",2005-05-05,2020-01-01,2005-05-05,,"{n:012}","7666VC"'


def _changes(properties: int, changed: int):
    for n in range(0, properties, max(properties // changed, 1)):
        yield from _property(n, "U", 1 + (n + 1) % 50, 3)


class Watched:
    """The most memory any one process of a PostgreSQL had to itself, in MB, while this was watched."""

    def __init__(self, home: str) -> None:
        from borough.config.local_postgres import LocalPostgres

        self.file, self.most, self.over = LocalPostgres(Path(home)).data / "postmaster.pid", 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def watch(self) -> None:
        while not self.over.wait(0.3):
            if not self.file.exists():
                continue
            parent = self.file.read_text().split("\n", 1)[0].strip()
            for status_path in Path("/proc").glob("[0-9]*/status"):
                try:
                    fields = dict(line.split(":", 1) for line in status_path.read_text().splitlines())
                except OSError:
                    continue
                if fields["PPid"].strip() == parent and "RssAnon" in fields:
                    self.most = max(self.most, int(fields["RssAnon"].split()[0]) / 1024)

    def __enter__(self) -> "Watched":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def run(home: str, *command: str) -> tuple[float, float, float, str]:
    """Seconds, the largest memory in MB of any process it started so far, and of one of PostgreSQL's; its last line."""
    started = time.perf_counter()
    environment = {**os.environ, "BOROUGH_HOME": home}
    with Watched(home) as watched:
        done = subprocess.run([*BOROUGH, *command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command} failed: {done.stderr[-2000:]}")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    took = time.perf_counter() - started
    return took, memory, watched.most, (done.stdout.strip().splitlines() or [""])[-1]


def main() -> None:
    properties = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="borough-bench-") as folder:
        Path(folder).chmod(0o755)
        home, full, changes = f"{folder}/home", Path(folder) / "full.csv", Path(folder) / "changes.csv"
        records = make_supply(full, properties)
        changed = make_supply(changes, properties, "C", max(properties // 100, 1))
        run(home, "migrate", "--skip-checks", "-v0")
        from borough.config.local_postgres import LocalPostgres

        with LocalPostgres(Path(home)).running():
            rows = []
            for what, path, count, more in (
                ("full supply, empty gazetteer", full, records, ()),
                ("the same supply again", full, records, ()),
                ("the same taken again (--again)", full, records, ("--again",)),
                ("changes to one property in a hundred", changes, changed, ()),
            ):
                took, memory, own, output = run(
                    home, "gazetteer", "import", str(path), "--layout", "dtf-7.3", "--json", *more
                )
                totals = json.loads(output)
                assert totals["read"] == count and not totals["rejected"], output
                rows.append((what, count, took, memory, own))
            if "export" in sys.argv[2:]:
                took, memory, own, _ = run(
                    home, "gazetteer", "export", "--layout", "dtf-7.3", "--to", f"{folder}/out.csv"
                )
                rows.append(("full export", records, took, memory, own))
                code = "from borough.gazetteer.public import lines; print(sum(1 for _ in lines()))"
                took, memory, own, output = run(home, "shell", "-v0", "-c", code)
                rows.append(("every line streamed, start-up and all", int(output), took, memory, own))
    print(
        f"| {properties:,} properties | records | seconds | records/s | peak MB | of PostgreSQL |\n|---|---|---|---|---|---|"
    )
    for what, count, took, memory, own in rows:
        print(f"| {what} | {count:,} | {took:.1f} | {count / took:,.0f} | {memory:.0f} | {own:.0f} |")


if __name__ == "__main__":
    main()
