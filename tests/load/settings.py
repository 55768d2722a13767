"""The application's settings, with each answer saying what it cost."""

from openilr.web.settings import *  # noqa: F403

MIDDLEWARE = ["tests.load.measuring.MeasureMiddleware", *MIDDLEWARE]  # noqa: F405
# A hundred people who sign in within a minute are one machine here.
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
AXES_ENABLED = False
