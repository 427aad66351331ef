import re
import time as clock
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.dates import (
    CLOCKS,
    ZONE_PATTERNS,
    ZONE_WORDS,
    NoSuchTimeError,
    TwiceError,
    format_day,
    format_instant,
    format_month,
    format_partial,
    format_range,
    format_spans,
    format_times,
    instant_of,
    zone_name,
)
from cms.items import Span
from cms.names import UnknownLanguage, locale_of

UNION = [
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
]

DAYS = st.dates(min_value=date(1987, 1, 1), max_value=date(2050, 12, 31))


def plain(text: str) -> str:
    """Return a text with CLDR's thin and no-break spaces as ordinary ones, to compare by eye."""
    return re.sub("[\u00a0\u2009\u202f]", " ", text)


def day_span(start: date, end: date | None = None) -> Span:
    return Span(start=start, end=end or start)


def timed_span(start: time, end: time | None, zone: str, day: date = date(2019, 6, 13)) -> Span:
    return Span(start=day, end=day, start_time=start, end_time=end, zone=zone)


class TestRange:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "27 – 28 юни 2019 г."),
            ("cs", "27.–28. června 2019"),
            ("da", "27.–28. juni 2019"),
            ("de", "27.–28. Juni 2019"),
            ("el", "27–28 Ιουνίου 2019"),
            ("en", "27–28 June 2019"),
            ("es", "27–28 de junio de 2019"),
            ("et", "27.–28. juuni 2019"),
            ("fi", "27.–28. kesäkuuta 2019"),
            ("fr", "27–28 juin 2019"),
            ("ga", "27 – 28 Meitheamh 2019"),
            ("hr", "27. – 28. lipnja 2019."),
            ("hu", "2019. június 27–28."),
            ("it", "27–28 giugno 2019"),
            ("lt", "2019 m. birželio 27–28 d."),
            ("lv", "2019. gada 27.–28. jūnijs"),
            ("mt", "27 – 28 ta’ Ġunju 2019"),
            ("nl", "27–28 juni 2019"),
            ("pl", "27–28 czerwca 2019"),
            ("pt", "27–28 de junho de 2019"),
            ("pt-BR", "27 – 28 de junho de 2019"),
            ("ro", "27–28 iunie 2019"),
            ("sk", "27. – 28. júna 2019"),
            ("sl", "27.–28. junij 2019"),
            ("sv", "27–28 juni 2019"),
        ],
    )
    def test_within_a_month_says_the_month_once(self, language, words):
        assert plain(format_range(date(2019, 6, 27), date(2019, 6, 28), language)) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "30 юни – 2 юли 2019 г."),
            ("cs", "30. června – 2. července 2019"),
            ("da", "30. juni–2. juli 2019"),
            ("de", "30. Juni – 2. Juli 2019"),
            ("el", "30 Ιουνίου – 2 Ιουλίου 2019"),
            ("en", "30 June – 2 July 2019"),
            ("es", "30 de junio – 2 de julio de 2019"),
            ("et", "30. juuni – 2. juuli 2019"),
            ("fi", "30. kesäkuuta – 2. heinäkuuta 2019"),
            ("fr", "30 juin – 2 juillet 2019"),
            ("ga", "30 Meitheamh – 2 Iúil 2019"),
            ("hr", "30. lipnja – 2. srpnja 2019."),
            ("hu", "2019. június 30. – július 2."),
            ("it", "30 giugno – 2 luglio 2019"),
            ("lt", "2019 m. birželio 30 d. – liepos 2 d."),
            ("lv", "2019. gada 30. jūnijs – 2. jūlijs"),
            ("mt", "30 ta’ Ġunju – 2 ta’ Lulju 2019"),
            ("nl", "30 juni – 2 juli 2019"),
            ("pl", "30 czerwca – 2 lipca 2019"),
            ("pt", "30 de junho – 2 de julho de 2019"),
            ("ro", "30 iunie – 2 iulie 2019"),
            ("sk", "30. júna – 2. júla 2019"),
            ("sl", "30. junij–2. julij 2019"),
            ("sv", "30 juni–2 juli 2019"),
        ],
    )
    def test_across_months_says_the_year_once(self, language, words):
        assert plain(format_range(date(2019, 6, 30), date(2019, 7, 2), language)) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("de", "30. Dezember 2019 – 2. Januar 2020"),
            ("en", "30 December 2019 – 2 January 2020"),
            ("es", "30 de diciembre de 2019 – 2 de enero de 2020"),
            ("fr", "30 décembre 2019 – 2 janvier 2020"),
            ("hu", "2019. december 30. – 2020. január 2."),
            ("it", "30 dicembre 2019 – 2 gennaio 2020"),
            ("lt", "2019 m. gruodžio 30 d. – 2020 m. sausio 2 d."),
            ("pl", "30 grudnia 2019 – 2 stycznia 2020"),
        ],
    )
    def test_across_years_says_both(self, language, words):
        assert plain(format_range(date(2019, 12, 30), date(2020, 1, 2), language)) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "27 – 28 юни"),
            ("cs", "27.–28. června"),
            ("de", "27.–28. Juni"),
            ("en", "27–28 June"),
            ("es", "27–28 de junio"),
            ("fi", "27.–28. kesäkuuta"),
            ("fr", "27–28 juin"),
            ("hu", "június 27–28."),
            ("it", "27–28 giugno"),
            ("lt", "birželio 27–28 d."),
            ("lv", "27.–28. jūnijs"),
            ("mt", "27 – 28 ta’ Ġunju"),
            ("pl", "27–28 czerwca"),
        ],
    )
    def test_without_the_year(self, language, words):
        assert (
            plain(format_range(date(2019, 6, 27), date(2019, 6, 28), language, year=False)) == words
        )

    def test_without_the_year_across_new_year(self):
        words = format_range(date(2019, 12, 30), date(2020, 1, 2), "en", year=False)

        assert plain(words) == "30 December – 2 January"

    def test_without_the_year_keeps_it_when_the_range_is_longer_than_one(self):
        words = format_range(date(2019, 6, 1), date(2021, 6, 30), "en", year=False)

        assert plain(words) == "1 June 2019 – 30 June 2021"

    def test_same_month_of_another_year_is_not_the_same_month(self):
        words = format_range(date(2019, 6, 1), date(2020, 6, 2), "de")

        assert plain(words) == "1. Juni 2019 – 2. Juni 2020"

    @pytest.mark.parametrize("language", UNION)
    def test_of_one_day_is_that_day(self, language):
        day = date(2019, 6, 27)

        assert format_range(day, day, language) == format_day(day, language)

    def test_keeps_the_thin_spaces_of_cldr(self):
        words = format_range(date(2019, 6, 30), date(2019, 7, 2), "en")

        assert words == "30 June\u2009–\u20092 July 2019"

    @pytest.mark.parametrize(
        ("language", "words"),
        [("fr", "1er juin – 1er juillet 2019"), ("it", "1º giugno – 1º luglio 2019")],
    )
    def test_first_of_the_month_is_an_ordinal(self, language, words):
        assert plain(format_range(date(2019, 6, 1), date(2019, 7, 1), language)) == words

    @pytest.mark.parametrize("language", UNION)
    @pytest.mark.parametrize("year", [True, False])
    @pytest.mark.parametrize("month", range(1, 12))
    def test_has_the_long_name_of_every_month(self, language, year, month):
        names = locale_of(language).months["format"]["wide"]

        within = format_range(date(2019, month, 3), date(2019, month, 8), language, year=year)
        across = format_range(date(2019, month, 3), date(2019, month + 1, 8), language, year=year)

        assert (within.count(names[month]), "2019" in within) == (1, year)
        assert (across.count(names[month]), across.count(names[month + 1])) == (1, 1)

    @pytest.mark.parametrize("language", UNION)
    @given(start=DAYS, length=st.integers(min_value=0, max_value=700))
    def test_holds_only_its_own_numbers(self, language, start, length):
        end = start + timedelta(days=length)

        for year in (True, False):
            words = format_range(start, end, language, year=year)
            numbers = re.findall(r"\d+", words)
            allowed = {str(n) for day in (start, end) for n in (day.day, day.year)}

            assert set(numbers) <= allowed
            assert {str(start.day), str(end.day)} <= set(numbers)
            assert not re.search("[MLEyd]{3}", words)


