"""How does the demonstration come into an empty site?

In one transaction: a load that is interrupted leaves nothing behind, and can simply be repeated.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Locale, Page, Site
from wagtail.search.index import get_indexed_models
from wagtail.search.signal_handlers import post_save_signal_handler, register_signal_handlers
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.languages.opening import open_language
from cms.languages.translation.publication import publish, save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import IndexPage, Picture, Promotion
from home.demo import pictures, standing
from home.demo.building import complete, identity, make
from home.demo.catalogues import catalogue
from home.demo.network.brand import INDEXES
from home.demo.pages import all_sheets, is_installed
from home.demo.pages.issue import ISSUE, PROMOTION
from home.demo.people import give_job, make_people
from home.demo.sheets import LANGUAGES, Sheet, To
from home.models import HomePage
from newsletter.approval.freezing import freeze
from newsletter.frozen.pictures import KEPT
from newsletter.models import IssueIndexPage, IssuePage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

USER, PASSWORD = "admin", "belfry-demo"
MANAGER = "nora"

PARENTS = {
    "news.NewsPage": "news",
    "events.EventPage": "agenda",
    "projects.ProjectPage": "projects",
    "calls.CallPage": "calls",
    "practices.PracticePage": "practices",
    "newsletter.IssuePage": "newsletter",
    "home.PlainPage": "home",
}
"""Below which page a sheet of a kind belongs."""

FIRST_DAY = date(2019, 5, 2)

INDEXING = 2
"""How many of the last steps build the indexes that saving leaves alone until then."""


def is_loaded() -> bool:
    """Return whether the demonstration is in the database."""
    return issue() is not None


def issue() -> IssuePage | None:
    """Return the issue of the demonstration, or None."""
    return IssuePage.objects.filter(translation_key=identity(ISSUE.key), source=None).first()


def foreign_pages() -> int:
    """Return how many pages there are that came neither from Wagtail's first migration nor from here."""
    return Page.objects.filter(depth__gt=1).exclude(pk__in=welcome_pages()).count()


def welcome_pages() -> list[int]:
    """Return the page with which Wagtail greets a new site."""
    return [
        page.pk for page in Page.objects.filter(depth=2, slug="home") if type(page.specific) is Page
    ]


