from decimal import Decimal

import pytest

from cms.items import Money
from cms.names import (
    TAILORINGS,
    UnknownLanguage,
    autonym,
    countries_by_name,
    country_codes,
    country_name,
    format_alternatives,
    format_file_size,
    format_list,
    format_money,
    format_number,
    language_name,
    locale_of,
    official_languages,
    sort_key,
)

UNION = [
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
]


class TestLocale:
    @pytest.mark.parametrize(
        ("language", "identifier"),
        [
            ("en", "en_GB"),
            ("en-XX", "en_GB"),
            ("en-US", "en_US"),
            ("pt", "pt_PT"),
            ("pt-BR", "pt_BR"),
            ("pt-br", "pt_BR"),
            ("fr-XX", "fr"),
            ("fr-x-facile", "fr"),
            ("sr-Latn", "sr_Latn"),
        ],
    )
    def test_is_that_of_the_tag(self, language, identifier):
        assert str(locale_of(language)) == identifier

    @pytest.mark.parametrize("tag", ["", "-", "xx", "xx-FR", "1"])
    def test_of_an_unknown_language_is_refused(self, tag):
        with pytest.raises(UnknownLanguage) as refusal:
            locale_of(tag)

        assert refusal.value.tag == tag


class TestCountries:
    @pytest.mark.parametrize(
        ("code", "language", "name"),
        [
            ("FR", "en", "France"),
            ("fr", "en", "France"),
            ("BA", "en", "Bosnia and Herzegovina"),
            ("BA", "es", "Bosnia y Herzegovina"),
            ("GB", "fr", "Royaume-Uni"),
            ("NC", "fr", "Nouvelle-Calédonie"),
            ("XK", "de", "Kosovo"),
            ("CZ", "pl", "Czechy"),
            ("ZY", "en", "ZY"),
        ],
    )
    def test_have_names(self, code, language, name):
        assert country_name(code, language) == name

    @pytest.mark.parametrize("language", UNION)
    def test_have_names_in_every_language_of_the_union(self, language):
        assert [c for c in country_codes() if c not in locale_of(language).territories] == []

    def test_are_those_of_iso_3166_and_kosovo(self):
        assert (len(country_codes()), "XK" in country_codes()) == (250, True)

    def test_stand_in_the_order_of_their_names(self):
        pairs = countries_by_name(["CZ", "AT", "SE", "DE"], "cs")

        assert pairs == [
            ("CZ", "Česko"),
            ("DE", "Německo"),
            ("AT", "Rakousko"),
            ("SE", "Švédsko"),
        ]

    @pytest.mark.parametrize(
        ("country", "languages"),
        [
            ("AT", "de"),
            ("BA", "bs hr sr"),
            ("BE", "nl fr de"),
            ("BG", "bg"),
            ("CH", "de fr it"),
            ("CY", "el tr"),
            ("CZ", "cs"),
            ("DE", "de"),
            ("DK", "da"),
            ("EE", "et"),
            ("ES", "es ca gl eu"),
            ("FI", "fi sv"),
            ("FR", "fr"),
            ("GB", "en"),
            ("GR", "el"),
            ("HR", "hr"),
            ("HU", "hu"),
            ("IE", "en ga"),
            ("IS", "is"),
            ("IT", "it fr"),
            ("LI", "de"),
            ("LT", "lt"),
            ("LU", "fr lb de"),
            ("LV", "lv"),
            ("ME", "cnr"),
            ("MK", "mk sq"),
            ("MT", "mt en"),
            ("NC", "fr"),
            ("NL", "nl"),
            ("NO", "nb nn"),
            ("PL", "pl"),
            ("PT", "pt"),
            ("RO", "ro"),
            ("RS", "sr"),
            ("SE", "sv"),
            ("SI", "sl"),
            ("SK", "sk"),
            ("UA", "uk"),
            ("XK", "sq sr"),
            ("ZZ", ""),
        ],
    )
    def test_have_official_languages(self, country, languages):
        assert official_languages(country) == tuple(languages.split())