class TestDay:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "четвъртък, 13 юни 2019 г."),
            ("cs", "čtvrtek 13. června 2019"),
            ("da", "torsdag den 13. juni 2019"),
            ("de", "Donnerstag, 13. Juni 2019"),
            ("el", "Πέμπτη 13 Ιουνίου 2019"),
            ("en", "Thursday 13 June 2019"),
            ("es", "jueves, 13 de junio de 2019"),
            ("et", "neljapäev, 13. juuni 2019"),
            ("fi", "torstai 13. kesäkuuta 2019"),
            ("fr", "jeudi 13 juin 2019"),
            ("ga", "Déardaoin 13 Meitheamh 2019"),
            ("hr", "četvrtak, 13. lipnja 2019."),
            ("hu", "2019. június 13., csütörtök"),
            ("it", "giovedì 13 giugno 2019"),
            ("lt", "2019 m. birželio 13 d., ketvirtadienis"),
            ("lv", "ceturtdiena, 2019. gada 13. jūnijs"),
            ("mt", "Il-Ħamis, 13 ta’ Ġunju 2019"),
            ("nl", "donderdag 13 juni 2019"),
            ("pl", "czwartek, 13 czerwca 2019"),
            ("pt", "quinta-feira, 13 de junho de 2019"),
            ("ro", "joi, 13 iunie 2019"),
            ("sk", "štvrtok 13. júna 2019"),
            ("sl", "četrtek, 13. junij 2019"),
            ("sv", "torsdag 13 juni 2019"),
        ],
    )
    def test_with_the_weekday(self, language, words):
        assert plain(format_day(date(2019, 6, 13), language, weekday=True)) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("da", "torsdag den 13. juni"),
            ("en", "Thursday 13 June"),
            ("fr", "jeudi 13 juin"),
            ("hu", "június 13., csütörtök"),
            ("lt", "birželio 13 d., ketvirtadienis"),
            ("pt", "quinta-feira, 13 de junho"),
        ],
    )
    def test_with_the_weekday_without_the_year(self, language, words):
        day = date(2019, 6, 13)

        assert plain(format_day(day, language, weekday=True, year=False)) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "1 March 2019"), ("fr", "1er mars 2019"), ("it", "1º marzo 2019")],
    )
    def test_first_of_the_month(self, language, words):
        assert format_day(date(2019, 3, 1), language) == words

    def test_twenty_first_is_not_the_first(self):
        assert format_day(date(2019, 3, 21), "fr") == "21 mars 2019"

    def test_unknown_region_falls_back_to_its_language(self):
        assert format_day(date(2019, 6, 13), "fr-XX") == "13 juin 2019"

    def test_unknown_language_is_refused(self):
        with pytest.raises(UnknownLanguage) as refusal:
            format_day(date(2019, 6, 13), "xx-YY")

        assert refusal.value.tag == "xx-YY"


