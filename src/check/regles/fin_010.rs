//! Rate that a funder announces against its amount.

use rust_decimal::Decimal;

use crate::aggregate::budget;
use crate::check::finances::{charges_affichees, demi_unite, entiere, financements_affiches, payeur};
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
    gravite: Gravite::Erreur,
    verifie: "Le `taux` d’un financement est comparé à son montant divisé par la somme des financements, par le total \
              affiché ou par la somme des charges : l’un des trois suffit, à l’arrondi du taux près. Quand les \
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
    let assiettes: Vec<Montant> = [financements_affiches(budget), charges_affichees(budget, fiche)]
        .into_iter()
        .filter(entiere)
        .map(|s| s.total)
        .chain(budget.total_affiche.as_ref().map(|t| t.valeur))
        .filter(|m| !m.est_nul())
        .collect();
    let lignes = || budget.financements.iter().flat_map(|l| std::iter::once(l).chain(&l.dont));
    let constats: Vec<Diagnostic> = lignes().filter_map(|l| constat(l, &assiettes, budget, cadre)).collect();
    if constats.is_empty() { somme(budget).into_iter().collect() } else { constats }
}

fn constat(ligne: &Financement, assiettes: &[Montant], budget: &Budget, cadre: &Cadre) -> Option<Diagnostic> {
    let taux = ligne.mentions.taux.as_ref().filter(|t| t.valeur <= Decimal::ONE_HUNDRED)?;
    let apport = budget::apport(ligne);
    let premiere = assiettes.first()?;
    let reel = |assiette: &Montant| part(apport.total.euros(), assiette.euros());
    let juste = |t: Decimal| (t - taux.valeur).abs() <= demi_unite(taux.valeur);
    if !entiere(&apport) || assiettes.iter().filter_map(reel).any(juste) {
        return None;
    }
    let vrai = reel(premiere)?;
    let du = premiere.euros().checked_mul(taux.valeur)?.checked_div(Decimal::ONE_HUNDRED)?;
    let du = Montant::arrondi(du)?;
    let dit = nombre(taux.valeur);
    let message = format!(
        "le taux annoncé, {dit}\u{a0}%, n’est pas celui de « {} » : {} sur {premiere}, soit {}",
        payeur(ligne, cadre),
        apport.total,
        pourcent(vrai)
    );
    let mut calcul = format!(
        "{} / {premiere} = {} ; {dit}\u{a0}% de {premiere} = {du} ; {}",
        apport.total,
        pourcent(vrai),
        ecart(apport.total, du)
    );
    let assiette = apport.total.euros().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(taux.valeur);
    if let Some(assiette) = assiette.and_then(Montant::arrondi) {
        calcul.push_str(&format!(" ; {} = {dit}\u{a0}% de {assiette}", apport.total));
    }
    let mut constat = Diagnostic::constat(taux.span, message)
        .ici("taux annoncé")
        .calcul(calcul)
        .enjeu(apport.total.euros() - du.euros())
        .aide("corriger le taux ou le montant, ou dire à quelle assiette le taux s’applique");
    for terme in &apport.termes {
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
