//! What `check` lets pass, `build` makes: random projects, sound or damaged, with images of all sorts. `PROPTEST_CASES`
//! sets their number (a fifth and a tenth of it), and `SOUNDNESS_PDFS` a folder that keeps the PDF files, for a validator.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use calpae::check::Selection;
use calpae::diagnostic::{Diagnostic, Report, Severity};
use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, DocumentKind, Formats};
use calpae::project::{self, Memory, Tree};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::common::trees::{fixture, in_memory, path};
use crate::common::{read_tree, repository};

/// Images of each sort, by name.
static IMAGES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut images: Vec<_> = read_tree(&repository().join("tests/fixtures/images")).into_iter().collect();
    for (rank, inside) in DRAWINGS.iter().enumerate() {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"20\">{inside}</svg>"
        );
        images.push((format!("dessin{rank}.svg"), text.into_bytes()));
    }
    images
});

const DRAWINGS: [&str; 22] = [
    "<rect width=\"9\" height=\"9\" fill=\"red\"/>",
    "<text x=\"1\" y=\"9\">Été</text>",
    "<text x=\"1\" y=\"9\" font-family=\"Arial\">Été</text>",
    "<text x=\"1\" y=\"9\">😀</text>",
    "<text x=\"1\" y=\"9\">a\u{fe0e}b\u{200b}c</text>",
    "<text x=\"1\" y=\"9\">\u{e001}</text>",
    "<foreignObject width=\"9\" height=\"9\"><p xmlns=\"http://www.w3.org/1999/xhtml\">perdu</p></foreignObject>",
    "<image href=\"data:image/png;base64,AAAA\" width=\"9\" height=\"9\"/>",
    "<image href=\"ailleurs.png\" width=\"9\" height=\"9\"/>",
    "<use href=\"#rien\"/>",
    "<g id=\"a\"><use href=\"#a\"/></g>",
    "<rect width=\"9\" height=\"9\" filter=\"url(#rien)\"/>",
    "<defs><pattern id=\"p\" width=\"2\" height=\"2\"><rect width=\"1\" height=\"1\"/></pattern></defs><rect width=\"9\" height=\"9\" fill=\"url(#p)\"/>",
    "<defs><mask id=\"m\"><rect width=\"9\" height=\"9\" fill=\"white\"/></mask></defs><rect width=\"9\" height=\"9\" mask=\"url(#m)\" opacity=\"0.5\"/>",
    "<defs><linearGradient id=\"g\"><stop offset=\"0\" stop-color=\"red\"/><stop offset=\"1\" stop-color=\"blue\" stop-opacity=\"0\"/></linearGradient></defs><rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>",
    "<a href=\"https://example.org\"><text x=\"1\" y=\"9\">lien</text></a>",
    "<rect width=\"-9\" height=\"nan\"/>",
    "<path d=\"M 0 0 L 1e38 1e38 Z\"/>",
    "<g transform=\"scale(0)\"><rect width=\"9\" height=\"9\"/></g>",
    "<rect",
    "",
    "<style>rect { filter: blur(2px) }</style><rect width=\"9\" height=\"9\"/>",
];

/// Names that a département or a party may have.
const NAMES: [&str; 12] = [
    "Seine-et-Marne",
    "L'Aÿ-les-Roses",
    "Territoire\u{a0}de Belfort",
    "Val-d\u{2019}Oise #let x = 1",
    "$x$ *y* _z_",
    "Mayenne\u{feff}",
    "Corse 😀",
    "A\u{202e}B",
    "Île\u{301} de France",
    "NordNordNordNordNordNordNordNordNordNordNordNordNordNordNordNordNordNord",
    "\\\"",
    "// rien /* rien",
];

/// Lines that people write, paste, or ought not to write.
const LINES: [&str; 44] = [
    "Un accueil ouvre chaque matin.",
    "##",
    "### ",
    "### {budget.total}",
    "### \u{a0}",
    "### Une note[^1]\n\n[^1]: La note.",
    "{budget.financements}",
    "{budget.total} et {convention.montant_etat}",
    "{partenaires}",
    "{tableau.t}",
    "{figure.f}",
    "![Un plan](images/IMAGE)",
    "> ![Un plan](images/IMAGE)",
    "- ![Un plan](images/IMAGE)",
    "Du texte[^2].\n\n[^2]: Une note.\n\n    ![Un plan](images/IMAGE)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "> - > - > - > - > - | a |",
    "- un\n  - deux\n    - trois\n\n      | a | b |\n      |---|---|\n      | 1 | 2 |",
    "| [^3] | b |\n|---|---|\n| 1 | 2 |\n\n[^3]: Dans un titre de colonne.",
    "| [lien](https://example.org) | b |\n|---|---|\n| 1 | 2 |",
    "---",
    "***",
    "```\ncode\n```",
    "`a` ``b``",
    "[lien](https://example.org/à%20b?c=d#e)",
    "[lien](mailto:a@example.org)",
    "[](https://example.org)",
    "[lien]()",
    "<https://example.org>",
    "**gras** *italique* ~~barré~~ ***les deux***",
    "1. un\n2. deux\n\n5. cinq",
    "99999999999999999999. trop",
    "999999999. beaucoup",
    "* * *\n* a",
    "\u{feff}Un texte",
    "a\u{200b}b\u{2060}c\u{ad}d",
    "漢字",
    "\u{f0b7} une puce",
    "x\u{301}\u{300}\u{323}",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
    "Ligne\\\ncoupée",
    "Une ligne  \ncoupée",
    "{{ x }} {% if %} {# #}",
    "#let x = 1; $a$ @b <c>",
];

