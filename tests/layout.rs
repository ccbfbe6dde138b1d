//! No text of a page covers another, leaves the page or is lost: over the documents of the repository, the fixtures, and
//! projects made to be too wide, too long or too tall.

#![expect(clippy::float_arithmetic, reason = "places on a page are measures")]

use std::fmt::Write as _;

use calpae::check::registry::FAMILIES;
use calpae::check::{Selection, check};
use calpae::document::Imprint;
use calpae::pipeline::{DocumentKind, Presentation, WantedDocument};
use calpae::project::{self, Disk, Memory, Overlay, Tree};
use calpae::render::{self, TemplateStore};
use calpae::snapshot::Snapshot;
use calpae::typeset::{self, Composition, PageBoxes, TextBox};
use calpae::{diagnostic::Severity, document};

use crate::common::repository;
use crate::common::trees::{fixture, in_memory, path};

/// What two boxes may share without a reader seeing it, in points.
const TOLERANCE: f64 = 1.0;
/// A hyphen or a quotation mark may hang that far in the margin.
const OVERHANG: f64 = 6.0;
/// The narrowest margin of the charte, in points: 18 mm.
const MARGIN: f64 = 51.0;

/// The first document of a kind, annotated.
pub(crate) fn compose(kind: DocumentKind, snapshot: &Snapshot) -> Option<Composition> {
    let document = kind.documents(snapshot).into_iter().next()?;
    compose_as(document, Presentation::Annotated, snapshot)
}

/// A document as it is presented; none when the act has no such document.
pub(crate) fn compose_as(
    document: WantedDocument<'_>,
    presentation: Presentation,
    snapshot: &Snapshot,
) -> Option<Composition> {
    let digest = match document {
        WantedDocument::Rapport(id) => snapshot.digest_with_rapport(id),
        WantedDocument::Convention | WantedDocument::CheckReport => snapshot.act_digest(),
        WantedDocument::Avenant(_) | WantedDocument::Consolidated => snapshot.digest_with_avenants(),
    };
    let digest: String = digest.chars().take(8).collect();
    let imprint = Imprint { digest: &digest, presentation, sources: None, masked: None };
    let dossier = snapshot.whole().unwrap();
    let (store, faults) = TemplateStore::new(snapshot);
    assert!(faults.is_empty(), "{faults:?}");
    let emission = match document {
        WantedDocument::Convention => render::convention::emit(
            &document::convention(dossier, &snapshot.links, imprint),
            snapshot,
            &store,
        ),
        WantedDocument::Consolidated => render::convention::emit(
            &document::consolidated(dossier, &snapshot.links, imprint),
            snapshot,
            &store,
        ),
        WantedDocument::Avenant(_) => {
            let before = snapshot.amended.as_deref()?;
            let comparison = calpae::compare::compare(before, snapshot)?;
            let before = before.dossier.as_ref()?;
            let document = document::avenant(before, (dossier, &snapshot.links), &comparison, imprint)?;
            render::avenant::emit(&document, snapshot, &store)
        }
        WantedDocument::Rapport(id) => render::rapport::emit(
            &document::rapport(dossier, dossier.rapport(id)?, &snapshot.links, imprint),
            snapshot,
            &store,
        ),
        WantedDocument::CheckReport => {
            let mut report = calpae::diagnostic::Report::default();
            report.extend(check(snapshot, &Selection::default()).findings);
            let document = document::check_report(
                dossier,
                &report,
                (FAMILIES, &|_| None),
                (&snapshot.sources, &snapshot.links),
                &digest,
            );
            render::check_report::emit(&document, &store)
        }
    };
    Some(
        typeset::compose(&emission.unwrap().bundle)
            .unwrap_or_else(|errors| panic!("{} : {}", document.stem(), errors[0])),
    )
}

/// The project, which must be read without error.
pub(crate) fn read(tree: &dyn Tree) -> Snapshot {
    let snapshot = Snapshot::read(project::open(tree, None).unwrap());
    let errors: Vec<_> = snapshot.findings().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    snapshot
}

