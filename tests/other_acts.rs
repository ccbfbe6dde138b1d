//! `calpae check --avec`: what an act and another of the same collectivité both count.

use serde_json::Value;

use crate::common::{Outcome, Scenario, read_tree};

const FICHE: &str = "acte/content/2024/fiches/03-prevention.md";
const OTHER: &str = "autre/content/2024/fiches/01-maison.md";
const TITLE: &str = "intitule: Prévenir les ruptures de parcours";
const SAME: &str = "intitule: Ouvrir une maison des adolescents";

/// Two acts of one collectivité, in two projects, that share nothing.
fn two_acts() -> Scenario {
    Scenario::new().project_in("temoin", "acte").project_in("temoin-autre", "autre").from("acte")
}

/// The same, with an action that both finance.
fn shared_action() -> Scenario {
    two_acts().replace(FICHE, TITLE, SAME)
}

/// A check beside another act.
fn beside(scenario: Scenario, more: &[&str]) -> Outcome {
    let args: Vec<&str> = ["check", "--avec", "../autre"].iter().chain(more).copied().collect();
    scenario.args(args).run()
}

/// The findings of the rules of two acts, one per line, and what could not be compared.
fn found(scenario: Scenario) -> String {
    beside(scenario, &["--select", "FIN-044,FIN-045,FIN-046", "--format", "short"]).stdout
}

#[test]
fn nothing_is_said_of_two_acts_that_share_nothing() {
    let outcome = beside(two_acts(), &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, "", ""), "{outcome}");
}

