"""Record what happens to submitted files: opened, infected or deleted."""

from datetime import datetime

from borough.cases import public as cases
from borough.foundation import audit, files
from borough.services.models import Upload


def record_file_opened(*, by: str, at: datetime, submission: str, file: str) -> None:
    """Record in the audit log that a file of a submission was opened."""
    audit.record(by=by, at=at, verb="services.open_file", subject=f"submission:{submission}", detail={"file": file})


def note_virus(*, by: str, at: datetime, file: str) -> None:
    """Add a note to the case of an infected file. A file not yet submitted has no case; its page shows the error."""
    upload = Upload.objects.select_related("submission").filter(file__reference=file).first()
    if upload is not None and upload.submission is not None and upload.submission.case:
        text = f"The file “{upload.name}” held a virus and was removed. Ask for it again, if it is needed."
        cases.note(by=by, at=at, reference=upload.submission.case, text=text)


def drop_files(person_id: int) -> None:
    """Delete the files a person submitted, when the person is erased."""
    files.drop(Upload.objects.filter(person_id=person_id).values_list("file__reference", flat=True))
