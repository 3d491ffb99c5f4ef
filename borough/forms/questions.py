"""Questions: text, answer kind and the error when left empty."""

from dataclasses import dataclass, field
from datetime import date

from borough.forms.conditions import Condition, Rule
from borough.forms.kinds import Kind, QuestionInfo, Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question. `missing` is the error when it is left empty: “Enter …”, “Select …”.

    fact: the fact in `facts` that the answer represents, so that stored values are shown and not asked again.
    ask_again: why a stored fact is asked anyway, such as a signature or “it is about someone else”.
    called: the subject within a sentence, “the number of bins”; derived from `ask` by default.
    """

    key: str
    ask: str
    missing: str
    kind: Kind = field(default_factory=Text)
    hint: str = ""
    short: str = ""  # the answer's heading on check your answers
    called: str = ""
    optional: bool = False
    fact: str = ""
    ask_again: str = ""
    only_if: Condition | Rule | None = None
    refuses: tuple[Rule, ...] = ()
    wrong: str = ""  # replaces the kind's own message for an invalid answer

    @property
    def label(self) -> str:
        """Return its heading on check your answers."""
        return self.short or self.ask

    @property
    def in_sentence(self) -> str:
        """Return its subject as used within a sentence."""
        return self.called or in_sentence(self.label)

    def info(self, today: date) -> QuestionInfo:
        """Return what its kind needs to know."""
        return QuestionInfo(
            key=self.key,
            called=self.in_sentence,
            missing=self.missing,
            optional=self.optional,
            today=today,
        )

    def texts(self) -> tuple[str, ...]:
        """Return every displayed text."""
        own = (self.ask, self.short, self.hint, self.missing, self.called, self.wrong)
        return tuple(filter(None, [*own, *self.kind.texts()]))


def in_sentence(label: str) -> str:
    """Return a label as used within a sentence: “Bins you have?” becomes “bins you have”."""
    text = label.strip().rstrip("?:.")
    first, _, rest = text.partition(" ")
    shouted = len(first) > 1 and first[1:].upper() == first[1:]
    return text if shouted else f"{first[:1].lower()}{first[1:]}{' ' + rest if rest else ''}"
