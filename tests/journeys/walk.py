"""Goes through any service in a browser as somebody without a mouse: Tab, Space, the arrows and what they type."""

import re
from datetime import timedelta

from borough.forms.kinds import Address, Money
from borough.forms.kinds.dates import day_of
from borough.foundation.clock import today
from borough.services import public as services
from tests.journeys.conftest import faults_of
from tests.journeys.test_addresses import tab_to

CONTROLS = "main form :is(input:not([type=hidden]), textarea, select)"
LETTER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\ntrailer <<>>\n%%EOF\n"}
PHOTO = {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 32}
MOST = 60  # pages


class Walk:
    """One walk: what is chosen on the way, and every page looked at."""

    def __init__(self, page, key, wanted, *, scripts):
        self.page, self.key, self.scripts = page, key, scripts
        self.service = services.catalogue()[key]
        self.wanted = {"postcode": "", **wanted}
        self.seen, self.lists = [], 0

    def to_the_end(self):
        """From the start page to the confirmation, or to where it is paid; the addresses of the pages on the way."""
        self.page.goto(f"/services/{self.key}/")
        self.look()
        self.press(self.page.locator("main form button").last)
        while not re.search(r"/confirmation/|/pay/", self.page.url):
            assert len(self.seen) < MOST, self.seen
            self.answer()
        for reference in self.page.locator(".borough-reference").all():  # as wide as one can be
            reference.evaluate("element => { element.textContent = 'WMWM-1WMW-2MWM-3MWM' }")
        self.look()
        return self.seen

    def look(self):
        """Hold the page to what holds for each."""
        page = self.page
        self.seen.append(page.url.partition(f"/{self.key}/")[2])
        assert page.locator("h1").count() == 1, f"{page.url} has not one heading of its own"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"], f"{page.url} is {wide} pixels wide"
        for control in page.locator(CONTROLS).all():
            assert control.evaluate(
                "element => (element.labels && element.labels.length) || element.getAttribute('aria-label')"
            ), (
                page.url,
                control.get_attribute("name"),
            )
        if self.scripts:
            assert faults_of(page) == [], page.url

    def press(self, button):
        """Go to a button by Tab and press Enter."""
        tab_to(self.page, button, 60)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def answer(self):
        """Answer a page as it asks, and go on."""
        self.look()
        here = self.page.url
        if here.endswith("/tasks/"):
            todo = self.page.locator("li", has_not_text="Completed").locator(".govuk-task-list__link")
            done = self.page.get_by_role("button", name="Check your answers")
            self.press(done if done.count() else todo.first)
            return
        for name in self.names():
            self.fill(name)
        assert self.onward().count(), f"{here} is an end"
        self.press(self.onward())
        faults = self.page.get_by_role("alert")
        assert not faults.count(), (here, faults.first.inner_text())

    def names(self):
        """The names of what can be filled in, in the order in which Tab comes to them."""
        names = self.page.locator(CONTROLS).evaluate_all(
            "all => all.filter(one => one.offsetParent && !one.disabled).map(one => one.name || one.id)"
        )
        return list(dict.fromkeys(names))

    def onward(self):
        """The button of the page that goes on, not one beside it."""
        return self.page.locator("main form button.govuk-button:not(.govuk-button--secondary)").last

    def fill(self, name):
        """Fill in one field, or choose, by keys alone."""
        page = self.page
        controls = page.locator(f'main form [name="{name}"]')
        if not controls.count():  # a list that is typed into has an id alone
            controls = page.locator(f'main form [id="{name}"]')
        first = controls.first
        kind = first.evaluate("one => one.type || one.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            self.choose(name, controls)
        elif kind == "file":
            self.send_file(first)
        elif kind == "select-one":
            tab_to(page, first, 60)
            values = first.locator("option").evaluate_all("all => all.map(one => one.value)")
            self.lists += 1  # the first of the first list, the second of the second: two addresses are not one
            for _ in range(values.index(self.wanted[name]) if name in self.wanted else self.lists):
                page.keyboard.press("ArrowDown")
        else:
            text = self.sample_text(name, first)
            if text:
                tab_to(page, first, 60)
                page.keyboard.press("Control+A")
                page.keyboard.type(text)
                page.keyboard.press("Escape")  # offers that came up are left

    def choose(self, name, options):
        """Come to a group, and choose what is wanted, else the first."""
        value = self.wanted.get(name)
        chosen = options.locator(f'xpath=self::*[@value="{value}"]') if value else options.first
        radio = chosen.get_attribute("type") == "radio"
        at = options.evaluate_all("all => Math.max(0, all.findIndex(one => one.checked))") if radio else 0
        tab_to(self.page, options.nth(at) if radio else chosen, 60)
        self.page.keyboard.press("Space")
        for _ in range(options.count()):
            if chosen.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: {name} cannot be chosen by keys")

    def send_file(self, field):
        """Come to the field by Tab, and choose; the chooser is the browser's own."""
        tab_to(self.page, field, 60)
        field.set_input_files(LETTER if ".pdf" in (field.get_attribute("accept") or "") else PHOTO)

    def sample_text(self, name, field):
        """What is typed: what is wanted, a day that will do, or something of its type."""
        if name in self.wanted:
            return self.wanted[name]
        stem, _, part = name.rpartition("-")
        if part in ("day", "month", "year"):
            return str(getattr(self.day(stem), part))
        if part == "near" or (part == "query" and isinstance(self.service.questions()[stem].kind, Address)):
            return self.wanted["postcode"]
        question = self.service.questions().get(name)
        if like := getattr(getattr(question, "kind", None), "like", ""):
            return like
        by_type = {"email": "nell@home.example", "tel": "01632 960001"}
        if field.get_attribute("inputmode") in ("numeric", "decimal") or isinstance(
            getattr(question, "kind", None), Money
        ):
            return "2"
        return by_type.get(field.get_attribute("type"), "Some words")

    def day(self, key):
        """A day that the question takes."""
        kind = self.service.questions()[key].kind
        day = today() + timedelta(days=14)
        day = max(day, day_of(kind.earliest, today())) if kind.earliest else day
        return min(day, day_of(kind.latest, today())) if kind.latest else day
