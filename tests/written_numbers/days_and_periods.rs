//! Days, and the period of a budget.

use super::*;

#[test]
fn a_day_is_read_or_told_for_what_it_is() {
    let told = |day: &str| {
        said(&[(CONVENTION, "2024-05-13", day)])
            .into_iter()
            .find(|s| s.contains("VAL-004"))
            .unwrap_or_default()
    };
    for day in ["le 1er mars 2024", "1ER mars 2024", "1° mars 2024", "2024/03/21", "21 fevrier 2024"] {
        assert_eq!(told(day), "", "{day}");
    }
    for (day, words) in [
        ("2024-03-21 00:00:00", "cette façon d’écrire un jour n’est pas comprise"),
        ("21/03/24", "cette façon d’écrire un jour n’est pas comprise"),
        ("45372", "le numéro par lequel un tableur garde le 21 mars 2024"),
        ("31/02/2024", "n’existe pas dans le calendrier"),
        ("printemps", "n’est pas un jour"),
    ] {
        assert!(told(day).contains(words), "{day} : {}", told(day));
    }
    let told = only(&[(FICHE, "mise_en_place: 2024", "mise_en_place: 45372")]);
    assert!(told.contains("VAL-005") && told.contains("écrire « 2024-03-21 »"), "{told}");
    let told = only(&[(FICHE, "mise_en_place: 2024", "mise_en_place: 31/02/2024")]);
    assert!(told.contains("n’existe pas dans le calendrier"), "{told}");
}

/// The period of the budget of the fiche.
fn period(written: &str) -> String {
    format!("budget:\n  periode: {written}\n")
}

#[test]
fn the_period_of_a_budget_is_printed() {
    let total = |written: &str| {
        let typ = printed(&[
            (FICHE, "budget:\n", &period(written)),
            (FICHE, "## Budget\n", "## Budget\n\n{budget.charges}\n"),
        ]);
        let label = typ.split("total: (etiquette: [").nth(1).unwrap().split(']').next().unwrap().to_owned();
        (label, typ.contains(&format!("Période : {written}")))
    };
    assert_eq!(total("2024"), ("Total 2024".to_owned(), false));
    for written in
        ["2022", "2024-2025", "année scolaire 2024-2025", "1er semestre 2024", "{ texte: saison 24 }"]
    {
        let words = written.trim_start_matches("{ texte: ").trim_end_matches(" }");
        let (label, _) = total(written);
        assert_eq!(label, format!("Total {words}"));
    }
    assert!(total("2022").1, "the table says its period");
    assert_eq!(total("01/01/2024-31/12/2024").0, "Total du 1er janvier au 31 décembre 2024");
}

#[test]
fn a_period_of_another_year_is_told_and_one_not_understood_is_refused() {
    let codes = |written: &str| said(&[(FICHE, "budget:\n", &period(written))]).join("\n");
    for written in
        ["2022", "2024-2025", "année scolaire 2024-2025", "01/01/2023-31/12/2023", "1er semestre 2025"]
    {
        assert!(codes(written).contains("FIN-026"), "{written} : {}", codes(written));
    }
    for written in ["2024", "1er semestre 2024", "01/01/2024-31/12/2024", "T2 2024"] {
        assert_eq!(codes(written), "", "{written}");
    }
    assert!(codes("44562").contains("VAL-006 « 44562 » n’est pas un jour, mais le numéro par lequel un tableur garde le 1er janvier 2022"), "{}", codes("44562"));
    for written in ["20222", "saison 24-25", "2024-25"] {
        assert!(codes(written).contains("VAL-006"), "{written} : {}", codes(written));
    }
    assert!(codes("2025-2024").contains("finit avant de commencer"), "{}", codes("2025-2024"));
}
