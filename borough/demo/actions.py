"""Fill an empty home with the demonstration borough, through the same verbs as real work."""

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
from borough.demo.rules import candidates, cast, contact_log, gazetteer, messy, rounds, sent, volumes
from borough.foundation import home
from borough.measures import public as measures
from borough.people import public as people
from borough.places import public as places
from borough.services import public as services
from borough.staff import public as staff
from borough.waste import public as waste
from borough.waste.types import COLUMNS, ChangeKind, Why

BY = "system:demonstration"
Say = Callable[[str], None]


@dataclass
class Made:
    """What scripts need to know of a demonstration: sign-ins, sample objects, who owns what, texts to look out for."""

    sign_ins: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    objects: dict[str, list[str]] = field(default_factory=dict)
    owners: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    canaries: list[dict[str, Any]] = field(default_factory=list)


def fill(*, at: datetime, seed: int, scale: Fraction, say: Say) -> Made:
    """Make the whole demonstration in an empty home; raises home.HomeInUse when it is not empty."""
    home.mark(home.DEMONSTRATION)
    made = Made()
    say("Teams and services...")
    for service in volumes.services():
        staff.provide(by=BY, at=at, key=service.key, name=service.name, team=service.team, lgsl=service.lgsl)
    for key, one in services.catalogue().items():
        if key not in {service.key for service in volumes.services()}:
            staff.provide(
                by=BY, at=at, key=key, name=one.name, team=one.owner.replace("-", " ").capitalize(), lgsl=one.lgsl
            )  # fmt: skip
    staff.provide(by=BY, at=at, key="county-roads", name="Roads and street lights", team="County liaison")
    say("People...")
    _staff(made, at)
    say("Streets and addresses...")
    _gazetteer(made, gazetteer.SUPPLIED_AT, seed, min(float(scale), 1.0), say)
    say("Collection rounds...")
    _rounds(at)
    _residents(made, at)
    _candidates(made, at)
    _matches(made, at)
    say("A review of the gazetteer...")
    reviewed = gazetteer.REVIEWED_AT
    places.reviewing.review(by=BY, at=reviewed, today=reviewed.date(), schedule=places.reviewing.example_schedule())
    say("Collections...")
    _collections(made, at)
    say("Two years of contacts...")
    _contacts(made, at, seed, scale, say)
    say("What residents have sent...")
    _services(made, at)
    _helping(made, at)
    _belonging(made, at)
    say("Figures...")
    measures.refresh()
    _objects(made, at)
    return made


def _staff(made: Made, at: datetime) -> None:
    for number, player in enumerate(cast.STAFF):
        account = access.make_account(
            by=BY, at=at, kind=access.AccountKind.STAFF, email=cast.email(player.key), name=player.name,
            password=cast.PASSWORD, roles=(player.role,), demonstration=True,
        )  # fmt: skip
        access.enrol_totp(by=BY, at=at, account_id=account, secret=cast.secret(number))
        staff.appoint(by=BY, at=at, account_id=account, title=player.post, team=player.team, starts_on=date(2017, 6, 1))
        made.sign_ins[player.role] = {
            "email": cast.email(player.key), "password": cast.PASSWORD, "totp_secret": cast.secret(number),
            "account_id": str(account),
        }  # fmt: skip


def _residents(made: Made, at: datetime) -> None:
    for player, line in zip(cast.RESIDENTS, _homes(at.date()), strict=False):
        account = access.make_account(
            by=BY, at=at, kind=access.AccountKind.RESIDENT, email=cast.email(player.key), name=player.name,
            password=cast.PASSWORD, demonstration=True,
        )  # fmt: skip
        person = people.register(
            by=BY, at=at, name=player.name, email=cast.email(player.key), phone=f"01632 9600{len(made.owners):02}",
            address=places.single_line(line), uprn=line.uprn, account_id=account,
        )  # fmt: skip
        made.sign_ins["resident" if player.key == "resident" else f"resident:{player.key}"] = {
            "email": cast.email(player.key), "password": cast.PASSWORD, "account_id": str(account),
        }  # fmt: skip
        made.owners[player.key] = {"account_id": [str(account)], "person_id": [str(person)]}
        seen = [f"resident:{one}" for one in (player.key, cast.HELPED.get(player.key, "")) if one]
        made.canaries.append({"text": player.name, "roles": [*seen, "access.view", "people.view"]})


