//! For a merge request, a mail, a note.

use super::{Shown, both, difference, marked, shortened_text};
use crate::compare::portion::ChangeTopic;
use crate::compare::{ChangeKind, Difference};
use crate::diagnostic::markdown::escape;
use crate::diagnostic::visible;

/// Words that stay, shown on each side of a change of wording.
const AROUND: usize = 8;

impl Shown<'_> {
    /// The comparison as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::from("# Ce qui a changé\n\n");
        let (before, after) = &self.versions;
        for (word, version) in [("Avant", before), ("Après", after)] {
            let detail =
                if version.detail.is_empty() { String::new() } else { format!(" ({})", version.detail) };
            let said = format!("{}{detail}, édition {}", version.name, version.edition);
            out.push_str(&format!("- {word}\u{a0}: {}\n", escape(&said)));
        }
        out.push_str(&format!("\n**{}.**\n", escape(&self.balance())));
        for topic in ChangeTopic::ALL {
            let own: Vec<&Difference> = self.about(topic).collect();
            if own.is_empty() {
                continue;
            }
            out.push_str(&format!("\n## {}\n\n", topic.title()));
            if topic == ChangeTopic::Money {
                out.push_str("| Où | Avant | Après | Différence |\n|---|---:|---:|---:|\n");
                own.iter().for_each(|change| out.push_str(&self.row(change)));
            } else {
                own.iter().for_each(|change| out.push_str(&item(change)));
            }
        }
        let consequences = &self.comparison.consequences;
        if !consequences.is_empty() {
            out.push_str("\n## Ce que cela entraîne\n\n| Objet | Exercice | Avant | Après | Différence |\n|---|---|---:|---:|---:|\n");
            for consequence in consequences {
                let (before, after, gap) = both(consequence);
                let exercice = consequence.exercice.as_deref().unwrap_or("");
                let cells = [&consequence.what, exercice, &before, &after, gap.as_deref().unwrap_or("")];
                out.push_str(&line(&cells));
            }
        }
        if let Some(findings) = &self.findings {
            for (title, list) in
                [("Constats réglés", &findings.settled), ("Constats nouveaux", &findings.new)]
            {
                if !list.is_empty() {
                    out.push_str(&format!("\n## {title}\n\n"));
                }
                for found in list {
                    let (name, message) = (escape(&found.name), escape(&found.message));
                    out.push_str(&format!(
                        "- **{name}** ({})\u{a0}: {message}. {}\n",
                        found.severity,
                        escape(&found.place)
                    ));
                }
            }
        }
        for (version, files) in self.unread() {
            out.push_str(&format!("\n## Non lu\u{a0}: {}\n\n", escape(&version.name)));
            files.iter().for_each(|file| out.push_str(&format!("- {}\n", escape(file))));
        }
        visible(&out).into_owned()
    }

    fn row(&self, change: &Difference) -> String {
        let gap = change.difference().map(|gap| difference(gap, self.base(change))).unwrap_or_default();
        let trail = change.trail.join(" › ");
        let place = match change.kind {
            ChangeKind::Added | ChangeKind::Removed | ChangeKind::Moved => {
                format!("{trail} ({})", super::kind_word(change.kind))
            }
            _ => trail,
        };
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        line(&[&place, &side(&change.before), &side(&change.after), &gap])
    }
}

/// A row of a table.
fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn item(change: &Difference) -> String {
    let trail = change.trail.join(" › ");
    let side = |text: &Option<String>| escape(text.as_deref().unwrap_or_default());
    let (before, after) = (side(&change.before), side(&change.after));
    let said = match change.kind {
        ChangeKind::Added => format!("ajouté\u{a0}: {after}"),
        ChangeKind::Removed => format!("retiré\u{a0}: ~~{before}~~"),
        ChangeKind::Reworded => escape(&marked(&change.runs, AROUND)),
        ChangeKind::Moved if before == after => format!("« {} » change de place", shortened_text(&before)),
        ChangeKind::Moved => format!("« {} » vient de\u{a0}: {before}", shortened_text(&after)),
        ChangeKind::Changed | ChangeKind::Renumbered => format!("{before} → {after}"),
        ChangeKind::Split | ChangeKind::Merged => {
            format!("{}\u{a0}: {before} → {after}", super::kind_word(change.kind))
        }
    };
    let name = if trail.is_empty() { String::new() } else { format!("**{}**\u{a0}: ", escape(&trail)) };
    let details = change.details.iter().map(|detail| format!("  {}", item(detail)));
    format!("- {name}{said}\n{}", details.collect::<String>())
}
