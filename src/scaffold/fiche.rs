//! The sheet of an action: empty fields, what was contracted as comments beside them, and the lines that an
//! avenant adds to a sheet already begun.

use super::Work;
use super::yaml::{committed, euros, line, list_end, quoted, remark, reported};
use crate::diagnostic::TextEdit;
use crate::ledger::current::{Current, CurrentRow, CurrentTarget, words};
use crate::model::rapport::{Contract, RapportFiche};
use crate::model::{Cadre, Dossier};
use crate::text::{Sources, Span};

/// The only line of costs of an action that has no detail.
const OVERALL: &str = "Ensemble de l’action";

/// A new sheet.
pub(super) fn new_fiche(current: &Current<'_>, cadre: &Cadre) -> String {
    let f = current.fiche;
    let mut text = format!(
        "---\n# Fiche {} : {}\nfiche: {}\ndebut:                     # jour où l'action a commencé, ou « septembre 2022 », « en cours »\nfin:                       # jour où elle s'est terminée ; « en cours » si elle continue\n\nexecution:\n",
        f.number.value,
        line(&f.title.value),
        f.number.value
    );
    text.push_str("  charges:                 # engage : dû en droit ; liquide : arrêté pour paiement ; le reste à payer est calculé\n");
    for l in charge_lines(current) {
        text.push_str(&execution("    ", "prévu", &l, cadre));
    }
    text.push_str("  financements:\n");
    for l in &current.financements {
        text.push_str(&execution("    ", "contracté", l, cadre));
    }
    if current.financements.is_empty() {
        text.push_str("    - financeur: etat\n      engage:\n      liquide:\n");
    }
    if !current.targets.is_empty() {
        text.push_str("\nresultats:\n");
    }
    for target in &current.targets {
        text.push_str(&result("  ", target, cadre));
    }
    text.push_str("\nsuite:                     # poursuivi | modifié | abandonné\npieces:                    # - \"Convention du 3 mai\"\n---\n");
    for (_, title) in &cadre.rapport.rubriques {
        text.push_str(&format!("\n## {title}\n"));
    }
    text
}

/// The lines of costs; one for the whole when the fiche gives none.
fn charge_lines<'d>(current: &Current<'d>) -> Vec<CurrentRow<'d>> {
    if !current.charges.is_empty() {
        return current.charges.clone();
    }
    let total = current
        .financements
        .iter()
        .try_fold(crate::model::Montant::ZERO, |sum, l| l.montant.map(|m| sum + m));
    vec![CurrentRow { financeur: None, label: Some(OVERALL), montant: total, span: current.fiche.span }]
}

fn execution(margin: &str, word: &str, l: &CurrentRow<'_>, cadre: &Cadre) -> String {
    let (key, name) = match (l.financeur, l.label) {
        (Some(f), _) => {
            let name = cadre.financeur(f).map_or("", |f| f.name.as_str());
            (format!("financeur: {f}"), format!("{name}, {word}"))
        }
        (None, label) => (format!("libelle: {}", quoted(label.unwrap_or(""))), word.to_owned()),
    };
    let montant = l.montant.map_or_else(|a| a.word().to_owned(), euros);
    format!("{margin}# {name} : {montant}\n{margin}- {key}\n{margin}  engage:\n{margin}  liquide:\n")
}

