"""Database sessions. State that only the browser refers to, such as its draft, is saved in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.sessions.backends import db
from django.db import transaction
from django.http import HttpRequest

State = tuple[str | None, dict[str, object]]


class SessionStore(db.SessionStore):
    """Django's session store, without a second save at request end after `session_transaction` has saved it."""

    saved_state: State | None = None

    def state(self) -> State:
        """Return the session key and the current data."""
        return self.session_key, dict(self.items())

    def save(self, must_create: bool = False) -> None:
        """Save the session. Raises CreateError or UpdateError as Django's does."""
        if must_create or self.saved_state is None or self.saved_state != self.state():
            super().save(must_create)


@contextmanager
def session_transaction(request: HttpRequest) -> Iterator[None]:
    """Run an action and the session change that refers to it in one transaction, so a crash keeps both or neither.

    Store the reference in the request's session within the block.
    """
    session = request.session
    with transaction.atomic():
        yield
        if session.modified:
            session.save()
    if isinstance(session, SessionStore) and session.modified and not transaction.get_connection().in_atomic_block:
        session.saved_state = session.state()
