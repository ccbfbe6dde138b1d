//! A fiche declares data that no page prints.

use std::collections::BTreeMap;

use crate::check::blocks::{each_reference, texts};
use crate::check::section_headings::section;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::budget::{Budget, Cost, Financement, Role};
use crate::model::cadre::{AxeTable, Rubrique, RubriqueContent};
use crate::model::fiche::{Executed, Execution, Section};
use crate::model::parties::PartyRole;
use crate::model::value::{Measured, Value};
use crate::model::{Absence, Cadre, CellValues, Dossier, Fiche, Numero};
use crate::snapshot::{FicheDatum, LinkTarget};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une donnée de la fiche n’est imprimée nulle part",
    severity: Severity::Warning,
    checks: "Les tableaux, figures, bordereaux, mentions, budgets et indicateurs de l’en-tête d’une fiche : chacun doit être cité par \
              son texte (`{tableau.…}`), ou par un autre, ou imprimé par une rubrique laissée sans texte (budget, \
              mention, indicateurs). Les charges d’un budget, et ses financements, sont imprimés par leur tableau (`{budget.charges}`, \
              `{budget.financements}`), ou par leurs montants quand ils sont tous cités : un total, pour une ligne seule ; la \
              part de chaque financeur. Une mention, des exécutions ou des valeurs vides n’ont rien à imprimer. Les exécutions \
              antérieures sont imprimées par l’annexe qui a « tableau: executions », pour les financeurs de la collectivité ; \
              les valeurs d’`indicateurs.yaml`, par l’annexe qui a « tableau: matrice ». Les champs du bloc \
              d’identité s’impriment toujours.",
    why: "Ce que le fichier contient et que le document ne montre pas n’est pas signé : les parties ne s’y engagent pas.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les loyers des sites sont donnés par le tableau ci-dessous.\n\n{tableau.sites}",
            to: "Les loyers des sites sont modérés.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "{budget.charges}\n\n{budget.financements}",
                to: "",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "{budget.charges}\n\n{budget.financements}",
                to: "L'action coûte {budget.total} : l'État en paie {budget.financements.etat}, le Département {budget.financements.departement}.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // Fiche number → its data that any text cites.
    let mut cited: BTreeMap<Numero, Vec<&FicheDatum>> = BTreeMap::new();
    for (_, blocks) in texts(context) {
        each_reference(blocks, &mut |reference| {
            if let Some(LinkTarget::Fiche { fiche, datum }) = context.target(reference) {
                cited.entry(*fiche).or_default().push(datum);
            }
        });
    }
    let of_fiches = context.fiches().flat_map(|fiche| {
        let of_fiche = cited.get(&fiche.number.value).map_or(&[] as &[_], Vec::as_slice);
        let mut findings = forgotten(context, fiche, of_fiche);
        findings.extend(out_of_the_annexe(&context.dossier.cadre, fiche));
        findings
    });
    of_fiches.chain(matrix_without_annexe(context)).collect()
}

/// What an annexe would print of a fiche and does not: earlier executions, amounts of its table.
fn out_of_the_annexe<'d>(cadre: &'d Cadre, fiche: &'d Fiche) -> impl Iterator<Item = Diagnostic> + 'd {
    let axe = cadre.axe(&fiche.axe.value);
    let has_table = axe.is_some_and(|axe| axe.table == Some(AxeTable::Executions));
    let payer = |id: &str| cadre.financeur(id).map(|financeur| (financeur.name.as_str(), financeur.role));
    // A misspelt name is told elsewhere.
    let is_blank = |executed: &Executed| matches!(executed, Executed::Absent(Absence::Blank, None));
    let told = move |execution: &&Execution| !execution.years.iter().all(|(_, executed)| is_blank(executed));
    let executions = fiche.executions.iter().filter(told).filter_map(move |execution| {
        let (name, role) = payer(&execution.financeur.value)?;
        (!has_table || role != PartyRole::Authority).then_some((
            "ce qu’a exécuté",
            name,
            execution.financeur.span,
        ))
    });
    let amounts = fiche.printed_in_annexe.iter().filter_map(move |(financeur, _)| {
        let (name, role) = payer(&financeur.value)?;
        (!has_table || role == PartyRole::ThirdParty).then_some((
            "le montant en annexe de",
            name,
            financeur.span,
        ))
    });
    executions.chain(amounts).filter(move |_| axe.is_some()).map(move |(what, name, span)| {
        let help = if has_table {
            "l’écrire dans le texte, ou dans un tableau de « tableaux » cité par lui, ou le retirer"
                .to_owned()
        } else {
            format!(
                "donner « tableau: executions » à {} dans le cadre, l’écrire dans le texte, ou le retirer",
                axe.map(|axe| format!("« {} »", axe.heading())).unwrap_or_default()
            )
        };
        Diagnostic::finding(span, format!("aucune page de l’acte n’imprime {what} « {name} »")).help(help)
    })
}

