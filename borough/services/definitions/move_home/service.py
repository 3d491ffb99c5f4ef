"""Council Tax, change of address: into, out of or within the borough, reported once for every bill."""

from borough.forms.common import ADDRESS, EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Address, Choice, Date, Text, YesNo
from borough.forms.kinds.choices import options
from borough.forms.questions import Question
from borough.forms.rows import Rows
from borough.forms.service import CaseTemplate, Computed, Service
from borough.services.definitions.move_home import rules

service = Service(
    key="move-home",
    name="Tell us you are moving home",
    start="Tell us now",
    topic="Council Tax and benefits",
    about=(
        "Tell us when you move into the borough, out of it or to another home in it. We change your Council Tax, and "
        "tell you what you will pay.",
    ),
    needs=("the day you move", "your old and new addresses", "your Council Tax account number, if you have it"),
    lgsl=58,
    pages=(
        question_page(
            "move",
            "Where are you moving?",
            Choice(
                options=options(
                    ("within", "From one home to another in the borough"),
                    ("in", "Into the borough"),
                    ("out", "Out of the borough"),
                )
            ),
            missing="Select where you are moving",
            short="Move",
        ),
        question_page(
            "has_number",
            "Do you know your Council Tax account number?",
            YesNo(),
            only_if=rules.moves_out,
            missing="Select yes if you know your account number",
            short="Account number known",
        ),
        question_page(
            "account_number",
            "What is your Council Tax account number?",
            Text(pattern=r"\d{8}", like="12345678", spaceless=True, width="10", inputmode="numeric", spellcheck=False),
            only_if=rules.has_account,
            missing="Enter your Council Tax account number",
            fact="council_tax_account",
            short="Council Tax account",
            called="your account number",
            hint="It is on your bill: 8 numbers",
        ),
        personal_page(ADDRESS, only_if=rules.moves_out, section=""),
        question_page(
            "new_address",
            "What is your new address?",
            Address(),
            missing="Choose or enter your new address",
            short="New address",
            refuses=(rules.the_same_home,),
        ),
        question_page(
            "moved_on",
            "When do you move?",
            Date(),
            missing="Enter the date you move",
            short="Moving day",
            called="the date you move",
            hint="For example, 27 3 2026",
            refuses=(rules.not_too_early,),
        ),
        question_page(
            "tenure",
            "Do you own your new home or rent it?",
            Choice(
                options=options(
                    ("own", "I own it, or am buying it"),
                    ("rent", "I rent it from a private landlord"),
                    ("social", "I rent it from a housing association"),
                )
            ),
            only_if=rules.moves_in,
            missing="Select if you own your new home or rent it",
            short="Own or rent",
            ask_again="It is about the new home, not the one we know of",
            fact="tenure",
        ),
        question_page(
            "landlord",
            "Who is your landlord?",
            Text(longest=200),
            only_if=rules.rents,
            fact="landlord",
            missing="Enter the name of your landlord",
            short="Landlord",
            called="the name of your landlord",
            ask_again="It is about the new home, not the one we know of",
        ),
        question_page(
            "people",
            "Who else will live there?",
            Rows(
                called="person",
                least=0,
                most=15,
                columns=(
                    Question(key="person_name", ask="Their full name", missing="Enter their full name"),
                    Question(
                        key="adult",
                        ask="Are they 18 or over?",
                        missing="Select yes if they are 18 or over",
                        kind=YesNo(),
                        short="18 or over",
                    ),
                ),
            ),
            only_if=rules.moves_in,
            optional=True,
            missing="Add a person",
            short="Others in the home",
            hint="Leave this out if you will live alone",
        ),
        personal_page(NAME),
        personal_page(EMAIL),
        personal_page(optional(PHONE)),
    ),
    computed=(
        Computed(key="adults", label="Adults in the home", rule=rules.adults, needed=("tenure",)),
        Computed(key="discount", label="What you will pay", rule=rules.discount),
    ),
    opens=CaseTemplate(kind="move-home", title=rules.title),
    next_steps=("We send you a new bill. If you paid too much at your old home, we pay it back.",),
    button="Send",
    done="Details sent",
    declaration="By sending this you say that it is right. Telling us something you know is wrong is an offence.",
    retention="council-tax",
    justified={"has_number": "It asks whether the number is known, not which it is"},
)
