"""What is different on a developer's machine? It works with no variable set."""

from .base import *

DEBUG = True
SECRET_KEY = "for development only, and known to everybody"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SERVE_MEDIA = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# As in production: what takes long is done by `manage.py db_worker`, which `make demo` starts beside the server.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MIDDLEWARE = [*MIDDLEWARE, "home.middleware.designed_not_found"]

INSTALLED_APPS = [*INSTALLED_APPS, "tests.practices"]  # the sample plugin that the demo shows
