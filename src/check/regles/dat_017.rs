//! An action said to be new, that has been running for longer than the edition.

use crate::check::dates::bornes;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::Cadre;
use crate::model::fiche::Statut;
use crate::model::{DateImprecise, Fiche, Jour};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-017",
    titre: "une action dite nouvelle a commencé avant l’édition",
    gravite: Gravite::Conseil,
    verifie: "Une fiche dont un statut, par son mot ou par ce que le cadre imprime pour lui, dit « nouveau », « nouvelle » \
              ou « inédite », et dont toutes les mises en place sont antérieures à l’année de l’édition, ou dites déjà \
              existantes. Les statuts qui se contredisent entre eux relèvent de la structure de la fiche.",
    pourquoi: "L’article qui demande de signaler les actions nouvelles sert à voir ce que l’année apporte : une action \
               déjà financée auparavant n’y apporte rien.",
    source: "Cohérence interne de l’acte : le statut de la fiche et sa date de mise en place.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "mise_en_place: 2024-02-01\nduree: 11 mois, jusqu'en décembre 2024",
            a: "mise_en_place: 2021-02-01\nduree: 2021-2024",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "mise_en_place: 2024-02-01\nduree: 11 mois, jusqu'en décembre 2024",
            a: "mise_en_place: fin 2023 / début 2024\nduree: 2023-2024",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dossier = c.dossier;
    let annee = dossier.convention.annee;
    let Some(janvier) = Jour::new(annee, 1, 1) else { return Vec::new() };
    c.fiches().filter_map(|f| juger(f, &dossier.cadre, janvier)).collect()
}

fn est_nouveau(statut: &Statut, cadre: &Cadre) -> bool {
    let imprime =
        cadre.statuts.iter().find(|(mot, _)| *mot == statut.mot.valeur).map(|(_, texte)| texte.as_str());
    let dit = |texte: &str| {
        plat(texte).split(' ').any(|m| ["nouveau", "nouvelle", "inedit", "inedite"].contains(&m))
    };
    dit(&statut.mot.valeur) || imprime.is_some_and(dit)
}

fn juger(fiche: &Fiche, cadre: &Cadre, janvier: Jour) -> Option<Diagnostic> {
    let statut = fiche.statuts.iter().find(|s| est_nouveau(s, cadre))?;
    let Some(Ok(debuts)) = &fiche.mise_en_place else { return None };
    let ancien = |date: &DateImprecise| match date {
        DateImprecise::DejaExistante => true,
        date => bornes(date).is_some_and(|jours| jours.1 < janvier),
    };
    let premier = debuts.first().filter(|_| debuts.iter().all(|d| ancien(&d.donnee)))?;
    Some(
        Diagnostic::constat(
            statut.mot.span,
            format!(
                "la fiche est dite « {} », et l’action est mise en place avant {} : {}",
                statut.mot.valeur,
                janvier.annee(),
                premier.donnee
            ),
        )
        .voir(premier.span, "mise en place")
        .aide("corriger le statut, ou dire ce qui est nouveau depuis"),
    )
}
