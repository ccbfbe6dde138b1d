//! Mistakes in the templates of a project, shown at the file and line of the template.

use insta::assert_snapshot;

use std::fs;

use super::minimal;
use crate::common::repository;

#[test]
fn a_syntax_mistake() {
    assert_snapshot!(overridden("#fiche(", "#fiche({{ fiche.numero }"), @"
    erreur[GAB-001]: le gabarit a une faute : Found `}` but expected }}.
     --> templates/convention/fiche.typ.tera:6:24
      |
    6 | #fiche({{ fiche.numero }
      |                        ^
      |
      = à faire: vérifier le gabarit, ou le mettre de côté : celui du programme reprend sa place, et « calpae new gabarit » en donne une copie à comparer

    1 erreur
    ");
}

#[test]
fn a_block_left_open() {
    assert_snapshot!(overridden("#fiche(", "{% if fiche.numero %}\n#fiche("), @"
    erreur[GAB-001]: le gabarit a une faute : Unexpected end of input
      --> templates/convention/fiche.typ.tera:54:14
       |
    54 | {% endfor %}
       |             ^
       |
       = à faire: vérifier le gabarit, ou le mettre de côté : celui du programme reprend sa place, et « calpae new gabarit » en donne une copie à comparer

    1 erreur
    ");
}

#[test]
fn an_unknown_variable() {
    assert_snapshot!(overridden("[{{ fiche.numero }}]", "[{{ fiche.nemero }}]"), @"
    erreur[GAB-001]: le gabarit a une faute : Field `nemero` is not defined. Available fields: ancre, axe, champs, chemin, etiquette_total, intitule, intitule_absent, introduction, mesure, niveau, numero, ouvre_la_partie, parts, parts_connues, reserve, sections, statuts, total
     --> templates/convention/fiche.typ.tera:7:21
      |
    7 |   numero: [{{ fiche.nemero }}],
      |                     ^^^^^^
      |
      = à faire: vérifier le gabarit, ou le mettre de côté : celui du programme reprend sa place, et « calpae new gabarit » en donne une copie à comparer

    1 erreur
    ");
}

#[test]
fn an_unknown_filter() {
    assert_snapshot!(overridden("[{{ fiche.numero }}]", "[{{ fiche.numero | gras }}]"), @"
    erreur[GAB-001]: les gabarits ne se lisent pas : error: Unknown filter `gras`
                      --> convention/fiche.typ.tera:7:35
                       |
                     7 |   6:7numero: [{{ fiche.numero | gras }}],
                       |                                   ^^^^
     |
     = à faire: vérifier le gabarit, ou le mettre de côté : celui du programme reprend sa place, et « calpae new gabarit » en donne une copie à comparer

    1 erreur
    ");
}

#[test]
fn an_unknown_function_of_the_charte() {
    assert_snapshot!(overridden("#fiche(", "#fiches("), @"
    erreur[TYP-001]: Typst refuse la composition : unknown variable: fiches (convention/fiche-01.typ:6:2 du dossier composé)
     --> templates/convention/fiche.typ.tera:6:1
      |
    6 | #fiches(
      | ^^^^^^^^ composé par ce gabarit
      |
      = à faire: vérifier le gabarit ou la charte

    1 erreur
    ");
}

#[test]
fn a_bracket_left_open_for_typst() {
    assert_snapshot!(overridden("mesure: {%", "mesure: [ {%"), @"
    erreur[TYP-001]: Typst refuse la composition : unclosed delimiter (convention/fiche-01.typ:6:7 du dossier composé)
     --> templates/convention/fiche.typ.tera:6:1
      |
    6 | #fiche(
      | ^^^^^^^ composé par ce gabarit
      |
      = à faire: vérifier le gabarit ou la charte

    erreur[TYP-001]: Typst refuse la composition : unclosed delimiter (convention/fiche-01.typ:11:11 du dossier composé)
      --> templates/convention/fiche.typ.tera:16:3
       |
    16 |   mesure: [ {% if fiche.mesure %}[{{ fiche.mesure }}]{% else %}none{% endif %},
       |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ composé par ce gabarit
       |
       = à faire: vérifier le gabarit ou la charte

    2 erreurs
    ");
}

const TEMPLATE: &str = "templates/convention/fiche.typ.tera";

/// The findings once a text replaces another in the project's own template of a fiche.
fn overridden(from: &str, a: &str) -> String {
    let text = fs::read_to_string(repository().join(TEMPLATE)).unwrap();
    minimal().write(TEMPLATE, &text).replace(TEMPLATE, from, a).faults()
}
