"""Which news is recent, whenever the demonstration is loaded?"""

from __future__ import annotations

from datetime import date, timedelta

from home.demo.drawings import MORNING, SUNSET, WINTER
from home.demo.pieces import document, heading, paragraph, related, steps, table, to_page, video
from home.demo.sheets import Drawing, Sheet, To, link, pages, topics


def recent_news(today: date) -> tuple[Sheet, ...]:
    """Return a publication, a report and a film of the last weeks."""
    return (
        Sheet(
            key="asking-residents",
            kind="news.NewsPage",
            title="Asking residents: a short guide to surveys that a town can afford",
            slug="asking-residents",
            published=today - timedelta(days=4),
            summary=(
                "Eight pages on how to ask, whom to ask and what to leave out. With a questionnaire"
                " that takes six minutes, tested at a bus stop."
            ),
            facts={"sort": "publication", "author": "Anna Keller", "countries": []},
            rows={
                "topic_rows": topics("participation"),
                "link_rows": (
                    link(
                        "Asking residents: the guide",
                        sort="document",
                        document=To("document", "guide"),
                    ),
                ),
                "related_rows": pages("local-audit-course"),
            },
            drawing=Drawing("facade", SUNSET),
            body=(
                paragraph(
                    "“Do you feel safe?” is a bad question: almost everybody says yes, and thinks of"
                    " something else. “Which way home do you avoid, and since when?” is better,"
                    " because the answer can be put on a map. Our guide collects questions of the"
                    " second kind.",
                ),
                heading("Three rules that save money"),
                paragraph(
                    steps(
                        "Ask fewer people, but also those who never answer.",
                        "Publish the results in the week in which the last form comes in.",
                        "Say beforehand what you will not be able to change.",
                    ),
                ),
                document("guide", "Asking residents: the guide"),
                paragraph(
                    "The questionnaire may be copied, changed and translated. Please send us what"
                    f" became of it; {to_page('contact', 'the address of the secretariat')} is"
                    " unchanged.",
                ),
            ),
        ),
        Sheet(
            key="questions-of-the-year",
            kind="news.NewsPage",
            title="What members asked us this year",
            published=today - timedelta(days=11),
            summary=(
                "The secretariat has counted its post. Three questions came from nearly every"
                " country, and in April one of them came every week."
            ),
            facts={"sort": "news", "author": "Claire Morel"},
            rows={"topic_rows": topics("funding", "european-policy")},
            drawing=Drawing("facade", WINTER),
            body=(
                paragraph(
                    "Four hundred and twelve letters and messages reached the secretariat in twelve"
                    " months, not counting greetings and one cake. We sorted them, because what a"
                    " network is asked says more about it than what it publishes.",
                ),
                table(
                    "The three commonest questions",
                    ("Question", "Letters", "Our usual answer"),
                    ("Do you know a town that has tried this?", "131", "Yes, and we introduce you"),
                    ("Can we get European money for it?", "97", "Sometimes; send us one page"),
                    ("Who else has a problem with scooters?", "58", "Everybody"),
                ),
                heading("And what we could not answer"),
                paragraph(
                    "Nineteen letters asked whether a measure works. Too often we had to reply that"
                    " nobody has checked. That is why next year’s courses begin with counting.",
                ),
                related("A course for that", "local-audit-course"),
            ),
        ),
        Sheet(
            key="school-street-film",
            kind="news.NewsPage",
            title="Three minutes on a school street",
            published=today - timedelta(days=18),
            summary=(
                "A barrier, a whistle, forty scooters: our film shows what happens when a street"
                " belongs to children from a quarter to eight until a quarter past."
            ),
            facts={"sort": "video", "dateline_city": To("city", "Gent"), "countries": ["BE"]},
            rows={
                "topic_rows": topics("young-people", "public-spaces"),
                "related_rows": pages("school-streets-call"),
            },
            drawing=Drawing("facade", MORNING),
            body=(
                paragraph(
                    "Nobody explains anything in this film. You see a street in Ghent, a man who"
                    " swings a barrier into place, and then, for half an hour, the sound of wheels"
                    " that have no engine.",
                ),
                video(
                    "Three minutes on a school street",
                    "https://video.belfry.example/school-street",
                    "school-street-film",
                    "3:04",
                    "nl",
                ),
                paragraph(
                    "The few words that are spoken are Dutch; subtitles exist in nine languages."
                    " Members may show the film in public and put their own coat of arms at the"
                    " end.",
                ),
            ),
        ),
    )
