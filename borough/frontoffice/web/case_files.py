"""Files of cases: opened by whoever may see the case, and put to it by whoever works on it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from borough.access.public import Permission, needs, principal_of
from borough.cases import public as cases
from borough.foundation import files
from borough.foundation.clock import now
from borough.frontoffice.web.case_forms import FileForm
from borough.frontoffice.web.cases import case_shown, files_with, show_case
from borough.kernel.refusals import Refused


@needs(Permission.CASES_WORK, "POST")
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a file to a case."""
    found = case_shown(reference)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            cases.attach(by=principal_of(request), at=now(), reference=reference, file=form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "The file is with the case.")
            return redirect("frontoffice:case", reference)
    return show_case(request, found, 400, file=form)


@needs(Permission.CASES_VIEW)
def opened(request: HttpRequest, reference: str, number: str) -> FileResponse:
    """A file of the case, sent with it or put to it, once it may be opened."""
    found = next((one for one in files_with(case_shown(reference)) if one.reference == number), None)
    answer = files.handed_out(found) if found else None
    if answer is None:
        raise Http404
    cases.note_opened(by=principal_of(request), at=now(), reference=reference, file=number)
    return answer
