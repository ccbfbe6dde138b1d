//! A unit cost that is not the quotient of the amount and of the number given with it.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::grandeurs::{self, Grandeur, Sorte};
use crate::check::outils::nombre;
use crate::check::textes::est_prose;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{Montant, Passage};
use crate::text::{Motif, motif};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const PHRASE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-021",
    titre: "un coût unitaire n’est pas le quotient du montant par le nombre",
    gravite: Gravite::Avertissement,
    verifie: "Une phrase qui donne un nombre, « soit un coût moyen de… » (coût unitaire, coût par personne), avec le \
              montant de la même phrase ou d’un point précédent de la même liste. Le quotient est comparé avec \
              l’arrondi écrit ; si le montant est rond et que le coût tient dans son arrondi, c’est un conseil. Un \
              montant qui ne parle pas de coût, de dépense, de budget ou de financement n’est pas pris pour dividende.",
    pourquoi: "Le coût unitaire sert à comparer des actions ; s’il ne vient pas des chiffres affichés, la comparaison \
               n’est pas vérifiable.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "- Coût total : 81 640 €\n- Personnes suivies : 157, soit un coût unitaire moyen de 530 €",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "- Coût total : 81 640 €\n- Personnes suivies : 157, soit un coût unitaire moyen de 520 €",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let unitaire = r"(?i)\bsoit[^.;]{0,20}\bcoût (?:unitaire|moyen|par \w+)[^.;0-9]{0,30}$";
    let montant = r"(?i)\b(?:financement|coût|dépense|budget|subvention|montant)s?\b[^.;]{0,60}$";
    (motif(unitaire), motif(montant))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut dernier: Option<Grandeur<'_>> = None;
    for passage in c.dossier.passages.iter().filter(|p| est_prose(p)) {
        let meme_liste = dernier.as_ref().is_some_and(|m| voisin(m.passage, passage));
        if !meme_liste {
            dernier = None;
        }
        let lues = grandeurs::lire(passage);
        for (rang, g) in lues.iter().enumerate() {
            if g.sorte != Sorte::Euros {
                continue;
            }
            if MOTIFS.0.is_match(g.avant(60)) {
                let nombre = rang.checked_sub(1).and_then(|i| lues.get(i));
                let nombre = nombre.filter(|n| n.sorte == Sorte::Compte && n.exacte);
                constats.extend(dernier.as_ref().zip(nombre).and_then(|(m, n)| comparer(m, n, g)));
            } else if MOTIFS.1.is_match(g.avant(80)) {
                dernier = Some(g.clone());
            }
        }
    }
    constats
}

/// Whether two passages are the same one, or items of the same list.
fn voisin(a: &Passage, b: &Passage) -> bool {
    let liste = |p: &Passage| p.item.map(|i| i.liste);
    a.fichier() == b.fichier() && (a.span == b.span || (liste(a).is_some() && liste(a) == liste(b)))
}

fn comparer(montant: &Grandeur<'_>, quantite: &Grandeur<'_>, cout: &Grandeur<'_>) -> Option<Diagnostic> {
    let quotient = montant.valeur.checked_div(quantite.valeur)?;
    let decimales = if cout.valeur.is_integer() { 0 } else { 2 };
    let marge = Decimal::new(5, decimales + 1);
    if (quotient - cout.valeur).abs() <= marge {
        return None;
    }
    // The last digit that is not a zero may have been rounded.
    let produit = cout.valeur.checked_mul(quantite.valeur)?;
    let rond =
        (montant.valeur - produit).abs() <= demi_rang(montant.valeur) + marge.checked_mul(quantite.valeur)?;
    let constat = Diagnostic::constat(
        cout.span(),
        format!(
            "le coût unitaire écrit, {}, n’est pas le quotient de {} par {}, {}",
            cout.ecrite(),
            montant.ecrite(),
            quantite.ecrite(),
            Montant::arrondi(quotient)?
        ),
    )
    .calcul(format!(
        "{} / {} = {} ; {} × {} = {}",
        montant.ecrite(),
        quantite.ecrite(),
        Montant::arrondi(quotient)?,
        cout.ecrite(),
        nombre(quantite.valeur),
        Montant::arrondi(produit)?
    ))
    .voir(montant.span(), montant.ecrite().to_owned())
    .voir(quantite.span(), quantite.citee());
    Some(if rond {
        let montant_du = Montant::arrondi(produit)?;
        let (cout, nombre) = (cout.ecrite(), nombre(quantite.valeur));
        constat.aide(format!("le montant est peut-être arrondi : {cout} × {nombre} = {montant_du}")).conseil()
    } else {
        constat.aide("corriger le montant, le nombre ou le coût unitaire")
    })
}

/// Half of the rank of the last digit that is not a zero: 50 000 for 6 600 000.
fn demi_rang(n: Decimal) -> Decimal {
    let mut rang = Decimal::ONE;
    let dix = Decimal::TEN;
    while !n.is_zero() && n.checked_rem(rang * dix).is_some_and(|r| r.is_zero()) {
        rang *= dix;
    }
    rang / Decimal::TWO
}