/// A damage to some bytes: none, a cut, a change, a repetition.
#[derive(Debug, Clone)]
enum Damage {
    None,
    Cut(Index),
    Set(Index, u8),
    Twice(Index),
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        match self {
            Self::None => {}
            Self::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Self::Set(at, value) => {
                let at = at.index(bytes.len());
                bytes[at] = *value;
            }
            Self::Twice(at) => {
                let end = bytes[at.index(bytes.len())..].to_vec();
                bytes.extend(end);
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        6 => Just(Damage::None),
        1 => any::<Index>().prop_map(Damage::Cut),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, value)| Damage::Set(at, value)),
        1 => any::<Index>().prop_map(Damage::Twice),
    ]
}

/// What makes a project.
#[derive(Debug, Clone)]
struct Case {
    names: Vec<&'static str>,
    lines: Vec<&'static str>,
    width: usize,
    rows: usize,
    image: Index,
    /// The name of another image: its extension is then false.
    disguise: Option<Index>,
    image_damage: Damage,
    /// A file of the project and what happens to it.
    file_damage: (Index, Damage),
}

fn case() -> impl Strategy<Value = Case> {
    let names = proptest::collection::vec(prop_oneof![3 => Just(NAMES[0]), 1 => select(&NAMES[..])], 3);
    let lines = proptest::collection::vec(prop_oneof![1 => Just(LINES[0]), 3 => select(&LINES[..])], 0..6);
    let disguise = prop_oneof![5 => Just(None), 1 => any::<Index>().prop_map(Some)];
    let file_damage = (any::<Index>(), prop_oneof![4 => Just(Damage::None), 1 => damage()]);
    (names, lines, 1usize..24, 0usize..6, any::<Index>(), disguise, damage(), file_damage).prop_map(
        |(names, lines, width, rows, image, disguise, image_damage, file_damage)| Case {
            names,
            lines,
            width,
            rows,
            image,
            disguise,
            image_damage,
            file_damage,
        },
    )
}

fn project_of(case: &Case) -> Memory {
    let mut tree = in_memory(&fixture("minimal"));
    let (name, bytes) = &IMAGES[case.image.index(IMAGES.len())];
    let mut bytes = bytes.clone();
    case.image_damage.apply(&mut bytes);
    let name = match &case.disguise {
        Some(other) => IMAGES[other.index(IMAGES.len())].0.clone(),
        None => name.clone(),
    };
    tree.insert(path(&format!("content/2024/images/{name}")), bytes);
    let columns: String = (0..case.width).map(|n| format!("      - {{ titre: Colonne {n} }}\n")).collect();
    let row = vec!["une valeur"; case.width].join(" | ");
    let rows: String = (0..case.rows).map(|_| format!("      {row}\n")).collect();
    let header = format!(
        "tableaux:\n  - id: t\n    titre: Un tableau\n    colonnes:\n{columns}    lignes: |\n{rows}figures:\n  - id: f\n    titre: Une figure\n    fichier: images/{name}\n    alternative: Ce que montre la figure\nindicateurs:\n"
    );
    let body = case.lines.join("\n\n").replace("IMAGE", &name);
    edit(&mut tree, "content/2024/fiches/01.md", "indicateurs:\n", &header);
    edit(
        &mut tree,
        "content/2024/fiches/01.md",
        "Un accueil ouvre chaque matin.",
        &format!("Un accueil.\n\n{body}"),
    );
    let names: Vec<String> = case.names.iter().map(|name| serde_json::to_string(name).unwrap()).collect();
    edit(&mut tree, "content/organisation.yaml", "nom: Rive-Claire", &format!("nom: {}", names[0]));
    edit(&mut tree, "content/organisation.yaml", "nom: L'État", &format!("nom: {}", names[1]));
    edit(&mut tree, "content/2024/convention.yaml", "lieu: Claireville", &format!("lieu: {}", names[2]));
    let files: Vec<_> = tree.files(&[path("content")]).unwrap().into_iter().collect();
    let (file, damage) = &case.file_damage;
    let file = &files[file.index(files.len())];
    let mut bytes = tree.read(file, u64::MAX).unwrap();
    damage.apply(&mut bytes);
    tree.insert(file.clone(), bytes);
    tree
}

