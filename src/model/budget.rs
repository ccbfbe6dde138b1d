//! What an action costs and who pays: two lists, whatever the shape of the table in the act.

use rust_decimal::Decimal;

use super::exercice::Schedule;
use super::{Absence, Duration, Montant};
use crate::text::{Span, Spanned};

/// Whether a budget enters the annexes and the récapitulatif.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the parties commit to: counted.
    Convention,
    /// A detail, or the whole project with its other funders: printed, not counted.
    Project,
}

/// A budget of a fiche.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Name in references; empty when the fiche has one budget without a name.
    pub id: String,
    /// Title printed above its tables.
    pub title: Option<Spanned<String>>,
    /// What it covers.
    pub period: Option<Spanned<Duration>>,
    /// Whether it is counted.
    pub role: Role,
    /// What it costs.
    pub charges: Vec<Charge>,
    /// Who pays.
    pub financements: Vec<Financement>,
    /// The total that the act prints.
    pub printed_total: Option<Spanned<Montant>>,
    /// Amounts told beside the budget, outside its total.
    pub outside_total: Vec<Financement>,
    /// The key that opens it.
    pub span: Span,
}

/// What is printed of a line besides its amount.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// The amount that the act prints beside a computed one.
    pub printed: Option<Spanned<Montant>>,
    /// The share of the total that the act prints, in per cent.
    pub printed_share: Option<Spanned<Decimal>>,
    /// The share that a funder announces, in per cent.
    pub rate: Option<Spanned<Decimal>>,
    /// A remark.
    pub note: Option<String>,
}

/// A line of costs.
#[derive(Debug, Clone)]
pub struct Charge {
    /// What it is.
    pub label: Spanned<String>,
    /// Accounting class or account.
    pub account: Option<String>,
    /// How much.
    pub cost: Cost,
    /// Whether it is an investment.
    pub section: Option<BudgetSection>,
    /// Its price without tax, when the line says it.
    pub excl_vat: Option<ExclVat>,
    /// What is printed with it.
    pub mentions: Mentions,
}

/// The two parts of a public budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BudgetSection {
    /// What is spent every year.
    Operating,
    /// What lasts.
    Investment,
}

impl BudgetSection {
    /// The word written in the content and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Operating => "fonctionnement",
            Self::Investment => "investissement",
        }
    }
}

/// Whether tax is in an amount. Two amounts of different bases never add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaxBasis {
    /// With tax, or without any: what nothing says otherwise.
    InclVat,
    /// Without tax.
    ExclVat,
}

/// The price of a line without tax.
#[derive(Debug, Clone)]
pub struct ExclVat {
    /// The price.
    pub montant: Spanned<Montant>,
    /// The rate of the tax, in per cent; none when the line counts without it.
    pub rate: Option<Spanned<Decimal>>,
}

impl ExclVat {
    /// The price with tax, rounded to the cent; `None` without a rate, or past what an amount can be.
    pub fn incl_vat(&self) -> Option<Montant> {
        let factor =
            self.rate.as_ref()?.value.checked_div(Decimal::ONE_HUNDRED)?.checked_add(Decimal::ONE)?;
        Montant::rounded(self.montant.value.euros().checked_mul(factor)?)
    }
}

/// How much a line costs.
#[derive(Debug, Clone)]
pub enum Cost {
    /// An amount.
    Montant(Spanned<Montant>),
    /// A product of factors.
    Valorisation(Valorisation),
    /// An amount for each exercice.
    ByExercice(Schedule),
    /// The sum of its lines.
    Detailed(Vec<Charge>),
    /// The total, tax included, of a bordereau of the fiche.
    Bordereau(Spanned<String>),
    /// Nothing, for a reason.
    Absent(Spanned<Absence>),
}

