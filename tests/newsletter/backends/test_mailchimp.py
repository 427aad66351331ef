"""Is an edition one draft in Mailchimp, with its content, whatever happens on the way?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsletter.backends.base import BackendError, Receipt, TryAgainError
from newsletter.backends.mailchimp import PAGE, MailchimpBackend
from tests.newsletter.backends.editions import BODY, TYPED, make_campaign
from tests.newsletter.backends.stubs import TAGS, Mailchimp, serving

KEY = "0123456789abcdef-us21"


@pytest.fixture
def mailchimp() -> Iterator[Mailchimp]:
    """A Mailchimp on this machine."""
    with serving(Mailchimp()) as stub:
        yield stub


def backend(stub: Mailchimp | None = None, **changed: object) -> MailchimpBackend:
    """Return a backend for a Mailchimp."""
    options = {
        "KEY": KEY,
        "LISTS": {"de": "de12345678", "fr": "fr12345678/42"},
        "TIMEOUT": 10,
        **({"URL": stub.url} if stub else {}),
        **changed,
    }
    return MailchimpBackend("mailchimp", options)


def test_each_language_is_a_draft_for_its_audience(mailchimp):
    german, french = make_campaign("de"), make_campaign("fr")

    receipts = [backend(mailchimp).hand_over(one) for one in (german, french)]

    shown = "https://us21.admin.mailchimp.com/campaigns/show/?id="
    assert receipts == [
        Receipt(reference="c000000001", address=f"{shown}100"),
        Receipt(reference="c000000002", address=f"{shown}101"),
    ]
    drafts = list(mailchimp.campaigns.values())
    assert [(one["settings"]["title"], one["status"]) for one in drafts] == [
        (german.name, "save"),
        (french.name, "save"),
    ]
    assert [one["recipients"] for one in drafts] == [
        {"list_id": "de12345678"},
        {"list_id": "fr12345678", "segment_opts": {"saved_segment_id": 42}},
    ]
    assert {**drafts[0]["settings"], "title": ""} == {
        "title": "",
        "subject_line": "Security where it is lived",
        "preview_text": "Colloquium in Augsburg",
        "from_name": "European Forum",
        "reply_to": "news@forum.example",
        "auto_footer": False,
        "inline_css": False,
        "auto_tweet": False,
        "fb_comments": False,
    }


def test_nobody_is_tracked(mailchimp):
    backend(mailchimp).hand_over(make_campaign())

    assert mailchimp.campaigns["c000000001"]["tracking"] == {
        "opens": False,
        "html_clicks": False,
        "text_clicks": False,
    }


def test_nothing_is_ever_sent_from_here(mailchimp):
    backend(mailchimp).hand_over(make_campaign())

    assert mailchimp.asked == [
        ("GET", "/campaigns"),
        ("POST", "/campaigns"),
        ("PUT", "/campaigns/c000000001/content"),
    ]


def test_the_way_out_and_the_sender_are_the_last_lines(mailchimp):
    backend(mailchimp).hand_over(
        make_campaign("de", html="<body><p>Hallo</p></body>", text="Hallo\n")
    )

    received = mailchimp.received("c000000001")
    line = received["html"].removeprefix("<body><p>Hallo</p>").removesuffix("</body>")
    assert line.startswith("<div ")
    assert f'href="{TAGS["UNSUB"]}"' in line
    assert f"<br>{TAGS['LIST:ADDRESSLINE']}</div>" in line
    assert received["text"].startswith("Hallo\n\n")
    assert received["text"].endswith(f"\n{TAGS['UNSUB']}\n{TAGS['LIST:ADDRESSLINE']}\n")


def test_what_an_editor_has_typed_is_shown_as_text(mailchimp):
    campaign = make_campaign(
        subject=TYPED,
        preheader=TYPED,
        html=BODY.format(TYPED),
        text=f"{TYPED}\n",
        sender_name=TYPED,
    )

    backend(mailchimp).hand_over(campaign)

    received = mailchimp.received("c000000001")
    seen = {name: words.replace("\N{ZERO WIDTH SPACE}", "") for name, words in received.items()}
    assert seen["subject"] == TYPED
    assert seen["text"].startswith(TYPED)
    before, after = campaign.html.split("</body>")
    read = seen["html"].replace("&#42;", "*").replace("&#124;", "|")
    assert read.startswith(before)
    assert read.endswith(f"</body>{after}")
    settings = mailchimp.campaigns["c000000001"]["settings"]
    assert [name for name in settings if "*|" in str(settings[name])] == []


def test_done_again_there_is_one_draft(mailchimp):
    campaign = make_campaign()
    first = backend(mailchimp).hand_over(campaign)
    mailchimp.contents["c000000001"]["html"] += "<!-- mended there by hand -->"

    again = [
        backend(mailchimp).hand_over(campaign),
        backend(mailchimp).hand_over(campaign, first.reference),
    ]

    assert again == [replace(first, was_there=True)] * 2
    assert list(mailchimp.campaigns) == ["c000000001"]
    assert mailchimp.contents["c000000001"]["html"].endswith("by hand -->")


@pytest.mark.parametrize("fault", ["hang up", "slow", 500])
@pytest.mark.parametrize("works_before", [1, 2])
def test_a_try_that_broke_off_is_completed_by_the_next(mailchimp, fault, works_before):
    campaign = make_campaign()
    mailchimp.fails = [*[None] * works_before, fault]

    with pytest.raises(TryAgainError):
        backend(mailchimp, TIMEOUT=1).hand_over(campaign)
    assert mailchimp.failed == [fault]
    backend(mailchimp).hand_over(campaign)

    assert list(mailchimp.campaigns) == ["c000000001"]
    assert list(mailchimp.contents) == ["c000000001"]
    assert "unsubscribe" in mailchimp.received("c000000001")["text"]


def test_a_draft_without_content_is_known_by_its_reference_too(mailchimp):
    campaign = make_campaign()
    mailchimp.fails = [None, None, 503]
    with pytest.raises(TryAgainError):
        backend(mailchimp).hand_over(campaign)
    assert (mailchimp.failed, mailchimp.contents) == ([503], {})

    receipt = backend(mailchimp).hand_over(campaign, "c000000001")

    assert receipt.was_there
    assert list(mailchimp.contents) == ["c000000001"]


def test_it_is_found_behind_many_others(mailchimp):
    campaign = make_campaign()
    backend(mailchimp).hand_over(campaign)
    for number in range(PAGE):
        mailchimp.campaigns[f"o{number}"] = {
            "id": f"o{number}",
            "web_id": number,
            "status": "sent",
            "create_time": datetime.now(UTC).isoformat(),
            "settings": {},
        }

    assert backend(mailchimp).hand_over(campaign).was_there


def test_it_is_found_when_the_same_was_approved_anew_long_afterwards(mailchimp):
    first = make_campaign()
    mailchimp.fails = [None, "hang up"]
    with pytest.raises(TryAgainError):
        backend(mailchimp).hand_over(first)
    made = mailchimp.campaigns["c000000001"]
    made["create_time"] = (first.date + timedelta(minutes=1)).isoformat()
    anew = replace(first, version=2, date=first.date + timedelta(days=11))

    receipt = backend(mailchimp).hand_over(anew)

    assert (receipt.reference, receipt.was_there) == ("c000000001", True)
    assert list(mailchimp.campaigns) == ["c000000001"]


def test_what_was_made_before_it_was_first_approved_is_not_looked_through(mailchimp):
    campaign = make_campaign()
    backend(mailchimp).hand_over(campaign)
    late = replace(campaign, known_since=datetime.now(UTC) + timedelta(days=2))

    assert list(backend(mailchimp).candidates(late)) == []
    assert len(list(backend(mailchimp).candidates(campaign))) == 1


def test_another_edition_is_another_draft(mailchimp):
    first = backend(mailchimp).hand_over(make_campaign())

    receipt = backend(mailchimp).hand_over(make_campaign(text="Corrected\n"), first.reference)

    assert (receipt.reference, receipt.was_there) == ("c000000002", False)


def test_what_was_sent_there_is_left_alone(mailchimp):
    campaign = make_campaign()
    backend(mailchimp).hand_over(campaign)
    mailchimp.campaigns["c000000001"]["status"] = "sent"
    mailchimp.contents.clear()

    receipt = backend(mailchimp).hand_over(campaign)

    assert receipt.was_there
    assert mailchimp.contents == {}


def test_what_mailchimp_refuses_is_said_in_its_words(mailchimp):
    with pytest.raises(BackendError, match="The subject line is longer than 150 characters"):
        backend(mailchimp).hand_over(make_campaign(subject="x" * 151))


def test_a_wrong_key_is_said_and_not_shown(mailchimp):
    one = backend(mailchimp, KEY="fedcba9876543210-us21")

    with pytest.raises(BackendError) as caught:
        one.hand_over(make_campaign())

    assert not isinstance(caught.value, TryAgainError)
    assert str(caught.value) == (
        "Mailchimp refuses the access that the settings give (HTTP 401). invalid credentials"
    )
    assert "fedcba" not in f"{caught.value!r} {one!r} {one.service!r}"


def test_a_key_decides_on_the_data_centre_and_on_nothing_else():
    assert backend().url == "https://us21.api.mailchimp.com/3.0"
    for key in ("abc-us21.evil.example/", "abc-evil.example", "abc", "abc-us21\n", "abc-@us21"):
        with pytest.raises(BackendError, match="KEY is no key"):
            backend(KEY=key).hand_over(make_campaign())


def test_the_status_is_mailchimps_own_word(mailchimp):
    receipt = backend(mailchimp).hand_over(make_campaign())
    mailchimp.campaigns[receipt.reference]["status"] = "schedule"

    assert backend(mailchimp).status(receipt.reference) == "schedule"
    assert backend(mailchimp).status("c000000009") == ""
    assert backend(mailchimp).status("../lists") == ""


def test_a_test_goes_to_addresses_and_creates_nothing(mailchimp):
    campaign = make_campaign()
    with pytest.raises(BackendError, match="Hand the edition over first"):
        backend(mailchimp).send_test(campaign, ["officer@forum.example"])
    assert mailchimp.campaigns == {}

    backend(mailchimp).hand_over(campaign)
    backend(mailchimp).send_test(campaign, ["officer@forum.example"])

    assert mailchimp.tested == [("c000000001", ["officer@forum.example"])]


def test_the_check_asks_nobody_and_is_content_with_whole_settings():
    assert backend().check([("de", "everyone"), ("fr", "everyone")]) == []


def test_the_check_says_what_is_missing():
    assert backend(KEY="", LISTS={}).check([("de", "everyone")]) == [
        "KEY is missing: a key of Mailchimp’s API.",
        "No list is set for readers of German.",
    ]
    wrong = backend(KEY="secret", LISTS={"de": "de 1", "fr": "fr12345678/x"})
    assert wrong.check([("de", "everyone")]) == [
        "KEY is no key of Mailchimp’s API: it ends in the data centre, such as -us21.",
        "‘de 1’ in LISTS, for ‘de’, is no list of Mailchimp.",
        "‘fr12345678/x’ in LISTS, for ‘fr’, is no list of Mailchimp.",
    ]
