//! The computed totals by name, so that each explains itself: `annexe-b:total`, `fiches/04:financements`,
//! `article-2.2:etat`.

use super::{Sum, bordereau, budget, executions};
use crate::lang::flat;
use crate::model::cadre::AxeTable;
use crate::model::convention::Article;
use crate::model::parties::PartyRole;
use crate::model::rapport::Rapport;
use crate::model::text::{Block, Inline, plain_text};
use crate::model::{Dossier, Fiche, Montant};
use crate::text::Spanned;

/// A computed total.
#[derive(Debug, Clone)]
pub struct Total {
    /// Its name.
    pub name: String,
    /// What it is, in words.
    pub title: String,
    /// The sum and its terms.
    pub sum: Sum,
    /// The amount that the act prints for it.
    pub printed: Option<Spanned<Montant>>,
}

/// The reference by which prose quotes the State's amount.
const MONTANT_ETAT: &str = "convention.montant_etat";

/// All the totals of an act, in the order of its parts.
pub fn all(dossier: &Dossier) -> Vec<Total> {
    let mut totals = Vec::new();
    let montant = dossier.convention.montant_etat.clone();
    let fiches = || dossier.fiches.iter();
    let etat_sum = add_up(fiches().map(|f| budget::fiche_role_share(f, &dossier.cadre, PartyRole::Etat)));
    for article in &dossier.articles {
        for number in citations(article) {
            totals.push(Total {
                name: format!("article-{number}:etat"),
                title: format!("contribution de l’État citée à l’article {number}"),
                sum: etat_sum.clone(),
                printed: montant.clone(),
            });
        }
    }
    totals.push(Total {
        name: "convention:etat".into(),
        title: "contribution de l’État : somme des fiches".into(),
        sum: etat_sum,
        printed: montant,
    });
    for axe in &dossier.cadre.axes {
        let title = format!("{} {}", axe.word.word(), axe.id);
        let name = flat(&title).replace(' ', "-");
        let own_fiches = || fiches().filter(|f| dossier.cadre.is_within(&f.axe.value, &axe.id.value));
        totals.extend(by_financeur(dossier, &name, &title, || own_fiches().collect()));
        if axe.table == Some(AxeTable::Executions) {
            let table = executions::table(dossier, &axe.id.value);
            let payers: Vec<&str> =
                dossier.cadre.financeurs_of(PartyRole::Authority).map(|f| f.name.as_str()).collect();
            let payers = payers.join(", ");
            for (year, sum) in table.years.iter().zip(table.totals) {
                totals.push(Total {
                    name: format!("{name}:executes-{year}"),
                    title: format!("{title}, part {payers}, exécuté en {year}"),
                    sum,
                    printed: None,
                });
            }
        }
    }
    totals.extend(by_financeur(dossier, "recapitulatif", "récapitulatif", || fiches().collect()));
    for fiche in fiches() {
        add_fiche(dossier, fiche, &mut totals);
    }
    totals.extend(dossier.rapports.iter().flat_map(|rapport| of_rapport(dossier, rapport)));
    totals.retain(|t| !t.sum.is_empty());
    totals
}

/// Contracted and executed, as a report sums them: `rapport-2024:execute`, `rapport-2024:etat:execute`,
/// `rapport-2024/04:etat:execute`.
fn of_rapport(dossier: &Dossier, rapport: &Rapport) -> Vec<Total> {
    let own = format!("rapport-{}", rapport.id);
    let summary = super::rapport::summarize(dossier, rapport);
    let mut totals = Vec::new();
    let mut push = |base: String, title: String, contracted: &Sum, executed: &Sum| {
        for (word, what, sum) in [("contracte", "contracté", contracted), ("execute", "exécuté", executed)]
        {
            totals.push(Total {
                name: format!("{base}:{word}"),
                title: format!("{title}, {what}"),
                sum: sum.clone(),
                printed: None,
            });
        }
    };
    let all = &summary.total.total;
    let title = format!("rapport d’exécution {}", rapport.id);
    push(own.clone(), format!("{title}, tous financeurs"), &all.contracted, &all.paid);
    for (financeur, share) in summary.financeurs.iter().zip(&summary.total.shares) {
        let title = format!("{title}, part {}", financeur.name);
        push(format!("{own}:{}", financeur.id), title, &share.contracted, &share.paid);
    }
    for action in summary.actions() {
        let base = format!("{own}/{}", action.number.in_file_name());
        let title = format!("{title}, compte rendu {}", action.number);
        push(base.clone(), format!("{title}, tous financeurs"), &action.total.contracted, &action.total.paid);
        for (financeur, share) in summary.financeurs.iter().zip(&action.shares) {
            let title = format!("{title}, part {}", financeur.name);
            push(format!("{base}:{}", financeur.id), title, &share.contracted, &share.paid);
        }
    }
    totals
}

