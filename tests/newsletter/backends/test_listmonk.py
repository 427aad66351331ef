"""Is an edition one draft in listmonk, whatever happens on the way?"""

from collections.abc import Iterator
from dataclasses import replace

import html5lib
import pytest

from newsletter.backends.base import BackendError, Receipt, TryAgainError
from newsletter.backends.listmonk import ListmonkBackend
from tests.newsletter.backends.editions import BODY, TYPED, make_campaign
from tests.newsletter.backends.stubs import UNSUBSCRIBE_AT, Listmonk, serving
from tests.newsletter.test_mail import make_full_issue

TOKEN = "the token"


@pytest.fixture
def listmonk() -> Iterator[Listmonk]:
    """A listmonk on this machine."""
    with serving(Listmonk()) as stub:
        yield stub


def options(stub: Listmonk | None = None, **changed: object) -> dict:
    """Return the options of a backend."""
    return {
        "URL": stub.url if stub else "https://lists.example",
        "USER": "belfry",
        "TOKEN": TOKEN,
        "TEMPLATE": "5",
        "LISTS": {"de": "3", "fr": 4, "members.de": "7"},
        "TIMEOUT": 10,
        **changed,
    }


def backend(stub: Listmonk | None = None, **changed: object) -> ListmonkBackend:
    """Return a backend for a listmonk."""
    return ListmonkBackend("listmonk", options(stub, **changed))


def test_each_language_is_a_draft_for_its_list(listmonk):
    german, french = make_campaign("de"), make_campaign("fr")

    receipts = [backend(listmonk).hand_over(one) for one in (german, french)]

    assert receipts == [
        Receipt(reference=str(number), address=f"{listmonk.url}/admin/campaigns/{number}")
        for number in (1, 2)
    ]
    drafts = listmonk.campaigns.values()
    assert [(one["name"], one["status"], one["lists"][0]["id"]) for one in drafts] == [
        (german.name, "draft", 3),
        (french.name, "draft", 4),
    ]
    [first, _] = drafts
    assert {name: first[name] for name in ("subject", "from_email", "template_id", "headers")} == {
        "subject": "Security where it is lived",
        "from_email": '"European Forum" <news@forum.example>',
        "template_id": 5,
        "headers": [
            {"Content-Language": "de"},
            {"List-Archive": "<https://forum.example/de/newsletter/>"},
        ],
    }
    assert first["tags"] == ["belfry", "de", german.key[:12]]


def test_nothing_is_ever_sent_from_here(listmonk):
    backend(listmonk).hand_over(make_campaign())

    assert [path for _, path in listmonk.asked] == ["/api/campaigns", "/api/campaigns"]


def test_members_have_a_list_of_their_own(listmonk):
    backend(listmonk).hand_over(make_campaign(audience="members"))

    assert listmonk.campaigns[1]["lists"] == [{"id": 7, "name": "Members"}]


def test_answers_go_to_another_address_where_one_is_set(listmonk):
    backend(listmonk).hand_over(make_campaign(reply_to="office@forum.example"))

    assert {"Reply-To": "office@forum.example"} in listmonk.campaigns[1]["headers"]


def test_the_way_out_is_the_last_line_in_the_language_of_the_readers(listmonk):
    backend(listmonk).hand_over(
        make_campaign("de", html="<body><p>Hallo</p></body>", text="Hallo\n")
    )

    received = listmonk.received(1)
    line = received["html"].removeprefix("<body><p>Hallo</p>").removesuffix("</body>")
    assert line.startswith("<div ")
    assert f'href="{UNSUBSCRIBE_AT}"' in line
    assert received["text"].startswith("Hallo\n\n")
    assert received["text"].endswith(f"\n{UNSUBSCRIBE_AT}\n")


