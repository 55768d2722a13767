"""The method of the FM36 rulebase: what DfE works out from an ILR return.

All years are worked out in one go: what an earlier year earned is known, so no history file is
needed for learners whose whole programme is in the file.
"""

from datetime import date

from openilr.funding.apprenticeships.additional import additional_payments
from openilr.funding.apprenticeships.english_maths import courses, english_maths
from openilr.funding.apprenticeships.learning_support import learning_support
from openilr.funding.apprenticeships.price_episodes import price_episodes
from openilr.funding.apprenticeships.programme import apprenticeships
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
    for programme in programmes:
        price_episodes(programme, learner.employment, until, out, note)
    if programmes:
        additional_payments(learner, programmes, reference, until, out, note)
    found = courses(learner, reference, out, note)
    if found:
        english_maths(found, programmes, until, out, note)
    if programmes or found:
        learning_support(programmes, found, until, out, note)
