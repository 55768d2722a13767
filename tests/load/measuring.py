"""What an answer cost the server: its clock, its processor time and its queries."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

CLOCK, PROCESSOR, QUERIES = "X-Clock-Ms", "X-Processor-Ms", "X-Queries"
"""The headers that carry the figures to the one who measures."""


class MeasureMiddleware:
    """Puts the figures of a request into headers of its answer.

    Processor time is this thread's alone: on a shared machine the clock tells more of the
    neighbours than of the page. What PostgreSQL works is in the clock and not in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Callable[..., Any], *call: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*call)

        clock, processor = time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response[CLOCK] = f"{(time.perf_counter() - clock) * 1000:.1f}"
        response[PROCESSOR] = f"{(time.thread_time() - processor) * 1000:.1f}"
        response[QUERIES] = str(count)
        return response
