"""Conditions of published forms, of both generations, as conditions of ours."""

from typing import Any

from borough.services.grammar.conditions import Condition, Every, Is, Some, When
from borough.services.grammar.kinds.dates import Day
from borough.services.layouts.found import Notes, keyed, whole

HOW = {
    "is": Is.IS, "is not": Is.IS_NOT, "contains": Is.CONTAINS, "does not contain": Is.LACKS, "is more than": Is.MORE,
    "is less than": Is.LESS, "is at least": Is.AT_LEAST, "is at most": Is.AT_MOST, "is before": Is.BEFORE,
    "is after": Is.AFTER, "is longer than": Is.LONGER, "is shorter than": Is.SHORTER, "has length": Is.HAS_LENGTH,
}  # fmt: skip
UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
YEARS = {"year": 1, "years": 1}


class Conditions:
    """The conditions of a form by their name or number, read when they are asked for."""

    def __init__(self, told: dict[str, Any], notes: Notes) -> None:
        conditions = [one for one in told.get("conditions") or [] if isinstance(one, dict)]
        self._told = {one.get("id") or one.get("name"): one for one in conditions}
        self._told |= {one["name"]: one for one in conditions if one.get("name")}
        components = [c for p in told.get("pages") or [] if isinstance(p, dict) for c in p.get("components") or []]
        self._names = {one.get("id"): one.get("name") for one in components if isinstance(one, dict)}
        lists = [one for one in told.get("lists") or [] if isinstance(one, dict)]
        items = [item for one in lists for item in one.get("items") or [] if isinstance(item, dict)]
        self._items = {item.get("id"): item.get("value") for item in items}
        self._notes, self._within = notes, set[Any]()

    def get(self, name: Any, where: str) -> Condition | None:
        """The condition of a name; none, and noted, where it is not there or cannot be read."""
        if not name:
            return None
        told = self._told.get(name)
        if told is None or name in self._within:
            self._notes.wonder(where, f"the condition “{name}” {'is not there' if told is None else 'leans on itself'}")
            return None
        self._within.add(name)
        try:
            return self._items_of(told, where) if "items" in told else self._value_of(told.get("value"), where)
        finally:
            self._within.discard(name)

    def _items_of(self, told: dict[str, Any], where: str) -> Condition | None:
        """Conditions of the second generation: items under one “and” or “or”."""
        found = [one for one in (self._item(item, where) for item in told.get("items") or []) if one]
        if not found:
            return None
        return Some(tuple(found)) if told.get("coordinator") == "or" else Every(tuple(found))

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
        """Conditions of the first generation: a list in which “and” binds more closely than “or”."""
        if not isinstance(value, dict):
            self._notes.lose(where, f"a condition written as program text: {str(value)[:200]}")
            return None
        groups: list[list[Condition]] = [[]]
        for one in value.get("conditions") or []:
            if one.get("coordinator") == "or":
                groups.append([])
            found = self._one(one, where)
            if found:
                groups[-1].append(found)
        some = [Every(tuple(group)) if len(group) > 1 else group[0] for group in groups if group]
        return (some[0] if len(some) == 1 else Some(tuple(some))) if some else None

    def _one(self, one: dict[str, Any], where: str) -> Condition | None:
        if "conditions" in one:
            return self._value_of(one, where)
        if one.get("conditionName"):
            return self.get(one["conditionName"], where)
        value = one.get("value") or {}
        than = value.get("value") if isinstance(value, dict) else value
        name = str((one.get("field") or {}).get("name", "")).rpartition(".")[2]
        return self._when(name, one.get("operator"), _relative(value if _is_relative(value) else than), where)

    def _when(self, name: str, operator: Any, than: Any, where: str) -> Condition | None:
        how = HOW.get(str(operator))
        if how is None:
            self._notes.lose(where, f"the comparison “{operator}”")
            return None
        return When(keyed(name), how, than if isinstance(than, Day | bool | int) else str(than))


def _is_relative(value: Any) -> bool:
    return isinstance(value, dict) and "period" in value and "unit" in value


def _relative(value: Any) -> Any:
    """A day told from today, where that is what is meant."""
    if not _is_relative(value):
        return value
    count = (whole(value["period"]) or 0) * (-1 if "past" in str(value.get("direction", "")) else 1)
    unit = str(value["unit"])
    if unit in YEARS:
        return Day(years=count)
    if unit in ("month", "months"):
        return Day(months=count)
    return Day(count * UNITS.get(unit, 1))
