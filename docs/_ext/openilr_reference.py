"""Write the reference pages from the code when the manual is built, so that they cannot drift.

Pages go to reference/generated/, which is never committed. A page is written only where its text
changed, and a page that is no longer made is removed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import reference_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = Path("reference") / "generated"


def write_pages(app: Sphinx, config: Config) -> None:
    """Bring the folder of generated pages to what the code says now."""
    folder = Path(app.srcdir) / FOLDER
    pages = {folder / name: text for name, text in reference_pages.pages().items()}
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in folder.rglob("*.md"):
        if path not in pages:
            path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before Sphinx looks for files."""
    app.connect("config-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
