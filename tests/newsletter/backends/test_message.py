"""Does the mail of a campaign hold the rules of mail, whatever stands in it?"""

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.backends.message import (
    RECIPIENT,
    UNSAFE,
    UNSUBSCRIBE,
    UnsafeMailError,
    as_bytes,
    ascii_address,
    ascii_url,
    message,
    message_for_staff,
)
from tests.newsletter.backends.bars import contents, defects, hold_the_bars, read, said
from tests.newsletter.backends.campaigns import APPROVED, FRENCH, GREEK, campaign

LIST = ("List-Id", "List-Help", "List-Archive", "List-Unsubscribe", "List-Unsubscribe-Post")

letters = st.text(
    st.characters(exclude_categories=sorted(UNSAFE), exclude_characters="\u202d\u202e"),
    max_size=255,
)


def test_a_mail_holds_the_bars():
    french = campaign()

    mail = hold_the_bars(as_bytes(french))

    assert mail["Subject"] == french.subject
    assert mail["From"].addresses[0].addr_spec == "news@belfry.example"
    assert mail["Reply-To"] == "office@belfry.example"
    assert mail["To"] == RECIPIENT
    assert mail["Date"].datetime == APPROVED
    assert mail["Message-ID"] == "<0123456789abcdef0123456789abcdef.fr@belfry.example>"
    assert [part["Content-Language"] for part in mail.walk()] == ["fr"] * 3
    assert contents(mail) == [french.text, french.html]


def test_it_says_of_which_list_it_is_and_how_one_leaves():
    mail = hold_the_bars(as_bytes(campaign()))

    assert {name: mail[name] for name in LIST} == {
        "List-Id": "<fr.newsletter.belfry.example>",
        "List-Help": "<mailto:office@belfry.example>",
        "List-Archive": "<https://belfry.example/fr/newsletter/>",
        "List-Unsubscribe": f"<{UNSUBSCRIBE}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_the_list_stays_the_same_for_the_same_readers():
    french = campaign()
    others = (
        campaign(key="f" * 64, issue="july-2019"),
        campaign(audience="members"),
        campaign(language="en"),  # they get another edition this time
    )

    assert {message(one)["List-Id"] for one in (french, *others)} == {message(french)["List-Id"]}
    assert message(campaign(readers="de"))["List-Id"] != message(french)["List-Id"]


def test_the_same_campaign_has_the_same_bytes_and_another_one_another_number():
    assert as_bytes(campaign()) == as_bytes(campaign())
    assert message(campaign(key="f" * 64))["Message-ID"] != message(campaign())["Message-ID"]


def test_without_another_address_answers_go_to_the_sender():
    alone = campaign(reply_to="news@belfry.example")

    assert message(alone)["Reply-To"] is None
    assert message(alone)["List-Help"] == "<mailto:news@belfry.example>"
    assert message(campaign(reply_to=""))["Reply-To"] is None
    assert message(campaign(reply_to=""))["List-Help"] == "<mailto:news@belfry.example>"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (GREEK, "base64"),
        (FRENCH, "quoted-printable"),
        ("Security where it is lived. ", "quoted-printable"),
    ],
    ids=["Greek", "French", "English"],
)
def test_each_part_has_the_encoding_that_makes_it_smaller(words, encoding):
    html, text = f"<p>{words * 100}</p>\n", f"{words}\n" * 100
    mail = hold_the_bars(as_bytes(campaign(html=html, text=text)))

    assert [part["Content-Transfer-Encoding"] for part in mail.iter_parts()] == [encoding] * 2
    assert contents(mail) == [text, html]


def test_parts_choose_their_encoding_each_for_itself():
    mail = hold_the_bars(as_bytes(campaign(text=f"{GREEK}\n")))

    encodings = [part["Content-Transfer-Encoding"] for part in mail.iter_parts()]
    assert encodings == ["base64", "quoted-printable"]


def test_domains_with_letters_beyond_ascii_are_written_as_every_server_knows_them():
    abroad = campaign(
        sender_address="news@bücher.example",
        reply_to="büro@straße.example".replace("ü", "ue"),
        archive_url="https://bücher.example/büro/?q=é",
    )

    mail = hold_the_bars(as_bytes(abroad))

    assert mail["From"].addresses[0].domain == "xn--bcher-kva.example"
    assert mail["Reply-To"] == "buero@xn--strae-oqa.example"
    assert mail["List-Id"] == "<fr.newsletter.xn--bcher-kva.example>"
    assert mail["List-Archive"] == "<https://xn--bcher-kva.example/b%C3%BCro/?q=%C3%A9>"
    assert mail["Message-ID"].endswith("@xn--bcher-kva.example>")


@pytest.mark.parametrize("tail", ["", "/", ":8000/fr/"])
def test_the_address_of_a_machine_is_left_as_it_is(tail):
    assert ascii_url(f"http://127.0.0.1{tail}") == f"http://127.0.0.1{tail}"
    assert ascii_url(f"http://[::1]{tail}") == f"http://[::1]{tail}"


