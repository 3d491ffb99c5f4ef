"""Forms that others published come in whole, walk to their ends, and are written as definitions that read the same."""

import json
from pathlib import Path

import pytest

from borough.services.grammar.conditions import Every, Is, Some, When
from borough.services.grammar.exploring import explore
from borough.services.grammar.kinds import Choice, Several
from borough.services.grammar.pages import CHECK
from borough.services.grammar.rows import Rows
from borough.services.grammar.walking import walk
from borough.services.layouts import BadForm, read
from borough.services.layouts.writing import source_of
from borough.services.queries.checking import fee_of
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
    found = explore(form.service, TODAY)
    assert found.complete and not found.stuck
    assert found.unreached(form.service) == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_every_question_of_a_published_form_is_there_or_listed(path):
    """Counted in the file itself, apart from the importer."""
    told = json.loads(path.read_text()) if path.suffix == ".json" else __import__("yaml").safe_load(path.read_text())
    form = brought(path)
    asked = len(form.service.questions())
    columns = sum(len(q.kind.columns) - 1 for q in form.service.questions().values() if isinstance(q.kind, Rows))
    if "steps" in told:
        assert asked >= len(told["steps"])
        return
    fields = {
        one.get("name")
        for page in told["pages"]
        for one in page.get("components") or []
        if one["type"].endswith("Field") and "summary" not in str(page.get("controller"))
    }
    lost = sum("the component" in one.what for one in form.lost)
    inner = sum(
        len(one.get("children") or []) - 1
        for page in told["pages"] for one in page.get("components") or [] if one["type"] == "MultiInputField"
    )  # fmt: skip
    charged = len(form.service.fee.rule.charges) if form.service.fee else 0
    assert asked + columns + lost + charged == len(fields) + inner


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_definition_written_down_reads_the_same(path, tmp_path):
    service = brought(path).service
    told = {}
    exec(compile(source_of(service), "service.py", "exec"), told)
    assert told["service"] == service


def page(path, *components, **more):
    return {"path": path, "title": path, "components": list(components), **more}


RADIOS = {"type": "RadiosField", "name": "colour", "title": "Which colour?", "list": "colours", "options": {}}
COLOURS = [{"name": "colours", "items": [{"text": "Red", "value": "red"}, {"text": "Blue", "value": "blue"}]}]


def test_and_binds_more_closely_than_or():
    value = {"conditions": [
        {"field": {"name": "a"}, "operator": "is", "value": {"value": "1"}},
        {"coordinator": "and", "field": {"name": "b"}, "operator": "is", "value": {"value": "2"}},
        {"coordinator": "or", "field": {"name": "c"}, "operator": "is not", "value": {"value": "3"}},
    ]}  # fmt: skip
    form = read(json.dumps({
        "pages": [page("/one", next=[{"path": "/two", "condition": "x"}, {"path": "/end"}]), page("/two"),
                  page("/end", controller="./pages/summary.js")],
        "conditions": [{"name": "x", "value": value}],
    }))  # fmt: skip
    [jump, rest] = form.service.pages[0].then
    assert jump.when == Some((Every((When("a", Is.IS, "1"), When("b", Is.IS, "2"))), When("c", Is.IS_NOT, "3")))
    assert (jump.to, rest.to) == ("two", CHECK)


def test_a_way_whose_condition_cannot_be_read_is_no_way_and_is_told():
    pages = [page("/one", RADIOS, next=[{"path": "/two", "condition": "gone"}]), page("/two")]
    form = read(json.dumps({"pages": pages, "lists": COLOURS, "conditions": []}))
    assert [jump.to for jump in form.service.pages[0].then] == [CHECK]
    assert "is not there" in form.odd[0].what


def test_what_the_grammar_has_no_words_for_is_listed_exactly():
    strange = {"type": "HologramField", "name": "h", "title": "Hologram", "options": {}}
    pages = [page("/one", strange, events={"onLoad": {}})]
    form = read(json.dumps({"pages": pages, "telepathy": True}))
    told = [(one.where, one.what) for one in form.lost]
    assert ("page /one", "“events”: {'onLoad': {}}") in told
    assert ("page /one, HologramField “h”", "the component HologramField") in told
    assert ("the form", "“telepathy”") in told
    assert len(told) == 3


