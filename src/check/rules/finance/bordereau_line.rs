//! Checks each line of a bordereau against its days, day rates and rate of VAT.

use super::bordereau_sums::{
    FigureGap, FigureUnit, assumed_day_rate, assumed_vat, days, excess_on_site, line_gaps, lines,
};
use super::sums::join_words;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Montant;
use crate::model::budget::{Bordereau, BordereauRow};

pub(crate) static PAGE: Page = Page {
    title: "une ligne de bordereau ne suit pas ses jours et ses tarifs",
    severity: Severity::Error,
    checks: "Sur chaque ligne d’un bordereau : le nombre de jours affiché est la somme des jours des profils ; le prix \
              hors taxes est la somme des jours multipliés par les tarifs ; le prix toutes taxes comprises est le prix \
              hors taxes augmenté de la TVA ; les jours sur place n’excèdent pas les jours. Les chiffres faux d’une \
              ligne font un seul constat. Quand toutes les lignes d’un profil supposent un même autre tarif, ou toutes \
              les lignes un même autre taux de TVA, c’est ce tarif ou ce taux qui est dit. Un chiffre que la ligne \
              n’affiche pas n’est pas comparé.",
    why: "Le bordereau fixe ce qui sera facturé : une ligne dont le prix n’est pas celui de ses jours ouvre un \
               litige sur le décompte.",
    source: "Cohérence interne de l’acte : jours × tarif = hors taxes, puis TVA (CGI, art. 278 et suivants pour ses taux).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "affiche: { jours: 3, ht: 2 000 €, ttc: 2 400 € }",
            to: "affiche: { jours: 3, ht: 2 100 €, ttc: 2 400 € }",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "affiche: { jours: 3, ht: 2 000 €, ttc: 2 400 € }",
                to: "affiche: { jours: 3 }",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "affiche: { jours: 3, ht: 2 000 €, ttc: 2 400 € }",
                to: "affiche: { jours: \"3,00\", ht: \"2 000,00 €\", ttc: \"2 400,00 €\" }",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| &fiche.bordereaux).flat_map(bordereau).collect()
}

fn bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> =
        (0..bordereau.profiles.len()).filter_map(|index| day_rate(bordereau, index)).collect();
    let day_rates_are_right = findings.is_empty();
    let rate = vat(bordereau);
    let vat = rate.is_none();
    findings.extend(rate);
    for line in lines(bordereau) {
        findings.extend(finding(line, line_gaps(line, bordereau, day_rates_are_right, vat)));
        findings.extend(on_site(line));
    }
    findings
}

/// The printed day rate of a profile, when its lines all use another one.
fn day_rate(bordereau: &Bordereau, index: usize) -> Option<Diagnostic> {
    let assumed = assumed_day_rate(bordereau, index)?;
    let profile = bordereau.profiles.get(index)?;
    let correct = Montant::rounded(assumed.value).unwrap_or_default();
    let message = format!(
        "le tarif de « {} », {}, n’est pas celui des lignes du bordereau, {correct}",
        profile.label, profile.day_rate.value
    );
    let lines = assumed.lines;
    let finding = Diagnostic::finding(profile.day_rate.span, message)
        .arithmetic(format!(
            "{lines} lignes sont justes avec {correct}, aucune avec {}",
            profile.day_rate.value
        ))
        .help("corriger le tarif, ou les prix de ces lignes");
    let also = self::lines(bordereau)
        .filter(|l| l.profiles.get(index).is_some_and(|j| !j.value.is_zero()))
        .find_map(|l| {
            l.printed.excl_vat.as_ref().map(|h| (h.span, format!("ligne {} : {}", l.number.value, h.value)))
        });
    Some(match also {
        Some((span, text)) => finding.also(span, text),
        None => finding,
    })
}

/// The printed rate of VAT, when the lines all use another one.
fn vat(bordereau: &Bordereau) -> Option<Diagnostic> {
    let assumed = assumed_vat(bordereau)?;
    let printed_rate = &bordereau.vat_rate;
    let (written, correct) = (number(printed_rate.value), number(assumed.value));
    let message =
        format!("le taux de TVA, {written} %, n’est pas celui des lignes du bordereau, {correct} %");
    Some(
        Diagnostic::finding(printed_rate.span, message)
            .arithmetic(format!("{} lignes sont justes avec {correct} %", assumed.lines))
            .help("corriger le taux, ou les prix toutes taxes comprises"),
    )
}

/// One finding for all the wrong figures of a line.
fn finding(line: &BordereauRow, gaps: Vec<FigureGap>) -> Option<Diagnostic> {
    let first = gaps.first()?;
    let stated: Vec<String> = gaps
        .iter()
        .map(|gap| {
            let (printed, computed) = (gap.unit.say(gap.printed), gap.unit.say(gap.computed));
            format!("{printed}{} au lieu de {computed}", gap.what)
        })
        .collect();
    let calculations: Vec<&str> = gaps
        .iter()
        .map(|gap| gap.arithmetic.as_str())
        .filter(|calculation| !calculation.is_empty())
        .collect();
    let message = format!("la ligne {} du bordereau affiche {}", line.number.value, join_words(&stated));
    let mut finding = Diagnostic::finding(first.span, message)
        .help("corriger les chiffres affichés de la ligne, ou les jours de ses profils");
    if !calculations.is_empty() {
        finding = finding.arithmetic(calculations.join(" ; "));
    }
    if let Some(euros) = gaps
        .iter()
        .filter(|gap| gap.unit == FigureUnit::Euros)
        .map(|gap| gap.printed - gap.computed)
        .next_back()
    {
        finding = finding.stake(euros);
    }
    for gap in gaps.iter().skip(1) {
        finding = finding.also(gap.span, format!("calculé : {}", gap.unit.say(gap.computed)));
    }
    if let Some(first_days) = line.profiles.first() {
        finding = finding.also(first_days.span, "les jours de ses profils");
    }
    Some(finding)
}

fn on_site(line: &BordereauRow) -> Option<Diagnostic> {
    let on_site = excess_on_site(line)?;
    let (a, b) = (FigureUnit::Days.say(on_site.value), FigureUnit::Days.say(days(line)));
    let finding = Diagnostic::finding(
        on_site.span,
        format!("la ligne {} du bordereau compte {a} sur place, pour {b} en tout", line.number.value),
    );
    Some(finding.also(line.number.span, "la ligne").help("corriger les jours sur place ou ceux des profils"))
}
