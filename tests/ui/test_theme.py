"""The brand as it is served: a style sheet, logo and font at addresses that change with their content."""

import pytest
from django.test import Client

from borough.ui import brand as brands
from borough.ui import theme
from borough.ui.brand import read_brand, use_brand

pytestmark = pytest.mark.django_db
MARK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture(autouse=True)
def _brand_of_before(monkeypatch):
    monkeypatch.setattr(brands, "_in_use", [])


def test_a_page_names_the_sheet_and_browsers_may_keep_it_for_a_year():
    address = theme.theme_url()
    assert f'href="{address}"' in Client().get("/").content.decode()
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert "--borough-brand: #15493f" in answer.content.decode()


def test_a_changed_brand_has_a_new_url_and_the_old_url_is_not_cached():
    before = theme.theme_url()
    use_brand(read_brand({"radius": 3}))
    assert theme.theme_url() != before
    assert Client().get(before)["Cache-Control"] == "no-cache"


def test_the_packs_own_logo_and_font_are_served_and_nothing_else(tmp_path):
    (tmp_path / "mark.svg").write_bytes(MARK)
    (tmp_path / "own.woff2").write_bytes(b"wOF2")
    (tmp_path / "secret.svg").write_bytes(MARK)
    use_brand(read_brand({"logo": "mark.svg", "font": "own.woff2"}), tmp_path)
    logo = Client().get(theme.logo_url())
    assert (logo.content, logo["Content-Type"]) == (MARK, "image/svg+xml")
    assert "immutable" in logo["Cache-Control"]
    assert Client().get(theme.font_url())["Content-Type"] == "font/woff2"
    assert theme.font_url() in Client().get(theme.theme_url()).content.decode()
    page = Client().get("/help/").content.decode()
    assert f'src="{theme.logo_url()}"' in page and f'href="{theme.font_url()}"' in page
    assert Client().get("/brand/0/secret.svg").status_code == 404


def test_the_phone_hours_and_address_show_only_when_the_council_has_set_them(settings):
    settings.COUNCIL_CONTACT = {}
    assert "tel:" not in Client().get("/cookies/").content.decode()
    settings.COUNCIL_CONTACT = {"phone": "01632 960100", "hours": "Monday to Friday, 9am to 5pm"}
    page = Client().get("/cookies/").content.decode()
    assert 'href="tel:01632960100"' in page and "Monday to Friday, 9am to 5pm" in page


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Hollinmere Borough Council", ("Hollinmere", "Borough Council")),
        ("Borough", ("Borough", "")),
        ("Westmarch Council", ("Westmarch", "Council")),
    ],
)
def test_the_name_of_the_council_comes_in_two_lines(settings, name, parts):
    settings.COUNCIL_NAME = name
    assert theme.council_name() == parts
