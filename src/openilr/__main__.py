"""`python -m openilr` is `openilr`."""

from openilr.cli.main import main

main()
