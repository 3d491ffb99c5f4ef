"""A resident's own appointments and submitted files."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from borough.access.public import BoroughRequest, principal_name, requires_sign_in
from borough.foundation import files
from borough.foundation.clock import now, today
from borough.services import public as services
from borough.ui.formats import day
from borough.website.account.views.overview import ON_A_PAGE, current_resident, page_number


@requires_sign_in()
def appointments(request: BoroughRequest) -> HttpResponse:
    """List future appointments, and pending calls or meetings."""
    me = current_resident(request)
    appointments = services.appointments_of(account_id=me.account_id, person_id=me.person_id, today=today())
    rows = [
        {
            "name": appointment.service_name,
            "text": appointment.text,
            "on": day(appointment.on) if appointment.on else "",
            "request": appointment.request,
        }
        for appointment in appointments
    ]
    return render(request, "website/account/my_appointments.html", {"rows": rows})


@requires_sign_in()
def documents(request: BoroughRequest) -> HttpResponse:
    """List the submitted files, latest first, one page at a time."""
    me, number = current_resident(request), page_number(request)
    documents, more = services.documents_of(
        account_id=me.account_id, person_id=me.person_id, start=(number - 1) * ON_A_PAGE, limit=ON_A_PAGE
    )
    rows = [
        {
            "request": document.request,
            "service": document.service_name,
            "when": day(document.sent_at),
            "name": document.file.name,
            "file": document.file.reference,
            "opens": document.file.opens,
            "status": document.file.status_text,
        }
        for document in documents
    ]
    return render(request, "website/account/my_documents.html", {"rows": rows, "page": number, "more": more})


@requires_sign_in()
def document(request: BoroughRequest, reference: str, number: str) -> FileResponse:
    """Download one submitted file once it is cleared; the access is recorded."""
    me = current_resident(request)
    owned = services.own_request(reference, account_id=me.account_id, person_id=me.person_id)
    file = (
        next((candidate for candidate in services.files_of(reference) if candidate.reference == number), None)
        if owned
        else None
    )
    answer = files.download_response(file) if file else None
    if answer is None:
        raise Http404
    services.record_file_opened(by=principal_name(request), at=now(), submission=reference, file=number)
    return answer
