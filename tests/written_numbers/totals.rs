//! What is added up and shown: totals, decimals, written sums.

use super::*;

fn in_table(column: &str, rows: &str) -> Vec<String> {
    let to = table(column, rows);
    said(&[(FICHE, "partenaires: [État]\n", &to)])
}

#[test]
fn a_total_counts_what_it_says() {
    let told = in_table("type: valeur, total: somme", "Nord | 2\nSud | 3 places").join("\n");
    assert!(
        told.contains("TAB-003 « 3 places » n’est pas un nombre, et la colonne « Places » a un total"),
        "{told}"
    );
    let told = in_table("total: somme", "Nord | 2\nSud | 3").join("\n");
    assert!(told.contains("CLE-005 la colonne « Places » est de texte"), "{told}");
    for name in ["Total", "TOTAL", "Sous-total", "Sous-total Nord"] {
        let told =
            in_table("type: nombre, total: somme", &format!("Nord | 2\nSud | 3\n{name} | 5")).join("\n");
        assert!(told.contains("TAB-005") && told.contains("« Places »"), "{name} : {told}");
    }
    for rows in ["Total Énergies | 2\nSud | 3", "Nord | 2\nTotal | vide"] {
        assert!(!in_table("type: nombre, total: somme", rows).join("").contains("TAB-005"), "{rows}");
    }
    for name in [
        "Ensemble",
        "Somme",
        "Montant total",
        "Total des places",
        "Cumul",
        "S/T",
        "Σ",
        "T O T A L",
        "TOTAL GÉNÉRAL",
        "Ensemble des lieux",
        "Total 2024",
        "",
    ] {
        let told =
            in_table("type: nombre, total: somme", &format!("Nord | 2\nSud | 3\n{name} | 5")).join("\n");
        assert!(told.contains("TAB-005"), "{name} : {told}");
        let told = in_table("type: nombre, total: somme", &format!("Nord | 2\nSud | 3\n{name} | 5\nEst | 4"))
            .join("\n");
        assert!(told.contains("TAB-005"), "{name} : {told}");
    }
    for rows in [
        "Nord | 2\nSud | 3\nEnsemble des jeunes | 7",
        "Total Énergies | 2\nSud | 3\nNord | 4",
        "Nord | 2\nSud | 3\nEst | 5",
    ] {
        assert!(!in_table("type: nombre, total: somme", rows).join("").contains("TAB-005"), "{rows}");
    }
    let groups = "== Un\nNord | 2\nSud | 3\n== Deux\nEst | 4\nOuest | 6\nTotal du groupe | 10";
    assert!(in_table("type: nombre, total: somme", groups).join("").contains("TAB-005"));
    assert!(!in_table("type: nombre", "Nord | 2\nTotal | 2").join("").contains("TAB-005"));
}

#[test]
fn percentages_add_up_when_the_column_says_so() {
    let rows = "Nord | 40 %\nSud | 57 %";
    for total in ["\"97 %\"", "\"97\"", "97 %"] {
        let told =
            in_table(&format!("type: pourcentage, total: somme, total_affiche: {total}"), rows).join("\n");
        assert!(!told.contains("FIN-009") && !told.contains("VAL-"), "{total} : {told}");
    }
    let told = in_table("type: pourcentage, total: somme, total_affiche: \"50 %\"", rows).join("\n");
    assert!(told.contains("FIN-009") && told.contains("50 %") && told.contains("97 %"), "{told}");
    let told = in_table("type: pourcentage, total_affiche: \"48,5 %\"", rows).join("\n");
    assert!(!told.contains("FIN-009"), "une moyenne n’est pas une somme : {told}");
    let to = table("type: pourcentage, total: somme", rows);
    let typ = printed(&[
        (FICHE, "partenaires: [État]\n", &to),
        (FICHE, "## Budget\n", "## Budget\n\n{tableau.lieux}\n"),
    ]);
    let total = typ.split("Total").find(|t| t.contains("\"97\"")).unwrap();
    assert!(total.split("97").nth(1).unwrap().chars().take(30).collect::<String>().contains('%'), "{total}");
}

#[test]
fn a_total_without_a_value_says_so() {
    let to = table("type: nombre, total: somme", "Nord | 2\nSud | non renseigné\nEst | vide");
    let typ = printed(&[
        (FICHE, "partenaires: [État]\n", &to),
        (FICHE, "## Budget\n", "## Budget\n\n{tableau.lieux}\n"),
    ]);
    assert!(typ.contains("hors 2 cases sans valeur"), "{typ}");
}

