"""Django's settings, all of them from alongside.config.environment."""

from django.utils.csp import CSP
from django.utils.functional import SimpleLazyObject

from alongside.accounts.allauth_settings import (  # noqa: F401  # Django reads them from here
    ACCOUNT_ADAPTER,
    ACCOUNT_EMAIL_SUBJECT_PREFIX,
    ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS,
    ACCOUNT_EMAIL_VERIFICATION,
    ACCOUNT_LOGIN_BY_CODE_ENABLED,
    ACCOUNT_LOGIN_BY_CODE_FORMAT,
    ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
    ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND,
    ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
    ACCOUNT_LOGIN_METHODS,
    ACCOUNT_PREVENT_ENUMERATION,
    ACCOUNT_RATE_LIMITS,
    ACCOUNT_SIGNUP_FIELDS,
    ACCOUNT_USER_MODEL_USERNAME_FIELD,
    MFA_ADAPTER,
    MFA_PASSKEY_LOGIN_ENABLED,
    MFA_PASSKEY_SIGNUP_ENABLED,
    MFA_RATE_LIMITS,
    MFA_REAUTHENTICATION_REQUIRED,
    MFA_SUPPORTED_TYPES,
    MFA_WEBAUTHN_USER_VERIFICATION,
)
from alongside.config import environment, logs
from alongside.config.bridge import LARGEST_BODY, LARGEST_UPLOAD

environment.refuse_unknown()
HOME = environment.home()
DEMO = environment.flag("ALONGSIDE_DEMO", default=False)
DEBUG = False


def _secret() -> str:
    """What Django signs cookies and forms with: derived from the master key, kept nowhere."""
    from alongside.vault import services as vault

    return vault.mac("django.secret").hex()


SECRET_KEY = SimpleLazyObject(_secret)
ALLOWED_HOSTS = environment.words("ALONGSIDE_HOSTS", default="localhost,127.0.0.1,[::1]")
DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "alongside.config.apps.AlongsideConfig",
    "alongside.home",
    "alongside.exchange",
    "alongside.plans",
    "alongside.voice",
    "alongside.private_space",
    "alongside.journey",
    "alongside.sharing",
    "alongside.circles",
    "alongside.people",
    "alongside.duty",
    "alongside.agencies",
    "alongside.notices",
    "alongside.accounts",
    "alongside.audit",
    "alongside.live",
    "alongside.vault",
    "alongside.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "alongside.config.access.AccessLog",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "alongside.config.middleware.Sealing",
    "alongside.config.middleware.InTheirLanguage",
    "alongside.config.middleware.VaultGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.config.middleware.WhoIsThere",
]

ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["alongside.accounts.backend.AccountBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
# Passkeys need https, except on the demo's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
# The demo prints the code, and nothing else, where `make demo` runs. See accounts.mail.
MAILERS = {
    "default": {
        "BACKEND": "alongside.accounts.mail.ConsoleCodes"
        if DEMO
        else "django.core.mail.backends.smtp.EmailBackend"
    }
}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not DEMO
# A form of ours that was open too long gets its words back.
CSRF_FAILURE_VIEW = "alongside.ui.views.csrf_failure"

FORM_RENDERER = "alongside.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LANGUAGE_CODE = "en-gb"
# Written in themselves. What each page is in is a cookie's choice: alongside.ui.reading.
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [environment.PROJECT / "alongside" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
# What is sent as a file stays in memory: it must not land in a temporary folder in plain.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_UPLOAD
STATIC_ROOT = HOME / "static"
WORDS_FILE = environment.words_file(HOME)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names that carry their contents, so that a browser may keep them for good; and smaller copies.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logs.settings(access=environment.flag("ALONGSIDE_ACCESS_LOG", default=not DEMO))

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Two addresses for one page would answer differently for pages that exist.
APPEND_SLASH = False

# Other sites are told nothing. "no-referrer" would also make browsers send "Origin: null" with
# our own forms, and every one of them would fail the CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
# Where "Leave this page" leads: a page that anybody may have open. Forms may lead there too.
ELSEWHERE = "https://www.bbc.co.uk/weather"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    # "blob:": what somebody has just chosen, drawn or recorded, before it is sent.
    "img-src": [CSP.SELF, "data:", "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF, "https://www.bbc.co.uk"],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
