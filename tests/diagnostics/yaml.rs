//! YAML that cannot be read, that expands without bound, or that repeats a key.

use insta::assert_snapshot;

use super::{CADRE, CONVENTION, ORGANISATION, fiche, minimal};

#[test]
fn a_quote_left_open() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule: \"Ouvrir un accueil"), @r#"
    erreur[YAML-001]: le guillemet ouvert ici n’est pas fermé
     --> content/2024/fiches/01.md:4:11
      |
    4 | intitule: "Ouvrir un accueil
      |           ^
      |
      = à faire: fermer par « " » sur cette ligne, ou retirer « " »

    1 erreur
    "#);
}

#[test]
fn a_colon_in_a_text() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule: Ouvrir : un accueil"), @r#"
    erreur[YAML-001]: « : » ne peut pas se lire dans une valeur sans guillemets
     --> content/2024/fiches/01.md:4:18
      |
    4 | intitule: Ouvrir : un accueil
      |                  ^
      |
      = à faire: mettre la valeur entre guillemets : « intitule: "Ouvrir : un accueil" »

    1 erreur
    "#);
}

#[test]
fn a_tabulation() {
    assert_snapshot!(fiche("  lignes:\n    - { ind", "  lignes:\n\t- { ind"), @"
    erreur[YAML-001]: une tabulation ne peut pas faire la marge
      --> content/2024/fiches/01.md:18:2
       |
    18 |     - { indicateur: 1.1/accueils, valeur: 40 }
       |     ^
       |
       = à faire: la remplacer par des espaces

    1 erreur
    ");
}

#[test]
fn a_line_out_of_its_group() {
    assert_snapshot!(fiche("mise_en_place: 2024", "  mise_en_place: 2024"), @"
    erreur[YAML-001]: cette ligne n’est pas alignée avec celles de son groupe
     --> content/2024/fiches/01.md:7:16
      |
    7 |   mise_en_place: 2024
      |                ^
      |
      = à faire: donner aux clés ou aux tirets d’un même groupe la même marge, faite d’espaces

    1 erreur
    ");
}

#[test]
fn no_space_after_the_colon() {
    assert_snapshot!(minimal().replace(CONVENTION, "annee: 2024", "annee:2024").faults(), @"
    erreur[YAML-001]: il manque une espace après « : »
     --> content/2024/convention.yaml:2:1
      |
    2 | annee:2024
      | ^^^^^^
      |
      = à faire: écrire « annee: 2024 »

    1 erreur
    ");
}

#[test]
fn two_documents() {
    assert_snapshot!(minimal().replace(CONVENTION, "montant_etat", "---\nmontant_etat").faults(), @"
    erreur[YAML-001]: une ligne « --- » coupe ce fichier en deux
     --> content/2024/convention.yaml:3:1
      |
    3 | ---
      | ^^^
      |
      = à faire: retirer cette ligne

    1 erreur
    ");
}

#[test]
fn an_anchor_and_its_aliases() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule: &x Ouvrir\ntitre_court: *x"), @r#"
    erreur[YAML-002]: une valeur sans guillemets ne peut pas commencer par « & », un signe réservé
     --> content/2024/fiches/01.md:4:11
      |
    4 | intitule: &x Ouvrir
      |           ^
      |
      = à faire: mettre la valeur entre guillemets : « intitule: "&x Ouvrir" »

    1 erreur
    "#);
}

#[test]
fn an_alias_without_anchor() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule: *Ouvrir* un accueil"), @r#"
    erreur[YAML-002]: une valeur sans guillemets ne peut pas commencer par « * », un signe réservé
     --> content/2024/fiches/01.md:4:11
      |
    4 | intitule: *Ouvrir* un accueil
      |           ^
      |
      = à faire: mettre la valeur entre guillemets : « intitule: "*Ouvrir* un accueil" »

    1 erreur
    "#);
}

#[test]
fn a_bomb_of_aliases() {
    assert_snapshot!(minimal().write(ORGANISATION, &bomb()).faults(), @r#"
    erreur[YAML-002]: une valeur sans guillemets ne peut pas commencer par « & », un signe réservé
     --> content/organisation.yaml:1:5
      |
    1 | n0: &n0 Rive-Claire
      |     ^
      |
      = à faire: mettre la valeur entre guillemets : « n0: "&n0 Rive-Claire" »

    1 erreur
    "#);
}

#[test]
fn a_merge_key() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule: Ouvrir un accueil\n<<: { annexe: B }"), @"
    erreur[YAML-002]: la clé « << » n’est pas admise
     --> content/2024/fiches/01.md:5:1
      |
    5 | <<: { annexe: B }
      | ^^
      |
      = à faire: recopier les clés voulues

    1 erreur
    ");
}

#[test]
fn a_nesting_too_deep() {
    assert_snapshot!(fiche("partenaires: [État]", &format!("partenaires: {}{}", "[".repeat(40), "]".repeat(40))), @"
    erreur[YAML-002]: plus de 24 groupes de clés sont emboîtés ici
     --> content/2024/fiches/01.md:9:37
      |
    9 | partenaires: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
      |                                     ^
      |
      = à faire: fermer les crochets et les accolades ouverts plus haut, ou emboîter moins de groupes

    1 erreur
    ");
}

#[test]
fn too_many_values() {
    assert_snapshot!(fiche("partenaires: [État]", &format!("partenaires: [{}]", "a, ".repeat(60_000))), @"
    erreur[YAML-002]: ce fichier a plus de 50 000 clés et valeurs
     --> content/2024/fiches/01.md:9:149961
      |
    9 | ...a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a,...
      |                                                          ^
      |
      = à faire: répartir ses données entre plusieurs fiches, ou en retirer

    1 erreur
    ");
}

#[test]
fn a_key_written_twice() {
    assert_snapshot!(fiche("annexe: A\n", "annexe: A\nnumero: 2\n"), @"
    erreur[YAML-003]: la clé « numero » est écrite deux fois
     --> content/2024/fiches/01.md:4:1
      |
    2 | numero: 1
      | ------ déjà ici
    3 | annexe: A
    4 | numero: 2
      | ^^^^^^
      |
      = à faire: n’en garder qu’une

    1 erreur
    ");
}

#[test]
fn a_key_written_twice_far_away() {
    assert_snapshot!(minimal().add(CADRE, "sigle: X\n").faults(), @"
    erreur[YAML-003]: la clé « sigle » est écrite deux fois
      --> content/cadres/essai.yaml:25:1
       |
     2 | sigle: CE
       | ----- déjà ici
    ...
    25 | sigle: X
       | ^^^^^
       |
       = à faire: n’en garder qu’une

    1 erreur
    ");
}

/// Nine levels of ten aliases: 10⁹ texts for a reader that expands them.
fn bomb() -> String {
    let level = |n: usize| format!("n{n}: &n{n} [{}]\n", vec![format!("*n{}", n - 1); 10].join(", "));
    format!("n0: &n0 Rive-Claire\n{}", (1..10).map(level).collect::<String>())
}
