//! A comment that says the contrary of the figures.

use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::ledger::objectives::{Attainment, Tracking, track};

pub(crate) static PAGE: Page = Page {
    title: "un commentaire contredit le résultat qu’il accompagne",
    severity: Severity::Warning,
    checks: "Un commentaire qui dit l’objectif « atteint » ou « dépassé » quand il ne l’est pas, « non atteint » quand il l’est, « en hausse » quand le résultat est sous la situation de départ, « en baisse » quand il est au-dessus. Rien n’est dit quand un chiffre manque, ni quand le commentaire emploie deux mots contraires.",
    why: "Le lecteur croit le commentaire avant le chiffre : une contradiction fait douter des deux.",
    source: "Cohérence du rapport : description des résultats obtenus et de l’atteinte des objectifs.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapport/fiches/02-equipe-mobile.md",
            from: "    source: \"Carnet de l'équipe\"\n    commentaire: \"\"",
            to: "    source: \"Carnet de l'équipe\"\n    commentaire: \"L'objectif est atteint.\"",
        }],
        admitted: &[Change {
            file: "content/2024/rapport/fiches/02-equipe-mobile.md",
            from: "    source: \"Carnet de l'équipe\"\n    commentaire: \"\"",
            to: "    source: \"Carnet de l'équipe\"\n    commentaire: \"L'objectif n'est pas atteint.\"",
        }],
    },
};

/// What a comment says.
#[derive(Debug, PartialEq, Eq)]
enum Stated {
    Reached,
    NotReached,
    Increase,
    Decrease,
}

fn read(comment: &str) -> Vec<Stated> {
    let text = format!(" {} ", flat(comment));
    let one = |words: &[&str]| words.iter().any(|m| text.contains(&format!(" {m} ")));
    let stride = one(&[
        "non atteint",
        "non atteints",
        "pas atteint",
        "pas atteints",
        "pas ete atteint",
        "pas atteinte",
        "non atteinte",
        "pas tout a fait atteint",
        "partiellement atteint",
    ]);
    let is_reached = one(&["atteint", "atteints", "atteinte", "depasse", "depasses", "depassee"]);
    let (increase, decrease) = (
        one(&["en hausse", "en progression", "en augmentation", "a augmente", "a progresse"]),
        one(&["en baisse", "en recul", "en diminution", "a baisse", "a diminue", "a recule"]),
    );
    let mut statements = Vec::new();
    match (stride, is_reached) {
        (true, _) => statements.push(Stated::NotReached),
        (false, true) => statements.push(Stated::Reached),
        (false, false) => {}
    }
    match (increase, decrease) {
        (true, false) => statements.push(Stated::Increase),
        (false, true) => statements.push(Stated::Decrease),
        _ => {}
    }
    statements
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let Some((_, summary)) = c.execution() else { return Vec::new() };
    let trackings = summary.actions().flat_map(|a| track(&c.dossier.cadre, a));
    trackings.filter_map(|s| contradict(&s)).collect()
}

fn contradict(tracking: &Tracking<'_>) -> Option<Diagnostic> {
    let result = tracking.result?;
    let comment = result.comment.as_ref()?;
    let obtained = tracking.obtained?;
    let statements = read(&comment.value);
    let a = |stated: Stated| statements.contains(&stated);
    let target = tracking.target.map(number).unwrap_or_default();
    let baseline = tracking.baseline.map(number).unwrap_or_default();
    let lack = matches!(tracking.attainment, Attainment::Partial | Attainment::NotReached);
    let (message, arithmetic) = if a(Stated::Reached) && lack {
        (
            "le commentaire dit l’objectif atteint, et il ne l’est pas",
            format!("résultat {}, cible {target}", number(obtained)),
        )
    } else if a(Stated::NotReached) && tracking.attainment == Attainment::Reached {
        (
            "le commentaire dit l’objectif non atteint, et il l’est",
            format!("résultat {}, cible {target}", number(obtained)),
        )
    } else if a(Stated::Increase) && tracking.baseline.is_some_and(|d| obtained < d) {
        (
            "le commentaire parle d’une hausse, et le résultat baisse",
            format!("de {baseline} à {}", number(obtained)),
        )
    } else if a(Stated::Decrease) && tracking.baseline.is_some_and(|d| obtained > d) {
        (
            "le commentaire parle d’une baisse, et le résultat monte",
            format!("de {baseline} à {}", number(obtained)),
        )
    } else {
        return None;
    };
    Some(
        Diagnostic::finding(comment.span, message)
            .also(result.span, "le résultat")
            .arithmetic(arithmetic)
            .help("corriger le chiffre, ou le commentaire"),
    )
}
