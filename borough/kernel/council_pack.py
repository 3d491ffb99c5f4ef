"""A council pack: the folder with everything that is one council's own. docs/reference/pack.md describes it.

No Django here. `read_pack` never raises for what a file says: every fault is in `CouncilPack.faults`.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from borough.kernel.toml_tables import PackFault, Table, TomlFile, read_toml

COUNCIL, TEAMS, ROLES, CONTACT_SERVICES = "council.toml", "teams.toml", "roles.toml", "contact_services.csv"
CONTACT_COLUMNS = ["key", "name", "lgsl", "team"]
ROUTES = ("phone", "face_to_face", "post", "assisted")
SERVICE_TEXTS = ("name", "start", "button", "done", "declaration")
SERVICE_LISTS = ("about", "needs", "next_steps")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PackMissing(ValueError):
    """There is no council pack in this folder; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Council:
    """Name, contact details and languages of the council, and other values that its texts may name."""

    name: str = "Borough"
    phone: str = ""
    hours: str = ""
    text_relay: str = ""
    address: str = ""
    email: str = ""
    languages: tuple[str, ...] = ("en",)
    values: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)

    def contact(self) -> dict[str, str]:
        """Return the contact details of the foot of every page."""
        return {"phone": self.phone, "hours": self.hours, "text_relay": self.text_relay, "address": self.address}

    def named_values(self) -> dict[str, str]:
        """Return every value that a text may name, as in ((council.phone))."""
        own = {**self.contact(), "name": self.name, "email": self.email, **self.values}
        return {f"council.{key}": value for key, value in own.items()}


@dataclass(frozen=True, kw_only=True)
class PackTeam:
    """A team, and the titles of its posts."""

    key: str
    name: str
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PackRole:
    """A role of staff: what its members may do."""

    key: str
    name: str
    description: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ContactService:
    """A service that residents contact the council about, with or without an online form."""

    key: str
    name: str
    lgsl: int | None
    team: str


