"""Case files: opened by anyone who may see the case, and attached by those who work on it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.cases import public as cases
from borough.foundation import files
from borough.foundation.clock import now
from borough.frontoffice.cases.forms import FileForm
from borough.frontoffice.cases.views.cases import all_files_of, case_or_404, show_case
from borough.kernel.refusals import Refused


@requires(Permission.CASES_WORK, "POST")
def attach(request: BoroughRequest, reference: str) -> HttpResponse:
    """Attach a file to a case."""
    case = case_or_404(reference)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            cases.attach(by=principal_name(request), at=now(), reference=reference, file=form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "The file is with the case.")
            return redirect("frontoffice:case", reference)
    return show_case(request, case, 400, file=form)


@requires(Permission.CASES_VIEW)
def opened(request: BoroughRequest, reference: str, number: str) -> FileResponse:
    """Download a submitted or attached file of the case, once it may be opened."""
    file = next((item for item in all_files_of(case_or_404(reference)) if item.reference == number), None)
    answer = files.download_response(file) if file else None
    if answer is None:
        raise Http404
    cases.note_opened(by=principal_name(request), at=now(), reference=reference, file=number)
    return answer