class TestLanguages:
    @pytest.mark.parametrize(
        ("tag", "name"),
        [
            ("bg", "български"),
            ("cs", "čeština"),
            ("da", "dansk"),
            ("de", "Deutsch"),
            ("el", "Ελληνικά"),
            ("en", "English"),
            ("es", "español"),
            ("et", "eesti"),
            ("fi", "suomi"),
            ("fr", "français"),
            ("ga", "Gaeilge"),
            ("hr", "hrvatski"),
            ("hu", "magyar"),
            ("it", "italiano"),
            ("lt", "lietuvių"),
            ("lv", "latviešu"),
            ("mt", "Malti"),
            ("nl", "Nederlands"),
            ("pl", "polski"),
            ("pt", "português"),
            ("pt-BR", "português (Brasil)"),
            ("ro", "română"),
            ("sk", "slovenčina"),
            ("sl", "slovenščina"),
            ("sv", "svenska"),
            ("ar", "العربية"),
            ("cnr", "crnogorski"),
            ("xx", "xx"),
        ],
    )
    def test_name_themselves(self, tag, name):
        assert autonym(tag) == name

    @pytest.mark.parametrize(
        ("tag", "language", "name"),
        [
            ("fr", "en", "French"),
            ("en", "fr", "anglais"),
            ("pt-BR", "en", "Brazilian Portuguese"),
            ("pt-BR", "de", "Portugiesisch (Brasilien)"),
            ("cnr", "fr", "monténégrin"),
            ("xx", "fr", "xx"),
        ],
    )
    def test_have_names(self, tag, language, name):
        assert language_name(tag, language) == name


class TestLists:
    @pytest.mark.parametrize(
        ("words", "language", "joined"),
        [
            ([], "en", ""),
            (["France"], "en", "France"),
            (["Belgium", "France", "Spain"], "en", "Belgium, France and Spain"),
            (["Belgien", "Spanien"], "de", "Belgien und Spanien"),
            (["Belgique", "Espagne"], "fr", "Belgique et Espagne"),
            (["Belgium", "Spanyolország"], "hu", "Belgium és Spanyolország"),
            (["España", "Francia"], "es", "España y Francia"),
            (["España", "Italia"], "es", "España e Italia"),
            (["agua", "hielo"], "es", "agua y hielo"),
            (["Francia", "España", "Irlanda"], "es", "Francia, España e Irlanda"),
            (["{0}", "{1}"], "en", "{0} and {1}"),
        ],
    )
    def test_are_joined(self, words, language, joined):
        assert format_list(words, language) == joined

    @pytest.mark.parametrize(
        ("words", "language", "joined"),
        [
            ([], "en", ""),
            (["a", "b", "c"], "en", "a, b or c"),
            (["a", "b"], "pl", "a lub b"),
            (["español", "otro"], "es", "español u otro"),
            (["español", "francés"], "es", "español o francés"),
            (["a", "b", "c"], "mt", "a, b, jew c"),
        ],
    )
    def test_of_alternatives_are_joined(self, words, language, joined):
        assert format_alternatives(words, language) == joined

    def test_takes_any_iterable(self):
        assert format_list(iter(["a", "b"]), "en") == "a and b"


