//! The same group of persons valued twice.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::grandeurs::{commence, racines};
use crate::check::outils::{nombre, pourcent};
use crate::check::textes::{est_prose, par_fichier, par_section, passages};
use crate::check::valorisations::{Poste, postes, tete};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Genre;
use crate::model::passage::Fait;
use crate::model::{Fiche, Passage};
use crate::text::Span;

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const CHARGE: &str = "    - { libelle: Accompagnement, montant: 30 880 € }";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-025",
    titre: "le même personnel est valorisé dans deux fiches",
    gravite: Gravite::Avertissement,
    verifie: "Les charges de personnel au coût annuel dont le libellé est le même : la somme de leurs parts de temps dans \
              l’acte ne peut dépasser 100 %. Le nom d’un groupe valorisé dans une fiche (ou son sigle) est cherché dans les \
              sections d’une autre fiche qui chiffrent des moyens (ETP ou euros) : en avertissement si le groupe est déjà \
              valorisé pour tout son temps, en conseil sinon. Un groupe nommé d’un seul mot est laissé de côté.",
    pourquoi: "Le temps d’un agent ne se finance qu’une fois : un double compte gonfle la part d’une partie.",
    source: "Sincérité des prévisions, CGCT, art. L. 3312-1 et suivants ; non-cumul du financement d’une même dépense.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: CHARGE,
            a: "    - { libelle: Travailleurs sociaux, valorisation: { quotite: 60 %, effectif: 1, cout_annuel: 48 000 € } }\n    - { libelle: Autres frais, montant: 2 080 € }",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: CHARGE,
            a: "    - { libelle: Travailleurs sociaux, valorisation: { quotite: 50 %, effectif: 1, cout_annuel: 48 000 € } }\n    - { libelle: Autres frais, montant: 6 880 € }",
        }],
    },
    chercher,
};

/// A group: its names in roots, and where it is valued.
struct Groupe<'d> {
    noms: Vec<Vec<String>>,
    postes: Vec<Poste<'d>>,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut par_nom: BTreeMap<Vec<String>, Vec<Poste<'_>>> = BTreeMap::new();
    for poste in c.fiches().flat_map(postes).filter(|p| p.annuel() && p.tete.len() > 1) {
        par_nom.entry(poste.tete.clone()).or_default().push(poste);
    }
    let sigles: BTreeMap<Vec<String>, &str> =
        c.dossier.convention.sigles.iter().map(|(s, sens)| (racines(sens), s.valeur.as_str())).collect();
    let groupes: Vec<Groupe<'_>> = par_nom
        .into_iter()
        .map(|(nom, postes)| {
            let sigle = sigles.get(&nom).map(|s| racines(s));
            Groupe { noms: std::iter::once(nom).chain(sigle).collect(), postes }
        })
        .collect();
    let mut constats: Vec<Diagnostic> = groupes.iter().filter_map(cumul).collect();
    constats.extend(cites(c, &groupes));
    constats
}

/// Shares of time that pass one hundred per cent together.
fn cumul(groupe: &Groupe<'_>) -> Option<Diagnostic> {
    let quotites: Vec<(&Poste<'_>, Decimal, Span)> = groupe
        .postes
        .iter()
        .filter_map(|p| {
            p.facteur(Genre::Pourcentage("du temps")).map(|f| (p, f.valeur.valeur, f.valeur.span))
        })
        .collect();
    let total = quotites.iter().fold(Decimal::ZERO, |a, (_, q, _)| a.saturating_add(*q));
    if quotites.len() < 2 || total <= Decimal::ONE_HUNDRED {
        return None;
    }
    let (dernier, _, span) = quotites.last()?;
    let ecrits: Vec<String> = quotites.iter().map(|(_, q, _)| pourcent(*q)).collect();
    let nom = tete(&dernier.charge.libelle.valeur);
    let Accord { est, valorise, leur, .. } = accord(nom);
    let mut constat = Diagnostic::constat(
        *span,
        format!("« {nom} » {est} {valorise}, dans l’acte, à {} de {leur} temps", pourcent(total)),
    )
    .calcul(format!("{} = {}", ecrits.join(" + "), pourcent(total)))
    .aide("réduire une part de temps, ou distinguer les personnes par leur libellé");
    for (p, q, span) in quotites.iter().rev().skip(1).take(12) {
        constat = constat.voir(*span, format!("fiche {} : {}", p.fiche.numero.valeur, pourcent(*q)));
    }
    Some(constat)
}

/// The words that agree with the name of a group.
struct Accord {
    est: &'static str,
    valorise: &'static str,
    leur: &'static str,
    compte: &'static str,
}

/// « Conseillers » : several persons, by the first word of the name.
fn accord(nom: &str) -> Accord {
    let premier = nom.split_whitespace().next().unwrap_or(nom);
    if premier.ends_with(['s', 'x']) {
        Accord { est: "sont", valorise: "valorisés", leur: "leur", compte: "comptent" }
    } else {
        Accord { est: "est", valorise: "valorisé", leur: "son", compte: "compte" }
    }
}

/// The groups that another fiche names among what it values.
fn cites(c: &Contexte<'_>, groupes: &[Groupe<'_>]) -> Vec<Diagnostic> {
    let mut par_mot: BTreeMap<&str, Vec<(&[String], &Groupe<'_>)>> = BTreeMap::new();
    for groupe in groupes {
        for nom in &groupe.noms {
            if let Some(premier) = nom.first() {
                par_mot.entry(premier).or_default().push((nom, groupe));
            }
        }
    }
    let tous = par_fichier(c.dossier);
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        let mut deja: Vec<Span> = Vec::new();
        for section in par_section(fiche, passages(&tous, fiche)).into_iter().filter(|s| chiffre(s)) {
            for passage in section.iter().filter(|p| est_prose(p)) {
                for groupe in nommes(passage, &par_mot) {
                    let Some(poste) = groupe.postes.first().filter(|p| autre(p, fiche, groupe)) else {
                        continue;
                    };
                    if !deja.contains(&poste.charge.libelle.span) {
                        deja.push(poste.charge.libelle.span);
                        constats.extend(constat(fiche, passage, poste, groupe));
                    }
                }
            }
        }
    }
    constats
}

