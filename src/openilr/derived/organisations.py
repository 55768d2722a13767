"""What the organisation list says of the provider.

Source: spec/rules/README.md section 3 (DD27).
"""

from openilr.language import Boolean
from openilr.language.run import ukprn
from openilr.language.tables import organisations


def provider_has_legal_type(*types: str) -> Boolean:
    """Whether the provider is an organisation of one of the legal types (LegalOrgType)."""
    return organisations.any(ukprn == organisations.UKPRN, organisations.LegalOrgType.is_in(types))


provider_is_long_term_residential = organisations.any(
    ukprn == organisations.UKPRN, organisations.LongTermResid
)
"""Whether the provider is a long-term residential college; not, where the list does not say."""
