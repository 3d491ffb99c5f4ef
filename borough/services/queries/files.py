"""Files sent with answers: for whoever works on them, and for whoever is about to send them."""

from typing import Any

from borough.forms.routing import Route
from borough.foundation import files
from borough.kernel.messages import msg
from borough.services.models import Upload


def files_of(submission: str) -> list[files.FileDetail]:
    """The files of a submission, those dropped left out."""
    rows = Upload.objects.filter(submission__reference=submission).exclude(file__state="dropped")
    return [files.describe_file(row.file, row.name) for row in rows.select_related("file").order_by("id")]


def virus_in(name: str) -> str:
    """What is said of a file that held a virus."""
    return msg("File {name} held a virus and was removed. Choose another file", name=name[:80])


def without_viruses(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An answer of files without those that held a virus."""
    refused = files.refused_among([file["id"] for file in stored]) if stored else set()
    return [file for file in stored if file["id"] not in refused]


def files_on(route: Route) -> dict[str, tuple[str, str]]:
    """The files on the way, by their reference: the key of their page, and their name."""
    return {
        file["id"]: (step.page.key, file["name"])
        for step in route.steps for question in step.asks
        if question.kind.component == "upload" and isinstance(route.answers.get(question.key), list)
        for file in route.answers[question.key]
    }  # fmt: skip


def refused_on(route: Route, *, locked: bool = False) -> tuple[tuple[str, str], ...]:
    """What must be changed before it can be sent, since it held a virus: the key of the page, and why in a sentence.

    held: no verdict on any file of the way comes until the transaction ends.
    """
    route_files = files_on(route)
    refused = files.refused_among(route_files.keys(), for_update=locked) if route_files else set()
    return tuple((page, virus_in(name)) for reference, (page, name) in route_files.items() if reference in refused)
