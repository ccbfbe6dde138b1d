//! What the name of an edition says of its years (« 2024 », « 2024-2027 », « 2024-avenant-1 »), and what a path in it
//! says of the report that it is of.

use crate::text::ProjectPath;
use crate::text::lookalikes::joined_accents;
use std::borrow::Cow;

/// The folder of the reports of an edition, a folder each.
pub const RAPPORTS: &str = "rapports";
/// The folder of the only report of an edition, as the first versions had it.
pub const OLD_RAPPORT: &str = "rapport";
/// The folder of the avenants of an edition, a folder each, named by its number.
pub const AVENANTS: &str = "avenants";

/// First and last years that a name begins with: one year, or the two of a period. None when it begins with no year.
pub fn years(name: &str) -> Option<(u16, u16)> {
    let (first, rest) = year_at_start(name)?;
    let last = rest.strip_prefix('-').and_then(year_at_start).map(|(last, _)| last);
    Some((first, last.filter(|last| *last > first).unwrap_or(first)))
}

/// Whether a name begins with what stands for a year and is that of no act: « 2201 » for 2022. Other numbers (that of a
/// département, of a commune, of a deliberation) may name an edition.
pub fn is_a_mistyped_year(name: &str) -> bool {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && name.starts_with(['1', '2']) && years(name).is_none()
}

/// The years of a name that says nothing else, so that a copy such as « 2024 (copie) » is not taken for its original.
pub fn only_years(name: &str) -> Option<(u16, u16)> {
    let (first, last) = years(name)?;
    let is_whole = name == first.to_string() || name == format!("{first}-{last}");
    is_whole.then_some((first, last))
}

/// The identifier of the report of an edition that has one folder for its only report, as the first versions made it: its
/// first year.
pub fn old_rapport_id(name: &str) -> String {
    years(name).map_or_else(|| name.to_owned(), |(first, _)| first.to_string())
}

/// A report of an edition, and a path in its folder. Its identifier is the name of that folder.
pub fn in_rapport<'p>(path: &'p str, edition: &str) -> Option<(Cow<'p, str>, &'p str)> {
    let within = path.strip_prefix("content/")?.strip_prefix(edition)?.strip_prefix('/')?;
    let (folder, within) = within.split_once('/')?;
    match folder {
        OLD_RAPPORT => Some((Cow::Owned(old_rapport_id(edition)), within)),
        RAPPORTS => within.split_once('/').map(|(id, within)| (Cow::Borrowed(id), within)),
        _ => None,
    }
}

/// The path of a file as it was in the old place, for the report that stood there: what names a file from one run to the
/// next does not change because the file was moved.
pub fn unmoved<'p>(path: &'p str, edition: &str) -> Cow<'p, str> {
    match in_rapport(path, edition) {
        Some((id, within)) if *id == old_rapport_id(edition) => {
            Cow::Owned(format!("content/{edition}/{OLD_RAPPORT}/{within}"))
        }
        _ => Cow::Borrowed(path),
    }
}

/// The number of the avenant that a file is of, and the path in the edition of what it replaces there, adds or withdraws:
/// `content/2024/fiches/04.md` for `content/2024/avenants/01/fiches/04.md`.
pub fn in_avenant(path: &str, edition: &str) -> Option<(u16, String)> {
    let within = path.strip_prefix("content/")?.strip_prefix(edition)?.strip_prefix('/')?;
    let within = within.strip_prefix(AVENANTS)?.strip_prefix('/')?;
    let (number, within) = within.split_once('/')?;
    let is_number = !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let number = number.parse().ok().filter(|number| is_number && *number > 0)?;
    Some((number, format!("content/{edition}/{within}")))
}

/// The path of a page in its edition, whichever avenant it comes from: it is the same page of the act.
pub fn as_amended<'p>(path: &'p str, edition: &str) -> Cow<'p, str> {
    in_avenant(path, edition).map_or(Cow::Borrowed(path), |(_, within)| Cow::Owned(within))
}

/// Four digits that no other follows.
fn year_at_start(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let is_year =
        digits.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with(|c: char| c.is_ascii_digit());
    Some((digits.parse().ok()?, rest)).filter(|(year, _)| is_year && (1900..=2200).contains(year))
}

/// Whether the place that a tolerance writes is a file: `fiches/04`, `fiches/04-mobilite`, `2024/fiches/04-mobilite.md`,
/// `cadres/contrat`.
pub fn designates(location: &str, path: &ProjectPath) -> bool {
    let path = joined_accents(path.as_str());
    let path = path.as_ref();
    let edition = path.split('/').nth(1).unwrap_or_default();
    // A tolerance may name the folder that a report had.
    let (old, act) = (unmoved(path, edition), as_amended(path, edition));
    [path, &old, &act].into_iter().any(|path| is_at(location, path))
}

fn is_at(location: &str, path: &str) -> bool {
    let under_content = path.strip_prefix("content/").unwrap_or(path);
    let under_edition = under_content.split_once('/').map_or(under_content, |(_, remainder)| remainder);
    [path, under_content, under_edition]
        .into_iter()
        .any(|c| c.strip_prefix(location).is_some_and(|end| end.is_empty() || end.starts_with(['.', '-'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_a_year_or_a_period() {
        for (name, expected) in [
            ("2024", Some((2024, 2024))),
            ("2024-2027", Some((2024, 2027))),
            ("2024-avenant-1", Some((2024, 2024))),
            ("2024-1", Some((2024, 2024))),
            ("2024-2023", Some((2024, 2024))),
            ("2024 (copie)", Some((2024, 2024))),
            ("brouillon", None),
            ("20245", None),
            ("année 2024", None),
            ("1", None),
        ] {
            assert_eq!(years(name), expected, "{name}");
        }
        assert_eq!(only_years("2024-2027"), Some((2024, 2027)));
        assert_eq!(only_years("2024 (copie)"), None);
        assert_eq!(only_years("2024-avenant-1"), None);
    }

    #[test]
    fn a_page_of_an_avenant_stands_for_that_of_the_act() {
        let of = |path| in_avenant(path, "2024");
        assert_eq!(
            of("content/2024/avenants/01/fiches/04.md"),
            Some((1, "content/2024/fiches/04.md".to_owned()))
        );
        for path in [
            "content/2024/fiches/04.md",
            "content/2023/avenants/01/fiches/04.md",
            "content/2024/avenants/un/fiches/04.md",
            "content/2024/avenants/00/fiches/04.md",
            "content/2024/avenants/2025/fiches/04.md",
            "content/2024/avenants/01",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
    }

    #[test]
    fn a_report_that_was_moved_keeps_the_path_that_names_it() {
        assert_eq!(old_rapport_id("2024-2027"), "2024");
        assert_eq!(old_rapport_id("brouillon"), "brouillon");
        for (path, expected) in [
            ("content/2024/rapports/2024/fiches/01.md", "content/2024/rapport/fiches/01.md"),
            ("content/2024/rapports/2025/bilan.md", "content/2024/rapports/2025/bilan.md"),
            ("content/2024/rapport/bilan.md", "content/2024/rapport/bilan.md"),
            ("content/2024/fiches/01.md", "content/2024/fiches/01.md"),
        ] {
            assert_eq!(unmoved(path, "2024"), expected);
        }
    }
}
