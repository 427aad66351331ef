"""What is handed over, and what does whoever takes it over have to be able to do?"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

logger = logging.getLogger(__name__)

MOST_ADDRESSES = 20
"""To how many people a test goes at once: it is no way to send a newsletter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One approved edition, ready to leave: plain values, so that a backend needs no database."""

    key: str
    """The same for the same edition of the same issue, for the same readers; another one when anything changes."""
    issue: str
    """Slug of the issue, in the language in which it was first written."""
    label: str
    """What people call the issue: "June 2019"."""
    date: datetime
    """Aware: when the edition was approved."""
    known_since: datetime
    """Aware: when one with this key was first approved. A service has nothing of it from before."""
    readers: str
    """BCP 47 tag of the readers who get it."""
    language: str
    """BCP 47 tag of the edition: another one where that of its readers was left out."""
    audience: str
    """"everyone" or "members"."""
    version: int
    """Of the issue, from 1."""
    subject: str
    preheader: str
    html: str
    text: str
    url: str
    """Where it is read online."""
    archive_url: str
    """Where all issues are."""
    sender_name: str
    sender_address: str
    reply_to: str
    """The address above where nothing else is set."""
    items: tuple[dict, ...]
    hash: str

    @property
    def name(self) -> str:
        """What the campaign is called in a service: without slashes, the same at every try."""
        audience = "" if self.audience == "everyone" else f" {self.audience}"
        return f"{self.label} [{self.readers}{audience}] {self.key[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a backend says of a campaign that it has."""

    reference: str
    """What it calls the campaign."""
    address: str = ""
    """Where people look at it; empty where there is no such place."""
    was_there: bool = False
    """Whether an earlier try had brought it already."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a backend can do."""

    sends_tests: bool = False
    """Whether it sends a campaign to single addresses."""
    has_files: bool = False
    """Whether what it makes can be downloaded."""
    tests_what_it_has: bool = False
    """Whether only what was handed over to it can be tested."""
    hands_over: bool = True
    """Whether editions are handed over to it at all, and not only shown to the staff."""


class BackendError(Exception):
    """Raised when a backend cannot do what it was asked; says why, without any secret.

    Args:
        message: what happened.
        reference: of the campaign, where a part of it is there already: kept for whoever tries again.
    """

    def __init__(self, message: str, *, reference: str = "") -> None:
        """Keep both."""
        super().__init__(message)
        self.reference = reference


class TryAgainError(BackendError):
    """Raised when the same may work later: a service that is down, or busy.

    Args:
        message: what happened.
        after: seconds that the service asks to wait; None if it says nothing.
        reference: of the campaign, where a part of it is there already.
    """

    def __init__(self, message: str, *, after: float | None = None, reference: str = "") -> None:
        """Keep all three."""
        super().__init__(message, reference=reference)
        self.after = after


def alone() -> None:
    """Hold what nobody else is at: what a backend does outside of the ledger."""


class CampaignBackend(ABC):
    """Where approved editions go. Made anew for each use; it keeps nothing.

    Args:
        name: of the entry in the setting NEWSLETTER_BACKENDS.
        options: OPTIONS of that entry.
    """

    title: Any = ""
    """What people call it: translated, or what TITLE of its entry says."""
    capabilities = Capabilities()

    def __init__(self, name: str, options: dict) -> None:
        """Keep the options; a backend that lacks one says so in ``check``."""
        self.name, self.options = name, options

    @abstractmethod
    def check(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Return what stands in the way of handing over to some readers, in words; asks no other host.

        Args:
            readers: the BCP 47 tag of their language, and "everyone" or "members"; none: only the options are looked at.
        """

    @abstractmethod
    def hand_over(
        self, campaign: Campaign, reference: str = "", *, hold: Callable[[], None] = alone
    ) -> Receipt:
        """Bring a campaign there; done again, nothing is there twice.

        Args:
            campaign: the edition.
            reference: of an earlier try that went through in part; empty for none.
            hold: called right before something is created that another try could create too; raises what is left to
                pass through where another one has taken over meanwhile.

        Raises:
            TryAgainError: if it may work later.
            BackendError: if it will not.
        """

    @abstractmethod
    def status(self, reference: str) -> str:
        """Return how the campaign stands there, in the service's own word; empty if it is not there any more.

        Raises:
            BackendError: if it cannot be asked.
        """

    def send_test(self, campaign: Campaign, addresses: list[str]) -> None:
        """Send a campaign to single addresses of the staff.

        Raises:
            BackendError: if this backend sends no tests, or it did not work.
        """
        raise BackendError(_("‘%(name)s’ sends no tests.") % {"name": self.title or self.name})

    def send_tests(self, campaigns: Iterable[Campaign], addresses: list[str]) -> dict[str, str]:
        """Send several campaigns to single addresses of the staff; a backend that can, keeps its connection.

        Returns:
            Why it did not work, by the BCP 47 tag of the readers: what fails keeps no other from being sent.

        Raises:
            BackendError: if nothing could be sent.
        """
        return each(campaigns, lambda campaign: self.send_test(campaign, addresses))


def each(campaigns: Iterable[Campaign], send: Callable[[Campaign], None]) -> dict[str, str]:
    """Send campaigns one by one; return why that did not work, by the BCP 47 tag of the readers.

    Args:
        campaigns: to be sent.
        send: sends one; a service that is away (TryAgainError) is not asked for the others.
    """
    failed: dict[str, str] = {}
    away = ""
    for campaign in campaigns:
        if away:
            failed[campaign.readers] = away
            continue
        try:
            send(campaign)
        except BackendError as error:
            logger.exception("the test of %s could not be sent", campaign.name)
            failed[campaign.readers] = str(error)
            away = str(error) if isinstance(error, TryAgainError) else ""
        except Exception as error:  # a mistake in a backend must not look as if it was sent
            logger.exception("the test of %s could not be sent", campaign.name)
            failed[campaign.readers] = mistake(error)
    return failed


def mistake(error: Exception) -> str:
    """Return what people are told of a mistake of the program, in the active language."""
    words = _("A mistake of the program (%(error)s); the log of the site has more.")
    return words % {"error": type(error).__name__}
