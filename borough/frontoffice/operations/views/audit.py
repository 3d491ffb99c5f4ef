"""Audit log: entries, latest first, filtered by actor, app, subject or date."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, requires, staff_names
from borough.foundation import audit
from borough.foundation.clock import day_starts
from borough.frontoffice.presenters import cursor_in
from borough.frontoffice.waste.views.rounds import cell, counted
from borough.kernel.references import format_reference, parse_reference
from borough.kernel.text import capitalise
from borough.ui.fields import DateField
from borough.ui.formats import number, short_moment

ON_A_PAGE = 50
KINDS = {"staff": "Member of staff", "nobody": "Nobody signed in", "system": "Borough:"}
WHO = re.compile(r"[a-z_-]{1,30}(:[a-z0-9_-]{1,18})?", re.ASCII)
PARTS = {
    "access": "Access",
    "cases": "Cases",
    "contacts": "Contacts",
    "files": "Files",
    "gazetteer": "Gazetteer",
    "home": "Home",
    "jobs": "Jobs",
    "messaging": "Messages",
    "pack": "Council pack",
    "payments": "Payments",
    "people": "People",
    "retention": "Retention",
    "services": "Services",
    "staff": "Teams",
    "waste": "Waste",
    "webhooks": "Webhooks",
}
"""Names of the parts of the work; the part of a verb is what stands before its dot."""
REFERENCED = (
    "batch",
    "bulky",
    "candidate",
    "case",
    "contact",
    "draft",
    "erasure-request",
    "file",
    "household",
    "mandate",
    "merge",
    "message",
    "missed-bin",
    "organisation",
    "payment",
    "submission",
    "subscription",
    "waste-task",
)
"""Subject kinds identified by a reference, as named in the audit log."""
COLUMNS = ("Entry", "When", "Who", "Part", "What", "To what", "With it")
PAGES = {
    "case": Permission.CASES_VIEW,
    "contact": Permission.CONTACTS_VIEW,
    "message": Permission.MESSAGING_VIEW,
    "payment": Permission.PAYMENTS_VIEW,
}
"""Subject kinds with their own page, and the permission to open it."""


class ActsForm(forms.Form):
    """Filters of the audit log."""

    part = forms.ChoiceField(label="Part of the work", required=False, choices=[("", "All"), *PARTS.items()])
    about = forms.CharField(label="Reference of what it was done to", required=False)
    first = DateField(label="From", subject="the first day", required=False)
    last = DateField(label="To", subject="the last day", required=False)
    by = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_about(self) -> str:
        """Return the reference in stored form."""
        typed = self.cleaned_data["about"].strip()
        reference = parse_reference(typed) if typed else ""
        if reference is None:
            raise forms.ValidationError("Enter a reference, like 7QK2-M9XA-01BD-4HZT")
        return reference

    def clean_by(self) -> str:
        """Return the actor in stored form, staff:12. Any other value gives 404."""
        who = str(self.cleaned_data["by"])
        if who and not WHO.fullmatch(who):
            raise Http404
        return who


@requires(Permission.AUDIT_VIEW)
def act_list(request: BoroughRequest) -> HttpResponse:
    """List audit entries, latest first, with pages."""
    form = ActsForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    before = cursor_in(request, "before")
    acts = audit.list_acts(_which(chosen), before=before, limit=ON_A_PAGE + 1)
    query_params = {key: str(value) for key, value in request.GET.items() if key != "before" and value}
    whose = str(chosen.get("by") or "")
    names = staff_names({act.by for act in acts} | {whose})
    context = {
        "form": form,
        "columns": COLUMNS,
        "paged": before > 0,
        "rows": [_row(request, act, names, query_params) for act in acts[:ON_A_PAGE]],
        "older": "?" + urlencode(query_params | {"before": str(acts[ON_A_PAGE - 1].position)})
        if acts[ON_A_PAGE:]
        else "",
        "whose": _who(whose, names) if whose else "",
        "everybody": "?" + urlencode(query_params | {"by": ""}),
    }
    return render(request, "frontoffice/operations/audit.html", context)


def _which(chosen: dict[str, Any]) -> audit.ActFilter:
    about, first, last = chosen.get("about"), chosen.get("first"), chosen.get("last")
    return audit.ActFilter(
        by=chosen.get("by", ""),
        app=chosen.get("part", ""),
        subjects=tuple(f"{kind}:{about}" for kind in REFERENCED) if about else (),
        since=day_starts(first) if first else None,
        until=day_starts(last + timedelta(days=1)) if last else None,
    )


def _row(
    request: BoroughRequest, act: audit.Act, names: dict[str, str], query_params: dict[str, str]
) -> list[dict[str, str]]:
    part, _, did = act.verb.partition(".")
    kind, _, which = act.subject.partition(":")
    opens = kind in PAGES and request.may(PAGES[kind])
    reference = format_reference(which) if parse_reference(which) == which else which
    subject = f"{capitalise(kind.replace('-', ' '))} {reference}".strip()
    detail = [f"{key.replace('_', ' ')}: {_text_of(value)}" for key, value in act.detail.items()]
    return [
        counted(act.position) | {"head": "yes"},
        cell(short_moment(act.at)),
        cell(_who(act.by, names), "?" + urlencode(query_params | {"by": act.by}))
        | {"hidden": f": only their acts, entry {number(act.position)}"},
        cell(PARTS.get(part, capitalise(part))),
        cell(capitalise(did.replace("_", " "))),
        cell(subject, reverse(f"frontoffice:{kind}", args=[which]) if opens else ""),
        cell("; ".join(detail)),
    ]


def _who(by: str, names: dict[str, str]) -> str:
    """Return a unique display name of the actor: a person's name, or the account, token or part of Borough."""
    kind, _, which = by.partition(":")
    return names.get(by) or (f"{KINDS.get(kind, capitalise(kind))} {which.replace('_', ' ')}".strip())


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text_of(part) for part in value) or "none"
    return "none" if value in (None, "") else str(value)
