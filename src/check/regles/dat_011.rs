//! Visas against the day of the act, and against each other.

use std::collections::BTreeMap;

use crate::check::dates::visas;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::model::convention::Visa;
use crate::model::passage::Fait;
use crate::text::{Span, Spanned};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-011",
    titre: "un visa est postérieur à l’acte, ou hors de l’ordre des dates",
    gravite: Gravite::Erreur,
    verifie: "Chaque date d’un visa, dans son champ `date` ou dans son objet, n’est pas postérieure à la signature, à \
              défaut au vote. Les visas d’une même nature qui se suivent (les instructions, les lois…) sont rangés du \
              plus ancien au plus récent : un désordre est dit en conseil. Le rang des natures entre elles est libre.",
    pourquoi: "On ne peut viser un texte qui n’existe pas encore : la date est fausse, ou le visa a été ajouté après la \
               signature.",
    source: "Cohérence de l’acte avec sa date de signature ; usage de rédaction des visas (guide de légistique, fiches sur \
             les visas : ordre hiérarchique, puis chronologique).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "signée le 24 juin 2021 entre",
            a: "signée le 24 juin 2024 entre",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "  - designation: la délibération du Conseil départemental de la Haute-Vaunoise\n",
            a: "  - designation: la délibération du Conseil départemental relative aux solidarités\n    date: 2021-05-20\n  - designation: la délibération du Conseil départemental de la Haute-Vaunoise\n",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dossier = c.dossier;
    let dates = &dossier.convention.dates;
    let mut sortie = Vec::new();
    if let Some(acte) = dates.signature.as_ref().or(dates.deliberation.as_ref()) {
        let visas = visas(c);
        sortie.extend(
            visas.iter().filter_map(|(v, _)| v.date.as_ref()).filter_map(|d| tardif(d.valeur, d.span, acte)),
        );
        let champs = visas.iter().flat_map(|(_, champs)| champs.iter().copied());
        sortie.extend(champs.flat_map(|p| {
            p.mentions.iter().filter_map(|m| match m.fait {
                Fait::Jour(jour) => tardif(jour, p.span_du_fait(m), acte),
                _ => None,
            })
        }));
    }
    sortie.extend(ordre(&dossier.cadre.visas));
    sortie.extend(ordre(&dossier.convention.visas));
    sortie
}

fn tardif(jour: Jour, span: Span, acte: &Spanned<Jour>) -> Option<Diagnostic> {
    (jour > acte.valeur).then(|| {
        Diagnostic::constat(
            span,
            format!("le visa porte le {jour}, après l’acte lui-même, du {}", acte.valeur),
        )
        .voir(acte.span, "date de l’acte")
        .aide("corriger la date, ou retirer le visa")
    })
}

/// Visas of a nature that go back in time.
fn ordre(visas: &[Visa]) -> Vec<Diagnostic> {
    let mut derniers: BTreeMap<String, &Spanned<Jour>> = BTreeMap::new();
    let mut sortie = Vec::new();
    for visa in visas {
        let Some(date) = &visa.date else { continue };
        let nature = plat(&visa.designation);
        if let Some(avant) = derniers.get(&nature)
            && avant.valeur > date.valeur
        {
            sortie.push(
                Diagnostic::constat(
                    date.span,
                    format!(
                        "ce visa du {} suit un visa plus récent de même nature, du {}",
                        date.valeur, avant.valeur
                    ),
                )
                .conseil()
                .voir(avant.span, "visa plus récent")
                .aide("ranger ces visas par date, ou corriger la date"),
            );
        }
        derniers.insert(nature, date);
    }
    sortie
}
