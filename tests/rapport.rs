//! The rapport d'exécution: what it sums, what it does not compute, what the scaffold keeps.

use calpae::aggregate::rapport::calculer;
use calpae::document::vue::{Cellule, Tableau};
use calpae::document::{self, DocumentRapport};
use calpae::model::rapport::Releve;
use calpae::model::{Absence, Dossier, Montant};
use calpae::text::Spanned;
use calpae::{parse, project};
use proptest::prelude::*;
use rust_decimal::Decimal;
use similar::{ChangeTag, TextDiff};

use crate::commun::{Essai, lire_arbre};

const FICHE_1: &str = "content/2024/rapport/fiches/01-accueil.md";
const FICHE_2: &str = "content/2024/rapport/fiches/02-equipe-mobile.md";

fn essai() -> Essai {
    Essai::new().projet("temoin-rapport")
}

fn dossier(essai: &Essai) -> Dossier {
    let projet = project::ouvrir(&essai.chemin(""), None).unwrap();
    let lecture = parse::lire(&projet.sources, &projet.plan);
    assert_eq!(lecture.diagnostics, []);
    lecture.dossier.unwrap()
}

fn composer(dossier: &Dossier) -> DocumentRapport {
    let (document, fautes) = document::rapport(dossier, dossier.rapport.as_ref().unwrap(), "");
    assert_eq!(fautes, []);
    document
}

/// The amount that a cell prints; zero for a word or a dash.
fn montant(cellule: &Cellule) -> Montant {
    let texte = format!("{}{}", cellule.lignes.concat(), cellule.fraction);
    Montant::lire(texte.trim_start_matches('+')).unwrap_or(Montant::ZERO)
}

fn cellule(tableau: &Tableau, ligne: &str, colonne: usize) -> Cellule {
    let nom = |l: &&calpae::document::vue::Ligne| l.cellules[0].lignes.concat();
    let exacte = tableau.lignes.iter().find(|l| nom(l) == ligne);
    let rangee = exacte.or_else(|| tableau.lignes.iter().find(|l| nom(l).contains(ligne))).unwrap();
    rangee.cellules[colonne].clone()
}

fn releve() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![1 => Just(None), 1 => Just(Some(0)), 8 => (0i64..1_000_000_000).prop_map(Some)]
}

fn poser(place: &mut Releve, centimes: Option<i64>) {
    let span = match place {
        Ok(m) => m.span,
        Err(a) => a.span,
    };
    *place = match centimes {
        Some(c) => Ok(Spanned::new(Montant::arrondi(Decimal::new(c, 2)).unwrap(), span)),
        None => Err(Spanned::new(Absence::NonRenseigne, span)),
    };
}

#[test]
fn the_synthesis_is_the_sum_of_the_sheets_to_the_cent() {
    let essai = essai();
    let modele = dossier(&essai);
    proptest!(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() }, |(valeurs in proptest::collection::vec(releve(), 8))| {
        let mut dossier = modele.clone();
        let mut valeurs = valeurs.into_iter();
        for ligne in dossier.rapport.as_mut().unwrap().fiches.iter_mut().flat_map(|f| &mut f.financements) {
            poser(&mut ligne.engage, valeurs.next().flatten());
            poser(&mut ligne.liquide, valeurs.next().flatten());
        }
        let document = composer(&dossier);
        // Executed, by funder and in all: printed on the synthesis page, printed on the sheets.
        for financeur in ["État", "Département", "Total"] {
            let synthese = montant(&cellule(&document.synthese.financeurs, financeur, 2));
            let fiches: Montant =
                document.fiches.iter().map(|f| montant(&cellule(&f.financements, financeur, 3))).sum();
            prop_assert_eq!(synthese, fiches, "{}", financeur);
        }
        let financier = montant(&cellule(&document.financier, "Total", 2));
        prop_assert_eq!(financier, montant(&cellule(&document.synthese.financeurs, "Total", 2)));
        // A rate compares the same actions above and below.
        let bilan = calculer(&dossier, dossier.rapport.as_ref().unwrap());
        let complets: Vec<_> = bilan.actions().filter(|a| a.total.est_complet()).collect();
        let total = &bilan.total.total;
        prop_assert_eq!(total.renseignees, complets.len());
        prop_assert_eq!(total.comparable.0, complets.iter().map(|a| a.total.contracte.total).sum::<Montant>());
        prop_assert_eq!(total.comparable.1, complets.iter().map(|a| a.total.liquide.total).sum::<Montant>());
        prop_assert_eq!(total.taux().is_none(), complets.is_empty());
    });
}

