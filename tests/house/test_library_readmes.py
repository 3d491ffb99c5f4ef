"""The README of each library has an example that runs as printed, in a process without Django."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARIES = ["forms", "address_match"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_example_runs_without_django(library):
    text = (ROOT / "borough" / library / "README.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    statements = [node for node in ast.parse(example).body if not isinstance(node, ast.ImportFrom)]
    assert len(statements) <= 10
    check = "\nimport sys\nassert 'django' not in sys.modules, 'the example loads Django'\n"
    result = subprocess.run(
        [sys.executable, "-c", example + check], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
