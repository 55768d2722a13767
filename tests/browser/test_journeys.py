"""What people do with the application, in a real browser."""

import re
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Locator, Page, expect

from openilr.record.document import set_field
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.records import actions
from openilr.web.records.models import Import, Signature
from openilr.web.records.queries import current_document
from openilr.web.records.signing import sign
from openilr.web.ui.shell import today
from tests.browser.conftest import Office, typed
from tests.web.records.importing_help import THIS_YEAR, work_on, write_year

PASSWORD = "a long password"


def record_of(learner: Learner) -> str:
    return f"/records/{learner.pk}/"


def aim_of(learner: Learner) -> dict[str, str]:
    return current_document(learner)["LearningDelivery"][0]


def field(page: Page, row: str, name: str) -> Locator:
    """A field of the record's page."""
    return page.locator(f"[id='f-{row}-{name}']")


def slot(page: Page, row: str, name: str) -> Locator:
    """What is said under a field."""
    return page.locator(f"[id='s-f-{row}-{name}']")


def signed(learner: Learner, by: Membership) -> None:
    sign(
        by=by.user,
        learner=learner,
        party=Signature.Party.LEARNER,
        signed_by=learner.name,
        signed_on=today(),
        version_number=learner.version_number,
    )


# ------------------------------------------------------------------------------------- signing in