def test_steps_that_skip_end_and_repeat():
    def step(number, following, **data):
        return {"id": number, "position": number, "next_step_id": following, "data": data, "routing_conditions": []}

    first = step(1, 2, question_text="Which?", answer_type="selection", is_optional=True, answer_settings={
        "only_one_option": "true", "selection_options": [{"name": "A"}, {"name": "B"}]})  # fmt: skip
    first["routing_conditions"] = [
        {"answer_value": "A", "goto_page_id": 3},
        {"answer_value": "B", "exit_page_heading": "Not for you", "exit_page_markdown": "Call us instead"},
    ]
    steps = [first, step(2, 3, question_text="Why?", answer_type="text"),
             step(3, None, question_text="Who?", answer_type="name", is_repeatable=True,
                  answer_settings={"input_type": "first_and_last_name"})]  # fmt: skip
    service = read(json.dumps({"name": "Steps", "steps": steps})).service
    assert [one.key for one in service.pages] == ["which", "which-exit-1", "why", "who"]
    assert isinstance(service.pages[0].asks[0].kind, Choice)
    assert [one.value for one in service.pages[0].asks[0].kind.options] == ["A", "B", "none_of_the_above"]
    assert [column.key for column in service.pages[3].asks[0].kind.columns] == ["q3_first_name", "q3_last_name"]
    found = explore(service, TODAY)
    assert found.ends == {"which-exit-1"} and found.unreached(service) == []


def test_several_of_a_list_that_may_be_left():
    told = {"steps": [{"id": 1, "position": 1, "next_step_id": None, "data": {
        "question_text": "Which?", "answer_type": "selection", "is_optional": True,
        "answer_settings": {"only_one_option": "0", "selection_options": [{"name": "A"}]}}}]}  # fmt: skip
    kind = read(json.dumps(told)).service.pages[0].asks[0].kind
    assert isinstance(kind, Several) and kind.none.text == "None of the above"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "{", "a: [", '{"pages": []}', '{"steps": []}', "[" * 100_000, '{"pages": [1, null]}']
)
def test_what_is_no_form_is_refused_with_a_sentence(text):
    with pytest.raises(BadForm):
        read(text)


def paid(**options):
    pages = [
        page("/one", RADIOS, next=[{"path": "/pay", "condition": "red"}, {"path": "/two"}]),
        page("/pay", {"type": "PaymentField", "name": "fee", "title": "Pay", "options": options},
             next=[{"path": "/two"}]),
        page("/two", {"type": "EmailAddressField", "name": "mail", "title": "Email", "options": {}}),
    ]  # fmt: skip
    when = {"conditions": [{"field": {"name": "colour"}, "operator": "is", "value": {"value": "red"}}]}
    told = {"pages": pages, "lists": COLOURS, "conditions": [{"name": "red", "value": when}]}
    return read(json.dumps(told))


@pytest.mark.parametrize(("colour", "pence"), [("red", 12_50), ("blue", 0)])
def test_a_payment_is_a_fee_for_those_who_come_over_its_page(colour, pence):
    form = paid(amount=12.5, description="A licence.", emailField="mail")
    assert not form.lost
    fee = form.service.fee
    assert (fee.words, fee.email) == ("A licence: £12.50.", "mail")
    seen = frozenset(one.key for one in form.service.pages)
    way = walk(form.service, {"colour": colour, "mail": "a@b.example"}, seen, {"today": TODAY})
    assert fee_of(form.service, way) == pence


def test_a_price_by_condition_is_the_first_that_holds():
    form = brought(FORMS / "defra" / "payment-v2-test.yaml")
    assert not form.lost
    seen = frozenset(one.key for one in form.service.pages)
    answers = {"fullName": "R", "phoneNumber": "01632960001", "emailAddress": "a@b.example", "rodLicenceNumber": "1"}
    expected = {
        ("12-month", "Adult", "all-sites"): 38_00, ("12-month", "Adult", "single-site"): 25_00,
        ("12-month", "Concession", "all-sites"): 24_00, ("12-month", "Concession", "single-site"): 16_00,
        ("8-day", "Adult", None): 12_00, ("8-day", "Concession", None): 8_00, ("1-day", "Adult", None): 5_00,
        ("1-day", "Junior", None): 5_00, ("8-day", "Junior", None): 0, ("12-month", "Junior", "all-sites"): 0,
    }  # fmt: skip
    for (duration, kind, site), pence in expected.items():
        chosen = {"permitDuration": duration, "permitType": kind} | ({"siteAccess": site} if site else {})
        way = walk(form.service, answers | chosen, seen, {"today": TODAY})
        assert (way.complete, fee_of(form.service, way)) == (True, pence), (duration, kind, site)
    assert form.service.fee.words.startswith("Lock and weir fishing permit: from £5 to £38, or nothing.")


@pytest.mark.parametrize("amount", ["free", 0.001, -1, 1e9])
def test_an_amount_that_is_no_sum_of_money_is_told(amount):
    form = paid(amount=amount)
    assert ["no sum of money" in one.what for one in form.lost] == [True]


def test_an_amount_whose_condition_is_gone_is_told():
    form = paid(amount=1, conditionalAmounts=[{"condition": "gone", "amount": 2}], surcharge=True)
    assert [one.what for one in form.lost] == [
        "the option “surcharge”: True", "an amount of £2, whose condition cannot be read"
    ]  # fmt: skip
