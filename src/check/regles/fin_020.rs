//! An amount told in a text that is nearly, and not, an amount of the data.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::aggregate::totaux;
use crate::check::calculs;
use crate::check::montants::{Donnee, de_fiche};
use crate::check::outils::ecart;
use crate::check::textes::{par_fichier, passages};
use crate::check::voisinage::{Ecart, chiffres, voisins};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::{Fait, Nature};
use crate::model::{Fiche, Montant, Passage};
use crate::text::Span;

const FICHIER: &str = "content/2024/fiches/01-accueil.md";
const PHRASE: &str = "Deux sites ouvrent :";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-020",
    titre: "un montant du texte est presque un montant du budget",
    gravite: Gravite::Avertissement,
    verifie: "Chaque montant de la prose, d’un libellé ou d’une note d’une fiche est \
              rapproché des montants de la même fiche ; un montant d’article, du montant de l’État et des totaux de \
              l’acte. Est signalé celui qui n’en diffère que par un chiffre, par deux chiffres intervertis, par un \
              chiffre oublié, par les centimes, ou de moins d’un millième. Un montant de moins de quatre chiffres utiles, ou qui est exactement \
              un montant de la fiche, n’est pas retenu.",
    pourquoi: "Deux écritures du même montant se contredisent : rien ne dit laquelle engage les parties.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "Les loyers atteignent 11 350,50 € par an. Deux sites ouvrent :",
        }],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Les loyers atteignent 11 250,50 € par an. Deux sites ouvrent :",
            },
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Le mobilier a coûté 21 000 €. Deux sites ouvrent :",
            },
        ],
    },
    chercher,
};

/// Digits that tell something, below which two amounts are near by chance.
const UTILES: usize = 4;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let mut constats: Vec<Diagnostic> =
        c.fiches().flat_map(|f| dans_la_fiche(f, passages(&tous, f))).collect();
    let articles = c.dossier.articles.iter().filter_map(|a| tous.get(&a.span.fichier));
    let dits: Vec<(Montant, Span)> = articles.flat_map(|p| montants_dits(p)).collect();
    if !dits.is_empty() {
        let donnees = de_l_acte(c);
        let connus: BTreeSet<Montant> = donnees.iter().map(|d| d.montant).collect();
        constats.extend(dits.iter().filter_map(|(m, span)| rapprocher(*m, *span, &donnees, &connus)));
    }
    constats
}

fn dans_la_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let dits = montants_dits(passages);
    if dits.is_empty() {
        return Vec::new();
    }
    let donnees = de_fiche(fiche);
    let connus: BTreeSet<Montant> = donnees.iter().map(|d| d.montant).collect();
    dits.into_iter().filter_map(|(m, span)| rapprocher(m, span, &donnees, &connus)).collect()
}

/// The amounts that texts tell, but those of a computation that is false.
fn montants_dits(passages: &[Passage]) -> Vec<(Montant, Span)> {
    let mut dits = Vec::new();
    for passage in passages.iter().filter(|p| !matches!(p.nature, Nature::Code | Nature::Ligne)) {
        let montants = passage.mentions.iter().filter_map(|m| match m.fait {
            Fait::Montant(montant) => Some((montant, passage.span_du_fait(m))),
            _ => None,
        });
        let montants: Vec<_> = montants.collect();
        if montants.is_empty() {
            continue;
        }
        let faux: BTreeSet<usize> = calculs::faux(passage).iter().map(|f| f.debut).collect();
        dits.extend(montants.into_iter().filter(|(_, span)| !faux.contains(&span.debut)));
    }
    dits
}

/// What an article may speak of: what the State pays, and the totals of the act.
fn de_l_acte(c: &Contexte<'_>) -> Vec<Donnee> {
    let etat = &c.dossier.convention.montant_etat;
    let mut donnees =
        vec![Donnee { montant: etat.valeur, span: etat.span, quoi: "montant de l’État", ecrit: true }];
    let de_l_ensemble = totaux::tous(c.dossier).into_iter().filter(|t| !t.nom.starts_with("fiches/"));
    donnees.extend(de_l_ensemble.filter_map(|t| {
        let span = t.somme.termes.first()?.span;
        Some(Donnee { montant: t.somme.total, span, quoi: "total de l’acte", ecrit: false })
    }));
    donnees
}

fn rapprocher(
    dit: Montant,
    span: Span,
    donnees: &[Donnee],
    connus: &BTreeSet<Montant>,
) -> Option<Diagnostic> {
    if connus.contains(&dit) {
        return None;
    }
    let autres = || donnees.iter().filter(|d| !d.montant.est_nul());
    if let Some(d) = autres().find(|d| infime(dit, d.montant)) {
        let ecart = (d.montant.euros() - dit.euros()).abs();
        let arrondi = ecart < Decimal::ONE && [dit, d.montant].iter().any(|m| m.euros().is_integer());
        let comment = if ecart < Decimal::ONE {
            "à moins d’un euro près"
        } else {
            "à moins d’un millième près"
        };
        let constat = constat(dit, span, d, comment);
        return Some(if arrondi { constat.conseil() } else { constat });
    }
    autres().find_map(|d| Some(constat(dit, span, d, proche(dit, d.montant)?.mots())))
}

/// Whether two amounts differ by less than what can be meant.
fn infime(a: Montant, b: Montant) -> bool {
    let ecart = (a.euros() - b.euros()).abs();
    let milles = ecart.checked_mul(Decimal::ONE_THOUSAND).is_some_and(|m| m < b.euros().abs());
    milles && utiles(a).max(utiles(b)) >= UTILES
}

/// How two amounts are nearly the same, the cents that one of them has not aside.
fn proche(a: Montant, b: Montant) -> Option<Ecart> {
    if utiles(a).min(utiles(b)) < UTILES {
        return None;
    }
    let entier = [a, b].iter().any(|m| m.euros().is_integer());
    let ecrit = |m: Montant| if entier { chiffres(m.euros().trunc(), 0).0 } else { chiffres(m.euros(), 2).0 };
    voisins(&ecrit(a), &ecrit(b))
}

fn utiles(m: Montant) -> usize {
    chiffres(m.euros(), 2).1
}

fn constat(dit: Montant, span: Span, donnee: &Donnee, comment: &str) -> Diagnostic {
    Diagnostic::constat(span, format!("{dit} est presque {} ({}) : {comment}", donnee.montant, donnee.quoi))
        .calcul(ecart(dit, donnee.montant))
        .enjeu(dit.euros() - donnee.montant.euros())
        .voir(donnee.span, format!("{} : {}", donnee.quoi, donnee.montant))
        .aide("écrire le même montant, ou citer la donnée entre accolades pour qu’elle ne soit écrite qu’une fois")
}
