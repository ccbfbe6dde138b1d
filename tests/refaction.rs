//! What the State owes by the rule of the framework or of the act: how the rule is written, what a report prints of it,
//! and what « sans objet » and spending beyond the contract change.

use calpae::document::Imprint;
use calpae::document::view::TableView;
use calpae::document::{self, RapportDocument};
use calpae::model::Dossier;
use calpae::parse;
use calpae::project::{self, Disk};
use calpae::resolve::{Holes, resolve};

use crate::common::Scenario;

const CADRE: &str = "content/cadres/essai-rapport.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";
const REFERENCE: &str = "content/2024/rapports/2024/reference.yaml";
const FICHE_1: &str = "content/2024/rapports/2024/fiches/01-accueil.md";
const FICHE_2: &str = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";
const RULE: &str = "refaction: { part: 100 %, assiette: credits, niveau: axe, part_max: 60 %, avance: 80 % }";
const VALLEY: &str = "content/cadres/contrat-local-2024.yaml";

fn scenario() -> Scenario {
    Scenario::new().project("temoin-rapport")
}

fn with_rule(rule: &str) -> Scenario {
    scenario().replace(CADRE, RULE, &format!("refaction: {rule}"))
}

/// What is read, and what is said of it: code and severity in words.
pub(crate) fn read(scenario: &Scenario) -> (Dossier, Vec<String>) {
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let reading = parse::read(&project.sources, &project.plan);
    let said = reading.diagnostics.iter().map(|d| format!("{:?} {} : {}", d.severity, d.code, d.message));
    (reading.dossier.unwrap(), said.collect())
}

fn compose(scenario: &Scenario) -> RapportDocument {
    let (dossier, said) = read(scenario);
    assert_eq!(said, [] as [&str; 0]);
    compose_dossier(&dossier)
}

fn compose_dossier(dossier: &Dossier) -> RapportDocument {
    let resolved = resolve(dossier, &Holes::default());
    document::rapport(dossier, dossier.rapports.first().unwrap(), &resolved.links, Imprint::annotated(""))
}

/// The rows of a table, each cell in words, with its remarks in brackets.
pub(crate) fn rows(table: &TableView) -> Vec<String> {
    let cells = |row: &calpae::document::view::Row| {
        let words = row.cellules.iter().map(|cell| {
            let text = format!("{}{} {}", cell.lignes.concat(), cell.fraction, cell.unite.trim())
                .trim_end()
                .to_owned();
            let remarks: String = cell.precisions.iter().map(|remark| format!(" [{remark}]")).collect();
            format!("{text}{remarks}").replace(['\u{a0}', '\u{202f}'], " ")
        });
        words.collect::<Vec<_>>().join(" | ")
    };
    table.lignes.iter().map(cells).collect()
}

