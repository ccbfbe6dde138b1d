//! The same number in each field that takes one.

use super::*;

/// Every field of an amount or of a number: file, text replaced, text put there with `@` for the value.
fn fields() -> Vec<(&'static str, &'static str, String)> {
    let added = |yaml: &str| header(yaml);
    let partners = "partenaires: [État]\n";
    let schedule = |rate: &str, days: &str, printed: &str| {
        format!(
            "bordereaux:\n  id: marche\n  taux_tva: 20 %\n  profils: [{{ libelle: Chef, tarif: {rate} }}]\n  groupes:\n    - numero: \"1\"\n      libelle: Cadrage\n      lignes:\n        - {{ numero: \"1.1\", libelle: Réunion, profils: [{days}], affiche: {{ ht: {printed} }} }}"
        )
    };
    vec![
        (CONVENTION, "montant_etat: 1 200 €", "montant_etat: \"@\"".to_owned()),
        (FICHE, "montant: 3 000 €", "montant: \"@\"".to_owned()),
        (FICHE, "montant: 1 200 €", "montant: \"@\"".to_owned()),
        (FICHE, "montant: 1 200 €", "termes: [{ montant: \"@\" }]".to_owned()),
        (FICHE, "montant: 3 000 €", "montant: 3 000 €, affiche: \"@\"".to_owned()),
        (FICHE, "montant: 3 000 €", "valorisation: { effectif: 1, cout_annuel: \"@\" }".to_owned()),
        (FICHE, "montant: 3 000 €", "valorisation: { effectif: \"@\", cout_annuel: 3 000 € }".to_owned()),
        (FICHE, "  financements:\n", "  total_affiche: \"@\"\n  financements:\n".to_owned()),
        (
            FICHE,
            "  financements:\n",
            "  hors_total: [{ libelle: DM, montant: \"@\" }]\n  financements:\n".to_owned(),
        ),
        (FICHE, partners, added("executions: { departement: { \"2022\": \"@\" } }")),
        (FICHE, partners, added("affiche_en_annexe: { etat: \"@\" }")),
        (FICHE, partners, added(&schedule("\"@\"", "1", "800 €"))),
        (FICHE, partners, added(&schedule("800 €", "\"@\"", "800 €"))),
        (FICHE, partners, added(&schedule("800 €", "1", "\"@\""))),
        (FICHE, partners, table("type: nombre", "Nord | @")),
        (FICHE, partners, table("type: montant", "Nord | @")),
        (FICHE, partners, table("type: valeur", "Nord | @")),
        (FICHE, partners, table("type: nombre, total: somme, total_affiche: \"@\"", "Nord | 12")),
        (FICHE, partners, table("type: montant, total: somme, total_affiche: \"@\"", "Nord | 12 €")),
        (FICHE, "valeur: 40", "valeur: \"@\"".to_owned()),
        (FICHE, "valeur: 40", "valeur: { valeur: \"@\", au: 2024-01-01 }".to_owned()),
        (FICHE, "valeur: 40", "valeur: [\"@\", 12]".to_owned()),
        ("content/2024/indicateurs.yaml", "{}", "\n  1.1/accueils: { \"2023\": \"@\" }".to_owned()),
    ]
}

/// What is said of each field with a value in it.
fn in_every_field(value: &str) -> Vec<(String, Vec<String>)> {
    let fields = fields();
    let with = |(file, from, to): &(&'static str, &'static str, String)| {
        let to = to.replace('@', value);
        (format!("{file} : {to}"), said(&[(file, from, &to)]))
    };
    fields.iter().map(with).collect()
}

#[test]
fn three_digits_after_one_separator_are_refused_in_every_field() {
    for value in ["14.000", "14,000", "-14.000", "1.300"] {
        let digits = value.trim_start_matches('-').replace(['.', ','], " ");
        for (field, said) in in_every_field(value) {
            let told: Vec<_> = said
                .iter()
                .filter(|s| s.contains(&digits) && s.contains(" ou ") && s.contains('?'))
                .collect();
            assert_eq!(told.len(), 1, "{field} : {said:#?}");
        }
    }
}

#[test]
fn every_blank_reads_the_same_in_every_field() {
    let plain = in_every_field("1 200");
    for blank in ["\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}", "\u{2002}", "\u{2003}", "  ", " \u{a0}", "’"]
    {
        for ((field, said), (_, as_plain)) in in_every_field(&format!("1{blank}200")).iter().zip(&plain) {
            // Two blanks are also told as a fault of typography.
            let codes = |said: &[String]| -> Vec<String> {
                let codes = said.iter().filter_map(|s| s.split(' ').nth(1));
                codes.filter(|code| *code != "FRM-009").map(str::to_owned).collect()
            };
            assert_eq!(codes(said), codes(as_plain), "{field} : {said:#?}");
        }
    }
}

