//! A comment contradicts the result that it comments.

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
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    source: \"Carnet de l'équipe\"\n    commentaire: \"\"",
            to: "    source: \"Carnet de l'équipe\"\n    commentaire: \"L'objectif est atteint.\"",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    source: \"Carnet de l'équipe\"\n    commentaire: \"\"",
            to: "    source: \"Carnet de l'équipe\"\n    commentaire: \"L'objectif n'est pas atteint.\"",
        }],
    },
};

/// What a comment claims.
#[derive(Debug, PartialEq, Eq)]
enum Stated {
    Reached,
    NotReached,
    Increase,
    Decrease,
}

fn read(comment: &str) -> Vec<Stated> {
    let text = format!(" {} ", flat(comment));
    let has_one = |words: &[&str]| words.iter().any(|m| text.contains(&format!(" {m} ")));
    let missed = has_one(&[
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
    let reached = has_one(&["atteint", "atteints", "atteinte", "depasse", "depasses", "depassee"]);
    let (increase, decrease) = (
        has_one(&["en hausse", "en progression", "en augmentation", "a augmente", "a progresse"]),
        has_one(&["en baisse", "en recul", "en diminution", "a baisse", "a diminue", "a recule"]),
    );
    let mut claims = Vec::new();
    match (missed, reached) {
        (true, _) => claims.push(Stated::NotReached),
        (false, true) => claims.push(Stated::Reached),
        (false, false) => {}
    }
    match (increase, decrease) {
        (true, false) => claims.push(Stated::Increase),
        (false, true) => claims.push(Stated::Decrease),
        _ => {}
    }
    claims
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (_, summary) in context.executions() {
        let trackings = summary.actions().flat_map(|says| track(&context.dossier.cadre, says));
        findings.extend(trackings.filter_map(|s| contradict(&s)));
    }
    findings
}

fn contradict(tracking: &Tracking<'_>) -> Option<Diagnostic> {
    let result = tracking.result?;
    let comment = result.comment.as_ref()?;
    let obtained = tracking.obtained?;
    let claims = read(&comment.value);
    let says = |stated: Stated| claims.contains(&stated);
    let target = tracking.target.map(number).unwrap_or_default();
    let baseline = tracking.baseline.map(number).unwrap_or_default();
    let below = matches!(tracking.attainment, Attainment::Partial | Attainment::NotReached);
    let (message, arithmetic) = if says(Stated::Reached) && below {
        (
            "le commentaire dit l’objectif atteint, et il ne l’est pas",
            format!("résultat {}, cible {target}", number(obtained)),
        )
    } else if says(Stated::NotReached) && tracking.attainment == Attainment::Reached {
        (
            "le commentaire dit l’objectif non atteint, et il l’est",
            format!("résultat {}, cible {target}", number(obtained)),
        )
    } else if says(Stated::Increase) && tracking.baseline.is_some_and(|d| obtained < d) {
        (
            "le commentaire parle d’une hausse, et le résultat baisse",
            format!("de {baseline} à {}", number(obtained)),
        )
    } else if says(Stated::Decrease) && tracking.baseline.is_some_and(|d| obtained > d) {
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
