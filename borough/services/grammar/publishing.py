"""Merge a definition of the library with the values of the council's pack."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from borough.forms.conditions import Rule
from borough.forms.service import AccessRoutes, Service
from borough.kernel.council_pack import ROUTES, SERVICE_LISTS, SERVICE_TEXTS, Council, ServiceValues
from borough.kernel.toml_tables import PackFault
from borough.services.grammar.texts import change_texts, fill_placeholders, texts_by_path, unknown_placeholders

Phrases = Mapping[str, Mapping[str, str]]
"""Translations by language and English text."""

Overrides = Mapping[str, str]
"""Texts changed on a page, by their path in the definition."""

VALUES, DAYS = "values/", "promise/working_days"
"""Paths of what is no text of the definition: values that texts name, and the days of the promise."""


def publish(
    service: Service, values: ServiceValues, council: Council, phrases: Phrases, overrides: Overrides | None = None
) -> Service:
    """Return the service as this council publishes it.

    phrases: the pack's own translations, which come before those of the library. overrides: texts changed on a page.
    """
    own = overrides or {}
    values = override_values(values, own)
    named = council.named_values() | values.named_values()
    merged = override_texts(with_values(service, values, council), own)
    merged = change_texts(merged, lambda _path, text: fill_placeholders(text, named))
    translations = {
        code: {
            fill_placeholders(text, named): fill_placeholders(translated, named)
            for text, translated in {**service.translations.get(code, {}), **phrases.get(code, {})}.items()
        }
        for code in council.languages
        if code in service.translations
    }
    return replace(merged, translations=translations)


def override_values(values: ServiceValues, overrides: Overrides) -> ServiceValues:
    """Return the values with the changed ones: the telephone number, and others that texts name."""
    changed = {path.removeprefix(VALUES): text for path, text in overrides.items() if path.startswith(VALUES)}
    others = {key: text for key, text in changed.items() if key != "phone"}
    return replace(values, phone=changed.get("phone", values.phone), values={**values.values, **others})


def override_texts(service: Service, overrides: Overrides) -> Service:
    """Return the service with the changed texts and days, its placeholders not filled yet."""
    if days := overrides.get(DAYS):
        service = replace(service, promise=replace(service.promise, working_days=int(days)))
    return change_texts(service, overrides.get) if overrides else service


def with_values(service: Service, values: ServiceValues, council: Council) -> Service:
    """Return the service with the pack's values, its placeholders not filled yet."""
    promise = replace(
        service.promise,
        text=values.promise or service.promise.text,
        working_days=service.promise.working_days if values.promise_days is None else values.promise_days,
    )
    fields: dict[str, Any] = {
        key: text for key, text in values.texts.items() if key in (*SERVICE_TEXTS, *SERVICE_LISTS)
    }
    changed = replace(
        service,
        owner=values.team or service.owner,
        lgsl=service.lgsl if values.lgsl is None else values.lgsl,
        promise=promise,
        routes=AccessRoutes(**{route: _route(route, service, values, council) for route in ROUTES}),
        opening_hours=council.hours,
        settings={**service.settings, **values.settings},
        **fields,
    )
    if service.fee and values.fee:
        changed = replace(changed, fee=replace(service.fee, text=values.fee))
    if service.opens:
        team = _team(service.opens.team or changed.owner, values.queues, changed.owner)
        changed = replace(changed, opens=replace(service.opens, team=team))
    return change_texts(changed, lambda path, text: _replacement(values.texts.get(path), text))


def _route(route: str, service: Service, values: ServiceValues, council: Council) -> str:
    return values.routes.get(route) or getattr(service.routes, route) or council.routes.get(route, "")


def _replacement(new: str | tuple[str, ...] | None, text: str) -> str:
    return new if isinstance(new, str) else text


def _team(team: str | Rule, queues: Mapping[str, str], owner: str) -> str | Rule:
    """Return the team, or a rule that returns the team of the queue that the definition's rule returns."""
    return _queue_rule(team, queues, owner) if callable(team) else queues.get(team, team)


def _queue_rule(rule: Rule, queues: Mapping[str, str], owner: str) -> Callable[..., str]:
    @wraps(rule)
    def team_of_queue(**answers: Any) -> str:
        return queues.get(rule(**answers), owner)

    return team_of_queue


def value_faults(service: Service, values: ServiceValues, council: Council) -> Iterator[PackFault]:
    """Yield what a pack's file lacks or contradicts, before the checker reads the merged service."""
    merged, file = with_values(service, values, council), values.file
    required = {"team": merged.owner, "promise/text": merged.promise.text}
    required |= {f"routes/{route}": getattr(merged.routes, route) for route in ROUTES}
    if service.fee:
        required["fee/text"] = merged.fee.text if merged.fee else ""
    for key, text in required.items():
        if not text:
            yield file.fault(f"“{key.replace('/', '.')}” is missing.", *key.split("/"))
    if (
        not (service.promise.on or service.promise.rule)
        and values.promise_days is None
        and not merged.promise.working_days
    ):
        yield file.fault("“promise.working_days” is missing.", "promise", "working_days")
    yield from _unknown_names(service, values)
    named = council.named_values() | values.named_values()
    for text in texts_by_path(merged).values():
        for name in unknown_placeholders(text, named):
            yield file.fault(f"A text names (({name})), which has no value: “{text[:60]}”.", "values")


def _unknown_names(service: Service, values: ServiceValues) -> Iterator[PackFault]:
    queues = service.opens.queues if service.opens else ()
    paths = set(texts_by_path(service)) | {*SERVICE_TEXTS, *SERVICE_LISTS}
    for table, keys, known in (
        ("queues", values.queues, set(queues)),
        ("settings", values.settings, set(service.settings)),
        ("text", values.texts, paths),
    ):
        for key in keys:
            if key not in known:
                yield values.file.fault(f"The definition has no “{key}” in [{table}].", table, key)
    for key, value in values.settings.items():
        if key in service.settings and type(value) is not type(service.settings[key]):
            kind = type(service.settings[key]).__name__
            yield values.file.fault(f"“{key}” must be of the type {kind}.", "settings", key)
