"""What is wrong with an answer, as a sentence that can be said in another language."""

from typing import Any

from borough.kernel.messages import Message


class InvalidAnswer(ValueError):
    """An answer that will not do: a sentence with gaps, what fills them, and which part of the field it is about.

    part: “day”, “postcode”, “2-amount” (the second row's amount); empty for the field as a whole.
    """

    def __init__(self, sentence: str, part: str = "", **gaps: Any) -> None:
        self.part = part
        self.message = sentence if isinstance(sentence, Message) else Message(sentence, gaps)
        super().__init__(self.message)
