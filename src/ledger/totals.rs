//! The computed totals by name, so that each explains itself: `annexe-b:total`, `fiches/04:financements`,
//! `article-2.2:etat`.

use super::entry::{LedgerEntry, MoneyStage};
use super::quoted::quoted;
use super::view::{Filter, sum};
use super::{Sum, bordereau, budget, entry, executions, reported};
use crate::lang::{flat, opening_number};
use crate::model::cadre::{Axe, AxeTable, Payer, Side};
use crate::model::convention::Article;
use crate::model::parties::PartyRole;
use crate::model::rapport::Rapport;
use crate::model::text::{Block, Inline, plain_text};
use crate::model::{Dossier, Fiche, Montant, Numero};
use crate::resolve;
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
    let mut totals = of_act(dossier);
    for fiche in &dossier.fiches {
        add_fiche(dossier, fiche, &mut totals);
    }
    totals.extend(dossier.rapports.iter().flat_map(|rapport| of_rapport(dossier, rapport)));
    totals.retain(|t| !t.sum.is_empty());
    totals
}

/// Those of the act and of the nodes of its tree.
fn of_act(dossier: &Dossier) -> Vec<Total> {
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
        let (name, title) = axe_name(axe);
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
    totals.extend(by_exercice((dossier, &entry::of_act(dossier)), "total", "l’acte", &Filter::resources()));
    totals
}

/// The total of a name as it is listed, of the part of the act that its name begins with.
fn listed(dossier: &Dossier, name: &str) -> Option<Total> {
    let mut totals = Vec::new();
    match name.split([':', '/']).next() {
        _ if !name.contains(':') => {}
        Some("fiches") => {
            let base = name.split(':').next().unwrap_or_default();
            let own = dossier.fiches.iter().filter(|fiche| fiche_name(fiche.number.value).0 == base);
            own.for_each(|fiche| add_fiche(dossier, fiche, &mut totals));
        }
        Some(head) if head.starts_with("rapport-") => {
            totals.extend(dossier.rapports.iter().flat_map(|rapport| of_rapport(dossier, rapport)));
        }
        _ => totals = of_act(dossier),
    }
    totals.into_iter().find(|total| total.name == name && !total.sum.is_empty())
}

/// The stages that a report has a total for, with the last word of its name and of its title.
const REPORTED_STAGES: [(&str, &str, MoneyStage); 4] = [
    ("contracte", "contracté", MoneyStage::Revised),
    ("engage", "engagé", MoneyStage::Committed),
    ("execute", "exécuté", MoneyStage::Paid),
    ("accorde", "accordé", MoneyStage::Granted),
];

/// Contracted, committed, executed and granted, as a report sums them: `rapport-2024:execute`,
/// `rapport-2024:etat:execute`, `rapport-2024/04:etat:execute`.
fn of_rapport(dossier: &Dossier, rapport: &Rapport) -> Vec<Total> {
    let summary = super::rapport::summarize(dossier, rapport);
    let entries = reported::of_rapport(dossier, rapport);
    let title = format!("rapport d’exécution {}", rapport.id);
    let mut scopes = vec![(format!("rapport-{}", rapport.id), title.clone(), None)];
    scopes.extend(summary.actions().map(|action| {
        let name = format!("rapport-{}/{}", rapport.id, action.number.in_file_name());
        (name, format!("{title}, compte rendu {}", action.number), Some(action.number))
    }));
    let mut totals = Vec::new();
    for (name, title, fiche) in scopes {
        let mut push = |name: &str, title: &str, payer: Option<&Payer>| {
            for (word, what, stage) in REPORTED_STAGES {
                let filter = Filter {
                    side: Some(Side::Resource),
                    stage: Some(stage),
                    payer,
                    fiche,
                    ..Filter::default()
                };
                totals.push(Total {
                    name: format!("{name}:{word}"),
                    title: format!("{title}, {what}"),
                    sum: sum(&entries, dossier, &filter),
                    printed: None,
                });
            }
        };
        push(&name, &format!("{title}, tous financeurs"), None);
        for financeur in &summary.financeurs {
            let payer = dossier.cadre.payer(financeur);
            push(
                &format!("{name}:{}", financeur.id),
                &format!("{title}, part {}", financeur.name),
                Some(&payer),
            );
        }
    }
    totals
}

