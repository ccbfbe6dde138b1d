//! The public version: what must not be published is in no file, whatever its encoding, and the same search finds it in the
//! act itself; what cannot be masked is refused.

use std::collections::BTreeMap;

use calpae::typeset::heard;

use crate::common::{Scenario, read_tree};

const CONVENTION: &str = "content/2024/convention.yaml";
const FICHE: &str = "content/2024/fiches/01.md";
const ARTICLE: &str = "content/2024/articles/01-objet.md";
const PUBLIC: [&str; 4] = ["build", "--public", "--format", "typ,pdf,lecture"];
const ACCOUNT: &str = "compte:\n  titulaire: REGIE OBSCURE\n  iban: FR76 3000 6000 0112 3456 7890 189\n  bic: AGRIFRPPXXX\n  \
                       code_etablissement: \"30006\"\n  code_guichet: \"00001\"\n  numero: \"12345678901\"\n  cle: \"89\"\n";

/// The bytes of the streams of a PDF, inflated when they can be, after those of the file.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let mut found = vec![pdf.to_vec()];
    let mut place = 0;
    while let Some(start) = position(&pdf[place..], b"stream") {
        let start = place + start + b"stream".len();
        let body = pdf[start..].iter().position(|b| !b"\r\n".contains(b)).map_or(start, |skip| start + skip);
        found.extend(miniz_oxide::inflate::decompress_to_vec_zlib(&pdf[body..]).ok());
        place = body.max(start);
    }
    found
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A text without its blanks nor the signs that Typst and Markdown put before others.
fn squeezed(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\\')
        .collect::<String>()
        .into_bytes()
}

/// The files, and the streams, in which a secret is read.
fn leaks(files: &BTreeMap<String, Vec<u8>>, secret: &str) -> Vec<String> {
    let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let plain = squeezed(secret.as_bytes());
    let spellings = [
        secret.as_bytes().to_vec(),
        utf16.clone(),
        hexadecimal(&utf16).into_bytes(),
        hexadecimal(&utf16).to_uppercase().into_bytes(),
        hexadecimal(secret.as_bytes()).into_bytes(),
    ];
    let mut found = Vec::new();
    for (name, bytes) in files {
        let mut texts = vec![bytes.clone()];
        if name.ends_with(".pdf") {
            texts = streams(bytes);
            // What is drawn is glyphs: what they say is in the tree.
            texts.push(heard::told(&heard::read(bytes).unwrap()).into_bytes());
        }
        for (rank, text) in texts.iter().enumerate() {
            let is_there = spellings.iter().any(|spelling| position(text, spelling).is_some());
            // A short one may be the end of a word and the start of the next.
            if is_there || (plain.len() > 6 && position(&squeezed(text), &plain).is_some()) {
                found.push(format!("{name} ({rank})"));
            }
        }
        if position(name.as_bytes(), secret.as_bytes()).is_some() {
            found.push(name.clone());
        }
    }
    found
}

/// Builds both versions of a project: none of the secrets is in the public one, each is in the act itself.
fn build(scenario: Scenario, edition: &str, secrets: &[&str]) -> (Scenario, BTreeMap<String, Vec<u8>>) {
    let scenario = scenario.args(PUBLIC);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert_eq!(outcome.stderr, "", "{outcome}");
    let public = read_tree(&scenario.path("output"));
    assert!(public.contains_key(&format!("{edition}/convention-publique.pdf")), "{:?}", public.keys());
    assert!(public.keys().all(|name| !name.ends_with("/convention.typ") && !name.contains("/convention/")));
    let own = scenario.args(["build", "--sans-sources", "--format", "typ,pdf,lecture", "-o", "acte"]);
    let outcome = own.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let act = read_tree(&own.path("acte"));
    for secret in secrets {
        assert_eq!(leaks(&public, secret), Vec::<String>::new(), "« {secret} » dans la version publique");
        assert!(leaks(&act, secret).len() > 1, "« {secret} » : la recherche ne le trouve pas dans l’acte");
    }
    (own, public)
}

fn heard_of(files: &BTreeMap<String, Vec<u8>>, edition: &str) -> String {
    let name = format!("{edition}/convention-publique-lecture.txt");
    String::from_utf8(files[&name].clone()).unwrap().replace('\u{a0}', " ")
}

