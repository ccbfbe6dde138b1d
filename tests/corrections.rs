//! What `calpae check --fix` promises: it comes to rest, it never changes a figure, it keeps every byte around,
//! `--diff` alone writes nothing, and what the act keeps stays.

use std::collections::BTreeMap;

use calpae::aggregate::totaux;
use calpae::{parse, project};

use crate::commun::{Essai, Issue, lire_arbre};

const FICHE: &str = "content/2024/fiches/01-accueil.md";
const ARTICLE: &str = "content/2024/articles/04-duree.md";

/// The project that shows the rules, with faults of form in each way of writing a text.
fn fautif() -> Essai {
    Essai::new()
        .projet("temoin")
        .remplacer(
            FICHE,
            "titre: Les sites d'accueil",
            "titre: \"Les sites  d'accueil du R.S.A. : 95%\" # un commentaire",
        )
        .remplacer(FICHE, "libelle: Locaux,", "libelle: 'L''Etat et ses  locaux...',")
        .remplacer(FICHE, "Roquenoire     | 20", "Roquenoire, 2ème étage, 5%, etc...     | 20")
        .remplacer(
            FICHE,
            "titre: Le parcours d'une personne reçue",
            "titre: >-\n      Le parcours  d'une\n      personne reçue , puis suivie",
        )
        .remplacer(
            ARTICLE,
            "La convention vaut un an.",
            "A l'issue de  un an , l'Etat \"décide\" de de la suite; `a  b...` et {convention.annee}...",
        )
}

/// The bytes of a project, as Windows would write them.
fn windows(essai: Essai) -> Essai {
    [FICHE, ARTICLE].into_iter().fold(essai, |essai, chemin| {
        let texte = format!("\u{feff}{}", essai.lire(chemin).replace('\n', "\r\n"));
        essai.ecrire(chemin, &texte)
    })
}

fn corriger(essai: Essai, args: &[&str]) -> (Essai, Issue) {
    let essai = essai.args([&["check", "--select", "FRM"], args].concat());
    let issue = essai.lancer();
    (essai, issue)
}

fn chiffres(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).chars().filter(char::is_ascii_digit).collect()
}

/// The totals of a project, their terms and what the act states.
fn montants(essai: &Essai) -> Vec<String> {
    let projet = project::ouvrir(&essai.chemin(""), None).unwrap();
    let lecture = parse::lire(&projet.sources, &projet.plan);
    assert_eq!(lecture.diagnostics, []);
    let dire = |t: totaux::Total| {
        let termes: Vec<_> = t.somme.termes.iter().map(|t| t.montant).collect();
        format!("{} {} {termes:?} {:?}", t.nom, t.somme.total, t.affiche.map(|a| a.valeur))
    };
    totaux::tous(&lecture.dossier.unwrap()).into_iter().map(dire).collect()
}

fn projets() -> BTreeMap<&'static str, Essai> {
    let mut projets: BTreeMap<_, _> =
        ["temoin", "val-d-ambre", "minimal"].into_iter().map(|nom| (nom, Essai::new().projet(nom))).collect();
    projets.insert("dépôt", Essai::new().projet_du_depot());
    projets.insert("fautif", fautif());
    projets.insert("windows", windows(fautif()));
    projets
}

#[test]
fn a_second_run_changes_nothing() {
    for (nom, essai) in projets() {
        let (essai, _) = corriger(essai, &["--fix"]);
        let premiere = lire_arbre(&essai.chemin("content"));
        let (essai, issue) = corriger(essai, &["--fix"]);
        assert_eq!(issue.stderr, "", "{nom} : {issue}");
        assert!(lire_arbre(&essai.chemin("content")) == premiere, "{nom}");
        assert!(!issue.stdout.contains("--fix"), "{nom} : une correction reste à faire\n{issue}");
    }
}

#[test]
fn no_figure_changes() {
    for (nom, essai) in projets() {
        let (avant, sommes) = (lire_arbre(&essai.chemin("content")), montants(&essai));
        let (essai, _) = corriger(essai, &["--fix"]);
        let apres = lire_arbre(&essai.chemin("content"));
        assert!(avant.keys().eq(apres.keys()), "{nom}");
        for (fichier, octets) in &avant {
            assert_eq!(chiffres(octets), chiffres(&apres[fichier]), "{nom} : {fichier}");
        }
        assert_eq!(sommes, montants(&essai), "{nom}");
    }
}

