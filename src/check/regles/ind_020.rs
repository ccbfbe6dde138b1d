//! Age bands that overlap, leave gaps, or change within a fiche.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::check::indicateurs::{court, des_fiches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::Mesure;
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-020",
    titre: "des tranches d’âge se chevauchent, laissent un vide ou changent",
    gravite: Gravite::Conseil,
    verifie: "Les tranches d’âge (« 12-15 ans ») des indicateurs d’une mesure du cadre, ou des lignes propres d’une \
              fiche, dans l’ordre : chacune commence l’année qui suit la fin de la précédente. Puis, dans une fiche, la \
              légende d’une figure compte par les mêmes tranches que le tableau des objectifs.",
    pourquoi: "Un jeune de quinze ans compté dans deux tranches l’est deux fois, et des tranches différentes ne se \
               comparent pas.",
    source: "Une partition range chacun dans une classe et une seule ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "    - { libelle: Jeunes de 12-15 ans, valeurs: { Cible 2024: 25 personnes } }\n    \
                - { libelle: Jeunes de 15-18 ans, valeurs: { Cible 2024: 20 personnes } }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "    - { libelle: Jeunes de 12-15 ans, valeurs: { Cible 2024: 25 personnes } }\n    \
                - { libelle: Jeunes de 16-18 ans, valeurs: { Cible 2024: 20 personnes } }",
        }],
    },
    chercher,
};

static TRANCHE: LazyLock<Motif> =
    LazyLock::new(|| motif(r"\b(?P<a>[0-9]{1,2})\s?(?:-|–|à)\s?(?P<b>[0-9]{1,2})\s?ans\b"));

type Tranche = (u8, u8);

/// The band of a label, when it has one and no other.
fn tranche(libelle: &str) -> Option<Tranche> {
    let mut lues = TRANCHE.captures_iter(libelle);
    let lue = lues.next().filter(|_| lues.next().is_none())?;
    let borne = |nom: &str| lue.name(nom)?.as_str().parse::<u8>().ok();
    let (a, b) = (borne("a")?, borne("b")?);
    (a < b).then_some((a, b))
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mesures = c.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
    let mut constats: Vec<Diagnostic> = mesures.filter_map(du_cadre).collect();
    let mut propres: BTreeMap<u32, Vec<(Span, Tranche)>> = BTreeMap::new();
    let mut toutes: BTreeMap<u32, Vec<(Span, Tranche)>> = BTreeMap::new();
    for donnee in des_fiches(c) {
        let Some(lue) = tranche(donnee.libelle) else { continue };
        let rang = donnee.span.fichier.rang();
        let lignes = toutes.entry(rang).or_default();
        if lignes.last().is_some_and(|(span, _)| *span == donnee.span) {
            continue;
        }
        lignes.push((donnee.span, lue));
        if donnee.cadre.is_none() {
            propres.entry(rang).or_default().push((donnee.span, lue));
        }
    }
    constats.extend(propres.values().filter_map(|t| enchainer(t, "dans le tableau de la fiche")));
    constats.extend(
        c.fiches().flat_map(|f| legendes(f, toutes.get(&f.span.fichier.rang()).map_or(&[], Vec::as_slice))),
    );
    constats
}

fn du_cadre(mesure: &Mesure) -> Option<Diagnostic> {
    let lues: Vec<_> =
        mesure.indicateurs.iter().filter_map(|i| Some((i.id.span, tranche(&i.libelle)?))).collect();
    enchainer(&lues, &format!("mesure {}", mesure.numero))
}

fn dire((a, b): Tranche) -> String {
    format!("{a}-{b} ans")
}

/// The first two bands that do not follow one another, and all the places.
fn enchainer(tranches: &[(Span, Tranche)], ou: &str) -> Option<Diagnostic> {
    let fautes: Vec<String> = tranches
        .iter()
        .zip(tranches.iter().skip(1))
        .filter_map(|((_, avant), (_, apres))| {
            let (fin, debut) = (avant.1, apres.0);
            if debut <= avant.0 {
                // Not in order: another list begins.
                None
            } else if debut <= fin {
                Some(format!("{} et {} ont {debut} ans en commun", dire(*avant), dire(*apres)))
            } else if debut > fin.saturating_add(1) {
                Some(format!(
                    "entre {} et {}, il manque {} ans",
                    dire(*avant),
                    dire(*apres),
                    fin.saturating_add(1)
                ))
            } else {
                None
            }
        })
        .collect();
    let (premier, autres) = tranches.split_first()?;
    if fautes.is_empty() {
        return None;
    }
    let mut constat = Diagnostic::constat(premier.0, format!("{ou} : {}", fautes.join(" ; ")))
        .ici(dire(premier.1))
        .aide("faire commencer chaque tranche l’année qui suit la fin de la précédente");
    for (span, lue) in autres {
        constat = constat.voir(*span, dire(*lue));
    }
    Some(constat)
}

fn legendes(fiche: &Fiche, tableau: &[(Span, Tranche)]) -> Vec<Diagnostic> {
    let du_tableau: BTreeSet<Tranche> = tableau.iter().map(|(_, t)| *t).collect();
    let dites = |t: &BTreeSet<Tranche>| t.iter().map(|t| dire(*t)).collect::<Vec<_>>().join(", ");
    fiche
        .figures
        .iter()
        .filter_map(|figure| {
            let lues: BTreeSet<Tranche> = figure.legende.iter().filter_map(|l| tranche(l)).collect();
            let (span, _) = tableau.first()?;
            if lues.len() < 2 || du_tableau.len() < 2 || lues.is_subset(&du_tableau) {
                return None;
            }
            Some(
                Diagnostic::constat(
                    figure.id.span,
                    format!(
                        "la légende de {} compte par {}, le tableau des objectifs par {}",
                        court(&figure.titre),
                        dites(&lues),
                        dites(&du_tableau)
                    ),
                )
                .voir(*span, "tranches du tableau")
                .aide("compter par les mêmes tranches, ou dire dans la fiche pourquoi elles diffèrent"),
            )
        })
        .collect()
}
