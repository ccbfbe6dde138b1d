//! From an act to its public version, read from masked sources.

use super::Presentation;
use crate::compare::compare;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{self, Imprint};
use crate::project;
use crate::publication::{self, PublicSources};
use crate::snapshot::Snapshot;

/// The public version of an act that was read whole, with what is to be said of it. Its avenants count when one of them is to be
/// published.
///
/// # Errors
/// What keeps something from being masked, or what masking takes from what the act needs: rather nothing than a leak. Places
/// are those of the act.
pub fn publish(
    snapshot: &Snapshot,
    has_avenant: bool,
) -> Result<(Snapshot, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut faults = publication::on_nothing(snapshot);
    let sources = publication::mask(snapshot);
    let project = match project::open(&sources.tree, Some(&snapshot.edition)) {
        Ok(project) => project,
        Err(error) => {
            faults.push(Diagnostic::without_place("PRJ-001", error.to_string()));
            return Err(faults);
        }
    };
    let masked = Snapshot::read(project);
    faults.extend(sources.faults(snapshot, &masked));
    if has_avenant {
        faults.extend(lost_articles(snapshot, &masked));
    }
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(faults);
    }
    let said = PublicSources::elsewhere(snapshot, &masked);
    Ok((masked.published_from(snapshot, &sources.kinds), said))
}

/// The avenants that change what is masked: two masks are the same, and the articles that follow would have other numbers.
fn lost_articles(snapshot: &Snapshot, masked: &Snapshot) -> Vec<Diagnostic> {
    let articles = |version: &Snapshot| {
        let before = version.amended.as_deref()?;
        let comparison = compare(before, version)?;
        let after = (version.dossier.as_ref()?, &version.links);
        let imprint = Imprint { presentation: Presentation::Clean, ..Imprint::annotated("") };
        Some(document::avenant(before.dossier.as_ref()?, after, &comparison, imprint)?.articles.len())
    };
    let pairs = snapshot.versions().zip(masked.versions());
    let changed = pairs.filter(|(own, masked)| articles(own) != articles(masked));
    let told = |(own, _): (&Snapshot, &Snapshot)| {
        let number = own.dossier.as_ref()?.avenants.last()?.number;
        let message = format!(
            "l’avenant n°\u{a0}{number} change ce qui est masqué : les articles de sa version publique auraient d’autres numéros"
        );
        let help = "le publier sans « --public » s’il peut l’être, ou publier la version consolidée";
        Some(Diagnostic::without_place("REF-001", message).help(help))
    };
    changed.filter_map(told).collect()
}
