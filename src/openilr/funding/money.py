"""Money: the one place that rounds.

Amounts are Decimal from the XML to the screen and stay unrounded between the steps of a
calculation. The mode of rounding comes from the specification of the step and has no default.
"""

from decimal import Decimal, localcontext

PENNY = Decimal("0.01")

FIVE_PLACES = Decimal("0.00001")
"""What DfE's outputs hold: the currency of the funding rulebases has five decimal places."""

ZERO = Decimal(0)

_PRECISION = 28


def round_pence(amount: Decimal, *, mode: str) -> Decimal:
    """An amount in whole pence.

    >>> from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP
    >>> round_pence(Decimal("684.215"), mode=ROUND_HALF_UP)
    Decimal('684.22')
    >>> round_pence(Decimal("684.205"), mode=ROUND_HALF_EVEN)
    Decimal('684.20')
    """
    return amount.quantize(PENNY, rounding=mode)


def round_five_places(amount: Decimal, *, mode: str) -> Decimal:
    """An amount with five decimal places, as the outputs of the rulebases and the service have it.

    >>> from decimal import ROUND_HALF_UP
    >>> round_five_places(Decimal(13000) / 19, mode=ROUND_HALF_UP)
    Decimal('684.21053')
    """
    return amount.quantize(FIVE_PLACES, rounding=mode)


def total(amounts: list[Decimal]) -> Decimal:
    """The exact sum of amounts of any length.

    >>> total([Decimal("0.1")] * 3)
    Decimal('0.3')
    """
    with localcontext() as context:
        context.prec = _PRECISION * 2
        return sum(amounts, ZERO)