@dataclass(frozen=True, kw_only=True, eq=False)
class ServiceValues:
    """The council's values for a published service: services/KEY.toml.

    texts: replaced texts by their path in the definition, such as `about` or `pages/danger/guidance/0/text`.
    queues: the team for each queue that the definition names. settings: values of its rules.
    """

    key: str
    file: TomlFile
    team: str = ""
    lgsl: int | None = None
    phone: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)
    promise: str = ""
    promise_days: int | None = None
    fee: str = ""
    queues: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    def named_values(self) -> dict[str, str]:
        """Return every value that a text may name, as in ((service.phone))."""
        return {f"service.{key}": value for key, value in ({"phone": self.phone} | dict(self.values)).items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class CouncilPack:
    """Everything a pack says. Compared by identity, so that it can be the key of a cache."""

    path: Path
    version: str
    digest: str
    files: Mapping[str, TomlFile]
    council: Council
    brand: Mapping[str, Any]
    teams: tuple[PackTeam, ...] = ()
    roles: tuple[PackRole, ...] = ()
    contact_services: tuple[ContactService, ...] = ()
    services: Mapping[str, ServiceValues] = field(default_factory=dict)
    faults: tuple[PackFault, ...] = ()

    def file(self, *names: str) -> Path | None:
        """Return a file of the pack; None if it has none of that name."""
        path = self.path.joinpath(*names)
        return path if path.is_file() else None

    def team_name(self, key: str) -> str:
        """Return the name of a team; empty if the pack has no such team."""
        return next((team.name for team in self.teams if team.key == key), "")


def read_pack(path: Path) -> CouncilPack:
    """Read a pack. Raises PackMissing if the folder has no council.toml; other faults are in the result."""
    if not (path / COUNCIL).is_file():
        raise PackMissing(f"There is no council pack in {path}: it has no file {COUNCIL}.")
    faults: list[PackFault] = []
    names = [COUNCIL, *(name for name in (TEAMS, ROLES) if (path / name).exists())]
    names += [f"services/{item.name}" for item in sorted((path / "services").glob("*.toml"))]
    files = {name: read_toml(path / name, name) for name in names}
    for file in files.values():
        faults += file.faults
    root = _root(files[COUNCIL], faults)
    version, council, brand = root.text("version"), _council(root), root.table("brand").rest()
    if not files[COUNCIL].faults:
        root.close()
    pack = CouncilPack(
        path=path,
        version=version,
        digest=_digest(path),
        files=files,
        council=council,
        brand=brand,
        teams=_teams(files[TEAMS], faults) if TEAMS in files else (),
        roles=_roles(files[ROLES], faults) if ROLES in files else (),
        contact_services=_contact_services(path, faults),
        services={
            values.key: values
            for name in names
            if name.startswith("services/")
            for values in [_service(files[name], faults)]
        },
    )
    return _checked(pack, faults)


def _root(file: TomlFile, faults: list[PackFault]) -> Table:
    return Table(file, faults, file.values)


def _digest(path: Path) -> str:
    """Return a digest of every file, so that a changed pack is noticed."""
    sha = hashlib.sha256()
    for item in sorted(path.rglob("*")):
        if item.is_file() and "__pycache__" not in item.parts:
            sha.update(f"{item.relative_to(path)}\0".encode() + hashlib.sha256(item.read_bytes()).digest())
    return sha.hexdigest()


def _council(root: Table) -> Council:
    contact, values, routes = root.table("contact"), root.table("values"), root.table("routes")
    languages = root.texts("languages") or ("en",)
    if "en" not in languages or not all(re.fullmatch(r"[a-z]{2}", code) for code in languages):
        root.fault("“languages” must be codes of two letters, “en” among them.", "languages")
    council = Council(
        name=root.text("name", required=True) or "Borough",
        languages=languages,
        values=_texts_of(values),
        routes={route: routes.text(route) for route in ROUTES},
        **{key: contact.text(key) for key in ("phone", "hours", "text_relay", "address", "email")},
    )
    contact.close()
    routes.close()
    return council


def _texts_of(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.rest()}


def _teams(file: TomlFile, faults: list[PackFault]) -> tuple[PackTeam, ...]:
    root = _root(file, faults)
    teams = []
    for table in root.tables("teams"):
        teams.append(PackTeam(key=_key(table), name=table.text("name", required=True), posts=table.texts("posts")))
        table.close()
    root.close()
    return tuple(teams)


def _key(table: Table) -> str:
    key = table.text("key", required=True)
    if key and not KEY.fullmatch(key):
        table.fault(f"“{key}” cannot be a key: use small letters, digits and hyphens.", "key")
    return key


def _roles(file: TomlFile, faults: list[PackFault]) -> tuple[PackRole, ...]:
    root = _root(file, faults)
    roles = []
    for table in root.tables("roles"):
        role = PackRole(
            key=table.text("key", required=True),
            name=table.text("name", required=True),
            description=table.text("description"),
            permissions=table.texts("permissions"),
        )
        roles.append(role)
        table.close()
    root.close()
    return tuple(roles)


def _contact_services(path: Path, faults: list[PackFault]) -> tuple[ContactService, ...]:
    if not (path / CONTACT_SERVICES).is_file():
        return ()
    services = []
    with (path / CONTACT_SERVICES).open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        if reader.fieldnames != CONTACT_COLUMNS:
            faults.append(PackFault(CONTACT_SERVICES, 1, f"The columns must be {', '.join(CONTACT_COLUMNS)}."))
            return ()
        for row in reader:
            key, lgsl = row["key"] or "", row["lgsl"] or ""
            wrong = _row_fault(key, row["name"] or "", lgsl)
            if wrong:
                faults.append(PackFault(CONTACT_SERVICES, reader.line_num, wrong))
                continue
            number = int(lgsl) if lgsl else None
            services.append(ContactService(key=key, name=row["name"], lgsl=number, team=row["team"] or ""))
    return tuple(services)


def _row_fault(key: str, name: str, lgsl: str) -> str:
    if not KEY.fullmatch(key):
        return f"“{key}” cannot be a key: use small letters, digits and hyphens."
    if not name:
        return "The name is missing."
    return "" if not lgsl or lgsl.isdecimal() else f"“{lgsl}” is no Local Government Services List number."


def _service(file: TomlFile, faults: list[PackFault]) -> ServiceValues:
    root = _root(file, faults)
    routes, promise, fee = root.table("routes"), root.table("promise"), root.table("fee")
    values = ServiceValues(
        key=file.name.removeprefix("services/").removesuffix(".toml"),
        file=file,
        team=root.text("team"),
        lgsl=root.number("lgsl"),
        phone=root.text("phone"),
        values=_texts_of(root.table("values")),
        routes={route: text for route in ROUTES if (text := routes.text(route))},
        promise=promise.text("text"),
        promise_days=promise.number("working_days"),
        fee=fee.text("text"),
        queues=_texts_of(root.table("queues")),
        settings=root.table("settings").rest(),
        texts=_replaced_texts(root.table("text")),
    )
    for table in (routes, promise, fee, root):
        table.close()
    return values


def _replaced_texts(table: Table) -> dict[str, str | tuple[str, ...]]:
    read: Callable[[str], str | tuple[str, ...]]
    texts: dict[str, str | tuple[str, ...]] = {}
    for key in table.rest():
        read = table.texts if key in SERVICE_LISTS else table.text
        texts[key] = read(key)
    return texts


def _checked(pack: CouncilPack, faults: list[PackFault]) -> CouncilPack:
    """Return the pack with the faults of its files and of what they say of each other."""
    keys = [team.key for team in pack.teams]
    for at, team in enumerate(pack.teams):
        if keys.index(team.key) != at:
            faults.append(pack.files[TEAMS].fault(f"There are two teams “{team.key}”.", "teams", at, "key"))
    for service in pack.contact_services:
        if service.team not in keys:
            sentence = f"“{service.key}” belongs to the team “{service.team}”, which {TEAMS} does not have."
            faults.append(PackFault(CONTACT_SERVICES, 0, sentence))
    for values in pack.services.values():
        for where, team_key in [(("team",), values.team), *((("queues", k), v) for k, v in values.queues.items())]:
            if team_key and team_key not in keys:
                faults.append(values.file.fault(f"{TEAMS} has no team “{team_key}”.", *where))
    object.__setattr__(pack, "faults", tuple(sorted(set(faults))))
    return pack
