"""A question: what is asked, of which kind, and what is said when it is not answered."""

from dataclasses import dataclass, field
from datetime import date

from borough.forms.conditions import Condition, Rule
from borough.forms.kinds import Kind, QuestionInfo, Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `missing` is the error when it is left empty: “Enter …”, “Select …”.

    fact: what of the ontology in `facts` the answer is, so that what is held is shown and never asked again.
    ask_again: why a fact is asked though it is held, such as a signature or “it is about someone else”.
    called: the thing in the middle of a sentence, “the number of bins”; made from `ask` when not given.
    """

    key: str
    ask: str
    missing: str
    kind: Kind = field(default_factory=Text)
    hint: str = ""
    short: str = ""  # how the answer is headed where answers are checked
    called: str = ""
    optional: bool = False
    fact: str = ""
    ask_again: str = ""
    only_if: Condition | Rule | None = None
    refuses: tuple[Rule, ...] = ()
    wrong: str = ""  # said of any answer that will not do, in place of what its kind says

    @property
    def label(self) -> str:
        """Its heading where answers are listed."""
        return self.short or self.ask

    @property
    def in_sentence(self) -> str:
        """The thing asked for, as it stands inside a sentence."""
        return self.called or in_sentence(self.label)

    def info(self, today: date) -> QuestionInfo:
        """What its kind must know of it."""
        return QuestionInfo(
            key=self.key, called=self.in_sentence, missing=self.missing, optional=self.optional,
            today=today,
        )  # fmt: skip

    def texts(self) -> tuple[str, ...]:
        """Every word of it that is shown."""
        own = (self.ask, self.short, self.hint, self.missing, self.called, self.wrong)
        return tuple(filter(None, [*own, *self.kind.texts()]))


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: “Bins you have?” is “bins you have”."""
    text = label.strip().rstrip("?:.")
    first, _, rest = text.partition(" ")
    shouted = len(first) > 1 and first[1:].upper() == first[1:]
    return text if shouted else f"{first[:1].lower()}{first[1:]}{' ' + rest if rest else ''}"
