"""Placeholders, marks, text messages, addresses and ways to reach people; no database."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.kernel.refusals import Refused
from borough.messaging import catalogue
from borough.messaging.rules import channel_choice, markdown, sms, states
from borough.messaging.rules.placeholders import MissingValues, fill, names_in
from borough.messaging.types import Channel, MessageState, Template

OWN = "https://borough.example"
EMAIL, TEXT = Channel.EMAIL, Channel.TEXT


def test_placeholders_are_filled_whatever_their_case_spaces_and_signs():
    assert fill("Dear ((First name))", {"first_NAME": "Rosa"}, TEXT) == "Dear Rosa"
    assert fill("((a-b)) ((A_B))", {"AB": "x"}, TEXT) == "x x"
    assert fill("((x))", {"x": "y", "more": "ignored"}, TEXT) == "y"
    assert names_in("((a)) ((A)) ((b??c))") == ["a", "b"]


@pytest.mark.parametrize("yes", ["yes", "Y", "true", "T", "1", "include", "SHOW"])
def test_condition_includes_its_text_for_yes(yes):
    assert fill("((owes??Pay up.))", {"owes": yes}, TEXT) == "Pay up."


@pytest.mark.parametrize("no", ["no", "", "0", "perhaps"])
def test_and_for_nothing_else(no):
    assert fill("x((owes??Pay up.))", {"owes": no}, TEXT) == "x"
    assert fill("x((owes??Pay up.))", {}, TEXT) == "x"


def test_lists_are_bullets_in_mail_and_a_sentence_in_texts():
    assert fill("((bins))", {"bins": ["a", "b", "c"]}, TEXT) == "a, b and c"
    assert markdown.to_html(fill("Bins: ((bins))", {"bins": ["a", "<b>"]}, EMAIL)) == (
        "<p>Bins:</p>\n<ul><li>a</li><li>&lt;b&gt;</li></ul>"
    )


def test_every_missing_name_is_reported_at_once():
    with pytest.raises(MissingValues, match="Missing personalisation: name and the day") as refused:
        fill("((name)) ((the day)) ((there)) ((flag??x))", {"there": "1", "name": ""}, EMAIL)
    assert refused.value.names == ("name", "the day")


class Tags(HTMLParser):
    """The tags and links of some HTML, and its words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name == "href"]
        assert not [name for name, _ in attributes if name != "href"]

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    "typed",
    [
        "# Big",
        "[click](https://evil.example/)",
        "https://evil.example",
        "www.evil.example",
        "**b**",
        "<script>x</script>",
        "* a\n* b",
        "^ inset",
        "---",
        "1. one",
        "`x`",
        "![i](http://e.example/i.png)",
        "\\[x\\](http://e.example)",
        "((name))",
        "javascript://x",
        "https://borough.example.evil.example/",
    ],
)
def test_resident_input_is_rendered_as_plain_text(typed):
    html = Tags(markdown.to_html(fill("((typed))", {"typed": typed}, EMAIL, own=OWN)))
    assert html.tags == ["p"] and html.links == []


SIGNS = st.text(st.sampled_from("#*-^[]()!`~_\\<>&\"'|=+•.1 2ahtps:/w\n\u00a0é😀"), max_size=40)


@given(SIGNS | st.text(max_size=30))
def test_no_value_makes_a_mark_or_a_link_and_none_of_its_letters_is_lost(typed):
    source = fill("Before ((typed)) after", {"typed": typed or "x"}, EMAIL, own=OWN)
    html = Tags(markdown.to_html(source))
    assert set(html.tags) <= {"p"} and html.links == []
    expected = " ".join("".join(sign if sign.isprintable() else " " for sign in typed or "x").split())
    if "://" not in expected and "www." not in expected.lower() and "mailto:" not in expected.lower():
        private = "".join(sign for sign in expected if not 0xE000 <= ord(sign) <= 0xEFFF)
        assert re.sub(r"\s+", "", html.text) == re.sub(r"\s+", "", f"Before{private}after")
        assert "".join(markdown.to_text(source).split()) == "".join(f"Before{private}after".split())


@given(st.text(max_size=200))
def test_no_source_makes_html_that_is_not_ours(source):
    html = Tags(markdown.to_html(source))
    assert set(html.tags) <= {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "hr", "a"}
    assert all(link.startswith(("http://", "https://")) for link in html.links)


NOTIFY_FREES = set("\\`*{}[]()#+-.!_>~|")  # what a backslash makes a letter of in the markdown Notify uses, mistune's


@given(SIGNS)
def test_by_notify_no_backslash_is_left_to_see(typed):
    source = markdown.to_notify(fill("((typed))", {"typed": typed or "x"}, EMAIL, own=OWN))
    assert all(escaped in NOTIFY_FREES for escaped in re.findall(r"\\(.)", source))
    assert not re.match(r"\s*([#*^>•+-]|\d+\.)\s", source)


