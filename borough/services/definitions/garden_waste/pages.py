"""Pages of the garden waste service."""

from borough.forms.common import ADDRESS, EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Address, Agreement, Choice, Number, Text, YesNo
from borough.forms.kinds.choices import options
from borough.forms.pages import Guidance, Page
from borough.services.definitions.garden_waste import rules

NOT_SERVED = Guidance(
    "We do not collect garden waste from that address. You can take it to a recycling centre, or compost it. "
    "The county's website tells you where the centres are."
)

PAGES = (
    question_page(
        "wish",
        "What do you want to do?",
        Choice(
            options=options(
                (rules.JOIN, "Join"),
                (rules.RENEW, "Renew my subscription"),
                (rules.BINS, "Change how many bins I have"),
                (rules.MOVE, "Take it to a new home"),
                (rules.CANCEL, "Cancel it"),
            )
        ),
        missing="Select what you want to do",
        short="What you want to do",
    ),
    question_page(
        "chosen",
        "Which subscription?",
        Choice(looked_up="mine"),
        only_if=rules.has_subscriptions,
        missing="Select the subscription",
        short="Subscription",
    ),
    question_page(
        "reference",
        "What is the reference of your subscription?",
        Text(longest=25, width="20", spellcheck=False),
        only_if=rules.has_none_known,
        missing="Enter the reference",
        short="Reference",
        called="the reference",
        refuses=(rules.unknown,),
        hint="It is on your letter or email, like 7QK2-M9XA-01BD-4HZT",
    ),
    personal_page(ADDRESS, only_if=rules.joins, section=""),
    Page(
        key="not-served",
        title="We do not collect from there",
        only_if=rules.not_served,
        ends=True,
        guidance=(NOT_SERVED,),
    ),
    question_page(
        "new_address",
        "What is your new address?",
        Address(gazetteer_only=True),
        only_if=rules.moves,
        missing="Choose your new address",
        short="New address",
    ),
    Page(
        key="new-not-served",
        title="We do not collect from there",
        only_if=rules.new_not_served,
        ends=True,
        guidance=(NOT_SERVED,),
    ),
    question_page(
        "concession",
        "Does anyone at the address get Council Tax Support?",
        YesNo(),
        only_if=rules.asks_concession,
        missing="Select yes if anyone at the address gets Council Tax Support",
        short="Council Tax Support",
        called="Council Tax Support",
        hint="The price is lower if someone does",
    ),
    question_page(
        "bins",
        "How many bins do you want us to empty?",
        Number(least=1, most=9, width="2"),
        only_if=rules.asks_bins,
        missing="Enter how many bins you want",
        short="Bins",
        called="the number of bins",
        refuses=(rules.cannot,),
        hint="Count the brown bins you have already. We bring any you need and take away any you do not",
    ),
    Page(
        key="cancel",
        title="If you cancel",
        only_if=rules.cancels,
        guidance=(
            Guidance(
                "We stop emptying your bins and take them away. Whole months you have paid for and not used are "
                "paid back to the card you paid with."
            ),
        ),
    ),
    personal_page(NAME, only_if=rules.joins),
    personal_page(EMAIL, only_if=rules.joins),
    personal_page(optional(PHONE), only_if=rules.joins),
    question_page(
        "agreed",
        "Do you agree to the terms?",
        Agreement(agree="I agree to the terms"),
        only_if=rules.asks_concession,
        title="Our terms",
        short="Terms",
        missing="Select “I agree to the terms” to go on",
        guidance=(
            Guidance(
                "- Put bins out by 6am, with the lid closed.\n- Grass, leaves, flowers and twigs go in. "
                "Soil, stones, food and plastic do not.\n- If you cancel, unused whole months are paid back."
            ),
        ),
    ),
)
