//! Avenants: what they read, what they say of the act, what is said of them; the act before and the folder of an avenant give
//! the act after, both ways.

use std::fs;

use calpae::compare::avenant::{AvenantClause, ProvisionEdit, clauses};
use calpae::compare::{compare, outline};
use calpae::project::{self, Disk};
use calpae::snapshot::Snapshot;

use crate::common::{Scenario, read_tree};

const EDITION: &str = "content/2024-2027";

/// The act of several exercices, signed.
fn signed() -> Scenario {
    Scenario::new()
        .project("quatre-ans")
        .replace(&format!("{EDITION}/convention.yaml"), "date_du_document: 2024-05-13\n", "")
        .write(
            &format!("{EDITION}/vie.yaml"),
            "evenements:\n  - { evenement: vote, le: 2024-04-02 }\n  - { evenement: signature, le: 2024-05-13 }\n",
        )
}

/// What a copy of the act was made into: an action delayed, one shortened, one added, one withdrawn, another signatory, an
/// article reworded, an amount.
fn edited(scenario: Scenario) -> Scenario {
    let fiche = |name: &str| format!("{EDITION}/fiches/{name}.md");
    let bus = scenario.read(&fiche("1.2-bus"));
    let added = bus
        .replace("numero: \"1.2\"", "numero: \"1.3\"")
        .replace("Conduire un bus des familles", "Ouvrir une halte mobile")
        .replace("Bus des familles", "Halte mobile")
        .replace("id: haltes", "id: ouvertures")
        .replace("Haltes du bus", "Ouvertures de la halte")
        .replace("Un bus équipé s'arrête", "Une halte s'installe");
    scenario
        .write(&fiche("1.3-halte"), &added)
        .replace(&fiche("3.2-renovation"), "mise_en_place: janvier 2025", "mise_en_place: juin 2025")
        .replace(
            &fiche("1.2-bus"),
            "duree: 3 ans, jusqu'en décembre 2027",
            "duree: 2 ans, jusqu'en décembre 2026",
        )
        .replace(
            &fiche("1.2-bus"),
            "{ partie: etat, montants: { 2025: 53 000 €,",
            "{ partie: etat, montants: { 2025: 50 000 €,",
        )
        .replace(
            &fiche("1.2-bus"),
            "{ partie: departement, montants: { 2025: 33 000 €,",
            "{ partie: departement, montants: { 2025: 36 000 €,",
        )
        .replace(&format!("{EDITION}/convention.yaml"), "Anselme Brocatier", "Ludivine Castagnet")
        .replace(&format!("{EDITION}/convention.yaml"), "180 000 €, par", "240 000 €, par")
        .replace(
            &format!("{EDITION}/articles/02-financement.md"),
            "est réparti par avenant",
            "est réparti par décision du comité de suivi",
        )
        .delete(&fiche("3.1-jardins"))
}

fn snapshot(scenario: &Scenario) -> Snapshot {
    Snapshot::read(project::open(&Disk::new(scenario.path("")), None).unwrap())
}

