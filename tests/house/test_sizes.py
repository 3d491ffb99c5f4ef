"""Files and functions stay short enough to be read at a sitting."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for p in (ROOT / "borough").rglob("*.py") if "migrations" not in p.parts)
MOST_LINES, MOST_IN_FUNCTION, MOST_IN_DEFINITION = 400, 40, 150
MOST_PUBLIC_NAMES = {"gazetteer": 89, "services": 71, "people": 67, "waste": 43, "cases": 40}  # may only shrink
USUAL_PUBLIC_NAMES = 32


def lines(path):
    return len(path.read_text().splitlines())


def test_no_file_is_too_long():
    everywhere = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "house").glob("*.py")]
    assert [f"{p.relative_to(ROOT)}: {lines(p)}" for p in everywhere if lines(p) > MOST_LINES] == []


def test_no_function_is_too_long():
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _body(node) > MOST_IN_FUNCTION
    ]
    assert too_long == []


def _body(node):
    """Lines of a function without its signature and docstring, which are for the reader of the call."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return node.end_lineno - first.lineno + 1


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name == "public.py"], ids=lambda p: p.parent.name)
def test_a_public_module_offers_few_names(path):
    tree = ast.parse(path.read_text())
    (names,) = [n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "__all__"]
    assert len(names.elts) <= MOST_PUBLIC_NAMES.get(path.parent.name, USUAL_PUBLIC_NAMES)


def test_a_definition_fits_two_pages():
    too_long = [p for p in SOURCES if "definitions" in p.parts and lines(p) > MOST_IN_DEFINITION]
    assert too_long == []


def test_every_module_has_a_docstring_sentence():
    silent = [
        str(p.relative_to(ROOT))
        for p in SOURCES
        if p.read_text().strip() and not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert silent == []
