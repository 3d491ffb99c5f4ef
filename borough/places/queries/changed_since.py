"""Which properties' addresses may read otherwise than after a change, for whatever is made from the gazetteer."""

from django.db import connection

CHANGED = """
SELECT uprn FROM places_property WHERE change_id > %(since)s
UNION SELECT uprn FROM places_address WHERE change_id > %(since)s
UNION SELECT uprn FROM places_organisation WHERE change_id > %(since)s
UNION SELECT uprn FROM places_deliverypoint WHERE change_id > %(since)s
UNION SELECT a.uprn FROM places_address a JOIN places_streetname s ON s.usrn = a.usrn WHERE s.change_id > %(since)s
LIMIT %(most)s
"""


def changed_since(since: int, most: int) -> list[int] | None:
    """The UPRNs with a row changed after that change; None when there are more than `most`."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"since": since, "most": most + 1})
        uprns = [int(uprn) for (uprn,) in cursor.fetchall()]
    return uprns if len(uprns) <= most else None
