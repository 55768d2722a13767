"""Reads of providers and groups."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from openilr.web.accounts.models import Membership
from openilr.web.providers.models import Group


def visible_to(membership: Membership) -> QuerySet[Group]:
    """The groups of the provider."""
    return Group.objects.filter(provider_id=membership.provider_id)


@dataclass(frozen=True)
class Branch:
    """A group at its place in the tree.

    Attributes:
        way: its name after those above it: Sector / Site / Team.
        depth: how many stand above it.
        below: the groups right below it.
    """

    group: Group
    way: str
    depth: int
    below: tuple["Branch", ...]

    @property
    def pk(self) -> int:
        """The group's."""
        return self.group.pk


def roots_of(provider_id: int) -> tuple[Branch, ...]:
    """The tree of a provider, brothers by name; groups know how many learners and people they
    hold themselves (`learner_count`, `person_count`).
    """
    by_parent: dict[int | None, list[Group]] = {}
    groups = Group.objects.filter(provider_id=provider_id).annotate(
        learner_count=Count("learners", distinct=True),
        person_count=Count("memberships", distinct=True),
    )
    for group in groups:
        by_parent.setdefault(group.parent_id, []).append(group)

    def branches(parent: int | None, way: tuple[str, ...]) -> tuple[Branch, ...]:
        return tuple(
            Branch(
                group=group,
                way=" / ".join((*way, group.name)),
                depth=len(way),
                below=branches(group.pk, (*way, group.name)),
            )
            for group in sorted(by_parent.get(parent, []), key=lambda one: one.name.casefold())
        )

    return branches(None, ())


def tree_of(provider_id: int) -> list[Branch]:
    """All groups of a provider, each after the one above it."""

    def walk(branches: tuple[Branch, ...]) -> list[Branch]:
        return [one for branch in branches for one in (branch, *walk(branch.below))]

    return walk(roots_of(provider_id))
