"""What does a public site need? Its secrets, or it does not start; and everything over HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
if missing := [name for name in REQUIRED if not environment(name)]:
    raise ImproperlyConfigured(f"Production needs these variables: {', '.join(missing)}.")

DEBUG = False
SECRET_KEY = environment("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in environment("ALLOWED_HOSTS").split(",") if host.strip()]
MAIN_HOST = ALLOWED_HOSTS[0].lstrip(".")
WAGTAILADMIN_BASE_URL = environment("WAGTAILADMIN_BASE_URL", f"https://{MAIN_HOST}")
DEFAULT_FROM_EMAIL = environment("DEFAULT_FROM_EMAIL", f"noreply@{MAIN_HOST}")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Gunicorn takes the scheme from a proxy that FORWARDED_ALLOW_IPS names (by default one on this
# machine), so that Django needs no setting to know that a request came over HTTPS.
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# What takes longer than a request is done by `manage.py db_worker`, a process of its own.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
