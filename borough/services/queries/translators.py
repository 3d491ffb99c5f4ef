"""Page language: English, or a service's translation plus the shared translations."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from borough.forms.importers.phrases import read_phrases
from borough.forms.service import Service
from borough.kernel.messages import Message, fill

FOLDER = Path(__file__).parents[1] / "definitions"
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "cy": "Cymraeg"}
"""Known languages by code, each under its own name."""

_GAP = re.compile(r"%?\{\w+\}|\(\(\w+\)\)")


@lru_cache(maxsize=8)
def common(language: str) -> Mapping[str, str]:
    """Return the shared translations, such as Continue, of a language. Raises TranslationFileError."""
    return read_phrases(FOLDER / f"{language}.po").texts


class Translator:
    """Translates text into a language, falling back to the English text.

    Without a service, only the shared translations are used.
    language: an ISO 639-1 code, as pages declare it. choices: every available language, by name.
    """

    def __init__(self, service: Service | None, language: str) -> None:
        self.choices = {code: LANGUAGES[code] for code in (languages(service) if service else (ENGLISH,))}
        known = self.choices if service else LANGUAGES
        self.language = language if language in known else ENGLISH
        foreign = self.language != ENGLISH
        self._own = service.translations[self.language] if service and foreign else {}
        self._common = common(self.language) if foreign else {}

    def __call__(self, text: str) -> str:
        """Return the translated text, with its placeholder values translated too."""
        if self.language == ENGLISH:
            return text
        if not isinstance(text, Message):
            return self._word(text)
        gaps = {name: self(value) if isinstance(value, str) else value for name, value in text.gaps.items()}
        return fill(self._word(text.template), gaps)

    def _word(self, text: str) -> str:
        return self._own.get(text) or self._common.get(text) or text


def languages(service: Service) -> tuple[str, ...]:
    """Return the languages in which a service is completely translated, English first."""
    return (ENGLISH, *(code for code in service.translations if code in LANGUAGES and not untranslated(service, code)))


def untranslated(service: Service, language: str, more: tuple[str, ...] = ()) -> list[str]:
    """Return the texts of a service, and extra texts of its rules, without a translation."""
    own, ours = service.translations.get(language, {}), common(language)
    texts = dict.fromkeys((*service.translatable_texts(), *more))
    return [text for text in texts if text not in own and text not in ours and has_text(text)]


def gap_faults(translations: Mapping[str, str]) -> list[str]:
    """Return texts whose translation has placeholders, ((answer)) or {day}, missing from the English text."""
    return [text for text, translated in translations.items() if _marks(translated) - _marks(text)]


def _marks(text: str) -> set[str]:
    return set(_GAP.findall(text))


def has_text(text: str) -> bool:
    """Return whether there is anything to translate: letters outside the placeholders."""
    return any(letter.isalpha() for letter in _GAP.sub("", text))
