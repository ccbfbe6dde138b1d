//! A group of a priced schedule, or the whole of it, against what it adds.

use rust_decimal::Decimal;

use crate::check::rules::finance::bordereau_sums::{Unit, days, excess_on_site, incl_vat};
use crate::check::rules::finance::sums::{addition, show};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::bordereau::{PriceTotals, compute};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| &f.bordereaux).flat_map(bordereau).collect()
}

/// A printed figure: where, how much.
type Term = (Span, Decimal);

/// What a row prints, figure by figure; what it does not print, computed.
struct TableRow {
    number: Spanned<String>,
    days: Term,
    on_site: Term,
    excl_vat: Term,
    incl_vat: Term,
    profiles: Vec<Term>,
}

fn row(line: &BordereauRow, computed: &PriceTotals) -> TableRow {
    let at = line.number.span;
    let printed = &line.printed;
    let number = |a: Option<&Spanned<Decimal>>, c: Decimal| a.map_or((at, c), |s| (s.span, s.value));
    let euros =
        |a: Option<&Spanned<Montant>>, c: Montant| a.map_or((at, c.euros()), |s| (s.span, s.value.euros()));
    let profiles = if line.lines.is_empty() { &line.profiles } else { &printed.profiles };
    TableRow {
        number: line.number.clone(),
        days: number(printed.days.as_ref(), computed.days),
        on_site: number(line.on_site.as_ref().or(printed.on_site.as_ref()), computed.on_site),
        excl_vat: euros(printed.excl_vat.as_ref(), computed.excl_vat),
        incl_vat: euros(printed.incl_vat.as_ref(), computed.incl_vat),
        profiles: computed.profiles.iter().enumerate().map(|(i, c)| number(profiles.get(i), *c)).collect(),
    }
}

/// A total and what it adds.
struct Addition<'b> {
    name: String,
    printed: &'b PrintedRow,
    rows: Vec<TableRow>,
    computed: &'b PriceTotals,
    bordereau: &'b Bordereau,
    /// Differences that a line, wrong by itself, explains.
    explained: Vec<Decimal>,
    /// Whether a line counts more days on site than days.
    on_site_wrong: bool,
}

fn bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let arithmetic = compute(bordereau);
    let mut findings = Vec::new();
    let mut every = Vec::new();
    for (group, computed) in bordereau.groups.iter().zip(&arithmetic.groups) {
        let rows = || group.lines.iter().zip(&computed.lines).map(|(l, c)| row(l, c));
        every.extend(rows());
        let wrong = |l: &BordereauRow| l.printed.days.as_ref().map(|j| j.value - days(l));
        let addition = Addition {
            name: format!("le groupe {}", group.number.value),
            printed: &group.printed,
            rows: rows().collect(),
            computed: &computed.total,
            bordereau,
            explained: group.lines.iter().filter_map(wrong).filter(|e| !e.is_zero()).collect(),
            on_site_wrong: group.lines.iter().any(|l| excess_on_site(l).is_some()),
        };
        findings.extend(addition.compare(&[]));
    }
    let groups = bordereau.groups.iter().zip(&arithmetic.groups).map(|(g, c)| row(g, &c.total));
    let total = Addition {
        name: "le total".to_owned(),
        printed: &bordereau.printed,
        rows: groups.collect(),
        computed: &arithmetic.total,
        bordereau,
        explained: Vec::new(),
        on_site_wrong: false,
    };
    findings.extend(total.compare(&every));
    findings
}

impl Addition<'_> {
    /// Every printed figure against the sum; the lines under the groups may be right where a group is wrong.
    fn compare(&self, below: &[TableRow]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut say =
            |what: &str, unit: Unit, printed: Term, computed: Decimal, term: &dyn Fn(&TableRow) -> Term| {
                let sum = |r: &[TableRow]| r.iter().fold(Decimal::ZERO, |a, r| a.saturating_add(term(r).1));
                let sums = [sum(&self.rows), computed, sum(below)];
                let correct = if below.is_empty() { sums.iter().take(2) } else { sums.iter().take(3) };
                if correct.clone().all(|s| *s != printed.1) {
                    findings.push(self.finding(what, unit, printed, term));
                }
            };
        let euros = |m: &Spanned<Montant>| (m.span, m.value.euros());
        let number = |n: &Spanned<Decimal>| (n.span, n.value);
        if let Some(a) = &self.printed.days {
            say("", Unit::Days, number(a), self.computed.days, &|r| r.days);
        }
        if let Some(a) = self.printed.on_site.as_ref().filter(|_| !self.on_site_wrong) {
            say(" sur place", Unit::Days, number(a), self.computed.on_site, &|r| r.on_site);
        }
        if let Some(a) = &self.printed.excl_vat {
            say(" HT", Unit::Euros, euros(a), self.computed.excl_vat.euros(), &|r| r.excl_vat);
        }
        if let Some(a) = self.printed.incl_vat.as_ref().filter(|a| !self.incl_vat_rounded(a.value)) {
            say(" TTC", Unit::Euros, euros(a), self.computed.incl_vat.euros(), &|r| r.incl_vat);
        }
        for (i, a) in self.printed.profiles.iter().enumerate() {
            let (Some(computed), Some(profile)) =
                (self.computed.profiles.get(i), self.bordereau.profiles.get(i))
            else {
                continue;
            };
            let what = format!(" pour « {} »", profile.label);
            if !self.explained.contains(&(a.value - computed)) {
                say(&what, Unit::Days, number(a), *computed, &|r| {
                    r.profiles.get(i).copied().unwrap_or((r.number.span, Decimal::ZERO))
                });
            }
        }
        findings
    }

    /// Whether a price with tax is that of the price without it, to the rounding of the lines.
    fn incl_vat_rounded(&self, printed: Montant) -> bool {
        let Some(without) = &self.printed.excl_vat else { return false };
        let gap = (printed.euros() - self.computed.incl_vat.euros()).abs();
        let margin = Decimal::new(1, 2).saturating_mul(Decimal::from(self.rows.len()));
        printed.euros() == incl_vat(without.value.euros(), self.bordereau.vat_rate.value) && gap <= margin
    }

    fn finding(&self, what: &str, unit: Unit, printed: Term, term: &dyn Fn(&TableRow) -> Term) -> Diagnostic {
        let sum = self.rows.iter().fold(Decimal::ZERO, |a, r| a.saturating_add(term(r).1));
        let (stated, is_correct) = (unit.say(printed.1), unit.say(sum));
        let what_parts = if self.name == "le total" { "groupes" } else { "lignes" };
        let message = format!(
            "{} du bordereau affiche {stated}{what}, et ses {what_parts} font {is_correct}",
            self.name
        );
        let short = |value| match unit {
            Unit::Days => crate::check::figures_and_words::number(value),
            Unit::Euros => unit.say(value),
        };
        let terms: Vec<String> = self.rows.iter().map(|r| short(term(r).1)).collect();
        let gap = unit.say((printed.1 - sum).abs());
        let locations: Vec<(Span, String)> = self
            .rows
            .iter()
            .map(|r| (term(r).0, format!("{} : {}", r.number.value, short(term(r).1))))
            .collect();
        let finding = Diagnostic::finding(printed.0, message)
            .arithmetic(format!("{} ; écart : {gap}", addition(&terms, &is_correct)))
            .help("corriger ce total, ou le chiffre qui manque à la somme");
        let finding = if unit == Unit::Euros { finding.stake(printed.1 - sum) } else { finding };
        show(finding, &locations)
    }
}
