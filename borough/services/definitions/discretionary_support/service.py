"""Discretionary support: help with rent where benefits fall short, with evidence."""

from borough.forms.kinds.numbers import pounds
from borough.forms.service import CaseTemplate, Computed, Service
from borough.services.definitions.discretionary_support import rules
from borough.services.definitions.discretionary_support.pages import PAGES

service = Service(
    key="discretionary-support",
    name="Get help with your rent",
    start="Apply now",
    topic="Council Tax and benefits",
    about=(
        "If you get Universal Credit or Housing Benefit and it does not cover your rent, we may be able to help for a "
        "while. We look at what comes in and what goes out.",
    ),
    needs=(
        "your National Insurance number",
        "what comes in and goes out each week",
        "a letter or statement that shows your rent",
    ),
    lgsl=69,
    tasks=True,
    pages=PAGES,
    computed=(Computed(key="short_by", label="Short by each week", rule=rules.short_by, display=pounds),),
    opens=CaseTemplate(kind="discretionary-support", title="Help with rent"),
    next_steps=(
        "An officer looks at what you sent and may call to ask more.",
        "If we can help, we say how much and for how long. If we cannot, we say why, and how to ask again.",
    ),
    button="Apply",
    done="Application sent",
    declaration="If you tell us something you know is wrong, you may have to pay the money back.",
    retention="benefits",
    justified={"signature": "It is signed anew every time: a name we hold is no signature"},
)