#[test]
fn no_decimal_is_hidden() {
    for (column, rows, words) in [
        ("type: nombre, decimales: 0, total: somme", "Nord | 2,5\nSud | 2,5", "« 2,5 » a plus de décimales"),
        ("type: nombre, decimales: 0, total: somme", "Nord | 0,4\nSud | 0,4", "« 0,4 » a plus de décimales"),
        (
            "type: montant, decimales: 0, total: somme",
            "Nord | 1 000,45 €",
            "« 1 000,45 € » a plus de décimales",
        ),
        ("type: pourcentage, decimales: 1", "Nord | 12,34 %", "« 12,34 % » a plus de décimales"),
        (
            "type: nombre, decimales: 0, total: somme, total_affiche: \"2,5\"",
            "Nord | 2",
            "a plus de décimales",
        ),
    ] {
        let told = in_table(column, rows).join("\n");
        assert!(told.contains(words), "{column} : {told}");
    }
    for (column, rows) in [
        ("type: nombre, decimales: 0", "Nord | 2,00"),
        ("type: nombre, decimales: 3", "Nord | 1,125"),
        ("type: nombre", "Nord | 2,5"),
    ] {
        assert_eq!(
            in_table(column, rows).into_iter().filter(|s| s.contains("TAB-003")).count(),
            0,
            "{column}"
        );
    }
}

#[test]
fn the_cents_of_a_detail_are_printed() {
    let typ = printed(&[
        (
            FICHE,
            "montant: 3 000 €",
            "lignes: [{ libelle: Un, montant: \"1 500,45 €\" }, { libelle: Deux, montant: \"1 499,55 €\" }]",
        ),
        (FICHE, "## Budget\n", "## Budget\n\n{budget.charges}\n"),
    ]);
    assert!(typ.contains(",45") && typ.contains(",55"), "{typ}");
}

#[test]
fn a_value_prints_as_it_is_typed_or_is_refused() {
    let shown = |cell: &str| {
        let to = table("type: valeur", &format!("Nord | {cell}"));
        printed(&[
            (FICHE, "partenaires: [État]\n", &to),
            (FICHE, "## Budget\n", "## Budget\n\n{tableau.lieux}\n"),
        ])
    };
    for cell in ["077", "3 places", "01 64 14 77 77", "12 bis", "2,50"] {
        let typ = shown(cell);
        let digits = cell.split(' ').next_back().unwrap().trim_start_matches("2");
        assert!(typ.contains(digits), "{cell} : {typ}");
    }
    assert!(shown("077").contains("[077]"));
    for cell in ["2024", "77100", "12500"] {
        assert!(
            shown(cell).contains(&format!("\"{cell}\"")) || shown(cell).contains(&format!("[{cell}]")),
            "{}",
            shown(cell)
        );
    }
    assert!(shown("12 500").contains("12 500"));
    for (cell, code) in [
        ("#DIV/0!", "TAB-003"),
        ("14.000", "TAB-003"),
        ("1,5E+05", "TAB-003"),
        ("(12)", "TAB-003"),
        ("1\u{200b}2", "TXT-005"),
    ] {
        let told = in_table("type: valeur", &format!("Nord | {cell}")).join("\n");
        assert!(told.contains(code), "{cell} : {told}");
    }
}

