//! `calpae diff --format pdf`: the act with what came and what went. Its pages, what is heard of them, what is left out.

mod edits;

use std::collections::BTreeMap;

use calpae::compare::shown::{FindingsMoved, Shown, Version};
use calpae::compare::{self, ActComparison};
use calpae::diagnostic::Report;
use calpae::document::redline::{ChangeView, RedlineBlock, RedlinePage};
use calpae::document::{self, RedlineDocument};
use calpae::pipeline::{Formats, make_comparison};
use calpae::project::{self, Disk, Memory};
use calpae::render::{self, TemplateStore};
use calpae::snapshot::Snapshot;
use calpae::typeset::{self, PageBoxes};
use insta::assert_snapshot;

use crate::common::trees::{fixture, in_memory, path};
use crate::common::{Scenario, repository};
use crate::layout::faults_of;
use edits::{COME, EDITS, Edit, GONE};

fn content(file: &str) -> String {
    format!("content/2022/{file}")
}

/// The demonstration, changed.
fn changed() -> Memory {
    let mut tree = in_memory(&Disk::new(repository()));
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (file, from, to) in EDITS {
        let place = repository().join(content(file));
        let text = texts.entry(content(file)).or_insert_with(|| std::fs::read_to_string(place).unwrap());
        assert!(text.contains(from), "« {from} » dans {file}");
        *text = text.replacen(from, to, 1);
    }
    for (file, text) in texts {
        tree.insert(path(&file), text.into_bytes());
    }
    tree.insert(path(&content(COME.0)), COME.1.as_bytes().to_vec());
    let kept = calpae::project::Tree::files(&tree, &[path("content"), path("templates")]).unwrap();
    let kept = kept.into_iter().filter(|file| file.as_str() != content(GONE));
    kept.map(|file| (file.clone(), calpae::project::Tree::read(&tree, &file, u64::MAX).unwrap())).collect()
}

/// Two versions, compared.
struct Compared {
    before: Snapshot,
    after: Snapshot,
    comparison: ActComparison,
}

impl Compared {
    fn new(before: Snapshot, after: Snapshot) -> Self {
        let comparison = compare::compare(&before, &after).unwrap();
        Self { before, after, comparison }
    }

    /// The demonstration and what the edits make of it.
    fn demonstration() -> Self {
        let before = Snapshot::read(project::open(&Disk::new(repository()), Some("2022")).unwrap());
        let after = Snapshot::read(project::open(&changed(), Some("2022")).unwrap());
        Self::new(before, after)
    }

    fn shown(&self) -> Shown<'_> {
        let version = |name: &str, snapshot: &Snapshot| Version {
            name: name.to_owned(),
            edition: snapshot.edition.clone(),
            detail: String::new(),
        };
        Shown {
            comparison: &self.comparison,
            versions: (version("« mars »", &self.before), version("« avril »", &self.after)),
            snapshots: (&self.before, &self.after),
            findings: Some(FindingsMoved::default()),
        }
    }

    fn document(&self, only_changed: bool) -> RedlineDocument {
        let acts = (self.before.dossier.as_ref().unwrap(), self.after.dossier.as_ref().unwrap());
        document::redline(&self.shown(), acts, only_changed)
    }

    fn made(&self, only_changed: bool, formats: Formats) -> BTreeMap<String, Vec<u8>> {
        let acts = (self.before.dossier.as_ref().unwrap(), self.after.dossier.as_ref().unwrap());
        let (store, _) = TemplateStore::new(&self.after);
        let mut report = Report::default();
        let made = make_comparison(&self.shown(), acts, only_changed, &store, formats, &mut report);
        assert!(!report.has_errors(), "{:?}", report.diagnostics());
        made.unwrap().files
    }

    fn heard(&self, only_changed: bool) -> String {
        let formats = Formats { typ: false, pdf: false, png: false, heard: true };
        let files = self.made(only_changed, formats);
        let heard = String::from_utf8(files["comparaison-lecture.txt"].clone()).unwrap();
        heard.replace(['\u{a0}', '\u{202f}'], " ")
    }

    fn boxes(&self, only_changed: bool) -> Vec<PageBoxes> {
        let (store, _) = TemplateStore::new(&self.after);
        let emission = render::redline::emit(&self.document(only_changed), &store).unwrap();
        typeset::compose(&emission.bundle).unwrap_or_else(|errors| panic!("{}", errors[0])).boxes()
    }
}

