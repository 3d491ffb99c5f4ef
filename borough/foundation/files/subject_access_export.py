"""Subject access export: one archive with all data as JSON and every file."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import FileResponse

from borough.foundation.files import describe_file, path_of
from borough.foundation.models import StoredFile

PersonalData = Mapping[str, list[dict[str, Any]]]
DATA_FILE = "everything.json"
IN_MEMORY = 5_000_000  # bytes; a larger archive is assembled in an unnamed temporary file


def iter_files(data: PersonalData, *, own: bool) -> Iterator[tuple[dict[str, Any], StoredFile]]:
    """Yield the referenced files that may be opened, each with its row. own: only those the subject sent."""
    rows = [row for table_rows in data.values() for row in table_rows if isinstance(row.get("file"), dict)]
    known = StoredFile.objects.in_bulk([row["file"]["reference"] for row in rows], field_name="reference")
    for row in rows:
        stored = known.get(row["file"]["reference"])
        if stored is None or (own and not row["file"]["sent_by_them"]):
            continue
        if describe_file(stored, "").opens and path_of(stored.reference).is_file():
            yield row, stored


def write_archive(data: PersonalData, target: Any, *, own: bool) -> int:
    """Write the archive and return the number of files; each row with a file gives its name in the archive."""
    count = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, stored in iter_files(data, own=own):
            name = f"files/{stored.reference}-{_plain(str(row.get('name', '')))}"
            archive.write(path_of(stored.reference), name)
            row["file"]["in_archive"] = name
            count += 1
        archive.writestr(DATA_FILE, json.dumps(data, indent=1, default=str, ensure_ascii=False))
    return count


def _plain(name: str) -> str:
    """Return a portable file name: no folders, only safe characters."""
    return (
        re.sub(r"[^\w.-]+", "-", name.replace("\\", "/").rpartition("/")[2], flags=re.ASCII).strip(".-")[-80:] or "file"
    )


def archive_response(data: PersonalData, name: str, *, own: bool) -> FileResponse:
    """Return the archive as a download response."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_archive(data, target, own=own)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")
