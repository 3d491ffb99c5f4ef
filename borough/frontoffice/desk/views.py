"""The home page of the front office."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from borough.access.public import BoroughRequest, Permission, requires
from borough.contacts import public as contacts
from borough.foundation import jobs as job_queue
from borough.foundation.clock import today
from borough.frontoffice import presenters
from borough.frontoffice.desk.work_queue import work_queue
from borough.frontoffice.people.forms.people import SearchForm
from borough.people import public as people
from borough.webhooks import endpoints

LATEST = 10


@requires(Permission.OFFICE_VIEW)
def home(request: BoroughRequest) -> HttpResponse:
    """Show what is new, for the areas the user may see."""
    may = request.may
    me = getattr(request, "principal", None)
    context: dict[str, Any] = {
        "rows": None,
        "backlog": None,
        "erasures": None,
        "stopped": (),
        "may_record": may(Permission.CONTACTS_RECORD),
        "waiting": work_queue(may, me.account_id if me else None),
        "find": SearchForm() if may(Permission.PEOPLE_VIEW) else None,
    }
    if may(Permission.CONTACTS_VIEW):
        context["rows"] = presenters.contact_rows(contacts.list_recent(contacts.Filters(), limit=LATEST))
        context["live"] = f"{settings.LIVE_URL}/live"
    if may(Permission.PEOPLE_ERASE):
        context["erasures"] = people.count_pending_erasures(today())
    if may(Permission.JOBS_VIEW):
        context["backlog"] = job_queue.backlog()
        context["stopped"] = [(endpoint.endpoint_id, endpoint.name) for endpoint in endpoints.list_failing()]
    return render(request, "frontoffice/desk/home.html", context)
