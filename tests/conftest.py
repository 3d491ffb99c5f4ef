"""What every test stands on: a home of its own and a private PostgreSQL, made before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

if "PYTEST_XDIST_WORKER" not in os.environ and "BOROUGH_TEST_HOME" not in os.environ:
    folder = tempfile.mkdtemp(prefix="borough-test-")
    Path(folder).chmod(0o755)
    os.environ["BOROUGH_TEST_HOME"] = folder
    os.environ["BOROUGH_TEST_OWNER"] = str(os.getpid())

# A busy machine is no fault of what is tested: no test is timed.
settings.register_profile("borough", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("borough")

HOME = Path(os.environ["BOROUGH_TEST_HOME"])
os.environ["DJANGO_SETTINGS_MODULE"] = "borough.config.settings"  # here, so that settings are read after this
os.environ["BOROUGH_HOME"] = str(HOME)
os.environ["BOROUGH_COUNCIL_PACK"] = str(Path(__file__).parents[1] / "councils" / "demonstration")
os.environ["BOROUGH_SECRET_KEY"] = "tests-only-" * 6
for name in ("BOROUGH_WEBHOOK_URL", "BOROUGH_WEBHOOK_INSIDE", "BOROUGH_MAIL_URL", "BOROUGH_URL", "BOROUGH_PORT"):
    os.environ.pop(name, None)

if not os.environ.get("DATABASE_URL"):
    from borough.config.local_postgres import LocalPostgres

    cluster = LocalPostgres(HOME)
    cluster.start()
    if os.environ.get("BOROUGH_TEST_OWNER") == str(os.getpid()):

        @atexit.register
        def _end() -> None:
            cluster.stop()
            shutil.rmtree(HOME, ignore_errors=True)


import django  # noqa: E402 - the home comes first

django.setup()

from tests.client import as_role, visitor  # noqa: E402,F401 - fixtures of every test: a visitor whose pages are checked


@pytest.fixture(autouse=True)
def _disable_page_cache(settings):
    """Pages are not shared between tests."""
    settings.SHARED_SECONDS = 0.0
    settings.CHANGED_TEXTS_SECONDS = 0.0


@pytest.fixture(scope="session", autouse=True)
def _load_routes():
    """The API has a route for each service at its import: import it before a test adds a service for itself."""
    import_module("borough.config.urls")
