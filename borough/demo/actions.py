"""Fill an empty instance with demonstration data, through the same actions as real use."""

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from borough.access import public as access
from borough.contacts import public as contacts
from borough.demo.rules import (
    address_texts,
    candidates,
    cast,
    contact_log,
    rounds,
    sample_gazetteer,
    sample_submissions,
    volumes,
)
from borough.foundation import packs
from borough.foundation.ops import instance
from borough.gazetteer import public as gazetteer
from borough.measures import public as measures
from borough.people import public as people
from borough.services import public as services
from borough.staff import public as staff
from borough.waste import public as waste
from borough.waste.types import COLUMNS, ChangeKind, ChangeReason

BY = "system:demonstration"
Report = Callable[[str], None]


@dataclass
class Demonstration:
    """Data that scripts need: sign-ins, sample objects, their owners, and texts to look for."""

    sign_ins: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    objects: dict[str, list[str]] = field(default_factory=dict)
    owners: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    canaries: list[dict[str, Any]] = field(default_factory=list)


def fill(*, at: datetime, seed: int, scale: Fraction, report: Report) -> Demonstration:
    """Create the whole demonstration in an empty instance. Raises instance.InstanceInUse if it is not empty."""
    instance.set_kind(instance.DEMONSTRATION)
    demo = Demonstration()
    report("Teams and services...")
    packs.provision(by=BY, at=at, pack=packs.current_pack())
    report("People...")
    _staff(demo, at)
    report("Streets and addresses...")
    _gazetteer(demo, sample_gazetteer.SUPPLIED_AT, seed, min(float(scale), 1.0), report)
    report("Collection rounds...")
    _rounds(at)
    _residents(demo, at)
    _candidates(demo, at)
    _matches(demo, at)
    report("A review of the gazetteer...")
    reviewed = sample_gazetteer.REVIEWED_AT
    gazetteer.reviews.review(by=BY, at=reviewed, today=reviewed.date(), schedule=gazetteer.reviews.example_schedule())
    report("Collections...")
    _collections(demo, at)
    report("Two years of contacts...")
    _contacts(demo, at, seed, scale, report)
    report("What residents have sent...")
    _services(demo, at)
    _mandates(demo, at)
    _memberships(demo, at)
    report("Figures...")
    measures.refresh()
    _objects(demo, at)
    return demo


def _staff(demo: Demonstration, at: datetime) -> None:
    for number, player in enumerate(cast.STAFF):
        account = access.create_account(
            by=BY,
            at=at,
            kind=access.AccountKind.STAFF,
            email=cast.email(player.key),
            name=player.name,
            password=cast.PASSWORD,
            roles=(player.role,),
            demonstration=True,
        )
        access.enrol_totp(by=BY, at=at, account_id=account, secret=cast.secret(number))
        staff.appoint(by=BY, at=at, account_id=account, title=player.post, team=player.team, starts_on=date(2017, 6, 1))
        demo.sign_ins[player.role] = {
            "email": cast.email(player.key),
            "password": cast.PASSWORD,
            "totp_secret": cast.secret(number),
            "account_id": str(account),
        }


def _residents(demo: Demonstration, at: datetime) -> None:
    for player, line in zip(cast.RESIDENTS, _homes(at.date()), strict=False):
        account = access.create_account(
            by=BY,
            at=at,
            kind=access.AccountKind.RESIDENT,
            email=cast.email(player.key),
            name=player.name,
            password=cast.PASSWORD,
            demonstration=True,
        )
        person = people.register_person(
            by=BY,
            at=at,
            name=player.name,
            email=cast.email(player.key),
            phone=f"01632 9600{len(demo.owners):02}",
            address=gazetteer.single_line(line),
            uprn=line.uprn,
            account_id=account,
        )
        demo.sign_ins["resident" if player.key == "resident" else f"resident:{player.key}"] = {
            "email": cast.email(player.key),
            "password": cast.PASSWORD,
            "account_id": str(account),
        }
        demo.owners[player.key] = {"account_id": [str(account)], "person_id": [str(person)]}
        seen = [f"resident:{key}" for key in (player.key, cast.HELPED.get(player.key, "")) if key]
        demo.canaries.append({"text": player.name, "roles": [*seen, "access.view", "people.view"]})


