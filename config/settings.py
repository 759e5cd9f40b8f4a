"""One settings module, driven by the environment.

LINGXIAN_ENV is `demo` (default: a machine of one's own), `production` or `test`.
Everything an installation may set is read here and nowhere else.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import postgres

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("LINGXIAN_VAR") or BASE_DIR / "var")
ENVIRONMENT = os.environ.get("LINGXIAN_ENV", "test" if "pytest" in sys.modules else "demo")
IS_PRODUCTION = ENVIRONMENT == "production"
IS_TEST = ENVIRONMENT == "test"
IS_DEMO = ENVIRONMENT == "demo"


def _secret_key() -> str:
    if key := os.environ.get("LINGXIAN_SECRET_KEY"):
        return key
    if IS_PRODUCTION:
        message = "Set LINGXIAN_SECRET_KEY to a long random value."
        raise ImproperlyConfigured(message)
    return "only-for-a-machine-of-ones-own-and-for-tests-never-for-a-real-installation"


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    # A machine that does not answer is given up soon: the page says so instead of hanging.
    options = {"connect_timeout": "3"} | dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        # Kept connections leave tests with sessions that block dropping the database.
        "CONN_MAX_AGE": 0 if IS_TEST else 60,
        "CONN_HEALTH_CHECKS": not IS_TEST,
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get(
    "LINGXIAN_HOSTS", "127.0.0.1,localhost,[::1],testserver" if not IS_PRODUCTION else ""
).split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LINGXIAN_ORIGINS", "").split(",") if o]
SITE_URL = os.environ.get("LINGXIAN_SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    # The work stands above people and authority in the navigation, which follows this order.
    "studios",
    "unions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

# Headers stand outermost, so that errors, redirects and static files carry them; what only looks at the
# session's account (language, limits, duties) follows it, and nothing asks for the account on public pages.
MIDDLEWARE = [
    "unions.middleware.headers.headers_middleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "unions.middleware.outage.outage_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "unions.middleware.sessions.sessions_middleware",
    "unions.middleware.language.language_middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "unions.middleware.private.PrivateMiddleware",
    "unions.middleware.duties.duties_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "unions.middleware.history.history_middleware",
    "unions.middleware.refusals.refusals_middleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["unions.templatetags.ui", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "unions.ui.context.shell",
                "studios.ui.site.public_context",
            ],
        },
    }
]
FORM_RENDERER = "unions.ui.forms.Renderer"

DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or postgres.url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # It counts tries and remembers used codes: a full cache would throw these away and let more through.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# Drawn public pages that each process keeps in memory. None in tests, which ask what drawing them takes.
KEPT_PAGES_BYTES = 0 if IS_TEST else 32_000_000

# Language is the address (public) or the account's own (desk); never Accept-Language.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = IS_TEST
WHITENOISE_AUTOREFRESH = IS_TEST
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DISK_FLOOR = int(os.environ.get("LINGXIAN_DISK_FLOOR", str(1024**3)))
PDF_FONT_DIRS = [p for p in os.environ.get("LINGXIAN_FONT_DIRS", "").split(":") if p]

AUTH_USER_MODEL = "unions.Account"
AUTHENTICATION_BACKENDS = ["unions.sign_in.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if IS_TEST else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "unions.values.passwords.OfficePasswordValidator"},
]

ACCOUNT_ADAPTER = "unions.sign_in.adapters.AccountAdapter"
MFA_ADAPTER = "unions.sign_in.adapters.MFAAdapter"
ACCOUNT_FORMS = {
    "login": "unions.sign_in.forms.SignInForm",
    "change_password": "unions.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "unions.sign_in.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "unions.sign_in.forms.CodeForm",
    "reauthenticate": "unions.sign_in.forms.CodeAgainForm",
    "activate_totp": "unions.sign_in.forms.EnrolmentForm",
}
# A mobile is looked up by our own backend; the library would count it apart.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "50/15m/ip,5/15m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "letter": "20/h/ip",
    "objection": "20/h/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_ISSUER = "Lingxian"
USERSESSIONS_TRACK_ACTIVITY = False
# Roles that must have a second step, by union level; "*" means every level. Off in a demo unless asked for.
_HIGH_LEVELS = ("country", "province", "city")
TOTP_REQUIRED: dict[str, tuple[str, ...] | str] = (
    {"chair": _HIGH_LEVELS, "administrator": _HIGH_LEVELS}
    if os.environ.get("LINGXIAN_TOTP", "on" if IS_PRODUCTION else "off") == "on"
    else {}
)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "unions.views.errors.csrf_failure"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = timedelta(minutes=30)
SESSION_TOTAL = timedelta(hours=12)
# The row outlives the session, so that text sent too late still finds whose it is.
SESSION_COOKIE_AGE = int(timedelta(hours=24).total_seconds())

SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("LINGXIAN_BEHIND_PROXY") else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("LINGXIAN_BEHIND_PROXY") else 0
SECURE_HSTS_SECONDS = 31536000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

EMAIL_BACKEND = os.environ.get(
    "LINGXIAN_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend" if IS_PRODUCTION else "django.core.mail.backends.locmem.EmailBackend",
)
EMAIL_HOST = os.environ.get("LINGXIAN_EMAIL_HOST", "localhost")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("LINGXIAN_EMAIL_FROM", "lingxian@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "unions.ui.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LINGXIAN_LOG", "WARNING")},
}
# Under which terms the open data may be used; without any the page says whom to ask.
OPEN_DATA_LICENCE = os.environ.get("LINGXIAN_OPEN_DATA_LICENCE", "" if IS_PRODUCTION else "CC BY 4.0")
OPEN_DATA_LICENCE_URL = os.environ.get(
    "LINGXIAN_OPEN_DATA_LICENCE_URL", "" if IS_PRODUCTION else "https://creativecommons.org/licenses/by/4.0/"
)
# Ages at which leads retire, in years, by sex; conditions about retirement count from them.
RETIREMENT_AGE = {"male": 63, "female": 58}

# Row-history and append-only triggers are put in place after every migrate instead of by migration steps: each step
# would build the state of all models anew, which made a migration from empty take half a minute.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