fn run(scenario: &Scenario, args: &[&str]) -> (String, i32) {
    let output = scenario.command_with(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let said = format!("{}{}", text(output.stdout), text(output.stderr));
    (said, output.status.code().unwrap_or(-1))
}

/// The signed act with the folder of the avenant that makes of it what another folder has.
fn amended() -> (Scenario, Scenario) {
    let (act, target) = (signed(), edited(signed()));
    let target_folder = target.path("");
    let (said, code) = run(&act, &["new", "avenant", "--vers", target_folder.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    (act, target)
}

#[test]
fn the_act_and_the_folder_of_an_avenant_give_the_act_that_was_edited() {
    let before = signed();
    let signed_pages = read_tree(&before.path(EDITION));
    let (act, target) = amended();
    for (path, bytes) in &signed_pages {
        assert_eq!(&fs::read(act.path(EDITION).join(path)).unwrap(), bytes, "{path}");
    }
    let folder = read_tree(&act.path(&format!("{EDITION}/avenants/01")));
    let pages: Vec<&str> = folder.keys().map(String::as_str).collect();
    assert_eq!(
        pages,
        [
            "articles/02-financement.md",
            "avenant.yaml",
            "convention.yaml",
            "fiches/1.2-bus.md",
            "fiches/1.3-halte.md",
            "fiches/3.2-renovation.md",
            "vie.yaml",
        ]
    );
    let (amended, target) = (snapshot(&act), snapshot(&target));
    let outlines = [&amended, &target].map(|snapshot| outline::of(snapshot).unwrap());
    assert!(outlines[0].says_as(&outlines[1]));
    // The difference with the signed act, applied to it, gives the same; turned round, it gives it back.
    let comparison = compare(amended.as_signed(), &amended).unwrap();
    let delta = comparison.delta.as_ref().unwrap();
    assert!(delta.applied(&comparison.acts.0).says_as(&outlines[1]));
    assert!(delta.mirrored().applied(&outlines[1]).says_as(&comparison.acts.0));
    // What was signed is what it was.
    assert_eq!(amended.as_signed().act_digest(), snapshot(&before).act_digest());
    assert_eq!(amended.act_digest(), target.act_digest());
}

#[test]
fn the_clauses_say_each_thing_that_changes_in_the_order_of_an_avenant() {
    let (act, _) = amended();
    let amended = snapshot(&act);
    let comparison = compare(amended.as_signed(), &amended).unwrap();
    let said: Vec<String> = clauses(&comparison).iter().map(in_short).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    article Some("2") : 1 : « avenant » → Some("décision du comité de suivi")
    Money : Some("180\u{202f}000\u{202f}€") → Some("240\u{202f}000\u{202f}€")
    PartyChanged { party: "etat" }
    Fiche 1.2 « Bus des familles » : 3 changements
    Fiche 3.2 « Petits travaux » : 1 changements
    FicheAdded { page: "fiches/1.3-halte.md" }
    FicheWithdrawn { name: "Fiche 3.1 « Jardins nourriciers »" }
    "#);
}

/// What an avenant says when the article of the money goes from one text to another.
fn said_of_the_article(before: &str, after: &str) -> Vec<String> {
    let with = |text: &str| {
        let page = format!("---\nnumero: \"2\"\ntitre: Financement\n---\n{text}\n");
        snapshot(&signed().write(&format!("{EDITION}/articles/02-financement.md"), &page))
    };
    let comparison = compare(&with(before), &with(after)).unwrap();
    clauses(&comparison).iter().map(in_short).collect()
}

#[test]
fn what_quoted_words_cannot_say_has_the_article_written_again() {
    let whole = [
        "ArticleReplaced { place: ProvisionPlace { number: Some(\"2\"), title: Some(\"Financement\") }, page: \"articles/02-financement.md\" }",
    ];
    let end = "\n\nLes deux services se réunissent.\n\nIls en rendent compte.";
    for (before, after) in [
        // A note would be poured into the sentence.
        ("Les agents reçoivent.", "Les agents[^n] reçoivent.\n\n[^n]: Ceux du Département."),
        (
            "Les agents[^n] reçoivent.\n\n[^n]: Ceux.",
            "Les agents[^n] reçoivent.\n\n[^n]: Ceux.\n\n    Et les autres.",
        ),
        // What is set off, and where a link leads, would be lost.
        ("Les trois agents reçoivent.", "Les **trois** agents reçoivent."),
        ("Voir [le site](https://a.fr/x).", "Voir [le site](https://a.fr/y)."),
        ("Les agents reçoivent.", "Les agents reçoivent.\n\nLe délai est de *deux mois*."),
        ("> Un mot cité.", "> > Un mot cité."),
        ("Un `a  b` là.", "Un `a b` là."),
    ] {
        assert_eq!(
            said_of_the_article(&format!("{before}{end}"), &format!("{after}{end}")),
            whole,
            "{after}"
        );
    }
    let plain = |before: &str, after: &str| {
        said_of_the_article(&format!("{before}{end}"), &format!("{after}{end}")).join("\n")
    };
    insta::assert_snapshot!(plain("Un **mot** et deux ici.", "Un **mot** et trois ici."), @r#"article Some("2") : 1 : « deux » → Some("trois")"#);
    insta::assert_snapshot!(plain("Elle est de 80 000 € par an.", "Elle est de 91 071,81 € par an."), @r#"article Some("2") : 1 : « 80 000 € » → Some("91 071,81 €")"#);
    insta::assert_snapshot!(plain("Un.", "Un.\n\nIl suit.\n\nIl finit."), @r#"article Some("2") : Added { after: 1, texts: ["Il suit.", "Il finit."] }"#);
}

#[test]
fn a_fiche_withdrawn_and_another_that_comes_are_two() {
    let act = signed();
    let old = act.read(&format!("{EDITION}/fiches/3.1-jardins.md"));
    let new = old
        .replace("numero: \"3.1\"", "numero: \"3.3\"")
        .replace("Cultiver des jardins nourriciers", "Réparer les objets plutôt que les jeter")
        .replace("Jardins nourriciers", "Réparer plutôt que jeter");
    assert_ne!(old, new);
    let edit = |scenario: Scenario, page: &str| {
        scenario
            .delete(&format!("{EDITION}/fiches/3.1-jardins.md"))
            .write(&format!("{EDITION}/fiches/{page}.md"), &new)
    };
    let said = |after: Scenario| {
        let comparison = compare(&snapshot(&signed()), &snapshot(&after)).unwrap();
        let of_fiches = clauses(&comparison)
            .iter()
            .map(in_short)
            .filter(|said| said.contains("iche"))
            .collect::<Vec<_>>();
        of_fiches.join("\n")
    };
    insta::assert_snapshot!(said(edit(signed(), "3.3-reparer")), @r#"
    FicheAdded { page: "fiches/3.3-reparer.md" }
    FicheWithdrawn { name: "Fiche 3.1 « Jardins nourriciers »" }
    "#);
}

fn in_short(clause: &AvenantClause) -> String {
    match clause {
        AvenantClause::ArticleAmended { place, edits } => {
            let edits = edits.iter().map(|edit| match edit {
                ProvisionEdit::Words { rank, before, after } => format!("{rank} : « {before} » → {after:?}"),
                other => format!("{other:?}"),
            });
            format!("article {:?} : {}", place.number, edits.collect::<Vec<_>>().join(" ; "))
        }
        AvenantClause::DataChanged { topic, changes } => {
            let data = changes.iter().map(|change| format!("{:?} → {:?}", change.before, change.after));
            format!("{topic:?} : {}", data.collect::<Vec<_>>().join(" ; "))
        }
        AvenantClause::FicheReplaced { before, changes, .. } => {
            format!("{before} : {} changements", changes.len())
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn an_avenant_opens_on_a_signed_act_and_one_at_a_time() {
    let draft = Scenario::new().project("quatre-ans");
    insta::assert_snapshot!(run(&draft, &["new", "avenant"]).0, @r#"
    erreur : l’acte est « projet » : tant qu’il n’est pas signé, ses pages se modifient elles-mêmes
    à faire : les modifier ; une fois l’acte signé, écrire les signatures dans vie.yaml
    "#);
    let act = signed();
    insta::assert_snapshot!(run(&act, &["new", "avenant", "--objet", "Report d’une action"]).0, @r#"
    créé : content/2024-2027/avenants/01/avenant.yaml
    créé : content/2024-2027/avenants/01/vie.yaml
    créé : content/2024-2027/organisation.yaml
    les parties de l’acte signé sont gardées dans son édition : organisation.yaml peut changer pour les suivantes
    Ensuite : « calpae new avenant --page fiches/04 » copie dans l’avenant une page à changer ; avenant.yaml dit le reste.
    "#);
    insta::assert_snapshot!(run(&act, &["new", "avenant"]).0, @r#"
    erreur : l’avenant n° 1 est encore ouvert : il n’est pas signé
    à faire : lui ajouter une page par « calpae new avenant --page fiches/04 » ; une fois signé, écrire les signatures dans avenants/01/vie.yaml
    "#);
    insta::assert_snapshot!(run(&act, &["new", "avenant", "--page", "fiches/1.9"]).0, @r#"
    erreur : l’acte n’a pas de page « fiches/1.9 »
    à faire : la nommer comme dans l’édition : fiches/04, articles/02, convention, indicateurs
    "#);
    insta::assert_snapshot!(run(&act, &["new", "avenant", "--page", "fiches/1.2", "--page", "convention"]).0, @r#"
    créé : content/2024-2027/avenants/01/fiches/1.2-bus.md
    créé : content/2024-2027/avenants/01/convention.yaml
    "#);
    insta::assert_snapshot!(run(&act, &["new", "avenant", "--page", "fiches/1.2"]).0, @r#"
    « content/2024-2027/avenants/01/fiches/1.2-bus.md » est déjà dans l’avenant
    "#);
    insta::assert_snapshot!(run(&act, &["new", "fiche", "Une action de plus", "--annexe", "1"]).0, @r#"
    créé : content/2024-2027/avenants/01/fiches/3.3-une-action-de-plus.md
    Ensuite : l’ouvrir et remplacer ce qui porte « # à décider » ; « calpae check » en donne la liste.
    "#);
    let page = act.read(&format!("{EDITION}/avenants/01/avenant.yaml"));
    assert!(page.contains("objet: \"Report d’une action\""), "{page}");
    // A page that only was copied changes nothing, and it is said.
    let (said, _) = run(&act, &["check", "--format", "short"]);
    assert_eq!(said.matches("PRJ-014").count(), 2, "{said}");
}

#[test]
fn what_is_wrong_with_an_avenant_is_said_once_with_what_to_do() {
    let (act, _) = amended();
    let page = format!("{EDITION}/avenants/01/avenant.yaml");
    let find = |scenario: &Scenario, code: &str| {
        let (said, _) = run(scenario, &["check", "--format", "short"]);
        said.lines().filter(|line| line.contains(code)).collect::<Vec<_>>().join("\n")
    };
    // The life of the act goes on: it is the same act.
    let act = act.add(
        &format!("{EDITION}/vie.yaml"),
        "  - { evenement: transmission, le: 2024-05-14 }\n  - { evenement: publication, le: 2024-05-15 }\n",
    );
    assert_eq!(find(&act, "PRJ-0"), "");
    let act = act.add(&format!("{EDITION}/articles/04-duree.md"), "\nUn alinéa de plus.\n");
    insta::assert_snapshot!(find(&act, "PRJ-0"), @"content/2024-2027/avenants/01/avenant.yaml:14:12: erreur PRJ-013-wn53: l’acte a changé depuis que l’avenant n° 1 a été commencé");
    let act = act
        .replace(&page, "  - \"fiches/3.1-jardins.md\"", "  - fiches/3.7-jardins.md")
        .add(
            &format!("{EDITION}/avenants/01/vie.yaml"),
            "  - { evenement: signature, partie: etat, le: 2023-01-01 }\n",
        )
        .write(&format!("{EDITION}/avenants/03/avenant.yaml"), "objet: un autre\n");
    for code in ["PRJ-013", "PRJ-015", "PRJ-016", "PRJ-017"] {
        assert!(!find(&act, code).is_empty(), "{code}");
    }
    insta::assert_snapshot!(find(&act, "PRJ-0"), @r#"
    content/2024-2027/avenants/01/avenant.yaml:1:1: erreur PRJ-016-nb56: l’avenant n° 3 est commencé, et le n° 1 n’est pas signé
    content/2024-2027/avenants/01/avenant.yaml:14:12: erreur PRJ-013-kptw: l’acte a changé depuis que l’avenant n° 1 a été commencé
    content/2024-2027/avenants/01/avenant.yaml:16:5: erreur PRJ-015-fpm2: l’acte n’a pas de page « fiches/3.7-jardins.md » à retirer
    content/2024-2027/avenants/01/vie.yaml:17:47: erreur PRJ-017-zq49: l’avenant est signé le 1er janvier 2023, avant que l’acte soit signé, le 13 mai 2024
    content/2024-2027/avenants/03/avenant.yaml:1:1: avertissement PRJ-014-mkdt: l’avenant n° 3 ne change rien : il n’apporte ni ne retire aucune page
    content/2024-2027/avenants/03/avenant.yaml:1:1: avertissement PRJ-016-jc53: l’avenant n° 3 suit le n° 1
    "#);
}

#[test]
fn a_report_records_a_revision_for_each_avenant_in_force() {
    let act = signed();
    for id in ["2024", "2025"] {
        assert_eq!(run(&act, &["new", "rapport", id]).1, 0);
    }
    let target = edited(signed());
    let folder = target.path("");
    assert_eq!(run(&act, &["new", "avenant", "--vers", folder.to_str().unwrap()]).1, 0);
    let reference = format!("{EDITION}/rapports/2025/reference.yaml");
    let recorded = act.read(&reference);
    // While it is open, it is not what is executed.
    let (said, _) = run(&act, &["check", "--format", "short"]);
    assert!(!said.contains("RAP-011"), "{said}");
    run(&act, &["new", "rapport", "2025"]);
    assert_eq!(act.read(&reference), recorded);
    let life = format!("{EDITION}/avenants/01/vie.yaml");
    let act = act.add(&life, "  - { evenement: signature, le: 2025-03-15 }\n");
    let (said, code) = run(&act, &["new", "rapport", "2025"]);
    assert_eq!(code, 0, "{said}");
    let text = act.read(&reference);
    assert_eq!(text.matches("- edition:").count(), recorded.matches("- edition:").count() + 1, "{said}");
    assert!(text.contains("    avenant: 1\n    etat: signé\n    date: 2025-03-15\n"), "{text}");
    assert!(said.contains("celle de l’avenant n°\u{a0}1"), "{said}");
    // Once is enough, and the report of the year before executes the act as it was.
    let (_, code) = run(&act, &["new", "rapport", "2025"]);
    assert_eq!((code, act.read(&reference)), (0, text));
    let earlier = act.read(&format!("{EDITION}/rapports/2024/reference.yaml"));
    run(&act, &["new", "rapport", "2024"]);
    assert_eq!(act.read(&format!("{EDITION}/rapports/2024/reference.yaml")), earlier);
    let (said, _) = run(&act, &["check", "--format", "short"]);
    assert!(!said.contains("RAP-011"), "{said}");
}

#[cfg(feature = "pdf")]
#[test]
fn the_avenant_and_the_consolidated_act_are_documents() {
    let (act, _) = amended();
    let (said, code) =
        run(&act, &["build", "avenant", "consolidee", "convention", "--format", "pdf,lecture"]);
    assert_eq!(code, 0, "{said}");
    let first = read_tree(&act.path("output"));
    let heard = act.read("output/2024-2027/avenant-01-lecture.txt");
    insta::assert_snapshot!("avenant_heard", heard);
    // The signed act is the one that was signed.
    let alone = signed();
    run(&alone, &["build", "--format", "pdf"]);
    assert_eq!(
        fs::read(act.path("output/2024-2027/convention.pdf")).unwrap(),
        fs::read(alone.path("output/2024-2027/convention.pdf")).unwrap()
    );
    // The same bytes again.
    run(&act, &["build", "avenant", "consolidee", "convention", "--format", "pdf,lecture"]);
    assert_eq!(read_tree(&act.path("output")), first);
    let (said, code) = run(&act, &["build", "avenant-2"]);
    insta::assert_snapshot!(format!("{code} {said}"), @r#"
    2 erreur : l’édition 2024-2027 n’a pas d’avenant n° 2
    à faire : avenants de l’édition : 1
    "#);
}

#[test]
fn amounts_in_letters() {
    use calpae::model::Montant;
    for (euros, letters) in [
        ("0 €", "zéro euro"),
        ("1 €", "un euro"),
        ("1,01 €", "un euro et un centime"),
        ("0,80 €", "quatre-vingts centimes"),
        ("71 €", "soixante et onze euros"),
        ("80 €", "quatre-vingts euros"),
        ("81 €", "quatre-vingt-un euros"),
        ("91 €", "quatre-vingt-onze euros"),
        ("200 €", "deux cents euros"),
        ("201 €", "deux cent un euros"),
        ("1 000 €", "mille euros"),
        ("80 000 €", "quatre-vingt mille euros"),
        ("200 000 €", "deux cent mille euros"),
        ("180 000,50 €", "cent quatre-vingt mille euros et cinquante centimes"),
        ("1 000 000 €", "un million d’euros"),
        ("80 000 000 €", "quatre-vingts millions d’euros"),
        ("2 000 001 €", "deux millions un euros"),
        (
            "999 999 999,99 €",
            "neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes",
        ),
    ] {
        assert_eq!(Montant::read(euros).unwrap().in_letters().as_deref(), Some(letters), "{euros}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn an_avenant_writes_no_sum_that_lacks_an_amount() {
    let act = signed();
    assert_eq!(run(&act, &["new", "avenant", "--page", "fiches/1.1"]).1, 0);
    let page = format!("{EDITION}/avenants/01/fiches/1.1-familles.md");
    let act = act.replace(&page, "2025-2027: 45 000 €", "2025-2027: non renseigné");
    let (said, code) = run(&act, &["build", "avenant", "--annotee", "--format", "lecture"]);
    assert_eq!(code, 0, "{said}");
    let heard = act.read("output/2024-2027/avenant-01-lecture.txt");
    assert!(!heard.contains("la somme que l’État apporte"), "{heard}");
    assert!(heard.contains("hors 3 montants non renseignés"), "{heard}");
}
