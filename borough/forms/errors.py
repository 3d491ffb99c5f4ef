"""Invalid answers, with translatable messages."""

from typing import Any

from borough.kernel.messages import Message


class InvalidAnswer(ValueError):
    """An invalid answer: a message template, its values, and the part of the field concerned.

    part: “day”, “postcode”, “2-amount” (the second row's amount); empty for the whole field.
    """

    def __init__(self, sentence: str, part: str = "", **gaps: Any) -> None:
        self.part = part
        self.message = sentence if isinstance(sentence, Message) else Message(sentence, gaps)
        super().__init__(self.message)
