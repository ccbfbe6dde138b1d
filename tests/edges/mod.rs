//! What a year, a party, an absence and a name are at the edges: one meaning each, from the sources to the document.

mod editions;

use crate::common::{Outcome, Scenario, read_tree};

const CONVENTION: &str = "content/2024/convention.yaml";
const CADRE: &str = "content/cadres/essai-2024.yaml";
const INDICATEURS: &str = "content/2024/indicateurs.yaml";
const PREAMBULE: &str = "content/2024/articles/00-preambule.md";
const FICHE_1: &str = "content/2024/fiches/01-accueil.md";
const FICHE_2: &str = "content/2024/fiches/02-diagnostics.md";
const FICHE_3: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "L'instruction du 15 janvier 2024 fixe";

fn project() -> Scenario {
    Scenario::new().project("temoin")
}

/// The findings, a line each, under their codes: what makes a code an identifier is tried in `identifiers.rs`.
fn told(scenario: Scenario, rules: &str) -> Vec<String> {
    let select = ["check", "--preview", "--format", "short", "--select", rules];
    let scenario =
        if rules.is_empty() { scenario.args(["check", "--format", "short"]) } else { scenario.args(select) };
    let Outcome { stdout, .. } = scenario.run();
    stdout.lines().map(under_its_code).collect()
}

/// « … erreur IDE-004-4nwx: … » as « … erreur IDE-004: … ».
fn under_its_code(line: &str) -> String {
    let is_identifier =
        |word: &&str| word.ends_with(':') && word.matches('-').count() == 2 && !word.contains('/');
    match line.split(' ').find(is_identifier).and_then(|word| Some((word, word.rsplit_once('-')?.0))) {
        Some((word, code)) => line.replacen(word, &format!("{code}:"), 1),
        None => line.to_owned(),
    }
}

/// The codes of the findings.
fn codes(scenario: Scenario, rules: &str) -> Vec<String> {
    let code = |line: &String| {
        let words: Vec<&str> = line.split(' ').collect();
        let word = words.iter().find(|w| w.ends_with(':') && w.contains('-') && !w.contains('/'));
        word.map_or(line.clone(), |w| w.trim_end_matches(':').to_owned())
    };
    told(scenario, rules).iter().map(code).collect()
}

