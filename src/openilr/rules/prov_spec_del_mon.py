"""Rules on the provider's own monitoring of an aim."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import ProviderSpecDeliveryMonitoring, ProvSpecDelMonOccur
from openilr.rules.registry import rule


@rule(
    "ProvSpecDelMonOccur_01",
    on=ProviderSpecDeliveryMonitoring,
    years=since("2526"),
    reports=(ProvSpecDelMonOccur,),
)
def other_occurrence_than_a_to_d() -> Boolean:
    """The provider's own monitoring of the aim is marked none of A, B, C and D.

    Fix: mark the records A, B, C and D.
    """
    return ~ProvSpecDelMonOccur.is_in(("A", "B", "C", "D"))