def test_what_an_editor_has_typed_is_shown_as_text(listmonk):
    text = f'{TYPED}\n5 < 6 {{< {{{{/* c */}}}} ` " <https://town.example/?a=1&b=2>\n'
    campaign = make_campaign(subject=TYPED, html=BODY.format(TYPED), text=text)

    backend(listmonk).hand_over(campaign)

    received = listmonk.received(1)
    assert received["subject"] == TYPED
    assert received["text"].startswith(text)
    read = received["html"].replace("&#123;", "{").replace("&#64;", "@")
    before, after = campaign.html.split("</body>")
    assert read.startswith(before), "what Outlook alone reads is still there, too"
    assert read.endswith(f"</body>{after}")
    assert "[Track" not in "".join(received.values())


def test_a_whole_edition_comes_out_as_it_was_frozen(listmonk, render_once):
    edition = render_once(make_full_issue, "en", "de")["de"]
    campaign = make_campaign(html=edition.mail_html, text=edition.mail_text)

    backend(listmonk).hand_over(campaign)

    received = listmonk.received(1)
    before, after = edition.mail_html.split("</body>")
    assert "<!--[if mso]>" in before
    assert received["html"].startswith(before)
    assert received["html"].endswith(f"</body>{after}")
    assert received["text"].startswith(edition.mail_text)
    parser = html5lib.HTMLParser()
    parser.parse(received["html"])
    assert parser.errors == []


def test_a_sender_is_no_template(listmonk):
    backend(listmonk).hand_over(make_campaign(sender_name='The "{{ Forum }}" of Towns'))

    assert listmonk.campaigns[1]["from_email"] == '"The  Forum  of Towns" <news@forum.example>'


def test_done_again_there_is_one_draft(listmonk):
    campaign = make_campaign()
    first = backend(listmonk).hand_over(campaign)

    again = [
        backend(listmonk).hand_over(campaign),
        backend(listmonk).hand_over(campaign, first.reference),
    ]

    assert again == [replace(first, was_there=True)] * 2
    assert list(listmonk.campaigns) == [1]


@pytest.mark.parametrize("fault", ["hang up", "slow"])
def test_a_draft_whose_answer_was_lost_is_found_again(listmonk, fault):
    campaign = make_campaign()
    listmonk.fails = [None, fault]

    with pytest.raises(TryAgainError):
        backend(listmonk, TIMEOUT=1).hand_over(campaign)
    assert listmonk.failed == [fault]
    assert list(listmonk.campaigns) == [1], "listmonk had made it all the same"
    receipt = backend(listmonk).hand_over(campaign)

    assert (receipt.reference, receipt.was_there) == ("1", True)
    assert list(listmonk.campaigns) == [1]
    assert listmonk.posts() == ["/api/campaigns"]


def test_another_edition_is_another_draft(listmonk):
    first = make_campaign()
    changed = make_campaign(html="<body><p>Corrected</p></body>")
    backend(listmonk).hand_over(first)

    receipt = backend(listmonk).hand_over(changed, "1")

    assert (receipt.reference, receipt.was_there) == ("2", False)


def test_a_number_of_something_else_is_not_believed(listmonk):
    campaign = make_campaign()
    listmonk.campaigns[1] = {
        "id": 1,
        "name": "Spring",
        "subject": "",
        "status": "draft",
        "lists": [],
    }

    receipt = backend(listmonk).hand_over(campaign, "1")

    assert receipt.reference == "2"
    assert listmonk.campaigns[1]["name"] == "Spring"


def test_a_campaign_that_was_deleted_there_is_made_again(listmonk):
    receipt = backend(listmonk).hand_over(make_campaign(), "12")

    assert (receipt.reference, receipt.was_there) == ("1", False)


def test_what_was_sent_there_is_left_alone(listmonk):
    campaign = make_campaign()
    backend(listmonk).hand_over(campaign)
    listmonk.campaigns[1] |= {"status": "finished", "lists": []}
    before = dict(listmonk.campaigns[1])

    receipt = backend(listmonk).hand_over(campaign)

    assert receipt.was_there
    assert listmonk.campaigns == {1: before}


