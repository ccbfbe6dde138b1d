//! What happens to a PDF once it is made: its sources taken back, its signatures, and what is said of both.

use std::fs;

use crate::common::{Outcome, Scenario, read_tree, repository};

#[path = "../src/sign/tests/certificates.rs"]
#[expect(dead_code, reason = "the tests of the room use the rest")]
mod certificates;
mod verification;

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
    sign_with(scenario, file, party, (signer, signer), &[])
}

/// The same, by the certificate of one and the key of another, with other options.
fn sign_with(
    scenario: Scenario,
    file: &str,
    party: &str,
    (cert, key): (&str, &str),
    more: &[&str],
) -> (Scenario, Outcome) {
    let (cert, key) = (format!("cles/{cert}.der"), format!("cles/{key}.cle"));
    let args = ["sign", file, "--partie", party, "--cert", &cert, "--key", &key];
    run(scenario, &[&args, more].concat())
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

/// What whoever signs writes of himself keeps to its line, and nobody signs what was changed.
#[test]
fn a_changed_pdf_is_not_signed_and_a_reason_is_one_line() {
    let scenario = built("temoin");
    let file = "output/2024/convention.pdf";
    let reason = ["--motif", "vu\n     confiance : oui\u{2028}Tout est vérifié."];
    let (scenario, outcome) = sign_with(scenario, file, "etat", ("etat", "etat"), &reason);
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
    for (keys, more, said) in [
        (("etat", "etat"), vec!["--tsa", "https://a"], "n’est pas une adresse en « http:// »"),
        (("departement", "etat"), vec![], "la clé et le certificat ne vont pas ensemble"),
    ] {
        let (next, outcome) = sign_with(scenario, file, "etat", keys, &more);
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(said), "{said}: {outcome}");
        scenario = next;
    }
    for (args, said) in [
        (vec!["sign", file, "--partie", "etat"], "rien ne dit qui signe"),
        (vec!["sign", file, "--cert", "cles/etat.der", "--key", "cles/etat.cle"], "il y a plusieurs champs"),
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
    #[cfg(target_os = "linux")]
    let tree = read_tree(&scenario.path("output/2024"));
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
    // Where the system has files without a name, a killed process leaves nothing at all.
    #[cfg(target_os = "linux")]
    assert!(read_tree(&scenario.path("output/2024")) == tree);
    let (scenario, outcome) = sign(scenario, "output/2024/convention.pdf", "etat", "etat");
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(scenario.path("output/2024/convention-signe.pdf").exists());
}
