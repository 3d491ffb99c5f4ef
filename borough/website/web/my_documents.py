"""The days a resident has with us, and the files they sent. Only ever their own."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from borough.access.public import principal_of, signed_in
from borough.foundation import files
from borough.foundation.clock import now, today
from borough.services import public as services
from borough.ui.formats import day
from borough.website.web.my_borough import ON_A_PAGE, mine, page_number


@signed_in()
def appointments(request: HttpRequest) -> HttpResponse:
    """The days to come, and where a person is to call or meet them."""
    me = mine(request)
    found = services.appointments_of(account_id=me.account_id, person_id=me.person_id, today=today())
    rows = [
        {
            "name": one.service_name, "words": one.words, "on": day(one.on) if one.on else "",
            "request": one.request,
        }
        for one in found
    ]  # fmt: skip
    return render(request, "website/my_appointments.html", {"rows": rows})


@signed_in()
def documents(request: HttpRequest) -> HttpResponse:
    """The files they sent, the latest first, a page at a time."""
    me, number = mine(request), page_number(request)
    found, more = services.documents_of(
        account_id=me.account_id, person_id=me.person_id, start=(number - 1) * ON_A_PAGE, limit=ON_A_PAGE
    )
    rows = [
        {
            "request": one.request, "service": one.service_name, "when": day(one.sent_at), "name": one.file.name,
            "file": one.file.reference, "opens": one.file.opens, "standing": one.file.standing,
        }
        for one in found
    ]  # fmt: skip
    return render(request, "website/my_documents.html", {"rows": rows, "page": number, "more": more})


@signed_in()
def document(request: HttpRequest, reference: str, number: str) -> FileResponse:
    """One file they sent, once it may be opened; that it was opened is written down."""
    me = mine(request)
    owned = services.own_request(reference, account_id=me.account_id, person_id=me.person_id)
    found = next((one for one in services.files_of(reference) if one.reference == number), None) if owned else None
    answer = files.handed_out(found) if found else None
    if answer is None:
        raise Http404
    services.note_opened(by=principal_of(request), at=now(), submission=reference, file=number)
    return answer