#[test]
fn a_report_half_told_builds_and_computes_no_false_rate() {
    let demi = essai().remplacer(
        FICHE_2,
        "engage: 20 000 €\n      liquide: 20 000 €",
        "engage: 20 000 €\n      liquide: à transmettre",
    );
    let document = composer(&dossier(&demi));
    let total = |colonne| cellule(&document.synthese.financeurs, "Total", colonne);
    assert_eq!(total(0).precisions, ["taux et écart : sur 1 action renseignée (2 au total)"]);
    // 97 500 of 100 000, the first action alone; the second has no part in it.
    assert_eq!((total(3).lignes.concat(), total(3).fraction), ("97".to_owned(), ",5".to_owned()));
    assert_eq!(montant(&total(4)), Montant::lire("-2 500").unwrap());
    assert_eq!(montant(&total(2)), Montant::lire("113 500").unwrap());
    assert_eq!(cellule(&document.groupes[1].tableau, "Équipe mobile", 3).lignes, ["–"]);
    let manques = document.manques.as_ref().unwrap();
    let ligne = manques.lignes.iter().find(|l| l.cellules[2].lignes == ["à transmettre"]).unwrap();
    assert_eq!(ligne.cellules[1].lignes, ["financeur : État (liquidé)"]);
    let sortie = demi.args(["build", "rapport", "--format", "typ"]).sortie();
    assert!(sortie.contains_key("2024/rapport.typ") && sortie.contains_key("2024/rapport/fiche-02.typ"));
}

#[test]
fn a_report_just_opened_builds_and_says_that_nothing_is_told() {
    let parties = [
        "rapport.yaml",
        "reference.yaml",
        "bilan.md",
        "indicateurs.yaml",
        "fiches/01-accueil.md",
        "fiches/02-equipe-mobile.md",
    ];
    let neuf = parties.iter().fold(essai(), |e, p| e.supprimer(&format!("content/2024/rapport/{p}")));
    let neuf = neuf.args(["new", "rapport"]);
    assert_eq!(neuf.lancer().code, 0);
    let page = neuf.lire("content/2024/rapport/rapport.yaml");
    assert!(
        page.contains("au plus tard le 31 mars 2025") && page.contains("2025-03-17 : vote du rapport"),
        "{page}"
    );
    assert!(page.contains("periode: du 2024-04-01 au 2025-03-31"), "{page}");
    let document = composer(&dossier(&neuf));
    let total = |colonne| cellule(&document.synthese.financeurs, "Total", colonne).lignes.concat();
    assert_eq!((total(2).as_str(), total(3).as_str(), total(4).as_str()), ("non renseigné", "–", "–"));
    assert!(document.synthese.ecarts.is_none() && document.synthese.graphique.is_none());
    assert!(document.manques.is_some());
}

/// What the framework says of the State: two rules, two tables worked by hand.
#[test]
fn the_state_pays_or_takes_back_by_the_rule_of_the_framework() {
    // Spent of the State's credits, annexe by annexe, 80 % paid beforehand:
    // A: 48 750 − 40 000 = +8 750 ; B: 20 000 − 19 680 = +320.
    let document = composer(&dossier(&essai()));
    let solde = |ligne: &str| montant(&cellule(&document.financier, ligne, 9));
    assert_eq!(solde("annexe A"), Montant::lire("8 750").unwrap());
    assert_eq!(solde("annexe B"), Montant::lire("320").unwrap());
    assert_eq!(montant(&cellule(&document.financier, "annexe A", 8)), Montant::lire("48 750").unwrap());
    // In proportion of the whole budget, action by action, 10 % forgiven, all paid beforehand:
    // 1: 104 %, 0 ; 2: 26 399,98 × 50 296,07 / 65 999,95 = 20 118,43, −6 281,55 ; 3: a funder has not said how much.
    let document = composer(&dossier(&Essai::new().projet("val-d-ambre")));
    let solde = |rang: usize| document.financier.lignes[rang].cellules[9].clone();
    assert_eq!(montant(&solde(1)), Montant::ZERO);
    assert_eq!(montant(&solde(2)), Montant::lire("-6 281,55").unwrap());
    assert_eq!(solde(3).lignes, ["non renseigné"]);
}

