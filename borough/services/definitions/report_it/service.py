"""Report it: a problem in a street or park, located by street and text; no map needed."""

from borough.forms.common import ABOUT_YOU, question_page
from borough.forms.kinds import Choice, LongText, Several, Spot, Text, Upload, YesNo
from borough.forms.kinds.choices import Option, options
from borough.forms.pages import Guidance, Page
from borough.forms.service import CaseTemplate, ProblemReporting, Promise, Service
from borough.services.definitions.report_it import rules

service = Service(
    key="report-it",
    name="Report a problem in a street",
    start="Report it now",
    topic="Streets and parks",
    about=(
        "Tell us about rubbish that was left, dog fouling, graffiti, a street light that is out or a pothole. You can "
        "say where it is in words. You do not need a map or an account.",
    ),
    needs=("the street, or an address or postcode near it",),
    lgsl=587,
    lgil=17,
    nature="problem_report",
    pages=(
        question_page(
            "problem",
            "What is the problem?",
            Choice(options=tuple(Option(*pair) for pair in rules.NAMES.items())),
            missing="Select what the problem is",
            short="Problem",
        ),
        question_page(
            "what",
            "What have you seen?",
            LongText(longest=1_000, rows=3),
            only_if=rules.is_other,
            missing="Enter what you have seen",
            short="What it is",
            called="what you have seen",
            hint="For example, a broken bench, a blocked path or an abandoned car",
        ),
        question_page(
            "dangerous",
            "Is it a danger to people now?",
            YesNo(),
            missing="Select yes if it is a danger now",
            short="A danger now",
            hint="For example, needles, broken glass or a bare wire",
        ),
        Page(
            key="danger",
            title="Call us now",
            only_if=rules.says_more,
            guidance=(
                Guidance(
                    "Call ((service.emergency_phone)), day and night. Then go on here, so that there is a record of it."
                ),
            ),
        ),
        question_page(
            "spot", "Where is it?", Spot(), missing="Enter a street, address or postcode near it", short="Where"
        ),
        question_page(
            "waste",
            "What was left?",
            Several(
                options=options(
                    ("bags", "Bags of rubbish"),
                    ("furniture", "Furniture or mattresses"),
                    ("builders", "Builders’ waste"),
                    ("tyres", "Tyres"),
                    ("appliances", "Fridges and other appliances"),
                    ("chemicals", "Chemicals or asbestos"),
                ),
                none=Option("unknown", "Something else, or I do not know"),
            ),
            only_if=rules.is_fly_tipping,
            missing="Select what was left",
            short="What was left",
        ),
        question_page(
            "lamp_number",
            "What is the number on the lamp post?",
            Text(longest=20, width="10", spellcheck=False),
            only_if=rules.is_light,
            optional=True,
            missing="Enter the number",
            short="Lamp post number",
        ),
        question_page(
            "more",
            "Is there anything else we should know?",
            LongText(longest=5_000, rows=4),
            optional=True,
            missing="Enter what we should know",
            short="Anything else",
            called="what else we should know",
            hint="Leave out the names of other people",
        ),
        question_page(
            "photos",
            "Do you want to send a photo?",
            Upload(types=("jpg", "png"), most=3),
            optional=True,
            missing="Choose a photo",
            short="Photos",
        ),
        *ABOUT_YOU[1:],
        Page(
            key="countys",
            title="We pass this on",
            only_if=rules.is_countys,
            guidance=(
                Guidance(
                    "The county council looks after roads and street lights. We send it what you told us on the next "
                    "working day, and tell you when we have."
                ),
            ),
        ),
    ),
    reports=ProblemReporting(
        of="problem",
        spot="spot",
        description="more",
        email="email",
        phone="phone",
        group="Streets and parks",
        presumed={"dangerous": False, "waste": ["unknown"], "what": "As described below"},
        passes={code: code for code in rules.COUNTY},
        gives=rules.COUNTY_ASKS,
    ),
    opens=CaseTemplate(kind="report-it", team=rules.queue, title=rules.title, queues=("county", "streets")),
    settings={"quick_days": 3, "usual_days": 5},
    promise=Promise(rule=rules.days),
    next_steps=("If you gave us an email address or phone number, we tell you when it is done.",),
    button="Send the report",
    done="Report sent",
    retention="service-requests",
)
