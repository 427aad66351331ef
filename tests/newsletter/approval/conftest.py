"""What do the tests of the approval share? The office."""

from cms.roles import set_up
from cms.testing.factories import make_user
from tests.shared import shared


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
