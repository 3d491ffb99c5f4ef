"""Forms that others published come in whole, walk to their ends, and are written as definitions that read the same."""

import json
import random
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from borough.forms.conditions import AllOf, AnyOf, Is, When
from borough.forms.coverage import explore
from borough.forms.importers import FormError, read
from borough.forms.importers.source_writer import source_of
from borough.forms.kinds import Choice, Date, Several, Time
from borough.forms.pages import CHECK
from borough.forms.routing import build_route
from borough.forms.rows import Rows
from borough.services.queries.check_answers import fee_of
from tests.services.walker import TODAY

FORMS = Path(__file__).parent / "forms"
ALL = sorted(path for path in FORMS.rglob("*") if path.suffix in {".json", ".yaml"})


def brought(path):
    return read(path.read_text(), path.stem)


def test_there_are_forms_to_try():
    assert len(ALL) >= 12


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_every_page_of_a_published_form_walks(path):
    form = brought(path)
    coverage = explore(form.service, TODAY)
    assert coverage.complete and not coverage.stuck
    assert coverage.unreached(form.service) == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_every_question_of_a_published_form_is_there_or_listed(path):
    """Counted in the file itself, apart from the importer."""
    data = json.loads(path.read_text()) if path.suffix == ".json" else yaml.safe_load(path.read_text())
    form = brought(path)
    question_count = len(form.service.questions())
    columns = sum(len(q.kind.columns) - 1 for q in form.service.questions().values() if isinstance(q.kind, Rows))
    if "steps" in data:
        assert question_count >= len(data["steps"])
        return
    fields = {
        component.get("name")
        for page in data["pages"]
        for component in page.get("components") or []
        if component["type"].endswith("Field") and "summary" not in str(page.get("controller"))
    }
    lost = sum("the component" in component.what for component in form.lost)
    inner = sum(
        len(component.get("children") or []) - 1
        for page in data["pages"]
        for component in page.get("components") or []
        if component["type"] == "MultiInputField"
    )
    charged = len(form.service.fee.rule.charges) if form.service.fee else 0
    assert question_count + columns + lost + charged == len(fields) + inner


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_definition_written_down_reads_the_same(path, tmp_path):
    service = brought(path).service
    sources = {}
    exec(compile(source_of(service), "service.py", "exec"), sources)
    assert sources["service"] == service


def page(path, *components, **more):
    return {"path": path, "title": path, "components": list(components), **more}


RADIOS = {"type": "RadiosField", "name": "colour", "title": "Which colour?", "list": "colours", "options": {}}
COLOURS = [{"name": "colours", "items": [{"text": "Red", "value": "red"}, {"text": "Blue", "value": "blue"}]}]


def test_and_binds_more_closely_than_or():
    value = {
        "conditions": [
            {"field": {"name": "a"}, "operator": "is", "value": {"value": "1"}},
            {"coordinator": "and", "field": {"name": "b"}, "operator": "is", "value": {"value": "2"}},
            {"coordinator": "or", "field": {"name": "c"}, "operator": "is not", "value": {"value": "3"}},
        ]
    }
    form = read(
        json.dumps(
            {
                "pages": [
                    page("/one", next=[{"path": "/two", "condition": "x"}, {"path": "/end"}]),
                    page("/two"),
                    page("/end", controller="./pages/summary.js"),
                ],
                "conditions": [{"name": "x", "value": value}],
            }
        )
    )
    [jump, rest] = form.service.pages[0].then
    assert jump.when == AnyOf((AllOf((When("a", Is.IS, "1"), When("b", Is.IS, "2"))), When("c", Is.IS_NOT, "3")))
    assert (jump.to, rest.to) == ("two", CHECK)


def test_route_with_an_unreadable_condition_is_omitted_and_reported():
    pages = [page("/one", RADIOS, next=[{"path": "/two", "condition": "gone"}]), page("/two")]
    form = read(json.dumps({"pages": pages, "lists": COLOURS, "conditions": []}))
    assert [jump.to for jump in form.service.pages[0].then] == [CHECK]
    assert "is not there" in form.odd[0].what


def test_unsupported_form_features_are_listed_exactly():
    strange = {"type": "HologramField", "name": "h", "title": "Hologram", "options": {}}
    pages = [page("/one", strange, events={"onLoad": {}})]
    form = read(json.dumps({"pages": pages, "telepathy": True}))
    omissions = [(omission.where, omission.what) for omission in form.lost]
    assert ("page /one", "“events”: {'onLoad': {}}") in omissions
    assert ("page /one, HologramField “h”", "the component HologramField") in omissions
    assert ("the form", "“telepathy”") in omissions
    assert len(omissions) == 3


