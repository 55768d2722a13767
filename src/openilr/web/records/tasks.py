"""The work of `records` in the background, where the queue looks for it."""

from openilr.web.records.checking import check_records, find_stale
from openilr.web.records.imports_jobs import carry_out, plan

__all__ = ["carry_out", "check_records", "find_stale", "plan"]
