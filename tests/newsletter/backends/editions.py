"""What do the tests of the services hand over? Editions as small as they can be, with what a service could misread."""

from datetime import UTC, datetime
from hashlib import sha256

from newsletter.backends.base import Campaign

TYPED = "Write {{ .Subscriber.Email }}, *|EMAIL|* or {{{x}}} at https://town.example/@TrackLink"
"""What an editor has typed, and both services would take for their own."""
BODY = (
    '<!doctype html><html lang="de"><head><title>{0}</title></head><body><!--[if mso]><table width="600"><![endif]-->'
    '<p>{0} <a href="https://town.example/?a=*|EMAIL|*&amp;b={{{{c}}}}">more</a></p></body></html>'
)


def make_campaign(readers: str = "de", **values: object) -> Campaign:
    """Return an edition of June 2019; its key follows from what it is."""
    words = {
        "issue": "june-2019",
        "label": "June 2019",
        "date": datetime(2019, 6, 6, 15, 0, tzinfo=UTC),
        "known_since": datetime(2019, 6, 6, 15, 0, tzinfo=UTC),
        "readers": readers,
        "language": readers,
        "audience": "everyone",
        "version": 1,
        "subject": "Security where it is lived",
        "preheader": "Colloquium in Augsburg",
        "html": BODY.format("Security"),
        "text": "Security\n",
        "url": f"https://forum.example/{readers}/june-2019/",
        "archive_url": f"https://forum.example/{readers}/newsletter/",
        "sender_name": "European Forum",
        "sender_address": "news@forum.example",
        "reply_to": "news@forum.example",
        "items": (),
        "hash": "0" * 64,
        **values,
    }
    return Campaign(**{"key": sha256(repr(words).encode()).hexdigest(), **words})
