//! The words of the trade where the format has others, and what is left out: one finding, with what to write.

use super::{CADRE, CHARGE, FICHE, TITLE, changed, each, said};

const DEPARTEMENT: &str = "financeur: departement";
const ROW: &str = "indicateur: 1.1/accueils";
const START: &str = "mise_en_place: 2024";
const LENGTH: &str = "duree: 2 ans";

/// What is said of a fiche of which one text is changed, by code and advice.
fn advice(from: &str, to: &str) -> Vec<String> {
    let said = said("minimal", FICHE, &[(from, to)]);
    said.iter()
        .map(|line| format!("{} {}", code(line), line.split(" → ").nth(1).unwrap_or_default()))
        .collect()
}

fn code(line: &str) -> &str {
    line.split(' ').nth(1).unwrap_or_default()
}

/// Whether each change gives one finding of this code with this advice.
fn one_each(cases: &[(&str, &str, &str)]) {
    let mut faults = String::new();
    for (from, to, expected) in cases {
        let said = advice(from, to);
        if said != [*expected] {
            faults.push_str(&format!("{to:?}\n  attendu : {expected}\n  dit     : {said:#?}\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_payer_who_signs_is_known_by_its_everyday_words() {
    let departement = "REF-001 écrire « departement », le nom court de « Département » dans le cadre";
    let etat = "REF-001 écrire « etat », le nom court de « État » dans le cadre";
    one_each(&[
        (DEPARTEMENT, "financeur: Conseil départemental", departement),
        (DEPARTEMENT, "financeur: le Département", departement),
        (DEPARTEMENT, "financeur: Conseil départemental de Rive-Claire", departement),
        (DEPARTEMENT, "financeur: Département de Rive-Claire", departement),
        (DEPARTEMENT, "financeur: CD97", departement),
        (DEPARTEMENT, "financeur: collectivité", departement),
        ("financeur: etat", "financeur: Préfecture", etat),
        ("financeur: etat", "financeur: DDETS", etat),
    ]);
    for other in ["Département de la Drôme", "Métropole", "CAF", "Conseil régional", "CD 26", "État (FNADT)"]
    {
        let said = advice(DEPARTEMENT, &format!("financeur: {other}"));
        assert!(said[0].contains("pour un payeur qui n’y est pas"), "{said:?}");
    }
}

#[test]
fn a_collectivite_that_is_no_departement_has_its_own_identifier() {
    let cadre = changed(
        "minimal",
        CADRE,
        &[("{ id: departement, nom: Département }", "{ id: metropole, nom: Métropole, role: collectivite }")],
    );
    let report = calpae::pipeline::check(&cadre, &calpae::check::Selection::default());
    let help = report.diagnostics().iter().find(|d| d.code == "REF-001").and_then(|d| d.help.clone());
    assert_eq!(help.as_deref(), Some("écrire « metropole », le nom court de « Métropole » dans le cadre"));
}

#[test]
fn an_indicateur_by_its_label_or_its_short_name() {
    let whole = "REF-001 écrire « 1.1/accueils », le nom entier de cet indicateur du cadre";
    one_each(&[
        (ROW, "indicateur: Nombre d'accueils", whole),
        (ROW, "indicateur: nombre d’accueils", whole),
        (ROW, "indicateur: accueils", whole),
        (ROW, "indicateur: 2.1/accueils", whole),
    ]);
}

#[test]
fn the_keys_of_a_budget_by_other_words() {
    one_each(&[
        ("  financements:", "  recettes:", "CLE-001 vouliez-vous dire « financements » ?"),
        ("  charges:", "  dépenses:", "CLE-001 vouliez-vous dire « charges » ?"),
        ("  charges:", "  depenses:", "CLE-001 vouliez-vous dire « charges » ?"),
        ("  charges:", "  total: 3 000 €\n  charges:", "CLE-001 vouliez-vous dire « total_affiche » ?"),
        (
            "  charges:",
            "  Personnel : 45 000 €\n  charges:",
            "CLE-001 écrire sous « charges: » « - { libelle: Personnel, montant: 45 000 € } »",
        ),
        (
            "  charges:",
            "  État : 45 000 €\n  charges:",
            "CLE-001 écrire sous « financements: » « - { financeur: …, montant: 45 000 € } », avec le nom court du financeur",
        ),
    ]);
}

#[test]
fn the_keys_of_a_fiche_by_other_words() {
    one_each(&[
        (TITLE, "titre: Ouvrir un accueil", "CLE-001 vouliez-vous dire « intitule » ?"),
        ("budget:", "Budget prévisionnel:", "CLE-001 vouliez-vous dire « budget » ?"),
        ("numero: 1", "n°: 1", "CLE-001 vouliez-vous dire « numero » ?"),
        (
            TITLE,
            "intitule: Ouvrir un accueil\nresponsable: Mme Dupont",
            "CLE-001 l’écrire dans le texte de la fiche, sous sa rubrique : l’en-tête n’a pas cette clé",
        ),
    ]);
}

#[test]
fn a_charge_by_other_words() {
    let visits = "CLE-003 écrire « - { libelle: Visites, montant: 42 000 € } »";
    one_each(&[
        (CHARGE, "poste: Visites\n      coût: 42 000 €", visits),
        (CHARGE, "{ nature: Visites, prix: 42 000 € }", visits),
        (CHARGE, "{ intitulé: Visites, budget: 42 000 € }", visits),
        (CHARGE, "{ libelle: Accueillants, coût: 3 000 € }", "CLE-001 vouliez-vous dire « montant » ?"),
        (CHARGE, "{ poste: Accueillants, montant: 3 000 € }", "CLE-001 vouliez-vous dire « libelle » ?"),
    ]);
}

#[test]
fn a_bullet_in_the_place_of_a_dash() {
    let dash = "remplacer « • » par « - » en tête de chaque ligne";
    one_each(&[(&format!("- {CHARGE}"), &format!("• {CHARGE}"), &format!("YAML-001 {dash}"))]);
    let said = said("minimal", CADRE, &[("financeurs:\n  - {", "financeurs:\n  • État\nfinanceur:\n  - {")]);
    assert!(said.iter().any(|line| code(line) == "CLE-003" && line.ends_with(dash)), "{said:#?}");
}

#[test]
fn an_amount_that_is_left_out() {
    let missing = "écrire un montant, comme « 415 000 € », ou « non renseigné »";
    let told = format!("CLE-003 {missing}");
    for amount in ["", " ?", " \"?\"", " \"-\"", " …", " –"] {
        let said = advice("montant: 3 000 €", &format!("montant:{amount}"));
        assert_eq!(said.len(), 1, "{amount} : {said:?}");
        assert!(said[0].ends_with(missing), "{amount} : {said:?}");
    }
    let block = |amount: &str| format!("libelle: Accueillants\n      montant:{amount}");
    one_each(&[
        (CHARGE, &block(""), &told),
        (CHARGE, &block(" ?"), &format!("YAML-001 {missing}")),
        (CHARGE, &block(" -"), &format!("YAML-001 {missing}")),
        (CHARGE, "{ libelle: Accueillants, montant: - }", &format!("YAML-001 {missing}")),
    ]);
}

#[test]
fn a_key_whose_line_is_gone() {
    let gone = |line: u8| {
        format!(
            "YAML-001 donner aux clés ou aux tirets d’un même groupe la même marge, faite d’espaces ; ou remettre la \
             clé qui manque au-dessus de la ligne {line}, si une ligne a été effacée"
        )
    };
    one_each(&[("  charges:\n", "", &gone(11)), ("budget:\n", "", &gone(10))]);
    let said = advice("  charges:\n    - { libelle: Accueillants, montant: 3 000 € }\n  financements:", " ");
    let list = "CLE-001 écrire au-dessus de ces lignes la clé qui leur manque, « financements: »";
    assert!(said.len() == 4 && said.iter().all(|line| line == list), "{said:#?}");
}

#[test]
fn a_value_glued_to_its_key() {
    one_each(&[
        (TITLE, "intitule:Ouvrir un accueil", "YAML-001 écrire « intitule: Ouvrir un accueil »"),
        (LENGTH, "duree:2 ans", "YAML-001 écrire « duree: 2 ans »"),
    ]);
}

#[test]
fn a_date_in_free_words() {
    let text = |words: &str| format!("VAL-005 écrire « {{ texte: {words} }} »");
    one_each(&[
        (START, "mise_en_place: T3 2026", &text("T3 2026")),
        (START, "mise_en_place: 1er semestre 2026", &text("1er semestre 2026")),
        (START, "mise_en_place: rentrée 2026", &text("rentrée 2026")),
        (START, "mise_en_place: à compter du 1er mars 2026", "VAL-005 écrire « 2026-03-01 »"),
        (START, "mise_en_place: à partir de septembre 2026", "VAL-005 écrire « septembre 2026 »"),
        (
            START,
            "mise_en_place: 15/3/26",
            "VAL-005 écrire l’année en quatre chiffres : « 15/3/2026 » si c’est cette année",
        ),
    ]);
    let help = advice(START, "mise_en_place: dès que possible");
    assert!(help[0].contains("ou « { texte: dès que possible } » pour des mots libres"), "{help:?}");
}

#[test]
fn a_duration_in_free_words() {
    let text = |words: &str| format!("VAL-006 écrire « {{ texte: {words} }} »");
    one_each(&[
        (LENGTH, "duree: 3 ans renouvelable", &text("3 ans renouvelable")),
        (LENGTH, "duree: pérenne", "VAL-006 écrire « indéterminée », ou « { texte: pérenne } »"),
        (LENGTH, "duree: jusqu'au 31/12/2027", &text("\"jusqu'au 31/12/2027\"")),
    ]);
}

#[test]
fn what_is_advised_is_read() {
    each(&[
        (START, "mise_en_place: { texte: T3 2026 }", ""),
        (LENGTH, "duree: { texte: \"jusqu'au 31/12/2027\" }", ""),
        (LENGTH, "duree: { texte: 3 ans renouvelable }", ""),
    ]);
}

#[test]
fn a_total_among_the_charges() {
    let remove = "la ligne « TOTAL » est comptée comme une charge : la retirer ; un total à imprimer s’écrit « total_affiche: … », \
                  à côté de « charges: »";
    let total = |label: &str| format!("- {CHARGE}\n    - {{ libelle: {label}, montant: 3 000 € }}");
    let row = format!("- {CHARGE}");
    one_each(&[
        (&row, &total("TOTAL"), &format!("FIN-003 {remove}")),
        (&row, &total("Sous-total"), &format!("FIN-003 {}", remove.replace("TOTAL", "Sous-total"))),
    ]);
    let printed = total("TOTAL").replace("TOTAL", "Total général");
    let said = said(
        "minimal",
        FICHE,
        &[(&row, &printed), ("  financements:", "  total_affiche: 3 000 €\n  financements:")],
    );
    assert!(
        said.iter().any(|line| line.contains("FIN-001") && line.contains("« Total général » est comptée")),
        "{said:#?}"
    );
    // A charge that bears the word and is no sum is a charge.
    let other =
        advice(&row, &format!("- {CHARGE}\n    - {{ libelle: Total des vacations, montant: 700 € }}"));
    assert!(other[0].starts_with("FIN-003 corriger un montant"), "{other:?}");
}

#[test]
fn a_letter_resembles_no_other() {
    let said = said("temoin", "content/2024/fiches/01-accueil.md", &[("annexe: A", "annexe: C")]);
    let told: Vec<&String> = said.iter().filter(|line| code(line) == "REF-001").collect();
    assert!(told.len() == 1 && told[0].ends_with("→ écrire l’un de ces noms : A, B"), "{said:#?}");
}