/// The total of a name; `None` when no total bears it. Where there is but one report, « rapport » is its name.
pub fn named(dossier: &Dossier, name: &str) -> Option<Total> {
    let rest = name.strip_prefix("rapport").filter(|rest| rest.starts_with([':', '/']));
    let full = match (rest, dossier.rapports.as_slice()) {
        (Some(rest), [only]) => format!("rapport-{}{rest}", only.id),
        _ => name.to_owned(),
    };
    all(dossier).into_iter().find(|t| t.name == full)
}

fn add_up(sums: impl Iterator<Item = Sum>) -> Sum {
    let mut total = Sum::default();
    sums.for_each(|s| total.extend(&s));
    total
}

fn by_financeur<'d>(
    dossier: &Dossier,
    name: &str,
    title: &str,
    fiches: impl Fn() -> Vec<&'d Fiche>,
) -> Vec<Total> {
    let mut totals = vec![Total {
        name: format!("{name}:total"),
        title: format!("{title}, tous financeurs"),
        sum: add_up(fiches().into_iter().map(budget::fiche_total)),
        printed: None,
    }];
    for financeur in &dossier.cadre.financeurs {
        totals.push(Total {
            name: format!("{name}:{}", financeur.id),
            title: format!("{title}, part {}", financeur.name),
            sum: add_up(fiches().into_iter().map(|f| budget::fiche_share(f, Some(&financeur.id)))),
            printed: None,
        });
    }
    totals
}

fn add_fiche(dossier: &Dossier, fiche: &Fiche, totals: &mut Vec<Total>) {
    let base = format!("fiches/{}", fiche.number.value.in_file_name());
    let title = format!("fiche {}", fiche.number.value);
    totals.extend(by_financeur(dossier, &base, &title, || vec![fiche]));
    let only = fiche.budgets.len() == 1;
    for budget in &fiche.budgets {
        let (name, title) = if only || budget.id.is_empty() {
            (base.clone(), title.clone())
        } else {
            (format!("{base}:{}", budget.id), format!("{title}, budget « {} »", budget.id))
        };
        for (word, sum) in
            [("charges", budget::charges(budget, fiche)), ("financements", budget::financements(budget))]
        {
            totals.push(Total {
                name: format!("{name}:{word}"),
                title: format!("{title}, {word}"),
                sum,
                printed: budget.printed_total.clone(),
            });
        }
    }
    for table in &fiche.bordereaux {
        let mut sum = Sum::default();
        let priced = bordereau::price(table);
        for (group, price) in table.groups.iter().zip(priced.groups) {
            sum.add(price.total.incl_vat, group.number.span);
        }
        totals.push(Total {
            name: format!("{base}:bordereau-{}", table.id.value),
            title: format!("{title}, bordereau « {} », TTC", table.id.value),
            sum,
            printed: table.printed.incl_vat.clone(),
        });
    }
}

/// The numbers of the parts of an article that quote the State's amount (`{convention.montant_etat}`).
pub fn citations(article: &Article) -> Vec<String> {
    let mut number = article.number.as_ref().map(|n| n.value.clone());
    let mut numbers = Vec::new();
    for block in &article.body {
        if let Block::Heading { content, .. } = block {
            let text = plain_text(content);
            let first_word = text.split_whitespace().next().unwrap_or("").trim_end_matches('.');
            if !first_word.is_empty() && first_word.chars().all(|c| c.is_ascii_digit() || c == '.') {
                number = Some(first_word.to_owned());
            }
        }
        if quotes_montant_etat(block)
            && let Some(n) = &number
            && !numbers.contains(n)
        {
            numbers.push(n.clone());
        }
    }
    numbers
}

fn quotes_montant_etat(block: &Block) -> bool {
    match block {
        Block::Paragraph(inlines) => inlines.iter().any(inline_quotes_montant_etat),
        Block::List { items, .. } => items.iter().flatten().any(quotes_montant_etat),
        Block::Citation(blocks) => blocks.iter().any(quotes_montant_etat),
        Block::Reference(r) => r.value == MONTANT_ETAT,
        _ => false,
    }
}

fn inline_quotes_montant_etat(inline: &Inline) -> bool {
    match inline {
        Inline::Reference(r) => r.value == MONTANT_ETAT,
        Inline::Bold(c) | Inline::Italic(c) | Inline::Link { content: c, .. } => {
            c.iter().any(inline_quotes_montant_etat)
        }
        _ => false,
    }
}
