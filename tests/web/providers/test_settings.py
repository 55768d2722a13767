"""The provider's settings and its tree of groups."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import NotAllowed, Refused
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import visible_to as learners_visible_to
from openilr.web.providers import actions
from openilr.web.providers.history import settings_history
from openilr.web.providers.models import Group, Provider
from openilr.web.providers.queries import tree_of

SignIn = Callable[[Membership], Client]
MakeMember = Callable[..., Membership]
GROUPS = "/settings/groups/"


@pytest.fixture
def tree(superuser: Membership) -> dict[str, Group]:
    """North / Leeds / Evening, and South."""
    made: dict[str, Group] = {}
    for name, above in (("North", None), ("Leeds", "North"), ("Evening", "Leeds"), ("South", None)):
        made[name] = actions.add_group(
            by=superuser.user,
            provider=superuser.provider,
            name=name,
            parent=made[above] if above else None,
        )
    return made


def test_settings_are_saved_and_remembered(superuser: Membership, sign_in: SignIn) -> None:
    client = sign_in(superuser)
    assert client.get("/settings/").status_code == 200
    answer = client.post("/settings/change/", {"name": "Fernhill", "verified_only": "on"})
    assert answer["Location"] == "/settings/"
    superuser.provider.refresh_from_db()
    assert (superuser.provider.name, superuser.provider.verified_only) == ("Fernhill", True)
    event = superuser.provider.audit_events.get(kind="settings.changed")
    assert event.data == {"fields": ["name"]}
    changes = {one.what: (one.old, one.new, one.by) for one in settings_history(superuser.provider)}
    assert changes["Provider: name"] == ("Fernhill Training", "Fernhill", superuser.user.name)


def test_a_setting_switched_changes_one_field(superuser: Membership) -> None:
    provider = superuser.provider
    actions.change_settings(
        by=superuser.user,
        provider=provider,
        name=provider.name,
        verified_only=False,
        mfa_required=True,
    )
    changes = {one.what: (one.old, one.new) for one in settings_history(provider)}
    assert changes["Provider: only verified records are returned"] == ("yes", "no")
    assert changes["Provider: staff need a second step"] == ("no", "yes")


def test_a_wrong_name_is_said_under_the_field(superuser: Membership, sign_in: SignIn) -> None:
    answer = sign_in(superuser).post("/settings/change/", {"name": ""})
    assert answer.status_code == 200
    assert b"This field is required" in answer.content
    superuser.provider.refresh_from_db()
    assert superuser.provider.name == "Fernhill Training"


def test_others_read_the_settings_or_are_refused(
    provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    auditor = make_member(provider, Role.AUDITOR)
    page = sign_in(auditor).get("/settings/").content.decode()
    assert "/settings/change/" not in page
    assert sign_in(auditor).post("/settings/change/", {"name": "X"}).status_code == 403
    assert sign_in(make_member(provider, Role.TUTOR)).get("/settings/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.change_settings(
            by=auditor.user, provider=provider, name="X", verified_only=True, mfa_required=False
        )


def test_groups_form_a_tree(superuser: Membership, tree: dict[str, Group], sign_in: SignIn) -> None:
    ways = [one.way for one in tree_of(superuser.provider_id)]
    assert ways == ["North", "North / Leeds", "North / Leeds / Evening", "South"]
    evening = Group.objects.get(name="Evening")
    assert evening.path == f"/{tree['North'].pk}/{tree['Leeds'].pk}/{evening.pk}/"
    page = sign_in(superuser).get(GROUPS).content.decode()
    assert page.index("North") < page.index("Leeds") < page.index("Evening") < page.index("South")


def test_a_group_is_added_by_the_page(
    superuser: Membership, tree: dict[str, Group], sign_in: SignIn
) -> None:
    client = sign_in(superuser)
    below = tree["South"].pk
    page = client.get(f"{GROUPS}add/?below={below}").content.decode()
    assert f'<option value="{below}" selected>' in page
    client.post(f"{GROUPS}add/", {"name": "Dover", "parent": below})
    assert Group.objects.get(name="Dover").parent == tree["South"]
    page = client.post(f"{GROUPS}add/", {"name": "dover", "parent": below}).content
    assert b"There is a group dover at this place already" in page


def test_a_moved_group_takes_along_what_is_below_and_who_sees_it(
    superuser: Membership, mis: Membership, tree: dict[str, Group], sign_in: SignIn
) -> None:
    learner = Learner.objects.create(
        provider=superuser.provider, learn_ref_number="L1", group=tree["Evening"]
    )
    mis.groups.set([tree["South"]])
    assert learner not in learners_visible_to(mis)
    sign_in(superuser).post(
        f"{GROUPS}{tree['Leeds'].pk}/", {"name": "Leeds", "parent": tree["South"].pk}
    )
    evening = Group.objects.get(name="Evening")
    assert evening.path == f"/{tree['South'].pk}/{tree['Leeds'].pk}/{evening.pk}/"
    assert learner in learners_visible_to(Membership.objects.get(pk=mis.pk))
    assert superuser.provider.audit_events.filter(kind="group.moved").count() == 1
    what = {one.what: (one.old, one.new) for one in settings_history(superuser.provider)}
    assert what["Group Leeds: stands below"] == ("North", "South")


def test_a_group_is_not_moved_below_itself(
    superuser: Membership, tree: dict[str, Group], sign_in: SignIn
) -> None:
    with pytest.raises(Refused, match="below itself"):
        actions.move_group(by=superuser.user, group=tree["North"], parent=tree["Evening"])
    page = sign_in(superuser).get(f"{GROUPS}{tree['North'].pk}/").content.decode()
    assert "Evening" not in page.split("<select")[1].split("</select>")[0]


def test_names_are_unique_at_a_place_only(superuser: Membership, tree: dict[str, Group]) -> None:
    actions.add_group(
        by=superuser.user, provider=superuser.provider, name="Leeds", parent=tree["South"]
    )
    with pytest.raises(Refused, match="already"):
        actions.move_group(by=superuser.user, group=tree["Leeds"], parent=tree["South"])
    with pytest.raises(Refused, match="already"):
        actions.rename_group(by=superuser.user, group=tree["South"], name="North")
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.create(provider=superuser.provider, name="North", path="/x/")


def test_a_tree_has_an_end(superuser: Membership) -> None:
    above, refusal = None, ""
    while not refusal:
        try:
            above = actions.add_group(
                by=superuser.user, provider=superuser.provider, name="Deeper", parent=above
            )
        except Refused as said:
            refusal = str(said)
    assert "too deep" in refusal
    longest = max(len(path) for path in Group.objects.values_list("path", flat=True))
    assert 390 < longest <= 400


def test_only_an_empty_group_is_removed(
    superuser: Membership, mis: Membership, tree: dict[str, Group], sign_in: SignIn
) -> None:
    client = sign_in(superuser)
    Learner.objects.create(
        provider=superuser.provider, learn_ref_number="L1", group=tree["Evening"]
    )
    mis.groups.set([tree["South"]])
    for name, said in (
        ("North", "1 group below it"),
        ("Evening", "1 learner."),
        ("South", "1 person narrowed to it"),
    ):
        page = client.post(f"{GROUPS}{tree[name].pk}/remove/", follow=True).content.decode()
        assert said in page
    mis.groups.clear()
    client.post(f"{GROUPS}{tree['South'].pk}/remove/")
    assert not Group.objects.filter(name="South").exists()
    assert superuser.provider.audit_events.filter(kind="group.removed").count() == 1


def test_groups_of_another_provider_are_not_there(
    superuser: Membership,
    tree: dict[str, Group],
    other_provider: Provider,
    make_member: MakeMember,
    sign_in: SignIn,
) -> None:
    theirs = make_member(other_provider, Role.SUPERUSER)
    client = sign_in(theirs)
    assert client.get(f"{GROUPS}{tree['North'].pk}/").status_code == 404
    assert client.post(f"{GROUPS}{tree['North'].pk}/remove/").status_code == 404
    assert "North" not in client.get(GROUPS).content.decode()
    answer = client.post(f"{GROUPS}add/", {"name": "X", "parent": tree["North"].pk})
    assert b"Select a valid choice" in answer.content
    with pytest.raises(Refused, match="another provider"):
        actions.add_group(by=theirs.user, provider=other_provider, name="X", parent=tree["North"])


def test_a_ukprn_is_opened_once_and_has_eight_digits(provider: Provider) -> None:
    with pytest.raises(Refused, match="already"):
        actions.open_provider(ukprn=provider.ukprn, name="Again")
    opened = actions.open_provider(ukprn=90000133, name=" New College ")
    assert opened.name == "New College"
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.filter(pk=opened.pk).update(ukprn=7)
