//! Deadlines: those of the framework, of the articles, and the end of what they report on.

use std::sync::LazyLock;

use crate::check::dates::{articles, execution};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::Echeance;
use crate::model::passage::{Fait, Mention};
use crate::model::temps::mois;
use crate::model::{Jour, Passage};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-005",
    titre: "une échéance ne peut pas être tenue, ou en contredit une autre",
    gravite: Gravite::Erreur,
    verifie: "Une phrase d’un article qui fixe une échéance à ce que le cadre en fixe une (`echeances`) donne le même \
              jour, l’année qui suit celle de l’édition. En avertissement : cette échéance tombe avant la fin de la \
              période d’exécution dont elle rend compte (en conseil quand son année n’est pas écrite) ; « entre le 1er juillet de l’année n et le 30 juin de \
              l’année n+1 » ne fait pas un an. En conseil : une échéance « de chaque année » dans une convention \
              conclue pour un an. Une échéance d’un autre objet n’est pas comparée.",
    pourquoi: "Un rapport dû avant la fin de ce qu’il relate sera incomplet ou en retard ; deux échéances pour un même \
               devoir laissent chacun choisir la sienne.",
    source: "Échéances de l’instruction qui fixe le cadre de la convention (`cadres/*.yaml`) ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "le 31 mars 2025 au plus tard",
            a: "le 31 mai 2025 au plus tard",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "le 31 mars 2025 au plus tard",
                a: "le 31 mars de l'exercice suivant, au plus tard",
            },
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "Ce rapport rend compte des engagements de l'article 2.",
                a: "Les pièces comptables sont remises avant le 15 mai 2025.",
            },
        ],
    },
    chercher,
};

struct Motifs {
    butoir: Motif,
    chaque_annee: Motif,
    un_an: Motif,
    n_et_n1: Motif,
}

