//! Days and periods of the prose of a fiche that are nearly those of its data.

use std::sync::LazyLock;

use crate::check::dates::{Intervalle, Lot, articles, bornes, chiffres, dire, est_prose, intervalle, lots};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::LigneObjectif;
use crate::model::passage::{Fait, Nature};
use crate::model::temps::Fenetre;
use crate::model::{DateImprecise, Duree, Jour, Passage};
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-006",
    titre: "un jour du texte n’est pas tout à fait celui des données",
    gravite: Gravite::Avertissement,
    verifie: "Dans une fiche : un jour annoncé comme un début (« depuis le », « à compter du »…) ou comme une fin \
              (« jusqu’au »…) qui ne diffère que d’un chiffre de la mise en place, de la durée ou de la période du \
              budget, sans être aucun jour des données ; une période « du… au… » dont un jour est celui d’une période \
              des données et dont l’autre ne diffère que d’un chiffre. Dans les articles, la même chose avec la \
              période d’exécution. La mise en place et le début du budget sont comparés de même. Un titre « au 30-06-2024 » l’est avec les jours de mesure \
              de la même année. Deux jours qui diffèrent davantage sont tenus pour deux faits.",
    pourquoi: "La date du texte et celle des données servent toutes deux à calculer ce qui est dû : un chiffre changé en \
               recopiant suffit à faire deux échéances.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "Les actions menées du 1er janvier 2024 au 31 décembre 2024 sont évaluées",
            a: "Les actions menées du 1er janvier 2024 au 30 décembre 2024 sont évaluées",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "Deux conseillers suivent les personnes depuis le 1er février 2024, en lien avec la fiche 1.",
            },
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "Les actions menées du 1er janvier 2024 au 31 décembre 2024 sont évaluées",
                a: "Les actions menées du 1er janvier 2024 au 30 juin 2024 sont évaluées",
            },
        ],
    },
    chercher,
};

/// What announces a beginning, and an end.
static ANNONCES: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    (
        motif(
            r"(?i)(?:\bdepuis|\bdès|\bà (?:compter|partir)|\bouverture\b[^;]{0,60}|\bdébut\w*[^.;]{0,12}|\bdémarr\w*[^.;]{0,12}|\bcommenc\w*[^.;]{0,12}|\blancée?s?|\bmise en place)\s+(?:le|du|au)\s+$",
        ),
        motif(r"(?i)(?:\bjusqu['’]|\bprend fin |\bs['’]achève |\bse termine |\bfinit )(?:au|le)\s+$"),
    )
});

/// « 10/21 au 12/22 ».
static MOIS_EN_CHIFFRES: LazyLock<Motif> =
    LazyLock::new(|| motif(r"\b([0-9]{2})/([0-9]{2}) (?:au|à) ([0-9]{2})/([0-9]{2})\b"));

/// A day of the data, or a period, and what it is.
struct Reference<T> {
    quand: T,
    nom: &'static str,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut sortie: Vec<Diagnostic> = lots(c).iter().flat_map(fiche).collect();
    if let Some(execution) = &c.dossier.convention.execution
        && let Some(quand) = intervalle(&execution.valeur)
    {
        let reference = [Reference { quand, nom: "la période d’exécution", span: execution.span }];
        sortie.extend(articles(c).flat_map(|p| periodes(p, &reference)));
    }
    sortie
}

