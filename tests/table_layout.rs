//! How tables take their place: widths from what they hold, groups that stay whole, numbers on their comma, texts on the
//! left, a page that turns with its heading.

use std::fmt::Write as _;

use calpae::pipeline::DocumentKind;
use calpae::typeset::{PageBoxes, TextBox};

use crate::layout::{compose, fiche, project_of, read};

/// Points in a millimetre.
const MILLIMETER: f64 = 72.0 / 25.4;

/// The pages of a convention of one fiche, with the header and the body given.
fn pages(header: &str, body: &str) -> Vec<PageBoxes> {
    let tree = project_of(&[fiche(1, "Un tableau", header, body)]);
    compose(DocumentKind::Convention, &read(&tree)).unwrap().boxes()
}

/// The text with plain blanks.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The rank of the page and the place of the only text that begins so.
fn only<'p>(pages: &'p [PageBoxes], start: &str) -> (usize, &'p TextBox) {
    let texts =
        pages.iter().enumerate().flat_map(|(rank, page)| page.texts.iter().map(move |text| (rank, text)));
    let found: Vec<_> = texts.filter(|(_, text)| plain(&text.text).starts_with(start)).collect();
    assert_eq!(found.len(), 1, "{start} : {found:?}");
    found[0]
}

fn left(pages: &[PageBoxes], start: &str) -> f64 {
    only(pages, start).1.sides[0]
}

fn right(pages: &[PageBoxes], start: &str) -> f64 {
    only(pages, start).1.sides[2]
}

/// A data table with columns as they are written in the header, and its lines.
fn data(columns: &[&str], lines: &[String]) -> String {
    let mut text = "tableaux:\n  - id: t\n    colonnes:\n".to_owned();
    columns.iter().for_each(|column| writeln!(text, "      - {{ {column} }}").unwrap());
    text.push_str("    lignes: |\n");
    lines.iter().for_each(|line| writeln!(text, "      {line}").unwrap());
    text
}

#[test]
fn a_table_of_two_columns_is_not_stretched() {
    let lines = ["Melun | 12 €", "Provins | 1 500 €"].map(str::to_owned);
    let pages = pages(&data(&["titre: Ville", "titre: Coût, type: montant"], &lines), "{tableau.t}");
    let width = right(&pages, "1 500 €") - left(&pages, "Provins");
    assert!(width < 110.0 * MILLIMETER, "{width}");
}

#[test]
fn a_sentence_in_a_column_of_numbers_is_on_the_left() {
    let lines =
        ["Melun | un rendez-vous tous les deux mois", "Provins | deux rendez-vous par mois", "Meaux | 95 %"]
            .map(str::to_owned);
    let pages = pages(&data(&["titre: Ville", "titre: Repère, type: valeur"], &lines), "{tableau.t}");
    let sides = ["Repère", "un rendez-vous", "deux rendez-vous", "95 %"].map(|start| left(&pages, start));
    assert!(sides.iter().all(|side| (side - sides[0]).abs() < 0.1), "{sides:?}");
}

#[test]
fn numbers_stand_on_their_comma_whatever_follows() {
    let header = "indicateurs:\n  lignes:\n    - { indicateur: 1.1/accueils, valeur: [26 342, 211] }\n    - { libelle: Délai, valeur: \"39,5 jours\" }\n    - { libelle: Taux, valeur: \"< 95 %\" }\n";
    let pages = pages(header, "Rien.");
    // What stands before the comma ends at the same place: measure from the left of the digits that follow it.
    let digit = 0.465 * 9.5;
    let units = [("26 342", 0.0), ("211", 0.0)].map(|(start, rest)| right(&pages, start) - rest);
    assert!((units[0] - units[1]).abs() < 0.1, "{units:?}");
    let delay = left(&pages, "39,5") + 2.0 * digit;
    assert!((delay - units[0]).abs() < 0.5, "{delay} {units:?}");
    let rate = only(&pages, "< 95 %").1;
    let percent = rate.sides[2] - 0.5;
    assert!(percent > units[0], "{percent} {units:?}");
}

