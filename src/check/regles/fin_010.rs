//! Rate that a funder announces against its amount.

use rust_decimal::Decimal;

use crate::aggregate::{Somme, budget};
use crate::check::finances::{
    charges_affichees, demi_unite, entiere, enumerer, financements_affiches, payeur,
};
use crate::check::outils::{ecart, nombre, part, pourcent};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Budget, Financement};
use crate::model::cadre::Cadre;
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-010",
    titre: "le taux annoncé d’un financeur n’est pas celui de son montant",
    gravite: Gravite::Avertissement,
    verifie: "Le `taux` d’un financement est comparé à son montant divisé par la somme des financements, par le total \
              affiché ou par la somme des charges : l’un des trois suffit, à l’arrondi du taux près ; les taux \
              faux d’un budget font un seul constat. Quand les \
              montants manquent, la somme des taux d’un budget ne doit pas dépasser 100 %. Les taux dits dans les \
              phrases, et ceux de plus de 100 %, que FIN-011 signale, ne sont pas comparés ici.",
    pourquoi: "Un taux de cofinancement est une règle de calcul : s’il ne donne pas le montant, le versement ne peut pas \
               suivre les deux.",
    source: "Cohérence interne de l’acte ; un taux de cofinancement s’applique à une assiette, que l’acte doit permettre \
             de retrouver.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "montant: 5 000 €, taux: \"12,5 %\"",
            a: "montant: 5 000 €, taux: 15 %",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "montant: 5 000 €, taux: \"12,5 %\"",
                a: "montant: 5 000 €, taux: 13 %",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "montant: 5 000 €, taux: \"12,5 %\"",
                a: "montant: 5 000 €, taux: \"12,50 %\"",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cadre = &c.dossier.cadre;
    c.fiches().flat_map(|f| f.budgets.iter().flat_map(|b| comparer(f, b, cadre))).collect()
}

fn comparer(fiche: &Fiche, budget: &Budget, cadre: &Cadre) -> Vec<Diagnostic> {
    let sommes = [financements_affiches(budget), charges_affichees(budget, fiche)];
    let affiche = budget.total_affiche.as_ref().map(|t| t.valeur);
    let assiettes: Vec<Montant> = affiche
        .into_iter()
        .chain(sommes.into_iter().filter(entiere).map(|s| s.total))
        .filter(|m| !m.est_nul())
        .collect();
    let lignes = || budget.financements.iter().flat_map(|l| std::iter::once(l).chain(&l.dont));
    let faux: Vec<Faux<'_>> = lignes().filter_map(|l| faux(l, &assiettes)).collect();
    constat(&faux, budget, cadre).or_else(|| somme(budget)).into_iter().collect()
}

/// A rate that is not the one of its amount.
struct Faux<'m> {
    ligne: &'m Financement,
    taux: &'m Spanned<Decimal>,
    apport: Somme,
    assiette: Montant,
    /// The rate that the amount makes.
    reel: Decimal,
    /// The amount that the rate makes.
    du: Montant,
}

fn faux<'m>(ligne: &'m Financement, assiettes: &[Montant]) -> Option<Faux<'m>> {
    let taux = ligne.mentions.taux.as_ref().filter(|t| t.valeur <= Decimal::ONE_HUNDRED)?;
    let apport = budget::apport(ligne);
    let assiette = *assiettes.first()?;
    let reel = |assiette: &Montant| part(apport.total.euros(), assiette.euros());
    let juste = |t: Decimal| (t - taux.valeur).abs() <= demi_unite(taux.valeur);
    if !entiere(&apport) || assiettes.iter().filter_map(reel).any(juste) {
        return None;
    }
    let du = assiette.euros().checked_mul(taux.valeur)?.checked_div(Decimal::ONE_HUNDRED)?;
    let (reel, du) = (reel(&assiette)?, Montant::arrondi(du)?);
    Some(Faux { ligne, taux, apport, assiette, reel, du })
}

impl Faux<'_> {
    fn dit(&self) -> String {
        format!("{}\u{a0}%", nombre(self.taux.valeur))
    }

    fn calcul(&self) -> String {
        let Self { apport, assiette, reel, du, .. } = self;
        let (dit, total) = (self.dit(), apport.total);
        let mut calcul = format!(
            "{total} / {assiette} = {} ; {dit} de {assiette} = {du} ; {}",
            pourcent(*reel),
            ecart(total, *du)
        );
        let cent = total.euros().checked_mul(Decimal::ONE_HUNDRED);
        let autre = cent.and_then(|c| c.checked_div(self.taux.valeur)).and_then(Montant::arrondi);
        if let Some(autre) = autre {
            calcul.push_str(&format!(" ; {total} = {dit} de {autre}"));
        }
        calcul
    }
}

/// The wrong rates of a budget, in one finding.
fn constat(faux: &[Faux<'_>], budget: &Budget, cadre: &Cadre) -> Option<Diagnostic> {
    let premier = faux.first()?;
    let dire = |f: &Faux<'_>| {
        let (qui, total) = (payeur(f.ligne, cadre), f.apport.total);
        format!("{} pour « {qui} », qui paie {total} (soit {})", f.dit(), pourcent(f.reel))
    };
    let dits: Vec<String> = faux.iter().map(dire).collect();
    let quoi = match faux {
        [_] => "le taux annoncé n’est pas celui du montant",
        _ => "les taux annoncés ne sont pas ceux des montants",
    };
    let message = format!("{quoi} sur {} : {}", premier.assiette, enumerer(&dits));
    let calculs: Vec<String> = faux.iter().map(Faux::calcul).collect();
    let enjeu = faux.iter().map(|f| (f.apport.total.euros() - f.du.euros()).abs()).max().unwrap_or_default();
    let mut constat = Diagnostic::constat(premier.taux.span, message)
        .ici("taux annoncé")
        .calcul(calculs.join(" ; "))
        .enjeu(enjeu)
        .aide("corriger le taux ou le montant, ou dire à quelle assiette le taux s’applique");
    for autre in faux.iter().skip(1) {
        constat = constat.voir(autre.taux.span, "taux annoncé");
    }
    for terme in faux.iter().flat_map(|f| &f.apport.termes) {
        constat = constat.voir(terme.span, terme.montant.to_string());
    }
    Some(match &budget.total_affiche {
        Some(total) => constat.voir(total.span, "total affiché"),
        None => constat,
    })
}

/// Rates that together exceed the whole.
fn somme(budget: &Budget) -> Option<Diagnostic> {
    let taux: Vec<&Spanned<Decimal>> =
        budget.financements.iter().filter_map(|l| l.mentions.taux.as_ref()).collect();
    let somme = taux.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(t.valeur));
    let marge = taux.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(demi_unite(t.valeur)));
    let possibles = taux.iter().all(|t| t.valeur <= Decimal::ONE_HUNDRED);
    if !possibles || somme <= Decimal::ONE_HUNDRED.saturating_add(marge) {
        return None;
    }
    let termes: Vec<String> = taux.iter().map(|t| format!("{}\u{a0}%", nombre(t.valeur))).collect();
    let (dernier, autres) = taux.split_last()?;
    let message = format!("les taux annoncés des financeurs font {}\u{a0}% en tout", nombre(somme));
    let constat = Diagnostic::constat(dernier.span, message)
        .calcul(format!("{} = {}\u{a0}%", termes.join(" + "), nombre(somme)))
        .aide("corriger un taux : ensemble, ils ne peuvent dépasser 100 %");
    Some(autres.iter().fold(constat, |c, t| c.voir(t.span, format!("{}\u{a0}%", nombre(t.valeur)))))
}
