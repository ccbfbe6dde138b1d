//! The sheet of an action: empty fields, what was contracted as comments beside them, and the lines that an
//! avenant adds to a sheet already begun.

use super::Work;
use super::yaml::{committed, euros, line, quoted, remark, reported};
use crate::lang::same_label;
use crate::ledger::current::{Current, CurrentRow, CurrentTarget, words};
use crate::model::Numero;
use crate::model::asked_rapport::CadreRapport;
use crate::model::rapport::{Contract, RapportFiche};
use crate::model::{Cadre, Dossier, Montant};
use crate::syntax::edit::indented;
use crate::syntax::{Edits, Node, yaml};
use crate::text::Sources;

/// The only line of costs of an action that has no detail.
const OVERALL: &str = "Ensemble de l’action";

/// A new sheet.
pub(super) fn new_fiche(current: &Current<'_>, cadre: &Cadre, asked: &CadreRapport) -> String {
    let fiche = current.fiche;
    let mut text = format!(
        "---\n# Fiche {} : {}\nfiche: {}\ndebut:                     # jour où l'action a commencé, ou « septembre 2022 », « en cours »\nfin:                       # jour où elle s'est terminée ; « en cours » si elle continue\n\nexecution:\n",
        fiche.number.value,
        line(&fiche.title.value),
        fiche.number.value
    );
    text.push_str("  charges:                 # engage : dû en droit ; liquide : arrêté pour paiement ; le reste à payer est calculé\n");
    for row in charge_rows(current) {
        text.push_str(&indented(&execution("prévu", &row, cadre), "    "));
    }
    text.push_str("  financements:\n");
    for row in &current.financements {
        text.push_str(&indented(&execution("contracté", row, cadre), "    "));
    }
    if current.financements.is_empty() {
        text.push_str("    - financeur: etat\n      engage:\n      liquide:\n");
    }
    if !current.targets.is_empty() {
        text.push_str("\nresultats:\n");
    }
    for target in &current.targets {
        text.push_str(&indented(&result(target, cadre), "  "));
    }
    text.push_str("\nsuite:                     # poursuivi | modifié | abandonné\npieces:                    # - \"Convention du 3 mai\"\n---\n");
    for (_, title) in &asked.rubriques {
        text.push_str(&format!("\n## {title}\n"));
    }
    text
}

/// The rows of costs; one for the whole when the fiche gives none.
fn charge_rows<'d>(current: &Current<'d>) -> Vec<CurrentRow<'d>> {
    if !current.charges.is_empty() {
        return current.charges.clone();
    }
    let total = current
        .financements
        .iter()
        .try_fold(Montant::ZERO, |sum, row| row.montant.map(|montant| sum + montant));
    vec![CurrentRow {
        financeur: None,
        label: Some(OVERALL),
        montant: total,
        by_exercice: Vec::new(),
        span: current.fiche.span,
    }]
}

/// An item to fill in, without margin, under what was planned or contracted.
fn execution(word: &str, row: &CurrentRow<'_>, cadre: &Cadre) -> String {
    let (key, name) = match (row.financeur, row.label) {
        (Some(id), _) => {
            let name = cadre.financeur(id).map_or("", |f| f.name.as_str());
            (format!("financeur: {id}"), format!("{name}, {word}"))
        }
        (None, label) => (format!("libelle: {}", quoted(label.unwrap_or(""))), word.to_owned()),
    };
    let montant = row.montant.map_or_else(|absence| absence.word().to_owned(), euros);
    format!("# {name} : {montant}\n- {key}\n  engage:\n  liquide:\n")
}

/// An item to fill in, without margin, under the target that was contracted.
fn result(target: &CurrentTarget<'_>, cadre: &Cadre) -> String {
    let known = target.indicateur.and_then(|id| cadre.indicateur(id)).map(|(_, i)| i.label.as_str());
    let mut text = String::new();
    if target.indicateur.is_some() {
        text.push_str(&format!("# {}\n", remark(target.label.or(known).unwrap_or(""))));
    }
    let dates: Vec<String> = target.target.iter().filter_map(|v| v.window).map(|w| w.to_string()).collect();
    let dates = if dates.is_empty() { String::new() } else { format!(" ({})", dates.join(" ; ")) };
    let baseline =
        target.baseline.map(|b| format!(" ; situation de départ : {}", words(b))).unwrap_or_default();
    let objective =
        line(&format!("{}{dates}{baseline}", words(target.target))).replace(['\u{202f}', '\u{a0}'], " ");
    text.push_str(&format!("# objectif : {objective}\n"));
    let key = match (target.indicateur, target.label) {
        (Some(id), _) => format!("indicateur: {}", quoted(id)),
        (None, label) => format!("libelle: {}", quoted(label.unwrap_or(""))),
    };
    text.push_str(&format!(
        "- {key}\n  valeur:\n  au:                    # jour de la situation ; pour une période, ajouter « du: … »\n  source: \"\"\n  commentaire: \"\"\n"
    ));
    text
}

