//! Checks each total of a bordereau, by group and overall, against the sum of its rows.

use rust_decimal::Decimal;

use super::bordereau_sums::{FigureUnit, days, excess_on_site, incl_vat};
use super::sums::{addition, show};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::bordereau::{PriceTotals, price};
use crate::model::Montant;
use crate::model::budget::{Bordereau, BordereauRow, PrintedRow};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "un total de bordereau n’est pas la somme de ce qu’il réunit",
    severity: Severity::Error,
    checks: "Chaque chiffre affiché par un groupe d’un bordereau, puis par le total du marché (jours, jours sur place, \
              prix hors taxes et toutes taxes comprises, jours de chaque profil), est comparé à la somme des lignes du \
              groupe, ou des groupes. Un total qui suit ce que les lignes affichent, ou ce qu’elles calculent, est \
              admis : quand les deux diffèrent, la faute est dans une ligne, et FIN-004 la dit. Un prix toutes taxes \
              comprises égal au prix hors taxes augmenté de la TVA est admis s’il ne s’écarte de la somme que de \
              l’arrondi des lignes.",
    why: "Le total d’un marché est son prix : un total faux engage une somme que le détail ne justifie pas.",
    source: "Cohérence interne de l’acte : un total est la somme de ses lignes.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "affiche: { jours: \"4,5\", sur_place: 2, ht: 3 000 €, ttc: 3 600 €, profils: [\"1,5\", 3] }",
            to: "affiche: { jours: \"4,5\", sur_place: 2, ht: 3 000 €, ttc: 3 900 €, profils: [\"1,5\", 3] }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "affiche: { jours: \"4,5\", sur_place: 2, ht: 3 000 €, ttc: 3 600 €, profils: [\"1,5\", 3] }",
            to: "affiche: { jours: \"4,50\", ttc: 3 600 € }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| &fiche.bordereaux).flat_map(bordereau).collect()
}

/// Place and value of a figure.
type Figure = (Span, Decimal);

/// The figures of a row: printed, or computed where nothing is printed.
struct RowFigures {
    number: Spanned<String>,
    days: Figure,
    on_site: Figure,
    excl_vat: Figure,
    incl_vat: Figure,
    profiles: Vec<Figure>,
}

fn row(line: &BordereauRow, computed: &PriceTotals) -> RowFigures {
    let at = line.number.span;
    let printed = &line.printed;
    let number = |figure: Option<&Spanned<Decimal>>, computed: Decimal| {
        figure.map_or((at, computed), |s| (s.span, s.value))
    };
    let euros = |figure: Option<&Spanned<Montant>>, computed: Montant| {
        figure.map_or((at, computed.euros()), |s| (s.span, s.value.euros()))
    };
    let profiles = if line.lines.is_empty() { &line.profiles } else { &printed.profiles };
    RowFigures {
        number: line.number.clone(),
        days: number(printed.days.as_ref(), computed.days),
        on_site: number(line.on_site.as_ref().or(printed.on_site.as_ref()), computed.on_site),
        excl_vat: euros(printed.excl_vat.as_ref(), computed.excl_vat),
        incl_vat: euros(printed.incl_vat.as_ref(), computed.incl_vat),
        profiles: computed
            .profiles
            .iter()
            .enumerate()
            .map(|(i, days)| number(profiles.get(i), *days))
            .collect(),
    }
}

/// A total and its rows.
struct Addition<'b> {
    name: String,
    /// The total of the bordereau, whose rows are its groups.
    is_overall: bool,
    printed: &'b PrintedRow,
    rows: Vec<RowFigures>,
    computed: &'b PriceTotals,
    bordereau: &'b Bordereau,
    /// Gaps that a wrong line explains by itself.
    explained_gaps: Vec<Decimal>,
    /// Whether a line has more days on site than days.
    has_excess_on_site: bool,
}

fn bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let computed_totals = price(bordereau);
    let mut findings = Vec::new();
    let mut all_rows = Vec::new();
    for (group, computed) in bordereau.groups.iter().zip(&computed_totals.groups) {
        let rows = || group.lines.iter().zip(&computed.lines).map(|(l, c)| row(l, c));
        all_rows.extend(rows());
        let wrong = |l: &BordereauRow| l.printed.days.as_ref().map(|j| j.value - days(l));
        let addition = Addition {
            name: format!("le groupe {}", group.number.value),
            is_overall: false,
            printed: &group.printed,
            rows: rows().collect(),
            computed: &computed.total,
            bordereau,
            explained_gaps: group.lines.iter().filter_map(wrong).filter(|e| !e.is_zero()).collect(),
            has_excess_on_site: group.lines.iter().any(|l| excess_on_site(l).is_some()),
        };
        findings.extend(addition.compare(&[]));
    }
    let groups = bordereau.groups.iter().zip(&computed_totals.groups).map(|(g, c)| row(g, &c.total));
    let total = Addition {
        name: "le total".to_owned(),
        is_overall: true,
        printed: &bordereau.printed,
        rows: groups.collect(),
        computed: &computed_totals.total,
        bordereau,
        explained_gaps: Vec::new(),
        has_excess_on_site: false,
    };
    findings.extend(total.compare(&all_rows));
    findings
}

