//! Numbers in letters, against an independent implementation, and the references that print them.

use calpae::lang::Gender;
use calpae::lang::spelled::{read_spelled, spell};

use super::{CONVENTION, FICHE, only, printed};

/// Numbers and their words as num2words 0.5.14 (Python) writes them: those where the spelling turns, and 60 at random.
const CARDINALS: &str = include_str!("cardinals.tsv");

#[test]
fn numbers_are_spelled_as_another_program_spells_them() {
    for line in CARDINALS.lines() {
        let (number, words) = line.split_once('\t').unwrap();
        let number: u64 = number.parse().unwrap();
        assert_eq!(spell(number, Gender::Masculine).as_deref(), Some(words));
        assert_eq!(read_spelled(words), Some(number));
    }
    assert!(CARDINALS.lines().count() > 200);
}

/// What the convention prints for a sentence of the fiche.
fn sentence(text: &str) -> String {
    let all = printed(&[
        (FICHE, "Un accueil ouvre chaque matin.", text),
        (CONVENTION, "lieu:", "effet: 2024-01-01\nlieu:"),
    ]);
    let start = all.find("Début").unwrap();
    let text = all.get(start..).unwrap();
    text.get(..text.find("fin.").unwrap() + 4).unwrap().to_owned()
}

#[test]
fn a_reference_prints_its_datum_in_letters() {
    for (reference, words) in [
        ("{budget.total | lettres}", "trois mille euros"),
        ("{budget.total|lettres}", "trois mille euros"),
        ("{budget.financements.etat | lettres}", "mille deux cents euros"),
        ("{fiche.1.etat.2024 | lettres}", "mille deux cents euros"),
        ("{total | lettres}", "trois mille euros"),
        ("{convention.annee | lettres}", "deux mille vingt-quatre"),
        ("{convention.effet | lettres}", "premier janvier deux mille vingt-quatre"),
        ("{convention.effet}", "1er janvier 2024"),
        ("{actions | lettres} action", "une action"),
        ("{axe.a.actions} action", "1 action"),
        ("{axe.a.total}", "3 000 €"),
    ] {
        let said = sentence(&format!("Début {reference} fin."));
        assert_eq!(said.replace("\\-", "-"), format!("Début {words} fin."), "{reference}");
    }
    // In a cell, the bar of the reference is written with a backslash.
    let table = printed(&[(
        FICHE,
        "Un accueil ouvre chaque matin.",
        "| Coût |\n|---|\n| {budget.total \\| lettres} |",
    )]);
    assert!(table.contains("[trois mille euros]"), "{table}");
}

#[test]
fn a_filter_that_is_not_known_or_has_nothing_to_write_is_told() {
    for (reference, expected) in [
        ("{budget.total | lettre}", "vouliez-vous dire « {budget.total | lettres} »"),
        ("{budget.total | majuscules}", "ce qui se lit est : lettres"),
        ("{convention.lieu | lettres}", "n’est ni un montant, ni un nombre, ni une date"),
        ("{Budget.total | Lettres}", "écrire « {budget.total | lettres} »"),
        ("{axe.A.total}", "écrire « {axe.a.total} »"),
        ("{ total.etat }", "écrire « {total.etat} »"),
        ("{budget.totl | lettres}", "« {budget.total} »"),
    ] {
        let said = only(&[(FICHE, "Un accueil ouvre chaque matin.", &format!("Il coûte {reference}."))]);
        assert!(said.contains(expected), "{reference} : {said}");
    }
}
