//! Which file of a project is what: the one description of the layout of `content/` and `templates/`.

use super::layout::is_presentation;
use super::misnamed::Expected;
use crate::model::edition::{OLD_RAPPORT, RAPPORTS, in_avenant, in_rapport};
use crate::text::ProjectPath;

/// Largest text file accepted, in bytes.
pub(super) const TEXT_MAX: u64 = 2_000_000;
/// Largest image file accepted, in bytes.
const IMAGE_MAX: u64 = 20_000_000;
/// The image formats that Typst reads.
const IMAGE_EXTENSIONS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// What a file is to an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileRole {
    /// `organisation.yaml` of the edition, else `content/organisation.yaml`.
    Organisation,
    /// `content/cadres/*.yaml`, named by its stem.
    Cadre,
    /// `convention.yaml` of the edition.
    Convention,
    /// `vie.yaml` of the edition, or of one of its avenants: what happened to it.
    Life,
    /// `indicateurs.yaml` of the edition.
    Matrix,
    /// `decisions.yaml` of the edition: what the services decided of the findings.
    Decisions,
    /// `articles/*.md` of the edition.
    Article,
    /// `fiches/*.md` of the edition.
    Fiche,
    /// `avenants/NN/avenant.yaml` of the edition. The pages beside it have the roles of those that they stand for.
    Avenant,
    /// `rapports/<rapport>/rapport.yaml` of the edition.
    Rapport,
    /// `rapports/<rapport>/reference.yaml` of the edition.
    RapportReference,
    /// `rapports/<rapport>/bilan.md` of the edition.
    RapportBilan,
    /// `rapports/<rapport>/indicateurs.yaml` of the edition.
    RapportMatrix,
    /// `rapports/<rapport>/fiches/*.md` of the edition.
    RapportFiche,
    /// `templates/*.tera` or `templates/*.typ`: the project's own templates.
    Template,
    /// An image, wherever it lies.
    Image {
        /// What it illustrates.
        part: Part,
        /// Whether it is drawn by vectors: it has no points to count.
        svg: bool,
    },
}

/// What a file is part of. The digest of the act covers [`Part::Act`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is voted and signed.
    Act,
    /// What amends the act, apart from the pages that it replaces.
    Avenant,
    /// What happens to the act and to its avenants: it changes nothing of what is signed.
    Life,
    /// A report of its execution, filled in later: it changes nothing in the act.
    Rapport,
    /// What the documents look like.
    Layout,
    /// What is asked of the program, or noted of what it found: nothing of it is signed.
    Settings,
}

impl FileRole {
    /// The role of a file for an edition, if it has one.
    pub fn of(path: &ProjectPath, edition: &str) -> Option<Self> {
        if let Some((_, within)) = in_avenant(path.as_str(), edition) {
            return Self::in_avenant(&within, edition);
        }
        let names: Vec<&str> = path.as_str().split('/').collect();
        let extension = path.as_str().rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
        if IMAGE_EXTENSIONS.contains(&extension.as_str()) {
            let part = match names.as_slice() {
                ["content", of, RAPPORTS | OLD_RAPPORT, ..] if *of == edition => Part::Rapport,
                ["content", ..] => Part::Act,
                _ => Part::Layout,
            };
            return Some(Self::Image { part, svg: extension == "svg" });
        }
        match names.as_slice() {
            ["content", of, within @ ..] if *of == edition => Self::in_edition(within),
            ["content", "organisation.yaml"] => Some(Self::Organisation),
            ["content", "cadres", .., name] if name.ends_with(".yaml") => Some(Self::Cadre),
            ["templates", .., name] if name.ends_with(".tera") || name.ends_with(".typ") => {
                Some(Self::Template)
            }
            _ => None,
        }
    }

    /// The role of a file for an edition, or the one that its name was meant to give it.
    pub fn meant_by(path: &ProjectPath, edition: &str) -> Option<Self> {
        Self::of(path, edition).or_else(|| Expected::of(path.as_str(), edition).map(|e| e.role))
    }

    /// The role of a file of an avenant, given the path of what it stands for: only pages of the act are amended.
    fn in_avenant(within: &str, edition: &str) -> Option<Self> {
        match within.strip_prefix("content/")?.strip_prefix(edition)? {
            "/avenant.yaml" => return Some(Self::Avenant),
            "/vie.yaml" => return Some(Self::Life),
            _ => {}
        }
        let role = Self::of(&ProjectPath::new(within).ok()?, edition)?;
        (role.part() == Part::Act).then_some(role)
    }

    fn in_edition(names: &[&str]) -> Option<Self> {
        let page = |name: &&str| name.ends_with(".md") && !is_presentation(name);
        match names {
            ["organisation.yaml"] => Some(Self::Organisation),
            ["convention.yaml"] => Some(Self::Convention),
            ["vie.yaml"] => Some(Self::Life),
            ["indicateurs.yaml"] => Some(Self::Matrix),
            ["decisions.yaml"] => Some(Self::Decisions),
            ["articles", .., name] if page(name) => Some(Self::Article),
            ["fiches", .., name] if page(name) => Some(Self::Fiche),
            [OLD_RAPPORT, within @ ..] | [RAPPORTS, _, within @ ..] => match within {
                ["rapport.yaml"] => Some(Self::Rapport),
                ["reference.yaml"] => Some(Self::RapportReference),
                ["bilan.md"] => Some(Self::RapportBilan),
                ["indicateurs.yaml"] => Some(Self::RapportMatrix),
                ["fiches", .., name] if page(name) => Some(Self::RapportFiche),
                _ => None,
            },
            _ => None,
        }
    }

