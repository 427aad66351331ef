"""How does an edition become a campaign in listmonk?

Over its HTTP interface, as it is documented from version 4 on: https://listmonk.app/docs/apis/campaigns/. What is created
there is always a draft. Body, text and subject are templates of Go there (https://listmonk.app/docs/templating/): what an
editor has typed is written so that it comes out as it was typed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from newsletter.backends.base import BackendError
from newsletter.backends.services import (
    Service,
    ServiceBackend,
    There,
    with_way_out,
    with_way_out_in_text,
    wrong_address,
)

if TYPE_CHECKING:
    from newsletter.backends.base import Campaign

CAMPAIGNS = "/api/campaigns"
UNSUBSCRIBE = "{{ UnsubscribeURL }}"
NOT_THERE = (400, 404)
"""What listmonk says of a number that no campaign has: until now 400."""
DRAFT = "draft"

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
IN_TEXT = re.compile(r"[{<]|@(?=TrackLink)")
"""What means something in a text: an action begins with two braces, ``https://…@TrackLink`` is short for one, and
listmonk reads the text with Go's html/template, for which a ``<`` begins a tag."""
IN_SUBJECT = re.compile(r"\{|@(?=TrackLink)")
"""The same in a subject, which Go's text/template reads."""
NOT_IN_NAMES = re.compile(r'[{}"\\<>]')


class ListmonkBackend(ServiceBackend):
    """Campaigns in listmonk.

    Options, besides those of every service: URL, where listmonk is; USER and TOKEN, of a user of the sort "API";
    TEMPLATE, the number of a template that holds nothing but ``{{ template "content" . }}``: any other would put its own
    head and foot around a mail that has both, the default one a tracking pixel too.
    """

    service_name = "listmonk"

    def wrong_options(self) -> list[str]:
        """Return what is wrong with the options but LISTS, in words."""
        found = [wrong_address(self.url)]
        if not (self.options.get("USER") and self.options.get("TOKEN")):
            found.append(
                _("USER or TOKEN is missing: those of a user of listmonk of the sort API.")
            )
        if not _is_number(self.options.get("TEMPLATE")):
            found.append(
                _(
                    "TEMPLATE is missing: the number of the template in which nothing but the mail stands."
                )
            )
        return [words for words in found if words]

    def is_list(self, value: str) -> bool:
        """Return whether it is a number: listmonk numbers its lists."""
        return _is_number(value)

    def get(self, reference: str) -> There | None:
        """Return the campaign with a number."""
        if not _is_number(reference):
            return None
        answer = self.service.ask("GET", f"{CAMPAIGNS}/{reference}", missing=NOT_THERE)
        return None if answer is None else self._read(answer)

    def candidates(self, campaign: Campaign) -> list[There]:
        """Return the campaigns in whose names the key stands: no other words are safe in listmonk's search."""
        query = {"query": campaign.key[:12], "page": 1, "per_page": 100, "no_body": "true"}
        answer = self.service.ask("GET", CAMPAIGNS, query=query)
        with self.service.understood():
            return [self._there(each) for each in answer["data"]["results"]]

    def bring(self, campaign: Campaign, there: There | None) -> There:
        """Make a draft; one that has no list gets it.

        listmonk leaves out a list that it does not know without a word, so its answer is read.
        """
        if there and (there.status != DRAFT or there.lists):
            return there
        content = self._content(campaign)
        if there:
            answer = self.service.ask("PUT", f"{CAMPAIGNS}/{there.reference}", content=content)
        else:
            answer = self.service.ask("POST", CAMPAIGNS, content=content)
        brought = self._read(answer)
        if list(brought.lists) != content["lists"]:
            message = _("listmonk has no list %(number)s, or its user may not see it.")
            raise BackendError(message % {"number": content["lists"][0]})
        return brought

    def test(self, campaign: Campaign, there: There, addresses: list[str]) -> None:
        """Send it to subscribers: listmonk knows no other addresses."""
        content = {**self._content(campaign), "subscribers": addresses}
        self.service.ask("POST", f"{CAMPAIGNS}/{there.reference}/test", content=content)

    @property
    def url(self) -> str:
        """Where listmonk is."""
        return str(self.options.get("URL") or "")

    @property
    def service(self) -> Service:
        """Its interface; user and token as in Basic authentication, which every version takes."""
        user, token = (str(self.options.get(name) or "") for name in ("USER", "TOKEN"))
        return Service(self.service_name, self.url, auth=(user, token), seconds=self.seconds)

    def _content(self, campaign: Campaign) -> dict[str, Any]:
        """Return what listmonk is given of a campaign."""
        return {
            "name": campaign.name,
            "subject": shown(campaign.subject, IN_SUBJECT),
            "lists": [int(self.list_for(campaign))],
            "from_email": _sender(campaign),
            "type": "regular",
            "content_type": "html",
            "body": with_way_out(campaign, shown_in_html(campaign.html), link=UNSUBSCRIBE),
            "altbody": with_way_out_in_text(
                campaign, shown(campaign.text, IN_TEXT), link=UNSUBSCRIBE
            ),
            "messenger": "email",
            "template_id": int(self.options["TEMPLATE"]),
            "tags": ["belfry", campaign.language, campaign.key[:12]],
            "headers": _headers(campaign),
        }

    def _read(self, answer: Any) -> There:
        with self.service.understood():
            return self._there(answer["data"])

    def _there(self, answer: dict[str, Any]) -> There:
        number = int(answer["id"])
        return There(
            reference=str(number),
            name=answer["name"],
            status=answer["status"],
            address=f"{self.service.url}/admin/campaigns/{number}",
            lists=tuple(each["id"] for each in answer["lists"] or []),
        )


