"""Which programmes pay for the projects of the demonstration, and in which words is that told?"""

from typing import NamedTuple


class Wording(NamedTuple):
    """Name and funding statement of a programme in one language."""

    name: str
    statement: str


DISCLAIMER = {
    "en": (
        "The content represents the views of the authors only and is their sole responsibility. The"
        " European Commission does not accept any responsibility for use that may be made of the"
        " information it contains."
    ),
    "fr": (
        "Le contenu ne reflète que le point de vue des auteurs, qui en assument l’entière"
        " responsabilité. La Commission européenne décline toute responsabilité quant à l’usage qui"
        " pourrait être fait des informations qu’il contient."
    ),
    "de": (
        "Der Inhalt gibt ausschließlich die Meinung der Verfasserinnen und Verfasser wieder, die"
        " allein dafür verantwortlich sind. Die Europäische Kommission haftet nicht für die"
        " Verwendung der darin enthaltenen Angaben."
    ),
    "it": (
        "Il contenuto rispecchia soltanto le opinioni degli autori, che ne sono gli unici"
        " responsabili. La Commissione europea declina ogni responsabilità per l’uso che potrebbe"
        " essere fatto delle informazioni in esso contenute."
    ),
    "es": (
        "El contenido refleja únicamente la opinión de sus autores, que son los únicos responsables"
        " de él. La Comisión Europea no se hace responsable del uso que pueda hacerse de la"
        " información que contiene."
    ),
    "pl": (
        "Treść przedstawia wyłącznie poglądy autorów i są oni za nią w pełni odpowiedzialni. Komisja"
        " Europejska nie odpowiada za sposób wykorzystania zawartych w niej informacji."
    ),
}

PROGRAMMES = {
    "isf-police": {
        "en": Wording(
            "Internal Security Fund – Police",
            "{project} is funded by the European Union’s Internal Security Fund – Police.",
        ),
        "fr": Wording(
            "Fonds pour la sécurité intérieure – Police",
            "{project} est financé par le Fonds pour la sécurité intérieure – Police de l’Union"
            " européenne.",
        ),
        "de": Wording(
            "Fonds für die innere Sicherheit – Polizei",
            "{project} wird aus dem Fonds für die innere Sicherheit – Polizei der Europäischen Union"
            " finanziert.",
        ),
        "it": Wording(
            "Fondo sicurezza interna – Polizia",
            "{project} è finanziato dal Fondo sicurezza interna – Polizia dell’Unione europea.",
        ),
        "es": Wording(
            "Fondo de Seguridad Interior – Policía",
            "{project} está financiado por el Fondo de Seguridad Interior – Policía de la Unión"
            " Europea.",
        ),
        "pl": Wording(
            "Fundusz Bezpieczeństwa Wewnętrznego – Policja",
            "Projekt {project} jest finansowany z Funduszu Bezpieczeństwa Wewnętrznego – Policja Unii"
            " Europejskiej.",
        ),
    },
    "horizon-2020": {
        "en": Wording(
            "Horizon 2020",
            "{project} has received funding from the European Union’s Horizon 2020 research and"
            " innovation programme under grant agreement No {grant}.",
        ),
        "fr": Wording(
            "Horizon 2020",
            "{project} a bénéficié d’un financement du programme de recherche et d’innovation"
            " Horizon 2020 de l’Union européenne au titre de la convention de subvention n° {grant}.",
        ),
        "de": Wording(
            "Horizont 2020",
            "{project} wird aus dem Rahmenprogramm der Europäischen Union für Forschung und"
            " Innovation „Horizont 2020“ im Rahmen der Finanzhilfevereinbarung Nr. {grant} gefördert.",
        ),
        "it": Wording(
            "Orizzonte 2020",
            "{project} ha ricevuto finanziamenti dal programma di ricerca e innovazione dell’Unione"
            " europea Orizzonte 2020 nell’ambito della convenzione di sovvenzione n. {grant}.",
        ),
        "es": Wording(
            "Horizonte 2020",
            "{project} ha recibido financiación del programa de investigación e innovación Horizonte"
            " 2020 de la Unión Europea en virtud del acuerdo de subvención n.º {grant}.",
        ),
        "pl": Wording(
            "Horyzont 2020",
            "Projekt {project} otrzymał dofinansowanie z unijnego programu w zakresie badań naukowych"
            " i innowacji „Horyzont 2020” na podstawie umowy o udzielenie dotacji nr {grant}.",
        ),
    },
    "justice": {
        "en": Wording(
            "Justice Programme",
            "{project} is funded by the Justice Programme of the European Union.",
        ),
        "fr": Wording(
            "Programme «\u202fJustice\u202f»",
            "{project} est financé par le programme «\u202fJustice\u202f» de l’Union européenne.",
        ),
        "de": Wording(
            "Programm „Justiz“",
            "{project} wird aus dem Programm „Justiz“ der Europäischen Union finanziert.",
        ),
        "it": Wording(
            "Programma Giustizia",
            "{project} è finanziato dal programma Giustizia dell’Unione europea.",
        ),
        "es": Wording(
            "Programa «Justicia»",
            "{project} está financiado por el programa «Justicia» de la Unión Europea.",
        ),
        "pl": Wording(
            "Program „Sprawiedliwość”",
            "Projekt {project} jest finansowany z programu Unii Europejskiej „Sprawiedliwość”.",
        ),
    },
    "rec": {
        "en": Wording(
            "Rights, Equality and Citizenship Programme",
            "This call belongs to the Rights, Equality and Citizenship Programme of the European"
            " Union.",
        ),
        "fr": Wording(
            "Programme «\u202fDroits, égalité et citoyenneté\u202f»",
            "Cet appel relève du programme «\u202fDroits, égalité et citoyenneté\u202f» de l’Union"
            " européenne.",
        ),
        "de": Wording(
            "Programm „Rechte, Gleichstellung und Unionsbürgerschaft“",
            "Diese Ausschreibung gehört zum Programm „Rechte, Gleichstellung und Unionsbürgerschaft“"
            " der Europäischen Union.",
        ),
        "it": Wording(
            "Programma Diritti, uguaglianza e cittadinanza",
            "Questo invito rientra nel programma Diritti, uguaglianza e cittadinanza dell’Unione"
            " europea.",
        ),
        "es": Wording(
            "Programa «Derechos, Igualdad y Ciudadanía»",
            "Esta convocatoria pertenece al programa «Derechos, Igualdad y Ciudadanía» de la Unión"
            " Europea.",
        ),
        "pl": Wording(
            "Program „Prawa, równość i obywatelstwo”",
            "Ten nabór prowadzi się w ramach programu Unii Europejskiej „Prawa, równość i"
            " obywatelstwo”.",
        ),
    },
}

GENERATION = "2014–2020"
