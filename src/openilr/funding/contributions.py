"""Who pays an apprenticeship: government's and the employer's part of each month of an episode.

Earnings are gross. The parts stand beside them and are never added to them: they say what the
employer would owe if the whole were co-invested. A levy account pays first, so for the levy payer
that is the most it can be.
Source: spec/funding/apprenticeships.md section 10, outputs.md section 1.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from openilr.funding.money import ZERO, round_five_places
from openilr.funding.outcome import Earnings, Episode, Kind

CO_INVESTED = (Kind.ON_PROGRAMME, Kind.BALANCING, Kind.COMPLETION)
"""The kinds that government and employer share; the others government pays whole."""


class Contribution(NamedTuple):
    """One month of a price episode; DfE's names stand in the comments."""

    aim: int
    AimSeqNumber: int | None
    month: int
    episode: str
    earned: Decimal  # PriceEpisodeTotProgFunding
    share: Decimal  # PriceEpisodeESFAContribPct
    government: Decimal  # PriceEpisodeProgFundIndMinCoInvest
    employer: Decimal  # PriceEpisodeProgFundIndMaxEmpCont


def split(earned: Decimal, share: Decimal) -> tuple[Decimal, Decimal]:
    """Government's and the employer's part of an amount, which add up to it.

    >>> split(Decimal("684.21053"), Decimal("0.95"))
    (Decimal('650.00000'), Decimal('34.21053'))
    """
    government = round_five_places(earned * share, mode=ROUND_HALF_UP)
    return government, earned - government


def contributions(found: Earnings) -> list[Contribution]:
    """The parts of each month, in order; none where government's share hangs on an unknown levy."""
    shares = {(e.aim, e.identifier): e.government_share for e in found.episodes}
    earned: dict[tuple[int, int, str, int | None], Decimal] = {}
    for row in found.rows:
        if row.kind in CO_INVESTED and row.episode is not None:
            key = (row.aim, row.month, row.episode, row.AimSeqNumber)
            earned[key] = earned.get(key, ZERO) + row.amount
    return list(_parts(earned.items(), shares))


def _parts(
    earned: Iterable[tuple[tuple[int, int, str, int | None], Decimal]],
    shares: dict[tuple[int, str], Decimal | None],
) -> Iterator[Contribution]:
    for (aim, month, episode, seq), amount in sorted(earned, key=lambda item: item[0][:3]):
        share = shares.get((aim, episode))
        if share is not None:
            yield Contribution(aim, seq, month, episode, amount, share, *split(amount, share))


def employer_part(found: Iterable[tuple[Decimal, Episode]]) -> Decimal | None:
    """The employer's part of what episodes earned; None where a share is not known."""
    part = ZERO
    for earned, episode in found:
        if earned and episode.government_share is None:
            return None
        part += earned * (1 - (episode.government_share or ZERO))
    return part
