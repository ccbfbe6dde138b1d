//! Checks that mesures have fiches, that fiches have mesures, and that the matrix agrees.

use std::collections::BTreeMap;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::cadre::{Axe, AxeTable, Cadre, Mesure};
use crate::model::{Absence, CellValues, Dossier, Fiche, Measured};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "une mesure et les fiches ne se répondent pas",
    severity: Severity::Warning,
    checks: "Une mesure du cadre qui n’est ni « non contracté » ni « sans objet » dans la matrice est servie par une fiche ; une mesure \
              « non contracté », sans valeur dans une colonne plus récente, n’en a pas ; dans un cadre qui a une \
              annexe à matrice et une annexe d’exécutions, une fiche de la première sert une mesure, et une mesure est \
              servie dans la première. Une mesure servie dans une autre annexe et « non contracté » donne \
              un seul constat.",
    why: "Une mesure contractée sans fiche est un engagement sans action ; une fiche sans mesure n’est rattachée \
               à aucun indicateur national.",
    source: "Matrice des engagements du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "annexe: B",
            to: "annexe: B\nmesures: [\"2.2\"]",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "mesures: [\"2.1\"]",
            to: "mesures: [\"2.1\", \"1.1\"]",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let mut findings = Vec::new();
    let mut serving: BTreeMap<&str, Vec<(&Fiche, &Spanned<String>)>> = BTreeMap::new();
    for fiche in context.fiches() {
        for mesure in &fiche.mesures {
            serving.entry(mesure.value.as_str()).or_default().push((fiche, mesure));
        }
    }
    let has_two_annexes = cadre.axes.iter().any(|annexe| annexe.table == Some(AxeTable::Matrix))
        && cadre.axes.iter().any(|annexe| annexe.table == Some(AxeTable::Executions));
    for mesure in cadre.themes.iter().flat_map(|theme| &theme.mesures) {
        let not_contracted = not_contracted(context.dossier, &mesure.number);
        let fiches = serving.get(mesure.number.as_str()).map_or(&[][..], Vec::as_slice);
        if fiches.is_empty() && not_contracted.is_none() && !is_without_object(context.dossier, mesure) {
            let span = mesure
                .indicateurs
                .first()
                .map_or(context.dossier.convention.cadre.span, |indicateur| indicateur.id.span);
            findings.push(
                Diagnostic::finding(
                    span,
                    format!("la mesure {} « {} » n’est portée par aucune fiche", mesure.number, mesure.title),
                )
                .help(match line_of_not_contracted(cadre, &mesure.number) {
                    Some(line) => format!(
                        "déclarer la mesure dans les « mesures » d’une fiche, ou écrire « {line} » sous « valeurs: » dans indicateurs.yaml"
                    ),
                    None => "déclarer la mesure dans les « mesures » d’une fiche".to_owned(),
                }),
            );
        }
        for (fiche, declared) in fiches {
            let in_other_annexe =
                has_two_annexes && table_of(cadre, &fiche.axe.value) == Some(AxeTable::Executions);
            let annexe =
                if in_other_annexe { format!(", {}", place_of(cadre, fiche)) } else { String::new() };
            let number = &fiche.number;
            let finding = match not_contracted {
                Some(span) => Diagnostic::finding(
                    declared.span,
                    format!("la mesure {} est « non contracté » dans la matrice, et la fiche {number} en relève{annexe}", mesure.number),
                )
                .also(span, "la matrice"),
                None if in_other_annexe => Diagnostic::finding(
                    declared.span,
                    format!(
                        "la mesure {} relève {}, et la fiche {number} la porte {}",
                        mesure.number,
                        matrix_annexe(cadre),
                        place_of(cadre, fiche)
                    ),
                ),
                None => continue,
            };
            let finding =
                if in_other_annexe { finding.also(fiche.axe.span, "où la fiche se range") } else { finding };
            findings.push(finding.help("mettre d’accord la matrice, l’annexe et la mesure de la fiche"));
        }
    }
    let in_matrix_annexe =
        |fiche: &&Fiche| has_two_annexes && table_of(cadre, &fiche.axe.value) == Some(AxeTable::Matrix);
    findings.extend(context.fiches().filter(in_matrix_annexe).filter(|fiche| fiche.mesures.is_empty()).map(
        |fiche| {
            let finding = Diagnostic::finding(
                fiche.axe.span,
                format!(
                    "la fiche {}, {}, ne relève d’aucune mesure du modèle national",
                    fiche.number,
                    cadre.axe(&fiche.axe.value).map(Axe::of_the).unwrap_or_default()
                ),
            )
            .help("déclarer la mesure dans « mesures », ou classer la fiche parmi les initiatives");
            match &fiche.printed_mesure {
                Some(printed) => finding.also(printed.span, "ce que l’acte imprime comme mesure"),
                None => finding,
            }
        },
    ));
    findings
}