def test_signing_in_asks_for_the_password_and_the_code_of_the_app(
    office: Office, mis: Membership
) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(mis.user, secret)
    page = office.page()
    page.goto("/")
    page.get_by_label("E-mail address").fill(mis.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    expect(page.locator(".o-top")).to_contain_text("Fernhill Training")


def test_a_wrong_password_is_told_and_nothing_is_shown(office: Office, mis: Membership) -> None:
    page = office.page()
    page.goto("/learners/")
    page.get_by_label("E-mail address").fill(mis.user.email)
    page.get_by_label("Password").fill("another password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator(".o-nav")).to_have_count(0)


# ---------------------------------------------------------------------------- finding and editing


def test_a_learner_is_found_by_part_of_a_name(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    page = office.page(mis)
    page.goto("/")
    page.get_by_role("searchbox", name="Search").fill("kowal")
    page.keyboard.press("Enter")
    row = page.locator("[data-row]")
    expect(row).to_have_count(1)
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rhys Pádraig Kowalczyk")
    assert "kowal" not in page.url.lower()


def test_the_list_narrows_while_one_types(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    page = office.page(mis)
    page.goto("/learners/")
    expect(page.locator("[data-row]")).to_have_count(len(learners))
    page.locator("#list-filter").press_sequentially("owen")
    expect(page.locator("[data-row]")).to_have_count(4)
    expect(page.locator("#list-filter")).to_be_focused()


def test_a_finding_comes_is_explained_and_goes(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    aim = aim_of(learner)
    right, wrong = (date.fromisoformat(aim["LearnPlanEndDate"]), date(2026, 1, 5))
    page = office.page(mis)
    page.goto(record_of(learner))
    side = page.locator("#side")
    expect(side).to_contain_text("No findings.")
    end = field(page, aim["id"], "LearnPlanEndDate")
    end.fill(typed(wrong))
    end.press("Tab")
    expect(page.locator("#saved-line")).to_contain_text("Saved")
    expect(end).to_have_value("5 Jan 2026")
    expect(slot(page, aim["id"], "LearnPlanEndDate")).to_contain_text("LearnPlanEndDate_02")
    expect(end).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#announce")).to_contain_text("0 findings cured")
    finding = side.locator("article", has_text="LearnPlanEndDate_02")
    finding.get_by_role("link", name="Why?").click()
    why = page.get_by_role("dialog")
    expect(why.get_by_role("heading", level=2)).to_have_text("Why LearnPlanEndDate_02?")
    expect(why).to_contain_text("2026-01-05")
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    go = finding.get_by_role("link", name="Go to field")
    wanted = str(go.get_attribute("href")).removeprefix("#")
    go.click()
    expect(page.locator(f"[id='{wanted}']")).to_be_focused()
    end.fill(typed(right))
    end.press("Tab")
    expect(side).to_contain_text("No findings.")
    expect(slot(page, aim["id"], "LearnPlanEndDate")).to_be_empty()
    learner.refresh_from_db()
    assert (learner.version_number, learner.error_count) == (3, 0)
    assert aim_of(learner)["LearnPlanEndDate"] == right.isoformat()


def test_what_is_typed_is_checked_before_it_is_saved(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    aim = aim_of(learners[0])
    page = office.page(mis)
    page.goto(record_of(learners[0]))
    start = field(page, aim["id"], "LearnStartDate")
    start.fill("31/2/27")
    expect(slot(page, aim["id"], "LearnStartDate").locator(".o-error")).to_be_visible()
    assert Learner.objects.get(pk=learners[0].pk).version_number == 1
    start.fill(typed(date.fromisoformat(aim["LearnStartDate"])))
    start.press("Tab")


def test_a_row_is_added_filled_in_and_removed(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    page = office.page(mis)
    page.goto(record_of(learner))
    aim = aim_of(learner)
    phone = field(page, aim["id"], "OutGrade")
    phone.fill("Distinction")  # left by pressing Add: it is saved before the row is added
    page.get_by_role("button", name="Add to Funding and monitoring").first.click()
    expect(page).to_have_url(re.compile("#r-"))
    added = page.url.split("#r-")[1]
    kind = field(page, added, "LearnDelFAMType")
    code = field(page, added, "LearnDelFAMCode")
    kind.select_option("LDM")
    expect(page.locator("#saved-line")).to_contain_text("Saved")
    field(page, added, "LearnDelFAMCode").focus()
    expect(code).to_have_value("")
    learner.refresh_from_db()
    now = current_document(learner)["LearningDelivery"][0]
    assert now["OutGrade"] == "Distinction"
    assert any(one.get("LearnDelFAMType") == "LDM" for one in now["LearningDeliveryFAM"])
    page.locator(f"[id='r-{added}']").get_by_role("button", name="Remove").click()
    expect(page.locator("main")).to_contain_text("removed")
    expect(page.locator(f"[id='r-{added}']")).to_have_count(0)


def test_two_people_change_one_field_and_the_second_chooses(
    office: Office, mis: Membership, qa: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    document = current_document(learner)
    page = office.page(mis)
    page.goto(record_of(learner))
    theirs = set_field(document, document["id"], "Email", "theirs@example.org")
    actions.save(by=qa.user, learner=learner, document=theirs, base_version=1)
    page.locator("summary", has_text="Contact").click()
    mine = field(page, document["id"], "Email")
    mine.fill("mine@example.org")
    mine.press("Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people changed this record")
    table = page.locator("main table")
    expect(table).to_contain_text("theirs@example.org")
    expect(table).to_contain_text("mine@example.org")
    expect(table).to_contain_text(qa.user.name)
    page.get_by_role("button", name="Save this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(learner.name)
    learner.refresh_from_db()
    assert current_document(learner)["Email"] == "mine@example.org"
    assert learner.version_number == 3


def test_two_people_change_different_fields_and_both_stay(
    office: Office, mis: Membership, qa: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    document = current_document(learner)
    page = office.page(mis)
    page.goto(record_of(learner))
    theirs = set_field(document, document["id"], "TelNo", "01632960000")
    actions.save(by=qa.user, learner=learner, document=theirs, base_version=1)
    page.locator("summary", has_text="Contact").click()
    mine = field(page, document["id"], "Email")
    mine.fill("mine@example.org")
    mine.press("Tab")
    expect(page.locator("#saved-line")).to_contain_text("somebody else's change is in it too")
    learner.refresh_from_db()
    now = current_document(learner)
    assert (now["Email"], now["TelNo"]) == ("mine@example.org", "01632960000")


def test_a_lost_connection_is_told_and_what_was_typed_is_saved_later(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    document = current_document(learner)
    page = office.page(mis)
    page.goto(record_of(learner))
    page.locator("summary", has_text="Contact").click()
    page.context.set_offline(True)
    email = field(page, document["id"], "Email")
    email.fill("kept@example.org")
    email.press("Tab")
    expect(page.locator("#saved-line")).to_contain_text("Not saved: no connection")
    expect(email).to_have_value("kept@example.org")
    page.context.set_offline(False)
    expect(page.locator("#saved-line")).to_contain_text("every open return checked")
    office.forgive("ERR_INTERNET_DISCONNECTED")
    office.forgive("htmx.min.js")
    learner.refresh_from_db()
    assert current_document(learner)["Email"] == "kept@example.org"


def test_a_session_that_has_ended_is_told_and_nothing_is_lost(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    document = current_document(learners[0])
    page = office.page(mis)
    page.goto(record_of(learners[0]))
    page.locator("summary", has_text="Contact").click()
    page.context.clear_cookies(name="sessionid")
    email = field(page, document["id"], "Email")
    email.fill("kept@example.org")
    email.press("Tab")
    expect(page.locator("#saved-line")).to_contain_text("you are no longer signed in")
    expect(email).to_have_value("kept@example.org")
    assert Learner.objects.get(pk=learners[0].pk).version_number == 1


def test_without_javascript_an_edit_works(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    document = current_document(learner)
    aim = document["LearningDelivery"][0]
    price = aim["AppFinRecord"][0]
    page = office.page(mis, java_script_enabled=False)
    page.goto(record_of(learner))
    end = field(page, aim["id"], "LearnPlanEndDate")
    end.fill("5/1/26")
    end.locator("xpath=ancestor::form").get_by_role("button", name="Save this panel").click()
    expect(page.locator(".o-note", has_text="Saved.")).to_be_visible()
    expect(slot(page, aim["id"], "LearnPlanEndDate")).to_contain_text("LearnPlanEndDate_02")
    page.locator("article", has_text="LearnPlanEndDate_02").get_by_role("link", name="Why?").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Why LearnPlanEndDate_02?")
    page.get_by_role("link", name="Back to the record").click()
    amount = field(page, price["id"], "AFinAmount")
    amount.fill("4,321")
    page.locator(f"button[form='t-{aim['id']}-AppFinRecord']").click()
    expect(page.locator(".o-note", has_text="Saved.")).to_be_visible()
    learner.refresh_from_db()
    now = current_document(learner)["LearningDelivery"][0]
    assert now["LearnPlanEndDate"] == "2026-01-05"
    assert now["AppFinRecord"][0]["AFinAmount"] == 4321


# ----------------------------------------------------------------------- import, QA, history, keys


@pytest.fixture
def this_year(tmp_path: Path) -> Path:
    return write_year(tmp_path, THIS_YEAR, 4)


def test_a_file_is_looked_at_confirmed_and_stored(
    office: Office, mis: Membership, this_year: Path
) -> None:
    page = office.page(mis)
    page.goto("/learners/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_role("link", name="Import files").click()
    page.get_by_label("ILR files").set_input_files(this_year)
    page.get_by_role("button", name="Look at the files").click()
    expect(page.locator("#import")).to_have_attribute("aria-busy", "true")
    batch = Import.objects.get()
    work_on(batch)
    expect(page.locator("#import")).to_contain_text("Nothing is stored until you say so.")
    assert Learner.objects.count() == 0
    page.get_by_role("button", name="Import 4 learners").click()
    expect(page.locator("#import")).to_have_attribute("aria-busy", "true")
    work_on(batch)
    expect(page.locator("#import")).to_contain_text("4 learners stored.")
    page.goto("/learners/")
    expect(page.locator("[data-row]")).to_have_count(4)


def test_qa_verifies_one_and_then_several(
    office: Office, mis: Membership, qa: Membership, learners: list[Learner]
) -> None:
    for learner in learners[:4]:
        signed(learner, mis)
    page = office.page(qa)
    page.goto(f"/learners/{learners[0].pk}/")
    page.get_by_role("button", name="QA verify version 1").click()
    expect(page.locator("#status-panel")).to_contain_text(f"Version 1 by {qa.user.name}")
    page.goto("/learners/?ilr=signed")
    expect(page.locator("[data-row]")).to_have_count(3)
    page.get_by_label("Choose all on this page").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("3 chosen")
    page.get_by_role("button", name="QA verify").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("QA verify 3 records")
    page.get_by_role("button", name="Verify 3").click()
    verified = Learner.objects.filter(ilr_status=IlrStatus.QA_VERIFIED)
    expect(page.locator("main")).to_contain_text("3")
    assert verified.count() == 4


def test_history_shows_who_changed_what(
    office: Office, mis: Membership, qa: Membership, learners: list[Learner]
) -> None:
    learner = learners[0]
    document = current_document(learner)
    wanted = set_field(document, document["id"], "Email", "new@example.org")
    actions.save(
        by=qa.user, learner=learner, document=wanted, base_version=1, reason="Told by telephone"
    )
    page = office.page(mis)
    page.goto(record_of(learner))
    page.get_by_role("link", name="History").last.click()
    row = page.locator("[data-row]", has_text="new@example.org")
    expect(row).to_contain_text(qa.user.name)
    expect(row).to_contain_text("Told by telephone")


def test_the_keyboard_alone_goes_everywhere(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    page = office.page(mis)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Learners")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    second = page.locator("[data-row]").nth(1)
    expect(second).to_have_attribute("data-current", "")
    page.keyboard.press("x")
    expect(second.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("[data-bulk-count]")).to_have_text("1 chosen")
    name = second.get_by_role("link").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()
    page.keyboard.type("x?")  # in a field a key is a letter
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_single_keys_can_be_switched_off(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    mis.user.single_keys = False
    mis.user.save()
    page = office.page(mis)
    page.goto("/learners/")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("[data-current]")).to_have_count(0)


def test_tab_goes_through_the_fields_in_reading_order(
    office: Office, mis: Membership, learners: list[Learner]
) -> None:
    aim = aim_of(learners[0])
    page = office.page(mis)
    page.goto(record_of(learners[0]))
    fields = page.locator(f"[id='r-{aim['id']}'] .o-fieldset").first.locator("[data-field]")
    ids = [fields.nth(number).get_attribute("id") for number in range(5)]
    fields.first.focus()
    for wanted in ids:
        assert page.evaluate("document.activeElement.id") == wanted
        page.keyboard.press("Tab")