fn fiche(lot: &Lot<'_>) -> Vec<Diagnostic> {
    let fiche = lot.fiche;
    let mut debuts: Vec<Reference<Jour>> = Vec::new();
    let mut fins: Vec<Reference<Jour>> = Vec::new();
    let mut periodes_ref: Vec<Reference<Intervalle>> = Vec::new();
    for date in fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten() {
        if let DateImprecise::Jour(quand) = date.donnee {
            debuts.push(Reference { quand, nom: "la mise en place", span: date.span });
        }
    }
    let mise_en_place = debuts.len();
    let durees = fiche.duree.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durees = durees.map(|d| (&d.donnee, d.span, "la durée"));
    let budgets = fiche.budgets.iter().filter_map(|b| b.periode.as_ref());
    for (duree, span, nom) in durees.chain(budgets.map(|p| (&p.valeur, p.span, "la période du budget"))) {
        if let Duree::Longueur(_, _, Some(DateImprecise::Jour(quand))) = duree {
            fins.push(Reference { quand: *quand, nom, span });
        }
        if let Some(quand) = intervalle(duree) {
            periodes_ref.push(Reference { quand, nom, span });
        }
        if let Duree::Periode(DateImprecise::Jour(a), DateImprecise::Jour(b)) = duree {
            debuts.push(Reference { quand: *a, nom, span });
            fins.push(Reference { quand: *b, nom, span });
        }
    }
    let mesures = mesures(lot);
    let connus: Vec<Jour> = debuts.iter().chain(&fins).chain(&mesures).map(|r| r.quand).collect();
    let mut sortie = entre_donnees(&debuts, mise_en_place);
    for passage in lot.passages.iter().filter(|p| est_prose(p) || p.nature == Nature::Champ) {
        // The data themselves are passages too, when they are printed.
        let donnee = |span: Span| debuts.iter().chain(&fins).any(|r| touche(r.span, span));
        if donnee(passage.span) {
            continue;
        }
        sortie.extend(jours(passage, &debuts, &fins, &connus));
        if passage.nature == Nature::Champ {
            sortie.extend(etats(passage, &mesures, &connus));
        }
        sortie.extend(periodes(passage, &periodes_ref));
    }
    sortie
}

fn touche(a: Span, b: Span) -> bool {
    a.fichier == b.fichier && a.debut < b.fin && b.debut < a.fin
}

/// The days of the windows of the values.
fn mesures(lot: &Lot<'_>) -> Vec<Reference<Jour>> {
    let lignes = lot.fiche.objectifs.iter().flat_map(|o| &o.lignes);
    lignes
        .filter_map(|l| match l {
            LigneObjectif::Indicateur { cases, .. } => Some(cases),
            LigneObjectif::Titre(_) => None,
        })
        .flatten()
        .flatten()
        .filter_map(|v| v.fenetre.map(|f| (f, v.mesurage.span)))
        .flat_map(|(fenetre, span)| {
            let jours = match fenetre {
                Fenetre::Au(j) => vec![j],
                Fenetre::DuAu(a, b) => vec![a, b],
            };
            jours.into_iter().map(move |quand| Reference { quand, nom: "une mesure", span })
        })
        .collect()
}

/// A heading « au 30-06-2022 », and the windows of the values: another day of the same year.
fn etats(passage: &Passage, mesures: &[Reference<Jour>], connus: &[Jour]) -> Option<Diagnostic> {
    let [mention] = passage.mentions.as_slice() else { return None };
    let Fait::Jour(jour) = mention.fait else { return None };
    if connus.contains(&jour) || !passage.texte.get(..mention.octets.start)?.ends_with(" au ") {
        return None;
    }
    let meme = |r: &&Reference<Jour>| r.quand.annee() == jour.annee() && chiffres(r.quand, jour) == 1;
    let proche = mesures.iter().find(meme)?;
    Some(
        Diagnostic::constat(
            passage.span_du_fait(mention),
            format!("ce titre dit le {jour}, et {} de la fiche est au {}", proche.nom, proche.quand),
        )
        .voir(proche.span, proche.nom)
        .aide("un chiffre les sépare : vérifier lequel des deux jours est juste"),
    )
}

