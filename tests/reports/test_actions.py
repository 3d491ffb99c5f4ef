import hashlib
import io
import json
from datetime import UTC, datetime
from zipfile import ZipFile

import html5lib
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from docx import Document

from borough.foundation import audit
from borough.kernel.periods import parse_period
from borough.measures.models import FrozenFigure
from borough.measures.public import refresh
from borough.reports.actions import compile_report, write_report
from borough.reports.queries import find_drift
from borough.reports.types import FIGURES, FigureUnavailable

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2018, 8, 2, 9, tzinfo=UTC)
YEAR = parse_period("2017-18")
ROWS = """
INSERT INTO contacts_contact (reference, started_at, happened_on, channel, direction, who, nature, service, outcome,
  assisted, minutes, avoidable, barrier, source, source_id, ward, handled_by, handled_where, channel_stated, audit_position)
SELECT upper(substr(md5(i::text), 1, 16)), d, d::date,
  CASE WHEN i % 8 < 2 + extract(epoch FROM d - timestamptz '2016-04-01')::bigint / 13000000 THEN 'web' ELSE 'phone' END,
  'inbound', 'customer', (ARRAY['transaction', 'enquiry'])[1 + i % 2], (ARRAY['garden-waste', 'tax', 'bins'])[1 + i % 3],
  (ARRAY['completed', 'case_opened', 'abandoned'])[1 + (i / 7) % 3], i % 20 = 0, NULL, (ARRAY['', '', '', 'a4'])[1 + i % 4],
  '', 'test', i::text, '', '', '', '', 1
FROM (SELECT i, timestamptz '2016-04-05 10:00Z' + (i / 84) * interval '1 month' AS d FROM generate_series(0, 1999) i) t
"""


@pytest.fixture
def records(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    audit.record(by="test", at=NOW, verb="tested", subject="test")
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
    refresh()
    return tmp_path / "out"


def written(folder):
    report = compile_report(YEAR, at=NOW)
    return report, write_report(report, folder, by="staff:1", at=NOW, say=lambda text: None)


def test_the_report_that_ships_compiles_in_three_formats_from_any_records(records):
    report, files = written(records)
    page = files["html"].read_text()
    html5lib.HTMLParser(strict=True).parse(page)
    data = json.loads(files["json"].read_text())
    assert {f["sha256"] for f in data["figures"]} == set(FrozenFigure.objects.values_list("sha256", flat=True))
    assert data["anchor"] in page
    for figure in report.figures:
        assert f"/performance/figures/{figure.measure}/{figure.period.key}/" in page or not figure.by
    for name, digest in data["files"].items():
        assert hashlib.sha256((records / name).read_bytes()).hexdigest() == digest


def test_its_sections_stand_in_the_order_of_the_councils_template(records):
    report, _ = written(records)
    headings = [block.text for block in report.blocks if getattr(block, "level", 0) == 2]
    assert headings == [
        "Purpose of report",
        "Recommendation(s)",
        "Executive summary of report",
        "Reasons for recommendation(s)",
        "Alternative options considered and rejected",
        "Corporate priorities",
        "Background",
        "Objective 1 – Increasing digital inclusion",
        "Objective 2 – Working smarter",
        "Objective 3 – Increasing digital take up",
        "Objective 4 – Positive change culture",
        "Implications of report",
        "Risk",
        "Comments of the Statutory Finance Officer",
        "Comments of the Monitoring Officer",
        "Background papers",
        "Report author",
    ]


def test_the_pdf_is_tagged_titled_and_in_english(records):
    _, files = written(records)
    with pikepdf.open(files["pdf"]) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert "annual update report 2017-18" in str(pdf.docinfo.Title)
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
        kinds = set()

        def walk(node):
            if isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    kinds.add(str(node.S))
                if "/K" in node:
                    walk(node.K)
            elif isinstance(node, pikepdf.Array):
                for inner in node:
                    walk(inner)

        walk(pdf.Root.StructTreeRoot.K)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds


def test_word_document_has_headings_header_rows_and_alt_text(records):
    report, files = written(records)
    document = Document(files["docx"])
    styles = [p.style.name for p in document.paragraphs]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 17
    raw = ZipFile(io.BytesIO(files["docx"].read_bytes())).read("word/document.xml").decode()
    charts = [b for b in report.blocks if type(b).__name__ == "Chart"]
    assert charts
    assert raw.count("descr=") >= len(charts)
    assert raw.count("w:tblHeader") >= 8
    assert document.core_properties.language == "en-GB"


def test_chart_always_has_an_adjacent_table(records):
    report, _ = written(records)
    kinds = [type(block).__name__ for block in report.blocks]
    assert all(kinds[place + 1] == "Table" for place, kind in enumerate(kinds) if kind == "Chart")


def test_same_records_give_the_same_text(records):
    assert compile_report(YEAR, at=NOW) == compile_report(YEAR, at=NOW)


def test_past_report_is_valid_until_its_records_or_files_change(records):
    written(records)
    assert list(find_drift(records)) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contact (reference, started_at, happened_on, channel, direction, who, nature, service,"
            " outcome, assisted, avoidable, barrier, source, source_id, ward, handled_by, handled_where, channel_stated,"
            " audit_position) VALUES ('LATE000000000000', '2018-03-01Z', '2018-03-01', 'web', 'inbound', 'customer',"
            " 'transaction', 'garden-waste', 'completed', false, '', '', 'late', '1', '', '', '', '', 2)"
        )
    refresh()
    drifts = [str(drift) for drift in find_drift(records)]
    assert any(line.startswith("website-share, 2017-18-q4: counted") for line in drifts)
    assert not any("2016-17:" in line for line in drifts)
    (records / "report.html").write_text("altered")
    assert any("report.html" in str(drift) for drift in find_drift(records))


def test_changed_number_in_the_stored_figures_is_drift(records):
    _, files = written(records)
    data = json.loads(files["json"].read_text())
    data["figures"][0]["counted"] += 1
    data["anchor"] = data["anchor"][:-4] + "0000"
    files["json"].write_text(json.dumps(data))
    text = " ".join(str(drift) for drift in find_drift(records))
    assert "counted" in text
    assert "audit chain" in text


def test_the_commands(records, capsys, tmp_path):
    call_command(
        "report", "annual", "--year", "2017-18", "--to", str(records), stdout=io.StringIO(), stderr=io.StringIO()
    )
    out = io.StringIO()
    call_command("report", "verify", str(records / FIGURES), stdout=out)
    assert "as they were" in out.getvalue()
    (records / "report.pdf").unlink()
    with pytest.raises(CommandError, match="differences"):
        call_command("report", "verify", str(records), stdout=out)
    template = tmp_path / "wrong.md"
    template.write_text("There were 12 of them.\n")
    with pytest.raises(CommandError, match="bare number"):
        call_command(
            "report", "annual", "--year", "2017-18", "--to", str(records), "--template", str(template), stderr=out
        )
    with pytest.raises(CommandError, match="not a council year"):
        call_command("report", "annual", "--year", "2018-01", "--to", str(records))


def test_a_year_without_records_is_refused_not_guessed(records):
    with pytest.raises(ValueError, match="no records"):
        compile_report(parse_period("2011-12"), at=NOW)


def test_invalid_report_is_reported(tmp_path):
    with pytest.raises(FigureUnavailable, match="There is no report"):
        list(find_drift(tmp_path))
    (tmp_path / FIGURES).write_text("{}")
    with pytest.raises(FigureUnavailable, match="cannot be read"):
        list(find_drift(tmp_path))