fn result(margin: &str, c: &CurrentTarget<'_>, cadre: &Cadre) -> String {
    let known = c.indicateur.and_then(|i| cadre.indicateur(i)).map(|(_, i)| i.label.as_str());
    let mut text = String::new();
    if c.indicateur.is_some() {
        text.push_str(&format!("{margin}# {}\n", remark(c.label.or(known).unwrap_or(""))));
    }
    let dates: Vec<String> = c.target.iter().filter_map(|v| v.window).map(|f| f.to_string()).collect();
    let dates = if dates.is_empty() { String::new() } else { format!(" ({})", dates.join(" ; ")) };
    let baseline = c.baseline.map(|d| format!(" ; situation de départ : {}", words(d))).unwrap_or_default();
    let objective =
        line(&format!("{}{dates}{baseline}", words(c.target))).replace(['\u{202f}', '\u{a0}'], " ");
    text.push_str(&format!("{margin}# objectif : {objective}\n"));
    let key = match (c.indicateur, c.label) {
        (Some(i), _) => format!("indicateur: {}", quoted(i)),
        (None, label) => format!("libelle: {}", quoted(label.unwrap_or(""))),
    };
    text.push_str(&format!(
        "{margin}- {key}\n{margin}  valeur:\n{margin}  au:                    # jour de la situation ; pour une période, ajouter « du: … »\n{margin}  source: \"\"\n{margin}  commentaire: \"\"\n"
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
    let number = fiche.fiche.value;
    let is_known = |l: &CurrentRow<'_>| {
        fiche.charges.iter().any(|c| c.label.as_ref().map(|t| t.value.as_str()) == l.label)
    };
    let charges: Vec<String> = charge_lines(current)
        .iter()
        .filter(|l| !is_known(l))
        .map(|l| execution("", "prévu", l, cadre))
        .collect();
    add(work, sources, number, "charges", fiche.charges.first().map(|l| l.span), &charges);
    let is_paid = |l: &CurrentRow<'_>| {
        fiche.financements.iter().any(|x| match l.financeur {
            Some(f) => x.financeur.as_ref().is_some_and(|n| n.value == f),
            None => x.financeur.is_none() && x.label.as_ref().map(|t| t.value.as_str()) == l.label,
        })
    };
    let financements: Vec<String> = current
        .financements
        .iter()
        .filter(|l| !is_paid(l))
        .map(|l| execution("", "contracté", l, cadre))
        .collect();
    add(work, sources, number, "financements", fiche.financements.first().map(|l| l.span), &financements);
    let tracked = |c: &&CurrentTarget<'_>| !fiche.results.iter().any(|r| r.key() == c.key());
    let results: Vec<String> = current.targets.iter().filter(tracked).map(|c| result("", c, cadre)).collect();
    add(work, sources, number, "resultats", fiche.results.first().map(|r| r.span), &results);
    orphans(work, current, fiche);
}

/// Adds blocks of lines at the end of a list of a sheet.
fn add(work: &mut Work, sources: &Sources, number: u16, key: &str, first: Option<Span>, blocks: &[String]) {
    if blocks.is_empty() {
        return;
    }
    let place = first.and_then(|span| list_end(sources, span));
    let Some((span, margin)) = place else {
        work.messages.push(format!(
            "fiche {number} : {} à ajouter à la main sous « {key} », que le programme ne sait pas prolonger :\n{}",
            if blocks.len() > 1 { "lignes" } else { "ligne" },
            blocks.concat().trim_end()
        ));
        return;
    };
    let indent = |block: &String| block.lines().map(|l| format!("{margin}{l}\n")).collect::<String>();
    work.additions.push(TextEdit { span, text: blocks.iter().map(indent).collect() });
    let plural = if blocks.len() > 1 { "s" } else { "" };
    work.messages
        .push(format!("fiche {number} : {} ligne{plural} ajoutée{plural} sous « {key} »", blocks.len()));
}

/// Tells the lines of a sheet that the content no longer has.
fn orphans(work: &mut Work, current: &Current<'_>, fiche: &RapportFiche) {
    let mut say = |what: &str| {
        work.messages.push(format!(
            "fiche {} : « {what} » n’a plus de contrepartie dans la convention ; ce qui est écrit est gardé",
            fiche.fiche.value
        ));
    };
    let charges = charge_lines(current);
    for l in fiche.charges.iter().filter_map(|l| l.label.as_ref()) {
        if !charges.iter().any(|c| c.label == Some(l.value.as_str())) {
            say(&l.value);
        }
    }
    for l in &fiche.financements {
        let name = l.financeur.as_ref().or(l.label.as_ref()).map_or("", |t| t.value.as_str());
        if !current.financements.iter().any(|c| c.financeur.or(c.label) == Some(name)) {
            say(name);
        }
    }
    for r in &fiche.results {
        if !current.targets.iter().any(|c| c.key() == r.key()) {
            say(r.key());
        }
    }
}

/// What changed of an amount since a revision, in a sentence each.
pub(super) fn changes(current: &Current<'_>, contract: &Contract, cadre: &Cadre) -> Vec<String> {
    let mut sentences = Vec::new();
    for l in &current.financements {
        let before = contract.financements.iter().find(|c| {
            c.financeur.as_deref() == l.financeur && (l.financeur.is_some() || c.label.as_deref() == l.label)
        });
        let name = l.financeur.and_then(|f| cadre.financeur(f)).map(|f| f.name.as_str()).or(l.label);
        let (old, fresh) = (before.map(|c| reported(&c.montant)), committed(&l.montant).replace('"', ""));
        if let Some(old) = old.filter(|a| *a != fresh) {
            sentences.push(format!(
                "fiche {} : {} passe de {old} à {fresh} (le commentaire de la fiche garde l’ancien montant)",
                current.fiche.number.value,
                name.unwrap_or("")
            ));
        }
    }
    sentences
}
