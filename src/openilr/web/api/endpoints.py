"""The API: the same reads and actions as the screens, for programs."""

from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError

from openilr import __version__
from openilr.errors import EngineError
from openilr.record.document import UnknownRow, set_field
from openilr.record.fields import UnknownField
from openilr.web.accounts.permissions import NotAllowed
from openilr.web.api.auth import ApiRequest, TokenAuth, TokenThrottle, scope
from openilr.web.api.schemas import (
    ConflictOut,
    ConflictsOut,
    EarningsOut,
    FindingsOut,
    HistoryOut,
    LearnerOut,
    LearnersOut,
    Problem,
    RecordChange,
    RecordOut,
    SavedOut,
)
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.learners.queries import of_visible, visible_to
from openilr.web.records import actions
from openilr.web.records.models import Earning, Version
from openilr.web.records.queries import changes_visible_to, findings_visible_to, version_of
from openilr.web.records.refusals import EditConflict, Refused

api = NinjaAPI(
    title="OpenILR",
    version=__version__,
    description="Learners, records, findings, earnings and history of one provider. A token is "
    "made under Settings; it does no more than its owner may.",
    auth=TokenAuth(),
    throttle=[TokenThrottle()],
    urls_namespace="api",
    docs_url=None,
)
M = TypeVar("M", bound=Model)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """403 with the reason."""
    return api.create_response(request, {"detail": str(refusal)}, status=403)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409 with the reason: the record as it stands does not allow it."""
    return api.create_response(request, {"detail": str(refusal)}, status=409)


@api.exception_handler(EngineError)
def unfit(request: HttpRequest, error: EngineError) -> HttpResponse:
    """422 with what does not fit."""
    return api.create_response(request, {"detail": str(error)}, status=422)


class Paging(Schema):
    """Which part of a list."""

    offset: int = Query(0, ge=0, le=10_000_000)
    limit: int = Query(100, ge=1, le=1000)


def _part(rows: QuerySet[M], paging: Paging, name: str) -> dict[str, Any]:
    count = rows.count()
    end = paging.offset + paging.limit
    return {
        "count": count,
        "next_offset": end if end < count else None,
        name: list(rows[paging.offset : end]),
    }


def _learner(request: ApiRequest, learner: UUID) -> Learner:
    return get_object_or_404(
        visible_to(request.membership).select_related("programme", "provider"), pk=learner
    )


DENIED = {401: Problem, 403: Problem, 429: Problem}


@api.get("/learners", response={200: LearnersOut, **DENIED}, tags=["learners"])
@scope("learners:read")
def learners(
    request: ApiRequest, paging: Query[Paging], ilr_status: IlrStatus | None = None
) -> dict[str, Any]:
    """The learners of the provider that the token's owner may see, by name."""
    rows = visible_to(request.membership).select_related("programme")
    if ilr_status:
        rows = rows.filter(ilr_status=ilr_status)
    return _part(rows.order_by("family_name", "given_names", "pk"), paging, "learners")


@api.get(
    "/learners/{uuid:learner}",
    response={200: LearnerOut, 404: Problem, **DENIED},
    tags=["learners"],
)
@scope("learners:read")
def learner(request: ApiRequest, learner: UUID) -> Learner:
    """One learner."""
    return _learner(request, learner)


@api.get(
    "/learners/{uuid:learner}/record",
    response={200: RecordOut, 404: Problem, **DENIED},
    tags=["records"],
)
@scope("records:read")
def record(
    request: ApiRequest, learner: UUID, version: int | None = Query(None, ge=1, le=2_000_000_000)
) -> dict[str, Any]:
    """The record as it stands, or one of its versions."""
    found = _learner(request, learner)
    try:
        row = version_of(found, version or found.version_number)
    except Version.DoesNotExist as absent:
        raise HttpError(404, "This record has no such version.") from absent
    if row.document is None:
        raise HttpError(404, "This version was erased.")
    return {
        "learner": found.pk,
        "version": row.number,
        "hash": row.hash,
        "at": row.at,
        "document": row.document,
    }


@api.patch(
    "/learners/{uuid:learner}/record",
    response={200: SavedOut, 404: Problem, 409: ConflictsOut | Problem, 422: Any, **DENIED},
    tags=["records"],
)
@scope("records:write")
def change_record(request: ApiRequest, learner: UUID, change: RecordChange) -> Any:
    """Change fields of a record. It is stored as a version with its reason and checked at once;
    other people's changes since `base_version` are kept, and a clash is refused with both values.
    """
    found = _learner(request, learner)
    try:
        base = version_of(found, change.base_version)
    except Version.DoesNotExist as absent:
        raise HttpError(404, "This record has no such version.") from absent
    document = base.document
    if document is None:
        raise HttpError(404, "This version was erased.")
    try:
        for one in change.changes:
            document = set_field(document, one.row, one.field, one.value)
    except (UnknownRow, UnknownField) as unknown:
        raise HttpError(422, str(unknown)) from unknown
    try:
        saved = actions.save(
            by=request.auth.user,
            learner=found,
            document=document,
            base_version=base.number,
            reason=change.reason,
            source=Version.Source.API,
            source_detail=f"Token {request.auth.prefix}",
        )
    except EditConflict as conflict:
        clash = ConflictsOut(
            detail=str(conflict),
            current_version=conflict.current_version,
            conflicts=[
                ConflictOut(
                    row=edit.conflict.row,
                    field=edit.conflict.field,
                    yours=_text(edit.conflict.mine),
                    theirs=_text(edit.conflict.theirs),
                )
                for edit in conflict.edits
            ],
        )
        return Status(409, clash)
    return {
        "version": saved.number,
        "merged": saved.merged,
        "changed": saved.version is not None,
        "errors": saved.learner.error_count,
        "warnings": saved.learner.warning_count,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@api.get("/findings", response={200: FindingsOut, **DENIED}, tags=["findings"])
@scope("findings:read")
def findings(
    request: ApiRequest,
    paging: Query[Paging],
    learner: UUID | None = None,
    rule: Annotated[str, Query(pattern="^[A-Za-z0-9_]{1,40}$")] | None = None,
    severity: Literal["E", "W"] | None = None,
) -> dict[str, Any]:
    """What the rules found in the current versions, for the open returns."""
    rows = findings_visible_to(request.membership).select_related("assessment")
    wanted = {"learner_id": learner, "rule": rule, "severity": severity}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return _part(rows.order_by("severity", "rule", "pk"), paging, "findings")


@api.get("/earnings", response={200: EarningsOut, **DENIED}, tags=["earnings"])
@scope("earnings:read")
def earnings(
    request: ApiRequest,
    paging: Query[Paging],
    learner: UUID | None = None,
    academic_year: Annotated[str, Query(pattern="^[0-9]{4}$")] | None = None,
) -> dict[str, Any]:
    """What the current versions earn, by month and kind (method fm36)."""
    rows = Earning.objects.filter(of_visible(request.membership))
    wanted = {"learner_id": learner, "academic_year": academic_year}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return _part(rows.order_by("academic_year", "period", "kind", "pk"), paging, "earnings")


@api.get("/history", response={200: HistoryOut, **DENIED}, tags=["history"])
@scope("history:read")
def history(
    request: ApiRequest, paging: Query[Paging], learner: UUID | None = None
) -> dict[str, Any]:
    """Every change of the records, newest first."""
    rows = changes_visible_to(request.membership).select_related("version")
    if learner:
        rows = rows.filter(learner_id=learner)
    return _part(rows.order_by("-at", "-pk"), paging, "changes")