class TestSpans:
    def test_none_are_the_empty_string(self):
        assert format_spans([], "en") == ""

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "27 – 28 февруари и 1 март 2019 г."),
            ("cs", "27.–28. února a 1. března 2019"),
            ("de", "27.–28. Februar und 1. März 2019"),
            ("en", "27–28 February and 1 March 2019"),
            ("es", "27–28 de febrero y 1 de marzo de 2019"),
            ("fr", "27–28 février et 1er mars 2019"),
            ("hu", "2019. február 27–28. és március 1."),
            ("it", "27–28 febbraio e 1º marzo 2019"),
            ("lt", "2019 m. vasario 27–28 d. ir kovo 1 d."),
            ("lv", "2019. gada 27.–28. februāris un 1. marts"),
            ("pl", "27–28 lutego i 1 marca 2019"),
        ],
    )
    def test_of_one_year_say_it_once(self, language, words):
        spans = [day_span(date(2019, 2, 27), date(2019, 2, 28)), day_span(date(2019, 3, 1))]

        assert plain(format_spans(spans, language)) == words

    def test_of_two_years_stay_complete(self):
        spans = [day_span(date(2019, 12, 3)), day_span(date(2020, 1, 14), date(2020, 1, 15))]

        assert plain(format_spans(spans, "en")) == "3 December 2019 and 14–15 January 2020"

    def test_without_the_year(self):
        spans = [day_span(date(2019, 2, 27)), day_span(date(2019, 3, 1))]

        assert format_spans(spans, "en", year=False) == "27 February and 1 March"

    def test_of_the_same_day_are_said_once(self):
        morning = timed_span(time(9), time(12), "Europe/Paris")
        afternoon = timed_span(time(14), time(17), "Europe/Paris")

        assert format_spans([morning, afternoon], "en") == "13 June 2019"

    def test_thousand_take_less_than_a_tenth_of_a_second(self):
        first = date(2019, 1, 1)
        spans = [day_span(first + timedelta(n), first + timedelta(n + 2)) for n in range(1000)]

        # The best of three, as a busy machine also slows the clock of the process.
        seconds = []
        for _ in range(3):
            started = clock.process_time()
            for span in spans:
                format_spans([span], "fr")
            seconds.append(clock.process_time() - started)

        assert min(seconds) < 0.1


