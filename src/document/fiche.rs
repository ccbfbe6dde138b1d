//! The pages of a fiche: identity block, then sections in the order of the act, with data where the text quotes them.

use crate::model::Numero;
use serde::Serialize;

use super::composer::Composer;
use super::data;
use super::tables::{cents, written_out};
use super::view::{Fragment, TableView};
use crate::lang::flat;
use crate::lang::numbers::share;
use crate::ledger::{Sum, budget as sums, cited, entry};
use crate::model::budget::Budget;
use crate::model::cadre::{Axe, Cadre, RubriqueContent};
use crate::model::fiche::{Fiche, HeaderField, Reinforcement, Section};
use crate::model::{CellValues, Dossier, Exercices, Montant};

/// A fiche of the convention, as its template reads it.
#[derive(Debug, Serialize)]
pub struct FicheView {
    /// Path of its emitted file, from the root of the emitted folder.
    pub chemin: String,
    /// What leads to it.
    pub ancre: String,
    /// Whether it follows, on the same page, the table of the node that it is in.
    pub ouvre_la_partie: bool,
    /// Number in the act.
    pub numero: Numero,
    /// Where it stands: « Annexe A », « Axe 2 ».
    pub axe: String,
    /// Level of its heading; its sections have the next one.
    pub niveau: u8,
    /// « Mesure 2.1 · … »; `None` when the fiche names none.
    pub mesure: Option<String>,
    /// Title of the action.
    pub intitule: String,
    /// Whether the act gives no title, and the one printed was supplied by the content.
    pub intitule_absent: bool,
    /// What the act says of its novelty, one line each: « action nouvelle ».
    pub statuts: Vec<String>,
    /// Label of the total, with what it covers.
    pub etiquette_total: String,
    /// Total of the financements that the convention counts, in euros, or why no amount is given; `None` without a budget.
    pub total: Option<String>,
    /// What the total lacks: « hors 1 montant non renseigné ».
    pub reserve: Option<String>,
    /// What each financeur pays of the total.
    pub parts: Vec<ShareView>,
    /// Whether the total lacks no amount, so that each has a share of it.
    pub parts_connues: bool,
    /// The rest of the identity block.
    pub champs: Vec<FieldView>,
    /// Text before the first section.
    pub introduction: Vec<Fragment>,
    /// In the order of the act.
    pub sections: Vec<FicheSectionView>,
}

/// Most characters of a datum that stands beside its heading.
const BRIEF: usize = 120;

/// Added to the level of headings in a report: a fiche is printed below its annexe.
pub(super) const HEADING_OFFSET: u8 = 1;

/// The share of a financeur in a fiche.
#[derive(Debug, Serialize)]
pub struct ShareView {
    /// Name of the financeur.
    pub nom: String,
    /// Amount in words, in euros; or the word of its absence.
    pub montant: String,
    /// Whether [`ShareView::montant`] words an absence.
    pub absence: bool,
    /// What the amount lacks.
    pub reserve: Option<String>,
    /// Percentage of the total, with its sign; empty when the total is zero or lacks an amount.
    pub part: String,
    /// Length of its bar, per ten thousand of the total.
    pub ratio: u32,
}

/// A labelled fact of an identity block.
#[derive(Debug, Serialize)]
pub struct FieldView {
    /// Label.
    pub etiquette: String,
    /// The fact, or the word of its absence.
    pub valeur: String,
    /// Whether [`FieldView::valeur`] words an absence.
    pub absence: bool,
    /// Whether it is too long for one column.
    pub large: bool,
    /// Whether the act should say it and does not.
    #[serde(skip)]
    pub is_unwritten: bool,
}

/// A section of a fiche.
#[derive(Debug, Serialize)]
pub struct FicheSectionView {
    /// Rank of its heading in the prose of the document.
    pub titre: usize,
    /// Text and the tables in it; the datum of its rubrique when it has no text.
    pub corps: Vec<Fragment>,
    /// Whether it holds one datum.
    pub breve: bool,
}

