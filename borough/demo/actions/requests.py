"""Requests of the demonstration: submissions, a draft that waits for help, and tests of access routes."""

from datetime import datetime, timedelta

from borough.demo.actions.state import BY, Demonstration
from borough.demo.rules import (
    sample_submissions,
)
from borough.services import public as services


def create_submissions(demo: Demonstration, at: datetime) -> None:
    """Create the cast's submissions, a draft awaiting help, and tests of every access route."""
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
    _test_routes(at)
    demo.objects["service"] = sorted(services.catalogue())
    demo.canaries.append(
        {"text": sample_submissions.MARK, "roles": ["cases.view", "services.assist", "resident:caller"]}
    )


def _test_routes(at: datetime) -> None:
    today = at.date()
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
