//! Checks that an amount which the text gives to a party, or as the whole cost, is that of the data, and that no other is a
//! near miss of an amount of the data.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::arithmetic;
use super::near_amount::KnownAmounts;
use super::near_numbers::{NearMiss, digits, near_miss};
use super::texts::{amounts, by_file, passages};
use super::told_cells::{CellsOfAct, ToldCells};
use crate::check::figures_and_words::gap;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{FigureLink, Modality, SaidDate, SaidFact, SaidValue, Tense, Thing};
use crate::ledger::{Sum, budget, totals};
use crate::model::cadre::Financeur;
use crate::model::parties::PartyRole;
use crate::model::passage::{PassageKind, is_prose};
use crate::model::{Dossier, Fiche, Montant, Passage};
use crate::snapshot::PayerNames;

const ARTICLE: &str = "content/2024/articles/02-financement.md";
const FICHE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un montant du texte n’est pas celui des données",
    severity: Severity::Warning,
    checks: "Les montants que la prose d’un article ou d’une fiche donne à un financeur nommé (« la contribution de l’État \
              s’élève à », « l’abondement du Département sera de ») ou comme coût total. Un montant donné à un financeur est comparé \
              aux montants de ce financeur : ceux de la fiche, de ses budgets, de l’annexe et de l’acte, et ceux de l’exercice que la \
              phrase nomme ; un coût total, hors d’une liste, à tous ceux de la fiche. « Verse », « apporte » peuvent dire une part : un montant plus \
              petit que le tout est alors un conseil, et le maître d’ouvrage, qui verse aussi l’argent des autres, n’est repris que si le \
              montant est celui d’un autre financeur, ou le sien à un zéro ou à un échange de chiffres près ; de même pour la dépense d’un financeur. Un montant approché, plafonné, par unité, passé, ou d’une année que l’acte ne couvre pas est \
              laissé de côté. Tout autre montant de la prose, d’un libellé ou d’une note d’une fiche est rapproché des montants de la \
              même fiche, et un montant d’article de celui de l’État et des totaux de l’acte : est signalé celui qui n’en diffère que par un \
              chiffre, par deux chiffres intervertis, par un chiffre oublié, par les centimes, ou de moins d’un millième. Un montant \
              de moins de quatre chiffres utiles, ou qui est exactement un montant de la fiche, n’est pas retenu.",
    why: "Le texte et le tableau engagent autant l’un que l’autre : s’ils diffèrent, personne ne sait ce qui est dû.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: ARTICLE,
            from: "La contribution mentionnée à l'article 2.1 est versée en une fois",
            to: "La contribution de l'État, de 112 000 €, est versée en une fois",
        }],
        admitted: &[
            Change {
                file: ARTICLE,
                from: "La contribution mentionnée à l'article 2.1 est versée en une fois",
                to: "La contribution de l'État, de 90 666,67 €, est versée en une fois",
            },
            Change {
                file: FICHE,
                from: SENTENCE,
                to: "La contribution de l'État est de 20 000 €, celle du Département de 15 000 €.",
            },
            Change {
                file: FICHE,
                from: SENTENCE,
                to: "La contribution de l'État a été de 31 000 € en 2023. Le Département verse 1 200 € à l'association.",
            },
            Change {
                file: FICHE,
                from: SENTENCE,
                to: "Le coût total du projet est de 40 000 €. La contribution de l'État est de 2 000 € par personne.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let all = by_file(dossier);
    let told = ToldAmounts {
        cells: CellsOfAct::new(dossier),
        payers: PayerNames::new(dossier),
        totals: LazyCell::new(|| totals::all(dossier).iter().map(|total| total.sum.total).collect()),
        dossier,
    };
    let known = LazyCell::new(|| KnownAmounts::of_act(dossier));
    let articles = dossier.articles.iter().filter_map(|article| all.get(&article.span.file));
    let mut findings: Vec<Diagnostic> =
        articles.flat_map(|passages| passages.iter().flat_map(|p| told.wrong(p, None, &known))).collect();
    for fiche in context.fiches() {
        let known = LazyCell::new(|| KnownAmounts::of_fiche(fiche));
        let passages = passages(&all, fiche).iter();
        findings.extend(passages.flat_map(|passage| told.wrong(passage, Some(fiche), &known)));
    }
    findings
}

/// What the texts of an act are compared with.
struct ToldAmounts<'d, F> {
    cells: CellsOfAct<'d>,
    payers: PayerNames<'d>,
    /// The totals of the act: asked for by few acts, and long to add up.
    totals: LazyCell<BTreeSet<Montant>, F>,
    dossier: &'d Dossier,
}

/// An exact amount that a text gives, and the fiche whose text it is.
#[derive(Clone, Copy)]
struct ToldAmount<'p> {
    passage: &'p Passage,
    fact: &'p SaidFact,
    montant: Montant,
    fiche: Option<&'p Fiche>,
}

