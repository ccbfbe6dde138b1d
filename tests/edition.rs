//! `calpae new edition`: carries over what continues, marks what is to be decided, and `check` lists the marks.

use calpae::model::Measured;
use calpae::model::fiche::ObjectiveRow;
use calpae::parse;
use calpae::project::{self, Disk};

use crate::common::{Scenario, read_tree};

const MARK: &str = "# à décider";

/// Findings of `check` on an edition: path below it, line, the rest of the message.
fn findings(scenario: &Scenario) -> Vec<(String, String, String)> {
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let split = |l: &str| {
        let parties: Vec<&str> = l.splitn(4, ':').collect();
        let file = parties[0].splitn(3, '/').nth(2).unwrap().to_owned();
        (file, parties[1].to_owned(), parties[3].trim().to_owned())
    };
    outcome.stdout.lines().map(split).collect()
}

/// The marks of the new edition as `file:line`, and the findings of its first check but those that the previous edition
/// has too: they come with what is carried over.
fn marks_and_findings(
    scenario: &Scenario,
    before: &[(String, String, String)],
) -> (Vec<String>, Vec<String>) {
    let mut marks = Vec::new();
    for (name, bytes) in read_tree(&scenario.path("content/2025")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let lines = text.lines().enumerate().filter(|(_, l)| l.contains(MARK));
        marks.extend(lines.map(|(i, _)| format!("content/2025/{name}:{}", i + 1)));
    }
    marks.sort();
    let is_inherited = |f: &str, what: &str| before.iter().any(|(file, _, q)| file == f && q == what);
    let mut findings: Vec<String> = findings(scenario)
        .into_iter()
        .filter(|(file, _, what)| !is_inherited(file, what))
        .map(|(file, line, what)| {
            assert!(what.contains("RAP-013"), "{file}:{line} {what}");
            format!("content/2025/{file}:{line}")
        })
        .collect();
    findings.sort();
    (marks, findings)
}

#[test]
fn the_first_check_lists_exactly_what_must_be_decided() {
    for project in ["temoin", "temoin-rapport"] {
        let scenario = Scenario::new().project(project).args(["new", "edition", "2025", "--from", "2024"]);
        let before = read_tree(&scenario.path("content/2024"));
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        assert!(read_tree(&scenario.path("content/2024")) == before, "l’édition reprise a changé");
        let scenario = scenario.args(["check", "--edition", "2024", "--ignore", "RAP", "--format", "short"]);
        let inherited = findings(&scenario);
        let scenario = scenario.args(["check", "--edition", "2025", "--format", "short"]);
        let (marks, findings) = marks_and_findings(&scenario, &inherited);
        assert!(marks.len() > 10);
        assert_eq!(marks, findings, "{project}");
    }
}

#[test]
fn images_are_copied_to_the_byte_and_words_are_kept() {
    let scenario = Scenario::new().project("temoin").args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let tree = read_tree(&scenario.path("content"));
    assert!(tree["2024/images/parcours.png"] == tree["2025/images/parcours.png"]);
    // The text of an article is kept; only a mark in its header asks to review the years.
    let article = "articles/03-suivi.md";
    let (before, after) = (
        scenario.read(&format!("content/2024/{article}")),
        scenario.read(&format!("content/2025/{article}")),
    );
    assert_eq!(after.replace("     # à décider : le texte, qui nomme une année", ""), before);
    let body = |name: &str| scenario.read(name).split("\n---\n").nth(1).unwrap().to_owned();
    let fiche = "fiches/01-accueil.md";
    assert_eq!(body(&format!("content/2024/{fiche}")), body(&format!("content/2025/{fiche}")));
}

#[test]
fn the_last_results_are_where_the_next_year_starts() {
    let scenario = Scenario::new().project("temoin-rapport").args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let project = project::open(&Disk::new(scenario.path("")), Some("2025")).unwrap();
    let reading = parse::read(&project.sources, &project.plan);
    assert_eq!(reading.diagnostics, []);
    let dossier = reading.dossier.unwrap();
    let objectives = dossier.fiches[0].objectives.as_ref().unwrap();
    assert_eq!(objectives.columns[0].title.value, "Résultat 2024");
    let ObjectiveRow::Indicateur { cells, .. } = &objectives.lines[0] else { panic!() };
    let Measured::Number(n) = &cells[0][0].measured.value else { panic!("{:?}", cells[0]) };
    assert_eq!(n.value.to_string(), "1450");
    assert!(scenario.read("content/2025/fiches/02-equipe-mobile.md").contains("\"2024\": \"16 000 €\""));
    assert!(scenario.read("content/2025/convention.yaml").contains("execution: du 2025-04-01 au 2026-03-31"));
}

