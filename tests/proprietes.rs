//! Any text that the fonts can show goes through the whole program, at every place where a person can
//! write it, and is found again, the same, in the typeset pages. `PROPTEST_CASES` sets the number of texts.

use std::collections::{BTreeMap, BTreeSet};

use calpae::document;
use calpae::parse::{self, Images, Plan};
use calpae::render::convention::emettre;
use calpae::text::typographie::typographier;
use calpae::text::{Chemin, Fichier, Sources};
use calpae::typeset::{self, Couverture};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Characters that are syntax for Typst, tera, Markdown or YAML.
const SYNTAXE: &str = "#$@_*[]<>\\\"'~=-+/{}%.:;()`^|&!?,0123456789 abcé«»€°";

/// Texts per document: one fiche each.
const PAR_DOCUMENT: usize = 24;

fn texte() -> impl Strategy<Value = String> {
    let couverture = Couverture::embarquee();
    let tous: Vec<char> =
        ('!'..='\u{1ffff}').filter(|c| couverture.couvre(*c) && !invisible(*c) && !combinant(*c)).collect();
    let lettre = prop_oneof![3 => proptest::sample::select(SYNTAXE.chars().collect::<Vec<_>>()), 1 => proptest::sample::select(tous)];
    let formes = [
        "= ", "- ", "+ ", "/ ", "1. ", "#let ", "{{ x }}", "{% if %}", "{# #}", "//", "/*", "http://", "#(",
        "\\", "$x$", "@a", "<b>",
    ];
    let pieces = prop_oneof![4 => proptest::collection::vec(lettre, 1..8).prop_map(String::from_iter), 1 => proptest::sample::select(formes.to_vec()).prop_map(str::to_owned)];
    proptest::collection::vec(pieces, 1..4)
        .prop_map(|p| p.concat().split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("vide", |t| !t.is_empty())
}

/// Spaces, and the default ignorable characters of Unicode: joiners, selectors, fillers, marks of direction.
fn invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Marks that combine with the letter before them: after a sign, no font may have the pair, and the program
/// says so; here they would only test that.
fn combinant(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}')
        || matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{e31}'..='\u{e4e}')
        || matches!(c, '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
        || matches!(c, '\u{900}'..='\u{dff}' | '\u{e80}'..='\u{109f}' | '\u{3099}'..='\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters written from right to left: the page has them in another order.
fn droite_a_gauche(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn yaml(texte: &str) -> String {
    serde_json::to_string(texte).unwrap()
}

fn markdown(texte: &str) -> String {
    texte.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// A text written at every place of a fiche.
fn fiche(numero: usize, texte: &str) -> String {
    let (y, m) = (yaml(texte), markdown(texte));
    format!(
        "---\nnumero: {numero}\nannexe: A\nintitule: {y}\ntitre_court: {y}\nbudget:\n  financements:\n    - {{ financeur: etat, montant: 1 € }}\n---\n## Un {m}\n\nxx **{m}** yy *{m}* zz\n\n{m}\n\n- {m}\n- **{m}**\n\n| {m} | b |\n|---|---|\n| {m} | **{m}** |\n"
    )
}

const CADRE: &str = "intitule: Convention\nsigle: X\nannexes: [{ id: A, titre: T, titre_tableau: T, tableau: executions }]\nfinanceurs: [{ id: etat, nom: État }, { id: departement, nom: D }]\nrubriques: []\n";
const ORGANISATION: &str = "departement: { nom: D, de: de D, code: \"1\", siren: \"2\" }\nparties:\n  etat: { nom: E, representant: R, qualite: Q, designation: d }\n  departement: { nom: E, representant: R, qualite: Q, designation: d }\n";
const CONVENTION: &str =
    "cadre: c\nannee: 2024\netat: projet\nmontant_etat: 1 €\nlieu: L\ndate_du_document: 2024-05-01\n";

fn pages(textes: &[String]) -> String {
    let mut sources = Sources::default();
    let mut ajouter =
        |nom: &str, texte: &str| -> Fichier { sources.ajouter(Chemin::new(nom).unwrap(), texte) };
    let plan = Plan {
        cadres: vec![("c".to_owned(), ajouter("content/cadres/c.yaml", CADRE))],
        organisation: ajouter("content/organisation.yaml", ORGANISATION),
        convention: ajouter("content/2024/convention.yaml", CONVENTION),
        matrice: None,
        articles: vec![],
        fiches: textes
            .iter()
            .enumerate()
            .map(|(i, t)| ajouter(&format!("content/2024/fiches/{i:03}.md"), &fiche(i + 1, t)))
            .collect(),
        images: Images { edition: Chemin::new("content/2024").unwrap(), presentes: BTreeSet::new() },
        rapport: None,
    };
    let lecture = parse::lire(&sources, &plan);
    assert!(lecture.diagnostics.is_empty(), "{:?}", lecture.diagnostics);
    let (convention, fautes) = document::convention(&lecture.dossier.unwrap(), "0");
    assert!(fautes.is_empty(), "{fautes:?}");
    let emission = emettre(&convention, &BTreeMap::new(), &[], &mut sources).unwrap();
    let composition = typeset::composer(&emission.liasse).unwrap_or_else(|e| panic!("{}", e[0]));
    composition.pdf((2024, 5, 1)).unwrap_or_else(|e| {
        let fichier = e[0].lieu.as_ref().map(|l| l.fichier.clone()).unwrap_or_default();
        let rang: usize = fichier.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(1);
        let points: Vec<u32> = textes[rang - 1].chars().map(u32::from).collect();
        panic!("{} : {:?} (U+{points:04X?})", e[0], textes[rang - 1]);
    });
    composition.textes().join("\n")
}

fn sans_blancs(texte: &str) -> String {
    texte.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The places of [`fiche`] where a text stands: title, heading, paragraphs, bold, emphasis, list, cells.
const PLACES: usize = 10;

fn retrouve(pages: &str, texte: &str) -> bool {
    let attendu = sans_blancs(&typographier(texte));
    if texte.chars().any(droite_a_gauche) {
        return attendu.chars().all(|c| pages.contains(c));
    }
    pages.matches(attendu.as_str()).count() >= PLACES
}

#[test]
fn any_text_is_found_again_in_the_pages() {
    let cas = Config::default().cases.max(1) as usize;
    let mut moteur =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let textes = texte();
    let mut reste = cas;
    while reste > 0 {
        let lot: Vec<String> =
            (0..reste.min(PAR_DOCUMENT)).map(|_| textes.new_tree(&mut moteur).unwrap().current()).collect();
        let lu = sans_blancs(&pages(&lot));
        for texte in &lot {
            assert!(
                retrouve(&lu, texte),
                "perdu : {texte:?} (U+{:04X?})",
                texte.chars().map(u32::from).collect::<Vec<_>>()
            );
        }
        reste -= lot.len();
    }
}
