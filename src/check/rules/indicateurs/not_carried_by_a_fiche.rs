//! Checks that every indicateur of a served mesure is in the table of objectives of one of its fiches.

use std::collections::{BTreeMap, BTreeSet};

use super::values::{fiche_cells, format_count, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::cadre::Mesure;
use crate::model::{Absence, Measured};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un indicateur du référentiel n’est repris par aucune fiche de sa mesure",
    severity: Severity::Warning,
    checks: "Pour chaque mesure qu’une fiche sert, chaque indicateur du référentiel doit figurer dans le tableau des \
              objectifs de l’une de ces fiches, avec ou sans valeur. Une mesure sans fiche, ou que la matrice dit non \
              contractée, n’est pas examinée. Un indicateur propre à la fiche ne remplace pas celui du référentiel.",
    why: "Les indicateurs du référentiel sont ce que le Département s’engage à renseigner : celui qu’aucune \
               fiche ne porte n’a ni valeur, ni cible, ni responsable.",
    source: "Référentiel d’indicateurs du cadre, repris par l’annexe de la convention ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    - { indicateur: 1.1/delai, valeurs: { \"2023\": \"17,5 jours\", Cible 2024: 12 jours } }\n",
            to: "",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "{ indicateur: 1.1/delai, valeurs: { \"2023\": \"17,5 jours\", Cible 2024: 12 jours } }",
            to: "{ indicateur: 1.1/delai, libelle: \"Délai moyen avant le premier rendez-vous, à savoir au guichet\", \
                valeurs: { \"2023\": \"17,5 jours\", Cible 2024: 12 jours } }",
        }],
    },
};

/// Fiches that carry an indicateur, by mesure number and indicateur id.
type Carried<'d> = BTreeMap<(&'d str, &'d str), BTreeSet<Span>>;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // By mesure: where a fiche declares it, and the fiche.
    let mut serving: BTreeMap<&str, Vec<(Span, Span)>> = BTreeMap::new();
    for fiche in context.fiches() {
        for mesure in &fiche.mesures {
            serving.entry(mesure.value.as_str()).or_default().push((mesure.span, fiche.span));
        }
    }
    let mut carried: Carried<'_> = BTreeMap::new();
    for cell in fiche_cells(context) {
        if let (Some((mesure, indicateur)), Some(fiche)) = (cell.cadre, cell.fiche) {
            carried
                .entry((mesure.number.as_str(), indicateur.id.value.as_str()))
                .or_default()
                .insert(fiche.span);
        }
    }
    let mesures = context.dossier.cadre.themes.iter().flat_map(|theme| &theme.mesures);
    mesures
        .filter(|mesure| !not_contracted(context, mesure))
        .filter_map(|mesure| report(mesure, serving.get(mesure.number.as_str())?, &carried))
        .collect()
}

/// Whether the matrix says « non contracté » of the whole mesure.
fn not_contracted(context: &Context<'_>, mesure: &Mesure) -> bool {
    let values = context.dossier.matrix.values.iter().filter(|line| line.key.value == mesure.number);
    values
        .flat_map(|line| &line.cells)
        .flat_map(|(_, cell)| cell)
        .any(|value| value.measured.value == Measured::Absent(Absence::NotContracted))
}

/// Index of the fiche that carries the indicateur nearest to a position in the cadre.
fn nearest_fiche(mesure: &Mesure, index: usize, fiches: &[(Span, Span)], carried: &Carried<'_>) -> usize {
    let neighbors = mesure.indicateurs.iter().enumerate().filter_map(|(position, indicateur)| {
        let at = carried.get(&(mesure.number.as_str(), indicateur.id.value.as_str()))?;
        let fiche = fiches.iter().position(|(_, span)| at.contains(span))?;
        Some((position.abs_diff(index), fiche))
    });
    neighbors.min().map_or(0, |(_, fiche)| fiche)
}

fn report(mesure: &Mesure, fiches: &[(Span, Span)], carried: &Carried<'_>) -> Option<Diagnostic> {
    const SHOWN_MAX: usize = 4;
    let missing: Vec<_> = mesure
        .indicateurs
        .iter()
        .filter(|indicateur| !carried.contains_key(&(mesure.number.as_str(), indicateur.id.value.as_str())))
        .collect();
    let first = missing.first()?;
    let index = mesure.indicateurs.iter().position(|indicateur| indicateur.id == first.id)?;
    let chosen = nearest_fiche(mesure, index, fiches, carried);
    let (served_at, _) = fiches.get(chosen)?;
    let mut labels: Vec<String> =
        missing.iter().take(SHOWN_MAX).map(|indicateur| quoted_label(&indicateur.label)).collect();
    let hidden = missing.len().saturating_sub(SHOWN_MAX);
    if hidden > 0 {
        labels.push(format_count(hidden, "autre", "autres"));
    }
    let what = format_count(
        missing.len(),
        "indicateur du référentiel n’est porté",
        "indicateurs du référentiel ne sont portés",
    );
    let mut finding = Diagnostic::finding(
        *served_at,
        format!("mesure {} : {what} par aucune fiche : {}", mesure.number, labels.join(", ")),
    )
    .here("la fiche de cette mesure la plus proche")
    .on(format!("mesure {}", mesure.number))
    .help("ajouter une ligne « indicateur: … » par indicateur au tableau des objectifs de la fiche");
    let others = fiches.iter().enumerate().filter(|(position, _)| *position != chosen);
    for (_, (other, _)) in others.take(SHOWN_MAX) {
        finding = finding.also(*other, "cette fiche relève aussi de la mesure");
    }
    for absent in missing.iter().take(SHOWN_MAX) {
        finding = finding.also(absent.id.span, "attendu par le cadre");
    }
    Some(finding)
}
