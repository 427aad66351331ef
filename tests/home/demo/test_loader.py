"""Does the demonstration load all or nothing, and are its translations those that it asks for?"""

import shutil
import subprocess
from argparse import ArgumentTypeError
from datetime import date
from io import StringIO

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from cms.models import Picture
from home.demo import pictures
from home.demo.building import identity
from home.demo.catalogues import FOLDER, wanted
from home.demo.loader import Loader, welcome_pages
from home.demo.pages import all_sheets
from home.demo.pages.issue import ISSUE
from home.demo.sheets import LANGUAGES
from home.management.commands.load_demo import address
from home.models import HomePage
from newsletter.models import IssueIndexPage, IssuePage

TODAY = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_with_issue() -> Site:
    """Put only that into the database by which a loaded demonstration is known."""
    home = HomePage(title="Home", slug="belfry", locale=Locale.get_default())
    Page.get_first_root_node().add_child(instance=home)
    site = Site.objects.get(is_default_site=True)
    site.root_page, site.hostname, site.port = home, "127.0.0.1", 8000
    site.save()
    archive = IssueIndexPage(title="Newsletter", slug="newsletter")
    home.add_child(instance=archive)
    archive.add_child(
        instance=IssuePage(
            title="June 2019",
            slug="june-2019",
            date=date(2019, 6, 3),
            subject="Subject",
            preheader="Preheader",
            translation_key=identity(ISSUE.key),
        )
    )
    return site


def load(**options: object) -> str:
    """Run the command and return what it says."""
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize("options", [{}, {"address": ("127.0.0.1", 8000)}])
def test_second_load_changes_nothing_and_says_where_to_look(site_with_issue, options):
    with CaptureQueriesContext(connection) as queries:
        said = load(**options)
    assert "already loaded; nothing was changed" in said
    assert "http://127.0.0.1:8000/en/newsletter/june-2019/" in said
    assert "http://127.0.0.1:8000/admin/" in said
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_second_load_takes_another_address(site_with_issue):
    assert "http://localhost:9000/en/newsletter/june-2019/" in load(address=("localhost", 9000))
    site_with_issue.refresh_from_db()
    assert (site_with_issue.hostname, site_with_issue.port) == ("localhost", 9000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("localhost:9000", ("localhost", 9000)),
        ("[::1]:9000", ("[::1]", 9000)),
        ("9000", ("127.0.0.1", 9000)),
    ],
)
def test_address_is_written_as_for_runserver(text, expected):
    assert address(text) == expected


@pytest.mark.parametrize("text", ["", ":9000", "localhost", "localhost:", "localhost:0", "x:70000"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ArgumentTypeError):
        address(text)


def test_make_loads_the_demo_for_the_address_where_it_serves():
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    planned = subprocess.run(  # noqa: S603
        [make, "--dry-run", "--always-make", "demo", "ADDRESS=localhost:9000"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "load_demo --address localhost:9000" in planned
    assert "runserver localhost:9000" in planned


def test_site_of_somebody_else_is_left_alone():
    Page.get_first_root_node().add_child(instance=HomePage(title="Ours", slug="ours"))
    with pytest.raises(CommandError, match="holds a site already"):
        load()
    assert not Locale.objects.filter(language_code="pl").exists()


def test_interrupted_load_leaves_nothing(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    one = dict(list(pictures.drawings_for(all_sheets(TODAY)).items())[:1])
    monkeypatch.setattr(pictures, "drawings_for", lambda _sheets: one)

    def stop(_loader):
        raise KeyboardInterrupt

    monkeypatch.setattr(Loader, "_frame", stop)
    with pytest.raises(KeyboardInterrupt):
        Loader(TODAY, host="127.0.0.1", port=8000).load(lambda *_step: None)
    assert not Locale.objects.exclude(language_code="en").exists()
    assert not Picture.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert welcome_pages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_words_of_the_sources_and_no_others(language):
    catalogue = {entry.msgid for entry in polib.pofile(str(FOLDER / f"{language}.po"))}
    assert catalogue == set(wanted(language, TODAY)), "run manage.py load_demo --messages"


def test_every_page_stands_once_and_points_at_what_is_there():
    sheets = all_sheets(TODAY)
    keys = [sheet.key for sheet in sheets]
    assert len(keys) == len(set(keys))
    named = {
        row["target"].key
        for sheet in sheets
        for rows in sheet.rows.values()
        for row in rows
        if "target" in row
    }
    assert named <= set(keys)
