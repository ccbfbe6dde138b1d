//! For a person at a terminal.

use super::{Shown, both, counted, difference, marked, shortened_text};
use crate::compare::portion::ChangeTopic;
use crate::compare::{ChangeKind, Difference};

/// Words that stay, shown on each side of a change of wording.
const AROUND: usize = 5;
/// Most details that are listed.
const DETAILS: usize = 12;

impl Shown<'_> {
    /// The whole comparison, as text.
    pub fn human(&self) -> String {
        let mut out = self.heading();
        out.push_str(&format!("{}.\n", self.balance()));
        for topic in ChangeTopic::ALL {
            let own: Vec<&Difference> = self.about(topic).collect();
            if own.is_empty() {
                continue;
            }
            out.push_str(&format!("\n{}\n", topic.title().to_uppercase()));
            let mut page = None;
            for change in own {
                let (head, rest) = match change.trail.split_first() {
                    Some((head, rest)) => (head.as_str(), rest.join(" › ")),
                    None => ("", String::new()),
                };
                if page != Some(head) && !head.is_empty() {
                    out.push_str(&format!("  {head}\n"));
                }
                page = Some(head);
                self.one(change, &rest, &mut out);
            }
        }
        self.consequences(&mut out);
        self.findings(&mut out);
        for (version, files) in self.unread() {
            let list = files.iter().map(|file| format!("  {file}\n")).collect::<String>();
            out.push_str(&format!(
                "\nNon lu dans {}, et donc comparé en partie seulement, sans les sommes (« calpae check » dit pourquoi)\u{a0}:\n{list}",
                version.name
            ));
        }
        out
    }

    /// What is compared with what.
    pub(super) fn heading(&self) -> String {
        let (before, after) = &self.versions;
        let edition = match before.edition == after.edition {
            true => format!("édition {}", after.edition),
            false => format!("édition {}, puis édition {}", before.edition, after.edition),
        };
        let name = |version: &super::Version| match version.detail.is_empty() {
            true => version.name.clone(),
            false => format!("{} ({})", version.name, version.detail),
        };
        format!("Avant\u{a0}: {}\nAprès\u{a0}: {}\nActe\u{a0}: {edition}\n\n", name(before), name(after))
    }

    fn one(&self, change: &Difference, trail: &str, out: &mut String) {
        let trail = if trail.is_empty() { String::new() } else { format!("{trail}\u{a0}: ") };
        let place = self.place(change).map(|place| format!("   {place}")).unwrap_or_default();
        out.push_str(&format!("    {trail}{}{place}\n", one_line(&said(change))));
        for detail in change.details.iter().take(DETAILS) {
            let name = detail.trail.last().map(String::as_str).unwrap_or_default();
            out.push_str(&format!("      {name}\u{a0}: {}\n", one_line(&said(detail))));
        }
        if change.details.len() > DETAILS {
            out.push_str(&format!("      et {} autres\n", change.details.len() - DETAILS));
        }
    }

    fn consequences(&self, out: &mut String) {
        let consequences = &self.comparison.consequences;
        if consequences.is_empty() {
            return;
        }
        out.push_str("\nCE QUE CELA ENTRAÎNE\n");
        for consequence in consequences {
            let (before, after, gap) = both(consequence);
            let exercice = consequence.exercice.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
            let gap = gap.map(|gap| format!("   {gap}")).unwrap_or_default();
            out.push_str(&format!("    {}{exercice}\u{a0}: {before} → {after}{gap}\n", consequence.what));
        }
    }

    fn findings(&self, out: &mut String) {
        let Some(findings) = &self.findings else { return };
        for (title, list) in [("CONSTATS RÉGLÉS", &findings.settled), ("CONSTATS NOUVEAUX", &findings.new)]
        {
            if list.is_empty() {
                continue;
            }
            out.push_str(&format!("\n{title}\n"));
            for line in list {
                out.push_str(&format!(
                    "    {} ({}) {}   {}\n",
                    line.name, line.severity, line.message, line.place
                ));
            }
        }
        if findings.left > 0 {
            out.push_str(&format!("\n{} des deux côtés.\n", counted(findings.left, "constat")));
        }
    }
}

/// A text whose breaks would break the line.
fn one_line(text: &str) -> String {
    text.replace('\n', " ⏎ ")
}

/// What a change says, on one line.
pub fn said(change: &Difference) -> String {
    let (before, after) = (change.before.as_deref().unwrap_or(""), change.after.as_deref().unwrap_or(""));
    let gap = change
        .difference()
        .map(|gap| format!("   {}", difference(gap, change.euros.0.filter(|_| change.after.is_some()))))
        .unwrap_or_default();
    match change.kind {
        ChangeKind::Added => format!("ajouté\u{a0}: {after}{gap}"),
        ChangeKind::Removed => format!("retiré\u{a0}: {before}{gap}"),
        ChangeKind::Changed => format!("{before} → {after}{gap}"),
        ChangeKind::Reworded => marked(&change.runs, AROUND),
        ChangeKind::Moved if before == after => format!("« {} » change de place", shortened_text(before)),
        ChangeKind::Moved => format!("« {} » vient de\u{a0}: {before}", shortened_text(after)),
        ChangeKind::Renumbered => format!("{before} → {after}"),
        ChangeKind::Split => format!("{before} devient {after}{gap}"),
        ChangeKind::Merged => format!("{before} deviennent {after}{gap}"),
    }
}
