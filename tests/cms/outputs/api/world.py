"""A site to which all sorts of things happen: whatever tells what has changed has to know them all."""

import random
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Locale, Page, PageViewRestriction

from cms.items import Status
from cms.models import (
    ContentPage,
    Deadline,
    FallbackChain,
    FallbackLink,
    PageTopic,
    PartOf,
    Place,
    RelatedPage,
    Span,
)
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_page,
    make_picture,
    make_programme,
    make_site,
    make_topic,
    make_translation,
)

DAY = timedelta(days=1)


class World:
    """A site to which all sorts of things happen, at a time that goes on."""

    def __init__(self, seed: int, now: datetime) -> None:
        """Make a page of each kind."""
        self.chance = random.Random(seed)  # noqa: S311 -- the same each time
        self.now = now
        make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage, CallPage, ProjectPage])
        self.topic, self.city = make_topic("Youth", fr="Jeunesse"), make_city("Gdańsk", "PL")
        self.programme = make_programme("Internal Security Fund", en="Paid by it.")
        self.picture, self.programme.emblem = make_picture(), make_picture()
        self.programme.save()
        project = make_page(ProjectPage, title="Bells", programme=self.programme)
        self.make(EventPage, project)
        self.make(CallPage, project)

    def make(self, kind: type[ContentPage], project: ContentPage) -> ContentPage:
        """Return a new page that names others in every way."""
        number = self.chance.randrange(10**9)
        link = f'<a linktype="page" id="{project.pk}">it</a>'
        page = self.chance.choice(list(Page.objects.filter(depth=3).order_by("pk")))
        others = f'<a linktype="page" id="{page.pk}">others</a>'
        fields: dict[str, Any] = {
            NewsPage: {"related_rows": [RelatedPage(target=project)], "picture": self.picture},
            EventPage: {
                "span_rows": [Span(start=self.now.date() + DAY, end=self.now.date() + 2 * DAY)],
                "place_rows": [Place(city=self.city)],
                "registration_day": self.now.date() + self.chance.randrange(20) * DAY,
            },
            CallPage: {
                "funder": "Belfry",
                "deadline_rows": [Deadline(day=self.now.date() + self.chance.randrange(20) * DAY)],
            },
        }.get(kind, {})
        return make_page(
            kind,
            title=f"Page {number}",
            body=[("paragraph", {"text": f"<p>About {link} and {others}.</p>"})],
            part_of_rows=[PartOf(target=project)],
            topic_rows=[PageTopic(topic=self.topic)],
            **fields,
        )

    def any(self, *kinds: type[ContentPage]) -> ContentPage:
        """Return a page that is its own source."""
        pages = ContentPage.objects.filter(source=None).order_by("pk")
        found = [page.specific for page in pages if isinstance(page.specific, kinds or Page)]
        return self.chance.choice(found)

    def happens(self) -> None:
        """Let something happen."""
        self.chance.choice(
            [
                lambda: self.make(self.chance.choice([NewsPage, EventPage, CallPage]), self.any()),
                self.retitle,
                self.translate,
                self.unpublish,
                self.publish,
                self.delete,
                self.restrict,
                self.open_to_all,
                self.move,
                self.readdress,
                self.rename,
                self.replace,
                self.chain,
                self.expire,
                self.wait,
                self.wait,
            ]
        )()

    def retitle(self) -> None:
        """Publish a page under another title and at another address."""
        page = self.any()
        page.title = f"{page.title}'"
        page.slug = f"{page.slug}-a"
        page.save_revision().publish()

    def translate(self) -> None:
        """Publish a translation that there is not yet."""
        page = self.any()
        language = self.chance.choice(["fr", "de"])
        there = ContentPage.objects.filter(
            translation_key=page.translation_key, locale__language_code=language
        )
        if page.live and not there.exists():
            make_translation(page, language, title=f"{page.title} ({language})")

    def version(self) -> ContentPage:
        """Return a page in any language."""
        return self.chance.choice(list(ContentPage.objects.order_by("pk"))).specific

    def unpublish(self) -> None:
        """Unpublish a version."""
        self.version().unpublish()

    def publish(self) -> None:
        """Publish a version as it is."""
        self.version().save_revision().publish()

    def delete(self) -> None:
        """Delete a page with all its versions, but never the last ones."""
        if ContentPage.objects.filter(source=None).count() > 2:
            self.any(NewsPage, EventPage, CallPage, ProjectPage).delete()

    def restrict(self) -> None:
        """Let only those see a page, or a list with all that is below it, who have signed in."""
        pages = [*ContentPage.objects.order_by("pk"), *Page.objects.filter(depth=3).order_by("pk")]
        PageViewRestriction.objects.create(
            page=self.chance.choice(pages), restriction_type=PageViewRestriction.LOGIN
        )

    def open_to_all(self) -> None:
        """Let everybody see everything again."""
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    def move(self) -> None:
        """Move a page to the list of another kind."""
        page = self.any()
        index = self.chance.choice(
            list(Page.objects.filter(depth=3, locale=page.locale).order_by("pk"))
        )
        if page.get_parent() != index:
            page.move(index, pos="last-child")

    def readdress(self) -> None:
        """Let a list, and all that is below it, be at another address."""
        index = self.chance.choice(list(Page.objects.filter(depth=3).order_by("pk"))).specific
        index.slug = f"{index.slug}-b"
        index.save_revision().publish()

    def rename(self) -> None:
        """Call something otherwise that many pages name."""
        named = self.chance.choice([self.topic, self.city])
        named.name += "'"
        named.save()
        self.picture.alternative_text += "'"
        self.picture.save()
        self.programme.wordings.update(statement="Paid otherwise.")
        self.programme.save()
        drawn = BytesIO()
        Image.new("RGB", (16, 9)).save(drawn, "PNG")
        self.programme.emblem.file = ContentFile(drawn.getvalue(), name="emblem.png")
        self.programme.emblem.save()

    def replace(self) -> None:
        """Say that another page stands for an event."""
        event, other = self.any(), self.any()
        if isinstance(event, EventPage) and event.pk != other.pk:
            event.status, event.replaced_by = Status.REPLACED, other
            event.save_revision().publish()

    def chain(self) -> None:
        """Let French readers be served German first, or no longer."""
        french = Locale.objects.get(language_code="fr")
        german = Locale.objects.get(language_code="de")
        chain, _made = FallbackChain.objects.get_or_create(locale=french)
        if not FallbackLink.objects.filter(chain=chain).delete()[0]:
            FallbackLink.objects.create(chain=chain, locale=german, sort_order=0)

    def expire(self) -> None:
        """Let a version come to its end soon."""
        page = self.version()
        page.expire_at = self.now + timedelta(hours=self.chance.randrange(1, 30))
        page.save_revision().publish()

    def wait(self) -> None:
        """Let time go by."""
        self.now += timedelta(hours=self.chance.randrange(1, 40))
