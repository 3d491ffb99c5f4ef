"""Garden waste collection: a household pays for a season and its bins are emptied every two weeks.

The service to which the Digital Strategy's report of August 2018, paragraph 24, attributes the rise in take-up.
"""

from borough.forms.common import ADDRESS, EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Address, Agreement, Choice, Number, Text, YesNo
from borough.forms.kinds.choices import options
from borough.forms.pages import Guidance, Page
from borough.forms.service import Computed, Fee, Lookup, Service
from borough.services.definitions.garden_waste import acts, rules

NOT_SERVED = Guidance(
    "We do not collect garden waste from that address. You can take it to a recycling centre, or compost it. "
    "The county's website tells you where the centres are."
)


service = Service(
    key="garden-waste",
    name="Garden waste collection",
    start="Start now",
    topic="Bins and recycling",
    about=(
        "Have your brown bins emptied every two weeks in the season. You can join, renew, change how many bins you "
        "have, take your subscription to a new home, or cancel it.",
    ),
    needs=(
        "your postcode",
        "a debit or credit card, if there is something to pay",
        "the reference of your subscription, if you have one and do not sign in",
    ),
    lgsl=530,
    pages=(
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
    ),
    lookups=(
        Lookup(key="mine", ask=acts.mine, needed=("person_id",), may_be=((), (("chosen", "Two bins"),))),
        Lookup(key="subscription", ask=acts.chosen_subscription, needed=("wish",)),
        Lookup(key="served", ask=acts.served, may_be=(False, True)),
        Lookup(key="new_served", ask=acts.new_served, may_be=(False, True)),
        Lookup(key="price", ask=acts.price, needed=("wish",)),
        Lookup(key="refund", ask=acts.refund, needed=("wish",)),
    ),
    computed=(
        Computed(key="cost", label="How the price is made up", rule=lambda price: price, display=rules.cost_lines),
        Computed(key="back", label="What comes back to you", rule=lambda refund: refund, display=rules.refund_text),
    ),
    fee=Fee(
        rule=rules.fee,
        source="waste/garden_fees.csv",
    ),
    act=acts.act,
    next_steps=(
        "Look up your [bin days](/bins/) to see when we come.",
        "You can renew here from 90 days before your subscription ends.",
    ),
    button="Confirm",
    done="Request complete",
    retention="waste-subscriptions",
)
