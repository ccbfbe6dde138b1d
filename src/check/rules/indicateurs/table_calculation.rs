//! Checks the numbers of the tables of data that follow from others: computed and estimated columns, forecasts, yearly
//! numbers prorated, working time.

use super::{computed_column, estimate_off_the_rate, forecast_rate, prorated_number, working_time_sum};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "un nombre d’un tableau ne suit pas de ceux dont il se calcule",
    severity: Severity::Error,
    checks: "Cinq calculs des tableaux de données. Une cellule qui n’est qu’un taux signé (« + 17 % »), entre deux colonnes \
              de nombres : celui de droite est la somme de ceux de gauche, sur les lignes que la cellule couvre, augmentée du \
              taux et arrondie ; un écart d’une unité du dernier chiffre est un conseil ; le paragraphe qui précède le tableau, \
              s’il annonce une hausse ou une baisse en pour cent, annonce ce taux. Un nombre par an, dans une colonne qui dit une période \
              en mois (« 10/21 au 12/22 »), et ce qu’il fait (« 180 / an, soit 225 ») : le second est le premier × mois ÷ 12, \
              à moins d’une unité près, la borne haute pour une fourchette. Des quotités d’effectifs (« 20 % de 7 ETP ») et \
              le paragraphe qui suit le tableau, s’il n’annonce qu’un nombre d’ETP : il en est la somme. En avertissement : une \
              colonne dont le titre dit un calcul, où chaque nombre est la différence de deux autres de la ligne, ou la somme de deux \
              de sa cellule, quand trois lignes au moins se calculent ainsi, toutes sauf une ; une colonne estimée (estimation, évolution, prévision, \
              projection), dont cinq lignes au moins, et toutes sauf une sur six au plus, se déduisent de la colonne précédente par un même \
              taux entier : les autres lignes sont signalées.",
    why: "Une prévision, un prorata ou un solde qui ne suit pas de ses termes ne peut justifier ni des postes ni une \
               subvention.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: postes\n    titre: Les postes d'accueil\n    colonnes:\n      - { titre: Postes actuels, type: valeur }\n      \
                    - { titre: Augmentation, type: valeur }\n      - { titre: Postes prévus, type: valeur }\n    lignes: |\n      \
                    8,5 (bourg) | + 10 % | 10,45\n      1           | ^      | ^\n\nfigures:\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\nLes postes sont en hausse de 10 %.\n\n{tableau.postes}\n",
            },
        ],
        fault: &[Change { file: "content/2024/fiches/01-accueil.md", from: "| 10,45\n", to: "| 12,45\n" }],
        admitted: &[Change { file: "content/2024/fiches/01-accueil.md", from: "| 10,45\n", to: "| 10,5\n" }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    [
        forecast_rate::check,
        prorated_number::check,
        working_time_sum::check,
        computed_column::check,
        estimate_off_the_rate::check,
    ]
    .iter()
    .flat_map(|check| check(context))
    .collect()
}
