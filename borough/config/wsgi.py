"""The WSGI application that Granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from borough.config.orphans import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")
die_with_parent()
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - every page is loaded now, not when the first resident asks
