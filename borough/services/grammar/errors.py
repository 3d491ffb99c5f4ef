"""What is wrong with an answer, as a sentence that can be put in another language before it is filled in."""

from typing import Any


class Wrong(ValueError):
    """An answer that will not do: a sentence with gaps, what fills them, and which part of the field it is about.

    part: “day”, “postcode”, “2-amount” (the second row's amount); empty for the field as a whole.
    """

    def __init__(self, sentence: str, part: str = "", **gaps: Any) -> None:
        self.template, self.part, self.gaps = sentence, part, gaps
        super().__init__(fill(sentence, gaps))


def fill(sentence: str, gaps: dict[str, Any]) -> str:
    """The sentence with its gaps filled; one that begins with a gap begins with a capital letter."""
    text = sentence
    for name, value in gaps.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text[:1].upper() + text[1:]
