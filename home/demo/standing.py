"""How do names, chains, brand and menu come into the database? Rows in every language at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.models import (
    Brand,
    BrandWording,
    City,
    CityName,
    FallbackChain,
    FallbackLink,
    FooterLink,
    GlossaryTerm,
    GlossaryTranslation,
    Member,
    MemberCountry,
    MemberCountryLanguage,
    MenuLink,
    Picture,
    Programme,
    ProgrammeWording,
    Topic,
    TopicName,
)
from home.demo.network.brand import BRAND, CHAINS, FOOTER, MENU
from home.demo.network.glossary import GLOSSARY, NEVER_TRANSLATED
from home.demo.network.places import CITIES, MEMBER_COUNTRIES, MEMBERS
from home.demo.network.programmes import DISCLAIMER, GENERATION, PROGRAMMES
from home.demo.network.topics import TOPICS
from home.demo.sheets import To
from newsletter.models import Sender

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagtail.models import Locale, Site


def make_chains(locales: Mapping[str, Locale]) -> None:
    """Say what readers of each language get instead."""
    for tag, steps in CHAINS.items():
        chain, _created = FallbackChain.objects.get_or_create(locale=locales[tag])
        chain.links = [
            FallbackLink(locale=locales[step], sort_order=order) for order, step in enumerate(steps)
        ]
        chain.save()


def make_names() -> dict[To, int]:
    """Store cities, topics, programmes, member countries and members; return the keys of the first three."""
    made = {To("city", name): _city(name).pk for name in CITIES}
    made |= {To("topic", slug): _topic(slug).pk for slug in TOPICS}
    made |= {To("programme", key): _programme(key).pk for key in PROGRAMMES}
    for country, (languages, forum) in MEMBER_COUNTRIES.items():
        member_country = MemberCountry(country=country, forum_name=forum)
        member_country.languages = [
            MemberCountryLanguage(language=tag, sort_order=order)
            for order, tag in enumerate(languages)
        ]
        member_country.save()
    for name, city in MEMBERS.items():
        Member.objects.create(name=name, city_id=made[To("city", city)])
    return made


def _city(name: str) -> City:
    town = CITIES[name]
    city = City(name=name, country=town.country, latitude=town.latitude, longitude=town.longitude)
    city.names = [CityName(language=tag, name=words) for tag, words in town.names.items()]
    city.save()
    return city


def _topic(slug: str) -> Topic:
    names = TOPICS[slug]
    topic = Topic(name=names["en"], slug=slug)
    topic.names = [TopicName(language=tag, name=words) for tag, words in names.items()]
    topic.save()
    return topic


def _programme(key: str) -> Programme:
    wordings = PROGRAMMES[key]
    programme = Programme(name=wordings["en"].name, generation=GENERATION)
    programme.wordings = [
        ProgrammeWording(
            language=tag,
            name=f"{wording.name} {GENERATION}".replace("2020 " + GENERATION, "2020"),
            statement=wording.statement,
            disclaimer="" if key == "rec" else DISCLAIMER[tag],
        )
        for tag, wording in wordings.items()
    ]
    programme.save()
    return programme


def make_glossary() -> None:
    """Store the terms that translators keep to, in English."""
    for words, entry in GLOSSARY.items():
        term = GlossaryTerm(term=words, language="en", definition=entry.definition)
        term.translations = [
            GlossaryTranslation(
                language=tag, translation=agreed, forbidden="\n".join(entry.avoid.get(tag, ()))
            )
            for tag, agreed in entry.translations.items()
        ]
        term.save()
    for name, definition in NEVER_TRANSLATED.items():
        GlossaryTerm.objects.create(
            term=name, language="en", definition=definition, is_protected=True
        )


def give_emblem(emblem: Picture) -> None:
    """Print the emblem of the European Union with every programme."""
    Programme.objects.update(emblem=emblem)


def make_brand(site: Site, made: Mapping[To, int]) -> None:
    """Give the site its name, its words in every language, its menu and its footer, and the newsletter its sender."""
    brand = Brand.for_site(site)
    brand.name = "Belfry"
    brand.wordings = [
        BrandWording(language=tag, tagline=tagline, footer_text=text)
        for tag, (tagline, text) in BRAND.items()
    ]
    brand.menu_links = [
        MenuLink(page_id=made[To("page", key)], sort_order=order)
        for order, key in enumerate(MENU)
        if To("page", key) in made
    ]
    brand.footer_links = [
        FooterLink(column=column, page_id=made[To("page", key)], sort_order=order)
        for column, keys in FOOTER.items()
        for order, key in enumerate(keys)
        if To("page", key) in made
    ]
    brand.save()
    Sender.objects.update_or_create(
        site=site, defaults={"name": "Belfry", "address": "newsletter@belfry.example"}
    )