#[test]
fn what_is_the_state_s_is_not_rewritten() {
    let (essai, _) = corriger(Essai::new().projet_du_depot(), &["--fix"]);
    let origine = Essai::new().projet_du_depot();
    let cadres = |e: &Essai| lire_arbre(&e.chemin("content/cadres"));
    assert!(cadres(&essai) == cadres(&origine));
}

#[test]
fn only_the_words_at_fault_change() {
    let (essai, issue) = corriger(fautif(), &["--fix"]);
    assert!(issue.stderr.contains("01-accueil.md : "), "{issue}");
    for (fichier, ligne) in [
        (FICHE, "    titre: \"Les sites d'accueil du RSA : 95 %\" # un commentaire\n"),
        (
            FICHE,
            "    - { libelle: 'L''État et ses locaux…', montant: 20 000 €, part_affichee: \"16,7 %\" }\n",
        ),
        (FICHE, "      Roquenoire, 2e étage, 5 %, etc.     | 20 | 7 050,50 € | 60 %\n"),
        (FICHE, "    titre: >-\n      Le parcours d'une\n      personne reçue, puis suivie\n"),
        (ARTICLE, "\nÀ l'issue de un an, l'État « décide » de la suite ; `a  b...` et {convention.annee}…"),
    ] {
        assert!(essai.lire(fichier).contains(ligne), "{ligne}\n{}", essai.lire(fichier));
    }
}

#[test]
fn the_bytes_around_are_kept() {
    let (linux, _) = corriger(fautif(), &["--fix"]);
    let (essai, _) = corriger(windows(fautif()), &["--fix"]);
    for fichier in [FICHE, ARTICLE] {
        let attendu = format!("\u{feff}{}", linux.lire(fichier).replace('\n', "\r\n"));
        assert!(essai.lire(fichier) == attendu, "{fichier}");
    }
    // The lines where nothing is wrong are those of before.
    let (avant, apres) = (fautif().lire(FICHE), linux.lire(FICHE));
    let changees = avant.lines().zip(apres.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((avant.lines().count(), changees), (apres.lines().count(), 5));
}

#[test]
fn diff_alone_writes_nothing() {
    let essai = fautif();
    let avant = lire_arbre(&essai.chemin("content"));
    let (essai, issue) = corriger(essai, &["--diff"]);
    assert!(lire_arbre(&essai.chemin("content")) == avant);
    let attendu = format!("--- a/{ARTICLE}\n+++ b/{ARTICLE}\n@@ ");
    assert!(issue.stdout.starts_with(&attendu), "{issue}");
    assert!(issue.stdout.contains("\n-A l'issue de  un an , l'Etat"), "{issue}");
    assert!(issue.stdout.contains("\n+À l'issue de un an, l'État"), "{issue}");
    assert_eq!(issue.stderr, "");
    // What is shown is what is written.
    let (_, ecrit) = corriger(fautif(), &["--fix", "--diff"]);
    assert!(ecrit.stdout.starts_with(&issue.stdout), "{ecrit}");
}

#[test]
fn what_the_act_keeps_is_not_repaired() {
    let essai = fautif().ajouter(
        "content/2024/convention.yaml",
        "\ntolerances:\n  - { regle: FRM-014, lieu: articles/04-duree, raison: l’acte est signé }\n",
    );
    let (essai, _) = corriger(essai, &["--fix"]);
    let texte = essai.lire(ARTICLE);
    assert!(texte.contains("A l'issue de un an, l'Etat « décide »"), "{texte}");
    assert!(essai.lire(FICHE).contains("L''État et ses locaux…"));
}

#[test]
fn nothing_is_repaired_while_something_cannot_be_read() {
    let essai = fautif().remplacer(FICHE, "statut: renforcée", "statut: renforcee");
    let avant = lire_arbre(&essai.chemin("content"));
    let (essai, issue) = corriger(essai, &["--fix"]);
    assert_eq!(issue.code, 1, "{issue}");
    assert!(lire_arbre(&essai.chemin("content")) == avant);
}
