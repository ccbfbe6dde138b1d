//! Checks that no amount is negative or of more millions than there are, no share above 100 %, and no part above its line.

use rust_decimal::Decimal;

use super::sums::payer;
use crate::check::figures_and_words::{addition, gap, number, show_terms};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::SaidValue;
use crate::lang::numbers::{format_plain, read_decimal};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Charge, Cost, FactorKind, Financement, Mentions};
use crate::model::cadre::Cadre;
use crate::model::fiche::Executed;
use crate::model::passage::PassageKind;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "un montant ou une part est impossible",
    severity: Severity::Error,
    checks: "Les parties d’un financement (« dont ») n’excèdent pas sa ligne. Un taux ou une part de budget n’excède pas \
              100 %, ni la part du temps d’un poste (en avertissement). Un financement compté, un montant exécuté, un \
              tarif ou un nombre de jours n’est pas négatif. Une charge négative (un avoir, une remise) et un montant \
              négatif hors total sont admis. Dans le texte, un nombre d’au moins 100 000 suivi de « millions d’euros » ou « M€ », d’au moins \
              10 000 suivi de « milliards d’euros », d’au moins 10 millions suivi de « milliers d’euros » est un montant déjà écrit en euros.",
    why: "Personne ne paie moins que rien, ni plus que tout : le chiffre est une faute de frappe.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "    - { financeur: departement, montant: 15 000 € }",
            to: "    - { financeur: departement, montant: 15 000 €, dont: [{ libelle: Fonds de la Région, montant: 4 000 € }] }",
        }],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "dont: [{ libelle: Fonds de la Région, montant: 4 000 € }]",
            to: "dont: [{ libelle: Fonds de la Région, montant: 40 000 € }]",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "dont: [{ libelle: Fonds de la Région, montant: 4 000 € }]",
                to: "dont: [{ libelle: Fonds de la Région, montant: 15 000 € }]",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "    - { libelle: Accompagnement, montant: 30 880 € }",
                to: "    - { libelle: Accompagnement, montant: 31 000 € }\n    - { libelle: Avoir du prestataire, montant: -120 € }",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        for budget in &fiche.budgets {
            budget.charges.iter().for_each(|l| charge(l, &mut findings));
            for line in &budget.financements {
                financement(line, &context.dossier.cadre, &mut findings);
            }
        }
        executions(fiche, &mut findings);
        bordereaux(fiche, &mut findings);
    }
    let texts = context.dossier.passages.iter().filter(|passage| passage.kind != PassageKind::Code);
    findings.extend(texts.flat_map(units_too_many));
    findings
}

fn charge(line: &Charge, findings: &mut Vec<Diagnostic>) {
    check_shares(&line.mentions, findings);
    match &line.cost {
        Cost::Detailed(lines) => lines.iter().for_each(|l| charge(l, findings)),
        Cost::Valorisation(v) => {
            let time_shares = v.factors.iter().filter(|f| f.kind == FactorKind::TIME_SHARE);
            for factor in time_shares.filter(|f| f.value.value > Decimal::ONE_HUNDRED) {
                let stated = number(factor.value.value);
                let message = format!("une part du temps de travail, {stated} %, dépasse 100 %");
                findings.push(
                    Diagnostic::finding(factor.value.span, message).warning().help(
                        "corriger la quotité, ou compter plusieurs postes avec « effectif » ou « etp »",
                    ),
                );
            }
        }
        Cost::Montant(_) | Cost::ByExercice(_) | Cost::Bordereau(_) | Cost::Absent(_) => {}
    }
}

