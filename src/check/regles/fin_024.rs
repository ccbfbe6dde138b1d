//! One grade or one post valued with two unit costs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::valorisations::{Poste, postes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Montant;
use crate::text::{Motif, motif};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const CHARGE: &str = "    - { libelle: Accompagnement, montant: 30 880 € }";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-024",
    titre: "un même poste est valorisé à deux coûts unitaires",
    gravite: Gravite::Avertissement,
    verifie: "Les coûts annuels des charges de même libellé (précisions entre parenthèses ou après deux-points à part), et \
              les coûts annuels ou journaliers des charges qui nomment la même catégorie (A, B ou C), dans tout l’acte. \
              Deux coûts différents sont signalés ; pour une simple catégorie, qui réunit plusieurs grades, en conseil.",
    pourquoi: "Le même agent ne peut coûter deux prix : l’une des valorisations est à revoir, ou une raison est à dire.",
    source: "Cohérence interne de l’acte ; justification des dépenses de personnel valorisées.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: CHARGE,
            a: "    - { libelle: Travailleurs sociaux, valorisation: { effectif: 1, mois: 8, cout_annuel: 46 320 € } }",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: CHARGE,
            a: "    - { libelle: Accompagnement par un psychologue, valorisation: { effectif: 1, mois: 8, cout_annuel: 46 320 € } }",
        }],
    },
    chercher,
};

static CATEGORIE: LazyLock<Motif> = LazyLock::new(|| motif(r"(?i)\bcatégorie[ \x{a0}]([ABC])\b"));

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut par_libelle: BTreeMap<Vec<String>, Vec<Poste<'_>>> = BTreeMap::new();
    let mut par_categorie: BTreeMap<(String, &str), Vec<Poste<'_>>> = BTreeMap::new();
    for poste in c.fiches().flat_map(postes) {
        if let Some(lettre) = CATEGORIE.captures(&poste.charge.libelle.valeur).and_then(|c| c.get(1)) {
            par_categorie
                .entry((lettre.as_str().to_uppercase(), poste.unite))
                .or_default()
                .push(poste.clone());
        }
        if poste.annuel() && !poste.tete.is_empty() {
            par_libelle.entry(poste.tete.clone()).or_default().push(poste);
        }
    }
    let memes = par_libelle
        .into_values()
        .filter_map(|p| comparer(&p, &format!("« {} »", p.first()?.charge.libelle.valeur)));
    let categories = par_categorie.into_iter().filter_map(|((lettre, _), p)| {
        // The same label is told by the other comparison.
        let libelles = p.iter().any(|a| p.first().is_some_and(|b| a.tete != b.tete || !a.annuel()));
        comparer(&p, &format!("la catégorie {lettre}")).filter(|_| libelles).map(Diagnostic::conseil)
    });
    memes.chain(categories).collect()
}

fn comparer(postes: &[Poste<'_>], quoi: &str) -> Option<Diagnostic> {
    let mut valeurs: BTreeMap<Decimal, usize> = BTreeMap::new();
    postes.iter().for_each(|p| *valeurs.entry(p.cout).or_default() += 1);
    // The rarest is the one to look at; the last written among equals.
    let (rare, _) = valeurs.iter().min_by_key(|(_, n)| **n).filter(|_| valeurs.len() > 1)?;
    let suspect = postes.iter().rev().find(|p| p.cout == *rare)?;
    let dire = |p: &Poste<'_>| {
        format!("{} {}", Montant::arrondi(p.cout).unwrap_or_default(), p.unite).trim_end().to_owned()
    };
    let autres: Vec<String> = valeurs
        .keys()
        .filter(|v| *v != rare)
        .map(|v| Montant::arrondi(*v).unwrap_or_default().to_string())
        .collect();
    let mut constat = Diagnostic::constat(
        suspect.span_du_cout,
        format!("{quoi} est valorisé ici à {}, et ailleurs à {}", dire(suspect), autres.join(", ")),
    )
    .aide("retenir un seul coût, ou dire ce qui distingue ces postes");
    for p in postes.iter().filter(|p| p.span_du_cout != suspect.span_du_cout).take(12) {
        constat = constat.voir(p.span_du_cout, format!("fiche {} : {}", p.fiche.numero.valeur, dire(p)));
    }
    Some(constat)
}
