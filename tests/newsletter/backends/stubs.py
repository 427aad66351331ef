"""Sending services on this machine: they answer as listmonk and Mailchimp are documented to, and refuse what those refuse.

They keep what they are given in memory, and fail as they are told: before their work, or after it.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

SLOW_SECONDS = 5
"""At most: a slow answer ends with the server."""


class Refused(Exception):
    """Raised for a request that the service does not take."""

    def __init__(self, status: int, reason: str) -> None:
        """Keep what is answered."""
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass
class Stub:
    """What a service was asked, what it has, and how it is to fail."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of all requests, in order."""
    fails: list[Any] = field(default_factory=list)
    """How it fails, one request each; None for one that works: a status (before its work), a body (instead of its own),
    "hang up" or "slow" (after its work), "trickle" or "cut" (its answer), a dict of headers with a status."""
    failed: list[Any] = field(default_factory=list)
    """The failures that have happened."""
    over: Event = field(default_factory=Event)

    def answer(self, method: str, path: str, query: dict[str, str], content: Any) -> Any:
        """Return what is answered as JSON; None for nothing."""
        raise NotImplementedError

    def may(self, user: str, password: str) -> bool:
        """Return whether somebody gets in."""
        raise NotImplementedError

    def refusal(self, error: Refused) -> dict[str, Any]:
        """Return how a request is refused."""
        raise NotImplementedError

    def posts(self) -> list[str]:
        """Return the paths to which something was posted."""
        return [path for method, path in self.asked if method == "POST"]


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for a stub."""

    stub: Stub

    def do_GET(self) -> None:
        """Answer, or fail as it is to."""
        stub, parts = self.stub, urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        stub.asked.append((self.command, parts.path))
        fault = stub.fails.pop(0) if stub.fails else None
        if fault is not None:
            stub.failed.append(fault)
        if isinstance(fault, int):
            return self.say(fault, stub.refusal(Refused(fault, "told to fail")))
        if isinstance(fault, dict):
            return self.say(fault["status"], {}, headers=fault["headers"])
        status, answer = self.work(parts, body)
        if fault == "hang up":
            return None
        if fault == "slow":
            stub.over.wait(SLOW_SECONDS)
            return None
        if fault in {"trickle", "cut"}:
            return self.begin(slowly=fault == "trickle")
        return self.say(status, answer if fault is None else fault)

    do_POST = do_PUT = do_GET

    def work(self, parts, body: bytes) -> tuple[int, Any]:
        """Return a status and an answer."""
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        try:
            kind, _, given = self.headers.get("Authorization", "").partition(" ")
            user, _, password = b64decode(given).decode().partition(":")
            if kind != "Basic" or not self.stub.may(user, password):
                raise Refused(401, "invalid credentials")
            content = None
            if body:
                if self.headers["Content-Type"] != "application/json":
                    raise Refused(400, "no JSON")
                content = json.loads(body)
            answer = self.stub.answer(self.command, parts.path, query, content)
        except Refused as error:
            return error.status, self.stub.refusal(error)
        return (204, None) if answer is None else (200, answer)

    def say(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        body = b"" if answer is None else answer
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def begin(self, *, slowly: bool) -> None:
        """Send an answer that never ends: byte by byte, or not at all."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(SLOW_SECONDS * 20 if slowly else 1):
                self.wfile.write(b" ")
                self.stub.over.wait(0.05)

    def log_message(self, *_arguments) -> None:
        """Say nothing."""