def _homes(today: date) -> list[places.Line]:
    """Houses of the first streets from which garden waste is fetched, for the cast to live in."""
    found = places.lines_of(range(gazetteer.FIRST_UPRN, gazetteer.FIRST_UPRN + 500))
    houses = [found[uprn] for uprn in sorted(found) if found[uprn].classification == "RD03"]
    return [one for one in houses if waste.served(one.uprn, waste.terms().stream, today)]


def _gazetteer(made: Made, at: datetime, seed: int, share: float, say: Say) -> None:
    """The gazetteer comes in as any council's does: as a supply, through the importer."""
    for ward in volumes.wards():
        places.declare_area(
            by=BY, at=at, kind=places.AreaKind.WARD, code=ward.code, name=ward.name, since=gazetteer.FIRST_DAY
        )
    layout = places.load("dtf-7.3")
    path = settings.HOME / "imports" / f"demonstration-gazetteer-{seed}.csv.gz"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    of = places.Custodian(name=gazetteer.AREA, code=str(gazetteer.CUSTODIAN))
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as out:
        places.write_supply(to=out, layout=layout, at=at, of=of, records=gazetteer.records(seed, share))
    done = places.import_supply(
        by=BY, at=at, paths=[path], layout=layout, rejects=Path(f"{path}.rejects.csv"),
        progress=lambda phase, share, count: say(f"{phase} addresses, {share:.0%}, {count:,} records"),
    )  # fmt: skip
    if done.totals.rejected:
        raise RuntimeError(f"{done.totals.rejected} records of the gazetteer were rejected: {done.first_rejects[0]}")
    say("An index to find addresses by...")
    places.bring_up()
    made.objects["uprn"] = [str(one.uprn) for one in places.search("flat 1").found]


def _candidates(made: Made, at: datetime) -> None:
    """A queue for the gazetteer officer, references of the reserved ranges, and someone who receives changes."""
    for kind, first, last in gazetteer.RANGES:
        places.maintenance.add_range(by=BY, at=at, kind=kind, first=first, last=last)
    hub = places.maintenance.add_receiver(by=BY, at=at, name="Invented national hub", layout="dtf-7.3")
    held = places.lines_of(range(gazetteer.FIRST_UPRN, gazetteer.FIRST_UPRN + 4_000, 37))
    numbered = [line for line in held.values() if line.primary.start and not line.secondary.text]
    officer = f"staff:{made.sign_ins['gazetteer_officer']['account_id']}"
    for number, one in enumerate(candidates.found(sorted(numbered, key=lambda line: line.uprn))):
        done = places.raise_candidate(
            by=BY, at=at - timedelta(days=one.days), source=one.source, source_id=one.source_id, text=one.text,
            postcode=one.postcode, uprn=one.uprn, usrn=one.usrn, note=one.note,
        )  # fmt: skip
        made.objects.setdefault("candidate", []).append(done.reference)
        if number == 2:
            places.take_candidate(by=officer, at=at - timedelta(days=1), reference=done.reference)
    made.objects["receiver"] = [str(hub)]
    made.objects["usrn"] = sorted({str(line.usrn) for line in numbered})[:5]
    made.canaries.append({"text": candidates.MARK, "roles": ["places.edit"]})


def _matches(made: Made, at: datetime) -> None:
    """Addresses as people write them, matched as a list would be; those that are not sure wait for staff."""
    held = places.lines_of(range(gazetteer.FIRST_UPRN, gazetteer.FIRST_UPRN + 3_000, 23))
    told = messy.texts([held[uprn] for uprn in sorted(held)])
    with places.matching() as answers:
        given = answers(told)
    rows = [
        places.ToQueue(f"demonstration:{number}", text, postcode, answer)
        for number, ((text, postcode), answer) in enumerate(zip(told, given, strict=True), 1)
        if answer.verdict == "review" or text == messy.MARK
    ]
    places.queue_addresses(by=BY, at=at - timedelta(days=3), source="file", rows=rows)
    made.objects["match"] = [str(one.id) for one in places.questions(limit=20)]
    made.canaries.append({"text": messy.MARK, "roles": ["places.edit"]})