class Loader:
    """Loads the demonstration, step by step.

    Args:
        today: the day from which what lies ahead is dated.
        host: host name of the site.
        port: its port.
    """

    def __init__(self, today: date, *, host: str, port: int) -> None:
        """Make nothing yet."""
        self.today, self.host, self.port = today, host, port
        self.sheets = all_sheets(today)
        self.made: dict[To, int] = {}
        self.pages: dict[str, Page] = {}
        self.locales: dict[str, Locale] = {}
        self.files: list[Any] = []
        self.incomplete: dict[str, int] = {}
        self.unfinished: list[tuple[Page, str]] = []

    @property
    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """What is done, in order, each with the words that tell it."""
        return [
            (f"The administrator “{USER}”", self._administrator),
            ("Languages and what stands in for each", self._languages),
            ("Cities, topics, programmes, members, glossary", self._names),
            (f"{len(pictures.drawings_for(self.sheets))} pictures and 2 documents", self._pictures),
            ("Home page, index pages, archive", self._frame),
            (f"{len(self.sheets)} pages and their references", self._pages),
            ("Brand, menu, footer, promotion", self._brand),
            ("The same frame in the other languages", self._frames),
            *(
                (f"Translations into {locale_name}", lambda tag=tag: self._translations(tag))
                for tag, locale_name in TRANSLATED
            ),
            ("People of the office, and what they have to translate", self._people),
            ("Pictures in the sizes in which they are shown", self._sizes),
            ("The approval of the issue, which freezes it", self._approve),
            ("Search index", lambda: call_command("update_index", verbosity=0)),
            (
                "Register of references",
                lambda: call_command("rebuild_references_index", verbosity=0),
            ),
        ]

    def load(self, announce: Callable[[int, int, str], None]) -> None:
        """Do all steps, or none.

        Args:
            announce: is told before each step its number, how many there are, and what is made.
        """
        try:
            with transaction.atomic():
                for number, (words, step) in enumerate(self.steps, 1):
                    announce(number, len(self.steps), words)
                    with (
                        without_indexing()
                        if number <= len(self.steps) - INDEXING
                        else nullcontext()
                    ):
                        step()
        except BaseException:
            self._remove_files()
            raise

    def resolve(self, to: To) -> int:
        """Return the primary key of an object that has been made."""
        return self.made[to]

    # Steps

    def _administrator(self) -> None:
        users = get_user_model()
        if not users.objects.filter(username=USER).exists():
            users.objects.create_superuser(USER, f"{USER}@belfry.example", PASSWORD)
        self.user = users.objects.get(username=USER)

    def _languages(self) -> None:
        for tag in LANGUAGES:
            self.locales[tag], _created = Locale.objects.get_or_create(language_code=tag)
        standing.make_chains(self.locales)

    def _names(self) -> None:
        self.made |= standing.make_names()
        standing.make_glossary()

    def _pictures(self) -> None:
        for key, drawing in pictures.drawings_for(self.sheets).items():
            self._keep("picture", key, pictures.save_picture(key, pictures.draw(key, drawing)))
        emblem = self._keep("picture", "eu-emblem", pictures.save_emblem())
        standing.give_emblem(emblem)
        for key in pictures.DOCUMENTS:
            self._keep("document", key, pictures.save_document(key))

    def _keep(self, sort: str, key: str, stored: Any) -> Any:
        self.made[To(sort, key)] = stored.pk
        self.files.append(stored.file)
        return stored

    def _frame(self) -> None:
        """Put a home page in the place of Wagtail's welcome page, and index pages below it."""
        root = Page.get_first_root_node()
        home = HomePage(
            title="Home", slug="belfry", locale=self.locales["en"], translation_key=identity("home")
        )
        self._add(root, home, "home", FIRST_DAY)
        home.save_revision(user=self.user).publish(user=self.user)
        site, _created = Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": self.host,
                "port": self.port,
                "site_name": "Belfry",
                "root_page": home,
            },
        )
        self.site = site
        for welcome in Page.objects.filter(pk__in=welcome_pages()):
            welcome.delete()
        home = HomePage.objects.get(pk=home.pk)
        for key, model, kind, title, introduction in INDEXES:
            if not is_installed(kind):
                continue
            words = {"title": title, "slug": key, "introduction": introduction}
            page = (
                IssueIndexPage(**words)
                if model == "newsletter.IssueIndexPage"
                else IndexPage(kind=kind, is_agenda=key == "agenda", **words)
            )
            page.locale, page.translation_key = self.locales["en"], identity(key)
            self._add(home, page, key, FIRST_DAY)
            page.save_revision(user=self.user).publish(user=self.user)

    def _add(self, parent: Page, page: Page, key: str, published: date) -> None:
        """Add a page that is not public yet, but knows when it was first."""
        page.live = False
        page.owner = self.user
        page.first_published_at = self._moment(published)
        parent.add_child(instance=page)
        self.pages[key] = page
        self.made[To("page", key)] = page.pk

    def _moment(self, day: date) -> datetime:
        """Return when on a day a page became public: the order in which they are written decides."""
        return datetime.combine(day, time(8), UTC) + timedelta(minutes=len(self.pages))

    def _pages(self) -> None:
        """Add all pages first, so that each can point at any other."""
        needed = {sheet.language for sheet in self.sheets} - {"en"}
        for tag in sorted(needed):
            open_language(tag)
        self.made[To("promotion", "join")] = self._promotion().pk
        for sheet in self.sheets:
            page = make(sheet, self.resolve, self.locales[sheet.language])
            if sheet.drawing:
                page.picture_id = self.made[To("picture", sheet.key)]
                page.picture_is_decorative = True
            self._add(self._parent(sheet), page, sheet.key, sheet.published)
        for sheet in self.sheets:
            page = self.pages[sheet.key]
            complete(page, sheet, self.resolve)
            page.save_revision(user=self.user).publish(user=self.user)

    def _parent(self, sheet: Sheet) -> Page:
        parent = self.pages[PARENTS[sheet.kind]]
        if sheet.language != "en":
            return parent.get_translation(self.locales[sheet.language]).specific
        parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        return parent

    def _promotion(self) -> Promotion:
        return Promotion.objects.create(
            **PROMOTION,
            picture_id=self.made[To("picture", "promotion")],
            locale=self.locales["en"],
            translation_key=identity("promotion"),
        )

    def _brand(self) -> None:
        self.promotion = Promotion.objects.get(pk=self.made[To("promotion", "join")])
        self.promotion.page_id = self.made[To("page", "join")]
        self.promotion.save()
        home = HomePage.objects.get(pk=self.made[To("page", "home")])
        home.promotion = self.promotion
        home.save_revision(user=self.user).publish(user=self.user)
        standing.make_brand(self.site, self.made)

    def _frames(self) -> None:
        for tag in LANGUAGES[1:]:
            open_language(tag)
        for sheet in self.sheets:
            for tag in sheet.outdated:
                self._translate(sheet, tag)
            if sheet.earlier_summary:
                page = self._source(sheet)
                page.summary = sheet.summary
                page.save_revision(user=self.user).publish(user=self.user)
                request_translation(page, self.locales[next(iter(sheet.outdated))])

    def _translations(self, tag: str) -> None:
        self.words = catalogue(tag)
        if tag != "en":
            translation = request_translation(self.promotion, self.locales[tag])
            if not fill(translation, self.words):
                publish(translation, self.user)
        for sheet in self.sheets:
            if tag in sheet.targets and tag not in sheet.outdated:
                self._translate(sheet, tag)

    def _translate(self, sheet: Sheet, tag: str) -> None:
        """Make a translation as translators do; with words missing it stays a draft."""
        source = self._source(sheet)
        translation = request_translation(source, self.locales[tag])
        if fill(translation, catalogue(tag)):
            self.incomplete[tag] = self.incomplete.get(tag, 0) + 1
            self.unfinished.append((source, tag))
            save_draft(translation, self.user)
            return
        publish(translation, self.user)
        Page.objects.filter(
            translation_key=source.translation_key, locale=self.locales[tag]
        ).update(first_published_at=source.first_published_at)

    def _people(self) -> None:
        """Give the translations that are not there, or lack words, to the translators."""
        translators = make_people(PASSWORD)
        for sheet in self.sheets:
            for tag in sheet.left_out & translators.keys():
                give_job(self._source(sheet), self.locales[tag], translators[tag], self.today)
        for source, tag in self.unfinished:
            give_job(source, self.locales[tag], translators[tag], self.today)

    def _source(self, sheet: Sheet) -> Page:
        return type(self.pages[sheet.key]).objects.get(pk=self.pages[sheet.key].pk)

    def _sizes(self) -> None:
        """Cut the pictures to size now, so that no first reader waits for it."""
        for key, drawing in pictures.drawings_for(self.sheets).items():
            self._cut(key, pictures.sizes(drawing))
        for sheet in self.sheets:
            for piece in sheet.body:
                for name in ("picture", "poster"):
                    if isinstance(to := piece["value"].get(name), To):
                        self._cut(to.key, pictures.IN_BODY)
        self._cut("eu-emblem", (pictures.EMBLEM_SIZE,))

    def _cut(self, key: str, sizes: tuple[str, ...]) -> None:
        picture = Picture.objects.get(pk=self.made[To("picture", key)])
        self.files += [rendition.file for rendition in picture.get_renditions(*sizes).values()]

    def _approve(self) -> None:
        """Let the newsletter's manager approve the issue: from then on readers see it as it is now."""
        manager = get_user_model().objects.get(username=MANAGER)
        for edition in freeze(issue(), user=manager).editions.all():
            for name in sorted(set(KEPT.findall(edition.web + edition.mail_html))):
                self.files.append(File(None, name=name))

    def _remove_files(self) -> None:
        """Remove the files that were written: their records are gone with the transaction."""
        for file in self.files:
            default_storage.delete(file.name)


TRANSLATED = (
    ("en", "English"),
    ("fr", "French"),
    ("de", "German"),
    ("it", "Italian"),
    ("es", "Spanish"),
    ("pl", "Polish"),
)
"""The languages of the demonstration, as the progress display names them."""


@contextmanager
def without_indexing() -> Iterator[None]:
    """Save objects without updating search and references for each: both are built once, at the end."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        register_signal_handlers()
