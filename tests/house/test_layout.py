"""Every app has the same modules under the same names; see docs/adr."""

import re
from pathlib import Path

BOROUGH = Path(__file__).parents[2] / "borough"
FLAT_PACKAGES = {"kernel", "foundation", "ui", "config", "webhooks"}  # modules are named by their content
DOMAIN_PACKAGES = {"frontoffice", "website", "api"}  # one folder per domain, with the modules below in each
FACE_ROOMS = {"urls", "views", "forms", "presenters", "templates", "jobs"}
MODULES = {
    "__init__",
    "apps",
    "urls",
    "web",
    "rest",
    "jobs",
    "listeners",
    "management",
    "admin",
    "public",
    "actions",
    "queries",
    "extracts",
    "catalogue",
    "definitions",
    "grammar",
    "layouts",
    "message_texts",
    "request",
    "models",
    "rules",
    "types",
    "templates",
    "migrations",
    "static",
}
APPS = sorted(
    p for p in BOROUGH.iterdir() if (p / "apps.py").exists() and p.name not in FLAT_PACKAGES | DOMAIN_PACKAGES
)


def test_no_app_has_a_module_of_its_own():
    strange = [
        str(path.relative_to(BOROUGH))
        for app in APPS
        for path in app.iterdir()
        if path.name != "__pycache__" and path.stem not in MODULES
    ]
    assert strange == []


def test_every_app_is_in_the_contract_of_modules():
    text = (BOROUGH.parent / ".importlinter").read_text()
    contract = text.split("contract:modules")[1].split("layers =")[0]
    assert {f"borough.{app.name}" for app in APPS} == set(re.findall(r"borough\.\w+", contract))


def test_a_template_extends_and_includes_only_its_own_and_ui():
    wrong = []
    for path in BOROUGH.rglob("templates/**/*.html"):
        app = path.relative_to(BOROUGH).parts[0]
        folders = {p.name for p in (BOROUGH / app / "templates").iterdir()}
        for name in re.findall(r"{%-?\s*(?:extends|include|from|import)\s+[\"']([^\"']+)", path.read_text()):
            if name.split("/")[0] not in folders | {"ui", "govuk_frontend_jinja"}:
                wrong.append(f"{path.relative_to(BOROUGH)}: {name}")
    assert wrong == []


def test_templates_do_no_sums_and_ask_no_database():
    sums = re.compile(r"{[{%][^}%]*(?<![\"'\w])(\w+\s*[*/]\s*\w+|\.objects\b|\.filter\()[^}%]*[%}]}")
    wrong = [
        f"{path.relative_to(BOROUGH)}: {match[0]}"
        for path in BOROUGH.rglob("templates/**/*.html")
        if (match := sums.search(re.sub(r"\"[^\"]*\"|'[^']*'", '""', path.read_text())))
    ]
    assert wrong == []


def test_raw_sql_lives_in_queries_extracts_and_the_foundation():
    """Importers are the verbs that write by COPY and by set, which the ORM has no words for: docs/adr."""
    allowed = {"queries.py", "extracts.py", "import_log.py", "supply_tables.py", "supply_entry.py", "round_tables.py"}
    wrong = [
        str(path.relative_to(BOROUGH))
        for path in BOROUGH.rglob("*.py")
        if path.relative_to(BOROUGH).parts[0] not in {"foundation", "config"}
        and path.name not in allowed
        and path.parent.name != "queries"
        and "migrations" not in path.parts
        and re.search(r"cursor\.execute\(|\.raw\(|RawSQL", path.read_text())
    ]
    assert wrong == []


def test_models_are_looked_up_by_name_in_migrations_alone():
    wrong = [
        str(p.relative_to(BOROUGH))
        for p in BOROUGH.rglob("*.py")
        if "migrations" not in p.parts and "apps.get_model(" in p.read_text()
    ]
    assert wrong == []


def test_a_domain_package_has_only_its_modules():
    """Beside the standard modules a domain may have modules of its own, named for what they hold, but no other folder."""
    strange = [
        str(folder.relative_to(BOROUGH))
        for face in ("frontoffice", "website")
        for domain in (BOROUGH / face).iterdir()
        if domain.is_dir() and domain.name not in {"__pycache__", "templates"}
        for folder in domain.iterdir()
        if folder.is_dir() and folder.name not in FACE_ROOMS | {"__pycache__"}
    ]
    assert strange == []


def test_every_domain_of_a_face_has_urls():
    silent = [
        str(domain.relative_to(BOROUGH))
        for face in ("frontoffice", "website")
        for domain in (BOROUGH / face).iterdir()
        if domain.is_dir() and domain.name not in {"__pycache__", "templates"} and not (domain / "urls.py").exists()
    ]
    assert silent == []
