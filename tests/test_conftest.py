"""Does every test that asks for the database run on each, and no other touch it?"""

import pytest
from django.test import SimpleTestCase, TestCase

from cms.models import City
from tests.conftest import uses_database
from tests.shared import shared


@shared
def town() -> City:
    """A town."""
    return City.objects.create(name="Augsburg", country="DE")


def test_one_that_asks_for_nothing_does_not(request):
    assert not uses_database(request.node)


def test_one_that_asks_for_what_lies_there_does(request, town):
    assert uses_database(request.node)


@pytest.mark.django_db
def test_one_that_is_marked_does(request):
    assert uses_database(request.node)


class DatabaseTest(TestCase):
    """A test of Django's."""

    @pytest.fixture(autouse=True)
    def keep(self, request):
        """Know the test as pytest does."""
        self.item = request.node

    def test_it_does(self):
        assert uses_database(self.item)


class PlainTest(SimpleTestCase):
    """A test of Django's that has no database."""

    @pytest.fixture(autouse=True)
    def keep(self, request):
        """Know the test as pytest does."""
        self.item = request.node

    def test_it_does_not(self):
        assert not uses_database(self.item)


def test_one_that_asks_only_while_it_runs_fails(request):
    with pytest.raises(pytest.fail.Exception, match="mark it with django_db"):
        request.getfixturevalue("town")
