"""Translations stored as gettext PO files, which translators' own tools can open.

Read and written by Babel. An entry marked fuzzy, that is unreviewed since its source text changed, counts as
not translated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po, write_po

from borough.kernel.atomic_files import atomic_write

HEADER = """# Words that residents read, in another language.
# Last-Translator names whoever speaks it and has read this through. It is empty until somebody has."""
TRANSLATED_CALLS = dict.fromkeys(("_", "msg", "InvalidAnswer"))
"""The calls whose literal arguments are translatable messages."""


class TranslationFileError(ValueError):
    """An unreadable translation file; the message says why."""


@dataclass(frozen=True)
class Translations:
    """One language's texts by their English text, and the reviewer of the translation."""

    texts: Mapping[str, str]
    read_by: str = ""


def read_phrases(path: Path) -> Translations:
    """Read a PO file; empty if there is no file. Raises TranslationFileError."""
    catalogue = _opened(path)
    if catalogue is None:
        return Translations({})
    messages = {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and message.id and not message.fuzzy
    }
    return Translations({key: str(text) for key, text in messages.items() if text}, _reader(catalogue))


def write_phrases(path: Path, wanted: Iterable[str], *, language: str, at: datetime) -> tuple[int, int]:
    """Write every wanted text to a PO file, keeping existing translations and dropping obsolete texts.

    Return the number of texts, and how many have no translation yet. Raises TranslationFileError.
    """
    before = _opened(path)
    first = before.creation_date if before else at
    new_catalogue = Catalog(
        locale=language,
        project="Borough",
        copyright_holder="the council",
        creation_date=first,
        revision_date=at,
        charset="utf-8",
        header_comment=HEADER,
        fuzzy=False,
        version="1",
        msgid_bugs_address="none",
        language_team="none",
    )
    new_catalogue.last_translator = _reader(before) if before else ""
    previous = {message.id: message for message in before or () if isinstance(message.id, str)}
    missing = 0
    texts = list(dict.fromkeys(wanted))
    for text in texts:
        existing = previous.get(text)
        string = str(existing.string) if existing and existing.string else ""
        flags = {"fuzzy"} if existing and existing.fuzzy else set()
        new_catalogue.add(text, string, flags=flags)
        missing += not string or bool(flags)
    written = BytesIO()
    write_po(written, new_catalogue, width=110, omit_header=False)
    atomic_write(path, written.getvalue())
    return len(texts), missing


def translatable_in(*folders: Path) -> list[str]:
    """Return every translatable message in the code and templates of some folders, once each, in file order."""
    texts: dict[str, None] = {}
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    for folder in folders:
        extracted = extract_from_dir(
            folder,
            method_map=methods,
            keywords=TRANSLATED_CALLS,
            options_map={"**.html": {"trimmed": "true"}},
            directory_filter=lambda name: Path(name).name not in ("migrations", "definitions", "__pycache__"),
        )
        for _file, _line, message, _comments, _context in extracted:
            texts.setdefault(message if isinstance(message, str) else message[0])
    return [text for text in texts if text]


def _opened(path: Path) -> Catalog | None:
    if not path.exists():
        return None
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise TranslationFileError(f"{path.name} cannot be read as a PO file: {error}") from error


def _reader(catalogue: Catalog) -> str:
    return (catalogue.last_translator or "").strip()
