"""Campaigns as they come to a backend, without a database."""

from datetime import UTC, datetime

from newsletter.backends.base import Campaign

APPROVED = datetime(2019, 6, 3, 9, 30, tzinfo=UTC)

GREEK = "Η ασφάλεια εκεί όπου ζούμε: δώδεκα πόλεις συγκρίνουν όσα κάνουν μετά το σκοτάδι. "
FRENCH = (
    "La sécurité là où elle se vit : douze villes comparent ce qu’elles font à la nuit tombée. "
)


def campaign(**values: object) -> Campaign:
    """Return an edition of June 2019 in French."""
    return Campaign(
        **{
            "key": "0123456789abcdef" * 4,
            "issue": "june-2019",
            "label": "Juin 2019",
            "date": APPROVED,
            "known_since": APPROVED,
            "readers": "fr",
            "language": "fr",
            "audience": "everyone",
            "version": 1,
            "subject": "La sécurité là où elle se vit",
            "preheader": "Colloque à Augsbourg le 25 juin.",
            "html": f"<!doctype html>\n<html lang='fr'><body><p>{FRENCH * 20}</p></body></html>\n",
            "text": f"{FRENCH}\n" * 20,
            "url": "https://belfry.example/fr/newsletter/june-2019/",
            "archive_url": "https://belfry.example/fr/newsletter/",
            "sender_name": "Forum européen pour la sécurité urbaine",
            "sender_address": "news@belfry.example",
            "reply_to": "office@belfry.example",
            "items": ({"title": "Places la nuit", "key": "1"},),
            "hash": "ab" * 32,
            **values,
        }
    )
