"""The seed's own sentences, bound to figures: right ones are accepted, and every way of being wrong is refused."""

import pytest

from borough.reports.grammar.compiler import Compiler
from borough.reports.rules.checks import number_in
from borough.reports.rules.prose import bare_claims, bare_numbers, sentences
from borough.reports.types import Heading, Paragraph, ReportRefused


def compiled_text(facts, text):
    return "".join(
        run.text for block in Compiler(facts).compile(text) if isinstance(block, Paragraph) for run in block.runs
    )


def refusals(facts, text):
    with pytest.raises(ReportRefused) as refused:
        Compiler(facts).compile(text)
    return refused.value.refusals


LEARNERS = (
    "[340]{is learners year} learners have attended [23]{is courses year} different courses in [12]{is venues year} "
    "different venues since September 2017, [a 45.92% increase]{increase learners year-before year} from last year."
)


def test_the_seeds_learners_are_accepted(seed):
    assert compiled_text(seed, LEARNERS) == (
        "340 learners have attended 23 different courses in 12 different venues since September 2017, a 45.92% increase "
        "from last year."
    )


@pytest.mark.parametrize(
    ("typed", "wrong", "why"),
    [
        ("[340]", "[341]", "says 341"),
        ("45.92%", "45.93%", "340 after 233 gives 45.92%"),
        ("45.92%", "46%", None),
        ("45.92%", "47%", "gives 46%"),
        ("a 45.92% increase", "a 45.92% decrease", "wrong direction"),
        ("[23]{is courses year}", "23", "bare number “23”"),
        ("[12]{is venues year}", "twelve", "bare number “twelve”"),
        ("[340]{is learners year}", "[340]{is learners year-before}", "says 340"),
        ("[340]{is learners year}", "[340]{is pupils year}", "not recorded"),
        ("[340]", "[340 or more]", None),
        ("[340]", "[between 340 and 360]", "just one number"),
    ],
)
def test_a_learner_figure_typed_wrongly_is_refused_with_its_sentence(seed, typed, wrong, why):
    text = LEARNERS.replace(typed, wrong)
    assert text != LEARNERS
    if why is None:
        assert compiled_text(seed, text)
        return
    errors = refusals(seed, f"Another sentence. {text}")
    assert why in errors[0].reason
    assert errors[0].sentence == text


def test_other_counts_of_the_seed_are_accepted_as_text_and_digits(seed):
    assert compiled_text(seed, "[Four]{is hubs year} council-owned community centres are digital hubs.")
    assert compiled_text(
        seed,
        "There has been an addition of [nine]{is new-access-points year} access points taking the total up to "
        "[26]{is access-points year}, including Mawdesley and Charnock Richard.",
    )


TAKE_UP = (
    "[55%]{is website-share last-quarter} of transactions and contact were completed on the website in the last quarter; "
    "[this increase is primarily due to the garden waste collection]{primarily website-share third-quarter last-quarter "
    "service=garden-waste}, and there has been [a steady increase in each quarter]{steady-rise website-share year}."
)


def test_the_seeds_take_up_is_accepted_where_its_figures_support_it(seed):
    assert compiled_text(seed, TAKE_UP).startswith("55% of transactions")


def test_claim_is_rejected_where_a_single_quarter_fell(seed):
    seed.values["website-share", "second-quarter"] = (41, 100)
    errors = refusals(seed, TAKE_UP)
    assert "it went from 42.0% to 41.0%" in errors[0].reason
    assert "July to September 2017" in errors[0].reason


def test_it_is_refused_where_another_service_did_more(seed):
    seed.values["website-share", "last-quarter", "service"] = {"garden-waste": (11, 40), "tax": (54, 60)}
    assert "tax did more" in refusals(seed, TAKE_UP)[0].reason


def test_a_majority_is_more_than_half_of_a_figure(seed):
    text = "[The majority]{majority website-share last-quarter} of contact was on the website."
    assert compiled_text(seed, text)
    seed.values["website-share", "last-quarter"] = (50, 100)
    assert "more than half" in refusals(seed, text)[0].reason


def test_each_share_that_differs_from_its_parts_is_flagged(seed):
    text = (
        "[78%]{is phone-share last-quarter} of contact was by phone, [14%]{is web-share last-quarter} on the website and "
        "[8%]{is counter-share last-quarter} face to face."
    )
    errors = refusals(seed, text)
    assert [f.reason.split(", and ")[1] for f in errors] == [
        "620 of 1,000 gives 62%",
        "70 of 1,000 gives 7%",
        "310 of 1,000 gives 31%",
    ]
    right = text.replace("78%", "62%").replace("14%", "7%").replace("8%]", "31%]")
    assert compiled_text(seed, right)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is well documented that online transactions can be 20 times cheaper than by phone.",
        "Take-up has doubled.",
        "Half of contact is online.",
        "Take-up is at fifty per cent.",
        "A budget of £50,000 was allocated.",
        "The take up of digital services has increased.",
        "The majority of service areas have them.",
        "There has been a steady increase in each quarter.",
        "It is primarily due to garden waste.",
        "More than last year came.",
        "There was a further rise.",
        "We met 2018 learners.",
        "It grew in 2018 learners and courses.",
        "[The majority of 300]{majority website-share last-quarter} of contact.",
        "[55% and rising, the highest]{is website-share last-quarter} of contact.",
        "[rose by 12%]{rise website-share third-quarter last-quarter} of contact.",
        "[fell]{rise website-share third-quarter last-quarter} again.",
        "[fell]{fall website-share third-quarter last-quarter} again.",
        "[words]{wish website-share last-quarter} said.",
        "[words]{majority} said.",
        "{website-share never} said.",
        "{website-share} said.",
        "A [loose bracket said.",
    ],
)
def test_number_without_a_figure_is_rejected(seed, sentence):
    errors = refusals(seed, f"All is well. {sentence}")
    assert errors[0].sentence == sentence
    assert errors[0].reason


