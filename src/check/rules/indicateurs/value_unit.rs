//! Unit of a value against that of the framework.

use crate::check::rules::indicateurs::objectives::objective;
use crate::check::rules::indicateurs::values::{Datum, digit, every, say, short};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang;
use crate::lang::flat;
use crate::model::Value;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "l’unité d’une valeur manque, ou n’est pas celle du référentiel",
    severity: Severity::Warning,
    checks: "Les nombres des fiches et de la matrice dont le cadre donne l’unité : l’unité écrite est la même (au \
              pluriel près, et la fin en est libre : « jours ouvrés ») ; l’unité absente se lit dans le libellé \
              (« Nombre de personnes… »). Quand la définition de l’indicateur donne son objectif dans une autre unité, \
              c’est celle-ci qui est citée. Les personnes peuvent être dites bénéficiaires, jeunes, usagers…",
    why: "« 39,5 » peut être des jours, des semaines ou un pourcentage : sans unité, la valeur ne se compare \
               ni à la cible ni au seuil du cadre.",
    source: "Unités du référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/indicateurs.yaml", from: ": 20 jours,", to: ": 20," }],
        admitted: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: ": 20 jours,",
            to: ": 20 jours ouvrés,",
        }],
    },
};

/// Words that all count people.
const PERSONS: [&str; 11] = [
    "personne",
    "beneficiaire",
    "jeune",
    "usager",
    "allocataire",
    "participant",
    "agent",
    "salarie",
    "enfant",
    "eleve",
    "stagiaire",
];

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    every(c).iter().flat_map(|d| d.cell.iter().filter_map(|v| report(d, v))).collect()
}

/// A unit without its plural.
fn singular(unit: &str) -> String {
    let unit = flat(&unit.replace('%', "pourcent").replace('€', "euro"));
    let first = unit.split(' ').next().unwrap_or_default();
    let first = lang::singular(first);
    if first == "j" { "jour".to_owned() } else { first.into_owned() }
}

/// A value without a unit, whose objective the framework tells in another one: which of the two is meant is open.
fn without_expected_unit(datum: &Datum<'_>, expected: &str, written: &str, span: Span) -> Option<Diagnostic> {
    let (_, indicateur) = datum.cadre?;
    let targeted = objective(indicateur).filter(|o| singular(o.unit) != singular(expected))?;
    let message = format!(
        "{} : {written} est sans unité ; l’objectif du référentiel est en {}",
        datum.name(),
        targeted.unit
    );
    Some(
        Diagnostic::finding(span, message)
            .here(short(datum.label))
            .also(indicateur.id.span, format!("objectif du référentiel : « {} »", targeted.words))
            .help(format!("écrire l’unité de la valeur : {expected} ou {}", targeted.unit)),
    )
}

fn report(datum: &Datum<'_>, value: &Value) -> Option<Diagnostic> {
    let expected = datum.unit()?;
    let number = digit(&value.measured.value)?;
    let written = say(&value.measured.value);
    let span = value.measured.span;
    let root = singular(expected);
    let finding = match number.unit.as_deref() {
        Some(claimed) => {
            let claimed_root = singular(claimed);
            let persons = PERSONS.contains(&root.as_str()) && PERSONS.contains(&claimed_root.as_str());
            if claimed_root == root || persons {
                return None;
            }
            Diagnostic::finding(
                span,
                format!(
                    "{} : {written} est en « {claimed} », et le référentiel compte en « {expected} »",
                    datum.name()
                ),
            )
            .help("convertir la valeur, ou corriger son unité")
        }
        None => {
            // « Nombre de personnes » says its unit; « Délai moyen » does not.
            let label = flat(datum.label);
            let stated = |root: &str| label.split(' ').any(|m| lang::singular(m) == root);
            let number_of = label.split(' ').any(|m| m == "nombre" || m == "nombres");
            if stated(&root) || number_of {
                return None;
            }
            if let Some(finding) = without_expected_unit(datum, expected, &written, span) {
                return Some(finding);
            }
            Diagnostic::finding(
                span,
                format!(
                    "{} : {written} est sans unité, et le référentiel compte en « {expected} »",
                    datum.name()
                ),
            )
            .help(format!("écrire l’unité : « {written} {expected} »"))
        }
    };
    let reference = datum.cadre.map(|(_, i)| i.id.span)?;
    Some(finding.here(short(datum.label)).also(reference, format!("unité du référentiel : « {expected} »")))
}
