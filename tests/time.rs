//! Time and frameworks: windows in the place of years, volets whose money does not mix, what each framework of the program
//! makes, and what is said of an amount, a ceiling or a rule of money that does not hold.

use crate::common::{Outcome, Scenario};

const FICHE: &str = "content/2024-2027/fiches/1.1-familles.md";
const CONVENTION: &str = "content/2024-2027/convention.yaml";
const CADRE: &str = "content/cadres/contrat-essai.yaml";

fn contract() -> Scenario {
    let scenario = Scenario::new().project("quatre-ans");
    std::fs::remove_dir_all(scenario.path("content/2024-2027/rapports")).unwrap();
    scenario
}

/// What the program says of a project with other arguments.
fn run(scenario: &Scenario, args: &[&str]) -> Outcome {
    let output = scenario.command_with(args).output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap().replace('\u{a0}', " "),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What `check` says, one finding a line, without its place.
fn said(scenario: &Scenario) -> Vec<String> {
    let outcome = run(scenario, &["check", "--format", "short"]);
    let lines = outcome.stdout.lines().map(|line| line.replace(['\u{202f}', '\u{a0}'], " "));
    lines.map(|line| line.splitn(4, ':').last().unwrap_or_default().trim().to_owned()).collect()
}

fn says(scenario: Scenario, code: &str, words: &str) {
    let lines = said(&scenario);
    assert!(
        lines.iter().any(|line| line.contains(code) && line.contains(words)),
        "{code} {words}\n{lines:#?}"
    );
}

/// From July to June: the money of each window, its ceiling, and an amount that says none.
#[test]
fn a_rolling_year_is_an_exercice_with_a_name() {
    const FICHE: &str = "content/2024/fiches/01.md";
    const CONVENTION: &str = "content/2024/convention.yaml";
    let windows = "exercices:\n  - { id: \"2024-2025\", du: 2024-07-01, au: 2025-06-30 }\n  - { id: \"2025-2026\", du: 2025-07-01, au: 2026-06-30 }\nplafonds: { partie: etat, montant: 700 € }";
    let rolling = || Scenario::new().project("minimal").replace(CONVENTION, "annee: 2024", windows);
    says(rolling(), "FIN-041", "de quel exercice");
    let dated = || {
        rolling()
            .replace(FICHE, "montant: 3 000 €", "montants: { 2024-2025: 1 500 €, 2025-2026: 1 500 € }")
            .replace(
                FICHE,
                "etat, montant: 1 200 €",
                "etat, montants: { 2024-2025: 600 €, 2025-2026: 600 € }",
            )
            .replace(
                FICHE,
                "departement, montant: 1 800 €",
                "departement, montants: { 2024-2025: 900 €, 2025-2026: 900 € }",
            )
    };
    let lines = said(&dated());
    assert!(lines.iter().all(|line| !line.contains("FIN-")), "{lines:#?}");
    says(dated().replace(CONVENTION, "700 €", "599 €"), "FIN-038", "600 € de « État » pour 2024-2025");
    // « 2024-2025 » is a window, and not two years.
    says(
        dated().replace(FICHE, "{ 2024-2025: 600 €, 2025-2026: 600 € }", "{ 2024: 600 €, 2025-2026: 600 € }"),
        "REF-001",
        "« 2024 »",
    );
    let output = dated().args(["build", "convention", "--format", "typ"]).output();
    let page = output.iter().find(|(path, _)| path.ends_with("convention.typ")).unwrap();
    assert!(String::from_utf8_lossy(page.1).replace('\\', "").contains("Exercices 2024-2025 et 2025-2026"));
}

#[test]
fn an_exercice_that_the_act_has_not_is_told_with_those_that_it_has() {
    let line = "montants: { 2024: 35 000 €, 2025-2027: 45 000 € }";
    says(
        contract().replace(FICHE, line, "montants: { 2024: 35 000 €, 2028: 45 000 € }"),
        "REF-001",
        "« 2028 » n’est pas un exercice de l’acte",
    );
    says(
        contract().replace(FICHE, line, "montants: { 2024: 35 000 €, 2024-2027: 45 000 € }"),
        "YAML-003",
        "l’exercice 2024 a déjà son montant",
    );
    says(contract().replace(FICHE, line, "montants: {}"), "CLE-005", "pour aucun exercice");
}

#[test]
fn windows_that_meet_and_years_that_contradict_are_told() {
    let exercices = |written: &str| contract().replace(CONVENTION, "exercices: 2024-2027", written);
    says(exercices("exercices: [2024, 2024-2027]"), "VAL-004", "se recouvrent");
    says(exercices("exercices: [2024, banane]"), "VAL-004", "« banane » n’est pas un exercice");
    says(
        exercices("exercices: [{ id: a, du: 2025-01-01, au: 2024-01-01 }]"),
        "VAL-004",
        "finit avant de commencer",
    );
    says(exercices("annee: 2025\nexercices: 2024-2027"), "VAL-004", "l’acte commence en 2024");
}

#[test]
fn a_ceiling_that_the_actions_pass_is_an_error_of_its_exercice() {
    let scenario = contract().replace(CONVENTION, "180 000 €", "179 666 €");
    let lines = said(&scenario);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].contains("FIN-038") && lines[0].contains("179 666,66 €") && lines[0].contains("2025"),
        "{lines:?}"
    );
}