@pytest.mark.parametrize(
    "sentence",
    [
        "The strategy of June 2017 covers 2017-2020 and the council year 2017/18.",
        "The Executive Cabinet met on 2 August 2018.",
        "The project was set up in 2015 as part of the budget.",
        "See paragraph 24, paragraphs 19 and 20, Schedule 12A and section 151 of the Local Government Act 1972 for more.",
        "Objective 1 comes first, in the third quarter, and no one is left out.",
    ],
)
def test_dates_years_and_citations_measure_nothing(seed, sentence):
    assert compiled_text(seed, sentence) == sentence


def test_every_error_is_reported_at_once_with_its_line(seed):
    text = "# A heading\n\nFine.\n\nThere were 12 of them.\nThe majority agreed.\n- an item with 5 in it\n"
    assert [(f.line, f.sentence) for f in refusals(seed, text)] == [
        (5, "There were 12 of them."),
        (5, "The majority agreed."),
        (7, "an item with 5 in it"),
    ]


def test_a_heading_has_no_number(seed):
    assert "bare number" in refusals(seed, "# The 12 services\n")[0].reason


def test_conditional_sentence_is_omitted_with_the_reason_when_false(seed):
    compiler = Compiler(seed)
    blocks = compiler.compile("Always. ~ [The majority]{majority website-share first-quarter} came. Ends.")
    assert "".join(r.text for r in blocks[0].runs) == "Always. Ends."
    assert "more than half" in compiler.left_out[0].reason
    assert compiler.left_out[0].sentence.startswith("[The majority]")
    assert compiled_text(seed, "Always. ~ [The majority]{majority website-share last-quarter} came.").endswith(
        "The majority came."
    )


def test_a_figure_says_itself_and_leads_to_its_rows(seed):
    blocks = Compiler(seed).compile(
        "# A thing\n\nIt was {website-share last-quarter}, {counted website-share last-quarter}.\n"
    )
    assert isinstance(blocks[0], Heading)
    runs = blocks[1].runs
    assert [r.text for r in runs] == ["It was ", "55.0%", ", ", "55", "."]
    assert runs[1].figure.measure == "website-share"


def test_sentences_that_state_what_the_figures_show(seed):
    assert compiled_text(seed, "It {moved website-share third-quarter last-quarter}.") == "It rose from 45.0% to 55.0%."
    assert compiled_text(seed, "{trend website-share year}") == (
        "It was higher in each quarter than in the one before, from 40.0% in January to March 2017 to 55.0% in January to "
        "March 2018."
    )
    seed.values["website-share", "second-quarter"] = (41, 100)
    assert "in 3 of 4 quarters" in compiled_text(seed, "{trend website-share year}")
    assert (
        compiled_text(seed, "Learners were {more learners year-before year}.")
        == "Learners were 45.9% more than in 2016-17."
    )


def test_every_number_of_a_change_leads_to_a_figure(seed):
    blocks = Compiler(seed).compile("{split website-share third-quarter last-quarter}")
    assert all(run.figure for run in blocks[0].runs if "." in run.text and run.text[0] in "+−0123456789")
    assert not any(bare_numbers(run.text.replace("third-quarter", "")) for run in blocks[0].runs if not run.figure)


def test_paragraphs_are_numbered_and_empty_paragraphs_skipped(seed):
    text = "First.\n\n~ [The majority]{majority website-share first-quarter} came.\n\nSecond.\n- one item\n".replace(
        "one ", "an "
    )
    assert [b.number for b in Compiler(seed).compile(text)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "number"), [("nine", "9"), ("1,234", "1234"), ("45.92%", "45.92"), ("two or 3", "None"), ("", "None")]
)
def test_single_number_is_parsed_from_text(text, number):
    assert str(number_in(text)) == number


def test_sentences_end_where_the_next_begins():
    assert sentences("One. Two? {three} four. ~ Five.") == ["One.", "Two?", "{three} four.", "~ Five."]


def test_text_that_only_resembles_a_claim_is_accepted():
    assert bare_claims("Increasing digital take up by keeping a record of what works best") == []


GAZETTEER = (
    "A review of the council's Local Land and Property Gazetteer has been carried out, with [a gold standard]"
    "{level gazetteer-review-level year gold} received."
)


def test_the_seeds_gold_standard_is_accepted_and_any_other_refused(seed):
    assert compiled_text(seed, GAZETTEER).endswith("with a gold standard received.")
    for wrong, why in (
        ("silver", "it was gold"),
        ("gold-standard", "speaks of gold"),
        ("bronze", "it was gold"),
    ):
        text = GAZETTEER.replace("year gold}", f"year {wrong}}}").replace(
            "a gold", "a gold" if "-" in wrong else f"a {wrong}"
        )
        assert why in refusals(seed, text)[0].reason
    unbound = refusals(seed, "The gazetteer earned a gold standard.")
    assert "gold" in unbound[0].reason
    as_number = refusals(seed, "It reached [4]{is gazetteer-review-level year}.")
    assert "which is no number" in as_number[0].reason
    assert compiled_text(seed, "It stood at {gazetteer-review-level year}.") == "It stood at gold."