/// The smallest project, with a secret wherever a text may be.
fn planted() -> Scenario {
    Scenario::new()
        .project("minimal")
        .add("content/organisation.yaml", ACCOUNT)
        .add(
            CONVENTION,
            "confidentiel:\n  - { lieu: fiches/01, extrait: Mme Hildegarde Vautrin, motif: vie privée }\n  \
             - { lieu: articles/01, extrait: le foyer de la rue Zénobie }\n  - { lieu: images/plan.png }\n\
             sigles: { AVC: association de M. Ulysse 06 99 88 77 66 }\n",
        )
        .bytes("content/2024/images/plan.png", include_bytes!("fixtures/point.png"))
        .add(ARTICLE, "\nLe foyer est **le foyer\nde la rue** Zénobie ; joindre le 01.44.55.66.77.\n\n{compte}\n\n\
             Payer sur FR76/3000/6000/0112/3456/7890/189, sur 3000·6000·0112·3456·7890·189, au 123-4567-8901 d’agrifrpp.\n")
        .bytes("content/2024/images/copie.png", include_bytes!("fixtures/point.png"))
        .replace(FICHE, "intitule: Ouvrir un accueil", "intitule: \"Ouvrir un accueil (07-11-22-33-44)\"")
        .replace(FICHE, "partenaires: [État]", "partenaires: [État, \"Agnès (agnes_morin@rive.example)\"]")
        .replace(
            FICHE,
            "libelle: Accueillants, montant: 3 000 €",
            "libelle: Prestation Zébulon, montant: 3 000 €, confidentiel: oui",
        )
        .replace(FICHE, "valeur: 40 }\n", "valeur: 40 }\nfigures:\n  - { id: plan, titre: Plan, fichier: images/plan.png, alternative: Plan du repaire de Barnabé }\n")
        .replace(
            FICHE,
            "Un accueil ouvre chaque matin.",
            "Un accueil ouvre, présidé par MME HILDEGARDE VAUTRIN, avec *Mme* Hildegarde\u{a0}Vautrin[^n], au **01 23** 45\u{a0}67&nbsp;89 ou +33 (0)6 12 34 56 78.\n\n\
             ### Voir Mme Hildegarde Vautrin\n\n\
             Écrire à [la référente](mailto:referente.insertion@rive.example) ou à <autre.personne@rive.example>, ou appeler le \
             3949.\n\n| Qui | Ligne |\n|---|---|\n| Rose | 0692 44 55 66 |\n\n{figure.plan}\n\n[^n]: Son poste : 05 55 44 33 22.",
        )
}

#[test]
fn nothing_of_what_is_masked_is_in_any_file() {
    let secrets = [
        "REGIE OBSCURE",
        "FR76 3000 6000 0112 3456 7890 189",
        "AGRIFRPPXXX",
        "12345678901",
        "FR76/3000/6000/0112",
        "6000·0112·3456",
        "123-4567-8901",
        "agrifrpp",
        "VAUTRIN",
        "Hildegarde",
        "rue Zénobie",
        "06 99 88 77 66",
        "01.44.55.66.77",
        "07-11-22-33-44",
        "agnes_morin@rive.example",
        "Prestation Zébulon",
        "Barnabé",
        "45 67 89",
        "6 12 34 56 78",
        "referente.insertion@rive.example",
        "autre.personne@rive.example",
        "0692 44 55 66",
        "05 55 44 33 22",
    ];
    let (_, public) = build(planted(), "2024", &secrets);
    let heard = heard_of(&public, "2024");
    for kept in [
        "ou appeler le 3949",
        "Écrire à la référente [non publié] ou à [non publié]",
        "avec [non publié]",
        "Version publique",
        "les coordonnées bancaires",
        "IBAN : non publié",
        "3 000",
    ] {
        assert!(heard.contains(kept), "« {kept} » manque à :\n{heard}");
    }
    let image = include_bytes!("fixtures/point.png");
    assert!(public.values().all(|bytes| position(bytes, image).is_none()));
    assert!(public.contains_key("2024/images/non-publie.svg"), "{:?}", public.keys());
}