impl Composer<'_> {
    /// Composes a fiche.
    pub fn fiche(&mut self, fiche: &Fiche) -> FicheView {
        self.fiche_at(fiche, super::annexes::level(&self.dossier.cadre, &fiche.axe.value) + 1)
    }

    /// The same, under a heading of another level.
    pub(super) fn fiche_at(&mut self, fiche: &Fiche, level: u8) -> FicheView {
        let dossier = self.dossier;
        // Its sections are of level 2 in its file.
        let introduction = self.fragments(&fiche.introduction, level - 1);
        let sections = fiche.sections.iter().map(|s| self.section(s, fiche, level - 1)).collect();
        let total = sums::fiche_total(fiche);
        let budget = sums::counted(fiche).next();
        FicheView {
            chemin: format!("convention/{}", file_name(fiche)),
            ancre: anchor(fiche.number.value),
            ouvre_la_partie: super::annexes::opens_its_node(fiche, dossier),
            numero: fiche.number.value,
            axe: dossier.cadre.axe(&fiche.axe.value).map(Axe::heading).unwrap_or_default(),
            niveau: level,
            mesure: mesure_line(fiche, &dossier.cadre),
            intitule: fiche.title.value.clone(),
            intitule_absent: fiche.title_supplied,
            statuts: status_lines(fiche, &dossier.cadre),
            etiquette_total: total_label(fiche, &dossier.convention.exercices),
            total: budget.map(|_| in_words(&total, cents([total.total]))),
            reserve: total.caveat(),
            parts: shares(fiche, dossier, &total),
            parts_connues: total.missing() == 0,
            champs: identity_fields(fiche, &dossier.cadre),
            introduction,
            sections,
        }
    }

    fn section(&mut self, section: &Section, fiche: &Fiche, offset: u8) -> FicheSectionView {
        let title = self.heading(&section.title);
        let mut body = self.fragments_under(&section.title, &section.body, offset);
        if section.body.is_empty() {
            body = header_datum(section, fiche, self.dossier);
        }
        let brief =
            matches!(body.as_slice(), [Fragment::Ligne { texte, .. }] if texte.chars().count() <= BRIEF);
        FicheSectionView { titre: title, corps: body, breve: brief }
    }
}

/// Name of the emitted file of a fiche, in the folder of the annexes.
pub fn file_name(fiche: &Fiche) -> String {
    format!("fiche-{}.typ", fiche.number.value.in_file_name())
}

/// The anchor of a fiche in its document.
pub(super) fn anchor(number: Numero) -> String {
    format!("fiche-{}", number.in_file_name())
}

/// « Total », and what the counted budgets cover when it is the same for all: the exercices that their lines say, else
/// those of the act.
fn total_label(fiche: &Fiche, exercices: &Exercices) -> String {
    let period = |budget: &Budget| match &budget.period {
        Some(period) => period.value.to_string(),
        None => {
            let entries = entry::of_budget(budget, fiche, Some(exercices));
            let mut ranks: Vec<usize> = entries.iter().filter_map(|entry| entry.exercice).collect();
            ranks.sort_unstable();
            ranks.dedup();
            if ranks.is_empty() { exercices.label_of_all() } else { exercices.label(&ranks) }
        }
    };
    let mut periods: Vec<String> = sums::counted(fiche).map(period).collect();
    periods.dedup();
    match periods.as_slice() {
        [] => format!("Total {}", exercices.label_of_all()),
        [period] => format!("Total {period}"),
        _ => "Total".to_owned(),
    }
}

