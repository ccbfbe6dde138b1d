//! A text that was cut.

use std::sync::LazyLock;

use crate::check::forme::{Morceau, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::passage::Nature;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-011",
    titre: "un texte paraît coupé",
    gravite: Gravite::Avertissement,
    verifie: "Une donnée qui finit par une virgule ; un titre, un libellé ou une case qui finit par un article ou une \
              préposition ; un paragraphe de prose qui commence par une minuscule, hors liste, et que ni deux points ni un \
              tableau n’annoncent ; un paragraphe de prose de plus de dix mots, hors liste, sans ponctuation finale (conseil) ; un \
              texte qui dit lui-même que sa fin manque. Les visas, qui se suivent en une phrase, sont laissés de côté.",
    pourquoi: "Un copier-coller ou un saut de page a pu emporter des mots : l’engagement imprimé n’est plus celui que l’on a voté.",
    source: "Intégrité de l’acte : CGCT, art. L. 3131-1 (l’acte transmis est l’acte signé) ; usage éditorial.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
            a: "mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "s'interrompt, là où ils sont.",
                a: "s'interrompt :\n\n- chez eux ;\n- à l'école.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "s'interrompt, là où ils sont.",
                a: "s'interrompt.\n\n**Les horaires**\n\n8 h à 18 h",
            },
        ],
    },
    chercher,
};

/// A text that tells that a part of it is missing.
static PERDUE: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?:la |sa )?(?:fin|suite) (?:de (?:la|cette) (?:note|phrase|ligne|cellule|définition) |du texte )?(?:est |a été )?(?:perdue?|manquante?|illisible|tronquée?|coupée?)|(?:texte|note|phrase) (?:tronquée?|coupée?|incomplète?|illisible)",
    )
});

/// Words that nothing ends with.
const SUSPENDUS: [&str; 22] = [
    "de", "du", "des", "la", "le", "les", "un", "une", "et", "ou", "à", "au", "aux", "pour", "par", "dans",
    "avec", "dont", "que", "qui", "d", "l",
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats: Vec<Diagnostic> = morceaux(c).filter_map(|m| libelle(c, m)).collect();
    let passages = &c.dossier.passages;
    let precedents = [None].into_iter().chain(passages.iter().map(Some));
    constats.extend(passages.iter().zip(precedents).filter_map(|(p, avant)| paragraphe(p, avant)));
    constats
}

/// A datum, a title or a cell that stops in the middle.
fn libelle(c: &Contexte<'_>, m: &Morceau<'_>) -> Option<Diagnostic> {
    let texte = m.texte.trim_end();
    if m.fichier() == c.dossier.convention.cadre.span.fichier {
        return None;
    }
    let avoue = ["perdu", "manquant", "illisible", "tronqu", "coup", "incompl"];
    if let Some(trouve) = avoue.iter().any(|a| texte.contains(a)).then(|| PERDUE.find(texte)).flatten() {
        return Some(
            Diagnostic::constat(
                m.span(&trouve.range()),
                format!("ce texte dit lui-même qu’il est incomplet : « {} »", trouve.as_str()),
            )
            .aide("retrouver l’original et le compléter"),
        );
    }
    let courte =
        matches!(m.passage.nature, Nature::Champ | Nature::Ligne | Nature::Cellule | Nature::Titre(_));
    let mots = texte.split_whitespace().count();
    if !courte || mots < 2 {
        return None;
    }
    if texte.ends_with(',') && m.passage.nature != Nature::Ligne {
        let octets = texte.len() - 1..texte.len();
        return Some(
            Diagnostic::constat(m.span(&octets), "ce texte finit par une virgule : la suite manque")
                .aide("retrouver la suite, ou finir la phrase"),
        );
    }
    // The designations of the framework's visas are followed by a number and a date.
    if m.du_cadre
        && c.dossier
            .cadre
            .visas
            .iter()
            .any(|v| v.span.debut <= m.passage.span.debut && m.passage.span.fin <= v.span.fin)
    {
        return None;
    }
    let dernier = texte.rsplit(|l: char| !l.is_alphabetic()).next().unwrap_or("");
    let suspendu = SUSPENDUS.contains(&dernier) && texte.len() > dernier.len();
    let octets = texte.len() - dernier.len()..texte.len();
    suspendu.then(|| {
        Diagnostic::constat(m.span(&octets), format!("ce texte s’arrête sur « {dernier} » : la suite manque"))
            .aide("retrouver la suite")
    })
}

/// A paragraph that begins or ends in the middle of a sentence.
fn paragraphe(p: &Passage, avant: Option<&Passage>) -> Option<Diagnostic> {
    if p.nature != Nature::Paragraphe || p.item.is_some() {
        return None;
    }
    let texte = p.texte.trim();
    let mots = texte.split_whitespace().count();
    let premier: String = texte.chars().take_while(|l| l.is_alphabetic()).collect();
    let precedent = avant.filter(|a| a.fichier() == p.fichier());
    // « soit … », after a table or a list of data; a reference alone is one.
    let continue_ = precedent.is_some_and(|a| {
        let fin = a.texte.trim_end();
        a.item.is_some()
            || fin.ends_with([':', ',', ';', '}'])
            || matches!(a.nature, Nature::Cellule | Nature::Code | Nature::Champ | Nature::Ligne)
                && precedent_est_du_corps(a, p)
    });
    if mots > 3
        && !premier.is_empty()
        && premier.chars().all(char::is_lowercase)
        && premier.chars().count() > 1
        && !continue_
    {
        let octets = 0..premier.len();
        return Some(
            Diagnostic::constat(
                p.span_de(&octets),
                format!("ce paragraphe commence par une minuscule, « {premier} » : son début manque"),
            )
            .aide("le rattacher au paragraphe qui précède, ou retrouver son début"),
        );
    }
    let clos = texte.ends_with(['.', '!', '?', '…', ':', ';', '»', ')', '}', '”', ',']);
    let dernier = texte.split_whitespace().next_back()?;
    if clos || mots <= 10 || !dernier.ends_with(char::is_alphanumeric) {
        return None;
    }
    let fin = p.texte.trim_end().len();
    Some(
        Diagnostic::constat(
            p.span_de(&(fin - dernier.len()..fin)),
            format!("ce paragraphe s’arrête sur « {dernier} », sans ponctuation"),
        )
        .conseil()
        .aide("finir la phrase par un point, ou retrouver sa suite"),
    )
}

/// Whether a passage stands in the text, and not in the data above it.
fn precedent_est_du_corps(avant: &Passage, p: &Passage) -> bool {
    p.span.debut.saturating_sub(avant.span.fin) < 200
        && avant.nature != Nature::Champ
        && avant.nature != Nature::Ligne
}