#[test]
fn an_action_of_two_acts_is_told_with_the_places_of_both() {
    let outcome = beside(shared_action(), &["--format", "human"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    insta::assert_snapshot!("an_action_of_two_acts", outcome.stdout);
    let markdown = beside(shared_action(), &["--format", "markdown"]);
    insta::assert_snapshot!("an_action_of_two_acts_markdown", markdown.stdout);
}

/// The findings of an act beside another, in JSON.
fn json(scenario: Scenario) -> Vec<Value> {
    let outcome = beside(scenario, &["--format", "json"]);
    let value: Value = serde_json::from_str(&outcome.stdout).unwrap();
    value["constats"].as_array().unwrap().clone()
}

#[test]
fn two_acts_are_compared_the_same_from_either_side() {
    let findings = json(shared_action());
    let there = shared_action().from("autre").args(["check", "--avec", "../acte", "--format", "json"]).run();
    let there: Value = serde_json::from_str(&there.stdout).unwrap();
    let told = |findings: &[Value]| -> Vec<String> {
        let of_two_acts = findings.iter().filter(|finding| finding["code"] == "FIN-044");
        of_two_acts.map(|finding| finding["enjeu"].to_string()).collect()
    };
    // The State: 10 666,67 of 70 000; the Département: 22 666,66 of 68 666,66.
    assert_eq!(told(&findings), ["\"33333.33\""]);
    assert_eq!(told(there["constats"].as_array().unwrap()), ["\"33333.33\""]);
    let identifier = findings[0]["identifiant"].as_str().unwrap();
    assert!(identifier.starts_with("FIN-044-"), "{identifier}");
    let again = json(shared_action());
    assert_eq!(again[0]["identifiant"], findings[0]["identifiant"]);
}

/// The act with the other one as an edition of its project.
fn two_editions(name: &str) -> Scenario {
    let act = two_acts();
    let edition = read_tree(&act.path("autre/content/2024")).into_iter();
    let edition = edition.map(|(path, bytes)| (format!("acte/content/{name}/{path}"), bytes));
    let cadres = read_tree(&act.path("autre/content/cadres")).into_iter();
    let cadres = cadres.map(|(path, bytes)| (format!("acte/content/cadres/{path}"), bytes));
    let files: Vec<_> = edition.chain(cadres).collect();
    files.into_iter().fold(shared_action(), |scenario, (path, bytes)| scenario.bytes(&path, &bytes))
}

fn beside_edition(name: &str, named: &str) -> String {
    let args = ["check", "--edition", "2024", "--avec", named, "--select", "FIN-044", "--format", "short"];
    two_editions(name).args(args).run().stdout
}

#[test]
fn an_edition_of_the_project_is_compared_as_another_project_is() {
    for named in ["2024-jeunesse", "content/2024-jeunesse", "../acte/content/2024-jeunesse/fiches"] {
        let told = beside_edition("2024-jeunesse", named);
        let wanted = "est financée aussi dans l’édition 2024-jeunesse, fiche 1 : 33 333,33 €";
        assert!(told.contains(wanted), "{named} : {told}");
    }
}

#[test]
fn an_avenant_takes_up_the_money_of_its_act() {
    let told = beside_edition("2024-avenant-1", "2024-avenant-1");
    assert!(told.contains(
        "conseil PRJ-011"
    ) && told.contains("rien n’est comparé avec l’édition 2024-avenant-1 : c’est le même acte, avant ou après un avenant"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[test]
fn periods_that_do_not_overlap_are_not_counted_twice() {
    // The next year, by its own exercice and without the period of its budget.
    let later = || {
        let convention = "autre/content/2024/convention.yaml";
        shared_action().replace(convention, "annee: 2024", "annee: 2025\nexercices: [2025]")
    };
    assert_eq!(found(later().replace(OTHER, "  periode: 2024\n", "")), "");
    // Two halves of a year.
    let halves = shared_action()
        .replace(FICHE, "  periode: 2024", "  periode: du 2024-01-01 au 2024-06-30")
        .replace(OTHER, "  periode: 2024", "  periode: du 2024-07-01 au 2024-12-31");
    assert_eq!(found(halves), "");
    let overlapping = shared_action()
        .replace(FICHE, "  periode: 2024", "  periode: du 2024-01-01 au 2024-07-01")
        .replace(OTHER, "  periode: 2024", "  periode: du 2024-07-01 au 2024-12-31");
    assert!(found(overlapping).contains("FIN-044-"));
}

#[test]
fn the_title_alone_does_not_make_the_same_action() {
    let other_title = |title: &str| {
        let title = format!("intitule: {title}");
        two_acts().replace(FICHE, TITLE, &title).replace(OTHER, SAME, &title)
    };
    // A title that any act may have, and amounts that differ.
    for title in ["Coordination", "Pilotage et suivi du contrat", "Accueil social"] {
        assert_eq!(found(other_title(title)), "", "{title}");
    }
    let same_amounts = other_title("Coordination")
        .replace(FICHE, "etat, montant: \"10 666,67 €\"", "etat, montant: 12 000 €")
        .replace(FICHE, "departement, montant: \"22 666,66 €\"", "departement, montant: 13 000 €")
        .replace(OTHER, "montant: 70 000 €", "montant: 12 000 €")
        .replace(OTHER, "montant: \"68 666,66 €\"", "montant: 13 000 €");
    assert!(found(same_amounts).contains("« Coordination » est financée aussi"));
    // Form does not count; a word more does.
    for (title, is_same) in [
        ("1. OUVRIR une Maison des adolescents !", true),
        ("Ouvrir des maisons d'adolescents", false),
        ("Ouvrir une maison des adolescents à Roquenoire", false),
    ] {
        let told = found(two_acts().replace(FICHE, TITLE, &format!("intitule: \"{title}\"")));
        assert_eq!(told.contains("FIN-044-"), is_same, "{title} : {told}");
    }
}

#[test]
fn another_payer_is_another_money() {
    let other_payer = shared_action()
        .replace(
            OTHER,
            "    - { financeur: prefecture, montant: 70 000 € }\n",
            "    - { libelle: Caisse d'allocations, montant: 70 000 € }\n",
        )
        .replace(
            OTHER,
            "    - { financeur: conseil, montant: \"68 666,66 €\" }\n",
            "    - { libelle: Autres financeurs, montant: \"68 666,66 €\" }\n",
        );
    assert_eq!(found(other_payer), "");
    let same_third = shared_action()
        .replace(
            FICHE,
            "    - { financeur: etat, montant: \"10 666,67 €\" }",
            "    - { libelle: Caisse d’allocations, montant: \"10 666,67 €\" }",
        )
        .replace(
            OTHER,
            "    - { financeur: prefecture, montant: 70 000 € }",
            "    - { libelle: caisse d'allocations, montant: 4 000 € }",
        )
        .replace(OTHER, "financeur: conseil", "libelle: Autres financeurs");
    assert!(found(same_third).contains(": 4 000 € sont peut-être comptés deux fois"));
}

#[test]
fn a_fiche_that_tells_another_funding_is_not_told() {
    let cadre = "autre/content/cadres/jeunesse-2024.yaml";
    let asked = |answer: &str| {
        shared_action()
            .replace(cadre, "  - { id: budget,", "  - { id: deja, titre: Action déjà financée par ailleurs, contenu: mention }\n  - { id: budget,")
            .replace(OTHER, "\nbudget:", &format!("mentions: {{ deja: {answer} }}\n\nbudget:"))
    };
    assert_eq!(found(asked("oui")), "");
    assert_eq!(found(asked("par la convention d'insertion")), "");
    assert!(found(asked("non")).contains("FIN-044-"));
}

#[test]
fn a_charge_and_a_post_of_two_acts_are_told_once() {
    let charge = |label: &str, amount: &str| {
        let line = |label: &str, amount: &str| format!("{{ libelle: {label}, montant: {amount}");
        two_acts().replace(FICHE, &line("Équipe mobile", "\"33 333,33 €\""), &line(label, amount)).replace(
            OTHER,
            &line("Aménagement de la maison des adolescents", "\"33 333,33 €\""),
            &line(label, amount),
        )
    };
    let told = found(charge("Véhicule aménagé", "\"33 333,33 €\""));
    assert!(told.contains(": avertissement FIN-045-"), "{told}");
    let told = found(charge("Véhicule aménagé", "33 300 €"));
    assert!(told.contains(": conseil FIN-045-"), "{told}");
    for (label, amount) in [
        ("Frais de déplacement", "\"33 333,33 €\""),
        ("Véhicule", "33 300 €"),
        ("Véhicule aménagé", "\"999,99 €\""),
    ] {
        assert_eq!(found(charge(label, amount)), "", "{label}, {amount}");
    }
    // The action says it already.
    let both = charge("Véhicule aménagé", "\"33 333,33 €\"").replace(FICHE, TITLE, SAME);
    let told = found(both);
    assert!(told.contains("FIN-044-") && !told.contains("FIN-045-"), "{told}");
    let first = "acte/content/2024/fiches/01-accueil.md";
    let post = |label: &str, factors: &str, other_label: &str, other_factors: &str| {
        two_acts()
            .replace(first, "libelle: Travailleurs sociaux", &format!("libelle: {label}"))
            .replace(first, "{ effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }", factors)
            .replace(OTHER, "libelle: Éducateurs de rue", &format!("libelle: {other_label}"))
            .replace(OTHER, "{ effectif: 3, quotite: 60 %, cout_annuel: 40 000 € }", other_factors)
    };
    let share = |percent: &str| format!("{{ effectif: 3, quotite: {percent}, cout_annuel: 40 000 € }}");
    let street = "Éducateurs de rue";
    let told = found(post(street, &share("60 %"), street, &share("70 %")));
    assert!(
        told.contains("fiche 1 : 130 % du temps en tout") && told.contains(": avertissement FIN-046-"),
        "{told}"
    );
    assert_eq!(found(post(street, &share("60 %"), street, &share("40 %"))), "");
    let time = "{ etp: 2, cout_annuel: 36 000 € }";
    let told = found(post("Médiateurs numériques", time, "Médiateurs numériques", time));
    assert!(told.contains(": conseil FIN-046-"), "{told}");
    // Two persons may do the same job.
    assert_eq!(found(post("Travailleurs sociaux", time, "Travailleurs sociaux", time)), "");
}

#[test]
fn the_act_of_another_collectivite_is_said_and_not_compared() {
    let organisation = "autre/content/organisation.yaml";
    let another = |siren: &str| {
        shared_action()
            .replace(organisation, "  nom: Haute-Vaunoise", "  nom: Basse-Vaunoise")
            .replace(organisation, "code: \"98\"", "code: \"97\"")
            .replace(organisation, "siren: \"229800040\"", siren)
    };
    // A project copied to begin another has its SIREN for a while.
    for siren in ["siren: \"229700018\"", "siren: \"229800040\""] {
        let told = found(another(siren));
        assert_eq!(told.lines().count(), 1, "{told}");
        let (start, end) = (
            "rien n’est comparé avec l’acte « ../autre » (édition 2024) : c’est l’acte d’une autre collectivité, « Basse-Vaunoise »",
            "et non « Haute-Vaunoise » (SIREN 229800040)",
        );
        assert!(told.contains(start) && told.contains(end), "{told}");
    }
    // The same SIREN and the same code: its name is only written otherwise.
    let renamed =
        shared_action().replace(organisation, "  nom: Haute-Vaunoise", "  nom: la Haute Vaunoise (98)");
    assert!(found(renamed).contains("FIN-044-"));
}

#[test]
fn what_cannot_be_read_of_the_other_act_is_said() {
    let broken = || shared_action().replace(OTHER, "numero: 1\n", "numero: 1\nnumero: 2\n");
    let told = found(broken());
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(
        told.contains("avertissement PRJ-012")
            && told.contains("car elle ne se lit pas : ../autre/content/2024/fiches/01-maison.md"),
        "{told}"
    );
    let told =
        found(shared_action().replace("autre/content/2024/convention.yaml", "annee: 2024", "annee: demain"));
    assert!(
        told.contains("avertissement PRJ-011") && told.contains("(../autre/content/2024/convention.yaml:2)"),
        "{told}"
    );
    // An action that is not read here is not compared, and its error is told.
    let unread = broken_here();
    let told = beside(unread, &["--format", "short"]).stdout;
    assert!(!told.contains("FIN-044-") && told.contains("03-prevention.md"), "{told}");
}

fn broken_here() -> Scenario {
    shared_action().replace(FICHE, "numero: 3\n", "numero: 3\nnumero: 4\n")
}

#[test]
fn a_tolerance_keeps_what_two_acts_share_and_is_not_idle_without_the_other() {
    let reason = "--raison=deux volets de la même action, chacun payé une fois";
    let scenario = shared_action();
    let tolerate = |args: &[&str]| scenario.command_with(args).output().unwrap();
    let refused = tolerate(&["tolerer", "FIN-044", "fiches/03", reason]);
    assert_eq!(refused.status.code(), Some(2));
    let refused = String::from_utf8(refused.stderr).unwrap();
    assert!(
        refused.contains("cette règle compare deux actes : ajouter « --avec » et l’autre acte"),
        "{refused}"
    );
    let kept = tolerate(&["tolerer", "FIN-044", "fiches/03", "--avec", "../autre", reason]);
    assert_eq!(kept.status.code(), Some(0), "{}", String::from_utf8_lossy(&kept.stderr));
    let alone = String::from_utf8(tolerate(&["check", "--format", "short"]).stdout).unwrap();
    assert_eq!(alone, "");
    let both =
        String::from_utf8(tolerate(&["check", "--avec", "../autre", "--format", "json"]).stdout).unwrap();
    let both: Value = serde_json::from_str(&both).unwrap();
    assert_eq!(both["constats"].as_array().unwrap().len(), 0, "{both}");
    assert_eq!(both["toleres"].as_array().unwrap().len(), 1, "{both}");
}

#[test]
fn a_finding_of_two_acts_is_explained_with_the_other_act() {
    let findings = json(shared_action());
    let name = findings[0]["identifiant"].as_str().unwrap();
    let alone = shared_action().args(["explain", name]).run();
    assert!(alone.stdout.contains("FIN-044 en compare deux, ajouter « --avec » et l’autre acte"), "{alone}");
    let both = shared_action().args(["explain", name, "--avec", "../autre"]).run();
    assert!(both.stdout.starts_with(&format!("avertissement[{name}]")), "{both}");
}

#[test]
fn the_other_act_is_never_written() {
    let scenario = shared_action().replace(OTHER, "Une maison accueille", "Une maison \"accueille\" , ");
    let before = read_tree(&scenario.path("autre"));
    let scenario = scenario.args(["check", "--fix", "--avec", "../autre"]);
    assert_eq!(scenario.run().code, 0);
    assert!(read_tree(&scenario.path("autre")) == before);
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_to_write() {
    for (args, said, help) in [
        (
            &["--avec", "2024"][..],
            "l’acte vérifié est déjà l’édition 2024",
            "nommer une autre édition après « --avec », ou le dossier d’un autre projet",
        ),
        (
            &["--avec", "../auter"],
            "« ../auter » n’est ni une édition du projet, ni un dossier",
            "éditions du projet : 2024 ; sinon, le dossier d’un autre projet",
        ),
        (
            &["--avec", "."],
            "« . » est dans le projet vérifié",
            "nommer l’une de ses éditions : 2024 ; ou le dossier d’un autre projet",
        ),
        (
            &["--avec", "../autre", "--depuis", "HEAD"],
            "« --avec » compare deux actes, et « --depuis » deux états du même acte",
            "demander l’un, puis l’autre",
        ),
        (
            &["--select", "FIN-044,fin-045"],
            "il faut deux actes à comparer pour FIN-044, FIN-045",
            "ajouter « --avec » et une autre édition du projet, ou le dossier d’un autre projet",
        ),
    ] {
        let outcome = two_acts().args(["check"].iter().chain(args).copied()).run();
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
        assert_eq!(outcome.stderr, format!("erreur : {said}\nà faire : {help}\n"));
    }
    let elsewhere = two_acts().write("vide/LISEZMOI", "rien").args(["check", "--avec", "../vide"]).run();
    assert_eq!(elsewhere.code, 2, "{elsewhere}");
    assert!(elsewhere.stderr.contains("n’est pas dans un projet"), "{elsewhere}");
}
