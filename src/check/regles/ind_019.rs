//! A row of a table and the sentence that says the same thing with another number.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::grille::{self, grille};
use crate::check::indicateurs::{annees, court, des_fiches, dire};
use crate::check::outils::{nombre, pourcent};
use crate::check::quantites::{Quantite, communs, contient, du_passage, mots, prose_par_fichier, quantites};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::tableau::TypeColonne;
use crate::model::{Fiche, Passage};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-019",
    titre: "le texte donne un autre nombre que la ligne de tableau qui dit la même chose",
    gravite: Gravite::Avertissement,
    verifie: "Les lignes des tableaux de données et du tableau des objectifs d’une fiche, et les paragraphes et items \
              de la même fiche. Un passage redit une ligne quand les trois quarts de ses mots s’y trouvent, ou quand il \
              contient tous les mots de son libellé. Les nombres de même unité (pourcentage, ou même mot compté) du \
              passage doivent alors se trouver dans la ligne, ou dans une autre ligne que le passage redit aussi bien. \
              Un passage long n’est examiné que s’il n’a qu’un pourcentage ; celui qui nomme une année que la ligne \
              n’a pas n’est pas retenu.",
    pourquoi: "Un seuil ou une quotité que le tableau et le texte disent autrement se prête à deux calculs, donc à un \
               litige au moment de payer.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Les loyers des sites sont donnés par le tableau ci-dessous.",
            a: "Le taux d'occupation de Roquenoire est de 80 %.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "Les loyers des sites sont donnés par le tableau ci-dessous.",
                a: "Le taux d'occupation de Roquenoire est de 60 %.",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "Les loyers des sites sont donnés par le tableau ci-dessous.",
                a: "En 2021, le taux d'occupation de Roquenoire était de 80 %.",
            },
        ],
    },
    chercher,
};

/// A row of a table, and what it says.
struct Rangee {
    libelle: String,
    /// The words of the label; those of the whole row.
    cles: BTreeSet<String>,
    mots: BTreeSet<String>,
    quantites: Vec<Quantite>,
    annees: Vec<i32>,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let prose = prose_par_fichier(c);
    let mut objectifs: BTreeMap<u32, Vec<Rangee>> = BTreeMap::new();
    for donnee in des_fiches(c) {
        let valeurs: Vec<String> = donnee.case.iter().map(|v| dire(&v.mesurage.valeur)).collect();
        let texte = format!("{} {}", donnee.libelle, valeurs.join(" ; "));
        if let Some(span) = donnee.case.first().map(|v| v.mesurage.span) {
            let mut rangee = rangee(donnee.libelle.to_owned(), &[], &texte, span);
            rangee.annees.extend(annees(donnee.colonne));
            objectifs.entry(donnee.span.fichier.rang()).or_default().push(rangee);
        }
    }
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        let rang = fiche.span.fichier.rang();
        let mut rangees = des_tableaux(fiche);
        rangees.extend(objectifs.remove(&rang).unwrap_or_default());
        rangees.retain(|r| !r.quantites.is_empty() && !r.mots.is_empty());
        for passage in prose.get(&rang).into_iter().flatten() {
            constats.extend(confronter(passage, &rangees));
        }
    }
    constats
}

fn rangee(libelle: String, entetes: &[&str], texte: &str, span: Span) -> Rangee {
    let mut cles = mots(&libelle);
    cles.extend(entetes.iter().flat_map(|e| mots(e)));
    let mut tous = mots(texte);
    tous.extend(cles.iter().cloned());
    Rangee { libelle, cles, mots: tous, quantites: quantites(texte), annees: annees(texte), span }
}

