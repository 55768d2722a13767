"""The run of a check: what is the same for every learner, as values and as expressions.

Nothing here imports Polars: the web's save path makes a Run too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from openilr.ilr import dates, years
from openilr.ilr.header import Header
from openilr.language.expressions import Date, Integer, Text
from openilr.language.nodes import Scalar, Type, Value


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        return_period: 1 to 14.
        as_at: the day taken for today.
        header: values of the header and the provider by "Entity.Field" ("Source.UKPRN"); absent
            ones may be left out.
    """

    year: str
    return_period: int
    as_at: date
    header: Mapping[str, Value] = field(default_factory=dict[str, Value])

    def value(self, scalar: str) -> Value:
        """The value of a scalar by its name.

        Errors: KeyError if there is no such scalar.
        """
        if scalar in _SCALARS:
            return _SCALARS[scalar](self)
        if "." not in scalar:
            raise KeyError(scalar)
        return self.header.get(scalar)


_SCALARS: Mapping[str, Callable[[Run], Value]] = {
    "year": lambda run: run.year,
    "return_period": lambda run: run.return_period,
    "as_at": lambda run: run.as_at,
    "teaching_year_start": lambda run: years.first_day(run.year),
    "teaching_year_end": lambda run: years.last_day(run.year),
    "previous_year_end": lambda run: years.first_day(run.year) - timedelta(days=1),
    "august_31": lambda run: dates.august_31(run.year),
    "january_1": lambda run: dates.january_1(run.year),
    "file_preparation_date": lambda run: run.header.get("CollectionDetails.FilePreparationDate"),
    "ukprn": lambda run: run.header.get("LearningProvider.UKPRN"),
}


def header_values(header: Header) -> dict[str, Value]:
    """The values of a header by "Entity.Field"."""
    values: dict[str, Value] = {
        f"CollectionDetails.{name}": getattr(header, name)
        for name in ("Collection", "Year", "FilePreparationDate")
    }
    for name in (
        *("ProtectiveMarking", "UKPRN", "SoftwareSupplier", "SoftwarePackage", "Release"),
        *("SerialNo", "ReferenceData", "ComponentSetVersion"),
    ):
        values[f"Source.{name}"] = getattr(header, name)
    values["LearningProvider.UKPRN"] = header.provider_UKPRN
    return values


collection_year = Text(Scalar(Type.TEXT, "year"))
"""The year in four digits ("2627")."""

return_period = Integer(Scalar(Type.INTEGER, "return_period"))
"""The number of the return, 1 to 14."""

as_at = Date(Scalar(Type.DATE, "as_at"))
"""The day taken for today."""

teaching_year_start = Date(Scalar(Type.DATE, "teaching_year_start"))
"""1 August on which the collection year begins."""

teaching_year_end = Date(Scalar(Type.DATE, "teaching_year_end"))
"""31 July on which the collection year ends."""

previous_year_end = Date(Scalar(Type.DATE, "previous_year_end"))
"""The day before the collection year begins."""

august_31 = Date(Scalar(Type.DATE, "august_31"))
"""31 August inside the collection year, on which 16 to 19 ages are taken."""

january_1 = Date(Scalar(Type.DATE, "january_1"))
"""1 January inside the collection year."""

file_preparation_date = Date(Scalar(Type.DATE, "file_preparation_date"))
"""The header's FilePreparationDate."""

ukprn = Integer(Scalar(Type.INTEGER, "ukprn"))
"""The provider's UKPRN, of LearningProvider."""