class TestMonth:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "юни 2019 г."),
            ("cs", "červen 2019"),
            ("da", "juni 2019"),
            ("de", "Juni 2019"),
            ("el", "Ιούνιος 2019"),
            ("en", "June 2019"),
            ("es", "junio de 2019"),
            ("et", "juuni 2019"),
            ("fi", "kesäkuu 2019"),
            ("fr", "juin 2019"),
            ("ga", "Meitheamh 2019"),
            ("hr", "lipanj 2019."),
            ("hu", "2019. június"),
            ("it", "giugno 2019"),
            ("lt", "2019 m. birželis"),
            ("lv", "2019. gada jūnijs"),
            ("mt", "Ġunju 2019"),
            ("nl", "juni 2019"),
            ("pl", "czerwiec 2019"),
            ("pt", "junho de 2019"),
            ("ro", "iunie 2019"),
            ("sk", "jún 2019"),
            ("sl", "junij 2019"),
            ("sv", "juni 2019"),
        ],
    )
    def test_stands_alone(self, language, words):
        assert plain(format_month(date(2019, 6, 1), language)) == words


class TestPartial:
    @pytest.mark.parametrize(
        ("language", "precision", "words"),
        [
            ("en", "day", "13 June 2019"),
            ("en", "month", "June 2019"),
            ("en", "year", "2019"),
            ("bg", "year", "2019 г."),
            ("hr", "year", "2019."),
            ("hu", "year", "2019"),
            ("lt", "year", "2019 m."),
            ("lv", "year", "2019. gads"),
            ("pl", "month", "czerwiec 2019"),
        ],
    )
    def test_says_what_is_known(self, language, precision, words):
        assert plain(format_partial(date(2019, 6, 13), precision, language)) == words


class TestTimes:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "9:30–17:00 ч. (часова зона: Букурещ)"),
            ("da", "kl. 09.30–17.00 (Bukarest-tid)"),
            ("de", "09:30–17:00 Uhr Bukarester Zeit"),
            ("en", "09:30–17:00 Bucharest time"),
            ("es", "9:30–17:00 (hora de Bucarest)"),
            ("fi", "klo 9.30–17.00 (aikavyöhyke: Bukarest)"),
            ("fr", "09:30 – 17:00 (heure de Bucarest)"),
            ("it", "ore 09:30–17:00 (ora di Bucarest)"),
            ("pl", "godz. 09:30–17:00 czasu bukareszteńskiego"),
        ],
    )
    def test_name_the_zone(self, language, words):
        span = timed_span(time(9, 30), time(17), "Europe/Bucharest")

        assert plain(format_times(span, language)) == words

    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            (time(9), time(11, 30), "9:00–11:30 π.μ. (ώρα Αθηνών)"),
            (time(9), time(17), "9:00 π.μ. – 5:00 μ.μ. (ώρα Αθηνών)"),
            (time(17), None, "5:00 μ.μ. (ώρα Αθηνών)"),
        ],
    )
    def test_greek_has_twelve_hours(self, start, end, words):
        assert plain(format_times(timed_span(start, end, "Europe/Athens"), "el")) == words

    @pytest.mark.parametrize("language", sorted(set(UNION) - {"el"}))
    def test_other_languages_have_twenty_four_hours(self, language):
        words = format_times(timed_span(time(14, 5), time(23, 45), "Europe/Paris"), language)

        assert re.findall(r"\d+", words) == ["14", "05", "23", "45"]

    def test_of_an_all_day_span_are_the_empty_string(self):
        assert format_times(day_span(date(2019, 6, 13)), "en") == ""

    def test_without_an_end(self):
        span = timed_span(time(9, 30), None, "Europe/Bucharest")

        assert format_times(span, "en") == "09:30 Bucharest time"

    def test_without_a_zone(self):
        assert format_times(timed_span(time(9, 30), time(17), ""), "de") == "09:30–17:00 Uhr"


