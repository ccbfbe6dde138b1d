//! The life of an act, apart from it: its state is derived, its digest is that of what is signed, its old keys are still read
//! and moved without changing a page, `calpae etat` says where it stands.

use std::collections::BTreeMap;

use calpae::compare::compare;
use calpae::merge::{self, SourceKind, Versions};
use calpae::model::life::ActStatus;
use calpae::project::{self, Disk};
use calpae::snapshot::Snapshot;
use insta::assert_snapshot;

use crate::common::{Scenario, read_tree};

mod standing;

const CONVENTION: &str = "content/2024/convention.yaml";
const LIFE: &str = "content/2024/vie.yaml";
const VOTE: &str = "evenement: vote, le: 2024-05-02";
const STATE: &str = "evenement: signature, partie: etat, le: 2024-05-13";
const OTHER: &str = "evenement: signature, partie: departement, le: 2024-05-15, lieu: Claireville";
const SENT: &str = "evenement: transmission, le: 2024-05-16";
const RECEIVED: &str =
    "evenement: accusé de réception, le: 2024-05-16, numero: 097-229700018-20240515-c2024051501-CC";
const PUBLISHED: &str = "evenement: publication, le: 2024-05-21, ou: recueil des actes administratifs";

fn page(events: &[&str]) -> String {
    let lines: String = events.iter().map(|event| format!("  - {{ {event} }}\n")).collect();
    format!("evenements:\n{lines}")
}

fn minimal(events: &[&str]) -> Scenario {
    Scenario::new().project("minimal").write(LIFE, &page(events))
}

fn snapshot(scenario: &Scenario) -> Snapshot {
    Snapshot::read(project::open(&Disk::new(scenario.path("")), None).unwrap())
}

