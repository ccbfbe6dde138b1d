//! On one screen: how many changes, page by page, and the sums.

use std::collections::BTreeMap;

use super::{Shown, both, counted};

/// Most pages, and most sums, that are listed.
const LISTED: usize = 12;

impl Shown<'_> {
    /// A line a page of the act, with its number of differences; then what commits money.
    pub fn stat(&self) -> String {
        let mut out = self.heading();
        let changes = &self.comparison.changes;
        out.push_str(&format!("{}\n", counted(changes.len(), "différence")));
        let mut pages: Vec<(&str, usize)> = Vec::new();
        let mut ranks: BTreeMap<&str, usize> = BTreeMap::new();
        for change in changes {
            let page = change.trail.first().map_or("L’acte", String::as_str);
            let rank = *ranks.entry(page).or_insert_with(|| {
                pages.push((page, 0));
                pages.len() - 1
            });
            if let Some((_, count)) = pages.get_mut(rank) {
                *count += 1;
            }
        }
        pages.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let most = pages.first().map_or(1, |(_, count)| (*count).max(1));
        for (page, count) in pages.iter().take(LISTED) {
            let bar = "▪".repeat((count * 20).div_ceil(most));
            out.push_str(&format!("  {count:>4}  {bar:<20}  {page}\n"));
        }
        if pages.len() > LISTED {
            out.push_str(&format!("        et {} autres\n", pages.len() - LISTED));
        }
        for consequence in self.comparison.consequences.iter().take(LISTED) {
            let (before, after, gap) = both(consequence);
            let exercice = consequence.exercice.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
            let gap = gap.map(|gap| format!("   {gap}")).unwrap_or_default();
            out.push_str(&format!("  {}{exercice}\u{a0}: {before} → {after}{gap}\n", consequence.what));
        }
        for (version, files) in self.unread() {
            out.push_str(&format!(
                "  Non lu dans {}\u{a0}: {}\n",
                version.name,
                counted(files.len(), "fichier")
            ));
        }
        if let Some(findings) = &self.findings {
            let (settled, new) = (findings.settled.len(), findings.new.len());
            out.push_str(&format!(
                "  Constats\u{a0}: {settled} réglés, {new} nouveaux, {} des deux côtés\n",
                findings.left
            ));
        }
        out
    }
}
