"""How does somebody of the staff see an edition in their own mail program before anybody else does?

Through any of Django's mail backends. It sends single tests and nothing else: a newsletter goes out through a service
that knows who has asked for it, and who has left.
"""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter.backends.base import (
    MOST_ADDRESSES,
    BackendError,
    CampaignBackend,
    Capabilities,
    TryAgainError,
    alone,
    each,
)
from newsletter.backends.message import message_for_staff

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable

    from newsletter.backends.base import Campaign, Receipt
    from newsletter.backends.message import Mail


class MailBackend(CampaignBackend):
    """Tests for the staff, through one of Django's mail backends.

    OPTIONS: EMAIL_BACKEND, the dotted path of one, by default that of the site; EMAIL_OPTIONS, what it is made with.
    """

    title = gettext_lazy("Mail")
    capabilities = Capabilities(sends_tests=True, hands_over=False)

    def check(self, readers: Collection[tuple[str, str]]) -> list[str]:
        """Return whether there is no such mail backend."""
        try:
            self._connection()
        except (ImportError, TypeError) as error:
            return [_("EMAIL_BACKEND cannot be used: %(error)s") % {"error": error}]
        return []

    def hand_over(
        self, campaign: Campaign, reference: str = "", *, hold: Callable[[], None] = alone
    ) -> Receipt:
        """Refuse: nobody on the list gets mail from here."""
        raise BackendError(
            _("‘%(name)s’ only sends tests: nothing is handed over to it.") % {"name": self.title}
        )

    def status(self, reference: str) -> str:
        """Return that nothing is there."""
        return ""

    def send_test(self, campaign: Campaign, addresses: list[str]) -> None:
        """Send one campaign to single addresses of the staff, each a mail of its own."""
        with _understood():
            self._send(self._connection(), campaign, addresses)

    def send_tests(self, campaigns: Iterable[Campaign], addresses: list[str]) -> dict[str, str]:
        """Send several campaigns over one connection."""

        def send(campaign: Campaign) -> None:
            with _understood():
                self._send(connection, campaign, addresses)

        with _understood(), self._connection() as connection:
            return each(campaigns, send)

    def _send(self, connection, campaign: Campaign, addresses: list[str]) -> None:
        if len(addresses) > MOST_ADDRESSES:
            raise BackendError(
                _("A test goes to %(count)s addresses at most.") % {"count": MOST_ADDRESSES}
            )
        at = timezone.now()
        mails = [
            StaffMail(message_for_staff(campaign, to=address, at=at), campaign)
            for address in addresses
        ]
        connection.send_messages(mails)

    def _connection(self):
        return get_connection(
            self.options.get("EMAIL_BACKEND"), **self.options.get("EMAIL_OPTIONS", {})
        )


@contextmanager
def _understood() -> Generator[None]:
    """Tell what a mail server says, and that it says nothing, in words of this backend."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error
        said = words.decode(errors="replace") if isinstance(words, bytes) else words
        sort = TryAgainError if 400 <= error.smtp_code < 500 else BackendError
        raise sort(
            _("The mail server refuses: %(code)s %(words)s")
            % {"code": error.smtp_code, "words": said}
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        message = _("The mail server takes no mail to %(addresses)s.")
        raise BackendError(message % {"addresses": ", ".join(error.recipients)}) from error
    except (smtplib.SMTPException, OSError) as error:
        message = _("The mail server cannot be used: %(error)s")
        raise TryAgainError(message % {"error": error}) from error


class StaffMail(EmailMultiAlternatives):
    """A mail that is made already, for any of Django's mail backends.

    Most ask for the message; those that talk to a service's API read its parts.
    """

    def __init__(self, mail: Mail, campaign: Campaign) -> None:
        """Keep the message, and say what is in it."""
        super().__init__(
            subject=str(mail["Subject"]),
            body=campaign.text,
            from_email=str(mail["From"]),
            to=[str(mail["To"])],
            reply_to=[str(mail["Reply-To"])] if mail["Reply-To"] else None,
            headers={
                name: str(mail[name])
                for name in ("Date", "Message-ID", "Auto-Submitted", "Content-Language")
            },
            alternatives=[(campaign.html, "text/html")],
        )
        self.mail = mail

    def message(self, *args, **kwargs):
        """Return the message that was made."""
        return self.mail