#[test]
fn each_rule_of_cofinancement_has_its_actions_and_its_horizon() {
    let rule = |rule: &str| {
        contract().replace(CADRE, "  - { part_min: 35 %", &format!("  - {rule}\n  - {{ part_min: 35 %"))
    };
    // The State pays half of the bus over three years, and half of each of them too.
    assert!(said(&rule("{ part_max: 50 %, de: etat, par: action, horizon: exercice }")).is_empty());
    says(rule("{ part_max: 49 %, de: etat, par: contrat, horizon: contrat }"), "FIN-039", "au plus 49 %");
    says(rule("{ parite: [etat, collectivite], par: axe, horizon: contrat }"), "FIN-039", "des parts égales");
    says(
        rule("{ part_min: 50 %, de: collectivite, par: action, horizon: exercice }"),
        "FIN-039",
        "pour 2024",
    );
    says(rule("{ part_min: 50 %, de: banane }"), "REF-001", "banane");
    says(rule("{ part_min: 50 %, part_max: 60 % }"), "CLE-005", "règle de cofinancement");
}

#[test]
fn an_axe_without_action_says_where_they_are() {
    let scenario = contract();
    let cadre = scenario.read(CADRE);
    let line = cadre.lines().find(|line| line.contains("renvoi: ")).unwrap().to_owned();
    says(scenario.replace(CADRE, &format!("{line}\n"), ""), "STR-011", "l’axe 4 n’a aucune action");
}

#[test]
fn amounts_without_tax_are_not_added_to_others() {
    let bus = "content/2024-2027/fiches/1.2-bus.md";
    let price = "ht: \"58 333,33 €\", tva: 20 %, montants: { 2025: 70 000 € }";
    says(contract().replace(bus, price, "ht: \"58 333,33 €\""), "FIN-040", "un montant hors taxes");
    says(
        contract().replace(bus, price, "ht: 50 000 €, tva: 20 %, montants: { 2025: 70 000 € }"),
        "FIN-040",
        "60 000 €",
    );
    says(
        contract().replace(bus, price, "tva: 20 %, montants: { 2025: 70 000 € }"),
        "CLE-005",
        "n’a pas de prix hors taxes",
    );
}

