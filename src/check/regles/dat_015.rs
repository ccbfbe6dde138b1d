//! When the action starts, in the prose and in its field.

use std::sync::LazyLock;

use crate::check::dates::{Intervalle, Lot, bornes, lots, moments, phrases, se_touchent};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-015",
    titre: "le texte fait commencer l’action à un autre moment que sa mise en place",
    gravite: Gravite::Avertissement,
    verifie: "Dans la rubrique de la mise en place, le texte qui situe un début (« depuis », « à compter de », « date \
              de », « commence »…) : l’un au moins de ses moments peut être celui du champ. Ailleurs dans la fiche, une \
              phrase qui dit quand l’action, l’expérimentation ou le dispositif doit démarrer, débuter ou commencer : ce \
              moment (jour, mois, trimestre, semestre, année) peut être celui du champ. Les actions en plusieurs \
              parties, et les débuts d’autre chose, sont laissés de côté.",
    pourquoi: "Le début fixe la durée et ce qui est dû pour l’année : deux débuts dans une fiche, c’est deux budgets.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "L'action démarre au second semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "L'action démarre au premier semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "La seconde enquête commence au second semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            },
        ],
    },
    chercher,
};

/// What situates a beginning, just before a moment; and a sentence that says when the action begins.
static ANNONCES: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    (
        motif(
            r"(?i)\b(?:depuis|dès|à (?:compter|partir) d[eu]|date d[eu]|commenc\w+(?: en| le| au)?|début\w*(?: en| le| au)?|démarr\w*(?: en| le| au)?|mise en place(?: en| le| au)?)\s(?:le |l['’]|la |du )?$",
        ),
        motif(
            r"(?i)\b(?:l['’](?:action|expérimentation|opération)|le (?:dispositif|projet)|son démarrage)\b[^.;]{0,30}\b(?:démarr|début|commenc)\w+\s(?:dès |à partir de |à compter de )?(?:en |au |le |à la )?$",
        ),
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    lots(c).iter().flat_map(juger).collect()
}

fn juger(lot: &Lot<'_>) -> Vec<Diagnostic> {
    let Some(Ok(debuts)) = &lot.fiche.mise_en_place else { return Vec::new() };
    let [debut] = debuts.as_slice() else { return Vec::new() };
    let Some(jours) = bornes(&debut.donnee) else { return Vec::new() };
    let (dans, hors): (Vec<&Passage>, Vec<&Passage>) =
        lot.prose().partition(|p| lot.rubrique(p.span) == Some("mise_en_place"));
    let (seuil, action) = &*ANNONCES;
    let annonces: Vec<_> = dans.into_iter().flat_map(|p| annonces(p, seuil)).collect();
    let accord = annonces.iter().any(|(_, _, quand)| se_touchent(*quand, jours));
    let rubrique = annonces.into_iter().filter(|_| !accord).take(1);
    let ailleurs = hors
        .into_iter()
        .flat_map(|p| annonces_fermes(p, action))
        .filter(|(_, _, quand)| !se_touchent(*quand, jours));
    rubrique
        .chain(ailleurs)
        .map(|(passage, octets, _)| {
            let ecrit = passage.texte.get(octets.clone()).unwrap_or("");
            Diagnostic::constat(
                passage.span_de(&octets),
                format!(
                    "le texte fait commencer l’action à ce moment ({ecrit}), et sa mise en place est : {}",
                    debut.donnee
                ),
            )
            .voir(debut.span, "mise en place")
            .aide("corriger le texte ou le champ ; le texte peut citer `{mise_en_place}`")
        })
        .collect()
}

type Annonce<'d> = (&'d Passage, std::ops::Range<usize>, Intervalle);

fn annonces<'d>(passage: &'d Passage, seuil: &Motif) -> Vec<Annonce<'d>> {
    moments(passage)
        .into_iter()
        .filter(|m| passage.texte.get(..m.octets.start).is_some_and(|avant| seuil.is_match(avant)))
        .map(|m| (passage, m.octets, m.jours))
        .collect()
}

/// Those of the sentences that tell of the action itself.
fn annonces_fermes<'d>(passage: &'d Passage, action: &Motif) -> Vec<Annonce<'d>> {
    let trouves = moments(passage);
    if trouves.is_empty() {
        return Vec::new();
    }
    phrases(&passage.texte)
        .into_iter()
        .flat_map(|phrase| {
            trouves
                .iter()
                .filter(|m| phrase.start <= m.octets.start && m.octets.end <= phrase.end)
                .filter(|m| {
                    passage.texte.get(phrase.start..m.octets.start).is_some_and(|t| action.is_match(t))
                })
                .map(|m| (passage, m.octets.clone(), m.jours))
                .collect::<Vec<_>>()
        })
        .collect()
}
