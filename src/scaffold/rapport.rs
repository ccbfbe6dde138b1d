//! `calpae new rapport`: the folder of the report, pre-filled from the convention; run again after an avenant,
//! it adds what is new and says what no longer has a counterpart.

use super::yaml::{line, quoted, remark};
use super::{Work, fiche, reference};
use crate::ledger::contract::latest;
use crate::ledger::current::{Current, of_dossier, restatements};
use crate::model::rapport::{Rapport, Revision};
use crate::model::{Day, Dossier, Duration, ImpreciseDate};
use crate::syntax::edit::indented;
use crate::syntax::{Edits, yaml};
use crate::text::{FileId, Sources, Span};

/// What there is to write for the report of an edition; `fingerprint` is the digest of the convention's sources,
/// `exists` tells which paths are taken.
pub fn prepare(
    dossier: &Dossier,
    sources: &Sources,
    edition: &str,
    fingerprint: &str,
    exists: impl Fn(&str) -> bool,
) -> Work {
    let mut work = Work::default();
    let base = format!("content/{edition}/rapport");
    let currents = of_dossier(dossier);
    let rapport = dossier.rapport.as_ref();
    let create = |work: &mut Work, path: String, text: String| {
        if !exists(&path) {
            work.files.push((path, text));
        }
    };
    create(&mut work, format!("{base}/rapport.yaml"), page(dossier, edition));
    create(&mut work, format!("{base}/bilan.md"), summary(dossier));
    create(&mut work, format!("{base}/indicateurs.yaml"), matrix(dossier, &currents));
    let last = rapport.and_then(|r| latest(r).into_iter().find(|v| v.edition.value == edition));
    let revision = || reference::revision(dossier, sources, edition, fingerprint);
    match rapport.map(|r| (r, last)) {
        Some((r, Some(last))) => {
            if has_changed(dossier, r, last, &currents) {
                if append_revision(&mut work, sources, last.span.file, &revision()) {
                    work.messages.push(format!(
                        "reference.yaml : une révision est ajoutée, celle de la convention « {} » du {}",
                        dossier.convention.status.word(),
                        dossier.convention.document_date
                    ));
                }
                for current in &currents {
                    let before = last.contracts.iter().find(|c| c.fiche.value == current.fiche.number.value);
                    if let Some(before) = before {
                        work.messages.extend(fiche::changes(current, before, &dossier.cadre));
                    }
                }
            }
        }
        Some((r, None)) if !r.revisions.is_empty() => {
            if let Some(other) = r.revisions.last() {
                append_revision(&mut work, sources, other.span.file, &revision());
            }
        }
        _ => create(
            &mut work,
            format!("{base}/reference.yaml"),
            format!("{}{}", reference::HEADER, indented(&revision(), "  ")),
        ),
    }
    for current in &currents {
        let number = current.fiche.number.value;
        match rapport.and_then(|r| r.fiches.iter().find(|f| f.fiche.value == number)) {
            Some(filled) => fiche::complete(&mut work, dossier, sources, current, filled),
            None => {
                let name = file_name(current);
                create(
                    &mut work,
                    format!("{base}/fiches/{name}.md"),
                    fiche::new_fiche(current, &dossier.cadre),
                );
            }
        }
    }
    for f in rapport.into_iter().flat_map(|r| &r.fiches) {
        if !currents.iter().any(|c| c.fiche.number.value == f.fiche.value) {
            work.messages.push(format!(
                "{} : la fiche {} n’est plus dans la convention ; le compte rendu est gardé",
                f.path, f.fiche.value
            ));
        }
    }
    if let Some(r) = rapport {
        indicateurs(&mut work, dossier, sources, &currents, r);
    }
    work
}

/// Whether the content contracts something else than a revision: a figure, an action, a line, a target.
fn has_changed(dossier: &Dossier, rapport: &Rapport, last: &Revision, currents: &[Current<'_>]) -> bool {
    let differs = |current: &Current<'_>| {
        let number = current.fiche.number.value;
        let Some(contract) = last.contracts.iter().find(|c| c.fiche.value == number) else {
            return true;
        };
        contract.charges.len() != current.charges.len()
            || contract.financements.len() != current.financements.len()
            || current
                .targets
                .iter()
                .any(|target| !contract.objectives.iter().any(|o| o.key() == target.key()))
            || contract.objectives.len() != current.targets.len()
    };
    last.status != dossier.convention.status
        || last.montant_etat.as_ref().map(|m| m.value)
            != dossier.convention.montant_etat.as_ref().map(|m| m.value)
        || !restatements(dossier, rapport).is_empty()
        || currents.iter().any(differs)
}

/// Adds a revision after those of a file, or says that it is to be added by hand; whether it was added.
fn append_revision(work: &mut Work, sources: &Sources, file: FileId, revision: &str) -> bool {
    let zone = Span { file, start: 0, end: sources.source(file).text().len() };
    if let Ok(root) = yaml::read(sources, zone)
        && let Some((_, revisions)) = root.entry("revisions")
    {
        let mut edits = Edits::new(sources, zone, &root);
        if edits.append_items(revisions, revision) {
            work.additions.extend(edits.finish());
            return true;
        }
    }
    work.messages.push(format!(
        "reference.yaml : révision à ajouter à la main sous « revisions », que le programme ne sait pas prolonger :\n{}",
        revision.trim_end()
    ));
    false
}

