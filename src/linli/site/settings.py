"""Django's settings; what an installation may change stands in `environment.py`."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from linli.site import environment, keyring

PACKAGE = Path(__file__).resolve().parent.parent
LINLI_DATA = environment.DATA.value().resolve()
LINLI_DATA.mkdir(parents=True, exist_ok=True)
_KEYRING = keyring.read_or_make(LINLI_DATA)

SECRET_KEY = environment.SECRET.value() or _KEYRING["secret"]
LINLI_KEYS = environment.KEYS.value() or tuple(_KEYRING["keys"])
# Keys of the file are read anew when it changes, so that a rotation needs no restart; those of LINLI_KEYS are not.
LINLI_KEY_FILE = None if environment.KEYS.value() else LINLI_DATA / keyring.FILE
LINLI_KEY_STAMP = (LINLI_DATA / keyring.FILE).stat().st_mtime_ns
LINLI_HASH_KEY = _KEYRING["hash_key"]
LINLI_CATALOGUE = environment.CATALOGUE.value()
LINLI_COMPONENT_CODE = environment.COMPONENT_CODE.value()
LINLI_REPORTS_PER_HOUR = environment.REPORTS_PER_HOUR.value()
LINLI_PHOTO_MB = environment.PHOTO_MB.value()
LINLI_FIELD_LEASE_HOURS = environment.FIELD_LEASE_HOURS.value()
LINLI_FIELD_DEVICES = environment.FIELD_DEVICES.value()
LINLI_FIELD_STAGED_MB = environment.FIELD_STAGED_MB.value()
LINLI_SITE_URL = environment.SITE_URL.value()
LINLI_SMTP_URL = environment.SMTP_URL.value()
LINLI_MAIL_FROM = environment.MAIL_FROM.value()
LINLI_SMS_URL = environment.SMS_URL.value()
LINLI_SMS_KEY = environment.SMS_KEY.value()
LINLI_SMS_BODY = environment.SMS_BODY.value()
LINLI_SMS_ACCEPTED = environment.SMS_ACCEPTED.value()
LINLI_PUSH_HOSTS = environment.PUSH_HOSTS.value()
LINLI_QUIET_HOURS = environment.QUIET_HOURS.value()
LINLI_LINKAGE = environment.LINKAGE.value()
LINLI_BASE_MAP = environment.BASE_MAP.value()
LINLI_BASE_MAP_CREDIT = environment.BASE_MAP_CREDIT.value()
LINLI_MEDIA = LINLI_DATA / "attachments"

DEBUG = environment.DEBUG.value()
ALLOWED_HOSTS = list(environment.HOSTS.value())

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # commands need no admin: the root addresses look for its parts
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_vite",
    "django_tasks_db",
    "linli.core",
    "linli.staff",
    "linli.places",
    "linli.register",
    "linli.cases",
    "linli.mediation",
    "linli.visits",
    "linli.forms",
    "linli.figures",
    "linli.messages",
    "linli.fieldsync",
    "linli.grids",
    "linli.site",
]

MIDDLEWARE = [
    "linli.site.errors.ErrorPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.staff.web.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "linli.site.urls"
WSGI_APPLICATION = "linli.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [  # Any: Django's own shape
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "linli.site.web.context.house",
            ],
        },
    },
]

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": LINLI_DATA / "linli.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-16384; "
        "pragma mmap_size=134217728; pragma temp_store=memory;",
    },
    # The last connection that closes copies the whole log into the file: kept open, a request costs half as much.
    "CONN_MAX_AGE": 600,
}
# Solid disks read anywhere alike, and lists of fifty rows are not worth compiling; `?options=` in the address overrides.
_PLANNER = "-c random_page_cost=1.1 -c jit=off"


def _postgresql(url: str) -> dict[str, Any]:  # Any: Django's own shape
    found: dict[str, Any] = {
        **dj_database_url.parse(url),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }  # Any: as above
    return {**found, "OPTIONS": {"options": _PLANNER, **found.get("OPTIONS", {})}}


_URL = environment.DATABASE_URL.value()
DATABASES: dict[str, Any] = {"default": _postgresql(_URL) if _URL else _SQLITE}  # Any: Django's own shape

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        # It holds who tried to sign in and who reported: what is thrown out of it too early lets them try on.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "staff.Account"
AUTHENTICATION_BACKENDS = ["linli.staff.web.sessions.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "linli.staff.web.sign_in.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PRESERVE_USERNAME_CASING = False  # names are kept in small letters: one spelling each, counted under that
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# A whole office shares one address: wide per address, narrow per account.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/5m/ip,5/15m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "linli.staff.web.sign_in.StaffMfaAdapter"
MFA_TOTP_ISSUER = "Linli"
MFA_TOTP_TOLERANCE = 1
SESSION_ENGINE = "linli.staff.web.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = environment.LANGUAGE.value()
LANGUAGES = [("zh-hans", _("简体中文")), ("zh-hant", _("繁體中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
TIME_ZONE = environment.TIME_ZONE.value()
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = LINLI_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/"
WHITENOISE_AUTOREFRESH = DEBUG
_DIST = PACKAGE / "site" / "static" / "dist"
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": _DIST / "manifest.json", "static_url_prefix": "dist"}}

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:", *environment.origins(LINLI_BASE_MAP)],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "script-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
if environment.HTTPS.value():
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all who sign in through the proxy would count as one address

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        }
    },
    "filters": {"no_personal": {"()": "linli.site.logs.NoPersonal"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_personal"]}},
    "root": {"handlers": ["out"], "level": environment.LOG_LEVEL.value()},
}
