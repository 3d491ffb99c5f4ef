"""How an edit of the gazetteer is looked at, saved once, and refused with nothing lost: the same for every edit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from borough.access.public import principal_of
from borough.foundation.clock import now, today
from borough.foundation.idempotency import Answer, InFlight, OtherRequest, fingerprint, once
from borough.frontoffice.web.edit_forms import SavingForm
from borough.kernel.refusals import Refused, Stale
from borough.places import public as places
from borough.places.public import maintenance

UNTOLD = {"csrfmiddlewaretoken", "save", "alone"}


@dataclass(frozen=True)
class Edit:
    """One kind of edit: how it is looked at, how it is saved, its page, and where its end is."""

    look: Callable[[], maintenance.Plan]
    save: Callable[[maintenance.Saving], maintenance.Plan]
    template: str
    said: str
    stale: Callable[[], dict[str, Any]] = dict
    leads_to: str = "frontoffice:place"
    present: Callable[[maintenance.Plan], dict[str, Any]] | None = None


def answered(request: HttpRequest, form: SavingForm, edit: Edit, context: dict[str, Any]) -> HttpResponse:
    """The page with what would be written, or the way on once it is."""
    shown: dict[str, Any] = {"form": form, "plan": None, "both": None, "alone": False, **context}
    status = 200
    if "alone" in request.POST:
        bring_up(form, candidate="")
    if form.is_bound and form.is_valid():
        try:
            if "save" in request.POST:
                return _saved(request, form, edit)
            shown["plan"] = (edit.present or presented)(edit.look())
        except maintenance.Faulty as faulty:
            form.add_error("reason", str(faulty))
            shown["plan"] = (edit.present or presented)(edit.look())
        except Stale as stale:
            form.add_error(None, str(stale))
            shown |= edit.stale()
            status = 409
        except Refused as refused:
            form.add_error(None, str(refused))
            shown["alone"] = bool(form.cleaned_data["candidate"])
    shown["candidate"] = _candidate(form)
    return render(request, edit.template, shown, status=status)


def bring_up(form: Any, **hidden: str) -> None:
    """Have a form that is shown again bear what is there now, so that it can be saved once that was read."""
    data = MultiValueDict({name: form.data.getlist(name) for name in form.data})
    for name, value in hidden.items():
        data.setlist(name, [value])
    form.data = data


def _candidate(form: SavingForm) -> Any:
    reference = str(form["candidate"].value() or "")
    return places.candidate(reference) if reference else None


def _saved(request: HttpRequest, form: SavingForm, edit: Edit) -> HttpResponse:
    by, at = principal_of(request), now()
    told = sorted((name, values) for name, values in request.POST.lists() if name not in UNTOLD)
    saving = maintenance.Saving(by, at, today(), form.reason_given(), form.cleaned_data["candidate"])
    number, again = saved_once(
        f"edit {form.cleaned_data['key']}", by, at, f"{request.path} {told}", lambda: edit.save(saving).uprn
    )
    messages.success(request, "This was saved already." if again else edit.said)
    return redirect(edit.leads_to, number)


def saved_once(key: str, by: str, at: datetime, told: str, work: Callable[[], int]) -> tuple[int, bool]:
    """What the work gave, and whether it was done before: a second press of a button changes nothing."""
    try:
        done = once(
            key=key, principal=by, request=fingerprint("POST", "form", told.encode()), at=at,
            work=lambda: Answer(200, "text/plain", str(work()).encode()),
        )  # fmt: skip
    except OtherRequest as other:
        raise Refused("This form was saved before with other answers. Open it afresh to change more") from other
    except InFlight as busy:
        raise Refused("This form is being saved at this moment. Wait a second and look at the property") from busy
    return int(done.body), done.again


def presented(plan: maintenance.Plan) -> dict[str, Any]:
    """What an edit would write, in words."""
    kinds = {"property": "Property", "address": "Address", "successor": "Successor", "street": "Street",
             "streetname": "Street name"}  # fmt: skip
    rows = []
    for row in plan.rows:
        changed = {name: value for name, value in row.changed.items() if value not in ("", None)}
        hidden = {"updated_on", "entered_on", "custodian", "custodian_one", "language"}
        told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in changed.items() if name not in hidden)
        rows.append((kinds.get(row.record, row.record), "New" if row.before is None else "Changed", told or "Nothing"))
    faults = [(fault.check, fault.sentence, fault.where) for fault in plan.faults]
    return {"rows": rows, "faults": faults, "notes": plan.notes}
