"""What is in the issue of June 2019?"""

from datetime import date

from home.demo.drawings import MORNING
from home.demo.pieces import block, rich
from home.demo.sheets import Drawing, Piece, Sheet, To


def entry(page: str, **words: str) -> Piece:
    """Return a selected page, with its own headline, teaser and link_text where given."""
    empty = {"headline": "", "teaser": "", "link_text": ""}
    return block(
        "entry",
        **{
            "page": To("page", page),
            "outlet": "everywhere",
            "when_missing": "fall_back",
            **empty,
            **words,
        },
    )


def entries(*chosen: Piece, heading: str = "") -> Piece:
    """Return selected pages under a heading; without one, the kind's name is used."""
    return block("entries", heading=heading, entries=chosen)


def line(page: str, words: str) -> Piece:
    """Return a line of a gathered section in words of its own."""
    return block("line", page=To("page", page), words=words, is_pinned=False, is_hidden=False)


ISSUE = Sheet(
    key="june-2019",
    kind="newsletter.IssuePage",
    title="June 2019",
    slug="june-2019",
    published=date(2019, 6, 3),
    facts={
        "number": 54,
        "date": date(2019, 6, 3),
        "subject": "Security is decided in Europe and lived in town",
        "preheader": (
            "In this issue: a colloquium in Augsburg, a project on polarisation, and a call"
            " of the European Commission that closes twice in June."
        ),
    },
    drawing=Drawing("frieze", MORNING, 9),
    body=(
        block(
            "editorial",
            salutation="Dear members and friends,",
            text={
                "text": rich(
                    "Europe has voted. On 25 June in Augsburg, cities and regions will ask what the"
                    " new Parliament owes the places where security is lived: the street, the"
                    " square, the school gate.",
                )
            },
            sign_off="The secretariat, Paris",
        ),
        entries(
            entry(
                "augsburg-colloquium",
                teaser=(
                    "A month after the European elections, local, regional, national and European"
                    " institutions meet just before the General Assembly and agree what each can"
                    " do best."
                ),
                link_text="Programme of the Augsburg colloquium",
            ),
            entry(
                "brasov-seminar",
                headline=(
                    "Identifying vulnerabilities and mitigating the risk of terrorist threats in"
                    " public spaces: Cooperation among all stakeholders"
                ),
                teaser=(
                    "The Commission’s tool for assessing public spaces and the handbook that goes"
                    " with it, shown by those who have used them."
                ),
                link_text="About the seminar in Brasov",
            ),
            heading="Events",
        ),
        entries(entry("drugs-harm-reduction", link_text="About the article in Préventique")),
        entries(
            entry(
                "bridge",
                headline="BRIDGE: building resilience to reduce polarisation and growing extremism",
                teaser=(
                    "Fifteen partners met in Paris in April and described how differences sharpen in"
                    " their own towns. A tool box will come of it for every local authority."
                ),
                link_text="About the project BRIDGE",
            ),
            entry(
                "bridge-launch",
                headline="Two days in Paris: how BRIDGE began",
                link_text="Report on the launch of BRIDGE",
            ),
        ),
        block(
            "calls",
            heading="",
            lines=(
                line(
                    "rights-equality-citizenship",
                    "Rights, equality and citizenship: two topics of interest to local authorities",
                ),
            ),
        ),
        entries(
            entry(
                "policite",
                teaser=(
                    "Together with the École nationale des travaux publics de l’État, young people"
                    " of Vaulx-en-Velin recorded the discrimination they meet with, and sent their"
                    " proposals to the ministry."
                ),
                link_text="How Policité works",
            ),
            heading="Local practice",
        ),
        block("promotion", promotion=To("promotion", "join")),
        block(
            "agenda",
            heading="",
            start="2019-06-03",
            end="2019-12-31",
            countries=(),
            undated=True,
            lines=(
                line(
                    "augsburg-colloquium",
                    "Colloquium ‘The Local Dimension of European Security Policies’ and Annual"
                    " General Assembly",
                ),
                line("brasov-seminar", "PRoTECT seminar"),
            ),
        ),
    ),
)

PROMOTION = {
    "title": "Bring your town into the network",
    "text": (
        "Some 250 local and regional authorities compare what works in prevention and urban"
        " security, learn from one another and find partners for European projects."
    ),
    "button": "How to become a member",
}
"""Shown in the issue and on the home page."""
