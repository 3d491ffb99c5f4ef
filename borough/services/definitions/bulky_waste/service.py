"""Bulky waste: collection of furniture and appliances on a day with capacity, reserved until payment."""

from borough.forms.common import ADDRESS, EMAIL, NAME, PHONE, optional, personal_page, question_page
from borough.forms.kinds import Choice, LongText, Number, Option
from borough.forms.pages import Guidance, Page
from borough.forms.questions import Question
from borough.forms.rows import Rows
from borough.forms.service import Appointment, Computed, Fee, Lookup, Promise, Service
from borough.services.definitions.bulky_waste import acts, rules
from borough.waste.public import bulky

ITEMS = tuple(Option(item.key, item.name) for item in bulky.bulky_items().values())
DAY = (("2026-06-05", "5 June 2026"),)


service = Service(
    key="bulky-waste",
    name="Have large items collected",
    start="Book a collection",
    topic="Bins and recycling",
    about=(
        "We collect furniture, mattresses and large appliances from outside your home. You choose the day.",
        "A charity may collect things in good condition for free.",
    ),
    needs=("what you want collected", "a debit or credit card"),
    lgsl=528,
    pages=(
        personal_page(ADDRESS, section=""),
        Page(
            key="not-ours",
            title="We do not collect from there",
            only_if=rules.not_ours,
            ends=True,
            guidance=(
                Guidance("That address is not one we know in the borough. Call ((service.phone)) if you think it is."),
            ),
        ),
        question_page(
            "items",
            "What should we collect?",
            Rows(
                called="item",
                least=1,
                most=6,
                columns=(
                    Question(key="item", ask="What is it?", missing="Select what it is", kind=Choice(options=ITEMS)),
                    Question(
                        key="count",
                        ask="How many?",
                        missing="Enter how many",
                        called="how many",
                        kind=Number(least=1, most=6, width="2"),
                    ),
                ),
            ),
            missing="Add what we should collect",
            short="To collect",
            refuses=(rules.too_many,),
        ),
        Page(
            key="full",
            title="No day has room",
            only_if=rules.full,
            ends=True,
            guidance=(
                Guidance("Every day in the next 8 weeks is taken. Try again next week, or call ((service.phone))."),
            ),
        ),
        question_page("day", "Which day?", Choice(looked_up="days"), missing="Select the day", short="Day"),
        question_page(
            "where",
            "Where will you put it?",
            LongText(longest=300, rows=3),
            missing="Enter where you will put it",
            called="where you will put it",
            short="Where it is",
            hint="Outside, where the crew can reach it from 6am",
        ),
        personal_page(NAME),
        personal_page(EMAIL),
        personal_page(optional(PHONE)),
    ),
    lookups=(
        Lookup(key="price", ask=acts.price, may_be=(1000,)),
        Lookup(key="days", ask=acts.days, may_be=((), DAY)),
    ),
    computed=(Computed(key="cost", label="Price", rule=lambda price: price, display=rules.cost),),
    fee=Fee(
        rule=rules.fee,
        source="waste/bulky_items.csv",
    ),
    hold=acts.hold,
    act=acts.act,
    appointment=Appointment("day", "We collect your bulky waste. Put it out by 6am"),
    promise=Promise(on="day"),
    next_steps=("Put it outside by 6am on the day. We cannot come into your home.",),
    button="Book",
    done="Collection booked",
    retention="service-requests",
)
