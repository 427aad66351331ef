"""How does the demonstration present itself, and what do readers without a translation get?"""

BRAND = {
    "en": (
        "Network of European cities and regions",
        "A European network of local and regional authorities with its seat in Paris, invented for"
        " this demonstration.",
    ),
    "fr": (
        "Réseau de villes et de régions d’Europe",
        "Un réseau européen de collectivités locales et régionales, qui a son siège à Paris et a été"
        " inventé pour cette démonstration.",
    ),
    "de": (
        "Netzwerk europäischer Städte und Regionen",
        "Ein europäisches Netzwerk von Städten, Kreisen und Regionen mit Sitz in Paris, erfunden für"
        " diese Vorführung.",
    ),
    "it": (
        "Rete di città e regioni d’Europa",
        "Una rete europea di enti locali e regionali con sede a Parigi, inventata per questa"
        " dimostrazione.",
    ),
    "es": (
        "Red de ciudades y regiones de Europa",
        "Una red europea de entidades locales y regionales con sede en París, inventada para esta"
        " demostración.",
    ),
    "pl": (
        "Sieć miast i regionów Europy",
        "Europejska sieć samorządów lokalnych i regionalnych z siedzibą w Paryżu, wymyślona na"
        " potrzeby tej prezentacji.",
    ),
}
"""Tagline and text of the footer."""

CHAINS = {
    "fr": ("en",),
    "de": ("en",),
    "it": ("fr", "en"),
    "es": ("en",),
    "pl": ("en",),
}
"""What readers of a language get instead, in this order; the language of the source comes last by itself."""

INDEXES = (
    (
        "news",
        "cms.IndexPage",
        "news.newspage",
        "News",
        "What members do, what is published, and who has joined.",
    ),
    (
        "agenda",
        "cms.IndexPage",
        "events.eventpage",
        "Agenda",
        "Meetings of the network and of others, by date.",
    ),
    (
        "projects",
        "cms.IndexPage",
        "projects.projectpage",
        "Projects",
        "European projects and the authorities that carry them.",
    ),
    (
        "calls",
        "cms.IndexPage",
        "calls.callpage",
        "Calls",
        "Calls for proposals, with the deadline of every topic.",
    ),
    (
        "practices",
        "cms.IndexPage",
        "practices.practicepage",
        "Practices",
        "What towns have tried, and what came of it.",
    ),
    (
        "newsletter",
        "newsletter.IssueIndexPage",
        "newsletter.issuepage",
        "Newsletter",
        "Every issue, the newest first.",
    ),
)
"""Key, model, kind that is listed, title and introduction of the indexes. The words of both in other
languages stand in the catalogues (see FRAME_WORDS in cms.languages.opening)."""

MENU = ("newsletter", "news", "agenda", "projects", "calls", "practices", "about")
FOOTER = {
    "read": ("newsletter", "news", "agenda", "projects", "calls", "practices"),
    "network": ("about", "members", "join", "contact"),
    "fine_print": ("legal-notice", "privacy", "accessibility"),
}
