//! A budget that runs out of the year of the edition.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::aggregate::budget::financements;
use crate::check::periodes::Mois;
use crate::check::textes::{par_fichier, passage_a, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Budget, Charge, Cout, Role};
use crate::model::{Montant, Passage};
use crate::text::{Motif, Span, motif};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-026",
    titre: "un budget compté sort de l’année de l’acte",
    gravite: Gravite::Avertissement,
    verifie: "La période de chaque budget qui entre dans les totaux (rôle « convention »), contre l’année de l’édition et \
              la fenêtre d’exécution de la convention quand elle est dite ; puis les libellés des lignes de ce budget qui \
              nomment une année postérieure à sa période. Le prorata n’est donné que pour un budget qui a des mois dans l’année. Les budgets de rôle « projet », les périodes sans fin, et les \
              années d’un intervalle (« 2023-2027 ») sont laissés de côté.",
    pourquoi: "Le soutien de l’État vaut pour l’année de l’acte : une dépense d’une autre année ne peut y être imputée \
               que pour sa part.",
    source: "Annualité budgétaire : CGCT, art. L. 3311-1 (budget du département, établi pour un an) ; durée de la convention.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: "  periode: 2024",
            a: "  periode: du 2023-10-01 au 2024-12-31",
        }],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: "  periode: 2024",
                a: "  periode: du 2024-02-01 au 2024-12-31",
            },
            Changement {
                fichier: FICHIER,
                de: "libelle: Accompagnement, montant",
                a: "libelle: Accompagnement (programme 2021-2027), montant",
            },
        ],
    },
    chercher,
};

static ANNEE: LazyLock<Motif> = LazyLock::new(|| motif(r"\b20[0-9]{2}\b"));

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let exercice = Mois::annee(convention.annee);
    let fenetre = convention.execution.as_ref().and_then(|e| Mois::de(&e.valeur));
    let permise = fenetre.map_or(exercice, |f| f.avec(exercice));
    let annee = convention.annee;
    let bornes = match &convention.execution {
        Some(_) if permise != exercice => format!("de l’année {annee} et de la période d’exécution"),
        _ => format!("de l’année {annee}"),
    };
    let tous = par_fichier(c.dossier);
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        for budget in fiche.budgets.iter().filter(|b| b.role == Role::Convention) {
            constats.extend(hors_exercice(budget, permise, exercice, annee, &bornes));
            let periode = budget.periode.as_ref().and_then(|p| Mois::de(&p.valeur)).unwrap_or(permise);
            constats.extend(libelles(budget, passages(&tous, fiche), periode.avec(permise)));
        }
    }
    constats
}

fn hors_exercice(
    budget: &Budget,
    permise: Mois,
    exercice: Mois,
    annee: u16,
    bornes: &str,
) -> Option<Diagnostic> {
    let ecrite = budget.periode.as_ref()?;
    let periode = Mois::de(&ecrite.valeur)?;
    let (dedans, mois) = (periode.communs(permise), periode.longueur());
    if dedans == mois {
        return None;
    }
    let total = financements(budget).total;
    let aide = "le sortir du budget compté (`role: projet`), n’en compter que la part de l’année, ou dire pourquoi il est compté";
    // A budget of another year altogether has no share to compute.
    if periode.communs(exercice) == 0 {
        let message = format!(
            "ce budget de {total}, compté dans l’acte, couvre {}, et l’acte est de {annee}",
            ecrite.valeur
        );
        return Some(Diagnostic::constat(ecrite.span, message).aide(aide));
    }
    let prorata =
        total.euros().checked_mul(Decimal::from(dedans)).and_then(|p| p.checked_div(Decimal::from(mois)));
    let prorata = Montant::arrondi(prorata.unwrap_or_default()).unwrap_or_default();
    let message = format!("ce budget de {total} couvre {mois} mois, dont {} hors {bornes}", mois - dedans);
    let calcul = format!("au prorata du temps : {total} × {dedans}/{mois} = {prorata}");
    Some(Diagnostic::constat(ecrite.span, message).calcul(calcul).aide(aide))
}

/// The labels of a budget that name a later year.
fn libelles(budget: &Budget, passages: &[Passage], periode: Mois) -> Vec<Diagnostic> {
    let mut lignes: Vec<(&str, Span)> = Vec::new();
    budget.charges.iter().for_each(|c| de_charge(c, &mut lignes));
    for f in budget.financements.iter().chain(&budget.hors_total) {
        lignes.extend(f.libelle.as_deref().map(|l| (l, f.span)));
    }
    lignes
        .into_iter()
        .filter_map(|(texte, span)| posterieure(budget, passages, periode, texte, span))
        .collect()
}

fn de_charge<'b>(charge: &'b Charge, lignes: &mut Vec<(&'b str, Span)>) {
    lignes.push((&charge.libelle.valeur, charge.libelle.span));
    if let Cout::Lignes(charges) = &charge.cout {
        charges.iter().for_each(|c| de_charge(c, lignes));
    }
}

fn posterieure(
    budget: &Budget,
    passages: &[Passage],
    periode: Mois,
    texte: &str,
    span: Span,
) -> Option<Diagnostic> {
    let mut annees = ANNEE.find_iter(texte);
    let seule = annees.next().filter(|_| annees.next().is_none())?;
    let annee: u16 = seule.as_str().parse().ok()?;
    let autour = [
        texte.get(..seule.start())?.trim_end().chars().next_back(),
        texte.get(seule.end()..)?.trim_start().chars().next(),
    ];
    let intervalle = autour.iter().flatten().any(|c| "-–/".contains(*c));
    if intervalle || Mois::annee(annee).debut <= periode.fin {
        return None;
    }
    let ici =
        passage_a(passages, span).filter(|p| p.texte == texte).map_or(span, |p| p.span_de(&seule.range()));
    let constat = Diagnostic::constat(
        ici,
        format!("cette ligne vise l’année {annee}, postérieure à la période du budget : « {texte} »"),
    )
    .aide("sortir cette dépense du budget de l’année, ou corriger l’année");
    Some(match &budget.periode {
        Some(p) => constat.voir(p.span, format!("période du budget : {}", p.valeur)),
        None => constat,
    })
}