def test_steps_that_skip_end_and_repeat():
    def step(number, following, **data):
        return {"id": number, "position": number, "next_step_id": following, "data": data, "routing_conditions": []}

    first = step(
        1,
        2,
        question_text="Which?",
        answer_type="selection",
        is_optional=True,
        answer_settings={"only_one_option": "true", "selection_options": [{"name": "A"}, {"name": "B"}]},
    )
    first["routing_conditions"] = [
        {"answer_value": "A", "goto_page_id": 3},
        {"answer_value": "B", "exit_page_heading": "Not for you", "exit_page_markdown": "Call us instead"},
    ]
    steps = [
        first,
        step(2, 3, question_text="Why?", answer_type="text"),
        step(
            3,
            None,
            question_text="Who?",
            answer_type="name",
            is_repeatable=True,
            answer_settings={"input_type": "first_and_last_name"},
        ),
    ]
    service = read(json.dumps({"name": "Steps", "steps": steps})).service
    assert [page_item.key for page_item in service.pages] == ["which", "which-exit-1", "why", "who"]
    assert isinstance(service.pages[0].asks[0].kind, Choice)
    assert [page_item.value for page_item in service.pages[0].asks[0].kind.options] == ["A", "B", "none_of_the_above"]
    assert [column.key for column in service.pages[3].asks[0].kind.columns] == ["q3_first_name", "q3_last_name"]
    coverage = explore(service, TODAY)
    assert coverage.ends == {"which-exit-1"} and coverage.unreached(service) == []


def test_several_of_a_list_that_may_be_left():
    data = {
        "steps": [
            {
                "id": 1,
                "position": 1,
                "next_step_id": None,
                "data": {
                    "question_text": "Which?",
                    "answer_type": "selection",
                    "is_optional": True,
                    "answer_settings": {"only_one_option": "0", "selection_options": [{"name": "A"}]},
                },
            }
        ]
    }
    kind = read(json.dumps(data)).service.pages[0].asks[0].kind
    assert isinstance(kind, Several) and kind.none.text == "None of the above"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "{", "a: [", '{"pages": []}', '{"steps": []}', "[" * 100_000, '{"pages": [1, null]}']
)
def test_what_is_no_form_is_refused_with_a_sentence(text):
    with pytest.raises(FormError):
        read(text)


def paid(**options):
    pages = [
        page("/one", RADIOS, next=[{"path": "/pay", "condition": "red"}, {"path": "/two"}]),
        page(
            "/pay", {"type": "PaymentField", "name": "fee", "title": "Pay", "options": options}, next=[{"path": "/two"}]
        ),
        page("/two", {"type": "EmailAddressField", "name": "mail", "title": "Email", "options": {}}),
    ]
    when = {"conditions": [{"field": {"name": "colour"}, "operator": "is", "value": {"value": "red"}}]}
    data = {"pages": pages, "lists": COLOURS, "conditions": [{"name": "red", "value": when}]}
    return read(json.dumps(data))


@pytest.mark.parametrize(("colour", "pence"), [("red", 12_50), ("blue", 0)])
def test_a_payment_is_a_fee_for_those_who_come_over_its_page(colour, pence):
    form = paid(amount=12.5, description="A licence.", emailField="mail")
    assert not form.lost
    fee = form.service.fee
    assert (fee.text, fee.email) == ("A licence: £12.50.", "mail")
    seen = frozenset(page_item.key for page_item in form.service.pages)
    route = build_route(form.service, {"colour": colour, "mail": "a@b.example"}, seen, {"today": TODAY})
    assert fee_of(form.service, route) == pence


def test_a_price_by_condition_is_the_first_that_holds():
    form = brought(FORMS / "defra" / "payment-v2-test.yaml")
    assert not form.lost
    seen = frozenset(page_item.key for page_item in form.service.pages)
    answers = {"fullName": "R", "phoneNumber": "01632960001", "emailAddress": "a@b.example", "rodLicenceNumber": "1"}
    expected = {
        ("12-month", "Adult", "all-sites"): 38_00,
        ("12-month", "Adult", "single-site"): 25_00,
        ("12-month", "Concession", "all-sites"): 24_00,
        ("12-month", "Concession", "single-site"): 16_00,
        ("8-day", "Adult", None): 12_00,
        ("8-day", "Concession", None): 8_00,
        ("1-day", "Adult", None): 5_00,
        ("1-day", "Junior", None): 5_00,
        ("8-day", "Junior", None): 0,
        ("12-month", "Junior", "all-sites"): 0,
    }
    for (duration, kind, site), pence in expected.items():
        chosen = {"permitDuration": duration, "permitType": kind} | ({"siteAccess": site} if site else {})
        route = build_route(form.service, answers | chosen, seen, {"today": TODAY})
        assert (route.complete, fee_of(form.service, route)) == (True, pence), (duration, kind, site)
    assert form.service.fee.text.startswith("Lock and weir fishing permit: from £5 to £38, or nothing.")