#[test]
fn leftovers_of_spreadsheets_are_named_in_every_field() {
    for (value, words) in [
        ("#REF!", "erreur de tableur"),
        ("#DIV/0!", "erreur de tableur"),
        ("#N/A", "erreur de tableur"),
        ("1,5E+05", "puissance de dix"),
        ("(1 200)", "parenthèses"),
        ("1 2\u{200b}00", "U+200B"),
    ] {
        for (field, said) in in_every_field(value) {
            assert_eq!(said.iter().filter(|s| s.contains(words)).count(), 1, "{field} : {said:#?}");
        }
    }
}

#[test]
fn an_amount_of_two_readings_is_told_with_both() {
    for (value, expected) in [
        ("14.000 €", "VAL-001 « 14.000 € » : 14 000 € ou 14,00 € ? → écrire « 14 000 € » ou « 14,00 € »"),
        ("14,000 €", "VAL-001 « 14,000 € » : 14 000 € ou 14,00 € ? → écrire « 14 000 € » ou « 14,00 € »"),
        (
            "90.667",
            "VAL-001 « 90.667 » : 90 667 € ? un montant a deux décimales au plus → écrire « 90 667 € » si c’est ce montant",
        ),
        (
            "14 k€",
            "VAL-001 « 14 k€ » : un montant s’écrit en euros, et non en milliers ou en millions → écrire « 14 000 € » si c’est ce montant",
        ),
        (
            "2,75 M€",
            "VAL-001 « 2,75 M€ » : un montant s’écrit en euros, et non en milliers ou en millions → écrire « 2 750 000 € » si c’est ce montant",
        ),
        (
            "1 200-",
            "VAL-001 « 1 200- » : le seul signe est le moins, devant le nombre → retirer le signe, ou écrire « -12 » pour un nombre négatif",
        ),
    ] {
        let told = only(&[(FICHE, "montant: 1 200 €", &format!("montant: \"{value}\""))]);
        assert_eq!(told.split_once(' ').unwrap().1, expected);
    }
}

#[test]
fn an_amount_is_read_whatever_the_word_for_euros() {
    for value in [
        "1 200 Euros",
        "1 200 euros",
        "1 200 EUR",
        "€ 1 200",
        "EUR 1 200",
        "eur 1 200",
        "Euros 1 200",
        "1.200,00 €",
        "1\t200 €",
    ] {
        let edits = [(FICHE, "montant: 1 200 €", &*format!("montant: \"{value}\""))];
        assert_eq!(said(&edits), Vec::<String>::new(), "{value}");
    }
    let negative = said(&[(FICHE, "montant: 1 200 €", "montant: \"–1 200 €\"")]);
    assert!(negative.iter().any(|s| s.contains("−1 200 €") || s.contains("-1 200 €")), "{negative:#?}");
}

#[test]
fn an_invisible_character_is_placed() {
    let told = only(&[(FICHE, "montant: 1 200 €", "montant: 1 2\u{200b}00 €")]);
    assert!(told.starts_with("01.md:14:38 TXT-005") && told.contains("U+200B"), "{told}");
    let told = only(&[(FICHE, "mise_en_place: 2024", "mise_en_place: 21/0\u{feff}3/2024")]);
    assert!(told.starts_with("01.md:7:20 TXT-005") && told.contains("U+FEFF"), "{told}");
}

#[test]
fn words_of_absence_are_listed_where_one_may_stand() {
    for value in ["NC", "néant", "N/A"] {
        let told = only(&[(FICHE, "montant: 1 200 €", &format!("montant: {value}"))]);
        assert!(
            told.contains("VAL-001") && told.contains("« non renseigné »") && told.contains("« sans objet »"),
            "{told}"
        );
    }
    let report = "content/2024/rapports/2024/fiches/01-accueil.md";
    let told = said_of("temoin-rapport", &[(report, "engage: 80 000 €", "engage: NC")]).join("\n");
    assert!(told.contains("VAL-001 « NC »") && told.contains("« non communiqué »"), "{told}");
    let told = only(&[(FICHE, "montant: 3 000 €", "valorisation: { effectif: 1, cout_annuel: NC }")]);
    assert!(!told.contains("non renseigné"), "{told}");
}

