"""Django settings, derived from the environment."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from borough.config.environment import environment
from borough.config.local_postgres import LocalPostgres
from borough.config.packs import load_pack

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "foundation",
    "webhooks",
    "access",
    "ui",
    "staff",
    "gazetteer",
    "people",
    "contacts",
    "cases",
    "payments",
    "messaging",
    "waste",
    "services",
    "measures",
    "reports",
    "website",
    "frontoffice",
    "api",
    "config",
    "demo",
]

HOME = environment.home
PUBLIC_URL, LIVE_URL = environment.public_url, environment.live_url
COUNTY_URL, COUNTY_KEY = environment.county_url, environment.county_key
WEBHOOK_URL, WEBHOOK_SECRET = environment.webhook_url, environment.webhook_secret
WEBHOOK_INSIDE = environment.webhook_inside
PAY_URL, PAY_PAGES = environment.pay_url, environment.pay_pages
PAY_KEY, PAY_WEBHOOK_SECRET = environment.pay_key, environment.pay_webhook_secret
NOTIFY_URL, NOTIFY_KEY = environment.notify_url, environment.notify_key
NOTIFY_EMAIL_TEMPLATE, NOTIFY_TEXT_TEMPLATE = environment.notify_email_template, environment.notify_text_template
NOTIFY_CALLBACK_TOKEN = environment.notify_callback_token
MAIL_URL, OUTBOX = environment.mail_url, environment.home / "outbox"
DEFAULT_FROM_EMAIL = environment.mail_from
BOUNCES = environment.bounces
ANCHOR_MAIL = environment.anchor_mail
SCANNER = environment.scanner
SECRET_KEY = environment.secret_key()
DEBUG = False
ALLOWED_HOSTS = environment.hosts
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(f"borough.{app}" for app in APPS),
]
MIDDLEWARE = [
    "borough.foundation.ops.logs.request_log",
    "borough.ui.compression.CompressPages",
    "borough.ui.page_cache.page_cache_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "borough.access.web.middleware.AccessMiddleware",
]
ROOT_URLCONF = "borough.config.urls"
WSGI_APPLICATION = "borough.config.wsgi.application"


def _database() -> dict[str, object]:
    """Return Django's database settings."""
    parts = urlsplit(environment.database_url or LocalPostgres(environment.home).url)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "borough",
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            *(ROOT / app / "templates" for app in APPS if (ROOT / app / "templates").exists()),
            *sorted(ROOT.glob("frontoffice/*/templates")),
            *sorted(ROOT.glob("website/*/templates")),
        ],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "borough.ui.templating.environment", "auto_reload": False},
    },
    {  # third-party templates, such as the text of allauth's emails
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATIC_ROOT = environment.home / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = (
    [theme] if (theme := environment.home / "theme").is_dir() else []
)  # files that replace ours, such as ui/logo.svg
WHITENOISE_USE_FINDERS = not (
    STATIC_ROOT / "staticfiles.json"
).exists()  # before collectstatic, files are served from source
COUNCIL_PACK = load_pack(environment.home, environment.council_pack)
COUNCIL_NAME = environment.council or COUNCIL_PACK.council.name
COUNCIL_BRAND, COUNCIL_FOLDER = COUNCIL_PACK.brand, COUNCIL_PACK.path / "brand"
COUNCIL_CONTACT = COUNCIL_PACK.council.contact()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "borough.ui.static_files.HashedFiles"},
}
MEDIA_ROOT = environment.home / "files"

EMAIL_BACKEND = "borough.foundation.mail.Backend"
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [  # NCSC and ASVS 6.2: eight characters, no common ones, no other rules
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/account/"
ACCOUNT_ADAPTER = "borough.access.web.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "borough.access.web.adapters.DirectoryAdapter"
MFA_ADAPTER = "borough.access.web.adapters.SecondStepAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # codes, so that no email link can be redirected
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_NOTIFICATIONS = True  # an email after every change of sign-in details
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "borough.access.web.forms.LoginForm",
    "signup": "borough.access.web.forms.SignupForm",
    "add_email": "borough.access.web.forms.AddEmailForm",
    "reset_password": "borough.access.web.forms.ResetPasswordForm",
    "reset_password_from_key": "borough.access.web.forms.ResetPasswordKeyForm",
    "change_password": "borough.access.web.forms.ChangePasswordForm",
    "reauthenticate": "borough.access.web.forms.ReauthenticateForm",
    "confirm_email_verification_code": "borough.access.web.forms.ConfirmEmailForm",
    "confirm_password_reset_code": "borough.access.web.forms.ConfirmResetForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if environment.secure else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = environment.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "borough.access.web.forms.SecondStepForm",
    "reauthenticate": "borough.access.web.forms.SecondStepAgainForm",
    "activate_totp": "borough.access.web.forms.ActivateForm",
}
MFA_TOTP_ISSUER = "Borough"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.secure
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": directory.key,
                "name": directory.name,
                "client_id": directory.client_id,
                "secret": directory.secret,
                "settings": {"server_url": directory.issuer},
            }
            for directory in environment.directories
        ],
    }
}
SIGN_IN_DIRECTORIES = [{"id": directory.key, "name": directory.name} for directory in environment.directories]

SESSION_ENGINE = "borough.foundation.db.sessions"
SESSION_COOKIE_NAME = "__Host-session" if environment.secure else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.secure
CSRF_COOKIE_NAME = "__Host-csrf" if environment.secure else "csrf"
CSRF_FAILURE_VIEW = "borough.website.errors.form_expired"
WRONG_METHOD_VIEW = "borough.website.errors.wrong_method"
CSRF_TRUSTED_ORIGINS = [environment.public_url] if environment.secure else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.trusted_proxies else None
SECURE_SSL_REDIRECT = environment.secure
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$"]
SECURE_HSTS_SECONDS = 31_536_000 if environment.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = environment.secure
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, environment.live_url],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

CACHES = {"default": {"BACKEND": "borough.foundation.db.cache.Cache", "LOCATION": "foundation_cache"}}
PROCRASTINATE_IMPORT_PATHS = [  # modules in which a worker finds jobs
    *(f"borough.foundation.{module}" for module in ("mail", "ops.anchors", "files")),
    *(f"borough.webhooks.{module}" for module in ("delivery_log", "dispatch")),
    *(f"borough.{app}.jobs" for app in APPS if app != "foundation" and (ROOT / app / "jobs.py").exists()),
]
LOGGING_CONFIG = "borough.foundation.ops.logs.configure"
LOGGING: dict[str, object] = {"version": 1}  # passed to configure(), which adds the rest
SHARED_SECONDS = 10.0  # cache lifetime of public pages for anonymous visitors
CHANGED_TEXTS_SECONDS = 5.0  # how soon every process uses the texts of services that staff have published
