//! Proposes the reference that prints a typed figure, when the figure is one datum of the act and no other.

use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::figures::{CitableData, FigureStanding, FiguresOfFile, Proposal, of_file};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "des chiffres saisis dans le texte sont ceux des données",
    severity: Severity::Advice,
    checks: "Chaque montant, date, durée ou nombre d’actions de la prose est rapproché des données que le texte peut citer entre \
              accolades. Celui qui est une donnée et aucune autre (mêmes mots, même partie, même fiche, même exercice) peut être remplacé \
              par sa référence : la page reste la même, et le chiffre n’est plus écrit qu’une fois. Un seul constat par fichier. \
              Un chiffre qui peut être deux données n’est proposé que par « check --figures ».",
    why: "Un chiffre écrit deux fois finit par différer de lui-même ; une référence suit la donnée.",
    source: "Bonne pratique éditoriale : une donnée, un seul endroit.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/02-financement.md",
            from: "apporte **{convention.montant_etat}** pour l'année 2024.",
            to: "apporte **90 666,67 €** pour l'année 2024.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "Le véhicule a coûté 20 000 € à l'association.",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "En 2023, le financement de l'État était de 20 000 €.",
            },
        ],
    },
};

/// Most figures told one by one in a finding.
const TOLD_MAX: usize = 6;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = context.shares::<OfFile>(CitableData::of(context.dossier));
    files.iter().filter_map(|file| file.0.clone()).collect()
}

/// What is said of the typed figures of a file.
#[derive(Debug)]
struct OfFile(Option<Diagnostic>);

impl FileShare for OfFile {
    type Given = CitableData;

    fn of(context: &Context<'_>, file: &FileTexts<'_>, citable: &CitableData) -> Self {
        let figures = of_file(context.dossier, context.all_links(), file.file, citable);
        Self(figures.and_then(|figures| finding(context, &figures)))
    }
}

fn finding(context: &Context<'_>, file: &FiguresOfFile<'_>) -> Option<Diagnostic> {
    let certain: Vec<(Span, &str)> = file
        .uses
        .iter()
        .filter_map(|figure| match &figure.standing {
            FigureStanding::Free(Proposal { names, certain: Some(place) }) => {
                Some((*place, names.first()?.as_str()))
            }
            _ => None,
        })
        .collect();
    let (first, name) = *certain.first()?;
    let written = context.sources.text(first);
    let message = match certain.len() {
        1 => format!("« {written} » est saisi, et c’est une donnée de l’acte : « {{{name}}} »"),
        count => {
            format!("{count} chiffres saisis sont des données de l’acte, dont « {written} », « {{{name}}} »")
        }
    };
    let mut finding = Diagnostic::finding(first, message).help(
        "citer la donnée entre accolades, ou laisser « calpae check --fix » le faire : la page reste la même",
    );
    for (place, name) in certain.iter().skip(1).take(TOLD_MAX) {
        finding = finding.also(*place, format!("{{{name}}}"));
    }
    Some(certain.iter().fold(finding, |finding, (place, name)| finding.fix(*place, format!("{{{name}}}"))))
}