#[test]
fn calculations_are_read_with_their_factors() {
    let told = |text: &str| {
        let said = said(&[(FICHE, "Un accueil ouvre chaque matin.", text)]);
        said.into_iter().filter(|s| s.contains("FIN-022")).collect::<Vec<_>>().join("\n")
    };
    for right in [
        "Le coût est de 12 mois × 1 000 € = 12 000 €.",
        "Le coût est de 2 x 45 000 € + 10 000 € = 100 000 €.",
        "Le coût est de 12 mois × 45 000 € = 45 000 €.",
        "Le coût est de 14 × 10 % × 90 000 € = 126 000 €.",
        "Soit 14 agents à 10 % × 90 000 € = 126 000 €.",
        "Soit 45 000 € – 5 000 € + 10 000 € = 50 000 €.",
        "Soit 45 000 € / 2 + 10 000 € + 500 € = 33 000 €.",
        "Soit deux × 45 000 € + 10 000 € = 100 000 €.",
        "Total : 20 000 € + 30 000 € = 50 000 €.",
        "Soit 2 × (1 000 € + 500 €) = 3 000 €.",
        "Soit 2 x (1 000 € de repas + 500 € de bus) = 3 000 €.",
        "Soit (1 000 € + 500 €) × 2 = 3 000 €.",
        "Soit 100 € + (2 × 50 €) = 200 €.",
        "Soit 100 € + 2 × (50 € + 10 €) = 220 €.",
        "Soit 2 × ((50 € + 10 €) × 3 + 20 €) = 400 €.",
        "Soit 3 000 € - (500 € + 500 €) = 2 000 €.",
        "Soit (3 000 € - 1 000 €) / 4 = 500 €.",
        "Soit 30 % de 1 000 € + 200 € = 500 €.",
        "Soit 30 % de 1 000 € + 200 € = 360 €.",
        "Soit 30 % de (1 000 € + 200 €) = 360 €.",
        "Soit (1 000 € + 500 €) × 6 mois = 750 €.",
        "Soit 2 × 60 € (50 € + 10 € = 60 €).",
        "Trois postes à 1 000 € + 500 € = 4 500 €.",
        "Soit 3 postes à 1 000 € + 500 € = 4 500 €.",
        "Les 2 postes (loyer 1 000 € + 500 €) × 2 = 3 000 €.",
        "On y lit 20 + 30 = 50, puis 126 000 / 14 = 9 000.",
        "Ici, 1 + 1 = 3.",
        "Le renfort compte 14 agents × 10 % = 1,4 ETP.",
        "Soit 10 jours + 12 heures = 252 heures.",
        "Soit 5 000 € − 1 000 € = 4 000 €.",
        "Accueil : 5 000 € – 1 000 € = 6 000 €.",
        "Soit 1 000 € x 12 mois = 12 000 €.",
        "Soit 1 000 € + 500 € soit 1 500 €.",
        "Les 10 agents ont 1 000 € + 500 € soit 15 000 €.",
        "Le budget : 10 000 € = 8 000 € + 2 000 €.",
        "Le budget : 10 000 € = 8 000 € + 2 × 1 000 €.",
        "Le budget : 10 000 € = 8 000 € + 1 000 € (loyers) + 1 000 €.",
    ] {
        assert_eq!(told(right), "", "{right}");
    }
    for (wrong, words) in [
        ("Le coût est de 4 × 45 000 € = 190 000 €.", "ses termes font 180 000 €"),
        ("Le coût est de 2 x 45 000 € + 10 000 € = 90 000 €.", "ses termes font 100 000 €"),
        ("Le coût est de 20 000 € + 30 000 € = 60 000 €.", "ses termes font 50 000 €"),
        ("Le coût est de 12 mois × 1 000 € = 13 000 €.", "ses termes font 12 000 €"),
        ("Soit 2 × (1 000 € + 500 €) = 3 500 €.", "ses termes font 3 000 €"),
        ("Soit 2 x (1 000 € de repas + 500 € de bus) = 1 500 €.", "ses termes font 3 000 €"),
        ("Soit (1 000 € + 500 €) × 2 = 2 000 €.", "ses termes font 3 000 €"),
        ("Soit 100 € + (2 × 50 €) = 100 €.", "ses termes font 200 €"),
        ("Soit 100 € + 2 × (50 € + 10 €) = 60 €.", "ses termes font 220 €"),
        ("Soit 3 000 € - (500 € + 500 €) = 1 000 €.", "ses termes font 2 000 €"),
        ("Soit 30 % de 1 000 € + 200 € = 1 200 €.", "ses termes font 500 €"),
        ("Soit 5 000 € − 1 000 € = 3 000 €.", "ses termes font 4 000 €"),
        ("Soit 2 × 60 € (50 € + 10 € = 70 €).", "ses termes font 60 €"),
        ("On y lit 20 + 30 = 60.", "ses termes font 50"),
        ("On y lit 126 000 / 14 = 9 100.", "ses termes font 9 000"),
        ("Soit 1 000 € x 12 mois = 13 000 €.", "ses termes font 12 000 €"),
        ("Soit 1 000 € + 500 € soit 1 400 €.", "ses termes font 1 500 €"),
        ("Le budget : 10 000 € = 8 000 € + 3 000 €.", "ses termes font 11 000 €"),
    ] {
        assert!(told(wrong).contains(words), "{wrong} : {}", told(wrong));
    }
}