def test_a_long_address_stands_whole_on_its_line():
    long = f"https://belfry.example/{'a' * 120}/"
    raw = as_bytes(campaign(archive_url=long))

    assert read(raw)["List-Archive"].strip() == f"<{long}>"
    assert f"\r\nList-Archive:\r\n <{long}>\r\n".encode() in raw
    assert defects(read(raw)) == []


def test_an_address_that_fits_no_line_is_refused():
    with pytest.raises(UnsafeMailError, match="List-Archive"):
        message(campaign(archive_url=f"https://belfry.example/{'a' * 1000}/"))


@settings(deadline=None)
@given(subject=letters, name=letters)
@example(subject="a" * 255, name="b" * 100)
@example(subject="word " * 50, name='The "Forum", its \\ and all')
@example(subject=" twice  spaced ", name="  ")
@example(subject="é", name="=?utf-8?q?x?=")
def test_any_subject_and_name_come_back_as_they_were(subject, name):
    raw = as_bytes(campaign(subject=subject, sender_name=name))

    hold_the_bars(raw)
    assert said(raw, "Subject").strip() == subject.strip()
    sender = said(raw, "From").removesuffix("<news@belfry.example>").strip()
    if sender.startswith('"') and name.strip().isascii():
        sender = unquote(sender)
    assert sender == (name.strip() or "news@belfry.example")


@pytest.mark.parametrize(
    "words",
    ["=?utf-8?q?a=0D=0ABcc:_x@y.example?=", "Sale =?utf-8?b?QmNjOiB4?= now", "{{ subject }} %s"],
)
def test_what_looks_encoded_or_like_a_template_is_shown_as_it_is(words):
    raw = as_bytes(campaign(subject=words))

    mail = hold_the_bars(raw)
    assert said(raw, "Subject") == words
    assert mail["Bcc"] is None


def test_a_tab_is_a_space():
    assert message(campaign(subject="Security\tlived"))["Subject"] == "Security lived"


HOSTILE = ["\r\nBcc: x@y.example", "\n", "\r", "\0", "\x0b", "\x85", "\u2028", "\u2029", "\u202e", "\ud800"]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
@pytest.mark.parametrize(
    "field", ["subject", "sender_name", "sender_address", "reply_to", "archive_url", "readers"]
)
def test_what_would_end_a_header_or_turn_it_round_is_refused(field, hostile):
    value = f"{getattr(campaign(), field)}{hostile}x"

    with pytest.raises(UnsafeMailError):
        message(campaign(**{field: value}))
    if field in ("subject", "sender_name", "sender_address", "reply_to"):
        with pytest.raises(UnsafeMailError):
            message_for_staff(campaign(**{field: value}), to="a@b.example", at=APPROVED)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "@y.example",
        "x@",
        "x y@z.example",
        "x@y z",
        "é@y.example",
        "x,y@z.example",
        "a@-.e",
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(UnsafeMailError):
        ascii_address(address)
    with pytest.raises(UnsafeMailError):
        message(campaign(), to=address or " ")


def test_a_part_that_is_no_text_is_refused():
    with pytest.raises(UnsafeMailError):
        message(campaign(html="<p>\ud800</p>"))


class TestOneForTheStaff:
    """A test is addressed to a person, and to no list."""

    AT = datetime(2019, 6, 4, 8, 0, tzinfo=UTC)

    def test_it_holds_the_bars_and_says_for_whom_the_edition_is(self):
        raw = message_for_staff(campaign(), to="anna@bücher.example", at=self.AT).as_bytes()

        mail = hold_the_bars(raw)
        assert mail["Subject"] == "[Test fr] La sécurité là où elle se vit"
        assert mail["To"] == "anna@xn--bcher-kva.example"
        assert mail["Date"].datetime == self.AT
        assert mail["Auto-Submitted"] == "auto-generated"
        assert {name: mail[name] for name in LIST} == dict.fromkeys(LIST)

    def test_that_for_members_says_so(self):
        mail = message_for_staff(campaign(audience="members"), to="a@b.example", at=self.AT)

        assert mail["Subject"].startswith("[Test fr members] ")

    def test_each_is_a_message_of_its_own(self):
        first, second = (message_for_staff(campaign(), to="a@b.example", at=self.AT) for _n in "ab")

        assert first["Message-ID"] != second["Message-ID"]

    def test_a_long_subject_is_folded(self):
        raw = message_for_staff(
            campaign(subject=GREEK[:80] * 3), to="a@b.example", at=self.AT
        ).as_bytes()

        hold_the_bars(raw)
        assert said(raw, "Subject") == f"[Test fr] {GREEK[:80] * 3}"


def test_a_campaign_is_not_changed_by_what_is_made_of_it():
    one = campaign()
    same = replace(one)

    message(one)

    assert one == same
