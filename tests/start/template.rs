//! `calpae new gabarit`.

use super::{refusal, run};
use crate::common::{Scenario, read_tree, repository};

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

#[test]
fn every_template_comes_out_as_it_is_and_the_document_stays_the_same() {
    let (mut scenario, _) = run(minimal(), &["build", "--format", "typ"]);
    let before = read_tree(&scenario.path("output"));
    let mut templates = read_tree(&repository().join("templates"));
    // The page of a comparison is no document of a project.
    templates.retain(|name, _| !name.ends_with(".html.tera"));
    for name in templates.keys() {
        let short = name.trim_end_matches(".tera").trim_end_matches(".typ");
        let (next, outcome) = run(scenario, &["new", "gabarit", short]);
        assert!(outcome.stdout.starts_with(&format!("créé : templates/{name}\n")), "{outcome}");
        scenario = next;
    }
    assert!(read_tree(&scenario.path("templates")) == templates);
    let (scenario, outcome) = run(scenario, &["build", "--format", "typ"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let after = read_tree(&scenario.path("output"));
    // The digest of the sources is that of the act: templates are none of it.
    assert!(after == before);
}

#[test]
fn a_name_is_enough_when_no_other_template_has_it() {
    let (scenario, outcome) = run(minimal(), &["new", "gabarit", "couleurs"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let edited = scenario.add("templates/charte/couleurs.typ", "// à moi\n");
    let said = refusal(&edited.args(["new", "gabarit", "charte/couleurs.typ"]));
    assert!(said.contains("« templates/charte/couleurs.typ » existe déjà"), "{said}");
    let said = refusal(&minimal().args(["new", "gabarit", "fiche"]));
    assert!(said.contains("charte/fiche, convention/fiche, rapport/fiche"), "{said}");
}

#[test]
fn an_unknown_name_is_answered_by_the_nearest_or_by_the_list() {
    let said = refusal(&minimal().args(["new", "gabarit", "convention/fich"]));
    assert!(said.contains("vouliez-vous dire « convention/fiche » ?"), "{said}");
    let said = refusal(&minimal().args(["new", "gabarit", "logo-du-departement"]));
    assert!(said.contains("gabarits du programme : avenant/avenant, avenant/composants"), "{said}");
    let said = refusal(&Scenario::new().args(["new", "gabarit", "couleurs"]));
    assert!(said.contains("n’est pas dans un projet"), "{said}");
}
