//! `calpae new projet`.

use super::{builds_and_checks, refusal, run};
use crate::common::{Scenario, read_tree};

/// Arguments, year, what the act is called by, its préfet, the funder of the collectivité.
type Asked = (&'static [&'static str], &'static str, [&'static str; 3]);

const ASKED: [Asked; 6] = [
    (&["--departement", "29"], "2025", ["Le Département du Finistère", "Préfet du Finistère", "departement"]),
    (
        &["--departement", "La Réunion"],
        "2027",
        ["Le Département de La Réunion", "Préfet de La Réunion", "departement"],
    ),
    (
        &["--departement", "2a"],
        "2025",
        ["La Collectivité de Corse", "Préfet de la Corse-du-Sud", "collectivite"],
    ),
    (
        &["--collectivite", "Métropole de Lyon"],
        "2027",
        ["La Métropole de Lyon", "Préfet du Rhône", "metropole"],
    ),
    (
        &["--collectivite", "Eurométropole de Strasbourg", "--departement", "Bas-Rhin"],
        "2026",
        ["L’Eurométropole de Strasbourg", "Préfet du Bas-Rhin", "eurometropole"],
    ),
    (
        &["--departement", "cotes d'armor"],
        "2025",
        ["Le Département des Côtes-d'Armor", "Préfet des Côtes-d'Armor", "departement"],
    ),
];

#[test]
fn a_new_project_builds_and_checks_without_error_and_holds_nobody_else() {
    for cadre in ["contrat-local", "appui"] {
        for (args, year, [name, prefet, financeur]) in ASKED {
            let mut all = vec!["new", "projet", "--annee", year, "--cadre", cadre];
            all.extend(args);
            let (scenario, outcome) = run(Scenario::new(), &all);
            assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
            assert!(outcome.stdout.contains(name), "{outcome}");
            let organisation = scenario.read("content/organisation.yaml");
            assert!(organisation.contains(name) && organisation.contains(prefet), "{organisation}");
            let fiche = scenario.read(&format!("content/{year}/fiches/01-premiere-action.md"));
            assert!(fiche.contains(&format!("financeur: \"{financeur}\"")), "{fiche}");
            let (scenario, found) = builds_and_checks(scenario);
            assert!(
                found
                    .lines()
                    .all(|line| line.contains("avertissement RAP-013-") && line.contains(": à décider")),
                "{found}"
            );
            for (path, bytes) in read_tree(&scenario.path("content")) {
                let text = String::from_utf8(bytes).unwrap();
                for trace in ["Seine", "Marne", "Melun", "77", "2022", "Beffre", "Parigi", "[[annee", "[[la"]
                {
                    assert!(!text.contains(trace), "{trace} dans {path}");
                }
            }
        }
    }
}

#[test]
fn a_contract_of_several_years_has_a_target_for_each_and_says_when_it_ends() {
    let (scenario, _) = run(Scenario::new(), &["new", "projet", "--departement", "29", "--annee", "2025"]);
    let convention = scenario.read("content/2025/convention.yaml");
    assert!(convention.contains("exercices: 2025-2028"), "{convention}");
    let cadre = scenario.read("content/cadres/contrat-local-2025.yaml");
    assert!(["2024", "2025", "2026", "2027", "2028"].iter().all(|y| cadre.contains(&format!("id: \"{y}\""))));
    let duration = scenario.read("content/2025/articles/06-duree.md");
    assert!(duration.contains("du 1er janvier 2025 au 31 décembre 2028"), "{duration}");
    let args = ["new", "projet", "--departement", "29", "--annee", "2025", "--cadre", "appui"];
    let (scenario, _) = run(Scenario::new(), &args);
    assert!(scenario.read("content/2025/convention.yaml").contains("execution: du 2025-01-01 au 2025-12-31"));
}

#[test]
fn it_says_what_it_made_and_what_comes_next() {
    let (scenario, outcome) =
        run(Scenario::new(), &["nouveau", "projet", "Chez nous", "--département", "29", "--année", "2025"]);
    assert!(outcome.stdout.starts_with("créé : Chez nous/content/organisation.yaml\n"), "{outcome}");
    let end = "\nLe Département du Finistère, 2025, cadre « contrat-local-2025 » : un projet de convention et une première \
               fiche, à compléter.\nEnsuite : « calpae build -C 'Chez nous' » fait le PDF, « calpae check -C 'Chez nous' » \
               donne la liste de ce qui est à décider.\n";
    assert!(outcome.stdout.ends_with(end), "{outcome}");
    let created = outcome.stdout.lines().filter_map(|line| line.strip_prefix("créé : ")).count();
    assert_eq!(created, read_tree(&scenario.path("Chez nous")).len());
}

