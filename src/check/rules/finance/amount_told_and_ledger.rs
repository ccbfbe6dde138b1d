//! Checks that an amount which the text gives to a party, or as the whole cost, is that of the data.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::arithmetic;
use super::texts::{by_file, passages};
use super::told_cells::{CellsOfAct, ToldCells};
use crate::check::figures_and_words::gap;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{FigureLink, Modality, SaidDate, SaidFact, SaidValue, Tense, Thing};
use crate::ledger::known_amounts::{self, KnownAmount};
use crate::ledger::totals;
use crate::model::cadre::Financeur;
use crate::model::parties::PartyRole;
use crate::model::passage::is_prose;
use crate::model::{Fiche, Montant, Passage};
use crate::snapshot::PayerNames;

const ARTICLE: &str = "content/2024/articles/02-financement.md";
const FICHE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un montant que le texte donne à une partie n’est pas celui des données",
    severity: Severity::Warning,
    checks: "Les montants que la prose d’un article ou d’une fiche donne à un financeur nommé (« la contribution de l’État \
              s’élève à », « l’abondement du Département sera de ») ou comme coût total. Un montant donné à un financeur est comparé \
              aux montants de ce financeur : ceux de la fiche, de ses budgets, de l’annexe et de l’acte, et ceux de l’exercice que la \
              phrase nomme ; un coût total, hors d’une liste, à tous ceux de la fiche. « Verse », « apporte » peuvent dire une part : un montant plus \
              petit que le tout est alors un conseil, et le maître d’ouvrage, qui verse aussi l’argent des autres, n’est repris que si le \
              montant est celui d’un autre financeur, ou le sien à un zéro près. Un montant approché, plafonné, par unité, passé, ou d’une année que l’acte ne couvre pas est \
              laissé de côté.",
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
    let told = ToldAmounts { cells: CellsOfAct::new(dossier), payers: PayerNames::new(dossier), context };
    let articles = dossier.articles.iter().filter_map(|article| all.get(&article.span.file));
    let mut findings: Vec<Diagnostic> =
        articles.flat_map(|passages| passages.iter().flat_map(|p| told.wrong(p, None))).collect();
    for fiche in context.fiches() {
        let passages = passages(&all, fiche).iter();
        findings.extend(passages.flat_map(|passage| told.wrong(passage, Some(fiche))));
    }
    findings
}

/// What the texts of an act are compared with.
struct ToldAmounts<'c, 'd> {
    cells: CellsOfAct<'d>,
    payers: PayerNames<'d>,
    context: &'c Context<'d>,
}

