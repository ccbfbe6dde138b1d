//! Checks that no total adds amounts without tax to amounts with tax, and that a price and its tax give the amount.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget;
use crate::model::Fiche;
use crate::model::budget::{Budget, Charge, Cost, TaxBasis};

const FILE: &str = "content/2024/fiches/03-prevention.md";
const CHARGE: &str = "- { libelle: Équipe mobile, montant: \"33 333,33 €\" }";

pub(crate) static PAGE: Page = Page {
    title: "des montants hors taxes s’ajoutent à des montants toutes taxes comprises",
    severity: Severity::Error,
    checks: "Dans un budget, une charge dite hors taxes (« ht: » sans « tva: ») à côté d’autres charges ; un montant qui n’est \
              pas le prix hors taxes augmenté de sa taxe. Un budget tout entier hors taxes n’est pas un écart.",
    why: "La somme des deux n’est ni une dépense, ni une assiette : le cofinancement et le bilan seraient faux.",
    source: "CGI, art. 266 : la base hors taxes et le montant taxe comprise sont deux sommes.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: CHARGE,
            to: "- { libelle: Équipe mobile, montant: \"30 000,00 €\" }\n    - { libelle: Véhicule, ht: \"3 333,33 €\" }",
        }],
        admitted: &[Change {
            file: FILE,
            from: CHARGE,
            to: "- { libelle: Équipe mobile, montant: \"30 000,00 €\" }\n    - { libelle: Véhicule, ht: \"2 777,78 €\", tva: 20 %, montant: \"3 333,33 €\" }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let budgets = context.fiches().flat_map(|fiche| fiche.budgets.iter().map(move |budget| (fiche, budget)));
    let mut findings = Vec::new();
    for (fiche, budget) in budgets {
        findings.extend(mixed(budget, fiche));
        let charges = budget.charges.iter().flat_map(below);
        findings.extend(charges.filter_map(|charge| price_and_tax(charge, fiche)));
    }
    findings
}

/// A charge and its details.
fn below(charge: &Charge) -> Vec<&Charge> {
    let mut all = vec![charge];
    if let Cost::Detailed(lines) = &charge.cost {
        all.extend(lines.iter().flat_map(below));
    }
    all
}

fn mixed(budget: &Budget, fiche: &Fiche) -> Option<Diagnostic> {
    let sum = budget::charges(budget, fiche);
    if !sum.mixes_bases() {
        return None;
    }
    let without_tax =
        budget.charges.iter().flat_map(below).filter(|charge| charge.basis() == TaxBasis::ExclVat);
    let mut places =
        without_tax.filter_map(|charge| charge.excl_vat.as_ref()).map(|price| price.montant.span);
    let message = format!(
        "ce budget ajoute {} et des montants toutes taxes comprises",
        if sum.excl_vat == 1 { "un montant hors taxes" } else { "des montants hors taxes" }
    );
    let mut finding = Diagnostic::finding(places.next()?, message)
        .help("ajouter « tva: … » au prix hors taxes, ou écrire le montant toutes taxes comprises");
    for place in places {
        finding = finding.also(place, "hors taxes");
    }
    Some(finding)
}

/// The amount of a charge against its price and its tax: they differ by a cent at most, which is rounding.
fn price_and_tax(charge: &Charge, fiche: &Fiche) -> Option<Diagnostic> {
    let price = charge.excl_vat.as_ref()?;
    let computed = price.incl_vat()?;
    let sum = budget::cost(charge, fiche);
    let gap = (sum.total.euros() - computed.euros()).abs();
    let (term, cent) = (sum.terms.first()?, rust_decimal::Decimal::new(1, 2));
    if sum.missing() > 0 || gap <= cent {
        return None;
    }
    let rate = price.rate.as_ref()?;
    Some(
        Diagnostic::finding(
            term.span,
            format!("cette charge compte {}, et son prix avec la taxe est de {computed}", sum.total),
        )
        .also(price.montant.span, "le prix hors taxes")
        .arithmetic(format!("{} × (1 + {}\u{a0}%) = {computed}", price.montant.value, rate.value.normalize()))
        .stake(gap)
        .help("corriger le montant, le prix ou le taux"),
    )
}
