"""Parameters that a provider gives for a run: values not on file, or others in the place of ours.

The file is YAML: the name of a parameter, then its values by the first day that each one holds.

    loans_support_1:
      2025-08-01: 55.00
    fm38_annual_cap:
      2025-08-01: {value: 4400, source: funding agreement of 1 August 2025}
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import yaml

from openilr.errors import EngineError
from openilr.funding.parameters import (
    GIVEN,
    Form,
    Parameter,
    Parameters,
    Value,
    load,
    on_file,
    plain,
)
from openilr.reference.tables import near

_UNSAID = "given by the provider"


def read_parameters(path: Path) -> Parameters:
    """The parameters on file with those of a YAML file in their place.

    Errors: EngineError, naming what is wrong and where, if the file cannot be read or a name, a day
            or a value is not right.
    """
    try:
        data = load(path.read_bytes())
    except OSError as error:
        raise EngineError(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise EngineError(f"{path.name}{where}: this is not YAML.") from error
    return given(data, path.name)


def given(data: object, source: str = "the parameters") -> Parameters:
    """The parameters on file with those of plain data in their place, as a YAML file holds them.

    A given value holds from its day until the next day that is given; before the first one ours
    hold.
    Errors: EngineError as `read_parameters`.
    """
    if not isinstance(data, dict):
        raise EngineError(f"{source}: write the name of a parameter, then its values by day.")
    ours = on_file()
    found = dict(ours.all)
    for name, values in cast("dict[object, object]", data).items():
        if not isinstance(name, str) or name not in found:
            hint = near(str(name), found)
            raise EngineError(f"{source}: there is no parameter {name}{hint}.")
        found[name] = _given(found[name], values, f"{source}, {name}")
    return Parameters(found)


def _given(parameter: Parameter, values: object, where: str) -> Parameter:
    if not isinstance(values, dict) or not values:
        raise EngineError(f"{where}: write each value under its first day (2025-08-01: 50).")
    made: list[Value] = []
    for since, entry in cast("dict[object, object]", values).items():
        if type(since) is not date:
            raise EngineError(f"{where}: {since} is not a day. Write it as 2025-08-01.")
        made.append(_value(since, entry, parameter.form, f"{where}, {since}"))
    made.sort(key=lambda value: value.since)
    before = tuple(v for v in parameter.values if v.since < made[0].since)
    return replace(parameter, values=(*before, *made))


def _value(since: date, entry: object, form: Form, where: str) -> Value:
    value, said = entry, _UNSAID
    if isinstance(entry, dict):
        fields = cast("dict[object, object]", entry)
        unknown = [str(name) for name in fields if name not in ("value", "source")]
        if unknown or "value" not in fields:
            raise EngineError(f"{where}: write value, and source if you like.")
        value, said = fields["value"], str(fields.get("source") or _UNSAID)
    try:
        read = plain(value, form)
    except ValueError as error:
        raise EngineError(f"{where}: {error}.") from error
    if read is None:
        raise EngineError(f"{where}: the value is missing.")
    return Value(since, read, said, GIVEN)
