//! Alternatives that say nothing.

use std::collections::BTreeMap;

use crate::check::document::{Lieux, parcourir, textes};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::texte::Bloc;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-003",
    titre: "le texte de remplacement d’une image ne dit pas ce qu’elle montre",
    gravite: Gravite::Avertissement,
    verifie: "Le texte de remplacement d’une figure ou d’une image : il ne doit être ni le titre de la figure, ni le nom du \
              fichier, ni un mot seul comme « image » ou « schéma », ni compter moins de dix signes, ni servir à deux figures \
              de titres différents. Sa justesse n’est pas vérifiée. Une image sans texte de remplacement est déjà refusée à \
              la lecture.",
    pourquoi: "Ce texte est tout ce qu’une personne aveugle saura de l’image, et tout ce qu’il en restera si elle se perd.",
    source: "RGAA 4.1, critère 1.3 (pertinence de l’alternative textuelle) ; PDF/UA-1 (ISO 14289-1).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    alternative: Un point noir figure l'entrée du parcours.",
            a: "    alternative: Le parcours d’une personne reçue",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    alternative: Un point noir figure l'entrée du parcours.",
            a: "    alternative: Le parcours d’une personne reçue, de l’entrée au suivi, en trois étapes.",
        }],
    },
    chercher,
};

/// Words that name an image without telling it.
const CREUX: [&str; 12] = [
    "image",
    "figure",
    "photo",
    "photographie",
    "illustration",
    "schema",
    "graphique",
    "carte",
    "diagramme",
    "logo",
    "tableau",
    "capture d ecran",
];

/// Fewest characters of an alternative that tells something.
const MINIMUM: usize = 10;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let lieux = Lieux::new(c);
    let mut constats = Vec::new();
    // Each alternative, the title of its first figure and its place.
    let mut vues: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for figure in c.fiches().flat_map(|f| &f.figures) {
        let span = lieux.place(figure.id.span, &figure.alternative, 0..figure.alternative.len());
        let fichier = figure.fichier.as_ref().map(|f| f.valeur.as_str());
        if let Some(raison) = creuse(&figure.alternative, Some(&figure.titre), fichier) {
            constats.push(dire(span, &figure.alternative, raison));
            continue;
        }
        let (titre, premiere) = *vues.entry(plat(&figure.alternative)).or_insert((&figure.titre, span));
        if plat(titre) != plat(&figure.titre) {
            let raison = "est aussi celui d’une autre figure";
            constats
                .push(dire(span, &figure.alternative, raison).voir(premiere, format!("figure « {titre} »")));
        }
    }
    for (_, blocs) in textes(c) {
        parcourir(blocs, &mut |bloc| {
            if let Bloc::Image(image) = bloc
                && let Some(raison) = creuse(&image.alternative, None, Some(image.fichier.valeur.as_str()))
            {
                constats.push(dire(image.fichier.span, &image.alternative, raison));
            }
        });
    }
    constats
}

fn dire(span: Span, alternative: &str, raison: &str) -> Diagnostic {
    Diagnostic::constat(span, format!("le texte de remplacement « {alternative} » {raison}"))
        .aide("dire en une phrase ce que l’image montre et ce qu’il faut en retenir")
}

/// Why an alternative says nothing.
fn creuse(alternative: &str, titre: Option<&str>, fichier: Option<&str>) -> Option<&'static str> {
    let lu = plat(alternative);
    let nom = fichier.and_then(|f| f.rsplit('/').next()).map(plat);
    let sans_extension = fichier.and_then(|f| f.rsplit('/').next()?.rsplit_once('.')).map(|(n, _)| plat(n));
    if titre.is_some_and(|t| plat(t) == lu) {
        Some("répète le titre de la figure")
    } else if nom.as_ref() == Some(&lu) || sans_extension.as_ref() == Some(&lu) {
        Some("est le nom du fichier")
    } else if CREUX.contains(&lu.as_str()) || alternative.chars().count() < MINIMUM {
        Some("ne dit pas ce que l’image montre")
    } else {
        None
    }
}
