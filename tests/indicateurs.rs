//! The indicators whose figures are typed: what the convention prints of them, what the report makes of their results.

use crate::common::Scenario;

const FICHE: &str = "content/2024-2027/fiches/01.md";

const TYPED: &str = "\
indicateurs:
  - { id: delai, libelle: Délai du premier rendez-vous, calcul: dernier, unite: jours, depart: { valeur: 95, au: 2023-12-31 }, cibles: { 2024: 30, 2025-2027: 25 } }
  - { id: taux, libelle: Entrants orientés, calcul: quotient, numerateur: orientés, denominateur: entrants, depart: { valeur: 83 %, au: 2023-12-31 }, cibles: { 2024-2027: 95 % } }
  - { id: cer, libelle: Contrats signés, calcul: moyenne, sens: hausse, depart: { valeur: 49, au: 2023-12-31 }, cibles: { 2024-2026: 70 } }
  - { id: familles, libelle: Familles accompagnées, calcul: somme, sens: hausse, unite: familles, poids: 2, source: CAF, depart: { valeur: 120, au: 2023-12-31 }, cibles: { 2024: 300, 2025-2027: 320 } }
";

/// An act of four years, with its typed indicators.
fn scenario(indicateurs: &str) -> Scenario {
    let scenario = Scenario::new().project("minimal");
    std::fs::rename(scenario.path("content/2024"), scenario.path("content/2024-2027")).unwrap();
    let lines = "indicateurs:\n  lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }\n";
    scenario.replace(FICHE, lines, indicateurs)
}

