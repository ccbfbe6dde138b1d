//! A number that is typed is the number that is read, or it is refused with what it may mean: in every field, and however
//! people, spreadsheets and word processors write it.

use std::collections::BTreeMap;

use calpae::check::Selection;
use calpae::lang::numbers::{NumberError, read_decimal};
use calpae::model::{Measured, Montant};
use calpae::parse::scalars::read_measured;
use calpae::pipeline::{self, DocumentKind, Formats};
use calpae::project::{self, Memory, Overlay, Tree};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::common::trees::{fixture, in_memory, path};

const FICHE: &str = "content/2024/fiches/01.md";
const CADRE: &str = "content/cadres/essai.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";

/// The changes of some files: file, text replaced, text put there.
type Edits<'t> = &'t [(&'t str, &'t str, &'t str)];

fn edited<'m>(base: &'m Memory, edits: Edits<'_>) -> Overlay<'m> {
    let mut tree = Overlay::new(base);
    for (file, from, to) in edits {
        let text = String::from_utf8(tree.read(&path(file), u64::MAX).unwrap()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "« {from} » dans {file}");
        tree.insert(path(file), text.replacen(from, to, 1));
    }
    tree
}

/// What a change makes said of a project of the fixtures, one line a finding: place, code, message and help.
fn said_of(project: &str, edits: Edits<'_>) -> Vec<String> {
    let base = in_memory(&fixture(project));
    let snapshot = Snapshot::read(project::open(&edited(&base, edits), None).unwrap());
    let report = pipeline::check(&snapshot, &Selection::default());
    let line = |d: &calpae::diagnostic::Diagnostic| {
        let place =
            d.labels.first().map(|l| snapshot.sources.location(l.span).to_string()).unwrap_or_default();
        let place = place.rsplit('/').next().unwrap_or_default().to_owned();
        let help = d.help.clone().unwrap_or_default();
        format!("{place} {} {} → {help}", d.code, d.message).replace(['\u{a0}', '\u{202f}'], " ")
    };
    // What the fixture already has said of it, and the census of words and signs, which has its own tests.
    let known = ["IND-037", "TXT-004", "TXT-005"];
    report.diagnostics().iter().filter(|d| !known.contains(&d.code)).map(line).collect()
}

fn said(edits: Edits<'_>) -> Vec<String> {
    said_of("minimal", edits)
}

/// The only thing said.
fn only(edits: Edits<'_>) -> String {
    let said = said(edits);
    assert_eq!(said.len(), 1, "{edits:?} : {said:#?}");
    said.concat()
}

/// The emitted convention of a changed project, blanks made plain.
fn printed(edits: Edits<'_>) -> String {
    let base = in_memory(&fixture("minimal"));
    let snapshot = Snapshot::read(project::open(&edited(&base, edits), None).unwrap());
    let said: Vec<_> = snapshot.findings().map(|d| d.message.clone()).collect();
    assert_eq!(said, Vec::<String>::new(), "{edits:?}");
    let (store, _) = TemplateStore::new(&snapshot);
    let mut report = calpae::diagnostic::Report::default();
    let typ = Formats { typ: true, pdf: false, png: false };
    let files =
        pipeline::make(DocumentKind::Convention, &snapshot, &store, typ, &mut report, |_| ()).unwrap();
    let texts: BTreeMap<_, _> = files.into_iter().filter(|(name, _)| name.ends_with(".typ")).collect();
    let whole: String =
        texts.into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect();
    whole.replace(['\u{a0}', '\u{202f}', '~'], " ").replace("\\-", "-").replace("#super[er];", "er")
}

/// Keys added to the header of the fiche.
fn header(yaml: &str) -> String {
    format!("partenaires: [État]\n{yaml}\n")
}

/// A table of one column of figures.
fn table(column: &str, rows: &str) -> String {
    let rows = rows.replace('\n', "\n      ");
    header(&format!(
        "tableaux:\n  - id: lieux\n    colonnes: [{{ titre: Lieu }}, {{ titre: Places, {column} }}]\n    lignes: |\n      {rows}"
    ))
}

fn in_table(column: &str, rows: &str) -> Vec<String> {
    let to = table(column, rows);
    said(&[(FICHE, "partenaires: [État]\n", &to)])
}

/// Every field of an amount or of a number: file, text replaced, text put there with `@` for the value.
fn fields() -> Vec<(&'static str, &'static str, String)> {
    let added = |yaml: &str| header(yaml);
    let partners = "partenaires: [État]\n";
    let schedule = |rate: &str, days: &str, printed: &str| {
        format!(
            "bordereaux:\n  id: marche\n  taux_tva: 20 %\n  profils: [{{ libelle: Chef, tarif: {rate} }}]\n  groupes:\n    - numero: \"1\"\n      libelle: Cadrage\n      lignes:\n        - {{ numero: \"1.1\", libelle: Réunion, profils: [{days}], affiche: {{ ht: {printed} }} }}"
        )
    };
    vec![
        (CONVENTION, "montant_etat: 1 200 €", "montant_etat: \"@\"".to_owned()),
        (FICHE, "montant: 3 000 €", "montant: \"@\"".to_owned()),
        (FICHE, "montant: 1 200 €", "montant: \"@\"".to_owned()),
        (FICHE, "montant: 1 200 €", "termes: [{ montant: \"@\" }]".to_owned()),
        (FICHE, "montant: 3 000 €", "montant: 3 000 €, affiche: \"@\"".to_owned()),
        (FICHE, "montant: 3 000 €", "valorisation: { effectif: 1, cout_annuel: \"@\" }".to_owned()),
        (FICHE, "montant: 3 000 €", "valorisation: { effectif: \"@\", cout_annuel: 3 000 € }".to_owned()),
        (FICHE, "  financements:\n", "  total_affiche: \"@\"\n  financements:\n".to_owned()),
        (
            FICHE,
            "  financements:\n",
            "  hors_total: [{ libelle: DM, montant: \"@\" }]\n  financements:\n".to_owned(),
        ),
        (FICHE, partners, added("executions: { departement: { \"2022\": \"@\" } }")),
        (FICHE, partners, added("affiche_en_annexe: { etat: \"@\" }")),
        (FICHE, partners, added(&schedule("\"@\"", "1", "800 €"))),
        (FICHE, partners, added(&schedule("800 €", "\"@\"", "800 €"))),
        (FICHE, partners, added(&schedule("800 €", "1", "\"@\""))),
        (FICHE, partners, table("type: nombre", "Nord | @")),
        (FICHE, partners, table("type: montant", "Nord | @")),
        (FICHE, partners, table("type: valeur", "Nord | @")),
        (FICHE, partners, table("type: nombre, total: somme, total_affiche: \"@\"", "Nord | 12")),
        (FICHE, partners, table("type: montant, total: somme, total_affiche: \"@\"", "Nord | 12 €")),
        (FICHE, "valeur: 40", "valeur: \"@\"".to_owned()),
        (FICHE, "valeur: 40", "valeur: { valeur: \"@\", au: 2024-01-01 }".to_owned()),
        (FICHE, "valeur: 40", "valeur: [\"@\", 12]".to_owned()),
        ("content/2024/indicateurs.yaml", "\"2023\": 35", "\"2023\": \"@\"".to_owned()),
    ]
}

/// What is said of each field with a value in it.
fn in_every_field(value: &str) -> Vec<(String, Vec<String>)> {
    let fields = fields();
    let with = |(file, from, to): &(&'static str, &'static str, String)| {
        let to = to.replace('@', value);
        (format!("{file} : {to}"), said(&[(file, from, &to)]))
    };
    fields.iter().map(with).collect()
}

#[test]
fn three_digits_after_one_separator_are_refused_in_every_field() {
    for value in ["14.000", "14,000", "-14.000", "1.300"] {
        let digits = value.trim_start_matches('-').replace(['.', ','], " ");
        for (field, said) in in_every_field(value) {
            let told: Vec<_> = said
                .iter()
                .filter(|s| s.contains(&digits) && s.contains(" ou ") && s.contains('?'))
                .collect();
            assert_eq!(told.len(), 1, "{field} : {said:#?}");
        }
    }
}

#[test]
fn every_blank_reads_the_same_in_every_field() {
    let plain = in_every_field("1 200");
    for blank in ["\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}", "\u{2002}", "\u{2003}", "  ", " \u{a0}", "’"]
    {
        for ((field, said), (_, as_plain)) in in_every_field(&format!("1{blank}200")).iter().zip(&plain) {
            // Two blanks are also told as a fault of typography.
            let codes = |said: &[String]| -> Vec<String> {
                let codes = said.iter().filter_map(|s| s.split(' ').nth(1));
                codes.filter(|code| *code != "FRM-009").map(str::to_owned).collect()
            };
            assert_eq!(codes(said), codes(as_plain), "{field} : {said:#?}");
        }
    }
}

#[test]
fn leftovers_of_spreadsheets_are_named_in_every_field() {
    for (value, words) in [
        ("#REF!", "erreur de tableur"),
        ("#DIV/0!", "erreur de tableur"),
        ("#N/A", "erreur de tableur"),
        ("1,5E+05", "puissance de dix"),
        ("(1 200)", "parenthèses"),
        ("1 2\u{200b}00", "U+200B"),
    ] {
        for (field, said) in in_every_field(value) {
            assert_eq!(said.iter().filter(|s| s.contains(words)).count(), 1, "{field} : {said:#?}");
        }
    }
}

#[test]
fn an_amount_of_two_readings_is_told_with_both() {
    for (value, expected) in [
        ("14.000 €", "VAL-001 « 14.000 € » : 14 000 € ou 14,00 € ? → écrire « 14 000 € » ou « 14,00 € »"),
        ("14,000 €", "VAL-001 « 14,000 € » : 14 000 € ou 14,00 € ? → écrire « 14 000 € » ou « 14,00 € »"),
        (
            "90.667",
            "VAL-001 « 90.667 » : 90 667 € ? un montant a deux décimales au plus → écrire « 90 667 € » si c’est ce montant",
        ),
        (
            "14 k€",
            "VAL-001 « 14 k€ » : un montant s’écrit en euros, et non en milliers ou en millions → écrire « 14 000 € » si c’est ce montant",
        ),
        (
            "2,75 M€",
            "VAL-001 « 2,75 M€ » : un montant s’écrit en euros, et non en milliers ou en millions → écrire « 2 750 000 € » si c’est ce montant",
        ),
        (
            "1 200-",
            "VAL-001 « 1 200- » : le seul signe est le moins, devant le nombre → retirer le signe, ou écrire « -12 » pour un nombre négatif",
        ),
    ] {
        let told = only(&[(FICHE, "montant: 1 200 €", &format!("montant: \"{value}\""))]);
        assert_eq!(told.split_once(' ').unwrap().1, expected);
    }
}

#[test]
fn an_amount_is_read_whatever_the_word_for_euros() {
    for value in ["1 200 Euros", "1 200 euros", "1 200 EUR", "€ 1 200", "1.200,00 €", "1\t200 €"] {
        let edits = [(FICHE, "montant: 1 200 €", &*format!("montant: \"{value}\""))];
        assert_eq!(said(&edits), Vec::<String>::new(), "{value}");
    }
    let negative = said(&[(FICHE, "montant: 1 200 €", "montant: \"–1 200 €\"")]);
    assert!(negative.iter().any(|s| s.contains("−1 200 €") || s.contains("-1 200 €")), "{negative:#?}");
}

#[test]
fn an_invisible_character_is_placed() {
    let told = only(&[(FICHE, "montant: 1 200 €", "montant: 1 2\u{200b}00 €")]);
    assert!(told.starts_with("01.md:14:38 VAL-001") && told.contains("U+200B"), "{told}");
    let told = only(&[(FICHE, "mise_en_place: 2024", "mise_en_place: 21/0\u{feff}3/2024")]);
    assert!(told.starts_with("01.md:7:20 VAL-005") && told.contains("U+FEFF"), "{told}");
}

#[test]
fn words_of_absence_are_listed_where_one_may_stand() {
    for value in ["NC", "néant", "N/A"] {
        let told = only(&[(FICHE, "montant: 1 200 €", &format!("montant: {value}"))]);
        assert!(
            told.contains("VAL-001") && told.contains("« non renseigné »") && told.contains("« sans objet »"),
            "{told}"
        );
    }
    let report = "content/2024/rapport/fiches/01-accueil.md";
    let told = said_of("temoin-rapport", &[(report, "engage: 80 000 €", "engage: NC")]).join("\n");
    assert!(told.contains("VAL-001 « NC »") && told.contains("« non communiqué »"), "{told}");
    let told = only(&[(FICHE, "montant: 3 000 €", "valorisation: { effectif: 1, cout_annuel: NC }")]);
    assert!(!told.contains("non renseigné"), "{told}");
}

#[test]
fn the_amounts_of_a_report_have_two_readings_too() {
    let report = "content/2024/rapport/fiches/01-accueil.md";
    for (from, to, words) in [
        ("engage: 50 000 €", "engage: 50.000 €", "50 000 € ou 50,00 € ?"),
        ("liquide: 78 500 €", "liquide: 78.500 €", "78 500 € ou 78,50 € ?"),
        ("valeur: 1 450", "valeur: 1.450", "1 450 ou 1,450 ?"),
        ("valeur: 1 450", "valeur: \"#N/A\"", "erreur de tableur"),
    ] {
        let told = said_of("temoin-rapport", &[(report, from, to)]).join("\n");
        assert!(told.contains(words), "{to} : {told}");
    }
}

#[test]
fn words_are_compared_whatever_the_form_of_their_accents() {
    let decomposed =
        |text: &str| text.replace('é', "e\u{301}").replace('à', "a\u{300}").replace('û', "u\u{302}");
    let edits = [
        (CADRE, "nouvelle: nouvelle fiche", "actualisée: fiche actualisée"),
        (FICHE, "statut: nouvelle", &*decomposed("statut: actualisée")),
    ];
    assert_eq!(said(&edits), Vec::<String>::new());
    let dates = "dates: { deliberation: 2024-05-01 }";
    for edits in [
        [(CONVENTION, "etat: projet", &*format!("etat: {}\n{dates}", decomposed("délibéré")))],
        [(FICHE, "mise_en_place: 2024", &*decomposed("mise_en_place: 21 août 2024"))],
        [(FICHE, "mise_en_place: 2024", &*decomposed("mise_en_place: début 2024"))],
        [(FICHE, "mise_en_place: 2024", "mise_en_place: fin\u{a0}2024")],
        [(FICHE, "valeur: 40", &*decomposed("valeur: non renseigné"))],
        [(FICHE, "valeur: 40", "valeur: non\u{a0}renseigné")],
    ] {
        let codes: Vec<_> = said(&edits)
            .into_iter()
            .filter(|s| ["VAL-", "REF-", "CLE-"].iter().any(|c| s.contains(c)))
            .collect();
        assert_eq!(codes, Vec::<String>::new(), "{edits:?}");
    }
    let heading = [
        (FICHE, "## Description", &*decomposed("## Description")),
        (CADRE, "titre: Budget", "titre: Dépenses"),
        (FICHE, "## Budget", &*decomposed("## Dépenses")),
    ];
    assert_eq!(said(&heading), Vec::<String>::new());
}

#[test]
fn a_day_is_read_or_told_for_what_it_is() {
    let told = |day: &str| {
        said(&[(CONVENTION, "2024-05-13", day)])
            .into_iter()
            .find(|s| s.contains("VAL-004"))
            .unwrap_or_default()
    };
    for day in ["le 1er mars 2024", "1ER mars 2024", "1° mars 2024", "2024/03/21", "21 fevrier 2024"] {
        assert_eq!(told(day), "", "{day}");
    }
    for (day, words) in [
        ("2024-03-21 00:00:00", "cette façon d’écrire un jour n’est pas comprise"),
        ("21/03/24", "cette façon d’écrire un jour n’est pas comprise"),
        ("45372", "le numéro par lequel un tableur garde le 21 mars 2024"),
        ("31/02/2024", "n’existe pas dans le calendrier"),
        ("printemps", "n’est pas un jour"),
    ] {
        assert!(told(day).contains(words), "{day} : {}", told(day));
    }
    let told = only(&[(FICHE, "mise_en_place: 2024", "mise_en_place: 45372")]);
    assert!(told.contains("VAL-005") && told.contains("écrire « 2024-03-21 »"), "{told}");
    let told = only(&[(FICHE, "mise_en_place: 2024", "mise_en_place: 31/02/2024")]);
    assert!(told.contains("n’existe pas dans le calendrier"), "{told}");
}

/// The period of the budget of the fiche.
fn period(written: &str) -> String {
    format!("budget:\n  periode: {written}\n")
}

#[test]
fn the_period_of_a_budget_is_printed() {
    let total = |written: &str| {
        let typ = printed(&[
            (FICHE, "budget:\n", &period(written)),
            (FICHE, "## Budget\n", "## Budget\n\n{budget.charges}\n"),
        ]);
        let label = typ.split("total: (etiquette: [").nth(1).unwrap().split(']').next().unwrap().to_owned();
        (label, typ.contains(&format!("Période : {written}")))
    };
    assert_eq!(total("2024"), ("Total 2024".to_owned(), false));
    for written in
        ["2022", "2024-2025", "année scolaire 2024-2025", "1er semestre 2024", "{ texte: saison 24 }"]
    {
        let words = written.trim_start_matches("{ texte: ").trim_end_matches(" }");
        let (label, _) = total(written);
        assert_eq!(label, format!("Total {words}"));
    }
    assert!(total("2022").1, "the table says its period");
    assert_eq!(total("01/01/2024-31/12/2024").0, "Total du 1er janvier au 31 décembre 2024");
}

#[test]
fn a_period_of_another_year_is_told_and_one_not_understood_is_refused() {
    let codes = |written: &str| said(&[(FICHE, "budget:\n", &period(written))]).join("\n");
    for written in
        ["2022", "2024-2025", "année scolaire 2024-2025", "01/01/2023-31/12/2023", "1er semestre 2025"]
    {
        assert!(codes(written).contains("FIN-026"), "{written} : {}", codes(written));
    }
    for written in ["2024", "1er semestre 2024", "01/01/2024-31/12/2024", "T2 2024"] {
        assert_eq!(codes(written), "", "{written}");
    }
    assert!(codes("44562").contains("VAL-006 « 44562 » n’est pas un jour, mais le numéro par lequel un tableur garde le 1er janvier 2022"), "{}", codes("44562"));
    for written in ["20222", "saison 24-25", "2024-25"] {
        assert!(codes(written).contains("VAL-006"), "{written} : {}", codes(written));
    }
    assert!(codes("2025-2024").contains("finit avant de commencer"), "{}", codes("2025-2024"));
}

#[test]
fn a_total_counts_what_it_says() {
    let told = in_table("type: valeur, total: somme", "Nord | 2\nSud | 3 places").join("\n");
    assert!(
        told.contains("TAB-003 « 3 places » n’est pas un nombre, et la colonne « Places » a un total"),
        "{told}"
    );
    let told = in_table("total: somme", "Nord | 2\nSud | 3").join("\n");
    assert!(told.contains("CLE-005 la colonne « Places » est de texte"), "{told}");
    for name in ["Total", "TOTAL", "Sous-total", "Sous-total Nord"] {
        let told =
            in_table("type: nombre, total: somme", &format!("Nord | 2\nSud | 3\n{name} | 5")).join("\n");
        assert!(told.contains("TAB-005") && told.contains("« Places »"), "{name} : {told}");
    }
    for rows in ["Total Énergies | 2\nSud | 3", "Nord | 2\nTotal | vide"] {
        assert!(!in_table("type: nombre, total: somme", rows).join("").contains("TAB-005"), "{rows}");
    }
    assert!(!in_table("type: nombre", "Nord | 2\nTotal | 2").join("").contains("TAB-005"));
}

#[test]
fn percentages_add_up_when_the_column_says_so() {
    let rows = "Nord | 40 %\nSud | 57 %";
    for total in ["\"97 %\"", "\"97\"", "97 %"] {
        let told =
            in_table(&format!("type: pourcentage, total: somme, total_affiche: {total}"), rows).join("\n");
        assert!(!told.contains("FIN-009") && !told.contains("VAL-"), "{total} : {told}");
    }
    let told = in_table("type: pourcentage, total: somme, total_affiche: \"50 %\"", rows).join("\n");
    assert!(told.contains("FIN-009") && told.contains("50 %") && told.contains("97 %"), "{told}");
    let told = in_table("type: pourcentage, total_affiche: \"48,5 %\"", rows).join("\n");
    assert!(!told.contains("FIN-009"), "une moyenne n’est pas une somme : {told}");
    let to = table("type: pourcentage, total: somme", rows);
    let typ = printed(&[
        (FICHE, "partenaires: [État]\n", &to),
        (FICHE, "## Budget\n", "## Budget\n\n{tableau.lieux}\n"),
    ]);
    let total = typ.split("Total").find(|t| t.contains("\"97\"")).unwrap();
    assert!(total.split("97").nth(1).unwrap().chars().take(30).collect::<String>().contains('%'), "{total}");
}

#[test]
fn a_total_without_a_value_says_so() {
    let to = table("type: nombre, total: somme", "Nord | 2\nSud | non renseigné\nEst | vide");
    let typ = printed(&[
        (FICHE, "partenaires: [État]\n", &to),
        (FICHE, "## Budget\n", "## Budget\n\n{tableau.lieux}\n"),
    ]);
    assert!(typ.contains("hors 1 case sans valeur"), "{typ}");
}

#[test]
fn no_decimal_is_hidden() {
    for (column, rows, words) in [
        ("type: nombre, decimales: 0, total: somme", "Nord | 2,5\nSud | 2,5", "« 2,5 » a plus de décimales"),
        ("type: nombre, decimales: 0, total: somme", "Nord | 0,4\nSud | 0,4", "« 0,4 » a plus de décimales"),
        (
            "type: montant, decimales: 0, total: somme",
            "Nord | 1 000,45 €",
            "« 1 000,45 € » a plus de décimales",
        ),
        ("type: pourcentage, decimales: 1", "Nord | 12,34 %", "« 12,34 % » a plus de décimales"),
        (
            "type: nombre, decimales: 0, total: somme, total_affiche: \"2,5\"",
            "Nord | 2",
            "a plus de décimales",
        ),
    ] {
        let told = in_table(column, rows).join("\n");
        assert!(told.contains(words), "{column} : {told}");
    }
    for (column, rows) in [
        ("type: nombre, decimales: 0", "Nord | 2,00"),
        ("type: nombre, decimales: 3", "Nord | 1,125"),
        ("type: nombre", "Nord | 2,5"),
    ] {
        assert_eq!(
            in_table(column, rows).into_iter().filter(|s| s.contains("TAB-003")).count(),
            0,
            "{column}"
        );
    }
}

#[test]
fn the_cents_of_a_detail_are_printed() {
    let typ = printed(&[
        (
            FICHE,
            "montant: 3 000 €",
            "lignes: [{ libelle: Un, montant: \"1 500,45 €\" }, { libelle: Deux, montant: \"1 499,55 €\" }]",
        ),
        (FICHE, "## Budget\n", "## Budget\n\n{budget.charges}\n"),
    ]);
    assert!(typ.contains(",45") && typ.contains(",55"), "{typ}");
}

#[test]
fn a_value_prints_as_it_is_typed_or_is_refused() {
    let shown = |cell: &str| {
        let to = table("type: valeur", &format!("Nord | {cell}"));
        printed(&[
            (FICHE, "partenaires: [État]\n", &to),
            (FICHE, "## Budget\n", "## Budget\n\n{tableau.lieux}\n"),
        ])
    };
    for cell in ["077", "3 places", "01 64 14 77 77", "12 bis", "2,50"] {
        let typ = shown(cell);
        let digits = cell.split(' ').next_back().unwrap().trim_start_matches("2");
        assert!(typ.contains(digits), "{cell} : {typ}");
    }
    assert!(shown("077").contains("[077]"));
    for cell in ["#DIV/0!", "14.000", "1,5E+05", "(12)", "1\u{200b}2"] {
        let told = in_table("type: valeur", &format!("Nord | {cell}")).join("\n");
        assert!(told.contains("TAB-003"), "{cell} : {told}");
    }
}

#[test]
fn two_of_a_kind_are_told_once() {
    let twice = |edits: Edits<'_>| {
        let said: Vec<_> = said(edits).into_iter().filter(|s| s.contains("REF-003")).collect();
        assert_eq!(said.len(), 1, "{edits:?} : {said:#?}");
        said.concat()
    };
    let annexe =
        "  - { id: A, titre: Engagements, titre_tableau: Tableau des engagements, tableau: executions }\n";
    for (from, kind) in [
        (annexe, "l’annexe « A »"),
        ("  - { id: departement, nom: Département }\n", "le financeur « departement »"),
        ("  - { id: description, titre: Description, obligatoire: oui }\n", "la rubrique « description »"),
        ("    - { id: \"2023\", titre: Situation en 2023 }\n", "la colonne « 2023 »"),
    ] {
        assert!(twice(&[(CADRE, from, &from.repeat(2))]).contains(kind));
    }
    let theme = "    - numero: \"1\"\n      titre: Accueillir\n      mesures:\n";
    assert!(
        twice(&[(
            CADRE,
            theme,
            &format!("    - numero: \"1\"\n      titre: Autre\n      mesures: []\n{theme}")
        )])
        .contains("le thème « 1 »")
    );
    let mesure = "        - numero: \"1.1\"\n          titre: Premier accueil\n";
    assert!(
        twice(&[(
            CADRE,
            mesure,
            &format!("        - {{ numero: \"1.1\", titre: Autre, indicateurs: [] }}\n{mesure}")
        )])
        .contains("la mesure « 1.1 »")
    );
    assert!(
        twice(&[(FICHE, "mesures: [\"1.1\"]", "mesures: [\"1.1\", \"1.1\"]")]).contains("la mesure « 1.1 »")
    );
    assert!(
        twice(&[(FICHE, "statut: nouvelle", "statut: [nouvelle, nouvelle]")])
            .contains("le statut « nouvelle »")
    );
    assert!(
        twice(&[(FICHE, "partenaires: [État]", "partenaires: [CCAS, État, CCAS]")])
            .contains("le partenaire « CCAS »")
    );
}

#[test]
fn a_second_line_of_a_report_is_told() {
    let report = "content/2024/rapport/fiches/01-accueil.md";
    let result = "  - indicateur: \"1.1/jeunes\"\n    valeur: 210\n";
    let told = said_of(
        "temoin-rapport",
        &[(report, result, &format!("  - {{ indicateur: 1.1/jeunes, valeur: 300 }}\n{result}"))],
    )
    .join("\n");
    assert!(told.contains("REF-003 le résultat de « 1.1/jeunes » apparaît deux fois"), "{told}");
    let line = "    - financeur: etat\n      engage: 50 000 €\n";
    let told = said_of(
        "temoin-rapport",
        &[(report, line, &format!("    - {{ financeur: etat, engage: 1 € }}\n{line}"))],
    )
    .join("\n");
    assert!(told.contains("REF-003 le financement « etat » apparaît deux fois"), "{told}");
}

#[test]
fn one_mistake_is_told_once() {
    let told = only(&[(FICHE, "valeur: 40", "valeur: beaucoup")]);
    assert!(told.contains("VAL-008"), "{told}");
    let told = only(&[(
        FICHE,
        "  lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }",
        "  colonnes: [\"2024\", \"2025\"]\n  lignes:\n    - { indicateur: 1.1/accueils, valeurs: { \"2024\": beaucoup, \"2025\": 3 } }",
    )]);
    assert!(told.contains("VAL-008"), "{told}");
    let told = said(&[(
        FICHE,
        "  lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }",
        "  colonnes: [\"2024\", \"2024\"]\n  lignes:\n    - { indicateur: 1.1/accueils, valeurs: { \"2024\": 2 } }\n    - { libelle: Places, valeurs: { \"2024\": 3 } }",
    )]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told.concat().contains("REF-003 la colonne « 2024 » apparaît deux fois"), "{told:#?}");
    for edits in [
        [(FICHE, "mise_en_place: 2024", "mise_en_place: { pour: CNFPT, date: 2024 }")],
        [(FICHE, "duree: 2 ans", "duree: { pour: CNFPT, duree: 2 ans }")],
    ] {
        assert_eq!(said(&edits), Vec::<String>::new(), "{edits:?}");
        assert!(printed(&edits).contains("CNFPT : "));
    }
}

#[test]
fn calculations_are_read_with_their_factors() {
    let told = |text: &str| {
        let said = said(&[(FICHE, "Un accueil ouvre chaque matin.", text)]);
        said.into_iter().filter(|s| s.contains("FIN-022")).collect::<Vec<_>>().join("\n")
    };
    for right in [
        "Le coût est de 12 mois × 1 000 € = 12 000 €.",
        "Le coût est de 2 x 45 000 € + 10 000 € = 100 000 €.",
        "Le coût est de 12 mois × 45 000 € = 45 000 €.",
        "Le coût est de 14 × 10 % × 90 000 € = 126 000 €.",
        "Soit 14 agents à 10 % × 90 000 € = 126 000 €.",
        "Soit 45 000 € – 5 000 € + 10 000 € = 50 000 €.",
        "Soit 45 000 € / 2 + 10 000 € + 500 € = 33 000 €.",
        "Soit deux × 45 000 € + 10 000 € = 100 000 €.",
        "Total : 20 000 € + 30 000 € = 50 000 €.",
    ] {
        assert_eq!(told(right), "", "{right}");
    }
    for (wrong, words) in [
        ("Le coût est de 4 × 45 000 € = 190 000 €.", "ses termes font 180 000 €"),
        ("Le coût est de 2 x 45 000 € + 10 000 € = 90 000 €.", "ses termes font 100 000 €"),
        ("Le coût est de 20 000 € + 30 000 € = 60 000 €.", "ses termes font 50 000 €"),
        ("Le coût est de 12 mois × 1 000 € = 13 000 €.", "ses termes font 12 000 €"),
    ] {
        assert!(told(wrong).contains(words), "{wrong} : {}", told(wrong));
    }
}

#[test]
fn bank_details_are_printed_in_groups_and_capitals() {
    let account = "compte: { titulaire: Paierie, iban: fr5730001005250000000000066, bic: bdfefrppcct, code_etablissement: vide, code_guichet: vide, numero: vide, cle: vide }\n";
    let typ = printed(&[
        ("content/organisation.yaml", "departement: { nom", &format!("{account}departement: {{ nom")),
        (FICHE, "Un accueil ouvre chaque matin.", "Un accueil ouvre chaque matin.\n\n{compte}"),
    ]);
    assert!(typ.contains("FR57 3000 1005 2500 0000 0000 066") && typ.contains("BDFEFRPPCCT"), "{typ}");
}

/// A way to write a number, made of one choice each.
#[derive(Debug, Clone)]
struct Writing {
    cents: i64,
    grouping: &'static str,
    mark: &'static str,
    decimals: usize,
    sign: usize,
    currency: &'static str,
    around: (&'static str, &'static str),
}

const GROUPINGS: [&str; 15] = [
    "", " ", "\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}", "\u{2002}", "\t", "  ", " \u{a0}", "'", "’", ".",
    ",", "\u{200b}",
];
const CURRENCIES: [&str; 10] =
    ["", "€", " €", "\u{a0}€", "\u{202f}€", " euros", " Euros", " EUR", " k€", " € TTC"];
const AROUND: [(&str, &str); 8] = [
    ("", ""),
    (" ", " "),
    ("\u{a0}", "\u{a0}"),
    ("“", "”"),
    ("« ", " »"),
    ("\"", "\""),
    ("'", ""),
    ("= ", ""),
];

impl Writing {
    /// The number meant.
    fn value(&self) -> Decimal {
        Decimal::new(self.cents, 2)
    }

    fn text(&self) -> String {
        let digits = (self.cents.unsigned_abs() / 100).to_string();
        let mut grouped = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push_str(self.grouping);
            }
            grouped.push(c);
        }
        let cents = format!("{:02}", self.cents.unsigned_abs() % 100);
        let fraction = match self.decimals {
            0 if cents == "00" => String::new(),
            1 if cents.ends_with('0') => format!("{}{}", self.mark, &cents[..1]),
            n => format!("{}{cents}{}", self.mark, "0".repeat(n.saturating_sub(2))),
        };
        let number = format!("{grouped}{fraction}");
        let signed = match (self.cents < 0, self.sign) {
            (false, 0) => format!("+{number}"),
            (false, _) => number,
            (true, 0) => format!("({number})"),
            (true, 1) => format!("{number}-"),
            (true, 2) => format!("−{number}"),
            (true, 3) => format!("–{number}"),
            (true, 4) => format!("- {number}"),
            (true, 5) => format!("\u{2011}{number}"),
            (true, _) => format!("-{number}"),
        };
        format!("{}{signed}{}{}", self.around.0, self.currency, self.around.1)
    }

    /// Whether the format promises to read it.
    fn is_promised(&self) -> bool {
        let grouped = !matches!(self.grouping, "." | "," | "\u{200b}");
        let sign = if self.cents < 0 { self.sign >= 2 } else { self.sign != 0 };
        let around = self.around.0.trim().is_empty();
        grouped && sign && around && self.decimals <= 2 && !matches!(self.currency, " k€" | " € TTC")
    }
}

