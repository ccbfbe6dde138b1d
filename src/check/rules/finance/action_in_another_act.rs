//! Checks that no action is financed by the same payers in another act of the collectivité, at the same time.

use crate::check::other_acts::ComparedAct;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::shared::{DatedEntry, SharedAction, SharedFunding, shared_actions};
use crate::model::{Dossier, Montant};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "la même action est financée aussi par un autre acte",
    severity: Severity::Warning,
    checks: "Une action de même titre, dans cet acte et dans un autre de la même collectivité, que le même financeur paie \
              pour des périodes qui se recouvrent. L’enjeu est le plus petit des deux montants, période par période. L’État \
              est un seul financeur, quelle que soit la ligne de son budget ; un autre se reconnaît à son nom. Un titre que \
              tout acte peut avoir (« Coordination ») ne compte que si les montants sont les mêmes. Des exercices qui se \
              suivent ne sont pas un double, ni une action dont la fiche dit, à la rubrique qui le demande, qu’elle est déjà \
              financée à un autre titre.",
    why: "Deux actes qui paient la même action pour la même période comptent deux fois la même dépense : l’un des deux \
               montants sera à reverser, ou la part de chacun n’est pas celle qui est écrite.",
    source: "Non-cumul du financement d’une même dépense ; sincérité des prévisions, CGCT, art. L. 3312-1 et suivants.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "intitule: Prévenir les ruptures de parcours",
            to: "intitule: Ouvrir une maison des adolescents",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "intitule: Prévenir les ruptures de parcours",
            to: "intitule: Ouvrir une maison des adolescents de Roquenoire",
        }],
    },
};

/// Most lines of a payer that are shown.
const SHOWN: usize = 6;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_act = |other: &ComparedAct<'_>| {
        let shared = shared_actions(context.dossier, &other.dossier);
        shared.iter().map(|action| finding(action, context.dossier, other)).collect::<Vec<_>>()
    };
    context.others().iter().flat_map(of_act).collect()
}

fn finding(action: &SharedAction<'_>, dossier: &Dossier, other: &ComparedAct<'_>) -> Diagnostic {
    let (own, twin) = (action.own, action.other);
    let message = format!(
        "l’action « {} » est financée aussi dans {}, fiche {} : {} sont peut-être comptés deux fois",
        own.title_in_table(),
        other.act.name,
        twin.number.value,
        action.stake()
    );
    let mut terms: Vec<String> =
        action.fundings.iter().map(|funding| terms(funding, dossier, other)).collect();
    terms.push(format!("là : {}", other.act.path(twin.title.span)));
    let finding = Diagnostic::finding(own.title.span, message)
        .here(format!("même titre que {}", other.act.place(twin.title.span)))
        .on(format!("{} {} {}", other.act.key, twin.number.value, own.number.value))
        .arithmetic(terms.join(" ; "))
        .stake(action.stake().euros())
        .help("financer l’action dans un seul des deux actes, ou déclarer une tolérance qui dit ce que chacun paie");
    action.fundings.iter().fold(finding, |finding, funding| {
        let places = by_place(&funding.own).into_iter().take(SHOWN);
        places.fold(finding, |finding, (span, lines)| {
            finding.also(span, format!("{} : {}", funding.payer, amount(&lines)))
        })
    })
}

/// The lines of each place, in order: a range of exercices writes its amount once.
fn by_place<'l, 'd>(lines: &'l [DatedEntry<'d>]) -> Vec<(Span, Vec<&'l DatedEntry<'d>>)> {
    let mut places: Vec<(Span, Vec<&DatedEntry<'d>>)> = Vec::new();
    for line in lines {
        match places.iter_mut().find(|(span, _)| *span == line.entry.span) {
            Some((_, same)) => same.push(line),
            None => places.push((line.entry.span, vec![line])),
        }
    }
    places
}

/// « 45 000 € », « 3 × 45 000 € ».
fn amount(lines: &[&DatedEntry<'_>]) -> String {
    let first = lines.first().map(|line| line.montant).unwrap_or_default();
    match lines.len() {
        0 | 1 => first.to_string(),
        n => format!("{n} × {first}"),
    }
}

/// « État, 2024 : 60 000 € ici, 40 000 € là (ligne 23) ».
fn terms(funding: &SharedFunding<'_>, dossier: &Dossier, other: &ComparedAct<'_>) -> String {
    let sum = |lines: &[DatedEntry<'_>]| lines.iter().map(|line| line.montant).sum::<Montant>();
    let (own, twin) = (sum(&funding.own), sum(&funding.other));
    let both = match own == twin {
        true => format!("{own} ici, autant là"),
        false => format!("{own} ici, {twin} là"),
    };
    let shared = match own.min(twin) == funding.stake {
        true => String::new(),
        false => format!(", dont {} pour les mêmes périodes", funding.stake),
    };
    let places = lines_of(&funding.other, other);
    format!("{}{} : {both} ({places}){shared}", funding.payer, exercices(&funding.own, dossier))
}

/// « ligne 16 », « lignes 16, 17 ».
pub(super) fn lines_of(lines: &[DatedEntry<'_>], other: &ComparedAct<'_>) -> String {
    let mut numbers: Vec<usize> = lines.iter().map(|line| other.act.line(line.entry.span)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let plural = if numbers.len() > 1 { "s" } else { "" };
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("ligne{plural} {}", numbers.join(", "))
}

/// « , 2024 à 2026 »: the exercices of some lines, when they say them.
pub(super) fn exercices(lines: &[DatedEntry<'_>], dossier: &Dossier) -> String {
    let mut ranks: Vec<usize> = lines.iter().filter_map(|line| line.entry.exercice).collect();
    ranks.sort_unstable();
    ranks.dedup();
    match dossier.convention.exercices.label(&ranks) {
        label if label.is_empty() => label,
        label => format!(", {label}"),
    }
}
