"""What is different in the tests? They are fast, offline, and leave no trace outside var/test/."""

from .base import *

TEST_DIR = VAR_DIR / "test"
TEST_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = "for tests only, and known to everybody"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(environment("MEDIA_ROOT", str(TEST_DIR / "media")))
SERVE_MEDIA = True
NEWSLETTER_BACKENDS["file"]["OPTIONS"]["FOLDER"] = environment(
    "HANDOVER_FOLDER", str(TEST_DIR / "handover")
)
WHITENOISE_USE_FINDERS = True  # static files from where they lie, without collecting them
WHITENOISE_AUTOREFRESH = (
    True  # and looked for when asked for: to list all costs each test client as much as a request
)
STATIC_ROOT = TEST_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)

# A database that is rolled back knows nothing of what was answered from it; who needs a cache for that makes one.
del CACHES["answers"], CACHES["items"]

# Nothing is searched for in the tests, and an index costs as much as the page.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": TEST_DIR / "template.sqlite3"}
else:
    # Tests never outlive a power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

INSTALLED_APPS = [*INSTALLED_APPS, "tests.practices"]  # the sample plugin

# What Wagtail defers (its index of references, mostly) costs a fifth of all tests; who needs it asks for it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
