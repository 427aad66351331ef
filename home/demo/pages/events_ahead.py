"""Which events lie ahead, whenever the demonstration is loaded?"""

from __future__ import annotations

from datetime import date, time, timedelta

from home.demo.drawings import DUSK, MORNING, NIGHT
from home.demo.pages.days import tuesday_after
from home.demo.pieces import bullets, contact, heading, paragraph, quote, steps
from home.demo.sheets import Drawing, Sheet, To, pages, place, session, span, topics

BRUSSELS = "Europe/Brussels"


def events_ahead(today: date) -> tuple[Sheet, ...]:
    """Return a course on two spans, a webinar, and a meeting that was put off."""
    course = tuesday_after(today + timedelta(days=24))
    online = course + timedelta(days=10)
    noise = tuesday_after(today + timedelta(days=9)) + timedelta(days=2)
    postponed = tuesday_after(today + timedelta(days=38)) + timedelta(days=1)
    return (
        Sheet(
            key="local-audit-course",
            kind="events.EventPage",
            title="Before you buy the cameras: a course on local safety audits",
            slug="course-on-local-safety-audits",
            published=today - timedelta(days=12),
            summary=(
                "Two days in Kortrijk and a morning online: how a town finds out what its"
                " residents are afraid of, where, and what it can do about it."
            ),
            facts={
                "meeting": "training",
                "organisers": "Belfry",
                "is_online": True,
                "working_languages": ["en", "fr"],
                "interpretation": ["nl"],
                "registration_url": "https://register.belfry.example/safety-audits",
                "registration_day": course - timedelta(days=7),
                "programme_document": To("document", "course-programme"),
                "contact_name": "Anna Keller",
                "contact_email": "courses@belfry.example",
                "countries": ["BE"],
            },
            rows={
                "span_rows": (
                    span(course, course + timedelta(days=1)),
                    span(online, start_time=time(10), end_time=time(12), zone=BRUSSELS),
                ),
                "place_rows": (place("Kortrijk", "Town hall, Grote Markt 54"),),
                "session_rows": (
                    session(
                        "What an audit is, and what it is not",
                        course,
                        time(13, 30),
                        time(17, 30),
                        BRUSSELS,
                        place="Town hall",
                        languages="English, French, interpretation into Dutch",
                    ),
                    session(
                        "A walk after dark: practising with a checklist",
                        course,
                        time(20, 0),
                        time(22, 0),
                        BRUSSELS,
                        place="Station quarter",
                        languages="English",
                    ),
                    session(
                        "From findings to a council decision",
                        course + timedelta(days=1),
                        time(9, 0),
                        time(12, 30),
                        BRUSSELS,
                        place="Town hall",
                        languages="English, French, interpretation into Dutch",
                    ),
                    session(
                        "Ten days later: what went wrong at home",
                        online,
                        time(10, 0),
                        time(12, 0),
                        BRUSSELS,
                        place="Online",
                        languages="English, French",
                        registration_url="https://register.belfry.example/safety-audits-online",
                    ),
                ),
                "topic_rows": topics("participation", "public-spaces"),
                "related_rows": pages("asking-residents"),
            },
            drawing=Drawing("skyline", MORNING),
            body=(
                paragraph(
                    "A council that is worried buys what the neighbouring council bought. An audit"
                    " takes three months longer and usually costs less than the first camera. This"
                    " course is for the officials who will have to argue for those three months.",
                ),
                heading("What you will be able to do"),
                paragraph(
                    steps(
                        "Put ten questions to residents whose answers can be counted.",
                        "Read crime figures without being frightened or lulled by them.",
                        "Lead a walk after dark with people who do not agree.",
                        "Write four pages that a council can vote on.",
                    ),
                ),
                heading("Who should come"),
                paragraph(
                    "Officials from towns of any size; two from one town learn most. No experience"
                    " is needed. The course is free for members, and the towns pay for travel.",
                ),
                contact(
                    "Anna Keller",
                    "Courses and projects, Belfry secretariat",
                    "courses@belfry.example",
                    "+33 1 99 00 00 12",
                ),
            ),
        ),
        Sheet(
            key="noise-at-night",
            kind="events.EventPage",
            title="Noise after midnight: who answers the telephone?",
            slug="noise-after-midnight",
            published=today - timedelta(days=6),
            summary=(
                "One hour online with three towns that gave the complaint about noise a number, a"
                " face and a deadline."
            ),
            facts={
                "meeting": "webinar",
                "organisers": "Belfry",
                "is_online": True,
                "working_languages": ["en"],
                "interpretation": ["es", "fr"],
                "registration_url": "https://register.belfry.example/noise",
                "registration_day": noise - timedelta(days=1),
            },
            rows={
                "span_rows": (span(noise, start_time=time(11), end_time=time(12), zone=BRUSSELS),),
                "topic_rows": topics("night"),
            },
            drawing=Drawing("skyline", NIGHT),
            body=(
                paragraph(
                    "Noise is the commonest complaint a town receives at night, and the one it is"
                    " worst prepared for: the office that grants the licence is asleep, and the"
                    " police have something more urgent. So the sleepless ring the mayor.",
                ),
                paragraph(
                    bullets(
                        "A night line that is answered until three, by somebody who may decide.",
                        "Agreements with bars that name the decibels and the consequences.",
                        "Mediators in the street, and what they cost.",
                    ),
                ),
                quote(
                    "Half of the callers want quiet. The other half want to hear that somebody is"
                    " awake.",
                    "Anna Keller",
                    "hosts the webinar for the Belfry secretariat",
                ),
                paragraph("The recording will be on the members’ platform for a year."),
            ),
        ),
        Sheet(
            key="harassment-on-transport",
            kind="events.EventPage",
            title="Safe on the last tram: a meeting on harassment in public transport",
            slug="safe-on-the-last-tram",
            published=today - timedelta(days=20),
            summary=(
                "Cities and transport companies wanted to compare notes in Ljubljana. The meeting"
                " has been postponed; whoever has registered will be told the new date first."
            ),
            facts={
                "meeting": "conference",
                "status": "postponed",
                "organisers": "Belfry",
                "working_languages": ["en"],
                "contact_name": "Claire Morel",
                "contact_email": "secretariat@belfry.example",
                "countries": ["SI"],
            },
            rows={
                "span_rows": (span(postponed),),
                "place_rows": (place("Ljubljana"),),
                "topic_rows": topics("violence", "night"),
                "related_rows": pages("noise-at-night"),
            },
            drawing=Drawing("skyline", DUSK),
            body=(
                paragraph(
                    "Too many of the speakers were needed at home in the same week, and a"
                    " conference without those who drive the trams would have been a conference"
                    " about them. We have therefore put it off. The programme stands:",
                    bullets(
                        "what passengers report, and what they keep to themselves;",
                        "stops on request at night, and whether they are used;",
                        "drivers between timetable and moral courage.",
                    ),
                ),
                paragraph(
                    "Registrations stay valid. Please do not book a journey before you have our"
                    " message.",
                ),
            ),
        ),
    )
