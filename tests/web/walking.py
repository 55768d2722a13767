"""Every address of the resolver with real objects of one provider in it, and what a page holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from openilr.web.accounts import invitations
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import PERMISSIONS, Role
from openilr.web.api.models import Token
from openilr.web.employers.models import Employer
from openilr.web.jobs.models import Job
from openilr.web.learners.models import Learner
from openilr.web.programmes.models import Programme
from openilr.web.providers import actions as provider_actions
from openilr.web.records import actions
from openilr.web.records.models import Assessment, Finding, Import, ImportItem
from openilr.web.trackers.models import Tracker
from openilr.web.ui.models import SavedView
from tests.web.records.people import YEAR, document

MARK = "Quillmarsh"
"""In the name of everything that the walk makes at Fernhill Training."""


@dataclass(frozen=True)
class Route:
    """An address pattern, its view, and the permission that the view asks for."""

    pattern: str
    names: tuple[str, ...]
    permission: str | None
    view_name: str

    def address(self, examples: dict[str, Any]) -> str:
        """The address with the objects of the examples in it.

        Errors: KeyError if the walk has no example for a part: add one to `world`.
        """
        given = {
            name: examples.get(f"{self.view_name}:{name}", examples.get(name))
            for name in self.names
        }
        missing = [name for name, value in given.items() if value is None]
        if missing:
            raise KeyError(
                f"{self.pattern} names {missing}: add an example to tests/web/walking.py"
            )
        return reverse(self.view_name, kwargs=given)


def routes() -> list[Route]:
    """Every address that has a name; the closed ones of allauth are under other names too."""
    return list(_routes(get_resolver().url_patterns, "", ""))


def _routes(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Route]:
    for one in patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _routes(one.url_patterns, pattern, inner)
        elif isinstance(one, URLPattern) and one.name:
            names = tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
            permission = getattr(one.callback, "permission", None)
            yield Route(pattern, names, permission, f"{namespace}{one.name}")


def inside() -> list[Route]:
    """The pages that ask for a permission."""
    found = [route for route in routes() if route.permission]
    assert len(found) > 60, "the walk has lost its way"
    return found


def world(
    superuser: Membership, mis: Membership, qa: Membership, person: Membership
) -> dict[str, Any]:
    """Objects of one provider for every part of an address, all marked with `MARK`."""
    provider, by = superuser.provider, mis.user
    made = {
        name: value for name, value in document(0, FamilyName=MARK).items() if value is not None
    }
    learner = actions.add_learner(by=by, provider=provider, document=made).learner
    version = Learner.objects.get(pk=learner.pk).version_number
    signature = actions.sign(
        by=by,
        learner=learner,
        party="learner",
        signed_by=MARK,
        signed_on=date(2026, 9, 1),
        version_number=version,
        evidence=SimpleUploadedFile(f"{MARK}.pdf", f"%PDF-1.7 {MARK}".encode()),
    )
    note = actions.add_note(by=by, learner=learner, text=f"{MARK} rang", year=YEAR)
    assessment = Assessment.objects.filter(learner=learner).first()
    assert assessment is not None
    finding = Finding.objects.create(
        provider=provider,
        learner=learner,
        assessment=assessment,
        rule="LearnPlanEndDate_02",
        severity="E",
        entity="Learner",
        message=f"{MARK}: planned end before the start.",
        since=date(2026, 11, 1),
    )
    tracker = Tracker.objects.create(
        provider=provider, learner=learner, kind="ilr", version_number=version, raised_by=by
    )
    batch = Import.objects.create(provider=provider, by=by, state="planned")
    item = ImportItem.objects.create(
        batch=batch, learn_ref_number="Q1", name=MARK, action="new", documents=[[YEAR, made]]
    )
    key = Authenticator.objects.create(
        user=person.user,
        type="webauthn",
        data={"name": MARK, "credential": {}, "passwordless": True},
    )
    employer = Employer.objects.create(provider=provider, name=f"{MARK} Ltd")
    Learner.objects.filter(pk=learner.pk).update(employer=employer)
    token = Token.objects.create(
        user=person.user,
        provider=provider,
        name=MARK,
        prefix="abcdefgh",
        hash="f" * 64,
        scopes=[],
        expires_at=timezone.now() + timedelta(days=1),
    )
    view = SavedView.objects.create(
        provider=provider, owner=person.user, list_name="learners", title=MARK, shared=True
    )
    return {
        "learner": learner.pk,
        "signature": signature.pk,
        "note": note.pk,
        "finding": finding.pk,
        "tracker": tracker.pk,
        "batch": batch.pk,
        "item": item.pk,
        "employer": employer.pk,
        "programme": Programme.objects.create(provider=provider, title=MARK).pk,
        "membership": person.pk,
        "group": provider_actions.add_group(by=superuser.user, provider=provider, name=MARK).pk,
        "job": Job.objects.create(provider=provider, kind="walk", title=MARK, by=by).pk,
        "token": token.pk,
        "invitation:token": invitations.token_of(person.user),
        "view": view.pk,
        "pk": key.pk,
        "number": version,
        "year": YEAR,
        "way": "after",
        "list_name": "learners",
        "provider_id": "work",
        "uidb36": "1",
        "key": "not-a-key",
    }


def text_of(response: Any) -> str:
    """The body, also of a stream, so far as it is text."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return bytes(body).decode("utf-8", "replace")


def roles_of(route: Route) -> frozenset[Role]:
    """Who may see a page."""
    return PERMISSIONS[route.permission or ""].roles


class _Inline(HTMLParser):
    """Collects what the policy of pages forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given:
            self.found.append("a script without an address")
        if tag == "style":
            self.found.append("a style element")
        for name, value in attrs:
            if name == "style":
                self.found.append(f"a style attribute on {tag}")
            if name.startswith("on"):
                self.found.append(f"{name} on {tag}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"a script in {name} of {tag}")


def faults_of(response: HttpResponse, *, signed_in: bool) -> list[str]:
    """What is wrong with the answer as a page: inline code, headers, title."""
    found: list[str] = []
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy:
        found.append("no strict content policy")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("its type may be guessed")
    if response.headers.get("X-Frame-Options") != "DENY":
        found.append("it may stand in a frame")
    if signed_in and "no-store" not in response.headers.get("Cache-Control", ""):
        found.append("it may be kept in a cache")
    if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
        page = response.content.decode()
        reader = _Inline()
        reader.feed(page)
        found += reader.found
        if page.lstrip().lower().startswith("<!doctype"):
            found += [] if re.search(r"<title>\S.* - OpenILR</title>", page) else ["no title"]
            found += [] if page.count("<h1") == 1 else [f"{page.count('<h1')} main headings"]
    return found