/// What a section without text prints: the datum of the header that its rubrique is about.
fn header_datum(section: &Section, fiche: &Fiche, dossier: &Dossier) -> Vec<Fragment> {
    let cadre = &dossier.cadre;
    let rubrique = section.rubrique.as_ref().and_then(|id| cadre.rubriques.iter().find(|r| r.id == *id));
    let Some(rubrique) = rubrique else { return Vec::new() };
    let table = |t: TableView| Fragment::Tableau { tableau: Box::new(t) };
    let line = |text: String, absence: bool| {
        if text.is_empty() { Vec::new() } else { vec![Fragment::Ligne { texte: sentence(&text), absence }] }
    };
    match rubrique.content {
        RubriqueContent::Prose => Vec::new(),
        RubriqueContent::Launch => line(cited::field_words(&fiche.launch), absent(&fiche.launch)),
        RubriqueContent::Duration => line(cited::field_words(&fiche.duration), absent(&fiche.duration)),
        RubriqueContent::Partners => line(cited::partners_words(&fiche.partners), absent(&fiche.partners)),
        RubriqueContent::Mention => match fiche.mentions.iter().find(|(m, _)| m.value == rubrique.id) {
            // A free text is printed as typed; the word of an answer is made a sentence, as « non ».
            Some((_, Ok(text))) if text.contains(char::is_whitespace) => {
                vec![Fragment::Ligne { texte: text.clone(), absence: false }]
            }
            Some((_, Ok(text))) => line(text.clone(), false),
            Some((_, Err(absence))) => line(absence.word().to_owned(), true),
            None => Vec::new(),
        },
        RubriqueContent::Budget => {
            let absence =
                fiche.no_budget.iter().flat_map(|absence| line(absence.value.word().to_owned(), true));
            let mut fragments: Vec<Fragment> = absence.collect();
            for budget in &fiche.budgets {
                if !budget.charges.is_empty() {
                    fragments.push(table(super::tables::charges(
                        &[budget],
                        fiche,
                        &dossier.convention.exercices,
                    )));
                }
                if !budget.financements.is_empty() {
                    fragments.push(table(super::tables::financements(
                        &[budget],
                        cadre,
                        &dossier.convention.exercices,
                    )));
                }
            }
            fragments
        }
        RubriqueContent::Indicateurs => {
            fiche.objectives.iter().map(|o| table(data::objectives(o, cadre))).collect()
        }
    }
}

fn absent<T>(field: &HeaderField<T>) -> bool {
    matches!(field, Some(Err(_)))
}

/// A sentence starts with a capital and ends with a period. A name keeps its own capitals: « eDF ».
fn sentence(text: &str) -> String {
    let first_word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_name = first_word.chars().any(char::is_uppercase);
    let mut letters = text.chars();
    let capital: String = letters
        .next()
        .map(|c| if is_name { c.to_string() } else { c.to_uppercase().collect() })
        .unwrap_or_default();
    let period = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{capital}{}{period}", letters.as_str())
}

/// The mesures in the words of the act, else in those of the cadre; words that entitle the action as well are not said twice.
fn mesure_line(fiche: &Fiche, cadre: &Cadre) -> Option<String> {
    let numbers: Vec<&str> = fiche.mesures.iter().map(|m| m.value.as_str()).collect();
    let titles: Vec<&str> =
        numbers.iter().filter_map(|n| cadre.mesure(n)).map(|(_, m)| m.title.as_str()).collect();
    let title = fiche
        .printed_mesure
        .as_ref()
        .map(|m| m.value.clone())
        .or_else(|| (!titles.is_empty()).then(|| titles.join(" ; ")))?;
    let is_the_title = flat(&title) == flat(&fiche.title.value);
    Some(match numbers.as_slice() {
        [] if is_the_title => return None,
        [only] if is_the_title => format!("Mesure {only}"),
        several if is_the_title => format!("Mesures {}", several.join(", ")),
        [] => title,
        [only] => format!("Mesure {only} · {title}"),
        several => format!("Mesures {} · {title}", several.join(", ")),
    })
}

fn status_lines(fiche: &Fiche, cadre: &Cadre) -> Vec<String> {
    let printed =
        |word: &str| cadre.status(word).map_or_else(|| word.to_owned(), |status| status.label.clone());
    fiche
        .statuses
        .iter()
        .map(|status| {
            let word = printed(&status.word.value);
            let proof = status.proof.iter().map(proof_in_words);
            let said: Vec<String> = proof.chain(status.precision.clone()).collect();
            if said.is_empty() { word } else { format!("{word} ({})", said.join(" ; ")) }
        })
        .collect()
}

