"""The task list of a long service."""

from borough.forms.routing import Route, Step
from borough.forms.sections import names_of
from borough.forms.service import Service
from borough.services.queries.translators import Translator
from borough.services.types import Task, TaskState


def tasks_of(service: Service, route: Route, translator: Translator) -> tuple[Task, ...]:
    """Return each section that is on the route or waits for others, in order."""
    tasks = []
    for name in names_of(service):
        steps = [step for step in route.steps if step.page.section == name]
        if steps or name in route.waiting:
            tasks.append(_task(translator(name), steps, waits=name in route.waiting))
    return tuple(tasks)


def _task(name: str, steps: list[Step], *, waits: bool) -> Task:
    if not steps:
        return Task(name, TaskState.SHUT)
    first = next((step.page.key for step in steps if not step.done), steps[0].page.key)
    done = [step for step in steps if step.done]
    state = TaskState.BEGUN if done else TaskState.TO_DO
    return Task(name, TaskState.DONE if len(done) == len(steps) and not waits else state, first)
