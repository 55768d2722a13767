"""The invented provider in an empty installation: its people, its learners and a year behind them.

Everything goes through the actions that people use, in the order of its days; only the clock is
told, since the year has to lie in the past.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils import timezone

from openilr.demo.history import Moment, first_day, known_on, moments
from openilr.demo.provider import make
from openilr.ilr.calendar import open_years
from openilr.record.document import Document
from openilr.record.messages import learners_as_written
from openilr.record.projection import from_ilr
from openilr.reference import store
from openilr.reference.overrides import overrides_of
from openilr.web.accounts.actions import add_first_superuser, add_person
from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.roles import Role
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.providers.actions import add_group, open_provider
from openilr.web.providers.models import Group, Provider
from openilr.web.records import actions, assessing, staleness
from openilr.web.records.models import Signature, Version
from openilr.web.records.queries import current_document
from openilr.web.records.refusals import ReferenceRefused
from openilr.web.records.signing import sign
from openilr.web.records.verifying import bulk_verify
from openilr.web.ui.shell import LONDON, today

UKPRN = 90000117
NAME = "Fernhill Training"
LEARNERS = 400
FAULTS = 0.06
DAYS_BEHIND = 365
LAST_ROUND, ROUND_EVERY = 12, 28
"""Days from QA's last round to today, and between two rounds."""
MORNING = time(9, 30)
PEOPLE: tuple[tuple[Role, str, str], ...] = (
    (Role.MIS, "mis", "Nadia Brightwater"),
    (Role.MIS, "mis2", "Tomasz Ellery"),
    (Role.QA, "qa", "Owen Hartwell"),
    (Role.FINANCE, "finance", "Marguerite Osei-Lunn"),
    (Role.MANAGER, "manager", "Petra Winterbourne"),
    (Role.AUDITOR, "auditor", "Silas Thornbury"),
    (Role.TUTOR, "tutor", "Rhys Penhale"),
    (Role.TUTOR, "tutor2", "Delyth Ashgrove"),
    (Role.TUTOR, "tutor3", "Kofi Merriweather"),
)
"""Invented people: role, the first part of the address, name. The superuser comes first of all."""
SUPERUSER = ("superuser", "Imogen Vale")
AUTHORISED = frozenset({"Withdrawal", "Break in learning", "Price agreed"})
"""What a manager has to authorise."""


@dataclass(frozen=True)
class _Cast:
    """The people of the invented provider."""

    provider: Provider
    users: dict[str, User]
    groups: list[Group]

    @property
    def tutors(self) -> list[User]:
        return [self.users["tutor"], self.users["tutor2"], self.users["tutor3"]]


@contextmanager
def _on(day: date, minutes: int = 0) -> Iterator[None]:
    """Do something on a day that is past: Django's clock tells that morning."""
    moment = datetime.combine(day, MORNING, LONDON) + timedelta(minutes=minutes)
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


def _password() -> str:
    """The password of all invented people, made once and kept for the owner of the data folder."""
    kept = Path(settings.DATA) / "demo-password"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"fernhill-{secrets.token_hex(4)}")
    return kept.read_text()


def load(stdout: TextIO) -> None:
    """Load the provider if there is none, and print one sign-in for each role."""
    if not Provider.objects.exists():
        _load(stdout)
    if Provider.objects.filter(ukprn=UKPRN, name=NAME).exists():
        _print_sign_ins(stdout)


def _print_sign_ins(stdout: TextIO) -> None:
    people = Membership.objects.filter(provider__ukprn=UKPRN).select_related("user")
    stdout.write(f"\nSign in to {NAME} (everybody invented), password {_password()}\n")
    shown: set[str] = set()
    for one in people.order_by("pk"):
        if one.role not in shown:
            shown.add(one.role)
            stdout.write(f"  {one.role_label:<22} {one.user.email}\n")
    stdout.write("\n")
    stdout.flush()


def _load(stdout: TextIO) -> None:
    day = today()
    year = open_years(day)[-1]
    start = day - timedelta(days=DAYS_BEHIND)
    stdout.write(f"Loading {NAME}: {LEARNERS} invented learners with a year behind them.\n")
    stdout.flush()
    made = make(LEARNERS, year=year, faults=FAULTS, as_at=day)
    _load_reference(made.reference())
    documents = [from_ilr(one, year) for one in learners_as_written(made.message)]
    with _on(start):
        cast = _people()
    _live(cast, documents, start, day, stdout)
    _people_outside(cast)
    ids = list(Learner.objects.filter(provider=cast.provider).values_list("pk", flat=True))
    staleness.reassess(ids)


def _load_reference(tables: Mapping[str, object]) -> None:
    """Put the invented reference data in force, so that every rule runs and money is worked out."""
    made = overrides_of(tables, "the invented reference data")
    store.load_made(assessing.reference_folder(), made, source="Invented", loaded_at=timezone.now())
    assessing.forget_tables()


