"""Pages of the application for help with rent."""

from borough.forms.common import ADDRESS, EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Agreement, Date, LongText, Money, Several, Signature, Text, Upload
from borough.forms.kinds.choices import Option, options
from borough.forms.kinds.dates import Day
from borough.forms.pages import Guidance, Page
from borough.services.definitions.discretionary_support import rules

PAGES = (
    question_page(
        "benefits",
        "Which of these do you get?",
        Several(
            options=options(
                ("universal-credit", "Universal Credit, with money for housing"),
                ("housing-benefit", "Housing Benefit"),
                ("pension-credit", "Pension Credit"),
                ("disability", "Personal Independence Payment or similar"),
            ),
            none=Option("none", "None of these"),
        ),
        missing="Select which of these you get",
        short="Benefits",
        section="Check if we can help",
        fact="benefits",
    ),
    Page(
        key="not-entitled",
        title="We cannot help in this way",
        only_if=rules.not_entitled,
        ends=True,
        section="Check if we can help",
        guidance=(
            Guidance(
                "This help is added to Universal Credit or Housing Benefit. You may be able to get one of them. "
                "Our advisers can look at it with you: call ((service.phone))."
            ),
        ),
    ),
    personal_page(NAME),
    question_page(
        "date_of_birth",
        "What is your date of birth?",
        Date(latest=Day(years=-16)),
        missing="Enter your date of birth",
        short="Date of birth",
        called="your date of birth",
        hint="For example, 27 3 1985",
        section="About you",
        fact="date_of_birth",
    ),
    question_page(
        "ni_number",
        "What is your National Insurance number?",
        Text(
            pattern=r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
            like="QQ 12 34 56 C",
            spaceless=True,
            upper=True,
            width="10",
            spellcheck=False,
        ),
        missing="Enter your National Insurance number",
        short="National Insurance number",
        section="About you",
        called="your National Insurance number",
        fact="national_insurance_number",
        hint="It is on your payslip, P60 or letters about benefits, like QQ 12 34 56 C",
    ),
    personal_page(ADDRESS),
    personal_page(EMAIL),
    personal_page(optional(PHONE)),
    question_page(
        "rent",
        "How much is your rent each week?",
        Money(least=100, most=200_000),
        short="Rent each week",
        missing="Enter your rent each week",
        called="your rent",
        section="Your money",
        hint="Divide a month’s rent by 4.33",
    ),
    question_page(
        "income",
        "How much comes in each week?",
        Money(most=500_000),
        short="Comes in each week",
        fact="income",
        missing="Enter how much comes in each week",
        called="what comes in",
        section="Your money",
        hint="Wages, benefits and any other money, for everyone at home",
    ),
    question_page(
        "other_costs",
        "How much else goes out each week?",
        Money(most=500_000),
        short="Goes out each week",
        missing="Enter how much else goes out each week",
        called="what else goes out",
        section="Your money",
        hint="Food, gas, electricity, travel and debts, without the rent",
    ),
    question_page(
        "why",
        "Why do you need help now?",
        LongText(word_limit=400, rows=6),
        missing="Enter why you need help now",
        called="why you need help",
        short="Why you need help now",
        section="Your money",
    ),
    question_page(
        "evidence",
        "Show us your rent",
        Upload(types=("pdf", "jpg", "png"), least=1, most=6),
        missing="Choose a letter, statement or photo that shows your rent",
        short="Evidence",
        section="Evidence",
        hint="A tenancy agreement, a letter from your landlord or a bank statement. A photo will do",
    ),
    question_page(
        "true",
        "Is what you told us true?",
        Agreement(agree="It is true, and I will tell you if it changes"),
        missing="Select that it is true to go on",
        short="What you told us",
        section="Declaration",
    ),
    question_page(
        "signature",
        "Sign with your full name",
        Signature(),
        missing="Enter your full name to sign",
        short="Signature",
        called="your full name",
        section="Declaration",
    ),
)
