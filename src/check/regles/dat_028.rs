//! The columns of years of a table of objectives, between themselves and with the edition.

use crate::check::dates::bornes;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-028",
    titre: "les années des colonnes d’objectifs ne s’accordent pas",
    gravite: Gravite::Avertissement,
    verifie: "Les colonnes dont le titre est une année ou une période (« 2024 », « 2024-2025 ») et rien d’autre : une \
              période ne finit pas avant de commencer, ni l’année de son début ; deux colonnes n’ont pas d’année en \
              commun ; si toutes les colonnes sont de cette forme, l’une au moins comprend l’année de l’édition (en conseil) ; une \
              période qui la comprend ne commence pas avant l’action, datée, et l’édition. Une colonne « Cible 2027 » ou \
              « Réalisé 2023 » n’est pas comparée.",
    pourquoi: "Une année comptée dans deux colonnes, ou dans aucune, rend les résultats impossibles à suivre d’une édition \
               à l’autre.",
    source: "Suivi des indicateurs du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "  colonnes: [\"2023-2024\", \"2024\"]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { \"2023-2024\": { valeur: 45 personnes, source: Registre }, \"2024\": { valeur: 45 personnes, source: Registre } } }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "  colonnes: [\"2023\", \"2024\"]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { \"2023\": { valeur: 45 personnes, source: Registre }, \"2024\": { valeur: 45 personnes, source: Registre } } }",
        }],
    },
    chercher,
};

/// A column and its first and last year.
struct Colonne<'d> {
    titre: &'d str,
    de: u16,
    a: u16,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let edition = c.dossier.convention.annee;
    c.fiches().filter_map(|f| juger(f, edition)).collect()
}

fn juger(fiche: &Fiche, edition: u16) -> Option<Diagnostic> {
    let toutes = &fiche.objectifs.as_ref()?.colonnes;
    let colonnes: Vec<Colonne<'_>> = toutes
        .iter()
        .filter_map(|c| annees(&c.valeur).map(|(de, a)| Colonne { titre: &c.valeur, de, a, span: c.span }))
        .collect();
    let dit = |colonne: &Colonne<'_>, message: String| {
        Some(Diagnostic::constat(colonne.span, message).aide("corriger l’année de la colonne"))
    };
    for colonne in &colonnes {
        let periode = colonne.titre.len() > 4;
        if periode && colonne.a <= colonne.de {
            return dit(colonne, format!("la colonne « {} » finit avant d’avoir duré", colonne.titre));
        }
        let avant = |annee: u16| colonne.de < edition && edition <= colonne.a && colonne.de < annee;
        if periode && let Some((annee, place)) = depart(fiche).filter(|(annee, _)| avant(*annee)) {
            let message =
                format!("la colonne « {} » commence avant l’action, mise en place en {annee}", colonne.titre);
            return dit(colonne, message).map(|d| d.voir(place, "mise en place"));
        }
    }
    let premiere = colonnes.first()?;
    let double = colonnes
        .iter()
        .enumerate()
        .find_map(|(i, a)| colonnes.iter().skip(i + 1).find(|b| a.de <= b.a && b.de <= a.a).map(|b| (a, b)));
    if let Some((a, b)) = double {
        let message = format!("les colonnes « {} » et « {} » ont une année en commun", a.titre, b.titre);
        return dit(b, message).map(|d| d.voir(a.span, a.titre.to_owned()));
    }
    let comprise = colonnes.iter().any(|c| (c.de..=c.a).contains(&edition));
    if colonnes.len() == toutes.len() && !comprise {
        let titres: Vec<String> = colonnes.iter().map(|c| format!("« {} »", c.titre)).collect();
        let message =
            format!("aucune colonne ne comprend {edition}, l’année de l’édition : {}", titres.join(", "));
        return dit(premiere, message).map(Diagnostic::conseil);
    }
    None
}

/// The years of a title that says nothing else.
fn annees(titre: &str) -> Option<(u16, u16)> {
    let annee = |texte: &str| texte.trim().parse().ok().filter(|a| (1900..=2200).contains(a));
    match titre.split(['-', '–', '/']).collect::<Vec<_>>().as_slice() {
        [seule] => annee(seule).map(|a| (a, a)),
        [de, a] => annee(de).zip(annee(a)),
        _ => None,
    }
}

/// The year in which the action starts at the earliest, and where it is said.
fn depart(fiche: &Fiche) -> Option<(u16, Span)> {
    let debuts = fiche.mise_en_place.as_ref()?.as_ref().ok()?;
    let annees: Vec<(u16, Span)> = debuts
        .iter()
        .filter_map(|d| Some((u16::try_from(bornes(&d.donnee)?.0.annee()).ok()?, d.span)))
        .collect();
    // A part that is not dated may have started earlier.
    (annees.len() == debuts.len()).then(|| annees.into_iter().min_by_key(|(a, _)| *a)).flatten()
}
