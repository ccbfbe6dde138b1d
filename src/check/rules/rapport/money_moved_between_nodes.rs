//! An avenant moved money of the State out of a node of the tree that keeps its own, or into it.

use std::collections::BTreeMap;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::cadre::Cadre;
use crate::model::parties::PartyRole;
use crate::model::rapport::{Rapport, Revision};
use crate::model::{Dossier, Montant};

const REFERENCE: &str = "content/2024/rapports/2024/reference.yaml";

/// A revision before the one that the example has.
const BEFORE: &str = "revisions:\n  - edition: \"2024\"\n    etat: signé\n    date: 2024-01-15\n    empreinte: \"0000\"\n    montant_etat: \"74 600 €\"\n    fiches:\n      - { fiche: 1, annexe: \"A\", titre: \"Premier accueil\", financements: [{ financeur: \"etat\", montant: \"60 000 €\" }] }\n      - { fiche: 2, annexe: \"B\", titre: \"Équipe mobile\", financements: [{ financeur: \"etat\", montant: \"14 600 €\" }] }\n";
/// The same, with as much money in each node.
const SAME: &str = "revisions:\n  - edition: \"2024\"\n    etat: signé\n    date: 2024-01-15\n    empreinte: \"0000\"\n    montant_etat: \"64 600 €\"\n    fiches:\n      - { fiche: 1, annexe: \"A\", titre: \"Premier accueil\", financements: [{ financeur: \"etat\", montant: \"40 000 €\" }] }\n      - { fiche: 2, annexe: \"B\", titre: \"Équipe mobile\", financements: [{ financeur: \"etat\", montant: \"24 600 €\" }] }\n";

pub(crate) static PAGE: Page = Page {
    title: "un avenant déplace des crédits d’une branche qui n’est pas fongible",
    severity: Severity::Warning,
    checks: "D’une révision de l’édition à la suivante (`reference.yaml`), les crédits de l’État de chaque branche dite \
              `fongible: non` dans le cadre, et ceux du reste de l’acte : ce que l’une perd, d’autres le gagnent, au centime. Un \
              avenant qui ajoute ou retire des crédits sans les déplacer n’est pas signalé, ni ce qui passe d’une action à une \
              autre de la même branche.",
    why: "Les crédits d’une branche qui n’est pas fongible ne financent qu’elle : un virement peut être repris.",
    source: "Le cadre de la convention (clé « fongible »), d’après l’instruction qui la fixe.",
    example: Example {
        context: &[Change {
            file: "content/cadres/essai-rapport.yaml",
            from: "{ id: A, titre: Engagements communs,",
            to: "{ id: A, fongible: non, titre: Engagements communs,",
        }],
        fault: &[Change { file: REFERENCE, from: "revisions:\n", to: BEFORE }],
        admitted: &[Change { file: REFERENCE, from: "revisions:\n", to: SAME }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    if dossier.cadre.axes.iter().all(|axe| axe.fungible) {
        return Vec::new();
    }
    // Each report records all the revisions before it: the last one has them all.
    let last = dossier.rapports.iter().rev().find(|rapport| !rapport.revisions.is_empty());
    last.map(|rapport| moves(rapport, dossier)).unwrap_or_default()
}

fn moves(rapport: &Rapport, dossier: &Dossier) -> Vec<Diagnostic> {
    let pairs = rapport.revisions.iter().enumerate().filter_map(|(rank, revision)| {
        let earlier = rapport.revisions.get(..rank)?;
        let before = earlier.iter().rev().find(|earlier| earlier.edition.value == revision.edition.value)?;
        Some((before, revision))
    });
    pairs.filter_map(|(before, after)| moved(before, after, &dossier.cadre)).collect()
}

fn moved(before: &Revision, after: &Revision, cadre: &Cadre) -> Option<Diagnostic> {
    let (old, new) = (by_pool(before, cadre)?, by_pool(after, cadre)?);
    let pools: Vec<Option<&str>> = old.keys().chain(new.keys()).copied().collect();
    let mut changes: BTreeMap<Option<&str>, Montant> = BTreeMap::new();
    for pool in pools {
        let of =
            |amounts: &BTreeMap<Option<&str>, Montant>| amounts.get(&pool).copied().unwrap_or(Montant::ZERO);
        changes.insert(pool, of(&new) - of(&old));
    }
    let total: Montant = changes.values().copied().sum();
    let (lost, won): (Vec<_>, Vec<_>) = changes
        .iter()
        .filter(|(_, change)| !change.is_zero())
        .partition(|(_, change)| **change < Montant::ZERO);
    // Money that is added or taken away as well could explain the rest.
    if !total.is_zero() || lost.is_empty() || won.is_empty() {
        return None;
    }
    let name = |pool: &Option<&str>| match pool.and_then(|id| cadre.axe(id)) {
        Some(axe) => axe.the(),
        None => "le reste de l’acte".to_owned(),
    };
    let say = |side: &[(&Option<&str>, &Montant)]| {
        let parts = side.iter().map(|(pool, change)| {
            let amount = if **change < Montant::ZERO { Montant::ZERO - **change } else { **change };
            format!("{} ({amount})", name(pool))
        });
        parts.collect::<Vec<_>>().join(", ")
    };
    let message = format!(
        "cette révision déplace des crédits de l’État qui ne sont pas fongibles : moins pour {}, plus pour {}",
        say(&lost),
        say(&won)
    );
    Some(
        Diagnostic::finding(after.edition.span, message)
            .also(before.edition.span, "révision précédente")
            .help("vérifier que l’avenant pouvait le faire ; sinon, remettre ces crédits dans leur branche"),
    )
}

/// What the State contracted for each node that keeps its money, and for the rest of the act; `None` when an amount is not
/// known, or when a node is no more in the cadre.
fn by_pool<'c>(revision: &Revision, cadre: &'c Cadre) -> Option<BTreeMap<Option<&'c str>, Montant>> {
    let mut amounts = BTreeMap::new();
    for contract in &revision.contracts {
        cadre.axe(&contract.annexe)?;
        let pool = cadre.pool_of(&contract.annexe).map(|axe| axe.id.value.as_str());
        for row in &contract.financements {
            if row.financeur.as_deref().is_some_and(|id| cadre.has_role(id, PartyRole::Etat)) {
                let amount = row.of_whole_act().ok()?.value;
                let sum = amounts.entry(pool).or_insert(Montant::ZERO);
                *sum = *sum + amount;
            }
        }
    }
    Some(amounts)
}