#[test]
fn the_amounts_of_a_report_have_two_readings_too() {
    let report = "content/2024/rapports/2024/fiches/01-accueil.md";
    for (from, to, words) in [
        ("engage: 50 000 €", "engage: 50.000 €", "50 000 € ou 50,00 € ?"),
        ("liquide: 78 500 €", "liquide: 78.500 €", "78 500 € ou 78,50 € ?"),
        ("valeur: 1 450", "valeur: 1.450", "1 450 ou 1,450 ?"),
        ("valeur: 1 450", "valeur: \"#N/A\"", "erreur de tableur"),
    ] {
        let told = said_of("temoin-rapport", &[(report, from, to)]).join("\n");
        assert!(told.contains(words), "{to} : {told}");
    }
}

#[test]
fn bank_details_are_printed_in_groups_and_capitals() {
    let account = "compte: { titulaire: Paierie, iban: fr5730001005250000000000066, bic: bdfefrppcct, code_etablissement: vide, code_guichet: vide, numero: vide, cle: vide }\n";
    let typ = printed(&[
        ("content/organisation.yaml", "departement: { nom", &format!("{account}departement: {{ nom")),
        (FICHE, "Un accueil ouvre chaque matin.", "Un accueil ouvre chaque matin.\n\n{compte}"),
    ]);
    assert!(typ.contains("FR57 3000 1005 2500 0000 0000 066") && typ.contains("BDFEFRPPCCT"), "{typ}");
}

#[test]
fn words_that_change_a_number_are_refused_with_the_figure() {
    for (value, figure) in [
        ("12 jours et demi", "12,5 jours"),
        ("12½ jours", "12,5 jours"),
        ("12¹ jours", "12 jours"),
        ("1,5 k", "1 500"),
        ("1,5 millier", "1 500"),
        ("2 milliers de personnes", "2 000 personnes"),
        ("≤ 2 dizaines de jours", "≤ 20 jours"),
        ("3 M€", "3 000 000 €"),
    ] {
        let told = only(&[(FICHE, "valeur: 40", &format!("valeur: \"{value}\""))]);
        assert!(
            told.contains("VAL-008") && told.ends_with(&format!("écrire « {figure} »")),
            "{value} : {told}"
        );
    }
    for value in ["12 demi-journées", "12 m²", "12 kg", "40 jours et nuits"] {
        let said = said(&[(FICHE, "valeur: 40", &format!("valeur: \"{value}\""))]);
        assert!(!said.concat().contains("VAL-"), "{said:?}");
    }
}

#[test]
fn a_mistake_in_a_bordereau_is_told_once() {
    let with = |vat: &str, rate: &str, days: &str| {
        let yaml = format!(
            "bordereaux:\n  id: marche\n  taux_tva: {vat}\n  profils: [{{ libelle: Chef, tarif: {rate} }}, {{ libelle: Agent, tarif: 400 € }}]\n  groupes:\n    - numero: \"1\"\n      libelle: Cadrage\n      lignes:\n        - {{ numero: \"1.1\", libelle: Réunion, profils: {days} }}\n        - {{ numero: \"1.2\", libelle: Note, profils: [1, 1] }}"
        );
        (header(&yaml), "bordereau: marche")
    };
    for (vat, rate, days, words) in [
        ("20 %", "1.800 €", "[1, 2]", "VAL-001"),
        (
            "20",
            "800 €",
            "[1, 2]",
            "VAL-003 « 20 » n’est pas un pourcentage : il lui manque « % » → écrire « 20 % »",
        ),
        (
            "20 %",
            "800 €",
            "[0,5, 2]",
            "→ mettre entre guillemets le nombre à virgule : « profils: [\"0,5\", 2] »",
        ),
        ("20 %", "800 €", "[1, deux]", "VAL-002"),
    ] {
        let (yaml, cost) = with(vat, rate, days);
        let told = only(&[(FICHE, "partenaires: [État]\n", &yaml), (FICHE, "montant: 3 000 €", cost)]);
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn an_indicateur_twice_in_a_fiche_is_told_once() {
    let row = "    - { indicateur: 1.1/accueils, valeur: 40 }\n";
    let told = only(&[(FICHE, row, &format!("{row}    - {{ indicateur: 1.1/accueils, valeur: 50 }}\n"))]);
    assert!(told.contains("REF-003 l’indicateur « 1.1/accueils » apparaît deux fois"), "{told}");
}

#[test]
fn a_word_is_read_in_any_case_and_without_its_accents() {
    for (from, to) in [
        ("duree: 2 ans", "duree: 2 ANS"),
        ("montant: 1 200 €", "montant: A transmettre"),
        ("valeur: 40", "valeur: NON RENSEIGNE"),
    ] {
        let said = said(&[(FICHE, from, to)]);
        assert!(!said.concat().contains("VAL-"), "{to} : {said:?}");
    }
}
