"""Each rule of the query engine, in a real browser, over indexes that Python has built."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from methodbook.search.articles import Article, Section
from methodbook.search.words import fold, forms
from tests.conftest import examples
from tests.search.conftest import Engine, page_of, term_base

pytestmark = pytest.mark.browser


def matches(engine: Engine, call: str, query: str) -> dict[str, float]:
    """What a rule finds for the first word of `query`; `call` is written with `v` (vocabulary) and `word`."""
    rule = (
        f"(engine, search, query) => {{ const v = search.vocabulary, word = engine.wordsOf(query)[0]; return {call}; }}"
    )
    found: dict[str, float] = engine.run(rule, query)
    return found


# ---- reading


def test_folding_is_the_same_in_both_languages_of_the_toolbox(engine: Engine) -> None:
    engine.words("ord")
    texts = [
        "økonomi",
        "Århus",
        "aarhus",
        "färg",
        "idé",
        "oe",
        "Ærø",
        "smörgås",
        "naïve",
        "aaa",
        "ÅÄÖ",
        "ﬁne",
        "ß",
        "İ",
    ]
    lower = [text.lower() for text in texts]
    assert engine.run("(engine, search, texts) => texts.map(engine.fold)", lower) == [fold(text) for text in lower]


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="abcdeghijoåäöæøéü-’ .,2", max_size=20), min_size=20, max_size=20))
def test_words_are_the_same_in_both_languages_of_the_toolbox(engine: Engine, texts: list[str]) -> None:
    engine.words("ord")
    found = engine.run(
        "(engine, search, texts) => texts.map((text) => engine.wordsOf(text).map((word) => word.form))", texts
    )
    for text, in_browser in zip(texts, found, strict=True):
        whole = [word for word in in_browser if 2 <= len(word) <= 40]
        assert set(whole) <= set(forms(text)), text


def test_the_vocabulary_is_read_as_it_was_written(engine: Engine) -> None:
    engine.words("kommunene møtte foreningene i kommunen om økonomi")
    read = engine.run("(engine, search) => search.vocabulary.forms")
    assert sorted(read) == sorted(set(forms("kommunene møtte foreningene kommunen om økonomi")))
    assert matches(engine, "engine.family(v, word.key)", "kommunen") == {"kommunen": 0.83, "kommunene": 0.83}


def test_postings_and_numbers_are_read_as_they_were_written(engine: Engine) -> None:
    pages = [page_of(f"p{n}/", "råd " * (1 + n % 4), items=["råd"] if n % 7 == 0 else []) for n in range(300)]
    engine.index(*pages)
    rule = """async (engine, search) => {
      const postings = engine.readPostings(JSON.parse(await (await fetch("/" + search.file)).text()).split("\\n")[0]);
      return [...postings];
    }""".replace("search.file", repr(next(name for name in engine.files if name.endswith("p0.json"))))
    expected = [n * 7 + (3 if n % 7 == 0 else min(n % 4, 2)) for n in range(300)]
    assert engine.run(rule) == expected


def test_a_query_is_cut_to_a_sensible_length(engine: Engine) -> None:
    engine.words("ord")
    read = engine.run("(engine, search, query) => engine.readQuery(query)", "ord " * 1000)
    assert len(read["words"]) <= 24


# ---- the rules for one word


def test_the_word_itself_before_the_folded_one(engine: Engine) -> None:
    engine.words("møte mote")
    assert matches(engine, "engine.same(v, word)", "møte") == {"møte": 1, "mote": 0.97}
    assert matches(engine, "engine.same(v, word)", "mote") == {"mote": 1, "møte": 0.97}


def test_the_other_forms_of_a_word(engine: Engine) -> None:
    engine.words("forening foreningen foreningenes forent")
    assert matches(engine, "engine.family(v, word.key)", "forening") == {
        "forening": 0.83,
        "foreningen": 0.83,
        "foreningenes": 0.83,
    }


def test_an_unknown_form_of_a_known_word(engine: Engine) -> None:
    engine.words("forening foreningen")
    assert set(matches(engine, "engine.family(v, word.key)", "foreninger")) == {"forening", "foreningen"}
    assert matches(engine, "engine.family(v, word.key)", "forenklet") == {}


def test_words_that_begin_with_it(engine: Engine) -> None:
    engine.words("koordinator koordinere avtale")
    found = matches(engine, "engine.beginnings(v, word.key, engine.bases(v, word.key))", "koordin")
    assert found == {"koordinator": 0.75, "koordinere": 0.75}


def test_known_words_spread_less_to_words_that_begin_with_them(engine: Engine) -> None:
    engine.words("råd rådgiver")
    found = matches(engine, "engine.beginnings(v, word.key, engine.bases(v, word.key))", "råd")
    assert found["rådgiver"] == 0.6


@pytest.mark.parametrize(
    ("text", "query", "compound", "weight"),
    [
        ("møte kommunestyre kommunestyremøte", "møte", "kommunestyremøte", 0.65),
        ("møte kommunestyre kommunestyremøtene", "møte", "kommunestyremøtene", 0.65),
        ("koordinator frivillighet frivillighetskoordinator", "koordinator", "frivillighetskoordinator", 0.65),
        ("møte xyzmøte", "møte", "xyzmøte", 0.422),
        ("bord bordtennisbord skrivebordslampe", "bord", "skrivebordslampe", 0.195),
    ],
)
def test_compounds_that_end_with_it(engine: Engine, text: str, query: str, compound: str, weight: float) -> None:
    engine.words(text)
    found = matches(engine, "engine.compounds(v, engine.bases(v, word.key))", query)
    assert found[compound] == pytest.approx(weight, abs=0.002)


@pytest.mark.parametrize(
    ("one", "other", "most", "expected"),
    [
        ("avtale", "avtale", 2, 0),
        ("avtale", "avtle", 2, 1),
        ("avtale", "avatle", 2, 0.9),
        ("avtale", "avttale", 2, 0.8),
        ("tillid", "tillit", 2, 0.7),
        ("avtale", "kommune", 2, 9),
        ("avtale", "av", 2, 9),
    ],
)
def test_distance_of_two_words(engine: Engine, one: str, other: str, most: float, expected: float) -> None:
    engine.words("ord")
    call = "(engine, search, [one, other, most]) => engine.distance(one, other, most)"
    assert engine.run(call, [one, other, most]) == pytest.approx(expected)


@pytest.mark.parametrize("slip", ["samarbiedsavtale", "samarbeidavtale", "samabeidsavtale", "samarbeidsavtle"])
def test_slips_of_the_finger(engine: Engine, slip: str) -> None:
    engine.words("samarbeidsavtale samarbeidsavtalen partnerskap")
    found = matches(engine, "engine.spelling(v, word, 0).matches", slip)
    assert found["samarbeidsavtale"] >= 0.4
    assert found["samarbeidsavtalen"] > 0
    assert "partnerskap" not in found


@pytest.mark.parametrize("query", ["avtale", "2014", "abc", "b73"])
def test_known_short_and_numbered_words_are_not_respelled(engine: Engine, query: str) -> None:
    engine.words("avtale avtala 2013 abd b74")
    assert matches(engine, "engine.spelling(v, word, 0).matches", query) == {}


def test_a_vowel_pair_may_be_one_letter_or_two(engine: Engine) -> None:
    engine.words("forenkle")
    assert engine.found("foenkle") == ["p/"]


# ---- the rules for several words


def test_a_compound_written_apart(engine: Engine) -> None:
    engine.words("politiattest politi attest arbeidsgruppe")
    joined = "(engine, search, [a, b]) => engine.joined(search.vocabulary, a, b)"
    assert engine.run(joined, ["politi", "attest"]) == {"politiattest": 1.4}
    assert engine.run(joined, ["arbeid", "gruppe"])["arbeidsgruppe"] == 1.4
    assert engine.run(joined, ["a", "b"]) == {}


def test_two_words_inside_one_compound_in_any_order(engine: Engine) -> None:
    engine.index(
        page_of("both/", "frivillighetskoordinator"),
        page_of("one/", "frivillighet"),
        page_of("two/", "koordinator"),
        page_of("none/", "avtale"),
    )
    assert engine.found("koordinator frivillighet")[0] == "both/"


@pytest.mark.parametrize("query", ["bod for fisker", "boden til en fisker", "fisker bod"])
def test_a_short_head_and_another_word_make_one_compound(engine: Engine, query: str) -> None:
    engine.index(
        page_of("both/", "Vi har en ny fiskerbod her."),
        page_of("one/", "En fisker og enda en fisker."),
        page_of("two/", "En bod og enda en bod."),
        *(page_of(f"x{n}/", "annet") for n in range(5)),
        stop_words="for til en",
    )
    assert engine.found(query)[0] == "both/"


def test_an_unknown_compound_is_cut_into_known_parts(engine: Engine) -> None:
    engine.words("ungdom klubb klubben møte")
    parts = "(engine, search, key) => engine.parts(search.vocabulary, key)"
    assert engine.run(parts, "ungdomsklubb") == ["ungdom", "klubb"]
    assert engine.run(parts, "ungdomsklubber") == ["ungdom", "klub"]
    assert engine.run(parts, "xyzabcdef") == []
    assert engine.found("ungdomsklubb") == ["p/"]


def test_stop_words_count_little_and_are_not_continued(engine: Engine) -> None:
    engine.index(page_of("med/", "med med med medarbeider"), page_of("rad/", "råd"), stop_words="med")
    assert engine.found("med råd")[0] == "rad/"
    rule = """(engine, search, text) => {
      const { meanings } = engine.termsOf(search.vocabulary, engine.wordsOf(text));
      return meanings[0].matches;
    }"""
    assert engine.run(rule, "med") == {"med": 1}


def test_words_of_a_sentence_are_taken_as_they_stand(engine: Engine) -> None:
    engine.words("klubb ungdomsklubb hvem sitter i vår")
    count = (
        "(engine, search, text) => engine.termsOf(search.vocabulary, engine.wordsOf(text)).meanings.at(-1).matches.size"
    )
    assert engine.run(count, "klubb") == 2
    assert engine.run(count, "hvem sitter i vår klubb") == 1


# ---- synonyms and the neighbours' words

TERMS = term_base(
    [
        {"nb": {"term": "samarbeidsråd"}, "da": {"term": "samarbejdsråd"}, "sv": {"term": "samverkansråd"}},
        {"nb": {"term": "frivillig sektor"}, "da": {"term": "civilsamfund"}, "sv": {"term": "ideella sektorn"}},
        {
            "nb": {"term": "kommunedirektør"},
            "da": {"term": "kommunaldirektør"},
            "sv": {"term": "kommundirektör"},
            "forbidden": {"nb": ["rådmann*"]},
        },
    ],
    [],
    [],
    {"nb": [["kontrakt", "avtale"]]},
)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("samverkansråd", "council/"),
        ("samverkansrådet", "council/"),
        ("rådmannen", "director/"),
        ("ideella sektorn", "sector/"),
        ("civilsamfund", "sector/"),
        ("kontrakten", "agreement/"),
    ],
)
def test_neighbours_words_and_synonyms(engine: Engine, query: str, address: str) -> None:
    engine.index(
        page_of("council/", "samarbeidsråd"),
        page_of("director/", "kommunedirektøren"),
        page_of("sector/", "frivillig sektor"),
        page_of("agreement/", "avtaler"),
        base=TERMS,
    )
    assert engine.found(query)[0] == address


def test_a_slip_in_a_word_that_only_neighbours_use_is_mended_and_told(engine: Engine) -> None:
    base = term_base([], [], [], {"nb": [["rusavhengig", "misbruk"]]})
    engine.index(page_of("p/", "misbruk"), page_of("x/", "annet"), base=base)
    assert engine.found("rusavhengie") == ["p/"]
    told = engine.run('(engine, search) => search.search("rusavhengie").then((answer) => answer.corrected)')
    assert told == [{"typed": "rusavhengie", "shown": "misbruk"}]
    assert engine.found("rusavhengie", literal=True) == []
    assert engine.found("rusavdelig") == []


def test_a_synonym_of_a_known_word_comes_after_the_word(engine: Engine) -> None:
    engine.index(page_of("a/", "avtale"), page_of("k/", "kontrakt"), page_of("x/", "annet"), base=TERMS)
    assert engine.found("kontrakt") == ["k/", "a/"]


def test_files_of_aliases_are_fetched_only_for_words_that_are_not_known(engine: Engine) -> None:
    engine.index(page_of("council/", "samarbeidsråd"), page_of("x/", "annet"), base=TERMS)
    engine.found("samarbeidsråd")
    assert not any("/n" in name for name in engine.asked)
    engine.found("samverkansråd")
    assert any("/n" in name for name in engine.asked)


# ---- ranking


def test_title_before_heading_before_item_before_text(engine: Engine) -> None:
    engine.index(
        page_of("text/", "en avtale", "Noe"),
        page_of("item/", "Skriv en avtale.", "Noe", items=["Skriv en avtale."]),
        Article("heading/", "Noe", "page", "nb", (), (Section("", "Noe", 1, "x"), Section("h", "Vår avtale", 2, "y"))),
        page_of("title/", "x", "Vår avtale"),
        *(page_of(f"other{n}/", "annet") for n in range(5)),
    )
    assert engine.found("avtale") == ["title/", "heading/#h", "item/", "text/"]


def test_the_exact_word_before_the_bent_one(engine: Engine) -> None:
    engine.index(page_of("bent/", "avtalene"), page_of("exact/", "avtale"), page_of("x/", "annet"))
    assert engine.found("avtale") == ["exact/", "bent/"]


def test_a_worse_match_does_not_win_by_being_rare(engine: Engine) -> None:
    common = [page_of(f"c{n}/", "forening") for n in range(20)]
    engine.index(page_of("rare/", "kvinneforening"), *common, page_of("x/", "annet"))
    assert engine.found("forening")[0] != "rare/"


def test_the_third_place_goes_to_a_page_with_the_word_in_a_compound(engine: Engine) -> None:
    pages = [page_of(f"p{n}/", "koordinator") for n in range(5)]
    engine.index(*pages, page_of("compound/", "frivillighetskoordinator frivillighet"), page_of("x/", "annet"))
    assert engine.found("koordinator")[2] == "compound/"


def test_question_words_are_marked_only_where_there_is_nothing_else(engine: Engine) -> None:
    engine.index(page_of("p/", "hvordan skrives en avtale"), page_of("x/", "annet"), stop_words="hvordan")
    marked = "async (engine, search, query) => [...(await search.search(query)).words.keys()]"
    assert engine.run(marked, "hvordan avtale") == ["avtale"]
    assert engine.run(marked, "hvordan") == ["hvordan"]


def test_a_word_that_stands_everywhere_is_sought_only_where_nothing_else_is(engine: Engine) -> None:
    pages = [page_of(f"p{n}/", f"til ting{n}") for n in range(6)]
    engine.index(*pages, page_of("agreement/", "vi kom til avtale"), stop_words="til kom", language="nb")
    assert engine.found("avtale til") == ["agreement/"]
    assert len(engine.found("til")) == 7
    assert engine.found('"kom til avtale"') == ["agreement/"]


def test_a_page_with_two_good_sections_comes_before_a_page_with_one(engine: Engine) -> None:
    def guide(url: str, *texts: str) -> Article:
        sections = tuple(Section(f"s{place}" if place else "", "", 2, text) for place, text in enumerate(texts))
        return Article(url, "", "page", "nb", (), sections)

    engine.index(
        guide("once/", "Innledning.", "Slik skriver dere avtalen.", "Noe annet."),
        guide("twice/", "Innledning.", "Slik skriver dere avtalen.", "Hvem skriver under avtalen?"),
        *(page_of(f"x{n}/", "annet") for n in range(5)),
    )
    assert [address.partition("#")[0] for address in engine.found("avtalen")] == ["twice/", "once/"]


def test_a_section_is_read_under_its_pages_title(engine: Engine) -> None:
    def guide(url: str, title: str, text: str) -> Article:
        sections = (Section("", title, 1, "Innledning."), Section("s", "Trinn", 2, text))
        return Article(url, title, "page", "nb", (), sections)

    engine.index(
        guide("right/", "Samarbeid med foreninger i kommunen", "Slik skriver dere avtalen."),
        guide("wrong/", "Samarbeid med bedrifter i kommunen", "Slik skriver dere avtalen."),
        *(page_of(f"x{n}/", "annet") for n in range(5)),
    )
    assert engine.found("avtalen foreninger")[0] == "right/#s"


def test_a_hit_opens_at_its_section(engine: Engine) -> None:
    sections = (Section("", "Roller", 1, "Alle."), Section("lead", "Prosjektleder", 2, "Leder."))
    engine.index(Article("roles/", "Roller", "page", "nb", (), sections), page_of("x/", "annet"))
    assert engine.found("prosjektleder") == ["roles/#lead"]


def test_glossary_entries_are_definitions_beside_the_hits(engine: Engine) -> None:
    sections = (
        Section("", "Ordliste", 1, "Slik."),
        Section("trust", "tillit", 3, "tillit\nÅ stole på noen.", is_term=True),
        Section("grant", "tilskudd", 3, "tilskudd\nPenger.", is_term=True),
    )
    glossary = Article("glossary/", "Ordliste", "glossary", "nb", (), sections)
    engine.index(glossary, page_of("p/", "Slik vokser tillit."), page_of("x/", "annet"))
    assert engine.found("tillit") == ["p/"]
    assert engine.found("tillit", part="definitions") == ["glossary/#trust"]
    assert engine.found("tilskudd", part="definitions") == ["glossary/#grant"]
    assert engine.found("annet", part="definitions") == []


def test_pages_for_those_who_write_come_last(engine: Engine) -> None:
    rules = page_of("contribute/rules/", "Overskrift", "Overskrift")
    engine.index(rules, page_of("p/", "en lang tekst med overskrift"))
    assert engine.found("overskrift") == ["p/", "contribute/rules/"]


@pytest.mark.parametrize("text", ["Kro-vert", "kro vert", "krovert"])
@pytest.mark.parametrize("query", ["kro-vert", "kro\u2010vert", "kro\u2011vert", "kro vert", "krovert", "krovertene"])
def test_words_apart_with_a_hyphen_and_joined_are_the_same(engine: Engine, text: str, query: str) -> None:
    engine.index(page_of("p/", f"Her bor en {text} i dalen."), page_of("x/", "annet"))
    assert engine.found(query)[:1] == ["p/"]


@pytest.mark.parametrize("letter", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"])
def test_letters_that_are_not_seen_do_not_count(engine: Engine, letter: str) -> None:
    engine.index(page_of("p/", f"en sommer{letter}skole her"), page_of("half/", "sommer"), page_of("x/", "skole"))
    assert engine.found(f"sommer{letter}skole")[0] == engine.found("sommerskole")[0] == "p/"
    assert engine.found(f'"sommer{letter}skole her"') == ["p/"]


def test_a_question_the_page_answers_leads_to_it(engine: Engine) -> None:
    engine.index(
        page_of("answer/", "Vi ordner lokaler.", "Lokaler", asks=["hvor øver korpset"]),
        page_of("mention/", "Et korps spilte på festen, og korpset øver hver uke."),
        *(page_of(f"x{n}/", "annet") for n in range(5)),
        stop_words="hvor kan vi med",
    )
    assert engine.found("hvor øver korpset")[0] == "answer/"


def test_words_of_one_question_count_more_together(engine: Engine) -> None:
    engine.index(
        page_of("words/", "En trommeslager vasker.", "Fløyten"),
        page_of("answer/", "Noe annet.", "Utstyr", asks=["vasker en trommeslager fløyten"]),
        *(page_of(f"x{n}/", "annet") for n in range(5)),
        stop_words="en",
    )
    assert engine.found("vasker trommeslager fløyten")[0] == "answer/"


def test_a_chapter_comes_before_its_template(engine: Engine) -> None:
    template = page_of("a-template/", "Fyll ut.", "Fergetur", kind="template")
    engine.index(template, page_of("chapter/", "Fyll ut.", "Fergetur", kind="method"), page_of("x/", "annet"))
    assert engine.found("fergetur") == ["chapter/", "a-template/"]


def test_the_head_of_a_compound_in_another_form(engine: Engine) -> None:
    engine.index(page_of("p/", "en kveldstur i skogen, kveld"), page_of("x/", "annet"))
    assert engine.found("turer") == ["p/"]


def test_words_in_one_section_before_words_far_apart(engine: Engine) -> None:
    def guide(url: str, *texts: str) -> Article:
        sections = tuple(Section(f"s{place}" if place else "", "", 2, text) for place, text in enumerate(texts))
        return Article(url, "", "page", "nb", (), sections)

    engine.index(
        guide("apart/", "Noe.", "Alle fiskere drar ut, fiskere i alle båter.", "Bryggen er ny, og bryggen er lang."),
        guide("near/", "Noe.", "Andre.", "Fiskere møtes på bryggen."),
        *(page_of(f"x{n}/", "annet") for n in range(5)),
    )
    assert engine.found("fiskere bryggen")[0] == "near/#s2"


def test_a_word_nobody_wrote_leads_somewhere_near(engine: Engine) -> None:
    engine.index(page_of("p/", "en gulrot i hagen"), page_of("x/", "annet"))
    assert engine.found("gulrotsmaking") == ["p/"]
    assert engine.found("zzzqqq") == []


# ---- phrases, corrections, excerpts


def test_a_phrase_is_found_word_for_word(engine: Engine) -> None:
    engine.index(
        page_of("yes/", "vi gir hjelp til selvhjelp her"), page_of("no/", "selvhjelp til hjelp"), page_of("x/", "y")
    )
    rule = """async (engine, search, query) => {
      const { hits, phrases } = await search.search(query);
      const texts = await Promise.all(hits.map((hit) => search.sectionText(hit.sections[0][0])));
      const holds = ({ text }) => phrases.every((phrase) => engine.holdsPhrase(text, phrase));
      return texts.filter(holds).map(({ url }) => url);
    }"""
    for query in ('"hjelp til selvhjelp"', "«Hjelp til selvhjelp»", "”hjelp til selvhjelp”", "„hjelp til selvhjelp“"):
        assert engine.run(rule, query) == ["yes/"], query


def test_only_sections_with_all_words_of_a_phrase_are_looked_through(engine: Engine) -> None:
    engine.index(page_of("yes/", "hjelp til selvhjelp"), page_of("half/", "hjelp"), page_of("x/", "y"))
    assert engine.found('"hjelp selvhjelp"') == ["yes/"]


def test_a_correction_is_told_and_can_be_switched_off(engine: Engine) -> None:
    engine.words("inkluderingsdag")
    rule = "async (engine, search, [query, options]) => (await search.search(query, options)).corrected"
    assert engine.run(rule, ["inkulderingsdag", {}]) == [{"typed": "inkulderingsdag", "shown": "inkluderingsdag"}]
    assert engine.found("inkulderingsdag") == ["p/"]
    assert engine.found("inkulderingsdag", literal=True) == []
    assert engine.run(rule, ["inkluderingsdag", {}]) == []


def test_an_excerpt_shows_and_marks_what_matched(engine: Engine) -> None:
    engine.words("ord")
    text = "Innledning. " * 40 + "Her står det om Møtene våre, og mer. " + "Avslutning. " * 40
    rule = "(engine, search, text) => engine.excerpt(text, new Map([['motene', 1]]))"
    pieces = engine.run(rule, text)
    assert [piece for piece, is_marked in pieces if is_marked] == ["Møtene"]
    whole = "".join(piece for piece, _ in pieces)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 300


def test_points_of_a_list_are_kept_apart_in_an_excerpt(engine: Engine) -> None:
    engine.words("ord")
    rule = "(engine, search, text) => engine.excerpt(text, new Map()).map(([piece]) => piece).join('')"
    assert engine.run(rule, "Dere trenger:\nen plan\npenger.\nTid") == "Dere trenger: en plan · penger. Tid"


def test_an_excerpt_without_a_match_is_the_beginning(engine: Engine) -> None:
    engine.words("ord")
    assert engine.run("(engine, search, text) => engine.excerpt(text, new Map())", "Kort tekst.") == [
        ["Kort tekst.", False]
    ]


# ---- files


def test_a_query_fetches_few_files_and_each_only_once(engine: Engine) -> None:
    text = " ".join(f"ord{n}" for n in range(400))
    pages = [
        Article(f"p{n}/", "", "page", "nb", (), tuple(Section(f"s{m}", f"Del {m}", 2, text) for m in range(8)))
        for n in range(8)
    ]
    engine.index(*pages, page_of("one/", "inkluderingsdag"))
    engine.found("inkluderingsdag")
    assert len(engine.asked) < 6 < len(engine.files)
    assert len(engine.asked) == len(set(engine.asked))


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a",
        "x" * 2000,
        "<script>alert(1)</script>",
        "a.*(b|c)[d]+?\\",
        "🙂🙂",
        "שלום עולם",
        "ø" * 50,
        "\u0000",
        '"',
        '""',
        "«",
    ],
)
def test_odd_queries_find_nothing_and_break_nothing(engine: Engine, query: str) -> None:
    engine.words("ord")
    assert engine.found(query) == []


def test_letters_in_pieces_are_put_together(engine: Engine) -> None:
    engine.words("århus økonomi")
    assert engine.found("a\u030arhus") == ["p/"]


def test_a_missing_index_is_told(engine: Engine) -> None:
    engine.words("ord")
    engine.files = {}
    rule = "(engine, search) => true"
    with pytest.raises(Exception, match="404"):
        engine.run(rule)


def test_a_file_that_failed_is_asked_for_again(engine: Engine) -> None:
    engine.words("ord")
    kept = {name: content for name, content in engine.files.items() if "/t" in name}
    rule = """async (engine, search, step) => {
      const { hits } = await search.search("ord");
      const first = await search.sectionText(hits[0].sections[0][0]).then(() => "read", () => "failed");
      await fetch("/mend", { method: "POST" });
      const second = await search.sectionText(hits[0].sections[0][0]).then(() => "read", () => "failed");
      return [first, second];
    }"""
    for name in kept:
        del engine.files[name]

    def mend(route: object) -> None:
        engine.files.update(kept)
        route.fulfill(body="")  # type: ignore[attr-defined]

    engine.page.route("**/mend", mend)
    assert engine.run(rule) == ["failed", "read"]
