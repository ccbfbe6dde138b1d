//! What is said of the avenants of an act, beside what is wrong in their pages: numbers, days, pages that change nothing, and
//! the act that one of them amends.

use std::collections::BTreeMap;

use super::Snapshot;
use crate::diagnostic::{Diagnostic, Gap, near};
use crate::model::avenant::Avenant;
use crate::model::edition::{as_amended, designates, in_avenant};
use crate::model::life::LifeStep;
use crate::model::{Day, Dossier};
use crate::project::{FileRole, Part};
use crate::text::{ProjectPath, Sources, Span};

/// An edition as it was read: its texts, its images, its name.
type ReadEdition<'s> = (&'s Sources, &'s BTreeMap<ProjectPath, Vec<u8>>, &'s str);

/// What is said of the avenants of a version, whose last one amends `amended`.
pub(super) fn findings(
    dossier: Option<&Dossier>,
    edition: ReadEdition<'_>,
    amended: Option<&Snapshot>,
) -> Vec<Diagnostic> {
    let (Some(dossier), Some(amended)) = (dossier, amended) else { return Vec::new() };
    let mut found = Vec::new();
    for (rank, avenant) in dossier.avenants.iter().enumerate() {
        let before = rank.checked_sub(1).and_then(|rank| dossier.avenants.get(rank));
        numbers(avenant, before, &mut found);
        days(avenant, before, amended.as_signed(), &mut found);
        if let Some(act) = amended.versions().find(|version| last(version) < avenant.number) {
            fingerprint(avenant, act, &mut found);
            withdrawn(avenant, act, &mut found);
        }
    }
    same_pages(edition, amended, &mut found);
    found.extend(dossier.avenants.last().and_then(|avenant| empty(avenant, edition)));
    found
}

/// An avenant that neither brings a page nor withdraws one: it would be printed, and say nothing.
fn empty(avenant: &Avenant, (sources, images, edition): ReadEdition<'_>) -> Option<Diagnostic> {
    let paths = sources.iter().map(|(_, source)| source.path()).chain(images.keys());
    let mut pages = paths.filter(|path| {
        let number = in_avenant(path.as_str(), edition).map(|(number, _)| number);
        let of_act = FileRole::of(path, edition).is_some_and(|role| role.part() == Part::Act);
        number == Some(avenant.number) && of_act
    });
    if pages.next().is_some() || !avenant.withdrawn.is_empty() {
        return None;
    }
    let place = Span { end: avenant.span.start, ..avenant.span };
    let message = format!(
        "l’avenant n°\u{a0}{} ne change rien : il n’apporte ni ne retire aucune page",
        avenant.number
    );
    let help = "y copier la page à changer : « calpae new avenant --page fiches/04 »";
    Some(Diagnostic::error("PRJ-014", place, message).warning().help(help))
}

/// The number of the last avenant of a version.
fn last(snapshot: &Snapshot) -> u16 {
    let avenants = snapshot.dossier.iter().flat_map(|dossier| &dossier.avenants);
    avenants.map(|avenant| avenant.number).max().unwrap_or(0)
}

/// Numbers that leave one out, and an avenant that follows one that is not signed.
fn numbers(avenant: &Avenant, before: Option<&Avenant>, found: &mut Vec<Diagnostic>) {
    let expected = before.map_or(1, |before| before.number.saturating_add(1));
    let place = Span { end: avenant.span.start, ..avenant.span };
    if avenant.number != expected {
        let message = match before {
            Some(before) => {
                format!("l’avenant n°\u{a0}{} suit le n°\u{a0}{}", avenant.number, before.number)
            }
            None => format!("le premier avenant porte le n°\u{a0}{}", avenant.number),
        };
        let help = format!("nommer son dossier « {expected:02} », ou rétablir celui qui manque");
        found.push(Diagnostic::error("PRJ-016", place, message).warning().help(help));
    }
    if let Some(before) = before.filter(|before| !before.is_in_force()) {
        let message = format!(
            "l’avenant n°\u{a0}{} est commencé, et le n°\u{a0}{} n’est pas signé",
            avenant.number, before.number
        );
        let finding = Diagnostic::error("PRJ-016", Span { end: before.span.start, ..before.span }, message)
            .also(place, "l’avenant qui le suit")
            .help("écrire la signature du premier dans son « vie.yaml », s’il est signé ; sinon, réunir les deux")
            .leaves(Gap::Nothing);
        found.push(finding);
    }
}

