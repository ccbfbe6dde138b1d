//! Rows and cells of tables of data.

use insta::assert_snapshot;

use super::field;

#[test]
fn a_row_with_a_cell_too_many() {
    assert_snapshot!(field(&table("Nord | 12 | 3")), @r"
    erreur[TAB-001]: cette ligne a 3 cellules, et le tableau 2 colonnes
      --> content/2024/fiches/01.md:14:5
       |
    14 |     Nord | 12 | 3
       |     ^^^^^^^^^^^^^
       |
       = à faire: séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \| »

    1 erreur
    ");
}

#[test]
fn a_row_with_a_cell_missing() {
    assert_snapshot!(field(&table("Nord | 12\nSud")), @r"
    erreur[TAB-001]: cette ligne a 1 cellule, et le tableau 2 colonnes
      --> content/2024/fiches/01.md:15:5
       |
    15 |     Sud
       |     ^^^
       |
       = à faire: séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \| »

    1 erreur
    ");
}

#[test]
fn nothing_above_to_prolong() {
    assert_snapshot!(field(&table("^ | 12")), @"
    erreur[TAB-002]: il n’y a pas de cellule au-dessus à prolonger
      --> content/2024/fiches/01.md:14:5
       |
    14 |     ^ | 12
       |     ^
       |
       = à faire: écrire la valeur, ou laisser la case vide

    1 erreur
    ");
}

#[test]
fn not_a_number() {
    assert_snapshot!(field(&table("Nord | douze")), @"
    erreur[TAB-003]: « douze » n’est pas un nombre, que demande la colonne « Places »
      --> content/2024/fiches/01.md:14:12
       |
    14 |     Nord | douze
       |            ^^^^^
       |
       = à faire: écrire « 0,65 », un mot d’absence, ou donner à la colonne « type: valeur »

    1 erreur
    ");
}

#[test]
fn not_an_amount_nor_a_percentage() {
    assert_snapshot!(field("tableaux:\n  id: lieux\n  colonnes:\n    - { titre: Coût, type: montant }\n    - { titre: Part, type: pourcentage }\n  lignes: |\n    gratuit | la moitié"), @"
    erreur[TAB-003]: « gratuit » n’est pas un montant, que demande la colonne « Coût »
      --> content/2024/fiches/01.md:16:5
       |
    16 |     gratuit | la moitié
       |     ^^^^^^^
       |
       = à faire: écrire « 35 423,15 € », un mot d’absence, ou donner à la colonne « type: valeur »

    erreur[TAB-003]: « la moitié » n’est pas un pourcentage, que demande la colonne « Part »
      --> content/2024/fiches/01.md:16:15
       |
    16 |     gratuit | la moitié
       |               ^^^^^^^^^
       |
       = à faire: écrire « 49 % », un mot d’absence, ou donner à la colonne « type: valeur »

    2 erreurs
    ");
}

fn table(lines: &str) -> String {
    let lines = lines.replace('\n', "\n    ");
    format!(
        "tableaux:\n  id: lieux\n  colonnes: [{{ titre: Lieu }}, {{ titre: Places, type: nombre }}]\n  lignes: |\n    {lines}"
    )
}
