"""A template and figures made into a report, or into every reason it may not be."""

from collections.abc import Callable, Iterable, Iterator

from borough.measures.types import Figure
from borough.reports.grammar.exhibits import CHARTS, FIXED, TABLES, missing
from borough.reports.grammar.speaking import say
from borough.reports.grammar.template import Line, read
from borough.reports.rules.checks import against
from borough.reports.rules.prose import bare_claims, bare_numbers, pieces, sentences
from borough.reports.types import (
    BadReference,
    Block,
    Bound,
    Facts,
    Heading,
    NotGiven,
    Paragraph,
    Reference,
    Refusal,
    ReportRefused,
    Run,
    Words,
)

IF_TRUE = "~ "
"""A sentence that begins so is said only if its figures support it; when not, it is left out and the reason kept."""


class Compiler:
    """Reads a template against facts; `refused` gathers what may not be said, `left_out` what was not."""

    def __init__(self, facts: Facts) -> None:
        """Start with nothing said."""
        self.facts = facts
        self.refused: list[Refusal] = []
        self.left_out: list[Refusal] = []
        self._number = 0

    def compile(self, text: str) -> tuple[Block, ...]:
        """The blocks of the report. Raises ReportRefused with every sentence that may not be said."""
        try:
            blocks = tuple(self._blocks(list(read(text))))
        except BadReference as error:
            raise ReportRefused([Refusal(0, "the template", str(error))]) from error
        if self.refused:
            raise ReportRefused(self.refused)
        return blocks

    def _blocks(self, lines: list[Line]) -> Iterator[Block]:
        for place, line in enumerate(lines):
            if line.kind == "paragraph":
                yield from self._paragraph(line, self._items_after(lines, place))
            elif line.kind in ("heading", "subheading"):
                yield from self._heading(line)
            elif line.kind != "item":
                yield from self._exhibit(line)

    @staticmethod
    def _items_after(lines: list[Line], place: int) -> list[Line]:
        items = []
        for line in lines[place + 1 :]:
            if line.kind != "item":
                break
            items.append(line)
        return items

    def _paragraph(self, line: Line, items: Iterable[Line]) -> Iterator[Block]:
        runs = self._prose(line)
        lettered = tuple(found for item in items if (found := self._prose(item)))
        if runs:
            self._number += 1
            yield Paragraph(self._number, runs, lettered)

    def _heading(self, line: Line) -> Iterator[Block]:
        if bare := bare_numbers(line.said):
            self.refused.append(Refusal(line.at, line.said, f"has the bare number “{bare[0]}” in a heading"))
        yield Heading(line.said, 2 if line.kind == "heading" else 3)

    def _exhibit(self, line: Line) -> Iterable[Block]:
        makers: dict[str, dict[str, Callable[..., Iterable[Block]]]] = {
            "table": TABLES, "chart": CHARTS, "fixed": FIXED,
        }  # fmt: skip
        try:
            if line.kind == "missing":
                return missing(line.said)
            name, *rest = line.said.split()
            if name not in makers[line.kind]:
                raise BadReference(f"asks for the {line.kind} “{name}”; there are {', '.join(makers[line.kind])}.")
            return list(makers[line.kind][name](self.facts, *rest))
        except (NotGiven, BadReference, TypeError) as error:
            self.refused.append(Refusal(line.at, f"!{line.kind} {line.said}", str(error)))
            return ()

    def _prose(self, line: Line) -> tuple[Run, ...]:
        """The runs of a paragraph's sentences that may be said."""
        runs: list[Run] = []
        for sentence in sentences(line.said):
            only_if_true = sentence.startswith(IF_TRUE)
            plain = sentence.removeprefix(IF_TRUE)
            said, reasons = self._sentence(plain)
            if reasons:
                kept = self.left_out if only_if_true else self.refused
                kept += [Refusal(line.at, plain, reason) for reason in reasons]
            else:
                runs += [Run(" "), *said] if runs else said
        return tuple(runs)

    def _sentence(self, sentence: str) -> tuple[list[Run], list[str]]:
        """What a sentence says, and every reason it may not."""
        said: list[Run] = []
        reasons: list[str] = []
        try:
            for piece in pieces(sentence):
                try:
                    reason = self._piece(piece, said)
                except (NotGiven, BadReference) as error:
                    reason = str(error)
                if reason:
                    reasons.append(reason)
        except BadReference as error:
            reasons.append(str(error))
        return said, reasons

    def _piece(self, piece: Words | Reference | Bound, said: list[Run]) -> str:
        """Add what a piece says, or give why it may not be said."""
        if isinstance(piece, Reference):
            said += say(self.facts, piece.ask)
            return ""
        if isinstance(piece, Bound):
            said.append(Run(piece.said, self._behind(piece)))
            reason = against(self.facts, piece.said, piece.ask)
            return reason and f"“{piece.said}” {reason}"
        said.append(Run(piece.said))
        if bare := bare_numbers(piece.said):
            return f"has the bare number “{bare[0]}”; give it by a figure, as in {{website-share last-quarter}}"
        if loose := bare_claims(piece.said):
            return f"claims “{loose[0]}” of no figure; bind it, as in [the majority]{{majority website-share year}}"
        return ""

    def _behind(self, piece: Bound) -> Figure | None:
        """The figure that bound words lead to: the last one they name, or none that can be given."""
        name, measure, *rest = (*piece.ask, "", "")
        periods = [word for word in rest if word and "=" not in word]
        part = next((word for word in rest if "=" in word), None)
        try:
            period = "last-quarter" if name == "steady-rise" else (periods or ["year"])[0 if name == "level" else -1]
            return self.facts.value(measure, period, part).figure
        except NotGiven:
            return None