class TestNumbers:
    @pytest.mark.parametrize(
        ("amount", "currency", "language", "words"),
        [
            ("120000", "EUR", "en", "€120,000"),
            ("120000.00", "EUR", "en", "€120,000"),
            ("120000.50", "EUR", "en", "€120,000.50"),
            ("120000", "EUR", "fr", "120\u202f000\u00a0€"),
            ("120000", "EUR", "de", "120.000\u00a0€"),
            ("120000", "EUR", "pl", "120\u00a0000\u00a0€"),
            ("120000", "EUR", "nl", "€\u00a0120.000"),
            ("120000", "EUR", "pt", "120\u00a0000\u00a0€"),
            ("1500", "EUR", "es", "1500\u00a0€"),
            ("1500", "EUR", "de", "1.500\u00a0€"),
            ("50000", "SEK", "en", "SEK\u00a050,000"),
            ("50000", "JPY", "en", "JP¥50,000"),
        ],
    )
    def test_of_money(self, amount, currency, language, words):
        money = Money(amount=Decimal(amount), currency=currency)

        assert format_money(money, language) == words

    @pytest.mark.parametrize(
        ("number", "language", "words"),
        [
            (1234, "en", "1,234"),
            (1234, "it", "1234"),
            (12345, "it", "12.345"),
            (1234, "pt-BR", "1.234"),
            (Decimal("12.5"), "fr", "12,5"),
        ],
    )
    def test_have_the_separators_of_the_language(self, number, language, words):
        assert format_number(number, language) == words

    @pytest.mark.parametrize(
        ("size", "language", "words"),
        [
            (0, "en", "1 kB"),
            (340_400, "en", "340 kB"),
            (999_499, "en", "999 kB"),
            (999_500, "en", "1 MB"),
            (1_234_567, "en", "1.2 MB"),
            (1_234_567, "pt-BR", "1,2 MB"),
            (9_960_000, "en", "10 MB"),
            (25_000_000, "en", "25 MB"),
            (999_600_000, "en", "1 GB"),
            (1_234_567, "fr", "1,2\u202fMo"),
            (1000, "de", "1 kB"),
            (340_400, "fi", "340 kt"),
        ],
    )
    def test_of_a_file_size(self, size, language, words):
        assert format_file_size(size, language) == words


class TestOrder:
    @pytest.mark.parametrize(
        ("language", "names"),
        [
            ("bg", "Израел Иран Йемен Кипър"),
            ("cs", "Cz Čadca Ďábel Dz Hz Chomutov Ibiza Rz Řím"),
            ("da", "Abe Zz Ærø Ørsted Åre Århus"),
            ("de", "Ärzte Azteken Ostern Österreich Ozon Strasse Straße"),
            ("el", "Αθήνα Άρτα Βόλος Ωρωπός"),
            ("es", "Nápoles Nzz Ñuñoa Oviedo"),
            ("et", "Sz Šiauliai Zagreb Žilina Tartu Viljandi Õismäe Äksi Öö Ülemiste Xy"),
            ("fi", "Va Wa Zz Åbo Äänekoski Öja"),
            ("fr", "cote coté côte côté Œuvre Ozone"),
            ("hr", "Cz Čup Ćup Dz Džep Đak Luz Ljub Nuz Njem"),
            ("hu", "Cuz Czz Csaba Guz Gz Gyor Győr Oz Ör Őr Sz Szeged"),
            ("it", "Forlì Forlimpopoli Ivrea"),
            ("lt", "Ibas Ygas Izas Sz Šil Zz Žemė"),
            ("lv", "Gulbene Gz Ģibuļi Kz Ķegums"),
            ("mt", "Ba Ċa Ca Fa Ġa Ga Gz Għar Ha Ħa Ia Ya Ża Za"),
            ("pl", "Lublin Lz Łódź Zamość Zz Źrebce Żagań"),
            ("ro", "Sz Șa Tz Țara"),
            ("sk", "Az Äa Cz Čz Hz Chz Oz Ôd"),
            ("sl", "Cz Čz Sz Šz Zz Žz"),
            ("sv", "Aalborg Zwolle Ålesund Ängel Öland Östersund"),
        ],
    )
    def test_is_that_of_the_language(self, language, names):
        in_order = names.split()

        assert sorted(set(in_order), key=sort_key(language)) == in_order

    def test_small_letters_stand_before_capitals_and_plain_before_accented(self):
        assert sorted(["É", "é", "E", "e"], key=sort_key("fr")) == ["e", "E", "é", "É"]

    def test_decomposed_letters_stand_with_composed_ones(self):
        assert sort_key("sv")("A\u030alesund") == sort_key("sv")("\u00c5lesund")

    def test_tables_name_languages_of_the_union(self):
        assert set(TAILORINGS) <= set(UNION)

    @pytest.mark.parametrize("name", ["", "🙂", "北京", "A\nB", "1", "İstanbul"])
    def test_takes_any_text(self, name):
        assert sorted([name, "a"], key=sort_key("cs")) in ([name, "a"], ["a", name])
