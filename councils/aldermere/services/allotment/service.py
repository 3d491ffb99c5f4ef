"""Ask for an allotment plot: only Aldermere lets plots online."""

from borough.forms.common import ADDRESS, EMAIL, NAME, personal_page, question_page
from borough.forms.kinds import Choice
from borough.forms.kinds.choices import options
from borough.forms.service import CaseTemplate, Service

service = Service(
    key="allotment",
    name="Ask for an allotment plot",
    start="Ask for a plot",
    topic="Parks and open spaces",
    about=("Join the waiting list for a plot. It is free to join.",),
    lgsl=None,
    justified={"lgsl": "Its number is not settled yet"},
    pages=(
        question_page(
            "site",
            "Which site do you want?",
            Choice(options=options(("causeway", "Causeway"), ("upper-alder", "Upper Alder"))),
            missing="Select which site you want",
            short="Site",
        ),
        personal_page(NAME),
        personal_page(EMAIL),
        personal_page(ADDRESS),
    ),
    opens=CaseTemplate(kind="allotment", title="Allotment plot"),
    next_steps=("We write to you when a plot is free.",),
    button="Join the list",
    done="You are on the list",
    retention="service-requests",
)
