"""Gives each request an id, and tells the row-history triggers who asks."""

import uuid
from collections.abc import Callable

import pghistory
import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("openilr.request")
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestIdMiddleware:
    """Names the request in every log line and in the answer's `X-Request-Id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            route = request.resolver_match.route if request.resolver_match else ""
            log.info("request", method=request.method, route=route, status=response.status_code)
        response["X-Request-Id"] = request_id
        return response


class HistoryMiddleware:
    """Rows changed by a request are remembered with the person and the request's id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READS:
            return self.get_response(request)
        with pghistory.context(
            user=getattr(request.user, "pk", None),
            request_id=request.request_id,  # type: ignore[attr-defined]
        ):
            return self.get_response(request)