/// Whether a section tells means: posts or euros.
fn chiffre(section: &[Passage]) -> bool {
    section
        .iter()
        .filter(|p| est_prose(p))
        .any(|p| p.mentions.iter().any(|m| matches!(m.fait, Fait::Montant(_))) || p.texte.contains("ETP"))
}

fn autre(poste: &Poste<'_>, fiche: &Fiche, groupe: &Groupe<'_>) -> bool {
    poste.fiche.numero.valeur != fiche.numero.valeur
        && groupe.postes.iter().all(|p| p.fiche.numero.valeur != fiche.numero.valeur)
}

/// The groups that a text names.
fn nommes<'g>(
    passage: &Passage,
    par_mot: &BTreeMap<&str, Vec<(&'g [String], &'g Groupe<'g>)>>,
) -> Vec<&'g Groupe<'g>> {
    let mots = racines(&passage.texte);
    let mut trouves = Vec::new();
    for (rang, mot) in mots.iter().enumerate() {
        let Some(candidats) = par_mot.get(mot.as_str()) else { continue };
        let reste = mots.get(rang..).unwrap_or(&[]);
        trouves.extend(candidats.iter().filter(|(nom, _)| commence(reste, nom)).map(|(_, g)| *g));
    }
    trouves
}

fn constat(fiche: &Fiche, passage: &Passage, poste: &Poste<'_>, groupe: &Groupe<'_>) -> Option<Diagnostic> {
    let quotite =
        poste.facteur(Genre::Pourcentage("du temps")).map_or(Decimal::ONE_HUNDRED, |f| f.valeur.valeur);
    let nom = tete(&poste.charge.libelle.valeur);
    let Accord { valorise, leur, compte, .. } = accord(nom);
    let effectif = poste
        .facteur(Genre::Nombre(""))
        .map(|f| format!(" ({} postes)", nombre(f.valeur.valeur)))
        .unwrap_or_default();
    let constat = Diagnostic::constat(
        passage.span_de(&endroit(passage, groupe)?),
        format!(
            "« {nom} »{effectif}, déjà {valorise} à {} de {leur} temps dans la fiche {}, {compte} aussi parmi les moyens de la fiche {}",
            pourcent(quotite),
            poste.fiche.numero.valeur,
            fiche.numero.valeur
        ),
    )
    .voir(poste.charge.libelle.span, format!("valorisé ici à {}", pourcent(quotite)))
    .aide("vérifier que le même temps de travail n’est pas compté deux fois, et l’écrire");
    Some(if quotite < Decimal::ONE_HUNDRED { constat.conseil() } else { constat })
}

/// The first word of the text whose root starts a name of the group.
fn endroit(passage: &Passage, groupe: &Groupe<'_>) -> Option<std::ops::Range<usize>> {
    let texte = passage.texte.as_str();
    let mut debut = 0;
    for mot in texte.split(|c: char| !c.is_alphanumeric()) {
        let octets = debut..debut + mot.len();
        debut = octets.end + texte.get(octets.end..)?.chars().next().map_or(0, char::len_utf8);
        let proche: String = texte.get(octets.start..)?.chars().take(120).collect();
        let reste = racines(&proche);
        if mot.len() > 1 && groupe.noms.iter().any(|nom| commence(&reste, nom)) && racines(mot).len() == 1 {
            return Some(octets);
        }
    }
    None
}
