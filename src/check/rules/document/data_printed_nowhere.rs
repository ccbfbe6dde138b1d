//! A fiche declares data that no page prints.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{collect_cited, texts, texts_of};
use crate::check::section_headings::typo;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;
use crate::model::cadre::RubriqueContent;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une donnée de la fiche n’est imprimée nulle part",
    severity: Severity::Warning,
    checks: "Les tableaux, figures, bordereaux, budgets et indicateurs de l’en-tête d’une fiche : chacun doit être cité par \
              son texte (`{tableau.…}`), ou par un autre, ou imprimé par une rubrique laissée sans texte (budget, \
              indicateurs). Un budget est imprimé dès qu’un de ses tableaux ou de ses montants est cité. Les champs du bloc \
              d’identité, les exécutions et les annexes s’impriment toujours.",
    why: "Ce que le fichier contient et que le document ne montre pas n’est pas signé : les parties ne s’y engagent pas.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les loyers des sites sont donnés par le tableau ci-dessous.\n\n{tableau.sites}",
            to: "Les loyers des sites sont modérés.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "{budget.charges}\n\n{budget.financements}",
            to: "",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // Fiche number → names of its data that any text cites.
    let mut cited_elsewhere: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut all_cited = BTreeSet::new();
    for (_, blocks) in texts(context) {
        collect_cited(blocks, &mut all_cited);
    }
    for name in all_cited {
        if let Some((number, rest)) = name.strip_prefix("fiche.").and_then(|n| n.split_once('.')) {
            cited_elsewhere.entry(number).or_default().insert(rest);
        }
    }
    context
        .fiches()
        .flat_map(|fiche| {
            let mut names = BTreeSet::new();
            texts_of(fiche).for_each(|(_, blocks)| collect_cited(blocks, &mut names));
            names.extend(cited_elsewhere.get(fiche.number.value.to_string().as_str()).into_iter().flatten());
            forgotten(context, fiche, &names)
        })
        .collect()
}

fn forgotten(context: &Context<'_>, fiche: &Fiche, names: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let prints_by_itself = |content: RubriqueContent| {
        fiche.sections.iter().any(|s| {
            let rubrique = s
                .rubrique
                .as_ref()
                .and_then(|id| context.dossier.cadre.rubriques.iter().find(|r| r.id == *id));
            s.body.is_empty() && rubrique.is_some_and(|r| r.content == content)
        }) || context.dossier.cadre.rubriques.iter().any(|r| r.content == content && typo(fiche, r).is_some())
    };
    let mut findings = Vec::new();
    let mut check = |what: &str, name: &str, title: Option<&str>, span: Span, quoted: bool| {
        if !quoted {
            let title = title.map_or(String::new(), |t| format!(" « {t} »"));
            findings.push(
                Diagnostic::finding(span, format!("aucune page n’imprime {what}{title}"))
                    .help(format!("citer « {{{name}}} » seul sur un paragraphe, ou retirer cette donnée")),
            );
        }
    };
    for table in &fiche.tables {
        let name = format!("tableau.{}", table.id.value);
        let title = table.title.as_deref().unwrap_or(&table.id.value);
        check("le tableau", &name, Some(title), table.id.span, names.contains(name.as_str()));
    }
    for figure in &fiche.figures {
        let name = format!("figure.{}", figure.id.value);
        check("la figure", &name, Some(&figure.title), figure.id.span, names.contains(name.as_str()));
    }
    for bordereau in &fiche.bordereaux {
        let name = format!("bordereau.{}", bordereau.id.value);
        let title = bordereau.title.as_deref().unwrap_or(&bordereau.id.value);
        check("le bordereau", &name, Some(title), bordereau.id.span, names.contains(name.as_str()));
    }
    if let Some(objectives) = &fiche.objectives {
        let quoted = names.contains("indicateurs") || prints_by_itself(RubriqueContent::Indicateurs);
        if let Some(column) = objectives.columns.first() {
            check("le tableau des indicateurs", "indicateurs", None, column.title.span, quoted);
        }
    }
    let all_budgets = prints_by_itself(RubriqueContent::Budget);
    for budget in &fiche.budgets {
        let (quoted, name) = if budget.id.is_empty() || fiche.budgets.len() == 1 {
            (names.iter().any(|n| n.starts_with("budget.")), "budget.financements".to_owned())
        } else {
            (is_budget_cited(names, &budget.id), format!("budget.{}.financements", budget.id))
        };
        let title = budget
            .title
            .as_ref()
            .map(|title| title.value.as_str())
            .or((!budget.id.is_empty()).then_some(budget.id.as_str()));
        check("le budget", &name, title, budget.span, all_budgets || quoted);
    }
    findings
}

/// Whether a cited name covers a budget, alone or with others: `budget.an1+an2.charges`.
fn is_budget_cited(names: &BTreeSet<&str>, id: &str) -> bool {
    names.iter().filter_map(|n| n.strip_prefix("budget.")).any(|rest| {
        let head = rest.split('.').next().unwrap_or(rest);
        // A citation without a budget name means the agreed budget, which covers them all.
        head.split('+').any(|i| i == id) || matches!(head, "charges" | "financements" | "total")
    })
}
