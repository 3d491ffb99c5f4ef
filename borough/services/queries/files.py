"""Files submitted with answers: for staff, and for the submitter."""

from typing import Any

from borough.forms.routing import Route
from borough.foundation import files
from borough.kernel.messages import msg
from borough.services.models import Upload


def files_of(submission: str) -> list[files.FileDetail]:
    """Return the files of a submission, without deleted ones."""
    rows = Upload.objects.filter(submission__reference=submission).exclude(file__state="dropped")
    return [files.describe_file(row.file, row.name) for row in rows.select_related("file").order_by("id")]


def virus_in(name: str) -> str:
    """Return the message about an infected file."""
    return msg("File {name} held a virus and was removed. Choose another file", name=name[:80])


def without_viruses(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a file answer without infected files."""
    refused = files.refused_among([file["id"] for file in stored]) if stored else set()
    return [file for file in stored if file["id"] not in refused]


def files_on(route: Route) -> dict[str, tuple[str, str]]:
    """Return the files on the route by reference: the key of their page, and their name."""
    return {
        file["id"]: (step.page.key, file["name"])
        for step in route.steps
        for question in step.asks
        if question.kind.component == "upload" and isinstance(route.answers.get(question.key), list)
        for file in route.answers[question.key]
    }


def refused_on(route: Route, *, locked: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the infected files that block submission: the page key and the message of each.

    locked: lock the files, so that no scan result changes until the transaction ends.
    """
    route_files = files_on(route)
    refused = files.refused_among(route_files.keys(), for_update=locked) if route_files else set()
    return tuple((page, virus_in(name)) for reference, (page, name) in route_files.items() if reference in refused)