def _homes(today: date) -> list[gazetteer.Line]:
    """Return houses with garden waste collection in the first streets, for the cast to live in."""
    lines = gazetteer.lines_of(range(sample_gazetteer.FIRST_UPRN, sample_gazetteer.FIRST_UPRN + 500))
    houses = [lines[uprn] for uprn in sorted(lines) if lines[uprn].classification == "RD03"]
    return [line for line in houses if waste.is_served(line.uprn, waste.terms().stream, today)]


def _gazetteer(demo: Demonstration, at: datetime, seed: int, share: float, report: Report) -> None:
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


def _candidates(demo: Demonstration, at: datetime) -> None:
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


def _matches(demo: Demonstration, at: datetime) -> None:
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


def _rounds(at: datetime) -> None:
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


def _collections(demo: Demonstration, at: datetime) -> None:
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
    for number, (line, owned) in enumerate(zip(_homes(today), demo.owners.values(), strict=False)):
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


def _contacts(demo: Demonstration, at: datetime, seed: int, scale: Fraction, report: Report) -> None:
    path = settings.HOME / "imports" / f"demonstration-{seed}-{float(scale):g}.csv"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(contact_log.HEADER)
        writer.writerows(contact_log.rows(seed, scale))
    done = contacts.import_log(
        by=BY,
        at=at,
        path=path,
        layout=contacts.load_layout("demonstration", (packs.current_pack().path / "layouts",)),
        rejects=Path(f"{path}.rejects.csv"),
        progress=lambda share, totals: report(f"{share:.0%} of the contacts, {totals.read:,}"),
    )
    if done.totals.rejected:
        raise RuntimeError(f"{done.totals.rejected} rows of the demonstration were rejected: {done.first_rejects[0]}")
    _canary(demo, at)


def _services(demo: Demonstration, at: datetime) -> None:
    """Create the cast's submissions, a draft awaiting help, and tests of every access route."""
    today = at.date()
    for sample in sample_submissions.SENT:
        who = demo.owners[sample.who]
        began = at - timedelta(days=sample.days)
        reference = services.begin(
            by=BY,
            at=began,
            today=began.date(),
            service=sample.service,
            mode=services.Mode(sample.mode),
            account_id=int(who["account_id"][0]) if sample.mode == "web" else None,
            person_id=int(who["person_id"][0]),
            answers=sample.answers,
        )
        services.draft_pages.mark_all_pages_done(at=began, reference=reference)
        if sample.help:
            services.hand_over(
                by=BY, at=began, today=began.date(), reference=reference, how="call", details=sample.help
            )
            demo.objects.setdefault("draft", []).append(reference)
            continue
        receipt = services.submit(by=BY, at=began, today=began.date(), reference=reference)
        demo.objects.setdefault("submission", []).append(receipt.reference)
        who.setdefault("submission", []).append(receipt.reference)
        sent_row = services.submission_of(receipt.reference)
        if sent_row and sent_row.case:
            demo.objects.setdefault("case", []).append(sent_row.case)
    for number, route in enumerate(services.access_routes(today)):
        tested = today - timedelta(days=20 + number * 37 % 420)
        services.record_test(
            by=BY,
            at=at,
            today=today,
            service=route.service,
            route=route.route,
            tested_on=tested,
            worked=number % 17 != 5,
            finding="It was done in one go." if number % 17 != 5 else "Nobody answered within ten minutes.",
        )
    demo.objects["service"] = sorted(services.catalogue())
    demo.canaries.append(
        {"text": sample_submissions.MARK, "roles": ["cases.view", "services.assist", "resident:caller"]}
    )