def test_links_to_our_own_site_are_allowed():
    for text in ("[Pay](((link)))", "((link))", "See ((link)) now"):
        source = fill(text, {"link": f"{OWN}/pay/ABC_d-1/"}, EMAIL, own=OWN)
        assert Tags(markdown.to_html(source)).links == [f"{OWN}/pay/ABC_d-1/"]
        assert f"{OWN}/pay/ABC_d-1/" in markdown.to_text(source)
    assert "removed" in fill("((link))", {"link": f"{OWN}evil/"}, EMAIL, own=OWN)


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("# A\nb", "<h2>A</h2>\n<p>b</p>", "A\n=\n\nb\n"),
        ("## A", "<h3>A</h3>", "A\n-\n"),
        ("* a\n- b\n• c", "<ul><li>a</li><li>b</li><li>c</li></ul>", "• a\n• b\n• c\n"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        ("^ a", "<blockquote>a</blockquote>", "a\n"),
        ("a\nb\n\nc", "<p>a<br>b</p>\n<p>c</p>", "a\nb\n\nc\n"),
        ("**a** _b_ ~~c~~ `d`", "<p>a b c d</p>", "a b c d\n"),
        ("[x](https://a.example/_b_)", '<p><a href="https://a.example/_b_">x</a></p>', "x: https://a.example/_b_\n"),
        (
            "at https://a.example/b.",
            '<p>at <a href="https://a.example/b">https://a.example/b</a>.</p>',
            "at https://a.example/b.\n",
        ),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>", "[x](javascript:alert)\n"),
        ("![a](https://b.example)c", "<p>c</p>", "c\n"),
        ("---", "<hr>", "-" * 65 + "\n"),
        ("a_b_c 2*3*4", "<p>a_b_c 2*3*4</p>", "a_b_c 2*3*4\n"),
    ],
)
def test_formatting_follows_notify_rules(source, html, text):
    assert (markdown.to_html(source), markdown.to_text(source)) == (html, text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 918, 6),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("é" * 160, 1),
        ("ŵ" * 70, 1),
        ("ŵ" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_fragments_are_counted_as_they_are_charged(text, count):
    assert sms.fragments(text) == count


def test_fine_marks_do_not_make_a_text_dearer():
    assert sms.to_gsm("It’s “on” – now…") == 'It\'s "on" - now...'
    with pytest.raises(Refused, match="918"):
        sms.check_length("a" * 919)


@pytest.mark.parametrize(
    "right", ["07700 900982", "+44 7700 900982", "0044 7700-900-982", "447700900982", "(07700) 900982", "07624 900000"]
)
def test_a_mobile_number_is_known_however_it_is_written(right):
    assert sms.uk_mobile(right).startswith("447") and not channel_choice.mobile_fault(right)


@pytest.mark.parametrize(
    "wrong", ["", "01257 515151", "0770090098", "077009009821", "07700x900982", "07012 345678", "٠٧٧٠٠٩٠٠٩٨٢"]
)
def test_and_what_is_none_is_not(wrong):
    assert channel_choice.mobile_fault(wrong)


@pytest.mark.parametrize("right", ["a@b.co", "first.last+x@sub.domain.example", "o'neil@a-b.example"])
def test_an_email_address_is_known(right):
    assert channel_choice.email_fault(right) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "a",
        "a@b",
        "a@@b.co",
        "a@b..co",
        ".a@b.co",
        "a.@b.co",
        "a b@c.co",
        "a@-b.co",
        "a@b.c1",
        "a@b.co\nBcc: x@y.co",
    ],
)
def test_and_what_is_none_is_refused(wrong):
    assert channel_choice.email_fault(wrong)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("A", "B", "PR7 1DP"), ""),
        (("A", "B", "pr71dp"), ""),
        (("A", "B", "BFPO 1"), ""),
        (("A", "B, Chorley PR7 1DP"), ""),
        ((), "Enter an address"),
        (("A", "PR7 1DP"), "3 lines"),
        ((*tuple("ABCDEFG"), "PR7 1DP"), "7 lines"),
        (("A", "B", "Chorley"), "postcode"),
        (("A", "B", "XX7 1DP"), "postcode"),
        (("A", "(c/o)", "PR7 1DP"), "begin with"),
        (("A", "NFA", "PR7 1DP"), "no fixed abode"),
        (("-", "B", "PR7 1DP"), "letters or numbers"),
    ],
)
def test_addresses_follow_notify_rules(lines, message):
    fault = channel_choice.address_fault(lines)
    assert message in fault if message else fault == ""


@pytest.mark.parametrize(
    ("prefers", "reachable", "expected"),
    [
        ("", "email text letter", "email"),
        ("text", "email text", "text"),
        ("post", "email letter", "letter"),
        ("phone", "email text", "text"),
        ("email", "text letter", "text"),
        ("text", "email", "email"),
        ("", "letter", "letter"),
    ],
)
def test_a_preference_goes_first_and_what_reaches_goes_next(prefers, reachable, expected):
    ways = {Channel(channel) for channel in reachable.split()}
    assert channel_choice.choose_channel(
        offered=set(Channel), reachable=ways, prefers=prefers, requested=None
    ) is Channel(expected)


def test_unreachable_person_error_names_what_is_missing():
    with pytest.raises(Refused, match="no email address or postal address"):
        channel_choice.choose_channel(
            offered={Channel.EMAIL, Channel.LETTER}, reachable={Channel.TEXT}, prefers="", requested=None
        )
    with pytest.raises(Refused, match="not offered as a text"):
        channel_choice.choose_channel(
            offered={Channel.EMAIL}, reachable=set(Channel), prefers="", requested=Channel.TEXT
        )


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"key": "Bad Key"}, "key"),
        ({"email": "", "text": ""}, "no words"),
        ({"subject": ""}, "subject"),
        ({"email": "Dear ((name), hello"}, "placeholder"),
    ],
)
def test_a_template_that_cannot_work_is_refused(facts, message):
    with pytest.raises(catalogue.TemplateError, match=message):
        catalogue._check(Template(**({"key": "k", "name": "N", "subject": "S", "email": "E"} | facts)))


def test_nothing_leads_out_of_the_last_states():
    leaving = {start for start, _, _ in states.STATES}
    assert set(MessageState) - leaving == {MessageState.DELIVERED, MessageState.PERMANENT, MessageState.RETURNED}
    assert all(len({to for _, name, to in states.STATES if name == verb}) == 1 for _, verb, _ in states.STATES)
