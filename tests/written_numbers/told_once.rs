//! One mistake is one finding, and two of a kind are told.

use super::*;

#[test]
fn words_are_compared_whatever_the_form_of_their_accents() {
    let decomposed =
        |text: &str| text.replace('é', "e\u{301}").replace('à', "a\u{300}").replace('û', "u\u{302}");
    let edits = [
        (CADRE, "nouvelle: nouvelle fiche", "actualisée: fiche actualisée"),
        (FICHE, "statut: nouvelle", &*decomposed("statut: actualisée")),
    ];
    assert_eq!(said(&edits), Vec::<String>::new());
    let dates = "dates: { deliberation: 2024-05-01 }";
    for edits in [
        [(CONVENTION, "annee: 2024", &*format!("annee: 2024\netat: {}\n{dates}", decomposed("délibéré")))],
        [(FICHE, "mise_en_place: 2024", &*decomposed("mise_en_place: 21 août 2024"))],
        [(FICHE, "mise_en_place: 2024", &*decomposed("mise_en_place: début 2024"))],
        [(FICHE, "mise_en_place: 2024", "mise_en_place: fin\u{a0}2024")],
        [(FICHE, "valeur: 40", &*decomposed("valeur: non renseigné"))],
        [(FICHE, "valeur: 40", "valeur: non\u{a0}renseigné")],
    ] {
        let codes: Vec<_> = said(&edits)
            .into_iter()
            .filter(|s| ["VAL-", "REF-", "CLE-"].iter().any(|c| s.contains(c)))
            .collect();
        assert_eq!(codes, Vec::<String>::new(), "{edits:?}");
    }
    let heading = [
        (FICHE, "## Description", &*decomposed("## Description")),
        (CADRE, "titre: Budget", "titre: Dépenses"),
        (FICHE, "## Budget", &*decomposed("## Dépenses")),
    ];
    assert_eq!(said(&heading), Vec::<String>::new());
}

#[test]
fn two_of_a_kind_are_told_once() {
    let twice = |edits: Edits<'_>| {
        let said: Vec<_> = said(edits).into_iter().filter(|s| s.contains("REF-003")).collect();
        assert_eq!(said.len(), 1, "{edits:?} : {said:#?}");
        said.concat()
    };
    let annexe =
        "  - { id: A, titre: Engagements, titre_tableau: Tableau des engagements, tableau: executions }\n";
    for (from, kind) in [
        (annexe, "l’annexe « A »"),
        ("  - { id: departement, nom: Département }\n", "le financeur « departement »"),
        ("  - { id: description, titre: Description, obligatoire: oui }\n", "la rubrique « description »"),
        ("    - { id: \"2023\", titre: Situation en 2023 }\n", "la colonne « 2023 »"),
    ] {
        assert!(twice(&[(CADRE, from, &from.repeat(2))]).contains(kind));
    }
    let theme = "    - numero: \"1\"\n      titre: Accueillir\n      mesures:\n";
    assert!(
        twice(&[(
            CADRE,
            theme,
            &format!("    - numero: \"1\"\n      titre: Autre\n      mesures: []\n{theme}")
        )])
        .contains("le thème « 1 »")
    );
    let mesure = "        - numero: \"1.1\"\n          titre: Premier accueil\n";
    assert!(
        twice(&[(
            CADRE,
            mesure,
            &format!("        - {{ numero: \"1.1\", titre: Autre, indicateurs: [] }}\n{mesure}")
        )])
        .contains("la mesure « 1.1 »")
    );
    assert!(
        twice(&[(FICHE, "mesures: [\"1.1\"]", "mesures: [\"1.1\", \"1.1\"]")]).contains("la mesure « 1.1 »")
    );
    assert!(
        twice(&[(FICHE, "statut: nouvelle", "statut: [nouvelle, nouvelle]")])
            .contains("le statut « nouvelle »")
    );
    assert!(
        twice(&[(FICHE, "partenaires: [État]", "partenaires: [CCAS, État, CCAS]")])
            .contains("le partenaire « CCAS »")
    );
}

#[test]
fn a_second_line_of_a_report_is_told() {
    let report = "content/2024/rapports/2024/fiches/01-accueil.md";
    let result = "  - indicateur: \"1.1/jeunes\"\n    valeur: 210\n";
    let told = said_of(
        "temoin-rapport",
        &[(report, result, &format!("  - {{ indicateur: 1.1/jeunes, valeur: 300 }}\n{result}"))],
    )
    .join("\n");
    assert!(told.contains("REF-003 le résultat de « 1.1/jeunes » apparaît deux fois"), "{told}");
    let line = "    - financeur: etat\n      engage: 50 000 €\n";
    let told = said_of(
        "temoin-rapport",
        &[(report, line, &format!("    - {{ financeur: etat, engage: 1 € }}\n{line}"))],
    )
    .join("\n");
    assert!(told.contains("REF-003 le financement « etat » apparaît deux fois"), "{told}");
}

#[test]
fn one_mistake_is_told_once() {
    let told = only(&[(FICHE, "valeur: 40", "valeur: beaucoup")]);
    assert!(told.contains("VAL-008"), "{told}");
    let told = only(&[(
        FICHE,
        "  lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }",
        "  colonnes: [\"2024\", \"2025\"]\n  lignes:\n    - { indicateur: 1.1/accueils, valeurs: { \"2024\": beaucoup, \"2025\": 3 } }",
    )]);
    assert!(told.contains("VAL-008"), "{told}");
    let told = said(&[(
        FICHE,
        "  lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }",
        "  colonnes: [\"2024\", \"2024\"]\n  lignes:\n    - { indicateur: 1.1/accueils, valeurs: { \"2024\": 2 } }\n    - { libelle: Places, valeurs: { \"2024\": 3 } }",
    )]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told.concat().contains("REF-003 la colonne « 2024 » apparaît deux fois"), "{told:#?}");
    for edits in [
        [(FICHE, "mise_en_place: 2024", "mise_en_place: { pour: CNFPT, date: 2024 }")],
        [(FICHE, "duree: 2 ans", "duree: { pour: CNFPT, duree: 2 ans }")],
    ] {
        assert_eq!(said(&edits), Vec::<String>::new(), "{edits:?}");
        assert!(printed(&edits).contains("CNFPT : "));
    }
}