@contextmanager
def serving(stub: Stub) -> Iterator[Stub]:
    """Serve on a free port of this machine."""
    handler = type("Handler", (Handler,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        stub.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


# listmonk, as https://listmonk.app/docs/apis/campaigns/ and its source say


NEEDED = {"name": str, "subject": str, "lists": list, "type": str, "content_type": str, "body": str}
OPTIONAL = {
    "from_email": str,
    "altbody": str,
    "messenger": str,
    "template_id": int,
    "tags": list,
    "headers": list,
}
SHORTHANDS = (
    (re.compile(r"{{(\s+)?TrackLink(\s+)?(.+?)(\s+)?}}"), r"{{ TrackLink \3 . }}"),
    (re.compile(r"(https?://.+?)@TrackLink"), r'{{ TrackLink "\1" . }}'),
    (
        re.compile(r"{{(\s+)?(TrackView|UnsubscribeURL|ManageURL|OptinURL|MessageURL)(\s+)?}}"),
        r"{{ \2 . }}",
    ),
)
"""What listmonk rewrites before Go reads a template."""
ACTION = re.compile(
    r'{{-?\s*(?P<function>\w+)(\s+(?P<value>"(\\.|[^"\\])*"))?(\s+\.)?\s*-?}}', re.S
)
UNSUBSCRIBE_AT = "https://lists.example/subscription/campaign/subscriber"


def go(template: str, *, is_markup: bool) -> str:
    """Return what Go makes of a template, as far as listmonk's functions go that this project uses.

    Args:
        template: with actions.
        is_markup: whether html/template reads it, which drops comments and minds a "<".
    """
    for pattern, replacement in SHORTHANDS:
        template = pattern.sub(replacement, template)
    out, rest = [], 0
    while (start := template.find("{{", rest)) >= 0:
        out.append(_left_alone(template[rest:start], is_markup=is_markup))
        action = ACTION.match(template, start)
        if action is None:
            raise Refused(400, f"error compiling: {template[start : start + 40]}")
        out.append(_run(action["function"], action["value"]))
        rest = action.end()
    out.append(_left_alone(template[rest:], is_markup=is_markup))
    return "".join(out)


def _left_alone(text: str, *, is_markup: bool) -> str:
    return re.sub(r"<!--.*?-->", "", text, flags=re.S) if is_markup else text


def _run(function: str, value: str | None) -> str:
    if function == "Safe" and value:
        return json.loads(value)
    if function == "UnsubscribeURL":
        return UNSUBSCRIBE_AT
    if function in {"TrackView", "TrackLink", "OptinURL", "MessageURL", "ManageURL"}:
        return f"[{function}]"
    raise Refused(400, f"function {function} not defined")


@dataclass
class Listmonk(Stub):
    """listmonk."""

    campaigns: dict[int, dict[str, Any]] = field(default_factory=dict)
    lists: dict[int, str] = field(default_factory=lambda: {3: "German", 4: "French", 7: "Members"})
    subscribers: frozenset[str] = frozenset({"officer@forum.example"})
    tested: list[tuple[int, list[str]]] = field(default_factory=list)

    def may(self, user: str, password: str) -> bool:
        """Return whether it is the API's user."""
        return (user, password) == ("belfry", "the token")

    def refusal(self, error: Refused) -> dict[str, Any]:
        """Return how listmonk refuses."""
        return {"message": error.reason}

    def answer(self, method: str, path: str, query: dict[str, str], content: Any) -> Any:
        """Return what listmonk answers."""
        known = re.fullmatch(r"/api/campaigns(?:/(\d+)(/test)?)?", path)
        if known is None:
            raise Refused(404, "Not Found")
        number, is_test = known[1], known[2]
        if number is None:
            return {"data": self.make(content) if method == "POST" else self.found(query)}
        campaign = self.campaigns.get(int(number))
        if campaign is None:
            raise Refused(400, "Campaign not found")
        if method == "POST" and is_test:
            return {"data": self.test(campaign, dict(content))}
        if method == "PUT":
            return {"data": self.change(campaign, content)}
        return {"data": campaign}

    def make(self, content: dict[str, Any]) -> dict[str, Any]:
        """Create a draft."""
        self.validate(content)
        number = len(self.campaigns) + 1
        self.campaigns[number] = {"id": number, "status": "draft", **self.kept(content)}
        return self.campaigns[number]

    def change(self, campaign: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """Change what was not sent."""
        if campaign["status"] not in {"draft", "paused", "scheduled"}:
            raise Refused(400, "Cannot update a running or a finished campaign")
        self.validate(content)
        campaign |= self.kept(content)
        return campaign

    def kept(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return a campaign as it is kept: lists that are not known are left out."""
        lists = [
            {"id": one, "name": self.lists[one]} for one in content["lists"] if one in self.lists
        ]
        return {**content, "lists": lists}

    def found(self, query: dict[str, str]) -> dict[str, Any]:
        """Search, as PostgreSQL does with ILIKE; what is no word is an error of its own language of queries."""
        words = query["query"]
        if not re.fullmatch(r"\w+", words):
            raise Refused(500, "Error fetching campaigns: syntax error in tsquery")
        results = [
            {**each, "body": ""}
            for each in self.campaigns.values()
            if words.casefold() in f"{each['name']} {each['subject']}".casefold()
        ]
        return {"results": results, "query": words, "total": len(results), "per_page": 100}

    def test(self, campaign: dict[str, Any], content: dict[str, Any]) -> bool:
        """Send a test to subscribers."""
        addresses = content.pop("subscribers", None)
        self.validate(content)
        if not addresses or not set(addresses) <= self.subscribers:
            raise Refused(400, "No known subscribers to test")
        self.tested.append((campaign["id"], addresses))
        return True

    def validate(self, content: dict[str, Any]) -> None:
        """Refuse what listmonk refuses, and what its documentation does not name."""
        types = {**NEEDED, **OPTIONAL}
        missing, unknown = NEEDED.keys() - content.keys(), content.keys() - types.keys()
        if missing or unknown:
            raise Refused(400, f"missing {missing}, unknown {unknown}")
        for name, value in content.items():
            if type(value) is not types[name] or value in ("", []):
                raise Refused(400, f"invalid {name}")
        sender = r"((.+?)\s)?<(.+?)@(.+?)>|^[^\s@<>]+@[^\s@<>]+$"
        valid = {
            "lists": all(type(one) is int for one in content["lists"]),
            "type": content["type"] in {"regular", "optin"},
            "content_type": content["content_type"] in {"richtext", "html", "markdown", "plain"},
            "from_email": re.search(sender, content["from_email"]),
            "headers": all(type(v) is str for pair in content["headers"] for v in pair.values()),
        }
        if wrong := [name for name, is_valid in valid.items() if not is_valid]:
            raise Refused(400, f"invalid {wrong}")
        go(content["body"], is_markup=True)

    def received(self, number: int) -> dict[str, str]:
        """Return what a subscriber gets of a campaign."""
        campaign = self.campaigns[number]
        return {
            "subject": go(campaign["subject"], is_markup=False),
            "html": go(campaign["body"], is_markup=True),
            "text": go(campaign["altbody"], is_markup=True),
        }


# Mailchimp, as https://mailchimp.com/developer/marketing/api/campaigns/ says


TAG = re.compile(r"\*\|(?P<name>[^|]*)\|\*")
TAGS = {
    "UNSUB": "https://forum.us21.list-manage.com/unsubscribe?u=1",
    "LIST:ADDRESSLINE": "Forum, 1 Square of Europe, Brussels",
    "EMAIL": "reader@town.example",
}
SETTINGS = {
    "title": str,
    "subject_line": str,
    "preview_text": str,
    "from_name": str,
    "reply_to": str,
    "auto_footer": bool,
    "inline_css": bool,
    "auto_tweet": bool,
    "fb_comments": bool,
}
TRACKING = {"opens": bool, "html_clicks": bool, "text_clicks": bool}


def merged(words: str) -> str:
    """Return what Mailchimp makes of words with merge tags."""
    return TAG.sub(lambda tag: TAGS.get(tag["name"], ""), words)


@dataclass
class Mailchimp(Stub):
    """Mailchimp."""

    campaigns: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, dict[str, str]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset({"de12345678", "fr12345678"})
    tested: list[tuple[str, list[str]]] = field(default_factory=list)

    def may(self, user: str, password: str) -> bool:
        """Return whether the key is known; any user will do."""
        return bool(user) and password == "0123456789abcdef-us21"

    def refusal(self, error: Refused) -> dict[str, Any]:
        """Return how Mailchimp refuses (RFC 7807)."""
        return {"title": "Refused", "status": error.status, "detail": error.reason}

    def answer(self, method: str, path: str, query: dict[str, str], content: Any) -> Any:
        """Return what Mailchimp answers."""
        known = re.fullmatch(r"/campaigns(?:/(\w+)(/content|/actions/test)?)?", path)
        if known is None:
            raise Refused(404, "The requested resource could not be found.")
        reference, step = known[1], known[2]
        if reference is None:
            return self.make(content) if method == "POST" else self.listed(query)
        if reference not in self.campaigns:
            raise Refused(404, "The requested resource could not be found.")
        if step == "/content" and method == "PUT":
            return self.fill(reference, content)
        if step == "/content":
            return self.contents.get(reference, {})
        if step:
            return self.test(reference, content)
        return self.campaigns[reference]

    def make(self, content: dict[str, Any]) -> dict[str, Any]:
        """Create a campaign without content."""
        if (
            content.keys() - {"type", "recipients", "settings", "tracking"}
            or content.get("type") != "regular"
        ):
            raise Refused(
                400, "The schema describes string, one of regular, plaintext, rss, variate"
            )
        if content["recipients"]["list_id"] not in self.lists:
            raise Refused(400, "The list does not exist.")
        for part, types in (("settings", SETTINGS), ("tracking", TRACKING)):
            for name, value in content[part].items():
                if type(value) is not types.get(name):
                    raise Refused(400, f"Schema describes another type for {part}.{name}")
        if len(content["settings"]["subject_line"]) > 150:
            raise Refused(400, "The subject line is longer than 150 characters.")
        segment = content["recipients"].get("segment_opts", {"saved_segment_id": 1})
        if type(segment["saved_segment_id"]) is not int:
            raise Refused(400, "Schema describes integer")
        reference = f"c{len(self.campaigns) + 1:09d}"
        made = {
            "id": reference,
            "web_id": 100 + len(self.campaigns),
            "status": "save",
            "create_time": datetime.now(UTC).isoformat(timespec="seconds"),
            **content,
        }
        self.campaigns[reference] = made
        return made

    def listed(self, query: dict[str, str]) -> dict[str, Any]:
        """Return the campaigns that were made since then, the last ones first."""
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", query["since_create_time"]):
            raise Refused(400, "since_create_time is no ISO 8601 date")
        start, since = int(query["offset"]), datetime.fromisoformat(query["since_create_time"])
        last_first = [
            each
            for each in reversed(self.campaigns.values())
            if datetime.fromisoformat(each["create_time"]) > since
        ]
        return {
            "campaigns": last_first[start : start + int(query["count"])],
            "total_items": len(last_first),
        }

    def fill(self, reference: str, content: dict[str, str]) -> dict[str, str]:
        """Give a campaign its content."""
        if self.campaigns[reference]["status"] != "save":
            raise Refused(400, "Campaign is already sent.")
        if content.keys() - {"html", "plain_text"} or not all(
            type(v) is str for v in content.values()
        ):
            raise Refused(400, "Schema describes string")
        self.contents[reference] = content
        return content

    def test(self, reference: str, content: dict[str, Any]) -> None:
        """Send a test."""
        if content.keys() != {"test_emails", "send_type"} or content["send_type"] not in {
            "html",
            "plaintext",
        }:
            raise Refused(400, "Schema describes test_emails and send_type")
        if reference not in self.contents:
            raise Refused(400, "Your Campaign is not ready to send.")
        self.tested.append((reference, content["test_emails"]))

    def received(self, reference: str) -> dict[str, str]:
        """Return what a subscriber gets of a campaign."""
        return {
            "subject": merged(self.campaigns[reference]["settings"]["subject_line"]),
            "html": merged(self.contents[reference]["html"]),
            "text": merged(self.contents[reference]["plain_text"]),
        }
