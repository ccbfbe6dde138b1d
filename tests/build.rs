//! What `calpae build` says: what it wrote, what the check finds, what was not read; and the files of other formats and of
//! other runs that it leaves as they are.

use std::fs;

use insta::assert_snapshot;

use crate::common::{Scenario, read_tree};

const FICHE: &str = "content/2024/fiches/01.md";

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

#[test]
fn a_build_says_what_it_wrote_and_what_the_check_finds() {
    let scenario = Scenario::new().project("temoin-rapport").args(["build", "convention", "rapport"]);
    assert_snapshot!(scenario.run().to_string());
    assert_snapshot!(scenario.run().to_string());
    let scenario = scenario
        .replace("content/2024/fiches/01-accueil.md", "intitule: ", "intitule: Nouvel ")
        .write("content/2024/notes.docx", "")
        .write("content/2024/fiches/plan.xlsx", "")
        .write("content/2024/fiches/~$plan.xlsx", "")
        .args(["build"]);
    assert_snapshot!(scenario.run().to_string());
}

#[test]
fn what_the_build_counts_is_what_the_check_shows() {
    let scenario = Scenario::new().repository_project().args(["build", "--format", "typ"]);
    let built = scenario.run();
    let scenario = scenario.args(["check"]);
    let checked = scenario.run();
    let counts =
        built.stdout.lines().find_map(|line| line.strip_prefix("contrôle (calpae check) : ")).unwrap();
    let counts = counts.split(" ; ").next().unwrap();
    assert!(checked.stdout.lines().any(|line| line == counts), "{counts}\n{}", checked.stdout);
    let first = built.stdout.lines().find_map(|line| line.strip_prefix("à régler d’abord : ")).unwrap();
    let code = first.rsplit('(').next().unwrap().trim_end_matches(')');
    assert!(
        checked.stdout.lines().next().unwrap().contains(&format!("[{code}]")),
        "{first}\n{}",
        checked.stdout
    );
    assert_eq!(built.code, 0, "errors of the check do not stop a draft");
}

#[test]
fn what_prevents_a_document_is_said_without_a_summary() {
    let outcome = minimal().replace(FICHE, "numero: 1", "numero: un").run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
}

#[test]
fn a_format_deletes_nothing_that_another_made() {
    let scenario = minimal();
    assert_eq!(scenario.run().code, 0);
    let output = || read_tree(&scenario.path("output"));
    let before = output();
    let png = scenario.command_with(&["build", "--format", "png"]).output().unwrap();
    assert!(png.status.success());
    let after = output();
    for (name, bytes) in before.iter().filter(|(name, _)| !name.contains(".calpae")) {
        assert!(after.get(name) == Some(bytes), "{name}");
    }
    assert!(after.contains_key("2024/convention-001.png"));
    let text = String::from_utf8(png.stdout).unwrap();
    assert!(text.starts_with("écrit : output/2024/convention-001.png, 5 pages\n"), "{text}");
}

#[test]
fn a_pdf_made_alone_beside_an_older_typst_folder_is_told() {
    let pdf = ["build", "--format", "pdf"];
    let scenario = minimal().args(pdf);
    assert_eq!(scenario.run().stderr, "", "there is no folder yet");
    let scenario = scenario.args(["build"]);
    assert_eq!(scenario.run().stderr, "");
    let scenario = scenario.args(pdf);
    assert_eq!(scenario.run().stderr, "", "the same version");
    let scenario = scenario.replace(FICHE, "intitule: ", "intitule: Nouvel ");
    let expected = "output/2024/convention.typ est d’une autre version que ce qui vient d’être écrit ; « calpae build \
                    convention --format typ » le refait\n";
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, expected));
    let scenario = scenario.args(["build", "--format", "png"]);
    assert_eq!(scenario.run().stderr, expected);
    let scenario = scenario.args(["build", "convention", "--format", "typ"]);
    assert_eq!(scenario.run().code, 0);
    let scenario = scenario.args(pdf);
    assert_eq!(scenario.run().stderr, "");
}

#[test]
fn images_and_a_reading_that_stay_beside_another_pdf_are_told() {
    let scenario = minimal().args(["build", "--format", "typ,pdf,png,lecture"]);
    assert_eq!(scenario.run().stderr, "");
    let scenario = scenario.args(["build"]);
    assert_eq!(scenario.run().stderr, "", "nothing changed");
    let scenario = scenario.replace(FICHE, "intitule: ", "intitule: Nouvel ");
    let told = "output/2024/convention-001.png et 4 autres fichiers n’ont pas été refaits avec ce qui vient d’être écrit : \
                « calpae build convention --format png »\noutput/2024/convention-lecture.txt n’a pas été refait avec ce qui \
                vient d’être écrit : « calpae build convention --format lecture »\n";
    assert_eq!(scenario.run().stderr, told);
    assert_eq!(scenario.run().stderr, "", "it is told once");
}

