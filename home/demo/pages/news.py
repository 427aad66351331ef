"""Which news of 2019 does the demonstration show?"""

from datetime import date

from home.demo.drawings import COAST
from home.demo.pieces import bullets, heading, key_facts, paragraph, quote, to_page
from home.demo.sheets import Drawing, Sheet, To, pages, topics

NEWS = (
    Sheet(
        key="drugs-harm-reduction",
        kind="news.NewsPage",
        language="fr",
        title="Drogues et réduction des risques\u00a0: ce que peut une ville",
        published=date(2019, 5, 28),
        summary=(
            "Alexandre Feltz, adjoint au maire de Strasbourg, signe dans la dernière livraison de"
            " la revue Préventique un article sur les drogues et la réduction des risques. Sa"
            " ville parle d’expérience."
        ),
        facts={
            "sort": "publication",
            "author": "Alexandre Feltz, adjoint au maire de Strasbourg",
            "origin": "Préventique, dernier numéro paru",
            "dateline_city": To("city", "Strasbourg"),
            "countries": ["FR"],
        },
        rows={"topic_rows": topics("drugs", "public-spaces"), "related_rows": pages("policite")},
        left_out=frozenset({"pl"}),
        drawing=Drawing("facade", COAST),
        body=(
            paragraph(
                "Une seringue dans un bac à sable, et c’est la mairie qu’on appelle. Les drogues"
                " relèvent de la loi, donc de l’État\u202f; leurs traces, elles, se ramassent au"
                " petit matin, et ce sont des agents municipaux qui s’en chargent. C’est par ce"
                " bout-là que les villes entrent dans le débat.",
            ),
            heading("Strasbourg, deux ans et demi après"),
            paragraph(
                "Depuis novembre 2016, Strasbourg accueille une salle de consommation à moindre"
                " risque, la deuxième de France après celle de Paris. On y consomme sous le regard"
                " de soignants, à l’abri, avec du matériel propre\u202f; on y trouve aussi une"
                " douche, un café et quelqu’un à qui parler.",
                "L’article de Préventique permet de relire ce choix du point de vue d’un élu chargé"
                " de la santé. Trois questions reviennent dans toutes les villes qui hésitent\u00a0:",
                bullets(
                    "où installer un tel lieu, et que dire aux riverains avant l’ouverture\u202f?",
                    "comment la police peut-elle intervenir aux abords sans faire fuir les"
                    " usagers\u202f?",
                    "qui paie, une fois l’expérimentation terminée\u202f?",
                ),
            ),
            quote(
                "Réduire les risques ne dispense de rien\u00a0: ni de soigner, ni de prévenir, ni de"
                " poursuivre ceux qui vendent.",
                "Claire Morel",
                "rédactrice de la lettre d’information de Belfry",
            ),
            heading("Pour aller plus loin"),
            paragraph(
                "La revue se lit sur abonnement. Les membres qui préparent un projet semblable"
                f" peuvent {to_page('contact', 'écrire au secrétariat')}, qui les mettra en relation"
                " avec des villes qui en ont déjà mené un.",
            ),
            key_facts(
                ("Revue", "Préventique"),
                ("Thème", "Drogues et réduction des risques"),
                ("Langue de l’article", "Français"),
            ),
        ),
    ),
)