/// Each framework of the program, for who may sign it: a project that reads and builds, where nothing is to mend.
#[test]
fn each_framework_of_the_program_makes_a_project() {
    for (cadre, who, year, words) in [
        ("cls-2024", ["--departement", "29"], "2024", vec!["exercices: 2024-2027", "plafonds:"]),
        ("cls-2024", ["--collectivite", "Métropole de Lyon"], "2024", vec!["exercices: 2024-2027"]),
        ("france-travail-2024", ["--departement", "23"], "2024", vec!["annee: 2024"]),
        ("calpae-2022", ["--departement", "08"], "2022", vec!["annee: 2022"]),
    ] {
        let args = ["new", "projet", "--annee", year, "--cadre", cadre, who[0], who[1]];
        let scenario = Scenario::new().args(args);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 0, "{outcome}");
        let convention = scenario.read(&format!("content/{year}/convention.yaml"));
        for word in words {
            assert!(convention.contains(word), "{cadre} : {word}\n{convention}");
        }
        let found = run(&scenario, &["check", "--format", "short"]);
        let others: Vec<&str> =
            found.stdout.lines().filter(|line| !line.contains("avertissement RAP-013")).collect();
        let is_of_act = |line: &&&str| line.contains("erreur");
        assert!(others.iter().filter(is_of_act).count() == 0, "{cadre} : {others:#?}");
        let built = run(&scenario, &["build", "--format", "typ"]);
        assert_eq!(built.code, 0, "{built}");
    }
    let metropole = Scenario::new().args([
        "new",
        "projet",
        "--annee",
        "2024",
        "--cadre",
        "cls-2024",
        "--collectivite",
        "Métropole de Lyon",
    ]);
    assert_eq!(metropole.run().code, 0);
    let cadre = metropole.read("content/cadres/cls-2024.yaml");
    assert!(cadre.contains("id: \"4\"") && cadre.contains("parite: [etat, collectivite]"), "{cadre}");
}

/// Three volets: one that the State pays whole, money that does not pass from one to another.
#[test]
fn three_parts_have_their_own_rates() {
    let args = ["new", "projet", "--annee", "2024", "--cadre", "france-travail-2024", "--departement", "23"];
    let scenario = Scenario::new().args(args);
    assert_eq!(scenario.run().code, 0);
    let fiche = "content/2024/fiches/01-premiere-action.md";
    let text = scenario.read(fiche);
    let (head, rest) = text.split_once("budget:\n").unwrap();
    let tail = rest.split_once("\n---").map(|(_, tail)| tail.to_owned()).unwrap();
    let budget = "budget:\n  periode: 2024\n  charges: [{ libelle: Chef de projet, montant: 60 000 € }]\n  financements:\n    - { partie: etat, montant: 50 000 € }\n    - { partie: departement, montant: 10 000 € }";
    let head = head.replacen("# à décider", "# vu", 40);
    let scenario = scenario.write(fiche, &format!("{head}{budget}\n---{tail}"));
    says(scenario, "FIN-039", "au moins 100 %");
}

/// Each change of the day of effect, and what is said of it.
#[test]
fn the_day_of_effect_agrees_with_the_act() {
    const CONVENTION: &str = "content/2024/convention.yaml";
    const LENGTH: &str = "content/2024/articles/04-duree.md";
    const FICHE: &str = "content/2024/fiches/02-diagnostics.md";
    let with = |day: &str| {
        Scenario::new().project("temoin").replace(CONVENTION, "lieu:", &format!("effet: {day}\nlieu:"))
    };
    let effect = |scenario: Scenario| {
        let lines = said(&scenario).into_iter().filter(|line| line.contains("DAT-031"));
        lines.collect::<Vec<_>>()
    };
    let one = |scenario: Scenario, words: &str| {
        let lines = effect(scenario);
        assert!(lines.len() == 1 && lines[0].contains(words), "{words} : {lines:#?}");
    };
    assert_eq!(effect(with("2024-01-01")), Vec::<String>::new(), "an article says the first of January");
    one(with("2025-01-01"), "après sa période d’exécution");
    // The execution period, and an action that is new.
    let late = effect(with("2024-03-28"));
    assert_eq!(late.len(), 2, "{late:#?}");
    let early = with("2024-02-01").replace(CONVENTION, "du 2024-01-01 au", "du 2024-02-01 au").replace(
        FICHE,
        "mise_en_place: 2024-02-01\n",
        "mise_en_place: janvier 2024\n",
    );
    let early = effect(early);
    assert!(early[0].contains("l’action nouvelle commence (janvier 2024)"), "{early:#?}");
    assert!(early.len() == 2 && early[1].contains("aucun article ne le dit"), "{early:#?}");
    // Before the signature: a piece of advice, unless the articles say it.
    one(with("2023-12-15"), "aucun article ne le dit");
    for sentence in [
        "La convention prend effet le 15 décembre 2023.",
        "La convention prend effet rétroactivement.",
        "La convention prend effet le {convention.effet}.",
    ] {
        let told = with("2023-12-15").replace(LENGTH, "La convention vaut un an.", sentence);
        assert_eq!(effect(told), Vec::<String>::new(), "{sentence}");
    }
    let otherwise =
        |sentence: &str| with("2024-01-01").replace(LENGTH, "La convention vaut un an.", sentence);
    one(
        otherwise("La présente convention prend effet à compter du 1er février 2024."),
        "dit que l’acte prend effet",
    );
    for sentence in [
        "Un avenant à la convention prend effet le 1er février 2024.",
        "La résiliation de la convention prend effet le 1er février 2024.",
        "La convention prend effet le 1er janvier 2024.",
    ] {
        assert_eq!(effect(otherwise(sentence)), Vec::<String>::new(), "{sentence}");
    }
}

