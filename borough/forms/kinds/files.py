"""File uploads, limited by number, size and type."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty
from borough.kernel.files import MAX_BYTES, format_types
from borough.kernel.messages import msg


@dataclass(frozen=True, kw_only=True)
class Upload(Kind):
    """Files. The stored value is each file's ID, name, size in bytes and type; the runtime stores and scans them."""

    component: ClassVar[str] = "upload"
    types: tuple[str, ...] = ("pdf", "jpg", "png")
    least: int = 1
    most: int = 1
    largest: int = MAX_BYTES

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the IDs of earlier files still wanted; the runtime adds new ones."""
        return [str(reference) for reference in posted.getlist(key) if reference]

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the files, each {"id", "name", "size", "type"}."""
        files = [file for file in raw or [] if isinstance(file, dict)]
        if not files:
            return left_empty(info)
        if len(files) > self.most:
            raise InvalidAnswer(self.too_many())
        if len(files) < self.least:
            raise InvalidAnswer("Upload at least {least} files", least=self.least)
        return files

    def too_many(self) -> str:
        """Return the error for too many files."""
        if self.most == 1:
            return msg("You can only upload 1 file")
        return msg("You can only upload up to {most} files", most=self.most)

    def form_value(self, stored: Stored) -> Any:
        """Return the files."""
        return list(stored or [])

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the file names."""
        return tuple(file["name"] for file in stored)

    def named(self) -> str:
        """Return the file types for display: “PDF, JPG or PNG”."""
        return format_types(self.types)

    def schema(self) -> dict[str, Any]:
        """Return a schema of a list of files, each with name and content."""
        content = {"type": "string", "contentEncoding": "base64"}
        file = {
            "type": "object",
            "properties": {"name": {"type": "string", "maxLength": 200}, "content": content},
            "required": ["name", "content"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": file, "minItems": self.least, "maxItems": self.most}
