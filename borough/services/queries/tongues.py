"""The language a page is read in: the definition's own words, or a translation of them."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from borough.services.grammar.service import Service

FOLDER = Path(__file__).parents[1] / "words"
LANGUAGES = {"en": "English", "cy": "Cymraeg"}


@lru_cache(maxsize=8)
def common(language: str) -> Mapping[str, str]:
    """Words every service uses, such as Continue, in a language other than English."""
    path = FOLDER / f"{language}.toml"
    return dict(tomllib.loads(path.read_text())["words"]) if path.exists() else {}


class Tongue:
    """Says a text in a language: the English as it stands where there is no translation."""

    def __init__(self, service: Service, language: str) -> None:
        self.language = language if language in languages(service) else "en"
        self._own = {} if self.language == "en" else service.translations.get(self.language, {})
        self._common = {} if self.language == "en" else common(self.language)

    def __call__(self, text: str) -> str:
        """The text in this language."""
        return self._own.get(text) or self._common.get(text) or text

    def filled(self, sentence: str) -> str:
        """A sentence already filled in, in this language where it has one whole."""
        return self(sentence)


def languages(service: Service) -> tuple[str, ...]:
    """The languages a service can be read in, English first."""
    return ("en", *(key for key in service.translations if key in LANGUAGES))
