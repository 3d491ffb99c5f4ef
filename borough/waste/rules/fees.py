"""What garden waste costs: fees by season and day, for so many bins, with or without a concession."""

from collections.abc import Sequence
from datetime import date

from borough.kernel.refusals import Refused
from borough.kernel.sentences import day_in_words, say
from borough.waste.types.subscriptions import Fee, Quote, Terms


def fee_on(fees: Sequence[Fee], on: date) -> Fee:
    """The fee for service that begins on the day. Raises Refused when none is set for it."""
    found = [fee for fee in fees if fee.season_starts_on <= on < fee.season_ends_on and fee.from_on <= on]
    if not found:
        raise Refused(say("There is no fee yet for garden waste collections from {day}", day=day_in_words(on)))
    return max(found, key=lambda fee: (fee.season_starts_on, fee.from_on))


def check_bins(bins: int, terms: Terms) -> None:
    """As many bins as the council allows, and one at least."""
    if not 1 <= bins <= terms.most_bins:
        raise Refused(say("Choose from 1 to {most} garden waste bins", most=terms.most_bins))


def quote(fees: Sequence[Fee], terms: Terms, *, bins: int, concession: bool, on: date) -> Quote:
    """The fee for so many bins from the day to the end of its season. Raises Refused."""
    check_bins(bins, terms)
    fee = fee_on(fees, on)
    lines: list[tuple[str, int]] = [(say("First garden waste bin"), fee.first_bin)]
    if bins > 1:
        more = say("{bins} more bins", bins=bins - 1) if bins > 2 else say("1 more bin")
        lines.append((more, fee.further_bin * (bins - 1)))
    if concession and fee.concession_percent:
        whole = sum(pence for _words, pence in lines)
        less = say("Concession of {percent}%", percent=fee.concession_percent)
        lines.append((less, -(whole * fee.concession_percent // 100)))
    return Quote(
        pence=sum(pence for _words, pence in lines), starts_on=on, ends_on=fee.season_ends_on, lines=tuple(lines)
    )


def quote_more(fees: Sequence[Fee], terms: Terms, *, bins: int, more: int, concession: bool, on: date) -> Quote:
    """The fee for bins added to those there are, from the day to the end of the season. Raises Refused."""
    check_bins(bins + more, terms)
    after = quote(fees, terms, bins=bins + more, concession=concession, on=on)
    before = quote(fees, terms, bins=bins, concession=concession, on=on)
    words = say("{bins} more garden waste bins", bins=more) if more > 1 else say("1 more garden waste bin")
    pence = after.pence - before.pence
    return Quote(pence=pence, starts_on=on, ends_on=after.ends_on, lines=((words, pence),))
