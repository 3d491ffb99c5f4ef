"""Garden waste collection: a household pays for a season and its bins are emptied every two weeks.

The service to which the Digital Strategy's report of August 2018, paragraph 24, attributes the rise in take-up.
"""

from borough.forms.service import Computed, Fee, Lookup, Service
from borough.services.definitions.garden_waste import acts, lookups, rules
from borough.services.definitions.garden_waste.pages import PAGES

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
    pages=PAGES,
    lookups=(
        Lookup(key="mine", ask=lookups.mine, needed=("person_id",), may_be=((), (("chosen", "Two bins"),))),
        Lookup(key="subscription", ask=lookups.chosen_subscription, needed=("wish",)),
        Lookup(key="served", ask=lookups.served, may_be=(False, True)),
        Lookup(key="new_served", ask=lookups.new_served, may_be=(False, True)),
        Lookup(key="price", ask=lookups.price, needed=("wish",)),
        Lookup(key="refund", ask=lookups.refund, needed=("wish",)),
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
