"""The errors that a caller is shown; anything else that is raised is a bug.

A learner's bad data is never an exception: it is a row of the findings.
"""


class EngineError(Exception):
    """What went wrong, where, and what to do: shown to the person without a traceback.

    Attributes:
        rule: DfE's name for the refusal where there is one ("ZIP_EMPTY"), else None.
    """

    def __init__(self, message: str, *, rule: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule


class FileUnreadable(EngineError):
    """The file cannot be read as an ILR message at all."""


class WrongCollectionYear(EngineError):
    """The file is of a year that was not asked for, or that OpenILR does not know."""


class OutputRefused(EngineError):
    """The output cannot be written where it was asked for; nothing was left behind."""


class ReferenceDataMissing(EngineError):
    """A reference table is needed and was not supplied."""


class ReferenceDataRefused(EngineError):
    """A reference file is malformed; the release in force stays in force."""
