//! An indicator of the framework that no fiche of its measure carries.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::indicateurs::{compte, court, des_fiches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::Mesure;
use crate::model::{Absence, Mesurage};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-001",
    titre: "un indicateur du référentiel n’est repris par aucune fiche de sa mesure",
    gravite: Gravite::Avertissement,
    verifie: "Pour chaque mesure qu’une fiche sert, chaque indicateur du référentiel doit figurer dans le tableau des \
              objectifs de l’une de ces fiches, avec ou sans valeur. Une mesure sans fiche, ou que la matrice dit non \
              contractée, n’est pas examinée. Un indicateur propre à la fiche ne remplace pas celui du référentiel.",
    pourquoi: "Les indicateurs du référentiel sont ce que le Département s’engage à renseigner : celui qu’aucune \
               fiche ne porte n’a ni valeur, ni cible, ni responsable.",
    source: "Référentiel d’indicateurs du cadre, repris par l’annexe de la convention ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    - { indicateur: 1.1/delai, valeurs: { \"2023\": \"17,5 jours\", Cible 2024: 12 jours } }\n",
            a: "",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "{ indicateur: 1.1/delai, valeurs: { \"2023\": \"17,5 jours\", Cible 2024: 12 jours } }",
            a: "{ indicateur: 1.1/delai, libelle: \"Délai moyen avant le premier rendez-vous, à savoir au guichet\", \
                valeurs: { \"2023\": \"17,5 jours\", Cible 2024: 12 jours } }",
        }],
    },
    chercher,
};

/// The fiches that carry an indicator of a measure.
type Portes<'d> = BTreeMap<(&'d str, &'d str), BTreeSet<Span>>;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    // The fiches that serve a measure: where they say so, and which.
    let mut servies: BTreeMap<&str, Vec<(Span, Span)>> = BTreeMap::new();
    for fiche in c.fiches() {
        for mesure in &fiche.mesures {
            servies.entry(mesure.valeur.as_str()).or_default().push((mesure.span, fiche.span));
        }
    }
    let mut portes: Portes<'_> = BTreeMap::new();
    for donnee in des_fiches(c) {
        if let (Some((m, i)), Some(fiche)) = (donnee.cadre, donnee.fiche) {
            portes.entry((m.numero.as_str(), i.id.valeur.as_str())).or_default().insert(fiche.span);
        }
    }
    let mesures = c.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
    mesures
        .filter(|m| !non_contractee(c, m))
        .filter_map(|m| signaler(m, servies.get(m.numero.as_str())?, &portes))
        .collect()
}

/// Whether the matrix says so for the whole measure.
fn non_contractee(c: &Contexte<'_>, mesure: &Mesure) -> bool {
    let valeurs = c.dossier.matrice.valeurs.iter().filter(|l| l.cible.valeur == mesure.numero);
    valeurs
        .flat_map(|l| &l.cases)
        .flat_map(|(_, case)| case)
        .any(|v| v.mesurage.valeur == Mesurage::Absent(Absence::NonContracte))
}

/// Among the fiches of a measure, the one that carries the indicator nearest to a rank in the framework.
fn proche(mesure: &Mesure, rang: usize, fiches: &[(Span, Span)], portes: &Portes<'_>) -> usize {
    let voisins = mesure.indicateurs.iter().enumerate().filter_map(|(k, i)| {
        let ou = portes.get(&(mesure.numero.as_str(), i.id.valeur.as_str()))?;
        let fiche = fiches.iter().position(|(_, f)| ou.contains(f))?;
        Some((k.abs_diff(rang), fiche))
    });
    voisins.min().map_or(0, |(_, fiche)| fiche)
}

fn signaler(mesure: &Mesure, fiches: &[(Span, Span)], portes: &Portes<'_>) -> Option<Diagnostic> {
    const MONTRES: usize = 4;
    let absents: Vec<_> = mesure
        .indicateurs
        .iter()
        .filter(|i| !portes.contains_key(&(mesure.numero.as_str(), i.id.valeur.as_str())))
        .collect();
    let premier = absents.first()?;
    let rang = mesure.indicateurs.iter().position(|i| i.id == premier.id)?;
    let choisie = proche(mesure, rang, fiches, portes);
    let (premiere, _) = fiches.get(choisie)?;
    let mut dits: Vec<String> = absents.iter().take(MONTRES).map(|i| court(&i.libelle)).collect();
    let reste = absents.len().saturating_sub(MONTRES);
    if reste > 0 {
        dits.push(compte(reste, "autre", "autres"));
    }
    let quoi = compte(
        absents.len(),
        "indicateur du référentiel n’est porté",
        "indicateurs du référentiel ne sont portés",
    );
    let mut constat = Diagnostic::constat(
        *premiere,
        format!("mesure {} : {quoi} par aucune fiche : {}", mesure.numero, dits.join(", ")),
    )
    .ici("la fiche de cette mesure la plus proche")
    .aide("ajouter une ligne « indicateur: … » par indicateur au tableau des objectifs de la fiche");
    let autres = fiches.iter().enumerate().filter(|(k, _)| *k != choisie);
    for (_, (autre, _)) in autres.take(MONTRES) {
        constat = constat.voir(*autre, "cette fiche sert aussi la mesure");
    }
    for absent in absents.iter().take(MONTRES) {
        constat = constat.voir(absent.id.span, "attendu par le cadre");
    }
    Some(constat)
}
