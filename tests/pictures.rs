//! The pictures of pages that the README shows: each is there, says what it shows, and is of a page that is still made.
//! `CALPAE_MAJ=1 cargo test pictures` makes them again, to be looked at before they are kept.

use std::collections::BTreeSet;
use std::fs;

use calpae::pipeline::{DocumentKind, Presentation};
use calpae::project::Disk;
use calpae::typeset::PageBoxes;

use crate::common::repository;
use crate::common::trees::fixture;
use crate::layout::{compose_as, read};

/// A picture of a page.
struct Picture {
    file: &'static str,
    /// The fixture; the demonstration when there is none.
    fixture: Option<&'static str>,
    kind: DocumentKind,
    /// What the page says, and no other after the sommaire before it; nothing for the first page.
    says: &'static str,
}

/// In the order of the README.
const PICTURES: [Picture; 8] = [
    Picture { file: "titre.png", fixture: None, kind: DocumentKind::Convention, says: "" },
    Picture {
        file: "signatures.png",
        fixture: None,
        kind: DocumentKind::Convention,
        says: "Signature et cachet",
    },
    Picture {
        file: "matrice.png",
        fixture: None,
        kind: DocumentKind::Convention,
        says: "Tableau des engagements du socle",
    },
    Picture { file: "fiche.png", fixture: None, kind: DocumentKind::Convention, says: "Fiche 6" },
    Picture {
        file: "bordereau.png",
        fixture: None,
        kind: DocumentKind::Convention,
        says: "Jours par profil",
    },
    Picture {
        file: "recapitulatif.png",
        fixture: None,
        kind: DocumentKind::Convention,
        says: "calculés à partir des fiches",
    },
    Picture {
        file: "rapport.png",
        fixture: Some("quatre-ans"),
        kind: DocumentKind::Rapport,
        says: "Les plus grands écarts",
    },
    Picture { file: "controle.png", fixture: None, kind: DocumentKind::CheckReport, says: "" },
];

/// Pixels per inch: a page is as wide as the column of a README.
const RESOLUTION: u16 = 84;
/// Most bytes of a picture.
const BYTES_MAX: usize = 300_000;

const FOLDER: &str = "docs/images";

/// The page that a picture shows, from 0.
fn page_of(picture: &Picture, pages: &[PageBoxes]) -> Option<usize> {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if picture.says.is_empty() {
        return Some(0);
    }
    let says = |page: &&PageBoxes| {
        let texts = page.texts.iter().filter(|text| !text.part.is_of_page);
        letters(&texts.map(|text| text.text.as_str()).collect::<String>()).contains(&letters(picture.says))
    };
    // The sommaire says the titles too.
    pages.iter().skip(2).position(|page| says(&page)).map(|index| index + 2)
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the pictures are made again on request")]
fn the_pictures_are_of_pages_that_are_made() {
    for picture in &PICTURES {
        let snapshot = read(&picture.fixture.map_or_else(|| Disk::new(repository()), fixture));
        let document = picture.kind.documents(&snapshot)[0];
        let composition = compose_as(document, Presentation::Annotated, &snapshot).unwrap();
        let pages = composition.boxes();
        let page = page_of(picture, &pages).unwrap_or_else(|| panic!("no page says « {} »", picture.says));
        let place = repository().join(FOLDER).join(picture.file);
        if std::env::var("CALPAE_MAJ").is_ok() {
            fs::write(
                &place,
                &composition.png(RESOLUTION).unwrap_or_else(|errors| panic!("{}", errors[0]))[page],
            )
            .unwrap();
        }
        let bytes = fs::read(&place).unwrap_or_else(|cause| panic!("{} : {cause}", picture.file));
        assert!(bytes.len() < BYTES_MAX, "{} : {} bytes", picture.file, bytes.len());
        let side = |at: usize| f64::from(u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()));
        let expected =
            [pages[page].width, pages[page].height].map(|side| side * f64::from(RESOLUTION) / 72.0);
        for (pixels, expected) in [side(16), side(20)].into_iter().zip(expected) {
            assert!((pixels - expected).abs() < 1.0, "{} : {pixels} pixels for {expected}", picture.file);
        }
    }
}

#[test]
fn the_readme_shows_each_picture_with_words_for_who_does_not_see_it() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let shown: Vec<(&str, &str)> = readme
        .split("![")
        .skip(1)
        .map(|rest| rest.split_once("](").unwrap())
        .map(|(words, rest)| (words, rest.split(')').next().unwrap()))
        .collect();
    for (words, path) in &shown {
        assert!(repository().join(path).is_file(), "README.md shows {path}, which is not there");
        assert!(words.split_whitespace().count() >= 8, "{path} : « {words} » does not say what it shows");
    }
    let shown: BTreeSet<&str> =
        shown.into_iter().filter_map(|(_, path)| path.strip_prefix("docs/images/")).collect();
    let known: BTreeSet<&str> = PICTURES.iter().map(|picture| picture.file).collect();
    let there = fs::read_dir(repository().join(FOLDER)).unwrap().map(|entry| entry.unwrap().file_name());
    let there: Vec<String> = there.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(shown, known);
    assert_eq!(there.iter().map(String::as_str).collect::<BTreeSet<_>>(), known);
}
