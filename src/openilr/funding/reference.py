"""What the funding calculations ask of the reference tables, by day, each answer remembered.

An answer that the tables do not hold is a `NotOnFile` value that says why; nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from openilr.funding.money import ZERO
from openilr.funding.parameters import ParameterMissing, Parameters, on_file
from openilr.reference.dated import as_at, is_valid
from openilr.reference.lars_codes import ESOL
from openilr.reference.supplied import NO_TABLES, Tables
from openilr.reference.tables import table

if TYPE_CHECKING:
    from openilr.funding.records import Aim
    from openilr.reference.arrow import Row

ENGLISH_MATHS_CATEGORY = "APP_MAY_2017_EM"
"""The LARS funding category of English and maths within an apprenticeship."""

MATRIX_CATEGORY = "MATRIX"
"""The LARS funding category of adult skills up to 2023-24."""

STANDARD = 25
FRAMEWORKS = (2, 3, 20, 21, 22, 23)
APPRENTICESHIPS = (*FRAMEWORKS, STANDARD)
"""Programme types that are apprenticeships of funding model 36."""


@dataclass(frozen=True, slots=True)
class NotOnFile:
    """Something asked for is not in the tables.

    Attributes:
        table: the table that it should stand in.
        supplied: whether that table was there at all.
    """

    text: str
    table: str
    supplied: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """What LARS says of an apprenticeship on a day.

    Attributes:
        band: the upper limit of its funding band; None where LARS sets none.
        source: the table and column that it stands in.
        provider_1618, employer_1618: the additional payments, each for both halves together.
        uplift_1618: the uplift of a framework.
        foundation: the three employer payments of a foundation apprenticeship; empty for others.
    """

    band: Decimal | None
    source: str
    provider_1618: Decimal | None = None
    employer_1618: Decimal | None = None
    uplift_1618: Decimal | None = None
    foundation: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of an aim.

    Attributes:
        weighted, unweighted: in GBP.
        weighting: the weighting factor ("A" to "G").
        source: the table, with the category, that it stands in.
        own: the provider entered it for the very source of funding of the aim.
    """

    weighted: Decimal
    unweighted: Decimal
    weighting: str | None = None
    source: str = ""
    own: bool = False


