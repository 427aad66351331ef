"""What do the tests of the approval share? The office, and an issue."""

import pytest

from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import make_administrator, make_page, make_picture, make_user
from newsletter.models import IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue


@pytest.fixture
def user(site):
    """Somebody who may do everything."""
    return make_administrator()


@pytest.fixture
def news(site) -> NewsPage:
    """A piece of news with a picture."""
    return make_page(NewsPage, title="A report", picture=make_picture("Night", credit="A. K."))


@pytest.fixture
def issue(news) -> IssuePage:
    """An issue with that news, and a strip."""
    return make_issue(
        editorial("<p>Welcome.</p>"), entries(entry(news)), picture=make_picture("Towers")
    )


@pytest.fixture
def manager(site):
    """Somebody who makes the newsletter."""
    set_up()
    return make_user("nora", "Newsletter managers")


@pytest.fixture
def editor(site):
    """Somebody who writes, and does not publish."""
    set_up()
    return make_user("emma", "Editors")
