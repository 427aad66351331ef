"""Which calls can one apply for, whenever the demonstration is loaded?"""

from __future__ import annotations

from datetime import date, time, timedelta

from home.demo.drawings import MORNING, NIGHT, WINTER
from home.demo.pages.days import workday
from home.demo.pieces import (
    accordion,
    call_to_action,
    contact,
    heading,
    key_facts,
    paragraph,
    steps,
    table,
)
from home.demo.sheets import Drawing, Sheet, pages, topics


def calls_now(today: date) -> tuple[Sheet, ...]:
    """Return a call that closes soon, one that is open, and one that is not open yet."""

    def days(number: int) -> date:
        return workday(today + timedelta(days=number))

    return (
        Sheet(
            key="exchange-grants",
            kind="calls.CallPage",
            title="Exchange grants for small towns",
            published=today - timedelta(days=33),
            summary=(
                "A week with colleagues abroad: Belfry pays for travel and lodging of two officials"
                " from towns with fewer than 50,000 residents."
            ),
            facts={
                "funder": "Belfry",
                "opens_on": today - timedelta(days=33),
                "budget_amount": 60000,
                "applicants": "Towns with fewer than 50,000 residents.",
                "submission_languages": ["en", "fr"],
            },
            rows={
                "deadline_rows": ({"title": "", "day": days(9), "time": time(17)},),
                "topic_rows": topics("funding"),
            },
            drawing=Drawing("bell", NIGHT, 1),
            body=(
                paragraph(
                    "Large cities have an office for Europe. Small towns have a colleague who reads"
                    " English. The grant is for that colleague, and for one who has never been sent"
                    " anywhere.",
                ),
                key_facts(
                    ("Grants", "20 this year"),
                    ("Each", "Up to 3,000 euros for two people"),
                    ("Length", "Five working days"),
                ),
                heading("How to apply"),
                paragraph(
                    steps(
                        "Find a town that would like to have you; we help you look.",
                        "Write two pages: what you want to see, and whom you will tell.",
                        "Have them signed by the mayor.",
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
        Sheet(
            key="lighting-fund",
            kind="calls.CallPage",
            title="Light where people walk: a fund for trials with street lighting",
            slug="light-where-people-walk",
            published=today - timedelta(days=10),
            summary=(
                "Two strands for towns that want to try before they rebuild: one for light that"
                " residents choose, one for darkness that does no harm."
            ),
            facts={
                "funder": "Belfry",
                "opens_on": today - timedelta(days=10),
                "budget_amount": 240000,
                "applicants": (
                    "Towns. Where the lamps belong to somebody else, their owner signs too."
                ),
                "submission_languages": ["de", "en", "fr"],
            },
            rows={
                "deadline_rows": (
                    {"title": "Light chosen by residents", "day": days(34), "time": time(12)},
                    {"title": "Darkness without fear", "day": days(62), "time": time(12)},
                ),
                "topic_rows": topics("night", "public-spaces", "participation"),
                "related_rows": pages("exchange-grants"),
            },
            drawing=Drawing("bell", MORNING, 2),
            body=(
                paragraph(
                    "Street lamps are replaced for thirty years and chosen in an afternoon. The"
                    " fund pays for trials of one winter, after which a town may take everything"
                    " down again.",
                ),
                table(
                    "The two strands",
                    ("Strand", "What is paid for", "At most"),
                    ("Light chosen by residents", "Trial lamps, walks, surveys", "20,000 euros"),
                    ("Darkness without fear", "Sensors, marking, reflectors", "10,000 euros"),
                ),
                accordion(
                    (
                        "Must the town own the lamps?",
                        "No, but their owner has to sign the application.",
                    ),
                    (
                        "May the trial run outside the town centre?",
                        "Yes. Paths to schools and stops are especially welcome.",
                    ),
                ),
            ),
        ),
        Sheet(
            key="school-streets-call",
            kind="calls.CallPage",
            title="School streets: support for the first hundred metres",
            slug="school-streets",
            published=today - timedelta(days=3),
            summary=(
                "From next month, towns can apply for barriers, planters and a person in a yellow"
                " vest: all that closes a street to cars for half an hour in the morning."
            ),
            facts={
                "funder": "Belfry",
                "opens_on": days(23),
                "applicants": "Towns, together with a school.",
                "submission_languages": ["en"],
            },
            rows={
                "deadline_rows": ({"title": "", "day": days(80), "time": time(17)},),
                "topic_rows": topics("young-people", "public-spaces"),
                "related_rows": pages("school-street-film"),
            },
            drawing=Drawing("bell", WINTER, 1),
            body=(
                paragraph(
                    "Most parents drive because the other parents drive. A school street breaks the"
                    " circle for thirty minutes a day. The conditions and the form will be here on"
                    " the first day of the call; until then, it is worth finding the neighbours who"
                    " will be against it, and listening to them.",
                ),
                call_to_action(
                    "Three minutes show how it looks from the pavement.",
                    "Watch the film on a school street",
                    page="school-street-film",
                ),
            ),
        ),
    )
