"""Taking large files in: refused before they are read where they say their size, and as they are
read where not; never in memory.
"""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

ROOM = 1_000_000
"""What a form may have beside its files."""


class Quota(FileUploadHandler):
    """Counts what comes in, and stops when it is more than an import takes."""

    exceeded = False
    taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, or stop and read no further."""
        self.taken += len(raw_data)
        if self.taken > settings.IMPORT_MAX_BYTES:
            self.exceeded = True
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The next handler has the file."""
        return None

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        """Nothing special."""
        return None


def says_too_much(request: HttpRequest) -> bool:
    """Whether the request says, before it is read, that it is larger than an import takes."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.IMPORT_MAX_BYTES + ROOM


def watch(request: HttpRequest) -> Quota:
    """Have the request's files written to disk and counted. Before anything reads it."""
    quota = Quota(request)
    request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
    return quota


def too_large() -> str:
    """What is said to somebody who sends too much."""
    most = settings.IMPORT_MAX_BYTES
    size = f"{most // 1_000_000_000:,} GB" if most % 1_000_000_000 == 0 else f"{most:,} bytes"
    return (
        f"The files are larger than an import takes ({size} together). Nothing was kept. Pack them "
        "as zip, import one year at a time, or have OPENILR_IMPORT_MAX_BYTES raised."
    )
