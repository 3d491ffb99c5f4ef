"""Names are the field's own: no identifier of the list of banned terms; see docs/glossary.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

ROOT = Path(__file__).parents[2]
FOLDERS = ("borough", "tests", "bench", "house", "councils")
BANNED = frozenset(
    [
        "told",
        "tell",
        "telling",
        "heard",
        "held",
        "holding",
        "kept",
        "keeping",
        "keeper",
        "asked",
        "asking",
        "said",
        "saying",
        "shown",
        "showing",
        "standing",
        "stands",
        "taken",
        "taking",
        "given",
        "giving",
        "made",
        "making",
        "gone",
        "found",
        "one",
        "ones",
        "some",
        "thing",
        "things",
        "words",
        "way",
        "whoever",
        "beside",
        "apart",
        "outward",
        "whole",
        "believe",
        "meet",
        "tongue",
        "hardly",
    ]
)
PHRASES = ("let_go", "see_one_moment")
FIXED_ELSEWHERE = {
    "custodian_one": "DTF 7.3 names the field CUSTODIAN_ONE",
    "given": "the decorator of Hypothesis",
    "given_name": "OpenID Connect names the claim so",
}
MOST_LOCAL_NAMES = 0  # may only shrink


def parts(name: str) -> list[str]:
    """The words of an identifier in snake_case or CamelCase."""
    return [part for part in re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().split("_") if part]


def is_banned(name: str) -> bool:
    if name in FIXED_ELSEWHERE:
        return False
    return bool(BANNED.intersection(parts(name))) or any(phrase in name for phrase in PHRASES)


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def definitions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Classes, functions, methods, class fields, module constants and import aliases."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.ClassDef | ast.Module):
            for child in node.body:
                targets = child.targets if isinstance(child, ast.Assign) else [getattr(child, "target", None)]
                yield from ((t.lineno, t.id) for t in targets if isinstance(t, ast.Name))
        if isinstance(node, ast.ImportFrom | ast.Import):
            yield from ((node.lineno, alias.asname) for alias in node.names if alias.asname)


def local_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Parameters and variables of functions, comprehensions and lambdas."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.lineno, node.name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tell_reader", True),
        ("ToldOut", True),
        ("let_go_of", True),
        ("words", True),
        ("made_at", True),
        ("keyword", False),
        ("highway", False),
        ("created_at", False),
        ("custodian_one", False),
        ("someone", False),
    ],
)
def test_the_check_splits_names(name, expected):
    assert is_banned(name) is expected


def test_no_module_has_a_banned_name():
    assert [str(path) for path, _ in sources() if is_banned(path.stem)] == []


def test_no_definition_has_a_banned_name():
    wrong = [f"{path}:{line} {name}" for path, tree in sources() for line, name in definitions(tree) if is_banned(name)]
    assert wrong == []


def test_local_names_are_not_banned():
    wrong = {f"{path}:{line} {n}" for path, tree in sources() for line, n in local_names(tree) if is_banned(n)}
    assert len(wrong) <= MOST_LOCAL_NAMES, sorted(wrong)


def test_templates_use_the_same_names():
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    wrong = []
    for path in sorted((ROOT / "borough").rglob("*.html")):
        tree = environment.parse(path.read_text())
        for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Macro)):
            name = node.attr if isinstance(node, nodes.Getattr) else node.name
            if is_banned(name):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert wrong == []


def test_no_json_field_has_a_banned_name():
    from borough.api.urls import api

    fields = set()

    def walk(schema):
        if isinstance(schema, dict):
            fields.update(schema.get("properties", {}))
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(api.get_openapi_schema().get("components", {}))
    assert sorted(name for name in fields if is_banned(name)) == []


def test_the_glossary_lists_every_banned_term():
    text = (ROOT / "docs/glossary.md").read_text()
    assert [term for term in sorted(BANNED) if not re.search(rf"\b{term}\b", text)] == []
