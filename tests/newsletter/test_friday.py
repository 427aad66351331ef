"""Does an issue go the whole way: found wanting, mended, approved, frozen, handed over, and left alone afterwards?"""

import json
from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from wagtail.models import Locale

from cms.content import agenda as what_takes_place
from cms.models import Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.roles import set_up
from cms.testing.factories import make_page, make_translation, make_user
from newsletter.approval.freezing import NotReadyError, current
from newsletter.approval.workflow import approve
from newsletter.backends.registry import backends
from newsletter.handover.orders import begin
from newsletter.handover.work import work_off_due
from newsletter.models import Handover, IssuePage, Sender
from newsletter.readiness.verdict import readiness
from newsletter.rendering import render
from tests.newsletter.conftest import BASE, agenda, editorial, entries, entry, make_issue

DAY, ANOTHER_DAY = date(2019, 6, 25), date(2019, 9, 17)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Where issues are handed over to."""
    folder = tmp_path / "handover"
    settings.NEWSLETTER_BACKENDS = {
        "file": {
            "BACKEND": "newsletter.backends.file.FileBackend",
            "OPTIONS": {"FOLDER": str(folder)},
        }
    }
    return folder


def test_an_issue_goes_out_on_friday(site, folder, client):
    set_up()
    manager = make_user("nora", "Newsletter managers")
    Sender.objects.create(
        site=site.home.get_site(), name="Belfry", address="newsletter@belfry.example"
    )
    event = make_page(
        EventPage, title="Colloquium in Augsburg", span_rows=[Span(start=DAY, end=DAY)]
    )
    news = make_page(NewsPage, title="Squares at night", publish=False)
    issue = make_issue(
        editorial("<p>Europe has voted.</p>"),
        entries(entry(event, when_missing="hold")),
        entries(entry(news)),
        agenda(),
        publish=False,
    )

    # Thursday: two things are in the way, and nobody can approve.
    found = readiness(issue)
    assert {finding.code for finding in found.findings if finding.is_blocking} == {
        "entry-held",
        "page-unpublished",
    }
    assert found.blocked() == ["de", "en", "fr"]
    with pytest.raises(NotReadyError):
        approve(issue, user=manager)
    assert current(issue) is None

    # They are mended: the news is published, the event is translated.
    news.get_latest_revision().publish()
    for tag, title in (("de", "Kolloquium in Augsburg"), ("fr", "Colloque à Augsbourg")):
        make_translation(event, tag, title=title)
    assert readiness(issue).blocked() == []

    # Approved, frozen, handed over.
    approve(IssuePage.objects.get(pk=issue.pk), user=manager)
    approval = current(issue)
    begin(approval, "file", user=manager)
    assert work_off_due() == 3
    assert {one.state for one in Handover.objects.all()} == {"done"}
    mails = {path.name: path.read_bytes() for path in sorted(folder.rglob("*.eml"))}
    parsed = [message_from_bytes(mail, policy=SMTP) for mail in mails.values()]
    assert [mail["Content-Language"] for mail in parsed] == ["de", "en", "fr"]
    assert [mail.defects for mail in parsed] == [[], [], []]
    [german] = [
        json.loads(path.read_text()) for path in folder.rglob("*.json") if "de" in path.name
    ]
    assert [item["title"] for item in german["items"]] == [
        "Kolloquium in Augsburg",
        "Squares at night",
    ]

    # Saturday: the event is moved.
    address = f"/de{issue.get_url().removeprefix('/en')}"
    before = client.get(address).content.decode()
    event = EventPage.objects.get(pk=event.pk)
    event.span_rows = [Span(start=ANOTHER_DAY, end=ANOTHER_DAY)]
    event.save_revision().publish()

    german_event = event.get_translation(Locale.objects.get(language_code="de"))
    assert "17. September 2019" in client.get(german_event.get_url()).content.decode()
    assert list(what_takes_place(date(2019, 7, 1)).values_list("first_day", flat=True)) == [
        ANOTHER_DAY
    ]
    following = make_issue(entries(entry(event)), slug="july-2019", date=date(2019, 7, 1))
    assert "17. September 2019" in render(following, "de", base=BASE).mail_html
    after = client.get(address).content.decode()
    assert "25. Juni 2019" in after
    assert "September" not in after
    assert _main(after) == _main(before)
    begin(approval, "file", user=manager)
    assert work_off_due() == 0  # the same thing is handed over once
    assert {path.name: path.read_bytes() for path in sorted(folder.rglob("*.eml"))} == mails
    assert list(backends()) == ["file"]


def _main(page: str) -> str:
    """Return what a page says between its head and its foot."""
    return page[page.index("<main") : page.index("</main>")]