def shown(words: str, meaning: re.Pattern[str]) -> str:
    """Return a template of Go that comes out as these words.

    Args:
        words: in which nothing is meant for Go.
        meaning: what would mean something to it; each of them becomes an action that prints it.
    """
    return meaning.sub(lambda found: f'{{{{ Safe "{found[0]}" }}}}', words)


def shown_in_html(html: str) -> str:
    """Return a template of Go that comes out as this HTML.

    Characters that would mean something are written as references, which browsers and mail programs read alike. Go drops
    comments, also those that only Outlook reads, unless an action prints them.
    """
    parts, rest = [], 0
    for comment in COMMENT.finditer(html):
        parts += [_referenced(html[rest : comment.start()]), _printed(comment[0])]
        rest = comment.end()
    return "".join([*parts, _referenced(html[rest:])])


def _referenced(html: str) -> str:
    return html.replace("{{", "&#123;&#123;").replace("@TrackLink", "&#64;TrackLink")


def _printed(html: str) -> str:
    # A string in JSON is one in Go too, as long as no character is written as a pair of surrogates.
    return f"{{{{ Safe {json.dumps(html, ensure_ascii=False)} }}}}"


def _sender(campaign: Campaign) -> str:
    """Return the sender; without braces in the name, because only some versions of listmonk read a template here."""
    name = NOT_IN_NAMES.sub("", campaign.sender_name).strip()
    return f'"{name}" <{campaign.sender_address}>' if name else campaign.sender_address


def _headers(campaign: Campaign) -> list[dict[str, str]]:
    """Return the headers that listmonk does not write itself."""
    headers = [{"Content-Language": campaign.language}]
    if campaign.reply_to and campaign.reply_to != campaign.sender_address:
        headers.append({"Reply-To": campaign.reply_to})
    if campaign.archive_url:
        headers.append({"List-Archive": f"<{campaign.archive_url}>"})
    return headers


def _is_number(value: object) -> bool:
    return bool(re.fullmatch(r"[1-9][0-9]{0,8}", str(value or "")))