/// The values of a matrix that no annexe prints.
fn matrix_without_annexe(context: &Context<'_>) -> Option<Diagnostic> {
    let Dossier { cadre, matrix, .. } = context.dossier;
    let is_blank = |value: &Value| value.measured.value == Measured::Absent(Absence::Blank);
    let told = || {
        let has_value = |(_, cell): &(_, CellValues)| !cell.iter().all(is_blank);
        matrix.values.iter().filter(move |row| row.cells.iter().any(has_value))
    };
    let first = told().next()?;
    if !cadre.is_whole || cadre.axes.iter().any(|axe| axe.table == Some(AxeTable::Matrix)) {
        return None;
    }
    let count = told().count();
    let message = match count {
        1 => "aucune page n’imprime les valeurs de cette ligne".to_owned(),
        _ => format!("aucune page n’imprime les valeurs de ce fichier ({count} lignes)"),
    };
    let help =
        "donner « tableau: matrice » et « titre_tableau » à une annexe du cadre, ou retirer ces valeurs";
    Some(Diagnostic::finding(first.key.span, message).help(help))
}

fn forgotten(context: &Context<'_>, fiche: &Fiche, cited: &[&FicheDatum]) -> Vec<Diagnostic> {
    let prints_by_itself = |content: RubriqueContent| {
        fiche.sections.iter().any(|s| {
            let rubrique = s
                .rubrique
                .as_ref()
                .and_then(|id| context.dossier.cadre.rubriques.iter().find(|r| r.id == *id));
            s.body.is_empty() && rubrique.is_some_and(|r| r.content == content)
        })
    };
    let mut findings = Vec::new();
    // The title of the rubrique that would print a datum, when the fiche does not have it.
    let absent_rubrique = |is_it: &dyn Fn(&Rubrique) -> bool| {
        let mut rubriques = context.dossier.cadre.rubriques.iter().filter(|rubrique| is_it(rubrique));
        let rubrique = rubriques.next().filter(|rubrique| section(fiche, &rubrique.id).is_none());
        rubrique.map_or(String::new(), |r| format!("ouvrir la rubrique « ## {} » sans texte, ", r.title))
    };
    let mut check =
        |what: &str, name: &str, title: Option<&str>, span: Span, quoted: bool, rubrique: &str| {
            if !quoted {
                let title = title.map_or(String::new(), |t| format!(" « {t} »"));
                findings.push(
                    Diagnostic::finding(span, format!("aucune page n’imprime {what}{title}")).help(format!(
                        "{rubrique}citer « {{{name}}} » seul sur un paragraphe, ou retirer cette donnée"
                    )),
                );
            }
        };
    for (rank, table) in fiche.tables.iter().enumerate() {
        let name = format!("tableau.{}", table.id.value);
        let title = table.title.as_deref().unwrap_or(&table.id.value);
        check("le tableau", &name, Some(title), table.id.span, cited.contains(&&FicheDatum::Table(rank)), "");
    }
    for (rank, figure) in fiche.figures.iter().enumerate() {
        let name = format!("figure.{}", figure.id.value);
        let quoted = cited.contains(&&FicheDatum::Figure(rank));
        check("la figure", &name, Some(&figure.title), figure.id.span, quoted, "");
    }
    for (rank, bordereau) in fiche.bordereaux.iter().enumerate() {
        let name = format!("bordereau.{}", bordereau.id.value);
        let title = bordereau.title.as_deref().unwrap_or(&bordereau.id.value);
        let quoted = cited.contains(&&FicheDatum::Bordereau(rank));
        check("le bordereau", &name, Some(title), bordereau.id.span, quoted, "");
    }
    if let Some(objectives) = &fiche.objectives {
        let quoted =
            cited.contains(&&FicheDatum::Objectives) || prints_by_itself(RubriqueContent::Indicateurs);
        if let Some(column) = objectives.columns.first() {
            let rubrique = absent_rubrique(&|r| r.content == RubriqueContent::Indicateurs);
            check("le tableau des indicateurs", "indicateurs", None, column.title.span, quoted, &rubrique);
        }
    }
    for (rank, (id, answer)) in fiche.mentions.iter().enumerate() {
        if matches!(answer, Err(Absence::Blank)) {
            continue;
        }
        let name = format!("mention.{}", id.value);
        let rubrique = context.dossier.cadre.rubriques.iter().find(|r| r.id == id.value);
        let quoted = cited.contains(&&FicheDatum::Mention(rank))
            || rubrique.is_some_and(|rubrique| {
                let empty = |s: &Section| s.rubrique.as_ref() == Some(&rubrique.id) && s.body.is_empty();
                rubrique.content == RubriqueContent::Mention && fiche.sections.iter().any(empty)
            });
        let own = absent_rubrique(&|r| r.id == id.value && r.content == RubriqueContent::Mention);
        check("la mention", &name, Some(&id.value), id.span, quoted || rubrique.is_none(), &own);
    }
    let budget_rubrique = absent_rubrique(&|r| r.content == RubriqueContent::Budget);
    if !prints_by_itself(RubriqueContent::Budget) {
        let budgets = fiche.budgets.iter().enumerate();
        findings.extend(
            budgets.filter_map(|(rank, budget)| unprinted(fiche, rank, budget, cited, &budget_rubrique)),
        );
    }
    findings
}

