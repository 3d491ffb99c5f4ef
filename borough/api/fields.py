"""Fields shared by several API endpoints."""

from typing import Annotated

from pydantic import AfterValidator, Field

LARGEST_UPRN = 999_999_999_999
Uprn = Annotated[int, Field(ge=1, le=LARGEST_UPRN)]


def _readable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("It must not include a zero character")
    return text


Text = Annotated[str, AfterValidator(_readable)]
"""Text that the database can store."""
