//! `calpae export`: the amounts as a table, and the folder that is sent to the préfecture. Names, digests, what is asked for,
//! what is refused, and nothing written over.

use std::collections::BTreeMap;
use std::fs;

use calpae::project::{self, Disk, sha256};
use calpae::snapshot::Snapshot;

use crate::common::{Scenario, read_tree, repository};

const LIFE: &str = "content/2024/vie.yaml";
const SIGNED: &str = "evenements:
  - { evenement: vote, le: 2024-05-02 }
  - { evenement: signature, partie: etat, le: 2024-05-13 }
  - { evenement: signature, partie: departement, le: 2024-05-15 }
";
const SENDING: &str = "teletransmission: { numero: cd2024_05, matiere: 8.2 Aide sociale, classification: 2019-04-18, arrondissement: 1 }\n";
const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";
const NAME: &str = "097-229700018-20240515-CD2024_05-CC";

/// The smallest project, signed by both parties, with a PDF that stands for the signed one.
fn signed(sending: &str) -> Scenario {
    Scenario::new()
        .project("minimal")
        .write(LIFE, &format!("{SIGNED}{sending}"))
        .bytes("signe.pdf", PDF)
        .bytes("plan.PNG", b"\x89PNG\r\n\x1a\n")
        .args(["export", "actes", "--pdf", "signe.pdf"])
}

/// The files of a folder, whose digests are those of its manifest.
fn checked(scenario: &Scenario, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let files = read_tree(&scenario.path(folder));
    let manifest = String::from_utf8(files["manifeste.sha256"].clone()).unwrap();
    let named: BTreeMap<&str, &str> =
        manifest.lines().map(|line| line.split_once("  ").unwrap()).map(|(sum, name)| (name, sum)).collect();
    assert_eq!(named.len() + 1, files.len(), "{manifest}");
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "manifeste.sha256") {
        assert_eq!(named[name.as_str()], sha256(bytes), "{name}");
    }
    files
}

