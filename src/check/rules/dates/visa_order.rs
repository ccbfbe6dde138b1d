//! Checks that visas are earlier than the act, and in chronological order within each kind.

use std::collections::BTreeMap;

use super::facts::{days, visas};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Day;
use crate::model::convention::Visa;
use crate::model::life::LifeStep;
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "un visa est postérieur à l’acte, ou hors de l’ordre des dates",
    severity: Severity::Error,
    checks: "Chaque date d’un visa, dans son champ `date` ou dans son objet, n’est pas postérieure à la signature, à \
              défaut au vote. Les visas d’une même nature qui se suivent (les instructions, les lois…) sont rangés du \
              plus ancien au plus récent : un désordre est dit en conseil. Le rang des natures entre elles est libre.",
    why: "On ne peut viser un texte qui n’existe pas encore : la date est fausse, ou le visa a été ajouté après la \
               signature.",
    source: "Cohérence de l’acte avec sa date de signature ; usage de rédaction des visas (guide de légistique, fiches sur \
             les visas : ordre hiérarchique, puis chronologique).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "signée le 24 juin 2021 entre",
            to: "signée le 24 juin 2024 entre",
        }],
        admitted: &[Change {
            file: "content/2024/convention.yaml",
            from: "  - designation: la délibération du Conseil départemental de la Haute-Vaunoise\n",
            to: "  - designation: la délibération du Conseil départemental relative aux solidarités\n    date: 2021-05-20\n  - designation: la délibération du Conseil départemental de la Haute-Vaunoise\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let life = &dossier.convention.life;
    let mut findings = Vec::new();
    if let Some(act) = life.day(LifeStep::Signature).or_else(|| life.day(LifeStep::Vote)) {
        let visas = visas(context);
        findings.extend(
            visas
                .iter()
                .filter_map(|(v, _)| v.date.as_ref())
                .filter_map(|d| check_not_later(d.value, d.span, act)),
        );
        let fields = visas.iter().flat_map(|(_, fields)| fields.iter().copied());
        findings.extend(fields.flat_map(|p| {
            days(p).filter_map(|(day, moment)| check_not_later(day, p.span_of(&moment.bytes), act))
        }));
    }
    findings.extend(check_order(&dossier.cadre.visas));
    findings.extend(check_order(&dossier.convention.visas));
    findings
}

fn check_not_later(day: Day, span: Span, act: &Spanned<Day>) -> Option<Diagnostic> {
    (day > act.value).then(|| {
        Diagnostic::finding(span, format!("le visa porte le {day}, après l’acte lui-même, du {}", act.value))
            .also(act.span, "date de l’acte")
            .help("corriger la date, ou retirer le visa")
    })
}

/// Visas earlier than the visa of the same kind before them.
fn check_order(visas: &[Visa]) -> Vec<Diagnostic> {
    let mut last_days: BTreeMap<String, &Spanned<Day>> = BTreeMap::new();
    let mut findings = Vec::new();
    for visa in visas {
        let Some(date) = &visa.date else { continue };
        let kind = flat(&visa.designation.value);
        if let Some(previous) = last_days.get(&kind)
            && previous.value > date.value
        {
            findings.push(
                Diagnostic::finding(
                    date.span,
                    format!(
                        "ce visa du {} suit un visa plus récent de même nature, du {}",
                        date.value, previous.value
                    ),
                )
                .advice()
                .also(previous.span, "visa plus récent")
                .help("ranger ces visas par date, ou corriger la date"),
            );
        }
        last_days.insert(kind, date);
    }
    findings
}