fn writings() -> impl Strategy<Value = Writing> {
    let cents = prop_oneof![
        4 => -99_999_999_999i64..99_999_999_999,
        2 => (-999_999i64..999_999).prop_map(|euros| euros * 1_000),
        1 => (-9_999i64..9_999).prop_map(|euros| euros * 100),
    ];
    let choices = (
        cents,
        proptest::sample::select(&GROUPINGS[..]),
        proptest::sample::select(vec![",", "."]),
        0usize..5,
        0usize..8,
        proptest::sample::select(&CURRENCIES[..]),
        prop_oneof![3 => Just(AROUND[0]), 1 => proptest::sample::select(&AROUND[..])],
    );
    // One mark for groups and for decimals is no way to write.
    let choices = choices.prop_filter("deux signes", |(_, grouping, mark, ..)| grouping != mark);
    choices.prop_map(|(cents, grouping, mark, decimals, sign, currency, around)| Writing {
        cents,
        grouping,
        mark,
        decimals,
        sign,
        currency,
        around,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// However an amount is written, it is read as itself or refused; and what the format promises is read.
    #[test]
    fn an_amount_is_never_read_as_another(writing in writings()) {
        let text = writing.text();
        match Montant::read(&text) {
            Ok(montant) => prop_assert_eq!(montant.euros(), writing.value().normalize(), "{}", text),
            Err(error) => prop_assert!(!writing.is_promised(), "{} : {}", text, error),
        }
    }

    /// The same for the value of an indicator and for a bare number.
    #[test]
    fn a_number_is_never_read_as_another(writing in writings()) {
        let text = writing.text();
        match read_measured(&text) {
            Ok(Measured::Number(number)) => {
                // « k€ » is a unit as any other: it stays beside its number.
                prop_assert_eq!(number.value.normalize(), writing.value().normalize(), "{}", text);
            }
            Ok(other) => prop_assert!(false, "{} : {:?}", text, other),
            Err(error) => prop_assert!(!writing.is_promised(), "{} : {}", text, error),
        }
        match read_decimal(&text) {
            Ok(number) => prop_assert_eq!(number.normalize(), writing.value().normalize(), "{}", text),
            Err(NumberError::Ambiguous { grouped, decimal }) => {
                let meant = writing.value().normalize();
                prop_assert!([grouped.normalize(), decimal.normalize()].contains(&meant), "{}", text);
            }
            Err(_) => prop_assert!(!writing.is_promised() || !writing.currency.is_empty(), "{}", text),
        }
    }
}