#[test]
fn a_second_project_has_its_secrets_in_data_and_in_the_life_of_the_act() {
    let fiche = "content/2024-2027/fiches/1.1-familles.md";
    let scenario = Scenario::new().project("quatre-ans").write(
        "content/2024-2027/vie.yaml",
        "evenements:\n  - { evenement: vote, le: 2024-04-02 }\n  - { evenement: signature, le: 2024-05-14 }\n  \
         - { evenement: transmission, le: 2024-05-15 }\n  - { evenement: publication, le: 2024-05-21, ou: \"recueil, tél. 01 98 76 54 32\" }\n",
    );
    let scenario = scenario
        .add("content/2024-2027/articles/03-suivi.md", "\nLe comité se réunit chez Cyprien Oubliette (c.oubliette (a) lisiere.example).\n")
        .add("content/2024-2027/convention.yaml", "confidentiel:\n  - { lieu: articles/03, extrait: Cyprien Oubliette }\n  - { lieu: articles/00 }\n")
        .add("content/2024-2027/articles/00-preambule.md", "\nUne phrase saugrenue sur la lande.\n")
        .add(fiche, "\nUne ligne de plus : 0 164 14 77 77.\n");
    let secrets =
        ["Oubliette", "c.oubliette (a) lisiere.example", "saugrenue", "01 98 76 54 32", "0 164 14 77 77"];
    let (_, public) = build(scenario, "2024-2027", &secrets[..3]);
    assert_eq!(leaks(&public, secrets[3]), Vec::<String>::new());
    assert_eq!(leaks(&public, secrets[4]), Vec::<String>::new());
    let heard = heard_of(&public, "2024-2027");
    assert!(heard.contains("Signé par Honorine Vauquelard, le 14 mai 2024"), "{heard}");
    assert!(heard.contains("Acte publié le 21 mai 2024 (recueil, tél. [non publié])."), "{heard}");
}

#[test]
fn the_convention_of_the_repository_is_published_without_its_account() {
    let secrets = ["FR57 3000 1005 25C7 7000 0000 066", "BDFEFRPPCCT"];
    let (scenario, public) = build(Scenario::new().repository_project(), "2022", &secrets);
    let main = |name: &str| scenario.read(name);
    let (own, act) = (main("output/2022/convention-publique.typ"), main("acte/2022/convention.typ"));
    let version =
        |text: &str| text.split("version des sources : ").nth(1).unwrap().get(..8).unwrap().to_owned();
    assert_eq!(version(&own), version(&act), "the digest is that of the act");
    assert!(own.contains("version publique") && !act.contains("version publique"));
    assert!(heard_of(&public, "2022").contains("Signé par Lionel Beffre, le 29 septembre 2022"));
    let pdf = &public["2022/convention-publique.pdf"];
    assert!(
        position(pdf, b"EmbeddedFile").is_none()
            && streams(pdf).iter().all(|s| position(s, b"EmbeddedFile").is_none())
    );
}

#[test]
fn marks_change_neither_the_digest_nor_the_pages_of_the_act() {
    let pages = |scenario: Scenario| {
        let scenario = scenario.args(["build", "--sans-sources", "--format", "typ"]);
        assert_eq!(scenario.run().code, 0);
        read_tree(&scenario.path("output"))
    };
    let marked = "confidentiel:\n  - { lieu: fiches/01, extrait: chaque matin }\n";
    let own = Scenario::new().project("minimal").add(CONVENTION, marked);
    assert!(pages(Scenario::new().project("minimal")) == pages(own));
}

fn refused(scenario: Scenario) -> String {
    let scenario = scenario.args(PUBLIC);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
    assert!(!scenario.path("output").exists());
    outcome.stderr
}