#[test]
fn a_folder_that_has_a_content_is_left_alone_and_any_other_will_do() {
    let args = ["new", "projet", "--departement", "29", "--annee", "2025"];
    let said = refusal(&Scenario::new().project("minimal").args(args));
    assert!(said.contains("a déjà un dossier « content »") && said.contains("calpae new fiche"), "{said}");
    let said = refusal(&Scenario::new().write("content", "un fichier").args(args));
    assert!(said.contains("rien n’y est changé"), "{said}");
    let (scenario, outcome) = run(Scenario::new().write("notes.txt", "à moi"), &args);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(scenario.read("notes.txt"), "à moi");
    let said =
        refusal(&scenario.args(["new", "projet", "notes.txt", "--departement", "29", "--annee", "2025"]));
    assert!(said.contains("n’est pas un dossier"), "{said}");
}

#[test]
fn what_is_missing_or_unknown_is_said_at_once() {
    for (args, expected) in [
        (vec![], "il manque : --departement, --annee"),
        (vec!["--departement", "29"], "il manque : --annee"),
        (vec!["--departement", "Finistere sud", "--annee", "2025"], "ni le code ni le nom d’un département"),
        (vec!["--departement", "Finister", "--annee", "2025"], "vouliez-vous dire « Finistère » ?"),
        (vec!["--departement", "99", "--annee", "2025"], "écrire un code (29, 2A, 974)"),
        (
            vec!["--departement", "Métropole de Lyon", "--annee", "2025"],
            "par « --collectivite \"Métropole de Lyon\" »",
        ),
        (vec!["--departement", "69M", "--annee", "2025"], "par « --collectivite \"Métropole de Lyon\" »"),
        (
            vec!["--departement", "Corse", "--annee", "2025"],
            "par « --collectivite \"Collectivité de Corse\" »",
        ),
        (vec!["--departement", "20", "--annee", "2025"], "par « --collectivite \"Collectivité de Corse\" »"),
        (vec!["--departement", "6AE", "--annee", "2025"], "\"Collectivité européenne d'Alsace\""),
        (vec!["--departement", "29", "--annee", "2026-2028"], "donner la première année : « 2026 »"),
        (vec!["--departement", "29", "--annee", "25"], "25 n’est pas une année"),
        (vec!["--departement", "29", "--annee", "l'an"], "n’est pas une valeur de"),
        (
            vec!["--departement", "29", "--annee", "2025", "--cadre", "calpa"],
            "« contrat-local », « appui », «",
        ),
        (vec!["--departement", "29", "--annee", "2025", "--cadre", "absent.yaml"], "absent.yaml"),
        (vec!["--collectivite", "Métropole du Grand Paris", "--annee", "2025"], "ajouter « --departement »"),
        (
            vec!["--collectivite", "…", "--departement", "29", "--annee", "2025"],
            "n’est pas un nom de collectivité",
        ),
    ] {
        let mut all = vec!["new", "projet"];
        all.extend(args);
        let said = refusal(&Scenario::new().args(all));
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_cadre_of_the_users_serves_as_well_and_a_faulty_one_is_shown_in_its_place() {
    let fixture = Scenario::new().project("val-d-ambre");
    let cadre = fixture.read("content/cadres/contrat-local-2024.yaml");
    let args = ["new", "projet", "--departement", "29", "--annee", "2025", "--cadre", "à moi/le-cadre.yaml"];
    let (scenario, outcome) = run(Scenario::new().write("à moi/le-cadre.yaml", &cadre), &args);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(scenario.read("content/cadres/le-cadre.yaml"), cadre);
    let fiche = scenario.read("content/2025/fiches/01-premiere-action.md");
    assert!(fiche.contains("## Diagnostic partagé\n\nTexte à remplacer"), "{fiche}");
    builds_and_checks(scenario);
    let faulty = cadre.replace("rubriques:\n", "rubrique:\n");
    let scenario = Scenario::new().write("à moi/le-cadre.yaml", &faulty).args(args);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("content/cadres/le-cadre.yaml"), "{outcome}");
    assert!(
        outcome.stderr.ends_with("rien n’a été écrit\n") && !scenario.path("content").exists(),
        "{outcome}"
    );
}

#[test]
fn a_mark_that_is_removed_without_a_decision_is_an_error() {
    let (scenario, _) = run(Scenario::new(), &["new", "projet", "--departement", "29", "--annee", "2025"]);
    let text = scenario.read("content/organisation.yaml");
    let bare: Vec<&str> = text.lines().map(|l| l.split("     # à décider").next().unwrap()).collect();
    let (_, outcome) =
        run(scenario.write("content/organisation.yaml", &bare.join("\n")), &["check", "--format", "short"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    let errors = |code: &str| outcome.stdout.lines().filter(|l| l.contains(code)).count();
    assert_eq!((errors("erreur FRM-001"), errors("erreur IDE-005")), (2, 1), "{outcome}");
}
