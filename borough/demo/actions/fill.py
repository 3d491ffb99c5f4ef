"""Fill an empty instance with demonstration data, through the same actions as real use."""

import csv
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from borough.access import public as access
from borough.contacts import public as contacts
from borough.demo.actions.places import (
    create_candidates,
    create_collections,
    homes,
    import_gazetteer,
    import_rounds,
    queue_matches,
)
from borough.demo.actions.requests import create_submissions
from borough.demo.actions.state import BY, Demonstration, Report
from borough.demo.rules import (
    cast,
    contact_log,
    sample_gazetteer,
)
from borough.foundation import packs
from borough.foundation.ops import instance
from borough.gazetteer import public as gazetteer
from borough.measures import public as measures
from borough.people import public as people
from borough.services import public as services
from borough.staff import public as staff


def fill(*, at: datetime, seed: int, scale: Fraction, report: Report) -> Demonstration:
    """Create the whole demonstration in an empty instance. Raises instance.InstanceInUse if it is not empty."""
    instance.set_kind(instance.DEMONSTRATION)
    demo = Demonstration()
    report("Teams and services...")
    packs.provision(by=BY, at=at, pack=packs.current_pack())
    report("People...")
    _staff(demo, at)
    report("Streets and addresses...")
    import_gazetteer(demo, sample_gazetteer.SUPPLIED_AT, seed, min(float(scale), 1.0), report)
    report("Collection rounds...")
    import_rounds(at)
    _residents(demo, at)
    create_candidates(demo, at)
    queue_matches(demo, at)
    report("A review of the gazetteer...")
    reviewed = sample_gazetteer.REVIEWED_AT
    gazetteer.reviews.review(by=BY, at=reviewed, today=reviewed.date(), schedule=gazetteer.reviews.example_schedule())
    report("Collections...")
    create_collections(demo, at)
    report("Two years of contacts...")
    _contacts(demo, at, seed, scale, report)
    report("What residents have sent...")
    create_submissions(demo, at)
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
    for player, line in zip(cast.RESIDENTS, homes(at.date()), strict=False):
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
    demo.tokens["addresses"] = access.create_token(
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
