//! From an act to its public version, read from masked sources.

use crate::diagnostic::{Diagnostic, Severity};
use crate::project;
use crate::publication::{self, PublicSources};
use crate::snapshot::Snapshot;

/// The public version of an act that was read whole, with what is to be said of it.
///
/// # Errors
/// What keeps something from being masked, or what masking takes from what the act needs: rather nothing than a leak. Places
/// are those of the act.
pub fn publish(snapshot: &Snapshot) -> Result<(Snapshot, Vec<Diagnostic>), Vec<Diagnostic>> {
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
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(faults);
    }
    let said = PublicSources::elsewhere(snapshot, &masked);
    Ok((masked.published_from(snapshot, &sources.kinds), said))
}
