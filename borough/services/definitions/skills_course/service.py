"""Book a digital skills course at a hub, with what someone wants to learn and when they can come.

The inclusion team agrees the day and place until course dates can be booked directly.
"""

from dataclasses import replace

from borough.forms.common import ADDRESS, EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Choice, LongText, Several
from borough.forms.kinds.choices import options
from borough.forms.service import CaseTemplate, Service
from borough.services.definitions.skills_course import rules

service = Service(
    key="skills-course",
    name="Learn to use computers and the internet",
    start="Ask for a place",
    topic="Jobs and learning",
    about=(
        "Free courses and one-to-one help at our digital hubs and other places near you. You do not need to bring "
        "a computer, and no question is too simple.",
    ),
    lgsl=442,
    pages=(
        question_page(
            "topic",
            "What do you want to learn?",
            Several(
                options=options(
                    ("beginning", "Beginning with a computer, tablet or phone"),
                    ("email", "Email and video calls"),
                    ("forms", "Forms and services online"),
                    ("jobs", "Looking for a job or Universal Credit"),
                    ("health", "Doctors’ appointments and prescriptions"),
                    ("safety", "Staying safe online"),
                )
            ),
            missing="Select what you want to learn",
            short="What you want to learn",
        ),
        question_page(
            "place",
            "Which place is best for you?",
            Choice(
                options=options(
                    ("north", "The north of the borough"),
                    ("south", "The south of the borough"),
                    ("town", "The town centre"),
                    ("home", "I cannot leave home"),
                )
            ),
            missing="Select which place is best",
            short="Place",
        ),
        question_page(
            "times",
            "When can you come?",
            Several(
                options=options(
                    ("morning", "Weekday mornings"),
                    ("afternoon", "Weekday afternoons"),
                    ("evening", "Weekday evenings"),
                    ("saturday", "Saturdays"),
                )
            ),
            missing="Select when you can come",
            short="When you can come",
        ),
        question_page(
            "access_needs",
            "What would make it easier for you?",
            LongText(word_limit=150, rows=3),
            optional=True,
            missing="Enter what would make it easier",
            short="What would make it easier",
            fact="access_needs",
            hint="For example, large print, a quiet room, step-free access or someone who speaks your language",
        ),
        personal_page(NAME),
        personal_page(replace(PHONE, hint="We call this number to agree a day and place")),
        personal_page(optional(EMAIL)),
        personal_page(optional(ADDRESS)),
    ),
    opens=CaseTemplate(kind="skills-course", title=rules.title),
    next_steps=("We call you to agree a day and place. It is free.",),
    button="Ask for a place",
    done="Request sent",
    retention="learners",
)