@pytest.mark.parametrize("amount", ["free", 0.001, -1, 1e9])
def test_invalid_amount_is_reported(amount):
    form = paid(amount=amount)
    assert ["no sum of money" in omission.what for omission in form.lost] == [True]


def test_amount_with_a_missing_condition_is_reported():
    form = paid(amount=1, conditionalAmounts=[{"condition": "gone", "amount": 2}], surcharge=True)
    assert [omission.what for omission in form.lost] == [
        "the option “surcharge”: True",
        "an amount of £2, whose condition cannot be read",
    ]


LISTED = {"type": "List", "title": "You need", "list": "colours", "options": {"type": "numbered"}}


def test_a_list_that_is_only_read_is_there_with_its_items():
    cards = {"type": "FlashCard", "title": "Cards", "list": "colours", "options": {"hideTitle": True}}
    form = read(json.dumps({"pages": [page("/one", LISTED, cards)], "lists": COLOURS}))
    assert [guidance.text for guidance in form.service.pages[0].guidance] == [
        "You need\n\n1. Red\n1. Blue",
        "- Red\n- Blue",
    ]
    assert not form.lost


def test_a_date_with_its_time_is_two_questions():
    field = {"type": "DateTimePartsField", "name": "seen", "title": "When did you see it?", "options": {}}
    form = read(json.dumps({"pages": [page("/one", field)]}))
    assert {key: type(question.kind) for key, question in form.service.questions().items()} == {
        "seen": Date,
        "seen_time": Time,
    }
    assert explore(form.service, TODAY).complete


def test_single_name_for_two_answer_types_becomes_two_questions():
    number = {"type": "NumberField", "name": "colour", "title": "How many?", "options": {}}
    form = read(json.dumps({"pages": [page("/one", RADIOS), page("/two", number)], "lists": COLOURS}))
    assert list(form.service.questions()) == ["colour", "colour_2"]
    assert "is used for another kind of answer too" in form.odd[0].what


def test_a_step_of_an_unknown_kind_stays_to_be_read_and_the_form_walks():
    steps = [
        {"id": 1, "next_step_id": 2, "data": {"question_text": "Your name", "answer_type": "text"}},
        {"id": 2, "next_step_id": 3, "data": {"question_text": "Your mood", "answer_type": "mood"}},
        {"id": 3, "data": {"question_text": "Your email", "answer_type": "email"}},
    ]
    form = read(json.dumps({"name": "Moods", "steps": steps}))
    assert [omission.what for omission in form.lost] == ["the answer type “mood”"]
    assert explore(form.service, TODAY).unreached(form.service) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"pages": [{"path": "/one", "components": ["text"]}]}, "At pages, 0, components, 0: it must be an object"),
        (
            {"pages": [{"path": "/one", "components": [{"type": "TextField", "options": {"max": "many"}}]}]},
            "options, max",
        ),
        ({"pages": [{"path": "/one"}], "conditions": [{"name": {}, "value": {}}]}, "At conditions, 0, name"),
        ({"steps": [{"data": {}}]}, "At steps, 0"),
        ({"pages": [{"path": "/one", "title": "a\0b"}]}, "cannot be kept"),
    ],
)
def test_a_form_of_another_build_is_refused_with_the_place(change, where):
    with pytest.raises(FormError, match=where):
        read(json.dumps(change))


ODD = [None, "", 0, -1, 1.5, True, [], {}, [None], {"a": 1}, "abc", "((x))", "{{ x }}", 10**30, "[(", "a" * 3000, "\0"]


def _places(data, path=()):
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _places(value, (*path, key))


def _at(data, path):
    for key in path:
        data = data[key]
    return data


def _broken(data, rng):
    """The form with a few things gone, odd, or from elsewhere in it."""
    places = [path for path in _places(data) if path]
    for _ in range(rng.choice([1, 1, 2, 5])):
        path = rng.choice(places)
        with suppress(KeyError, IndexError, TypeError):
            within = _at(data, path[:-1])
            if rng.random() < 1 / 3:
                del within[path[-1]]
            else:
                within[path[-1]] = deepcopy(rng.choice([*ODD, _at(data, rng.choice(places))]))
    return data


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_broken_form_is_refused_with_a_sentence_or_walks_and_is_written(path):
    rng = random.Random(path.name)
    data = json.loads(path.read_text()) if path.suffix == ".json" else yaml.safe_load(path.read_text())
    refused = 0
    for _ in range(40):
        try:
            form = read(json.dumps(_broken(deepcopy(data), rng), default=str))
        except FormError as error:
            refused += 1
            assert str(error)
            continue
        explore(form.service, TODAY)
        written = {}
        exec(compile(source_of(form.service), "service.py", "exec"), written)
        assert written["service"] == form.service
    assert 0 < refused < 40