fn units(document: &RapportDocument) -> Vec<String> {
    rows(&document.refaction.as_ref().unwrap().tableau)
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// What some rules say, a line each.
fn told(scenario: Scenario, codes: &[&str]) -> Vec<String> {
    let said = scenario.args(["check", "--format", "short"]).run().stdout;
    said.lines().filter(|line| codes.iter().any(|code| line.contains(code))).map(str::to_owned).collect()
}

/// 1: 50 000 × 97 500 / 100 000 = 48 750; 49 999,995 is due from 99 999,99. 2: 24 600 × 36 000 / 44 600 = 19 856,502…;
/// at 44 599,99 it is 24 599,994…, so the whole 8 600 are left to spend.
#[test]
fn the_report_prints_the_rule_its_source_its_terms_and_what_is_left_to_spend() {
    let document = compose(&with_rule(
        "{ part: prorata, assiette: depense, niveau: action, source: \"article 7 de l'instruction.\" }",
    ));
    assert_eq!(
        plain(&document.regle),
        "Règle du cadre : l’État doit, sur la dépense de tous les financeurs, la part du coût contracté qu’il s’est \
         engagé à payer, sans dépasser le montant qu’il a contracté. Le calcul est fait action par action, chaque \
         exercice à part, et arrondi au centime le plus proche. Le montant contracté a été versé d’avance. Source : \
         article 7 de l'instruction."
    );
    assert_eq!(
        units(&document),
        [
            "1. Premier accueil | 50 000,00 € | 100 000,00 € | 97 500,00 € | 48 750,00 € | 1 250,00 € | 2 499,99 €",
            "2. Équipe mobile | 24 600,00 € | 44 600,00 € | 36 000,00 € | 19 856,50 € | 4 743,50 € | 8 600,00 €",
            "Total | 74 600,00 € | 144 600,00 € | 133 500,00 € | 68 606,50 € | 5 993,50 € | 11 099,99 €",
        ]
    );
    let refaction = document.refaction.unwrap();
    assert_eq!(
        plain(&refaction.formule),
        "Part due = contracté par l’État × dépense ÷ coût contracté, au plus le contracté par l’État. Non dû = \
         contracté par l’État − part due."
    );
    assert_eq!(refaction.exclues, None);
    // A gap of 2,5 % is forgiven, one of 19,3 % is not: 44 600 × 90 % = 40 140, 4 140 more.
    let document = compose(&with_rule(
        "{ part: prorata, assiette: depense, niveau: action, seuil: 10 %, plafond: 100 %, avance: 80 % }",
    ));
    assert!(plain(&document.regle).contains(
        "Rien n’est repris quand ce qui reste à dépenser du coût contracté n’en dépasse pas 10 %."
    ));
    assert!(plain(&document.regle).ends_with("Il a versé d’avance 80 % du montant contracté."));
    let units = units(&document);
    assert!(units[0].ends_with("50 000,00 € [écart d’au plus 10 %] | 0,00 € | 0,00 €"), "{units:?}");
    assert!(units[1].ends_with("19 856,50 € | 4 743,50 € | 4 140,00 €"), "{units:?}");
    // No rule, nothing more.
    let document = compose(&scenario().replace(CADRE, RULE, ""));
    assert!(document.refaction.is_none() && document.regle.starts_with("Le cadre ne fixe pas de règle"));
}

/// A framework whose actions stand in volets says « volet » everywhere.
#[test]
fn the_rule_speaks_with_the_words_of_the_framework() {
    let scenario = with_rule("{ part: prorata, assiette: depense, niveau: axe }").replace(
        CADRE,
        "sigle: CEA\n",
        "sigle: CEA\nmots: { axe: volet }\n",
    );
    let document = compose(&scenario);
    assert!(document.regle.contains("Le calcul est fait volet par volet"), "{}", document.regle);
    let refaction = document.refaction.unwrap();
    assert_eq!(refaction.tableau.colonnes[0].titre, "Volet");
    assert!(
        refaction.marge.contains("dans l’une quelconque des actions du volet, pour"),
        "{}",
        refaction.marge
    );
}

/// 133 500 / 2 = 66 750 of 74 600; the whole is due from 149 199,99.
#[test]
fn the_act_may_have_its_own_rule() {
    let own = "refaction: { part: 50 %, assiette: depense, niveau: contrat, horizon: contrat, arrondi: au pair, \
               source: article 7 }\n";
    let document = compose(&scenario().replace(CONVENTION, "lieu:", &format!("{own}lieu:")));
    assert_eq!(
        plain(&document.regle),
        "Règle de la convention : l’État doit 50 % de la dépense de tous les financeurs, sans dépasser le montant qu’il \
         a contracté. Le calcul est fait sur l’ensemble des actions, tous exercices réunis, et arrondi au centime le \
         plus proche, le demi-centime au centime pair. Le montant contracté a été versé d’avance. Source : article 7."
    );
    assert_eq!(
        units(&document),
        ["Toutes les actions | 74 600,00 € | 133 500,00 € | 66 750,00 € | 7 850,00 € | 15 699,99 €"]
    );
}

/// 60 % of what was spent: 97 500 → 50 000 of 50 000, 36 000 → 21 600 of 24 600. As one unit, 80 100 would pay the whole
/// 74 600: what the annexe A has too much must not. The rest is due whole at 41 000.
#[test]
fn a_node_that_keeps_its_money_is_a_line_of_its_own() {
    let rule = "{ part: 60 %, assiette: depense, niveau: contrat }";
    let apart = |rule: &str| with_rule(rule).replace(CADRE, "id: A, ", "id: A, fongible: non, ");
    let whole = compose(&with_rule(rule));
    assert_eq!(units(&whole), ["Toutes les actions | 74 600 € | 133 500 € | 74 600 € | 0 € | 0 €"]);
    let document = compose(&apart(rule));
    assert_eq!(
        units(&document),
        [
            "Annexe A · Engagements communs | 50 000 € | 97 500 € | 50 000 € | 0 € | 0 €",
            "Reste de la convention | 24 600 € | 36 000 € | 21 600 € | 3 000 € | 5 000 €",
            "Total | 74 600 € | 133 500 € | 71 600 € | 3 000 € | 5 000 €",
        ]
    );
    assert!(
        document.regle.contains(
            "Le calcul est fait sur l’ensemble des actions, séparément pour l’annexe A (crédits non fongibles), chaque \
             exercice à part"
        ),
        "{}",
        document.regle
    );
    let margin = document.refaction.as_ref().unwrap().marge.clone();
    assert!(margin.contains("dans l’une quelconque des actions que compte la ligne, pour"), "{margin}");
    // The annexe of the money says them at the total of each node.
    let balances: Vec<String> = rows(&document.financier)
        .into_iter()
        .filter(|row| row.starts_with("Total"))
        .map(|row| row.split(" | ").skip(8).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(balances, ["50 000 € 0 €", "21 600 € −3 000 €", "71 600 € −3 000 €"]);
    // The same in the words of another act.
    let contract = apart(rule).replace(CADRE, "sigle: CEA\n", "sigle: CEA\nmots: { acte: contrat }\n");
    assert!(units(&compose(&contract))[1].starts_with("Reste du contrat | "));
}

/// An axe of two nodes is one unit; a node of it that keeps its money is another.
#[test]
fn an_axe_is_counted_with_its_nodes() {
    let tree = |fungible: &str| {
        let (a, b) =
            ("  - { id: A, titre: Engagements communs, ", "  - { id: B, titre: Engagements du Département, ");
        with_rule("{ part: 60 %, assiette: depense, niveau: axe }")
            .replace(
                CADRE,
                a,
                &format!(
                    "  - id: N\n    titre: Tout\n    axes:\n    {}",
                    a.trim_start_matches("  ").replace("- {", "  - {")
                ),
            )
            .replace(
                CADRE,
                b,
                &format!("      - {{ id: B, fongible: {fungible}, titre: Engagements du Département, "),
            )
    };
    let document = compose(&tree("oui"));
    assert_eq!(units(&document), ["Annexe N · Tout | 74 600 € | 133 500 € | 74 600 € | 0 € | 0 €"]);
    let document = compose(&tree("non"));
    assert_eq!(
        units(&document)[..2],
        [
            "Reste de l’annexe N | 50 000 € | 97 500 € | 50 000 € | 0 € | 0 €",
            "Annexe B · Engagements du Département | 24 600 € | 36 000 € | 21 600 € | 3 000 € | 5 000 €",
        ]
    );
    assert!(
        document.regle.contains("annexe par annexe, séparément pour l’annexe B (crédits"),
        "{}",
        document.regle
    );
}

#[test]
fn the_words_of_the_first_format_are_told_once_and_written_anew() {
    let old = "  mode: proportionnel   # suit l'exécution\n  niveau: fiche # chaque action\n";
    let new = "  part: prorata\n  assiette: depense   # suit l'exécution\n  niveau: action # chaque action\n";
    let written = "  part: prorata\n  assiette: depense\n  niveau: action\n";
    let valley = || Scenario::new().project("val-d-ambre");
    let flow = |rule: &str| with_rule(rule);
    for (path, before, before_text, after_text) in [
        (VALLEY, valley().replace(VALLEY, written, old), old, new),
        (
            CADRE,
            flow("{ mode: depense_reelle, niveau: annexe, part_max: 60 %, avance: 80 % }"),
            "{ mode: depense_reelle, niveau: annexe, part_max: 60 %, avance: 80 % }",
            "{ part: 100 %, assiette: credits, niveau: axe, part_max: 60 %, avance: 80 % }",
        ),
        (
            CADRE,
            flow("{ \n  niveau: convention, mode: proportionnel }"),
            "{ \n  niveau: convention, mode: proportionnel }",
            "{ \n  niveau: contrat, part: prorata, assiette: depense }",
        ),
    ] {
        let (dossier, said) = read(&before);
        assert!(said.len() == 1 && said[0].starts_with("Warning CLE-006"), "{said:?}");
        let computed = compose_dossier(&dossier);
        let source = before.read(path);
        assert!(source.contains(before_text), "{source}");
        let fixed = before.args(["check", "--fix"]);
        assert_ne!(fixed.run().code, 2);
        assert_eq!(fixed.read(path), source.replace(before_text, after_text));
        let (dossier, said) = read(&fixed);
        assert_eq!(said, [] as [&str; 0]);
        let again = compose_dossier(&dossier);
        assert_eq!(again.regle, computed.regle);
        assert_eq!(rows(&again.financier), rows(&computed.financier));
        assert_eq!(units(&again), units(&computed));
    }
}

#[test]
fn a_word_that_the_rule_does_not_know_is_refused() {
    for (rule, expected) in [
        ("{ part: banane, assiette: depense, niveau: action }", "VAL-007 : « banane » n’est pas une part"),
        ("{ part: 0.5, assiette: depense, niveau: action }", "VAL-003 : "),
        (
            "{ part: 120 %, assiette: depense, niveau: action }",
            "VAL-003 : ce pourcentage est entre 0 et 100 %",
        ),
        (
            "{ part: prorata, assiette: coût, niveau: action }",
            "VAL-007 : « coût » n’est pas un mot attendu ici",
        ),
        (
            "{ part: prorata, assiette: crédits, niveau: action }",
            "VAL-003 : de ce qui a été dépensé des crédits",
        ),
        ("{ part: prorata, assiette: depense, niveau: acte }", "VAL-007 : « acte »"),
        ("{ part: prorata, assiette: depense, niveau: action, horizon: année }", "VAL-007 : « année »"),
        ("{ part: prorata, assiette: depense, niveau: action, arrondi: euro }", "VAL-007 : « euro »"),
        ("{ mode: banane, niveau: action }", "VAL-007 : « banane »"),
        ("{ part: prorata, niveau: action }", "CLE-002 : la clé « assiette » manque"),
        (
            "{ mode: proportionnel, part: prorata, assiette: depense, niveau: action }",
            "CLE-001 : la clé « mode »",
        ),
    ] {
        let (_, said) = read(&with_rule(rule));
        assert!(said.len() == 1 && said[0].contains(expected), "{rule} : {said:?}");
    }
}

/// The total of the charges is enough for a rule on the whole spending; only a rule on the credits asks who paid.
#[test]
fn who_paid_is_asked_only_when_the_rule_needs_it() {
    let plain = "{ part: prorata, assiette: depense, niveau: action }";
    let of_credits = "{ part: 100 %, assiette: credits, niveau: action }";
    for word in ["à transmettre", "non renseigné", "sans objet"] {
        let unsplit = |rule: &str| {
            let scenario = with_rule(rule);
            let scenario = scenario.replace(
                FICHE_2,
                "engage: 20 000 €\n      liquide: 20 000 €",
                &format!("engage: {word}\n      liquide: {word}"),
            );
            scenario.replace(
                FICHE_2,
                "engage: 18 900 €\n      liquide: 16 000 €",
                &format!("engage: {word}\n      liquide: {word}"),
            )
        };
        let units_of = |rule: &str| units(&compose(&unsplit(rule)));
        assert!(
            units_of(plain)[1].ends_with("36 000,00 € | 19 856,50 € | 4 743,50 € | 8 600,00 €"),
            "{word}"
        );
        assert!(
            units_of(of_credits)[1].ends_with("non renseigné | – | – | –"),
            "{word} : {:?}",
            units_of(of_credits)
        );
    }
}

/// The second action has nothing to report: no rate counts it, nor the recovery, and nothing is missing.
#[test]
fn a_spending_that_is_not_applicable_is_in_no_rate_and_in_no_recovery() {
    let scenario = with_rule("{ part: prorata, assiette: depense, niveau: action }")
        .replace(
            FICHE_2,
            "engage: 38 900 €\n      liquide: 36 000 €",
            "engage: sans objet\n      liquide: sans objet",
        )
        .replace(
            FICHE_2,
            "engage: 20 000 €\n      liquide: 20 000 €",
            "engage: sans objet\n      liquide: sans objet",
        )
        .replace(
            FICHE_2,
            "engage: 18 900 €\n      liquide: 16 000 €",
            "engage: sans objet\n      liquide: sans objet",
        );
    let document = compose(&scenario);
    assert_eq!(
        rows(&document.synthese.financeurs),
        [
            "État [taux et écart hors « sans objet »] | 74 600 € | 48 750 € | 97,5 % | −1 250 €",
            "Département [taux et écart hors « sans objet »] | 70 000 € | 48 750 € | 97,5 % | −1 250 €",
            "Total [taux et écart hors « sans objet »] | 144 600 € | 97 500 € | 97,5 % | −2 500 €",
        ]
    );
    let figures: Vec<_> =
        document.synthese.chiffres.iter().map(|c| format!("{}, {}", c.etiquette, c.precision)).collect();
    assert_eq!(
        figures,
        [
            "Contracté, 2 actions, tous financeurs",
            "Exécuté, liquidé, tous financeurs",
            "Taux d’exécution, sur 1 action renseignée",
            "Crédits de l’État non consommés, sur 1 action renseignée",
        ]
    );
    let second = &document.apercu.groupes[1].actions[0];
    assert_eq!(
        (second.execute.lignes.concat(), second.taux.lignes.concat()),
        ("sans objet".into(), "–".into())
    );
    let units = units(&document);
    assert!(units.len() == 1 && units[0].starts_with("1. Premier accueil | 50 000,00 €"), "{units:?}");
    assert_eq!(
        document.refaction.as_ref().unwrap().exclues.as_deref(),
        Some("L’action 2 n’entre pas dans le calcul : sa dépense est « sans objet ».")
    );
    let missing = document.attendu.iter().flat_map(|a| &a.lignes).filter(|row| row.nom.starts_with("2."));
    assert_eq!(missing.map(|row| &row.quoi).collect::<Vec<_>>(), [] as [&Vec<String>; 0]);
    assert_eq!(
        told(scenario, &["RAP-002", "RAP-005"])
            .into_iter()
            .filter(|line| line.contains("02-equipe"))
            .collect::<Vec<_>>(),
        [] as [&str; 0]
    );
}

/// One funder alone: its contract leaves the rates with it. 48 750 / 50 000 for the first action, and in total
/// (48 750 + 36 000) / (50 000 + 44 600) = 89,58… %.
#[test]
fn a_funder_that_is_not_applicable_leaves_the_rates_with_its_contract() {
    let document = compose(&scenario().replace(
        FICHE_1,
        "engage: 49 000 €\n      liquide: 48 750 €",
        "engage: sans objet\n      liquide: sans objet",
    ));
    let first = rows(&document.financier).into_iter().find(|row| row.starts_with("1.")).unwrap();
    assert!(
        first.starts_with(
            "1. Premier accueil [taux et écart hors « sans objet »] | 100 000 € | 48 750 € | 97,5 % | −1 250 €"
        ),
        "{first}"
    );
    assert_eq!(
        rows(&document.synthese.financeurs),
        [
            "État | 74 600 € | 68 750 € | 92,2 % | −5 850 €",
            "Département [taux et écart hors « sans objet »] | 70 000 € | 16 000 € | 80,0 % | −4 000 €",
            "Total [taux et écart hors « sans objet »] | 144 600 € | 84 750 € | 89,6 % | −9 850 €",
        ]
    );
    // A contract that is « sans objet » likewise: what was spent against it has no rate, and the State owes nothing there.
    let document = compose(&with_rule("{ part: prorata, assiette: depense, niveau: action }").replace(
        REFERENCE,
        "\"24 600 €\"",
        "sans objet",
    ));
    assert_eq!(
        rows(&document.synthese.financeurs),
        [
            "État [taux et écart hors « sans objet »] | 50 000 € | 68 750 € | 97,5 % | −1 250 €",
            "Département | 70 000 € | 64 750 € | 92,5 % | −5 250 €",
            "Total [taux et écart hors « sans objet »] | 120 000 € | 133 500 € | 94,6 % | −6 500 €",
        ]
    );
    assert_eq!(units(&document).len(), 1);
}

/// Case B19: what was spent beyond the contract is not a claim on the State.
#[test]
fn spending_beyond_the_contract_is_not_an_excess_of_the_state() {
    let paid = |charges: &str, etat: &str, departement: &str| {
        let lines = |montant: &str| format!("engage: {montant} €\n      liquide: {montant} €");
        scenario()
            .replace(FICHE_2, "engage: 38 900 €\n      liquide: 36 000 €", &lines(charges))
            .replace(FICHE_2, "engage: 20 000 €\n      liquide: 20 000 €", &lines(etat))
            .replace(FICHE_2, "engage: 18 900 €\n      liquide: 16 000 €", &lines(departement))
    };
    let said = |scenario| told(scenario, &["RAP-004"]);
    // 24 600 of 44 600 contracted. Split as contracted: 50 000 × 24 600 / 44 600 = 27 578,475…
    assert_eq!(said(paid("50 000", "27 578,48", "22 421,52")), [] as [&str; 0]);
    assert_eq!(said(paid("50 000", "24 600", "25 400")), [] as [&str; 0]);
    // The State would bear more than its share, or the action cost no more than contracted.
    for (charges, etat, departement, excess) in [
        ("50 000", "30 000", "20 000", "5 400 €"),
        ("44 600", "24 600,01", "19 999,99", "0,01 €"),
        ("36 000", "26 000", "10 000", "1 400 €"),
    ] {
        let said = said(paid(charges, etat, departement));
        assert!(said.len() == 1 && plain(&said[0]).contains(excess), "{said:?}");
    }
    // A fund of the State that contracted nothing here pays beside the act.
    let beside = |etat: &str, fund: &str| {
        paid("40 000", etat, "10 000")
            .replace(CADRE, "  - { id: region,", "  - { id: fonds, nom: Fonds de l'État, role: etat }\n  - { id: region,")
            .replace(FICHE_2, "    # Département, contracté", &format!("    - financeur: fonds\n      engage: {fund} €\n      liquide: {fund} €\n    # Département, contracté"))
    };
    let said = |scenario| told(scenario, &["RAP-001", "RAP-004"]);
    let beside_only = said(beside("24 600", "5 400"));
    assert!(beside_only.len() == 1 && beside_only[0].contains("RAP-001"), "{beside_only:?}");
    let both = said(beside("26 000", "4 000"));
    assert!(
        both.len() == 2
            && both.iter().any(|line| line.contains("RAP-004") && plain(line).contains("1 400 €")),
        "{both:?}"
    );
}