#[test]
fn the_signed_act_is_ready_to_be_sent() {
    let scenario = signed(SENDING).args([
        "export",
        "actes",
        "--pdf",
        "signe.pdf",
        "--annexe",
        "plan.PNG",
        "--sortie",
        "envoi",
    ]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.starts_with("écrit : envoi\n"), "{outcome}");
    let files = checked(&scenario, "envoi");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let own = [
        format!("{NAME}-1-1_0.xml"),
        format!("{NAME}-1-1_1.pdf"),
        format!("{NAME}-1-1_2.png"),
        "bordereau.txt".to_owned(),
        "manifeste.sha256".to_owned(),
        "metadonnees.json".to_owned(),
    ];
    assert_eq!(names, own);
    // The signed file, byte for byte.
    assert_eq!(files[&own[1]], PDF);
    let message: String = files[&own[0]].iter().map(|byte| char::from(*byte)).collect();
    for part in [
        "encoding=\"ISO-8859-1\"",
        "actes:Date=\"2024-05-15\" actes:NumeroInterne=\"CD2024_05\" actes:CodeNatureActe=\"4\"",
        "<actes:CodeMatiere1 actes:CodeMatiere=\"8\"/>",
        "<actes:CodeMatiere2 actes:CodeMatiere=\"2\"/>",
        "<actes:ClassificationDateVersion>2019-04-18</actes:ClassificationDateVersion>",
        "<actes:Annexes actes:Nombre=\"1\">",
        "entre l'État et le Département de Rive-Claire</actes:Objet>",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
    let slip = String::from_utf8(files["bordereau.txt"].clone()).unwrap();
    for part in ["CD2024_05", "15 mai 2024", "8.2 Aide sociale", &own[2]] {
        assert!(slip.contains(part), "{part}\n{slip}");
    }
    let data: serde_json::Value = serde_json::from_slice(&files["metadonnees.json"]).unwrap();
    assert_eq!(data["identifiant"], NAME);
    assert_eq!(data["nature"]["code"], 4);
    assert_eq!(data["matiere"]["code"], "8.2");
    assert_eq!(data["fichiers"][1]["origine"], "plan.PNG");
}

#[test]
fn nothing_is_written_over() {
    let scenario = signed(SENDING);
    let first = scenario.run();
    let folder = format!("output/2024/actes-{NAME}");
    assert_eq!(first.code, 0, "{first}");
    let before = checked(&scenario, &folder);
    let again = scenario.run();
    assert_eq!((again.code, again.stdout.as_str()), (2, ""), "{again}");
    assert!(again.stderr.contains("existe déjà"), "{again}");
    assert_eq!(read_tree(&scenario.path(&folder)), before);
    for (place, said) in [
        ("signe.pdf", "existe déjà"),
        ("nulle-part/envoi", "n’existe pas"),
        ("content/2024/envoi", "content"),
        ("..", "n’a pas de nom"),
    ] {
        let scenario = signed(SENDING).args(["export", "actes", "--pdf", "signe.pdf", "--sortie", place]);
        let before = read_tree(&scenario.path(""));
        let outcome = scenario.run();
        assert_eq!(outcome.code, 2, "{place} : {outcome}");
        assert!(outcome.stderr.contains(said), "{place} : {outcome}");
        assert_eq!(read_tree(&scenario.path("")), before, "{place}");
    }
}

#[test]
fn what_nobody_wrote_is_asked_for_where_it_belongs() {
    let scenario = signed("");
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
    for part in [
        "erreur[TEL-001]: l’acte que l’on transmet n’a pas de numéro",
        "--> content/2024/vie.yaml:1:1",
        "« teletransmission: { numero: AAAA_NNN, matiere: 8.2 Aide sociale } »",
        "erreur[TEL-001]: la matière de l’acte",
        "conseil[TEL-001]: la date de la classification",
        "conseil[TEL-001]: l’arrondissement",
        "rien n’a été écrit",
    ] {
        assert!(outcome.stderr.contains(part), "{part}\n{outcome}");
    }
    assert!(!scenario.path("output").exists());
    // Nothing has happened yet: there is no page, and no day.
    let outcome = Scenario::new().project("minimal").args(["export", "actes"]).run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("le jour de la signature n’est pas écrit"), "{outcome}");
    assert!(outcome.stderr.contains("« content/2024/vie.yaml » n’existe pas encore"), "{outcome}");
    assert!(outcome.stderr.contains("avertissement[TEL-003]: l’acte n’est pas encore signé"), "{outcome}");
}

#[test]
fn the_framework_says_the_matiere_of_its_acts_and_the_digest_stays() {
    let digest = |scenario: &Scenario| {
        Snapshot::read(project::open(&Disk::new(scenario.path("")), None).unwrap()).act_digest()
    };
    let cadre = "content/cadres/essai.yaml";
    let bare = signed("teletransmission: { numero: A1 }\n");
    let without = digest(&bare);
    let scenario = bare.add(cadre, "matiere: 8.2 Aide sociale\n");
    assert_eq!(digest(&scenario), without, "how an act is sent is no part of what is signed");
    assert_ne!(digest(&signed("").add(cadre, "part_etat_max: 40 %\n")), without);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = checked(&scenario, "output/2024/actes-097-229700018-20240515-A1-CC");
    assert!(!files.keys().any(|name| name.ends_with(".xml")), "without its classification");
    // The act says better than its framework.
    let scenario = signed("teletransmission: { numero: A1, matiere: 7.5 }\n").add(cadre, "matiere: 8.2\n");
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = checked(&scenario, "output/2024/actes-097-229700018-20240515-A1-CC");
    let slip = String::from_utf8(files["bordereau.txt"].clone()).unwrap();
    assert!(slip.contains("Matière              7.5\n"), "{slip}");
}

