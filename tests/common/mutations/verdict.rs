//! Whether the check finds a slip: it says something that it did not say, of the place of the slip or of where the same is
//! stated.

use std::collections::BTreeSet;

use calpae::check::Selection;
use calpae::diagnostic::Diagnostic;
use calpae::pipeline::Session;
use calpae::project::Project;
use calpae::text::{Sources, Span};

use super::mutants::Mutant;
use super::stated_twice::Statement;

/// What tells two findings apart, wherever a slip moved what follows it: code, message, file and line.
pub(crate) type FindingKey = (&'static str, String, Option<(String, usize)>);

/// The advice to cite a datum in the place of a typed figure.
const CITING: &str = "FRM-018";

/// The findings of a project, each with its key.
pub(crate) fn findings(project: Project, session: &mut Session) -> Vec<(FindingKey, Diagnostic)> {
    let snapshot = session.read(project);
    // The advice to cite a typed figure counts what can be cited: a slip changes that count, and is not told.
    let all = Selection { preview: true, ignored: [CITING.to_owned()].into(), ..Selection::default() };
    let report = session.check(&snapshot, &all);
    let said = report.diagnostics().iter().chain(report.tolerated_findings());
    said.map(|d| (key(d, &snapshot.sources), d.clone())).collect()
}

fn key(finding: &Diagnostic, sources: &Sources) -> FindingKey {
    let place = finding.labels.first().map(|label| {
        let source = sources.source(label.span.file);
        (source.path().as_str().to_owned(), source.line_column(label.span.start).0)
    });
    (finding.code, finding.message.clone(), place)
}

/// The files with the slip made.
pub(crate) fn with_slip(sources: &Sources, mutant: &Mutant) -> Sources {
    let mut others = Sources::default();
    for (file, source) in sources.iter() {
        let mut text = source.text().to_owned();
        if file == mutant.place.file {
            text.replace_range(mutant.place.start..mutant.place.end, &mutant.words);
        }
        others.add(source.path().clone(), &text);
    }
    others
}

/// Whether something new is said where it should be.
pub(crate) fn is_found(
    mutant: &Mutant,
    statement: &Statement,
    project: &Project,
    before: &BTreeSet<FindingKey>,
    session: &mut Session,
) -> bool {
    let sources = with_slip(&project.sources, mutant);
    let slip = Slipped::new(mutant, statement, &project.sources);
    let after = findings(Project { sources, ..project.clone() }, session);
    after.iter().any(|(key, finding)| !before.contains(key) && slip.is_told_by(finding))
}

/// Where a finding must stand, and the words that it may quote instead.
struct Slipped {
    places: Vec<Span>,
    words: Vec<String>,
}

impl Slipped {
    fn new(mutant: &Mutant, statement: &Statement, sources: &Sources) -> Self {
        let moved = |byte: usize| match byte < mutant.place.end {
            true => byte.min(mutant.place.start),
            false => byte - (mutant.place.end - mutant.place.start) + mutant.words.len(),
        };
        let twins = statement.twins.iter().map(|twin| super::stated_twice::line_of(*twin, sources));
        let places = twins.chain([statement.around]).map(|place| match place.file == mutant.place.file {
            true => {
                Span { start: moved(place.start), end: moved(place.end).max(moved(place.start) + 1), ..place }
            }
            false => place,
        });
        let twins = statement.twins.iter().map(|twin| sources.text(*twin));
        let quoted = twins.chain([sources.text(statement.span), mutant.words.as_str()]);
        let words = quoted.map(bare).filter(|words| words.chars().filter(char::is_ascii_digit).count() > 1);
        Self { places: places.collect(), words: words.collect() }
    }

    fn is_told_by(&self, finding: &Diagnostic) -> bool {
        let stands = |span: Span| {
            let touches = |place: &Span| {
                place.file == span.file
                    && span.start < place.end
                    && place.start < span.end.max(span.start + 1)
            };
            self.places.iter().any(touches)
        };
        let texts = [Some(&finding.message), finding.arithmetic.as_ref(), finding.help.as_ref()];
        let said: Vec<String> = texts.into_iter().flatten().map(|text| bare(text)).collect();
        finding.labels.iter().any(|label| stands(label.span))
            || self.words.iter().any(|words| said.iter().any(|text| text.contains(words)))
    }
}

/// A text without its blanks, which a message may write otherwise.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect()
}