fn run(scenario: &Scenario, args: &[&str]) -> String {
    let output = scenario.command_with(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    format!("{}{}", text(output.stdout), text(output.stderr))
}

#[test]
fn the_state_is_what_happened() {
    for (events, expected) in [
        (vec![], ActStatus::Draft),
        (vec!["evenement: vote, prevu_le: 2024-06-01"], ActStatus::Draft),
        (vec![VOTE], ActStatus::Voted),
        (vec![VOTE, STATE], ActStatus::Signing),
        (vec![VOTE, STATE, OTHER], ActStatus::Signed),
        (vec![VOTE, "evenement: signature, le: 2024-05-15"], ActStatus::Signed),
        (vec![VOTE, STATE, OTHER, SENT], ActStatus::Transmitted),
        (vec![VOTE, STATE, OTHER, RECEIVED], ActStatus::Transmitted),
        // Published alone, it is not in force.
        (vec![VOTE, STATE, OTHER, PUBLISHED], ActStatus::Signed),
        (vec![VOTE, STATE, SENT, PUBLISHED], ActStatus::Signing),
        (vec![PUBLISHED, SENT, OTHER, STATE, VOTE], ActStatus::Executoire),
        (vec![VOTE, STATE, OTHER, SENT, "evenement: notification, le: 2024-05-22"], ActStatus::Executoire),
        (vec![VOTE, STATE, OTHER, SENT, PUBLISHED, "evenement: fin, le: 2024-12-31"], ActStatus::Executoire),
    ] {
        let snapshot = snapshot(&minimal(&events));
        assert_eq!(snapshot.dossier.unwrap().convention.status, expected, "{events:?}");
    }
}

#[test]
fn several_persons_may_sign_for_a_party() {
    let status = |events: &[&str]| {
        let scenario =
            Scenario::new().project("quatre-ans").write("content/2024-2027/vie.yaml", &page(events));
        snapshot(&scenario).dossier.unwrap().convention.status
    };
    let vote = "evenement: vote, le: 2024-04-02";
    let other = "evenement: signature, partie: departement, le: 2024-05-13";
    let one = "evenement: signature, partie: etat, par: Honorine Vauquelard, le: 2024-05-13";
    let two = "evenement: signature, partie: etat, par: le Préfet de la Haute-Lisière, le: 2024-05-14";
    assert_eq!(status(&[vote, other, one]), ActStatus::Signing);
    assert_eq!(status(&[vote, other, one, two]), ActStatus::Signed);
    assert_eq!(
        status(&[vote, other, "evenement: signature, partie: etat, le: 2024-05-14"]),
        ActStatus::Signed
    );
}

#[test]
fn mistakes_of_the_page_are_told_where_they_stand() {
    let events = [
        "evenement: vote, le: 2024-05-02, organne: commission permanente",
        "evenement: signature, partie: etta, le: 2024-05-13",
        "evenement: publié, le: 2024-05-21",
        "evenement: transmission, le: hier",
    ];
    let said = run(&minimal(&events), &["check", "--format", "short"]);
    let said: Vec<&str> = said.lines().filter(|line| line.starts_with(LIFE)).collect();
    assert_snapshot!(said.join("\n"), @r#"
    content/2024/vie.yaml:2:40: erreur CLE-001-g34c: la clé « organne » est inconnue ici
    content/2024/vie.yaml:3:37: erreur REF-001-7vth: « etta » n’est pas une partie de l’acte
    content/2024/vie.yaml:4:18: erreur VAL-007-6xp9: « publié » n’est pas un mot attendu ici
    content/2024/vie.yaml:5:36: erreur VAL-004-5jbt: « hier » n’est pas un jour
    "#);
}

#[test]
fn no_step_of_the_life_is_in_the_digest() {
    let digest = |scenario: &Scenario| snapshot(scenario).act_digest();
    let draft = Scenario::new().project("minimal");
    let expected = digest(&draft);
    for events in [vec![], vec![VOTE], vec![VOTE, STATE, OTHER, SENT, RECEIVED, PUBLISHED]] {
        assert_eq!(digest(&minimal(&events)), expected);
    }
    let settings = "tolerances:\n  - { regle: FRM-009, lieu: fiches/01, raison: essai }\nregles: { FRM: ignorée }\nchiffres:\n  - { lieu: fiches/01, extrait: 40, raison: essai }\n";
    let tolerant = Scenario::new().project("minimal").add(CONVENTION, settings);
    assert_eq!(digest(&tolerant), expected);
    let dated = Scenario::new().project("minimal").replace(CONVENTION, "2024-05-13", "2024-06-01");
    assert_eq!(digest(&dated), expected);
    // The old keys are the same life.
    let old = Scenario::new()
        .project("minimal")
        .add(CONVENTION, "etat: délibéré\ndates: { deliberation: 2024-05-02 }\n");
    assert_eq!(digest(&old), expected);
    // Another cadre of the project is not the act's.
    let other = Scenario::new().project("minimal").write("content/cadres/autre.yaml", "intitule: Autre\n");
    assert_eq!(digest(&other), expected);
    let amount = Scenario::new().project("minimal").replace(CONVENTION, "1 200 €", "1 300 €");
    assert_ne!(digest(&amount), expected);
    let fiche = Scenario::new().project("minimal").add("content/2024/fiches/01.md", "\nUn mot de plus.\n");
    assert_ne!(digest(&fiche), expected);
}

#[test]
fn the_digest_that_is_printed_is_that_of_what_is_signed() {
    let printed = |events: &[&str]| {
        let scenario = minimal(events);
        run(&scenario, &["build", "--format", "typ"]);
        let text = scenario.read("output/2024/convention.typ");
        let digest = snapshot(&scenario).act_digest();
        let version = text
            .split("version des sources")
            .nth(1)
            .unwrap()
            .trim_start_matches([' ', ':', '\u{a0}', '\u{202f}']);
        assert!(digest.starts_with(&version[..8]), "{version}");
        (text.contains("exécutoire"), digest)
    };
    let (is_in_force, digest) = printed(&[VOTE, STATE, OTHER, SENT, PUBLISHED]);
    assert!(is_in_force);
    assert_eq!(printed(&[]), (false, digest));
}

/// The pages that are composed of an act.
fn composed(scenario: &Scenario) -> BTreeMap<String, Vec<u8>> {
    run(scenario, &["build", "--format", "typ"]);
    let mut pages = read_tree(&scenario.path("output"));
    // What a PDF carries is what it was made of: the page that is moved.
    pages.retain(|path, _| path.ends_with(".typ") && !path.ends_with("/sources.typ"));
    pages
}

#[test]
fn old_keys_are_read_told_once_and_moved() {
    let old = Scenario::new().project("vie-ancienne");
    assert_snapshot!(run(&old, &["check"]), @r#"
    avertissement[IND-037-tjjj]: la matrice n’a de colonne ni pour l’année de l’édition, ni pour une cible : elle s’arrête à « Situation en 2023 »
      --> content/cadres/essai.yaml:16:28
       |
    16 |     - { id: "2023", titre: Situation en 2023 }
       |                            ^^^^^^^^^^^^^^^^^ la dernière colonne
       |
      ::: content/2024/convention.yaml:2:8
       |
     2 | cadre: essai
       |        ----- le cadre de l’édition 2024
       |
       = à faire: ajouter au cadre une colonne « Cible 2024 », ou de l’année, et la renseigner

    conseil[PRJ-018-r6qh]: la vie de l’acte s’écrit maintenant dans « content/2024/vie.yaml »
     --> content/2024/convention.yaml:4:1
      |
    4 | etat: exécutoire                    # publié le 4 juin
      | ^^^^
      |
      = à faire: « calpae check --fix » l’y écrit, et retire d’ici ces clés

    1 avertissement, 1 conseil
    "#);
    let before = (composed(&old), snapshot(&old));
    assert_snapshot!(run(&old, &["check", "--fix", "--format", "short"]), @r#"
    content/cadres/essai.yaml:16:28: avertissement IND-037-tjjj: la matrice n’a de colonne ni pour l’année de l’édition, ni pour une cible : elle s’arrête à « Situation en 2023 »
    content/2024/convention.yaml : 3 corrections
    content/2024/vie.yaml : créé
    "#);
    assert_snapshot!(old.read(CONVENTION), @r#"
    # L'acte comme les premières versions l'écrivaient : sa vie est dans la même page.
    cadre: essai
    annee: 2024
    montant_etat: 1 200 €
    lieu: Claireville
    "#);
    let life = old.read(LIFE);
    assert_snapshot!(life.split("evenements:").nth(1).unwrap(), @r#"
    - { evenement: vote, le: 2024-05-13 }
    - { evenement: signature, le: 2024-05-27 }
    - { evenement: transmission, le: 2024-05-28 }
    - { evenement: accusé de réception, le: 2024-05-29, numero: 097-229700018-20240513-cd2024051301-DE }
    - { evenement: publication, le: 2024-06-04 }
    "#);
    assert!(!run(&old, &["check"]).contains("PRJ-0"));
    let after = (composed(&old), snapshot(&old));
    assert!(before.0 == after.0, "the pages differ");
    assert_eq!(before.1.act_digest(), after.1.act_digest());
    // A commit in the old form and one in the new say the same.
    assert!(compare(&before.1, &after.1).unwrap().delta.is_none());
}

#[test]
fn what_was_only_expected_stays_so() {
    let old =
        Scenario::new().project("vie-ancienne").replace(CONVENTION, "etat: exécutoire ", "etat: délibéré ");
    let before = (composed(&old), snapshot(&old).dossier.unwrap().convention.document_date);
    run(&old, &["check", "--fix"]);
    assert!(old.read(LIFE).contains("{ evenement: signature, prevu_le: 2024-05-27 }"), "{}", old.read(LIFE));
    let after = (composed(&old), snapshot(&old).dossier.unwrap().convention.document_date);
    assert!(before == after);
}

#[test]
fn a_life_is_not_written_twice() {
    let twice = Scenario::new().project("vie-ancienne").write(LIFE, &page(&[VOTE]));
    let said = run(&twice, &["check", "--format", "short"]);
    assert_eq!(said.matches("PRJ-019").count(), 1, "{said}");
    assert_eq!(snapshot(&twice).dossier.unwrap().convention.status, ActStatus::Voted);
    // A migration that was interrupted ends by itself.
    let cut = Scenario::new().project("vie-ancienne");
    let convention = cut.read(CONVENTION);
    run(&cut, &["check", "--fix"]);
    let cut = cut.write(CONVENTION, &convention);
    assert!(run(&cut, &["check", "--format", "short"]).contains("PRJ-019"));
    run(&cut, &["check", "--fix"]);
    assert!(!cut.read(CONVENTION).contains("\netat:"));
}

#[test]
fn a_life_is_told_as_a_life() {
    let (before, after) = (minimal(&[VOTE]), minimal(&[VOTE, STATE, OTHER]));
    let said = run(&after, &["diff", before.path("").to_str().unwrap(), after.path("").to_str().unwrap()]);
    let said: Vec<&str> = said.lines().skip_while(|line| !line.starts_with("Acte")).collect();
    assert_snapshot!(said.join("\n"), @r#"
    Acte : édition 2024

    4 différences : vie de l’acte 4 ; rien qui change l’acte.

    VIE DE L’ACTE
      État de l’acte
        délibéré → signé
      Signature (la Préfète)
        ajouté : 13 mai 2024   content/2024/vie.yaml:3
      Signature (le Département)
        ajouté : 15 mai 2024   content/2024/vie.yaml:4
      Signature (le Département) : lieu
        ajouté : Claireville   content/2024/vie.yaml:4

    CONSTATS RÉGLÉS
        VIE-004-442g (conseil) l’acte est voté, et aucun de ses visas ne cite sa délibération   content/2024/vie.yaml

    1 constat des deux côtés.
    "#);
    let amount = minimal(&[VOTE, STATE, OTHER]).replace(CONVENTION, "1 200 €", "1 300 €");
    let said = run(&amount, &["diff", before.path("").to_str().unwrap(), amount.path("").to_str().unwrap()]);
    assert!(!said.contains("rien qui change l’acte"), "{said}");
}

#[test]
fn two_persons_who_add_an_event_each_merge() {
    let base = page(&[VOTE]);
    let (ours, theirs) =
        (page(&[VOTE, STATE]), page(&["evenement: vote, le: 2024-05-02, organe: séance plénière", OTHER]));
    let versions = Versions { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() };
    let merged = merge::merge(versions, SourceKind::of(LIFE, &base), 7);
    assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    assert_snapshot!(String::from_utf8(merged.bytes).unwrap(), @r#"
    evenements:
      - { evenement: vote, le: 2024-05-02, organe: séance plénière }
      - { evenement: signature, partie: departement, le: 2024-05-15, lieu: Claireville }
      - { evenement: signature, partie: etat, le: 2024-05-13 }
    "#);
}

#[test]
fn those_who_have_signed_are_said_to_have_and_no_other() {
    let scenario = minimal(&[VOTE, STATE]);
    let said = run(&scenario, &["build", "--format", "typ"]);
    let text = scenario.read("output/2024/convention.typ");
    let blocks: Vec<&str> = text.lines().filter(|line| line.contains("(lignes:")).map(str::trim).collect();
    assert_snapshot!(blocks.join("\n"), @r#"
    (lignes: ([La Préfète],[de Rive-Claire],), nom: [Solange Aubépin], signe: [Signé le 13 mai 2024]),
    (lignes: ([Le Président],[du Conseil départemental],), nom: [Anselme Corvée]),
    "#);
    assert!(text.contains("en cours de signature"), "{said}");
    assert!(!text.contains("Fait à Claireville, le 1"), "{text}");
    // The name stands under the block all along: when the day is not known, the word alone tells.
    let scenario = minimal(&[VOTE, "evenement: signature, partie: etat"]);
    run(&scenario, &["build", "--format", "typ"]);
    let text = scenario.read("output/2024/convention.typ");
    assert!(text.contains("nom: [Solange Aubépin], signe: [Signé]"), "{text}");
    assert!(text.contains("nom: [Anselme Corvée]),"), "{text}");
}

#[test]
fn the_visa_says_by_which_vote_the_act_is_signed() {
    let visas = "visas:\n  - { designation: la délibération du Conseil départemental, objet: autorisant la signature de la présente convention, nature: vote }\n";
    let numbered = "evenement: vote, le: 2024-05-02, numero: CD-2024-05-02";
    let told = |events: &[&str], visas: &str| {
        let said = run(&minimal(events).add(CONVENTION, visas), &["check", "--format", "short"]);
        said.lines()
            .filter(|line| line.contains("VIE-004"))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    assert_snapshot!(told(&[numbered], ""), @r#"content/2024/vie.yaml:2:28: conseil VIE-004-hstp: l’acte est voté, et aucun de ses visas ne cite sa délibération"#);
    assert_snapshot!(told(&[numbered], visas), @r#"content/2024/convention.yaml:7:20: conseil VIE-004-6pnt: le visa de la délibération n’a ni jour ni numéro, et la vie de l’acte les dit"#);
    assert_eq!(told(&[VOTE], &visas.replace(" nature:", " date: 2024-05-02, nature:")), "");
    // What is signed does not change any more; what is not voted has nothing to cite.
    assert_eq!(told(&[numbered, STATE], visas), "");
    assert_eq!(told(&["evenement: vote, prevu_le: 2024-06-02"], visas), "");
    let avenant = minimal(&[VOTE, STATE, OTHER])
        .write("content/2024/avenants/01/avenant.yaml", "objet: essai\n")
        .write("content/2024/avenants/01/vie.yaml", &page(&["evenement: vote, le: 2024-06-02"]));
    let said = run(&avenant, &["check"]);
    let said: Vec<&str> = said.lines().skip_while(|line| !line.contains("VIE-004")).take(7).collect();
    assert_snapshot!(said.join("\n"), @r#"
    conseil[VIE-004-cw8h]: l’avenant n° 1 est voté, et aucun de ses visas ne cite sa délibération
     --> content/2024/avenants/01/vie.yaml:2:28
      |
    2 |   - { evenement: vote, le: 2024-06-02 }
      |                            ^^^^^^^^^^ voté
      |
      = à faire: ajouter à ses « visas », avant de signer : { designation: la délibération …, date: 2024-06-02, objet: autorisant la signature … }
    "#);
}

#[test]
fn the_stamp_says_what_happened_and_certifies_nothing() {
    let numbered = "evenement: vote, le: 2024-05-02, numero: CD-2024-05-02";
    let published = "evenement: publication, le: 2024-05-21, ou: site internet du Département";
    let scenario = minimal(&[numbered, STATE, OTHER, SENT, RECEIVED, published]);
    run(&scenario, &["build", "--format", "typ"]);
    let text = scenario.read("output/2024/convention.typ");
    let stamp: Vec<&str> =
        text.lines().skip_while(|line| !line.contains("timbre:")).take(11).map(str::trim).collect();
    assert_snapshot!(stamp.join("\n"), @r#"
    timbre: (
    titre: [Acte exécutoire],
    lignes: (
    (cle: [Accusé de réception], valeur: [097\-229700018\-20240515\-c2024051501\-CC]),
    (cle: [Délibération], valeur: [n° CD\-2024\-05\-02 du 2 mai 2024]),
    (cle: [Envoi à la préfecture], valeur: [16 mai 2024]),
    (cle: [Réception par le préfet], valeur: [16 mai 2024]),
    (cle: [Publication], valeur: [21 mai 2024]),
    (cle: [Lieu de publication], valeur: [site internet du Département]),
    ),
    ),
    "#);
    assert!(!text.contains("certifié") && !text.contains("RAAD"));
}
