"""Write down what becomes of files somebody sent: one is opened, held a virus, or is let go of."""

from datetime import datetime

from borough.cases import public as cases
from borough.foundation import audit, files
from borough.services.models import Upload


def record_file_opened(*, by: str, at: datetime, submission: str, file: str) -> None:
    """Say in the audit chain that a file of a submission was opened."""
    audit.record(by=by, at=at, verb="services.open_file", subject=f"submission:{submission}", detail={"file": file})


def note_virus(*, by: str, at: datetime, file: str) -> None:
    """Leave a note on the case of a file that held a virus; one that was never sent has none, and its page says so."""
    upload = Upload.objects.select_related("submission").filter(file__reference=file).first()
    if upload is not None and upload.submission is not None and upload.submission.case:
        text = f"The file “{upload.name}” held a virus and was removed. Ask for it again, if it is needed."
        cases.note(by=by, at=at, reference=upload.submission.case, text=text)


def drop_files(person_id: int) -> None:
    """Let go of the files somebody sent: they were erased, and the files tell of them."""
    files.drop(Upload.objects.filter(person_id=person_id).values_list("file__reference", flat=True))