/// The total of a name; `None` when no total bears it. Where there is but one report, « rapport » is its name; « fiche/4:etat »
/// is « fiches/04:etat ».
pub fn named(dossier: &Dossier, name: &str) -> Option<Total> {
    let rest = name.strip_prefix("rapport").filter(|rest| rest.starts_with([':', '/']));
    let full = match (rest, dossier.rapports.as_slice()) {
        (Some(rest), [only]) => format!("rapport-{}{rest}", only.id),
        _ => of_numbered_fiche(name)
            .map_or_else(|| name.to_owned(), |(number, rest)| format!("{}{rest}", fiche_name(number).0)),
    };
    let ends_with_an_exercice = dossier.convention.exercices.iter().any(|e| full.ends_with(&e.id.value));
    let of_exercice = || parts_by_exercice(dossier).into_iter().find(|total| total.name == full);
    listed(dossier, &full)
        .or_else(|| ends_with_an_exercice.then(of_exercice).flatten())
        .or_else(|| referenced(dossier, name))
}

/// The number of the fiche that a name begins with, and what follows it: « fiches/04:etat », « fiche/4/titre ».
pub fn of_numbered_fiche(name: &str) -> Option<(Numero, &str)> {
    let rest = name.strip_prefix("fiches/").or_else(|| name.strip_prefix("fiche/"))?;
    let (number, rest) = rest.split_at(rest.find([':', '/']).unwrap_or(rest.len()));
    Some((Numero::read(number)?, rest))
}

/// The sum that a reference quotes, by the words of the reference: `total.etat.2025`.
fn referenced(dossier: &Dossier, name: &str) -> Option<Total> {
    let sum = quoted(dossier, &resolve::amount(dossier, name)?)?;
    let title = format!("ce que cite {{{name}}}");
    Some(Total { name: name.to_owned(), title, sum, printed: None })
}

/// What is paid in each exercice of an act that has several, by all and by each funder: `total:2025`, `total:etat:2025`.
fn by_exercice(
    (dossier, entries): (&Dossier, &[LedgerEntry<'_>]),
    name: &str,
    title: &str,
    scope: &Filter<'_>,
) -> Vec<Total> {
    let exercices = &dossier.convention.exercices;
    if !exercices.are_several() {
        return Vec::new();
    }
    let payers =
        dossier.cadre.financeurs.iter().map(|financeur| Some((financeur, dossier.cadre.payer(financeur))));
    let payers: Vec<_> = [None].into_iter().chain(payers).collect();
    let mut totals = Vec::new();
    for (rank, exercice) in exercices.iter().enumerate() {
        for payer in &payers {
            let filter =
                Filter { exercice: Some(rank), payer: payer.as_ref().map(|(_, payer)| payer), ..*scope };
            let (own, who) = match payer {
                None => (name.to_owned(), "tous financeurs".to_owned()),
                Some((financeur, _)) => {
                    (format!("{name}:{}", financeur.id), format!("part {}", financeur.name))
                }
            };
            totals.push(Total {
                name: format!("{own}:{}", exercice.id),
                title: format!("{title}, {who}, {}", exercice.id),
                sum: sum(entries, dossier, &filter),
                printed: None,
            });
        }
    }
    totals.retain(|total| !total.sum.is_empty());
    totals
}

/// What is paid in each exercice for each node of the tree and each fiche.
fn parts_by_exercice(dossier: &Dossier) -> Vec<Total> {
    let entries = entry::of_act(dossier);
    let act = (dossier, entries.as_slice());
    let of_axes = dossier.cadre.axes.iter().flat_map(|axe| {
        let (name, title) = axe_name(axe);
        let scope = Filter { axe: Some(&axe.id.value), ..Filter::resources() };
        by_exercice(act, &name, &title, &scope)
    });
    let of_fiches = dossier.fiches.iter().flat_map(|fiche| {
        let number = fiche.number.value;
        let (name, title) = fiche_name(number);
        by_exercice(act, &name, &title, &Filter { fiche: Some(number), ..Filter::resources() })
    });
    of_axes.chain(of_fiches).collect()
}

/// The name of a node of the tree among the totals, and what it is.
fn axe_name(axe: &Axe) -> (String, String) {
    let title = format!("{} {}", axe.word.word(), axe.id);
    (flat(&title).replace(' ', "-"), title)
}

/// The name of a fiche among the totals, and what it is.
fn fiche_name(number: Numero) -> (String, String) {
    (format!("fiches/{}", number.in_file_name()), format!("fiche {number}"))
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
    let (base, title) = fiche_name(fiche.number.value);
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
            let own = opening_number(&plain_text(content)).map(str::to_owned);
            number = own.or(number);
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
