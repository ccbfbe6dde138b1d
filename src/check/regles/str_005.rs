//! The measures of the framework, the fiches that serve them, and what the matrix says of them.

use std::collections::BTreeMap;

use crate::check::structure::{non_contractee, tableau_de};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::TableauAnnexe;
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-005",
    titre: "une mesure et les fiches ne se répondent pas",
    gravite: Gravite::Avertissement,
    verifie: "Une mesure du cadre qui n’est pas « non contracté » dans la matrice est servie par une fiche ; une mesure \
              « non contracté », sans valeur dans une colonne plus récente, n’en a pas ; dans un cadre qui sépare le \
              socle (annexe à matrice) et les initiatives, une fiche du socle sert une mesure, et une mesure est \
              servie dans l’annexe de la matrice. Une mesure servie dans une autre annexe et « non contracté » donne \
              un seul constat.",
    pourquoi: "Une mesure contractée sans fiche est un engagement sans action ; une fiche sans mesure n’est rattachée \
               à aucun indicateur national.",
    source: "Matrice des engagements du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "annexe: B",
            a: "annexe: B\nmesures: [\"2.2\"]",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "annexe: B",
            a: "annexe: A\nmesures: [\"1.1\"]",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cadre = &c.dossier.cadre;
    let mut constats = Vec::new();
    let mut servies: BTreeMap<&str, Vec<(&Fiche, &Spanned<String>)>> = BTreeMap::new();
    for fiche in c.fiches() {
        for mesure in &fiche.mesures {
            servies.entry(mesure.valeur.as_str()).or_default().push((fiche, mesure));
        }
    }
    let separe = cadre.annexes.iter().any(|a| a.tableau == TableauAnnexe::Matrice)
        && cadre.annexes.iter().any(|a| a.tableau == TableauAnnexe::Executions);
    for mesure in cadre.themes.iter().flat_map(|t| &t.mesures) {
        let non_contractee = non_contractee(c.dossier, &mesure.numero);
        let fiches = servies.get(mesure.numero.as_str()).map_or(&[][..], Vec::as_slice);
        if fiches.is_empty() && non_contractee.is_none() {
            let span = mesure.indicateurs.first().map_or(c.dossier.convention.cadre.span, |i| i.id.span);
            constats.push(
                Diagnostic::constat(
                    span,
                    format!("la mesure {} « {} » n’est servie par aucune fiche", mesure.numero, mesure.titre),
                )
                .aide(format!(
                    "déclarer la mesure dans les « mesures » d’une fiche, ou « \"{}\": non contracté » dans la matrice",
                    mesure.numero
                )),
            );
        }
        for (fiche, ici) in fiches {
            let ailleurs =
                separe && tableau_de(cadre, &fiche.annexe.valeur) == Some(TableauAnnexe::Executions);
            let annexe = if ailleurs { format!(", à l’annexe {}", fiche.annexe) } else { String::new() };
            let numero = &fiche.numero;
            let constat = match non_contractee {
                Some(span) => Diagnostic::constat(
                    ici.span,
                    format!("la mesure {} est « non contracté » dans la matrice, et la fiche {numero} la sert{annexe}", mesure.numero),
                )
                .voir(span, "la matrice"),
                None if ailleurs => Diagnostic::constat(
                    ici.span,
                    format!("la mesure {} est du socle, et la fiche {numero} la sert à l’annexe {}", mesure.numero, fiche.annexe),
                ),
                None => continue,
            };
            let constat =
                if ailleurs { constat.voir(fiche.annexe.span, "l’annexe de la fiche") } else { constat };
            constats.push(constat.aide("mettre d’accord la matrice, l’annexe et la mesure de la fiche"));
        }
    }
    let socle = |f: &&Fiche| separe && tableau_de(cadre, &f.annexe.valeur) == Some(TableauAnnexe::Matrice);
    constats.extend(c.fiches().filter(socle).filter(|f| f.mesures.is_empty()).map(|fiche| {
        let constat = Diagnostic::constat(
            fiche.annexe.span,
            format!(
                "la fiche {}, de l’annexe {}, ne sert aucune mesure du cadre",
                fiche.numero, fiche.annexe
            ),
        )
        .aide("déclarer la mesure dans « mesures », ou classer la fiche parmi les initiatives");
        match &fiche.mesure_affichee {
            Some(dite) => constat.voir(dite.span, "ce que l’acte imprime comme mesure"),
            None => constat,
        }
    }));
    constats
}
