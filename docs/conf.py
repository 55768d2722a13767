"""How the manual is built: `make docs`."""

import sys
from pathlib import Path

import openilr

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "OpenILR"
author = "The OpenILR maintainers"
copyright = "2026, The OpenILR maintainers"  # noqa: A001 - the name Sphinx reads
version = release = openilr.__version__

extensions = ["myst_parser", "openilr_reference"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "OpenILR"
html_static_path = ["_static"]
html_css_files = ["openilr.css"]
html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0b5c73",
        "color-brand-content": "#0b5c73",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cc7dc",
        "color-brand-content": "#7cc7dc",
    },
}
