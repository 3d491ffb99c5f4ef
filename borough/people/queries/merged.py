"""Records that were put together: one stands, and the others point to it."""

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
    """The ids of every record of whoever this one is of: first the one that stands, then those merged into it."""
    with connection.cursor() as cursor:
        cursor.execute(MERGED_IDS, [person_id])
        return tuple(row[0] for row in cursor.fetchall())


def canonical_person_id(person_id: int) -> int:
    """The id of the record that stands for this one: itself, where it was not merged."""
    return merged_person_ids(person_id)[0]


def merged_columns(canonical_id: int) -> dict[str, tuple[object, int]]:
    """What a record took over by mergings that stand: column to what, and the record it is from. The latest counts."""
    columns: dict[str, tuple[object, int]] = {}
    for row in Merge.objects.filter(canonical_id=canonical_id, undone_at=None).order_by("id"):
        columns |= {column: (after, row.merged_id) for column, (_, after) in row.changes().items()}
    return columns
