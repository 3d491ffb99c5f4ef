"""Streets, addresses, rounds and collections of the demonstration."""

import csv
import gzip
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from borough.demo.actions.state import BY, Demonstration, Report
from borough.demo.rules import (
    address_texts,
    candidates,
    rounds,
    sample_gazetteer,
    volumes,
)
from borough.gazetteer import public as gazetteer
from borough.waste import public as waste
from borough.waste.types import COLUMNS, ChangeKind, ChangeReason


def homes(today: date) -> list[gazetteer.Line]:
    """Return houses with garden waste collection in the first streets, for the cast to live in."""
    lines = gazetteer.lines_of(range(sample_gazetteer.FIRST_UPRN, sample_gazetteer.FIRST_UPRN + 500))
    houses = [lines[uprn] for uprn in sorted(lines) if lines[uprn].classification == "RD03"]
    return [line for line in houses if waste.is_served(line.uprn, waste.terms().stream, today)]


def import_gazetteer(demo: Demonstration, at: datetime, seed: int, share: float, report: Report) -> None:
    """Import the gazetteer as any council does: as a supply, through the importer."""
    for ward in volumes.wards():
        gazetteer.declare_area(
            by=BY, at=at, kind=gazetteer.AreaKind.WARD, code=ward.code, name=ward.name, since=sample_gazetteer.FIRST_DAY
        )
    layout = gazetteer.load_layout("dtf-7.3")
    path = settings.HOME / "imports" / f"demonstration-gazetteer-{seed}.csv.gz"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    of = gazetteer.Custodian(name=sample_gazetteer.AREA, code=str(sample_gazetteer.CUSTODIAN))
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as out:
        gazetteer.write_supply(to=out, layout=layout, at=at, of=of, records=sample_gazetteer.records(seed, share))
    done = gazetteer.import_supply(
        by=BY,
        at=at,
        paths=[path],
        layout=layout,
        rejects=Path(f"{path}.rejects.csv"),
        progress=lambda phase, share, count: report(f"{phase} addresses, {share:.0%}, {count:,} records"),
    )
    if done.totals.rejected:
        raise RuntimeError(f"{done.totals.rejected} records of the gazetteer were rejected: {done.first_rejects[0]}")
    report("An index to find addresses by...")
    gazetteer.update_index()
    demo.objects["uprn"] = [str(hit.uprn) for hit in gazetteer.search("flat 1").hits]


def create_candidates(demo: Demonstration, at: datetime) -> None:
    """Create change candidates, reserved reference ranges, and a receiver of changes."""
    for kind, first, last in sample_gazetteer.RANGES:
        gazetteer.maintenance.add_range(by=BY, at=at, kind=kind, first=first, last=last)
    hub = gazetteer.maintenance.add_receiver(by=BY, at=at, name="Invented national hub", layout="dtf-7.3")
    lines = gazetteer.lines_of(range(sample_gazetteer.FIRST_UPRN, sample_gazetteer.FIRST_UPRN + 4_000, 37))
    numbered = [line for line in lines.values() if line.primary.start and not line.secondary.text]
    officer = f"staff:{demo.sign_ins['gazetteer_officer']['account_id']}"
    for number, item in enumerate(candidates.invented_candidates(sorted(numbered, key=lambda line: line.uprn))):
        done = gazetteer.raise_candidate(
            by=BY,
            at=at - timedelta(days=item.days),
            source=item.source,
            source_id=item.source_id,
            text=item.text,
            postcode=item.postcode,
            uprn=item.uprn,
            usrn=item.usrn,
            note=item.note,
        )
        demo.objects.setdefault("candidate", []).append(done.reference)
        if number == 2:
            gazetteer.assign_candidate(by=officer, at=at - timedelta(days=1), reference=done.reference)
    demo.objects["receiver"] = [str(hub)]
    demo.objects["usrn"] = sorted({str(line.usrn) for line in numbered})[:5]
    demo.canaries.append({"text": candidates.MARK, "roles": ["gazetteer.edit"]})


def queue_matches(demo: Demonstration, at: datetime) -> None:
    """Match sample addresses as for a list; uncertain ones wait for staff."""
    lines = gazetteer.lines_of(range(sample_gazetteer.FIRST_UPRN, sample_gazetteer.FIRST_UPRN + 3_000, 23))
    texts = address_texts.texts([lines[uprn] for uprn in sorted(lines)])
    with gazetteer.batch_matcher() as answers:
        matched = answers(texts)
    rows = [
        gazetteer.QueuedAddress(f"demonstration:{number}", text, postcode, answer)
        for number, ((text, postcode), answer) in enumerate(zip(texts, matched, strict=True), 1)
        if answer.verdict == "review" or text == address_texts.MARK
    ]
    gazetteer.queue_addresses(by=BY, at=at - timedelta(days=3), source="file", rows=rows)
    demo.objects["match"] = [str(question.id) for question in gazetteer.questions(limit=20)]
    demo.canaries.append({"text": address_texts.MARK, "roles": ["gazetteer.edit"]})


def import_rounds(at: datetime) -> None:
    """Import rounds as any council does: as a list, through the importer."""
    path = settings.HOME / "imports" / "demonstration-rounds.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(rounds.rows(gazetteer.lines(statuses=[gazetteer.Status.APPROVED])))
    done = waste.rounds.load_rounds(
        by=BY, at=at, path=path, since=rounds.FIRST_MONDAY, rejects=Path(f"{path}.rejects.csv")
    )
    if done.rejected:
        raise RuntimeError(f"{done.rejected} lines of the rounds were rejected: see {path}.rejects.csv")


def create_collections(demo: Demonstration, at: datetime) -> None:
    """Create holidays and the winter pause, bulky days, and garden waste subscriptions."""
    today = at.date()
    runs = waste.rounds.holiday_runs(today - timedelta(days=60), today + timedelta(days=400))
    changed = waste.rounds.change_days_by(by=BY, at=at, runs=runs)
    starts_on, ends_on = rounds.winter(today)
    pause = waste.rounds.change_days(
        by=BY,
        at=at,
        kind=ChangeKind.SUSPEND,
        why=ChangeReason.SEASON,
        starts_on=starts_on,
        ends_on=ends_on,
        stream="garden",
    )
    demo.objects["change"] = [str(change.id) for change in [*changed, pause]]
    for ahead in range(1, 57):
        if (day := today + timedelta(days=ahead)).weekday() in (1, 3):
            waste.bulky.set_bulky_day(by=BY, at=at, day=day, capacity=24)
    fee = waste.quote(bins=1, concession=False, on=today)
    for number, (line, owned) in enumerate(zip(homes(today), demo.owners.values(), strict=False)):
        waste.subscribe(
            by=BY,
            at=at,
            key=f"demonstration {number}",
            uprn=line.uprn,
            person_id=int(owned["person_id"][0]),
            bins=1,
            starts_on=fee.starts_on,
            ends_on=fee.ends_on,
            paid=fee.pence,
        )
