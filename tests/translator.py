"""A translation service on this machine: it answers as DeepL and LibreTranslate do, within their limits or beyond them.

Its translations are the same words in capitals, but for what it was told to leave alone.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from wagtail_localize.models import StringTranslation, Translation

from cms.languages.translation.segments import segments

KEY = "a key for tests:fx"
TOO_MANY_TEXTS = 51
LARGEST_BODY = 128 * 1024
MOST_CHARACTERS = 2_000
"""Of a public LibreTranslate, in one request."""


def put_proposals(translation: Translation, words: Mapping[str, str], tool: str = "DeepL") -> None:
    """Put words into a translation as a machine would propose them, by the words of the source."""
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=segment.string,
            context_id=segment.context,
            locale=translation.target_locale,
            data=words[segment.source],
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            tool_name=tool,
        )
        for segment in segments(translation)
        if segment.is_missing and segment.source in words
    )


LEFT_ALONE = re.compile(r'(<keep>.*?</keep>|<span translate="no">.*?</span>|<[^>]+>|&\w+;)')


@dataclass
class Service:
    """What it was asked, and how it is to fail."""

    url: str = ""
    asked: list[dict] = field(default_factory=list)
    """The bodies of all requests, in order."""
    statuses: list[int] = field(default_factory=list)
    """What it has answered."""
    fails: list[int | str | bytes] = field(default_factory=list)
    """What it answers first, before it does its work: a status, "slow", "hang up", or a body."""
    wait: str = "1"
    """Seconds, as it says with a 429."""
    translate = staticmethod(lambda words: words)
    """What is done to a translation at the end."""

    @property
    def deepl(self) -> dict:
        """The setting that makes it the site's DeepL."""
        return {
            "CLASS": "cms.languages.translation.machine.services.DeepL",
            "OPTIONS": {"AUTH_KEY": KEY, "URL": f"{self.url}/v2/translate", "TIMEOUT": 0.5},
        }

    @property
    def libretranslate(self) -> dict:
        """The setting that makes it the site's LibreTranslate."""
        return {
            "CLASS": "cms.languages.translation.machine.services.LibreTranslate",
            "OPTIONS": {"LIBRETRANSLATE_URL": self.url, "API_KEY": KEY, "TIMEOUT": 0.5},
        }

    def answer(self, path: str, headers, body: bytes) -> tuple[int, bytes]:
        """Return a status and a body."""
        question = json.loads(body)
        self.asked.append(question)
        if path == "/v2/translate":
            if headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
                return 403, b""
            if len(body) > LARGEST_BODY:
                return 413, b""
            if len(question["text"]) >= TOO_MANY_TEXTS:
                return 400, b'{"message": "Too many texts"}'
            texts = [{"text": self._capitals(text)} for text in question["text"]]
            return 200, json.dumps({"translations": texts}).encode()
        if question["api_key"] != KEY:
            return 403, b'{"error": "Invalid API key"}'
        if sum(map(len, question["q"])) > MOST_CHARACTERS:
            return 400, b'{"error": "Invalid request: request exceeds text limit (2000)"}'
        texts = [self._capitals(text) for text in question["q"]]
        return 200, json.dumps({"translatedText": texts}).encode()

    def _capitals(self, text: str) -> str:
        parts = LEFT_ALONE.split(text)
        return self.translate(
            "".join(part if number % 2 else part.upper() for number, part in enumerate(parts))
        )


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for a service."""

    service: Service

    def do_POST(self) -> None:
        """Answer, or fail as it is to."""
        service = self.service
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = service.fails.pop(0) if service.fails else None
        status, answer = service.answer(self.path, self.headers, body)
        if fault == "hang up":
            return
        if fault == "slow":
            time.sleep(1)
        elif isinstance(fault, bytes):
            answer = fault
        elif isinstance(fault, int):
            status, answer = fault, b"{}"
        service.statuses.append(status)
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", service.wait)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(answer)

    def log_message(self, *_arguments) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Service]:
    """Serve on a free port of this machine."""
    service = Service()
    handler = type("Handler", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