/// Nothing of `avant` is missing in `apres`, where only lines were added.
fn rien_de_perdu(avant: &str, apres: &str) {
    let diff = TextDiff::from_lines(avant, apres);
    let perdues: Vec<_> = diff.iter_all_changes().filter(|c| c.tag() == ChangeTag::Delete).collect();
    assert!(perdues.is_empty(), "{perdues:#?}");
    assert!(apres.len() >= avant.len());
}

const CONTRAT_1: &str = "content/2024/fiches/01-accueil.md";
const CONTRAT_2: &str = "content/2024/fiches/02-equipe-mobile.md";

/// An avenant: amounts, a charge, a funder and a target more; an action more; a target gone.
fn avenant(essai: Essai) -> Essai {
    essai
        .remplacer(CONTRAT_1, "{ libelle: Locaux, montant: 20 000 € }", "{ libelle: Locaux, montant: 20 000 € }\n    - { libelle: \"Mobilier : tables\", montant: 5 000 € }")
        .remplacer(CONTRAT_1, "{ financeur: departement, montant: 50 000 € }", "{ financeur: departement, montant: 52 000 € }\n    - { financeur: region, montant: 3 000 € }")
        .remplacer(CONTRAT_1, "    - { indicateur: 1.1/agees, valeur: vide }\n", "    - { libelle: Nombre de sites, valeur: 2 }\n")
        .ecrire("content/2024/fiches/03-nuit.md", "---\nnumero: 3\nannexe: A\nintitule: Ouvrir la nuit\nbudget:\n  financements:\n    - { financeur: etat, montant: 9 000 € }\n---\n")
        .remplacer(CONTRAT_2, "numero: 2", "numero: 2 # relu")
}

#[test]
fn after_an_avenant_nothing_written_is_lost_and_the_new_fields_are_there() {
    for windows in [false, true] {
        let mut essai = avenant(essai());
        if windows {
            let brut = format!("\u{feff}{}", essai.lire(FICHE_1).replace('\n', "\r\n"));
            essai = essai.octets(FICHE_1, brut.as_bytes());
        }
        let avant = lire_arbre(&essai.chemin("content/2024/rapport"));
        let essai = essai.args(["new", "rapport"]);
        let issue = essai.lancer();
        assert_eq!((issue.code, issue.stderr.as_str()), (0, ""), "{issue}");
        let apres = lire_arbre(&essai.chemin("content/2024/rapport"));
        for (nom, octets) in &avant {
            let texte = |o: &[u8]| String::from_utf8(o.to_vec()).unwrap();
            rien_de_perdu(&texte(octets), &texte(&apres[nom]));
        }
        assert!(apres.contains_key("fiches/03-nuit.md"));
        let fiche = essai.lire(FICHE_1).replace("\r\n", "\n");
        for neuf in [
            "    - libelle: \"Mobilier : tables\"\n      engage:\n      liquide:\n  financements:",
            "    - financeur: region\n      engage:\n      liquide:\n",
            "  - libelle: \"Nombre de sites\"\n    valeur:\n",
        ] {
            assert!(fiche.contains(neuf), "{neuf}\n{fiche}");
        }
        insta::assert_snapshot!("avenant", issue.stdout);
        // The project reads, its figures are those of the avenant, and a third run has nothing to do.
        let dossier = dossier(&essai);
        let rapport = dossier.rapport.as_ref().unwrap();
        assert_eq!(rapport.revisions.len(), 2);
        let bilan = calculer(&dossier, rapport);
        let une = bilan.actions().next().unwrap();
        assert_eq!(une.total.contracte.total, Montant::lire("105 000").unwrap());
        assert!(une.total.taux().is_none(), "la Région n’est pas renseignée");
        let encore = essai.lancer();
        assert_eq!(
            encore.stdout.lines().filter(|l| !l.contains("plus de contrepartie")).collect::<Vec<_>>(),
            Vec::<&str>::new()
        );
        assert!(lire_arbre(&essai.chemin("content/2024/rapport")) == apres);
    }
}

