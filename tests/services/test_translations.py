"""A service in another language: whole or not offered, on every page, in every error and in what is sent."""

import re
from dataclasses import replace

import pytest
from django.http import QueryDict

from borough.forms.importers.phrases import TranslationFileError, read_phrases, write_phrases
from borough.kernel.messages import msg
from borough.messaging.models import Message
from borough.services import public as services
from borough.services.actions import translations
from borough.services.catalogue import catalogue
from borough.services.models import Submission
from borough.services.queries import translators
from borough.services.queries.translators import Translator
from tests.services.walker import AT, TODAY, walk

TRANSLATED = [key for key, service in catalogue().items() if "cy" in service.translations]


def begun(key="garden-waste", language="cy"):
    return services.begin(by="nobody", at=AT, today=TODAY, service=key, mode=services.Mode.WEB, language=language)


def page_view(reference, page, parsed=None):
    return services.draft_pages.page(reference=reference, page=page, today=TODAY, at=AT, result=parsed)


def sent(reference, page, **posted):
    query = QueryDict(mutable=True)
    query.update({name.replace("_", "-"): value for name, value in posted.items()})
    return services.answer(by="nobody", at=AT, today=TODAY, reference=reference, page=page, posted=query)


def test_welsh_services_are_available():
    assert set(TRANSLATED) >= {"garden-waste", "missed-bin"}


def test_every_offered_translation_is_complete():
    assert {translators.languages(catalogue()[key]) for key in TRANSLATED} == {("en", "cy")}
    assert translations.translation_faults() == []


def test_single_missing_text_is_a_fault_and_hides_the_language(monkeypatch):
    service = catalogue()["garden-waste"]
    texts = {text: translation for text, translation in service.translations["cy"].items() if text != "Join"}
    cut = replace(service, translations={"cy": texts})
    assert translators.languages(cut) == ("en",)
    monkeypatch.setattr(translations, "catalogue", lambda: {"garden-waste": cut})
    assert [fault.sentence for fault in translations.translation_faults()] == [
        "1 texts are not in Cymraeg, the first: “Join”"
    ]


def test_a_gap_that_nothing_fills_is_a_fault():
    assert translators.gap_faults({"{day}, {month}": "{day}, {mis}", "Hello ((name))": "Helo"}) == ["{day}, {month}"]


def test_placeholders_are_translated_too():
    translate = Translator(catalogue()["garden-waste"], "cy")
    text = translate(msg("{called} must be {most} or fewer", called="the number of bins", most=9))
    assert text == "Nifer y biniau: rhaid rhoi 9 neu lai"


@pytest.mark.usefixtures("homes")
def test_pages_and_errors_are_in_it():
    reference = begun()
    assert page_view(reference, "wish").heading == "Beth ydych chi am ei wneud?"
    parsed = sent(reference, "wish")
    assert page_view(reference, "wish", parsed).errors[0]["text"] == "Dewiswch yr hyn rydych am ei wneud"
    sent(reference, "wish", wish="join")
    sent(reference, "your-address", address_uprn="10090000001")
    sent(reference, "concession", concession="no")
    parsed = sent(reference, "bins", bins="12")
    assert page_view(reference, "bins", parsed).errors[0]["text"] == "Nifer y biniau: rhaid rhoi 9 neu lai"


@pytest.mark.usefixtures("homes")
def test_submission_is_stored_as_read_and_in_english_for_staff(settings):
    reference = walk("missed-bin", language="cy")
    receipt = services.submit(by="nobody", at=AT, today=TODAY, reference=reference)
    row = Submission.objects.get(reference=receipt.reference)
    assert row.language == "cy"
    labels = [label for _, rows in row.wording["pages"] for label, _ in rows]
    read = [label for _, rows in row.wording["read"] for label, _ in rows]
    assert "Day" in labels
    assert "Diwrnod" in read
    submission = services.submission_of(receipt.reference)
    translate = Translator(catalogue()["missed-bin"], "cy")
    assert submission.result_lines == ("The crew will come back for it. Leave the bin out.",)
    assert translate(submission.result_lines[0]) == "Bydd y criw yn dod yn ôl amdano. Gadewch y bin allan."


@pytest.mark.usefixtures("homes")
def test_what_is_written_to_them_is_in_it():
    from borough.services.actions.notify import send_received

    receipt = services.submit(by="nobody", at=AT, today=TODAY, reference=walk("missed-bin", language="cy"))
    send_received(by="nobody", at=AT, reference=receipt.reference)
    message = Message.objects.get(case=f"services:{receipt.reference}")
    assert message.language == "cy"
    assert "Eich cyfeirnod yw" in message.source
    assert "Bydd y criw yn dod yn ôl amdano." in message.source
    assert not re.search(r"\b(the|your|we)\b", message.source, re.IGNORECASE)


@pytest.mark.django_db
def test_staff_read_english_whatever_the_resident_chose():
    view = services.draft_pages.page(reference=begun(), page="wish", today=TODAY, at=AT, language=translators.ENGLISH)
    assert view.heading == "What do you want to do?"


@pytest.mark.django_db
def test_staff_see_the_language_the_resident_read(as_role):
    reference = begun()
    services.hand_over(
        by="nobody", at=AT, today=TODAY, reference=reference, how="call", details="01632 960001, mornings"
    )
    adviser = as_role("adviser")
    adviser.post(f"/office/services/{reference}/take-on/")
    page = adviser.get(f"/office/services/{reference}/wish/")
    assert page.status_code == 200
    assert "They read it in Cymraeg" in page.content.decode()
    assert "What do you want to do?" in page.content.decode()


@pytest.mark.django_db
def test_a_language_that_is_not_there_is_english():
    assert Translator(catalogue()["complaint"], "cy").language == "en"
    reference = begun("complaint", "en")
    services.draft_pages.set_language(reference=reference, language="cy")
    assert services.state_of(reference).language == "en"


def test_po_file_retains_translations_and_drops_obsolete_texts(tmp_path):
    path = tmp_path / "cy.po"
    assert write_phrases(path, ["Yes", "No"], language="cy", at=AT) == (2, 2)
    path.write_text(path.read_text().replace('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "Oes"'))
    assert write_phrases(path, ["Yes", "Maybe"], language="cy", at=AT) == (2, 1)
    assert dict(read_phrases(path).texts) == {"Yes": "Oes"}
    assert read_phrases(path).read_by == ""


def test_what_is_marked_fuzzy_is_not_translated(tmp_path):
    path = tmp_path / "cy.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n#, fuzzy\nmsgid "Yes"\nmsgstr "Ie"\n'
    )
    assert read_phrases(path).texts == {}


def test_a_file_that_is_no_po_file_is_refused_with_its_name(tmp_path):
    path = tmp_path / "cy.po"
    path.write_text("This is no list of words\n")
    with pytest.raises(TranslationFileError, match=r"cy\.po cannot be read"):
        read_phrases(path)
