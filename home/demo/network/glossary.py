"""Which words do the translators of the demonstration keep to?"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A term in English, and how it is translated, and how not."""

    definition: str
    translations: dict[str, str]
    avoid: dict[str, tuple[str, ...]] = {}


GLOSSARY = {
    "urban security": Entry(
        "What makes a town safe to live in: prevention, enforcement and solidarity together, shared between the town, the "
        "state and residents. Wider than policing, and nothing to do with the safety of buildings or traffic.",
        {
            "de": "urbane Sicherheit",
            "fr": "sécurité urbaine",
            "pl": "bezpieczeństwo miejskie",
            "it": "sicurezza urbana",
            "es": "seguridad urbana",
        },
        {"fr": ("sûreté urbaine",), "de": ("Stadtsicherheit",), "pl": ("ochrona miasta",)},
    ),
    "crime prevention": Entry(
        "Everything that keeps offences from being committed, in the circumstances, with the people at risk or with those "
        "who have offended before. Not the detection of crime.",
        {
            "de": "Kriminalprävention",
            "fr": "prévention de la délinquance",
            "pl": "zapobieganie przestępczości",
            "it": "prevenzione della criminalità",
            "es": "prevención de la delincuencia",
        },
        {"de": ("Verbrechensverhütung",), "fr": ("prévention du crime",)},
    ),
    "safety audit": Entry(
        "The systematic survey of crime, fear and resources in a town, made with its residents before a strategy is written. "
        "No inspection from outside, and nothing financial.",
        {
            "de": "lokales Sicherheitsaudit",
            "fr": "diagnostic local de sécurité",
            "pl": "lokalna diagnoza bezpieczeństwa",
            "it": "diagnosi locale di sicurezza",
            "es": "diagnóstico local de seguridad",
        },
        {
            "de": ("Sicherheitsprüfung",),
            "fr": ("audit de sécurité",),
            "pl": ("audyt bezpieczeństwa",),
            "it": ("audit di sicurezza",),
            "es": ("auditoría de seguridad",),
        },
    ),
    "community policing": Entry(
        "A way of policing in which officers stay in one neighbourhood, are known there and solve problems with those who "
        "live in it.",
        {
            "de": "bürgernahe Polizeiarbeit",
            "fr": "police de proximité",
            "pl": "policja zorientowana na społeczność",
            "it": "polizia di prossimità",
            "es": "policía de proximidad",
        },
        {
            "fr": ("police communautaire",),
            "it": ("polizia comunitaria",),
            "es": ("policía comunitaria",),
        },
    ),
    "feeling of insecurity": Entry(
        "The fear of crime as people state it in surveys. It does not rise and fall with recorded offences, and is taken as "
        "seriously as they are.",
        {
            "de": "Unsicherheitsgefühl",
            "fr": "sentiment d’insécurité",
            "pl": "poczucie zagrożenia",
            "it": "senso di insicurezza",
            "es": "sensación de inseguridad",
        },
        {"pl": ("uczucie niepewności",), "it": ("sentimento di insicurezza",)},
    ),
    "public space": Entry(
        "Streets, squares, parks and stations that everybody may use, whoever owns them.",
        {
            "de": "öffentlicher Raum",
            "fr": "espace public",
            "pl": "przestrzeń publiczna",
            "it": "spazio pubblico",
            "es": "espacio público",
        },
        {"es": ("vía pública",), "fr": ("voie publique",)},
    ),
    "reoffending": Entry(
        "Committing another offence after a sentence, of the same kind or not.",
        {
            "de": "Rückfall",
            "fr": "récidive",
            "pl": "recydywa",
            "it": "recidiva",
            "es": "reincidencia",
        },
        {"de": ("Wiederholungstat",)},
    ),
    "soft target": Entry(
        "A place where many people come and few are checked, such as a market or a place of worship, and which is therefore "
        "exposed to attacks.",
        {
            "de": "weiches Ziel",
            "fr": "cible vulnérable",
            "pl": "cel miękki",
            "it": "obiettivo vulnerabile",
            "es": "objetivo vulnerable",
        },
        {
            "fr": ("cible molle", "cible douce"),
            "it": ("bersaglio morbido",),
            "es": ("objetivo blando", "blanco blando"),
        },
    ),
    "victim support": Entry(
        "Advice, company and help in claiming rights, given to people who have suffered an offence, whether or not they "
        "report it.",
        {
            "de": "Opferhilfe",
            "fr": "aide aux victimes",
            "pl": "pomoc ofiarom przestępstw",
            "it": "assistenza alle vittime",
            "es": "atención a las víctimas",
        },
        {"de": ("Opferunterstützung",), "fr": ("support aux victimes", "soutien aux victimes")},
    ),
    "restorative justice": Entry(
        "A process in which those who were harmed and those who did it settle, of their own will and with an impartial third "
        "person, how the harm is made good (Directive 2012/29/EU).",
        {
            "de": "Wiedergutmachung",
            "fr": "justice restaurative",
            "pl": "sprawiedliwość naprawcza",
            "it": "giustizia riparativa",
            "es": "justicia restaurativa",
        },
        {"fr": ("justice réparatrice",), "it": ("giustizia ristorativa",)},
    ),
    "local authority": Entry(
        "The elected body that governs a town, a district or a region, and its administration; not the state’s offices there.",
        {
            "de": "Kommune",
            "fr": "collectivité",
            "pl": "samorząd",
            "it": "ente locale",
            "es": "entidad local",
        },
        {
            "de": ("örtliche Behörde", "lokale Behörde"),
            "fr": ("autorité locale",),
            "pl": ("władza lokalna",),
            "it": ("autorità locale",),
            "es": ("autoridad local",),
        },
    ),
}

NEVER_TRANSLATED = {
    "Belfry": "The network’s own name, after the towers whose bells belonged to the town and not to the church.",
}
