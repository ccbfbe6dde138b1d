//! A target that the prose tells and the table leaves blank.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::indicateurs::{annees, compte, court, des_fiches};
use crate::check::outils::plat;
use crate::check::quantites::{Quantite, communs, du_passage, est_personne, mots, prose_par_fichier};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{Absence, Mesurage, Passage, Valeur};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-013",
    titre: "le texte donne un nombre dont le tableau des objectifs laisse la case vide",
    gravite: Gravite::Conseil,
    verifie: "Une ligne du tableau des objectifs dont toutes les cases sont vides ou promises, et une phrase de la même \
              fiche qui donne un nombre de la même chose : au moins deux mots du libellé, et deux sur cinq, le mot \
              compté étant l’un d’eux (ou, des deux côtés, des personnes). Une part répond à un pourcentage, un nombre \
              à un nombre. Une phrase qui parle d’une année passée n’est pas retenue. Un constat par fiche.",
    pourquoi: "La cible existe, mais l’évaluation ne lira que le tableau : une cible dite dans le seul texte ne sera \
               ni suivie ni comparée.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "valeurs: { Cible 2024: 45 personnes }",
            a: "valeurs: { Cible 2024: non renseigné }",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Environ 45 jeunes seront suivis.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. En 2021, 45 jeunes ont été suivis.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Elle suit le jeune pendant 45 jours.",
            },
        ],
    },
    chercher,
};

/// A row without any value.
struct Vide<'d> {
    span: Span,
    libelle: &'d str,
    mots: BTreeSet<String>,
    part: bool,
    /// Whether each of its boxes promises a value.
    promise: bool,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut fiches: BTreeMap<u32, Vec<(Vide<'_>, bool)>> = BTreeMap::new();
    for donnee in des_fiches(c) {
        let lignes = fiches.entry(donnee.span.fichier.rang()).or_default();
        match lignes.last_mut() {
            Some((ligne, vide)) if ligne.span == donnee.span => {
                *vide &= sans_valeur(donnee.case);
                ligne.promise &= promise(donnee.case);
            }
            _ => {
                let premier = plat(donnee.libelle);
                let part =
                    ["taux", "part", "proportion", "pourcentage"].iter().any(|m| premier.starts_with(m));
                let ligne = Vide {
                    span: donnee.span,
                    libelle: donnee.libelle,
                    mots: mots(donnee.libelle),
                    part,
                    promise: promise(donnee.case),
                };
                lignes.push((ligne, sans_valeur(donnee.case)));
            }
        }
    }
    let prose = prose_par_fichier(c);
    let edition = i32::from(c.dossier.convention.annee);
    fiches
        .iter()
        .filter_map(|(rang, lignes)| {
            let vides: Vec<&Vide<'_>> = lignes.iter().filter(|(_, vide)| *vide).map(|(l, _)| l).collect();
            if vides.is_empty() { None } else { signaler(&vides, prose.get(rang)?, edition) }
        })
        .collect()
}

fn promise(case: &[Valeur]) -> bool {
    case.iter().all(|v| {
        matches!(v.mesurage.valeur, Mesurage::Absent(Absence::ATransmettre | Absence::EnConstruction))
    })
}

fn sans_valeur(case: &[Valeur]) -> bool {
    case.iter().all(|v| {
        matches!(
            v.mesurage.valeur,
            Mesurage::Absent(
                Absence::Vide | Absence::NonRenseigne | Absence::ATransmettre | Absence::EnConstruction
            )
        )
    })
}

fn signaler(vides: &[&Vide<'_>], passages: &[&Passage], edition: i32) -> Option<Diagnostic> {
    let mut trouves: Vec<(&Vide<'_>, Quantite, Span)> = Vec::new();
    let mut faits = Vec::new();
    for passage in passages {
        for quantite in du_passage(passage) {
            let phrase = passage.phrase(&quantite.octets);
            if !annees(phrase).iter().any(|a| *a < edition) {
                let span = passage.span_de(&quantite.octets);
                faits.push((mots(phrase), quantite, span));
            }
        }
    }
    for vide in vides {
        let meilleur = faits.iter().filter_map(|(phrase, q, span)| Some((accord(vide, phrase, q)?, q, span)));
        // The first of the nearest, in the order of the text.
        let meilleur = meilleur.fold(None, |garde: Option<((usize, usize), _, _)>, x| match garde {
            Some(g) if g.0 >= x.0 => Some(g),
            _ => Some(x),
        });
        if let Some((_, quantite, span)) = meilleur {
            trouves.push((vide, quantite.clone(), *span));
        }
    }
    let (_, _, premier_span) = trouves.first()?;
    let dits = trouves.iter().map(|(v, q, _)| format!("« {} » pour {}", q.texte, court(v.libelle)));
    let message = format!(
        "le texte donne {} dont le tableau des objectifs {} : {}",
        compte(trouves.len(), "nombre", "nombres"),
        match trouves.iter().filter(|(v, ..)| v.promise).count() {
            0 => "laisse la case vide",
            n if n == trouves.len() => "dit la valeur « à transmettre »",
            _ => "ne donne pas la valeur",
        },
        dits.collect::<Vec<_>>().join(" ; ")
    );
    let mut constat = Diagnostic::constat(*premier_span, message).aide(
        "reporter ces nombres dans le tableau, s’ils sont bien la cible ou le résultat de l’indicateur",
    );
    for (rang, (vide, _, span)) in trouves.iter().enumerate() {
        if rang > 0 {
            constat = constat.voir(*span, "dit ici");
        }
        constat = constat
            .voir(vide.span, if vide.promise { "« à transmettre » au tableau" } else { "vide au tableau" });
    }
    Some(constat)
}

/// How many words of the label the number itself counts, then how many its sentence shares, when the number can
/// be that of the indicator.
fn accord(vide: &Vide<'_>, phrase: &BTreeSet<String>, quantite: &Quantite) -> Option<(usize, usize)> {
    let n = communs(&vide.mots, phrase);
    let tete = quantite.mots.first().is_some_and(|t| {
        vide.mots.contains(t) || (est_personne(t) && vide.mots.iter().any(|m| est_personne(m)))
    });
    let compte = quantite.nombre >= rust_decimal::Decimal::TWO && tete;
    let bon_genre = vide.part == quantite.pour_cent && (vide.part || compte);
    let propres = quantite.mots.iter().filter(|m| vide.mots.contains(*m)).count();
    (bon_genre && n >= 2 && n.saturating_mul(5) >= vide.mots.len().saturating_mul(2)).then_some((propres, n))
}
