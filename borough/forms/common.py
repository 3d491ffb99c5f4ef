"""Questions shared by nearly every service, so that each fact is asked in one way everywhere."""

from dataclasses import replace
from typing import Any

from borough.forms.conditions import Condition, Rule
from borough.forms.kinds import Address, Email, Kind, Phone, Text
from borough.forms.pages import Page
from borough.forms.questions import Question
from borough.kernel.messages import msg

NAME = Question(
    key="name",
    ask=msg("What is your full name?"),
    short=msg("Full name"),
    missing=msg("Enter your full name"),
    fact="name",
    called=msg("your full name"),
    kind=Text(longest=200, spellcheck=False),
)
EMAIL = Question(
    key="email",
    ask=msg("What is your email address?"),
    short=msg("Email address"),
    missing=msg("Enter your email address"),
    called=msg("your email address"),
    fact="email",
    kind=Email(),
    hint=msg("We will only use this to tell you about your request"),
)
PHONE = Question(
    key="phone",
    ask=msg("What is your phone number?"),
    short=msg("Phone number"),
    missing=msg("Enter your phone number"),
    called=msg("your phone number"),
    fact="phone",
    kind=Phone(),
    hint=msg("We will only call if we need to ask you something"),
)
ADDRESS = Question(
    key="address",
    ask=msg("What is your home address?"),
    short=msg("Home address"),
    missing=msg("Choose or enter your address"),
    called=msg("your home address"),
    fact="address",
    kind=Address(),
)


def question_page(key: str, ask: str, kind: Kind, *, missing: str, **more: Any) -> Page:
    """Return a page with one question. more: further attributes of the question or the page, by name."""
    names = {name for name in Page.__dataclass_fields__ if name not in ("key", "asks")}
    of_page = {name: more.pop(name) for name in list(more) if name in names and name != "refuses"}
    question = Question(key=key, ask=ask, kind=kind, missing=missing, **more)
    return Page(key=key.replace("_", "-"), asks=(question,), **of_page)


def optional(question: Question) -> Question:
    """Return an optional version of the question."""
    return replace(question, optional=True)


def personal_page(
    question: Question, *, only_if: Condition | Rule | None = None, section: str = msg("About you")
) -> Page:
    """Return a page that asks one of the personal questions."""
    return Page(key=f"your-{question.key.replace('_', '-')}", asks=(question,), only_if=only_if, section=section)


ABOUT_YOU = (personal_page(NAME), personal_page(optional(EMAIL)), personal_page(optional(PHONE)))
"""Name and optional contact details."""
