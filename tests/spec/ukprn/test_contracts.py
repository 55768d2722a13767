"""Rules on the provider's contracts."""

from collections.abc import Iterable, Sequence

import pytest

from tests.spec.aim_cases import aim, aims
from tests.spec.ukprn.provision import (
    NEW_STARTS,
    OTHERS,
    START,
    STREAM_BARRED,
    STREAM_NEEDED,
    Aim,
    Provision,
    contract,
    only,
)


def reported_of(found, rule: str, year: str, named: Sequence[tuple[str, Aim]], reference):
    """The words of the aims that are reported."""
    rows = [aim(number, **fields) for number, (_, fields) in enumerate(named, 1)]
    places = found(rule, year=year, base="asf", reference=reference, **aims(*rows))
    return [named[place - 1][0] for place in places]


def each_year(provisions: Iterable[Provision]):
    """Each rule in each of its years."""
    return [
        pytest.param(each, year, id=f"{each.rule}-{year}")
        for each in provisions
        for year in each.streams
    ]


@pytest.mark.parametrize(("of", "year"), each_year(STREAM_NEEDED))
def test_provision_without_its_funding_stream(found, of, year):
    yes = list(of.looked_at(year))
    all_aims = [*yes, *of.left_alone(year)]
    others = [contract(code) for code in of.other_streams(year)]
    foreign = [contract(code, of=ukprn) for code in of.streams[year] for ukprn in OTHERS]
    without = reported_of(found, of.rule, year, all_aims, only(*others, *foreign))
    assert sorted(without) == sorted(words for words, _ in yes)
    for code in of.streams[year]:
        held = only(*others, contract(code), *foreign)
        assert reported_of(found, of.rule, year, yes[:1], held) == []
    for useless in ([], others, foreign[::2], foreign[1::2]):
        assert reported_of(found, of.rule, year, yes[:1], only(*useless)) == ["the plain aim"]


def test_not_procured_with_a_procured_contract(found):
    of, year = STREAM_BARRED, "2526"
    yes = list(of.looked_at(year))
    all_aims = [*yes, *of.left_alone(year)]
    other = contract("ZZZ2018")
    for code in of.streams[year]:
        reported = reported_of(found, of.rule, year, all_aims, only(contract(code), other))
        assert sorted(reported) == sorted(words for words, _ in yes)
        for ukprn in OTHERS:
            theirs = only(contract(code, of=ukprn), other)
            assert reported_of(found, of.rule, year, all_aims, theirs) == []
    assert reported_of(found, of.rule, year, all_aims, only()) == []


@pytest.mark.parametrize(("of", "year"), each_year(NEW_STARTS))
def test_start_after_the_stream_took_no_new_starts(found, of, year):
    yes = list(of.looked_at(year))
    all_aims = [*yes, *of.left_alone(year)]
    stop = START[year]
    first, *rest = of.streams[year]

    def reported(*contracts):
        return reported_of(found, of.rule, year, yes[:1], only(*contracts))

    stopped = reported_of(found, of.rule, year, all_aims, only(contract(first, stop)))
    assert sorted(stopped) == sorted(words for words, _ in yes)
    for code in rest:
        assert reported(contract(code, stop))
    assert not reported(contract(first))
    assert not reported()
    # The allocation with the latest start counts.
    early, late, latest = "2023-08-01", "2024-08-01", "2025-08-01"
    assert not reported(contract(first, stop, early), contract(first, None, late))
    assert reported(contract(first, None, early), contract(first, stop, late))
    # Neither another stream of ours nor a contract of another provider does.
    others = [contract(code, stop, latest) for code in of.other_streams(year)]
    others += [contract(first, stop, latest, ukprn) for ukprn in OTHERS]
    assert not reported(*others)
    assert not reported(*others, contract(first))
    open_ones = [{**other, "StopNewStartsFromDate": None} for other in others]
    assert reported(*open_ones, contract(first, stop))


BOOTCAMPS = ("SB2022", "SB-PAA2022", "SB2023")
NUMBER = "SBDA-1001"


def allocated(code: str = "SB2023", number: str = NUMBER, of: int = 10000001):
    """A contract on bootcamps."""
    return {**contract(code, of=of), "ContractAllocationNumber": number}


def bootcamps(*contracts, delivers=((NUMBER, "01"),), listed=()):
    """Reference data with these contracts, what they deliver, and the list of references."""
    return {
        **only(*contracts),
        "-contract_deliverables": [{}],
        "contract_deliverables": [
            {"ContractAllocationNumber": number, "DeliverableCode": code}
            for number, code in delivers
        ],
        "-skills_bootcamp_contracts": [{}],
        "skills_bootcamp_contracts": [
            {"UKPRN": 10000001, "ILRContractRefNumber": number} for number in listed
        ],
    }


@pytest.mark.parametrize(
    ("held", "passes"),
    [
        *((bootcamps(allocated(code)), True) for code in BOOTCAMPS),
        (bootcamps(), False),
        (bootcamps(allocated("ZZZ2018")), False),
        (bootcamps(allocated(number="SBDA-1002")), False),
        (bootcamps(allocated(), delivers=()), False),
        (bootcamps(allocated(), delivers=((NUMBER, "02"),)), False),
        (bootcamps(allocated(), delivers=(("SBDA-1002", "01"),)), False),
        (bootcamps(allocated(), delivers=((NUMBER, "02"), (NUMBER, "01"))), True),
        (bootcamps(allocated(), allocated("ZZZ2018")), True),
        *((bootcamps(allocated(of=ukprn)), False) for ukprn in OTHERS),
        *((bootcamps(allocated(), allocated(of=ukprn)), True) for ukprn in OTHERS),
        (bootcamps(listed=("SBDA-1001-01",)), True),
        (bootcamps(listed=("SBDA-1001-02", "SBDA-1001")), False),
        (bootcamps(listed=("SBDA-1001-02", "SBDA-1001-01")), True),
    ],
)
def test_bootcamps_stand_under_a_contract_or_in_the_list(found, held, passes):
    other = aims(aim(3, ProgType=25), aim(4, ProgType=None))
    reported = found("UKPRN_26", base="bootcamp", reference=held, **other)
    assert reported == ([] if passes else [1, 2])


@pytest.mark.parametrize(
    ("reference_number", "expected"),
    [
        ("SBDA-1001-01", []),
        ("SBDA-1001-02", [1, 2]),
        ("SBDA-1002-01", [1, 2]),
        ("SBDA1001", [1, 2]),
        ("SBDA-1001", [1, 2]),
        ("SBDA-1001-01-01", [1, 2]),
        (None, [1, 2]),
    ],
)
def test_the_reference_number_names_contract_and_deliverable(found, reference_number, expected):
    rows = [aim(n, ConRefNumber=reference_number) for n in (1, 2)]
    held = bootcamps(allocated(), delivers=((NUMBER, "01"), ("SBDA-1002", "02")))
    assert found("UKPRN_26", base="bootcamp", reference=held, **aims(*rows)) == expected
