//! What happens to a PDF once it is made: its sources taken back, its signatures, and what is said of both.

use std::fs;

use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, Formats, WantedDocument};
use calpae::project::{Disk, open};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::typeset;

use crate::common::{Outcome, Scenario, read_tree, repository};

#[path = "../src/sign/tests/certificates.rs"]
#[expect(dead_code, reason = "the tests of the room use the rest")]
mod certificates;

use certificates::{AUTHORITY, CertificateModel, RSA_3072, STATE, TestSigner, p256_signer};

const FICHE: &str = "content/2024/fiches/01-accueil.md";

/// A project whose convention was built, with the keys of its parties beside.
fn built(project: &str) -> Scenario {
    let scenario = Scenario::new().project(project).args(["build", "--format", "pdf"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let scenario = with_key(scenario, "departement", &RSA_3072);
    with_key(scenario, "etat", &STATE).bytes("cles/autorite.der", &AUTHORITY.certificate)
}

fn with_key(scenario: Scenario, name: &str, signer: &TestSigner) -> Scenario {
    scenario
        .bytes(&format!("cles/{name}.der"), &signer.certificate)
        .bytes(&format!("cles/{name}.cle"), &signer.key)
}

fn run(scenario: Scenario, args: &[&str]) -> (Scenario, Outcome) {
    let scenario = scenario.args(args.iter().copied());
    let outcome = scenario.run();
    (scenario, outcome)
}

/// A text conforms to a schema of `docs/schemas`.
fn conforms(said: &serde_json::Value, schema: &str) {
    let text = fs::read_to_string(repository().join(format!("docs/schemas/{schema}.schema.json"))).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let errors: Vec<String> = schema.iter_errors(said).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// `calpae sign` of a file for a party.
fn sign(scenario: Scenario, file: &str, party: &str, signer: &str) -> (Scenario, Outcome) {
    let (cert, key) = (format!("cles/{signer}.der"), format!("cles/{signer}.cle"));
    run(scenario, &["sign", file, "--partie", party, "--cert", &cert, "--key", &key])
}

/// The convention, signed by its two parties, in `signes/`.
fn signed_twice() -> Scenario {
    let scenario = built("temoin");
    let pdf = fs::read(scenario.path("output/2024/convention.pdf")).unwrap();
    let scenario = scenario.bytes("signes/convention.pdf", &pdf);
    let (scenario, outcome) = sign(scenario, "signes/convention.pdf", "etat", "etat");
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.contains("signé par État dans le champ Signature_etat\n"), "{outcome}");
    assert!(outcome.stdout.ends_with("reste à signer : Signature_departement\n"), "{outcome}");
    let (scenario, outcome) = sign(scenario, "signes/convention-signe.pdf", "departement", "departement");
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(fs::read(scenario.path("signes/convention.pdf")).unwrap(), pdf, "the input stays");
    let signed = fs::read(scenario.path("signes/convention-signe.pdf")).unwrap();
    assert!(signed.starts_with(&pdf));
    scenario
}

#[test]
fn a_pdf_gives_back_its_sources_and_they_make_it_again() {
    for project in ["temoin", "quatre-ans"] {
        let scenario = built(project);
        let edition = fs::read_dir(scenario.path("output")).unwrap().next().unwrap().unwrap();
        let edition = edition.file_name().into_string().unwrap();
        let pdf = format!("output/{edition}/convention.pdf");
        let before = fs::read(scenario.path(&pdf)).unwrap();
        let (scenario, outcome) = run(scenario, &["extraire", &pdf, "reprise"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        let (scenario, outcome) = run(scenario, &["-C", "reprise", "build", "--format", "pdf"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        let after = fs::read(scenario.path(&format!("reprise/{pdf}"))).unwrap();
        assert!(after == before, "{project}: the same bytes");
        let files = calpae::sign::attachments(&before).unwrap();
        let manifest = files.iter().find(|file| file.name == "calpae.json").unwrap();
        conforms(&serde_json::from_slice(&manifest.bytes).unwrap(), "sources-1");
        let (_, outcome) = run(scenario, &["extraire", &pdf, "reprise"]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("« reprise » contient déjà un projet"), "{outcome}");
    }
}

#[test]
fn a_pdf_without_sources_says_so() {
    let scenario = Scenario::new().project("minimal").args(["build", "--format", "pdf", "--sans-sources"]);
    assert_eq!(scenario.run().code, 0);
    let (scenario, outcome) = run(scenario, &["extraire", "output/2024/convention.pdf"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("ce PDF n’emporte pas ses sources"), "{outcome}");
    let (scenario, outcome) = run(scenario, &["verify", "output/2024/convention.pdf"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    let (_, outcome) = run(scenario, &["sign", "output/2024/convention.pdf", "--prepare"]);
    assert!(outcome.stderr.contains("--partie etat --partie departement"), "{outcome}");
}

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

/// The PDF of a project whose carried copy of a file is another: the pages say one thing, the sources another.
fn with_another_source(scenario: &Scenario, path: &str, from: &str, to: &str) -> Vec<u8> {
    let disk = Disk::new(scenario.path(""));
    let snapshot = Snapshot::read(open(&disk, None).unwrap());
    let (store, _) = TemplateStore::new(&snapshot);
    let form = DocumentForm { presentation: Presentation::Clean, carries_sources: true };
    let formats = Formats { typ: true, pdf: false, png: false, heard: false };
    let mut report = calpae::diagnostic::Report::default();
    let wanted = (WantedDocument::Convention, form);
    let made = pipeline::make(wanted, &snapshot, &store, formats, &mut report, |_| ()).unwrap();
    let mut files = made.files;
    let copy = files.get_mut(&format!("sources/{path}")).unwrap();
    let text = String::from_utf8(copy.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    *copy = text.replacen(from, to, 1).into_bytes();
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
    let pdf = with_another_source(&scenario, FICHE, amount, "77 777");
    let (scenario, outcome) = run(scenario.bytes("faux.pdf", &pdf), &["verify", "faux.pdf"]);
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("DIFFÉRENTES"), "{outcome}");
    assert!(
        outcome.stdout.contains(&format!("source qui n’est plus celle dont le PDF a été fait : {FICHE}")),
        "{outcome}"
    );
    assert!(outcome.stdout.contains("Fiche 1"), "{outcome}");
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

/// What whoever signs writes of himself keeps to its line, and nobody signs what was changed.
#[test]
fn a_changed_pdf_is_not_signed_and_a_reason_is_one_line() {
    let scenario = built("temoin");
    let file = "output/2024/convention.pdf";
    let (scenario, outcome) = run(
        scenario,
        &[
            "sign",
            file,
            "--partie",
            "etat",
            "--cert",
            "cles/etat.der",
            "--key",
            "cles/etat.cle",
            "--motif",
            "vu\n     confiance : oui\u{2028}Tout est vérifié.",
        ],
    );
    assert_eq!(outcome.code, 0, "{outcome}");
    let signed = "output/2024/convention-signe.pdf";
    let (scenario, outcome) = run(scenario, &["verify", signed]);
    assert!(outcome.stdout.contains("motif : vu confiance : oui Tout est vérifié.\n"), "{outcome}");
    let mut pdf = fs::read(scenario.path(signed)).unwrap();
    let at = pdf.windows(5).position(|window| window == b"/Lang").unwrap();
    pdf[at + 1] = b'l';
    let mut unsigned = fs::read(scenario.path(file)).unwrap();
    unsigned[at + 1] = b'l';
    let mut scenario = scenario.bytes("casse.pdf", &pdf).bytes("brut.pdf", &unsigned);
    for file in ["casse.pdf", "brut.pdf"] {
        let (next, outcome) = sign(scenario, file, "departement", "departement");
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains("a été changé après avoir été fait ou signé"), "{outcome}");
        assert!(!next.path(&file.replace(".pdf", "-signe.pdf")).exists());
        scenario = next;
    }
    let (_, outcome) = run(scenario, &["sign", signed, "--prepare"]);
    assert!(outcome.stderr.contains("a déjà ses champs de signature"), "{outcome}");
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

#[test]
fn what_cannot_sign_is_refused_with_words_and_writes_nothing() {
    let expired = p256_signer(5, CertificateModel { from: 2020, until: 2021, ..Default::default() });
    let early = p256_signer(6, CertificateModel { from: 2040, until: 2045, ..Default::default() });
    let unfit = p256_signer(
        7,
        CertificateModel {
            usage: Some(x509_cert::ext::pkix::KeyUsages::KeyEncipherment),
            ..Default::default()
        },
    );
    let scenario =
        with_key(with_key(with_key(built("minimal"), "expire", &expired), "tot", &early), "inapte", &unfit);
    let file = "output/2024/convention.pdf";
    let before = read_tree(&scenario.path("output"));
    let mut scenario = scenario;
    for (party, signer, said) in [
        ("etat", "expire", "le certificat a expiré le 01/01/2021"),
        ("etat", "tot", "le certificat n’est valable qu’à partir du 01/01/2040"),
        ("etat", "inapte", "ce certificat n’est pas fait pour signer"),
        ("region", "etat", "aucun champ n’est de « region »"),
        ("etat", "absent", "« cles/absent.der » ne peut être lu"),
    ] {
        let (next, outcome) = sign(scenario, file, party, signer);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(said), "{said}: {outcome}");
        scenario = next;
    }
    for (args, said) in [
        (vec!["sign", file, "--partie", "etat"], "rien ne dit qui signe"),
        (vec!["sign", file, "--cert", "cles/etat.der", "--key", "cles/etat.cle"], "il y a plusieurs champs"),
        (
            vec![
                "sign",
                file,
                "--partie",
                "etat",
                "--cert",
                "cles/etat.der",
                "--key",
                "cles/etat.cle",
                "--tsa",
                "https://a",
            ],
            "n’est pas une adresse en « http:// »",
        ),
        (
            vec![
                "sign",
                file,
                "--partie",
                "etat",
                "--cert",
                "cles/departement.der",
                "--key",
                "cles/etat.cle",
            ],
            "la clé et le certificat ne vont pas ensemble",
        ),
        (vec!["sign", "content/2024/convention.yaml", "--prepare"], "n’est pas un PDF"),
    ] {
        let (next, outcome) = run(scenario, &args);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(said), "{said}: {outcome}");
        scenario = next;
    }
    assert!(read_tree(&scenario.path("output")) == before, "nothing was written");
}

#[test]
fn a_prepared_file_is_the_same_each_time_and_is_signed_once_by_each() {
    let scenario = built("temoin");
    let file = "output/2024/convention.pdf";
    let (scenario, outcome) = run(scenario, &["sign", file, "--prepare", "--sortie", "a.pdf"]);
    assert_eq!(
        outcome.stdout,
        "écrit : a.pdf, 2 champs de signature : Signature_etat, Signature_departement\n"
    );
    let (scenario, _) = run(scenario, &["sign", file, "--prepare", "--sortie", "b.pdf"]);
    assert_eq!(fs::read(scenario.path("a.pdf")).unwrap(), fs::read(scenario.path("b.pdf")).unwrap());
    let (scenario, outcome) = sign(scenario, "a.pdf", "etat", "etat");
    assert!(outcome.stdout.starts_with("écrit : a-signe.pdf, "), "{outcome}");
    let (scenario, outcome) = sign(scenario, "a-signe.pdf", "etat", "etat");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("est déjà signé"), "{outcome}");
    let (_, outcome) = sign(scenario, "b.pdf", "etat", "etat");
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_leaves_the_input_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let scenario = built("minimal");
    let folder = scenario.path("output/2024");
    let before = read_tree(&folder);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let can_write = tempfile::NamedTempFile::new_in(&folder).is_ok();
    let (scenario, outcome) = sign(scenario, "output/2024/convention.pdf", "etat", "etat");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    // Whoever may write everywhere is not refused.
    if !can_write {
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(read_tree(&scenario.path("output/2024")) == before);
    }
}

/// The system kills a process that writes more than it may: as a full disk or a power cut, in the middle of the write.
#[cfg(unix)]
#[test]
fn a_process_killed_while_it_writes_leaves_the_input_and_no_half_file() {
    let scenario = built("minimal");
    let input = scenario.path("output/2024/convention.pdf");
    let before = fs::read(&input).unwrap();
    // In blocks of 512 bytes: a part of the file.
    let blocks = before.len() / 1024;
    let command = format!(
        "ulimit -f {blocks}; exec {} sign output/2024/convention.pdf --partie etat --cert cles/etat.der --key cles/etat.cle",
        env!("CARGO_BIN_EXE_calpae")
    );
    let status = std::process::Command::new("sh")
        .args(["-c", &command])
        .current_dir(scenario.path(""))
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(!status.success());
    assert_eq!(fs::read(&input).unwrap(), before);
    assert!(!scenario.path("output/2024/convention-signe.pdf").exists());
    let (scenario, outcome) = sign(scenario, "output/2024/convention.pdf", "etat", "etat");
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(scenario.path("output/2024/convention-signe.pdf").exists());
}
