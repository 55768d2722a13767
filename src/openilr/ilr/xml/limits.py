"""What both readers refuse, and how the fast one says that it is the other's turn."""

MAX_TEXT = 1_000_000
"""The longest text of one value, in characters."""

MAX_RECORDS = 100_000
"""The most entities in one learner."""


class Unusual(Exception):  # noqa: N818 - no error: the other reader's turn
    """The bytes are not in the canonical shape, or this reader will not say that they are."""