fn financement(line: &Financement, cadre: &Cadre, findings: &mut Vec<Diagnostic>) {
    check_shares(&line.mentions, findings);
    let contribution = budget::contribution(line);
    for term in contribution.terms.iter().filter(|t| t.montant < Montant::ZERO) {
        let message = format!("« {} » paierait un montant négatif, {}", payer(line, cadre), term.montant);
        findings.push(negative(term.span, message));
    }
    let mut of_which = Sum::default();
    line.of_which.iter().for_each(|d| of_which.extend(&budget::contribution(d)));
    if contribution.missing() == 0 && of_which.total > contribution.total {
        let message = format!(
            "les parties de « {} », {}, dépassent sa ligne, {}",
            payer(line, cadre),
            of_which.total,
            contribution.total
        );
        let location = of_which.terms.first().map_or(line.span, |t| t.span);
        let finding = Diagnostic::finding(location, message)
            .arithmetic(format!("{} ; {}", addition(&of_which), gap(of_which.total, contribution.total)))
            .stake(of_which.total.euros() - contribution.total.euros())
            .help("corriger la ligne ou l’une de ses parties");
        findings.push(show_terms(finding, &contribution));
    }
    line.of_which.iter().for_each(|d| financement(d, cadre, findings));
}

fn check_shares(mentions: &Mentions, findings: &mut Vec<Diagnostic>) {
    let shares = [("le taux annoncé", &mentions.rate), ("la part affichée", &mentions.printed_share)];
    for (what, share) in shares {
        if let Some(share) = share
            && (share.value > Decimal::ONE_HUNDRED || share.value.is_sign_negative())
        {
            let message = format!("{what}, {} %, n’est pas entre 0 et 100 %", number(share.value));
            findings.push(Diagnostic::finding(share.span, message).help("corriger le pourcentage"));
        }
    }
}

fn executions(fiche: &Fiche, findings: &mut Vec<Diagnostic>) {
    for (year, executed) in fiche.executions.iter().flat_map(|e| &e.years) {
        if let Executed::Montant(montant) = executed
            && montant.value < Montant::ZERO
        {
            let message = format!("le montant exécuté en {year}, {}, est négatif", montant.value);
            findings.push(negative(montant.span, message));
        }
    }
}

fn bordereaux(fiche: &Fiche, findings: &mut Vec<Diagnostic>) {
    let days = |n: &Spanned<Decimal>| (n.span, n.value);
    for bordereau in &fiche.bordereaux {
        let day_rates = bordereau.profiles.iter().map(|p| (p.day_rate.span, p.day_rate.value.euros()));
        let lines = bordereau.groups.iter().flat_map(|g| &g.lines);
        let numbers = lines.flat_map(|l| l.profiles.iter().chain(&l.on_site)).map(days);
        for (span, value) in day_rates.chain(numbers).filter(|(_, v)| v.is_sign_negative() && !v.is_zero()) {
            let message = format!("le bordereau compte une valeur négative, {}", number(value));
            findings.push(negative(span, message));
        }
    }
}

fn negative(span: Span, message: String) -> Diagnostic {
    Diagnostic::finding(span, message)
        .help("retirer le signe, ou dire le montant autrement s’il se déduit d’un autre")
}

/// « 4 265 686 millions d’euros »: the unit follows an amount that is already in euros.
fn units_too_many(passage: &Passage) -> Vec<Diagnostic> {
    if !["illi", "M€", "Md", "k€"].iter().any(|unit| passage.text.contains(unit)) {
        return Vec::new();
    }
    let amounts = passage.facts().facts.iter().filter(|fact| {
        matches!(&fact.value, SaidValue::Amount(amount) if amount.is_rounded && amount.euros.high.is_none())
    });
    amounts
        .filter_map(|fact| {
            let written = passage.text.get(fact.bytes.clone())?;
            let (digits, unit) = written.split_at(written.find(|c: char| c.is_alphabetic() || c == '€')?);
            let digits = digits.split(',').next()?.trim();
            let most = match unit {
                unit if unit.starts_with("millier") || unit.starts_with('k') => 7,
                unit if unit.starts_with("milliard") || unit.starts_with("Md") => 4,
                _ => 5,
            };
            if digits.chars().filter(char::is_ascii_digit).count() <= most {
                return None;
            }
            let plain = format_plain(read_decimal(digits).ok()?.normalize(), None);
            let message = format!("« {written} » : l’unité suit un montant déjà écrit en euros");
            let finding = Diagnostic::finding(passage.span_of(&fact.bytes), message);
            Some(finding.help(format!("écrire « {plain} € », ou le nombre de millions")))
        })
        .collect()
}
