//! What a page of Markdown says, and what is told of it.

mod lists;

use super::*;
use crate::model::text::plain_text;

fn parsed(text: &str) -> (Sources, MarkdownText) {
    let mut sources = Sources::default();
    let file = sources.add(ProjectPath::new("a.md").unwrap(), text);
    let zone = Span { file, start: 0, end: sources.source(file).text().len() };
    let missing =
        |written: &Spanned<String>| Err(Box::new(Diagnostic::error("MD-002", written.span, "absente")));
    let said = read(&sources, zone, &missing);
    (sources, said)
}

/// `CODE line:column message → help` of each finding.
fn faults(text: &str) -> Vec<String> {
    let (sources, said) = parsed(text);
    let mut faults: Vec<_> = said.diagnostics.iter().collect();
    faults.sort_by_key(|fault| fault.labels[0].span.start);
    faults
        .iter()
        .map(|fault| {
            let place = sources.location(fault.labels[0].span);
            let place = place.trim_start_matches("a.md:");
            format!("{} {place} {} → {}", fault.code, fault.message, fault.help.as_deref().unwrap_or(""))
        })
        .collect()
}

/// The codes and the places of the findings.
fn places(text: &str) -> Vec<String> {
    faults(text).iter().map(|f| f.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

/// The text of the first block.
fn first(text: &str) -> String {
    match parsed(text).1.blocks.first() {
        Some(Block::Paragraph(inlines) | Block::Heading { content: inlines, .. }) => plain_text(inlines),
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn told(text: &str, expected: &[&str]) {
    assert_eq!(places(text), expected, "{text}\n{:#?}", faults(text));
}

#[track_caller]
fn kept(text: &str) {
    assert_eq!(faults(text), Vec::<String>::new(), "{text}");
    assert_eq!(first(text), text.replace('\n', " "));
}

#[test]
fn a_star_between_two_letters_is_a_star() {
    for text in [
        "3*225*2 = 1 350 €",
        "2*3*4",
        "2**3**4",
        "conseiller*e*s",
        "candidat*s et étudiant*s",
        "snake_case_name et a_b",
        "12* et 13*",
        "2 * 3 * 4",
        "*, ** et ***",
    ] {
        kept(text);
    }
    assert_eq!(first("e\u{301}lu*e*s"), "élu*e*s");
    assert_eq!(first("un **mot** et *un autre*, **C**ommission"), "un mot et un autre, Commission");
    told("un **mot** et *un autre*, **C**ommission", &[]);
    told("coût 2*3 et 5* encore", &["MD-014 1:7"]);
    told("*mot*s", &["MD-014 1:5"]);
    told("appeler __init__ ici", &["MD-014 1:9"]);
    told("appeler **init** et __Deux mots__ ici", &[]);
}

#[test]
fn a_tilde_strikes_nothing_out() {
    kept("Les ~2 000 € et les 3 000 € (~ 5 %)");
    kept("~un~ et ~deux~");
    told("un texte ~~supprimé~~ ici", &["MD-014 1:10"]);
    told("| a | b |\n|---|---|\n| ~5~ | ~~6~~ |", &["MD-014 3:9"]);
    told("`~~code~~` et \\~\\~rien\\~\\~", &[]);
}

#[test]
fn no_cell_of_a_table_is_lost() {
    told("| a | b |\n|---|---|\n| un | deux |", &[]);
    told("| a | b |\n|---|---|\n| un | deux | trois |", &["TAB-001 3:1"]);
    told("| a | b |\n|---|---|\n| A|B | deux |", &["TAB-001 3:1"]);
    told("| a | b |\n|---|---|\n| A\\|B | deux |", &[]);
    told("a | b\n--- | ---\nun | deux | trois", &["TAB-001 3:1"]);
    told("| a | b |\n|---|---|\n| un |", &["TAB-001 3:1"]);
    told("| a | b |\n|---|---|---|\n| un | deux |", &["TAB-004 2:1"]);
    told("| a | b |\n| un | deux |", &["TAB-004 1:1"]);
    told("| a | b |\n|---|---|\n| un | deux |\nUne phrase.", &["TAB-001 4:1"]);
    told("Une phrase.\n| a | b |\n|---|---|\n| un | deux |", &[]);
    told("> | a | b |\n> |---|---|\n> | un | deux | trois |", &["TAB-001 3:3"]);
    told("le taux a | b et c | d\nou bien e", &[]);
    assert!(
        faults("| a | b |\n|---|---|\n| un |")[0]
            .contains("cette ligne a 1 cellule, et le tableau 2 colonnes")
    );
    assert!(faults("| a | b |\n| un | deux |")[0].contains("écrire « |---|---| » sous la ligne des titres"));
}

#[test]
fn every_note_is_called_once_and_written_once() {
    told("Un[^1] texte.\n\n[^1]: La note.", &[]);
    told("Un texte.\n\n[^3]: La note.", &["MD-009 3:1"]);
    told("Un[^1] texte.\n\n[^1]: La note.\n\n[^1]: Une autre.", &["MD-009 5:1"]);
    told("Un[^2] texte.", &["MD-009 1:3"]);
    told("Un[^1], deux[^1], trois[^1].\n\n[^1]: La note.", &["MD-009 1:13"]);
    told("## Titre[^1]\n\n[^1]: La note.", &["MD-007 1:9"]);
    told("Un \\[^2] texte et `[^3]`.", &[]);
    assert!(faults("Un[^1], deux[^1], trois[^1].\n\n[^1]: La note.")[0].contains("appelée 3 fois"));
}

#[test]
fn no_word_of_the_page_vanishes() {
    told("Texte.\n\n[Département]: 77\n", &["MD-010 3:1"]);
    told("Texte.\n\n[1]: Voir\n", &["MD-010 3:1"]);
    told("Voir [le site][ici].\n\n[ici]: https://exemple.fr\n", &[]);
    told("Voir [le site][ici].\n\n[ici]: https://exemple.fr\n[ici]: https://autre.fr\n", &["MD-010 4:2"]);
    told("Voir [le site](https://exemple.fr \"le beau site\").", &["MD-010 1:6"]);
    told("```texte\nun\n```", &["MD-010 1:4"]);
    told("```\nun\n```", &[]);
    told("Un &eacute;t&eacute;&nbsp;!\\\nEt <https://exemple.fr>.\n\n12. douze\n13. treize\n", &[]);
}

#[test]
fn what_completes_no_link_is_told() {
    told("Voir [texte][ref] ici.", &["MD-011 1:6"]);
    told("![x](images/mon schéma.png)", &["MD-011 1:1"]);
    told("[x](mon site.fr) ici", &["MD-011 1:1"]);
    told("Le texte [sic] \\[a\\](b) et \\[a]\\[b].", &[]);
    assert!(faults("![x](images/mon schéma.png)")[0].contains("écrire « (<images/mon schéma.png>) »"));
}

#[test]
fn the_mark_of_a_heading_is_the_only_brace_that_goes() {
    let anchor = |text: &str| match parsed(text).1.blocks.first() {
        Some(Block::Heading { anchor, .. }) => anchor.as_ref().map(|a| a.value.clone()),
        _ => None,
    };
    assert_eq!(
        (first("## Action {#fapi}"), anchor("## Action {#fapi}")),
        ("Action".into(), Some("fapi".into()))
    );
    assert_eq!(anchor("## Action {#mise_en_place} ##"), Some("mise_en_place".into()));
    told("## Action {#fapi}", &[]);
    assert_eq!(parsed("## Action {#fapi}").1.passages[0].text, "Action");
    told("## Objectif {2024}", &["MD-013 1:13"]);
    assert_eq!(first("## Objectif {2024}"), "Objectif {2024}");
    assert_eq!(first("## Bis \\{Nom}"), "Bis {Nom}");
    told("## Bis \\{Nom}", &[]);
    told("## Action {#fapi .x}", &["MD-013 1:11"]);
    told("## Action\n\n### Détail {#fapi}", &["MD-013 3:12"]);
    let heading = parsed("## Montant {convention.montant_etat}").1;
    assert!(heading.diagnostics.is_empty());
    assert!(matches!(&heading.blocks[0], Block::Heading { content, .. }
        if matches!(&content[..], [Inline::Text(t), Inline::Reference(r)] if t == "Montant " && r.value == "convention.montant_etat")));
}

#[test]
fn a_heading_has_words_and_its_signs() {
    told("##", &["MD-012 1:1"]);
    told("## \n\nTexte.", &["MD-012 1:1"]);
    told("## \u{a0}\u{a0}", &["MD-012 1:1"]);
    told("##3. Durée", &["MD-012 1:1"]);
    told("##\u{a0}Durée", &["MD-012 1:1"]);
    told("####### Durée", &["MD-012 1:1"]);
    told("#2 sites, et \\##3", &[]);
    told("La convention vaut un an.\n---", &["MD-012 2:1"]);
    told("La convention vaut un an.\n-", &["MD-012 2:1"]);
    told("La convention vaut un an.\n--", &["MD-012 2:1"]);
    told("La convention\n=====", &["MD-012 2:1"]);
    told("{compte}\n-", &["MD-012 2:1"]);
    told("La convention vaut un an.\n\n---\n\n* * *", &[]);
    assert!(faults("##3. Durée")[0].ends_with("écrire « ## 3. Durée »"));
    assert!(faults("##\u{a0}Durée")[0].ends_with("écrire « ## Durée »"));
}

#[test]
fn accents_typed_apart_are_joined_to_their_letters() {
    let text = "L’E\u{301}tat a e\u{301}te\u{301} la\u{300}, **de\u{301}ja\u{300}** {budget.total} x\u{301}.";
    let (sources, said) = parsed(text);
    assert_eq!(first(text), "L’État a été là, déjà  x\u{301}.");
    let passage = &said.passages[0];
    assert_eq!(passage.text, "L’État a été là, déjà {budget.total} x\u{301}.");
    for (word, written) in
        [("État", "E\u{301}tat"), ("été", "e\u{301}te\u{301}"), ("là", "la\u{300}"), ("total", "total")]
    {
        let start = passage.text.find(word).unwrap();
        assert_eq!(sources.text(passage.span_of(&(start..start + word.len()))), written);
    }
}

#[test]
fn html_is_told_with_what_to_write() {
    assert!(faults("un<br>deux")[0].contains("finir la ligne par « \\ »"));
    assert!(faults("le 1<sup>er</sup> mai")[0].contains("« 1er »"));
    assert!(faults("un <b>mot</b>")[0].contains("« **mots** »"));
    assert!(faults("<!-- remarque -->")[0].contains("retirer ce commentaire"));
}

#[test]
fn emphasis_is_bounded_as_lists_are() {
    for depth in [13, 300, 12_000] {
        let deep = format!("{}mot*{}", "*a ".repeat(depth), " b*".repeat(depth - 1));
        told(&deep, &["MD-005 1:37"]);
    }
    told("***mot***", &[]);
}

#[test]
fn braces_that_open_no_reference_are_kept_for_who_knows_the_names() {
    let braces = |text: &str| parsed(text).1.braces.into_iter().map(|b| b.value).collect::<Vec<_>>();
    assert_eq!(braces("{ budget.total } et {Budget.total}"), ["{ budget.total }", "{Budget.total}"]);
    assert_eq!(braces("{{convention.lieu}}"), ["{{convention.lieu}}"]);
    assert_eq!(braces("{convention.montant_etat et la suite"), ["{convention.montant_etat"]);
    assert_eq!(braces("{budget.total} \\{budget.total} `{ a }`"), Vec::<String>::new());
}

/// Words, and what is between them: all that Markdown takes for a sign, at every place.
const WORDS: [&str; 6] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
const SIGNS: [&str; 44] = [
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~~",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    "| ",
    " | ",
    "|---|---|\n",
    "\n|---|---|\n",
    "  ",
    "    ",
    "\t",
    "## ",
    "### ",
    "#",
    "[",
    "]",
    "(",
    ")",
    "!",
    "[^1]",
    "[^1]: ",
    "]: ",
    "](https://a.fr)",
    "<b>",
    "<!--",
    "{",
    "}",
    "---\n",
    "===\n",
    "&nbsp;",
    "\\",
    "  \n",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(4_000))]
    #[test]
    fn every_word_is_in_a_passage_or_something_is_told(pieces in proptest::collection::vec(
        proptest::prop_oneof![proptest::sample::select(WORDS.to_vec()), proptest::sample::select(SIGNS.to_vec())],
        1..30,
    )) {
        let text = pieces.concat();
        let said = parsed(&text).1;
        if said.diagnostics.is_empty() {
            let printed: Vec<&str> = said.passages.iter().map(|p| p.text.as_str()).collect();
            let printed = printed.join(" ");
            for word in WORDS {
                proptest::prop_assert!(
                    printed.matches(word).count() >= text.matches(word).count(),
                    "{word} : {text:?} → {printed:?}"
                );
            }
        }
    }
}

#[test]
fn a_comparison_is_no_quotation() {
    for text in [
        "> 12 places",
        ">50 %",
        ">= 12",
        "> = 12",
        ">12 places sont ouvertes.",
        "> –5 %",
        "> 12 places\n> 15 lits",
    ] {
        told(text, &["MD-015 1:1"]);
    }
    told("Objectif :\n> 12 places.", &["MD-015 2:1"]);
    told("Le taux passe à\n>50 % en 2024.", &["MD-015 2:1"]);
    told("- > 12 places", &["MD-015 1:3"]);
    told("- Objectif :\n  > 12 places", &["MD-015 2:3"]);
    told("\\> 12 places", &[]);
    told("Soit > 12 places, ou >= 3.", &[]);
    for text in [
        "> Le préfet ouvre 12 places.",
        "> 12 places ont été ouvertes, dit le rapport.",
        "> 2024 a été une année difficile\n> pour tous les services.",
        "> 1. Un\n> 2. Deux",
        "> - 12 places\n> - 3 lits",
        "> « 12 places »",
        "> > 12 places ont été ouvertes.",
    ] {
        told(text, &[]);
    }
    assert!(faults("> 12 places")[0].contains("écrire « \\> 12 places »"), "{:?}", faults("> 12 places"));
}

#[test]
fn a_table_that_is_drawn_otherwise_is_told() {
    told("Poste\tMontant\nLocaux\t20 000 €", &["TAB-004 1:1"]);
    told("Poste\tMontant\tPart\nLocaux\t20 000 €\t50 %\nPostes\t1 €\t50 %", &["TAB-004 1:1"]);
    assert!(
        faults("Poste\tMontant\nLocaux\t20 000 €")[0]
            .contains("écrire « | Poste | Montant | », puis « |---|---| », puis « | Locaux | 20 000 € | »")
    );
    told("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |", &["TAB-004 5:1"]);
    told("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n| 5 | 6 |", &["TAB-004 5:1"]);
    told("a | b\n---|---\n1 | 2\n\n3 | 4", &["TAB-004 5:1"]);
    told("| a | b |", &["TAB-004 1:1"]);
    told("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+", &["TAB-004 1:1"]);
    told("+-----+\n| a   |\n+-----+", &["TAB-004 1:1"]);
    assert!(
        faults("+---+---+\n| a | b |\n+===+===+")[0]
            .contains("écrire « | a | b | », puis « |---|---| » dessous")
    );
    told("Un texte.\n\n| x || y |\n|---||---|\n| 1 || 2 |", &["TAB-004 4:1"]);
    assert!(faults("| x || y |\n|---||---|")[0].contains("écrire « |---|---|---| »"));
    told("Une valeur absolue, |x|, et a | b.", &[]);
    told("Un\tmot et\nun\tautre\tici", &[]);
    told("| a | b |\n|---|---|\n| 1 | 2 |\n\nUne phrase | et une barre, une autre | et la fin.", &[]);
}

#[test]
fn a_character_that_an_entity_names_is_told() {
    told("A&#x202e;12 345 €", &["TXT-005 1:2"]);
    told("A&#8203;B, le dé&shy;part et &zwnj;", &["TXT-005 1:2", "TXT-005 1:17", "TXT-005 1:30"]);
    told("## &#8203;", &["TXT-005 1:4"]);
    told("| a | b |\n|---|---|\n| &#x2800; | 1 |", &["TXT-005 3:3"]);
    told("![Carte&rlm;](images/a.png)", &["MD-002 1:1", "TXT-005 1:8"]);
    told("12&nbsp;345&nbsp;€ &amp; &eacute; &hellip;, `&shy;` et \\&shy;", &[]);
    assert!(faults("A&#x202e;12")[0].contains("U+202E, que « &#x202e; » désigne, change le sens"));
    assert!(faults("A&#x202e;12")[0].contains("→ retirer « &#x202e; »"));
}

#[test]
fn a_heading_that_shows_nothing_is_told() {
    for text in ["##", "## **&nbsp;**", "## &nbsp;", "## `  `"] {
        told(text, &["MD-012 1:1"]);
    }
    told("- un\n- ##", &["MD-012 2:3"]);
    // What it holds and does not show is told, once.
    told("## [](https://a.fr)", &["MD-011 1:4"]);
    told("## *[ ](https://a.fr)*", &["MD-011 1:5"]);
    told("## ![](a.png)", &["MD-002 1:4"]);
    told("## <!-- rien -->", &["MD-001 1:4"]);
    for text in ["## [lien](https://a.fr)", "## `code`", "## **a**", "## {convention.lieu}"] {
        told(text, &[]);
    }
}

#[test]
fn stars_by_thousands_are_read() {
    let stars = "*".repeat(9_000);
    told(&format!("{stars}a{stars}"), &["MD-005 1:25"]);
    told(&format!("a{stars}b"), &[]);
    told(&format!("a{stars}\n\n* b\n* c"), &["MD-015 3:1"]);
}

#[test]
fn a_link_without_words_is_told() {
    told("Un [](https://a.fr) ici.", &["MD-011 1:4"]);
    told("| a | b |\n|---|---|\n| [ ](https://a.fr) | 1 |", &["MD-011 3:3"]);
    told("Un [![carte](a.png)](https://a.fr).", &["MD-002 1:5"]);
    told("Un [**&nbsp;**](https://a.fr) ici.", &["MD-011 1:4"]);
    told("Un [{convention.lieu}](https://a.fr), [`a`](https://b.fr), <https://c.fr>.", &[]);
}

#[test]
fn a_break_of_a_word_processor_is_told() {
    told("Un accueil\u{b}ouvre\u{c}ici.", &["TXT-005 1:11", "TXT-005 1:17"]);
    told("| a\u{b}c | b |\n|---|---|\n| 1 | 2 |", &["TXT-005 1:4"]);
}
