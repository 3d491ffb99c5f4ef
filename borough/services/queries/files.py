"""Files sent with answers: for whoever works on them, and for whoever is about to send them."""

from typing import Any

from borough.foundation import files
from borough.kernel.sentences import say
from borough.services.grammar.walking import Way
from borough.services.models import Upload


def files_of(submission: str) -> list[files.Shown]:
    """The files of a submission, those dropped left out."""
    rows = Upload.objects.filter(submission__reference=submission).exclude(file__state="dropped")
    return [files.shown(row.file, row.name) for row in rows.select_related("file").order_by("id")]


def virus_in(name: str) -> str:
    """What is said of a file that held a virus."""
    return say("File {name} held a virus and was removed. Choose another file", name=name[:80])


def without_viruses(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An answer of files without those that held a virus."""
    refused = files.refused_among([one["id"] for one in stored]) if stored else set()
    return [one for one in stored if one["id"] not in refused]


def files_on(way: Way) -> dict[str, tuple[str, str]]:
    """The files on the way, by their reference: the key of their page, and their name."""
    return {
        one["id"]: (step.page.key, one["name"])
        for step in way.steps for question in step.asks
        if question.kind.component == "upload" and isinstance(way.answers.get(question.key), list)
        for one in way.answers[question.key]
    }  # fmt: skip


def refused_on(way: Way, *, held: bool = False) -> tuple[tuple[str, str], ...]:
    """What must be changed before it can be sent, since it held a virus: the key of the page, and why in a sentence.

    held: no verdict on any file of the way comes until the transaction ends.
    """
    on_the_way = files_on(way)
    refused = files.refused_among(on_the_way.keys(), held=held) if on_the_way else set()
    return tuple((page, virus_in(name)) for one, (page, name) in on_the_way.items() if one in refused)
