"""Finding an address as it is typed, beside PostgreSQL's pg_trgm over the same rows: python bench/lookup.py [lines ...].

The rows are the demonstration's gazetteer, and for more of them the same streets under other names and postcodes. The
questions are asked of addresses drawn by chance, in ten ways of asking; a hit is the address among the first ten.
"""

import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from borough.address_match.address_lines import number, single_line
from borough.address_match.search.finder import find
from borough.address_match.search.index import OpenIndex, build_index, open_index
from borough.demo.rules.sample_gazetteer import records
from borough.gazetteer.types import Addressable, Line, Status

SHORT = {
    "STREET": "ST",
    "ROAD": "RD",
    "AVENUE": "AVE",
    "LANE": "LN",
    "DRIVE": "DR",
    "CLOSE": "CL",
    "CRESCENT": "CRES",
    "GARDENS": "GDNS",
    "COURT": "CT",
    "PLACE": "PL",
    "TERRACE": "TER",
    "COTTAGE": "COTT",
    "HOUSE": "HSE",
    "FLAT": "APT",
}
LETTERS = "ABCDEFGHIJKLMNOPRSTUVW"
QUERIES, OF_TRIGRAMS = 1_000, 100


def lines() -> Iterator[Line]:
    """The demonstration's lines."""
    streets, properties = {}, {}
    for kind, f in records():
        if kind == "streetname":
            streets[f["usrn"]] = f
        elif kind == "property":
            properties[f["uprn"]] = f
        elif kind == "address":
            s, p = streets[f["usrn"]], properties[f["uprn"]]
            sides = [
                Addressable(f[f"{side}_start"], f[f"{side}_start_suffix"], None, "", f[f"{side}_text"])
                for side in ("sao", "pao")
            ]
            yield Line(
                f["uprn"],
                f["key"],
                Status(f["status"]),
                *sides,
                s["name"],
                s["locality"],
                s["town"],
                f["postcode"],
                p["organisation"],
                f["post_town"],
                f["usrn"],
                p["parent_uprn"],
                p["classification"],
                f["postal"],
            )


def many(count: int) -> Iterator[Line]:
    """So many lines: town after town with the same houses in streets, places and postcodes of other names."""
    first = list(islice(lines(), count))
    yield from first
    generated, town = len(first), 0
    while generated < count:
        town += 1
        chance = random.Random(town)
        names: dict[str, str] = {}

        def other(word: str, names: dict[str, str] = names, chance: random.Random = chance) -> str:
            if not word.isalpha() or word in SHORT:
                return word
            return names.setdefault(
                word,
                "".join(
                    chance.choice(("BA", "DE", "KI", "LO", "MU", "RA", "SE", "TO"))
                    for _ in range(chance.randrange(2, 5))
                ),
            )

        for line in islice(first, count - generated):
            street, locality, place = (
                " ".join(other(w) for w in text.split()) for text in (line.street, line.locality, line.town)
            )
            postcode = f"{chr(65 + town // 26 % 26)}{chr(65 + town % 26)}{line.postcode[2:]}" if line.postcode else ""
            yield replace(
                line,
                uprn=line.uprn + town * 1_000_000,
                street=street,
                locality=locality,
                town=place,
                postcode=postcode,
                post_town=place,
            )
            generated += 1


def typo(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at, letter = chance.randrange(1, len(word) - 1), chance.choice(LETTERS)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
        ]
    )


