//! Fiches by their titles: what names a fiche while its file is renamed or moved and while it is renumbered.

use std::collections::BTreeMap;

use crate::lang;
use crate::model::Numero;
use crate::project::FileRole;
use crate::text::{ProjectPath, Sources};

/// The fiches by their titles, whatever the folders and the names of their files. Of those that share one, the copies of a
/// model, that of the lowest number has it alone.
pub(super) fn fiche_names(sources: &Sources, edition: &str) -> BTreeMap<String, String> {
    let mut by_title: BTreeMap<String, Vec<(Option<Numero>, &ProjectPath)>> = BTreeMap::new();
    for (_, source) in sources.iter() {
        if FileRole::of(source.path(), edition) != Some(FileRole::Fiche) {
            continue;
        }
        let field = |key| header_field(source.text(), key);
        let title = field("intitule:").map(lang::flat).filter(|title| !title.is_empty());
        let number = field("numero:").and_then(|n| Numero::read(n.trim_matches(['"', '\'', ' '])));
        if let Some(title) = title {
            by_title.entry(title).or_default().push((number, source.path()));
        }
    }
    let mut names = BTreeMap::new();
    for (title, mut fiches) in by_title {
        fiches.sort_by_key(|(number, path)| (number.is_none(), *number, path.as_str().len(), *path));
        for (rank, (_, path)) in fiches.into_iter().enumerate() {
            let stem = if rank == 0 { String::new() } else { format!("/{}", path.stem()) };
            names.insert(path.to_string(), format!("/fiches/={title}{stem}"));
        }
    }
    names
}

/// The value of a key of the header of a page, on its line; its YAML may be faulty elsewhere.
fn header_field<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let lines = text.trim_start_matches('\u{feff}').lines().skip(1);
    let mut header = lines.take_while(|line| line.trim_end() != "---");
    let value = header.find_map(|line| line.strip_prefix(key))?;
    value.split(" #").next()
}
