"""Properties whose addresses may have changed since a change, for derived indexes."""

from django.db import connection

CHANGED = """
SELECT uprn FROM gazetteer_property WHERE change_id > %(since)s
UNION SELECT uprn FROM gazetteer_address WHERE change_id > %(since)s
UNION SELECT uprn FROM gazetteer_organisation WHERE change_id > %(since)s
UNION SELECT uprn FROM gazetteer_deliverypoint WHERE change_id > %(since)s
UNION SELECT a.uprn FROM gazetteer_address a JOIN gazetteer_streetname s ON s.usrn = a.usrn
    WHERE s.change_id > %(since)s
LIMIT %(most)s
"""


def changed_since(since: int, most: int) -> list[int] | None:
    """Return the UPRNs with rows changed after that change; None if there are more than `most`."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"since": since, "most": most + 1})
        uprns = [int(uprn) for (uprn,) in cursor.fetchall()]
    return uprns if len(uprns) <= most else None
