"""Is what tests share made once, given to each as it was made, and seen by nobody else?"""

from pathlib import Path

import pytest
from django.conf import settings

from cms.models import City, Picture
from cms.testing.factories import make_city, make_picture
from tests.shared import shared, steps_of

made: list[str] = []
"""What was made in this process, in order."""


@shared
def town() -> City:
    """A town."""
    made.append("town")
    return make_city("Augsburg", "DE")


@shared
def picture(town: City) -> Picture:
    """A picture of the town, with its file."""
    made.append("picture")
    return make_picture(town.name)


@pytest.fixture
def unshared(db: None) -> None:
    """Nothing, but made for each test."""


@shared
def of_unshared(unshared: None) -> str:
    """What stands on something that no layer holds."""
    made.append("of unshared")
    return "made"


@pytest.mark.parametrize("turn", [1, 2])
def test_each_finds_rows_values_and_files_as_they_were_made(turn, town, picture):
    file = Path(settings.MEDIA_ROOT) / picture.file.name

    assert (town.name, town.country.code) == ("Augsburg", "DE")
    assert list(City.objects.values_list("pk", "name")) == [(town.pk, "Augsburg")]
    assert list(Picture.objects.all()) == [picture]
    assert file.read_bytes().startswith(b"\x89PNG")

    town.name = f"Changed {turn}"
    town.save()
    picture.delete()
    file.unlink()


def test_it_is_made_once(town, picture):
    assert [made.count(name) for name in ("town", "picture")] == [1, 1]


def test_whoever_asks_for_less_does_not_find_the_rest(town):
    assert (City.objects.count(), Picture.objects.count()) == (1, 0)


def test_whoever_asks_for_nothing_finds_nothing(db):
    assert not City.objects.exists()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_stands_on_the_unshared_is_made_each_time(turn, request, of_unshared):
    assert steps_of(request.node) == []
    assert (of_unshared, made.count("of unshared")) == ("made", turn)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_for_a_test_that_commits_it_is_made_like_any_other(request, town):
    assert steps_of(request.node) == []
    assert City.objects.get() == town
