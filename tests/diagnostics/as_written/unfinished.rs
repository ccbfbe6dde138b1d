//! What is not finished, not filled in, too long, or read and not printed.

use super::*;

#[test]
fn a_merge_not_finished() {
    each(&[
        (
            "annexe: A",
            "<<<<<<< HEAD\nannexe: A\n=======\nannexe: B\n>>>>>>> autre",
            "3:1 TXT-006 une fusion git n’est pas terminée dans ce fichier → garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }, { titre: b }]\n    lignes: |\n      1 | 2\n<<<<<<< HEAD\n      3 | 4\n=======\n      5 | 6\n>>>>>>> autre",
            "15:1 TXT-006 une fusion git n’est pas terminée dans ce fichier → garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        ),
    ]);
    each_of(
        CONVENTION,
        &[(
            "lieu: Claireville",
            "<<<<<<< HEAD\nlieu: Claireville\n||||||| 1a2b3c\nlieu: Clairevile\n=======\nlieu: Claireville\n>>>>>>> autre",
            "4:1 TXT-006 une fusion git n’est pas terminée dans ce fichier → garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        )],
    );
}

#[test]
fn a_header_that_does_not_end_where_it_should() {
    each(&[
        (
            "---\n## Description",
            "## Description",
            "18:1 YAML-004 l’en-tête n’est pas fermé → écrire une ligne « --- » après sa dernière clé, qui semble être celle-ci",
        ),
        (
            "annexe: A\n",
            "annexe: A\n---\n",
            "4:1 YAML-004 l’en-tête se ferme ici, avant ses dernières clés → retirer cette ligne « --- » : la suivante ferme l’en-tête",
        ),
        (
            "annexe: A\n",
            "---\nannexe: A\n",
            "3:1 YAML-004 l’en-tête se ferme ici, avant ses dernières clés → retirer cette ligne « --- » : la suivante ferme l’en-tête",
        ),
    ]);
}

#[test]
fn what_is_not_filled_yet() {
    each(&[
        (
            PARTNERS,
            "partenaires: []",
            "9:14 CLE-003 la liste « partenaires » est vide → écrire ce qu’elle contient, « aucun », un mot d’absence (« non renseigné »…), ou retirer la clé",
        ),
        (
            PARTNERS,
            "partenaires:",
            "9:13 CLE-003 la liste « partenaires » est vide → écrire ce qu’elle contient, « aucun », un mot d’absence (« non renseigné »…), ou retirer la clé",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }]\n    lignes: |\n",
            "15:1 CLE-003 ce tableau n’a aucune ligne → écrire ses lignes sous « lignes: | », cellules séparées par « | », ou retirer le tableau",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }]\n    lignes:\n",
            "13:11 CLE-003 ce tableau n’a aucune ligne → écrire ses lignes sous « lignes: | », cellules séparées par « | », ou retirer le tableau",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }, { titre: b }]\n    lignes: |\n      un seul\n",
            "14:7 TAB-001 cette ligne a 1 cellule, et le tableau 2 colonnes → séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \\| »",
        ),
    ]);
}

#[test]
fn limits_have_each_its_words() {
    let deep = format!("partenaires: {}{}", "[".repeat(40), "]".repeat(40));
    let long = format!("partenaires: [{}]", "a, ".repeat(60_000));
    each(&[
        (
            PARTNERS,
            &deep,
            "9:37 YAML-002 plus de 24 groupes de clés sont emboîtés ici → fermer les crochets et les accolades ouverts plus haut, ou emboîter moins de groupes",
        ),
        (
            PARTNERS,
            &long,
            "9:149961 YAML-002 ce fichier a plus de 50 000 clés et valeurs → répartir ses données entre plusieurs fiches, ou en retirer",
        ),
    ]);
}

#[test]
fn an_error_of_a_spreadsheet_is_no_absence() {
    let said = |to: &str| said("temoin-rapport", RAPPORT, &[("engage: 80 000 €", to)]);
    for (to, word) in [("engage: #REF!", "#REF!"), ("engage: #N/A", "#N/A"), ("engage: #DIV/0!", "#DIV/0!")] {
        let told: Vec<String> = said(to).into_iter().filter(|line| line.contains(word)).collect();
        let expected = format!("11:15 TXT-003 la valeur manque : « {word} » est lu comme une remarque");
        assert!(told.len() == 1 && told[0].starts_with(&expected), "{told:?}");
    }
    assert!(!said("engage: # à décider : le montant").iter().any(|line| line.contains("TXT-003")));
}

#[test]
fn what_is_read_is_printed() {
    let fiche = "content/2024/fiches/01-accueil.md";
    let alternative = "alternative: Un point noir figure l'entrée du parcours.";
    let legend = format!("{alternative}\n    legende: [Premier zqun, Dernier zqdeux]");
    let act = emitted("temoin", fiche, &[(alternative, &legend)], DocumentKind::Convention);
    assert!(act.contains("legende: ([Premier zqun],[Dernier zqdeux],)"), "{act}");
    let budget = "budget:\n  charges:";
    let named = "budget:\n  titre: Le zqtitre\n  charges:";
    let note = "montant: 1 200 €, dont: [{ libelle: Une zqpart, montant: 200 €, note: la zqnote, dont: [{ libelle: zqsous, montant: 100 € }] }] }";
    let changes = [(budget, named), ("montant: 1 200 € }", note)];
    let act = emitted("minimal", FICHE, &changes, DocumentKind::Convention);
    for word in ["zqtitre", "zqpart", "zqnote", "zqsous"] {
        assert!(act.contains(word), "{word}");
    }
    let other = "    - libelle: Fondation zqautre\n      engage: 1 000 €\n      liquide: 1 000 €\n";
    let first = "    # État, contracté : 50 000 €\n";
    let changes = [(first, &*format!("{other}{first}"))];
    let rapport = emitted("temoin-rapport", RAPPORT, &changes, DocumentKind::Rapport);
    assert!(rapport.contains("Fondation zqautre"));
}

#[test]
fn an_act_that_no_fiche_counts_is_told() {
    let without = "  financements:\n    - { financeur: etat, montant: 1 200 € }\n    - { financeur: departement, montant: 1 800 € }\n";
    let fiche = said("minimal", FICHE, &[(without, "")]);
    assert!(
        fiche.iter().any(|l| l.contains("FIN-006") && l.contains("aucune fiche n’en compte")),
        "{fiche:?}"
    );
}
