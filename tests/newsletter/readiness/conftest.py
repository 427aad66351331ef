"""What do the tests of the verdict share? An issue of June, and pages to put into it."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from cms.models import Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import MadeSite, make_page
from newsletter.models import IssuePage
from tests.newsletter.conftest import make_issue
from tests.shared import shared


@pytest.fixture
def june(site: MadeSite) -> Callable[..., IssuePage]:
    """Return an issue of June with the sections that are given; another one at each call."""
    numbers = count(1)

    def june(*sections: dict, **fields: object) -> IssuePage:
        return make_issue(*sections, **{"slug": f"june-2019-{next(numbers)}", **fields})

    return june


@shared
def news(site: MadeSite) -> NewsPage:
    return make_page(NewsPage, title="A thing happened")


@shared
def event(site: MadeSite) -> EventPage:
    return make_page(
        EventPage,
        title="The Colloquium",
        span_rows=[Span(start=date(2019, 6, 25), end=date(2019, 6, 26))],
    )
