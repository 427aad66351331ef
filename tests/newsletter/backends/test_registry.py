"""Which backends does a site have, and what is said about entries that are wrong?"""

from collections.abc import Callable, Collection

import pytest
from django.core.checks import run_checks

from newsletter.backends.base import BackendError, Campaign, CampaignBackend, Receipt, alone
from newsletter.backends.file import FileBackend
from newsletter.backends.mail import MailBackend
from newsletter.backends.registry import UnknownBackendError, backend, backends
from tests.newsletter.backends.campaigns import campaign

FILE = "newsletter.backends.file.FileBackend"


class Silent(CampaignBackend):
    """A backend that knows nothing but how to take a campaign."""

    def check(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Find nothing."""
        return []

    def hand_over(
        self, campaign: Campaign, reference: str = "", *, hold: Callable[[], None] = alone
    ) -> Receipt:
        """Take it."""
        return Receipt(reference="1")

    def status(self, reference: str) -> str:
        """Know nothing."""
        return ""


def test_a_site_has_files_and_mail_without_any_setting():
    made = backends()

    assert {name: type(one) for name, one in made.items()} == {
        "file": FileBackend,
        "mail": MailBackend,
    }
    assert [str(one.title) for one in made.values()] == ["Files", "Mail"]
    assert {name: one.capabilities.hands_over for name, one in made.items()} == {
        "file": True,
        "mail": False,
    }


def test_an_entry_has_a_title_and_options(settings):
    settings.NEWSLETTER_BACKENDS = {
        "press": {"BACKEND": FILE, "OPTIONS": {"FOLDER": "/srv/press"}, "TITLE": "For the press"},
        "silent": {"BACKEND": f"{__name__}.Silent"},
    }

    press, silent = backends().values()

    assert (press.name, press.title, press.options) == (
        "press",
        "For the press",
        {"FOLDER": "/srv/press"},
    )
    assert (silent.title, silent.options) == ("silent", {})


def test_a_project_without_the_setting_has_none(settings):
    del settings.NEWSLETTER_BACKENDS

    assert backends() == {}
    with pytest.raises(UnknownBackendError, match="Those in the settings: –"):
        backend("file")


def test_an_unknown_name_is_answered_with_those_that_are_known():
    with pytest.raises(UnknownBackendError, match=r"‘fax’.*: file, mail\."):
        backend("fax")


def test_a_backend_that_sends_no_tests_says_so():
    silent = Silent("silent", {})

    with pytest.raises(BackendError, match="‘silent’ sends no tests"):
        silent.send_test(campaign(), ["a@b.example"])
    assert silent.send_tests([campaign()], ["a@b.example"]) == {"fr": "‘silent’ sends no tests."}


class TestChecks:
    """Whatever is wrong with the setting is said when the site starts."""

    def found(self) -> list[str]:
        """Return the ids of what is found."""
        return [one.id for one in run_checks() if one.id.startswith("newsletter.")]

    def test_the_site_itself_is_in_order(self):
        assert self.found() == []

    @pytest.mark.parametrize(
        ("name", "entry", "id"),
        [
            ("Fax machine", {"BACKEND": FILE}, "newsletter.E001"),
            ("f" * 41, {"BACKEND": FILE}, "newsletter.E001"),
            ("file", FILE, "newsletter.E002"),
            ("file", {"OPTIONS": {}}, "newsletter.E002"),
            ("file", {"BACKEND": FILE, "FOLDER": "/srv"}, "newsletter.E002"),
            ("file", {"BACKEND": "newsletter.backends.fax.FaxBackend"}, "newsletter.E003"),
            ("file", {"BACKEND": "newsletter.models.IssuePage"}, "newsletter.E003"),
            ("file", {"BACKEND": "newsletter.backends.file.archive"}, "newsletter.E003"),
            ("file", {"BACKEND": FILE}, "newsletter.W001"),
            ("mail", {"BACKEND": "newsletter.backends.mail.MailBackend", "OPTIONS": {"EMAIL_BACKEND": "fax.Backend"}}, "newsletter.W001"),
        ],
        ids=str,
    )  # fmt: skip
    def test_a_wrong_entry_is_named(self, settings, name, entry, id):
        settings.NEWSLETTER_BACKENDS = {name: entry}

        assert self.found() == [id]
