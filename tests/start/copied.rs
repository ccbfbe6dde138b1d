//! A project that was copied from another collectivité is told as such, once.

use super::run;
use crate::common::Scenario;

fn copies(scenario: Scenario) -> Vec<String> {
    let (_, outcome) = run(scenario, &["check", "--select", "IDE-017", "--format", "short"]);
    outcome.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn the_demonstration_with_the_parties_of_another_is_told_once() {
    let parties = run(Scenario::new(), &["new", "projet", "--departement", "29", "--annee", "2025"]).0;
    let organisation = parties.read("content/organisation.yaml");
    let organisation = format!(
        "{}\n{}",
        organisation.split("# à décider : le compte").next().unwrap(),
        "compte:\n  titulaire: DEPARTEMENT DU FINISTERE\n  iban: FR57 3000 1005 25C7 7000 0000 066\n  bic: BDFEFRPPCCT\n  code_etablissement: vide\n  code_guichet: vide\n  numero: vide\n  cle: vide\n"
    );
    let found =
        copies(Scenario::new().repository_project().write("content/organisation.yaml", &organisation));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("de Seine-et-Marne, et l’acte est celui du Finistère"), "{found:#?}");
    assert!(copies(Scenario::new().repository_project()).is_empty());
}

/// An act of the Finistère in which some sentences are written.
fn written(sentences: &str) -> Vec<String> {
    let scenario = run(Scenario::new(), &["new", "projet", "--departement", "29", "--annee", "2025"]).0;
    let article = "content/2025/articles/05-suivi.md";
    let text = scenario.read(article).replace("# à décider : le texte de l'article\n", "");
    copies(scenario.write(article, &format!("{text}\n{sentences}\n")))
}

#[test]
fn neighbours_partners_and_the_prefet_of_the_region_are_no_copy() {
    for sentences in [
        "Le Conseil départemental du Morbihan est invité.\n\nLe Conseil départemental des Côtes-d'Armor aussi.\n\nLe Département du Morbihan le sera.",
        "Le rapport va au préfet de la région Bretagne, préfet d'Ille-et-Vilaine.\n\nLa préfète de région, préfète d'Ille-et-Vilaine, le reçoit.",
        "Le préfet du Morbihan en reçoit copie.",
        "Les préfets se réunissent.\n\nLe préfet du Finistère préside.\n\nLe préfet du Morbihan est invité.\n\nLe préfet du Morbihan et le préfet du Finistère signent.",
        "Le département du nord au sud.\n\nLe préfet de la Loire-Forez.\n\nLe préfet de la loire.\n\nLe préfet de police de Paris.",
        "Le Directeur régional est compétent pour le département de Paris.\n\nEt pour le département du Nord.",
    ] {
        assert_eq!(written(sentences), [] as [&str; 0], "{sentences}");
    }
}

#[test]
fn the_prefet_of_another_in_the_articles_is_a_copy_whatever_his_title() {
    for sentences in [
        "La préfète du Morbihan verse.\n\nLe Préfet du département du Morbihan ordonne.",
        "Le PRÉFET DU MORBIHAN verse.\n\nLa préfecture du Morbihan ordonne.",
        "Le préfet de La Réunion verse.\n\nLe Préfet de la Réunion ordonne.",
        "Le préfet de l'Essonne verse.\n\nLe préfet de l’Essonne ordonne.",
    ] {
        assert_eq!(written(sentences).len(), 1, "{sentences}");
    }
}

#[test]
fn the_vote_of_another_assembly_is_enough() {
    let voted = |whose: &str| {
        let scenario = run(Scenario::new(), &["new", "projet", "--departement", "35", "--annee", "2025"]).0;
        let convention = "content/2025/convention.yaml";
        let text = scenario.read(convention).replace("du Conseil départemental d'Ille-et-Vilaine", whose);
        let text = text.replace("du Conseil départemental d’Ille-et-Vilaine", whose);
        assert!(text.contains(whose), "{text}");
        copies(scenario.write(convention, &text.replace("# à décider : les visas propres à l'acte", "")))
    };
    let found = voted("du Conseil départemental de la Mayenne");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("un passage nomme le préfet ou le Département de la Mayenne"), "{found:#?}");
    assert_eq!(voted("du Conseil départemental d'Ille-et-Vilaine"), [] as [&str; 0]);
}

/// What is typed in the data of a fiche is checked, whatever is left to decide of its text; the model's words are told.
#[test]
fn a_text_left_to_decide_hides_no_amount() {
    let scenario = run(
        Scenario::new(),
        &["new", "projet", "--departement", "29", "--annee", "2025", "--cadre", "appui"],
    )
    .0;
    let fiche = "content/2025/fiches/01-premiere-action.md";
    let text = scenario.read(fiche);
    let (head, rest) = text.split_once("budget:\n").unwrap();
    let tail = rest.split_once("\nindicateurs:").or_else(|| rest.split_once("\n---")).unwrap().1;
    let marker = if rest.contains("\nindicateurs:") { "\nindicateurs:" } else { "\n---" };
    let budget = "budget:\n  periode: 2025\n  charges: [{ libelle: Équipe, montant: 210 000 € }]\n  financements:\n    - { financeur: etat, montant: 90 000 € }\n    - { financeur: departement, montant: 90 000 € }";
    let page = format!("{head}{budget}{marker}{tail}");
    assert!(page.contains("# à décider : le texte"), "{page}");
    let (scenario, outcome) = run(scenario.write(fiche, &page), &["check", "--format", "short"]);
    assert!(outcome.stdout.contains("FIN-003") && !outcome.stdout.contains("FRM-001"), "{outcome}");
    let decided = page.replace("# à décider : le texte", "# lu : le texte");
    let (_, outcome) = run(scenario.write(fiche, &decided), &["check", "--format", "short"]);
    assert!(outcome.stdout.contains("FRM-001"), "{outcome}");
}

#[test]
fn a_fiche_beside_the_editions_is_an_error() {
    let scenario = run(Scenario::new(), &["new", "projet", "--departement", "29", "--annee", "2025"]).0;
    std::fs::rename(scenario.path("content/2025/fiches"), scenario.path("content/fiches")).unwrap();
    let (scenario, outcome) = run(scenario, &["check", "--format", "short", "--gravite", "erreur"]);
    assert!(outcome.stdout.contains("« content/fiches/01-premiere-action.md » n’est pas lu"), "{outcome}");
    std::fs::rename(scenario.path("content/fiches"), scenario.path("content/2025/fiches")).unwrap();
    let page = scenario.read("content/2025/fiches/01-premiere-action.md");
    let (_, outcome) =
        run(scenario.write("content/e.md", &page), &["check", "--format", "short", "--gravite", "erreur"]);
    assert!(outcome.stdout.contains("« content/e.md » n’est pas lu"), "{outcome}");
}
