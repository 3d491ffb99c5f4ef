"""Layouts say what a log means, and a wrong one says what to mend; no database."""

from datetime import UTC, datetime

import pytest

from borough.contacts.actions.log_files import BadFile
from borough.contacts.actions.log_rows import RowReader
from borough.contacts.layouts import BadLayout, load_layout, parse, shipped_layouts
from borough.contacts.types import Reject

AT = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = 'source = "s"\ntimes = ["%Y-%m-%d %H:%M"]\nabsent = ["NULL"]\n'
COLUMNS = '[columns]\nsource_id = "Id"\nstarted_at = "When"\nchannel = "How"\nnature = "What"\nminutes = "Minutes"\n'
CHANNELS = '[channel]\n"Call" = "phone"\n"Crew" = { channel = "machine", direction = "internal" }\n'
NATURES = '[nature]\n"Report" = "problem_report"\n'
LAYOUT = HEAD + COLUMNS + CHANNELS + NATURES
HEADER = ["Id", "When", "How", "What", "Minutes", "Other"]


def read(*cells, layout=LAYOUT, header=HEADER):
    return RowReader(parse(layout, "test"), header, AT).line(2, list(cells), "R" * 16)


def facts(line):
    return line.rstrip("\n").split("\t")


@pytest.mark.parametrize("name", shipped_layouts())
def test_every_layout_shipped_can_be_read(name):
    assert load_layout(name).source


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("not toml [", "not TOML"),
        (LAYOUT + "[colour]\n", "colour"),
        (LAYOUT.replace('source = "s"\n', ""), "source"),
        (LAYOUT.replace('source_id = "Id"\n', ""), "source_id"),
        (LAYOUT.replace('times = ["%Y-%m-%d %H:%M"]', 'times = ["%Q"]'), "%Q"),
        (LAYOUT.replace('"phone"', '"telephone"'), "telephone"),
        (LAYOUT.replace('"Call" = "phone"', '"Call" = { channel = "phone", ward = 3, mood = "x" }'), "mood"),
        ('time_zone = "Mars/Base"\n' + LAYOUT, "Mars/Base"),
        ('delimiter = ";;"\n' + LAYOUT, "one character"),
        ("encoding = 5\n" + LAYOUT, "quotation marks"),
        ('encoding = "klingon"\n' + LAYOUT, "klingon"),
    ],
)
def test_a_layout_that_cannot_be_used_says_why(text, word):
    with pytest.raises(BadLayout, match=word):
        parse(text, "test")


def test_a_layout_that_is_not_there_names_those_that_are():
    with pytest.raises(BadLayout, match="st-louis"):
        load_layout("nowhere")


def test_a_layout_in_another_encoding_says_so(tmp_path):
    (tmp_path / "mine.toml").write_bytes("title = “Réf”\n".encode("cp1252"))
    with pytest.raises(BadLayout, match="UTF-8"):
        load_layout(str(tmp_path / "mine.toml"))


def test_a_row_becomes_a_line():
    line = facts(read("7", "2018-01-05 09:30", "Call", "Report", "12", "x"))
    assert line[:6] == ["R" * 16, "7", "2018-01-05 09:30:00+0000", "\\N", "2018-01-05", "12"]
    assert line[6:10] == ["phone", "inbound", "customer", "problem_report"]


def test_single_value_may_map_to_several_fields():
    assert facts(read("7", "2018-01-05 09:30", "crew", "Report", "", ""))[6:8] == ["machine", "internal"]


def test_an_unknown_channel_lands_in_its_bucket_with_the_word_that_was_stated():
    line = facts(read("7", "2018-01-05 09:30", "Pigeon", "Report", "", ""))
    assert (line[6], line[-1]) == ("unknown", "Pigeon")


def test_a_channel_that_is_absent_is_unknown_and_states_nothing():
    line = facts(read("7", "2018-01-05 09:30", "NULL", "Report", "", ""))
    assert (line[6], line[-1]) == ("unknown", "")


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        (["", "2018-01-05 09:30", "Call", "Report", "", ""], "Id", "", "empty"),
        (["null", "2018-01-05 09:30", "Call", "Report", "", ""], "Id", "null", "empty"),
        (["7", "", "Call", "Report", "", ""], "When", "", "empty"),
        (["7", "5 Jan", "Call", "Report", "", ""], "When", "5 Jan", "not a time"),
        (["7", "2030-01-05 09:30", "Call", "Report", "", ""], "When", "2030-01-05 09:30", "future"),
        (["7", "2018-01-05 09:30", "Call", "Gossip", "", ""], "What", "Gossip", "does not say"),
        (["7", "2018-01-05 09:30", "Call", "Report", "many", ""], "Minutes", "many", "whole number"),
        (["7", "2018-01-05 09:30", "Call", "Report", "1441", ""], "Minutes", "1441", "between"),
        (["7", "2018-01-05 09:30", "Call"], "", "", "3 columns where the header has 6"),
        (["7" * 121, "2018-01-05 09:30", "Call", "Report", "", ""], "Id", "7" * 121, "120 characters"),
        (["caf\udce9", "2018-01-05 09:30", "Call", "Report", "", ""], "Id", "caf\udce9", "not utf-8"),
        (["7", "2018-01-05 09:30", "Ca\udce9ll", "Report", "", ""], "How", "Ca\udce9ll", "not utf-8"),
    ],
)
def test_a_row_that_will_not_do_says_where_and_why(cells, column, value, reason):
    reject = read(*cells)
    assert isinstance(reject, Reject)
    assert (reject.row, reject.column, reject.value) == (2, column, value)
    assert reason in reject.reason


def test_tabs_and_backslashes_do_not_break_out_of_their_cell():
    line = facts(read("a\tb\\c", "2018-01-05 09:30", "Call", "Report", "", ""))
    assert line[1] == "a\\tb\\\\c"


def test_missing_columns_are_named_with_those_there_are():
    with pytest.raises(BadFile, match="When.*Is it another"):
        RowReader(parse(LAYOUT, "test"), ["Id", "How", "What", "Minutes"], AT)


def test_column_names_ignore_case():
    assert not isinstance(
        read("7", "2018-01-05 09:30", "Call", "Report", "", "", header=[h.upper() for h in HEADER]), Reject
    )