/// The tables of a budget that no text prints, neither themselves nor by their amounts.
fn unprinted(
    fiche: &Fiche,
    rank: usize,
    budget: &Budget,
    cited: &[&FicheDatum],
    rubrique: &str,
) -> Option<Diagnostic> {
    let of_budget = || cited.iter().filter(|datum| covers(datum, rank, fiche));
    let has_charges = of_budget().any(|datum| matches!(datum, FicheDatum::Charges(_)));
    let has_financements = of_budget().any(|datum| matches!(datum, FicheDatum::Financements(_)));
    let has_total = of_budget().any(|datum| !matches!(datum, FicheDatum::Share { .. }));
    let has_share = |row: &Financement| {
        let names = |datum: &&&FicheDatum| {
            let FicheDatum::Share { financeur, .. } = datum else { return false };
            row.financeur.as_ref().is_some_and(|own| own.value == *financeur)
        };
        row.of_which.is_empty() && of_budget().any(|datum| names(&datum))
    };
    // The amount of a line that is alone is the total.
    let one_charge = matches!(budget.charges.as_slice(), [only] if !matches!(only.cost, Cost::Detailed(_)));
    let shares_are_told = budget.financements.iter().all(has_share);
    let one_payer = matches!(budget.financements.as_slice(), [only] if only.of_which.is_empty());
    let lacks_charges = !(budget.charges.is_empty()
        || has_charges
        || one_charge && (has_total || shares_are_told && !budget.financements.is_empty()));
    let lacks_financements = !(has_financements || shares_are_told || one_payer && has_total);
    let name = |table: &str| {
        let is_alone = budget.id.is_empty() || fiche.budgets.len() == 1;
        let id = if is_alone { String::new() } else { format!(".{}", budget.id) };
        format!("« {{budget{id}.{table}}} »")
    };
    let (what, how) = match (lacks_charges, lacks_financements) {
        (false, false) => return None,
        (true, false) => {
            ("les charges du budget", format!("citer {} seul sur un paragraphe", name("charges")))
        }
        (false, true) if budget.charges.is_empty() => {
            ("le détail du budget", format!("citer {} seul sur un paragraphe", name("financements")))
        }
        (false, true) => {
            ("les financements du budget", format!("citer {} seul sur un paragraphe", name("financements")))
        }
        (true, true) => (
            "le détail du budget",
            format!("citer {} et {}, chacun seul sur un paragraphe", name("charges"), name("financements")),
        ),
    };
    let id = (!budget.id.is_empty()).then_some(budget.id.as_str());
    let title = budget.title.as_ref().map(|title| title.value.as_str()).or(id);
    let title = title.map_or(String::new(), |title| format!(" « {title} »"));
    let message = format!("aucune page n’imprime {what}{title}");
    Some(Diagnostic::finding(budget.span, message).help(format!("{rubrique}{how}, ou retirer cette donnée")))
}

/// Whether a cited datum covers the budget of a rank: it is of this budget, or of the one that the convention counts,
/// which stands for all.
fn covers(datum: &FicheDatum, rank: usize, fiche: &Fiche) -> bool {
    let ranks = match datum {
        FicheDatum::Charges(ranks)
        | FicheDatum::Financements(ranks)
        | FicheDatum::ChargesTotal(ranks)
        | FicheDatum::BudgetTotal(ranks)
        | FicheDatum::FinancementsTotal(ranks)
        | FicheDatum::Share { budgets: ranks, .. } => ranks.as_slice(),
        _ => &[],
    };
    let is_agreed = |rank: &usize| fiche.budgets.get(*rank).is_some_and(|b| b.role == Role::Convention);
    ranks.contains(&rank) || ranks.iter().any(is_agreed)
}