def _people() -> _Cast:
    provider = open_provider(ukprn=UKPRN, name=NAME)
    password = _password()
    first = add_first_superuser(
        provider=provider, email=f"{SUPERUSER[0]}@fernhill.example", name=SUPERUSER[1]
    )
    by = first.user
    whole = add_group(by=by, provider=provider, name=NAME)
    groups = [
        add_group(by=by, provider=provider, name=name, parent=whole)
        for name in ("Northern centre", "Southern centre", "Adult skills")
    ]
    users = {SUPERUSER[0]: by}
    tutors = iter(groups)
    for role, address, name in PEOPLE:
        member = add_person(
            by=by,
            provider=provider,
            email=f"{address}@fernhill.example",
            name=name,
            role=role,
            groups=[next(tutors)] if role == Role.TUTOR else [],
        )
        users[address] = member.user
    for user in users.values():
        user.set_password(password)
        user.save()
    return _Cast(provider, users, groups)


def _live(cast: _Cast, documents: list[Document], start: date, end: date, stdout: TextIO) -> None:
    """Store what was known at the start, then each day's news in the order of the days."""
    news: list[tuple[date, int, Moment | None]] = []
    for number, document in enumerate(documents):
        begins = first_day(document) or end
        if begins <= start:
            news.append((start, number, None))
        else:
            news.append((min(begins, end), number, None))
        since = max(begins, start)
        news += [(one.day, number, one) for one in moments(document, since, end)]
    learners: dict[int, Learner] = {}
    news.sort(key=lambda one: (one[0], one[1]))
    rounds = [end - timedelta(days=days) for days in range(LAST_ROUND, DAYS_BEHIND, ROUND_EVERY)]
    for count, (day, number, moment) in enumerate(news):
        while rounds and rounds[-1] <= day:
            with _on(rounds[-1]):
                _quality_round(cast, rounds[-1])
            rounds.pop()
        with _on(day, count % 400):
            if moment is None:
                made = _enrol(cast, documents[number], number, day, day == start)
                if made:
                    learners[number] = made
            elif number in learners:
                _move_on(cast, learners[number], moment, number)
        if count % 200 == 199:
            stdout.write(f"  {count + 1} of {len(news)} events, up to {day:%d %b %Y}\n")
            stdout.flush()
    for number, learner in learners.items():
        _settle(cast, learner, documents[number])


def _enrol(
    cast: _Cast, document: Document, number: int, day: date, imported: bool
) -> Learner | None:
    tutor = cast.tutors[number % 3] if number % 40 else None
    try:
        return actions.add_learner(
            by=cast.users["mis"],
            provider=cast.provider,
            document=known_on(document, day),
            reason="Brought over from the old system" if imported else "Enrolment",
            source=Version.Source.MIGRATION if imported else Version.Source.SCREEN,
            source_detail="Add learner" if not imported else "Old system",
            group=cast.groups[number % 3],
            tutor=tutor,
        ).learner
    except ReferenceRefused:
        return None  # one of the planted faults: two learners of one reference


def _move_on(cast: _Cast, learner: Learner, moment: Moment, number: int) -> None:
    learner.refresh_from_db()
    actions.save(
        by=cast.users["mis" if number % 3 else "mis2"],
        learner=learner,
        document=moment.document,
        base_version=learner.version_number,
        reason=moment.reason,
        authorised_by=cast.users["manager"] if moment.reason in AUTHORISED else None,
        source=Version.Source.SCREEN,
        source_detail="Record page",
    )


def _quality_round(cast: _Cast, day: date) -> None:
    """The signatures that came in since the last round, and QA's look at what is signed.

    Every twentieth learner has not signed yet.
    """
    waiting = Learner.objects.filter(
        provider=cast.provider, ilr_status=IlrStatus.SIGNATURE_REQUIRED
    ).order_by("learn_ref_number")
    for number, learner in enumerate(waiting):
        if number % 20 != 19:
            sign(
                by=cast.tutors[0],
                learner=learner,
                party=Signature.Party.LEARNER,
                signed_by=learner.name,
                signed_on=day,
                version_number=learner.version_number,
            )
    qa = cast.users["qa"]
    verify = Learner.objects.filter(
        provider=cast.provider, ilr_status__in=[IlrStatus.SIGNED, IlrStatus.PENDING]
    )
    bulk_verify(
        by=qa,
        membership=qa.memberships.get(provider=cast.provider),
        learner_ids=list(verify.values_list("pk", flat=True)),
    )


def _settle(cast: _Cast, learner: Learner, document: Document) -> None:
    """Bring in what has no day of its own, so that the record is the file's."""
    learner.refresh_from_db()
    if current_document(learner) != document:
        actions.save(
            by=cast.users["mis"],
            learner=learner,
            document=document,
            base_version=learner.version_number,
            reason="Checked against the paper file",
            source=Version.Source.SCREEN,
            source_detail="Record page",
        )


def _people_outside(cast: _Cast) -> None:
    """One employer and one learner who sign in themselves."""
    learner = (
        Learner.objects.filter(provider=cast.provider, employer__isnull=False)
        .select_related("employer")
        .first()
    )
    if learner is None or learner.employer is None:
        return
    by = cast.users[SUPERUSER[0]]
    for role, address, more in (
        (Role.EMPLOYER, "employer", {"employer": learner.employer}),
        (Role.LEARNER, "learner", {"learner": learner}),
    ):
        name = "Agnes Rowntree-Holt" if role == Role.EMPLOYER else learner.name
        member = add_person(
            by=by,
            provider=cast.provider,
            email=f"{address}@fernhill.example",
            name=name,
            role=role,
            **more,
        )
        member.user.set_password(_password())
        member.user.save()