/// The kinds of factors of a valorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactorKind {
    /// A number of posts or things, with the word that follows it (`ETP`, `jours`…).
    Number(&'static str),
    /// A percentage.
    Percentage(&'static str),
    /// A number of months, counted in twelfths of a year.
    Month,
    /// Euros, with the words that follow (`par an`…).
    Montant(&'static str),
}

impl FactorKind {
    /// The factor `effectif`.
    pub const HEADCOUNT: Self = Self::Number("");
    /// The factor `personnes`.
    pub const PERSONS: Self = Self::Number("personnes");
    /// The factor `quotite`.
    pub const TIME_SHARE: Self = Self::Percentage("du temps");
    /// The factor `taux`.
    pub const RATE: Self = Self::Percentage("");
    /// The factors `assiette` and `tarif`.
    pub const BASIS: Self = Self::Montant("");
}

/// The factors that a valorisation knows: key and kind.
pub const FACTORS: [(&str, FactorKind); 13] = [
    ("effectif", FactorKind::Number("")),
    ("etp", FactorKind::Number("ETP")),
    ("personnes", FactorKind::Number("personnes")),
    ("jours", FactorKind::Number("jours")),
    ("heures", FactorKind::Number("heures")),
    ("unites", FactorKind::Number("unités")),
    ("quotite", FactorKind::Percentage("du temps")),
    ("taux", FactorKind::Percentage("")),
    ("mois", FactorKind::Month),
    ("cout_annuel", FactorKind::Montant("par an")),
    ("tarif", FactorKind::Montant("")),
    ("prix_unitaire", FactorKind::Montant("l’unité")),
    ("assiette", FactorKind::Montant("")),
];

/// One factor: its kind and its value (per cent for a percentage, euros for an amount).
#[derive(Debug, Clone)]
pub struct Factor {
    /// What it counts.
    pub kind: FactorKind,
    /// How many.
    pub value: Spanned<Decimal>,
}

/// An amount computed as a product, one factor of which is in euros.
#[derive(Debug, Clone)]
pub struct Valorisation {
    /// The factors in the order written.
    pub factors: Vec<Factor>,
    /// Their product, rounded to the cent.
    pub product: Montant,
    /// Where it is written.
    pub span: Span,
}

/// The exact product of factors, in euros; `None` past what an amount can be.
pub fn product(factors: &[Factor]) -> Option<Montant> {
    let mut euros = Decimal::ONE;
    for factor in factors {
        euros = euros.checked_mul(factor.value.value)?;
        euros = match factor.kind {
            FactorKind::Percentage(_) => euros.checked_div(Decimal::ONE_HUNDRED)?,
            FactorKind::Month => euros.checked_div(Decimal::from(12))?,
            FactorKind::Number(_) | FactorKind::Montant(_) => euros,
        };
    }
    Montant::rounded(euros)
}

/// A line of funding.
#[derive(Debug, Clone)]
pub struct Financement {
    /// The funder of the framework, or none for another one, named by the label.
    pub financeur: Option<Spanned<String>>,
    /// What is printed; the funder's name when absent.
    pub label: Option<Spanned<String>>,
    /// How much.
    pub contribution: Contribution,
    /// Parts of it that come from somebody else.
    pub of_which: Vec<Financement>,
    /// What is printed with it.
    pub mentions: Mentions,
    /// The line.
    pub span: Span,
}

impl Charge {
    /// Whether tax is in its amount.
    pub fn basis(&self) -> TaxBasis {
        match &self.excl_vat {
            Some(ExclVat { rate: None, .. }) => TaxBasis::ExclVat,
            _ => TaxBasis::InclVat,
        }
    }
}

impl Financement {
    /// What is printed, when it is not the funder's name.
    pub fn label(&self) -> Option<&str> {
        self.label.as_ref().map(|label| label.value.as_str())
    }
}

/// How much a funder pays.
#[derive(Debug, Clone)]
pub enum Contribution {
    /// An amount.
    Montant(Spanned<Montant>),
    /// An amount for each exercice.
    ByExercice(Schedule),
    /// A sum of named amounts.
    Terms(Vec<NamedAmount>),
    /// Nothing, for a reason.
    Absent(Spanned<Absence>),
}

/// A named amount of a sum.
#[derive(Debug, Clone)]
pub struct NamedAmount {
    /// What it is for.
    pub label: Option<String>,
    /// How much.
    pub montant: Spanned<Montant>,
}

/// A priced schedule of a public contract: days by profile, without and with tax.
#[derive(Debug, Clone)]
pub struct Bordereau {
    /// Name in references.
    pub id: Spanned<String>,
    /// Title.
    pub title: Option<String>,
    /// Value added tax, in per cent.
    pub vat_rate: Spanned<Decimal>,
    /// The profiles and their daily rates.
    pub profiles: Vec<Profile>,
    /// The groups of lines.
    pub groups: Vec<BordereauRow>,
    /// What the act prints as total of the contract.
    pub printed: PrintedRow,
}

/// A profile and its price.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Name.
    pub label: String,
    /// Euros a day without tax.
    pub day_rate: Spanned<Montant>,
}

/// A line of a schedule, or a group with its lines.
#[derive(Debug, Clone)]
pub struct BordereauRow {
    /// Number printed.
    pub number: Spanned<String>,
    /// What it is.
    pub label: String,
    /// Days of each profile; empty for a group, which sums its lines.
    pub profiles: Vec<Spanned<Decimal>>,
    /// Days on site, part of the days.
    pub on_site: Option<Spanned<Decimal>>,
    /// The lines of a group.
    pub lines: Vec<BordereauRow>,
    /// What the act prints.
    pub printed: PrintedRow,
}

/// What the act prints on a line of a schedule.
#[derive(Debug, Clone, Default)]
pub struct PrintedRow {
    /// Days.
    pub days: Option<Spanned<Decimal>>,
    /// Days on site.
    pub on_site: Option<Spanned<Decimal>>,
    /// Without tax.
    pub excl_vat: Option<Spanned<Montant>>,
    /// With tax.
    pub incl_vat: Option<Spanned<Montant>>,
    /// Days of each profile.
    pub profiles: Vec<Spanned<Decimal>>,
}