#[test]
fn a_file_in_the_way_is_never_overwritten() {
    let essai = essai().supprimer("content/2024/rapport/bilan.md").args(["new", "rapport"]);
    let essai = essai.ecrire("content/2024/rapport/fiches/autre.txt", "à moi");
    assert_eq!(essai.lancer().code, 0);
    assert_eq!(essai.lire("content/2024/rapport/fiches/autre.txt"), "à moi");
    assert!(essai.lire("content/2024/rapport/bilan.md").starts_with("## Faits marquants"));
}

#[test]
fn a_fault_in_the_report_does_not_prevent_the_convention() {
    let faux = essai().remplacer(FICHE_1, "liquide: 78 500 €", "liquide: soixante-dix");
    assert_eq!(faux.args(["build", "--format", "typ"]).lancer().code, 0);
    let faux = essai().remplacer(FICHE_1, "liquide: 78 500 €", "liquide: soixante-dix");
    let issue = faux.args(["build", "rapport", "--format", "typ"]).lancer();
    assert_eq!(issue.code, 1, "{issue}");
    assert!(issue.stderr.contains("VAL-001") && issue.stderr.contains("01-accueil.md:12"), "{issue}");
}

#[test]
fn filling_the_report_does_not_change_the_convention() {
    let un = essai().args(["build", "--format", "typ"]).sortie();
    let deux = essai()
        .remplacer(FICHE_1, "liquide: 78 500 €", "liquide: 78 400 €")
        .args(["build", "--format", "typ"])
        .sortie();
    assert!(un == deux);
}

#[test]
fn a_total_of_the_report_lists_its_terms() {
    let issue = essai().args(["explain", "rapport:etat:execute"]).lancer();
    assert_eq!(issue.code, 0, "{issue}");
    insta::assert_snapshot!("total_du_rapport", issue.stdout);
}

#[test]
fn an_edition_without_a_report_says_how_to_open_one() {
    let issue = Essai::new().projet("temoin").args(["build", "rapport", "--format", "typ"]).lancer();
    assert_eq!(issue.code, 1);
    assert!(issue.stderr.contains("PRJ-003") && issue.stderr.contains("calpae new rapport"), "{issue}");
}

#[test]
fn the_demonstration_claims_nothing_that_its_source_does_not_say() {
    let essai = Essai::new().projet_du_depot();
    let dossier = dossier(&essai);
    let rapport = dossier.rapport.as_ref().unwrap();
    assert!(rapport.intermediaire);
    let document = composer(&dossier);
    assert!(document.titre.ends_with("intermédiaire"));
    assert!(document.synthese.graphique.is_none(), "aucun montant exécuté n’est connu");
    let comptes: Vec<usize> = document.synthese.objectifs.iter().map(|o| o.nombre).collect();
    assert_eq!(comptes[..3], [0, 0, 0], "aucun objectif ne peut être dit atteint");
    let remplies: Vec<u16> = rapport
        .fiches
        .iter()
        .filter(|f| f.resultats.iter().flat_map(|r| &r.valeur).any(|v| v.source.is_some()))
        .map(|f| f.fiche.valeur)
        .collect();
    assert_eq!(remplies, [4, 5, 6]);
}

