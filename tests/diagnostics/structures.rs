//! Values of the wrong shape, and keys that exclude each other.

use insta::assert_snapshot;

use super::{CONVENTION, fiche, field, minimal};

#[test]
fn a_list_where_a_text_is_expected() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule: [Ouvrir, un accueil]"), @r#"
    erreur[CLE-003]: il faut ici un texte, et c’est une liste
     --> content/2024/fiches/01.md:4:11
      |
    4 | intitule: [Ouvrir, un accueil]
      |           ^
      |
      = à faire: mettre la valeur entre guillemets : « "[Ouvrir, un accueil]" »

    1 erreur
    "#);
}

#[test]
fn a_text_where_a_list_is_expected() {
    assert_snapshot!(fiche("  financements:\n    - { financeur: etat, montant: 1 200 € }\n    - { financeur: departement, montant: 1 800 € }", "  financements: l’État"), @"
    erreur[CLE-003]: il faut ici une liste (des lignes qui commencent par « - »), et c’est un texte
      --> content/2024/fiches/01.md:13:17
       |
    13 |   financements: l’État
       |                 ^^^^^^
       |
       = à faire: écrire dessous une ligne par élément, « - … », ou entre crochets : « [l’un, l’autre] »

    1 erreur
    ");
}

#[test]
fn a_text_where_keys_are_expected() {
    assert_snapshot!(field("mentions: non"), @"
    erreur[CLE-003]: il faut ici des clés et leurs valeurs (« clé: valeur »), et c’est un texte
      --> content/2024/fiches/01.md:10:11
       |
    10 | mentions: non
       |           ^^^
       |
       = à faire: écrire une ligne « clé: valeur » par clé, en retrait de deux espaces sous une autre clé ; ou, sur la ligne, « { clé: valeur, clé: valeur } »

    1 erreur
    ");
}

#[test]
fn keys_where_a_text_is_expected() {
    assert_snapshot!(minimal().replace(CONVENTION, "lieu: Claireville", "lieu: { ville: Claireville }").faults(), @r#"
    erreur[CLE-003]: il faut ici un texte, et c’est des clés et leurs valeurs
     --> content/2024/convention.yaml:4:7
      |
    4 | lieu: { ville: Claireville }
      |       ^
      |
      = à faire: mettre la valeur entre guillemets : « "{ ville: Claireville }" »

    1 erreur
    "#);
}

#[test]
fn a_value_left_blank() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", "intitule:"), @"
    erreur[CLE-003]: la valeur manque
     --> content/2024/fiches/01.md:4:9
      |
    4 | intitule:
      |         ^
      |
      = à faire: écrire un texte, ou retirer la clé

    1 erreur
    ");
}

#[test]
fn neither_yes_nor_no() {
    assert_snapshot!(field("intitule_absent: peut-être"), @"
    erreur[CLE-003]: il faut ici « oui » ou « non », et c’est un texte
      --> content/2024/fiches/01.md:10:18
       |
    10 | intitule_absent: peut-être
       |                  ^^^^^^^^^
       |
       = à faire: écrire l’un de ces deux mots, sans rien d’autre

    1 erreur
    ");
}

#[test]
fn not_a_word_of_absence() {
    assert_snapshot!(fiche("indicateurs:\n", "indicateurs:\n  par_defaut: rien\n"), @"
    erreur[CLE-003]: il faut ici un mot d’absence (« vide », « non renseigné »…), et c’est un texte
      --> content/2024/fiches/01.md:17:15
       |
    17 |   par_defaut: rien
       |               ^^^^
       |
       = à faire: écrire un mot d’absence (« vide », « non renseigné »…)

    1 erreur
    ");
}

#[test]
fn a_text_too_long() {
    assert_snapshot!(fiche("Ouvrir un accueil", &"très ".repeat(5_000)), @"
    erreur[CLE-004]: ce texte est trop long : plus de 20 000 octets, sept pages environ
     --> content/2024/fiches/01.md:4:11
      |
    4 | ...e: très très très très très très très trè...rès très très très très très très très 
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = à faire: le placer dans le corps de la fiche ou de l’article

    1 erreur
    ");
}

#[test]
fn a_charge_with_two_amounts() {
    assert_snapshot!(fiche("montant: 3 000 €", "montant: 3 000 €, valorisation: { effectif: 1, cout_annuel: 3 000 € }"), @"
    erreur[CLE-005]: cette charge dit son montant 2 fois : montant, valorisation
      --> content/2024/fiches/01.md:12:7
       |
    12 |     - { libelle: Accueillants, montant: 3 000 €, valorisation: { effectif: 1, cout_annuel: 3 000 € } }
       |       ^
       |
       = à faire: garder la clé qui dit d’où vient le montant ; celui que l’acte imprime s’écrit « affiche: … »

    1 erreur
    ");
}

#[test]
fn a_charge_without_amount() {
    assert_snapshot!(fiche(", montant: 3 000 €", ""), @"
    erreur[CLE-005]: cette charge n’a pas de montant
      --> content/2024/fiches/01.md:12:7
       |
    12 |     - { libelle: Accueillants }
       |       ^
       |
       = à faire: ajouter « montant: … », ou ce qui le calcule : « valorisation: », « lignes: » ou « bordereau: »

    1 erreur
    ");
}

#[test]
fn a_financement_without_amount() {
    assert_snapshot!(fiche("financeur: etat, montant: 1 200 €", "financeur: etat"), @"
    erreur[CLE-005]: ce financement n’a pas de montant
      --> content/2024/fiches/01.md:14:7
       |
    14 |     - { financeur: etat }
       |       ^
       |
       = à faire: ajouter « montant: … » (un montant, ou une absence comme « non renseigné »)

    1 erreur
    ");
}

#[test]
fn one_value_for_two_columns() {
    assert_snapshot!(fiche("indicateurs:\n", "indicateurs:\n  colonnes: [\"2024\", \"2025\"]\n"), @r#"
    erreur[CLE-005]: le tableau a 2 colonnes : une valeur ne suffit pas
      --> content/2024/fiches/01.md:19:35
       |
    19 |     - { indicateur: 1.1/accueils, valeur: 40 }
       |                                   ^^^^^^
       |
       = à faire: écrire « valeurs: { "titre de la colonne": … } »

    1 erreur
    "#);
}

#[test]
fn a_figure_with_neither_file_nor_lack() {
    assert_snapshot!(field("figures: { id: plan, titre: Plan, alternative: Un plan }"), @"
    erreur[CLE-005]: une figure a un fichier, ou bien elle est manquante
      --> content/2024/fiches/01.md:10:10
       |
    10 | figures: { id: plan, titre: Plan, alternative: Un plan }
       |          ^
       |
       = à faire: écrire « fichier: images/… » ou « manquante: oui »

    1 erreur
    ");
}

#[test]
fn a_schedule_with_too_few_days() {
    assert_snapshot!(field(BORDEREAU), @r#"
    erreur[CLE-005]: il faut un nombre de jours par profil : 2, et il y en a 1
      --> content/2024/fiches/01.md:15:87
       |
    15 |     - { numero: "1", libelle: Lot, lignes: [{ numero: "1.1", libelle: Étude, profils: [2] }] }
       |                                                                                       ^
       |
       = à faire: écrire 0 pour un profil qui ne vient pas ; une virgule décimale se met entre guillemets

    1 erreur
    "#);
}

const BORDEREAU: &str = "\
bordereaux:
  id: marche
  taux_tva: 20 %
  profils: [{ libelle: Chef, tarif: 900 € }, { libelle: Agent, tarif: 500 € }]
  groupes:
    - { numero: \"1\", libelle: Lot, lignes: [{ numero: \"1.1\", libelle: Étude, profils: [2] }] }";
