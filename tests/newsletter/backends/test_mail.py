"""Do tests for the staff arrive as they were made, through whichever of Django's mail backends?"""

import email
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from django.core import mail as outbox

from newsletter.backends.base import BackendError, TryAgainError
from newsletter.backends.mail import MOST_ADDRESSES, MailBackend
from tests.newsletter.backends.bars import hold_the_bars
from tests.newsletter.backends.campaigns import GREEK, campaign

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 10


@dataclass
class Sink:
    """A mail server on this machine that keeps what comes, and answers as it is told."""

    listener: socket.socket
    answers: dict[str, str] = field(default_factory=dict)
    """By the command that is answered otherwise than usual."""
    connections: int = 0
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)
    """To whom, and which bytes."""

    @property
    def options(self) -> dict:
        """What leads a backend here."""
        host, port = self.listener.getsockname()
        return {
            "EMAIL_BACKEND": SMTP,
            "EMAIL_OPTIONS": {"host": host, "port": port, "timeout": SECONDS},
        }

    def serve(self) -> None:
        """Serve one connection after the other, until the listener is closed."""
        while True:
            try:
                connection, _peer = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rwb") as stream:
                connection.settimeout(SECONDS)
                self._talk(stream)

    def _talk(self, stream) -> None:
        self._say(stream, "220 sink")
        recipients: list[str] = []
        for line in iter(stream.readline, b""):
            command = line.split()[0].upper().decode()
            if command == "RCPT":
                recipients.append(line.decode().split("<")[1].split(">")[0])
            answer = self.answers.get(command)
            if command == "DATA" and not answer:
                self._say(stream, "354 go on")
                self.mails.append((recipients, self._data(stream)))
                recipients = []
            self._say(stream, answer or ("221 bye" if command == "QUIT" else "250 fine"))
            if command == "QUIT":
                return

    def _data(self, stream) -> bytes:
        """Return a message without what SMTP adds to it (RFC 5321, section 4.5.2)."""
        lines = iter(stream.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") for line in lines)

    def _say(self, stream, words: str) -> None:
        stream.write(f"{words}\r\n".encode())
        stream.flush()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server of this test alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Sink(listener)
        thread = threading.Thread(target=made.serve, daemon=True)
        thread.start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_all_languages_go_over_one_connection_as_they_were_made(sink):
    campaigns = [
        campaign(),
        campaign(readers="el", language="el", subject=GREEK, text=f".{GREEK}\n.\n"),
    ]

    failed = MailBackend("mail", sink.options).send_tests(
        campaigns, ["anna@belfry.example", "jo@bücher.example"]
    )

    assert failed == {}
    assert sink.connections == 1
    assert [to for to, _raw in sink.mails] == [
        ["anna@belfry.example"],
        ["jo@xn--bcher-kva.example"],
    ] * 2
    received = [hold_the_bars(raw) for _to, raw in sink.mails]
    assert [mail["Subject"].strip() for mail in received] == [
        f"[Test {one.readers}] {one.subject}".strip() for one in campaigns for _address in range(2)
    ]
    assert [mail["To"] for mail in received[:2]] == [
        "anna@belfry.example",
        "jo@xn--bcher-kva.example",
    ]
    text, html = received[2].iter_parts()
    assert text.get_content().replace("\r\n", "\n") == campaigns[1].text
    assert html.get_content().replace("\r\n", "\n") == campaigns[1].html
    assert len({mail["Message-ID"] for mail in received}) == 4


def test_a_server_that_is_busy_is_tried_again_later(sink):
    sink.answers["DATA"] = "451 try again later"

    with pytest.raises(TryAgainError, match="451 try again later"):
        MailBackend("mail", sink.options).send_test(campaign(), ["anna@belfry.example"])

    assert sink.connections == 1


@pytest.mark.parametrize(
    ("command", "words"), [("MAIL", "550 who are you"), ("DATA", "554 no"), ("RCPT", "550 nobody")]
)
def test_a_server_that_refuses_is_not_tried_again(sink, command, words):
    sink.answers[command] = words

    with pytest.raises(BackendError) as refused:
        MailBackend("mail", sink.options).send_test(campaign(), ["anna@belfry.example"])

    assert type(refused.value) is BackendError
    assert words.split()[0] in str(refused.value) or "anna@belfry.example" in str(refused.value)
    assert sink.mails == []


def test_a_server_that_is_not_there_is_tried_again_later(sink):
    options = sink.options
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    options["EMAIL_OPTIONS"]["port"] = port

    with pytest.raises(TryAgainError, match="cannot be used"):
        MailBackend("mail", options).send_test(campaign(), ["anna@belfry.example"])


def test_a_language_that_fails_keeps_no_other_from_being_sent(sink):
    campaigns = [campaign(sender_address="nobody"), campaign(readers="el", language="el")]

    failed = MailBackend("mail", sink.options).send_tests(campaigns, ["anna@belfry.example"])

    assert failed == {"fr": "‘nobody’ is not an address of mail that can be used here."}
    assert (sink.connections, len(sink.mails)) == (1, 1)


def test_a_server_that_is_busy_is_not_asked_for_the_other_languages(sink):
    sink.answers["DATA"] = "451 try again later"
    campaigns = [campaign(), campaign(readers="el", language="el")]

    failed = MailBackend("mail", sink.options).send_tests(campaigns, ["anna@belfry.example"])

    said = "The mail server refuses: 451 try again later"
    assert failed == {"fr": said, "el": said}
    assert (sink.connections, sink.mails) == (1, [])


def test_the_mail_backend_of_the_site_is_used_where_none_is_named():
    MailBackend("mail", {}).send_test(campaign(), ["anna@belfry.example"])

    [sent] = outbox.outbox
    assert (sent.subject, sent.to, sent.body) == (
        "[Test fr] La sécurité là où elle se vit",
        ["anna@belfry.example"],
        campaign().text,
    )
    assert [(alternative.content, alternative.mimetype) for alternative in sent.alternatives] == [
        (campaign().html, "text/html")
    ]
    assert sent.extra_headers["Content-Language"] == "fr"
    assert sent.reply_to == ["office@belfry.example"]


def test_backends_that_write_mails_into_files_get_them_too(tmp_path):
    options = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_OPTIONS": {"file_path": tmp_path},
    }

    MailBackend("mail", options).send_test(campaign(), ["anna@belfry.example"])

    [path] = tmp_path.iterdir()
    written: EmailMessage = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)
    assert written["Subject"] == "[Test fr] La sécurité là où elle se vit"


def test_nobody_on_a_list_gets_mail_from_here():
    backend = MailBackend("mail", {})

    with pytest.raises(BackendError, match="only sends tests"):
        backend.hand_over(campaign())
    with pytest.raises(BackendError, match="20 addresses at most"):
        backend.send_test(campaign(), [f"a{n}@b.example" for n in range(MOST_ADDRESSES + 1)])

    assert backend.status("1") == ""
    assert outbox.outbox == []


def test_an_address_that_is_none_is_refused_before_anything_is_sent():
    with pytest.raises(BackendError):
        MailBackend("mail", {}).send_test(campaign(), ["anna@belfry.example", "x\r\nBcc: y"])

    assert outbox.outbox == []