def query_variants(line: Line, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Ten ways of asking for an address, each with its name."""
    place, postcode = line.locality or line.town, line.postcode
    parts = (line.secondary.text, number(line.secondary), line.primary.text, number(line.primary))
    head = " ".join(part for part in parts if part)
    parts_of_street = line.street.split()
    longest = max(range(len(parts_of_street)), key=lambda i: len(parts_of_street[i]))
    wrong = " ".join(typo(word, chance) if i == longest else word for i, word in enumerate(parts_of_street))
    complete = f"{head} {line.street} {place}"
    shuffled = [head, line.street, place]
    chance.shuffle(shuffled)
    yield "number, street, place", complete
    yield "half of the place", f"{head} {line.street} {place[:3]}"
    yield "postcode first", f"{postcode} {head}"
    yield "part of the postcode", f"{head} {line.street} {postcode[:-2]}"
    yield "a letter out", f"{head} {wrong} {place}"
    yield "short forms", " ".join(SHORT.get(word, word) for word in complete.split())
    yield "in another order", " ".join(shuffled)
    yield "postcode without a space", f"{head} {postcode.replace(' ', '').lower()}"
    yield "the whole line", single_line(line)
    if line.primary.text or line.organisation:
        rest = f"{number(line.secondary)} {line.secondary.text}"
        yield "a name and half a street", f"{line.organisation or line.primary.text} {rest} {line.street[:5]}"


def of(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def measure(index: OpenIndex, drawn: list[Line]) -> tuple[list[float], list[float], float, float]:
    """CPU and wall milliseconds of each question, the share of hits, and the share where a letter was out."""
    searcher, chance = index.searcher(), random.Random(3)
    cpu, wall, hits, near = [], [], [], []
    for line in drawn:
        for label, text in query_variants(line, chance):
            began, clock = time.perf_counter(), time.process_time_ns()
            matched = find(searcher, index.shape, text)
            cpu.append((time.process_time_ns() - clock) / 1e6)
            wall.append((time.perf_counter() - began) * 1000)
            hits.append(line.uprn in {hit.uprn for hit in matched})
            if label == "a letter out":
                near.append(hits[-1])
    return cpu, wall, sum(hits) / len(hits), sum(near) / len(near)


def trigrams(folder: Path, rows: list[Line], drawn: list[Line]) -> tuple[float, float, float]:
    """Median and 99th hundredth of wall milliseconds, and the share of hits, of pg_trgm with an index of its own."""
    from borough.config.local_postgres import LocalPostgres

    cluster = LocalPostgres(folder / "home")
    with cluster.running():
        import psycopg

        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            connection.execute("CREATE UNLOGGED TABLE a (uprn bigint, label text)")
            with connection.cursor().copy("COPY a FROM STDIN") as out:
                for line in rows:
                    out.write_row((line.uprn, single_line(line)))
            connection.execute("CREATE INDEX ON a USING gist (label gist_trgm_ops(siglen=64))")
            connection.execute("VACUUM ANALYZE a")
            chance, times, hits = random.Random(3), [], []
            for line in drawn:
                for _, text in query_variants(line, chance):
                    began = time.perf_counter()
                    fetched = connection.execute(
                        "SELECT uprn FROM a ORDER BY %s <<-> label LIMIT 10", [text.upper()]
                    ).fetchall()
                    times.append((time.perf_counter() - began) * 1000)
                    hits.append((line.uprn,) in fetched)
    return of(times, 0.5), of(times, 0.99), sum(hits) / len(hits)


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [60_000, 1_000_000]
    print(
        "| addresses | made in s | MB | p50 ms CPU | p99 ms CPU | p50 ms wall | hits of 10 | a letter out | an edit ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for count in counts:
        folder = Path(tempfile.mkdtemp(prefix="borough-bench-"))
        folder.chmod(0o755)
        rows = list(many(count))
        began = time.perf_counter()
        mark = build_index(folder / "lookup", rows, 1)
        build_seconds = time.perf_counter() - began
        size = sum(file.stat().st_size for file in (folder / "lookup").rglob("*") if file.is_file()) / 1e6
        pool = [line for line in rows[:: max(1, count // 60_000)] if line.postcode and line.status == 1]
        drawn = random.Random(5).sample(pool, QUERIES)
        index = open_index(folder / "lookup")
        cpu, wall, hits, near = measure(index, drawn)
        began = time.perf_counter()
        index.change({drawn[0].uprn: [replace(drawn[0], street="QUITE ANOTHER STREET")]}, 2)
        assert find(index.searcher(), index.shape, "quite another street")
        edit = (time.perf_counter() - began) * 1000
        print(
            f"| {mark.lines:,} | {build_seconds:.1f} | {size:.0f} | {of(cpu, 0.5):.2f} | {of(cpu, 0.99):.2f} | {of(wall, 0.5):.2f} |"
            f" {hits:.4f} | {near:.4f} | {edit:.0f} |",
            flush=True,
        )
        if count <= 100_000:
            middle, far, share = trigrams(folder, rows, drawn[:OF_TRIGRAMS])
            print(f"| pg_trgm, the same rows | | | | | {middle:.1f} (p99 {far:.0f}) | {share:.4f} | | |", flush=True)
            print(f"| times faster at the median | | | | | {middle / of(wall, 0.5):.0f} | | | |", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\nMost memory used: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.")


if __name__ == "__main__":
    main()