def _rounds(at: datetime) -> None:
    """Rounds come in as any council's do: as a list, through the importer."""
    path = settings.HOME / "imports" / "demonstration-rounds.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(rounds.rows(places.lines(statuses=[places.Status.APPROVED])))
    done = waste.rounds.load_rounds(
        by=BY, at=at, path=path, since=rounds.FIRST_MONDAY, rejects=Path(f"{path}.rejects.csv")
    )
    if done.rejected:
        raise RuntimeError(f"{done.rejected} lines of the rounds were rejected: see {path}.rejects.csv")


def _collections(made: Made, at: datetime) -> None:
    """Holidays and the winter's pause, days for bulky things, and residents with a garden waste subscription."""
    today = at.date()
    runs = waste.rounds.holiday_runs(today - timedelta(days=60), today + timedelta(days=400))
    changed = waste.rounds.change_days_by(by=BY, at=at, runs=runs)
    starts_on, ends_on = rounds.winter(today)
    pause = waste.rounds.change_days(
        by=BY, at=at, kind=ChangeKind.SUSPEND, why=Why.SEASON, starts_on=starts_on, ends_on=ends_on, stream="garden"
    )
    made.objects["change"] = [str(one.id) for one in [*changed, pause]]
    for ahead in range(1, 57):
        if (day := today + timedelta(days=ahead)).weekday() in (1, 3):
            waste.bulky.set_bulky_day(by=BY, at=at, day=day, capacity=24)
    fee = waste.quote(bins=1, concession=False, on=today)
    for number, (line, owned) in enumerate(zip(_homes(today), made.owners.values(), strict=False)):
        waste.subscribe(
            by=BY, at=at, key=f"demonstration {number}", uprn=line.uprn, person_id=int(owned["person_id"][0]),
            bins=1, starts_on=fee.starts_on, ends_on=fee.ends_on, paid=fee.pence,
        )  # fmt: skip


def _contacts(made: Made, at: datetime, seed: int, scale: Fraction, say: Say) -> None:
    path = settings.HOME / "imports" / f"demonstration-{seed}-{float(scale):g}.csv"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(contact_log.HEADER)
        writer.writerows(contact_log.rows(seed, scale))
    done = contacts.import_log(
        by=BY, at=at, path=path, layout=contacts.load("demonstration"), rejects=Path(f"{path}.rejects.csv"),
        progress=lambda share, totals: say(f"{share:.0%} of the contacts, {totals.read:,}"),
    )  # fmt: skip
    if done.totals.rejected:
        raise RuntimeError(f"{done.totals.rejected} rows of the demonstration were rejected: {done.first_rejects[0]}")
    _canary(made, at)


def _services(made: Made, at: datetime) -> None:
    """What the cast have sent, one draft that waits for help, and the ways to every service as they were tried."""
    today = at.date()
    for one in sent.SENT:
        who = made.owners[one.who]
        began = at - timedelta(days=one.days)
        reference = services.begin(
            by=BY, at=began, today=began.date(), service=one.service, mode=services.Mode(one.mode),
            account_id=int(who["account_id"][0]) if one.mode == "web" else None, person_id=int(who["person_id"][0]),
            answers=one.answers,
        )  # fmt: skip
        services.asking.pass_all(at=began, reference=reference)
        if one.help:
            services.hand_over(by=BY, at=began, today=began.date(), reference=reference, how="call", words=one.help)
            made.objects.setdefault("draft", []).append(reference)
            continue
        receipt = services.submit(by=BY, at=began, today=began.date(), reference=reference)
        made.objects.setdefault("submission", []).append(receipt.reference)
        who.setdefault("submission", []).append(receipt.reference)
        found = services.sent(receipt.reference)
        if found and found.case:
            made.objects.setdefault("case", []).append(found.case)
    for number, way in enumerate(services.ways(today)):
        tested = today - timedelta(days=20 + number * 37 % 420)
        services.record_test(
            by=BY, at=at, today=today, service=way.service, route=way.route, tested_on=tested, worked=number % 17 != 5,
            found="It was done in one go." if number % 17 != 5 else "Nobody answered within ten minutes.",
        )  # fmt: skip
    made.objects["service"] = sorted(services.catalogue())
    made.canaries.append({"text": sent.MARK, "roles": ["cases.view", "services.assist", "resident:caller"]})


