"""What a postcode must look like.

Source: DfE's validation rules 2025-26 (Postcode_15 and its like).
"""

from openilr.ilr.identifiers import POSTCODE_PATTERN
from openilr.language import Boolean, Text


def has_postcode_format(postcode: Text) -> Boolean:
    """Whether a text has the format of a postcode; unknown if it is absent."""
    return postcode.matches(POSTCODE_PATTERN)
