"""Is Belfry a library? Its wheel serves a news page and an issue in a Wagtail project that knows nothing of this one."""

import json
import os
import subprocess
import sys
import sysconfig
import textwrap
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings

pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).resolve().parents[1]
TRANSLATED = {"de", "es", "fr", "it", "pl"}

SETTINGS = """
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = "a project of somebody else"
DEBUG = False
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL, STATIC_ROOT = "/static/", BASE_DIR / "static"
MEDIA_URL, MEDIA_ROOT = "/media/", BASE_DIR / "media"
USE_TZ = True
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "start",
    "newsletter",
    "cms.plugins.news",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_countries",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "cms.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsletter.middleware.ApprovalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.front.page_context",
                "newsletter.front.edition_context",
            ],
        },
    },
]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("fr", "français"), ("mt", "Malti")]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_SITE_NAME = "Elsewhere"
WAGTAILADMIN_BASE_URL = "https://elsewhere.example"
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.DocumentFile"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
"""

URLS = """
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.outputs.api.urls")),
    path("", include("newsletter.review_urls")),
    *i18n_patterns(path("", include("newsletter.reader_urls")), path("", include("cms.urls"))),
]
"""

MODELS = """
from wagtail.models import Page

from cms.models import Sourced


class HomePage(Sourced, Page):
    opens_with_language = True
    template = "cms/base.html"
"""

PUBLISH = """
import importlib.util
import json
from datetime import date

import django

django.setup()

from django.test import Client
from wagtail.models import Page, Site

import cms
import newsletter
from cms.languages.opening import open_language
from cms.models import IndexPage
from cms.plugins.news.models import NewsPage
from newsletter.models import IssueIndexPage, IssuePage
from newsletter.rendering import render
from start.models import HomePage


def publish(parent, page):
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return page


home = publish(Page.get_first_root_node(), HomePage(title="Home", slug="elsewhere"))
Site.objects.update(root_page=home, hostname="testserver", port=80)
index = publish(home, IndexPage(title="News", slug="news", kind="news.newspage"))
archive = publish(home, IssueIndexPage(title="Newsletter", slug="newsletter"))
for tag in ("fr", "mt"):
    open_language(tag)
news = publish(index, NewsPage(title="A square at night", slug="square", summary="In short."))
entry = {"page": news.pk, "outlet": "everywhere", "when_missing": "fall_back"}
section = {"heading": "", "entries": [{"type": "entry", "value": entry}]}
issue = publish(
    archive,
    IssuePage(
        title="June 2019",
        slug="june-2019",
        date=date(2019, 6, 3),
        subject="Subject",
        preheader="Preheader",
        sections=[{"type": "entries", "value": section}],
    ),
)

client = Client()
answers = {}
for path in (
    "/en/news/",
    *(f"/{tag}/{rest}" for tag in ("en", "fr", "mt") for rest in ("news/square/", "newsletter/june-2019/")),
):
    response = client.get(path)
    answers[path] = [response.status_code, response.headers.get("Content-Language"), response.content.decode()]
rendered = render(issue, "fr", base="https://elsewhere.example")
print(
    json.dumps(
        {
            "modules": [cms.__file__, newsletter.__file__],
            "importable": [name for name in ("home", "tests") if importlib.util.find_spec(name)],
            "answers": answers,
            "mail_html": rendered.mail_html,
            "mail_text": rendered.mail_text,
        }
    )
)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel with the installed build backend: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel) -> list[str]:
    """List what the wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def sources(*packages: str, suffixes: set[str] | None = None) -> set[str]:
    """Return the files of packages as they lie in the checkout, as paths in a wheel."""
    files = (path for package in packages for path in (ROOT / package).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix()
        for path in files
        if "__pycache__" not in path.parts and (suffixes is None or path.suffix in suffixes)
    }


def test_the_wheel_holds_the_two_packages_and_nothing_of_the_site(names):
    assert {PurePosixPath(name).parts[0] for name in names} == {
        "cms",
        "newsletter",
        next(name for name in names if ".dist-info" in name).split("/")[0],
    }
    assert sources("cms", "newsletter") <= set(names)
    assert [name for name in names if name.endswith(".pyc") or "practices" in name] == []


