"""What do the tests of the approval share? The office, and an issue."""

from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import make_administrator, make_page, make_picture, make_user
from newsletter.models import IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue
from tests.shared import shared


@shared
def user(site):
    """Somebody who may do everything."""
    return make_administrator()


@shared
def news(site) -> NewsPage:
    """A piece of news with a picture."""
    return make_page(NewsPage, title="A report", picture=make_picture("Night", credit="A. K."))


@shared
def issue(news) -> IssuePage:
    """An issue with that news, and a strip."""
    return make_issue(
        editorial("<p>Welcome.</p>"), entries(entry(news)), picture=make_picture("Towers")
    )


@shared
def manager(site):
    """Somebody who makes the newsletter."""
    set_up()
    return make_user("nora", "Newsletter managers")


@shared
def editor(site):
    """Somebody who writes, and does not publish."""
    set_up()
    return make_user("emma", "Editors")