impl Addition<'_> {
    /// Compares each printed figure with the sum of the rows. `below`: the lines under the groups, which may add up
    /// to the total when a group does not.
    fn compare(&self, below: &[RowFigures]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut check = |what: &str,
                         unit: FigureUnit,
                         printed: Figure,
                         computed: Decimal,
                         term: &dyn Fn(&RowFigures) -> Figure| {
            let sum = |r: &[RowFigures]| r.iter().fold(Decimal::ZERO, |a, r| a.saturating_add(term(r).1));
            let sums = [sum(&self.rows), computed, sum(below)];
            let correct = if below.is_empty() { sums.iter().take(2) } else { sums.iter().take(3) };
            if correct.clone().all(|s| *s != printed.1) {
                findings.push(self.finding(what, unit, printed, term));
            }
        };
        let euros = |m: &Spanned<Montant>| (m.span, m.value.euros());
        let number = |n: &Spanned<Decimal>| (n.span, n.value);
        if let Some(printed) = &self.printed.days {
            check("", FigureUnit::Days, number(printed), self.computed.days, &|r| r.days);
        }
        if let Some(printed) = self.printed.on_site.as_ref().filter(|_| !self.has_excess_on_site) {
            check(" sur place", FigureUnit::Days, number(printed), self.computed.on_site, &|r| r.on_site);
        }
        if let Some(printed) = &self.printed.excl_vat {
            check(" HT", FigureUnit::Euros, euros(printed), self.computed.excl_vat.euros(), &|r| r.excl_vat);
        }
        if let Some(printed) =
            self.printed.incl_vat.as_ref().filter(|printed| !self.incl_vat_rounded(printed.value))
        {
            check(" TTC", FigureUnit::Euros, euros(printed), self.computed.incl_vat.euros(), &|r| r.incl_vat);
        }
        for (i, printed) in self.printed.profiles.iter().enumerate() {
            let (Some(computed), Some(profile)) =
                (self.computed.profiles.get(i), self.bordereau.profiles.get(i))
            else {
                continue;
            };
            let what = format!(" pour « {} »", profile.label);
            if !self.explained_gaps.contains(&(printed.value - computed)) {
                check(&what, FigureUnit::Days, number(printed), *computed, &|r| {
                    r.profiles.get(i).copied().unwrap_or((r.number.span, Decimal::ZERO))
                });
            }
        }
        findings
    }

    /// Whether a price including VAT follows from the price excluding VAT, within the rounding of the lines.
    fn incl_vat_rounded(&self, printed: Montant) -> bool {
        let Some(without) = &self.printed.excl_vat else { return false };
        let gap = (printed.euros() - self.computed.incl_vat.euros()).abs();
        let margin = Decimal::new(1, 2).saturating_mul(Decimal::from(self.rows.len()));
        printed.euros() == incl_vat(without.value.euros(), self.bordereau.vat_rate.value) && gap <= margin
    }

    fn finding(
        &self,
        what: &str,
        unit: FigureUnit,
        printed: Figure,
        term: &dyn Fn(&RowFigures) -> Figure,
    ) -> Diagnostic {
        let sum = self.rows.iter().fold(Decimal::ZERO, |a, r| a.saturating_add(term(r).1));
        let (stated, correct) = (unit.say(printed.1), unit.say(sum));
        let rows = if self.is_overall { "groupes" } else { "lignes" };
        let message =
            format!("{} du bordereau affiche {stated}{what}, et ses {rows} font {correct}", self.name);
        let short = |value| match unit {
            FigureUnit::Days => crate::check::figures_and_words::number(value),
            FigureUnit::Euros => unit.say(value),
        };
        let terms: Vec<String> = self.rows.iter().map(|r| short(term(r).1)).collect();
        let gap = unit.say((printed.1 - sum).abs());
        let locations: Vec<(Span, String)> = self
            .rows
            .iter()
            .map(|r| (term(r).0, format!("{} : {}", r.number.value, short(term(r).1))))
            .collect();
        let finding = Diagnostic::finding(printed.0, message)
            .arithmetic(format!("{} ; écart : {gap}", addition(&terms, &correct)))
            .help("corriger ce total, ou le chiffre qui manque à la somme");
        let finding = if unit == FigureUnit::Euros { finding.stake(printed.1 - sum) } else { finding };
        show(finding, &locations)
    }
}
