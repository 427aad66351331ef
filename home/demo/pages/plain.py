"""Which pages stay? Who the network is, how to join and reach it, and what the law asks for."""

from datetime import date

from home.demo.pieces import (
    accordion,
    bullets,
    call_to_action,
    contact,
    heading,
    key_facts,
    paragraph,
    table,
    to_page,
)
from home.demo.sheets import Sheet

PUBLISHED = date(2019, 5, 2)


def plain(key: str, title: str, summary: str, *body) -> Sheet:
    """Return a page that stays."""
    return Sheet(
        key=key, kind="home.PlainPage", title=title, summary=summary, published=PUBLISHED, body=body
    )


PLAIN_PAGES = (
    plain(
        "about",
        "About us",
        "Belfry is a network of European towns, cities and regions that learn from one another how"
        " people can live safely together. It exists only in this demonstration.",
        paragraph(
            "The bell tower told a town the hour, the news and the danger, and it belonged to the"
            " citizens, not to the church or the castle. A network of local authorities could have"
            " a worse emblem.",
        ),
        heading("What such a network does"),
        paragraph(
            bullets(
                "It tells its members what other members have tried, and how that ended.",
                "It runs European projects with them and looks after the paperwork.",
                "It says in Brussels what local authorities need, before the text is final.",
            ),
        ),
        key_facts(
            ("Seat", "Paris"),
            ("Members", "About 250 local and regional authorities"),
            ("Languages of this site", "6, and 24 are possible"),
        ),
        heading("What is real here, and what is not"),
        paragraph(
            "Belfry, its staff, its addresses and its own events, calls and grants are invented, so"
            " that this software can be seen at work. The events, projects and calls of 2019 did"
            " take place. They belong to those who are named there, first of all to the European"
            " Forum for Urban Security (Efus), whose newsletter of June 2019 gave us the facts."
            " Every sentence was written for this site, and Efus has no part in it.",
        ),
    ),
    plain(
        "members",
        "Our members",
        "Cities, regions, provinces and prevention councils: what they have in common is that"
        " residents hold them responsible.",
        paragraph(
            "In this demonstration the list of members consists of towns that occur on its pages."
            " None of them has joined anything: a name here means only that a page tells of it.",
        ),
        table(
            "Towns on these pages, by country",
            ("Country", "Towns"),
            ("Belgium", "Ghent, Kortrijk, Liège"),
            ("France", "Avignon, Nice, Paris, Strasbourg, Vaulx-en-Velin"),
            ("Germany", "Augsburg, Berlin"),
            ("Italy", "Turin"),
            ("Poland", "Gdańsk"),
            ("Romania", "Brasov"),
            ("Slovenia", "Ljubljana"),
        ),
        heading("Who can be a member"),
        paragraph(
            "Every elected local or regional authority in Europe, and bodies that several of them"
            " have founded together. Size is no criterion: a village with a part-time mayor has one"
            " vote, and so has a capital.",
        ),
        call_to_action(
            "The way in takes three letters and one vote.",
            "How to become a member",
            page="join",
        ),
    ),
    plain(
        "join",
        "Become a member",
        "What your town gets, what it costs and which three steps lead there.",
        paragraph(
            "A network is useful when it saves you a mistake. Members ring one another; the"
            " secretariat knows who should ring whom.",
        ),
        heading("What members get"),
        paragraph(
            bullets(
                "<b>Colleagues.</b> Introductions to authorities with the same problem, in a"
                " language you share.",
                "<b>Advice.</b> A second opinion on a local strategy, from people who had to carry"
                " one out.",
                "<b>Training.</b> Courses and study visits, free of charge.",
                "<b>Europe.</b> Calls explained in two pages, and help with the application.",
                "<b>The archive.</b> Practice sheets, guides and recordings on the members’"
                " platform.",
            ),
        ),
        heading("Three steps"),
        table(
            "From the first letter to the vote",
            ("Step", "Who", "How long"),
            ("A letter of interest", "Mayor or president", "One day"),
            ("A decision of your council", "Council", "One sitting"),
            ("Admission", "Our board", "Up to three months"),
        ),
        accordion(
            (
                "What does it cost?",
                "The fee follows the number of residents. In this demonstration it is nothing, as"
                " the network does not exist.",
            ),
            (
                "May we try it first?",
                "Yes. For six months you can take part in everything but votes.",
            ),
        ),
        contact(
            "Claire Morel",
            "Members and newsletter, Belfry secretariat",
            "members@belfry.example",
            "+33 1 99 00 00 10",
        ),
    ),
    plain(
        "contact",
        "Contact",
        "Three people, one telephone and a bell: how to reach the secretariat in Paris.",
        contact(
            "Secretariat",
            "Paris, Monday to Friday, 9 to 17 hours",
            "secretariat@belfry.example",
            "+33 1 99 00 00 10",
        ),
        contact("Claire Morel", "Members and newsletter", "members@belfry.example"),
        contact("Anna Keller", "Courses and projects", "projects@belfry.example"),
        contact("Luca Ferri", "European funding", "funding@belfry.example"),
        paragraph(
            "Write in the language you write best. We answer in English, French, German, Italian,"
            " Spanish and Polish, in other languages with a little patience. You get an answer"
            " within five working days, even if it is only that we are still looking.",
            "Addresses that end in .example reach nobody: they are reserved for demonstrations such"
            " as this one. The telephone numbers are of the kind that French films use.",
        ),
    ),
    plain(
        "legal-notice",
        "Legal notice",
        "Who answers for this site, who owns its words and pictures, and what you may do with them.",
        heading("Publisher"),
        paragraph(
            "This site is a demonstration. Its publisher is whoever has installed it; Belfry, the"
            " network that seems to speak here, is invented. On a site of your own, this page names"
            " the association, its seat, its register and the person responsible for the contents.",
        ),
        heading("Words and pictures"),
        paragraph(
            "Texts and drawings were made for the demonstration and may be used under the licence"
            " CC BY 4.0, with the credit “Belfry”. The pictures are drawn by a program, which comes"
            " with the site. The emblem of the European Union belongs to the Union and stands only"
            " where a project names its programme.",
        ),
        heading("Names"),
        paragraph(
            "Names of towns, organisations, projects, magazines and persons in the pages of 2019"
            " are those of real ones. They are given to report on public events. Who finds an error"
            f" there is welcome to {to_page('contact', 'tell us')}.",
        ),
        heading("Links"),
        paragraph(
            "We check links when we set them, and cannot answer for what others change behind them.",
        ),
    ),
    plain(
        "privacy",
        "Privacy",
        "What this site knows about you: very little, and nothing that it passes on.",
        key_facts(
            ("Cookies for readers", "None, unless you sign in or enter a password"),
            ("Requests to other hosts", "None"),
            ("Visitors counted", "No"),
        ),
        heading("When you read"),
        paragraph(
            "Pages, fonts and pictures come from this server alone. No page asks another company"
            " for anything, so none learns that you were here. The server may keep a log with"
            " addresses and times in order to ward off attacks; how long is decided by whoever runs"
            " it.",
        ),
        heading("When you follow a link or a video"),
        paragraph(
            "Videos are shown as a still picture. Only when you click do you leave this site, and"
            " then the rules of the other one apply.",
        ),
        heading("When you work on the site"),
        paragraph(
            "Editors and translators have an account with a name, an e-mail address and a password,"
            " which is stored as a fingerprint. The site notes who changed what, so that it can be"
            " undone.",
        ),
        heading("Your rights"),
        paragraph(
            "You may ask what is stored about you, have it corrected or deleted, and complain to a"
            " data protection authority. On a real site, its address stands here.",
        ),
    ),
    plain(
        "accessibility",
        "Accessibility",
        "How far this site can be used by everybody, what we have checked, and what we have not.",
        paragraph(
            "European law asks public bodies, by way of the standard EN 301 549, to meet level AA of"
            " the Web Content Accessibility Guidelines (WCAG) 2.1. This site aims at level AA of"
            " version 2.2.",
        ),
        heading("What has been checked"),
        paragraph(
            bullets(
                "Every kind of page is examined by a program (axe), in a light and a dark version,"
                " on a wide and a narrow screen.",
                "Contrast of text is at least 4.5 to 1, measured for every pair of colours.",
                "Everything can be reached with the keyboard, and one always sees where one is.",
                "Words in another language are marked as such, so that they are read out properly.",
            ),
        ),
        heading("What is still missing"),
        paragraph(
            bullets(
                "Nobody who relies on a screen reader has yet tried the whole site.",
                "There is no version in sign language or in plain language.",
                "Documents that are offered for download have not been examined one by one.",
            ),
        ),
        heading("If something is in your way"),
        paragraph(
            f"Please {to_page('contact', 'write to the secretariat')} and say which page it was and"
            " what you use to read it. On a real site you would have an answer within two weeks, and"
            " after that an authority to which you could complain.",
        ),
    ),
)
