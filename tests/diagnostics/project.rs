//! Files that cannot be read, or whose content is not what their name says.

use insta::assert_snapshot;

use super::{ARTICLE, FICHE, minimal};
use crate::common::Scenario;

#[test]
fn a_page_too_large() {
    assert_snapshot!(minimal().write(ARTICLE, &"a".repeat(2_000_001)).faults(), @"
    erreur[PRJ-001]: le fichier « content/2024/articles/01-objet.md » dépasse 2 Mo
     --> content/2024/articles/01-objet.md:1:1
      |
    1 |
      | ^

    1 erreur
    ");
}

/// A project that prints an image.
fn with_image(bytes: &[u8]) -> Scenario {
    let text = "Un accueil ouvre chaque matin.";
    let project = minimal().replace(FICHE, text, &format!("{text}\n\n![Un plan](images/plan.png)"));
    project.bytes("content/2024/images/plan.png", bytes)
}

#[test]
fn an_image_too_large() {
    assert_snapshot!(with_image(&vec![0; 20_000_001]).faults(), @"
    erreur[PRJ-001]: le fichier « content/2024/images/plan.png » dépasse 20 Mo
      --> content/2024/fiches/01.md:24:1
       |
    24 | ![Un plan](images/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^

    1 erreur
    ");
}

#[test]
fn an_image_that_is_not_one() {
    assert_snapshot!(with_image(b"un plan").faults(), @"
    erreur[PRJ-002]: l’image « content/2024/images/plan.png » n’est pas une image lisible
      --> content/2024/fiches/01.md:24:1
       |
    24 | ![Un plan](images/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: l’ouvrir et l’enregistrer de nouveau, en PNG ou en JPEG

    1 erreur
    ");
}

#[test]
fn an_image_of_too_many_points() {
    assert_snapshot!(with_image(&giant()).faults(), @"
    erreur[PRJ-002]: l’image « content/2024/images/plan.png » a 20000 × 20000 points : le maximum est de 40 millions
      --> content/2024/fiches/01.md:24:1
       |
    24 | ![Un plan](images/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: la réduire

    1 erreur
    ");
}

/// The first bytes of a PNG that claims 20 000 × 20 000 pixels.
fn giant() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(20_000_u32.to_be_bytes());
    bytes.extend(20_000_u32.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}
