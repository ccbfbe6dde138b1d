//! Checks that the pieces announced in annexe are there.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::convention::{AnnouncedAnnexe, Visa};

pub(crate) static PAGE: Page = Page {
    title: "une pièce annoncée en annexe est absente",
    severity: Severity::Error,
    checks: "Les pièces d’`annexes_annoncees` dites absentes (`presente: non`) et les visas qui annoncent une pièce \
              jointe et absente (`annexe: absente`). Une pièce annoncée aux deux endroits donne un seul constat : le \
              visa contient tous les mots du titre de la pièce.",
    why: "Ce que l’acte dit lui être annexé en fait partie : absent, il rend l’acte incomplet, et le vote a porté \
               sur un dossier qui l’était aussi.",
    source: "CGCT, art. L. 3121-19 (rapport adressé aux conseillers départementaux sur chaque affaire avant la \
             réunion) ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "{ titre: Tableau financier récapitulatif, article: \"2.1\", presente: oui }",
            to: "{ titre: Tableau financier récapitulatif, article: \"2.1\", presente: non }",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &context.dossier.convention;
    let mut visas: Vec<(&Visa, String)> = context
        .dossier
        .cadre
        .visas
        .iter()
        .chain(&convention.visas)
        .filter(|visa| visa.annexed == Some(false))
        .map(|visa| (visa, flat(&visa.words())))
        .collect();
    let mut findings = Vec::new();
    for piece in convention.announced_annexes.iter().filter(|annexe| !annexe.present) {
        let announcing_visa = visas.iter().position(|(_, text)| names_piece(text, piece));
        let mut finding = Diagnostic::finding(
            piece.title.span,
            format!("pièce annoncée en annexe et absente : « {} »", piece.title.value),
        )
        .help("joindre la pièce, ou retirer son annonce ; si l’acte est signé, déclarer une tolérance");
        if let Some(article) = &piece.article {
            finding = finding.also(article.span, format!("annoncé par l’article {}", article.value));
        }
        if let Some(index) = announcing_visa {
            let (visa, _) = visas.remove(index);
            finding = finding.also(visa.span, "annoncé par ce visa");
        }
        findings.push(finding);
    }
    findings.extend(visas.iter().map(|(visa, _)| {
        Diagnostic::finding(
            visa.span,
            format!("ce visa annonce une pièce en annexe qui n’y est pas : « {} »", visa.designation),
        )
        .help("joindre la pièce, ou retirer son annonce ; si l’acte est signé, déclarer une tolérance")
    }));
    findings
}

/// Whether the flattened text of a visa holds all the words of a piece's title.
fn names_piece(visa: &str, piece: &AnnouncedAnnexe) -> bool {
    let title = flat(&piece.title.value);
    let mut words = title.split(' ').filter(|word| word.len() > 2).peekable();
    words.peek().is_some() && words.all(|word| visa.split(' ').any(|visa_word| visa_word == word))
}
