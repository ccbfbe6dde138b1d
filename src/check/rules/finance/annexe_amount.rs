//! Checks that the annexe prints, for each financeur, the amount that the fiche counts.

use crate::check::figures_and_words::{addition, gap, show_terms};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget;
use crate::model::Fiche;
use crate::model::cadre::Axe;

pub(crate) static PAGE: Page = Page {
    title: "le tableau de l’annexe n’affiche pas le montant de la fiche",
    severity: Severity::Error,
    checks: "Un montant que le tableau de l’annexe affiche pour un financeur (`affiche_en_annexe`) est comparé, au \
              centime, à la part de ce financeur dans les budgets comptés de la fiche. Une part dont un montant manque \
              n’est pas comparée.",
    why: "La fiche et l’annexe ont la même valeur : deux montants pour un même engagement, et chacun choisit.",
    source: "Cohérence interne de l’acte : l’annexe récapitule les fiches.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "  etat: \"10 666,67 €\"",
            to: "  etat: 10 666 €",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "  etat: \"10 666,67 €\"",
            to: "  departement: \"22 666,66 €\"",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| compare(context, fiche)).collect()
}

fn compare(context: &Context<'_>, fiche: &Fiche) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (financeur, printed) in &fiche.printed_in_annexe {
        let share = budget::fiche_share(fiche, Some(&financeur.value));
        if share.missing() > 0 || share.total == printed.value {
            continue;
        }
        let name =
            context.dossier.cadre.financeur(&financeur.value).map_or(financeur.value.as_str(), |f| &f.name);
        let counted = if share.is_empty() {
            "n’en compte rien".to_owned()
        } else {
            format!("en compte {}", share.total)
        };
        let message = format!(
            "le tableau {} affiche {} pour « {name} », et la fiche {} {counted}",
            context.dossier.cadre.axe(&fiche.axe.value).map(Axe::of_the).unwrap_or_default(),
            printed.value,
            fiche.number.value
        );
        let finding = Diagnostic::finding(printed.span, message)
            .here("dans l’annexe")
            .arithmetic(format!("{} ; {}", addition(&share), gap(printed.value, share.total)))
            .stake(printed.value.euros() - share.total.euros())
            .help("retenir le même montant dans la fiche et dans l’annexe");
        findings.push(show_terms(finding, &share));
    }
    findings
}