fn overlap(a: &TextBox, b: &TextBox) -> bool {
    let [a, b] = [a.sides, b.sides];
    let shared = |low: usize, high: usize| a[high].min(b[high]) - a[low].max(b[low]);
    shared(0, 2) > TOLERANCE && shared(1, 3) > TOLERANCE
}

/// What is wrong with a page, a line each.
pub(crate) fn faults_of(page: &PageBoxes) -> Vec<String> {
    let mut faults = Vec::new();
    let mut texts: Vec<&TextBox> = page.texts.iter().collect();
    texts.sort_by(|a, b| a.sides[1].total_cmp(&b.sides[1]));
    for (index, text) in texts.iter().enumerate() {
        let [left, top, right, bottom] = text.sides;
        let inside = left >= MARGIN - OVERHANG
            && right <= page.width - MARGIN + OVERHANG
            && top >= 0.0
            && bottom <= page.height;
        if !inside {
            faults.push(format!("hors de la page : {:?} {:.0?}", text.text, text.sides));
        }
        let below = texts.iter().skip(index + 1).take_while(|other| other.sides[1] < bottom);
        for other in below.filter(|other| overlap(text, other)) {
            faults
                .push(format!("{:?} sur {:?} {:.0?} {:.0?}", text.text, other.text, text.sides, other.sides));
        }
    }
    faults
}

/// What is wrong with the pages of some documents, at most ten lines a document.
fn faults(snapshot: &Snapshot, kinds: &[DocumentKind]) -> String {
    let mut said = String::new();
    for kind in kinds {
        let Some(composition) = compose(*kind, snapshot) else { continue };
        let pages = composition.boxes();
        let all = pages.iter().zip(1..).flat_map(|(page, number)| {
            faults_of(page).into_iter().map(move |fault| format!("page {number} : {fault}"))
        });
        for fault in all.take(10) {
            writeln!(said, "{} {fault}", kind.word()).unwrap();
        }
    }
    said
}

fn assert_clear(name: &str, snapshot: &Snapshot, kinds: &[DocumentKind]) {
    let faults = faults(snapshot, kinds);
    assert!(faults.is_empty(), "{name} :\n{faults}");
}

const FICHE: &str = "content/2024/fiches/01.md";

/// The smallest project, with other fiches.
pub(crate) fn project_of(fiches: &[String]) -> Memory {
    let mut tree = in_memory(&fixture("minimal"));
    for (number, fiche) in (1..).zip(fiches) {
        tree.insert(path(&format!("content/2024/fiches/{number:02}.md")), fiche.as_bytes().to_vec());
    }
    tree
}

/// A fiche with some lines more in its header, and a body.
pub(crate) fn fiche(number: usize, intitule: &str, header: &str, body: &str) -> String {
    format!(
        "---\nnumero: {number}\nannexe: A\nintitule: {intitule}\nmesures: [\"1.1\"]\nstatut: nouvelle\n\
         mise_en_place: 2024\nduree: 2 ans\npartenaires: [État]\n{header}---\n## Description\n\n{body}\n\n## Budget\n\n## Objectifs\n"
    )
}

/// A data table of `width` columns, all alike.
fn table(id: &str, width: usize, title: &str, cell: &str, rows: usize) -> String {
    let mut text = format!("tableaux:\n  - id: {id}\n    colonnes:\n      - {{ titre: Commune }}\n");
    for column in 1..width {
        writeln!(text, "      - {{ titre: {title} {column}, type: montant, total: somme }}").unwrap();
    }
    text.push_str("    lignes: |\n");
    for row in 0..rows {
        writeln!(text, "      Brie-Comte-Robert {row}{}", format!(" | {cell}").repeat(width - 1)).unwrap();
    }
    text
}

#[test]
fn the_documents_of_the_repository_are_clear() {
    let snapshot = read(&Disk::new(repository()));
    assert_clear("2022", &snapshot, &DocumentKind::ALL);
    for name in ["minimal", "temoin", "temoin-rapport", "val-d-ambre"] {
        assert_clear(name, &read(&fixture(name)), &DocumentKind::ALL);
    }
}