def _mandates(demo: Demonstration, at: datetime) -> None:
    """Create the carer's mandates (active for the learner, offered by the caller), and a duplicate resident."""
    references = []
    for key, helper in cast.HELPED.items():
        reference = people.grant_mandate(
            by=BY,
            at=at,
            person_id=int(demo.owners[key]["person_id"][0]),
            helper_email=cast.email(helper),
            months=12,
            how=people.MandateChannel.PHONE,
        )
        references.append(reference)
    account = int(demo.owners["carer"]["account_id"][0])
    people.accept_mandate(by=f"resident:{account}", at=at, reference=references[0], account_id=account)
    demo.objects["mandate"] = references
    demo.objects["person"] = [people.reference_of(int(demo.owners["learner"]["person_id"][0]))]
    people.register_person(by=BY, at=at, name="W Website", phone="01632 960000", prefers="post")
    people.check_queued_duplicates(at=at)
    demo.objects["duplicate"] = [str(duplicate.id) for duplicate in people.possible_duplicates()]


def _memberships(demo: Demonstration, at: datetime) -> None:
    """Create a shared household of carer and learner, and a club with the caller as treasurer and a request."""
    carer, learner, caller = (int(demo.owners[key]["person_id"][0]) for key in ("carer", "learner", "caller"))
    source: dict[str, Any] = {"by": BY, "at": at, "source": "themselves", "confidence": people.Confidence.REPORTED}
    since = at.date() - timedelta(days=900)
    instance = people.households.make(uprn=int(demo.objects["uprn"][0]), person_id=carer, starts_on=since, **source)
    people.households.join(reference=instance, person_id=learner, starts_on=since, **source)
    club = people.organisations.add(
        kind="community",
        name="Invented Bowls Club",
        email="bowls@demonstration.example",
        phone="01632 960 200",
        address="The Green, Invented Street",
        **source,
    )
    people.organisations.add_role(reference=club, person_id=caller, role="treasurer", starts_on=since, **source)
    organisation = people.organisations.organisation(club)
    sent_by = services.submission_of(demo.owners["caller"].get("submission", [""])[0])
    if organisation and sent_by:
        contacts.on_behalf.record_organisation(by=BY, at=at, reference=sent_by.contact, organisation_id=organisation.id)
    demo.objects["household"], demo.objects["organisation"] = [instance], [club]


def _canary(demo: Demonstration, at: datetime) -> None:
    """Create a contact with a marker text and a corrected one, to search for. Neither changes a share."""
    marked = contacts.record(
        by=BY,
        at=at,
        channel=contacts.Channel.FACE_TO_FACE,
        direction=contacts.Direction.INTERNAL,
        service="general-enquiry",
        nature=contacts.Nature.ENQUIRY,
        outcome=contacts.Outcome.SIGNPOSTED,
        handled_where="Counter CANARY-7QK2M9XA",
        source="demonstration",
        source_id="canary",
        minutes=3,
    )
    corrected = contacts.correct(
        by=BY, at=at, reference=marked.reference, reason="The minutes were misheard.", minutes=4
    )
    demo.objects["reference"] = [marked.reference, corrected.reference]
    demo.canaries.append({"text": "CANARY-7QK2M9XA", "roles": ["contacts.view"]})


def _objects(demo: Demonstration, at: datetime) -> None:
    demo.tokens["contacts"] = access.create_token(
        by=BY, at=at, name="Demonstration: contacts", scopes=["contacts.record", "contacts.view"]
    ).secret
    read = access.create_token(by=BY, at=at, name="Demonstration: reading", scopes=["contacts.view"])
    demo.tokens["reading"] = read.secret
    demo.tokens["places"] = access.create_token(
        by=BY, at=at, name="Demonstration: addresses", scopes=["gazetteer.view"]
    ).secret
    demo.tokens["crew"] = access.create_token(
        by=BY, at=at, name="Demonstration: crews", scopes=["gazetteer.raise", "waste.crew"]
    ).secret
    demo.tokens["services"] = access.create_token(
        by=BY, at=at, name="Demonstration: forms", scopes=["services.submit"]
    ).secret
    demo.objects["token_id"] = [str(read.token_id)]
    demo.objects["account_id"] = [sign_in["account_id"] for sign_in in demo.sign_ins.values()]
    demo.objects["measure"] = sorted(measures.catalogue())
    demo.objects["period"] = [contact_log.LAST_YEAR, *(p.key for p in contact_log.quarters()[4:])]
