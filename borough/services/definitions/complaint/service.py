"""Complaint about the council: two stages where needed."""

from datetime import date

from borough.forms.common import ABOUT_YOU, ADDRESS, optional, personal_page, question_page
from borough.forms.kinds import Choice, Date, LongText, Text, Upload
from borough.forms.kinds.choices import options
from borough.forms.kinds.dates import Day
from borough.forms.pages import Guidance, Page
from borough.forms.service import CaseTemplate, Promise, Service
from borough.services.definitions.complaint import rules

service = Service(
    key="complaint",
    name="Make a complaint",
    start="Make a complaint",
    topic="Your council",
    about=(
        "Tell us when we did something wrong, did it badly or did not do it at all. Someone who was not part of it "
        "looks into it and answers you.",
        "It is quicker to [report a missed bin](/services/missed-bin/) or "
        "[a problem in a street](/services/report-it/) on a page of its own.",
    ),
    needs=("what happened and when", "the reference of your first complaint, if this is the second time"),
    lgsl=353,
    nature="complaint",
    pages=(
        question_page(
            "before",
            "Have you complained to us about this before?",
            Choice(
                options=options(
                    ("no", "No, this is the first time"), ("yes", "Yes, and I am not happy with the answer")
                )
            ),
            missing="Select yes if you have complained about this before",
            short="Complained before",
        ),
        question_page(
            "first_reference",
            "What is the reference of your first complaint?",
            Text(longest=40, width="20", spellcheck=False),
            only_if=rules.is_second_stage,
            optional=True,
            missing="Enter the reference",
            short="Reference of the first complaint",
            hint="It is at the top of our answer. Leave it empty if you do not have it",
        ),
        question_page(
            "about",
            "What is your complaint about?",
            Choice(
                options=options(
                    ("bins", "Bins and recycling"),
                    ("council-tax", "Council Tax and benefits"),
                    ("housing", "Housing and homelessness"),
                    ("planning", "Planning and building"),
                    ("streets", "Streets, parks and parking"),
                    ("staff", "How a member of staff treated me"),
                    ("other", "Something else"),
                )
            ),
            missing="Select what your complaint is about",
            short="What it is about",
        ),
        question_page(
            "happened",
            "What went wrong?",
            LongText(word_limit=1000, rows=8),
            missing="Enter what went wrong",
            short="What went wrong",
            called="what went wrong",
            hint="Leave out bank details and medical details",
        ),
        question_page(
            "happened_on",
            "When did it happen?",
            Date(earliest=date(2000, 1, 1), latest=Day()),
            optional=True,
            missing="Enter when it happened",
            short="When it happened",
            called="the date it happened",
            hint="For example, 27 3 2026",
        ),
        question_page(
            "put_right",
            "What should we do to put it right?",
            LongText(word_limit=300, rows=4),
            missing="Enter what we should do to put it right",
            short="How to put it right",
            called="what we should do",
        ),
        question_page(
            "evidence",
            "Do you want to send photos, letters or emails?",
            Upload(types=("pdf", "jpg", "png", "docx", "txt"), most=5),
            missing="Choose a file",
            short="Files",
            optional=True,
        ),
        *ABOUT_YOU,
        personal_page(optional(ADDRESS)),
        Page(
            key="no-answer",
            title="How we will answer",
            only_if=rules.nowhere_to_answer,
            section="About you",
            guidance=(
                Guidance(
                    "We have no email address, phone number or home address for you, so we cannot send you an answer. "
                    "Go back to give us one, or go on and ask us for the answer with your reference."
                ),
            ),
        ),
    ),
    opens=CaseTemplate(kind="complaint", title=rules.title),
    promise=Promise(rule=rules.days),
    next_steps=(
        "We will tell you who is looking into it. They may call you to ask more.",
        "If you are not happy with our answer you can ask for a second look by a manager. After that you can go to "
        "the Local Government and Social Care Ombudsman, which is independent.",
    ),
    button="Send my complaint",
    done="Complaint sent",
    retention="complaints",
)