    /// What the file is part of.
    pub fn part(self) -> Part {
        match self {
            Self::Organisation
            | Self::Cadre
            | Self::Convention
            | Self::Matrix
            | Self::Article
            | Self::Fiche => Part::Act,
            Self::Rapport
            | Self::RapportReference
            | Self::RapportBilan
            | Self::RapportMatrix
            | Self::RapportFiche => Part::Rapport,
            Self::Life => Part::Life,
            Self::Template => Part::Layout,
            Self::Avenant => Part::Avenant,
            Self::Decisions => Part::Settings,
            Self::Image { part, .. } => part,
        }
    }

    /// Largest size accepted, in bytes.
    pub fn size_max(self) -> u64 {
        if is_image(self) { IMAGE_MAX } else { TEXT_MAX }
    }
}

/// The identifier of the report of which a path is, or is meant to be.
pub fn rapport_of(path: &str, edition: &str) -> Option<String> {
    let of = |path: &str| in_rapport(path, edition).map(|(id, _)| id.into_owned());
    let is_read = ProjectPath::new(path).is_ok_and(|path| FileRole::of(&path, edition).is_some());
    let meant = if is_read { None } else { Expected::of(path, edition) };
    meant.and_then(|expected| of(expected.path.as_str())).or_else(|| of(path))
}

/// Whether a role is that of an image.
pub(super) fn is_image(role: FileRole) -> bool {
    matches!(role, FileRole::Image { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(path: &str) -> Option<FileRole> {
        FileRole::of(&ProjectPath::new(path).unwrap(), "2024")
    }

    #[test]
    fn each_file_has_one_role_and_another_edition_none() {
        for (path, expected) in [
            ("content/organisation.yaml", FileRole::Organisation),
            ("content/2024/organisation.yaml", FileRole::Organisation),
            ("content/cadres/national/2024.yaml", FileRole::Cadre),
            ("content/2024/convention.yaml", FileRole::Convention),
            ("content/2024/vie.yaml", FileRole::Life),
            ("content/2024/avenants/01/vie.yaml", FileRole::Life),
            ("content/2024/indicateurs.yaml", FileRole::Matrix),
            ("content/2024/decisions.yaml", FileRole::Decisions),
            ("content/2024/articles/01.md", FileRole::Article),
            ("content/2024/fiches/axe-1/01.md", FileRole::Fiche),
            ("content/2024/rapports/2024/rapport.yaml", FileRole::Rapport),
            ("content/2024/rapports/mi-parcours/reference.yaml", FileRole::RapportReference),
            ("content/2024/rapports/2024/bilan.md", FileRole::RapportBilan),
            ("content/2024/rapports/2024/indicateurs.yaml", FileRole::RapportMatrix),
            ("content/2024/rapports/2024/fiches/01.md", FileRole::RapportFiche),
            ("content/2024/avenants/01/avenant.yaml", FileRole::Avenant),
            ("content/2024/avenants/02/convention.yaml", FileRole::Convention),
            ("content/2024/avenants/02/fiches/axe-1/01.md", FileRole::Fiche),
            ("content/2024/rapport/rapport.yaml", FileRole::Rapport),
            ("content/2024/rapport/fiches/01.md", FileRole::RapportFiche),
            ("templates/charte/page.typ", FileRole::Template),
            ("templates/convention.typ.tera", FileRole::Template),
        ] {
            assert_eq!(role(path), Some(expected), "{path}");
        }
        for path in [
            "content/2023/convention.yaml",
            "content/2024/convention.md",
            "content/2024/notes.md",
            "content/decisions.yaml",
            "content/2024/articles/README.md",
            "content/2024/fiches/axe-1/LISEZ-MOI.md",
            "content/2024/sous/convention.yaml",
            "content/2024/rapports/rapport.yaml",
            "content/2024/rapports/fiches.md",
            "content/cadres.yaml",
            "content/2024/avenant.yaml",
            "content/2024/avenants/01/decisions.yaml",
            "content/2024/avenants/01/rapports/2024/rapport.yaml",
            "content/2024/avenants/01/avenants/01/avenant.yaml",
            "content/2023/avenants/01/fiches/01.md",
            "README.md",
        ] {
            assert_eq!(role(path), None, "{path}");
        }
    }

    #[test]
    fn the_report_is_not_of_the_act_and_a_template_of_neither() {
        let part = |path| role(path).map(FileRole::part);
        assert_eq!(part("content/2024/images/rapport.png"), Some(Part::Act));
        assert_eq!(part("content/2024/avenants/01/images/plan.png"), Some(Part::Act));
        assert_eq!(part("content/2024/avenants/01/avenant.yaml"), Some(Part::Avenant));
        assert_eq!(part("content/2024/vie.yaml"), Some(Part::Life));
        assert_eq!(part("content/2024/rapport/graphique.SVG"), Some(Part::Rapport));
        assert_eq!(part("content/2024/rapport/bilan.md"), Some(Part::Rapport));
        assert_eq!(part("content/cadres/2024.yaml"), Some(Part::Act));
        assert_eq!(part("templates/logo.png"), Some(Part::Layout));
    }

    #[test]
    fn a_file_is_of_the_report_of_its_folder() {
        for (path, expected) in [
            ("content/2024/rapports/2025/bilan.md", Some("2025")),
            ("content/2024/rapports/mi-parcours/fiches/01.md", Some("mi-parcours")),
            ("content/2024/rapports/2025/Bilan.MD", Some("2025")),
            ("content/2024/rapport/bilan.md", Some("2024")),
            ("content/2024/rapport/2025/bilan.md", Some("2025")),
            ("content/2024/bilan.md", None),
            ("content/2023/rapports/2023/bilan.md", None),
        ] {
            assert_eq!(rapport_of(path, "2024").as_deref(), expected, "{path}");
        }
    }
}
