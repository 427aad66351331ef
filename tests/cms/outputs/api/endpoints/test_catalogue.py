"""What does the API say that there is to ask for?"""

from wagtail.models import Locale

from cms.models import FallbackChain, FallbackLink


def test_the_open_languages_and_their_chains(site, ask):
    german = Locale.objects.get(language_code="de")
    chain = FallbackChain.objects.create(locale=Locale.objects.get(language_code="fr"))
    FallbackLink.objects.create(chain=chain, locale=german, sort_order=0)

    assert ask("/locales") == [
        {
            "locale": "de",
            "name": "Deutsch",
            "direction": "ltr",
            "chain": ["de"],
            "url": "http://testserver/de/",
        },
        {
            "locale": "en",
            "name": "English",
            "direction": "ltr",
            "chain": ["en"],
            "url": "http://testserver/en/",
        },
        {
            "locale": "fr",
            "name": "français",
            "direction": "ltr",
            "chain": ["fr", "de"],
            "url": "http://testserver/fr/",
        },
    ]


def test_the_kinds_with_what_they_can_do_a_plugins_among_them(site, ask):
    found = {kind["type"]: kind for kind in ask("/types", locale="fr")}

    assert list(found) == ["call", "event", "news", "practice", "project"]
    assert found["event"] == {
        "type": "event",
        "name": "événement",
        "plural": "événements",
        "capabilities": ["dated"],
        "schema": "http://testserver/api/delivery/v1/schema/event",
    }
    assert found["call"]["capabilities"] == ["deadlined", "funded"]


def test_the_schema_of_a_kind_is_there_and_of_nothing_else(site, ask):
    assert ask("/schema/call")["title"] == "CallItem"
    assert ask("/schema/nothing", status=404)["status"] == 404
