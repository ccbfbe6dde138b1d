//! `calpae new rapport`: the folder of a report, pre-filled from the convention; run again after an avenant, it adds what
//! is new and says what no longer has a counterpart.

use super::joint_rapport::{self, RecordedAct};
use super::yaml::{line, quoted, remark};
use super::{Work, fiche, reference};
use crate::ledger::contract::latest;
use crate::ledger::current::{Current, of_dossier, of_exercices, restatements};
use crate::model::asked_rapport::CadreRapport;
use crate::model::exercice::Exercice;
use crate::model::life::LifeStep;
use crate::model::rapport::{Rapport, Revision};
use crate::model::{Cadre, Day, Dossier, Duration, ImpreciseDate, Numero, edition};
use crate::syntax::edit::indented;
use crate::syntax::{Edits, yaml};
use crate::text::{FileId, Sources, Span};

/// Why a report cannot be opened: nothing asks for it.
#[derive(Debug, thiserror::Error)]
#[error("« {id} » n’est ni un exercice de l’acte, ni un rapport que demande le cadre")]
pub struct RapportIdError {
    /// What was asked for.
    pub id: String,
    /// What could be.
    pub possible: Vec<String>,
}

/// The identifier of the report to open, or to go on with: the one that is asked for, else that of the first exercice that
/// has none yet, else that of the last one.
///
/// # Errors
/// When nothing asks for such a report.
pub fn choose(dossier: &Dossier, asked: Option<&str>) -> Result<String, RapportIdError> {
    if let Some(id) = asked {
        let exists = || dossier.rapport(id).is_some();
        return match dossier.may_have_rapport(id) || exists() {
            true => Ok(id.to_owned()),
            false => {
                let mut possible = dossier.exercices();
                possible.extend(dossier.single_rapports().map(str::to_owned));
                Err(RapportIdError { id: id.to_owned(), possible })
            }
        };
    }
    let mut ids = dossier.exercices();
    // A report may have a window for its name, or that of an edition without a year.
    for (rank, id) in ids.iter_mut().enumerate() {
        let is_of_it = |rapport: &&Rapport| {
            let year = edition::only_years(&rapport.id).map(|(first, _)| first.to_string());
            year.as_ref() == Some(id)
                || (rank == 0 && rapport.id == edition::old_rapport_id(&dossier.edition))
        };
        if let Some(rapport) = dossier.rapports.iter().find(is_of_it) {
            id.clone_from(&rapport.id);
        }
    }
    let lacks = |id: &&String| dossier.rapport(id).is_none_or(|rapport| rapport.revisions.is_empty());
    let chosen = ids.iter().find(lacks).or(ids.last());
    Ok(chosen.cloned().unwrap_or_else(|| dossier.edition.clone()))
}

/// The folder of a report: where it is, or where it will be.
pub(super) fn folder_of(sources: &Sources, edition: &str, id: &str) -> String {
    let folder = sources.iter().find_map(|(_, source)| {
        let path = source.path().as_str();
        let (of, within) = edition::in_rapport(path, edition)?;
        (of == id).then(|| path.strip_suffix(within)?.strip_suffix('/').map(str::to_owned))?
    });
    folder.unwrap_or_else(|| format!("content/{edition}/{}/{id}", edition::RAPPORTS))
}