/// The same with the report of an exercice, whose results are the lines given.
fn reported(indicateurs: &str, year: u16, results: &str) -> Scenario {
    let id = year.to_string();
    let sheet_path = format!("content/2024-2027/rapports/{id}/fiches/01.md");
    let scenario = scenario(indicateurs).args(["new", "rapport", &id]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let sheet = scenario.read(&sheet_path);
    let (before, after) = (sheet.find("\nresultats:").unwrap(), sheet.find("\nsuite:").unwrap());
    let sheet = format!("{}\nresultats:\n{results}{}", &sheet[..before], &sheet[after..]);
    scenario.write(&sheet_path, &sheet)
}

/// A page that a document emits.
fn page(scenario: Scenario, document: &str, page: &str) -> String {
    let scenario = scenario.args(["build", document, "--format", "typ"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    scenario
        .read(&format!("output/2024-2027/{page}"))
        .replace(['\u{a0}', '\u{202f}'], " ")
        .replace("\\-", "-")
        .replace("\\.", ".")
}

/// The errors of the project, one a line: code and message.
fn errors(scenario: Scenario) -> Vec<String> {
    let outcome = scenario.args(["check", "--format", "short", "--gravite", "erreur"]).run();
    let message = |line: &str| line.split_once("erreur ").map(|(_, said)| said.to_owned());
    outcome.stdout.lines().filter_map(message).collect()
}

fn assert_says(scenario: Scenario, code: &str, words: &str) {
    let errors = errors(scenario);
    assert!(errors.iter().any(|line| line.starts_with(code) && line.contains(words)), "{words}\n{errors:#?}");
    assert_eq!(errors.len(), 1, "{errors:#?}");
}

#[test]
fn the_convention_has_a_column_for_each_run_of_exercices() {
    let page = page(scenario(TYPED), "convention", "convention/fiche-01.typ");
    let titles: Vec<&str> =
        ["Situation au 31 décembre 2023", "Cible 2024", "Cible 2025-2026", "Cible 2027"].to_vec();
    let mut rest = page.as_str();
    for title in titles {
        let (_, after) = rest.split_once(&format!("[{title}]")).unwrap_or_else(|| panic!("{title}\n{page}"));
        rest = after;
    }
    for words in [
        "en familles ; cumul des exercices",
        "source : CAF",
        "orientés \\/ entrants",
        "La cible d’une suite d’exercices est celle de chacun d’eux.",
        "#absence[sans objet];",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn the_known_vectors_are_printed_in_the_report() {
    let results = "  - { indicateur: delai, valeur: 79, source: Agenda }
  - { indicateur: taux, valeur: 86 / 100, source: Agenda }
  - { libelle: Contrats signés, valeur: 47, source: Agenda }
  - { indicateur: familles, valeur: 310, source: Agenda }
";
    let page = page(reported(TYPED, 2024, results), "rapport", "rapport-2024/fiche-01.typ");
    for (form, rate, length) in [
        ("non", "24,62 %", 2462),
        ("non", "25,00 %", 2500),
        ("non", "−9,52 %", 0),
        ("atteint", "105,56 %", 10_000),
    ] {
        let gauge = format!(
            "forme: \"{form}\", mot: [{}], taux: [{rate}], longueur: {length} * 0.01%",
            match form {
                "non" => "non atteint",
                _ => "atteint",
            }
        );
        assert!(page.contains(&gauge), "{gauge}\n{page}");
    }
    // (24,62 + 25 + 0 + 2 × 100) / 5, each between 0 and 100.
    assert!(
        page.contains("Progression de l’action : 49,92 %, moyenne pondérée de ses indicateurs"),
        "{page}"
    );
    assert!(
        page.contains("(entier: \"86\", fraction: \"\", unite: [%], precisions: ([86 \\/ 100]"),
        "{page}"
    );
}

#[test]
fn the_second_yearly_report_starts_from_the_same_situation_and_adds_up() {
    let results = "  - { indicateur: delai, valeurs: { 2024: 79, 2025: 60 }, source: Agenda }
  - { indicateur: taux, valeurs: { 2024: 5 / 10, 2025: 81 / 90 }, source: Agenda }
  - { indicateur: cer, valeurs: { 2024: sans objet, 2025: 56 }, source: Agenda }
  - { indicateur: familles, valeurs: { 2024: 310, 2025: 200 }, source: Agenda }
";
    let page = page(reported(TYPED, 2025, results), "rapport", "rapport-2025/fiche-01.typ");
    for words in [
        // (60 − 95) / (25 − 95): neither from the target of 2024, nor from its result.
        "taux: [50,00 %]",
        // The situation before counts once a year: (510 − 240) / (620 − 240).
        "2024-2025 : 510, pour une cible de 620, progression 71,05 %",
        // (86 − 83) / (95 − 83).
        "2024-2025 : 86 %, pour une cible de 95 %, progression 25,00 %",
        "2024-2025 : 56, pour une cible de 70, progression 33,33 %",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn what_is_missing_makes_the_rest_unknown_and_is_named() {
    let results = "  - { indicateur: delai, valeur: non renseigné }
  - { indicateur: taux, valeur: 0 / 0, source: Agenda }
  - { indicateur: cer, valeurs: { 2025: 60 }, source: Agenda }
  - { indicateur: familles, valeurs: { 2024: à transmettre, 2025: 200 }, source: Agenda }
";
    let page = page(reported(TYPED, 2025, results), "rapport", "rapport-2025/fiche-01.typ");
    for words in [
        "2024-2025 : inconnu (résultat 2024 : à transmettre), pour une cible de 620",
        "progression non calculée : résultat 2025 : non renseigné",
        "Progression de l’action : non calculée, faute de celle de « Délai du premier rendez-vous ».",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("faute de celle de « Entrants orientés »"), "« sans objet » ne manque pas");
}

#[test]
fn an_exercice_without_a_target_is_measured_towards_the_next_one() {
    let typed = "indicateurs:\n  - { id: delai, libelle: Délai, depart: { valeur: 95, au: 2023-12-31 }, cibles: { 2027: 30 } }\n";
    let results = "  - { indicateur: delai, valeur: 79, source: Agenda }\n";
    let page = page(reported(typed, 2024, results), "rapport", "rapport-2024/fiche-01.typ");
    assert!(page.contains("mot: [cible à venir · 24,62 %]") && page.contains("[cible 2027]"), "{page}");
}

#[test]
fn what_was_recorded_is_compared_exercice_by_exercice() {
    let scenario = scenario(TYPED).args(["new", "rapport", "2024"]);
    assert_eq!(scenario.run().code, 0);
    let again = scenario.run();
    assert!(again.stdout.starts_with("rien à ajouter"), "{again}");
    let changed = scenario.replace(
        FICHE,
        "cibles: { 2024: 300, 2025-2027: 320 }",
        "cibles: { 2024: 300, 2025-2026: 320, 2027: 280 }",
    );
    let outcome = changed.args(["check", "--select", "RAP-011", "--format", "short"]).run();
    assert!(outcome.stdout.contains("cible 2027 « Familles accompagnées »"), "{outcome}");
    assert_eq!(outcome.stdout.lines().count(), 1, "{outcome}");
}

#[test]
fn the_next_edition_starts_from_the_result_and_decides_its_target() {
    let results = "  - { indicateur: delai, valeur: 79, source: Agenda }
  - { indicateur: taux, valeur: 86 / 100, source: Agenda }
";
    let scenario = reported(TYPED, 2024, results).args(["new", "edition", "2028"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let fiche = scenario.read("content/2028/fiches/01.md");
    for words in [
        "depart: { valeur: \"79\", au: 2024-12-31, source: \"Agenda\" }, cibles: { 2028: non renseigné }",
        "depart: { valeur: \"86 %\", au: 2024-12-31, source: \"Agenda\" }",
        "# à décider : la cible",
        "# à décider : la situation de départ",
    ] {
        assert!(fiche.contains(words), "{words}\n{fiche}");
    }
    // The action ends before the new year, which is another matter.
    let errors = errors(scenario);
    assert!(errors.iter().all(|line| line.starts_with("DAT-004")), "{errors:#?}");
}

#[test]
fn an_exercice_is_one_of_the_act_and_has_one_target() {
    let typed = |targets: &str| {
        scenario(&format!(
            "indicateurs:\n  - {{ libelle: Familles, unite: familles, cibles: {{ {targets} }} }}\n"
        ))
    };
    assert_says(
        typed("2023: 1, 2024: 2"),
        "REF-001",
        "« 2023 » n’est pas un exercice de l’acte (2024, 2025, 2026, 2027)",
    );
    assert_says(typed("2026-2028: 1"), "REF-001", "« 2026-2028 »");
    assert_says(typed("2024-2026: 1, 2026-2027: 2"), "REF-003", "l’exercice 2026 a deux cibles");
    assert_says(typed("2027-2025: 1"), "VAL-006", "« 2027-2025 » finit avant de commencer");
    assert_says(typed("beaucoup: 1"), "REF-001", "« beaucoup »");
    let one_year = Scenario::new().project("minimal").replace(
        "content/2024/fiches/01.md",
        "indicateurs:\n  lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }\n",
        "indicateurs:\n  - { indicateur: 1.1/accueils, cibles: { 2025: 40 } }\n",
    );
    assert_says(one_year, "REF-001", "« 2025 » n’est pas l’exercice de l’acte (2024)");
}

#[test]
fn an_unknown_word_of_a_closed_list_is_refused_with_the_list() {
    for (key, list) in [
        ("calcul: banane", "« somme », « dernier », « moyenne », « quotient », « fenêtre »"),
        ("sens: banane", "« hausse », « baisse »"),
        ("nature: banane", "« flux », « stock », « taux », « délai », « effectif »"),
    ] {
        let typed =
            format!("indicateurs:\n  - {{ libelle: Familles, cibles: {{ 2024: 3 familles }}, {key} }}\n");
        let outcome = scenario(&typed).args(["check"]).run();
        assert!(outcome.stdout.contains("« banane » n’est pas un mot attendu ici"), "{outcome}");
        assert!(outcome.stdout.contains(&format!("écrire l’un de ces mots : {list}")), "{list}\n{outcome}");
    }
}

#[test]
fn what_cannot_be_computed_is_refused_where_it_is_written() {
    let typed = |keys: &str| {
        scenario(&format!(
            "indicateurs:\n  - {{ libelle: Familles, cibles: {{ 2024: 3 familles }}, {keys} }}\n"
        ))
    };
    assert_says(typed("calcul: quotient, numerateur: a"), "CLE-002", "« denominateur » manque");
    assert_says(typed("numerateur: a, denominateur: b"), "CLE-005", "ne va qu’avec « calcul: quotient »");
    assert_says(typed("poids: 0"), "VAL-002", "plus grand que zéro");
    assert_says(typed("calcul: { fenetre: 3 semaines }"), "VAL-006", "en mois, de 1 à 120");
    assert_says(typed("final: 12 familles"), "CLE-002", "la cible finale ne dit pas son jour");
    assert_says(typed("resultats: { 2024: 3 }"), "CLE-001", "« resultats »");
    assert_says(scenario("indicateurs:\n  - { libelle: Familles }\n"), "CLE-002", "« cibles » manque");
    assert_says(scenario("indicateurs:\n  - { cibles: { 2024: 3 } }\n"), "CLE-002", "n’a pas de nom");
    assert!(errors(typed("calcul: { fenetre: 2 ans }, nature: flux, poids: \"0,5\"")).is_empty());
}

#[test]
fn a_result_names_an_indicator_of_its_fiche_and_an_exercice_of_the_act() {
    let line = |line: &str| reported(TYPED, 2024, &format!("  - {{ {line}, source: Agenda }}\n"));
    assert_says(
        line("indicateur: delais, valeur: 3"),
        "REF-001",
        "« delais » n’est pas un indicateur du cadre",
    );
    assert_says(
        line("indicateur: delai, valeurs: { 2030: 3 }"),
        "REF-001",
        "« 2030 » n’est pas un exercice de l’acte",
    );
    assert_says(line("indicateur: taux, valeur: 3 / 0"), "VAL-008", "rien ne se divise par zéro");
    assert_says(
        line("indicateur: delai, valeur: 3, valeurs: { 2024: 3 }"),
        "CLE-005",
        "« valeur » et « valeurs »",
    );
}

#[test]
fn a_status_prints_what_proves_it() {
    let proof = "statut: [{ statut: nouvelle, par: file active, de: 410, a: 1 000, unite: jeunes }]";
    let page = page(
        scenario(TYPED).replace(FICHE, "statut: nouvelle", proof),
        "convention",
        "convention/fiche-01.typ",
    );
    assert!(page.contains("nouvelle fiche (file active : de 410 à 1 000 jeunes)"), "{page}");
}

/// Said by the fiche, else by the cadre; printed by the convention and by the report, and a word of no list is refused.
#[test]
fn an_indicator_says_what_it_is_about() {
    let about = |word: &str| TYPED.replace("{ id: familles, ", &format!("{{ id: familles, type: {word}, "));
    let of_convention = page(scenario(&about("résultat")), "convention", "convention/fiche-01.typ");
    assert_eq!(of_convention.matches("[indicateur de résultat]").count(), 1, "{of_convention}");
    let results = "  - { indicateur: familles, valeur: 290 }\n";
    let of_report = page(reported(&about("impact"), 2024, results), "rapport", "rapport-2024/fiche-01.typ");
    assert_eq!(of_report.matches("[indicateur d’impact]").count(), 1, "{of_report}");
    assert_says(scenario(&about("banane")), "VAL-007", "« banane »");
    // The cadre says it of its own, in the matrix and in a fiche that only follows it.
    let of_cadre = || {
        let cadre = "content/cadres/essai.yaml";
        let scenario = Scenario::new().project("minimal");
        let scenario = scenario.replace(cadre, "tableau: executions", "tableau: matrice");
        scenario.replace(cadre, "id: accueils, ", "id: accueils, type: moyen, ")
    };
    let output = of_cadre().args(["build", "convention", "--format", "typ"]).output();
    for name in ["convention/annexe-a.typ", "convention/fiche-01.typ"] {
        let (_, bytes) = output.iter().find(|(path, _)| path.ends_with(name)).unwrap();
        assert_eq!(String::from_utf8_lossy(bytes).matches("[indicateur de moyens]").count(), 1, "{name}");
    }
}
