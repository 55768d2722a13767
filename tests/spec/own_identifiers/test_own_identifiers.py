"""The provider's own monitoring, the software's identifier, the tailored learning outcome."""

import pytest

from tests.spec.aim_cases import PARAMETERS, cases

UUID = "6f2c1f0e-3b1c-4f8e-9a55-0c8d3b6a1e01"


def monitored(*marks):
    """An aim with the provider's own monitoring under each of the marks."""
    rows = [{"ProvSpecDelMonOccur": mark, "ProvSpecDelMon": "x"} for mark in marks]
    return {"ProviderSpecDeliveryMonitoring": rows}


CASES = [
    *cases(
        "ProvSpecDelMonOccur_01",
        "asf",
        (False, monitored("A", "B", "C", "D")),
        *((True, monitored("A", mark)) for mark in ("E", "1", "Z")),
        (False, {}),
    ),
    *cases(
        "SWSupAimId_01",
        "asf",
        (False, {"SWSupAimId": UUID}),
        (False, {"SWSupAimId": UUID.upper()}),
        (False, {"SWSupAimId": UUID.replace("-", "")}),
        (False, {"SWSupAimId": None}),
        (True, {"SWSupAimId": UUID[:-1]}),
        (True, {"SWSupAimId": UUID.replace("6", "g")}),
        (True, {"SWSupAimId": UUID.replace("-", "", 1)}),
        (True, {"SWSupAimId": "6f2c1f0-e3b1c-4f8e-9a55-0c8d3b6a1e01"}),
        (True, {"SWSupAimId": "00000000-0000-0000-0000-000000000000"}),
        (True, {"SWSupAimId": "1"}),
        (True, {"SWSupAimId": "-"}),
    ),
    *cases(
        "Tlout_01",
        "asf",
        *((True, {"FundModel": 11, "CompStatus": status}) for status in (2, 3)),
        *((False, {"FundModel": 11, "CompStatus": status}) for status in (1, 6, None)),
        (False, {"FundModel": 11, "CompStatus": 2, "TLOut": 1}),
        (False, {"FundModel": 38, "CompStatus": 2}),
    ),
    *cases(
        "Tlout_02",
        "asf",
        *((False, {"TLOut": code}) for code in (1, 5, 10, None)),
        *((True, {"TLOut": code}) for code in (0, 50, 99)),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_own_identifiers(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected
