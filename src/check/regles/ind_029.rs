//! Numbers of a line of costs against its own label and against the prose of the fiche.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::outils::nombre;
use crate::check::quantites::{Quantite, du_passage, prose_par_fichier, quantites, racine};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::budget::{Charge, Cout, Genre, Valorisation};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-029",
    titre: "l’effectif d’une ligne de charges n’est pas celui de son libellé ou du texte",
    gravite: Gravite::Avertissement,
    verifie: "Une ligne de charges dont le libellé compte des personnes, des jours, des heures ou des mois : le facteur \
              de même nature de sa valorisation est égal. Puis, dans le texte de la fiche, un nombre suivi des mêmes mots \
              que le libellé (« 14 conseillers locaux d’insertion »), ou que ceux qu’un nombre du libellé compte \
              (« 13 cadres ») : l’un des nombres du texte est celui de la ligne. Un seul mot ne suffit que s’il est seul \
              des deux côtés ; les unités de temps n’y sont pas cherchées, sinon les jours « au total » : ceux d’une ligne, ou leur somme.",
    pourquoi: "L’effectif fait le coût : s’il diffère du texte, on ne sait ce que la convention finance.",
    source: "Cohérence interne de l’acte, entre le budget et la description de l’action.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Deux sites ouvrent :",
            a: "Les 3 travailleurs sociaux y viennent. Deux sites ouvrent :",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Les 3 travailleurs sociaux",
            a: "Les 4 travailleurs sociaux",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Les 3 travailleurs sociaux",
            a: "Les 4 travailleurs bénévoles",
        }],
    },
    chercher,
};

/// Units that a text counts of many things.
const TEMPS: [&str; 7] = ["jour", "heur", "mois", "an", "anne", "semain", "etp"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let prose = prose_par_fichier(c);
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        let charges: Vec<&Charge> = fiche.budgets.iter().flat_map(|b| feuilles(&b.charges)).collect();
        if charges.is_empty() {
            continue;
        }
        let passages = prose.get(&fiche.span.fichier.rang()).map_or(&[] as &[&Passage], Vec::as_slice);
        let mut dits: BTreeMap<Vec<String>, Vec<(Quantite, Span)>> = BTreeMap::new();
        for passage in passages {
            for q in du_passage(passage).into_iter().filter(|q| !q.pour_cent && !q.mots.is_empty()) {
                let span = passage.span_de(&q.octets);
                dits.entry(q.mots.clone()).or_default().push((q, span));
            }
        }
        constats.extend(jours_au_total(&charges, passages));
        for charge in charges {
            constats.extend(du_libelle(charge));
            constats.extend(du_texte(charge, &dits));
        }
    }
    constats
}

/// The lines that have no lines of their own.
fn feuilles(charges: &[Charge]) -> Vec<&Charge> {
    charges
        .iter()
        .flat_map(|c| match &c.cout {
            Cout::Lignes(lignes) => feuilles(lignes),
            _ => vec![c],
        })
        .collect()
}

fn valorisation(charge: &Charge) -> Option<&Valorisation> {
    match &charge.cout {
        Cout::Valorisation(v) => Some(v),
        _ => None,
    }
}

/// How many people or things a line counts: its only factor that is a number of them.
fn effectif(v: &Valorisation) -> Option<(Decimal, Span)> {
    let mut nombres = v.facteurs.iter().filter(|f| matches!(f.genre, Genre::Nombre("" | "personnes")));
    let seul = nombres.next().filter(|_| nombres.next().is_none())?;
    Some((seul.valeur.valeur, seul.valeur.span))
}

/// A factor against the number that the label gives of the same unit.
fn du_libelle(charge: &Charge) -> Vec<Diagnostic> {
    let Some(v) = valorisation(charge) else { return Vec::new() };
    let dites = quantites(&charge.libelle.valeur);
    let comptes: Vec<&Quantite> = dites.iter().filter(|q| !q.pour_cent && !q.mots.is_empty()).collect();
    let temps = |q: &Quantite| q.mots.first().is_some_and(|m| TEMPS.contains(&m.as_str()));
    let mut constats = Vec::new();
    for facteur in &v.facteurs {
        let unite = match facteur.genre {
            Genre::Nombre(u @ ("jours" | "heures" | "ETP")) => racine(&u.to_lowercase()),
            Genre::Mois => "mois".to_owned(),
            Genre::Nombre("" | "personnes") => String::new(),
            _ => continue,
        };
        let mut memes = comptes.iter().filter(|q| {
            if unite.is_empty() {
                !temps(q)
            } else {
                q.mots.first().map(|m| racine(m)) == Some(racine(&unite))
            }
        });
        // Two numbers of one unit: the label says more than the factor.
        let (Some(q), None) = (memes.next(), memes.next()) else { continue };
        if q.nombre != facteur.valeur.valeur {
            constats.push(
                Diagnostic::constat(
                    facteur.valeur.span,
                    format!(
                        "la ligne compte {}, et son libellé dit « {} »",
                        nombre(facteur.valeur.valeur),
                        q.texte
                    ),
                )
                .voir(charge.libelle.span, "libellé de la ligne")
                .aide("corriger le facteur ou le libellé"),
            );
        }
    }
    constats
}

/// « 47 jours au total » in the prose against the days that the lines count.
fn jours_au_total(charges: &[&Charge], passages: &[&Passage]) -> Vec<Diagnostic> {
    let facteurs = charges.iter().filter_map(|c| valorisation(c)).flat_map(|v| &v.facteurs);
    let jours: Vec<_> =
        facteurs.filter(|f| matches!(f.genre, Genre::Nombre("jours"))).map(|f| &f.valeur).collect();
    let Some(premier) = jours.first() else { return Vec::new() };
    let somme: Decimal = jours.iter().fold(Decimal::ZERO, |s, j| s.saturating_add(j.valeur));
    let connus = jours.iter().map(|j| nombre(j.valeur)).collect::<Vec<_>>().join(", ");
    passages
        .iter()
        .filter(|p| p.texte.contains("au total"))
        .flat_map(|p| du_passage(p).into_iter().map(move |q| (p, q)))
        .filter(|(p, q)| {
            q.mots.first().is_some_and(|m| m == "jour") && p.phrase(&q.octets).contains("au total")
        })
        .filter(|(_, q)| q.nombre != somme && jours.iter().all(|j| j.valeur != q.nombre))
        .map(|(p, q)| {
            Diagnostic::constat(
                p.span_de(&q.octets),
                format!(
                    "le texte dit « {} » au total, et les lignes de charges comptent {connus} jours",
                    q.texte
                ),
            )
            .voir(premier.span, "jours d’une ligne de charges")
            .aide("corriger le texte, ou le nombre de jours de la ligne")
        })
        .collect()
}

/// The numbers of a line against those that the prose gives of the same words.
fn du_texte(charge: &Charge, dits: &BTreeMap<Vec<String>, Vec<(Quantite, Span)>>) -> Vec<Diagnostic> {
    let libelle = &charge.libelle;
    let mut lignes: Vec<(Vec<String>, Decimal, Span)> = quantites(&libelle.valeur)
        .into_iter()
        .filter(|q| !q.pour_cent && q.mots.first().is_some_and(|m| !TEMPS.contains(&m.as_str())))
        .map(|q| (q.mots, q.nombre, libelle.span))
        .collect();
    if let Some((n, span)) = valorisation(charge).and_then(effectif) {
        // « Conseillers locaux d’insertion » reads as what a number would count.
        let cles = quantites(&format!("1 {}", libelle.valeur))
            .into_iter()
            .next()
            .map(|q| q.mots)
            .unwrap_or_default();
        if cles.len() >= 2 {
            lignes.push((cles, n, span));
        }
    }
    lignes
        .into_iter()
        .filter_map(|(cles, n, span)| {
            let memes = dits.get(&cles)?;
            if memes.iter().any(|(q, _)| q.nombre == n) {
                return None;
            }
            let (premier, ou) = memes.first()?;
            let message = format!("la ligne compte {}, et le texte dit « {} »", nombre(n), premier.texte);
            Some(
                Diagnostic::constat(span, message)
                    .voir(*ou, "dit ici")
                    .aide("corriger l’un des deux nombres, ou dire dans le texte ce qui les distingue"),
            )
        })
        .collect()
}
