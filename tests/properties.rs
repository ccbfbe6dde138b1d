//! Any text that the fonts can print comes out of the whole program unchanged, from every place where a user can write it
//! to the typeset pages. `PROPTEST_CASES` sets the number of texts.

use std::collections::{BTreeMap, BTreeSet};

use calpae::document;
use calpae::document::Imprint;
use calpae::parse::{Images, Plan};
use calpae::project::Project;
use calpae::render::TemplateStore;
use calpae::render::convention::emit;
use calpae::snapshot::Snapshot;
use calpae::text::typography::apply_typography;
use calpae::text::{FileId, ProjectPath, Sources};
use calpae::typeset::{self, Coverage};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Mostly syntax of Typst, tera, Markdown or YAML.
const SYNTAX_CHARS: &str = "#$@_*[]<>\\\"'~=-+/{}%.:;()`^|&!?,0123456789 abcé«»€°";

/// Texts per document: one fiche each.
const PER_DOCUMENT: usize = 24;

fn text() -> impl Strategy<Value = String> {
    let coverage = Coverage::built_in();
    let all: Vec<char> =
        ('!'..='\u{1ffff}').filter(|c| coverage.covers(*c) && !invisible(*c) && !is_combining(*c)).collect();
    let letter = prop_oneof![3 => proptest::sample::select(SYNTAX_CHARS.chars().collect::<Vec<_>>()), 1 => proptest::sample::select(all)];
    let forms = [
        "= ", "- ", "+ ", "/ ", "1. ", "#let ", "{{ x }}", "{% if %}", "{# #}", "//", "/*", "http://", "#(",
        "\\", "$x$", "@a", "<b>",
    ];
    let parts = prop_oneof![4 => proptest::collection::vec(letter, 1..8).prop_map(String::from_iter), 1 => proptest::sample::select(forms.to_vec()).prop_map(str::to_owned)];
    proptest::collection::vec(parts, 1..4)
        .prop_map(|p| p.concat().split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("vide", |t| !t.is_empty())
}

/// Spaces, and the default-ignorable characters of Unicode: joiners, selectors, fillers, direction marks.
fn invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Combining marks. No font may have one after a given sign, which is a finding of its own and not tested here.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}')
        || matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{e31}'..='\u{e4e}')
        || matches!(c, '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
        || matches!(c, '\u{900}'..='\u{dff}' | '\u{e80}'..='\u{109f}' | '\u{3099}'..='\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

/// Right-to-left letters, which the page has in another order.
fn right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn yaml(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn markdown(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// A fiche with a text at every place that takes one.
fn fiche(number: usize, text: &str) -> String {
    let (y, m) = (yaml(text), markdown(text));
    format!(
        "---\nnumero: {number}\nannexe: A\nintitule: {y}\ntitre_court: {y}\nbudget:\n  financements:\n    - {{ financeur: etat, montant: 1 € }}\n---\n## Un {m}\n\nxx **{m}** yy *{m}* zz\n\n{m}\n\n- {m}\n- **{m}**\n\n| {m} | b |\n|---|---|\n| {m} | **{m}** |\n"
    )
}

const CADRE: &str = "intitule: Convention\nsigle: X\nannexes: [{ id: A, titre: T, titre_tableau: T, tableau: executions }]\nfinanceurs: [{ id: etat, nom: État }, { id: departement, nom: D }]\nrubriques: []\n";
const ORGANISATION: &str = "departement: { nom: D, de: de D, code: \"1\", siren: \"2\" }\nparties:\n  etat: { nom: E, representant: R, qualite: Q, designation: d }\n  departement: { nom: E, representant: R, qualite: Q, designation: d }\n";
const CONVENTION: &str = "cadre: c\nannee: 2024\nmontant_etat: 1 €\nlieu: L\ndate_du_document: 2024-05-01\n";

fn pages(texts: &[String]) -> String {
    let mut sources = Sources::default();
    let mut add = |name: &str, text: &str| -> FileId { sources.add(ProjectPath::new(name).unwrap(), text) };
    let plan = Plan {
        unreadable_cadres: Vec::new(),
        cadres: vec![("c".to_owned(), add("content/cadres/c.yaml", CADRE))],
        organisation: Some(add("content/organisation.yaml", ORGANISATION)),
        convention: Some(add("content/2024/convention.yaml", CONVENTION)),
        matrix: None,
        decisions: None,
        life: None,
        avenant_lives: Vec::new(),
        articles: vec![],
        fiches: texts
            .iter()
            .enumerate()
            .map(|(i, t)| add(&format!("content/2024/fiches/{i:03}.md"), &fiche(i + 1, t)))
            .collect(),
        images: Images {
            edition: ProjectPath::new("content/2024").unwrap(),
            present: BTreeSet::new(),
            moved: BTreeMap::new(),
            faults: BTreeMap::new(),
            others: BTreeSet::new(),
        },
        avenants: Vec::new(),
        rapports: Vec::new(),
    };
    let snapshot = Snapshot::read(Project {
        rapport_diagnostics: BTreeMap::new(),
        image_diagnostics: BTreeMap::new(),
        others: Vec::new(),
        edition: "2024".to_owned(),
        sources,
        plan,
        images: BTreeMap::new(),
        templates: Vec::new(),
        diagnostics: Vec::new(),
        unread: BTreeSet::new(),
        avenant: 0,
        amended: None,
    });
    assert!(snapshot.findings().next().is_none(), "{:?}", snapshot.findings().collect::<Vec<_>>());
    let convention =
        document::convention(snapshot.whole().unwrap(), &snapshot.links, Imprint::annotated("0"));
    let (store, _) = TemplateStore::new(&snapshot);
    let emission = emit(&convention, &snapshot, &store).unwrap();
    let composition = typeset::compose(&emission.bundle).unwrap_or_else(|e| panic!("{}", e[0]));
    composition.pdf((2024, 5, 1)).unwrap_or_else(|e| {
        let file = e[0].location.as_ref().map(|l| l.file.clone()).unwrap_or_default();
        let index: usize = file.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(1);
        let points: Vec<u32> = texts[index - 1].chars().map(u32::from).collect();
        panic!("{} : {:?} (U+{points:04X?})", e[0], texts[index - 1]);
    });
    composition.texts().join("\n")
}

fn without_whitespace(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Times that the pages print the text of a [`fiche`], at least: title, heading, paragraphs, bold, emphasis, list, cells.
const PLACES: usize = 10;

fn finds_back(pages: &str, text: &str) -> bool {
    let expected = without_whitespace(&apply_typography(text));
    if text.chars().any(right_to_left) {
        return expected.chars().all(|c| pages.contains(c));
    }
    pages.matches(expected.as_str()).count() >= PLACES
}

#[test]
fn any_text_is_found_again_in_the_pages() {
    let case_count = Config::default().cases.max(1) as usize;
    let mut engine =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let texts = text();
    let mut remainder = case_count;
    while remainder > 0 {
        let batch: Vec<String> = (0..remainder.min(PER_DOCUMENT))
            .map(|_| texts.new_tree(&mut engine).unwrap().current())
            .collect();
        let parsed = without_whitespace(&pages(&batch));
        for text in &batch {
            assert!(
                finds_back(&parsed, text),
                "perdu : {text:?} (U+{:04X?})",
                text.chars().map(u32::from).collect::<Vec<_>>()
            );
        }
        remainder -= batch.len();
    }
}
