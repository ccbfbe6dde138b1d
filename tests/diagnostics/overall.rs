//! Several mistakes at once: all reported in one run, sorted by file and line.

use insta::assert_snapshot;

use super::{ARTICLE, CONVENTION, FICHE, INDICATEURS, VALUES, minimal};

#[test]
fn mistakes_of_several_files_are_told_at_once_in_order() {
    let faults = minimal()
        .write(INDICATEURS, &VALUES.replace("2023", "2022"))
        .replace(FICHE, "## Objectifs", "#### Objectifs")
        .replace(FICHE, "1 800 €", "1 800 euro(s)")
        .replace(FICHE, "statut: nouvelle", "statuts: nouvelle")
        .replace(CONVENTION, "lieu: Claireville", "lieu:")
        .replace(ARTICLE, "État", "<b>État</b>");
    assert_snapshot!(faults.faults(), @r#"
    erreur[MD-001]: le HTML n’est pas admis dans le texte
     --> content/2024/articles/01-objet.md:5:3
      |
    5 | L'<b>État</b> verse {convention.montant_etat} au Département.
      |   ^^^
      |
      = à faire: écrire le gras « **mots** »

    erreur[MD-001]: le HTML n’est pas admis dans le texte
     --> content/2024/articles/01-objet.md:5:10
      |
    5 | L'<b>État</b> verse {convention.montant_etat} au Département.
      |          ^^^^
      |
      = à faire: écrire le gras « **mots** »

    erreur[CLE-003]: la valeur manque
     --> content/2024/convention.yaml:4:5
      |
    4 | lieu:
      |     ^
      |
      = à faire: écrire un texte, ou retirer la clé

    erreur[MD-004]: ce titre saute un niveau
      --> content/2024/fiches/01.md:26:1
       |
    26 | #### Objectifs
       | ^^^^^^^^^^^^^^
       |
       = à faire: écrire « ### »

    4 erreurs
    "#);
}

#[test]
fn a_page_that_cannot_be_read_does_not_hide_the_others() {
    let scenario =
        minimal().write("content/2024/fiches/02.md", "---\nnumero: 2\nintitule: \"Ouvrir\n---\n# Titre\n");
    assert_snapshot!(scenario.replace(FICHE, "1.1/accueils", "1.1/acueils").faults(), @r#"
    erreur[REF-001]: « 1.1/acueils » n’est pas un indicateur du cadre
      --> content/2024/fiches/01.md:18:21
       |
    18 |     - { indicateur: 1.1/acueils, valeur: 40 }
       |                     ^^^^^^^^^^^
       |
       = à faire: vouliez-vous dire « 1.1/accueils » ?

    erreur[YAML-001]: le texte qui s’ouvre ici n’est pas fermé
     --> content/2024/fiches/02.md:3:11
      |
    3 | intitule: "Ouvrir
      |           ^
      |
      = à faire: le fermer par le signe qui l’ouvre ; une apostrophe dans un texte entre apostrophes se double ('')

    erreur[MD-004]: le titre de premier niveau est celui de la fiche ou de l’article
     --> content/2024/fiches/02.md:5:1
      |
    5 | # Titre
      | ^^^^^^^
      |
      = à faire: commencer par « ## » pour une rubrique

    3 erreurs
    "#);
}

#[test]
fn without_a_cadre_the_syntax_of_the_fiches_is_still_told() {
    let scenario = minimal().replace(CONVENTION, "cadre: essai", "cadre: autre");
    assert_snapshot!(scenario.replace(FICHE, "annexe: A", "annexe: [A").faults(), @"
    erreur[REF-001]: « autre » n’est pas un cadre du projet
     --> content/2024/convention.yaml:1:8
      |
    1 | cadre: autre
      |        ^^^^^
      |
      = à faire: écrire l’un de ces noms : essai

    erreur[YAML-001]: le crochet ouvert ici n’est pas fermé
     --> content/2024/fiches/01.md:3:9
      |
    3 | annexe: [A
      |         ^
      |
      = à faire: fermer par « ] » sur cette ligne, ou retirer « [ »

    2 erreurs
    ");
}