#[test]
fn tables_of_two_to_thirty_columns_of_amounts_are_clear() {
    let fiches: Vec<String> = (2..=30)
        .map(|width| {
            let table = table("t", width, "Crédits de l’année", "1 234 567,89 €", 12);
            fiche(width - 1, &format!("{width} colonnes"), &table, "{tableau.t}")
        })
        .collect();
    assert_clear("tableaux", &read(&project_of(&fiches)), &[DocumentKind::Convention]);
}

#[test]
fn bordereaux_of_one_to_twelve_profiles_are_clear() {
    let fiches: Vec<String> = (1..=12)
        .map(|width| {
            let mut text = "bordereaux:\n  - id: m\n    titre: Marché\n    taux_tva: 20 %\n    profils:\n".to_owned();
            for profile in 0..width {
                writeln!(text, "      - {{ libelle: Consultant confirmé {profile}, tarif: 1 850 € }}").unwrap();
            }
            let days = vec!["\"112,50\""; width].join(", ");
            let line = |n: &str| format!("{{ numero: \"{n}\", libelle: Réunion de lancement et cadrage, profils: [{days}], sur_place: \"1,0\" }}");
            writeln!(text, "    groupes:\n      - numero: \"1\"\n        libelle: Cadrage et suivi\n        lignes:\n          - {}\n          - {}", line("1.1"), line("1.2")).unwrap();
            fiche(width, &format!("{width} profils"), &text, "{bordereau.m}")
        })
        .collect();
    assert_clear("bordereaux", &read(&project_of(&fiches)), &[DocumentKind::Convention]);
}

#[test]
fn a_recapitulatif_of_two_to_fifteen_financeurs_is_clear() {
    for count in 2..=15 {
        let base = project_of(&[]);
        let mut tree = Overlay::new(&base);
        let cadre = path("content/cadres/essai.yaml");
        let text = String::from_utf8(base.read(&cadre, u64::MAX).unwrap()).unwrap();
        let mut others = String::new();
        let mut financements = String::new();
        for n in 3..=count {
            writeln!(others, "  - {{ id: f{n}, nom: Communauté d’agglomération {n} }}").unwrap();
            writeln!(financements, "    - {{ financeur: f{n}, montant: \"1 234 567,89 €\" }}").unwrap();
        }
        tree.insert(cadre, text.replacen("rubriques:\n", &format!("{others}rubriques:\n"), 1));
        let text = String::from_utf8(base.read(&path(FICHE), u64::MAX).unwrap()).unwrap();
        tree.insert(
            path(FICHE),
            text.replacen("indicateurs:\n", &format!("{financements}indicateurs:\n"), 1),
        );
        assert_clear(&format!("{count} financeurs"), &read(&tree), &[DocumentKind::Convention]);
    }
}

#[test]
fn seven_budgets_side_by_side_are_clear() {
    let fiches: Vec<String> = (2..=7)
        .map(|count| {
            let mut text = "budget:\n".to_owned();
            for n in 0..count {
                writeln!(text, "  - id: b{n}\n    titre: Plateforme de mobilité {n}\n    charges:\n      - {{ libelle: Accueillants et médiateurs, montant: \"1 234 567,89 €\" }}\n    financements:\n      - {{ financeur: etat, montant: \"1 234 567,89 €\" }}").unwrap();
            }
            fiche(count - 1, &format!("{count} budgets"), &text, "Un texte.")
        })
        .collect();
    assert_clear("budgets", &read(&project_of(&fiches)), &[DocumentKind::Convention]);
}

/// Words that have no place to break: a paste, a name of a field, an account.
fn unbroken() -> Vec<String> {
    let mut words: Vec<String> =
        ["anticonstitutionnellement", "taux_de_couverture_des_besoins_2022", "FR7630001007941234567890185"]
            .map(str::to_owned)
            .to_vec();
    for length in [60, 150, 200] {
        words.push("abcdefghij".repeat(length / 10));
        words.push("W".repeat(length));
    }
    words
}