#[test]
fn what_has_not_the_form_is_told_once_and_keeps_the_act_here() {
    for (sending, said) in [
        ("{ numero: CD-2024/05, matiere: 8.2 }", "« CD_2024_05 », par exemple"),
        ("{ numero: LMC1000000241770, matiere: 8.2 }", "15 signes au plus"),
        ("{ numero: \"../../etc\", matiere: 8.2 }", "n’est pas le numéro d’un acte"),
        ("{ numero: \"A\\u202eB\", matiere: 8.2 }", "TEL-002"),
        ("{ numero: A1, matiere: Aide sociale }", "« Aide sociale » n’est pas une matière"),
        ("{ numero: A1, matiere: 8.2, arrondissement: nord }", "n’est pas le chiffre d’un arrondissement"),
        ("{ numero: A1, matiere: 8.2, classification: hier }", "hier"),
    ] {
        let scenario = signed(&format!("teletransmission: {sending}\n"));
        let check = scenario.command_with(&["check", "--format", "short"]).output().unwrap();
        assert_eq!(check.status.code(), Some(1), "{sending}");
        let outcome = scenario.run();
        let written = scenario.path("output").exists();
        assert_eq!((outcome.code, written), (1, false), "{sending} : {outcome}");
        assert!(outcome.stderr.contains(said), "{sending} : {outcome}");
        assert!(!outcome.stderr.contains("erreur[TEL-001]"), "{sending} : {outcome}");
    }
    let unknown = signed("teletransmission: { numéros: A1, matiere: 8.2 }\n").run();
    assert!(unknown.stderr.contains("vouliez-vous dire « numero »"), "{unknown}");
    for (from, to, said) in [
        ("\"229700018\"", "\"229700019\"", "n’est pas un SIREN"),
        ("\"229700018\"", "\"22970001\"", "n’est pas un SIREN"),
        ("\"97\"", "\"9/7\"", "n’est pas le code d’un département"),
    ] {
        let outcome = signed(SENDING).replace("content/organisation.yaml", from, to).run();
        assert_eq!(outcome.code, 1, "{to} : {outcome}");
        assert!(outcome.stderr.contains(said), "{to} : {outcome}");
        assert!(outcome.stderr.contains("--> content/organisation.yaml:2:"), "{to} : {outcome}");
    }
    let corsican = signed(SENDING).replace("content/organisation.yaml", "\"97\"", "\"2a\"");
    let outcome = corsican.run();
    assert!(outcome.stdout.contains("02A-229700018-20240515-CD2024_05-CC-1-1_1.pdf"), "{outcome}");
    assert!(!outcome.stderr.contains("TEL-002"), "{outcome}");
}

