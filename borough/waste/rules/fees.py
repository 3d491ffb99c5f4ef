"""Garden waste fees: by season and day, number of bins, and concession."""

from collections.abc import Sequence
from datetime import date

from borough.kernel.messages import format_day, msg
from borough.kernel.refusals import Refused
from borough.waste.types.subscriptions import Fee, Quote, Terms


def fee_on(fees: Sequence[Fee], on: date) -> Fee:
    """Return the fee for service starting on the day. Raises Refused if none is set."""
    matching = [fee for fee in fees if fee.season_starts_on <= on < fee.season_ends_on and fee.from_on <= on]
    if not matching:
        raise Refused(msg("There is no fee yet for garden waste collections from {day}", day=format_day(on)))
    return max(matching, key=lambda fee: (fee.season_starts_on, fee.from_on))


def check_bins(bins: int, terms: Terms) -> None:
    """Raise Refused unless there are between one and the allowed number of bins."""
    if not 1 <= bins <= terms.most_bins:
        raise Refused(msg("Choose from 1 to {most} garden waste bins", most=terms.most_bins))


def quote(fees: Sequence[Fee], terms: Terms, *, bins: int, concession: bool, on: date) -> Quote:
    """Return the fee for bins from the day to the end of its season. Raises Refused."""
    check_bins(bins, terms)
    fee = fee_on(fees, on)
    lines: list[tuple[str, int]] = [(msg("First garden waste bin"), fee.first_bin)]
    if bins > 1:
        more = msg("{bins} more bins", bins=bins - 1) if bins > 2 else msg("1 more bin")
        lines.append((more, fee.further_bin * (bins - 1)))
    if concession and fee.concession_percent:
        total = sum(pence for _label, pence in lines)
        less = msg("Concession of {percent}%", percent=fee.concession_percent)
        lines.append((less, -(total * fee.concession_percent // 100)))
    return Quote(
        pence=sum(pence for _label, pence in lines), starts_on=on, ends_on=fee.season_ends_on, lines=tuple(lines)
    )


def quote_more(fees: Sequence[Fee], terms: Terms, *, bins: int, more: int, concession: bool, on: date) -> Quote:
    """Return the fee for additional bins from the day to the end of the season. Raises Refused."""
    check_bins(bins + more, terms)
    after = quote(fees, terms, bins=bins + more, concession=concession, on=on)
    before = quote(fees, terms, bins=bins, concession=concession, on=on)
    label = msg("{bins} more garden waste bins", bins=more) if more > 1 else msg("1 more garden waste bin")
    pence = after.pence - before.pence
    return Quote(pence=pence, starts_on=on, ends_on=after.ends_on, lines=((label, pence),))
