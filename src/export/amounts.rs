//! The ledger of an act as a table, a row for each amount: for Excel as a French office opens it, and as JSON.

use serde::Serialize;

use crate::ledger::entry::{LedgerEntry, MoneyStage, of_act};
use crate::model::Dossier;
use crate::model::budget::TaxBasis;
use crate::model::cadre::Side;
use crate::text::Sources;

/// An amount of the act, in words. A row without amount says why it has none.
#[derive(Debug, Serialize)]
pub struct AmountRow {
    /// Number of the fiche.
    pub fiche: String,
    /// Its title.
    pub intitule: String,
    /// The node of the tree that it stands in.
    pub axe: String,
    /// The exercice; empty when nothing says it.
    pub exercice: String,
    /// « charge » or « ressource ».
    pub sens: &'static str,
    /// How far the amount has gone: « prévu », « révisé »…
    pub etape: &'static str,
    /// Who pays, by the name that the cadre gives it.
    pub financeur: String,
    /// The line.
    pub libelle: String,
    /// « fonctionnement » or « investissement »; empty when the line says neither.
    pub section: &'static str,
    /// « TTC » or « HT ».
    pub taxe: &'static str,
    /// Euros, with a point and two decimals.
    pub montant: Option<String>,
    /// Why there is no amount.
    pub absence: Option<&'static str>,
    /// Whether the convention counts it.
    pub compte: bool,
    /// Whether it only moves an amount from a funder to another, under a « dont ».
    pub dont: bool,
    /// Where it is written.
    pub fichier: String,
    /// The line of that file, from 1.
    pub ligne: usize,
}

/// The titles of the columns, in their order.
const COLUMNS: [&str; 16] = [
    "Fiche",
    "Intitulé",
    "Axe",
    "Exercice",
    "Sens",
    "Étape",
    "Financeur",
    "Libellé",
    "Section",
    "Taxe",
    "Montant (€)",
    "Absence",
    "Compté par l’acte",
    "Dont",
    "Fichier",
    "Ligne",
];

/// All the amounts of an act, in the order of its fiches.
pub fn rows(dossier: &Dossier, sources: &Sources) -> Vec<AmountRow> {
    of_act(dossier).iter().map(|entry| row(entry, dossier, sources)).collect()
}

fn row(entry: &LedgerEntry<'_>, dossier: &Dossier, sources: &Sources) -> AmountRow {
    let fiche = dossier.fiches.iter().find(|fiche| fiche.number.value == entry.fiche);
    let exercice = entry.exercice.and_then(|rank| dossier.convention.exercices.get(rank));
    let financeur = entry.financeur.map(|id| {
        let known = dossier.cadre.financeurs.iter().find(|financeur| financeur.id == id);
        known.map_or(id, |financeur| financeur.name.as_str())
    });
    let source = sources.source(entry.span.file);
    AmountRow {
        fiche: entry.fiche.to_string(),
        intitule: fiche.map(|fiche| fiche.title.value.clone()).unwrap_or_default(),
        axe: entry.axe.to_owned(),
        exercice: exercice.map(|exercice| exercice.id.value.clone()).unwrap_or_default(),
        sens: match entry.side {
            Side::Charge => "charge",
            Side::Resource => "ressource",
        },
        etape: stage(entry.stage),
        financeur: financeur.unwrap_or_default().to_owned(),
        libelle: entry.label.to_owned(),
        section: entry.section.map_or("", |section| section.word()),
        taxe: match entry.basis {
            TaxBasis::InclVat => "TTC",
            TaxBasis::ExclVat => "HT",
        },
        montant: entry.montant.ok().map(|montant| format!("{:.2}", montant.euros())),
        absence: entry.montant.err().map(|absence| absence.word()),
        compte: entry.counted,
        dont: entry.of_which,
        fichier: source.path().to_string(),
        ligne: source.line_column(entry.span.start).0,
    }
}

fn stage(stage: MoneyStage) -> &'static str {
    match stage {
        MoneyStage::Planned => "prévu",
        MoneyStage::Revised => "révisé",
        MoneyStage::Committed => "engagé",
        MoneyStage::Paid => "liquidé",
        MoneyStage::Granted => "accordé",
        MoneyStage::Sent => "versé",
    }
}

/// The rows as an indented JSON array.
pub fn json(rows: &[AmountRow]) -> String {
    // Plain structs of texts always serialise.
    let mut text = serde_json::to_string_pretty(rows).unwrap_or_default();
    text.push('\n');
    text
}

/// The rows as Excel opens them in French: semicolons, decimal commas, a mark that says UTF-8.
pub fn csv(rows: &[AmountRow]) -> String {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let yes_no = |yes: bool| if yes { "oui" } else { "non" };
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for row in rows {
        let montant = row.montant.as_deref().unwrap_or_default().replace('.', ",");
        let line = row.ligne.to_string();
        let texts = [&row.fiche, &row.intitule, &row.axe, &row.exercice].map(|text| as_text(text));
        let more = [&row.financeur, &row.libelle].map(|text| as_text(text));
        let [fiche, intitule, axe, exercice] = &texts;
        let [financeur, libelle] = &more;
        let _ = writer.write_record([
            fiche.as_str(),
            intitule,
            axe,
            exercice,
            row.sens,
            row.etape,
            financeur,
            libelle,
            row.section,
            row.taxe,
            &montant,
            row.absence.unwrap_or_default(),
            yes_no(row.compte),
            yes_no(row.dont),
            &as_text(&row.fichier),
            &line,
        ]);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8(bytes).unwrap_or_default())
}

/// A text that no spreadsheet takes for a formula.
fn as_text(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, montant: Option<&str>) -> AmountRow {
        AmountRow {
            fiche: "4".to_owned(),
            intitule: "Aller vers ; « tous »".to_owned(),
            axe: "axe-1".to_owned(),
            exercice: "2024".to_owned(),
            sens: "charge",
            etape: "prévu",
            financeur: String::new(),
            libelle: label.to_owned(),
            section: "",
            taxe: "TTC",
            montant: montant.map(str::to_owned),
            absence: montant.is_none().then_some("sans objet"),
            compte: true,
            dont: false,
            fichier: "content/2024/fiches/04.md".to_owned(),
            ligne: 12,
        }
    }

    #[test]
    fn excel_opens_the_amounts_as_numbers_and_the_labels_as_text() {
        let text = csv(&[line("=HYPERLINK(\"x\")", Some("-1234.50")), line("Achats", None)]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Fiche;Intitulé;Axe;"), "{text}");
        assert_eq!(
            lines[1],
            "4;\"Aller vers ; « tous »\";axe-1;2024;charge;prévu;;\"'=HYPERLINK(\"\"x\"\")\";;TTC;-1234,50;;oui;non;content/2024/fiches/04.md;12"
        );
        assert!(lines[2].contains(";Achats;;TTC;;sans objet;oui;non;"), "{text}");
    }
}
