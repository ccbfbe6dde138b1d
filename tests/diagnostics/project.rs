//! Files that cannot be read, or whose content is not what their name says.

use insta::assert_snapshot;

use super::{ARTICLE, minimal};

#[test]
fn a_page_too_large() {
    assert_snapshot!(minimal().write(ARTICLE, &"a".repeat(2_000_001)).faults(), @"
    erreur[PRJ-001]: le fichier « content/2024/articles/01-objet.md » dépasse 2 Mo

    1 erreur
    ");
}

#[test]
fn an_image_too_large() {
    assert_snapshot!(minimal().bytes("content/2024/images/plan.png", &vec![0; 20_000_001]).faults(), @"
    erreur[PRJ-001]: le fichier « content/2024/images/plan.png » dépasse 20 Mo

    1 erreur
    ");
}

#[test]
fn an_image_that_is_not_one() {
    assert_snapshot!(minimal().write("content/2024/images/plan.png", "un plan").faults(), @"
    erreur[PRJ-002]: l’image « content/2024/images/plan.png » n’est pas une image lisible
     |
     = à faire: l’enregistrer de nouveau, en PNG ou en JPEG

    1 erreur
    ");
}

#[test]
fn an_image_of_too_many_points() {
    assert_snapshot!(minimal().bytes("content/2024/images/plan.png", &giant()).faults(), @"
    erreur[PRJ-002]: l’image « content/2024/images/plan.png » a 20000 × 20000 points : le maximum est de 40 millions
     |
     = à faire: l’enregistrer de nouveau, en PNG ou en JPEG

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
