"""Which cities, member countries and members does the demonstration know?"""

from typing import NamedTuple


class Town(NamedTuple):
    """A city by the name that it gives itself; others only where they differ."""

    country: str
    latitude: float
    longitude: float
    names: dict[str, str]


CITIES = {
    "Augsburg": Town("DE", 48.3717, 10.8983, {"it": "Augusta", "es": "Augsburgo"}),
    "Avignon": Town("FR", 43.9493, 4.8055, {"it": "Avignone", "es": "Aviñón", "pl": "Awinion"}),
    "Berlin": Town("DE", 52.52, 13.405, {"it": "Berlino", "es": "Berlín"}),
    "Brașov": Town(
        "RO",
        45.6579,
        25.6012,
        {
            "en": "Brasov",
            "fr": "Brasov",
            "de": "Kronstadt",
            "it": "Brașov",
            "es": "Brașov",
            "pl": "Braszów",
        },
    ),
    "Gdańsk": Town("PL", 54.352, 18.6466, {"de": "Danzig", "it": "Danzica"}),
    "Gent": Town(
        "BE",
        51.0543,
        3.7174,
        {"en": "Ghent", "fr": "Gand", "it": "Gand", "es": "Gante", "pl": "Gandawa"},
    ),
    "Kortrijk": Town("BE", 50.828, 3.2649, {"fr": "Courtrai", "es": "Cortrique"}),
    "Liège": Town("BE", 50.6326, 5.5797, {"de": "Lüttich", "it": "Liegi", "es": "Lieja"}),
    "Ljubljana": Town(
        "SI", 46.0569, 14.5058, {"it": "Lubiana", "es": "Liubliana", "pl": "Lublana"}
    ),
    "Nice": Town("FR", 43.7102, 7.262, {"de": "Nizza", "it": "Nizza", "es": "Niza", "pl": "Nicea"}),
    "Paris": Town("FR", 48.8566, 2.3522, {"it": "Parigi", "es": "París", "pl": "Paryż"}),
    "Strasbourg": Town(
        "FR",
        48.5734,
        7.7521,
        {"de": "Straßburg", "it": "Strasburgo", "es": "Estrasburgo", "pl": "Strasburg"},
    ),
    "Torino": Town(
        "IT",
        45.0703,
        7.6869,
        {"en": "Turin", "fr": "Turin", "de": "Turin", "es": "Turín", "pl": "Turyn"},
    ),
    "Vaulx-en-Velin": Town("FR", 45.7768, 4.9186, {}),
}

MEMBER_COUNTRIES = {
    "BE": (("nl", "fr", "de"), "Forum belge pour la prévention et la sécurité urbaine"),
    "DE": (("de",), "Deutsch-Europäisches Forum für Urbane Sicherheit"),
    "ES": (("es",), "Foro Español para la Prevención y la Seguridad Urbana"),
    "FR": (("fr",), "Forum français pour la sécurité urbaine"),
    "IT": (("it",), "Forum italiano per la sicurezza urbana"),
    "PL": (("pl",), ""),
    "RO": (("ro",), ""),
    "SI": (("sl",), ""),
}
"""Languages in order, and the national forum."""

MEMBERS = {
    "Stadt Augsburg": "Augsburg",
    "Ville d’Avignon": "Avignon",
    "Municipiul Brașov": "Brașov",
    "Miasto Gdańsk": "Gdańsk",
    "Stad Gent": "Gent",
    "Stad Kortrijk": "Kortrijk",
    "Ville de Liège": "Liège",
    "Mestna občina Ljubljana": "Ljubljana",
    "Ville de Nice": "Nice",
    "Ville de Paris": "Paris",
    "Ville de Strasbourg": "Strasbourg",
    "Città di Torino": "Torino",
    "Ville de Vaulx-en-Velin": "Vaulx-en-Velin",
}
"""Towns that occur on the pages; nobody has joined anything."""
