"""An edit of the gazetteer: planned, checked, and written atomically as one change."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from borough.foundation import events
from borough.gazetteer.actions.candidates import assign_candidate, close_candidate, lock_candidate
from borough.gazetteer.actions.changes import begin_change
from borough.gazetteer.actions.number_ranges import NumberAllocator
from borough.gazetteer.models import Change, PropertyArea
from borough.gazetteer.queries import edit_context as current
from borough.gazetteer.queries.properties import area_of
from borough.gazetteer.rules import candidates as candidate_rules
from borough.gazetteer.rules.edits import (
    IN_USE,
    CheckFailure,
    Facts,
    FaultReason,
    Row,
    address_text,
    check_bounds,
    check_in_use,
    faults,
)
from borough.gazetteer.rules.health import cross_record
from borough.gazetteer.types import AreaKind, CandidateState, GazetteerChanged
from borough.kernel.refusals import Refused, Stale


class ChecksFailed(Refused):
    """The records would fail checks, and no reason for accepting that was given."""

    def __init__(self, failures: list[CheckFailure]) -> None:
        self.faults = failures
        super().__init__("Some records would fail a check. Mend them, or choose why they are saved all the same")


@dataclass(frozen=True)
class EditContext:
    """Who saves an edit, when and how: the reason for accepting failed checks, and the related candidate."""

    by: str
    at: datetime
    today: date
    reason: FaultReason | None = None
    candidate: str = ""


@dataclass
class EditPlan:
    """The rows an edit would write, the resulting property, failed checks, and notes."""

    rows: list[Row] = field(default_factory=list)
    uprn: int = 0
    faults: list[CheckFailure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, record: str) -> Iterator[Facts]:
        """Yield the planned records of a kind."""
        return (row.facts for row in self.rows if row.record == record)


MAX_POSTCODE_DISTANCE = 5_000.0  # metres
PlanBuilder = Callable[[NumberAllocator], EditPlan]


def preview(work: PlanBuilder, today: date) -> EditPlan:
    """Return the plan with its failed checks, without writing or allocating anything. Raises Refused."""
    plan = work(NumberAllocator())
    check_bounds(plan.rows)
    plan.faults = _faults(plan, today)
    return plan


def save(work: PlanBuilder, *, what: str, saving: EditContext) -> EditPlan:
    """Write the plan as one change with its audit entry and event, and close the related candidate.

    Raises Refused, Stale if records changed since they were read, and ChecksFailed.
    """
    with transaction.atomic():
        change = begin_change(by=saving.by, at=saving.at, what=what)
        numbers = NumberAllocator()
        plan = work(numbers)
        check_bounds(plan.rows)
        plan.faults = _faults(plan, saving.today)
        if plan.faults and saving.reason is None:
            raise ChecksFailed(plan.faults)
        numbers.save()
        _write(plan.rows, change)
        _record_areas(plan, change, saving.today)
        _close_candidate(saving, plan.uprn)
        _publish(plan, change, what, saving)
    return plan


def _write(rows: list[Row], change: Change) -> None:
    """Write changed rows, then new rows, parents first."""
    for record, model in current.MODELS.items():
        columns = current.COLUMNS.get(record, {})
        new = []
        for row in rows:
            values = {columns.get(name, name): value for name, value in row.changed.items()}
            if row.record != record or not values:
                continue
            if row.before is None:
                new.append(model(**values, change=change))
            else:
                key = {"property": "uprn", "street": "usrn"}.get(record, "key")
                model.objects.filter(pk=row.facts[key]).update(**values, change=change)
        model.objects.bulk_create(new)


def _faults(plan: EditPlan, today: date) -> list[CheckFailure]:
    statuses = {facts["uprn"]: facts["status"] for facts in plan.of("property")}
    usrns = {facts["usrn"] for facts in plan.of("address")}
    failures = faults(plan.rows, current.check_context(today, statuses, usrns))
    seen = {same: uprn for same, uprn in current.in_use_on(usrns) if uprn not in statuses}
    for facts in plan.of("address"):
        if facts["status"] in IN_USE:
            same = tuple(facts[name] for name in current.SAME)
            if seen.get(same, facts["uprn"]) != facts["uprn"]:
                where = f"address {address_text(facts)}, as property {seen[same]}"
                failures.append(
                    CheckFailure(cross_record.SAME_ADDRESS.number, cross_record.SAME_ADDRESS.sentence, where)
                )
            seen[same] = facts["uprn"]
    for facts in plan.of("property"):
        if facts["status"] in IN_USE and facts["classification"].startswith("RD06") and not facts["parent_uprn"]:
            failures.append(
                CheckFailure(
                    cross_record.LONE_FLAT.number, cross_record.LONE_FLAT.sentence, f"property {facts['uprn']}"
                )
            )
    return failures + _far_away(plan)


def _far_away(plan: EditPlan) -> list[CheckFailure]:
    """Return new or moved properties more than 5 km from most of their postcode (check 9000009)."""
    middles: dict[str, tuple[float, float] | None] = {}
    codes = {facts["uprn"]: facts["postcode"] for facts in plan.of("address") if facts["status"] in IN_USE}
    failures = []
    for row in plan.rows:
        code, east = codes.get(row.facts.get("uprn", 0), ""), row.facts.get("easting")
        if row.record != "property" or not code or east is None:
            continue
        if code not in middles:
            middles[code] = current.middle_of(code)
        middle = middles[code]
        if middle and math.dist(middle, (float(east), float(row.facts["northing"]))) > MAX_POSTCODE_DISTANCE:
            failures.append(
                CheckFailure(
                    cross_record.FAR_AWAY.number, cross_record.FAR_AWAY.sentence, f"property {row.facts['uprn']}"
                )
            )
    return failures


def _record_areas(plan: EditPlan, change: Change, today: date) -> None:
    """Record changed wards and parishes of properties, from today or their first day."""
    new = []
    for row in plan.rows:
        if row.record != "property" or row.facts["status"] not in IN_USE:
            continue
        for kind in AreaKind:
            uprn, code = row.facts["uprn"], row.facts[kind.value]
            before = area_of(uprn, kind, today) if row.before else ""
            if code and code != before:
                since = today if before or row.facts["start_on"] is None else row.facts["start_on"]
                new.append(PropertyArea(property_id=uprn, kind=kind.value, since=since, code=code, change=change))
    PropertyArea.objects.bulk_create(
        new, update_conflicts=True, update_fields=["code", "change"], unique_fields=["property", "kind", "since"]
    )


def _close_candidate(saving: EditContext, uprn: int) -> None:
    """Close the candidate of the edit, assigning it first if it is waiting."""
    if not saving.candidate:
        return
    row = lock_candidate(saving.candidate)
    if row.state == CandidateState.WAITING:
        assign_candidate(by=saving.by, at=saving.at, reference=row.reference)
        row = lock_candidate(saving.candidate)
    state = CandidateState(row.state)
    candidate_rules.check_can_decide(
        state=state, after=CandidateState.DONE, by=saving.by, assigned_by=row.assigned_by, outcome="", uprn=uprn
    )
    close_candidate(row, by=saving.by, at=saving.at, state=CandidateState.DONE, outcome="", uprn=uprn)


def _publish(plan: EditPlan, change: Change, what: str, saving: EditContext) -> None:
    uprns = tuple(sorted({facts["uprn"] for row in ("property", "address") for facts in plan.of(row)}))
    usrns = tuple(sorted({facts["usrn"] for row in ("street", "streetname") for facts in plan.of(row)}))
    detail = {
        "uprns": len(uprns),
        "usrns": list(usrns),
        "first_uprn": plan.uprn,
        "records": len(plan.rows),
        "checks": sorted({fault.check for fault in plan.faults}),
        "reason": saving.reason or "",
    }
    events.record_and_publish(
        GazetteerChanged(change.pk, uprns, usrns),
        by=saving.by,
        at=saving.at,
        verb=what,
        subject=f"gazetteer-change:{change.pk}",
        detail=detail,
    )


def read_for_edit(uprn: int, version: int) -> tuple[Facts, list[Facts]]:
    """Return a property and its addresses, in use and unchanged since read. Raises Refused or Stale."""
    facts, withdrawn = current.property_facts_of(uprn)
    if facts is None:
        raise Refused(f"There is no property {uprn}. Check the UPRN")
    if current.version_of(uprn) != version:
        raise Stale("Someone else has changed this property since you opened it. Nothing of yours is saved yet.")
    check_in_use(status=facts["status"], withdrawn=withdrawn)
    return facts, current.addresses_of(uprn)
