"""Register to speak at a committee: which meeting, on what, and for or against it."""

from borough.forms.common import EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Choice, Date, LongText, Text
from borough.forms.kinds.choices import options
from borough.forms.kinds.dates import Day
from borough.forms.service import Appointment, CaseTemplate, Service
from borough.services.definitions.speak_at_committee import rules

service = Service(
    key="speak-at-committee",
    name="Speak at a council meeting",
    start="Register to speak",
    topic="Your council",
    about=("Anyone may speak at most meetings. Register before the day of the meeting.",),
    needs=("the day of the meeting", "the number of the application or the item, if you have it"),
    lgsl=None,
    justified={"lgsl": "The Local Government Services List of 2021 has no number of its own for this"},
    pages=(
        question_page(
            "committee",
            "Which meeting?",
            Choice(
                options=options(
                    ("planning", "Planning Committee"),
                    ("cabinet", "Executive Cabinet"),
                    ("council", "Full Council"),
                    ("scrutiny", "Overview and Scrutiny"),
                    ("licensing", "Licensing Committee"),
                )
            ),
            missing="Select which meeting",
            short="Meeting",
        ),
        question_page(
            "meeting_on",
            "What day is the meeting?",
            Date(earliest=Day()),
            missing="Enter the day of the meeting",
            called="the day of the meeting",
            short="Day of the meeting",
            hint="For example, 27 3 2026",
            refuses=(rules.in_time,),
        ),
        question_page(
            "application",
            "What is the number of the planning application?",
            Text(longest=40, width="20", spellcheck=False),
            only_if=rules.about_planning,
            optional=True,
            missing="Enter the number of the application",
            short="Planning application",
        ),
        question_page(
            "item",
            "What will you speak about?",
            Text(longest=200),
            missing="Enter what you will speak about",
            called="what you will speak about",
            short="What you will speak about",
        ),
        question_page(
            "stance",
            "Are you for it or against it?",
            Choice(
                options=options(("for", "For it"), ("against", "Against it"), ("neither", "Neither, I have a question"))
            ),
            missing="Select if you are for it or against it",
            short="For or against",
        ),
        question_page(
            "access_needs",
            "What would make it easier for you to speak?",
            LongText(word_limit=150, rows=3),
            optional=True,
            missing="Enter what would make it easier",
            short="What would make it easier",
            fact="access_needs",
            hint="For example, a hearing loop, step-free access or someone to read your words for you",
        ),
        personal_page(NAME),
        personal_page(EMAIL),
        personal_page(optional(PHONE)),
    ),
    appointment=Appointment("meeting_on", "You speak at a committee meeting"),
    opens=CaseTemplate(kind="speaker", title=rules.title),
    next_steps=("Come 15 minutes before the meeting begins. An officer shows you where to sit.",),
    settings={"notice_days": 2},  # working days
    button="Register",
    done="Request sent",
    retention="meetings",
)
