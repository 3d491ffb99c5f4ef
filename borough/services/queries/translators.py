"""The language a page is read in: English, or a translation of a service's words with those every service uses."""

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
"""Those we know the names of, each in itself."""

_GAP = re.compile(r"%?\{\w+\}|\(\(\w+\)\)")


@lru_cache(maxsize=8)
def common(language: str) -> Mapping[str, str]:
    """Words every service uses, such as Continue, in a language other than English. Raises BadWords."""
    return read_phrases(FOLDER / f"{language}.po").texts


class Translator:
    """Says a text in a language: the English as it stands where there is no translation.

    Without a service it has the words that every service uses.
    language: a code of ISO 639-1, as pages declare it. choices: every language it can be read in, by name.
    """

    def __init__(self, service: Service | None, language: str) -> None:
        self.choices = {code: LANGUAGES[code] for code in (languages(service) if service else (ENGLISH,))}
        known = self.choices if service else LANGUAGES
        self.language = language if language in known else ENGLISH
        foreign = self.language != ENGLISH
        self._own = service.translations[self.language] if service and foreign else {}
        self._common = common(self.language) if foreign else {}

    def __call__(self, text: str) -> str:
        """The text in this language, and what fills its gaps too."""
        if self.language == ENGLISH:
            return text
        if not isinstance(text, Message):
            return self._word(text)
        gaps = {name: self(value) if isinstance(value, str) else value for name, value in text.gaps.items()}
        return fill(self._word(text.template), gaps)

    def _word(self, text: str) -> str:
        return self._own.get(text) or self._common.get(text) or text


def languages(service: Service) -> tuple[str, ...]:
    """The languages the whole of a service can be read in, English first."""
    return (ENGLISH, *(code for code in service.translations if code in LANGUAGES and not untranslated(service, code)))


def untranslated(service: Service, language: str, more: tuple[str, ...] = ()) -> list[str]:
    """Texts of a service, and more that its rules say, that have no words in a language."""
    own, ours = service.translations.get(language, {}), common(language)
    texts = dict.fromkeys((*service.translatable_texts(), *more))
    return [text for text in texts if text not in own and text not in ours and has_text(text)]


def gap_faults(translations: Mapping[str, str]) -> list[str]:
    """Texts whose translation has gaps, ((answer)) or {day}, that the English has not: nothing would fill them."""
    return [text for text, translated in translations.items() if _marks(translated) - _marks(text)]


def _marks(text: str) -> set[str]:
    return set(_GAP.findall(text))


def has_text(text: str) -> bool:
    """Whether there is anything to translate: letters outside the gaps."""
    return any(letter.isalpha() for letter in _GAP.sub("", text))