static MOTIFS: LazyLock<Motifs> = LazyLock::new(|| Motifs {
    butoir: motif(r"(?i)\b(?:au plus tard|avant le|dernier délai|date limite)\b"),
    chaque_annee: motif(r"(?i)\b(?:de |du )?chaque (?:année|exercice)\b"),
    un_an: motif(r"(?i)\b(?:conclue?|vaut|valable|signée?)\b[^.;]{0,40}?\b(?:un|1) an\b"),
    n_et_n1: motif(
        r"(?i)(?P<j1>1er|[0-9]{1,2}) (?P<m1>\w+) de l['’]année n et (?:de |du )?(?:le )?(?P<j2>1er|[0-9]{1,2}) (?P<m2>\w+) de l['’]année n ?\+ ?1\b",
    ),
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let prose: Vec<&Passage> = articles(c).collect();
    let mut sortie: Vec<Diagnostic> =
        c.dossier.cadre.echeances.iter().flat_map(|e| echeance(c, e, &prose)).collect();
    sortie.extend(prose.iter().filter_map(|p| annee_pleine(p)));
    if let Some(duree) = prose.iter().find_map(|p| Some((*p, MOTIFS.un_an.find(&p.texte)?.range()))) {
        sortie.extend(prose.iter().filter_map(|p| chaque_annee(p, &duree)));
    }
    sortie
}

fn jour_et_mois(mention: &Mention) -> Option<(u8, u8)> {
    match mention.fait {
        Fait::Jour(j) => Some((j.jour(), j.mois())),
        Fait::JourSansAnnee(jour, mois) => Some((jour, mois)),
        _ => None,
    }
}

/// The sentences of the articles that fix a deadline of the framework, and the deadline itself.
fn echeance(c: &Contexte<'_>, echeance: &Echeance, prose: &[&Passage]) -> Vec<Diagnostic> {
    let suivante = c.dossier.convention.annee.saturating_add(1);
    let Some(jour) = Jour::new(suivante, echeance.mois, echeance.jour) else { return Vec::new() };
    let dit = format!("{}\u{a0}{}", echeance.jour, mois(echeance.mois));
    let mut sortie = Vec::new();
    let mut lieu = None;
    for passage in prose.iter().filter(|p| plat(&p.texte).contains(&plat(&echeance.objet))) {
        let jours: Vec<&Mention> = passage
            .mentions
            .iter()
            .filter(|m| jour_et_mois(m).is_some() && MOTIFS.butoir.is_match(passage.phrase(&m.octets)))
            .collect();
        let Some(premier) = jours.first() else { continue };
        let bon = |m: &&&Mention| jour_et_mois(m) == Some((echeance.jour, echeance.mois));
        let Some(juste) = jours.iter().find(bon) else {
            let ecrit = passage.texte.get(premier.octets.clone()).unwrap_or("");
            sortie.push(
                Diagnostic::constat(
                    passage.span_du_fait(premier),
                    format!("l’article fixe le {} au {ecrit}, le cadre au {dit}", echeance.objet),
                )
                .aide("reprendre l’échéance du cadre"),
            );
            continue;
        };
        if let Fait::Jour(j) = juste.fait
            && j != jour
        {
            sortie.push(
                Diagnostic::constat(
                    passage.span_du_fait(juste),
                    format!("le {} est dû le {j} ; d’après le cadre, il l’est le {jour}", echeance.objet),
                )
                .aide("écrire l’année qui suit celle de l’édition"),
            );
        }
        lieu = lieu.or(Some((*passage, *juste, jours.clone())));
    }
    sortie.extend(trop_tot(c, echeance, jour, lieu));
    sortie
}

/// A deadline that falls before the end of what it reports on.
fn trop_tot(
    c: &Contexte<'_>,
    echeance: &Echeance,
    jour: Jour,
    lieu: Option<(&Passage, &Mention, Vec<&Mention>)>,
) -> Option<Diagnostic> {
    let (fenetre, place) = execution(c)?;
    let ecrite = place?;
    if jour >= fenetre.1 {
        return None;
    }
    let span = lieu.as_ref().map_or(ecrite, |(p, m, _)| p.span_du_fait(m));
    // Another deadline of the same sentence may be late enough: an option left open in the model.
    let annee = u16::try_from(jour.annee()).ok()?;
    let autre = lieu
        .iter()
        .flat_map(|(_, _, jours)| jours)
        .filter_map(|m| jour_et_mois(m))
        .find_map(|(j, m)| Jour::new(annee, m, j).filter(|autre| *autre >= fenetre.1));
    let aide = match autre {
        Some(autre) => format!("retenir l’échéance du {autre}, que la même phrase admet, et retirer l’autre"),
        None => "reporter l’échéance, ou dire que le rapport est d’étape".to_owned(),
    };
    // A day without its year does not say which year is meant: that is all that can be told.
    if let Some((_, Mention { fait: Fait::JourSansAnnee(..), .. }, _)) = &lieu {
        let message = format!(
            "l’échéance du {} est ambiguë : sans son année, elle peut tomber le {jour}, avant la fin des actions, le {}",
            echeance.objet, fenetre.1
        );
        let constat = Diagnostic::constat(span, message).conseil();
        return Some(constat.voir(ecrite, format!("actions menées jusqu’au {}", fenetre.1)).aide(
            match autre {
                Some(_) => aide,
                None => "écrire l’échéance avec son année".to_owned(),
            },
        ));
    }
    Some(
        Diagnostic::constat(
            span,
            format!(
                "le {} est dû le {jour}, avant la fin des actions dont il rend compte, le {}",
                echeance.objet, fenetre.1
            ),
        )
        .avertissement()
        .voir(ecrite, format!("actions menées jusqu’au {}", fenetre.1))
        .aide(aide),
    )
}

/// « entre le 1er juillet de l’année n et le 30 juin de l’année n+1 ».
fn annee_pleine(passage: &Passage) -> Option<Diagnostic> {
    let trouve = MOTIFS.n_et_n1.captures(&passage.texte)?;
    let groupe = |nom: &str| trouve.name(nom).map(|m| m.as_str().to_lowercase());
    let nombre = |texte: String| texte.strip_suffix("er").unwrap_or(&texte).parse::<u8>().ok();
    let numero = |nom: String| (1..=12).find(|m| mois(*m) == nom);
    // Any two years will do, leap years aside.
    let debut = Jour::new(2001, numero(groupe("m1")?)?, nombre(groupe("j1")?)?)?;
    let fin = Jour::new(2002, numero(groupe("m2")?)?, nombre(groupe("j2")?)?)?;
    let jours = fin.rang() - debut.rang() + 1;
    if jours == 365 {
        return None;
    }
    let octets = trouve.get(0)?.range();
    let texte = passage.texte.get(octets.clone())?;
    Some(
        Diagnostic::constat(
            passage.span_de(&octets),
            format!("« {texte} » ne fait pas un an, mais {jours} jours"),
        )
        .avertissement()
        .aide("corriger l’un des deux jours"),
    )
}

/// A deadline of every year, in an agreement of one year.
fn chaque_annee(passage: &Passage, duree: &(&Passage, std::ops::Range<usize>)) -> Option<Diagnostic> {
    let mention = passage.mentions.iter().find(|m| {
        let suite = passage.texte.get(m.octets.end..).unwrap_or("");
        let proche = suite.char_indices().nth(25).map_or(suite, |(i, _)| suite.get(..i).unwrap_or(""));
        matches!(m.fait, Fait::JourSansAnnee(..)) && MOTIFS.chaque_annee.is_match(proche)
    })?;
    let ecrit = passage.texte.get(mention.octets.clone())?;
    Some(
        Diagnostic::constat(
            passage.span_du_fait(mention),
            format!("l’échéance du {ecrit} est « de chaque année », et la convention est d’un an"),
        )
        .conseil()
        .voir(duree.0.span_de(&duree.1), "la durée")
        .aide("écrire l’échéance avec son année"),
    )
}