impl<F: FnOnce() -> BTreeSet<Montant>> ToldAmounts<'_, F> {
    /// The amounts of a passage that are not those of the data.
    fn wrong(
        &self,
        passage: &Passage,
        fiche: Option<&Fiche>,
        known: &LazyCell<KnownAmounts, impl FnOnce() -> KnownAmounts>,
    ) -> Vec<Diagnostic> {
        if matches!(passage.kind, PassageKind::Code | PassageKind::Row) {
            return Vec::new();
        }
        let found = amounts(passage).filter_map(|(montant, fact)| {
            let told = ToldAmount { passage, fact, montant, fiche };
            let bound = match fact.frame.thing.filter(|_| is_prose(passage) && is_plain(fact)) {
                Some(Thing::Contribution | Thing::Expense) => self.of_party(told),
                Some(Thing::Total) if fact.frame.by.is_none() => self.of_whole(told, known),
                _ => None,
            };
            bound.or_else(|| known.near_miss(montant, passage.span_of(&fact.bytes)))
        });
        let mut found: Vec<Diagnostic> = found.collect();
        if !found.is_empty() {
            // FIN-022 tells the amounts of a wrong calculation.
            let wrong: BTreeSet<usize> = arithmetic::wrong(passage).iter().map(|span| span.start).collect();
            found.retain(|finding| !finding.labels.first().is_some_and(|l| wrong.contains(&l.span.start)));
        }
        found
    }

    /// An amount that a party pays.
    fn of_party(&self, told: ToldAmount<'_>) -> Option<Diagnostic> {
        let payers = self.payers.called(told.passage.text.get(told.fact.frame.by.clone()?)?);
        let first = payers.first()?;
        let exercice = self.exercice(told.fact)?;
        let cells = self.cells.paid(&payers, told.fiche, exercice);
        if !cells.are_known() || cells.amounts.contains(&told.montant) {
            return None;
        }
        let convention = &self.dossier.convention;
        let announced = convention.montant_etat.as_ref().filter(|_| first.role == PartyRole::Etat);
        let mut announced = announced.into_iter().chain(convention.ceilings.iter().map(|c| &c.montant));
        if announced.any(|written| written.value == told.montant) {
            return None;
        }
        let doubt = self.doubt(told, first, &cells, exercice)?;
        let place = told.fiche.map_or_else(
            || "l’acte en compte".to_owned(),
            |fiche| format!("la fiche {} en compte", fiche.number.value),
        );
        let (montant, whole) = (told.montant, cells.whole.total);
        let message =
            format!("le texte donne {montant} pour le financeur « {} », et {place} {whole}", first.name);
        let finding = told.finding(&cells.whole, message);
        Some(if doubt == Severity::Advice { finding.advice() } else { finding })
    }

    /// How sure it is that an amount is wrong: a noun gives the whole of it (« la contribution de »), a verb may give a part
    /// (« verse »), and who carries the action pays out what the others give.
    fn doubt(
        &self,
        told: ToldAmount<'_>,
        payer: &Financeur,
        cells: &ToldCells,
        exercice: Option<usize>,
    ) -> Option<Severity> {
        let is_contribution = told.fact.frame.thing == Some(Thing::Contribution);
        if told.fact.frame.is_named && is_contribution {
            return Some(Severity::Warning);
        }
        if is_contribution && payer.role != PartyRole::Authority {
            let is_too_much = cells.amounts.last().is_some_and(|most| told.montant > *most);
            let lower = told.fiche.map(|_| Severity::Advice);
            return if is_too_much { Some(Severity::Warning) } else { lower };
        }
        let (whole, said) = (cells.whole.total.euros(), told.montant.euros());
        let is_tenfold = |a: Decimal, b: Decimal| a.checked_mul(Decimal::TEN) == Some(b);
        let is_swapped = near_miss(&digits(whole, 2).0, &digits(said, 2).0) == Some(NearMiss::Transposition);
        let is_of_another = |other: &Financeur| {
            other.id != payer.id
                && self.cells.paid(&[other], told.fiche, exercice).whole.total == told.montant
        };
        let slips = is_tenfold(whole, said) || is_tenfold(said, whole) || is_swapped;
        (slips || self.dossier.cadre.financeurs.iter().any(is_of_another)).then_some(Severity::Warning)
    }

    /// An amount given as the whole cost.
    fn of_whole(&self, told: ToldAmount<'_>, known: &KnownAmounts) -> Option<Diagnostic> {
        // A list may tell the money of another year, under its own title.
        if !told.fact.frame.is_named || told.passage.item.is_some() || self.exercice(told.fact).is_none() {
            return None;
        }
        let fiche = told.fiche?;
        let whole = budget::fiche_total(fiche);
        let is_known = known.contains(told.montant) || self.totals.contains(&told.montant);
        if is_known || whole.is_empty() || whole.missing() > 0 {
            return None;
        }
        let (number, montant) = (fiche.number.value, told.montant);
        let message =
            format!("le texte donne un coût total de {montant}, et la fiche {number} compte {}", whole.total);
        Some(told.finding(&whole, message))
    }

    /// The exercice that a figure belongs to, or all; none for a period that the act does not cover.
    fn exercice(&self, fact: &SaidFact) -> Option<Option<usize>> {
        let exercices = &self.dossier.convention.exercices;
        match fact.frame.period {
            None => Some(None),
            Some((SaidDate::Year(year), None)) => {
                let rank = exercices.rank(&year.to_string())?;
                Some(exercices.are_several().then_some(rank))
            }
            Some(_) => None,
        }
    }
}

impl ToldAmount<'_> {
    fn finding(&self, whole: &Sum, message: String) -> Diagnostic {
        let finding = Diagnostic::finding(self.passage.span_of(&self.fact.bytes), message)
            .arithmetic(gap(self.montant, whole.total))
            .stake(self.montant.euros() - whole.total.euros())
            .help("écrire le montant des données, ou le citer entre accolades pour qu’il ne soit écrit qu’une fois");
        let terms = whole.terms.iter().take(TERMS_SHOWN);
        terms.fold(finding, |finding, term| finding.also(term.span, term.montant.to_string()))
    }
}

/// Most terms of a sum that a finding shows.
const TERMS_SHOWN: usize = 8;

/// Whether an amount is exact, of one and now.
fn is_plain(fact: &SaidFact) -> bool {
    matches!(&fact.value, SaidValue::Amount(amount) if amount.per.is_empty())
        && fact.modality == Modality::Exact
        && fact.tense != Tense::Past
        && (fact.link != FigureLink::Part || fact.frame.by.is_some() && fact.frame.is_named)
}