/// The start of the action and that of the budget, when one digit tells them apart.
fn entre_donnees(debuts: &[Reference<Jour>], mise_en_place: usize) -> Vec<Diagnostic> {
    let (starts, autres) = debuts.split_at_checked(mise_en_place).unwrap_or((debuts, &[]));
    let proche = |a: &Reference<Jour>| autres.iter().find(|b| chiffres(a.quand, b.quand) == 1);
    starts
        .iter()
        .filter(|a| autres.iter().all(|b| b.quand != a.quand))
        .filter_map(|a| proche(a).map(|b| (a, b)))
        .map(|(a, b)| {
            Diagnostic::constat(
                a.span,
                format!("l’action est mise en place le {}, et {} commence le {}", a.quand, b.nom, b.quand),
            )
            .voir(b.span, b.nom)
            .aide("un chiffre les sépare : vérifier lequel des deux jours est juste")
        })
        .collect()
}

fn jours(
    passage: &Passage,
    debuts: &[Reference<Jour>],
    fins: &[Reference<Jour>],
    connus: &[Jour],
) -> Vec<Diagnostic> {
    let (debut, fin) = &*ANNONCES;
    passage
        .mentions
        .iter()
        .filter_map(|m| {
            let Fait::Jour(jour) = m.fait else { return None };
            let avant = passage.texte.get(..m.octets.start)?;
            let references = if debut.is_match(avant) {
                debuts
            } else if fin.is_match(avant) {
                fins
            } else {
                return None;
            };
            if connus.contains(&jour) {
                return None;
            }
            let proche = references.iter().find(|r| chiffres(r.quand, jour) == 1)?;
            Some(
                Diagnostic::constat(
                    passage.span_du_fait(m),
                    format!("le texte dit le {jour}, et {} le {}", proche.nom, proche.quand),
                )
                .voir(proche.span, proche.nom)
                .aide("un chiffre les sépare : vérifier lequel des deux jours est juste"),
            )
        })
        .collect()
}

/// « du … au … »: the two days that follow each other so, or two months in figures (« 10/21 au 12/22 »).
fn periodes(passage: &Passage, references: &[Reference<Intervalle>]) -> Vec<Diagnostic> {
    let jours = passage.mentions.windows(2).filter_map(|paire| {
        let [a, b] = paire else { return None };
        let entre = passage.texte.get(a.octets.end..b.octets.start)?.trim();
        let Fait::Jour(fin) = b.fait else { return None };
        let debut = match a.fait {
            Fait::Jour(j) => j,
            // « Du 1er janvier au 30 juin 2024 »: one year for both.
            Fait::JourSansAnnee(jour, mois) => Jour::new(u16::try_from(fin.annee()).ok()?, mois, jour)?,
            _ => return None,
        };
        let lie = ["au", "jusqu’au", "jusqu'au"].contains(&entre);
        lie.then_some(((debut, fin), a.octets.start..b.octets.end, 1))
    });
    let mois = MOIS_EN_CHIFFRES.captures_iter(&passage.texte).filter_map(|trouve| {
        let nombre = |i: usize| trouve.get(i)?.as_str().parse::<u16>().ok();
        let (m1, a1, m2, a2) = (nombre(1)?, nombre(2)?, nombre(3)?, nombre(4)?);
        let de = bornes(&DateImprecise::Mois(u8::try_from(m1).ok()?, 2000 + a1))?;
        let a = bornes(&DateImprecise::Mois(u8::try_from(m2).ok()?, 2000 + a2))?;
        // The last day of a month may differ with it.
        Some(((de.0, a.1), trouve.get(0)?.range(), 2))
    });
    jours
        .chain(mois)
        .filter(|(dite, ..)| references.iter().all(|r| r.quand != *dite))
        .filter_map(|(dite, octets, permis)| {
            let proche = references.iter().find(|r| {
                let ecarts = [chiffres(r.quand.0, dite.0), chiffres(r.quand.1, dite.1)];
                ecarts.contains(&0) && ecarts.iter().sum::<usize>() <= permis
            })?;
            Some(
                Diagnostic::constat(
                    passage.span_de(&octets),
                    format!("le texte dit {}, et {} va {}", dire(dite), proche.nom, dire(proche.quand)),
                )
                .voir(proche.span, proche.nom)
                .aide("un chiffre les sépare : vérifier lequel des deux jours est juste"),
            )
        })
        .collect()
}