/// « file active : de 410 à 1 000 personnes ».
fn proof_in_words(proof: &Reinforcement) -> String {
    let words = |cell: &CellValues| {
        cell.iter().map(|v| data::in_words(&v.measured.value)).collect::<Vec<_>>().join(", ")
    };
    let (from, to) = (proof.from.as_ref().map(words), proof.to.as_ref().map(words));
    let unit = proof.unit.as_ref().map(|unit| format!("\u{a0}{unit}")).unwrap_or_default();
    let by = &proof.by.value;
    match (from, to) {
        (Some(from), Some(to)) => format!("{by} : de {from} à {to}{unit}"),
        (None, Some(to)) => format!("{by} : {to}{unit}"),
        (Some(from), None) => format!("{by} : {from}{unit} auparavant"),
        (None, None) => by.clone(),
    }
}

/// A sum in euros, or the word of its absence.
fn in_words(sum: &Sum, decimals: u32) -> String {
    match sum.amount() {
        Ok(montant) => written_out(montant, decimals),
        Err(absence) => absence.word().to_owned(),
    }
}

fn shares(fiche: &Fiche, dossier: &Dossier, total: &Sum) -> Vec<ShareView> {
    let financeurs = dossier.cadre.financeurs.iter().map(|f| (Some(f.id.as_str()), f.name.as_str()));
    let shares: Vec<_> = financeurs
        .chain([(None, "Autres")])
        .filter(|(id, _)| sums::has_payer(fiche, *id))
        .map(|(id, name)| (name, sums::fiche_share(fiche, id)))
        .collect();
    let whole = Some(total.total.euros()).filter(|_| total.missing() == 0);
    let decimals = cents(shares.iter().map(|(_, s)| s.total));
    shares
        .into_iter()
        .map(|(name, sum)| ShareView {
            nom: name.to_owned(),
            montant: in_words(&sum, decimals),
            absence: sum.is_empty(),
            reserve: sum.caveat(),
            part: whole
                .filter(|_| !sum.is_empty())
                .and_then(|whole| share(sum.total.euros(), whole, 1))
                .unwrap_or_default(),
            ratio: ratio(sum.total, total.total),
        })
        .collect()
}

/// A share per ten thousand: precise enough for the length of a bar, and for nothing else.
fn ratio(part: Montant, total: Montant) -> u32 {
    let ten_thousand = rust_decimal::Decimal::from(10_000);
    part.euros()
        .checked_mul(ten_thousand)
        .and_then(|p| p.checked_div(total.euros()))
        .and_then(|r| u32::try_from(r.round()).ok())
        .unwrap_or(0)
}

/// The fields that no section of the fiche prints alone.
fn identity_fields(fiche: &Fiche, cadre: &Cadre) -> Vec<FieldView> {
    let field = |label: &str, value: String, absence: bool, unwritten: bool| FieldView {
        etiquette: label.to_owned(),
        absence: absence || unwritten,
        is_unwritten: unwritten,
        large: value.chars().count() > 60,
        valeur: if unwritten { "non renseigné dans l’acte".to_owned() } else { value },
    };
    let is_a_section = |content: RubriqueContent| {
        let of_rubrique = |id: &String| cadre.rubriques.iter().any(|r| r.id == *id && r.content == content);
        let alone = |section: &&Section| section.body.is_empty();
        fiche.sections.iter().filter(alone).any(|section| section.rubrique.iter().any(of_rubrique))
    };
    let (launch, duration, partners) = (&fiche.launch, &fiche.duration, &fiche.partners);
    let header = [
        (
            RubriqueContent::Launch,
            "Mise en place",
            cited::field_words(launch),
            absent(launch),
            launch.is_none(),
        ),
        (
            RubriqueContent::Duration,
            "Durée",
            cited::field_words(duration),
            absent(duration),
            duration.is_none(),
        ),
        (
            RubriqueContent::Partners,
            "Partenaires",
            cited::partners_words(partners),
            absent(partners),
            partners.is_none(),
        ),
    ];
    let no_budget = fiche.no_budget.as_ref().map(|a| field("Budget", a.value.word().to_owned(), true, false));
    header
        .into_iter()
        .filter(|(content, .., is_unwritten)| *is_unwritten || !is_a_section(*content))
        .map(|(_, label, words, is_absent, is_unwritten)| field(label, words, is_absent, is_unwritten))
        .chain(no_budget)
        .collect()
}
