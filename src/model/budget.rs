//! What an action costs and who pays: two lists, whatever the shape of the table in the act.

use rust_decimal::Decimal;

use super::{Absence, Duree, Montant};
use crate::text::{Span, Spanned};

/// Whether a budget enters the annexes and the récapitulatif.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the parties commit to: counted.
    Convention,
    /// A detail, or the whole project with its other funders: printed, not counted.
    Projet,
}

/// A budget of a fiche.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Name in references; empty when the fiche has one budget without a name.
    pub id: String,
    /// Title printed above its tables.
    pub titre: Option<String>,
    /// What it covers.
    pub periode: Option<Spanned<Duree>>,
    /// Whether it is counted.
    pub role: Role,
    /// What it costs.
    pub charges: Vec<Charge>,
    /// Who pays.
    pub financements: Vec<Financement>,
    /// The total that the act prints.
    pub total_affiche: Option<Spanned<Montant>>,
    /// Amounts told beside the budget, outside its total.
    pub hors_total: Vec<Financement>,
    /// The key that opens it.
    pub span: Span,
}

/// What is printed of a line besides its amount.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// The amount that the act prints beside a computed one.
    pub affiche: Option<Spanned<Montant>>,
    /// The share of the total that the act prints, in per cent.
    pub part_affichee: Option<Spanned<Decimal>>,
    /// The share that a funder announces, in per cent.
    pub taux: Option<Spanned<Decimal>>,
    /// A remark.
    pub note: Option<String>,
}

/// A line of costs.
#[derive(Debug, Clone)]
pub struct Charge {
    /// What it is.
    pub libelle: Spanned<String>,
    /// Accounting class or account.
    pub compte: Option<String>,
    /// How much.
    pub cout: Cout,
    /// What is printed with it.
    pub mentions: Mentions,
}

/// How much a line costs.
#[derive(Debug, Clone)]
pub enum Cout {
    /// An amount.
    Montant(Spanned<Montant>),
    /// A product of factors.
    Valorisation(Valorisation),
    /// The sum of its lines.
    Lignes(Vec<Charge>),
    /// The total, tax included, of a bordereau of the fiche.
    Bordereau(Spanned<String>),
    /// Nothing, for a reason.
    Absent(Spanned<Absence>),
}

/// The kinds of factors of a valorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Genre {
    /// A number of posts or things, with the word that follows it (`ETP`, `jours`…).
    Nombre(&'static str),
    /// A percentage.
    Pourcentage(&'static str),
    /// A number of months, counted in twelfths of a year.
    Mois,
    /// Euros, with the words that follow (`par an`…).
    Montant(&'static str),
}

/// The factors that a valorisation knows: key and kind.
pub const FACTEURS: [(&str, Genre); 13] = [
    ("effectif", Genre::Nombre("")),
    ("etp", Genre::Nombre("ETP")),
    ("personnes", Genre::Nombre("personnes")),
    ("jours", Genre::Nombre("jours")),
    ("heures", Genre::Nombre("heures")),
    ("unites", Genre::Nombre("unités")),
    ("quotite", Genre::Pourcentage("du temps")),
    ("taux", Genre::Pourcentage("")),
    ("mois", Genre::Mois),
    ("cout_annuel", Genre::Montant("par an")),
    ("tarif", Genre::Montant("")),
    ("prix_unitaire", Genre::Montant("l’unité")),
    ("assiette", Genre::Montant("")),
];

/// One factor: its kind and its value (per cent for a percentage, euros for an amount).
#[derive(Debug, Clone)]
pub struct Facteur {
    /// What it counts.
    pub genre: Genre,
    /// How many.
    pub valeur: Spanned<Decimal>,
}

/// An amount computed as a product, one factor of which is in euros.
#[derive(Debug, Clone)]
pub struct Valorisation {
    /// The factors in the order written.
    pub facteurs: Vec<Facteur>,
    /// Their product, rounded to the cent.
    pub produit: Montant,
    /// Where it is written.
    pub span: Span,
}

/// The exact product of factors, in euros; `None` past what an amount can be.
pub fn produit(facteurs: &[Facteur]) -> Option<Montant> {
    let mut euros = Decimal::ONE;
    for facteur in facteurs {
        euros = euros.checked_mul(facteur.valeur.valeur)?;
        euros = match facteur.genre {
            Genre::Pourcentage(_) => euros.checked_div(Decimal::ONE_HUNDRED)?,
            Genre::Mois => euros.checked_div(Decimal::from(12))?,
            Genre::Nombre(_) | Genre::Montant(_) => euros,
        };
    }
    Montant::arrondi(euros)
}

/// A line of funding.
#[derive(Debug, Clone)]
pub struct Financement {
    /// The funder of the framework, or none for another one, named by the label.
    pub financeur: Option<Spanned<String>>,
    /// What is printed; the funder's name when absent.
    pub libelle: Option<String>,
    /// How much.
    pub apport: Apport,
    /// Parts of it that come from somebody else.
    pub dont: Vec<Financement>,
    /// What is printed with it.
    pub mentions: Mentions,
    /// The line.
    pub span: Span,
}

/// How much a funder pays.
#[derive(Debug, Clone)]
pub enum Apport {
    /// An amount.
    Montant(Spanned<Montant>),
    /// A sum of named amounts.
    Termes(Vec<Terme>),
    /// Nothing, for a reason.
    Absent(Spanned<Absence>),
}

/// A named amount of a sum.
#[derive(Debug, Clone)]
pub struct Terme {
    /// What it is for.
    pub libelle: Option<String>,
    /// How much.
    pub montant: Spanned<Montant>,
}

/// A priced schedule of a public contract: days by profile, without and with tax.
#[derive(Debug, Clone)]
pub struct Bordereau {
    /// Name in references.
    pub id: Spanned<String>,
    /// Title.
    pub titre: Option<String>,
    /// Value added tax, in per cent.
    pub taux_tva: Spanned<Decimal>,
    /// The profiles and their daily rates.
    pub profils: Vec<Profil>,
    /// The groups of lines.
    pub groupes: Vec<LigneBordereau>,
    /// What the act prints as total of the contract.
    pub affiche: LigneAffichee,
}

/// A profile and its price.
#[derive(Debug, Clone)]
pub struct Profil {
    /// Name.
    pub libelle: String,
    /// Euros a day without tax.
    pub tarif: Spanned<Montant>,
}

/// A line of a schedule, or a group with its lines.
#[derive(Debug, Clone)]
pub struct LigneBordereau {
    /// Number printed.
    pub numero: Spanned<String>,
    /// What it is.
    pub libelle: String,
    /// Days of each profile; empty for a group, which sums its lines.
    pub profils: Vec<Spanned<Decimal>>,
    /// Days on site, part of the days.
    pub sur_place: Option<Spanned<Decimal>>,
    /// The lines of a group.
    pub lignes: Vec<LigneBordereau>,
    /// What the act prints.
    pub affiche: LigneAffichee,
}

/// What the act prints on a line of a schedule.
#[derive(Debug, Clone, Default)]
pub struct LigneAffichee {
    /// Days.
    pub jours: Option<Spanned<Decimal>>,
    /// Days on site.
    pub sur_place: Option<Spanned<Decimal>>,
    /// Without tax.
    pub ht: Option<Spanned<Montant>>,
    /// With tax.
    pub ttc: Option<Spanned<Montant>>,
    /// Days of each profile.
    pub profils: Vec<Spanned<Decimal>>,
}