def test_no_file_stands_in_the_wheel_twice(names):
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_each_app_carries_its_templates(names):
    carried = {name.split("templates/", 1)[1] for name in names if "/templates/" in name}
    own = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and path.parent != ROOT / "templates"
    }

    assert carried == {name for name in own if not name.startswith(("home/", "practices/"))}
    assert "cms/plugins/news/templates/news/news_page.html" in names
    assert "newsletter/templates/newsletter/mail/edition.html" in names


def test_the_catalogues_are_compiled(names):
    compiled = {name.split("/")[2] for name in names if name.endswith("/LC_MESSAGES/django.mo")}

    assert compiled == {*TRANSLATED, "mt"}  # an empty one opens Maltese, which Django does not know


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory) -> dict:
    """Install the wheel beside a new Wagtail project, publish there, and return what came of it."""
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("runs once, on SQLite")
    project, library = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("library")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    install = [*pip, "--no-deps", "--no-index", "--target", str(library), str(wheel)]
    subprocess.run(install, check=True)  # noqa: S603
    for name, text in {
        "settings.py": SETTINGS,
        "urls.py": URLS,
        "publish.py": PUBLISH,
        "start/__init__.py": "",
        "start/models.py": MODELS,
    }.items():
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
    for command in (
        ["-m", "django", "makemigrations", "start", "--verbosity", "0"],
        ["-m", "django", "check", "--fail-level", "WARNING"],
        ["-m", "django", "migrate", "--verbosity", "0"],
        ["-m", "django", "collectstatic", "--no-input", "--verbosity", "0"],
    ):
        run(project, library, *command)
    found = json.loads(run(project, library, "publish.py"))
    return {**found, "project": project, "library": library}


def run(project: Path, library: Path, *arguments: str) -> str:
    """Run Python in the project, which sees the library and what it stands on, and no checkout."""
    # Without the site module, because an editable install would bring this checkout back.
    packages = sysconfig.get_path("purelib")
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DJANGO", "PYTEST", "DATABASE", "PYTHONPATH"))
    }
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-S", *arguments],
        cwd=project,
        env={
            **variables,
            "PYTHONPATH": os.pathsep.join(map(str, (project, library, packages))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": "settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_project_uses_the_installed_library_only(elsewhere):
    assert all(Path(name).is_relative_to(elsewhere["library"]) for name in elsewhere["modules"])
    assert elsewhere["importable"] == []


def test_a_page_and_an_issue_are_read_there_in_two_languages(elsewhere):
    answers = elsewhere["answers"]

    assert {path: answer[:2] for path, answer in answers.items()} == {
        "/en/news/": [200, "en"],
        "/en/news/square/": [200, "en"],
        "/fr/news/square/": [200, "fr, en"],
        "/mt/news/square/": [200, "mt, en"],
        "/en/newsletter/june-2019/": [200, "en"],
        "/fr/newsletter/june-2019/": [200, "fr, en"],
        "/mt/newsletter/june-2019/": [200, "mt, en"],
    }
    assert all("A square at night" in answer[2] for answer in answers.values())
    french = answers["/fr/news/square/"][2]
    assert '<html lang="fr"' in french
    assert "Cette page n’est pas encore disponible" in french
    assert "Aller au contenu" in french  # from the catalogue of the wheel


def test_the_mail_is_rendered_there(elsewhere):
    assert "A square at night" in elsewhere["mail_html"]
    assert 'lang="fr"' in elsewhere["mail_html"]
    assert "https://elsewhere.example/fr/news/square/" in elsewhere["mail_text"]


def test_static_files_are_found_there(elsewhere):
    static = elsewhere["project"] / "static"

    assert (static / "cms" / "css" / "tokens.css").is_file()
    assert (static / "cms" / "js" / "front.js").is_file()
    assert list((static / "cms" / "fonts").glob("*.woff2"))
