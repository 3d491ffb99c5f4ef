"""Conditions of published forms, of both generations."""

from typing import Any

from borough.forms.conditions import AllOf, AnyOf, Condition, Is, When
from borough.forms.importers.form_import import ImportNotes, field_key, to_int
from borough.forms.kinds.dates import Day

HOW = {
    "is": Is.IS,
    "is not": Is.IS_NOT,
    "contains": Is.CONTAINS,
    "does not contain": Is.LACKS,
    "is more than": Is.MORE,
    "is less than": Is.LESS,
    "is at least": Is.AT_LEAST,
    "is at most": Is.AT_MOST,
    "is before": Is.BEFORE,
    "is after": Is.AFTER,
    "is longer than": Is.LONGER,
    "is shorter than": Is.SHORTER,
    "has length": Is.HAS_LENGTH,
}
UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
YEARS = {"year": 1, "years": 1}


class Conditions:
    """A form's conditions by name or number, parsed on demand."""

    def __init__(self, data: dict[str, Any], notes: ImportNotes) -> None:
        conditions = [raw for raw in data.get("conditions") or [] if isinstance(raw, dict)]
        self._data = {raw.get("id") or raw.get("name"): raw for raw in conditions}
        self._data |= {raw["name"]: raw for raw in conditions if raw.get("name")}
        components = [c for p in data.get("pages") or [] if isinstance(p, dict) for c in p.get("components") or []]
        self._names = {raw.get("id"): raw.get("name") for raw in components if isinstance(raw, dict)}
        lists = [raw for raw in data.get("lists") or [] if isinstance(raw, dict)]
        items = [item for raw in lists for item in raw.get("items") or [] if isinstance(item, dict)]
        self._items = {item.get("id"): item.get("value") for item in items}
        self._notes, self._within = notes, set[Any]()

    def get(self, name: Any, where: str) -> Condition | None:
        """Return the condition of a name; None, with a note, where it is missing or unreadable."""
        if not name:
            return None
        data = self._data.get(name)
        if data is None or name in self._within:
            self._notes.wonder(where, f"the condition “{name}” {'is not there' if data is None else 'leans on itself'}")
            return None
        self._within.add(name)
        try:
            return self._items_of(data, where) if "items" in data else self._value_of(data.get("value"), where)
        finally:
            self._within.discard(name)

    def _items_of(self, data: dict[str, Any], where: str) -> Condition | None:
        """Parse second-generation conditions: items under one “and” or “or”."""
        conditions = [
            condition for condition in (self._item(item, where) for item in data.get("items") or []) if condition
        ]
        if not conditions:
            return None
        return AnyOf(tuple(conditions)) if data.get("coordinator") == "or" else AllOf(tuple(conditions))

    def _item(self, item: dict[str, Any], where: str) -> Condition | None:
        if item.get("conditionId"):
            return self.get(item["conditionId"], where)
        name, value = self._names.get(item.get("componentId")), item.get("value")
        if name is None:
            self._notes.wonder(where, f"a condition names “{item.get('componentId')}”, which is not there")
            return None
        if item.get("type") == "ListItemRef" and isinstance(value, dict):
            value = self._items.get(value.get("itemId"))
        return self._when(name, item.get("operator"), _relative(value), where)

    def _value_of(self, value: Any, where: str) -> Condition | None:
        """Parse first-generation conditions: a list in which “and” binds more closely than “or”."""
        if not isinstance(value, dict):
            self._notes.lose(where, f"a condition written as program text: {str(value)[:200]}")
            return None
        groups: list[list[Condition]] = [[]]
        for item in value.get("conditions") or []:
            if item.get("coordinator") == "or":
                groups.append([])
            condition = self._condition(item, where)
            if condition:
                groups[-1].append(condition)
        conditions = [AllOf(tuple(group)) if len(group) > 1 else group[0] for group in groups if group]
        return (conditions[0] if len(conditions) == 1 else AnyOf(tuple(conditions))) if conditions else None

    def _condition(self, item: dict[str, Any], where: str) -> Condition | None:
        if "conditions" in item:
            return self._value_of(item, where)
        if item.get("conditionName"):
            return self.get(item["conditionName"], where)
        value = item.get("value") or {}
        than = value.get("value") if isinstance(value, dict) else value
        name = str((item.get("field") or {}).get("name", "")).rpartition(".")[2]
        return self._when(name, item.get("operator"), _relative(value if _is_relative(value) else than), where)

    def _when(self, name: str, operator: Any, than: Any, where: str) -> Condition | None:
        how = HOW.get(str(operator))
        if how is None:
            self._notes.lose(where, f"the comparison “{operator}”")
            return None
        return When(field_key(name), how, than if isinstance(than, Day | bool | int) else str(than))


def _is_relative(value: Any) -> bool:
    return isinstance(value, dict) and "period" in value and "unit" in value


def _relative(value: Any) -> Any:
    """Return a date relative to today, where one is meant."""
    if not _is_relative(value):
        return value
    count = (to_int(value["period"]) or 0) * (-1 if "past" in str(value.get("direction", "")) else 1)
    unit = str(value["unit"])
    if unit in YEARS:
        return Day(years=count)
    if unit in ("month", "months"):
        return Day(months=count)
    return Day(count * UNITS.get(unit, 1))
