"""Repeatable questions: people of a household, costs of a project."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty
from borough.forms.questions import Question
from borough.kernel.messages import msg

MOST = 100


@dataclass(frozen=True, kw_only=True)
class Rows(Kind):
    """A list of rows, each with an answer to every column; one row is edited at a time."""

    component: ClassVar[str] = "rows"
    columns: tuple[Question, ...]
    called: str = msg("entry")  # the name of a row: “person”, “cost”
    least: int = 1
    most: int = MOST

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the inputs of one row, by column."""
        return {column.key: column.kind.gather(f"{key}-{column.key}", posted) for column in self.columns}

    def clean_row(self, raw: Any, info: QuestionInfo, part: str = "") -> dict[str, Stored]:
        """Clean a row. Raises InvalidAnswer for the first invalid column, with its name (after `part`)."""
        row, wrong = {}, []
        for column in self.columns:
            try:
                answer = column.kind.clean((raw or {}).get(column.key), column.info(info.today))
            except InvalidAnswer as error:
                within = f"-{error.part}" if error.part else ""
                wrong.append(InvalidAnswer(error.message, f"{part}{column.key}{within}"))
            else:
                if answer is not None:
                    row[column.key] = answer
        if wrong:
            raise InvalidRow(wrong)
        return row

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return every row, cleaned."""
        rows = list(raw or []) if isinstance(raw, list) else []
        if not rows:
            return left_empty(info)
        if len(rows) > self.most:
            raise InvalidAnswer("You can only add up to {most}", most=self.most)
        if len(rows) < self.least:
            raise InvalidAnswer("Add {least} or more", least=self.least)
        return [self.clean_row(row, info, f"{number}-") for number, row in enumerate(rows, 1)]

    def revalidate(self, stored: Stored, info: QuestionInfo) -> Stored | None:
        """Revalidate every row."""
        raw = [
            {column.key: column.kind.form_value(row.get(column.key)) for column in self.columns} for row in stored or []
        ]
        return self.clean(raw, info)

    def value(self, stored: Stored) -> Any:
        """Return a tuple of dicts of rule values."""
        kinds = {column.key: column.kind for column in self.columns}
        return tuple({key: kinds[key].value(answer) for key, answer in row.items() if key in kinds} for row in stored)

    def form_value(self, stored: Stored) -> Any:
        """Return the rows."""
        return list(stored or [])

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return one line for each row."""
        return tuple(", ".join(text for _, text in self.cells(row) if text) for row in stored)

    def cells(self, row: dict[str, Stored]) -> list[tuple[str, str]]:
        """Return the labels and values of a row's columns."""
        return [
            (column.label, ", ".join(column.kind.lines(row[column.key])) if row.get(column.key) is not None else "")
            for column in self.columns
        ]

    def schema(self) -> dict[str, Any]:
        """Return a schema of a list of objects."""
        properties = {column.key: column.kind.schema() | {"title": column.label} for column in self.columns}
        needed = [column.key for column in self.columns if not column.optional]
        row = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
        return {"type": "array", "items": row, "minItems": self.least, "maxItems": self.most}

    def texts(self) -> tuple[str, ...]:
        """Return every column's texts."""
        return (self.called, *(text for column in self.columns for text in column.texts()))


class InvalidRow(InvalidAnswer):
    """Several faults in one row."""

    def __init__(self, wrong: list[InvalidAnswer]) -> None:
        self.wrong = wrong
        super().__init__(wrong[0].message, wrong[0].part)
