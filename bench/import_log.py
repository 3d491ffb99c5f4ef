"""Rows a second from CSV into the ledger, beside COPY of the same rows into a bare table: python bench/import_log.py."""

import csv
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOG = Path(__file__).parents[2] / "shared/data/contacts/los-angeles-2017_subset.csv.gz"
BOROUGH = [sys.executable, "-m", "borough.config.cli"]


def make_log(path: Path, rows: int) -> None:
    """The real log over and over, with an id of its own on every row."""
    with gzip.open(LOG, "rt") as source:
        header, *real = list(csv.reader(source))
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for n in range(rows):
            writer.writerow([f"B-{n}", *real[n % len(real)][1:]])


def run(*arguments: str, home: str) -> tuple[float, float, str]:
    """Seconds, the largest memory of the process in MB, and what it printed last."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [*BOROUGH, *arguments], env={**os.environ, "BOROUGH_HOME": home}, stdout=subprocess.PIPE, text=True
    )
    out, _ = process.communicate()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if process.returncode:
        sys.exit(f"{arguments} failed")
    return time.perf_counter() - started, memory, out.strip().splitlines()[-1] if out.strip() else ""


def copy_floor(path: Path, home: str, rows: int) -> float:
    """Rows a second of PostgreSQL's own COPY of the whole file into a table of text columns with no index."""
    from borough.config.local_postgres import LocalPostgres

    cluster = LocalPostgres(Path(home))
    with cluster.running():
        import psycopg

        with psycopg.connect(cluster.url, autocommit=True) as connection, path.open("rb") as source:
            width = len(source.readline().split(b","))
            source.seek(0)
            connection.execute(f"CREATE TABLE floor ({', '.join(f'c{i} text' for i in range(width))})")
            started = time.perf_counter()
            with connection.cursor().copy("COPY floor FROM STDIN (FORMAT csv, HEADER)") as copy:
                while block := source.read(1 << 20):
                    copy.write(block)
            return rows / (time.perf_counter() - started)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory(prefix="borough-bench-") as folder:
        Path(folder).chmod(0o755)
        home, log = f"{folder}/home", Path(folder) / "log.csv"
        make_log(log, rows)
        run("migrate", "--skip-checks", "-v0", home=home)
        from borough.config.local_postgres import LocalPostgres

        with LocalPostgres(Path(home)).running():
            small = Path(folder) / "small.csv"
            make_log(small, 1)
            os.sync()  # a log is there before it is imported: writing it out is not the import's work
            start, _, _ = run("contacts", "import", str(small), "--layout", "los-angeles-2018", home=home)
            took, memory, output = run(
                "contacts", "import", str(log), "--layout", "los-angeles-2017", "--json", home=home
            )
            again, _, repeated = run(
                "contacts", "import", str(log), "--layout", "los-angeles-2017", "--json", home=home
            )
        floor = copy_floor(log, home, rows)
    totals = json.loads(output)
    assert totals["read"] == rows and json.loads(repeated)["repeated"] == rows, (output, repeated)
    print(f"| {rows:,} rows of MyLA311 | rows/s | of COPY | peak MB |\n|---|---|---|---|")
    print(
        f"| import, whole command ({start:.1f} s of it start-up) | {rows / took:,.0f} | {rows / took / floor:.0%} | {memory:.0f} |"
    )
    print(f"| the same file again, all repeated | {rows / again:,.0f} | {rows / again / floor:.0%} | |")
    print(f"| COPY of the text into a table without an index | {floor:,.0f} | 100% | |")


if __name__ == "__main__":
    main()