#[test]
fn a_group_of_merged_cells_stays_on_one_page() {
    // Some of these groups of three would meet the foot of the page.
    for shift in 0..3 {
        let mut lines: Vec<String> = (0..shift).map(|n| format!("Seule {n} | 1 €")).collect();
        for group in 0..30 {
            lines.push(format!("Un {group}. | 7 0{group:02} €"));
            lines.extend([format!("Deux {group}. | ^"), format!("Trois {group}. | ^")]);
        }
        let pages = pages(&data(&["titre: Site", "titre: Coût, type: montant"], &lines), "{tableau.t}");
        assert!(pages.len() > 5, "{}", pages.len());
        for group in 0..30 {
            let places = [
                format!("Un {group}."),
                format!("Deux {group}."),
                format!("Trois {group}."),
                format!("7 0{group:02} €"),
            ];
            let ranks = places.map(|start| only(&pages, &start).0);
            assert!(ranks.iter().all(|rank| *rank == ranks[0]), "{shift} {group} {ranks:?}");
        }
    }
}

#[test]
fn what_is_typed_with_cents_is_printed_with_them() {
    let header = "budget:\n  charges: [{ libelle: Total, montant: 100 000 € }]\n  financements:\n    - financeur: etat\n      montant: 100 000 €\n      dont:\n        - libelle: Région\n          montant: 100 000 €\n          dont: [{ libelle: Bassin, montant: \"58 333,33 €\" }, { libelle: Vallée, montant: \"41 666,67 €\" }]\n";
    let pages = pages(header, "Rien.");
    assert!(right(&pages, "58 333,33") > 0.0);
    assert!(right(&pages, "41 666,67") > 0.0);
}

#[test]
fn no_word_is_cut_in_a_narrow_cell() {
    let lines =
        vec!["Accompagnement | Investissement | Formation | Coordination | Expérimentation".to_owned(); 3];
    let columns: Vec<String> = (1..=5).map(|n| format!("titre: Colonne {n}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let pages = pages(&data(&columns, &lines), "{tableau.t}");
    let words = ["Accompagnement", "Investissement", "Formation", "Coordination", "Expérimentation"];
    for word in words {
        let count = pages.iter().flat_map(|page| &page.texts).filter(|text| text.text == word).count();
        assert_eq!(count, 3, "{word}");
    }
}

#[test]
fn a_page_turns_with_the_heading_of_its_table() {
    let sentence = "des ateliers pour les familles et les jeunes, en lien avec les communes et les associations du bassin";
    let lines: Vec<String> = (0..14).map(|n| format!("{n} {}", format!("| {sentence} ").repeat(6))).collect();
    let columns: Vec<String> = (1..=7).map(|n| format!("titre: Colonne {n}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let header = data(&columns, &lines);
    let text = format!("{}\n## Le plan\n\n{{tableau.t}}\n", fiche(1, "Un plan", &header, "Rien."));
    let pages = compose(DocumentKind::Convention, &read(&project_of(&[text]))).unwrap().boxes();
    let (heading, table) = (only(&pages, "Le plan").0, only(&pages, "13").0);
    assert!(pages[heading].width > pages[heading].height, "{heading}");
    assert!(table >= heading && pages[table].width > pages[table].height, "{table} {heading}");
    let first = pages[heading].texts.iter().any(|text| text.text.starts_with("Colonne"));
    assert!(first, "{heading}");
}

#[test]
fn the_sign_of_a_blank_is_told_once() {
    let lines = ["Melun | vide | 1", "Provins | vide | 2"].map(str::to_owned);
    let columns = ["titre: Ville", "titre: Avant, type: nombre", "titre: Après, type: nombre"];
    let pages = pages(&data(&columns, &lines), "{tableau.t}\n\nEncore :\n\n{tableau.t}");
    let signs: Vec<_> = pages.iter().flat_map(|page| &page.texts).filter(|text| text.text == "·").collect();
    assert_eq!(signs.len(), 4);
    let told = only(&pages, "Un point marque").1;
    assert!(told.sides[1] > signs[0].sides[1] && told.sides[1] < signs[3].sides[1], "{told:?} {signs:?}");
    let empty = pages
        .iter()
        .flat_map(|page| &page.texts)
        .filter(|text| plain(&text.text).contains("« Avant »"))
        .count();
    assert_eq!(empty, 2);
}

#[test]
fn a_total_is_never_alone_at_the_head_of_a_page() {
    // Some of these tables end at the foot of the page.
    for count in 20..44 {
        let lines: Vec<String> = (0..count).map(|n| format!("Site {n}. | 1 €")).collect();
        let columns = ["titre: Site", "titre: Coût, type: montant, total: somme"];
        let pages = pages(&data(&columns, &lines), "{tableau.t}");
        let last = only(&pages, &format!("Site {}.", count - 1)).0;
        let totals: Vec<usize> = (0..pages.len())
            .filter(|rank| pages[*rank].texts.iter().any(|text| plain(&text.text) == format!("{count} €")))
            .collect();
        assert_eq!(totals, [last], "{count}");
    }
}