fn changes(document: &RedlineDocument) -> impl Iterator<Item = &ChangeView> {
    document.changements.iter().flat_map(|group| &group.changements)
}

/// The blocks of a page, lists unfolded.
fn blocks(page: &RedlinePage) -> Vec<&RedlineBlock> {
    fn all<'b>(blocks: &'b [RedlineBlock], into: &mut Vec<&'b RedlineBlock>) {
        for block in blocks {
            into.push(block);
            if let RedlineBlock::Liste { elements, .. } = block {
                elements.iter().for_each(|element| all(&element.corps, into));
            }
        }
    }
    let mut into = Vec::new();
    if let RedlinePage::Page(page) = page {
        all(&page.corps, &mut into);
    }
    into
}

#[test]
fn each_change_leads_to_where_it_is_shown() {
    let compared = Compared::demonstration();
    let document = compared.document(true);
    assert!(document.nombre >= 40, "{} changes", document.nombre);
    let lost: Vec<String> = changes(&document)
        .filter(|change| change.ancre.as_deref() != Some(format!("changement-{}", change.numero).as_str()))
        .map(|change| format!("{} {} {:?} {:?}", change.numero, change.page, change.lieu, change.ancre))
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
    // Whatever is shown, each is at the same place.
    let whole = compared.document(false);
    assert!(changes(&document).zip(changes(&whole)).all(|(a, b)| a.ancre == b.ancre));
}

#[test]
fn what_did_not_change_is_left_out_and_said_to_be() {
    let compared = Compared::demonstration();
    let (whole, changed) = (compared.document(false), compared.document(true));
    assert!(whole.pages.iter().all(|page| matches!(page, RedlinePage::Page(_))));
    let left: Vec<(&str, usize)> = changed
        .pages
        .iter()
        .filter_map(|page| match page {
            RedlinePage::Inchangees { nature, nombre, .. } => Some((*nature, *nombre)),
            RedlinePage::Page(_) => None,
        })
        .collect();
    assert_eq!(left, [("article", 1), ("article", 2), ("fiche", 1)]);
    let count = |document: &RedlineDocument| document.pages.iter().flat_map(blocks).count();
    assert!(count(&changed) * 2 < count(&whole), "{} of {}", count(&changed), count(&whole));
    let heard = compared.heard(true);
    for said in ["Article 2 : sans changement.", "Articles 5 et 6 : sans changement.", "Sans changement : "] {
        assert!(heard.contains(said), "« {said} » n’est pas dit");
    }
}

#[test]
fn rows_columns_and_fiches_that_come_and_go_are_heard() {
    let heard = Compared::demonstration().heard(false);
    for said in [
        "Colonne ajoutée : « Lieu ».",
        "Colonne renommée : « Convention 10/21 au 12/22 » devient",
        "Cette fiche est retirée.",
        "Cette fiche est ajoutée.",
        "Intitulé : Structurer [ajouté : et étendre fin] l’animation",
        "– [ajouté : Communication fin]",
        "– [retiré : Financement revitalisation fin]",
        "Avant : 90 000 €",
        "Écart : + 20 000 €",
        "[retiré : une invitation du coach à des ateliers",
        "12 × 90 000 € par an",
    ] {
        assert!(heard.contains(said), "« {said} » n’est pas dit");
    }
}

#[test]
fn the_same_versions_make_the_same_bytes() {
    let formats = Formats { typ: true, pdf: true, png: false, heard: false };
    let (one, two) =
        (Compared::demonstration().made(false, formats), Compared::demonstration().made(false, formats));
    assert!(one == two);
    assert!(one.contains_key("comparaison.pdf") && one.contains_key("comparaison/fiche-08.typ"));
}

/// Letters large enough, and none over another.
#[test]
fn its_pages_are_clear() {
    let compared = Compared::demonstration();
    for only_changed in [false, true] {
        let pages = compared.boxes(only_changed);
        let faults: Vec<String> = pages
            .iter()
            .zip(1..)
            .flat_map(|(page, number)| {
                let small = page.texts.iter().filter(|text| text.size < 8.49 && !text.part.is_shifted);
                let small = small.map(|text| format!("{:?} à {:.2} pt", text.text, text.size));
                let faults = faults_of(page).into_iter().chain(small);
                faults.map(|fault| format!("page {number} : {fault}")).collect::<Vec<_>>()
            })
            .collect();
        assert!(faults.is_empty(), "{only_changed} : {faults:#?}");
    }
}

