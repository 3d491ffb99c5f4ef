"""Domain folders of a front end: `frontoffice/cases`, `website/account` and so on, found by their modules."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.urls import URLPattern, URLResolver


def domain_modules(face: str, name: str) -> list[ModuleType]:
    """Return the modules called `name` of every domain folder of a front-end package, in alphabetical order."""
    package = import_module(face)
    folders = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg)
    return [import_module(f"{face}.{folder}.{name}") for folder in folders if find_spec(f"{face}.{folder}.{name}")]


def domain_urls(face: str) -> list[URLPattern | URLResolver]:
    """Return the URL patterns of every domain of a front end, so that no central list is needed."""
    return [pattern for module in domain_modules(face, "urls") for pattern in module.urlpatterns]
