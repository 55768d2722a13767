"""What each contract rule looks at and leaves alone, as its text says, and aims made from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.spec.aim_cases import BOTH, fams

Aim = dict[str, Any]
Streams = dict[str, tuple[str, ...]]

START = {"2526": "2025-09-08", "2627": "2026-09-07"}
"""When an aim starts unless it says otherwise."""


def beside(day: str, days: int) -> str:
    """The day some days after another."""
    return str(date.fromisoformat(day) + timedelta(days))


def streams(*codes: str) -> Streams:
    """The same funding streams in both years."""
    return dict.fromkeys(BOTH, codes)


def by_year(*codes: str) -> Streams:
    """Streams whose names end in the year."""
    return {year: tuple(f"{code}{year}" for code in codes) for year in BOTH}


@dataclass(frozen=True)
class Provision:
    """What one rule on contracts says of the aims.

    Attributes:
        models: the funding models looked at; any if empty.
        spared: funding models that are left alone.
        fams: FAM records that the aim must have, such as "SOF105 LDM388".
        exempt: FAM records of which one is enough for the aim to be left alone.
        values: other values that the aim must have.
        also: values that may stand in their place.
        otherwise: for each of those, one that is left alone.
        since: the first start date looked at.
        stopped_at_start: held against a contract that stops on `START`; aims that ended before
            this year are then looked at too.
    """

    rule: str
    streams: Streams
    models: tuple[int, ...] = ()
    spared: tuple[int, ...] = ()
    fams: str = ""
    exempt: str = ""
    values: Aim = field(default_factory=dict[str, Any])
    also: tuple[Aim, ...] = ()
    otherwise: tuple[Aim, ...] = ()
    since: str | None = None
    stopped_at_start: bool = False

    def other_streams(self, year: str) -> list[str]:
        """Streams that are no use in a year: those of the other year, and one of no rule."""
        codes = [code for each in self.streams.values() for code in each]
        return ["ZZZ2018", *(code for code in codes if code not in self.streams[year])]

    def aim(self, year: str, records: str | None = None, **fields: Any) -> Aim:
        """An aim of this provision, but for what is given."""
        return {
            "LearnStartDate": START[year],
            "FundModel": self.models[0] if self.models else 81,
            **self.values,
            "LearningDeliveryFAM": fams(self.fams if records is None else records),
            **fields,
        }

    def looked_at(self, year: str) -> Iterator[tuple[str, Aim]]:
        """Aims of this provision, by what is special about them."""
        yield "the plain aim", self.aim(year)
        for model in self.models:
            yield f"FundModel {model}", self.aim(year, FundModel=model)
        for values in self.also:
            yield f"with {values}", self.aim(year, **values)
        if self.spared:
            yield "FundModel absent", self.aim(year, FundModel=None)
        yield "a record of another kind too", self.aim(year, f"{self.fams} HHS1")
        for record in self.exempt.split():
            kind, code = record[:3], record[3:]
            yield f"{code} of another type", self.aim(year, f"{self.fams} DAM{code}")
            if kind != "RES":
                yield f"{kind} of no exempt code", self.aim(year, f"{self.fams} {kind}001")
                apart = self.aim(year, f"{self.fams} {kind}001 DAM{code}")
                yield f"{kind} and {code} on two records", apart
        if self.since:
            for start in (self.since, beside(self.since, 1)):
                yield f"started on {start}", self.aim(year, LearnStartDate=start)
        if self.stopped_at_start:
            yield "started the day after", self.aim(year, LearnStartDate=beside(START[year], 1))
            yield "started a month later", self.aim(year, LearnStartDate=beside(START[year], 30))
        else:
            first_day = f"20{year[:2]}-08-01"
            yield "ended on the first day of the year", self.aim(year, **ended(first_day))

    def left_alone(self, year: str) -> Iterator[tuple[str, Aim]]:
        """Aims that differ from the provision in one thing."""
        if self.models:
            yield "another FundModel", self.aim(year, FundModel=81)
        for model in self.spared:
            yield f"FundModel {model}", self.aim(year, FundModel=model)
        needed = self.fams.split()
        for record in needed:
            kind, code = record[:3], record[3:]
            rest = " ".join(other for other in needed if other != record)
            yield f"without {record}", self.aim(year, f"{rest} HHS1")
            yield f"{code} of another type", self.aim(year, f"{rest} DAM{code}")
            if self.rule != "UKPRN_08":  # any ALB counts
                yield f"another {kind}", self.aim(year, f"{rest} {kind}9")
                yield f"{kind} and {code} apart", self.aim(year, f"{rest} {kind}9 DAM{code}")
        for record in self.exempt.split():
            yield f"with {record}", self.aim(year, f"{self.fams} {record}")
        for values in self.otherwise:
            yield f"with {values}", self.aim(year, **values)
        if self.since:
            before = beside(self.since, -1)
            yield f"started on {before}", self.aim(year, LearnStartDate=before)
        if self.stopped_at_start:
            yield "started the day before", self.aim(year, LearnStartDate=beside(START[year], -1))
        else:
            last_day = f"20{year[:2]}-07-31"
            yield "ended on the last day of last year", self.aim(year, **ended(last_day))


def ended(day: str) -> Aim:
    """An aim that was completed on a day, and started a year before it."""
    return {
        "LearnStartDate": beside(day, -365),
        "CompStatus": 2,
        "LearnActEndDate": day,
        "Outcome": 1,
    }


def contract(code: str, stop: str | None = None, start: str = "2024-08-01", of: int = 10000001):
    """A contract, of the provider that makes the return unless another is named."""
    return {
        "DeliveryUKPRN": of,
        "FundingStreamPeriodCode": code,
        "ContractAllocationNumber": f"N-{code}-{start}",
        "StartDate": start,
        "StopNewStartsFromDate": stop,
    }


def only(*contracts: Aim) -> dict[str, Any]:
    """Reference data with these contracts and no other."""
    return {"-contracts": [{}], "contracts": list(contracts)}


OTHERS = (10000000, 10000002)
"""Other providers, of a smaller and a greater UKPRN."""

_SKILLS = by_year("ASFC-ASCL", "STFIG", "ASFC-FCFJ")
_PROCURED = by_year("ASF2023-AS", "ASF2023-FCFJ", "ASF2023-STFI")
_PROGRAMME = {"AimType": 1}
_COMPONENT = ({"AimType": 3},)
_APPRENTICE = {"ProgType": 25, "StdCode": 9001}

STREAM_NEEDED = (
    Provision(
        "UKPRN_06",
        _SKILLS,
        models=(35,),
        exempt="LDM034 LDM357 LDM377 LDM379 LDM388 SOF112",
        values={"ProgType": 24},
        also=({"ProgType": None},),
        otherwise=(_APPRENTICE,),
    ),
    Provision("UKPRN_08", by_year("ALLB", "ALLBC"), fams="ALB1"),
    Provision(
        "UKPRN_09",
        streams("APPS2526"),
        spared=(36, 99),
        exempt="LDM034 LDM353 LDM355",
        values=_APPRENTICE,
        otherwise=({"ProgType": 24}, {"ProgType": None}),
    ),
    Provision(
        "UKPRN_10",
        streams("LEVY1799", "NONLEVY2019"),
        models=(36,),
        fams="ACT1",
        since="2017-05-01",
    ),
    Provision(
        "UKPRN_11",
        streams("APPS2526", "16-18NLAP2018", "ANLAP2018"),
        models=(36,),
        fams="ACT2",
        since="2017-05-01",
    ),
    Provision(
        "UKPRN_12",
        streams("AEB-19TRN2021", "AEB-AS2021", "STFI2021"),
        fams="LDM357",
        since="2017-11-01",
    ),
    Provision(
        "UKPRN_13",
        streams("16-18NLAP2018", "ANLAP2018"),
        fams="ACT2",
        exempt="LDM358 RES1",
        values=_PROGRAMME,
        otherwise=_COMPONENT,
        since="2018-01-01",
    ),
    Provision("UKPRN_14", {"2526": ("APPS2526",)}, fams="ACT2 LDM358"),
    Provision(
        "UKPRN_23",
        streams("AEB-AS2324", "AEB-NSF2324"),
        models=(35,),
        fams="SOF105 LDM379",
        since="2021-08-01",
    ),
    Provision(
        "UKPRN_27",
        _PROCURED,
        models=(35, 38),
        fams="SOF105 LDM388",
        since="2023-08-01",
    ),
    Provision("UKPRN_29", _SKILLS, models=(38,), exempt="LDM388 SOF112"),
)
"""Rules that ask for a contract of one of the streams."""

STREAM_BARRED = Provision("UKPRN_15", {"2526": ("16-18NLAP2018", "ANLAP2018")}, fams="ACT2 LDM358")
"""The rule that reports a contract, in the reading that the rule's own words give."""

