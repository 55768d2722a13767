"""`openilr verify-history` proves the chain, and says where it was broken."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from openilr.cli.main import openilr
from openilr.record.document import set_field
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import Learner
from openilr.web.records import actions
from openilr.web.records.queries import current_document

# What an intruder with the database's password does: the triggers are switched off first.
TAMPERINGS = {
    "document": 'UPDATE records_version SET document = document || \'{"Sex": "X"}\''
    " WHERE number = 2",
    "changes": "UPDATE records_version SET changes = '[]' WHERE number = 2",
    "who": "UPDATE records_version SET made_by_id = NULL WHERE number = 2",
    "why": "UPDATE records_version SET reason = 'Because' WHERE number = 2",
    "when": "UPDATE records_version SET at = at - interval '1 day' WHERE number = 2",
    "hash": "UPDATE records_version SET hash = repeat('0', 64) WHERE number = 2",
}


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(openilr, ["verify-history", *arguments], standalone_mode=False)


@pytest.fixture
def edited(mis: Membership, learner: Learner) -> Learner:
    """A record of three versions."""
    for number in (1, 2):
        wanted = current_document(learner)
        wanted = set_field(wanted, wanted["id"], "Email", f"{number}@example.org")
        saved = actions.save(
            by=mis.user, learner=learner, document=wanted, base_version=number, reason="Letter"
        )
        learner = saved.learner
    return learner


def test_a_whole_history_is_said_to_be_whole(edited: Learner, foreign: Learner):
    result = run()

    assert result.return_value == 0, result.output
    assert "Looked at 4 versions of 2 learners: every history is whole." in result.output


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_tampered_with_is_named(edited: Learner, foreign: Learner, what: str):
    tamper(TAMPERINGS[what])

    result = run()

    assert result.return_value == 1
    assert f"90000117 learner {edited.pk} version 2:" in result.output
    assert edited.family_name not in result.output


def test_a_version_taken_out_of_the_middle_shows(edited: Learner):
    tamper("DELETE FROM records_change")
    tamper("DELETE FROM records_version WHERE number = 2")

    result = run()

    assert result.return_value == 1
    assert "Version 3 stands where version 2 should be." in result.output


def test_the_last_version_taken_away_shows(edited: Learner):
    tamper("DELETE FROM records_change")
    tamper("DELETE FROM records_version WHERE number = 3")
    assert "The learner is at version 3; the last that is here is 2." in run().output

    tamper("UPDATE learners_learner SET version_number = 2")
    result = run()

    assert result.return_value == 1
    assert "The audit tells of version 3; the last that is here is 2." in result.output


def test_a_history_that_is_gone_shows(edited: Learner):
    tamper("DELETE FROM records_change")
    tamper("DELETE FROM records_version")

    assert "The learner is at version 3; no version is here." in run().output


def test_an_erased_record_is_whole(superuser: Membership, edited: Learner):
    actions.erase(by=superuser.user, learner=edited, reason="Retention")

    result = run()

    assert result.return_value == 0, result.output
    assert "3 versions, 3 of them erased" in result.output


def test_one_provider_is_looked_at_alone(edited: Learner, foreign: Learner):
    tamper(TAMPERINGS["why"])

    assert run("--ukprn", "90000125").return_value == 0
    assert run("--ukprn", "90000117").return_value == 1


def test_a_provider_that_is_not_here_is_refused(db: None):
    result = run("--ukprn", "10000000")

    assert "No provider of this installation has the UKPRN 10000000" in str(result.exception)


def test_a_long_history_is_read_in_few_queries(
    edited: Learner, foreign: Learner, django_assert_max_num_queries: Callable[..., object]
):
    with django_assert_max_num_queries(5):
        run()


def test_a_learner_without_a_record_is_no_break(provider: object):
    Learner.objects.create(
        pk=uuid4(),
        provider=provider,
        learn_ref_number="NEW",
    )

    assert run().return_value == 0
