"""Rules on the provider before and on the campus: the number must be known."""

from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import PMUKPRN, CampId, Learner, LearningProvider, PrevUKPRN
from openilr.language.run import ukprn
from openilr.language.tables import campus, organisations
from openilr.rules.registry import rule


@rule("PrevUKPRN_01", on=Learner, years=since("2526"), reports=(PrevUKPRN,))
def unknown_previous_provider() -> Boolean:
    """The number of last year's provider is not that of a known organisation.

    Fix: check the number against the UK Register of Learning Providers.
    """
    return PrevUKPRN.is_known() & ~organisations.matching(UKPRN=PrevUKPRN).any()


@rule("PMUKPRN_01", on=Learner, years=since("2526"), reports=(PMUKPRN,))
def unknown_provider_before_merger() -> Boolean:
    """The number of the provider before the merger is not that of a known organisation.

    Fix: check the number against the UK Register of Learning Providers.
    """
    return PMUKPRN.is_known() & ~organisations.matching(UKPRN=PMUKPRN).any()


@rule("CampID_01", on=Learner, years=since("2526"), reports=(CampId,))
def unknown_campus() -> Boolean:
    """The campus identifier is not one of the list.

    Fix: correct the identifier, or add it to our list of campuses if DfE has given it to us.
    """
    return CampId.is_known() & ~campus.matching(CampusIdentifier=CampId).any()


@rule("CampID_02", on=Learner, years=since("2526"), reports=(CampId, LearningProvider.UKPRN))
def campus_of_other_provider() -> Boolean:
    """The campus belongs to another provider.

    A campus that is not in the list has a rule of its own.
    Fix: correct the campus identifier.
    """
    rows = campus.matching(CampusIdentifier=CampId)
    return rows.any() & rows.none(ukprn == campus.MasterUKPRN)
