"""Merged records: the canonical record, and those merged into it."""

from django.db import connection

from borough.people.models import Merge

MERGED_IDS = """
WITH RECURSIVE up (id, into_id) AS (
    SELECT id, merged_into_id FROM people_person WHERE id = %s
    UNION ALL SELECT p.id, p.merged_into_id FROM people_person p JOIN up ON p.id = up.into_id
), same (id, depth) AS (
    SELECT id, 0 FROM up WHERE into_id IS NULL
    UNION ALL SELECT p.id, same.depth + 1 FROM people_person p JOIN same ON p.merged_into_id = same.id
)
SELECT id FROM same ORDER BY depth, id
"""


def merged_person_ids(person_id: int) -> tuple[int, ...]:
    """Return the IDs of all merged records of this person, canonical record first."""
    with connection.cursor() as cursor:
        cursor.execute(MERGED_IDS, [person_id])
        return tuple(row[0] for row in cursor.fetchall())


def canonical_person_id(person_id: int) -> int:
    """Return the ID of the canonical record: itself, if not merged."""
    return merged_person_ids(person_id)[0]


def merged_columns(canonical_id: int) -> dict[str, tuple[object, int]]:
    """Return the columns taken over by active merges: column to value and source record ID. The latest wins."""
    columns: dict[str, tuple[object, int]] = {}
    for row in Merge.objects.filter(canonical_id=canonical_id, undone_at=None).order_by("id"):
        columns |= {column: (after, row.merged_id) for column, (_, after) in row.changes().items()}
    return columns