/// The Typst of all the files of the act.
fn typst(scenario: Scenario) -> String {
    let scenario = scenario.args(["build", "--format", "typ"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = read_tree(&scenario.path("output"));
    let act = files.iter().filter(|(name, _)| name.ends_with(".typ") && !name.contains("/charte/"));
    act.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

const TWO_BUDGETS: &str = "budget:
  - id: socle
    periode: 2024
    charges:
      - { libelle: Équipe mobile, montant: 30 000 € }
    financements:
      - { financeur: etat, montant: 10 000 € }
      - { financeur: departement, montant: 20 000 € }
  - id: renfort
    charges:
      - { libelle: Renfort, montant: \"3 333,33 €\" }
    financements:
      - { financeur: etat, montant: \"666,67 €\" }
      - { financeur: departement, montant: \"2 666,66 €\" }
  - id: projet
    role: projet
    charges:
      - { libelle: Camion, montant: 9 000 € }
    financements:
      - { financeur: departement, montant: 9 000 € }
";

fn two_budgets() -> Scenario {
    let scenario = project();
    let text = scenario.read(FICHE_3);
    let (start, end) = (text.find("budget:").unwrap(), text.find("\nexecutions:").unwrap());
    let budget = text[start..end].to_owned();
    scenario.replace(FICHE_3, &budget, TWO_BUDGETS)
}

#[test]
fn the_total_of_several_budgets_is_what_the_head_of_the_fiche_prints() {
    let cited = "Soit {budget.total}, {budget.charges.total}, {budget.financements.etat}, {budget.socle.total}, {budget.socle+renfort.total}.";
    let scenario = two_budgets()
        .replace(FICHE_3, "Une équipe mobile va", &format!("{cited} Une équipe mobile va"))
        .replace(PREAMBULE, SENTENCE, &format!("La fiche 3 coûte {{fiche.3.budget.total}}. {SENTENCE}"));
    let typst = typst(scenario);
    let head = typst.replace(['\u{202f}', '\u{a0}'], " ");
    assert!(head.contains("montant: [33 333,33 €]"), "the head");
    let line = typst.lines().find(|l| l.starts_with("Soit ")).unwrap().replace(['\u{202f}', '\u{a0}'], " ");
    assert!(
        line.starts_with("Soit 33 333,33 €\\, 33 333,33 €\\, 10 666,67 €\\, 30 000 €\\, 33 333,33 €"),
        "{line}"
    );
    let line = typst.lines().find(|l| l.starts_with("La fiche 3 coûte")).unwrap().replace('\u{202f}', " ");
    assert!(line.starts_with("La fiche 3 coûte 33 333,33 €"), "{line}");
    // Both tables are printed, and not that of the budget that is not counted.
    assert!(typst.contains("Renfort") && !typst.contains("Camion"));
}

#[test]
fn an_unknown_reference_lists_the_named_budgets() {
    let help = |scenario: Scenario| scenario.args(["check"]).run().stdout;
    let cited = "{budjets.de.cette.fiche.ou.autre}";
    let told = help(two_budgets().replace(FICHE_3, "Une équipe mobile va", &format!("{cited} va")));
    for name in
        ["budget.total", "budget.socle.total", "budget.renfort.financements.etat", "budget.projet.charges"]
    {
        assert!(told.contains(name), "{name} : {told}");
    }
    let told = help(two_budgets().replace(PREAMBULE, SENTENCE, &format!("{cited} {SENTENCE}")));
    for name in ["fiche.1.budget.total", "fiche.3.budget.total", "fiche.3.budget.renfort.total"] {
        assert!(told.contains(name), "{name} : {told}");
    }
}

/// The fiche of the prévention without its budget, or with a word in its place.
fn without_budget(word: &str) -> Scenario {
    let scenario = project();
    let text = scenario.read(FICHE_3);
    let (start, end) = (text.find("budget:").unwrap(), text.find("\nexecutions:").unwrap());
    let budget = text[start..end].to_owned();
    scenario
        .replace(FICHE_3, &budget, word)
        .replace(FICHE_3, "{budget.charges}\n\n{budget.financements}\n", "")
        .replace(FICHE_3, "affiche_en_annexe:\n  etat: \"10 666,67 €\"\n", "")
        .replace(CONVENTION, "montant_etat: \"90 666,67 €\"", "montant_etat: 80 000 €")
}

#[test]
fn what_has_no_object_is_not_missing() {
    for (file, from, to) in [
        (FICHE_1, "mise_en_place: janvier 2024", "mise_en_place: sans objet"),
        (FICHE_1, "duree: 12 mois, jusqu'en décembre 2024", "duree: sans objet"),
        (FICHE_3, "\"2021\": 18 200 €", "\"2021\": sans objet"),
        (
            INDICATEURS,
            "{ \"2022\": non contracté, \"2023\": non contracté, \"2024\": non contracté }",
            "{ \"2022\": sans objet, \"2023\": sans objet, \"2024\": sans objet }",
        ),
        ("content/organisation.yaml", "cle: \"49\"", "cle: sans objet"),
        (FICHE_3, "valeurs: { Cible 2024: 45 personnes }", "valeurs: { Cible 2024: sans objet }"),
    ] {
        let scenario = project().replace(file, from, to);
        assert_eq!(codes(scenario, ""), [] as [&str; 0], "{to}");
        assert!(typst(project().replace(file, from, to)).to_lowercase().contains("sans objet"), "{to}");
    }
    // What is really missing is still told.
    let blank = project().replace("content/organisation.yaml", "cle: \"49\"", "cle: vide");
    assert_eq!(codes(blank, ""), ["IDE-004"]);
    assert_eq!(codes(without_budget("budget: sans objet\n"), ""), [] as [&str; 0]);
    assert_eq!(codes(without_budget(""), ""), ["STR-004"]);
}

#[test]
fn no_budget_is_not_zero_euro() {
    for word in ["budget: sans objet\n", ""] {
        let typst = typst(without_budget(word)).replace('\u{202f}', " ");
        assert!(!typst.contains("[0 €]") && !typst.contains(" 0 €"), "{word}");
        assert_eq!(typst.contains("Sans objet."), !word.is_empty(), "{word}");
    }
    let line = "{ financeur: etat, montant: \"10 666,67 €\" }\n    - { financeur: departement, montant: \"22 666,66 €\" }";
    let absent = "{ financeur: etat, montant: à transmettre }\n    - { financeur: departement, montant: à transmettre }";
    let scenario = project().replace(FICHE_3, line, absent).replace(
        FICHE_3,
        "Une équipe mobile va",
        "Elle coûte {budget.total}. Une équipe mobile va",
    );
    assert!(typst(scenario).contains("Elle coûte à transmettre"));
}

#[test]
fn a_word_that_the_format_does_not_know_is_refused() {
    for (from, to) in [
        ("nature: flux, sens: hausse }", "nature: banane, sens: hausse }"),
        (
            "{ id: \"2022\", titre: Résultat atteint en 2022 }",
            "{ id: \"2022\", titre: Résultat atteint en 2022, nature: banane }",
        ),
        ("contenu: duree", "contenu: banane"),
        ("role: tiers", "role: banane"),
    ] {
        let scenario = project();
        let text = scenario.read(CADRE).replacen(from, to, 1);
        assert!(codes(scenario.write(CADRE, &text), "").contains(&"VAL-007".to_owned()), "{to}");
    }
}

#[test]
fn a_number_to_come_is_to_be_filled_in() {
    for text in [
        "La délibération n°   du 21 mars 2024 le dit.",
        "La délibération n° XX du 21 mars 2024 le dit.",
        "L'arrêté n° du 21 mars 2024 le dit.",
        "La délibération n° CD-2024-XX du 21 mars 2024 le dit.",
    ] {
        let scenario = project().replace(PREAMBULE, SENTENCE, &format!("{text} {SENTENCE}"));
        assert_eq!(codes(scenario, "FRM-001"), ["FRM-001"], "{text}");
    }
    let visa = "  - designation: la délibération du Conseil départemental de la Haute-Vaunoise\n";
    let scenario = project().replace(CONVENTION, visa, &format!("{visa}    numero: XX\n"));
    assert_eq!(codes(scenario, "FRM-001"), ["FRM-001"]);
    for text in
        ["Le protocole n° XX-2 le dit.", "Donner le n° du dossier.", "Le titre XX des statuts le dit."]
    {
        let scenario = project().replace(PREAMBULE, SENTENCE, &format!("{text} {SENTENCE}"));
        assert_eq!(codes(scenario, "FRM-001"), [] as [&str; 0], "{text}");
    }
}

#[test]
fn one_number_has_one_date_however_it_is_written() {
    for (text, count) in [
        (
            "La délibération n° CD-2024-12 du 21 mars 2024 et la délibération n° CD-2024-12 du 22 mars 2024.",
            1,
        ),
        (
            "La délibération n° CD-2024-12 de l'assemblée du 21 mars 2024 et la délibération n° CD-2024-12 du 22 mars 2024.",
            1,
        ),
        ("La délibération du 21 mars 2024 (n° CD-2024-12) et la délibération CD-2024-12 du 22 mars 2024.", 1),
        ("La délibération n°CD-2024-12 du 21/03/2024 et la délibération N° CD 2024-12 du 22 mars 2024.", 1),
        (
            "Les délibérations n° CD-2024-12 du 21 mars 2024 et n° CD-2024-13 du 22 mars 2024, puis la délibération n° CD-2024-13 du 23 mars 2024.",
            1,
        ),
        ("La délibération n° CD-2024-12 du 21 mars 2024, et celle-ci, n° CD-2024-12 du 21 mars 2024.", 0),
        // The rank of a vote in a session is not its number.
        ("La délibération n° 12 du 21 mars 2023 et la délibération n° 12 du 22 mai 2024.", 0),
        ("La délibération n° CD-2024-12 du 21 mars 2024 et l'arrêté n° CD-2024-12 du 22 mars 2024.", 0),
    ] {
        let scenario = project().replace(PREAMBULE, SENTENCE, &format!("{text} {SENTENCE}"));
        assert_eq!(codes(scenario, "DAT-010").len(), count, "{text}");
    }
}

#[test]
fn a_total_is_explained_when_an_error_stands_elsewhere() {
    let scenario = project()
        .replace(FICHE_1, "statut: renforcée", "statut: banane")
        .args(["explain", "recapitulatif:total"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.replace('\u{202f}', " ").contains("193 333,33 €  total calculé"), "{outcome}");
    let scenario = project()
        .replace(FICHE_1, "montant: 24 500 €", "montant: 24.500 €")
        .args(["explain", "recapitulatif:total"]);
    assert_eq!(scenario.run().code, 1);
}

#[test]
fn a_salary_may_rise_from_one_year_to_the_next() {
    let salary = |year: &str, cost: &str| {
        project()
            .replace(FICHE_3, "  periode: 2024", &format!("  periode: {year}"))
            .replace(
                FICHE_3,
                "- { libelle: Équipe mobile, montant: \"33 333,33 €\" }",
                &format!("- {{ libelle: Travailleurs sociaux, valorisation: {{ effectif: 1, quotite: 50 %, cout_annuel: {cost} }} }}"),
            )
    };
    assert_eq!(codes(salary("2025", "49 000 €"), "FIN-024"), [] as [&str; 0]);
    assert_eq!(codes(salary("2026", "56 000 €"), "FIN-024"), [] as [&str; 0]);
    for (year, cost) in
        [("2025", "60 000 €"), ("2025", "47 000 €"), ("2024", "49 000 €"), ("2023", "49 000 €")]
    {
        assert_eq!(codes(salary(year, cost), "FIN-024"), ["FIN-024"], "{year} {cost}");
    }
}

#[test]
fn an_identifier_is_the_same_whatever_its_apostrophe() {
    let cadre =
        project().read(CADRE).replace("id: fse,", "id: l'fse,").replace("{ id: diagnostics,", "{ id: d'ia,");
    let scenario = project()
        .write(CADRE, &cadre)
        .replace(FICHE_2, "financeur: fse", "financeur: l’fse")
        .replace(FICHE_2, "2.1/diagnostics", "2.1/d’ia")
        .replace(INDICATEURS, "2.1/diagnostics", "2.1/d’ia")
        .replace(FICHE_2, "  - id: etude", "  - id: l'etude")
        .replace(FICHE_2, "bordereau: etude", "bordereau: l’etude")
        .replace(FICHE_2, "{bordereau.etude}\n\n", "");
    let told = codes(scenario, "REF-001");
    assert!(!told.iter().any(|code| code == "REF-001"), "{told:?}");
}

#[test]
fn an_image_may_be_cited_as_an_address_is_written() {
    let image = std::fs::read(project().path("content/2024/images/parcours.png")).unwrap();
    let with = |name: &str| project().bytes(&format!("content/2024/images/{name}"), &image);
    for (name, written) in [
        ("mon plan.png", "mon%20plan.png"),
        ("schéma d’accueil.png", "sch%C3%A9ma%20d’accueil.png"),
        ("mon%20plan.png", "mon%20plan.png"),
        ("plan d’accueil.png", "plan d'accueil.png"),
    ] {
        let scenario = with(name).replace(FICHE_1, "images/parcours.png", &format!("images/{written}"));
        assert_eq!(codes(scenario, ""), [] as [&str; 0], "{written}");
    }
    for written in ["mon%2plan.png", "%2E%2E/organisation.png", "mon%FFplan.png", "%20"] {
        let scenario =
            with("mon plan.png").replace(FICHE_1, "images/parcours.png", &format!("images/{written}"));
        assert!(codes(scenario, "").contains(&"MD-002".to_owned()), "{written}");
    }
}

#[test]
fn a_cited_file_of_an_unread_format_is_told_where_it_is_cited() {
    let tiff = |count: usize| {
        (0..count).fold(project(), |s, n| s.bytes(&format!("content/2024/images/plan{n}.tiff"), b"II*\0"))
    };
    let cite = |s: Scenario| s.replace(FICHE_1, "images/parcours.png", "images/plan0.tiff");
    let of_files = |s: Scenario| {
        let lines = told(s, "");
        lines.into_iter().filter(|l| l.contains("MD-002") || l.contains("PRJ-005")).collect::<Vec<_>>()
    };
    assert_eq!(of_files(cite(tiff(1))).len(), 1);
    let both = of_files(cite(tiff(2)));
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both.iter().any(|l| l.contains("plan1.tiff » n’est pas lu")), "{both:?}");
    assert_eq!(of_files(tiff(1)).len(), 1);
}

#[test]
fn what_systems_and_offices_leave_is_passed_over() {
    let mut scenario = project();
    for folder in [
        "content",
        "content/cadres",
        "content/2024",
        "content/2024/fiches",
        "content/2024/images",
        "content/2024/articles",
    ] {
        for name in ["~$01-accueil.md", ".DS_Store", "Thumbs.db", "desktop.ini", "._01.md", ".~lock.01.md#"] {
            scenario = scenario.bytes(&format!("{folder}/{name}"), b"\x10\xff\0");
        }
    }
    assert_eq!(told(scenario, ""), [] as [&str; 0]);
}

#[test]
fn what_is_typed_close_stays_close() {
    let typed = "Il en faut ≥3, ≤ 5, 3±1 et 12* au plus. ";
    let scenario = project().replace(PREAMBULE, SENTENCE, &format!("{typed}{SENTENCE}"));
    let fixed =
        project().replace(PREAMBULE, SENTENCE, &format!("{typed}{SENTENCE}")).args(["check", "--fix"]);
    assert_eq!(fixed.run().code, 0);
    assert!(fixed.read(PREAMBULE).contains(typed), "{}", fixed.read(PREAMBULE));
    let printed = typst(scenario).replace('\\', "").replace(['\u{a0}', '\u{202f}'], " ");
    assert!(printed.contains(typed.trim_end()), "{printed}");
}

#[test]
fn a_fault_of_the_charte_is_shown_in_the_charte() {
    let charte =
        std::fs::read_to_string(crate::common::repository().join("templates/charte/fiche.typ")).unwrap();
    let head = "#let montants(total, parts) = {";
    for fault in ["let y = 1 + \"a\"", "inconnue(3)"] {
        let scenario = project()
            .write("templates/charte/fiche.typ", &charte.replacen(head, &format!("{head}\n  {fault}"), 1))
            .args(["build", "--format", "pdf"]);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 1, "{outcome}");
        let place = outcome.stderr.lines().find(|l| l.contains("-->")).unwrap().to_owned();
        assert!(place.contains("templates/charte/fiche.typ:"), "{outcome}");
        assert!(outcome.stderr.contains("templates/convention/fiche.typ.tera"), "{outcome}");
    }
}

#[test]
fn a_figure_of_a_mesure_that_its_indicateurs_hide_is_told() {
    let line = project().read(INDICATEURS);
    let first = line.lines().find(|l| l.trim_start().starts_with("1.1/")).unwrap().to_owned();
    let with = |cell: &str| {
        let hidden = format!("  \"1.1\": {{ \"2022\": {cell} }}\n{first}");
        codes(project().replace(INDICATEURS, &first, &hidden), "")
    };
    assert!(with("7777").iter().any(|code| code.starts_with("REF-003")));
    assert!(with("7777 personnes").iter().any(|code| code.starts_with("REF-003")));
    assert!(!with("sans objet").iter().any(|code| code.starts_with("REF-003")));
}

#[test]
fn an_article_without_text_a_visa_and_a_piece_given_twice_are_told() {
    let convention = "content/2024/convention.yaml";
    let visa = "  - designation: les avenants 2022 et 2023 à cette convention\n    objet: signés respectivement les 12 mai 2022 et 9 juin 2023\n";
    let piece = "  - { titre: Convention 2021-2023, presente: oui }\n";
    let scenario = Scenario::new()
        .project("temoin")
        .write("content/2024/articles/04-duree.md", "---\nnumero: \"4\"\ntitre: Durée\n---\n")
        .replace(convention, visa, &format!("{visa}{visa}"))
        .replace(convention, piece, &format!("{piece}{piece}"))
        .args(["check", "--format", "short"]);
    let outcome = scenario.run();
    for told in [
        "rien n’est imprimé sous le titre « Durée »",
        "ce visa est déjà plus haut",
        "cette pièce est déjà annoncée plus haut",
    ] {
        assert_eq!(outcome.stdout.matches(told).count(), 1, "{told}\n{outcome}");
    }
}

#[test]
fn a_visa_of_another_date_is_another() {
    let convention = "content/2024/convention.yaml";
    let vote = "  - designation: la délibération du Conseil départemental de la Haute-Vaunoise\n    date: 2024-03-21\n";
    let scenario = Scenario::new()
        .project("temoin")
        .replace(convention, vote, &format!("{}{vote}", vote.replace("2024-03-21", "2023-03-23")))
        .args(["check", "--format", "short"]);
    let outcome = scenario.run();
    assert!(!outcome.stdout.contains("déjà plus haut"), "{outcome}");
}
