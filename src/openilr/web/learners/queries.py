"""Which learners a person sees, and reads of learners."""

from django.db.models import Q, QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.accounts.queries import group_paths
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import Aim, Learner


def visible_to(membership: Membership) -> QuerySet[Learner]:
    """The learners of the provider that this person may see: all, or those of the person's groups
    and what lies below them, own employer, or own record.
    """
    learners = Learner.objects.filter(provider_id=membership.provider_id)
    if membership.archived_at:
        return learners.none()
    if membership.role == Role.LEARNER:
        return learners.filter(memberships=membership)
    if membership.role == Role.EMPLOYER:
        return learners.filter(employer__memberships=membership)
    paths = group_paths(membership)
    if not paths:
        return learners
    within = Q()
    for path in paths:
        within |= Q(group__path__startswith=path)
    return learners.filter(within)


def sees_all(membership: Membership) -> bool:
    """Whether this person may see every learner of the provider."""
    outside = membership.role in (Role.LEARNER, Role.EMPLOYER)
    return not (membership.archived_at or outside or group_paths(membership))


def of_visible(membership: Membership) -> Q:
    """The condition that a row's `provider` and `learner` are of those this person may see.

    Who sees all is asked by the provider alone: a subquery of 20,000 learners would cost that
    person the index that the list is ordered by.
    """
    condition = Q(provider_id=membership.provider_id)
    if sees_all(membership):
        return condition
    return condition & Q(learner__in=visible_to(membership).order_by())


def among_visible(membership: Membership, way: str) -> Q:
    """The condition that what lies at the end of `way` is a learner this person may see; empty for
    who sees all of the provider, whose things are asked for.
    """
    return Q() if sees_all(membership) else Q(**{f"{way}__in": visible_to(membership).order_by()})


def aims_visible_to(membership: Membership) -> QuerySet[Aim]:
    """The aims of the learners that this person may see."""
    return Aim.objects.filter(of_visible(membership))


def matching(words: str) -> Q:
    """Learners whose name, reference, ULN or employer holds every word."""
    condition = Q()
    for word in words.lower().split():
        condition &= Q(search_text__contains=word)
    return condition


def neighbour(learners: QuerySet[Learner], of: Learner, *, after: bool) -> Learner | None:
    """The learner before or after one in the order of names; None at an end of the list."""
    names = ("family_name", "given_names", "learn_ref_number")
    way = "gt" if after else "lt"
    beyond = Q()
    for number, name in enumerate(names):
        same = {before: getattr(of, before) for before in names[:number]}
        beyond |= Q(**same, **{f"{name}__{way}": getattr(of, name)})
    order = names if after else [f"-{name}" for name in names]
    return learners.filter(beyond).order_by(*order).first()