/// The witness, with some changes of each kind.
fn witness(edits: &[Edit]) -> Compared {
    let tree = fixture("temoin");
    let mut after = in_memory(&tree);
    for (file, from, to) in edits {
        let place = path(&format!("content/2024/{file}"));
        let text = String::from_utf8(calpae::project::Tree::read(&after, &place, u64::MAX).unwrap()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "« {from} » dans {file}");
        after.insert(place, text.replacen(from, to, 1).into_bytes());
    }
    let read = |tree: &dyn project::Tree| Snapshot::read(project::open(tree, None).unwrap());
    Compared::new(read(&tree), read(&after))
}

#[test]
fn what_changed_is_heard_as_a_person_would_tell_it() {
    let compared = witness(&[
        ("fiches/01-accueil.md", "{ effectif: 3, quotite: 50 %", "{ effectif: 4, quotite: 50 %"),
        (
            "fiches/01-accueil.md",
            "      - { titre: Site }\n",
            "      - { titre: Site }\n      - { titre: Commune }\n",
        ),
        ("fiches/01-accueil.md", "Vaunes-le-Haut | 12", "Vaunes-le-Haut | Vaunes | 14"),
        ("fiches/01-accueil.md", "Roquenoire     | 20", "Roquenoire | Roquenoire | 20"),
        ("articles/04-duree.md", "titre: Durée", "titre: Durée et fin"),
        ("articles/04-duree.md", "deux mois à l'avance", "trois mois à l'avance"),
    ]);
    assert_snapshot!("redline", compared.heard(true));
}

#[test]
fn two_versions_that_say_the_same_are_said_to() {
    let heard = witness(&[]).heard(true);
    assert!(heard.contains("Les deux versions disent la même chose"), "{heard}");
}

#[test]
fn what_is_typed_comes_out_as_typed() {
    let hostile = "#let x = 1 $a$ [b] *c* @d <e> \\f `g` // h /* i */ {{ j }}";
    let mut after = in_memory(&fixture("minimal"));
    let place = path("content/2024/fiches/01.md");
    let text = String::from_utf8(calpae::project::Tree::read(&after, &place, u64::MAX).unwrap()).unwrap();
    after.insert(
        place,
        text.replacen("intitule: ", &format!("partenaires: ['{hostile}']\nintitule: "), 1).into_bytes(),
    );
    let read = |tree: &dyn project::Tree| Snapshot::read(project::open(tree, None).unwrap());
    let compared = Compared::new(read(&fixture("minimal")), read(&after));
    let heard = compared.heard(false);
    assert!(heard.contains("#let x = 1 $a$ [b] *c* @d <e>"), "{heard}");
}

#[test]
fn it_is_written_where_it_is_asked_and_over_nobody_s_work() {
    let scenario = Scenario::new()
        .project_in("minimal", "avant")
        .project_in("minimal", "apres")
        .replace("apres/content/2024/fiches/01.md", "numero: 1\n", "numero: 1\nduree: 3 ans\n")
        .from("apres");
    let scenario = scenario.args(["diff", "../avant", "--format", "pdf"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.starts_with("écrit : output/2024/comparaison.pdf, "), "{outcome}");
    let outcome = scenario.run();
    assert!(outcome.stdout.starts_with("inchangé : output/2024/comparaison.pdf, "), "{outcome}");

    let scenario =
        scenario.args(["diff", "../avant", "--format", "pdf", "--sortie", "../revue/pour-le-sgar.pdf"]);
    let outcome = scenario.run();
    assert!(outcome.stdout.starts_with("écrit : ../revue/pour-le-sgar.pdf, "), "{outcome}");

    let scenario = scenario.bytes("revue/pour-le-sgar.pdf", b"relu");
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
    assert_eq!(scenario.read("revue/pour-le-sgar.pdf"), "relu");

    for (args, said) in [
        (
            ["diff", "../avant", "--seulement-modifie"].as_slice(),
            "« --seulement-modifie » ne vaut que pour un document",
        ),
        (&["diff", "../avant", "--sortie", "x"], "« --sortie » ne vaut que pour un document"),
        (&["diff", "../avant", "--format", "pdf", "--stat"], "« --stat » montre un compte"),
    ] {
        let scenario =
            Scenario::new().project_in("minimal", "avant").project("minimal").args(args.iter().copied());
        let outcome = scenario.run();
        assert_eq!(outcome.code, 2, "{outcome}");
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
}
