"""Which local practices does the demonstration show?"""

from datetime import date

from home.demo.drawings import WINTER
from home.demo.pieces import bullets, heading, paragraph, quote, to_page
from home.demo.sheets import Drawing, Sheet, To, pages, topics

PRACTICES = (
    Sheet(
        key="policite",
        kind="practices.PracticePage",
        title="Policité: young people study how they are policed",
        slug="policite",
        published=date(2019, 5, 21),
        summary=(
            "In a suburb of Lyon, young residents and a national school for engineers examined"
            " discrimination together, by the police among others, and took their proposals to"
            " the Ministry of the Interior."
        ),
        facts={
            "city": To("city", "Vaulx-en-Velin"),
            "countries": ["FR"],
            "problem": (
                "Young people in Vaulx-en-Velin say that they are treated differently because of"
                " where they live and how they look, most often when their papers are checked."
                " The police see flight and insults. Neither side trusts what the other says."
            ),
            "approach": (
                "The École nationale des travaux publics de l’État (ENTPE), which has its campus in"
                " the town, trained young residents to do the research themselves: to put"
                " questions, keep notes, compare, and present what they found."
            ),
            "results": (
                "A study in the young people’s own words, debates with police officers, and a list"
                " of recommendations that was handed to the French Ministry of the Interior."
            ),
        },
        rows={
            "topic_rows": topics("police-and-residents", "young-people", "discrimination"),
            "related_rows": pages("bridge", "drugs-harm-reduction"),
        },
        drawing=Drawing("town_plan", WINTER),
        body=(
            heading("Those concerned hold the pen"),
            paragraph(
                "Surveys of young people are common; surveys by young people are not. In Policité"
                " the town’s young residents decided what to ask, whom to ask and how to tell it."
                " Researchers of the ENTPE stood beside them and insisted on method.",
                "This changed the tone. A number that somebody counted on their own street is"
                " harder to wave away, and whoever has counted is more careful with it.",
            ),
            heading("What other towns can take from it"),
            paragraph(
                bullets(
                    "Find a neighbour with expertise: a school, a museum, a research institute.",
                    "Bring in the police early, as readers of the first findings.",
                    "Agree at the start who will receive the recommendations, and by when they"
                    " will answer.",
                ),
            ),
            quote(
                "It is one thing to be heard and another to be quoted with a footnote.",
                "Claire Morel",
                "editor of the Belfry newsletter",
            ),
            paragraph(
                "The town is also a partner in"
                f" {to_page('bridge', 'BRIDGE, the project on polarisation')}."
            ),
        ),
    ),
)
