"""Which calls of 2019 does the demonstration show?"""

from datetime import date

from home.demo.drawings import SUNSET
from home.demo.pieces import accordion, bullets, contact, heading, paragraph, table
from home.demo.sheets import Drawing, Sheet, To, link, pages, topics

CALLS = (
    Sheet(
        key="rights-equality-citizenship",
        kind="calls.CallPage",
        title="Rights, equality and citizenship: two topics for local authorities",
        slug="rights-equality-and-citizenship",
        published=date(2019, 5, 10),
        summary=(
            "Money for projects that protect children, young people and women from violence, or"
            " that make the ban on discrimination felt in everyday life. The two topics close a"
            " week apart."
        ),
        facts={
            "funder": "European Commission",
            "programme": To("programme", "rec"),
            "submission_languages": ["en"],
            "official_url": "https://ec.europa.eu/info/funding-tenders/opportunities/portal/",
        },
        rows={
            "deadline_rows": (
                {
                    "title": (
                        "Preventing and combating violence against children, young people and women"
                    ),
                    "day": date(2019, 6, 13),
                },
                {"title": "Promoting non-discrimination", "day": date(2019, 6, 20)},
            ),
            "topic_rows": topics("violence", "discrimination", "young-people"),
            "related_rows": pages("policite"),
            "link_rows": (
                link(
                    "Funding and tenders portal of the European Commission",
                    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/",
                ),
                link(
                    "Advice on this call on Efus Network",
                    "https://efus.eu/",
                    "platform",
                    members_only=True,
                ),
            ),
        },
        drawing=Drawing("bell", SUNSET, 2),
        body=(
            heading("What it pays for"),
            paragraph(
                "The first topic is about people who are hurt at home, at school or online, and"
                " about those who should notice: teachers, nurses, police officers, social"
                " workers. This year it puts the training of professionals first.",
                "The second topic helps the principle of non-discrimination out of the law"
                " gazette. It suits towns that want to make reporting easier or to work with"
                " employers and landlords.",
            ),
            heading("Who may apply"),
            paragraph(
                bullets(
                    "public authorities, towns and regions among them;",
                    "associations, universities and other bodies with a public aim;",
                    "firms only as partners, and not for profit.",
                ),
                "The call documents alone are binding: read them before you promise anything to a"
                " partner.",
            ),
            heading("A timetable that has worked"),
            table(
                "From idea to submission",
                ("When", "What", "With whom"),
                ("Four weeks before", "One page in plain words", "The head of department"),
                ("Three weeks before", "Partners and their share", "Finance, legal service"),
                ("One week before", "Budget closed, mandates signed", "Everybody"),
                ("Two days before", "Upload, while the portal is quiet", "One person"),
            ),
            accordion(
                (
                    "May one authority apply under both topics?",
                    "Yes, with two different projects. The same work must not be paid twice.",
                ),
                (
                    "Is there help with the budget?",
                    "Members can send a draft to the secretariat up to ten days before the"
                    " deadline and get it back with remarks.",
                ),
            ),
            contact(
                "Luca Ferri",
                "European funding, Belfry secretariat",
                "funding@belfry.example",
                "+33 1 99 00 00 14",
            ),
        ),
    ),
)