#[test]
fn a_report_that_lost_its_reference_says_how_to_find_it_again() {
    let perdu = essai().supprimer("content/2024/rapport/reference.yaml");
    let issue = perdu.args(["check", "--format", "short"]).lancer();
    assert_eq!(issue.code, 1);
    assert!(issue.stdout.contains("PRJ-004") && issue.stdout.contains("rapport.yaml"), "{issue}");
    let perdu = essai().supprimer("content/2024/rapport/reference.yaml").args(["new", "rapport"]);
    let issue = perdu.lancer();
    assert_eq!(
        (issue.code, issue.stdout.as_str()),
        (0, "créé : content/2024/rapport/reference.yaml\n"),
        "{issue}"
    );
    assert_eq!(dossier(&perdu).rapport.unwrap().revisions.len(), 1);
}

/// A report may cover a convention and another one: what they contract adds up, their avenants replace.
#[test]
fn two_conventions_add_up_and_an_avenant_replaces() {
    let revision = |edition: &str, etat: &str| {
        format!(
            "  - edition: \"{edition}\"\n    etat: signé\n    date: 2024-12-01\n    empreinte: \"0\"\n    montant_etat: 1 €\n    fiches:\n      - fiche: 2\n        annexe: B\n        titre: Équipe mobile\n        financements:\n          - {{ financeur: etat, montant: {etat} }}\n"
        )
    };
    let reference = "content/2024/rapport/reference.yaml";
    let contracte = |essai: &Essai| {
        let dossier = dossier(essai);
        let bilan = calculer(&dossier, dossier.rapport.as_ref().unwrap());
        let deux = bilan.actions().find(|a| a.numero == 2).unwrap().total.contracte.total;
        (bilan.actions().count(), deux)
    };
    let euros = |t: &str| Montant::lire(t).unwrap();
    // 44 600 of this edition, 5 000 of the other, whose own avenant makes it 6 000.
    let essai = essai().ajouter(reference, &revision("2025", "5 000 €"));
    assert_eq!(contracte(&essai), (2, euros("49 600")));
    let essai = essai.ajouter(reference, &revision("2025", "6 000 €"));
    assert_eq!(contracte(&essai), (2, euros("50 600")));
    // An avenant of this edition that drops the first action.
    let essai = essai.ajouter(reference, &revision("2024", "7 000 €"));
    assert_eq!(contracte(&essai), (2, euros("13 000")));
    let fiches = composer(&dossier(&essai)).fiches;
    assert_eq!(fiches.iter().filter(|f| f.surtitre == "Compte rendu d’exécution").count(), 1);
}

#[test]
fn no_text_makes_a_report_panic() {
    use calpae::check::{Reglages, verifier};
    use calpae::text::Sources;
    let essai = essai();
    let projet = project::ouvrir(&essai.chemin(""), None).unwrap();
    let morceau = "[ \\-a-cé:#\\[\\]{}|'\"\n0-9€%.]{0,12}";
    proptest!(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() },
        |(fichier in 0usize..6, pour_mille in 0usize..1000, long in 0usize..40, texte in morceau)| {
        let mut sources = Sources::default();
        let rapports: Vec<_> =
            projet.sources.iter().filter(|(_, s)| s.chemin().as_str().contains("/rapport/")).map(|(f, _)| f).collect();
        for (f, source) in projet.sources.iter() {
            let mut contenu = source.texte().to_owned();
            if rapports.get(fichier) == Some(&f) {
                let vers = |n: usize| (0..=n.min(contenu.len())).rev().find(|i| contenu.is_char_boundary(*i)).unwrap();
                let debut = vers(contenu.len() * pour_mille / 1000);
                let fin = vers(debut + long).max(debut);
                contenu.replace_range(debut..fin, &texte);
            }
            sources.ajouter(source.chemin().clone(), &contenu);
        }
        let lecture = parse::lire(&sources, &projet.plan);
        if let Some(dossier) = lecture.dossier {
            if let Some(rapport) = &dossier.rapport {
                let _ = document::rapport(&dossier, rapport, "");
            }
            let _ = verifier(&dossier, &sources, &Reglages::default());
            let _ = calpae::chantier::rapport::preparer(&dossier, &sources, "2024", "0", |_| true);
        }
    });
}