/// The rows of the tables of data; the label is the first cell that no other row shares.
fn des_tableaux(fiche: &Fiche) -> Vec<Rangee> {
    let mut sortie = Vec::new();
    for tableau in &fiche.tableaux {
        for (rang, ligne) in grille(tableau).iter().enumerate() {
            let propres = || ligne.iter().zip(&tableau.colonnes).filter(|(p, _)| p.tete == rang);
            let texte_de = |p: &grille::Place<'_>, genre: TypeColonne| {
                let signe = if genre == TypeColonne::Pourcentage { " %" } else { "" };
                format!("{}{signe}", grille::texte(&p.cellule.valeur))
            };
            let Some((tete, _)) = propres().find(|(_, c)| c.genre == TypeColonne::Texte).or(propres().next())
            else {
                continue;
            };
            let libelle = grille::texte(&tete.cellule.valeur);
            let entetes: Vec<&str> = tableau
                .colonnes
                .iter()
                .filter(|c| c.genre == TypeColonne::Pourcentage)
                .map(|c| c.titre.valeur.as_str())
                .collect();
            let valeurs = propres().filter(|(_, c)| c.genre != TypeColonne::Montant);
            let texte = valeurs.map(|(p, c)| texte_de(p, c.genre)).collect::<Vec<_>>().join(" ; ");
            // A single column of percentages is what the row is about.
            let entetes = if entetes.len() == 1 { entetes.as_slice() } else { &[] };
            let span = propres().next_back().map_or(tete.cellule.span, |(p, _)| p.cellule.span);
            sortie.push(rangee(libelle, entetes, &texte, span));
        }
    }
    sortie
}

fn confronter(passage: &Passage, rangees: &[Rangee]) -> Option<Diagnostic> {
    const MOTS_COURTS: usize = 14;
    let dites = du_passage(passage);
    if dites.is_empty() || rangees.is_empty() {
        return None;
    }
    let du_texte = mots(&passage.texte);
    let annees = annees(&passage.texte);
    let part = |r: &Rangee| communs(&du_texte, &r.mots);
    let court_assez = du_texte.len() <= MOTS_COURTS;
    let pour_cents = dites.iter().filter(|q| q.pour_cent).count();
    let entier = |r: &Rangee| {
        let n = part(r);
        // One word is enough when it is all that both say: « 95 % de référencement ».
        let assez = n >= 2 || (n == 1 && du_texte.len() == 1 && pour_cents == 1 && r.cles.len() == 1);
        court_assez && assez && n.saturating_mul(4) >= du_texte.len().saturating_mul(3)
    };
    let libelle = |r: &Rangee| r.cles.len() >= 2 && pour_cents == 1 && contient(&du_texte, &r.cles);
    let redit = |r: &&Rangee| (entier(r) || libelle(r)) && annees.iter().all(|a| r.annees.contains(a));
    let proches: Vec<&Rangee> = rangees.iter().filter(redit).collect();
    let meilleure = proches.iter().copied().max_by_key(|r| part(r))?;
    let egales = || proches.iter().copied().filter(|r| part(r) == part(meilleure));
    dites.iter().find_map(|q| {
        // A long text that holds the label says more than it: only its percentage can be the row's.
        let lignes = egales().filter(|r| q.pour_cent || entier(r));
        let connus: Vec<Decimal> = lignes.flat_map(|r| memes(r, q)).collect();
        if connus.is_empty() || connus.contains(&q.nombre) {
            return None;
        }
        let dire = |n: Decimal| if q.pour_cent { pourcent(n) } else { nombre(n) };
        let attendus = connus.iter().map(|n| dire(*n)).collect::<Vec<_>>().join(" ou ");
        Some(
            Diagnostic::constat(
                passage.span_de(&q.octets),
                format!(
                    "le texte dit {}, et le tableau {attendus}, pour {}",
                    dire(q.nombre),
                    court(&meilleure.libelle)
                ),
            )
            .voir(meilleure.span, "ligne du tableau")
            .aide("corriger l’un des deux nombres, ou dire ce qui les distingue"),
        )
    })
}

/// The numbers of a row that are of the same unit as a quantity of the text.
fn memes(rangee: &Rangee, quantite: &Quantite) -> Vec<Decimal> {
    let meme = |q: &&Quantite| {
        q.pour_cent == quantite.pour_cent
            && (q.pour_cent || (!q.mots.is_empty() && q.mots.first() == quantite.mots.first()))
    };
    rangee.quantites.iter().filter(meme).map(|q| q.nombre).collect()
}