#[test]
fn a_long_word_stays_in_its_place() {
    let fiches: Vec<String> = (1..)
        .zip(unbroken())
        .map(|(number, word)| {
            let header = format!(
                "tableaux:\n  - id: t\n    titre: {word}\n    colonnes:\n{}    lignes: |\n      1{}\n      2 | {word}{}\n      3{} | {word}\n    note: {word}\n",
                (0..7).map(|n| format!("      - {{ titre: Besoins {n} }}\n")).collect::<String>(),
                " | a".repeat(6),
                " | b".repeat(5),
                " | c".repeat(5),
            );
            let text = fiche(
                number,
                &word,
                &header,
                &format!(
                    "Un mot : {word} dans le texte.\n\n- {word}\n- un\n  - deux {word}\n\n> Cité : {word}\n\n### Titre {word}\n\n| {word} | b |\n|---|---|\n| a | {word} |\n\n\
                     {{tableau.t}}\n\nUn mot **{word}** gras, `{word}` et [{word}](https://example.org/{word}).\n"
                ),
            );
            text.replacen("partenaires: [État]", &format!("partenaires: [État, {word}]"), 1)
        })
        .collect();
    assert_clear("mots", &read(&project_of(&fiches)), &[DocumentKind::Convention]);
}

#[test]
fn a_long_word_in_the_parties_and_the_articles_stays_in_its_place() {
    for word in unbroken() {
        let base = project_of(&[]);
        let mut tree = Overlay::new(&base);
        for (file, from, to) in [
            ("content/organisation.yaml", "nom: L'État", format!("nom: {word}")),
            ("content/organisation.yaml", "Solange Aubépin", word.clone()),
            ("content/organisation.yaml", "Préfète de Rive-Claire", word.clone()),
            ("content/organisation.yaml", "[La Préfète, de Rive-Claire]", format!("[La Préfète, {word}]")),
            ("content/cadres/essai.yaml", "Convention d'essai", format!("Convention {word}")),
            ("content/cadres/essai.yaml", "titre: Engagements", format!("titre: {word}")),
            ("content/cadres/essai.yaml", "Nombre d'accueils", word.clone()),
            ("content/cadres/essai.yaml", "nom: Département", format!("nom: {word}")),
        ] {
            let file = path(file);
            let text = String::from_utf8(tree.read(&file, u64::MAX).unwrap()).unwrap();
            assert!(text.contains(from), "{from}");
            tree.insert(file, text.replacen(from, &to, 1));
        }
        assert_clear(&word, &read(&tree), &[DocumentKind::Convention, DocumentKind::CheckReport]);
    }
}

/// Cells that no page can hold, and every line of which must be printed.
#[test]
fn a_merged_cell_taller_than_a_page_is_printed_whole() {
    let mut fiches = Vec::new();
    for (number, count) in (1..).zip([10, 80, 200]) {
        let lines: Vec<String> = (1..=count).map(|n| format!("ligne{number}x{n}.")).collect();
        let header = format!(
            "tableaux:\n  - id: t\n    colonnes:\n      - {{ titre: Un }}\n      - {{ titre: Deux }}\n      - {{ titre: Trois }}\n    lignes: |\n      A | {0} | 3\n      B | ^ | 4\n  - id: u\n    colonnes:\n      - {{ titre: Un }}\n      - {{ titre: Deux }}\n    lignes: |\n      {0} | 3\n      ^ | 4\n      ^ | 5\n      C | {0}\n",
            lines.join(" // ")
        );
        fiches.push(fiche(number, &format!("{count} lignes"), &header, "{tableau.t}\n\n{tableau.u}"));
    }
    let snapshot = read(&project_of(&fiches));
    assert_clear("fusions", &snapshot, &[DocumentKind::Convention]);
    let text = compose(DocumentKind::Convention, &snapshot).unwrap().texts().join("\n");
    for (number, count) in (1..).zip([10, 80, 200]) {
        for n in 1..=count {
            let line = format!("ligne{number}x{n}.");
            assert_eq!(text.matches(&line).count(), 3, "{line}");
        }
    }
}