NEW_STARTS = (
    Provision(
        "UKPRN_16",
        streams("16-18NLAP2018", "ANLAP2018"),
        models=(36,),
        fams="ACT2",
        exempt="RES1",
        values=_PROGRAMME,
        otherwise=_COMPONENT,
        stopped_at_start=True,
    ),
    Provision(
        "UKPRN_18",
        _SKILLS,
        models=(35,),
        fams="SOF105",
        exempt="LDM357 RES1",
        stopped_at_start=True,
    ),
    Provision(
        "UKPRN_19",
        streams("AEB-19TRN2021", "AEB-AS2021"),
        models=(35,),
        fams="SOF105 LDM357",
        exempt="RES1",
        stopped_at_start=True,
    ),
    Provision(
        "UKPRN_21",
        streams("LEVY1799", "NONLEVY2019"),
        models=(36,),
        fams="ACT1",
        exempt="RES1",
        values=_PROGRAMME,
        otherwise=_COMPONENT,
        stopped_at_start=True,
    ),
    Provision(
        "UKPRN_24",
        streams("AEB-AS2324", "AEB-NSF2324"),
        models=(35,),
        fams="SOF105 LDM379",
        exempt="RES1",
        stopped_at_start=True,
    ),
    Provision(
        "UKPRN_28",
        _PROCURED,
        models=(35, 38),
        fams="SOF105 LDM388",
        exempt="RES1",
        stopped_at_start=True,
    ),
    Provision(
        "UKPRN_30",
        _SKILLS,
        models=(38,),
        fams="SOF105",
        exempt="LDM388 RES1",
        stopped_at_start=True,
    ),
)
"""Rules on starts after the day from which the stream takes none."""
