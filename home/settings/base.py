"""What is true of the site wherever it runs?"""

import os
from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"  # all that a running site writes; nothing in it is in the repository


def environment(name: str, default: str = "") -> str:
    """Return a variable of the environment: the only door through which settings read it."""
    return os.environ.get(name) or default


def lists(name: str) -> dict[str, str]:
    """Return the lists of a sending service that a variable names: ``de=3,fr=4,members.de=7``."""
    pairs = (pair.partition("=") for pair in environment(name).split(",") if pair.strip())
    return {readers.strip(): value.strip() for readers, _, value in pairs}


def database(url: str) -> dict:
    """Read a database's address; SQLite gets what lets several writers share it."""
    settings = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # Write-ahead logging, and a write lock taken when a transaction begins: without both, five
        # writers meet "database is locked" by the hundred.
        settings["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    return settings


# Applications and what a request passes through

INSTALLED_APPS = [
    "home",
    "newsletter",
    "cms.plugins.news",
    "cms.plugins.events",
    "cms.plugins.projects",
    "cms.plugins.calls",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",  # replaces wagtail.locales
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",  # never together with "modelsearch", on which it stands
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_countries",
    "django_tasks_db",
    "ninja",  # the files of the API's page of documentation
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",  # the templates of sitemaps
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.middleware.refuse_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.RedirectMiddleware",
    "newsletter.middleware.ApprovalMiddleware",
]

ROOT_URLCONF = "home.urls"
WSGI_APPLICATION = "home.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.front.page_context",
                "newsletter.front.edition_context",
                "home.front.home_context",
            ],
        },
    },
]

# Data

DATABASES = {"default": database(environment("DATABASE_URL", f"sqlite:///{VAR_DIR}/db.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if redis_url := environment("REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
        },
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# What the delivery API has answered, until anything is published; and what it has told of each item in each language, until that
# item changes. A process that keeps its own keeps 300 answers and 1,000 items at most. A Redis needs a limit of its own (maxmemory,
# with allkeys-lru): anybody may ask for as many different answers as they like.
for name, most in (("answers", 300), ("items", 1000)):
    CACHES[name] = {**CACHES["default"], "KEY_PREFIX": name}
    if not redis_url:
        CACHES[name] |= {"LOCATION": name, "OPTIONS": {"MAX_ENTRIES": most}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Languages: the 24 of the European Union. To open one is an administrator's action, not a setting.

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("bg", "български"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("el", "ελληνικά"),
    ("en", "English"),
    ("es", "español"),
    ("et", "eesti"),
    ("fi", "suomi"),
    ("fr", "français"),
    ("ga", "Gaeilge"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("it", "italiano"),
    ("lt", "lietuvių"),
    ("lv", "latviešu"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("pt", "português"),
    ("ro", "română"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("sv", "svenska"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(environment("MEDIA_ROOT", str(VAR_DIR / "media")))
SERVE_MEDIA = False  # the web server's work, except in development and in tests

# Wagtail

WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "cms/password_required.html"  # noqa: S105 -- a template
WAGTAIL_SITE_NAME = "Belfry"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = environment("WAGTAILADMIN_BASE_URL", "http://127.0.0.1:8000")
# An editor chooses among the languages whose catalogues this project keeps complete.
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    (code, name) for code, name in LANGUAGES if code in {"de", "en", "es", "fr", "it", "pl"}
]
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
# More than a camera makes: each takes four bytes of memory and more whenever a size of the picture is made.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "cms.DocumentFile"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "xlsx", "zip"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# A long issue has more form fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A translation is published when it is complete, never because its source was (see cms.languages).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# The words of a translation that is deleted are kept, until its source is (see cms.languages.lifecycle).
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
# No machine translates, unless a service is named here; and then into no language that has no budget, and nothing that
# is not public, unless that is allowed too (see cms.languages.translation.machine).
if environment("DEEPL_AUTH_KEY"):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms.languages.translation.machine.services.DeepL",
        "OPTIONS": {"AUTH_KEY": environment("DEEPL_AUTH_KEY")},
    }
elif environment("LIBRETRANSLATE_URL"):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms.languages.translation.machine.services.LibreTranslate",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": environment("LIBRETRANSLATE_URL"),
            "API_KEY": environment("LIBRETRANSLATE_API_KEY"),
        },
    }
else:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
if WAGTAILLOCALIZE_MACHINE_TRANSLATOR:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"] |= {
        "UNPUBLISHED": environment("MACHINE_TRANSLATION_OF_DRAFTS") == "1",
        "PRICE": environment("MACHINE_TRANSLATION_PRICE"),
    }
# The site asks no outside host for anything: no update check, no avatars, no embeds.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS = []

# Webhooks lead to public hosts over HTTPS, and to these besides, each an address with its port, such as 10.0.0.5:8443.
WEBHOOK_PRIVATE_ADDRESSES = [
    place.strip() for place in environment("WEBHOOK_PRIVATE_ADDRESSES").split(",") if place.strip()
]

# Newsletter

EMAIL_TIMEOUT = 30  # seconds; without it, who talks to a mail server that hangs waits for ever
# Where approved editions go (see newsletter.backends). A service is among them where it is named: drafts are made there, and
# people send them.
NEWSLETTER_BACKENDS = {
    "file": {
        "BACKEND": "newsletter.backends.file.FileBackend",
        "OPTIONS": {"FOLDER": environment("HANDOVER_FOLDER", str(VAR_DIR / "handover"))},
    },
    "mail": {"BACKEND": "newsletter.backends.mail.MailBackend"},
}
if environment("LISTMONK_URL"):
    NEWSLETTER_BACKENDS["listmonk"] = {
        "BACKEND": "newsletter.backends.listmonk.ListmonkBackend",
        "OPTIONS": {
            "URL": environment("LISTMONK_URL"),
            "USER": environment("LISTMONK_USER"),
            "TOKEN": environment("LISTMONK_TOKEN"),
            "TEMPLATE": environment("LISTMONK_TEMPLATE"),
            "LISTS": lists("LISTMONK_LISTS"),
        },
    }
if environment("MAILCHIMP_API_KEY"):
    NEWSLETTER_BACKENDS["mailchimp"] = {
        "BACKEND": "newsletter.backends.mailchimp.MailchimpBackend",
        "OPTIONS": {
            "KEY": environment("MAILCHIMP_API_KEY"),
            "LISTS": lists("MAILCHIMP_LISTS"),
        },
    }