#[test]
fn a_table_in_parts_repeats_what_names_its_rows_alone() {
    // First and second cells of a row; whether the second is of all the parts.
    for (first, second, is_repeated) in [
        ("Brie-Comte-Robert", "q1 : 12", false),
        ("Brie-Comte-Robert", "q1 pour les familles", false),
        ("1.1", "q1 : 12", false),
        ("1.1", "q1 pour les familles", true),
    ] {
        let row = |cells: &str| format!("| {first} | {second} | {cells} |\n");
        let others = "Accompagnement 12 345 678 € | ".repeat(40);
        let others = others.trim_end_matches(" | ");
        let dashes = "| --- ".repeat(42);
        let table = format!("| N° | Action | {others} |\n{dashes}|\n{}", row(others));
        let tree = project_of(&[fiche(1, "Un tableau", "", &table)]);
        let number = |start: &str| {
            let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
            texts(&tree).iter().filter(|text| plain(&text.text).starts_with(start)).count()
        };
        let told = format!("{first} | {second} : {}", number("q1"));
        assert!(number("N°") > 1, "{told}");
        assert_eq!(number("q1") > 1, is_repeated, "{told}");
    }
}

/// The texts of the pages of a convention, with their places.
fn texts(tree: &dyn Tree) -> Vec<TextBox> {
    let composition = compose(DocumentKind::Convention, &read(tree)).unwrap();
    composition.boxes().into_iter().flat_map(|page| page.texts).collect()
}

#[test]
fn the_names_of_the_signatories_are_level() {
    // The names stand there once the act is signed.
    let base = in_memory(&fixture("temoin"));
    let mut tree = Overlay::new(&base);
    let file = path("content/organisation.yaml");
    let text = String::from_utf8(base.read(&file, u64::MAX).unwrap()).unwrap();
    let from = "      - La Préfète de la Haute-Vaunoise\n";
    assert!(text.contains(from));
    let longer = "      - coordonnatrice de la politique de lutte contre la pauvreté\n      - par intérim\n";
    tree.insert(file, text.replacen(from, &format!("{from}{longer}"), 1));
    let texts = texts(&tree);
    let dossier = read(&tree).dossier.unwrap();
    let [a, b] = [0, 1].map(|rank: usize| {
        let name = &dossier.convention.parties[rank].signatories[0].name.value;
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned();
        let named: Vec<_> = texts.iter().filter(|text| plain(&text.text) == *name).collect();
        named.last().unwrap_or_else(|| panic!("{name}")).sides[1]
    });
    assert!((a - b).abs() < 0.1, "{a} {b}");
}

#[test]
fn one_to_nine_signatories_are_clear_and_their_names_level() {
    let short = ["Anne Roy", "Préfète", "La Préfète"];
    let long = [
        "Marie-Bénédicte Prud'homme de La Tourette-Montgaillard",
        "Directrice générale de l'Agence régionale de santé",
        "La Directrice générale de l'Agence régionale de santé de Bourgogne-Franche-Comté",
    ];
    for (count, [name, title, line]) in (1..=9).flat_map(|count| [(count, short), (count, long)]) {
        let signatories: String = (1..=count)
            .map(|n| format!("      - {{ nom: \"{name} {n}\", qualite: \"{title}\", bloc: [\"{line}\"] }}\n"))
            .collect();
        let parties = format!(
            "parties:\n  - id: etat\n    nom: L'État\n    designation: l'État\n    signataires:\n{signatories}  - id: departement\n    nom: Le Département\n    designation: le Département\n    signataires: {{ nom: Zoé, qualite: Présidente, bloc: [La Présidente, du Conseil départemental] }}\n"
        );
        let base = project_of(&[]);
        let mut tree = Overlay::new(&base);
        let file = path("content/2024/convention.yaml");
        let text = String::from_utf8(base.read(&file, u64::MAX).unwrap()).unwrap();
        tree.insert(file, format!("{text}{parties}"));
        let life = "evenements:\n  - { evenement: vote, le: 2024-05-13 }\n  - { evenement: signature, le: 2024-05-20 }\n";
        tree.insert(path("content/2024/vie.yaml"), life.to_owned());
        let snapshot = read(&tree);
        let told = format!("{count} signataires, « {name} »");
        assert_clear(&told, &snapshot, &[DocumentKind::Convention]);
        // The title page, the parties, the signatures.
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}', '\n'], " ");
        let pages = compose(DocumentKind::Convention, &snapshot).unwrap().texts().join(" ");
        assert_eq!(plain(&pages).matches("Zoé").count(), 3, "{told}");
        // In the order of the cover: the first row has two of the State, or its only one and that of the Département.
        let heights = |start: &str| -> Vec<f64> {
            texts(&tree)
                .iter()
                .filter(|text| plain(&text.text).starts_with(start))
                .map(|t| t.sides[1])
                .collect()
        };
        let first_word = name.split_inclusive(['-', ' ']).next().unwrap();
        let named = heights(first_word);
        let mut signed = named[named.len() - count..].to_vec();
        signed.extend(heights("Zoé").last());
        assert!((signed[0] - signed[1]).abs() < 0.1, "{told}: {signed:?}");
    }
}

