"""Compile a template and figures into a report, or into a list of refusals."""

from collections.abc import Callable, Iterable, Iterator

from borough.measures.types import Figure
from borough.reports.grammar.blocks import CHARTS, FIXED, TABLES, missing
from borough.reports.grammar.phrases import runs_for
from borough.reports.grammar.template import TemplateLine, read
from borough.reports.rules.checks import check_claim
from borough.reports.rules.prose import bare_claims, bare_numbers, pieces, sentences
from borough.reports.types import (
    BadReference,
    Block,
    CheckedText,
    Facts,
    FigureUnavailable,
    Heading,
    Paragraph,
    Reference,
    Refusal,
    ReportRefused,
    Run,
    Text,
)

IF_TRUE = "~ "
"""Prefix of a sentence that is included only if its figures support it; otherwise the reason is recorded."""


class Compiler:
    """Compiles a template with facts; `refused` collects refusals, `left_out` omitted sentences."""

    def __init__(self, facts: Facts) -> None:
        """Start with an empty report."""
        self.facts = facts
        self.refused: list[Refusal] = []
        self.left_out: list[Refusal] = []
        self._number = 0

    def compile(self, text: str) -> tuple[Block, ...]:
        """Return the blocks of the report. Raises ReportRefused with every unsupported sentence."""
        try:
            blocks = tuple(self._blocks(list(read(text))))
        except BadReference as error:
            raise ReportRefused([Refusal(0, "the template", str(error))]) from error
        if self.refused:
            raise ReportRefused(self.refused)
        return blocks

    def _blocks(self, lines: list[TemplateLine]) -> Iterator[Block]:
        for place, line in enumerate(lines):
            if line.kind == "paragraph":
                yield from self._paragraph(line, self._items_after(lines, place))
            elif line.kind in ("heading", "subheading"):
                yield from self._heading(line)
            elif line.kind != "item":
                yield from self._exhibit(line)

    @staticmethod
    def _items_after(lines: list[TemplateLine], place: int) -> list[TemplateLine]:
        items = []
        for line in lines[place + 1 :]:
            if line.kind != "item":
                break
            items.append(line)
        return items

    def _paragraph(self, line: TemplateLine, items: Iterable[TemplateLine]) -> Iterator[Block]:
        runs = self._prose(line)
        lettered = tuple(item_runs for item in items if (item_runs := self._prose(item)))
        if runs:
            self._number += 1
            yield Paragraph(self._number, runs, lettered)

    def _heading(self, line: TemplateLine) -> Iterator[Block]:
        if bare := bare_numbers(line.text):
            self.refused.append(Refusal(line.at, line.text, f"has the bare number “{bare[0]}” in a heading"))
        yield Heading(line.text, 2 if line.kind == "heading" else 3)

    def _exhibit(self, line: TemplateLine) -> Iterable[Block]:
        makers: dict[str, dict[str, Callable[..., Iterable[Block]]]] = {
            "table": TABLES,
            "chart": CHARTS,
            "fixed": FIXED,
        }
        try:
            if line.kind == "missing":
                return missing(line.text)
            name, *rest = line.text.split()
            if name not in makers[line.kind]:
                raise BadReference(f"asks for the {line.kind} “{name}”; there are {', '.join(makers[line.kind])}.")
            return list(makers[line.kind][name](self.facts, *rest))
        except (FigureUnavailable, BadReference, TypeError) as error:
            self.refused.append(Refusal(line.at, f"!{line.kind} {line.text}", str(error)))
            return ()

    def _prose(self, line: TemplateLine) -> tuple[Run, ...]:
        """Return the runs of a paragraph's supported sentences."""
        runs: list[Run] = []
        for sentence in sentences(line.text):
            only_if_true = sentence.startswith(IF_TRUE)
            plain = sentence.removeprefix(IF_TRUE)
            result_runs, reasons = self._sentence(plain)
            if reasons:
                refusals = self.left_out if only_if_true else self.refused
                refusals += [Refusal(line.at, plain, reason) for reason in reasons]
            else:
                runs += [Run(" "), *result_runs] if runs else result_runs
        return tuple(runs)

    def _sentence(self, sentence: str) -> tuple[list[Run], list[str]]:
        """Return a sentence's runs, and every reason it is not supported."""
        runs: list[Run] = []
        reasons: list[str] = []
        try:
            for piece in pieces(sentence):
                try:
                    reason = self._piece(piece, runs)
                except (FigureUnavailable, BadReference) as error:
                    reason = str(error)
                if reason:
                    reasons.append(reason)
        except BadReference as error:
            reasons.append(str(error))
        return runs, reasons

    def _piece(self, piece: Text | Reference | CheckedText, runs: list[Run]) -> str:
        """Append the runs of a piece, or return why it is not supported."""
        if isinstance(piece, Reference):
            runs += runs_for(self.facts, piece.ask)
            return ""
        if isinstance(piece, CheckedText):
            runs.append(Run(piece.text, self._behind(piece)))
            reason = check_claim(self.facts, piece.text, piece.ask)
            return reason and f"“{piece.text}” {reason}"
        runs.append(Run(piece.text))
        if bare := bare_numbers(piece.text):
            return f"has the bare number “{bare[0]}”; give it by a figure, as in {{website-share last-quarter}}"
        if loose := bare_claims(piece.text):
            return f"claims “{loose[0]}” of no figure; bind it, as in [the majority]{{majority website-share year}}"
        return ""

    def _behind(self, piece: CheckedText) -> Figure | None:
        """Return the last figure that checked text refers to, or None if it is unavailable."""
        name, measure, *rest = (*piece.ask, "", "")
        periods = [word for word in rest if word and "=" not in word]
        part = next((word for word in rest if "=" in word), None)
        try:
            period = "last-quarter" if name == "steady-rise" else (periods or ["year"])[0 if name == "level" else -1]
            return self.facts.value(measure, period, part).figure
        except FigureUnavailable:
            return None
