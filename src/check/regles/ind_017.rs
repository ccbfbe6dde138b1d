//! A table that applies an increase in per cent to a column.

use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::check::grille::{Place, grille, premier_nombre};
use crate::check::outils::{nombre, plat, pourcent};
use crate::check::quantites::prose_par_fichier;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::{Fait, Nature};
use crate::model::tableau::{Contenu, Donnees};
use crate::model::texte::Bloc;
use crate::model::{Fiche, Passage};
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-017",
    titre: "une valeur prévue n’est pas la valeur actuelle augmentée du taux affiché",
    gravite: Gravite::Erreur,
    verifie: "Dans un tableau de données, une cellule qui n’est qu’un taux signé (« + 17 % »), entre une colonne de \
              nombres à sa gauche et une autre à sa droite : le nombre de droite est la somme de ceux de gauche, sur \
              les lignes que la cellule couvre, augmentée du taux et arrondie. Un écart d’une unité du dernier chiffre \
              est un conseil, qui dit l’arrondi quand le nombre est tronqué. Le paragraphe qui précède le tableau, s’il annonce une hausse ou une baisse en pour cent, \
              annonce ce taux.",
    pourquoi: "Une prévision qui ne suit pas de son taux ne peut justifier ni des postes ni une subvention.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "figures:\n",
                a: "  - id: postes\n    titre: Les postes d'accueil\n    colonnes:\n      - { titre: Postes actuels, type: valeur }\n      \
                    - { titre: Augmentation, type: valeur }\n      - { titre: Postes prévus, type: valeur }\n    lignes: |\n      \
                    8,5 (bourg) | + 10 % | 10,45\n      1           | ^      | ^\n\nfigures:\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{tableau.sites}\n",
                a: "{tableau.sites}\n\nLes postes sont en hausse de 10 %.\n\n{tableau.postes}\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "| 10,45\n",
            a: "| 12,45\n",
        }],
        admis: &[Changement { fichier: "content/2024/fiches/01-accueil.md", de: "| 10,45\n", a: "| 10,5\n" }],
    },
    chercher,
};

static TAUX: LazyLock<Motif> =
    LazyLock::new(|| motif(r"^(?P<s>[+\-−–])\s?(?P<n>[0-9]{1,3}(?:,[0-9]+)?)\s?%$"));

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let prose = prose_par_fichier(c);
    for fiche in c.fiches() {
        let passages = prose.get(&fiche.span.fichier.rang()).map_or(&[] as &[&Passage], Vec::as_slice);
        for tableau in &fiche.tableaux {
            let grille = grille(tableau);
            for (rang, ligne) in grille.iter().enumerate() {
                for (colonne, place) in ligne.iter().enumerate() {
                    if let Some(taux) = taux(place, rang) {
                        constats.extend(comparer(&grille, rang, colonne, taux));
                        constats.extend(annonce(passages, fiche, tableau, place.cellule.span, taux));
                    }
                }
            }
        }
    }
    constats
}

/// The signed rate of a cell, on its own row.
fn taux(place: &Place<'_>, rang: usize) -> Option<Decimal> {
    let Contenu::Texte(texte) = &place.cellule.valeur else { return None };
    let lu = TAUX.captures(texte.trim()).filter(|_| place.tete == rang)?;
    let n = crate::model::nombre::lire_decimal(lu.name("n")?.as_str()).ok()?;
    Some(if lu.name("s")?.as_str() == "+" { n } else { -n })
}

fn comparer(grille: &[Vec<Place<'_>>], rang: usize, colonne: usize, taux: Decimal) -> Option<Diagnostic> {
    let (gauche, droite) = (colonne.checked_sub(1)?, colonne.checked_add(1)?);
    let couvertes = grille
        .iter()
        .enumerate()
        .skip(rang)
        .take_while(|(_, l)| l.get(colonne).is_some_and(|p| p.tete == rang));
    let mut termes = Vec::new();
    let mut prevu: Option<&Place<'_>> = None;
    for (k, ligne) in couvertes {
        let terme = ligne.get(gauche)?;
        if terme.tete == k {
            termes.push((premier_nombre(&terme.cellule.valeur)?, terme.cellule.span));
        }
        let cible = ligne.get(droite)?;
        if prevu.is_some_and(|p| p.tete != cible.tete) {
            return None;
        }
        prevu = Some(cible);
    }
    let prevu = prevu?.cellule;
    let dit = premier_nombre(&prevu.valeur)?;
    let somme = termes.iter().try_fold(Decimal::ZERO, |s, (n, _)| s.checked_add(*n))?;
    let exact = somme.checked_mul(Decimal::ONE.checked_add(taux.checked_div(Decimal::ONE_HUNDRED)?)?)?;
    let pas = Decimal::new(1, dit.scale());
    let ecart = (exact - dit).abs();
    if ecart.checked_mul(Decimal::TWO)? <= pas {
        return None;
    }
    let dits: Vec<String> = termes.iter().map(|(n, _)| nombre(*n)).collect();
    let base = if dits.len() > 1 { format!("({})", dits.join(" + ")) } else { dits.concat() };
    let signe = if taux.is_sign_negative() { "−" } else { "+" };
    let calcul = format!("{base} {signe} {}", pourcent(taux.abs()));
    let message = if exact.trunc_with_scale(dit.scale()) == dit {
        let arrondi = exact.round_dp_with_strategy(dit.scale(), RoundingStrategy::MidpointAwayFromZero);
        format!("{} est tronqué : l’arrondi de {calcul} serait {}", nombre(dit), nombre(arrondi))
    } else {
        format!("{} n’est pas {calcul}", nombre(dit))
    };
    let mut constat = Diagnostic::constat(prevu.span, message)
        .calcul(format!(
            "{calcul} = {} ; affiché : {}",
            nombre(exact.round_dp(dit.scale().saturating_add(2).min(8))),
            nombre(dit)
        ))
        .aide("corriger le nombre prévu, le taux, ou l’un des nombres de départ");
    for (n, span) in &termes {
        constat = constat.voir(*span, nombre(*n));
    }
    Some(if ecart < pas { constat.conseil() } else { constat })
}

/// The paragraph above the table that announces another rate.
fn annonce(
    passages: &[&Passage],
    fiche: &Fiche,
    tableau: &Donnees,
    ou: Span,
    taux: Decimal,
) -> Option<Diagnostic> {
    let cle = format!("tableau.{}", tableau.id.valeur);
    let mut blocs = fiche.introduction.iter().chain(fiche.sections.iter().flat_map(|s| &s.corps));
    let reference = blocs.find_map(|b| match b {
        Bloc::Reference(r) if r.valeur == cle => Some(r.span),
        _ => None,
    })?;
    let avant = |p: &&&Passage| p.nature == Nature::Paragraphe && p.span.fin <= reference.debut;
    let passage = passages.iter().rfind(avant)?;
    let mots = plat(&passage.texte);
    if !["hausse", "augment", "baisse", "diminu"].iter().any(|m| mots.contains(m)) {
        return None;
    }
    let dits: Vec<_> = passage
        .mentions
        .iter()
        .filter_map(|m| match m.fait {
            Fait::Pourcentage(p) => Some((p, passage.span_du_fait(m))),
            _ => None,
        })
        .collect();
    let (p, span) = *dits.iter().find(|(p, _)| *p != taux.abs())?;
    Some(
        Diagnostic::constat(
            span,
            format!(
                "le texte annonce {}, et le tableau qui suit applique {}",
                pourcent(p),
                pourcent(taux.abs())
            ),
        )
        .voir(ou, "taux du tableau")
        .aide("corriger l’un des deux taux"),
    )
}
