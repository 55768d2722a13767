"""A provider with many invented learners: `python -m tests.load.fill --learners 20000`.

The learners are stored and checked by the actions that an import uses, a few hundred at a time.
"""

import argparse
import os
import time
from collections.abc import Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.settings")

UKPRN = 90000117
PASSWORD = "invented-people-only"  # noqa: S105 - of a database that only holds invented people
TOGETHER = 200
GROUPS = 6
PEOPLE = ("mis", "qa", "manager", "tutor", "superuser")
"""The role of each person, and the first part of the address."""


def email(role: str) -> str:
    """The address of the person of a role."""
    return f"{role}@load.example"


def main() -> None:
    """Fill the database of OPENILR_DATA, if it is empty."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.fill", description=__doc__)
    parser.add_argument("--learners", type=int, default=20_000)
    wanted = parser.parse_args()

    from openilr.web import serving

    serving.set_up()
    serving.prepare(print)
    from openilr.web.learners.models import Learner

    if Learner.objects.exists():
        print(f"{Learner.objects.count()} learners are there already.")
        return
    _fill(wanted.learners)


def _fill(learners: int) -> None:
    """Store and check the learners, and print what each step took of the processor."""
    from django.db import connection
    from django.utils import timezone

    from openilr.demo.provider import make
    from openilr.ilr.calendar import open_years
    from openilr.record.messages import learners_as_written
    from openilr.record.projection import from_ilr
    from openilr.reference import store
    from openilr.reference.overrides import overrides_of
    from openilr.web.learners.models import Learner
    from openilr.web.records import actions, assessing, staleness
    from openilr.web.records.batch import Step, ToStore
    from openilr.web.ui.shell import today

    started = time.process_time(), time.perf_counter()

    def tell(words: str) -> None:
        print(
            f"{words}: {time.process_time() - started[0]:.0f} s of processor time here,"
            f" {time.perf_counter() - started[1]:.0f} s by the clock",
            flush=True,
        )

    year = open_years(today())[-1]
    made = make(learners, year=year, faults=0.06, as_at=today())
    reference = overrides_of(made.reference(), "the invented reference data")
    store.load_made(
        assessing.reference_folder(), reference, source="Invented", loaded_at=timezone.now()
    )
    assessing.forget_tables()
    provider, users, groups = _people()
    tell(f"{learners} learners made up")
    items = [
        ToStore(number, None, [Step(from_ilr(one, year), "load test", "Load test")])
        for number, one in enumerate(learners_as_written(made.message))
    ]
    del made
    for some in _parts(items, TOGETHER):
        actions.store_many(by=users["mis"], provider=provider, items=some)
    tell("stored")
    ids = list(Learner.objects.order_by("pk").values_list("pk", flat=True))
    for number, group in enumerate(groups):
        Learner.objects.filter(pk__in=ids[number :: len(groups)]).update(group=group)
    Learner.objects.filter(group=groups[0]).update(tutor=users["tutor"])
    for some in _parts(ids, TOGETHER):
        staleness.reassess(some)
    tell("checked")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people() -> tuple:
    """The provider, its people by role, and its groups; the tutor sees the first group alone."""
    from openilr.web.accounts.actions import add_first_superuser, add_person
    from openilr.web.accounts.roles import Role
    from openilr.web.providers.actions import add_group, open_provider

    provider = open_provider(ukprn=UKPRN, name="Fernhill Training")
    first = add_first_superuser(provider=provider, email=email("superuser"), name="Imogen Vale")
    whole = add_group(by=first.user, provider=provider, name="Fernhill Training")
    groups = [
        add_group(by=first.user, provider=provider, name=f"Centre {number + 1}", parent=whole)
        for number in range(GROUPS)
    ]
    users = {"superuser": first.user}
    for role in PEOPLE[:-1]:
        users[role] = add_person(
            by=first.user,
            provider=provider,
            email=email(role),
            name=f"{Role(role).label} of the load test",
            role=Role(role),
            groups=groups[:1] if role == "tutor" else [],
        ).user
    for user in users.values():
        user.set_password(PASSWORD)
        user.save()
    return provider, users, groups


def _parts(items: list, size: int) -> Iterator[list]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


if __name__ == "__main__":
    main()
