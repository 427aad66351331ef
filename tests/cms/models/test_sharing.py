"""Does an address open what it was made for, for its time, to whoever was given it and nobody else?"""

from datetime import timedelta

import pytest
from django.db.models import TextChoices
from django.utils import timezone
from wagtail.models import Page

from cms.models import ShareLink
from cms.models.sharing import KEPT, UnknownLinkError
from cms.testing.factories import make_user

State = ShareLink.State


class Refusal(TextChoices):
    """Why the makers of these tests may not show anything."""

    GONE = "gone"


@pytest.fixture
def ada(db):
    return make_user("ada")


@pytest.fixture
def link(ada):
    """An address that works for two weeks."""
    return make_link(ada)


def make_link(user, for_whom="The mayor’s office", days=14) -> ShareLink:
    """Make an address of a page."""
    page = Page.objects.get(depth=1)
    return ShareLink.objects.share(
        page=page, locale=page.locale, user=user, for_whom=for_whom, days=days
    )


def followed(token) -> list[ShareLink]:
    """Return what a token leads to."""
    return list(ShareLink.objects.followed(token))


def test_a_token_leads_to_its_row(link, ada):
    make_link(ada)

    assert followed(link.token) == [link]
    assert (link.created_by, link.for_whom) == (ada, "The mayor’s office")


def test_two_addresses_have_nothing_in_common(link, ada):
    second = make_link(ada)

    assert len(link.key) == 22  # 128 bits in base 64
    assert link.key != second.key
    assert link.token.split(":")[1] != second.token.split(":")[1]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: ("A" if token[0] != "A" else "B") + token[1:],
        lambda token: token + "A",
        lambda token: token.replace(":", ""),
        lambda _token: "",
        lambda _token: "é:ü",
    ],
)
def test_a_tampered_token_is_unknown(link, tamper):
    with pytest.raises(UnknownLinkError):
        followed(tamper(link.token))


def test_another_secret_key_makes_other_tokens(link, settings):
    token = link.token
    settings.SECRET_KEY = "another key, for this test only"

    with pytest.raises(UnknownLinkError):
        followed(token)

    settings.SECRET_KEY_FALLBACKS = ["for tests only, and known to everybody"]
    assert followed(token) == [link]


def test_a_token_whose_row_is_gone_leads_nowhere_and_is_known(link):
    link.delete()

    assert followed(link.token) == []


def test_an_address_works_until_its_instant_and_not_at_it(link):
    end = link.expires_at

    assert end - link.created_at == pytest.approx(timedelta(days=14), abs=timedelta(seconds=5))
    assert link.state(end - timedelta(microseconds=1)) == State.WORKS
    assert link.state(end) == State.EXPIRED


def test_it_is_revoked_once(link):
    assert link.revoke()
    link.refresh_from_db()
    first = link.revoked_at

    assert not link.revoke()
    link.refresh_from_db()
    assert link.revoked_at == first
    assert link.state(timezone.now()) == State.REVOKED


def test_whoever_made_what_could_work_is_asked_about_once(link, ada):
    bo, cy = make_user("bo"), make_user("cy")
    second, refused, over = make_link(ada), make_link(bo), make_link(cy, days=0)
    asked = []

    def refusal(maker):
        asked.append(maker)
        return Refusal.GONE if maker == bo else None

    states = ShareLink.states([link, second, refused, over], refusal)

    assert states == {
        link.pk: State.WORKS,
        second.pk: State.WORKS,
        refused.pk: Refusal.GONE,
        over.pk: State.EXPIRED,
    }
    assert sorted(asked, key=str) == [ada, bo]


def test_what_a_log_tells_is_not_the_address(link):
    assert link.noted == {
        "for_whom": "The mayor’s office",
        "expires_at": link.expires_at.isoformat(),
    }


def test_addresses_are_forgotten_a_month_after_their_time(link, ada):
    kept = make_link(ada)
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - KEPT)
    ShareLink.objects.filter(pk=kept.pk).update(
        expires_at=timezone.now() - KEPT + timedelta(minutes=1)
    )

    assert ShareLink.objects.forget_old() == 1
    assert list(ShareLink.objects.all()) == [kept]