class FundingReference:
    """The questions of the funding calculations to one set of tables.

    Attributes:
        tables: as they were given; `openilr.funding.own_tables` asks them for the provider's own.
        parameters: the values by date that the calculations take.
    """

    def __init__(self, tables: Tables = NO_TABLES, parameters: Parameters | None = None) -> None:
        self.tables = tables
        self.parameters = on_file() if parameters is None else parameters
        self._programmes: dict[tuple[object, ...], Programme | NotOnFile] = {}
        self._english: dict[tuple[object, ...], Rate | NotOnFile | None] = {}
        self._rates: dict[tuple[object, ...], Rate | NotOnFile] = {}
        self._factors: dict[tuple[object, ...], Decimal | NotOnFile | None] = {}
        self._legacy: dict[tuple[object, ...], Mapping[str, Decimal] | NotOnFile] = {}

    # -- apprenticeships ---------------------------------------------------------------------------

    def programme(self, aim: "Aim", day: date) -> Programme | NotOnFile:
        """Funding band and additional payments of the apprenticeship of an aim, as at a day."""
        key = (aim.ProgType, aim.StdCode, aim.FworkCode, aim.PwayCode, day)
        if key not in self._programmes:
            self._programmes[key] = self._programme(aim, day)
        return self._programmes[key]

    def _programme(self, aim: "Aim", day: date) -> Programme | NotOnFile:
        standard = aim.ProgType == STANDARD
        code = aim.StdCode if standard else aim.FworkCode
        name = "lars_apprenticeship_funding"
        supplied = self.tables.supplied(name)
        if supplied:
            rows = [
                row
                for row in self.tables.find(name, code)
                if row["ProgType"] in (None, aim.ProgType)
                and (standard or row["PwayCode"] in (None, aim.PwayCode))
            ]
            if row := as_at(rows, table(name), day):
                return _programme_of(row)
        if standard and self.tables.supplied("lars_standard_funding"):
            supplied = True
            name = "lars_standard_funding"
            if row := as_at(self.tables.find(name, code), table(name), day):
                return Programme(row["CoreGovContributionCap"], f"{name}.CoreGovContributionCap")
        if not supplied:
            return NotOnFile(table(name).waiting, name, supplied=False)
        what = f"standard {code}" if standard else f"framework {code}, pathway {aim.PwayCode}"
        return NotOnFile(f"LARS has no funding of {what} on {day}.", name, supplied=True)

    def english_maths(self, aim: "Aim", day: date) -> Rate | NotOnFile | None:
        """The rate of an English or maths aim within its apprenticeship; None if it is not one.

        It is one if LARS has a positive rate in category APP_MAY_2017_EM on the day and its common
        component is one of its standard's or framework's on that day. Where the tables of common
        components are not loaded the rate alone decides.
        Source: spec/funding/apprenticeships.md section 1.
        """
        key = (aim.LearnAimRef, aim.ProgType, aim.StdCode, aim.FworkCode, aim.PwayCode, day)
        if key not in self._english:
            self._english[key] = self._english_maths(aim, day)
        return self._english[key]

    def _english_maths(self, aim: "Aim", day: date) -> Rate | NotOnFile | None:
        rate = self._rate(aim.LearnAimRef, ENGLISH_MATHS_CATEGORY, day)
        if isinstance(rate, NotOnFile):
            return None if rate.supplied else rate
        if rate.weighted <= 0:
            return None
        name = "lars_standard_common_component"
        codes: tuple[int | None, ...] = (aim.StdCode,)
        if aim.ProgType != STANDARD:
            name = "lars_framework_cmn_comp"
            codes = (aim.FworkCode, aim.ProgType, aim.PwayCode)
        if self.tables.missing((name, "lars_learning_delivery")):
            return rate
        components = {
            row["FrameworkCommonComponent"]
            for row in self.tables.find("lars_learning_delivery", aim.LearnAimRef)
        }
        common = any(
            row["CommonComponent"] in components and is_valid(row, table(name), day)
            for row in self.tables.find(name, *codes)
        )
        return rate if common else None

    def disadvantage_amount(self, postcode: str | None, day: date) -> Decimal | NotOnFile | None:
        """The disadvantage amount of an apprentice's home, both halves; None if it has none."""
        return self._factor("postcodes_das_disadvantage", "Uplift", postcode, day)

    # -- adult skills and loans --------------------------------------------------------------------

    def rate(self, aim_ref: str | None, category: str, day: date) -> Rate | NotOnFile:
        """The rate of an aim in a LARS funding category, as at a day."""
        key = (aim_ref, category, day)
        if key not in self._rates:
            self._rates[key] = self._rate(aim_ref, category, day)
        return self._rates[key]

    def _rate(self, aim_ref: str | None, category: str, day: date) -> Rate | NotOnFile:
        name = "lars_funding"
        if not self.tables.supplied(name):
            return NotOnFile(table(name).waiting, name, supplied=False)
        row = as_at(self.tables.find(name, aim_ref, category), table(name), day)
        if row is None or row["RateWeighted"] is None:
            text = f"LARS has no rate of aim {aim_ref} in category {category} on {day}."
            return NotOnFile(text, name, supplied=True)
        weighted, unweighted = row["RateWeighted"], row["RateUnWeighted"]
        return Rate(
            weighted,
            weighted if unweighted is None else unweighted,
            row["WeightingFactor"],
            f"{name}, category {category}",
        )

    def adult_skills_rate(
        self, aim: "Aim", source_of_funding: str | None, day: date
    ) -> Rate | NotOnFile:
        """The rate of an aim of the adult skills fund (FM38), as at a day.

        The provider's own table comes first, and in it the rate of the devolved area that pays;
        else LARS, in the category that the parameter fm38_funding_category names.
        """
        name = "adult_skills_rates"
        if self.tables.supplied(name):
            rows = self.tables.find(name, aim.LearnAimRef)
            for wanted in dict.fromkeys((source_of_funding, None)):
                of_source = [row for row in rows if row["SourceOfFunding"] == wanted]
                row = as_at(of_source, table(name), day)
                if row is not None and row["RateWeighted"] is not None:
                    weighted, unweighted = row["RateWeighted"], row["RateUnWeighted"]
                    return Rate(
                        weighted,
                        weighted if unweighted is None else unweighted,
                        row["WeightingFactor"],
                        name,
                        own=wanted is not None,
                    )
            text = f"adult_skills_rates has no rate of aim {aim.LearnAimRef} on {day}."
            return NotOnFile(text, name, supplied=True)
        try:
            category = self.parameters.text("fm38_funding_category", day)
        except ParameterMissing as missing:
            text = f"The adult skills fund was not worked out. {table(name).waiting} Or: {missing}"
            return NotOnFile(text, name, supplied=False)
        return self.rate(aim.LearnAimRef, category, day)

    def is_esol(self, aim_ref: str | None, day: date) -> bool | NotOnFile:
        """Whether an aim is one of English for speakers of other languages."""
        name = "lars_annual_value"
        if not self.tables.supplied(name):
            return NotOnFile(table(name).waiting, name, supplied=False)
        row = as_at(self.tables.find(name, aim_ref), table(name), day)
        return row is not None and row["BasicSkillsType"] in ESOL

    def area_cost(self, postcode: str | None, day: date) -> Decimal | NotOnFile | None:
        """The area cost factor of a place; None if the table has none for it."""
        return self._factor("postcodes_area_cost", "AreaCostFactor", postcode, day)

    def disadvantage_uplift(self, postcode: str | None, day: date) -> Decimal | NotOnFile | None:
        """The disadvantage factor of a home in adult funding; None if the table has none for it."""
        return self._factor("postcodes_disadvantage", "Uplift", postcode, day)

    def _factor(
        self, name: str, column: str, postcode: str | None, day: date
    ) -> Decimal | NotOnFile | None:
        key = (name, postcode, day)
        if key not in self._factors:
            if not self.tables.supplied(name):
                self._factors[key] = NotOnFile(table(name).waiting, name, supplied=False)
            else:
                of_place = table(name).column("Postcode").canonical(postcode) if postcode else None
                row = as_at(self.tables.find(name, of_place), table(name), day)
                self._factors[key] = row[column] if row else None
        return self._factors[key]

    def specialist_site(
        self, ukprn: int | None, postcode: str | None, day: date
    ) -> bool | NotOnFile:
        """Whether a delivery site of a provider has specialist resources."""
        name = "postcodes_specialist_resources"
        if not self.tables.supplied(name):
            return NotOnFile(table(name).waiting, name, supplied=False)
        site = table(name).column("Postcode").canonical(postcode) if postcode else None
        return any(
            row["SpecialistResources"] and is_valid(row, table(name), day)
            for row in self.tables.find(name, ukprn, site)
        )

    def is_residential(self, ukprn: int | None) -> bool | NotOnFile:
        """Whether a provider has long-term residential provision."""
        name = "organisations"
        if not self.tables.supplied(name):
            return NotOnFile(table(name).waiting, name, supplied=False)
        return any(row["LongTermResid"] for row in self.tables.find(name, ukprn))

    def legacy_standard(self, aim: "Aim", day: date) -> Mapping[str, Decimal] | NotOnFile:
        """Cap and incentives of a standard begun before May 2017 (funding model 81)."""
        key = (aim.StdCode, day)
        if key not in self._legacy:
            name = "lars_standard_funding"
            if not self.tables.supplied(name):
                self._legacy[key] = NotOnFile(table(name).waiting, name, supplied=False)
            elif row := as_at(self.tables.find(name, aim.StdCode), table(name), day):
                columns = (
                    "CoreGovContributionCap",
                    "1618Incentive",
                    "SmallBusinessIncentive",
                    "AchievementIncentive",
                )
                self._legacy[key] = {c: row[c] for c in columns if row[c] is not None}
            else:
                text = f"LARS has no funding of standard {aim.StdCode} on {day}."
                self._legacy[key] = NotOnFile(text, name, supplied=True)
        return self._legacy[key]


def _programme_of(row: "Row") -> Programme:
    column = "MaxEmployerLevyCap"
    if row[column] is None:
        column = "CoreGovContributionCap"
    parts = ("First", "Second", "Third")
    foundation = tuple(row[f"FoundationApp{part}EmpPayment"] or ZERO for part in parts)
    return Programme(
        band=row[column],
        source=f"lars_apprenticeship_funding.{column}",
        provider_1618=row["1618ProviderAdditionalPayment"],
        employer_1618=row["1618EmployerAdditionalPayment"],
        uplift_1618=row["1618FrameworkUplift"],
        foundation=foundation if any(foundation) else (),
    )