/// The line of the matrix that says « non contracté » of a mesure, as it is to be written; none without columns.
fn line_of_not_contracted(cadre: &Cadre, mesure: &str) -> Option<String> {
    let word = Absence::NotContracted.word();
    let cells: Vec<String> =
        cadre.columns.iter().map(|column| format!("\"{}\": {word}", column.id)).collect();
    (!cells.is_empty()).then(|| format!("\"{mesure}\": {{ {} }}", cells.join(", ")))
}

/// « de l’annexe A »: the node of the matrix.
fn matrix_annexe(cadre: &Cadre) -> String {
    cadre.axes.iter().find(|a| a.table == Some(AxeTable::Matrix)).map(Axe::of_the).unwrap_or_default()
}

/// « à l’annexe B »: where a fiche stands.
fn place_of(cadre: &Cadre, fiche: &Fiche) -> String {
    cadre.axe(&fiche.axe.value).map(|axe| format!("{} {}", axe.word.to_the(), axe.id)).unwrap_or_default()
}

/// The table that opens a node of the tree.
fn table_of(cadre: &Cadre, axe: &str) -> Option<AxeTable> {
    cadre.axe(axe)?.table
}

/// Whether the matrix says « sans objet » wherever it speaks of a mesure.
fn is_without_object(dossier: &Dossier, mesure: &Mesure) -> bool {
    let prefix = format!("{}/", mesure.number);
    let is_own = |key: &str| key == mesure.number || key.starts_with(&prefix);
    let lines = dossier.matrix.values.iter().filter(|line| is_own(&line.key.value));
    let mut values = lines.flat_map(|line| &line.cells).flat_map(|(_, cell)| cell).peekable();
    values.peek().is_some() && values.all(|v| v.measured.value == Measured::Absent(Absence::NotApplicable))
}

/// Where the matrix says « non contracté » of a whole mesure, without a value in a later column.
fn not_contracted(dossier: &Dossier, mesure: &str) -> Option<Span> {
    let line = dossier.matrix.values.iter().find(|l| l.key.value == mesure)?;
    let index = |id: &str| dossier.cadre.columns.iter().position(|c| c.id == id);
    let within =
        |cell: &CellValues| cell.iter().any(|v| v.measured.value == Measured::Absent(Absence::NotContracted));
    let last = line.cells.iter().filter(|(_, cell)| within(cell)).map(|(c, _)| index(&c.value)).max()?;
    let prefix = format!("{mesure}/");
    let lines = dossier.matrix.values.iter().filter(|l| l.key.value.starts_with(&prefix));
    let is_numeric =
        |cell: &CellValues| cell.iter().any(|v| !matches!(v.measured.value, Measured::Absent(_)));
    let after = lines
        .chain([line])
        .flat_map(|l| &l.cells)
        .any(|(column, cell)| index(&column.value) >= last && is_numeric(cell));
    (!after).then_some(line.key.span)
}