#[test]
fn signatures_are_never_alone_nor_split_whatever_the_last_article() {
    let file = path("content/2024/articles/04-duree.md");
    for paragraphs in [0, 4, 8, 12, 16, 20, 40] {
        let base = fixture("temoin");
        let mut tree = Overlay::new(&base);
        let text = String::from_utf8(base.read(&file, u64::MAX).unwrap()).unwrap();
        let more = "Chaque partie écrit à l'autre avant toute démarche, et garde une trace de sa lettre.\n\n";
        let body = format!("{text}\n{}Voici le dernier alinéa.\n", more.repeat(paragraphs));
        tree.insert(file.clone(), body);
        let pages = compose(DocumentKind::Convention, &read(&tree)).unwrap().texts();
        let signed: Vec<&String> = pages.iter().filter(|page| page.contains("Signature et cachet")).collect();
        let [page] = signed.as_slice() else { panic!("{paragraphs} paragraphs: on {} pages", signed.len()) };
        assert!(page.contains("Voici le dernier alinéa"), "{paragraphs} paragraphs:\n{page}");
        assert!(page.contains("Fait à") && page.matches("Signature et cachet").count() == 2, "{page}");
    }
}

#[test]
fn no_hyphen_is_added_to_an_address() {
    let address =
        "departement-insertion.accueillants-professionnels@departementvaldambreinsertion.example.org";
    let plain: String = address.chars().filter(|c| *c != '-').collect();
    // Whatever the place on the line where the address comes.
    for words in 0..12 {
        let prose = format!("{}écrire à {address} pour cela.", "mot ".repeat(words));
        let cell = table("t", 2, "Besoins", "1", 1)
            .replace("Brie-Comte-Robert 0", &format!("{}{address}", "mot ".repeat(words)));
        let fiche = fiche(1, "Adresse", &cell, &format!("{prose}\n\n- {prose}\n\n{{tableau.t}}"));
        let text: String = texts(&project_of(&[fiche])).iter().map(|text| text.text.as_str()).collect();
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(
            text.replace("\u{2010}", "?").matches(address).count(),
            3,
            "{words} mots : {plain} : {text}"
        );
    }
}

#[test]
fn a_table_of_the_summary_that_no_page_holds_is_told() {
    let base = in_memory(&fixture("temoin-rapport"));
    let mut tree = Overlay::new(&base);
    let wide = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(101));
    tree.insert(
        path("content/2024/rapports/2024/bilan.md"),
        format!("## Faits marquants\n\n{}{}{}", wide("a"), wide("---"), wide("1")),
    );
    let snapshot = read(&tree);
    let report = calpae::pipeline::check(&snapshot, &Selection::default());
    let told: Vec<_> = report.diagnostics().iter().filter(|d| d.code == "TYP-004").collect();
    let [told] = told.as_slice() else { panic!("{told:?}") };
    let place = snapshot.sources.source(told.labels[0].span.file).path().as_str();
    assert_eq!(place, "content/2024/rapports/2024/bilan.md");
}
