//! Lengths told in the prose: against their own days, and against the duration of the action.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::dates::{Lot, bornes, derniers, est_prose, lots, moments, petit_nombre, unite};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::Pour;
use crate::model::passage::Nature;
use crate::model::temps::Unite;
use crate::model::{DateImprecise, Duree, Jour, Passage};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-020",
    titre: "une longueur du texte n’est pas celle de ses dates, ou celle de l’action",
    gravite: Gravite::Avertissement,
    verifie: "Dans tout texte, une longueur suivie de ses bornes (« 4 ans, du 1er janvier 2024 au 31 décembre 2027 », \
              « trois ans : de 2021 à 2023 ») : elle les sépare. Dans une fiche, « dure », « durera », « pendant », \
              « sur » tant de mois ou d’années, dans un texte qui nomme une partie de l’action, dont la durée est \
              autre ; « l’action », « le dispositif » ou « l’expérimentation » dure tant, et la durée est autre ; dans \
              la rubrique du budget, un coût compté « pendant » une longueur qui n’est pas celle de l’action, en \
              conseil si elle est plus courte. Les durées d’un parcours, d’un délai ou d’un suivi sont laissées de côté.",
    pourquoi: "Un coût se compte sur une longueur : si le texte en dit une autre, le montant n’est plus justifié.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "L'action dure 9 mois. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "L'action dure 11 mois. Un parcours dure 6 mois en moyenne, en lien avec la fiche 1.",
            },
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "La convention vaut un an.",
                a: "La convention vaut 1 an, du 1er janvier 2024 au 31 décembre 2024.",
            },
        ],
    },
    chercher,
};

const LONGUEUR: &str = r"(?P<n>[0-9]{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) (?P<u>ans?|années?|mois)\b";

struct Motifs {
    bornee: Motif,
    longueur: Motif,
    action: Motif,
}

