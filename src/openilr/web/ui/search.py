"""The search of the top bar: learners first, then employers, programmes and rules."""

from dataclasses import dataclass

from django.urls import reverse

from openilr.web.accounts.models import Membership

MOST = 20


@dataclass(frozen=True)
class Result:
    """A thing found."""

    kind: str
    title: str
    detail: str
    address: str


def results(membership: Membership, words: str) -> list[Result]:
    """What matches the words, of what this person may see."""
    from openilr.web.employers.queries import visible_to as employers_of
    from openilr.web.learners.queries import matching
    from openilr.web.learners.queries import visible_to as learners_of

    found = [
        Result(
            "Learner",
            learner.name,
            learner.learn_ref_number,
            reverse("learners:overview", args=[learner.pk]),
        )
        for learner in learners_of(membership).filter(matching(words))[:MOST]
    ]
    if "employers.view" in membership.permissions:
        found += [
            Result("Employer", employer.name, "", reverse("employers:employer", args=[employer.pk]))
            for employer in employers_of(membership).filter(name__icontains=words)[:MOST]
        ]
    return found
