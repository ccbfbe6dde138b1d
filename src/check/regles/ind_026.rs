//! Shares of posts, and the posts that the text says they make.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::grille::{grille, texte};
use crate::check::outils::nombre;
use crate::check::quantites::prose_par_fichier;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::nombre::lire_decimal;
use crate::model::passage::Nature;
use crate::model::tableau::Donnees;
use crate::model::texte::Bloc;
use crate::model::{Fiche, Passage};
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-026",
    titre: "les quotités d’un tableau ne font pas les ETP que le texte annonce",
    gravite: Gravite::Erreur,
    verifie: "Un tableau de données dont une colonne donne des quotités d’effectifs (« 20 % de 7 ETP ») et le paragraphe \
              qui le suit, s’il annonce un seul nombre d’ETP : ce nombre est la somme des quotités, à l’arrondi écrit.",
    pourquoi: "Le nombre d’ETP est la base du coût que l’acte met en face : faux, il fausse la participation de chacun.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{tableau.sites}\n",
                a: "{tableau.sites}\n\n{tableau.temps}\n\nLe temps est compté.\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "figures:\n",
                a: "  - id: temps\n    titre: Le temps de travail\n    colonnes:\n      - { titre: Fonction }\n      \
                - { titre: Temps }\n    lignes: |\n      Référents | 20 % des missions de 7 ETP\n      \
                Pilotage  | 30 % des missions d'1 ETP\n\nfigures:\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Le temps est compté.\n",
            a: "Cela revient à 1,5 ETP en année pleine.\n",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Le temps est compté.\n",
            a: "Cela revient à 1,7 ETP en année pleine.\n",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let quotite =
        r"(?P<p>[0-9]{1,3}(?:,[0-9]+)?)\s?%[^0-9%]{0,40}?\b(?:de |d['’])(?P<n>[0-9]+(?:,[0-9]+)?)\s?ETP\b";
    let etp = r"(?P<n>[0-9]+(?:,[0-9]+)?)\s?ETP\b";
    (motif(quotite), motif(etp))
});

/// A share of some posts.
struct Quotite {
    part: Decimal,
    etp: Decimal,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let prose = prose_par_fichier(c);
    let passages = |f: &Fiche| prose.get(&f.span.fichier.rang()).map_or(&[] as &[&Passage], Vec::as_slice);
    c.fiches()
        .flat_map(|f| f.tableaux.iter().filter_map(|t| comparer(passages(f), f, t)).collect::<Vec<_>>())
        .collect()
}

fn quotites(tableau: &Donnees) -> Vec<Quotite> {
    let grille = grille(tableau);
    let places = grille.iter().enumerate().flat_map(|(rang, l)| l.iter().filter(move |p| p.tete == rang));
    places
        .filter_map(|p| {
            let dit = texte(&p.cellule.valeur);
            let lue = MOTIFS.0.captures(&dit)?;
            let lire = |nom: &str| lire_decimal(lue.name(nom)?.as_str()).ok();
            Some(Quotite { part: lire("p")?, etp: lire("n")?, span: p.cellule.span })
        })
        .collect()
}

fn comparer(passages: &[&Passage], fiche: &Fiche, tableau: &Donnees) -> Option<Diagnostic> {
    let quotites = quotites(tableau);
    if quotites.len() < 2 {
        return None;
    }
    let cle = format!("tableau.{}", tableau.id.valeur);
    let reference = fiche.sections.iter().flat_map(|s| &s.corps).find_map(|b| match b {
        Bloc::Reference(r) if r.valeur == cle => Some(r.span),
        _ => None,
    })?;
    let apres = |p: &&&Passage| p.nature == Nature::Paragraphe && p.span.debut >= reference.fin;
    let passage = passages.iter().find(apres)?;
    let mut dits = MOTIFS.1.captures_iter(&passage.texte);
    let lu = dits.next().filter(|_| dits.next().is_none())?.name("n")?;
    let dit = lire_decimal(lu.as_str()).ok()?;
    let somme = quotites.iter().try_fold(Decimal::ZERO, |s, q| {
        s.checked_add(q.part.checked_mul(q.etp)?.checked_div(Decimal::ONE_HUNDRED)?)
    })?;
    let tolerance = Decimal::new(5, dit.scale().saturating_add(1).min(20));
    if (somme - dit).abs() <= tolerance {
        return None;
    }
    let termes: Vec<String> =
        quotites.iter().map(|q| format!("{}\u{a0}% × {}", nombre(q.part), nombre(q.etp))).collect();
    let mut constat = Diagnostic::constat(
        passage.span_de(&lu.range()),
        format!("le texte annonce {} ETP, et les quotités du tableau en font {}", nombre(dit), nombre(somme)),
    )
    .calcul(format!("{} = {} ; affiché : {}", termes.join(" + "), nombre(somme), nombre(dit)))
    .aide("corriger une quotité, un effectif ou le nombre annoncé");
    for q in &quotites {
        constat = constat.voir(q.span, format!("{}\u{a0}% de {} ETP", nombre(q.part), nombre(q.etp)));
    }
    Some(constat)
}
