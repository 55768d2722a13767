"""Every change of a provider's settings and groups. Each writes an audit event."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from openilr.web.accounts.models import User
from openilr.web.accounts.permissions import Refused, require
from openilr.web.audit.actions import record
from openilr.web.providers.models import Group, Provider


@transaction.atomic
def open_provider(*, ukprn: int, name: str) -> Provider:
    """Add a provider to the installation: for its command line, which asks no permission.

    Errors: Refused if the installation has the UKPRN already; ValidationError if it is none.
    """
    if Provider.objects.filter(ukprn=ukprn).exists():
        raise Refused(f"UKPRN {ukprn} is in this installation already.")
    provider = Provider(ukprn=ukprn, name=name.strip())
    provider.full_clean()
    provider.save()
    record(None, "provider.opened", provider)
    return provider


@transaction.atomic
def change_settings(
    *, by: User, provider: Provider, name: str, verified_only: bool, mfa_required: bool
) -> Provider:
    """Change a provider's settings; nothing where nothing differs.

    Errors: NotAllowed.
    """
    require(by, "settings.edit", provider)
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    wanted = {"name": name.strip(), "verified_only": verified_only, "mfa_required": mfa_required}
    changed = [field for field, value in wanted.items() if getattr(provider, field) != value]
    if changed:
        for field in changed:
            setattr(provider, field, wanted[field])
        provider.save(update_fields=changed)
        record(by, "settings.changed", provider, fields=changed)
    return provider


def _lock_tree(provider_id: int) -> None:
    # One change of a provider's tree at a time: paths below a moved group are rewritten.
    Provider.objects.select_for_update().get(pk=provider_id)


def _check_name(provider_id: int, parent: Group | None, name: str, group: Group | None) -> None:
    same = Group.objects.filter(provider_id=provider_id, parent=parent, name__iexact=name)
    if group is not None:
        same = same.exclude(pk=group.pk)
    if same.exists():
        raise Refused(f"There is a group {name} at this place already.")


def _check_room(longest: int) -> None:
    if longest > Group._meta.get_field("path").max_length:  # type: ignore[operator]
        raise Refused("The tree would be too deep here. Put the group nearer to the top.")


@transaction.atomic
def add_group(*, by: User, provider: Provider, name: str, parent: Group | None = None) -> Group:
    """Add a group at the top or below another.

    Errors: NotAllowed; Refused if the name stands there already, the parent is another provider's,
    or the tree would be too deep.
    """
    require(by, "settings.edit", provider)
    _lock_tree(provider.pk)
    if parent is not None:
        if parent.provider_id != provider.pk:
            raise Refused("The group above belongs to another provider.")
        parent = Group.objects.get(pk=parent.pk)
    name = name.strip()
    _check_name(provider.pk, parent, name, None)
    group = Group.objects.create(provider=provider, parent=parent, name=name, path="")
    path = f"{parent.path if parent else '/'}{group.pk}/"
    _check_room(len(path))
    group.path = path
    group.save(update_fields=["path"])
    record(by, "group.added", group, parent=parent.pk if parent else None)
    return group


@transaction.atomic
def rename_group(*, by: User, group: Group, name: str) -> Group:
    """Give a group another name.

    Errors: NotAllowed; Refused if the name stands at this place already.
    """
    require(by, "settings.edit", group)
    _lock_tree(group.provider_id)
    group = Group.objects.get(pk=group.pk)
    name = name.strip()
    _check_name(group.provider_id, group.parent, name, group)
    if group.name != name:
        group.name = name
        group.save(update_fields=["name"])
        record(by, "group.renamed", group)
    return group


@transaction.atomic
def move_group(*, by: User, group: Group, parent: Group | None) -> Group:
    """Put a group, with all below it, somewhere else in the tree.

    Errors: NotAllowed; Refused if the place is the group itself or below it, another provider's,
    has a group of that name, or would make the tree too deep.
    """
    require(by, "settings.edit", group)
    _lock_tree(group.provider_id)
    group = Group.objects.get(pk=group.pk)
    if parent is not None:
        parent = Group.objects.get(pk=parent.pk)
        if parent.provider_id != group.provider_id:
            raise Refused("The group above belongs to another provider.")
        if parent.path.startswith(group.path):
            raise Refused("A group cannot be put below itself.")
    if group.parent_id == (parent.pk if parent else None):
        return group
    _check_name(group.provider_id, parent, group.name, group)
    old, new = group.path, f"{parent.path if parent else '/'}{group.pk}/"
    below = Group.objects.filter(provider_id=group.provider_id, path__startswith=old)
    _check_room(
        max(len(new) + len(path) - len(old) for path in below.values_list("path", flat=True))
    )
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    group.refresh_from_db()
    group.parent = parent
    group.save(update_fields=["parent"])
    record(by, "group.moved", group, parent=parent.pk if parent else None)
    return group


@transaction.atomic
def remove_group(*, by: User, group: Group) -> None:
    """Remove a group that holds nothing.

    Errors: NotAllowed; Refused, with what it holds.
    """
    require(by, "settings.edit", group)
    _lock_tree(group.provider_id)
    held = [
        f"{count} {one if count == 1 else several}"
        for one, several, count in (
            ("group below it", "groups below it", group.children.count()),
            ("learner", "learners", group.learners.count()),
            ("person narrowed to it", "people narrowed to it", group.memberships.count()),
        )
        if count
    ]
    if held:
        raise Refused(f"{group.name} still has {', '.join(held)}. Move them first.")
    record(by, "group.removed", group)
    group.delete()
