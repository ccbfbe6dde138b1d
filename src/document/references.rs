//! Quotations of the model in prose: `{budget.total}`, `{tableau.sites}`, `{fiche.4.budget.total}`.

use super::view::{FigureView, KeyValue, Piece};
use super::{data, tables};
use crate::ledger::budget as calcul;
use crate::model::budget::Budget;
use crate::model::convention::BankAccount;
use crate::model::fiche::{Field, MeantFor, Partners};
use crate::model::{Absence, Dossier, Fiche, Montant};
use crate::text::ProjectPath;

/// What a reference leads to.
#[derive(Debug)]
pub enum Target {
    /// A few words in the sentence.
    Texte(String),
    /// Something that stands alone on its paragraph.
    Blocks(Vec<Piece>),
}

/// Where a reference is written: which names it sees.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'d> {
    /// The model.
    pub dossier: &'d Dossier,
    /// The fiche that quotes, if it is one.
    pub fiche: Option<&'d Fiche>,
    /// From the file that is emitted to the root of the emitted folder: `../` or nothing.
    pub root: &'static str,
    /// What is added to the level of headings.
    pub offset: u8,
}

/// What a name leads to.
///
/// # Errors
/// The names that could have been written instead.
pub fn resolve(scope: Scope<'_>, nom: &str) -> Result<Target, Vec<String>> {
    let dossier = scope.dossier;
    let parties: Vec<&str> = nom.split('.').collect();
    match parties.as_slice() {
        ["convention", "montant_etat"] => {
            Ok(Target::Texte(dossier.convention.montant_etat.value.to_string()))
        }
        ["convention", "annee"] => Ok(Target::Texte(dossier.convention.year.to_string())),
        ["convention", "lieu"] => Ok(Target::Texte(dossier.convention.location.clone())),
        ["departement", "nom"] => Ok(Target::Texte(dossier.organisation.departement.name.clone())),
        ["departement", "de"] => Ok(Target::Texte(dossier.organisation.departement.from.clone())),
        ["compte"] => match &dossier.organisation.count {
            Some(count) => Ok(Target::Blocks(vec![Piece::Coordonnees { lignes: bank_details(count) }])),
            None => Err(names(scope)),
        },
        ["fiche", numero, remainder @ ..] => {
            let fiche = dossier.fiches.iter().find(|f| f.number.value.to_string() == **numero);
            fiche.and_then(|f| of_fiche(scope, f, remainder)).ok_or_else(|| names(scope))
        }
        other => scope.fiche.and_then(|f| of_fiche(scope, f, other)).ok_or_else(|| names(scope)),
    }
}

/// The names that can be written at a place.
pub fn names(scope: Scope<'_>) -> Vec<String> {
    let mut names: Vec<String> = [
        "convention.montant_etat",
        "convention.annee",
        "convention.lieu",
        "departement.nom",
        "departement.de",
    ]
    .map(str::to_owned)
    .to_vec();
    if scope.dossier.organisation.count.is_some() {
        names.push("compte".to_owned());
    }
    let Some(fiche) = scope.fiche else {
        names.extend(scope.dossier.fiches.iter().map(|f| format!("fiche.{}.budget.total", f.number.value)));
        return names;
    };
    names.extend(["mise_en_place", "duree", "partenaires", "indicateurs"].map(str::to_owned));
    for budget in &fiche.budgets {
        let prefix =
            if fiche.budgets.len() == 1 { "budget".to_owned() } else { format!("budget.{}", budget.id) };
        names.extend(["charges", "financements", "total", "charges.total"].map(|s| format!("{prefix}.{s}")));
        let financeurs = budget.financements.iter().filter_map(|f| f.financeur.as_ref());
        names.extend(financeurs.map(|f| format!("{prefix}.financements.{}", f.value)));
    }
    names.extend(fiche.bordereaux.iter().map(|b| format!("bordereau.{}", b.id.value)));
    names.extend(fiche.tables.iter().map(|t| format!("tableau.{}", t.id.value)));
    names.extend(fiche.figures.iter().map(|f| format!("figure.{}", f.id.value)));
    names.extend(fiche.mentions.iter().map(|(m, _)| format!("mention.{}", m.value)));
    names
}

fn of_fiche(scope: Scope<'_>, fiche: &Fiche, parties: &[&str]) -> Option<Target> {
    let tableau = |t| Target::Blocks(vec![Piece::Tableau { tableau: Box::new(t) }]);
    match parties {
        ["budget", remainder @ ..] => budget(scope, fiche, remainder),
        ["bordereau", id] => {
            fiche.bordereaux.iter().find(|b| b.id.value == *id).map(|b| tableau(tables::bordereau(b)))
        }
        ["tableau", id] => fiche.tables.iter().find(|t| t.id.value == *id).map(|t| tableau(data::data(t))),
        ["figure", id] => fiche
            .figures
            .iter()
            .find(|f| f.id.value == *id)
            .map(|f| Target::Blocks(vec![Piece::Figure { figure: figure(f, scope) }])),
        ["indicateurs"] => {
            fiche.objectives.as_ref().map(|o| tableau(data::objectifs(o, &scope.dossier.cadre)))
        }
        ["mise_en_place"] => fiche.launch.as_ref().map(|_| Target::Texte(meant_for(&fiche.launch))),
        ["duree"] => fiche.duration.as_ref().map(|_| Target::Texte(meant_for(&fiche.duration))),
        ["partenaires"] => fiche.partners.as_ref().map(|_| Target::Texte(partners(&fiche.partners))),
        ["mention", id] => {
            let (_, answer) = fiche.mentions.iter().find(|(m, _)| m.value == *id)?;
            Some(Target::Texte(answer.as_ref().map_or_else(|a| a.word().to_owned(), Clone::clone)))
        }
        _ => None,
    }
}

fn budget(scope: Scope<'_>, fiche: &Fiche, parties: &[&str]) -> Option<Target> {
    let words = ["charges", "financements", "total"];
    let (chosen, remainder): (Vec<&Budget>, &[&str]) = match parties {
        [mot, ..] if words.contains(mot) => match fiche.budgets.as_slice() {
            [only] => (vec![only], parties),
            // Without a name: the one that the convention counts.
            _ => (vec![calcul::counted(fiche).next()?], parties),
        },
        [ids, remainder @ ..] => {
            let hits: Option<Vec<_>> =
                ids.split('+').map(|id| fiche.budgets.iter().find(|b| b.id == id)).collect();
            (hits?, remainder)
        }
        [] => return None,
    };
    let texte = |m: Montant| Some(Target::Texte(m.to_string()));
    let tableau = |t| Some(Target::Blocks(vec![Piece::Tableau { tableau: Box::new(t) }]));
    match (remainder, chosen.as_slice()) {
        (["charges"], budgets) => tableau(tables::charges(budgets, fiche)),
        (["financements"], budgets) => tableau(tables::financements(budgets, &scope.dossier.cadre)),
        (["total"], [only]) => texte(calcul::financements(only).total),
        (["charges", "total"], [only]) => texte(calcul::charges(only, fiche).total),
        (["financements", "total"], [only]) => texte(calcul::financements(only).total),
        (["financements", financeur], [only]) => {
            let part = calcul::share(only, Some(financeur));
            if part.is_empty() { None } else { texte(part.total) }
        }
        _ => None,
    }
}

fn figure(f: &crate::model::table::Figure, scope: Scope<'_>) -> FigureView {
    FigureView {
        titre: f.title.clone(),
        image: f.file.as_ref().map(|c| format!("{}{}", scope.root, emitted_path(&c.value))),
        alternative: f.alternative.clone(),
        legende: f.legend.clone(),
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
