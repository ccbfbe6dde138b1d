//! What is told of a PDF that was signed, and of one that is to be sent.

use std::fs;

use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, Formats, WantedDocument};
use calpae::project::{Disk, open};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::typeset;

use super::certificates::{AUTHORITY, CertificateModel, p256_signer};
use super::{FICHE, built, conforms, run, sign, signed_twice};
use crate::common::{Scenario, read_tree, repository};

#[test]
fn a_signed_pdf_alone_in_an_empty_folder_is_verified() {
    let scenario = signed_twice();
    let pdf = fs::read(scenario.path("signes/convention-signe.pdf")).unwrap();
    let alone = Scenario::new().bytes("recu.pdf", &pdf).bytes("autorites/a.der", &AUTHORITY.certificate);
    let (alone, outcome) = run(alone, &["verify", "recu.pdf"]);
    assert_eq!(outcome.code, 2, "nobody says who signed: {outcome}");
    assert!(
        outcome.stdout.contains("premiers octets sont exactement ce que font les sources jointes"),
        "{outcome}"
    );
    assert!(outcome.stdout.contains("1. État, champ Signature_etat : intacte\n"), "{outcome}");
    assert!(outcome.stdout.contains("2. Département, champ Signature_departement : intacte\n"), "{outcome}");
    let (alone, outcome) = run(alone, &["verify", "recu.pdf", "--trust", "autorites"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert!(
        outcome.stdout.ends_with("Tout ce qui a été demandé est vérifié : signatures et pages.\n"),
        "{outcome}"
    );
    let (alone, outcome) = run(alone, &["verify", "recu.pdf", "--trust", "autorites", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(said["verdict"], "oui");
    assert_eq!(said["pages"]["verdict"], "oui");
    conforms(&said, "verification-1");
    // Another authority did not issue these certificates.
    let other =
        p256_signer(9, CertificateModel { subject: "CN=Autre", is_authority: true, ..Default::default() });
    let alone = alone.bytes("autres/b.der", &other.certificate);
    let (_, outcome) = run(alone, &["verify", "recu.pdf", "--trust", "autres"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(
        outcome.stdout.contains("NON : aucune des autorités données n’a délivré ce certificat"),
        "{outcome}"
    );
}

#[test]
fn a_byte_changed_below_the_signatures_is_told() {
    let scenario = signed_twice();
    let mut pdf = fs::read(scenario.path("signes/convention-signe.pdf")).unwrap();
    let at = pdf.windows(5).position(|window| window == b"/Lang").unwrap();
    pdf[at + 1] = b'l';
    let (_, outcome) =
        run(scenario.bytes("faux.pdf", &pdf), &["verify", "faux.pdf", "--trust", "cles/autorite.der"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("le document a changé depuis qu’il a été signé"), "{outcome}");
}

/// The PDF of a project whose carried copies of some files are others: the pages say one thing, the sources another.
fn with_other_files(scenario: &Scenario, edits: &[(&str, &str, &str)]) -> Vec<u8> {
    let disk = Disk::new(scenario.path(""));
    let snapshot = Snapshot::read(open(&disk, None).unwrap());
    let (store, _) = TemplateStore::new(&snapshot);
    let form = DocumentForm { presentation: Presentation::Clean, carries_sources: true };
    let formats = Formats { typ: true, pdf: false, png: false, heard: false };
    let mut report = calpae::diagnostic::Report::default();
    let wanted = (WantedDocument::Convention, form);
    let made = pipeline::make(wanted, &snapshot, &store, formats, &mut report, |_| ()).unwrap();
    let mut files = made.files;
    for (path, from, to) in edits {
        let copy = files.get_mut(*path).unwrap();
        let text = String::from_utf8(copy.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        *copy = text.replacen(from, to, 1).into_bytes();
    }
    let day = snapshot.dossier.as_ref().unwrap().convention.document_date;
    let bundle = calpae::render::Bundle { main_file: "convention.typ".to_owned(), files };
    let date = (day.year(), day.month(), day.day());
    typeset::compose(&bundle).unwrap_or_else(|_| panic!("composed")).pdf(date).unwrap()
}

#[test]
fn sources_that_make_other_pages_are_told_with_the_fiche_and_the_amount() {
    let scenario = built("temoin");
    let text = scenario.read(FICHE);
    let line = text.lines().find(|line| line.contains("montant:") && line.contains('€')).unwrap();
    let amount = line.split("montant:").nth(1).unwrap().split('€').next().unwrap().trim();
    let fiche = format!("sources/{FICHE}");
    let fiche = fiche.as_str();
    let pdf = with_other_files(&scenario, &[(fiche, amount, "77 777")]);
    let (scenario, outcome) = run(scenario.bytes("faux.pdf", &pdf), &["verify", "faux.pdf"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("DIFFÉRENTES"), "{outcome}");
    assert!(
        outcome.stdout.contains(&format!("source qui n’est plus celle dont le PDF a été fait : {FICHE}")),
        "{outcome}"
    );
    assert!(outcome.stdout.contains("Fiche 1"), "{outcome}");
    assert!(outcome.stdout.replace('\u{202f}', " ").contains("77 777"), "{outcome}");
    // Another version of the program words some sources otherwise: what differs is told, and proves nothing.
    let program = concat!("calpae ", env!("CARGO_PKG_VERSION"));
    let older = with_other_files(
        &scenario,
        &[(fiche, amount, "77 777"), ("convention/calpae.json", program, "calpae 0.0.9")],
    );
    let (scenario, outcome) = run(scenario.bytes("ancien.pdf", &older), &["verify", "ancien.pdf"]);
    assert!(outcome.stdout.contains("on ne peut le dire : il a été fait par calpae 0.0.9"), "{outcome}");
    assert!(!outcome.stdout.contains("DIFFÉRENTES"), "{outcome}");
    assert!(outcome.stdout.replace('\u{202f}', " ").contains("77 777"), "{outcome}");
    // The semantic comparison names it too.
    let (_, outcome) = run(scenario, &["diff", "faux.pdf", "."]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.replace('\u{202f}', " ").contains("77 777"), "{outcome}");
}

#[test]
fn what_was_signed_is_compared_with_a_version() {
    let scenario = signed_twice();
    let args = ["verify", "signes/convention-signe.pdf", "--trust", "cles/autorite.der", "--against", "."];
    let (scenario, outcome) = run(scenario, &args);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.contains("aucune différence avec"), "{outcome}");
    let text = scenario.read(FICHE);
    let scenario = scenario.write(FICHE, &text.replacen("titre: ", "titre: Autrement, ", 1));
    let (scenario, outcome) = run(scenario, &args);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("diffère des sources du PDF"), "{outcome}");
    assert!(outcome.stdout.contains("Autrement,"), "{outcome}");
    // What is signed is no less sure.
    let end = "Le document est vérifié, signatures et pages ; mais la version à laquelle on le compare diffère : voir ci-dessus.\n";
    assert!(outcome.stdout.ends_with(end), "{outcome}");
    let (_, outcome) = run(scenario, &["diff", "signes/convention-signe.pdf", "."]);
    assert_eq!(outcome.code, 1, "{outcome}");
}

/// Nothing is wrong, and not all is there: it is not success.
#[test]
fn a_missing_signature_and_that_of_another_party_are_told() {
    let trust = ["--trust", "cles/autorite.der"];
    let scenario = built("temoin");
    let file = "output/2024/convention.pdf";
    let (scenario, outcome) = run(scenario, &["verify", file]);
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.ends_with("ses sources ; il n’est pas signé.\n"), "{outcome}");
    let (scenario, outcome) = run(scenario, &[["verify", file], trust].concat());
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stdout.ends_with("il n’y a pas de signature à vérifier.\n"), "{outcome}");
    let (scenario, outcome) = sign(scenario, file, "etat", "etat");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    let signed = "output/2024/convention-signe.pdf";
    let (scenario, outcome) = run(scenario, &[["verify", signed], trust].concat());
    assert_eq!(outcome.code, 2, "{outcome}");
    let end = "Incomplet : ce qui est signé est vérifié, et il manque une signature.\n";
    assert!(outcome.stdout.ends_with(end), "{outcome}");
    assert!(outcome.stdout.contains("reste à signer : champ Signature_departement, par "), "{outcome}");
    // The key of the other party.
    let (scenario, outcome) = sign(scenario, signed, "departement", "etat");
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("attention : ce certificat est au nom de"), "{outcome}");
    let (_, outcome) = run(scenario, &[["verify", signed], trust].concat());
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stdout.contains("AUTRE PARTIE : ce certificat est au nom de"), "{outcome}");
}

/// A template prints what it wants: it does not run unasked, and counts as a difference.
#[test]
fn the_templates_that_a_pdf_carries_are_told() {
    let template = "templates/convention/fiche.typ.tera";
    let own = fs::read_to_string(repository().join(template)).unwrap();
    let scenario = built("temoin");
    let plain = read_tree(&scenario.path("content"));
    let scenario = scenario.write(template, &format!("#show \"60 000\": \"90 000\"\n{own}"));
    let (scenario, outcome) = run(scenario, &["build", "convention", "--format", "pdf"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let pdf = "output/2024/convention.pdf";
    let (scenario, outcome) = run(scenario, &["verify", pdf]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stdout.contains(&format!("PROPRES GABARITS : {template} ;")), "{outcome}");
    assert!(outcome.stdout.contains("« --gabarits »"), "{outcome}");
    let (scenario, outcome) = run(scenario, &["verify", pdf, "--gabarits", "--against", "."]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let mut scenario = scenario;
    for (path, bytes) in &plain {
        scenario = scenario.bytes(&format!("vote/content/{path}"), bytes);
    }
    let (_, outcome) = run(scenario, &["verify", pdf, "--gabarits", "--against", "vote"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains(&format!("{template} (gabarit, qui décide")), "{outcome}");
    assert!(outcome.stdout.contains("- #show \"60 000\": \"90 000\"\n"), "{outcome}");
}

/// What is sent under the name of an act is that act, and holds.
#[test]
fn a_pdf_is_verified_before_it_is_sent() {
    let life = "content/2024/vie.yaml";
    let sending = "teletransmission: { numero: CD2024_05, matiere: 8.2 Aide sociale }\n";
    let signed = "evenements:\n  - { evenement: signature, partie: etat, le: 2024-05-13 }\n  - { evenement: signature, partie: departement, le: 2024-05-15 }\n";
    let scenario = signed_twice().write(life, &format!("{signed}{sending}"));
    let pdf = fs::read(scenario.path("signes/convention-signe.pdf")).unwrap();
    let end = pdf.len() - 1;
    let mut broken = pdf.clone();
    let at = pdf.windows(5).position(|window| window == b"/Lang").unwrap();
    broken[at + 1] = b'l';
    let other = built("val-d-ambre");
    let edition = fs::read_dir(other.path("output")).unwrap().next().unwrap().unwrap().file_name();
    let other = fs::read(other.path(&format!("output/{}/convention.pdf", edition.display()))).unwrap();
    let scenario = scenario
        .bytes("casse.pdf", &broken)
        .bytes("ajout.pdf", &[&pdf[..end], b"\nx"].concat())
        .bytes("autre.pdf", &other);
    let (scenario, outcome) = run(scenario, &["build", "--annotee", "--format", "pdf"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let annotated = fs::read(scenario.path("output/2024/convention.pdf")).unwrap();
    let (scenario, outcome) = run(scenario, &["build", "--public", "--format", "pdf"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let public = fs::read(scenario.path("output/2024/convention-publique.pdf")).unwrap();
    let mut scenario = scenario.bytes("annotee.pdf", &annotated).bytes("publique.pdf", &public);
    for (file, code, said) in [
        ("casse.pdf", 1, "a une signature qui ne tient pas"),
        ("ajout.pdf", 1, "a une signature qui ne tient pas"),
        ("autre.pdf", 1, "n’est pas l’acte de ce dossier"),
        ("annotee.pdf", 1, "est la version annotée de l’acte"),
        ("publique.pdf", 1, "est une version publique"),
        ("signes/convention.pdf", 0, "n’a pas de signature électronique"),
        ("signes/convention-signe.pdf", 0, "et « vie.yaml » dit 15"),
    ] {
        let folder = format!("envoi-{}", file.replace('/', "-"));
        let (next, outcome) = run(scenario, &["export", "actes", "--pdf", file, "--sortie", &folder]);
        assert_eq!(outcome.code, code, "{file}: {outcome}");
        assert!(outcome.stderr.contains("TEL-004") && outcome.stderr.contains(said), "{file}: {outcome}");
        assert_eq!(next.path(&folder).exists(), code == 0, "{file}");
        scenario = next;
    }
    let slip = scenario.read("envoi-signes-convention-signe.pdf/bordereau.txt");
    assert!(slip.contains(", 2 signatures électroniques ; "), "{slip}");
    let text = scenario.read(FICHE);
    let scenario = scenario.write(FICHE, &text.replacen("titre: ", "titre: Autrement, ", 1));
    let args = ["export", "actes", "--pdf", "signes/convention-signe.pdf", "--sortie", "envoi"];
    let (_, outcome) = run(scenario, &args);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("n’est pas l’acte de ce dossier"), "{outcome}");
}

/// Asked, and impossible: it is not success.
#[test]
fn a_version_that_cannot_be_compared_is_not_taken_for_the_same() {
    let scenario = built("quatre-ans");
    let (scenario, outcome) = run(scenario, &["build", "rapport-2024", "--format", "pdf"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let pdf = "output/2024-2027/rapport-2024.pdf";
    let (scenario, outcome) = run(scenario, &["verify", pdf, "--against", "."]);
    assert_eq!(outcome.code, 0, "{outcome}");
    // The pages of the report are compared, and not only the act.
    let bilan = "content/2024-2027/rapports/2024/bilan.md";
    let text = scenario.read(bilan);
    let changed = scenario.write(bilan, &format!("{text}\nUne phrase de plus.\n"));
    let (scenario, outcome) = run(changed, &["verify", pdf, "--against", "."]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains(&format!("{bilan} (page du rapport)")), "{outcome}");
    assert!(outcome.stdout.contains("+ Une phrase de plus.\n"), "{outcome}");
    let scenario = scenario.write(bilan, &text);
    for (damage, said) in [("rapports", "n’a pas de document « rapport-2024 »"), ("fiches", "lu en entier")]
    {
        let copy = read_tree(&scenario.path("content"));
        let mut other = Scenario::new();
        for (path, bytes) in &copy {
            if damage == "rapports" && path.contains("/rapports/") {
                continue;
            }
            let is_broken = damage == "fiches" && path.contains("2024-2027/fiches/1.1");
            other =
                other.bytes(&format!("content/{path}"), if is_broken { b"---\n: [\n---\n" } else { bytes });
        }
        let folder = other.path("");
        let file = scenario.path(pdf);
        let args = ["verify", file.to_str().unwrap(), "--against", folder.to_str().unwrap()];
        let outcome = other.args(args).run();
        assert_ne!(outcome.code, 0, "{outcome}");
        assert!(outcome.stdout.contains(said), "{said}: {outcome}");
    }
}
