"""Load the Python files of a council pack: its own services and measures."""

import hashlib
import importlib
import importlib.machinery
import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def load_module(path: Path) -> ModuleType:
    """Load a file of a pack by its path, once. Its folder is its package, so that it can import files beside it."""
    digest = hashlib.sha256(str(path.parent).encode()).hexdigest()[:12]
    package = f"council_pack_{digest}"
    if package not in sys.modules:
        spec = importlib.machinery.ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [str(path.parent)]
        sys.modules[package] = importlib.util.module_from_spec(spec)
    return importlib.import_module(f"{package}.{path.stem}")
