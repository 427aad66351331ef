"""Which events does the demonstration show? Those that the issue of June 2019 announced."""

from datetime import date

from home.demo.drawings import COAST, DUSK, MORNING, NIGHT, SUNSET, WINTER
from home.demo.pieces import (
    bullets,
    contact,
    figure,
    heading,
    key_facts,
    paragraph,
    quote,
    related,
    steps,
    to_page,
)
from home.demo.sheets import Drawing, Sheet, link, pages, place, span, topics

EVENTS = (
    Sheet(
        key="bridge-launch",
        kind="events.EventPage",
        title="BRIDGE, project launch meeting",
        published=date(2019, 5, 9),
        summary=(
            "Fifteen partners came to Paris and began with the uncomfortable part: each said"
            " where its own town is coming apart."
        ),
        facts={"meeting": "launch", "countries": ["FR"]},
        rows={
            "span_rows": (span(date(2019, 4, 24), date(2019, 4, 25)),),
            "place_rows": (place("Paris"),),
            "topic_rows": topics("polarisation"),
            "part_of_rows": pages("bridge"),
            "related_rows": pages("policite"),
        },
        drawing=Drawing("skyline", NIGHT),
        body=(
            paragraph(
                "There were no keynote speeches on the first morning. The partners of"
                f" {to_page('bridge', 'BRIDGE')} described, one after the other, what polarisation"
                " looks like at home: a quarter that votes differently from the rest and is told"
                " so daily, a quarrel over a prayer room that split a parents’ association, a"
                " closed factory and the stories that moved into it.",
            ),
            heading("What they agreed on"),
            paragraph(
                "By the evening the list had a common thread. Differences as such harm nobody;"
                " harm begins when groups define themselves by the other and the middle falls"
                " silent. Local authorities can watch for that, and they can give the middle a"
                " place to speak.",
            ),
            heading("The tool box"),
            paragraph(
                "On the second day experts laid out what they will build with the partners:",
                steps(
                    "indicators that a town can collect itself, without a research budget;",
                    "an audit of each place, carried out with people from outside;",
                    "a set of interventions, with a note on where they failed.",
                ),
                "Every local authority will be able to use it later, in the project or not.",
            ),
        ),
    ),
    Sheet(
        key="practicies-cities",
        kind="events.EventPage",
        title="PRACTICIES, 3rd meeting of the cities working group",
        published=date(2019, 5, 13),
        summary=(
            "The cities of PRACTICIES go through the project’s tools line by line and tell the"
            " researchers what will work at a counter, in a club and in a classroom."
        ),
        facts={"meeting": "working_group", "countries": ["DE"]},
        rows={
            "span_rows": (span(date(2019, 6, 24), date(2019, 6, 25)),),
            "place_rows": (place("Augsburg"),),
            "topic_rows": topics("radicalisation", "young-people"),
            "part_of_rows": pages("practicies"),
            "related_rows": pages("augsburg-colloquium"),
        },
        drawing=Drawing("skyline", WINTER),
        body=(
            paragraph(
                "Two meetings have collected needs; the third is for corrections. The working"
                " group gets drafts of the training modules and the guide to reports of concern,"
                " and marks what it would change.",
            ),
            heading("On the table"),
            paragraph(
                bullets(
                    "Training for staff who are not specialists: how short can it be?",
                    "Reports of concern: who reads them first, and who answers the person that"
                    " wrote?",
                    "Films made with young people: where are they shown, and who stays for the"
                    " discussion?",
                ),
                "The group meets in the same town and on the same days as"
                f" {to_page('augsburg-colloquium', 'the colloquium on local security')}, so that"
                " nobody travels twice.",
            ),
            contact(
                "Anna Keller",
                "European projects, Belfry secretariat",
                "projects@belfry.example",
                "+33 1 99 00 00 12",
            ),
        ),
    ),
    Sheet(
        key="prepare-coordination",
        kind="events.EventPage",
        title="PREPARE, 4th coordination meeting",
        published=date(2019, 5, 14),
        summary=(
            "With half a year to go, the partners of PREPARE settle what their guide for local"
            " authorities will say about the day of release and the twelve months after it."
        ),
        facts={"meeting": "project_meeting", "countries": ["FR"]},
        rows={
            "span_rows": (span(date(2019, 6, 27), date(2019, 6, 28)),),
            "place_rows": (place("Avignon"),),
            "topic_rows": topics("radicalisation", "reoffending"),
            "part_of_rows": pages("prepare"),
        },
        drawing=Drawing("skyline", SUNSET),
        body=(
            paragraph(
                "The towns that take part in PREPARE differ in size, law and temper. In Avignon the"
                " partners lay their experience side by side and decide what of it can be told as"
                " advice.",
            ),
            heading("Two open questions"),
            paragraph(
                "The first is information: how much may a probation officer tell a housing"
                " department, and on what paper? The second is time. Mentors say that trust takes"
                " a year, and most contracts end after six months.",
                "The meeting is for the project’s partners. Members who run a scheme of their own"
                " and would like it to be in the guide can write to the secretariat until the"
                " week before.",
            ),
            contact(
                "Anna Keller",
                "European projects, Belfry secretariat",
                "projects@belfry.example",
                "+33 1 99 00 00 12",
            ),
        ),
    ),
    Sheet(
        key="augsburg-colloquium",
        kind="events.EventPage",
        title=(
            "The Local Dimension of European Security Policies: Cities and Regions for Security"
            " and Democracy"
        ),
        slug="local-dimension-of-european-security-policies",
        published=date(2019, 5, 20),
        summary=(
            "A month after the European elections, local, regional, national and European"
            " institutions meet ahead of the General Assembly to agree what each can do best."
        ),
        facts={
            "meeting": "colloquium",
            "organisers": "Efus",
            "website": "https://efus.eu/",
            "countries": ["DE"],
        },
        rows={
            "span_rows": (span(date(2019, 6, 25)),),
            "place_rows": (place("Augsburg"),),
            "topic_rows": topics("european-policy", "public-spaces"),
            "related_rows": pages("practicies-cities", "bridge"),
            "link_rows": (
                link("Programme on the website of Efus", "https://efus.eu/", "programme"),
            ),
        },
        drawing=Drawing("skyline", MORNING),
        body=(
            paragraph(
                "Europe votes at the end of May, and by the end of June its new members of"
                " Parliament will be looking for their offices. It is a good moment to remind them"
                " that a strategy decided in Brussels is carried out by somebody with a bunch of"
                " keys: a caretaker, a tram driver, a constable, a head teacher.",
            ),
            heading("Who will be in the room"),
            paragraph(
                "The colloquium puts four levels around one table, as they seldom are: the"
                " European institutions, ministries, regions and towns. The day goes before the"
                " General Assembly of Efus, so mayors and councillors will be there in person.",
            ),
            heading("What will be asked"),
            paragraph(
                bullets(
                    "Which parts of European security policy need a town to work at all?",
                    "How does money reach an authority that has no department for Europe?",
                    "What do cities owe to freedom and to the vote while they protect their"
                    " residents?",
                ),
            ),
            quote(
                "Nobody calls Brussels when a street lamp is out. But whoever wants people to trust"
                " Brussels had better see to the lamp.",
                "Claire Morel",
                "editor of the Belfry newsletter",
            ),
            related("Also in Augsburg", "practicies-cities"),
        ),
    ),
    Sheet(
        key="pactesur-gdansk",
        kind="events.EventPage",
        language="pl",
        title="PACTESUR, doroczne spotkanie grupy miast",
        published=date(2019, 5, 22),
        summary=(
            "Jedenaście miast stowarzyszonych i komitet ekspertów spotykają się w Gdańsku po raz"
            " pierwszy. Tematy są dwa: jak wymieniać informacje z policją i jak rozmawiać"
            " z mieszkańcami."
        ),
        facts={
            "meeting": "project_meeting",
            "website": "https://www.pactesur.eu/",
            "countries": ["PL"],
        },
        rows={
            "span_rows": (span(date(2019, 7, 4), date(2019, 7, 5)),),
            "place_rows": (place("Gdańsk"),),
            "topic_rows": topics("public-spaces", "terrorism"),
            "part_of_rows": pages("pactesur"),
            "link_rows": (link("Strona projektu PACTESUR", "https://www.pactesur.eu/"),),
        },
        drawing=Drawing("skyline", COAST),
        body=(
            paragraph(
                "Gdańsk wie, ile znaczy otwarta ulica. Latem przez Główne Miasto przechodzą tłumy,"
                " a nikt nie chce, by spacer nad Motławą zaczynał się od szlabanu. Dlatego pytanie,"
                " jak chronić place i nie zamykać miasta, jest tu czymś więcej niż punktem porządku"
                " obrad.",
            ),
            heading("Wymiana informacji"),
            paragraph(
                "Straż miejska, policja i organizatorzy imprez wiedzą różne rzeczy i rzadko w tym"
                " samym czasie. Miasta porównają, kto komu może przekazać dane, na jakiej podstawie"
                " prawnej i kto odpowiada, gdy telefon milczy.",
            ),
            heading("Rozmowa z mieszkańcami"),
            paragraph(
                "O zagrożeniach można mówić tak, że ludzie zostają w domu, albo tak, że wiedzą, co"
                " robić. Eksperci pokażą kampanie z kilku krajów, również te, które się nie udały.",
            ),
            key_facts(
                ("Miasta w grupie", "11"),
                ("Kolejne spotkania", "co roku, do końca projektu"),
            ),
        ),
    ),
    Sheet(
        key="crime-prevention-congress",
        kind="events.EventPage",
        title="German Crime Prevention Congress",
        published=date(2019, 5, 23),
        summary=(
            "The large annual meeting of everybody in Germany who works on crime prevention."
            " Dates and programme are on the organisers’ own site."
        ),
        facts={
            "meeting": "congress",
            "agenda_only": True,
            "website": "https://www.praeventionstag.de/",
            "countries": ["DE"],
        },
        rows={"place_rows": (place("Berlin"),), "topic_rows": topics("european-policy")},
        drawing=Drawing("skyline", DUSK),
    ),
    Sheet(
        key="brasov-seminar",
        kind="events.EventPage",
        title=(
            "Identifying vulnerabilities and mitigating the risk of terrorist threats in public"
            " spaces: Cooperation among all stakeholders"
        ),
        slug="identifying-vulnerabilities-in-public-spaces",
        published=date(2019, 5, 27),
        summary=(
            "The European Commission’s tool for assessing public spaces, and the handbook that goes"
            " with it, shown by those who have used them on their own squares."
        ),
        facts={
            "meeting": "seminar",
            "organisers": "Efus and the City of Brasov",
            "website": "https://efus.eu/",
            "countries": ["RO"],
        },
        rows={
            "span_rows": (span(date(2019, 7, 17)),),
            "place_rows": (place("Brașov"),),
            "topic_rows": topics("public-spaces", "terrorism"),
            "part_of_rows": pages("protect"),
            "related_rows": pages("pactesur-gdansk"),
            "link_rows": (
                link("Programme on the website of Efus", "https://efus.eu/", "programme"),
            ),
        },
        left_out=frozenset({"de"}),
        drawing=Drawing("skyline", COAST),
        body=(
            paragraph(
                "A public space is open by nature, and so it can be hurt. The European Commission"
                " has published a tool with which an authority can judge a place: where a crowd"
                " gathers, what a vehicle could reach, who would notice first. The seminar in"
                " Brasov presents it.",
                f"The five cities of {to_page('protect', 'PRoTECT')} have each assessed a site of"
                " their own and report what they found, including what they would not have found"
                " without it.",
            ),
            heading("Take a colleague with you"),
            paragraph(
                "The seminar is meant for pairs: somebody from prevention and somebody who runs"
                " the place, from the market, the parks department or the station. Most weak spots"
                " lie between two departments.",
            ),
            figure(
                "plan-of-a-square",
                "Plan of an old town: a square where six streets meet, a river and three bridges.",
                "Six ways in and one way out: a plan like this is where an assessment begins.",
            ),
            paragraph(
                "With the tool comes a handbook. It tells what to look for on such a walk, and whom"
                " to take along."
            ),
        ),
    ),
)