#[test]
fn a_pdf_is_named_by_departement_and_year_on_demand() {
    let full = ["build", "--nom-complet", "--format", "typ,pdf,png"];
    let scenario = minimal();
    assert_eq!(scenario.run().code, 0);
    let scenario = scenario.args(full);
    let outcome = scenario.run();
    let name = "convention-97-2024";
    assert!(outcome.stdout.starts_with(&format!("écrit : output/2024/{name}.pdf, 5 pages")), "{outcome}");
    // The PDF that it was is the same document under another name.
    assert!(outcome.stdout.contains("\nretiré : output/2024/convention.pdf\n"), "{outcome}");
    let files = read_tree(&scenario.path("output/2024"));
    assert!(files.contains_key(&format!("{name}.pdf")) && files.contains_key(&format!("{name}-001.png")));
    assert!(files.contains_key("convention.typ") && !files.contains_key("convention.pdf"));
    assert!(scenario.run().stdout.starts_with("inchangé : "));
    // What was annotated by hand is neither replaced nor removed.
    let scenario = scenario.add_bytes(&format!("output/2024/{name}.pdf"), b"% annot").args(["build"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(
        outcome.stderr.contains(&format!("laissé en place, car modifié à la main : {name}.pdf")),
        "{outcome}"
    );
    assert!(scenario.path("output/2024/convention.pdf").exists());
}

#[test]
fn an_output_that_lost_its_hidden_folder_is_replaced_on_demand() {
    let scenario = minimal();
    assert_eq!(scenario.run().code, 0);
    fs::remove_dir_all(scenario.path("output/2024/.calpae")).unwrap();
    assert_eq!(scenario.run().code, 0, "the same bytes are ours");
    fs::remove_dir_all(scenario.path("output/2024/.calpae")).unwrap();
    let before = scenario.read("output/2024/convention.typ");
    let scenario = scenario.replace("content/2024/convention.yaml", "lieu: ", "lieu: Bourg-");
    let refused = scenario.run();
    assert_eq!(refused.code, 2);
    assert_snapshot!(refused.to_string());
    let scenario = scenario.args(["build", "--remplacer"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert!(
        outcome.stdout.contains("\ngardé : ce qui a été remplacé, dans output/2024/anciens\n"),
        "{outcome}"
    );
    assert_eq!(scenario.read("output/2024/anciens/convention.typ"), before);
    let scenario = scenario.args(["build"]);
    assert!(scenario.run().stdout.starts_with("inchangé : "));
}

#[test]
fn a_document_without_error_is_clean_and_bears_no_remark() {
    let scenario = Scenario::new().project("temoin").args(["build", "--format", "typ"]);
    let outcome = scenario.run();
    assert!(
        outcome.stdout.ends_with("convention : version nette, aucune erreur ne l’empêche\n"),
        "{outcome}"
    );
    let main = scenario.read("output/2024/convention.typ");
    assert!(!main.contains("version annotée"), "{main}");
    let outcome = scenario.args(["build", "--format", "typ", "--annotee"]).run();
    assert!(outcome.stdout.ends_with("convention : version annotée, comme demandé\n"), "{outcome}");
}

#[test]
fn an_error_prevents_the_clean_version_unless_it_is_tolerated_then_what_was_signed_is_printed() {
    let fiche = "content/2024/fiches/01-accueil.md";
    let scenario = Scenario::new()
        .project("temoin")
        .replace(fiche, "total_affiche: 120 000 €", "total_affiche: 120 001 €")
        .args(["build", "--format", "typ"]);
    let outcome = scenario.run();
    assert!(
        outcome.stdout.ends_with("convention : version annotée, car 1 erreur empêche la version nette\n"),
        "{outcome}"
    );
    let file = "output/2024/convention/fiche-01.typ";
    let annotated = scenario.read(file);
    assert!(annotated.contains("affiche: [acte : 120"), "{annotated}");

    let scenario = scenario.args(["build", "--format", "typ", "--nette"]);
    let refused = scenario.run();
    assert_eq!(refused.code, 1, "{refused}");
    assert!(
        refused.stderr.contains("FIN-001") && refused.stderr.contains("1 erreur empêche la version nette")
    );
    assert_eq!(scenario.read(file), annotated, "nothing is written");

    let tolerances =
        "annee: 2024\ntolerances:\n  - { regle: FIN-001, lieu: fiches/01, raison: total de l’acte signé }\n";
    let scenario = scenario.replace("content/2024/convention.yaml", "annee: 2024\n", tolerances);
    let outcome = scenario.run();
    assert!(outcome.stdout.ends_with("convention : version nette, comme demandé\n"), "{outcome}");
    let emitted = scenario.read(file);
    assert!(!emitted.contains("affiche:"), "{emitted}");
    assert!(emitted.contains("(entier: \"120\u{202f}001\""), "what was signed is printed\n{emitted}");
}

#[test]
fn a_fault_of_a_report_keeps_the_act_clean() {
    let scenario =
        Scenario::new().project("temoin-rapport").args(["build", "convention", "rapport", "--format", "typ"]);
    let clean = scenario.run();
    assert!(clean.stdout.contains("convention : version nette"), "{clean}");
    assert!(clean.stdout.contains("rapport-2024 : version nette"), "{clean}");
}