fn edit(tree: &mut Memory, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(tree.read(&path(file), u64::MAX).unwrap()).unwrap();
    assert!(text.contains(from), "{from}");
    tree.insert(path(file), text.replacen(from, to, 1));
}

fn errors(report: &Report) -> Vec<&Diagnostic> {
    report.diagnostics().iter().filter(|d| d.severity == Severity::Error).collect()
}

static BUILT: AtomicUsize = AtomicUsize::new(0);

/// Makes every document, and says what `check` ought to have said.
fn unsaid(tree: &dyn Tree) -> Vec<String> {
    // Without the files that every project needs, there is nothing to check.
    let Ok(project) = project::open(tree, None) else { return Vec::new() };
    let snapshot = Snapshot::read(project);
    let (store, faults) = TemplateStore::new(&snapshot);
    assert!(faults.is_empty());
    let mut report = pipeline::check(&snapshot, &Selection::default());
    pipeline::check_documents(&snapshot, &store, &mut report);
    let is_clean = errors(&report).is_empty();
    let has_rapport = snapshot.dossier.as_ref().is_some_and(|dossier| !dossier.rapports.is_empty());
    let mut unsaid = Vec::new();
    let kinds = DocumentKind::ALL.into_iter().filter(|kind| *kind != DocumentKind::Rapport || has_rapport);
    for document in kinds.flat_map(|kind| kind.documents(&snapshot)) {
        let word = document.stem();
        let formats = Formats { typ: false, pdf: true, png: false, heard: false };
        let mut made = Report::default();
        let document = pipeline::make(
            (document, DocumentForm::without_sources(Presentation::Annotated)),
            &snapshot,
            &store,
            formats,
            &mut made,
            |_| (),
        );
        let refused = errors(&made).into_iter().filter(|d| is_clean || d.code == "TYP-001");
        unsaid.extend(refused.map(|d| format!("{} : {} {}", word, d.code, d.message)));
        for (name, bytes) in document.into_iter().flat_map(|made| made.files) {
            keep(&name, &bytes);
        }
    }
    unsaid
}

#[expect(clippy::disallowed_methods, reason = "kept for a validator, when one is asked for")]
fn keep(name: &str, bytes: &[u8]) {
    let number = BUILT.fetch_add(1, Ordering::Relaxed);
    if let Some(folder) = std::env::var_os("SOUNDNESS_PDFS") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{number:05}-{name}")), bytes).unwrap();
    }
}

#[test]
fn what_check_lets_pass_is_built() {
    let count = Config::default().cases / 5;
    let mut engine =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let cases = case();
    // One case for each thing unsaid, whatever its place.
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for _ in 0..count {
        let case = cases.new_tree(&mut engine).unwrap().current();
        for said in unsaid(&project_of(&case)) {
            let kind = said.split(" (").next().unwrap_or_default().to_owned();
            found.entry(kind).or_insert_with(|| format!("{said}\n{case:?}"));
        }
    }
    let all: Vec<_> = found.into_values().collect();
    assert!(all.is_empty(), "{}", all.join("\n\n"));
}

/// Whole projects, a file of each damaged in turn.
#[test]
fn what_check_lets_pass_of_a_damaged_project_is_built() {
    let count = Config::default().cases as usize / 10;
    let mut engine =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let damages = (any::<Index>(), damage());
    let projects =
        ["minimal", "temoin", "temoin-rapport", "val-d-ambre"].map(|name| in_memory(&fixture(name)));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for rank in 0..count {
        let mut tree = projects[rank % projects.len()].clone();
        let (file, damage) = damages.new_tree(&mut engine).unwrap().current();
        let files: Vec<_> = tree.files(&[path("content")]).unwrap().into_iter().collect();
        let file = &files[file.index(files.len())];
        let mut bytes = tree.read(file, u64::MAX).unwrap();
        damage.apply(&mut bytes);
        tree.insert(file.clone(), bytes);
        for said in unsaid(&tree) {
            let kind = said.split(" (").next().unwrap_or_default().to_owned();
            found.entry(kind).or_insert_with(|| format!("{said}\n{file} {damage:?}"));
        }
    }
    let all: Vec<_> = found.into_values().collect();
    assert!(all.is_empty(), "{}", all.join("\n\n"));
}