class TestInstant:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("bg", "четвъртък, 13 юни 2019 г., 17:00 ч. (брюкселско време)"),
            ("cs", "čtvrtek 13. června 2019, 17:00 (bruselského času)"),
            ("da", "torsdag den 13. juni 2019, kl. 17.00 (Bruxelles-tid)"),
            ("de", "Donnerstag, 13. Juni 2019, 17:00 Uhr Brüsseler Zeit"),
            ("el", "Πέμπτη 13 Ιουνίου 2019, 5:00 μ.μ. (ώρα Βρυξελλών)"),
            ("en", "Thursday 13 June 2019, 17:00 Brussels time"),
            ("es", "jueves, 13 de junio de 2019, 17:00 (hora de Bruselas)"),
            ("et", "neljapäev, 13. juuni 2019, kell 17:00 (Brüsseli aja järgi)"),
            ("fi", "torstai 13. kesäkuuta 2019, klo 17.00 (Brysselin aikaa)"),
            ("fr", "jeudi 13 juin 2019 à 17:00 (heure de Bruxelles)"),
            ("ga", "Déardaoin 13 Meitheamh 2019, 17:00 (am na Bruiséile)"),
            ("hr", "četvrtak, 13. lipnja 2019., 17:00 (po briselskom vremenu)"),
            ("hu", "2019. június 13., csütörtök, 17:00 (brüsszeli idő szerint)"),
            ("it", "giovedì 13 giugno 2019, ore 17:00 (ora di Bruxelles)"),
            ("lt", "2019 m. birželio 13 d., ketvirtadienis, 17:00 val. (Briuselio laiku)"),
            ("lv", "ceturtdiena, 2019. gada 13. jūnijs, plkst. 17:00 (pēc Briseles laika)"),
            ("mt", "Il-Ħamis, 13 ta’ Ġunju 2019, 17:00 (ħin ta’ Brussell)"),
            ("nl", "donderdag 13 juni 2019, 17:00 uur (Brusselse tijd)"),
            ("pl", "czwartek, 13 czerwca 2019, godz. 17:00 czasu brukselskiego"),
            ("pt", "quinta-feira, 13 de junho de 2019, 17:00 (hora de Bruxelas)"),
            ("ro", "joi, 13 iunie 2019, ora 17:00 (ora Bruxelles-ului)"),
            ("sk", "štvrtok 13. júna 2019, 17:00 (bruselského času)"),
            ("sl", "četrtek, 13. junij 2019, ob 17:00 (po bruseljskem času)"),
            ("sv", "torsdag 13 juni 2019, kl. 17:00 (Brysseltid)"),
        ],
    )
    def test_is_said_in_its_zone(self, language, words):
        at = datetime(2019, 6, 13, 15, tzinfo=UTC)

        assert plain(format_instant(at, "Europe/Brussels", language)) == words

    def test_without_the_weekday(self):
        at = datetime(2019, 6, 13, 15, tzinfo=UTC)

        words = format_instant(at, "Europe/Brussels", "en", weekday=False)

        assert words == "13 June 2019, 17:00 Brussels time"

    @pytest.mark.parametrize(
        ("at", "words"),
        [
            (datetime(2019, 3, 31, 0, 59, tzinfo=UTC), "31 March 2019, 01:59 Brussels time"),
            (datetime(2019, 3, 31, 1, 0, tzinfo=UTC), "31 March 2019, 03:00 Brussels time"),
            (datetime(2019, 10, 26, 23, 59, tzinfo=UTC), "27 October 2019, 01:59 Brussels time"),
            (
                datetime(2019, 10, 27, 0, 30, tzinfo=UTC),
                "27 October 2019, 02:30 Brussels time, UTC+2",
            ),
            (
                datetime(2019, 10, 27, 1, 30, tzinfo=UTC),
                "27 October 2019, 02:30 Brussels time, UTC+1",
            ),
            (datetime(2019, 10, 27, 2, 0, tzinfo=UTC), "27 October 2019, 03:00 Brussels time"),
        ],
    )
    def test_follows_the_clocks(self, at, words):
        assert format_instant(at, "Europe/Brussels", "en", weekday=False) == words

    def test_has_the_day_of_its_zone(self):
        at = datetime(2019, 6, 13, 22, 30, tzinfo=UTC)

        assert format_instant(at, "Europe/Brussels", "en") == (
            "Friday 14 June 2019, 00:30 Brussels time"
        )

    def test_without_tzinfo_is_refused(self):
        with pytest.raises(ValueError, match="needs a time zone"):
            format_instant(datetime.fromisoformat("2019-06-13T17:00"), "Europe/Brussels", "en")