def _helping(made: Made, at: datetime) -> None:
    """The carer may help the learner, and is asked to help the caller; and one resident is written down twice."""
    given = []
    for key, helper in cast.HELPED.items():
        reference = people.give_mandate(
            by=BY, at=at, person_id=int(made.owners[key]["person_id"][0]), helper_email=cast.email(helper), months=12,
            how=people.How.PHONE,
        )  # fmt: skip
        given.append(reference)
    account = int(made.owners["carer"]["account_id"][0])
    people.accept_mandate(by=f"resident:{account}", at=at, reference=given[0], account_id=account)
    made.objects["mandate"] = given
    made.objects["person"] = [people.reference_of(int(made.owners["learner"]["person_id"][0]))]
    people.register(by=BY, at=at, name="W Website", phone="01632 960000", prefers="post")
    people.look_at_written(at=at)
    made.objects["duplicate"] = [str(one.id) for one in people.likenesses()]


def _belonging(made: Made, at: datetime) -> None:
    """The carer and the learner live together, and the caller is treasurer of a club that has asked for something."""
    carer, learner, caller = (int(made.owners[key]["person_id"][0]) for key in ("carer", "learner", "caller"))
    told: dict[str, Any] = {"by": BY, "at": at, "source": "themselves", "sure": people.Sure.HEARD}
    since = at.date() - timedelta(days=900)
    home = people.households.make(uprn=int(made.objects["uprn"][0]), person_id=carer, starts_on=since, **told)
    people.households.join(reference=home, person_id=learner, starts_on=since, **told)
    club = people.organisations.add(
        kind="community", name="Invented Bowls Club", email="bowls@demonstration.example", phone="01632 960 200",
        address="The Green, Invented Street", **told,
    )  # fmt: skip
    people.organisations.act_for(reference=club, person_id=caller, role="treasurer", starts_on=since, **told)
    found = people.organisations.organisation(club)
    sent_by = services.sent(made.owners["caller"].get("submission", [""])[0])
    if found and sent_by:
        contacts.on_behalf.say(by=BY, at=at, reference=sent_by.contact, organisation_id=found.id)
    made.objects["household"], made.objects["organisation"] = [home], [club]


def _canary(made: Made, at: datetime) -> None:
    """A contact with a mark in it, and one corrected, so that both can be looked for. Neither moves a share."""
    marked = contacts.record(
        by=BY, at=at, channel=contacts.Channel.FACE_TO_FACE, direction=contacts.Direction.INTERNAL,
        service="general-enquiry", nature=contacts.Nature.ENQUIRY, outcome=contacts.Outcome.SIGNPOSTED,
        handled_where="Counter CANARY-7QK2M9XA", source="demonstration", source_id="canary", minutes=3,
    )  # fmt: skip
    corrected = contacts.correct(
        by=BY, at=at, reference=marked.reference, reason="The minutes were misheard.", minutes=4
    )
    made.objects["reference"] = [marked.reference, corrected.reference]
    made.canaries.append({"text": "CANARY-7QK2M9XA", "roles": ["contacts.view"]})


def _objects(made: Made, at: datetime) -> None:
    made.tokens["contacts"] = access.create_token(
        by=BY, at=at, name="Demonstration: contacts", scopes=["contacts.record", "contacts.view"]
    ).secret
    read = access.create_token(by=BY, at=at, name="Demonstration: reading", scopes=["contacts.view"])
    made.tokens["reading"] = read.secret
    made.tokens["places"] = access.create_token(
        by=BY, at=at, name="Demonstration: addresses", scopes=["places.view"]
    ).secret
    made.tokens["crew"] = access.create_token(
        by=BY, at=at, name="Demonstration: crews", scopes=["places.raise", "waste.crew"]
    ).secret
    made.tokens["services"] = access.create_token(
        by=BY, at=at, name="Demonstration: forms", scopes=["services.submit"]
    ).secret
    made.objects["token_id"] = [str(read.token_id)]
    made.objects["account_id"] = [one["account_id"] for one in made.sign_ins.values()]
    made.objects["measure"] = sorted(measures.catalogue())
    made.objects["period"] = [contact_log.LAST_YEAR, *(p.key for p in contact_log.quarters()[4:])]