#[test]
fn a_file_that_the_platform_would_refuse_is_refused() {
    let body = "%PDF-1.7\n";
    let locked = format!("{body}xref\n0 1\ntrailer\n<</Encrypt 3 0 R>>\nstartxref\n{}\n%%EOF\n", body.len());
    for (bytes, said) in [
        (&b"PK\x03\x04"[..], "ce n’est pas un PDF"),
        (&b"%PDF-1.7\n"[..], "sa fin manque"),
        (locked.as_bytes(), "mot de passe"),
        (&b""[..], "ce n’est pas un PDF"),
    ] {
        let scenario = signed(SENDING).bytes("signe.pdf", bytes);
        let outcome = scenario.run();
        assert_eq!((outcome.code, scenario.path("output").exists()), (2, false), "{outcome}");
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
    let refused = [
        (vec!["--pdf", "absent.pdf"], "ne peut être lu"),
        (vec!["--pdf", "content"], "n’est pas un fichier"),
        (
            vec!["--pdf", "signe.pdf", "--annexe", "content/organisation.yaml"],
            "ni un PDF, ni un JPEG, ni un PNG",
        ),
        (vec!["--pdf", "signe.pdf", "--avenant", "1"], "n’a pas d’avenant"),
    ];
    for (options, said) in refused {
        let outcome = signed(SENDING).args(["export", "actes"].into_iter().chain(options)).run();
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let scenario = signed(SENDING)
        .replace(
            "content/organisation.yaml",
            "nom: L'État",
            "nom: \"L'État </actes:Objet><actes:Objet> & \\\"x\\\" \\u202e œ\"",
        )
        .bytes("a\u{1b}[31m.pdf", PDF)
        .args(["export", "actes", "--pdf", "a\u{1b}[31m.pdf", "--sortie", "envoi"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(!outcome.stdout.contains('\u{1b}') && !outcome.stderr.contains('\u{1b}'), "{outcome}");
    let files = checked(&scenario, "envoi");
    let message: String = files[&format!("{NAME}-1-1_0.xml")].iter().map(|byte| char::from(*byte)).collect();
    assert_eq!(message.matches("<actes:Objet>").count(), 1, "{message}");
    assert!(message.contains("&lt;/actes:Objet&gt;&lt;actes:Objet&gt; &amp; &quot;x&quot;"), "{message}");
    let slip = String::from_utf8(files["bordereau.txt"].clone()).unwrap();
    assert!(!slip.contains('\u{1b}'), "{slip}");
}

#[test]
fn an_act_that_has_gone_or_is_not_signed_is_said_and_sent() {
    let one = "evenements:\n  - { evenement: vote, le: 2024-05-02 }\n  - { evenement: signature, partie: etat, le: 2024-05-13 }\n";
    let scenario = signed(SENDING).write(LIFE, &format!("{one}{SENDING}"));
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("il est « en cours de signature »"), "{outcome}");
    assert!(outcome.stdout.contains("-20240513-"), "{outcome}");
    let received = "  - { evenement: accusé de réception, le: 2024-05-16, numero: 097-229700018-20240515-CD2024_05-CC }\n";
    let outcome = signed(SENDING).write(LIFE, &format!("{SIGNED}{received}{SENDING}")).run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("a déjà accusé réception"), "{outcome}");
    // An error that nothing tolerates was perhaps signed.
    let outcome = signed(SENDING).replace("content/2024/convention.yaml", "1 200 €", "1 300 €").run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("que rien ne tolère"), "{outcome}");
}

/// The second fixture has images, and its receipt is that of its vote.
#[test]
fn the_facts_of_another_fixture_name_its_files() {
    let scenario = Scenario::new()
        .project("temoin")
        .add(LIFE, "teletransmission: { numero: lmc100000024177, matiere: 8.2 }\n")
        .bytes("signe.pdf", PDF)
        .args(["export", "actes", "--pdf", "signe.pdf", "--sortie", "envoi"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = checked(&scenario, "envoi");
    assert!(files.contains_key("098-229800040-20240328-LMC100000024177-CC-1-1_1.pdf"), "{outcome}");
}

#[test]
fn an_avenant_is_sent_under_its_own_number() {
    let life = "content/2024/avenants/01/vie.yaml";
    let scenario = signed(SENDING)
        .write("content/2024/avenants/01/avenant.yaml", "objet: report de l'action\n")
        .write(
            life,
            "evenements:\n  - { evenement: signature, le: 2024-11-04 }\nteletransmission: { numero: AV1, matiere: 8.2 }\n",
        )
        .args(["export", "actes", "--avenant", "1", "--pdf", "signe.pdf", "--sortie", "envoi"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = checked(&scenario, "envoi");
    assert!(files.contains_key("097-229700018-20241104-AV1-CC-1-1_1.pdf"), "{outcome}");
    let data: serde_json::Value = serde_json::from_slice(&files["metadonnees.json"]).unwrap();
    assert!(data["objet"].as_str().unwrap().starts_with("Avenant n° 1 : report de l'action – "), "{data}");
}

#[test]
#[cfg(feature = "pdf")]
fn without_a_file_the_one_of_the_output_must_be_that_of_the_sources() {
    let scenario = signed(SENDING).args(["export", "actes", "--sortie", "envoi"]);
    let absent = scenario.run();
    assert_eq!(absent.code, 2, "{absent}");
    assert!(absent.stderr.contains("n’existe pas") && absent.stderr.contains("--pdf"), "{absent}");
    let built = scenario.command_with(&["build", "--format", "pdf"]).output().unwrap();
    assert!(built.status.success());
    let pdf = fs::read(scenario.path("output/2024/convention.pdf")).unwrap();
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(checked(&scenario, "envoi")[&format!("{NAME}-1-1_1.pdf")], pdf);
    let scenario = scenario
        .replace("content/2024/convention.yaml", "1 200 €", "1 300 €")
        .args(["export", "actes", "--sortie", "autre"]);
    let stale = scenario.run();
    assert_eq!((stale.code, scenario.path("autre").exists()), (2, false), "{stale}");
    assert!(stale.stderr.contains("n’est pas la version nette que font les sources"), "{stale}");
}

#[test]
fn the_demonstration_is_not_sent_and_what_it_would_lack_is_asked_for() {
    let scenario = Scenario::new().repository_project().bytes("signe.pdf", PDF).args([
        "export",
        "actes",
        "--pdf",
        "signe.pdf",
    ]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, scenario.path("output").exists()), (1, false), "{outcome}");
    assert!(outcome.stderr.contains("erreur[TEL-003]: cet acte est une démonstration"), "{outcome}");
    assert!(outcome.stderr.contains("erreur[TEL-001]"), "{outcome}");
    // The same act, were it one: its SIREN and its day are those of its receipt.
    let scenario = scenario
        .replace("content/2022/convention.yaml", "demonstration: oui\n", "")
        .add("content/2022/vie.yaml", "teletransmission: { numero: LMC100000024177, matiere: 8.2 }\n");
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let folder = "output/2022/actes-077-227700010-20220929-LMC100000024177-CC";
    let files = checked(&scenario, folder);
    assert!(files.contains_key("077-227700010-20220929-LMC100000024177-CC-1-1_1.pdf"), "{outcome}");
}

#[test]
fn the_amounts_go_to_a_file_or_to_the_output() {
    let scenario = Scenario::new().repository_project().args(["export", "montants"]);
    let printed = scenario.run();
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""), "{printed}");
    assert!(printed.stdout.starts_with("\u{feff}Fiche;Intitulé;Axe;"), "{printed}");
    let written = scenario.command_with(&["export", "montants", "--sortie", "m.csv"]).output().unwrap();
    assert!(written.status.success());
    assert!(String::from_utf8(written.stdout).unwrap().starts_with("écrit : m.csv, "));
    assert_eq!(scenario.read("m.csv"), printed.stdout);
    let again = scenario.command_with(&["export", "montants", "--sortie", "m.csv"]).output().unwrap();
    assert_eq!(again.status.code(), Some(2));
    let json = scenario.command_with(&["export", "montants", "--format", "json"]).output().unwrap();
    let rows: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len() + 1, csv_rows(&printed.stdout), "a row for each, and the titles");
    // The same amounts as those that the PDF carries.
    let snapshot = Snapshot::read(project::open(&Disk::new(repository().to_owned()), None).unwrap());
    let carried = calpae::export::amounts::rows(snapshot.dossier.as_ref().unwrap(), &snapshot.sources);
    assert_eq!(calpae::export::amounts::csv(&carried), printed.stdout);
}

fn csv_rows(text: &str) -> usize {
    text.split("\r\n").filter(|line| !line.is_empty()).count()
}

#[test]
fn a_table_that_would_lack_a_fiche_is_not_written() {
    let scenario = Scenario::new()
        .project("minimal")
        .replace("content/2024/fiches/01.md", "annexe: A\n", "annexe: [\n")
        .args(["export", "montants", "--sortie", "m.csv"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, scenario.path("m.csv").exists()), (1, false), "{outcome}");
    assert!(outcome.stderr.ends_with("rien n’a été écrit\n"), "{outcome}");
}
