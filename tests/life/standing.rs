//! Where an act stands: what `calpae etat` says of its life, and what `check` says of it in time.

use std::fs;

use insta::assert_snapshot;

use super::{LIFE, OTHER, PUBLISHED, RECEIVED, SENT, STATE, VOTE, minimal, run};
use crate::common::{Scenario, repository};

#[test]
fn the_verb_says_where_the_act_stands() {
    let scenario = minimal(&[VOTE, STATE]);
    assert_snapshot!(run(&scenario, &["etat", "--au", "2024-05-20"]), @r#"
    Convention d’essai, Rive-Claire, 2024
    En cours de signature (dernière signature le 13 mai 2024)
      2 mai 2024   vote
      13 mai 2024  signature : la Préfète

    Période d’exécution : du 1er janvier 2024 au 31 décembre 2024

    Ce qui vient
      sans date         signature, par le Département
      31 décembre 2024  fin de la période d’exécution
    "#);
    let scenario = Scenario::new().project("temoin-rapport");
    assert_snapshot!(run(&scenario, &["etat", "2024", "--au", "2025-04-02"]), @r#"
    Convention d’essai pour l’autonomie, Haute-Vaunoise, 2024
    Signé depuis le 28 mars 2024
      21 mars 2024  vote
      28 mars 2024  signature

    Période d’exécution : du 1er avril 2024 au 31 mars 2025, terminée

    Rapports
      au plus tard le 31 mars 2025  rapport 2024 : envoyé le 28 mars 2025

    En retard au 2 avril 2025
      12 avril 2024  transmission au préfet, par le Département (quinze jours après la signature, conseillé)

    Ce qui vient
      sans date  publication ou notification, par le Département
    "#);
    assert_snapshot!(run(&scenario, &["etat", "--au", "2025-03-01", "--format", "markdown"]), @r#"
    # Convention d’essai pour l’autonomie, Haute-Vaunoise, 2024

    **Signé depuis le 28 mars 2024**

    | Jour | Ce qui est arrivé |
    |---|---|
    | 21 mars 2024 | vote |
    | 28 mars 2024 | signature |

    Période d’exécution : du 1er avril 2024 au 31 mars 2025.

    ## Rapports

    | Jour | Rapport |
    |---|---|
    | au plus tard le 31 mars 2025 | rapport 2024 : envoyé le 28 mars 2025 |

    ## En retard au 1er mars 2025

    | Jour | Quoi |
    |---|---|
    | 12 avril 2024 | transmission au préfet, par le Département (quinze jours après la signature, conseillé) |

    ## Ce qui vient

    | Jour | Quoi |
    |---|---|
    | sans date | publication ou notification, par le Département |
    | 31 mars 2025 | fin de la période d’exécution |
    "#);
    assert_snapshot!(run(&scenario, &["etat", "--au", "demain"]), @r#"
    erreur : « demain » n’est pas un jour
    à faire : écrire un jour comme « 2022-09-29 », « 29/09/2022 » ou « 29 septembre 2022 »
    "#);
    let shown = Scenario::new().project("temoin");
    assert_snapshot!(run(&shown, &["etat", "--au", "01/06/2024"]), @r#"
    Convention d’essai pour l’insertion, Haute-Vaunoise, 2024
    Exécutoire depuis le 2 avril 2024 (CGCT, art. L. 3131-1)
      21 mars 2024  vote
      28 mars 2024  signature
      29 mars 2024  transmission
      29 mars 2024  accusé de réception : 098-229800040-20240321-cd2024031200-DE (celui de la délibération)
      2 avril 2024  publication

    Période d’exécution : du 1er janvier 2024 au 31 décembre 2024

    Rapports
      au plus tard le 31 mars 2025  rapport 2024 : pas commencé

    Ce qui vient
      31 décembre 2024  fin de la période d’exécution
      31 mars 2025      rapport 2024 à transmettre, par le Département
    "#);
}

/// What `calpae etat` says of an act, and its exit code.
fn standing(events: &[&str]) -> (String, i32) {
    let scenario = minimal(events);
    let output = scenario.command_with(&["etat", "--au", "2024-07-01"]).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (format!("{}{}", text(output.stdout), text(output.stderr)), output.status.code().unwrap())
}

#[test]
fn what_is_wrong_in_a_life_is_told_with_the_state() {
    // The line of the state, the codes that are told, the exit code.
    let told = |events: &[&str]| {
        let (text, code) = standing(events);
        let state = text.lines().nth(1).unwrap().to_owned();
        let codes: Vec<&str> =
            text.split(['[', ']']).filter(|word| word.chars().nth(3) == Some('-')).collect();
        let codes: Vec<&str> =
            codes.iter().map(|code| code.rsplit_once('-').map_or(*code, |(code, _)| code)).collect();
        format!("{state} | {} | {code}", codes.join(", "))
    };
    let unknown = "État inconnu\u{a0}: ce qui est écrit de sa vie est en cause";
    for line in [
        "evenement: vote, le: 2026-02-31",
        "evenement: vote, le: 20024-05-02",
        "evenement: vote, date: 2024-05-02",
        "evenement: vot",
        "evenement: signature, partie: prefecture, le: 2024-05-02",
        "evenement: vote, le: 2024-05-02 } }",
    ] {
        let said = told(&[line]);
        assert!(said.starts_with(unknown) && said.ends_with("| 1"), "{line} : {said}");
    }
    assert_snapshot!(told(&[VOTE, "evenement: signature, partie: prefecture, le: 2024-05-13"]), @r#"Au moins délibéré depuis le 2 mai 2024 ; le reste de sa vie est en cause | REF-001 | 1"#);
    assert_snapshot!(told(&[VOTE, STATE, OTHER, "evenement: transmission, le: 2024-13-01"]), @r#"Au moins signé depuis le 15 mai 2024 ; le reste de sa vie est en cause | VAL-004 | 1"#);
    // What the préfecture asks for says nothing of what happened.
    let asked = minimal(&[VOTE]).add(LIFE, "teletransmission: { numero: CD-2024/05 }\n");
    assert_snapshot!(run(&asked, &["etat", "--au", "2024-07-01"]).lines().nth(1).unwrap(), @r#"Délibéré depuis le 2 mai 2024"#);
    assert_eq!(asked.command_with(&["etat"]).output().unwrap().status.code(), Some(0));
}

#[test]
fn nothing_is_derived_from_days_that_contradict_one_another() {
    let late = "evenement: signature, partie: departement, le: 2024-06-15";
    let (text, code) = standing(&[VOTE, STATE, late, SENT, PUBLISHED]);
    assert_eq!(code, 1);
    assert_snapshot!(text, @r#"
    Convention d’essai, Rive-Claire, 2024
    Au moins en cours de signature (dernière signature le 13 mai 2024) ; le reste de sa vie est en cause
      2 mai 2024    vote
      13 mai 2024   signature : la Préfète
      16 mai 2024   transmission (en cause)
      21 mai 2024   publication : recueil des actes administratifs (en cause)
      15 juin 2024  signature : le Département (en cause)

    Période d’exécution : du 1er janvier 2024 au 31 décembre 2024

    Ce qui vient
      31 décembre 2024  fin de la période d’exécution

    erreur[DAT-001-tccv]: les dates de l’acte ne se suivent pas : signature le 15 juin 2024, envoi le 16 mai 2024, publication le 21 mai 2024
     --> content/2024/vie.yaml:4:54
      |
    4 |   - { evenement: signature, partie: departement, le: 2024-06-15 }
      |                                                      ^^^^^^^^^^ signature
    5 |   - { evenement: transmission, le: 2024-05-16 }
      |                                    ---------- envoi
    6 |   - { evenement: publication, le: 2024-05-21, ou: recueil des actes administratifs }
      |                                   ---------- publication
      |
      = calcul: l’envoi (16 mai 2024) vient avant la signature (15 juin 2024) ; la publication (21 mai 2024) vient avant la signature (15 juin 2024)
      = à faire: corriger la date fausse

    1 erreur
    "#);
}

#[test]
fn what_is_dated_later_has_not_happened() {
    let later = "evenement: vote, le: 2136-02-01";
    let scenario = minimal(&[later]);
    assert_snapshot!(run(&scenario, &["etat"]).lines().filter(|line| !line.contains("fin de la période")).collect::<Vec<_>>().join("\n"), @r#"
    Convention d’essai, Rive-Claire, 2024
    Projet
      1er février 2136  prévu : vote

    Période d’exécution : du 1er janvier 2024 au 31 décembre 2024, terminée

    Ce qui vient
      1er février 2136  vote, par le Département

    erreur[PRJ-020]: le 1er février 2136 n’est pas encore venu : « vote » ne peut avoir eu lieu
     --> content/2024/vie.yaml:2:28
      |
    2 |   - { evenement: vote, le: 2136-02-01 }
      |                            ^^^^^^^^^^
      |
      = à faire: corriger le jour ; pour ce qui est attendu, écrire « prevu_le » au lieu de « le »

    avertissement[DAT-014-q59v]: le vote est du 1er février 2136, et l’édition de 2024
     --> content/2024/vie.yaml:2:28
      |
    2 |   - { evenement: vote, le: 2136-02-01 }
      |                            ^^^^^^^^^^
      |
      = à faire: vérifier la date et l’année de l’édition (« annee »)

    conseil[VIE-004-442g]: l’acte est voté, et aucun de ses visas ne cite sa délibération
     --> content/2024/vie.yaml:2:28
      |
    2 |   - { evenement: vote, le: 2136-02-01 }
      |                            ^^^^^^^^^^ voté
      |
      = à faire: ajouter à ses « visas », avant de signer : { designation: la délibération …, date: 2136-02-01, objet: autorisant la signature … }

    1 erreur, 1 avertissement, 1 conseil
    "#);
    assert_eq!(scenario.command_with(&["etat"]).output().unwrap().status.code(), Some(1));
    // Who looks from that day on supposes that it has come.
    let state = run(&scenario, &["etat", "--au", "2136-03-01"]);
    assert!(state.contains("Délibéré depuis") && !state.contains("PRJ-020"), "{state}");
    // The pages depend on no clock.
    let built = run(&scenario, &["build", "--format", "typ"]);
    assert!(built.contains("avertissement[PRJ-020]") && built.contains("écrit"), "{built}");
    // From a day of the past, what came after is to come.
    let whole = minimal(&[VOTE, STATE, OTHER, SENT, PUBLISHED]);
    let state = run(&whole, &["etat", "--au", "2024-05-14"]);
    assert!(state.contains("En cours de signature") && !state.contains("PRJ-020"), "{state}");
}

#[test]
fn the_order_of_the_law_is_told_in_time() {
    let told = |events: &[&str]| {
        let said = run(&minimal(events), &["check", "--format", "short"]);
        let said = said.lines().filter(|line| line.contains("vie.yaml:"));
        said.map(|line| line.split_once(": ").unwrap().1.to_owned()).collect::<Vec<_>>().join("\n")
    };
    let vote = "evenement: vote, le: 2024-05-20";
    let assert_told = |events: &[&str], expected: &str| {
        let said = told(events);
        assert!(said.contains(expected), "{events:?} : {said}");
    };
    // The executive signs after the vote; the State may sign before.
    assert_told(&[vote, OTHER], "erreur DAT-001");
    assert_told(&[vote, STATE], "avertissement DAT-001");
    assert_told(&[OTHER], "avertissement VIE-001");
    assert_told(&[STATE], "avertissement VIE-001");
    assert_told(&[VOTE, SENT], "avertissement VIE-001");
    assert_told(&[VOTE, STATE, SENT], "avertissement VIE-001");
    assert_told(&[VOTE, vote], "conseil VIE-003");
    assert_told(&[VOTE, STATE, "evenement: signature, partie: etat, le: 2024-05-14"], "conseil VIE-003");
    assert_told(&[VOTE, STATE, "evenement: signature, le: 2024-05-14"], "conseil VIE-003");
    let silent = |events: &[&str]| assert_eq!(told(events), "", "{events:?}");
    silent(&[VOTE, STATE, OTHER, SENT, RECEIVED, PUBLISHED]);
    // Signed between two votes: the first one empowered to sign.
    assert!(!told(&[VOTE, OTHER, vote]).contains("DAT-001"));
    let of_the_vote =
        "evenement: accusé de réception, le: 2024-05-03, numero: 097-229700018-20240502-c2024050201-DE";
    assert!(!told(&[VOTE, of_the_vote]).contains("VIE-001"));
    // The vote is still to come where only the State has signed.
    assert!(standing(&[STATE]).0.contains("vote, par le Département"));
}

#[test]
fn the_json_form_follows_its_schema() {
    let schema = fs::read_to_string(repository().join("docs/schemas/etat-1.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let planned = "evenement: fin, prevu_le: 2024-12-31, motif: le terme est échu";
    let all = minimal(&[VOTE, STATE, OTHER, SENT, RECEIVED, PUBLISHED, planned]);
    let repository = Scenario::new().repository_project();
    for scenario in [&all, &minimal(&[]), &Scenario::new().project("quatre-ans"), &repository] {
        let text = run(scenario, &["etat", "--au", "2024-06-01", "--format", "json"]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}\n{text}");
    }
    let text = run(&all, &["etat", "--au", "2024-06-01", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["acte"]["etat"], "exécutoire");
    assert_eq!(value["acte"]["depuis"], "2024-05-21");
    assert_eq!(value["acte"]["evenements"][4]["accuse"]["nature"], "CC");
}
