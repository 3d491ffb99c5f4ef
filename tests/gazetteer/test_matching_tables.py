"""A table of addresses comes back row for row with what was found, whatever kind of file, stopped or not."""

import csv
import hashlib
import io
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from borough.address_match.answers import Answer, Candidate, Verdict, no_match
from borough.gazetteer.actions import matching, table_matching
from borough.gazetteer.actions.decisions import decide_match
from borough.gazetteer.actions.table_files import open_table
from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.public import BadTable, Engine, QueueContext, match, match_file
from borough.gazetteer.queries.address_questions import question_of
from borough.gazetteer.types.address_questions import Ruling
from tests.gazetteer.supplies import AT, bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
QUEUED = QueueContext("system:matcher", AT)
HEADER = ["id", "address", "postcode"]
ROWS = [
    ["a", "2 High St, Adlington", "PR7 4EX"],
    ["b", "7 hihg street adlington chorley", ""],
    ["c", "14 Nowhere Road, London", "N1 1AA"],
    ["d", "", ""],
    ["e", "=cmd|' /C calc'!A0", None],
]


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))


def table(path, rows=ROWS, header=HEADER):
    if path.suffix == ".csv":
        with path.open("w", newline="") as out:
            csv.writer(out).writerows([header, *rows])
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in [header, *rows]:
            book.active.append(row)
        book.save(path)
    else:
        pq.write_table(pa.table({name: [row[i] for row in rows] for i, name in enumerate(header)}), path)
    return path


def run(path, to=None, **more):
    to = to or path.with_name(f"out{path.suffix}")
    wanted = {"address": [], "postcode": "", "progress": lambda rows: None, **more}
    return match_file(path, to, **wanted), to


def read(path):
    with open_table(path) as source:
        return [dict(zip(source.header, row, strict=True)) for row in source.rows]


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet"])
def test_same_rows_are_returned_with_match_results(tmp_path, kind):
    done, to = run(table(tmp_path / f"in{kind}"))
    rows = read(to)
    assert (done.rows, done.accept + done.review, done.no_match) == (5, 2, 3)
    assert [row["id"] for row in rows] == list("abcde")
    assert [int(row["uprn"]) - FIRST if row["uprn"] else None for row in rows] == [2, 7, None, None, None]
    assert rows[0]["verdict"] == "accept"
    assert float(rows[0]["probability"]) > 0.99
    assert rows[0]["matched_address"] == "2 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"
    assert rows[1]["reason"]


def test_what_comes_out_is_safe_in_a_spreadsheet(tmp_path):
    _, to = run(table(tmp_path / "in.csv"))
    assert read(to)[4]["address"].startswith("'=")


def test_columns_are_chosen_by_name_or_by_option(tmp_path):
    parts = table(tmp_path / "in.csv", [["2", "HIGH STREET", "PR7 4EX", "x"]], ["No", "Road", "Post Code", "uprn"])
    _, to = run(parts, address=["no", "road"], postcode="post code")
    (row,) = read(to)
    assert (row["uprn"], int(row["matched_uprn"]) - FIRST) == ("x", 2)
    with pytest.raises(BadTable, match="--address"):
        run(parts)
    with pytest.raises(BadTable, match="no column Street"):
        run(parts, address=["Street"])


def test_stopped_run_is_resumed(tmp_path, monkeypatch):
    monkeypatch.setattr(table_matching, "BATCH_SIZE", 2)
    path = table(tmp_path / "in.csv")

    def stop(rows):
        if rows == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, progress=stop)
    assert not (tmp_path / "out.csv").exists()
    with (tmp_path / ".out.csv.part").open("a") as cut:
        cut.write("10090000001,acc")  # and killed in the middle of a line
    done, to = run(path)
    assert (done.resumed_from, done.rows) == (4, 5)
    complete, other = run(path, tmp_path / "other.csv")
    assert complete.resumed_from == 0
    assert other.read_bytes() == to.read_bytes()
    assert not list(tmp_path.glob(".*.part"))


def questions():
    return list(MatchQuestion.objects.order_by("id").values_list("source_id", "state", "text", "postcode"))


def test_rows_for_review_are_put_before_staff_once(tmp_path):
    rows = [["a", "5 High Road, Adlington", ""], *ROWS, ["g", "5 high road", "\x00"]]
    path = table(tmp_path / "in.csv", rows)
    done, _ = run(path)
    assert (done.review, done.queued, questions()) == (2, 0, [])
    done, _ = run(path, queued=QUEUED)
    assert done.queued == 2
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert questions() == [
        (f"{digest}:1", "waiting", "5 High Road, Adlington", ""),
        (f"{digest}:7", "waiting", "5 high road", ""),
    ]
    assert run(path, queued=QUEUED)[0].queued == 0
    assert all(why for _, _, why in MatchQuestion.objects.first().others)