impl ToldAmounts<'_, '_> {
    /// The amounts of a passage that are not those of the data.
    fn wrong(&self, passage: &Passage, fiche: Option<&Fiche>) -> Vec<Diagnostic> {
        if !is_prose(passage) || !passage.text.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let told = passage.facts().facts.iter().filter_map(|fact| Some((fact, plain_amount(fact)?)));
        let found = told.filter_map(|(fact, montant)| match fact.frame.thing? {
            Thing::Contribution => self.of_party(passage, fact, montant, fiche),
            Thing::Total if fact.frame.by.is_none() => self.of_whole(passage, fact, montant, fiche),
            _ => None,
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
    fn of_party(
        &self,
        passage: &Passage,
        fact: &SaidFact,
        montant: Montant,
        fiche: Option<&Fiche>,
    ) -> Option<Diagnostic> {
        let name = passage.text.get(fact.frame.by.clone()?)?;
        let payers = self.payers.called(name);
        let first = payers.first()?;
        let exercice = self.exercice(fact)?;
        let cells = self.cells.paid(&payers, fiche, exercice);
        if cells.whole.is_empty() || cells.whole.missing > 0 || cells.amounts.contains(&montant) {
            return None;
        }
        let announced = &self.context.dossier.convention.montant_etat;
        let is_announced =
            first.role == PartyRole::Etat && announced.as_ref().is_some_and(|m| m.value == montant);
        let is_ceiling =
            self.context.dossier.convention.ceilings.iter().any(|ceiling| ceiling.montant.value == montant);
        if is_announced || is_ceiling {
            return None;
        }
        let doubt = self.doubt((fact, montant), first, &cells, (fiche, exercice))?;
        let place = fiche.map_or_else(
            || "l’acte en compte".to_owned(),
            |f| format!("la fiche {} en compte", f.number.value),
        );
        let message = format!(
            "le texte donne {montant} pour le financeur « {} », et {place} {}",
            first.name, cells.whole.total
        );
        let finding = finding(passage, fact, montant, &cells, message);
        Some(if doubt == Severity::Advice { finding.advice() } else { finding })
    }

    /// How sure it is that an amount is wrong: a noun gives the whole of it (« la contribution de »), a verb may give a part
    /// (« verse »), and who carries the action pays out what the others give.
    fn doubt(
        &self,
        told: (&SaidFact, Montant),
        payer: &Financeur,
        cells: &ToldCells,
        (fiche, exercice): (Option<&Fiche>, Option<usize>),
    ) -> Option<Severity> {
        let (fact, montant) = told;
        if fact.frame.is_named {
            return Some(Severity::Warning);
        }
        if payer.role != PartyRole::Authority {
            let is_too_much = cells.amounts.last().is_some_and(|most| montant > *most);
            let lower = fiche.map(|_| Severity::Advice);
            return if is_too_much { Some(Severity::Warning) } else { lower };
        }
        let whole = cells.whole.total.euros();
        let slips = [whole * Decimal::TEN, whole / Decimal::TEN].contains(&montant.euros());
        let is_of_another = |other: &Financeur| {
            other.id != payer.id && self.cells.paid(&[other], fiche, exercice).whole.total == montant
        };
        let financeurs = &self.context.dossier.cadre.financeurs;
        (slips || financeurs.iter().any(is_of_another)).then_some(Severity::Warning)
    }

    /// An amount given as the whole cost.
    fn of_whole(
        &self,
        passage: &Passage,
        fact: &SaidFact,
        montant: Montant,
        fiche: Option<&Fiche>,
    ) -> Option<Diagnostic> {
        // A list may tell the money of another year, under its own title.
        if !fact.frame.is_named || passage.item.is_some() || self.exercice(fact).is_none() {
            return None;
        }
        let fiche = fiche?;
        let known = known_amounts::of_fiche(fiche);
        let is_known = known.iter().any(|known: &KnownAmount| known.montant == montant)
            || totals::all(self.context.dossier).iter().any(|total| total.sum.total == montant);
        let mut whole = ToldCells::default();
        crate::ledger::budget::counted(fiche)
            .for_each(|budget| whole.whole.extend(&crate::ledger::budget::financements(budget)));
        if is_known || whole.whole.is_empty() || whole.whole.missing > 0 {
            return None;
        }
        let message = format!(
            "le texte donne un coût total de {montant}, et la fiche {} compte {}",
            fiche.number.value, whole.whole.total
        );
        Some(finding(passage, fact, montant, &whole, message))
    }

    /// The exercice that a figure belongs to, or all; none for a period that the act does not cover.
    fn exercice(&self, fact: &SaidFact) -> Option<Option<usize>> {
        let exercices = &self.context.dossier.convention.exercices;
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

/// An exact amount, of one and now.
fn plain_amount(fact: &SaidFact) -> Option<Montant> {
    let SaidValue::Amount(amount) = &fact.value else { return None };
    let is_plain = amount.euros.high.is_none()
        && !amount.is_rounded
        && amount.per.is_empty()
        && fact.modality == Modality::Exact
        && fact.tense != Tense::Past
        && fact.link != FigureLink::Part;
    is_plain.then(|| Montant::rounded(amount.euros.low)).flatten()
}

fn finding(
    passage: &Passage,
    fact: &SaidFact,
    montant: Montant,
    cells: &ToldCells,
    message: String,
) -> Diagnostic {
    let finding = Diagnostic::finding(passage.span_of(&fact.bytes), message)
        .arithmetic(gap(montant, cells.whole.total))
        .stake(montant.euros() - cells.whole.total.euros())
        .help(
            "écrire le montant des données, ou le citer entre accolades pour qu’il ne soit écrit qu’une fois",
        );
    let terms = cells.whole.terms.iter().take(8);
    terms.fold(finding, |finding, term| finding.also(term.span, term.montant.to_string()))
}
