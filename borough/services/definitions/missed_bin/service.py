"""Missed bin: answered at once if the crew logged a reason, otherwise sent to the crew."""

from borough.forms.common import ABOUT_YOU, ADDRESS, personal_page, question_page
from borough.forms.kinds import Choice, LongText
from borough.forms.pages import Guidance, Page
from borough.forms.service import Lookup, ProblemReporting, Service
from borough.services.definitions.missed_bin import acts, rules

DAY = (("2026-01-05", "5 January 2026"),)
BIN = (("refuse", "Rubbish"),)


service = Service(
    key="missed-bin",
    name="Report a missed bin",
    start="Report it now",
    topic="Bins and recycling",
    about=(
        "Tell us when we did not empty your bin. If the crew wrote down why, you see it at once.",
        "Look up your [bin days](/bins/) first, if you are not sure it was due.",
    ),
    lgsl=524,
    lgil=17,
    nature="problem_report",
    pages=(
        personal_page(ADDRESS, section=""),
        Page(
            key="not-collected",
            title="We do not collect from there",
            only_if=rules.not_ours,
            ends=True,
            guidance=(
                Guidance("No round of ours goes by that address. Call ((service.phone)) if you think it should."),
            ),
        ),
        question_page(
            "stream",
            "Which bin was missed?",
            Choice(looked_up="collected"),
            missing="Select which bin was missed",
            short="Bin",
        ),
        Page(
            key="cannot-report",
            title="You cannot report this bin now",
            only_if=rules.none_may,
            ends=True,
            guidance=(Guidance("((why))"),),
        ),
        question_page(
            "collected_on", "Which day was it missed?", Choice(looked_up="days"), missing="Select the day", short="Day"
        ),
        question_page(
            "details",
            "Is there anything the crew should know?",
            LongText(longest=500, rows=3),
            optional=True,
            missing="Enter what the crew should know",
            short="For the crew",
            hint="For example, it stands behind the gate",
        ),
        *ABOUT_YOU[1:],
    ),
    lookups=(
        Lookup(key="collected", ask=acts.collected, may_be=((), BIN)),
        Lookup(key="question", ask=acts.question, may_be=("recorded",)),
        Lookup(key="days", ask=acts.days, may_be=((), DAY)),
        Lookup(key="why", ask=acts.why),
    ),
    act=acts.act,
    reports=ProblemReporting(
        code="missed-bin",
        address="address",
        description="details",
        email="email",
        phone="phone",
        group="Bins and recycling",
        offers={"stream": acts.streams},
        dated=("collected_on",),
        presumed={"collected_on": acts.latest},
        refuses=acts.refuses,
        status_of=acts.statuses,
    ),
    next_steps=("Leave the bin out, with its lid closed. You can put it back when it has been emptied.",),
    button="Report it",
    done="Report sent",
    retention="service-requests",
)
