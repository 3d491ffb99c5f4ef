"""Sessions in the database. What a browser alone knows, such as its draft, is kept in the transaction that made it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.sessions.backends import db
from django.db import transaction
from django.http import HttpRequest

State = tuple[str | None, dict[str, object]]


class SessionStore(db.SessionStore):
    """Django's own, but that what `kept_with` has kept already is not written again when the request ends."""

    saved_state: State | None = None

    def state(self) -> State:
        """The key and what is held under it now."""
        return self.session_key, dict(self.items())

    def save(self, must_create: bool = False) -> None:
        """Save the session. Raises CreateError or UpdateError as Django's does."""
        if must_create or self.saved_state is None or self.saved_state != self.state():
            super().save(must_create)


@contextmanager
def session_transaction(request: HttpRequest) -> Iterator[None]:
    """One transaction for what is done and for what the browser remembers of it: both are there after a crash, or none.

    What is remembered is put into the request's session within.
    """
    session = request.session
    with transaction.atomic():
        yield
        if session.modified:
            session.save()
    if isinstance(session, SessionStore) and session.modified and not transaction.get_connection().in_atomic_block:
        session.saved_state = session.state()