def test_a_list_that_listmonk_does_not_know_is_said_and_mended(listmonk):
    campaign = make_campaign()
    del listmonk.lists[3]

    with pytest.raises(BackendError, match="listmonk has no list 3"):
        backend(listmonk).hand_over(campaign)
    listmonk.lists[3] = "German"
    receipt = backend(listmonk).hand_over(campaign)

    assert receipt.was_there
    assert [one["lists"] for one in listmonk.campaigns.values()] == [[{"id": 3, "name": "German"}]]


def test_nothing_is_asked_with_settings_that_are_not_whole(listmonk):
    one = backend(listmonk, TEMPLATE="", TOKEN="")

    for ask in (
        lambda: one.hand_over(make_campaign()),
        lambda: one.status("1"),
        lambda: one.send_test(make_campaign(), ["officer@forum.example"]),
    ):
        with pytest.raises(BackendError, match=r"USER or TOKEN is missing.+TEMPLATE is missing"):
            ask()
    assert listmonk.asked == []


def test_readers_without_a_list_are_refused_before_anything_is_asked(listmonk):
    with pytest.raises(BackendError, match="‘pl’"):
        backend(listmonk).hand_over(make_campaign("pl"))
    with pytest.raises(BackendError, match=r"‘members\.fr’"):
        backend(listmonk).hand_over(make_campaign("fr", audience="members"))

    assert listmonk.asked == []


def test_a_wrong_token_is_said_and_not_shown(listmonk):
    one = backend(listmonk, TOKEN="a stale secret")

    with pytest.raises(BackendError) as caught:
        one.hand_over(make_campaign())

    assert not isinstance(caught.value, TryAgainError)
    assert str(caught.value) == (
        "listmonk refuses the access that the settings give (HTTP 401). invalid credentials"
    )
    assert "secret" not in f"{caught.value!r} {one!r} {one.service!r} {one.service.__dict__.keys()}"


def test_the_status_is_listmonks_own_word(listmonk):
    receipt = backend(listmonk).hand_over(make_campaign())
    listmonk.campaigns[1]["status"] = "running"

    assert backend(listmonk).status(receipt.reference) == "running"
    assert backend(listmonk).status("12") == ""
    assert backend(listmonk).status("") == ""


def test_a_test_goes_to_subscribers_and_creates_nothing(listmonk):
    campaign = make_campaign()
    with pytest.raises(BackendError, match="Hand the edition over first"):
        backend(listmonk).send_test(campaign, ["officer@forum.example"])
    assert listmonk.campaigns == {}

    backend(listmonk).hand_over(campaign)
    backend(listmonk).send_test(campaign, ["officer@forum.example"])

    assert listmonk.tested == [(1, ["officer@forum.example"])]
    with pytest.raises(BackendError, match="No known subscribers"):
        backend(listmonk).send_test(campaign, ["stranger@forum.example"])


def test_the_check_asks_nobody_and_is_content_with_whole_settings():
    readers = [("de", "everyone"), ("de", "members"), ("fr", "everyone")]

    assert backend().check(readers) == []
    assert backend().check([]) == []


def test_the_check_says_what_is_missing():
    one = backend(URL="", USER="", TEMPLATE=None, LISTS={"de": "German", "members.de": "7"})
    readers = [(tag, who) for tag in ("de", "fr", "pl") for who in ("everyone", "members")]

    assert one.check(readers) == [
        "URL is missing: the address of the service.",
        "USER or TOKEN is missing: those of a user of listmonk of the sort API.",
        "TEMPLATE is missing: the number of the template in which nothing but the mail stands.",
        "‘German’ in LISTS, for ‘de’, is no list of listmonk.",
        "No list is set for readers of French and Polish.",
        "No list is set for members who read French and Polish.",
    ]


def test_a_list_for_members_is_missing_only_where_they_get_an_edition_of_their_own():
    one = backend(LISTS={"de": "3", "fr": 4})

    assert one.check([("de", "everyone"), ("fr", "everyone"), ("fr", "members")]) == [
        "No list is set for members who read French."
    ]