/// What an avenant adds to a sheet already begun, and what no longer has a counterpart.
pub(super) fn complete(
    work: &mut Work,
    dossier: &Dossier,
    sources: &Sources,
    current: &Current<'_>,
    fiche: &RapportFiche,
) {
    let cadre = &dossier.cadre;
    let is_planned = |row: &CurrentRow<'_>| {
        fiche.charges.iter().any(|c| c.label.as_ref().map(|t| t.value.as_str()) == row.label)
    };
    let charges = charge_rows(current);
    let charges = charges.iter().filter(|row| !is_planned(row)).map(|row| execution("prévu", row, cadre));
    let is_paid = |row: &CurrentRow<'_>| {
        fiche.financements.iter().any(|x| match row.financeur {
            Some(f) => x.financeur.as_ref().is_some_and(|n| n.value == f),
            None => x.financeur.is_none() && x.label.as_ref().map(|t| t.value.as_str()) == row.label,
        })
    };
    let financements =
        current.financements.iter().filter(|row| !is_paid(row)).map(|row| execution("contracté", row, cadre));
    let is_tracked =
        |target: &&CurrentTarget<'_>| fiche.results.iter().any(|r| same_label(r.key(), target.key()));
    let results = current.targets.iter().filter(|target| !is_tracked(target)).map(|t| result(t, cadre));
    if let Ok(root) = yaml::read(sources, fiche.span) {
        let number = fiche.fiche.value;
        let execution = root.entry("execution").map(|(_, value)| value);
        let mut edits = Edits::new(sources, fiche.span, &root);
        for (key, parent, items) in [
            ("charges", execution, charges.collect::<Vec<_>>()),
            ("financements", execution, financements.collect()),
            ("resultats", Some(&root), results.collect()),
        ] {
            let list = parent.and_then(|node| node.entry(key)).map(|(_, list)| list);
            add(work, &mut edits, number, key, list, &items);
        }
        work.additions.extend(edits.finish());
    }
    orphans(work, current, fiche);
}

/// Adds items at the end of a list of a sheet, or says that they are to be added by hand.
fn add(
    work: &mut Work,
    edits: &mut Edits<'_>,
    number: Numero,
    key: &str,
    list: Option<&Node>,
    items: &[String],
) {
    if items.is_empty() {
        return;
    }
    let plural = if items.len() > 1 { "s" } else { "" };
    let added = list.is_some_and(|list| edits.append_items(list, &items.concat()));
    work.messages.push(if added {
        format!("fiche {number} : {} ligne{plural} ajoutée{plural} sous « {key} »", items.len())
    } else {
        format!(
            "fiche {number} : ligne{plural} à ajouter à la main sous « {key} », que le programme ne sait pas prolonger :\n{}",
            items.concat().trim_end()
        )
    });
}

/// Tells the rows of a sheet that the content no longer has.
fn orphans(work: &mut Work, current: &Current<'_>, fiche: &RapportFiche) {
    let mut say = |what: &str| {
        work.messages.push(format!(
            "fiche {} : « {what} » n’a plus de contrepartie dans la convention ; ce qui est écrit est gardé",
            fiche.fiche.value
        ));
    };
    let charges = charge_rows(current);
    for label in fiche.charges.iter().filter_map(|row| row.label.as_ref()) {
        if !charges.iter().any(|charge| charge.label == Some(label.value.as_str())) {
            say(&label.value);
        }
    }
    for row in &fiche.financements {
        let name = row.financeur.as_ref().or(row.label.as_ref()).map_or("", |t| t.value.as_str());
        if !current.financements.iter().any(|row| row.financeur.or(row.label) == Some(name)) {
            say(name);
        }
    }
    for result in &fiche.results {
        if !current.targets.iter().any(|target| same_label(target.key(), result.key())) {
            say(result.key());
        }
    }
}

/// What changed of an amount since a revision, in a sentence each.
pub(super) fn changes(current: &Current<'_>, contract: &Contract, cadre: &Cadre) -> Vec<String> {
    let mut sentences = Vec::new();
    for row in &current.financements {
        let before = contract.financements.iter().find(|old| {
            let same_label = row.financeur.is_some() || old.label.as_deref() == row.label;
            old.financeur.as_deref() == row.financeur && same_label
        });
        let name = row.financeur.and_then(|id| cadre.financeur(id)).map(|f| f.name.as_str()).or(row.label);
        let (old, new) =
            (before.map(|old| reported(&old.of_whole_act())), committed(&row.montant).replace('"', ""));
        if let Some(old) = old.filter(|old| *old != new) {
            sentences.push(format!(
                "fiche {} : {} passe de {old} à {new} (le commentaire de la fiche garde l’ancien montant)",
                current.fiche.number.value,
                name.unwrap_or("")
            ));
        }
    }
    sentences
}
