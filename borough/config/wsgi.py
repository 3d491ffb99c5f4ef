"""The WSGI application that Granian serves."""

import contextlib
import gc
import os
import threading
import time

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from django.template import engines
from django.urls import get_resolver

from borough.config.parent_death import exit_with_parent

SOON = 1.0  # seconds, so that the first page is served before warming up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")
exit_with_parent()
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - every page is loaded now, not when the first resident asks
engines.all()  # and the page components
gc.freeze()  # exclude permanent objects from garbage collection


def _warm_search_index() -> None:
    """Open the address index, which takes most of a second, before the first search."""
    from borough.gazetteer.public import search  # noqa: PLC0415 - by now every app is loaded

    time.sleep(SOON)
    with contextlib.suppress(DatabaseError, OSError):  # the next caller tries again, and gets the error
        search("a")
    connections.close_all()


threading.Thread(target=_warm_search_index, daemon=True, name="first search").start()
