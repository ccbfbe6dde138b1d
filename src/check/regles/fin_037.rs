//! A full year counted for an action that starts in the course of the year.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::aggregate::budget::{comptes, financements};
use crate::check::periodes::{Mois, mois_de};
use crate::check::textes::{est_prose, par_fichier, par_section, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Fait;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Motif, Span, motif};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const DATE: &str = "mise_en_place: 2024-02-01\nduree: 11 mois, jusqu'en décembre 2024";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-037",
    titre: "une année pleine est comptée pour une action qui commence en cours d’année",
    gravite: Gravite::Conseil,
    verifie: "Une fiche dont l’action commence après le mois de mars de l’année de l’acte, dont le budget compté couvre toute \
              l’année, et dont une section citant ce budget parle d’« année pleine » ou d’un montant « par an », « chaque \
              année », « annuel ». Une période d’exécution qui va au-delà de l’année compte ; neuf mois ou plus ne donnent rien. Le prorata est donné. Une date sans mois est laissée de côté.",
    pourquoi: "Une dépense d’année pleine ne peut être faite en quelques mois : le solde serait à reverser ou à reporter.",
    source: "Annualité budgétaire : CGCT, art. L. 3311-1.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: FICHIER,
                de: DATE,
                a: "mise_en_place: 2024-07-01\nduree: 6 mois, jusqu'en décembre 2024",
            },
            Changement {
                fichier: FICHIER,
                de: "## 5. Budget détaillé\n",
                a: "## 5. Budget détaillé\n\nLe coût est celui d'une année pleine.\n",
            },
        ],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: DATE,
                a: "mise_en_place: 2024-07-01\nduree: 6 mois, jusqu'en décembre 2024",
            },
            Changement {
                fichier: FICHIER,
                de: "## 5. Budget détaillé\n",
                a: "## 5. Budget détaillé\n\nLe coût est celui d'une année pleine.\n",
            },
        ],
    },
    chercher,
};

static ANNEE: LazyLock<Motif> = LazyLock::new(|| {
    motif(r"(?i)\bannée pleine\b|\bpar an\b|\bchaque année\b|\bpar année\b|\bannuelle?s?\b")
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let fenetre = c.dossier.convention.execution.as_ref().and_then(|e| Mois::de(&e.valeur));
    let exercice = Mois::annee(c.dossier.convention.annee);
    let fin = fenetre.map_or(exercice.fin, |f| f.fin.max(exercice.fin));
    c.fiches().filter_map(|f| examiner(f, passages(&tous, f), exercice, fin)).collect()
}

/// The first month of the action, when all its parts start in the year.
fn debut(fiche: &Fiche) -> Option<(i32, Span)> {
    let dates = fiche.mise_en_place.as_ref()?.as_ref().ok()?;
    let [date] = dates.as_slice() else { return None };
    // A year alone tells no month.
    let (premier, dernier) = (mois_de(&date.donnee, true)?, mois_de(&date.donnee, false)?);
    (premier == dernier).then_some((premier, date.span))
}

fn examiner(fiche: &Fiche, passages: &[Passage], exercice: Mois, fin: i32) -> Option<Diagnostic> {
    let (premier, date) = debut(fiche)?;
    let restants = fin - premier + 1;
    let mut budgets = comptes(fiche);
    let budget = budgets.next().filter(|_| budgets.next().is_none())?;
    let periode = Mois::de(&budget.periode.as_ref()?.valeur)?;
    if periode != exercice || !(1..9).contains(&restants) {
        return None;
    }
    let total = financements(budget).total;
    let (mot, span) = par_section(fiche, passages).into_iter().filter(|s| cite(s)).find_map(plein)?;
    let prorata = total.euros().checked_mul(Decimal::from(restants))? / Decimal::from(12);
    Some(
        Diagnostic::constat(
            span,
            format!("« {mot} », quand l’action n’a que {restants} mois d’ici la fin de la période, et que le budget de {total} est celui de l’année"),
        )
        .calcul(format!("au prorata du temps : {total} × {restants}/12 = {}", Montant::arrondi(prorata)?))
        .voir(date, "l’action commence ici")
        .voir(budget.span, "budget de l’année entière")
        .aide("dire ce qui est dépensé dans l’année, ou que le montant est déjà celui de ces seuls mois"),
    )
}

/// Whether a section shows the budget.
fn cite(section: &[Passage]) -> bool {
    section.iter().any(|p| est_prose(p) && p.texte.contains("{budget."))
}

/// The words of a full year, in a paragraph that speaks of money or of posts.
fn plein(section: &[Passage]) -> Option<(&str, Span)> {
    section.iter().filter(|p| est_prose(p)).find_map(|p| {
        let trouve = ANNEE.find(&p.texte)?;
        let argent = p.mentions.iter().any(|m| matches!(m.fait, Fait::Montant(_)));
        let parle = argent || ["ETP", "{budget.", "coût", "financement"].iter().any(|m| p.texte.contains(m));
        parle.then(|| (trouve.as_str(), p.span_de(&trouve.range())))
    })
}
