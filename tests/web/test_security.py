"""The installation's defences: cookies, headers, sessions, uploads, logs, secrets."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from openilr.web.accounts.models import Membership, User
from openilr.web.learners.models import Learner
from openilr.web.records import actions
from tests.web.records.people import document

SignIn = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def settings_with(tmp_path: Path, **environment: str) -> Any:
    """What the settings are with these variables, in a process of its own."""
    names = [
        *("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
        *("CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG", "SENDS_MAIL", "EMAIL_BACKEND"),
    ]
    code = (
        "import json; from openilr.web import settings as s;"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}))"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENILR_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept
        | {"OPENILR_DATA": str(tmp_path), "DATABASE_URL": "postgresql://u@localhost/x"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def test_behind_https_cookies_are_secure_and_the_browser_stays_with_https(tmp_path: Path) -> None:
    found = settings_with(tmp_path, OPENILR_URL="https://ilr.example.ac.uk")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SESSION_COOKIE_HTTPONLY"]
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["DEBUG"] is False


def test_without_https_the_cookies_still_work(tmp_path: Path) -> None:
    found = settings_with(tmp_path)
    assert not found["SESSION_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] is None


def test_mail_goes_out_only_where_it_is_set_up(tmp_path: Path) -> None:
    assert settings_with(tmp_path)["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    found = settings_with(tmp_path, OPENILR_SMTP_HOST="mail.example.ac.uk")
    assert found["SENDS_MAIL"]
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")


def test_a_work_account_of_anybody_is_refused_at_the_start(tmp_path: Path) -> None:
    said = settings_with(
        tmp_path,
        OPENILR_OIDC_CLIENT_ID="x",
        OPENILR_OIDC_URL="https://login.microsoftonline.com/common/v2.0",
    )
    assert "any organisation's accounts" in said


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    settings_with(tmp_path)
    kept = tmp_path / "secret-key"
    first = kept.read_text()
    assert len(first) > 50
    assert kept.stat().st_mode & 0o077 == 0
    settings_with(tmp_path)
    assert kept.read_text() == first


def test_a_form_from_elsewhere_is_refused_in_our_look(mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post("/ui/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert b"This form is out of date" in answer.content
    assert b"<style" not in answer.content


def test_too_many_requests_are_said_in_our_look(mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    answers = [
        client.post("/account/reauthenticate/", {"password": "wrong"}).status_code
        for _ in range(12)
    ]
    assert answers[-1] == 429
    page = client.post("/account/reauthenticate/", {"password": "wrong"}).content
    assert b"Too many requests" in page
    assert b"ui/openilr.css" in page


def test_signing_in_gives_the_session_another_name(mis: Membership) -> None:
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post("/account/login/", {"login": mis.user.email, "password": "a long password"})
    assert client.session.session_key != before


def test_nobody_is_led_to_another_site(mis: Membership) -> None:
    answer = Client().post(
        "/account/login/?next=https://elsewhere.example/",
        {
            "login": mis.user.email,
            "password": "a long password",
            "next": "https://elsewhere.example/",
        },
    )
    assert answer["Location"] == "/"


def test_a_closed_account_ends_with_the_next_page(mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=mis.user_id).update(is_active=False)
    assert client.get("/")["Location"].startswith("/account/login/")


def test_pages_of_the_door_are_kept_by_no_cache(db: None) -> None:
    answer = Client().get("/account/login/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_scripts_of_ours_evaluate_no_text() -> None:
    folder = Path(str(finders.find("ui/js/main.js"))).parent
    modules = list(folder.glob("*.js"))
    assert len(modules) > 4
    for module in modules:
        text = module.read_text()
        for forbidden in ("eval(", "new Function", "document.write", ".onclick ="):
            assert forbidden not in text, f"{module.name}: {forbidden}"


# -------------------------------------------------------------------------------------------- logs


@pytest.fixture
def log() -> Any:
    """Everything that would be written to the log, at the level of a search for faults."""
    written = StringIO()
    formatter = logging.root.handlers and next(
        (
            h.formatter
            for h in logging.root.handlers
            if type(h.formatter).__module__.startswith("structlog")
        ),
        None,
    )
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter or logging.Formatter())
    loggers = [logging.getLogger(), *map(logging.getLogger, ("django", "axes", "allauth"))]
    levels = [one.level for one in loggers]
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    yield written
    logging.root.removeHandler(handler)
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


def test_a_request_is_logged_without_persons(
    superuser: Membership, sign_in: SignIn, log: StringIO
) -> None:
    made = document(0, FamilyName="Quillmarsh", ULN=9999999999)
    made = {name: value for name, value in made.items() if value is not None}
    learner = actions.add_learner(
        by=superuser.user, provider=superuser.provider, document=made
    ).learner
    client = sign_in(superuser)
    client.get(f"/learners/{learner.pk}/")
    client.get("/learners/?name=Quillmarsh")
    client.post("/ui/search/", {"words": "Quillmarsh"})
    client.get("/learners/nobody/Quillmarsh/")
    client.post("/settings/people/add/", {"name": "Ada Quillmarsh", "email": "ada@quill.example"})
    for _ in range(6):
        Client().post("/account/login/", {"login": superuser.user.email, "password": "Hunter22"})
    client.post("/account/password/reset/", {"email": superuser.user.email})
    said = log.getvalue()
    assert '"event": "request"' in said or "request" in said
    # The address of what is not there is logged as it was asked for: pages of ours hold no names.
    said = "\n".join(line for line in said.splitlines() if "/learners/nobody/" not in line)
    for personal in ("Quillmarsh", "quill.example", superuser.user.email, "9999999999", "Hunter22"):
        assert personal not in said
    assert superuser.user.name not in said
    assert "127.0.0.1" not in said


def test_a_fault_is_logged_without_the_values_of_the_row(mis: Membership, log: StringIO) -> None:
    reference = f"SECRET{123}"  # put together, for a traceback repeats the line of the code
    Learner.objects.create(provider=mis.provider, learn_ref_number=reference)
    try:
        with transaction.atomic():
            Learner.objects.create(provider=mis.provider, learn_ref_number=reference)
    except IntegrityError:
        logging.getLogger("openilr.test").exception("a fault")
    assert "IntegrityError" in log.getvalue()
    assert "SECRET123" not in log.getvalue()
