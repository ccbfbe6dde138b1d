//! Checks the heading of a rubrique against the cadre's title.

use crate::check::section_headings::{heading, words_of};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Fiche;
use crate::model::cadre::{Cadre, Rubrique};
use crate::model::fiche::{OpenedBy, Section};
use crate::model::rapport::Rapport;
use crate::model::text::{Block, Inline};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "l’intitulé d’une rubrique n’est pas celui du modèle national",
    severity: Severity::Advice,
    checks: "Les titres des rubriques que la fiche rattache au cadre par leur repère (« {#budget} »), ou que le programme \
              a reconnus à une ou deux lettres, au pluriel ou à leurs premiers mots près : les mots du \
              titre national s’y lisent en tête, sans égard au numéro, aux capitales, aux accents ni à la ponctuation. \
              Ce qui suit (« sur l’année », deux-points final) est admis. Un constat par fiche pour les repères, un par titre \
              reconnu, d’une fiche ou d’un rapport, que `calpae check --fix` remplace. Les rubriques propres à la fiche ne sont pas comparées.",
    why: "Les services qui instruisent cherchent les rubriques du modèle par leur nom ; un titre changé peut aussi \
               changer ce que la rubrique demande : les partenaires sans les co-financeurs, par exemple.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "## 4. Partenaires",
            to: "## 4. Parties prenantes {#partenaires}",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 4. Partenaires",
                to: "## 4. PARTENAIRES sur 2024 : {#partenaires}",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé",
                to: "## 5. Budget détaille pour 2024 {#budget}",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let of_fiches =
        context.fiches().flat_map(|fiche| near_titles(context, fiche).chain(check_fiche(cadre, fiche)));
    of_fiches
        .chain(context.dossier.rapports.iter().flat_map(|rapport| near_titles_of(context, rapport)))
        .collect()
}

/// The headings that were recognised though they are not quite the title.
fn near_titles(context: &Context<'_>, fiche: &Fiche) -> impl Iterator<Item = Diagnostic> {
    let cadre = &context.dossier.cadre;
    fiche.sections.iter().filter_map(|section| {
        let rubrique = rubrique_of(cadre, section)?;
        let near = NearTitle {
            own: &section.title,
            opened_by: section.opened_by,
            body: &section.body,
            span: section.span,
        };
        near.say(context, &rubrique.title)
    })
}

/// The same of the sheets of a rapport.
fn near_titles_of(context: &Context<'_>, rapport: &Rapport) -> Vec<Diagnostic> {
    let rubriques = context.dossier.cadre.asked_of(&rapport.id).rubriques;
    let sections = rapport.fiches.iter().flat_map(|sheet| &sheet.sections);
    let found = sections.filter_map(|section| {
        let (_, title) = rubriques.iter().find(|(id, _)| section.rubrique.as_ref() == Some(id))?;
        let near = NearTitle {
            own: &section.title,
            opened_by: section.opened_by,
            body: &section.body,
            span: section.span,
        };
        near.say(context, title)
    });
    found.collect()
}

/// A heading of an act or of a rapport that may be nearly a title.
struct NearTitle<'s> {
    own: &'s [Inline],
    opened_by: OpenedBy,
    body: &'s [Block],
    span: Span,
}

impl NearTitle<'_> {
    fn say(&self, context: &Context<'_>, title: &str) -> Option<Diagnostic> {
        let OpenedBy::NearTitle(place) = self.opened_by else { return None };
        let message =
            format!("« {} » est pris pour la rubrique « {title} » du modèle national", words_of(self.own));
        let finding = Diagnostic::finding(place, message)
            .help(format!("écrire « {title} » ; si c’est une autre rubrique, changer son titre"));
        // Marks inside the words would be lost; « Durée » over a text of its own may not be « Durée de l’action ».
        let count = |text: &str| flat(text).split(' ').count();
        let is_cut = count(context.sources.text(place)) < count(title);
        let is_sure = place != self.span && (self.body.is_empty() || !is_cut);
        Some(if is_sure { finding.fix(place, title.to_owned()) } else { finding })
    }
}

fn rubrique_of<'c>(cadre: &'c Cadre, section: &Section) -> Option<&'c Rubrique> {
    cadre.rubriques.iter().find(|rubrique| section.rubrique.as_deref() == Some(rubrique.id.as_str()))
}

/// The heading, number aside, and the rubrique of the cadre, when it does not start with that title.
fn other_title<'c>(cadre: &'c Cadre, section: &Section) -> Option<(String, &'c Rubrique)> {
    let rubrique = rubrique_of(cadre, section)?;
    let own_title = heading(section);
    let (own_words, expected_words) = (flat(&own_title), flat(&rubrique.title));
    let rest = own_words.strip_prefix(&expected_words);
    let opens_with_title = rest.is_some_and(|after| after.is_empty() || after.starts_with(' '));
    (!opens_with_title).then_some((own_title, rubrique))
}

fn check_fiche(cadre: &Cadre, fiche: &Fiche) -> Option<Diagnostic> {
    let marked = fiche.sections.iter().filter(|section| section.opened_by == OpenedBy::Mark);
    let mut retitled = marked.filter_map(|section| {
        other_title(cadre, section).map(|(own_title, rubrique)| (section.span, own_title, rubrique))
    });
    let (span, own_title, rubrique) = retitled.next()?;
    let mut finding = Diagnostic::finding(
        span,
        format!(
            "la rubrique est intitulée « {own_title} », et « {} » dans le modèle national",
            rubrique.title
        ),
    )
    .help("reprendre l’intitulé du modèle national");
    for (span, own_title, rubrique) in retitled {
        finding = finding.also(span, format!("« {own_title} » pour « {} »", rubrique.title));
    }
    Some(finding)
}