/// Each image, whole then cut, where a figure and where a text cites it: told, or printed.
#[test]
fn each_image_is_printed_or_told() {
    for rank in 0..IMAGES.len() {
        let (name, bytes) = &IMAGES[rank];
        for bytes in [bytes.clone(), bytes[..bytes.len() / 2].to_vec(), Vec::new()] {
            let mut tree = in_memory(&fixture("minimal"));
            tree.insert(path(&format!("content/2024/images/{name}")), bytes);
            edit(
                &mut tree,
                "content/2024/fiches/01.md",
                "Un accueil ouvre chaque matin.",
                &format!("Un accueil.\n\n![Ce que montre l’image](images/{name})"),
            );
            assert_eq!(unsaid(&tree), Vec::<String>::new(), "{name}");
        }
    }
}

/// Nothing of the content is beyond measure.
#[test]
fn a_table_quoted_again_and_again_is_told_where() {
    let mut tree = in_memory(&fixture("minimal"));
    let row = format!("      {} | b\n", "mot ".repeat(20));
    let table = format!(
        "tableaux:\n  - id: t\n    colonnes:\n      - {{ titre: Un }}\n      - {{ titre: Deux }}\n    lignes: |\n{}indicateurs:\n",
        row.repeat(200)
    );
    edit(&mut tree, "content/2024/fiches/01.md", "indicateurs:\n", &table);
    edit(
        &mut tree,
        "content/2024/fiches/01.md",
        "Un accueil ouvre chaque matin.",
        &"{tableau.t}\n\n".repeat(600),
    );
    let snapshot = Snapshot::read(project::open(&tree, None).unwrap());
    let report = pipeline::check(&snapshot, &Selection::default());
    let said: Vec<_> = errors(&report).into_iter().filter(|d| d.code == "TYP-003").collect();
    let [told] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(told.message, "avec « {tableau.t} » encore une fois, le document serait démesuré");
    let place = snapshot.sources.location(told.labels[0].span).to_string();
    assert!(place.starts_with("content/2024/fiches/01.md:"), "{place}");
}

/// In a header and in a text: what no page can hold is told where it is.
#[test]
fn a_table_of_ten_thousand_columns_is_told_where() {
    let mut tree = in_memory(&fixture("minimal"));
    let columns: String = (0..9_900).map(|n| format!("      - {{ titre: C{n} }}\n")).collect();
    let table = format!(
        "tableaux:\n  - id: t\n    colonnes:\n{columns}    lignes: |\n      {}\nindicateurs:\n",
        "a|".repeat(9_899) + "a"
    );
    edit(&mut tree, "content/2024/fiches/01.md", "indicateurs:\n", &table);
    let text = format!("Un accueil.\n\n{}\n{}\n", "|a".repeat(300) + "|", "|-".repeat(300) + "|");
    edit(&mut tree, "content/2024/fiches/01.md", "Un accueil ouvre chaque matin.", &text);
    let snapshot = Snapshot::read(project::open(&tree, None).unwrap());
    let report = pipeline::check(&snapshot, &Selection::default());
    let said: Vec<_> = errors(&report).into_iter().filter(|d| d.code == "TYP-004").collect();
    let messages: Vec<_> = said.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "un tableau a 9900 colonnes : aucune page ne le contient",
            "un tableau a 300 colonnes : aucune page ne le contient"
        ]
    );
    assert!(snapshot.sources.text(said[1].labels[0].span).starts_with("|a|a"), "the row of its titles");
}

#[test]
fn a_font_that_a_drawing_asks_for_in_vain_is_told() {
    let said = |drawing: &str| {
        let mut tree = in_memory(&fixture("minimal"));
        let text =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">{drawing}</svg>");
        tree.insert(path("content/2024/images/a.svg"), text.into_bytes());
        let text = "Un accueil.\n\n![Ce que montre l’image](images/a.svg)";
        edit(&mut tree, "content/2024/fiches/01.md", "Un accueil ouvre chaque matin.", text);
        let snapshot = Snapshot::read(project::open(&tree, None).unwrap());
        let report = pipeline::check(&snapshot, &Selection::default());
        report
            .diagnostics()
            .iter()
            .find(|d| d.code == "PRJ-007")
            .map(|d| d.message.clone())
            .unwrap_or_default()
    };
    assert_eq!(
        said("<text x=\"1\" y=\"9\" font-family=\"Marianne, serif\">Été</text>"),
        "l’image « content/2024/images/a.svg » demande une police que le programme n’a pas : « Marianne »"
    );
    assert_eq!(said("<text x=\"1\" y=\"9\" font-family=\"sans-serif\">Été</text>"), "");
    assert_eq!(said("<rect font-family=\"Marianne\" width=\"9\" height=\"9\"/>"), "", "aucun mot");
}
