"""Freedom of information request: any recorded information, answered in 20 working days."""

from borough.forms.common import ADDRESS, EMAIL, NAME, personal_page, question_page
from borough.forms.kinds import Choice, LongText, Text, YesNo
from borough.forms.kinds.choices import options
from borough.forms.pages import Guidance, Page
from borough.forms.service import CaseTemplate, Promise, Service
from borough.services.definitions.freedom_of_information import rules

service = Service(
    key="freedom-of-information",
    name="Ask for information we hold",
    start="Ask now",
    topic="Your council",
    about=(
        "Anyone can ask for what the council has written down. You do not have to say why, and it is free. Look "
        "first at what we publish already: it may be there.",
    ),
    lgsl=None,
    justified={"lgsl": "The Local Government Services List of 2021 has no number of its own for this"},
    nature="enquiry",
    pages=(
        question_page(
            "mine",
            "Are you asking for information about yourself?",
            YesNo(),
            missing="Select yes if it is about yourself",
            short="About yourself",
            hint="For example, your own benefit or housing file",
        ),
        Page(
            key="about-you",
            title="There is a better way",
            only_if=rules.about_me,
            ends=True,
            guidance=(
                Guidance(
                    "What we hold about you is yours to see, and you do not have to ask for it here. "
                    "[Sign in to see it](/account/my-data/), or call ((service.phone))."
                ),
            ),
        ),
        question_page(
            "wanted",
            "What do you want to know?",
            LongText(word_limit=1000, rows=8),
            missing="Enter what you want to know",
            called="what you want to know",
            short="What you want to know",
            hint="Say which years and which part of the council, if you can. That makes it quicker",
        ),
        personal_page(NAME, section=""),
        question_page(
            "organisation",
            "Which organisation are you asking for?",
            Text(longest=200, spellcheck=False),
            missing="Enter the name of the organisation",
            short="Organisation",
            fact="organisation",
            optional=True,
            hint="Leave it empty if you are asking for yourself",
        ),
        question_page(
            "how",
            "How should we answer?",
            Choice(options=options(("email", "By email"), ("post", "By post"))),
            missing="Select how we should answer",
            short="How to answer",
        ),
        personal_page(EMAIL, only_if=rules.wants_email, section=""),
        personal_page(ADDRESS, only_if=rules.wants_paper, section=""),
    ),
    opens=CaseTemplate(kind="freedom-of-information", title=rules.title),
    promise=Promise(calendar="united-kingdom"),
    next_steps=(
        "We send you what you asked for, or say why the law does not let us.",
        "If you are not happy with it you can ask us to look again, and then the Information Commissioner.",
    ),
    button="Send the request",
    done="Request sent",
    retention="information-requests",
)
