//! A line of a priced schedule against its own days and rates.

use crate::check::figures_and_words::number;
use crate::check::rules::finance::bordereau_sums::{
    Gap, Unit, assumed_day_rate, assumed_vat, days, excess_on_site, line_gaps, lines,
};
use crate::check::rules::finance::sums::join_words;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| &f.bordereaux).flat_map(bordereau).collect()
}

fn bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> =
        (0..bordereau.profiles.len()).filter_map(|index| day_rate(bordereau, index)).collect();
    let day_rates = findings.is_empty();
    let rate = vat(bordereau);
    let vat = rate.is_none();
    findings.extend(rate);
    for line in lines(bordereau) {
        findings.extend(finding(line, line_gaps(line, bordereau, day_rates, vat)));
        findings.extend(on_site(line));
    }
    findings
}

/// A daily rate that is not the one of its lines.
fn day_rate(bordereau: &Bordereau, index: usize) -> Option<Diagnostic> {
    let assumed = assumed_day_rate(bordereau, index)?;
    let profile = bordereau.profiles.get(index)?;
    let is_correct = Montant::rounded(assumed.value).unwrap_or_default();
    let message = format!(
        "le tarif de « {} », {}, n’est pas celui des lignes du bordereau, {is_correct}",
        profile.label, profile.day_rate.value
    );
    let lines = assumed.lines;
    let finding = Diagnostic::finding(profile.day_rate.span, message)
        .arithmetic(format!(
            "{lines} lignes sont justes avec {is_correct}, aucune avec {}",
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

/// A rate of tax that is not the one of the lines.
fn vat(bordereau: &Bordereau) -> Option<Diagnostic> {
    let assumed = assumed_vat(bordereau)?;
    let rate = &bordereau.vat_rate;
    let (written, is_correct) = (number(rate.value), number(assumed.value));
    let message = format!(
        "le taux de TVA, {written}\u{a0}%, n’est pas celui des lignes du bordereau, {is_correct}\u{a0}%"
    );
    Some(
        Diagnostic::finding(rate.span, message)
            .arithmetic(format!("{} lignes sont justes avec {is_correct}\u{a0}%", assumed.lines))
            .help("corriger le taux, ou les prix toutes taxes comprises"),
    )
}

/// The wrong figures of a line, in one finding.
fn finding(line: &BordereauRow, gaps: Vec<Gap>) -> Option<Diagnostic> {
    let first = gaps.first()?;
    let statements: Vec<String> = gaps
        .iter()
        .map(|e| {
            let (printed, computed) = (e.unit.say(e.printed), e.unit.say(e.computed));
            format!("{printed}{} au lieu de {computed}", e.what)
        })
        .collect();
    let calculations: Vec<&str> =
        gaps.iter().map(|e| e.arithmetic.as_str()).filter(|c| !c.is_empty()).collect();
    let message = format!("la ligne {} du bordereau affiche {}", line.number.value, join_words(&statements));
    let mut finding = Diagnostic::finding(first.span, message)
        .help("corriger les chiffres affichés de la ligne, ou les jours de ses profils");
    if !calculations.is_empty() {
        finding = finding.arithmetic(calculations.join(" ; "));
    }
    if let Some(euros) =
        gaps.iter().filter(|e| e.unit == Unit::Euros).map(|e| e.printed - e.computed).next_back()
    {
        finding = finding.stake(euros);
    }
    for gap in gaps.iter().skip(1) {
        finding = finding.also(gap.span, format!("calculé : {}", gap.unit.say(gap.computed)));
    }
    if let Some(days) = line.profiles.first() {
        finding = finding.also(days.span, "les jours de ses profils");
    }
    Some(finding)
}

fn on_site(line: &BordereauRow) -> Option<Diagnostic> {
    let on_site = excess_on_site(line)?;
    let (a, b) = (Unit::Days.say(on_site.value), Unit::Days.say(days(line)));
    let finding = Diagnostic::finding(
        on_site.span,
        format!("la ligne {} du bordereau compte {a} sur place, pour {b} en tout", line.number.value),
    );
    Some(finding.also(line.number.span, "la ligne").help("corriger les jours sur place ou ceux des profils"))
}
