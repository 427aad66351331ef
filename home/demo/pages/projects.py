"""Which projects does the demonstration show? Five that ran in June 2019."""

from datetime import date

from home.demo.drawings import COAST, DUSK, NIGHT, SUNSET, WINTER
from home.demo.pieces import (
    accordion,
    bullets,
    call_to_action,
    heading,
    key_facts,
    paragraph,
    quote,
    related,
    table,
    to_page,
)
from home.demo.sheets import Drawing, Sheet, To, link, topics

EFUS = "European Forum for Urban Security (Efus)"


def partners(*named: tuple[str, str], coordinator: tuple[str, str]) -> tuple[dict[str, str], ...]:
    """Return partners by name and country, the coordinator first."""
    return (
        {"name": coordinator[0], "country": coordinator[1], "role": "coordinator"},
        *({"name": name, "country": country, "role": "partner"} for name, country in named),
    )


PROJECTS = (
    Sheet(
        key="prepare",
        kind="projects.ProjectPage",
        title="Preventing Radicalisation through Probation and Release",
        published=date(2019, 5, 2),
        summary=(
            "The day somebody leaves prison is a municipal matter: a flat, a job centre, a doctor,"
            " a probation officer. PREPARE brings six local and regional authorities together with"
            " those who work inside the walls."
        ),
        earlier_summary=(
            "The day somebody leaves prison is a municipal matter: a flat, a job centre, a doctor."
            " PREPARE brings local authorities together with those who work inside the walls."
        ),
        outdated=frozenset({"it"}),
        facts={
            "acronym": "PREPARE",
            "starts_on": date(2017, 10, 1),
            "ends_on": date(2019, 12, 31),
            "programme": To("programme", "justice"),
            "countries": ["BE", "DE", "ES", "FR", "NL", "SE"],
            "website": "https://efus.eu/",
        },
        rows={
            "topic_rows": topics("radicalisation", "reoffending"),
            "partner_rows": partners(
                ("City of Málaga", "ES"),
                ("Generalitat de Catalunya", "ES"),
                ("City of Rotterdam", "NL"),
                ("City of The Hague", "NL"),
                ("City of Bagnolet", "FR"),
                ("City of Vilvoorde", "BE"),
                ("Violence Prevention Network", "DE"),
                ("Denkzeit", "DE"),
                ("Fryshuset", "SE"),
                ("European Forum for Restorative Justice", "BE"),
                ("Fondation Agir Contre l’Exclusion", "FR"),
                coordinator=(EFUS, "FR"),
            ),
            "link_rows": (link("PREPARE on the website of Efus", "https://efus.eu/"),),
        },
        drawing=Drawing("arcade", WINTER, 12),
        body=(
            heading("Why a town hall should care"),
            paragraph(
                "Most people who were convicted of an extremist offence come home. They come home"
                " to a street, a school run and a housing list, and none of these belong to the"
                " prison service. PREPARE starts from the gate and works outwards.",
                "In the towns that take part, the prison, the probation service, the social office"
                " and the associations that do the mentoring sit at one table before the release,"
                " not after it. Who may know what about whom is agreed in writing.",
            ),
            table(
                "Who does what around a release",
                ("Time", "Who leads", "What the town adds"),
                ("Six months before", "Prison", "A contact for housing and benefits"),
                ("The week itself", "Probation", "Papers, a telephone, a first appointment"),
                ("The year after", "Mentor", "Work, training, a place in a club"),
            ),
            heading("How far the project is"),
            paragraph(
                "The survey of existing schemes is done. The towns now meet in turn: the fourth"
                " meeting is in Avignon, and a guide for local authorities will close the project."
            ),
            related("The next date", "prepare-coordination"),
        ),
    ),
    Sheet(
        key="practicies",
        kind="projects.ProjectPage",
        title="Partnership against Violent Radicalisation in Cities",
        published=date(2019, 5, 3),
        summary=(
            "Researchers, police and town halls in one consortium of 25 partners: PRACTICIES asks"
            " where violent radicalisation begins, and gives cities tools they can try out the"
            " week after."
        ),
        facts={
            "acronym": "PRACTICIES",
            "starts_on": date(2017, 5, 1),
            "ends_on": date(2020, 4, 30),
            "programme": To("programme", "horizon-2020"),
            "grant_number": "740072",
            "partners_count": 25,
            "countries": ["AT", "BE", "ES", "FR", "GR", "IT", "PT"],
            "website": "https://efus.eu/",
        },
        rows={
            "topic_rows": topics("radicalisation", "young-people"),
            "link_rows": (link("PRACTICIES on the website of Efus", "https://efus.eu/"),),
        },
        drawing=Drawing("arcade", SUNSET, 25),
        body=(
            paragraph(
                "Research on radicalisation fills shelves, and a youth worker has twenty minutes."
                " PRACTICIES tries to bridge the two. Historians, psychologists, lawyers and"
                " computer scientists work beside police forces and municipal services, from"
                " Madrid to Salzburg, and beyond the Union in Tunisia.",
            ),
            heading("What cities bring"),
            paragraph(
                "Efus runs the working group of cities. It collects what they need, tells the"
                " researchers, and sends drafts back when they cannot be used on a Monday morning:",
                bullets(
                    "training for staff who meet young people first, at counters and in clubs;",
                    "ways to weigh a report of concern before it becomes a police file;",
                    "short films and workshops that answer hate speech in the words of young people.",
                ),
            ),
            quote(
                "The best test of a tool is whether anyone still uses it once the project officer"
                " has gone home.",
                "Anna Keller",
                "follows European projects for the Belfry secretariat",
            ),
            call_to_action(
                "The working group meets again in June, in Augsburg.",
                "See the meeting of the cities",
                page="practicies-cities",
            ),
        ),
    ),
    Sheet(
        key="pactesur",
        kind="projects.ProjectPage",
        title="Protect Allied Cities against Terrorism in Securing Urban Areas",
        published=date(2019, 5, 6),
        summary=(
            "Nice, Turin and Liège look for ways to protect their squares without walling them in."
            " Eleven associated cities, from Edinburgh to Athens, test what they propose."
        ),
        facts={
            "acronym": "PACTESUR",
            "starts_on": date(2019, 1, 1),
            "ends_on": date(2021, 12, 31),
            "programme": To("programme", "isf-police"),
            "countries": ["BE", "FR", "IT", "PL"],
            "website": "https://www.pactesur.eu/",
        },
        rows={
            "topic_rows": topics("public-spaces", "terrorism"),
            "partner_rows": partners(
                (EFUS, "FR"),
                ("City of Turin", "IT"),
                ("City of Liège", "BE"),
                ("ANCI Piemonte", "IT"),
                ("Métropole Nice Côte d’Azur", "FR"),
                coordinator=("City of Nice", "FR"),
            ),
            "link_rows": (link("Website of PACTESUR", "https://www.pactesur.eu/"),),
        },
        drawing=Drawing("arcade", COAST, 6),
        body=(
            paragraph(
                "After a lorry was driven into a crowd on the seafront of Nice in July 2016, the"
                " first answer was concrete. PACTESUR is about the second answer: what a city can"
                " do so that people keep coming to its squares, and rightly feel safe there."
            ),
            heading("Four strands of work"),
            accordion(
                (
                    "Rules and local governance",
                    "Who may decide on a barrier, a camera or a closed street differs from country"
                    " to country. The project compares the law and drafts common guidelines.",
                ),
                (
                    "Training for local police",
                    "Officers of three countries train together and write down what the course"
                    " should be elsewhere.",
                ),
                (
                    "Talking with residents",
                    "Protection that nobody explains frightens people. The cities try out what to"
                    " say, and when.",
                ),
                (
                    "Sound investment",
                    "Street furniture, lighting and planting can do the work of bollards. Pilot"
                    " sites show at what price.",
                ),
            ),
            heading("The group of cities"),
            paragraph(
                "Athens, Edinburgh, Essen, Gdańsk, Leeds, Lisbon, London, Madrid, Munich, Riga and"
                " Xàbia meet once a year with a committee of experts. The first of these meetings is"
                f" {to_page('pactesur-gdansk', 'the one in Gdańsk in July')}."
            ),
        ),
    ),
    Sheet(
        key="protect",
        kind="projects.ProjectPage",
        title="Public Resilience using Technology to Counter Terrorism",
        published=date(2019, 5, 7),
        summary=(
            "Five cities walk through their own squares, stations and markets with a checklist,"
            " find the weak spots, and only then ask which technology would help."
        ),
        facts={
            "acronym": "PRoTECT",
            "starts_on": date(2018, 11, 1),
            "ends_on": date(2020, 10, 31),
            "programme": To("programme", "isf-police"),
            "partners_count": 13,
            "countries": ["ES", "GR", "LT", "NL", "RO"],
            "website": "https://efus.eu/",
        },
        rows={
            "topic_rows": topics("public-spaces", "terrorism", "technology"),
            "partner_rows": partners(
                (EFUS, "FR"),
                ("City of Brasov", "RO"),
                ("City of Eindhoven", "NL"),
                ("City of Larissa", "GR"),
                ("City of Málaga", "ES"),
                ("City of Vilnius", "LT"),
                ("TNO", "NL"),
                coordinator=("Dutch Institute for Technology, Safety and Security (DITSS)", "NL"),
            ),
            "link_rows": (link("PRoTECT on the website of Efus", "https://efus.eu/"),),
        },
        drawing=Drawing("arcade", DUSK, 13),
        body=(
            paragraph(
                "A salesman with a scanner is easy to find; a city that knows what it needs is"
                " rarer. PRoTECT therefore begins with the place. Brasov, Eindhoven, Larissa,"
                " Málaga and Vilnius each choose a site that is busy and open, and assess it with"
                " the European Commission’s own tool for public spaces."
            ),
            key_facts(
                ("Cities", "5, in five countries"),
                ("Partners", "13, with police forces and research institutes"),
                ("Duration", "Two years, from November 2018"),
            ),
            heading("First the walk, then the shopping list"),
            paragraph(
                "The assessment is done on foot, by people who seldom meet: the police, the parks"
                " department, the fire service, the market manager. What they find becomes a"
                " request to industry and research for solutions, which the five cities then try"
                " in daylight, with real passers-by.",
                "Efus writes the training material, so that a sixth city can do the same without a"
                " consultant.",
            ),
            related("Where you can see the tool at work", "brasov-seminar"),
        ),
    ),
    Sheet(
        key="bridge",
        kind="projects.ProjectPage",
        title="Building resilience to reduce polarisation and growing extremism",
        published=date(2019, 5, 8),
        summary=(
            "Thirteen cities and regions in seven countries measure how far their residents have"
            " drifted apart, and try out what brings them back into one conversation."
        ),
        facts={
            "acronym": "BRIDGE",
            "starts_on": date(2019, 1, 1),
            "ends_on": date(2020, 12, 31),
            "programme": To("programme", "isf-police"),
            "partners_count": 15,
            "countries": ["BE", "DE", "ES", "FR", "GR", "IT", "NL"],
            "website": "https://efus.eu/",
        },
        rows={
            "topic_rows": topics("polarisation", "radicalisation"),
            "partner_rows": partners(
                ("City of Brussels", "BE"),
                ("City of Genk", "BE"),
                ("City of Leuven", "BE"),
                ("City of Düsseldorf", "DE"),
                ("City of Stuttgart", "DE"),
                ("ufuq.de", "DE"),
                ("Generalitat de Catalunya", "ES"),
                ("City of Terrassa", "ES"),
                ("Real Instituto Elcano", "ES"),
                ("Département du Val-d’Oise", "FR"),
                ("City of Vaulx-en-Velin", "FR"),
                ("City of Igoumenitsa", "GR"),
                ("City of Reggio Emilia", "IT"),
                ("Regione Umbria", "IT"),
                ("City of Rotterdam", "NL"),
                coordinator=(EFUS, "FR"),
            ),
            "link_rows": (link("BRIDGE on the website of Efus", "https://efus.eu/"),),
        },
        drawing=Drawing("arcade", NIGHT, 15),
        body=(
            heading("A slow process, and a local one"),
            paragraph(
                "Polarisation seldom begins with a riot. Two groups stop greeting each other; a"
                " school gets a reputation; a rumour finds its audience. Differences that every"
                " town lives with are sharpened until they set the tone, and those who are drawn to"
                " violence find an excuse.",
                "BRIDGE wants local authorities to notice this early. Each of its thirteen cities"
                " and regions has its own situation examined, by method and not by hearsay.",
            ),
            heading("From audit to action"),
            key_facts(
                ("2019", "Audits in all thirteen places"),
                ("2020", "One local action in each"),
                ("At the end", "A tool box open to every local authority"),
            ),
            paragraph(
                "The fifteen partners met for the first time in April. What they told each other"
                f" is in {to_page('bridge-launch', 'our report from Paris')}; the tool box will be"
                " free for authorities that never took part."
            ),
        ),
    ),
)