#[test]
fn a_mark_on_nothing_prevents_the_public_version_and_only_warns_the_check() {
    let marked = |line: &str| {
        Scenario::new().project("minimal").add(CONVENTION, &format!("confidentiel:\n  - {{ {line} }}\n"))
    };
    let said = refused(marked("lieu: fiches/01, extrait: chaque soir"));
    assert!(said.contains("« chaque soir » ne se lit pas dans « fiches/01 »"), "{said}");
    let said = refused(marked("lieu: fiches/07, extrait: matin"));
    assert!(said.contains("« fiches/07 » n’est le lieu d’aucun fichier"), "{said}");
    let outcome = marked("lieu: fiches/07").args(["check", "--format", "short"]).run();
    assert!(outcome.stdout.contains("avertissement REF-001"), "{outcome}");
    assert_eq!(outcome.code, 0, "{outcome}");
    let outcome = marked("lieu: fiches/01, extrai: matin").args(["check", "--format", "short"]).run();
    assert!(outcome.stdout.contains("la clé « extrai » est inconnue ici"), "{outcome}");
}

#[test]
fn what_the_act_counts_on_is_not_masked_in_silence() {
    let scenario = Scenario::new()
        .project("minimal")
        .add(CONVENTION, "confidentiel:\n  - { lieu: fiches/01, extrait: departement }\n");
    let said = refused(scenario);
    assert!(said.contains("ce qui est masqué ici manque à la version publique"), "{said}");
    assert!(said.contains("content/2024/fiches/01.md:"), "{said}");
}

#[test]
fn words_that_are_read_elsewhere_are_told() {
    let scenario = Scenario::new()
        .project("minimal")
        .add(ARTICLE, "\nUn accueil ouvre chaque matin aussi.\n")
        .add(CONVENTION, "confidentiel:\n  - { lieu: fiches/01, extrait: chaque matin }\n")
        .args(PUBLIC);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stderr.contains("se lit aussi dans content/2024/articles/01-objet.md"), "{outcome}");
}

#[test]
fn only_the_act_and_its_avenants_have_a_public_version() {
    let outcome = Scenario::new().project("temoin-rapport").args(["build", "rapport", "--public"]).run();
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("ont une version publique"), "{outcome}");
}

#[test]
fn the_same_sources_give_the_same_public_version() {
    let files = || {
        let scenario = planted().args(PUBLIC);
        assert_eq!(scenario.run().code, 0);
        read_tree(&scenario.path("output"))
    };
    assert!(files() == files());
}

/// A signed act whose article has a line, and the avenant that makes of that article another.
fn amended(from: &str, to: &str) -> Scenario {
    let act = || {
        Scenario::new()
            .project("quatre-ans")
            .write(
                "content/2024-2027/vie.yaml",
                "evenements:\n  - { evenement: vote, le: 2024-04-02 }\n  - { evenement: signature, le: 2024-05-13 }\n",
            )
            .add("content/2024-2027/articles/03-suivi.md", &format!("\n{from}\n"))
    };
    let target = act().replace("content/2024-2027/articles/03-suivi.md", from, to);
    let act = act();
    let folder = target.path("");
    let output = act.command_with(&["new", "avenant", "--vers", folder.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    act
}

#[test]
fn an_avenant_and_the_consolidated_act_are_published_too() {
    let scenario =
        amended("Joindre le comité au 01 11 22 33 44.", "Le comité se joint, le matin, au 01 98 76 54 32.");
    let args = ["build", "avenant", "consolidee", "--public", "--format", "typ,pdf,lecture"];
    let scenario = scenario.args(args);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = read_tree(&scenario.path("output"));
    for secret in ["01 11 22 33 44", "01 98 76 54 32"] {
        assert_eq!(leaks(&files, secret), Vec::<String>::new());
    }
    let heard = |name: &str| scenario.read(&format!("output/2024-2027/{name}-lecture.txt"));
    assert!(heard("avenant-01-public").contains("le matin"), "{}", heard("avenant-01-public"));
    assert!(heard("avenant-01-public").contains("Non signé"), "{}", heard("avenant-01-public"));
    assert!(heard("consolidee-publique").contains("Version publique"));
}

#[test]
fn an_avenant_that_changes_only_what_is_masked_is_not_published_with_other_numbers() {
    let scenario = amended("Joindre le comité au 01 11 22 33 44.", "Joindre le comité au 01 98 76 54 32.");
    let outcome = scenario.args(["build", "avenant", "--public"]).run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stderr.contains("change ce qui est masqué"), "{outcome}");
}
