"""How does an edition become a campaign in Mailchimp?

Over version 3.0 of its Marketing API: https://mailchimp.com/developer/marketing/api/campaigns/. A campaign is created, then
given its content: two steps, and a try that ended between them is completed by the next. What an editor has typed that
looks like one of Mailchimp's merge tags (https://mailchimp.com/help/all-the-merge-tags-cheat-sheet/) stays as it was typed.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from newsletter.backends.base import BackendError
from newsletter.backends.services import (
    Service,
    ServiceBackend,
    There,
    mark,
    with_way_out,
    with_way_out_in_text,
    wrong_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsletter.backends.base import Campaign

KEY = re.compile(r"[0-9A-Za-z]+-(?P<centre>[a-z]{2,4}[0-9]{1,3})")
"""A key ends in the data centre in which the account is: the host cannot be made of anything else."""
LIST = re.compile(r"(?P<list>[0-9a-z]{4,20})(/(?P<segment>[1-9][0-9]{0,11}))?")
"""An audience, which the interface calls a list, and a saved segment or a tag of it."""

UNSUBSCRIBE = "*|UNSUB|*"
ADDRESS = "*|LIST:ADDRESSLINE|*"
"""Mailchimp appends a foot of its own, in English, where either is missing."""
NOT_THERE = (404,)
DRAFT = "save"
"""Its word for a campaign that nobody has sent or scheduled."""

PAGE = 200
PAGES = 25
"""How many campaigns are looked through: those made since the edition was first approved, so never nearly as many."""
FIELDS = "id,web_id,status,settings.title"
EARLIER = timedelta(days=1)
"""How much earlier the search begins: clocks differ."""


class MailchimpBackend(ServiceBackend):
    """Campaigns in Mailchimp.

    Options, besides those of every service: KEY, of the API; URL, another address of the interface, for tests. A list is
    the identifier of an audience ("a1b2c3d4e5"), or of one and the number of a segment in it ("a1b2c3d4e5/1234").
    """

    service_name = "Mailchimp"

    def wrong_options(self) -> list[str]:
        """Return what is wrong with the options but LISTS, in words."""
        if not self.key:
            return [_("KEY is missing: a key of Mailchimp’s API.")]
        if not KEY.fullmatch(self.key):
            return [
                _("KEY is no key of Mailchimp’s API: it ends in the data centre, such as -us21.")
            ]
        fault = wrong_address(self.url)
        return [fault] if fault else []

    def is_list(self, value: str) -> bool:
        """Return whether it is the identifier of an audience, with or without a segment."""
        return bool(LIST.fullmatch(value))

    def get(self, reference: str) -> There | None:
        """Return the campaign with a reference."""
        if not re.fullmatch(r"[0-9A-Za-z]{1,40}", reference):
            return None
        path, query = f"/campaigns/{reference}", {"fields": FIELDS}
        answer = self.service.ask("GET", path, query=query, missing=NOT_THERE)
        return None if answer is None else self._read(answer)

    def candidates(self, campaign: Campaign) -> Iterator[There]:
        """Yield the campaigns that were made since the edition was first approved, the last ones first."""
        since = (campaign.known_since - EARLIER).astimezone(UTC).isoformat(timespec="seconds")
        query: dict[str, str | int] = {
            "since_create_time": since,
            "sort_field": "create_time",
            "sort_dir": "DESC",
            "count": PAGE,
            "fields": ",".join(f"campaigns.{name}" for name in FIELDS.split(",")),
        }
        for page in range(PAGES):
            answer = self.service.ask("GET", "/campaigns", query={**query, "offset": page * PAGE})
            with self.service.understood():
                found = [self._there(each) for each in answer["campaigns"]]
            yield from found
            if len(found) < PAGE:
                return

    def bring(self, campaign: Campaign, there: There | None) -> There:
        """Make a draft with its content; one without content gets it."""
        if there and (there.status != DRAFT or self._is_whole(there, campaign)):
            return there
        if there is None:
            answer = self.service.ask("POST", "/campaigns", content=self._settings(campaign))
            there = self._read(answer)
        path = f"/campaigns/{there.reference}/content"
        try:
            self.service.ask("PUT", path, content=_content(campaign))
        except BackendError as error:
            error.reference = (
                there.reference
            )  # half of it is there: whoever tries again goes on with it
            raise
        return there

    def test(self, campaign: Campaign, there: There, addresses: list[str]) -> None:
        """Send it to any addresses."""
        content = {"test_emails": addresses, "send_type": "html"}
        self.service.ask("POST", f"/campaigns/{there.reference}/actions/test", content=content)

    @property
    def key(self) -> str:
        """The key of the API."""
        return str(self.options.get("KEY") or "")

    @property
    def _centre(self) -> str:
        known = KEY.fullmatch(self.key)
        if known is None:
            raise BackendError(" ".join(self.wrong_options()))
        return known["centre"]

    @property
    def url(self) -> str:
        """Where its interface is: in the data centre of the account."""
        return str(self.options.get("URL") or f"https://{self._centre}.api.mailchimp.com/3.0")

    @property
    def service(self) -> Service:
        """Its interface: any user, and the key as the password."""
        auth = ("belfry", self.key)
        return Service(self.service_name, self.url, auth=auth, seconds=self.seconds)

    def _settings(self, campaign: Campaign) -> dict[str, Any]:
        """Return what Mailchimp is given of a campaign but its content.

        Neither opening nor following a link is noted: that asks for consent.
        """
        to = LIST.fullmatch(self.list_for(campaign))
        recipients: dict[str, Any] = {"list_id": to["list"] if to else ""}
        if to and to["segment"]:
            recipients["segment_opts"] = {"saved_segment_id": int(to["segment"])}
        return {
            "type": "regular",
            "recipients": recipients,
            "settings": {
                "title": campaign.name,
                "subject_line": shown(campaign.subject),
                "preview_text": shown(campaign.preheader),
                "from_name": shown(campaign.sender_name),
                # It has one address for both: what it sends from is what is answered to.
                "reply_to": campaign.reply_to or campaign.sender_address,
                "auto_footer": False,
                "inline_css": False,
                "auto_tweet": False,
                "fb_comments": False,
            },
            "tracking": {"opens": False, "html_clicks": False, "text_clicks": False},
        }

    def _read(self, answer: Any) -> There:
        with self.service.understood():
            return self._there(answer)

    def _there(self, answer: dict[str, Any]) -> There:
        shown_at = f"https://{self._centre}.admin.mailchimp.com/campaigns/show/"
        return There(
            reference=str(answer["id"]),
            name=answer["settings"].get("title") or "",
            status=answer["status"],
            address=f"{shown_at}?id={int(answer['web_id'])}",
        )

    def _is_whole(self, there: There, campaign: Campaign) -> bool:
        path, query = f"/campaigns/{there.reference}/content", {"fields": "html"}
        answer = self.service.ask("GET", path, query=query, missing=NOT_THERE)
        with self.service.understood():
            return answer is not None and mark(campaign) in (answer.get("html") or "")


def _content(campaign: Campaign) -> dict[str, str]:
    return {
        "html": with_way_out(
            campaign, shown_in_html(campaign.html), link=UNSUBSCRIBE, address=ADDRESS
        ),
        "plain_text": with_way_out_in_text(
            campaign, shown(campaign.text), link=UNSUBSCRIBE, address=ADDRESS
        ),
    }


def shown_in_html(html: str) -> str:
    """Return HTML in which no merge tag is left: two characters of each are written as references.

    Mailchimp documents no way to write a merge tag; it looks for these characters as they are, and not even for ``%7C``.
    """
    return html.replace("*|", "&#42;&#124;")


def shown(words: str) -> str:
    """Return words in which no merge tag is left: a space without width stands in each."""
    return words.replace("*|", "*\N{ZERO WIDTH SPACE}|")
