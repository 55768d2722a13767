"""What a postcode must look like.

Source: DfE's validation rules 2025-26 (Postcode_15 and its like).
"""

from openilr.language import Boolean, Text

_FORMAT = r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}"
"""A first part of one or two letters, a digit and perhaps a digit or letter more; one space; a
digit and two letters, of which C, I, K, M, O and V are not used. Capitals throughout."""


def has_postcode_format(postcode: Text) -> Boolean:
    """Whether a text has the format of a postcode; unknown if it is absent."""
    return postcode.matches(_FORMAT)
