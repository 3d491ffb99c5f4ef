"""Which endpoints an event is sent to."""

from django.db import connection

_SUBSCRIBED = """
WITH named AS (SELECT id, kinds, state, is_configured, 'endpoint ' || id || ' after ' || pg_current_xact_id() AS name
               FROM webhooks_webhookendpoint)
SELECT id, name FROM named
WHERE state = 'running' AND (kinds = '{}' OR kinds @> ARRAY[%s]::varchar[])
    AND (is_configured OR EXISTS (SELECT 1 FROM webhooks_signingsecret k WHERE k.endpoint_id = named.id))
    AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.queueing_lock = named.name AND j.status = 'todo')
"""


def subscribed_endpoints(kind: str) -> list[tuple[int, str]]:
    """Return id and queueing lock of the subscribed endpoints without a queued dispatch of this transaction.

    One dispatch covers all events of a transaction, so the lock names the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUBSCRIBED, [kind])
        rows: list[tuple[int, str]] = cursor.fetchall()
    return rows