/// Days that come before the signature of the act, or of the avenant before.
fn days(avenant: &Avenant, before: Option<&Avenant>, signed: &Snapshot, found: &mut Vec<Diagnostic>) {
    let act = signed.dossier.as_ref().map(|dossier| &dossier.convention.life);
    let life = before.map(|before| &before.life).or(act);
    let day: Option<Day> = life.and_then(|life| life.day(LifeStep::Signature)).map(|day| day.value);
    let Some(day) = day else { return };
    let what =
        before.map_or_else(|| "l’acte".to_owned(), |before| format!("l’avenant n°\u{a0}{}", before.number));
    for (word, own) in [
        ("signé", avenant.life.day(LifeStep::Signature)),
        ("transmis", avenant.life.day(LifeStep::Transmission)),
        ("publié", avenant.life.day(LifeStep::Publication)),
    ] {
        let Some(own) = own.filter(|own| own.value < day) else { continue };
        let message = format!("l’avenant est {word} le {}, avant que {what} soit signé, le {day}", own.value);
        let finding = Diagnostic::error("PRJ-017", own.span, message);
        found.push(finding.help("corriger celle des deux dates qui est fausse").leaves(Gap::Nothing));
    }
}

/// Fewest signs of a digest that tell one act from another.
const SIGNS: usize = 12;

/// The act is no longer the one that the avenant was written for.
fn fingerprint(avenant: &Avenant, act: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(written) = &avenant.fingerprint else { return };
    if act.dossier.is_none() {
        return;
    }
    let digest = act.act_digest();
    let count = written.value.chars().count();
    if count >= SIGNS && digest.starts_with(&written.value) {
        return;
    }
    let short: String = digest.chars().take(count.max(SIGNS)).collect();
    let number = avenant.number;
    let message = format!("l’acte a changé depuis que l’avenant n°\u{a0}{number} a été commencé");
    let help = format!(
        "rétablir la page signée, et en changer une copie dans « avenants/{} » ; si l’acte signé est bien celui-ci, écrire « empreinte: {short} »",
        avenant.folder
    );
    found.push(Diagnostic::error("PRJ-013", written.span, message).help(help).leaves(Gap::Nothing));
}

/// What an avenant withdraws, and that the act has not.
fn withdrawn(avenant: &Avenant, act: &Snapshot, found: &mut Vec<Diagnostic>) {
    let may_go = |role: FileRole| {
        role.part() == Part::Act
            && !matches!(role, FileRole::Organisation | FileRole::Convention | FileRole::Cadre)
    };
    let texts = act.sources.iter().map(|(_, source)| source.path());
    let pages: Vec<&ProjectPath> = texts
        .chain(act.images.keys())
        .filter(|path| FileRole::of(path, &act.edition).is_some_and(may_go))
        .collect();
    for place in &avenant.withdrawn {
        if pages.iter().any(|path| designates(&place.value, path)) {
            continue;
        }
        let message = format!("l’acte n’a pas de page « {} » à retirer", place.value);
        let base = format!("content/{}/", act.edition);
        let names = pages.iter().map(|path| as_amended(path.as_str(), &act.edition));
        let names: Vec<String> =
            names.filter_map(|path| path.strip_prefix(&base).map(str::to_owned)).collect();
        let help = match near(&place.value, names.iter().map(String::as_str)) {
            Some(near) => format!("vouliez-vous dire « {near} » ?"),
            None => "écrire son chemin dans l’édition, comme « fiches/04-accueil.md »".to_owned(),
        };
        found.push(Diagnostic::error("PRJ-015", place.span, message).help(help).leaves(Gap::Nothing));
    }
}

/// The pages of the last avenant that say what those that they replace said.
fn same_pages((sources, images, edition): ReadEdition<'_>, amended: &Snapshot, found: &mut Vec<Diagnostic>) {
    let of_last = |path: &ProjectPath| {
        let (number, within) = in_avenant(path.as_str(), edition)?;
        (number > last(amended)).then_some(within)
    };
    let is_same_page = |path: &ProjectPath, within: &str| as_amended(path.as_str(), edition) == within;
    let is_page =
        |path: &ProjectPath| FileRole::of(path, edition).is_some_and(|role| role.part() == Part::Act);
    for (file, source) in sources.iter().filter(|(_, source)| is_page(source.path())) {
        let Some(within) = of_last(source.path()) else { continue };
        let twin = amended.sources.iter().find(|(_, other)| is_same_page(other.path(), &within));
        if twin.is_some_and(|(_, other)| other.text() == source.text()) {
            let place = Span { file, start: 0, end: 0 };
            let message = format!("« {} » ne change rien : l’acte a déjà cette page", source.path());
            let finding = Diagnostic::error("PRJ-014", place, message).warning();
            found.push(finding.help("la modifier, ou la retirer de l’avenant"));
        }
    }
    for (path, bytes) in images {
        let Some(within) = of_last(path) else { continue };
        let twin = amended.images.iter().find(|(other, _)| is_same_page(other, &within));
        if twin.is_some_and(|(_, other)| other == bytes) {
            let message = format!("« {path} » ne change rien : l’acte a déjà cette image");
            let finding = Diagnostic::without_place("PRJ-014", message).warning();
            found.push(finding.help("la retirer de l’avenant"));
        }
    }
}
