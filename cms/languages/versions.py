"""Which versions of pages are public, and what is read of them?

Asked once, for readers of one language or of several at a time; which version a reader gets is for the reading to choose.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import AutoField, BooleanField, DateTimeField, F, Func, Q
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Page, TranslatableMixin

from cms.blocks import BodyBlock
from cms.compiled import Given, GivenList, OneOf, compiled
from cms.content import content_types, is_public, published, restricted
from cms.items import Rendition
from cms.languages.chains import open_languages
from cms.languages.rows import read_rows
from cms.models import ContentPage, PartOf

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from uuid import UUID

    from django.db.models import Model, QuerySet

    from cms.languages.readings import Served
    from cms.models import Picture as PictureFile


class Versions:
    """The public versions of content pages, as readings of one or of several languages choose from them.

    Args:
        languages: BCP 47 tags of the readers. Readings of several languages share one such object and read only.
        chain: the languages of one reader in place of their chain.
    """

    def __init__(self, *languages: str, chain: Iterable[str] | None = None) -> None:
        """Ask the database nothing yet."""
        opened = open_languages()
        chains = set(chain or (tag for language in languages for tag in opened.chain(language)))
        self._locales = [opened.locales[tag] for tag in chains if tag in opened.locales]
        self._are_shared = len(languages) > 1
        self._keys: dict[int, UUID] = {}
        self._asked: set[int] = set()
        self._found: dict[UUID, list[ContentPage]] = {}
        self._read: set[tuple[int, str]] = set()
        """Which child rows of which pages have been read."""
        self._others: dict[UUID, dict[int, Page]] = {}
        self._other_keys: dict[int, UUID] = {}
        self._others_asked: set[int] = set()
        self._sizes: dict[tuple, list[Rendition]] = {}

    def of(self, pages: Iterable[int]) -> list[list[ContentPage]]:
        """Return the versions of each page that one of the readers may get. One query for those not asked for yet.

        Args:
            pages: primary keys, of any language version.
        """
        wanted = list(pages)
        if missing := [pk for pk in wanted if pk not in self._asked]:
            self._load(missing, _without_bodies)
        keys = dict.fromkeys(self._keys[pk] for pk in wanted if pk in self._keys)
        return [self._found[key] for key in keys]

    def load_whole(self, page: int) -> None:
        """Read the versions of a page together with their bodies, before they are asked for. One query, at most."""
        if page not in self._asked:
            self._load([page], _with_bodies)

    def _load(self, pages: list[int], ask: Callable[..., list[ContentPage]]) -> None:
        for page in ask(pages=pages, locales=self._locales, at=timezone.now()):
            # What came along with something else before has its rows perhaps.
            if page.pk not in self._keys:
                self._keys[page.pk] = page.translation_key
                self._found.setdefault(page.translation_key, []).append(of_kind(page))
        self._asked.update(pages, self._keys)

    def of_any(self, pages: Iterable[int]) -> list[list[Page]]:
        """Return all versions of any pages of the site, each of which knows whether it is public, or restricted.

        One query for those not asked for yet.

        Args:
            pages: primary keys, of any language version.
        """
        wanted = set(pages)
        if missing := wanted - self._other_keys.keys() - self._others_asked:
            self._others_asked |= missing
            for page in _any(pages=missing, at=timezone.now()):
                self._others.setdefault(page.translation_key, {})[page.pk] = page
                self._other_keys[page.pk] = page.translation_key
        keys = dict.fromkeys(self._other_keys[pk] for pk in wanted if pk in self._other_keys)
        return [list(self._others[key].values()) for key in keys]

    def read_rows(
        self, loaded: list[Served[ContentPage]], rows: Collection[str] | None = None
    ) -> None:
        """Read the child rows of what is served, and the sizes of its pictures. One query, and one for documents."""
        pages = {page.pk: page for served in loaded for page in (served.source, served.words)}
        if self._are_shared:
            keys = {page.translation_key for page in pages.values()}
            pages |= {page.pk: page for key in keys for page in self._found.get(key, ())}
        wanted: list[tuple[str, list]] = []
        for name in dict.fromkeys(name for page in pages.values() for name in page.fact_rows()):
            having = [
                page
                for pk, page in pages.items()
                if pk and name in page.fact_rows() and _tells(page, name)
                if (pk, name) not in self._read
            ]
            if rows is not None and name not in rows:
                leave_out(having, name.split("__")[0])
                continue
            wanted.append((name, having))
            self._read.update((page.pk, name) for page in having)
        pictures = [
            page.picture for page in pages.values() if page.source_id is None and page.picture
        ]
        wanted.append(
            ("renditions", [each for each in pictures if not _has_read(each, "renditions")])
        )
        read_rows((name, owners) for name, owners in wanted if owners)

    def sizes(self, picture: PictureFile, base: str, *filters: str) -> list[Rendition]:
        """Return a picture in several sizes, by Wagtail's filters; those that do not exist yet are made.

        Args:
            picture: with its renditions loaded, or they cost a query.
            base: scheme and host before every address, or empty.
            *filters: one for each size.

        Raises:
            OSError: if its file cannot be read.
        """
        key = (picture.pk, base, *filters)
        if key not in self._sizes:
            found = picture.get_renditions(*filters)
            self._sizes[key] = [
                Rendition(url=media(size.url, base), width=size.width, height=size.height)
                for size in (found[name] for name in filters)
            ]
        return self._sizes[key]


class Among(Func):
    """Whether a value is among those of another query, which is asked first.

    PostgreSQL joins no more than 8 tables in an order of its own choice (``join_collapse_limit``): with ``IN`` it joins all
    pages of a site before it looks for the few that are wanted.
    """

    output_field = BooleanField()
    template = "%(expressions)s"
    arg_joiner = " IN "

    def as_postgresql(self, compiler, connection, **context):
        """Return the same of an array, which is made before anything is joined."""
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s)",
            arg_joiner=" = ANY (ARRAY",
            **context,
        )


PAGES, LOCALES = GivenList("pages", AutoField()), GivenList("locales", AutoField())
"""Primary keys."""
AT = Given("at", DateTimeField())


def _public() -> QuerySet[ContentPage]:
    """Return the public versions of content pages in some languages, their sources, and what was asked for itself.

    And of what they are part of, which nearly every card tells.
    """
    initiatives = PartOf.objects.order_by().filter(OneOf(F("page"), PAGES))
    wanted = Q(OneOf(F("locale"), LOCALES)) | Q(source=None) | Q(OneOf(F("pk"), PAGES))
    pages = published(with_kinds(ContentPage.objects.all()), at=AT)
    return pages.filter(_has_key_of_pages(initiatives.values("target__translation_key")), wanted)


_with_bodies = compiled(_public)


@compiled
def _without_bodies() -> QuerySet[ContentPage]:
    """Return the same for cards, which show no body: to read it takes as long as all the rest of a page."""
    return _public().defer("body")


@compiled
def _any() -> QuerySet[Page]:
    """Return all versions of any pages, each of which knows whether it is public, or restricted."""
    return Page.objects.filter(_has_key_of_pages()).annotate(
        is_restricted=restricted(), is_public=is_public(at=AT)
    )


def _has_key_of_pages(*others: QuerySet) -> Among:
    """Return the condition that a page is a version of one of PAGES, or has one of some other keys."""
    asked = Page.objects.order_by().filter(OneOf(F("pk"), PAGES)).values("translation_key")
    return Among(F("translation_key"), asked.union(*others, all=True) if others else asked)


def read_bodies(pages: Iterable[ContentPage]) -> None:
    """Read the bodies of pages, which cards do without, and whatever their blocks have chosen. A query, and one for each sort of choice.

    Each body would otherwise cost as many. One that is in memory stays as it is.
    """
    by_key = {page.pk: page for page in pages if "body" in page.get_deferred_fields()}
    if not by_key:
        return
    bodies = {page.pk: page.body for page in ContentPage.objects.filter(pk__in=by_key).only("body")}
    block = BodyBlock()
    blocks = [raw for body in bodies.values() for raw in body.raw_data]
    # What stands in one stream is fetched together.
    together = iter(list(StreamValue(block, blocks, is_lazy=True)))
    for pk, body in bodies.items():
        by_key[pk].body = StreamValue(block, list(islice(together, len(body))))


def media(url: str, base: str) -> str:
    """Return the address of a file, which a storage may already give in full."""
    return url if "://" in url else base + url


def _tells(page: ContentPage, name: str) -> bool:
    """Return whether anybody reads these rows of this version: facts of the source, words of every version."""
    model = getattr(type(page), name.split("__")[0]).rel.related_model
    return page.source_id is None or issubclass(model, TranslatableMixin)


def _has_read(owner: Model, name: str) -> bool:
    return name in vars(owner).get("_prefetched_objects_cache", {})


def leave_out(pages: list[ContentPage], name: str) -> None:
    """Let pages have none of the child rows of one name, so that nobody asks the database for them."""
    for page in pages:
        rows = getattr(page, name).model.objects.none()
        page.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def with_kinds(pages: QuerySet[ContentPage]) -> QuerySet[ContentPage]:
    """Return the pages with the columns of every installed kind, in the same query (multi-table inheritance)."""
    kinds = [(_link_to(kind), kind.read_with) for kind in content_types()]
    named = [f"{link}__{relation}" for link, relations in kinds for relation in relations]
    return pages.select_related("picture", *(link for link, _relations in kinds), *named)


def of_kind(page: ContentPage) -> ContentPage:
    """Return a page that was fetched with ``with_kinds`` as an instance of its kind."""
    for kind in content_types():
        specific = page
        for name in _link_to(kind).split("__"):
            specific = specific._state.fields_cache.get(name)
            if specific is None:
                break
        else:
            specific._state.fields_cache.setdefault(
                "picture", page._state.fields_cache.get("picture")
            )
            return specific
    return page


def _link_to(kind: type[ContentPage]) -> str:
    """Return the look-up that leads from ContentPage to a kind."""
    below = [
        model
        for model in kind.__mro__
        if issubclass(model, ContentPage) and model is not ContentPage
    ]
    return "__".join(str(model._meta.model_name) for model in reversed(below))
