"""What is held about somebody as one archive: everything in JSON, and every file itself beside it."""

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
IN_MEMORY = 5_000_000  # bytes; a larger archive is put together on the disk, under no name


def iter_files(data: PersonalData, *, own: bool) -> Iterator[tuple[dict[str, Any], StoredFile]]:
    """The files that rows tell of and that may be opened, each with its row. own: those alone that they sent us."""
    rows = [row for table_rows in data.values() for row in table_rows if isinstance(row.get("file"), dict)]
    known = StoredFile.objects.in_bulk([row["file"]["reference"] for row in rows], field_name="reference")
    for row in rows:
        stored = known.get(row["file"]["reference"])
        if stored is None or (own and not row["file"]["sent_by_them"]):
            continue
        if describe_file(stored, "").opens and path_of(stored.reference).is_file():
            yield row, stored


def write_archive(data: PersonalData, target: Any, *, own: bool) -> int:
    """Write the archive and answer how many files are in it; each row of one says under which name."""
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
    """A name that means the same on every disk: no folders, no marks a shell or a disk takes for more."""
    return (
        re.sub(r"[^\w.-]+", "-", name.replace("\\", "/").rpartition("/")[2], flags=re.ASCII).strip(".-")[-80:] or "file"
    )


def archive_response(data: PersonalData, name: str, *, own: bool) -> FileResponse:
    """The archive as an answer, to be saved under a name."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_archive(data, target, own=own)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")