#[test]
fn an_edition_that_exists_is_left_alone() {
    let scenario = Scenario::new().project("temoin").write("content/2025/note.txt", "à moi");
    let scenario = scenario.args(["new", "edition", "2025"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("existe déjà"), "{outcome}");
    assert_eq!(read_tree(&scenario.path("content/2025")).len(), 1);
    let outcome = Scenario::new().project("temoin").args(["new", "edition", "2024"]).run();
    assert_eq!(outcome.code, 2, "{outcome}");
}

#[test]
fn in_an_act_that_was_voted_a_point_to_decide_is_an_error() {
    let scenario = Scenario::new()
        .project("temoin-rapport")
        .replace(
            "content/2024/convention.yaml",
            "lieu: Vaunes-le-Haut",
            "lieu: Vaunes-le-Haut # à décider : le lieu",
        )
        .args(["check", "--select", "RAP-013", "--format", "short"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("erreur RAP-013-"), "{outcome}");
    assert!(outcome.stdout.contains(": à décider : le lieu"), "{outcome}");
}

/// An odd header: flow style, another order, comments, and texts that look like keys.
const UNUSUAL: &str = "\
---
# Relu par le service.
executions:
  departement:
    \"2022\": 18 200 € # d'après le compte
    \"2023\": non renseigné

# Ce que verse chacun : à tenir à jour.
budget: { total_affiche: 44 600 €, periode: \"2024\", charges: [{ libelle: \"Équipe # 1, { mobile }\", montant: 44 600 €,
      note: \"charges: payées
        en 2024\" }],
    financements: [{ financeur: etat, montant: 24 600 € }, { financeur: departement, montant: 20 000 € }] }
\"duree\": 2024-2025 # deux ans
affiche_en_annexe: { etat: 24 600 € }
# Le titre vient de la délibération.
intitule: >-
  Aller vers les personnes
  statut: isolées
titre_court: Équipe mobile
indicateurs: { colonnes: [Cible 2024], lignes: [{ libelle: Nombre de visites, valeur: 600 }] } # relu
numero: 2
annexe: B
---
Une équipe va chez les personnes qui ne sortent plus.
";

#[test]
fn a_header_written_otherwise_is_carried_over_as_well() {
    let path = "content/2024/fiches/02-equipe-mobile.md";
    let scenario = Scenario::new().project("temoin-rapport").write(path, UNUSUAL).replace(
        "content/2024/convention.yaml",
        "execution: du 2024-04-01 au 2025-03-31\n",
        "execution: du 2024-04-01 au 2025-03-31\ndates:\n  deliberation: 2024-03-21\n  signature: 2024-03-28 # à Vaunes\n\n# Ce que l'acte annonce : rien.\n",
    );
    let scenario = scenario.args(["new", "edition", "2025"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let expected = "\
---
# à décider : le rapport propose « modifié »
# Relu par le service.
executions:
  departement:
    \"2022\": 18 200 € # d'après le compte
    \"2023\": non renseigné
    \"2024\": \"16 000 €\"

# Ce que verse chacun : à tenir à jour.
budget: { periode: 2025, charges: [{ libelle: \"Équipe # 1, { mobile }\", montant: 44 600 €,     # à décider : les coûts
      note: \"charges: payées
        en 2024\" }],
    financements: [{ financeur: etat, montant: 24 600 € }, { financeur: departement, montant: 20 000 € }] }     # à décider : le montant
\"duree\": 2024-2025 # deux ans     # à décider : la durée
# Le titre vient de la délibération.
intitule: >-
  Aller vers les personnes
  statut: isolées
titre_court: Équipe mobile
indicateurs:
  colonnes: [\"Résultat 2024\", \"Cible 2025\"]
  par_defaut: non renseigné
  lignes:
    - { libelle: \"Nombre de visites\", valeurs: { \"Résultat 2024\": { valeur: \"410\", au: 2025-03-31, source: \"Carnet de l'équipe\" } } }     # à décider : la cible
numero: 2
annexe: B
---
Une équipe va chez les personnes qui ne sortent plus.
";
    assert_eq!(scenario.read("content/2025/fiches/02-equipe-mobile.md"), expected);
    // A comment belongs to the key below it: removing the dates must not take that of the next key.
    let convention = scenario.read("content/2025/convention.yaml");
    assert!(convention.contains("# Ce que l'acte annonce : rien.\n"), "{convention}");
    assert!(!convention.contains("signature") && !convention.contains("Vaunes\n\n"), "{convention}");
    let project = project::open(&Disk::new(scenario.path("")), Some("2025")).unwrap();
    assert_eq!(parse::read(&project.sources, &project.plan).diagnostics, []);
}

#[test]
fn a_mark_is_a_comment_and_not_a_text() {
    let scenario = Scenario::new()
        .project("temoin-rapport")
        .replace(
            "content/2024/convention.yaml",
            "lieu: Vaunes-le-Haut",
            "lieu: \"Vaunes # à décider : le haut ou le bas\"",
        )
        .args(["check", "--select", "RAP-013", "--format", "short"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome}");
}

#[test]
fn the_matrix_keeps_its_comments_and_the_writing_of_its_values() {
    let scenario = Scenario::new().project("val-d-ambre");
    let path = "content/2024/indicateurs.yaml";
    let scenario = scenario.replace(
        path,
        "  A.1/delai:\n",
        "  # Délai : voir la note du 3 mai.\n  A.1/delai: # en jours\n",
    );
    let before = scenario.read(path);
    let scenario = scenario.args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    // Without a column for results, they take the place of no target.
    let without_column = scenario.read("content/2025/indicateurs.yaml");
    let mark = "valeurs:     # à décider : les résultats de 2024, qui n’ont pas de colonne dans le cadre\n";
    assert_eq!(without_column, before.replace("valeurs:\n", mark));
    std::fs::remove_dir_all(scenario.path("content/2025")).unwrap();
    let cadre = "content/cadres/contrat-local-2024.yaml";
    let column = "    - { id: \"2027\", ";
    let with_results =
        format!("    - {{ id: r2024, titre: Constaté, nature: resultat, annee: 2024 }}\n{column}");
    let scenario = scenario.replace(cadre, column, &with_results).args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let after = scenario.read("content/2025/indicateurs.yaml");
    let cell = "r2024\": { valeur: \"19,5 jours\", au: 2024-12-31, source: \"Agenda partagé\" }\n";
    assert!(after.contains(cell), "{after}");
    for line in before.lines().filter(|l| !l.contains("\"2024\":")) {
        assert!(after.contains(line), "{line}\n{after}");
    }
}

/// The text of a file of the next edition of a project.
fn next(scenario: Scenario, file: &str) -> String {
    let scenario = scenario.args(["new", "edition", "2025"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    scenario.read(&format!("content/2025/{file}"))
}

const FICHE_3: &str = "content/2024/fiches/03-prevention.md";
const TARGETS: &str = "  colonnes: [Cible 2024]
  lignes:
    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }";

#[test]
fn what_was_signed_for_the_years_to_come_is_kept() {
    let with = |columns: &str, values: &str| {
        let targets = format!(
            "  colonnes: {columns}\n  par_defaut: non renseigné\n  lignes:\n    - {{ libelle: Nombre de jeunes suivis, valeurs: {values} }}"
        );
        next(Scenario::new().project("temoin").replace(FICHE_3, TARGETS, &targets), "fiches/03-prevention.md")
    };
    let text = with("[Cible 2024, Cible 2026]", "{ Cible 2024: 45 personnes, Cible 2026: 60 personnes }");
    assert!(text.contains("colonnes: [\"Résultat 2024\", \"Cible 2025\", \"Cible 2026\"]\n"), "{text}");
    assert!(
        text.contains("valeurs: { \"Cible 2026\": \"60 personnes\" } }     # à décider : la cible\n"),
        "{text}"
    );
    assert!(!text.contains("45 personnes"), "a target of last year is no situation: {text}");
    // The target of the new year was signed: nothing is to be decided.
    let text = with(
        "[Cible 2024, { titre: Attendu, nature: cible, annee: \"2025\" }]",
        "{ Cible 2024: 45 personnes, Attendu: ≥ 60 personnes }",
    );
    assert!(
        text.contains(
            "colonnes: [\"Résultat 2024\", { titre: \"Attendu\", nature: \"cible\", annee: \"2025\" }]\n"
        ),
        "{text}"
    );
    assert!(text.contains("valeurs: { \"Attendu\": \"≥ 60 personnes\" } }\n"), "{text}");
}

#[test]
fn a_budget_that_was_signed_for_the_new_year_is_not_touched() {
    let budgets = "budget:
  - id: a
    periode: 2024
    charges:
      - { libelle: Équipe mobile, montant: 30 000 € }
    financements:
      - { financeur: etat, montant: 30 000 € }
  - id: b
    periode: 2025
    charges:
      - { libelle: Équipe mobile, montant: 40 000 € }
    financements:
      - { financeur: etat, montant: 40 000 € }
    total_affiche: 40 000 €
";
    let scenario = Scenario::new().project("temoin");
    let text = scenario.read(FICHE_3);
    let (start, end) = (text.find("budget:").unwrap(), text.find("\nexecutions:").unwrap());
    let before = text[start..end].to_owned();
    let text = next(scenario.replace(FICHE_3, &before, budgets), "fiches/03-prevention.md");
    assert!(text.contains("    periode: 2024     # à décider : la période du budget\n"), "{text}");
    let signed = budgets.split("  - id: b").nth(1).unwrap();
    assert!(text.contains(signed), "{text}");
    // Alone, last year's budget is proposed for the new one.
    let text = next(Scenario::new().project("temoin"), "fiches/03-prevention.md");
    assert!(text.contains("  periode: 2025\n"), "{text}");
}

#[test]
fn an_edition_of_an_edition_has_each_mark_once() {
    let scenario = Scenario::new().project("temoin").args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let scenario = scenario.args(["new", "edition", "2026", "--from", "2025"]);
    assert_eq!(scenario.run().code, 0);
    for (name, bytes) in read_tree(&scenario.path("content/2026")) {
        for line in String::from_utf8_lossy(&bytes).lines() {
            let marks: Vec<&str> = line.split("# ").skip(1).map(str::trim).collect();
            let mut once = marks.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), marks.len(), "{name} : {line}");
        }
    }
    // A second time, nothing is done.
    let before = read_tree(&scenario.path(""));
    assert_eq!(scenario.run().code, 2);
    assert!(read_tree(&scenario.path("")) == before);
}