class TestZone:
    @pytest.mark.parametrize(
        ("zone", "language", "words"),
        [
            ("Europe/Brussels", "en", "Brussels time"),
            ("Europe/Kyiv", "en", "Kyiv time"),
            ("Europe/Kyiv", "pl", "czasu kijowskiego"),
            ("Europe/Kiev", "pl", "czasu kijowskiego"),
            ("Europe/Kyiv", "lt", "laiko juosta: Kijevas"),
            ("America/New_York", "en", "New York time"),
            ("Atlantic/Canary", "en", "Canary Islands time"),
            ("Europe/Athens", "fr", "heure d’Athènes"),
            ("Europe/Brussels", "fr", "heure de Bruxelles"),
            ("Atlantic/Azores", "fr", "heure des Açores"),
            ("Pacific/Noumea", "fr", "heure de Nouméa"),
            ("Europe/Paris", "de", "Pariser Zeit"),
            ("Europe/Rome", "de", "Ortszeit Rom"),
            ("Atlantic/Reykjavik", "de", "Ortszeit Reykjavík"),
            ("Europe/Brussels", "es", "hora de Bruselas"),
            ("Europe/Brussels", "it", "ora di Bruxelles"),
            ("Europe/Brussels", "pl", "czasu brukselskiego"),
            ("Pacific/Noumea", "pl", "czasu lokalnego (Numea)"),
            ("Europe/Luxembourg", "pt", "hora do Luxemburgo"),
            ("Europe/Brussels", "uk", "Брюссель"),
            ("UTC", "fr", "UTC"),
        ],
    )
    def test_is_said_in_words(self, zone, language, words):
        assert zone_name(zone, language) == words

    def test_words_do_not_change_with_the_season(self):
        winter = zone_name("Europe/Brussels", "fr", datetime(2019, 1, 13, tzinfo=UTC))
        summer = zone_name("Europe/Brussels", "fr", datetime(2019, 7, 13, tzinfo=UTC))

        assert (winter, summer) == ("heure de Bruxelles", "heure de Bruxelles")

    def test_half_hours_of_an_offset_are_said(self):
        at = datetime(2019, 4, 6, 15, 15, tzinfo=UTC)

        assert zone_name("Australia/Lord_Howe", "en", at) == "Lord Howe Island time, UTC+10:30"

    def test_tables_name_real_zones_and_languages(self):
        zones = {zone for words in ZONE_WORDS.values() for zone in words}

        assert zones - available_timezones() == set()
        assert set(ZONE_PATTERNS) == set(UNION)
        assert set(ZONE_WORDS) | set(CLOCKS) <= set(UNION)

    @pytest.mark.parametrize("language", UNION)
    def test_of_brussels_is_no_abbreviation(self, language):
        assert not re.search(r"CES?T|GMT|UTC|[/_%{}0-9]", zone_name("Europe/Brussels", language))


class TestInstantOfAClock:
    """Which instant is meant by a day, a time and a zone."""

    def test_of_a_zone_and_a_season(self):
        summer = instant_of(date(2030, 7, 1), time(9, 30), "Europe/Brussels")
        winter = instant_of(date(2030, 1, 1), time(9, 30), "Europe/Brussels")

        assert summer == datetime(2030, 7, 1, 7, 30, tzinfo=UTC)
        assert winter == datetime(2030, 1, 1, 8, 30, tzinfo=UTC)

    @pytest.mark.parametrize("clock", [time(2, 0), time(2, 59, 59)])
    def test_that_the_clocks_skip(self, clock):
        with pytest.raises(NoSuchTimeError):
            instant_of(date(2030, 3, 31), clock, "Europe/Brussels")

    @pytest.mark.parametrize("clock", [time(2, 0), time(2, 59, 59)])
    def test_that_the_clocks_show_twice(self, clock):
        with pytest.raises(TwiceError):
            instant_of(date(2030, 10, 27), clock, "Europe/Brussels")

    @pytest.mark.parametrize("clock", [time(1, 59), time(3, 0)])
    @pytest.mark.parametrize("day", [date(2030, 3, 31), date(2030, 10, 27)])
    def test_beside_the_change_is_clear(self, day, clock):
        at = instant_of(day, clock, "Europe/Brussels")

        assert at.time() == clock
