"""Translations: export texts for translators and report missing ones."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from borough.forms.checker import DefinitionFault
from borough.forms.importers.phrases import read_phrases, translatable_in, write_phrases
from borough.services.catalogue import catalogue, folder_of
from borough.services.queries.translators import FOLDER, LANGUAGES, common, gap_faults, has_text, untranslated
from borough.services.types import UnknownService
from borough.waste import public as waste

TRANSLATED_PACKAGES = ("kernel", "forms", "services", "waste", "website", "ui")
"""Packages whose messages residents may read on the pages of any service."""
COMMON = "common"


def write_translations(*, at: datetime, key: str, language: str, to: Path | None = None) -> tuple[Path, int, int]:
    """Write the texts of a service, or the shared ones for “common”, to its PO file of a language.

    Existing translations are kept. Return the path, the number of texts and the number still untranslated.
    Raises UnknownService and TranslationFileError.
    """
    if key == COMMON:
        path, wanted = FOLDER / f"{language}.po", _common_texts()
    else:
        path, wanted = _folder(key) / f"{language}.po", _own_texts(key, language)
    path = (to / path.name) if to else path
    path.parent.mkdir(parents=True, exist_ok=True)
    return (path, *write_phrases(path, wanted, language=language, at=at))


def translation_faults() -> list[DefinitionFault]:
    """Return every gap in the languages that services claim to support."""
    faults: list[DefinitionFault] = []
    spoken = sorted({code for definition in catalogue().values() for code in definition.translations})
    for code in spoken:
        ours = common(code)
        faults += _lacking(COMMON, code, [text for text in _common_texts() if text not in ours], gap_faults(ours))
    for key, service in catalogue().items():
        for code, texts in service.translations.items():
            faults += _lacking(key, code, untranslated(service, code, _texts_in(key)), gap_faults(texts))
    return faults


def reviewers() -> Iterator[tuple[str, str, str]]:
    """Return service, language and translation reviewer; the reviewer is empty if nobody has reviewed it."""
    for key, service in catalogue().items():
        for code in service.translations:
            yield key, code, read_phrases(_folder(key) / f"{code}.po").read_by


def _lacking(service: str, code: str, texts: list[str], gaps: list[str]) -> list[DefinitionFault]:
    name, faults = LANGUAGES.get(code, code), []
    if texts:
        faults.append(
            DefinitionFault(service, "text", code, f"{len(texts)} texts are not in {name}, the first: “{texts[0]}”")
        )
    faults += [
        DefinitionFault(service, "text", code, f"In {name} this has a gap the English has not: “{text}”")
        for text in gaps
    ]
    return faults


def _folder(key: str) -> Path:
    for path in sorted(folder_of("").iterdir()):
        if (path / "service.py").exists() and _key_in(path) == key:
            return path
    raise UnknownService(f"There is no service “{key}”.")


def _key_in(path: Path) -> str:
    return str(import_module(f"borough.services.definitions.{path.name}.service").service.key)


def _texts_in(key: str) -> tuple[str, ...]:
    """Return the message texts in the rules and actions of a definition."""
    return tuple(text for text in translatable_in(_folder(key)) if has_text(text))


def _own_texts(key: str, language: str) -> list[str]:
    every = set(_common_texts())
    texts = (*catalogue()[key].translatable_texts(), *_texts_in(key)) if key in catalogue() else ()
    own = catalogue()[key].translations.get(language, {})  # texts it overrides, such as “Yes”
    return [text for text in texts if has_text(text) and (text in own or text not in every)]


@lru_cache(maxsize=1)
def _common_texts() -> list[str]:
    root = Path(__file__).parents[2]
    written = [text for text in translatable_in(*(root / name for name in TRANSLATED_PACKAGES)) if has_text(text)]
    catalogue_texts = (
        *(item.name for item in waste.streams().values()),
        *(item.sentence for item in waste.reasons().values()),
    )
    return list(dict.fromkeys((*written, *catalogue_texts)))
