//! What the act says that the State pays against the sum of the fiches.

use rust_decimal::Decimal;

use crate::aggregate::{Somme, budget, totaux};
use crate::check::finances::{TERMES_MAX, enumerer, montrer};
use crate::check::outils::ecart;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Apport, Financement, Role};
use crate::model::cadre::ETAT;
use crate::model::{Fiche, Montant};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-006",
    titre: "la contribution de l’État n’est pas la somme des fiches",
    gravite: Gravite::Erreur,
    verifie: "Le montant de l’État que l’acte annonce (`montant_etat`) est comparé, au centime, à la somme des parts de \
              l’État dans les budgets comptés de toutes les fiches. Quand un écart est celui d’un supplément nommé, \
              d’un montant hors total, du tableau d’une annexe, d’un budget non compté, d’une fiche oubliée ou comptée \
              deux fois, ou d’un seul chiffre, cette piste est donnée. Quand des parts sont sans montant, un montant \
              annoncé plus grand que la somme n’est pas signalé.",
    pourquoi: "C’est la somme que l’État s’engage à verser : les fiches qui la justifient doivent en faire le compte, \
               ni plus ni moins.",
    source: "Cohérence interne de l’acte : le montant annoncé à l’article est celui que détaillent les fiches.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "montant_etat: \"90 666,67 €\"",
            a: "montant_etat: \"96 666,67 €\"",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "montant_etat: \"90 666,67 €\"",
            a: "montant_etat: 90666.67",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let parts: Vec<(&Fiche, Somme)> = c
        .fiches()
        .map(|f| (f, budget::part_de_fiche(f, Some(ETAT))))
        .filter(|(_, s)| !s.est_vide())
        .collect();
    let mut somme = Somme::default();
    c.fiches().for_each(|f| somme.etendre(&budget::part_de_fiche(f, Some(ETAT))));
    let annonce = &c.dossier.convention.montant_etat;
    let inconnu = somme.absents > 0 && annonce.valeur > somme.total;
    if annonce.valeur == somme.total || inconnu || somme.est_vide() {
        return Vec::new();
    }
    let mut articles: Vec<String> = Vec::new();
    for numero in c.dossier.articles.iter().flat_map(totaux::citations).map(|n| format!("à l’article {n}"))
    {
        if !articles.contains(&numero) {
            articles.push(numero);
        }
    }
    let cite = if articles.is_empty() { String::new() } else { format!(" ({})", enumerer(&articles)) };
    let message = format!(
        "l’acte annonce {} de l’État{cite}, et les fiches en comptent {}",
        annonce.valeur, somme.total
    );
    let mut termes: Vec<String> = parts
        .iter()
        .take(TERMES_MAX)
        .map(|(f, s)| format!("{} (fiche {})", s.total, f.numero.valeur))
        .collect();
    if let Some(reste) = parts.len().checked_sub(TERMES_MAX).filter(|r| *r > 0) {
        termes.push(format!("… ({reste} autres fiches)"));
    }
    let lieux: Vec<_> = parts
        .iter()
        .flat_map(|(f, s)| {
            s.termes.iter().map(|t| (t.span, format!("fiche {} : {}", f.numero.valeur, t.montant)))
        })
        .collect();
    let calcul = format!("{} = {} ; {}", termes.join(" + "), somme.total, ecart(annonce.valeur, somme.total));
    let pistes = pistes(c, &parts, annonce.valeur, somme.total);
    let aide = match pistes.as_slice() {
        [] => "corriger le montant annoncé ou la part d’une fiche".to_owned(),
        _ => {
            format!("corriger le montant annoncé ou la part d’une fiche ; piste : {}", pistes.join(" ; ou "))
        }
    };
    let constat = Diagnostic::constat(annonce.span, message)
        .ici("montant annoncé")
        .calcul(calcul)
        .enjeu(annonce.valeur.euros() - somme.total.euros())
        .aide(aide);
    vec![montrer(constat, &lieux)]
}

/// What would explain the difference, told when it does to the cent.
fn pistes(c: &Contexte<'_>, parts: &[(&Fiche, Somme)], annonce: Montant, somme: Montant) -> Vec<String> {
    let ecart = annonce.euros() - somme.euros();
    let mut pistes = Vec::new();
    let mut essayer = |difference: Decimal, texte: String| {
        if difference == ecart && !difference.is_zero() {
            pistes.push(texte);
        }
    };
    for (fiche, part) in parts {
        let n = fiche.numero.valeur;
        essayer(part.total.euros(), format!("la fiche {n} serait comptée deux fois"));
        essayer(-part.total.euros(), format!("la fiche {n} serait oubliée"));
        let (ecrit, calcule) = en_annexe(fiche).unwrap_or((part.total, part.total));
        essayer(
            ecrit.euros() - calcule.euros(),
            format!("le montant de l’annexe serait repris pour la fiche {n}"),
        );
    }
    let (mut nommes, mut dehors) = (Decimal::ZERO, Decimal::ZERO);
    for fiche in c.fiches() {
        for (libelle, montant) in supplements(fiche) {
            nommes -= montant.euros();
            essayer(-montant.euros(), format!("« {libelle} » ({montant}) ne serait pas compté"));
        }
        for ligne in fiche.budgets.iter().flat_map(|b| &b.hors_total).filter(|l| de_l_etat(l)) {
            let montant = budget::apport(ligne).total;
            dehors += montant.euros();
            essayer(
                montant.euros(),
                format!("{montant} hors total de la fiche {} compterait", fiche.numero.valeur),
            );
        }
        for b in fiche.budgets.iter().filter(|b| b.role == Role::Projet) {
            let montant = budget::part(b, Some(ETAT)).total;
            essayer(
                montant.euros(),
                format!("le budget « {} » de la fiche {} compterait", b.id, fiche.numero.valeur),
            );
        }
    }
    essayer(nommes, "aucun supplément nommé ne serait compté".to_owned());
    essayer(dehors, "tous les montants hors total compteraient".to_owned());
    if un_chiffre(annonce, somme) {
        pistes.push("les deux montants ne diffèrent que d’un chiffre".to_owned());
    }
    pistes.dedup();
    pistes
}

fn de_l_etat(ligne: &Financement) -> bool {
    ligne.financeur.as_ref().is_some_and(|f| f.valeur == ETAT)
}

/// What the annexe prints of the State's share, and the share.
fn en_annexe(fiche: &Fiche) -> Option<(Montant, Montant)> {
    let (_, ecrit) = fiche.affiche_en_annexe.iter().find(|(f, _)| f.valeur == ETAT)?;
    Some((ecrit.valeur, budget::part_de_fiche(fiche, Some(ETAT)).total))
}

/// The named terms of the State's share.
fn supplements(fiche: &Fiche) -> impl Iterator<Item = (&str, Montant)> {
    budget::comptes(fiche)
        .flat_map(|b| b.financements.iter().filter(|l| de_l_etat(l)))
        .flat_map(|l| match &l.apport {
            Apport::Termes(termes) => termes.as_slice(),
            Apport::Montant(_) | Apport::Absent(_) => &[],
        })
        .filter_map(|t| Some((t.libelle.as_deref()?, t.montant.valeur)))
}

/// Whether two amounts are written with the same digits but one.
fn un_chiffre(a: Montant, b: Montant) -> bool {
    let (a, b) = (a.en_centimes(), b.en_centimes());
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(a, b)| a != b).count() == 1
}