/// What there is to write for a report of an edition; `versions` are the act as it was signed, then as each avenant in force
/// leaves it: the last one is what is executed. `exists` tells which paths are taken.
pub fn prepare(versions: &[RecordedAct<'_>], id: &str, exists: impl Fn(&str) -> bool) -> Work {
    let mut work = Work::default();
    let Some(RecordedAct { dossier, sources, .. }) = versions.last() else { return work };
    let edition = dossier.edition.as_str();
    let base = folder_of(sources, edition, id);
    let currents = of_dossier(dossier);
    let rapport = dossier.rapport(id);
    let asked = dossier.cadre.asked_of(id);
    let create = |work: &mut Work, path: String, text: String| {
        if !exists(&path) {
            work.files.push((path, text));
        }
    };
    create(&mut work, format!("{base}/rapport.yaml"), page(dossier, id));
    create(&mut work, format!("{base}/bilan.md"), summary(&asked));
    create(&mut work, format!("{base}/indicateurs.yaml"), matrix(dossier, &currents));
    let first = revisions(&mut work, versions, id, &currents);
    if let Some(text) = first {
        create(&mut work, format!("{base}/reference.yaml"), text);
    }
    // The sheets show what is contracted for the exercices of the report alone.
    let names = rapport.map_or_else(|| exercices_of(dossier, id), |rapport| rapport.exercices.clone());
    let own_currents = of_exercices(dossier, &names);
    for current in &own_currents {
        let number = current.fiche.number.value;
        match rapport.and_then(|r| r.fiches.iter().find(|f| f.fiche.value == number)) {
            Some(filled) => fiche::complete(&mut work, dossier, sources, current, filled),
            // It has nothing to account for: it has not begun, or it has ended.
            None if dossier.convention.exercices.are_several() && current.is_of_other_exercices() => {}
            None => {
                let name = file_name(current);
                create(
                    &mut work,
                    format!("{base}/fiches/{name}.md"),
                    fiche::new_fiche(current, &dossier.cadre, &asked),
                );
            }
        }
    }
    work.messages.extend(rapport.into_iter().flat_map(|rapport| without_action(dossier, rapport)));
    if let Some(r) = rapport {
        indicateurs(&mut work, dossier, sources, &currents, r);
    }
    work
}

/// Adds to `reference.yaml` the revisions that it lacks; the text of the whole file when there is none yet.
fn revisions(
    work: &mut Work,
    versions: &[RecordedAct<'_>],
    id: &str,
    currents: &[Current<'_>],
) -> Option<String> {
    let RecordedAct { dossier, sources, .. } = versions.last()?;
    let edition = dossier.edition.as_str();
    let rapport = dossier.rapport(id);
    let last = rapport.and_then(|r| latest(r).into_iter().find(|v| v.edition.value == edition));
    let recorded = last.map_or(0, |last| last.avenant.unwrap_or(0));
    let number = |act: &&RecordedAct<'_>| act.dossier.avenants.last().map_or(0, |avenant| avenant.number);
    let text = |acts: &mut dyn Iterator<Item = &RecordedAct<'_>>| -> String {
        acts.map(|act| reference::revision(act.dossier, act.sources, edition, &act.fingerprint)).collect()
    };
    match rapport.map(|r| (r, last)) {
        Some((_, Some(last))) if versions.iter().any(|act| number(&act) > recorded) => {
            let mut later = versions.iter().filter(|act| number(act) > recorded);
            if append_revision(work, sources, last.span.file, &text(&mut later)) {
                let avenants = dossier.avenants.iter().filter(|avenant| avenant.number > recorded);
                work.messages.extend(avenants.map(|avenant| {
                    format!(
                        "reference.yaml : une révision est ajoutée, celle de l’avenant n°\u{a0}{}",
                        avenant.number
                    )
                }));
            }
            work.messages.extend(changes(last, currents, &dossier.cadre));
        }
        Some((r, Some(last))) => {
            // What an avenant changed after the period of a report is for the next ones to execute.
            let is_later = dossier.rapports.len() > 1 && dossier.convention.document_date > r.period.value.1;
            if !is_later && has_changed(dossier, r, last, currents) {
                let own = text(&mut versions.last().into_iter());
                if append_revision(work, sources, last.span.file, &own) {
                    work.messages.push(format!(
                        "reference.yaml : une révision est ajoutée, celle de la convention « {} » du {}",
                        dossier.convention.status.word(),
                        dossier.convention.document_date
                    ));
                }
                work.messages.extend(changes(last, currents, &dossier.cadre));
            }
        }
        Some((r, None)) if !r.revisions.is_empty() => {
            let own = text(&mut versions.iter());
            if let Some(other) = r.revisions.last()
                && append_revision(work, sources, other.span.file, &own)
            {
                work.messages.push(format!(
                    "reference.yaml : la convention {edition} est ajoutée à celles que le rapport exécute"
                ));
            }
        }
        _ => return Some(format!("{}{}", reference::HEADER, indented(&text(&mut versions.iter()), "  "))),
    }
    None
}

/// What to say of the actions that changed since a revision.
fn changes(last: &Revision, currents: &[Current<'_>], cadre: &Cadre) -> Vec<String> {
    let of = |current: &Current<'_>| {
        let before = last.contracts.iter().find(|c| c.fiche.value == current.fiche.number.value);
        before.map(|before| fiche::changes(current, before, cadre)).into_iter().flatten().collect::<Vec<_>>()
    };
    currents.iter().flat_map(of).collect()
}

/// The last day that a report accounts for, or will: what an avenant changes later is for the next ones to execute.
pub fn last_day(dossier: &Dossier, id: &str) -> Option<Day> {
    if let Some(rapport) = dossier.rapport(id) {
        return Some(rapport.period.value.1);
    }
    let names = exercices_of(dossier, id);
    let own = dossier.convention.exercices.iter().filter(|exercice| names.contains(&exercice.id.value));
    own.map(|exercice| exercice.to).max()
}

/// What to say of the sheets whose action no act contracts any more.
fn without_action(dossier: &Dossier, rapport: &Rapport) -> Vec<String> {
    let is_contracted = |number: Numero| {
        dossier.fiches.iter().any(|fiche| fiche.number.value == number)
            || joint_rapport::is_of_another_act(rapport, &dossier.edition, number)
    };
    let sheets = rapport.fiches.iter().filter(|sheet| !is_contracted(sheet.fiche.value));
    let said = sheets.map(|sheet| {
        format!(
            "{} : la fiche {} n’est plus dans la convention ; le compte rendu est gardé",
            sheet.path, sheet.fiche.value
        )
    });
    said.collect()
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
pub(super) fn append_revision(work: &mut Work, sources: &Sources, file: FileId, revision: &str) -> bool {
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

pub(super) fn file_name(current: &Current<'_>) -> String {
    let stem = current.fiche.path.stem();
    let number = current.fiche.number.value.in_file_name();
    if stem.starts_with(&number) { stem.to_owned() } else { format!("{number}-{stem}") }
}

/// The names of the exercices that a report to open will account for.
pub(super) fn exercices_of(dossier: &Dossier, id: &str) -> Vec<String> {
    let all = &dossier.convention.exercices;
    let names = |ranks: Vec<usize>| ranks.into_iter().map(|rank| all.name(rank).to_owned()).collect();
    if let Some(rank) = all.rank(id) {
        return names(vec![rank]);
    }
    let due = due(dossier, id);
    let ended = |exercice: &Exercice| due.is_none_or(|day| exercice.to < day);
    names(all.iter().enumerate().filter(|(_, exercice)| ended(exercice)).map(|(rank, _)| rank).collect())
}

/// The day when a report is due.
fn due(dossier: &Dossier, id: &str) -> Option<Day> {
    let concluded = dossier.convention.life.day(LifeStep::Signature).map(|j| j.value);
    dossier.cadre.rapport_deadline(id, dossier.convention.year, concluded).map(|(day, _)| day)
}

/// The first and the last day that a report accounts for: the exercice that it names; for another, those that have ended
/// when it is due.
fn period(dossier: &Dossier, id: &str) -> (String, String) {
    let all = &dossier.convention.exercices;
    let execution = dossier.convention.execution.as_ref().map(|e| &e.value);
    if let (Some(Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b))), false) =
        (execution, all.are_several())
    {
        return (a.iso(), b.iso());
    }
    let names = exercices_of(dossier, id);
    let own = || all.iter().filter(|exercice| names.contains(&exercice.id.value));
    let bounds = own().map(|e| e.from).min().zip(own().map(|e| e.to).max()).or(all.bounds());
    let year = dossier.convention.year;
    bounds.map_or_else(
        || (format!("{year}-01-01"), format!("{year}-12-31")),
        |(from, to)| (from.iso(), to.iso()),
    )
}

/// `rapport.yaml`: the window, the deadline and its back-planning.
fn page(dossier: &Dossier, id: &str) -> String {
    let (convention, edition) = (&dossier.convention, &dossier.edition);
    let year = convention.year;
    let concluded = convention.life.day(LifeStep::Signature).map(|j| j.value);
    let deadline = dossier.cadre.rapport_deadline(id, year, concluded);
    let day = deadline.map(|(day, _)| day);
    let (from, to) = period(dossier, id);
    let is_single = dossier.single_rapports().any(|kind| kind == id);
    let (first, last) = dossier.years();
    let mut text = match (is_single, first == last) {
        (true, _) => format!("# Le rapport « {id} » de l'édition {edition}.\n"),
        (false, true) => format!("# Le rapport d'exécution de l'édition {edition}.\n"),
        (false, false) => format!("# Le rapport d'exécution {id} de l'édition {edition}.\n"),
    };
    if let Some((day, steps)) = deadline {
        let steps_follow = if steps.is_empty() { "" } else { " À rebours :" };
        text.push_str(&format!(
            "#\n# À remettre au plus tard le {}.{steps_follow}\n",
            line(&day.to_string())
        ));
        let mut steps: Vec<(Day, &str)> = steps
            .iter()
            .filter_map(|(label, days)| Some((day.shift(-i32::from(*days))?, label.as_str())))
            .collect();
        steps.sort();
        for (day, label) in steps {
            text.push_str(&format!("#   {} : {}\n", day.iso(), line(label)));
        }
        text.push_str("#\n");
    }
    let exercice = edition::only_years(id).map_or(year, |(_, last)| last);
    let date = day.map_or_else(|| format!("{exercice}-12-31"), Day::iso);
    let interim = if is_single { "oui" } else { "non" };
    text.push_str(&format!(
        "periode: du {from} au {to}     # peut ne pas être l'année civile\nintermediaire: {interim}         # oui : un autre rapport suivra pour la même période\netat: projet               # projet | délibéré | transmis\ndeliberation:              # jour du vote\nenvoi:                     # jour de l'envoi aux préfets de région et de département\ndate_du_document: {date}   # date que porte le rapport\n"
    ));
    text
}

/// `bilan.md`: the headings of the global account.
fn summary(asked: &CadreRapport) -> String {
    let titles: Vec<String> = asked.summary.iter().map(|t| format!("## {t}\n")).collect();
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
