"""Page statistics: shown, passed, refused and abandoned, by service and page, without identifiers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from borough.forms.pages import CHECK
from borough.services.catalogue import catalogue
from borough.services.models import Visit


@dataclass(frozen=True, kw_only=True)
class PageFigure:
    """A page's counts in a period: views, passed, refused, and drafts abandoned there."""

    page: str
    views: int
    passed: int
    refused: int
    left: int


@dataclass(frozen=True, kw_only=True)
class ServiceFigure:
    """A service in a period. completed: sent, or ended because it is not for them (GOV.UK: both complete)."""

    service: str
    name: str
    begun: int
    sent: int
    ended: int
    left: int
    pages: tuple[PageFigure, ...] = ()

    @property
    def completed(self) -> int:
        """Return sent plus ended."""
        return self.sent + self.ended


def figures(start: date, end: date, service: str = "") -> list[ServiceFigure]:
    """Return every service, or one with its pages, on the days from start (inclusive) to end (exclusive)."""
    rows = Visit.objects.filter(on__gte=start, on__lt=end)
    rows = rows.filter(service=service) if service else rows
    counted: dict[tuple[str, str, str], int] = {
        (row["service"], row["page"], row["what"]): row["n"]
        for row in rows.values("service", "page", "what").annotate(n=Sum("count"))
    }
    figures = []
    for key, definition in catalogue().items():
        if service not in ("", key):
            continue
        pages = [*(page.key for page in definition.pages), CHECK] if service else []
        figures.append(
            ServiceFigure(
                service=key,
                name=definition.name,
                begun=_sum(counted, key, "begun"),
                left=_sum(counted, key, "left"),
                sent=_sum(counted, key, "submitted"),
                ended=_sum(counted, key, "ended"),
                pages=tuple(_page(counted, key, page) for page in pages),
            )
        )
    return figures


def _sum(counted: dict[tuple[str, str, str], int], service: str, what: str) -> int:
    return sum(n for (of, _, done), n in counted.items() if of == service and done == what)


def _page(counted: dict[tuple[str, str, str], int], service: str, page: str) -> PageFigure:
    got = {what: counted.get((service, page, what), 0) for what in ("viewed", "passed", "refused", "left", "submitted")}
    return PageFigure(
        page=page,
        views=got["viewed"],
        passed=got["passed"] + got["submitted"],
        refused=got["refused"],
        left=got["left"],
    )