def test_what_is_put_before_staff_after_a_kill_is_put_there_once(tmp_path, monkeypatch):
    monkeypatch.setattr(table_matching, "BATCH_SIZE", 2)
    path = table(tmp_path / "in.csv", [[str(n), "5 High Road, Adlington", ""] for n in range(7)])
    real, left = table_matching.queue_addresses, [3]

    def killed(**args):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(**args)

    monkeypatch.setattr(table_matching, "queue_addresses", killed)
    with pytest.raises(KeyboardInterrupt):
        run(path, queued=QUEUED)
    assert len(questions()) == 6
    assert not (tmp_path / "out.csv").exists()
    left[0] = 9
    done, _ = run(path, queued=QUEUED)
    assert (done.resumed_from, done.rows, done.queued, len(questions())) == (7, 7, 1, 7)


def test_staff_decision_takes_precedence_over_the_engine(tmp_path):
    path = table(tmp_path / "in.csv", [["a", "5 High Road, Adlington", ""], ["b", "5 HIGH ROAD adlington", ""]])
    run(path, queued=QUEUED)
    (number, *_) = MatchQuestion.objects.values_list("id", flat=True)
    decide_match(
        by="staff:1",
        at=AT,
        question=number,
        version=question_of(number).version,
        ruling=Ruling.PROPERTY,
        uprn=FIRST + 7,
    )
    done, to = run(path, queued=QUEUED)
    assert (done.accept, done.queued) == (2, 0)
    assert [(int(row["uprn"]) - FIRST, row["reason"], row["probability"]) for row in read(to)] == [
        (7, "Decided by staff on 20 November 2026", "1.0")
    ] * 2
    assert read(to)[0]["matched_address"].startswith("7 HIGH STREET")


def test_another_engine_matches_where_it_is_installed(tmp_path, monkeypatch):
    path = table(tmp_path / "in.csv")
    with pytest.raises(BadTable, match="pip install uk-address-matcher"):
        run(path, engine=Engine.UKAM)
    monkeypatch.setattr(table_matching.importlib.util, "find_spec", lambda name: name == "uk_address_matcher")
    calls = []

    def match_many(lines, rows, python):
        calls.append((len(list(lines)), len(rows), python.name))
        reply = Answer(Verdict.REVIEW, FIRST + 2, 0.0, 0.0, (Candidate(FIRST + 2, 0.0, 1),), ("matched",), "other")
        return [reply] + [no_match("other", "nothing is like it")] * 4

    monkeypatch.setattr(table_matching.uk_address_matcher, "match_many", match_many)
    done, to = run(path, engine=Engine.UKAM, queued=QUEUED)
    assert (done.review, done.no_match, done.queued) == (1, 4, 1)
    assert calls[0][:2] == (12, 5)
    assert read(to)[0]["reason"] == "matched"


def test_command_output_is_unchanged_unless_more_is_requested(tmp_path):
    path, out = table(tmp_path / "in.csv", [["a", "5 High Road, Adlington", ""]]), io.StringIO()
    call_command("gazetteer", "match", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"rows": 1, "accept": 0, "review": 1, "no_match": 0, "resumed_from": 0}
    out = io.StringIO()
    call_command("gazetteer", "match", str(path), "--queue", "--json", stdout=out)
    assert json.loads(out.getvalue())["queued"] == 1
    with pytest.raises(CommandError, match="python3 -m venv"):
        call_command("gazetteer", "match", str(path), "--engine", "uk-address-matcher")


def test_another_gazetteer_begins_anew(tmp_path, monkeypatch):
    path = table(tmp_path / "in.csv")

    def stop(rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, progress=stop)
    bring(tmp_path, supply(lpi(2, FIRST + 2, "U", number=22), kind="C", day="2026-11-02"))
    done, to = run(path)
    assert done.resumed_from == 0
    assert read(to)[0]["verdict"] != "accept"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.txt", b"x", "not a table"),
        ("in.csv", b"", "is empty"),
        ("in.xlsx", b"x", "workbook"),
        ("in.parquet", b"x", "Parquet"),
    ],
)
def test_invalid_table_is_rejected_with_a_message(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadTable, match=message):
        run(tmp_path / name)


def test_a_table_saved_on_windows_is_read(tmp_path):
    (tmp_path / "in.csv").write_bytes("id,address\n1,“2 High Street” Adlington PR7 4EX\n".encode("cp1252"))
    _, to = run(tmp_path / "in.csv")
    assert int(read(to)[0]["uprn"]) - FIRST == 2


def test_single_address_is_matched(tmp_path):
    assert match("2 High Street, Adlington", "PR7 4EX").uprn == FIRST + 2
    bring(tmp_path, supply(lpi(2, FIRST + 2, "U", number=22), kind="C", day="2026-11-02"))
    assert match("22 High Street, Adlington", "PR7 4EX").uprn == FIRST + 2
