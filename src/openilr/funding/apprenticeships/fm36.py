"""The method of the FM36 rulebase: what DfE works out from an ILR return.

All years are worked out in one go: what an earlier year earned is known, so no history file is
needed for learners whose whole programme is in the file.
"""

from datetime import date

from openilr.funding.apprenticeships.additional import additional_payments
from openilr.funding.apprenticeships.english_maths import courses, english_maths
from openilr.funding.apprenticeships.holdback import hold_back
from openilr.funding.apprenticeships.learning_support import learning_support
from openilr.funding.apprenticeships.price_episodes import price_episodes
from openilr.funding.apprenticeships.programme import Apprenticeship, apprenticeships
from openilr.funding.apprenticeships.terms import course_lines
from openilr.funding.outcome import Earnings
from openilr.funding.records import Learner
from openilr.funding.reference import FundingReference
from openilr.funding.story import Recorder


def calculate(
    learner: Learner,
    reference: FundingReference,
    until: date | None,
    out: Earnings,
    note: Recorder | None = None,
) -> None:
    """Add what a learner's apprenticeships earn to `out`.

    `until` is the day that counts as today: nothing that depends on days in learning is earned
    after it. None forecasts open programmes to their planned end.
    """
    programmes = apprenticeships(learner, reference, out, note)
    for position, programme in enumerate(programmes):
        _price(learner, programme, programmes[:position], until, out, note)
    if programmes:
        additional_payments(learner, programmes, reference, until, out, note)
    stops = [r for programme in programmes for r in programme.redundancies if r.stops_on]
    found = courses(learner, reference, out, note)
    if found:
        course_lines(found, programmes, out)
        english_maths(found, stops, until, out, note)
    if programmes or found:
        aims = (one for programme in programmes for one in programme.aims)
        learning_support(aims, found, stops, reference.parameters, until, out, note)


def _price(
    learner: Learner,
    programme: Apprenticeship,
    earlier: list[Apprenticeship],
    until: date | None,
    out: Earnings,
    note: Recorder | None,
) -> None:
    """Add what the price of an apprenticeship earns, and what stands beside its completion."""
    episodes, rows = len(out.episodes), len(out.rows)
    price_episodes(programme, earlier, learner.employment, until, out, note)
    hold_back(programme, out.episodes[episodes:], out.rows[rows:], until, out, note)