static MOTIFS: LazyLock<Motifs> = LazyLock::new(|| Motifs {
    bornee: motif(&format!(r"(?i)\b{LONGUEUR}\s?[,:(]\s?(?:soit )?(?P<lien>du|de)\s$")),
    longueur: motif(&format!(
        r"(?i)\b(?P<verbe>dure|durera|pendant|sur|durant|pour une durée de)\s{LONGUEUR}"
    )),
    action: motif(
        r"(?i)\b(?:l['’](?:action|expérimentation|opération)|le (?:dispositif|projet)|cette (?:action|expérimentation))\s(?:dure|durera)\s$",
    ),
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let bornees = c.dossier.passages.iter().filter(|p| p.nature != Nature::Code).filter_map(bornee);
    bornees.chain(lots(c).iter().flat_map(fiche)).collect()
}

/// « 4 ans, du … au … ».
fn bornee(passage: &Passage) -> Option<Diagnostic> {
    if ![" an", " mois"].iter().any(|mot| passage.texte.contains(mot)) {
        return None;
    }
    let trouves = moments(passage);
    trouves.windows(2).find_map(|paire| {
        let [debut, fin] = paire else { return None };
        let texte = passage.texte.get(..debut.octets.start)?;
        let dite = MOTIFS.bornee.captures(texte)?;
        let entre = passage.texte.get(debut.octets.end..fin.octets.start)?.trim();
        if entre != "à" && entre != "au" {
            return None;
        }
        let (n, u) = (petit_nombre(dite.name("n")?.as_str())?, unite(dite.name("u")?.as_str())?);
        let attendue = derniers((debut.jours.0, debut.jours.0), n, u)?.0;
        let anniversaire = attendue.decaler(1)?;
        let juste = attendue == fin.jours.1 || (fin.jours.0 == fin.jours.1 && anniversaire == fin.jours.1);
        let octets = dite.name("n")?.start()..fin.octets.end;
        (!juste).then(|| {
            Diagnostic::constat(
                passage.span_de(&octets),
                format!(
                    "« {} » : la longueur n’est pas celle des dates",
                    passage.texte.get(octets).unwrap_or("")
                ),
            )
            .calcul(format!(
                "{} depuis le {} : jusqu’au {attendue}",
                Duree::Longueur(n, u, None),
                debut.jours.0
            ))
            .aide("corriger la longueur ou l’une des dates")
        })
    })
}

/// The lengths of a fiche against those of the action, or of the part that the text names.
fn fiche(lot: &Lot<'_>) -> Vec<Diagnostic> {
    let Some(Ok(durees)) = &lot.fiche.duree else { return Vec::new() };
    let champs = lot.passages.iter().copied().filter(|p| p.nature == Nature::Champ);
    let lieux = |p: &Passage| durees.iter().any(|d| d.span.debut <= p.span.debut && p.span.fin <= d.span.fin);
    lot.prose().chain(champs).filter(|p| !lieux(p)).flat_map(|p| longueurs(lot, p, durees)).collect()
}

fn longueurs(lot: &Lot<'_>, passage: &Passage, durees: &[Pour<Duree>]) -> Vec<Diagnostic> {
    MOTIFS
        .longueur
        .captures_iter(&passage.texte)
        .filter_map(|trouve| {
            let nombre = trouve.name("n")?;
            let dite = mois(petit_nombre(nombre.as_str())?, unite(trouve.name("u")?.as_str())?)?;
            let avant = passage.texte.get(..nombre.start())?;
            let pendant = trouve.name("verbe")?.as_str().to_lowercase() == "pendant";
            let budget = est_prose(passage) && lot.rubrique(passage.span) == Some("budget");
            let duree = match durees {
                [seule] if MOTIFS.action.is_match(avant) || (pendant && budget) => seule,
                [_] => return None,
                plusieurs => nomme(&passage.texte, plusieurs)?,
            };
            let vraie = longueur(&duree.donnee)?;
            if dite == vraie {
                return None;
            }
            let constat = Diagnostic::constat(
                passage.span_de(&(nombre.start()..trouve.get(0)?.end())),
                format!(
                    "le texte compte {dite} mois, et la durée de l’action, {}, en fait {vraie}",
                    duree.donnee
                ),
            )
            .voir(duree.span, "durée")
            .aide("accorder le texte et la durée");
            Some(if pendant && dite < vraie { constat.conseil() } else { constat })
        })
        .collect()
}

fn mois(nombre: u16, unite: Unite) -> Option<i32> {
    match unite {
        Unite::Mois => Some(i32::from(nombre)),
        Unite::Ans => Some(i32::from(nombre) * 12),
        Unite::Jours | Unite::Semaines => None,
    }
}

/// The months of a duration, when it has a length to the month.
fn longueur(duree: &Duree) -> Option<i32> {
    let rang = |j: Jour| j.annee() * 12 + i32::from(j.mois());
    match duree {
        Duree::Longueur(n, u, _) => mois(*n, *u),
        Duree::Periode(a, b) if precise(a) && precise(b) => {
            let (debut, fin) = (bornes(a)?.0, bornes(b)?.1);
            Some(rang(fin) - rang(debut) + 1)
        }
        _ => None,
    }
}

fn precise(date: &DateImprecise) -> bool {
    matches!(date, DateImprecise::Mois(..))
}

/// The part of the action that a text names: it has most of the words that tell it from the others.
fn nomme<'f>(texte: &str, parties: &'f [Pour<Duree>]) -> Option<&'f Pour<Duree>> {
    let texte = plat(texte);
    let presents: BTreeSet<&str> = texte.split(' ').collect();
    let objets: Vec<String> = parties.iter().map(|p| plat(p.objet.as_deref().unwrap_or(""))).collect();
    let propres = |rang: usize, mot: &str| {
        objets.iter().enumerate().all(|(i, o)| i == rang || o.split(' ').all(|m| m != mot))
    };
    let communs = |(rang, objet): (usize, &String)| {
        let mots = objet.split(' ').filter(|m| m.len() > 4 && propres(rang, m));
        let mots: BTreeSet<&str> = mots.collect();
        mots.intersection(&presents).count()
    };
    let comptes: Vec<usize> = objets.iter().enumerate().map(communs).collect();
    let meilleur = comptes.iter().copied().max().filter(|n| *n >= 2)?;
    let mut premiers = comptes.iter().zip(parties).filter(|(n, _)| **n == meilleur).map(|(_, p)| p);
    premiers.next().filter(|_| premiers.next().is_none())
}
