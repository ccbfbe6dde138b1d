//! What looks like what was meant: blanks, accents, quotes, letters of other alphabets.

use super::*;

#[test]
fn a_blank_that_is_not_a_space() {
    each(&[
        ("annexe: A", "annexe\u{a0}: A", ""),
        (
            "annexe: A",
            "annexe:\u{a0}A",
            "3:8 YAML-001 il faut une espace ordinaire après « : », et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            "  charges:",
            "\u{a0}\u{a0}charges:",
            "11:1 YAML-001 il faut une espace ordinaire dans la marge, et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            "    - { libelle",
            "    -\u{a0}{ libelle",
            "12:6 YAML-001 il faut une espace ordinaire après le tiret, et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            "    - { libelle: Accueillants, montant: 3 000 € }",
            "    -\u{a0}libelle: Accueillants\n      montant: 3 000 €",
            "12:6 YAML-001 il faut une espace ordinaire après le tiret, et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant:\u{a0}3 000 € }",
            "12:40 YAML-001 il faut une espace ordinaire après « : », et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            PARTNERS,
            "partenaires:\n  -\u{202f}État",
            "10:4 YAML-001 il faut une espace ordinaire après le tiret, et c’est U+202F, une espace fine insécable → effacer ce caractère et taper une espace",
        ),
        (PARTNERS, "partenaires: [\u{a0}État\u{a0}]", ""),
    ]);
}

#[test]
fn a_form_that_does_not_change_the_word() {
    each(&[
        ("statut: nouvelle", "statut: \u{a0}nouvelle\u{a0}", ""),
        ("mesures: [\"1.1\"]", "mesures: [“1.1”]", ""),
        ("annexe: A", "annexe: “A”", ""),
        ("financeur: etat", "financeur: ‘etat’", ""),
        (
            "annexe: A",
            "annexe: \u{410}",
            "3:9 REF-001 « \u{410} » n’est pas une annexe du cadre → écrire l’un de ces noms : A ; le caractère « \u{410} » est U+0410, une lettre cyrillique",
        ),
        (
            "statut: nouvelle",
            "statut: n\u{43e}uvelle",
            "6:10 REF-001 « n\u{43e}uvelle » n’est pas un statut du cadre → vouliez-vous dire « nouvelle » ? ; le caractère « \u{43e} » est U+043E, une lettre cyrillique",
        ),
        (
            "annexe: A",
            "anne\u{445}e: A",
            "3:5 CLE-001 la clé « anne\u{445}e » est inconnue ici → vouliez-vous dire « annexe » ? ; le caractère « \u{445} » est U+0445, une lettre cyrillique",
        ),
        (
            "lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }",
            "colonnes: [L’anne\u{301}e 2024]\n  lignes:\n    - { indicateur: 1.1/accueils, valeurs: { \"L'année\u{a0}2024\": 40 } }",
            "",
        ),
        (TITLE, "intitule: Ouvrir l’e\u{301}te\u{301}", ""),
    ]);
    each_of(
        CADRE,
        &[
            ("nouvelle: nouvelle fiche", "nouvelle: nouvelle fiche\n  \"re\u{301}novée\": fiche rénovée", ""),
            ("obligatoire: oui", "obligatoire: \u{a0}oui", ""),
        ],
    );
}

#[test]
fn names_that_cannot_be_cited_or_are_taken() {
    each(&[
        (
            PARTNERS,
            "partenaires: [État]\nfigures:\n  - { id: a.b, titre: T, manquante: oui, alternative: A }",
            "11:11 REF-006 on ne pourrait pas citer la figure « a.b » entre accolades → l’appeler « a-b » : lettres minuscules sans accent, chiffres, « - » et « _ »",
        ),
        (
            PARTNERS,
            "partenaires: [État]\nmentions: { fapi: Non }",
            "10:13 REF-001 « fapi » n’est pas une rubrique du cadre → écrire l’un de ces noms : description, budget, objectifs",
        ),
        (
            PARTNERS,
            "partenaires: [État]\nmentions: { description: Non }",
            "10:13 DOC-008 aucune page n’imprime la mention « description » → citer « {mention.description} » seul sur un paragraphe, ou retirer cette donnée",
        ),
    ]);
}
