//! References in the words of the page: what the target of a link prints.

use super::view::{FigureView, KeyValue, Piece, TableView};
use super::{data, tables};
use crate::ledger::budget as calcul;
use crate::model::budget::Budget;
use crate::model::convention::BankAccount;
use crate::model::fiche::{Field, MeantFor, Partners};
use crate::model::table::Figure;
use crate::model::{Absence, Dossier, Fiche};
use crate::resolve::{FicheDatum, LinkTarget};
use crate::text::ProjectPath;

/// From the emitted file that quotes a datum to the root of the emitted folder.
const ROOT: &str = "../";

/// What a target prints.
#[derive(Debug)]
pub enum Wording {
    /// A few words in the sentence.
    Words(String),
    /// Something that stands alone on its paragraph.
    Pieces(Vec<Piece>),
}

/// What a target prints; `None` when the dossier is not the one that the link was made in.
pub fn wording(target: &LinkTarget, dossier: &Dossier) -> Option<Wording> {
    let words = match target {
        LinkTarget::ConventionMontantEtat => dossier.convention.montant_etat.value.to_string(),
        LinkTarget::ConventionYear => dossier.convention.year.to_string(),
        LinkTarget::ConventionLocation => dossier.convention.location.clone(),
        LinkTarget::DepartementName => dossier.organisation.departement.name.clone(),
        LinkTarget::DepartementOfName => dossier.organisation.departement.from.clone(),
        LinkTarget::BankAccount => {
            let lignes = bank_details(dossier.organisation.count.as_ref()?);
            return Some(Wording::Pieces(vec![Piece::Coordonnees { lignes }]));
        }
        LinkTarget::Fiche { fiche, datum } => return of_fiche(datum, dossier.fiches.get(*fiche)?, dossier),
    };
    Some(Wording::Words(words))
}

fn of_fiche(datum: &FicheDatum, fiche: &Fiche, dossier: &Dossier) -> Option<Wording> {
    let budget = |rank: &usize| fiche.budgets.get(*rank);
    let budgets = |ranks: &[usize]| ranks.iter().map(budget).collect::<Option<Vec<&Budget>>>();
    let words = match datum {
        FicheDatum::ChargesTotal(rank) => calcul::charges(budget(rank)?, fiche).total.to_string(),
        FicheDatum::FinancementsTotal(rank) => calcul::financements(budget(rank)?).total.to_string(),
        FicheDatum::Share { budget: rank, financeur } => {
            calcul::share(budget(rank)?, Some(financeur)).total.to_string()
        }
        FicheDatum::Launch => meant_for(&fiche.launch),
        FicheDatum::Duration => meant_for(&fiche.duration),
        FicheDatum::Partners => partners(&fiche.partners),
        FicheDatum::Mention(rank) => {
            let (_, answer) = fiche.mentions.get(*rank)?;
            answer.as_ref().map_or_else(|absence| absence.word().to_owned(), Clone::clone)
        }
        FicheDatum::Charges(ranks) => return Some(table(tables::charges(&budgets(ranks)?, fiche))),
        FicheDatum::Financements(ranks) => {
            return Some(table(tables::financements(&budgets(ranks)?, &dossier.cadre)));
        }
        FicheDatum::Bordereau(rank) => return Some(table(tables::bordereau(fiche.bordereaux.get(*rank)?))),
        FicheDatum::Table(rank) => return Some(table(data::data(fiche.tables.get(*rank)?))),
        FicheDatum::Objectives => {
            return Some(table(data::objectifs(fiche.objectives.as_ref()?, &dossier.cadre)));
        }
        FicheDatum::Figure(rank) => {
            let figure = figure(fiche.figures.get(*rank)?);
            return Some(Wording::Pieces(vec![Piece::Figure { figure }]));
        }
    };
    Some(Wording::Words(words))
}

fn table(tableau: TableView) -> Wording {
    Wording::Pieces(vec![Piece::Tableau { tableau: Box::new(tableau) }])
}

fn figure(figure: &Figure) -> FigureView {
    FigureView {
        titre: figure.title.clone(),
        image: figure.file.as_ref().map(|file| format!("{ROOT}{}", emitted_path(&file.value))),
        alternative: figure.alternative.clone(),
        legende: figure.legend.clone(),
    }
}

/// Where an image of an edition stands in the emitted folder: `content/2022/images/a.png` is `images/a.png`.
pub fn emitted_path(chemin: &ProjectPath) -> String {
    chemin.as_str().splitn(3, '/').nth(2).unwrap_or(chemin.as_str()).to_owned()
}

fn bank_details(count: &BankAccount) -> Vec<KeyValue> {
    let valeur = |cle: &str, v: &Result<String, Absence>| KeyValue {
        cle: cle.to_owned(),
        valeur: v.clone().unwrap_or_else(|a| a.word().to_owned()),
        absence: v.is_err(),
    };
    vec![
        valeur("Dénomination sociale", &Ok(count.holder.clone())),
        valeur("Code établissement", &count.bank_code.value),
        valeur("Code guichet", &count.branch_code.value),
        valeur("Numéro de compte", &count.number.value),
        valeur("Clé RIB", &count.key.value),
        valeur("IBAN", &Ok(count.iban.value.clone())),
        valeur("BIC", &Ok(count.bic.value.clone())),
    ]
}

/// A header field in words: data of the parts of the action, or the word of its absence.
pub fn meant_for<T: std::fmt::Display>(field: &Field<Vec<MeantFor<T>>>) -> String {
    match field {
        None => String::new(),
        Some(Err(absence)) => absence.value.word().to_owned(),
        Some(Ok(list)) => list
            .iter()
            .map(|p| match &p.object {
                Some(object) => format!("{object} : {}", p.datum),
                None => p.datum.to_string(),
            })
            .collect::<Vec<_>>()
            .join(" ; "),
    }
}

/// The partners in words.
pub fn partners(field: &Field<Partners>) -> String {
    match field {
        None => String::new(),
        Some(Err(absence)) => absence.value.word().to_owned(),
        Some(Ok(Partners::Nothing(_))) => "aucun".to_owned(),
        Some(Ok(Partners::List(names))) => {
            names.iter().map(|n| n.value.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}
