"""Settings of the web application, all from the environment (docs/reference/environment.md).

OPENILR_URL is the one address people use; hosts, trusted origins and secure cookies follow from it.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from structlog.typing import EventDict

from openilr import __version__
from openilr.web.database import data_folder, database_url, settings_of

VERSION = __version__
DATA = data_folder()


def _secret_key() -> str:
    """OPENILR_SECRET_KEY, or one made at the first start and kept in the data folder."""
    if given := os.environ.get("OPENILR_SECRET_KEY"):
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


URL = os.environ.get("OPENILR_URL", "http://localhost:8000").rstrip("/")
_address = urlsplit(URL)
if _address.scheme not in ("http", "https") or not _address.hostname:
    raise ImproperlyConfigured(
        f"OPENILR_URL is {URL!r}; write the address people use, such as https://ilr.example.ac.uk."
    )
HTTPS = _address.scheme == "https"

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [_address.hostname, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [URL]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("OPENILR_PROXIES", "0"))
"""How many reverse proxies stand before the application: their X-Forwarded-For is believed."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12  # a working day
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATABASES = {"default": settings_of(database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "openilr.web.ui.apps.UiConfig",
    "openilr.web.accounts.apps.AccountsConfig",
    "openilr.web.providers.apps.ProvidersConfig",
    "openilr.web.audit.apps.AuditConfig",
    "openilr.web.learners.apps.LearnersConfig",
    "openilr.web.employers.apps.EmployersConfig",
    "openilr.web.programmes.apps.ProgrammesConfig",
    "openilr.web.records.apps.RecordsConfig",
    "openilr.web.trackers.apps.TrackersConfig",
    "openilr.web.jobs.apps.JobsConfig",
    "openilr.web.returns.apps.ReturnsConfig",
    "openilr.web.dashboards.apps.DashboardsConfig",
    "openilr.web.api.apps.ApiConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "csp",
    "axes",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "openilr.web.audit.middleware.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "openilr.web.accounts.middleware.SessionListMiddleware",
    "openilr.web.accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "openilr.web.accounts.middleware.MembershipMiddleware",
    "openilr.web.accounts.middleware.SecondStepMiddleware",
    "openilr.web.audit.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "openilr.web.urls"
WSGI_APPLICATION = "openilr.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "openilr.web.ui.shell.shell",
            ],
            "builtins": ["openilr.web.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "openilr.web.ui.forms.Renderer"

# -------------------------------------------------------------------------------- people, sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_PASSWORD = "django.contrib.auth.password_validation."  # noqa: S105 - a module's name
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _PASSWORD + "UserAttributeSimilarityValidator"},
    {"NAME": _PASSWORD + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _PASSWORD + "CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "openilr.web.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "openilr.web.accounts.adapter.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by a superuser; nobody signs up
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a person is told of changes to the own sign-in
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Whose password is tried is axes' business (below), and an office may share one address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip"}
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account
MFA_ADAPTER = "openilr.web.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "OpenILR"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost only: browsers refuse it elsewhere
# A link, not a form: the policy of pages lets forms be sent to us only, and a work account's page
# is elsewhere. The answer is still tied to this browser by its state.
SOCIALACCOUNT_LOGIN_ON_GET = True
_OIDC_URL = os.environ.get("OPENILR_OIDC_URL", "")
if any(f"/{anybody}/" in f"{_OIDC_URL}/" for anybody in ("common", "organizations", "consumers")):
    raise ImproperlyConfigured(
        "OPENILR_OIDC_URL lets any organisation's accounts in. Write your own organisation's "
        "address, such as https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0."
    )
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "work",
                "name": os.environ.get("OPENILR_OIDC_NAME", "your work account"),
                "client_id": os.environ["OPENILR_OIDC_CLIENT_ID"],
                "secret": os.environ.get("OPENILR_OIDC_SECRET", ""),
                "settings": {"server_url": _OIDC_URL},
            }
        ]
        if os.environ.get("OPENILR_OIDC_CLIENT_ID")
        else []
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "openilr.web.accounts.lockout.account_key"
AXES_CLIENT_IP_CALLABLE = "openilr.web.accounts.lockout.client_ip"
AXES_LOCKOUT_CALLABLE = "openilr.web.accounts.lockout.locked"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # it ends when the page said it would
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login"]
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are audit events
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# ------------------------------------------------------------------------- pages and their policy

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
# The style sheet is the reports' too, so it stands with them.
STATICFILES_DIRS = [("ui", Path(__file__).parents[1] / "outputs" / "assets" / "look")]
STATIC_ROOT = Path(os.environ.get("OPENILR_STATIC") or DATA / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
"""Evidence and imported files: never served as they are, only through views that check who asks."""
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
IMPORT_MAX_BYTES = int(os.environ.get("OPENILR_IMPORT_MAX_BYTES", str(1_000_000_000)))
"""The largest ILR file taken by the import page (docs/reference/environment.md)."""

SENDS_MAIL = "OPENILR_SMTP_HOST" in os.environ or "OPENILR_EMAIL" in os.environ
"""Whether messages go out; if not, links to choose a password are shown to the superuser."""
EMAIL_BACKEND = os.environ.get(
    "OPENILR_EMAIL",
    f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'dummy'}.EmailBackend",
)
EMAIL_HOST = os.environ.get("OPENILR_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("OPENILR_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("OPENILR_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OPENILR_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("OPENILR_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("OPENILR_FROM", "OpenILR <openilr@localhost>")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "openilr_cache",
    }
}

# ------------------------------------------------------------------------------------------- logs


def _without_values(logger: object, method: str, event: EventDict) -> EventDict:
    """Take out of a traceback the line in which PostgreSQL repeats the values of a row."""
    if "exception" in event:
        lines = str(event["exception"]).splitlines()
        event["exception"] = "\n".join(
            line for line in lines if not line.strip().startswith(("DETAIL:", "CONTEXT:"))
        )
    return event


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_values,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    # Its warnings name the address and place of failed sign-ins, which are audit events here.
    "loggers": {"axes": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("OPENILR_LOG_LEVEL", "WARNING")},
}