/// What the articles say of the number of axes and actions of a tree of two levels.
#[test]
fn a_count_of_the_act_is_that_of_its_tree() {
    let object = "content/2024-2027/articles/01-objet.md";
    let counts = |sentence: &str| {
        let scenario = contract().add(object, &format!("\n{sentence}\n"));
        let lines = said(&scenario).into_iter().filter(|line| line.contains("NUM-020"));
        lines.collect::<Vec<_>>()
    };
    for sentence in [
        "Le contrat comporte quatre axes.",
        "Le présent contrat s'articule autour de trois axes et d'un renvoi.",
        "Les quatre axes du contrat sont suivis ensemble.",
        "Le contrat comporte deux axes prioritaires.",
        "Parmi les deux axes du contrat, un seul est neuf.",
        "Les cinq axes du contrat de ville sont suivis.",
        "L'axe 1 comprend deux volets.",
        "Le Département réunit cinq axes de travail.",
    ] {
        assert_eq!(counts(sentence), Vec::<String>::new(), "{sentence}");
    }
    for (sentence, words) in [
        ("Le contrat comporte cinq axes.", "« cinq axes », et l’acte en a 3 ou 4"),
        ("Les cinq axes du présent contrat sont suivis.", "« cinq axes »"),
        ("L'axe 1 réunit vingt-deux actions.", "« vingt-deux actions », et l’axe 1 en a"),
    ] {
        let lines = counts(sentence);
        assert!(lines.len() == 1 && lines[0].contains(words), "{sentence} : {lines:#?}");
    }
}

#[test]
fn a_table_of_money_goes_where_it_is_wanted() {
    let placed = |place: &str| {
        contract().replace(
            CADRE,
            "titre: Montants par axe et par exercice, ",
            &format!("titre: Montants par axe et par exercice, apres: {place}, "),
        )
    };
    for (place, file) in [
        ("article 2", "/article-02"),
        ("axe 2", "convention/axe-2.typ"),
        ("récapitulatif", "convention/recapitulatif.typ"),
    ] {
        let output =
            placed(place).args(["build", "convention", "--format", "typ", "--sans-sources"]).output();
        let title =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("Montants par axe et par exercice");
        let files: Vec<_> = output.iter().filter(|(_, bytes)| title(bytes)).map(|(path, _)| path).collect();
        assert!(files.len() == 1 && files[0].contains(file), "{place} : {files:?}");
    }
    says(placed("article 9"), "REF-001", "« article 9 » n’est pas une place de l’acte");
    let help = run(&placed("article 9"), &["check", "--tout"]);
    assert!(help.stdout.contains("article 2") && help.stdout.contains("récapitulatif"), "{help}");
}