fn file_name(current: &Current<'_>) -> String {
    let stem = current.fiche.path.stem();
    let number = current.fiche.number.value.in_file_name();
    if stem.starts_with(&number) { stem.to_owned() } else { format!("{number}-{stem}") }
}

/// `rapport.yaml`: the window, the deadline and its back-planning.
fn page(dossier: &Dossier, edition: &str) -> String {
    let convention = &dossier.convention;
    let year = convention.year;
    let period = match convention.execution.as_ref().map(|e| &e.value) {
        Some(Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b))) => (a.iso(), b.iso()),
        _ => (format!("{year}-01-01"), format!("{year}-12-31")),
    };
    let concluded = convention.dates.signature.as_ref().map(|j| j.value);
    let deadline = dossier.cadre.deadline("rapport", year, concluded);
    let day = deadline.and_then(|e| e.day_of(year));
    let mut text = format!("# Le rapport d'exécution de l'édition {edition}.\n");
    if let (Some(deadline), Some(day)) = (deadline, day) {
        text.push_str(&format!("#\n# À remettre au plus tard le {}. À rebours :\n", line(&day.to_string())));
        let mut steps: Vec<(Day, &str)> = deadline
            .steps
            .iter()
            .filter_map(|(label, days)| Some((day.shift(-i32::from(*days))?, label.as_str())))
            .collect();
        steps.sort();
        for (day, label) in steps {
            text.push_str(&format!("#   {} : {}\n", day.iso(), line(label)));
        }
        text.push_str("#\n");
    }
    let date = day.map_or_else(|| format!("{year}-12-31"), Day::iso);
    text.push_str(&format!(
        "periode: du {} au {}     # peut ne pas être l'année civile\nintermediaire: non         # oui : un autre rapport suivra pour la même période\netat: projet               # projet | délibéré | transmis\ndeliberation:              # jour du vote\nenvoi:                     # jour de l'envoi aux préfets de région et de département\ndate_du_document: {date}   # date que porte le rapport\n",
        period.0, period.1
    ));
    text
}

/// `bilan.md`: the headings of the global account.
fn summary(dossier: &Dossier) -> String {
    let titles: Vec<String> = dossier.cadre.rapport.summary.iter().map(|t| format!("## {t}\n")).collect();
    titles.join("\n")
}

/// The indicators of the framework that no fiche follows: identifier, label.
fn outside_fiches<'d>(dossier: &'d Dossier, currents: &[Current<'_>]) -> Vec<(String, &'d str)> {
    let mut lines = Vec::new();
    for mesure in dossier.cadre.themes.iter().flat_map(|t| &t.mesures) {
        for indicateur in &mesure.indicateurs {
            let id = format!("{}/{}", mesure.number, indicateur.id.value);
            if !currents.iter().flat_map(|c| &c.targets).any(|c| c.indicateur == Some(id.as_str())) {
                lines.push((id, indicateur.label.as_str()));
            }
        }
    }
    lines
}

fn matrix(dossier: &Dossier, currents: &[Current<'_>]) -> String {
    let mut text = String::from(
        "# Les indicateurs du cadre qu'aucune fiche ne suit. Ceux des fiches se remplissent dans les fiches et viennent\n# d'eux-mêmes dans la matrice. Une ligne laissée vide est « non renseigné ».\nvaleurs:\n",
    );
    let lines = outside_fiches(dossier, currents);
    lines.iter().for_each(|(id, label)| text.push_str(&indented(&entry(id, label), "  ")));
    text
}

/// An entry without margin, under the label of its indicator.
fn entry(id: &str, label: &str) -> String {
    format!("# {}\n{}:\n", remark(label), quoted(id))
}

/// Adds the indicators that the matrix of the report does not have yet.
fn indicateurs(
    work: &mut Work,
    dossier: &Dossier,
    sources: &Sources,
    currents: &[Current<'_>],
    rapport: &Rapport,
) {
    let known = |id: &str| rapport.matrix.iter().any(|l| l.key.value == id);
    let new_ones: Vec<_> =
        outside_fiches(dossier, currents).into_iter().filter(|(id, _)| !known(id)).collect();
    let Some(last) = rapport.matrix.last().filter(|_| !new_ones.is_empty()) else { return };
    let file = last.key.span.file;
    let zone = Span { file, start: 0, end: sources.source(file).text().len() };
    let Ok(root) = yaml::read(sources, zone) else { return };
    let Some((_, values)) = root.entry("valeurs") else { return };
    let mut edits = Edits::new(sources, zone, &root);
    let commented: Vec<String> = new_ones.iter().map(|(id, label)| entry(id, label)).collect();
    let bare: Vec<String> = new_ones.iter().map(|(id, _)| format!("{}:", quoted(id))).collect();
    if edits.append_entries(values, &commented) || edits.append_entries(values, &bare) {
        work.additions.extend(edits.finish());
        let s = if new_ones.len() > 1 { "s" } else { "" };
        work.messages.push(format!("indicateurs.yaml : {} indicateur{s} ajouté{s}", new_ones.len()));
    }
}
