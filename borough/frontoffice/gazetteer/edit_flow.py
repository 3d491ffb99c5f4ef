"""Preview, saving and conflict handling, shared by all gazetteer edits."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from borough.access.public import BoroughRequest, principal_name
from borough.foundation.clock import now, today
from borough.foundation.db.idempotency import KeyReused, RequestInFlight, StoredResponse, fingerprint, run_once
from borough.frontoffice.gazetteer.forms.properties import SavingForm
from borough.gazetteer import public as gazetteer
from borough.gazetteer.public import maintenance
from borough.kernel.refusals import Refused, Stale

IGNORED_FIELDS = {"csrfmiddlewaretoken", "save", "alone", "checked"}


EMPTY: dict[str, Any] = {"plan": None, "both": None, "alone": False, "unseen": False, "checked": "", "candidate": None}
"""Minimum context of the edit pages."""


@dataclass(frozen=True)
class Edit:
    """A kind of edit: preview and save functions, template, and redirect."""

    look: Callable[[], maintenance.EditPlan]
    save: Callable[[maintenance.EditContext], maintenance.EditPlan]
    template: str
    confirmation: str
    stale: Callable[[], dict[str, Any]] = dict
    leads_to: str = "frontoffice:place"
    present: Callable[[maintenance.EditPlan], dict[str, Any]] | None = None


def edit_response(request: BoroughRequest, form: SavingForm, edit: Edit, context: dict[str, Any]) -> HttpResponse:
    """Render the preview of the edit, or redirect once it is saved."""
    page_context: dict[str, Any] = EMPTY | {"form": form, **context}
    status = 200
    if "alone" in request.POST:
        refresh_form(form, candidate="")
    if form.is_bound and form.is_valid():
        try:
            seen = request.POST.get("checked") == _digest(form)
            if "save" in request.POST and seen:
                return _saved(request, form, edit)
            page_context["unseen"] = "save" in request.POST
            page_context["plan"] = (edit.present or plan_rows)(edit.look())
        except maintenance.ChecksFailed as faulty:
            form.add_error("reason", str(faulty))
            page_context["plan"] = (edit.present or plan_rows)(edit.look())
        except Stale as stale:
            form.add_error(None, str(stale))
            page_context |= edit.stale()
            status = 409
        except Refused as refused:
            form.add_error(None, str(refused))
            page_context["alone"] = bool(form.cleaned_data["candidate"])
    page_context |= {"candidate": _candidate(form), "checked": _digest(form) if form.is_bound else ""}
    return render(request, edit.template, page_context, status=status)


def _form_text(form: SavingForm, *but: str) -> str:
    """Return the form data as one text."""
    data: Any = form.data
    return str(sorted((name, values) for name, values in data.lists() if name not in IGNORED_FIELDS | set(but)))


def _digest(form: SavingForm) -> str:
    """Return a digest of the previewed answers: a form changed since is previewed again."""
    return hashlib.sha256(_form_text(form, "reason").encode()).hexdigest()


def refresh_form(form: Any, **hidden: str) -> None:
    """Update hidden version fields of a redisplayed form, so that it can be saved after review."""
    data = MultiValueDict(dict(form.data.lists()))
    for name, value in hidden.items():
        data.setlist(name, [value])
    form.data = data


def _candidate(form: SavingForm) -> Any:
    reference = str(form["candidate"].value() or "")
    return gazetteer.candidate(reference) if reference else None


def _saved(request: BoroughRequest, form: SavingForm, edit: Edit) -> HttpResponse:
    by, at = principal_name(request), now()
    saving = maintenance.EditContext(by, at, today(), form.accepted_reason(), form.cleaned_data["candidate"])
    number, again = save_once(
        f"edit {form.cleaned_data['key']}", by, at, f"{request.path} {_form_text(form)}", lambda: edit.save(saving).uprn
    )
    messages.success(request, "This was saved already." if again else edit.confirmation)
    return redirect(edit.leads_to, number)


def save_once(key: str, by: str, at: datetime, form_text: str, work: Callable[[], int]) -> tuple[int, bool]:
    """Run the work once for its key; return its result, and whether it was a repeat."""
    try:
        done = run_once(
            key=key,
            principal=by,
            request=fingerprint("POST", "form", form_text.encode()),
            at=at,
            work=lambda: StoredResponse(200, "text/plain", str(work()).encode()),
        )
    except KeyReused as other:
        raise Refused("This form was saved before with other answers. Open it afresh to change more") from other
    except RequestInFlight as busy:
        raise Refused("This form is being saved at this moment. Wait a second and look at the property") from busy
    return int(done.body), done.is_replay


def plan_rows(plan: maintenance.EditPlan) -> dict[str, Any]:
    """Return the changes an edit would make, as text."""
    streets = {facts["usrn"]: facts["name"] for facts in plan.of("streetname")}
    for usrn in {facts["usrn"] for facts in plan.of("address")} - set(streets):
        streets[usrn] = next((street.name for street in gazetteer.street_of(usrn) if not street.withdrawn), "")
    rows = [
        (
            KINDS.get(row.record, row.record),
            "New" if row.before is None else "Changed",
            _row_text(row, streets) or "Nothing",
        )
        for row in plan.rows
    ]
    faults = [(fault.check, fault.sentence, fault.where) for fault in plan.faults]
    return {"rows": rows, "faults": faults, "notes": plan.notes}


def _row_text(row: maintenance.Row, streets: dict[int, str]) -> str:
    """Return a row as text: the address as written, and other new or changed fields."""
    parts = []
    if row.record == "address":
        text = f"{maintenance.address_text(row.facts)} {streets.get(row.facts['usrn'], '')}".strip()
        parts.append(f"{text}, {row.facts['postcode']}" if row.facts["postcode"] else text)
    for name, value in row.changed.items():
        emptied = value in ("", None)
        if (
            name in HIDDEN_COLUMNS
            or (emptied and row.before is None)
            or (row.record == "address" and name in ADDRESS_COLUMNS)
        ):
            continue
        label, text = gazetteer.fact_label(row.record, name, "" if emptied else str(value))
        value_text = f"{value:%-d %B %Y}" if isinstance(value, date) else text or "none"
        parts.append(value_text if name == "status" else f"{label} {value_text}")
    return ", ".join(parts)


KINDS = {
    "property": "Property",
    "address": "Address",
    "successor": "Successor",
    "street": "Street",
    "streetname": "Street name",
}
HIDDEN_COLUMNS = {
    "updated_on",
    "entered_on",
    "custodian",
    "custodian_one",
    "language",
    "naming_custodian",
    "version",
    "tolerance",
}
ADDRESS_COLUMNS = {
    "uprn",
    "usrn",
    "postcode",
    *(f"{side}_{part}" for side in ("sao", "pao") for part in ("start", "start_suffix", "end", "end_suffix", "text")),
}
