//! A rate or a base of a valuation that differs from what the label or the prose gives.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::check::calculs;
use crate::check::grandeurs::{self, Grandeur, Sorte, contient, racines};
use crate::check::outils::pourcent;
use crate::check::textes::{par_fichier, passage_a, passages};
use crate::check::valorisations::{Poste, postes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Facteur, Genre};
use crate::model::{Fiche, Montant, Passage};
use crate::text::Span;

const FICHIER: &str = "content/2024/fiches/01-accueil.md";
const PHRASE: &str = "Deux sites ouvrent :";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-030",
    titre: "un taux ou une assiette valorisés ne sont pas ceux du texte",
    gravite: Gravite::Avertissement,
    verifie: "La part de temps et le taux d’une charge contre le seul pourcentage de son libellé, ou contre les phrases de \
              la prose qui nomment ces personnes et disent « … % de leur temps » (ou « de leur ETP ») ; le seul taux de la \
              fiche contre « porter ce taux à … % » ; la seule assiette contre le seul montant que la prose donne en \
              millions. Il suffit que la prose donne une fois la valeur pour que rien ne soit signalé.",
    pourquoi: "Le montant engagé est le produit de ces facteurs : si le texte en donne un autre, il est contestable.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "Les travailleurs sociaux y passent 40 % de leur temps. Deux sites ouvrent :",
        }],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Les travailleurs sociaux y passent 50 % de leur temps. Deux sites ouvrent :",
            },
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Les bénévoles y passent 40 % de leur temps. Deux sites ouvrent :",
            },
            Changement {
                fichier: FICHIER,
                de: "    - libelle: Travailleurs sociaux",
                a: "    - libelle: Travailleurs sociaux (à 50 %)",
            },
        ],
    },
    chercher,
};

/// What a share of time is a share of.
const TEMPS: [&str; 3] = ["etp", "temp", "mission"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    c.fiches().flat_map(|f| dans_la_fiche(f, passages(&tous, f))).collect()
}

fn dans_la_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let postes = postes(fiche);
    if postes.is_empty() {
        return Vec::new();
    }
    let prose: Vec<Grandeur<'_>> =
        grandeurs::de_prose(passages).filter(|g| g.sorte != Sorte::Compte).collect();
    let mut constats = Vec::new();
    for poste in &postes {
        let libelle = passage_a(passages, poste.charge.libelle.span).map(grandeurs::lire).unwrap_or_default();
        for facteur in poste.valorisation.facteurs.iter().filter(|f| matches!(f.genre, Genre::Pourcentage(_)))
        {
            constats.extend(pourcentage(facteur, poste, &libelle, &prose));
        }
    }
    constats.extend(taux_porte(&postes, &prose));
    constats.extend(assiette(&postes, &prose));
    constats
}

/// Against the label, or against the sentences that name the persons and their time.
fn pourcentage(
    facteur: &Facteur,
    poste: &Poste<'_>,
    libelle: &[Grandeur<'_>],
    prose: &[Grandeur<'_>],
) -> Option<Diagnostic> {
    let mut dits = libelle.iter().filter(|g| g.sorte == Sorte::Pourcentage);
    if let Some(dit) = dits.next() {
        let seul = dits.next().is_none() && dit.valeur != facteur.valeur.valeur;
        return seul.then(|| {
            constat(facteur.valeur.span, dit.span(), dit, &pourcent(facteur.valeur.valeur), "le libellé")
        });
    }
    if poste.tete.len() < 2 || facteur.genre != Genre::Pourcentage("du temps") {
        return None;
    }
    let du_temps = |g: &&Grandeur<'_>| {
        g.sorte == Sorte::Pourcentage
            && g.noms().first().is_some_and(|n| TEMPS.contains(&n.as_str()))
            && phrase_contient(g, &poste.tete)
    };
    contre(facteur, &prose.iter().filter(du_temps).collect::<Vec<_>>())
}

fn phrase_contient(g: &Grandeur<'_>, mots: &[String]) -> bool {
    let phrase: BTreeSet<String> = racines(g.passage.phrase(&g.octets)).into_iter().collect();
    contient(&phrase, mots)
}

/// What prose says, when it never says the factor; what a false computation says is told by it.
fn contre(facteur: &Facteur, dits: &[&Grandeur<'_>]) -> Option<Diagnostic> {
    if dits.iter().any(|g| g.valeur == facteur.valeur.valeur) {
        return None;
    }
    let dit = dits.iter().find(|g| !calculs::faux(g.passage).contains(&g.span()))?;
    Some(constat(dit.span(), facteur.valeur.span, dit, &pourcent(facteur.valeur.valeur), "le texte"))
}

fn constat(ici: Span, autre: Span, dit: &Grandeur<'_>, valeur: &str, qui: &str) -> Diagnostic {
    Diagnostic::constat(ici, format!("{qui} dit « {} », et la valorisation compte {valeur}", dit.citee()))
        .voir(autre, format!("{} contre {valeur}", dit.ecrite()))
        .aide("corriger le facteur ou le texte")
}

/// « porter ce taux à 35 % » against the only rate that the fiche values.
fn taux_porte(postes: &[Poste<'_>], prose: &[Grandeur<'_>]) -> Option<Diagnostic> {
    let facteur = seul(postes, Genre::Pourcentage(""))?;
    let porte = |g: &&Grandeur<'_>| {
        let avant = g.avant(40).to_lowercase();
        g.sorte == Sorte::Pourcentage && avant.contains("porter") && avant.trim_end().ends_with("taux à")
    };
    contre(facteur, &prose.iter().filter(porte).collect::<Vec<_>>())
}

/// « près de 4,5 millions d’euros » against the only base that the fiche values.
fn assiette(postes: &[Poste<'_>], prose: &[Grandeur<'_>]) -> Option<Diagnostic> {
    let facteur = seul(postes, Genre::Montant(""))?;
    let mut dits = prose.iter().filter(|g| g.sorte == Sorte::Euros && g.ecrite().contains("illion"));
    let dit =
        dits.next().filter(|d| dits.next().is_none() && !calculs::faux(d.passage).contains(&d.span()))?;
    let ecart = (dit.valeur - facteur.valeur.valeur).abs();
    // Farther than a third, it is another amount.
    if ecart <= dit.demi() || ecart.checked_mul(Decimal::from(3))? > facteur.valeur.valeur {
        return None;
    }
    let valeur = Montant::arrondi(facteur.valeur.valeur)?.to_string();
    Some(constat(dit.span(), facteur.valeur.span, dit, &valeur, "le texte"))
}

/// The factor of a kind, when one charge only has it.
fn seul<'d>(postes: &[Poste<'d>], genre: Genre) -> Option<&'d Facteur> {
    let mut facteurs = postes.iter().filter_map(|p| p.facteur(genre));
    facteurs.next().filter(|_| facteurs.next().is_none())
}
