"""Runs `uk-address-matcher` over two files in an environment of its own: python anchor.py CANONICAL MESSY OUT.

CANONICAL and MESSY are CSV of unique_id, address_concat and postcode; OUT becomes JSON: seconds, peak megabytes, and for
each messy address the canonical id with its match weight and distinguishability. Its best score is the lesser of the two.
"""

import json
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    import duckdb
    from uk_address_matcher import AddressMatcher, ExactMatchStage, PeeledAddressStage, SplinkStage, UniqueTrigramStage

    canonical, messy, out = sys.argv[1:4]
    start = time.perf_counter()
    connection = duckdb.connect()
    read = "SELECT unique_id, address_concat, coalesce(postcode, '') AS postcode FROM read_csv('{}', header=true, all_varchar=true)"
    result = AddressMatcher(
        canonical_addresses=connection.sql(read.format(canonical)),
        addresses_to_match=connection.sql(read.format(messy)),
        con=connection,
        stages=[ExactMatchStage(), PeeledAddressStage(), UniqueTrigramStage(), SplinkStage()],
        show_progress=False,
    ).match()
    table = result.matches()
    columns = table.columns
    rows = [dict(zip(columns, row, strict=True)) for row in table.fetchall()]
    seconds = time.perf_counter() - start
    match_rows = [
        [r["unique_id"], r["resolved_canonical_id"], r.get("match_weight"), r.get("distinguishability")] for r in rows
    ]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    Path(out).write_text(json.dumps({"seconds": seconds, "megabytes": megabytes, "rows": match_rows}))


if __name__ == "__main__":
    main()
