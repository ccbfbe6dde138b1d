//! A unit cost or a rate told again with another value in the same fiche.

use std::sync::LazyLock;

use crate::check::calculs::{self, Calcul};
use crate::check::grandeurs::{self, Grandeur, Sorte, racine};
use crate::check::outils::plat;
use crate::check::textes::{est_prose, par_fichier, passages};
use crate::check::voisinage::{chiffres, voisins};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::text::{Motif, motif};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const PHRASE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-031",
    titre: "un coût unitaire ou un taux est redit avec une autre valeur",
    gravite: Gravite::Avertissement,
    verifie: "Dans la prose d’une fiche qui calcule un plafond (« 45 100 € par ETP : 41 000 €, plus 10 % de bonification ») : \
              un autre montant de la même unité (« par ETP ») qui n’est ni la base ni le plafond, et n’en diffère que d’un \
              chiffre ; un autre taux donné à la même chose (« la bonification de 15 % »). Une fiche sans un tel calcul est \
              laissée de côté : rien n’y dit que deux coûts sont le même.",
    pourquoi: "Le plafond de chaque subvention se calcule sur ces deux nombres.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "La bonification de 15 % est acquise dès cent suivis.\n\nLe plafond est de 45 100 € par ETP (41 000 €, plus 10 % de bonification).",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "La bonification de 10 % est acquise dès cent suivis, pour 41 000 € par ETP au plus.\n\nLe plafond est de 45 100 € par ETP (41 000 €, plus 10 % de bonification).",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    (motif(r"^[\s\x{a0}]*par (\w+)"), motif(r"(?i)\b(?:la|cette|une) (\w+)(?:,? dans la limite)? de$"))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    c.fiches().flat_map(|f| dans_la_fiche(passages(&tous, f))).collect()
}

fn dans_la_fiche(passages: &[Passage]) -> Vec<Diagnostic> {
    let textes = passages.iter().filter(|p| est_prose(p));
    let plafonds: Vec<Calcul<'_>> =
        textes.flat_map(calculs::lire).filter(|c| c.majore && c.juste() && c.termes.len() == 2).collect();
    if plafonds.is_empty() {
        return Vec::new();
    }
    let prose: Vec<Grandeur<'_>> = grandeurs::de_prose(passages).collect();
    plafonds.iter().flat_map(|p| comparer(p, &prose)).collect()
}

fn comparer(plafond: &Calcul<'_>, prose: &[Grandeur<'_>]) -> Vec<Diagnostic> {
    let [base, taux] = plafond.termes.as_slice() else { return Vec::new() };
    let unite = par(&plafond.resultat);
    let chose = taux.noms().into_iter().next();
    let autres = prose.iter().filter(|g| g.octets != taux.octets || g.passage.span != taux.passage.span);
    let montant = |g: &Grandeur<'_>| {
        let meme = g.sorte == Sorte::Euros && unite.is_some() && par(g) == unite;
        let proche = |a: &Grandeur<'_>| voisins(&chiffres(a.valeur, 0).0, &chiffres(g.valeur, 0).0).is_some();
        let connus = [base, &plafond.resultat];
        (meme && connus.iter().all(|a| a.valeur != g.valeur))
            .then(|| connus.into_iter().find(|a| proche(a)))
            .flatten()
    };
    let meme_taux = |g: &Grandeur<'_>| {
        let nommee =
            MOTIFS.1.captures(g.avant(60).trim_end()).and_then(|c| Some(racine(&plat(c.get(1)?.as_str()))));
        g.sorte == Sorte::Pourcentage && nommee.is_some() && nommee == chose && g.valeur != taux.valeur
    };
    autres
        .filter_map(|g| {
            let autre = montant(g).or_else(|| meme_taux(g).then_some(taux))?;
            Some(
                Diagnostic::constat(
                    g.span(),
                    format!("« {} » ici, « {} » dans le calcul du plafond", g.citee(), autre.citee()),
                )
                .calcul(plafond.formule.clone())
                .voir(autre.span(), autre.citee())
                .aide("écrire la même valeur aux deux endroits"),
            )
        })
        .collect()
}

/// The unit of a cost: « etp » of « par ETP ».
fn par(g: &Grandeur<'_>) -> Option<String> {
    Some(racine(&plat(MOTIFS.0.captures(g.suite())?.get(1)?.as_str())))
}
