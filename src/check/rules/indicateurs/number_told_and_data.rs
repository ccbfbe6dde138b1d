//! Checks the numbers that the text of a fiche tells against its data: rows of tables, objectives, charges.

use super::charge_counts;
use super::quantities::prose_by_file;
use super::said_rows::Rows;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Passage;

pub(crate) static PAGE: Page = Page {
    title: "le texte donne un autre nombre que les données qui disent la même chose",
    severity: Severity::Warning,
    checks: "Les nombres du texte d’une fiche, en chiffres ou en lettres, et ses données. Une ligne de tableau (données, \
              objectifs, tableau du texte) est redite par le passage qui a les trois quarts de ses mots dans la ligne, ou \
              tous les mots de son libellé : les nombres de même unité du passage s’y trouvent alors. Un passage \
              long n’est examiné que s’il n’a qu’un pourcentage ; celui qui nomme une année que la ligne n’a pas n’est pas \
              retenu. Un nombre redit par « à minima » d’un côté et « en moyenne » ou « au plus » de l’autre, ou par mois d’un seul côté, est un \
              conseil. Un item « prestation (180 bénéficiaires) », sous un paragraphe qui commence par le nom d’un porteur, \
              est comparé à la première cellule chiffrée de la ligne de ce porteur et de cette prestation. Une ligne de \
              charges : le facteur de sa valorisation est égal au nombre de même nature de son libellé, et l’un des \
              nombres que le texte donne aux mêmes mots (« 14 conseillers locaux d’insertion ») est le sien. Un seul mot ne \
              suffit que s’il est seul des deux côtés ; des unités de temps, seuls les jours « au total » sont cherchés : \
              ceux d’une ligne, ou leur somme.",
    why: "Un seuil, une quotité ou un effectif que le texte et les données disent autrement se prête à deux calculs, donc à \
               un litige au moment de payer.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les loyers des sites sont donnés par le tableau ci-dessous.",
            to: "Le taux d'occupation de Roquenoire est de 80 %.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Les loyers des sites sont donnés par le tableau ci-dessous.",
                to: "Le taux d'occupation de Roquenoire est de 60 %.",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Les loyers des sites sont donnés par le tableau ci-dessous.",
                to: "En 2021, le taux d'occupation de Roquenoire était de 80 %.",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Deux sites ouvrent :",
                to: "Les 4 travailleurs bénévoles y viennent. Deux sites ouvrent :",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(context);
    let mut rows = Rows::new(context);
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let passages = prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
        findings.extend(rows.of(fiche, passages).compare(passages));
        findings.extend(charge_counts::compare(fiche, passages));
    }
    findings
}
