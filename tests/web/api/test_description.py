"""The API keeps what its OpenAPI description promises, whatever is sent to it."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from openilr.web.api.endpoints import api
from openilr.web.learners.models import Learner
from openilr.web.wsgi import application

DESCRIBED = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
OPERATIONS = {one.ok().label: one.ok() for one in DESCRIBED.get_all_operations()}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application shares the test's connection and leaves it open, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_is_described() -> None:
    assert len(OPERATIONS) == sum(
        len(methods) for methods in api.get_openapi_schema()["paths"].values()
    )


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_answers_as_described(label: str, learner: Learner, key: str) -> None:
    @given(st.data())
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    def holds(data: st.DataObject) -> None:
        cache.clear()  # the limit of requests has a test of its own
        case = data.draw(OPERATIONS[label].as_strategy())
        if "learner" in case.path_parameters and data.draw(st.booleans()):
            case.path_parameters["learner"] = str(learner.pk)
        # The description cannot say which rows a record has, so a sound change may be refused.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance]
        )

    holds()
