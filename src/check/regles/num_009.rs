//! A reference to an article that does not speak of what the reference says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::outils::plat;
use crate::check::renvois::{Cibles, Partie, Renvoi, cibles, renvois};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::convention::AnnexeAnnoncee;
use crate::model::passage::Cible;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-009",
    titre: "un renvoi vise un article qui ne parle pas de son objet",
    gravite: Gravite::Avertissement,
    verifie: "Quand une phrase renvoie à un article de l’acte et nomme un objet précis (rapport, bilan, versement, \
              durée, évaluation, résiliation, avenant…), l’article visé contient ce mot. Rien n’est dit si aucun autre \
              article ne le contient, ni si l’article qui porte le renvoi parle lui-même de cet objet ailleurs. De \
              même pour une pièce annoncée : l’article nommé est celui qui en parle le mieux.",
    pourquoi: "Un renvoi resté sur un ancien numéro fait peser une obligation sur un article qui ne la contient pas.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "deux mois à l'avance.",
            a: "deux mois à l'avance. L'obligation de remettre un rapport, prévue à l'article 1, demeure.",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "deux mois à l'avance.",
            a: "deux mois à l'avance. L'obligation de remettre un rapport, prévue à l'article 3, demeure.",
        }],
    },
    chercher,
};

/// Objects that an article treats: how a sentence names them, and how the article may, flattened.
const OBJETS: [(&str, &str); 14] = [
    ("rapport", r"\brapports?\b"),
    ("bilan", r"\bbilans?\b"),
    ("versement", r"\bvers(?:e|ee|es|ement|ements)\b"),
    ("durée", r"\b(?:duree|ans?|mois)\b"),
    ("évaluation", r"\bevalu"),
    ("suivi", r"\bsuiv(?:i|is|ie|ies|ent)\b"),
    ("dénonciation", r"\b(?:denonc|resili|mettre fin)"),
    ("résiliation", r"\b(?:denonc|resili|mettre fin)"),
    ("avenant", r"\b(?:avenants?|modifi)"),
    ("renouvellement", r"\b(?:renouvel|reconduit|reconduction|prolong)"),
    ("litige", r"\b(?:litiges?|differends?|tribunal)\b"),
    ("pilotage", r"\b(?:pilotage|pilote|comites?)\b"),
    ("confidentialité", r"\bconfidentiel|\bconfidentialite"),
    ("récapitulatif", r"\brecapitulatif"),
];

static MOTIFS: LazyLock<Vec<(&'static str, Motif)>> =
    LazyLock::new(|| OBJETS.iter().map(|(mot, texte)| (*mot, motif(texte))).collect());

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cibles = cibles(c);
    let mut palmares = BTreeMap::new();
    let mut constats: Vec<Diagnostic> =
        renvois(c).iter().filter_map(|renvoi| hors_sujet(renvoi, &cibles, &mut palmares)).collect();
    let annoncees = &c.dossier.convention.annexes_annoncees;
    constats.extend(annoncees.iter().filter_map(|a| piece(a, &cibles)));
    constats
}

/// The parts that speak most of an object, one a file, by the word of the object.
type Palmares<'p> = BTreeMap<&'static str, Vec<&'p Partie>>;

fn hors_sujet<'p>(
    renvoi: &Renvoi<'_>,
    cibles: &'p Cibles,
    palmares: &mut Palmares<'p>,
) -> Option<Diagnostic> {
    let Cible::Article(cle) = &renvoi.cible else { return None };
    let vise = cibles.seul(cle)?;
    let phrase = plat(renvoi.phrase());
    let ici = cibles.autour(renvoi.span)?;
    // What the article that holds the reference says elsewhere is its own matter.
    let reste = ici.texte.replacen(&phrase, " ", 1);
    let complement = complement(renvoi);
    let (mot, motif) = MOTIFS.iter().find(|(mot, motif)| {
        let mot = plat(mot);
        let nomme = |m: &str| m.trim_end_matches('s') == mot.trim_end_matches('s');
        phrase.split(' ').any(nomme) && complement.as_deref().is_none_or(nomme) && !motif.is_match(&reste)
    })?;
    if motif.is_match(&vise.texte) || vise.cle == ici.cle {
        return None;
    }
    let meilleurs = palmares.entry(mot).or_insert_with(|| meilleurs(cibles, motif));
    let juste = meilleurs.iter().find(|p| p.fichier != ici.fichier)?;
    Some(
        Diagnostic::constat(
            renvoi.span,
            format!("l’article {cle} ne parle pas de « {mot} » ; l’article {} en parle", juste.cle),
        )
        .voir(vise.span, format!("l’article {cle}"))
        .voir(juste.span, format!("« {mot} » est ici"))
        .aide(format!("vérifier le renvoi : l’article {} semble visé", juste.cle)),
    )
}

/// The noun that the reference completes: « actions » of « les actions de l’article 2.1 ».
fn complement(renvoi: &Renvoi<'_>) -> Option<String> {
    #[rustfmt::skip]
    const NEUTRES: [&str; 10] = [
        "titre", "application", "sens", "disposition", "vertu", "resultant", "terme", "objet", "cadre", "effet",
    ];
    let avant = plat(renvoi.passage.texte.get(..renvoi.octets.start)?);
    let nom = avant.strip_suffix(" de l")?.rsplit(' ').next()?;
    (!NEUTRES.contains(&nom.trim_end_matches('s'))).then(|| nom.to_owned())
}

/// The narrowest part of each article that speaks of something, those that speak most of it first.
fn meilleurs<'p>(cibles: &'p Cibles, motif: &Motif) -> Vec<&'p Partie> {
    let comptes = cibles.parties.iter().map(|p| (motif.find_iter(&p.texte).count(), p));
    let mut comptes: Vec<_> = comptes.filter(|(n, _)| *n > 0).collect();
    // Of a whole article and of its part that says as much, the part: it comes after.
    comptes.reverse();
    comptes.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    comptes.into_iter().map(|(_, p)| p).collect()
}

/// The article that is said to announce a document speaks of it, as much as any other.
fn piece(annoncee: &AnnexeAnnoncee, cibles: &Cibles) -> Option<Diagnostic> {
    let article = annoncee.article.as_ref()?;
    let vise = cibles.seul(&article.valeur)?;
    let titre = plat(&annoncee.titre.valeur);
    let mots: Vec<&str> = titre.split(' ').filter(|m| m.len() > 3).collect();
    let presents = |p: &Partie| mots.iter().filter(|m| p.texte.split(' ').any(|t| t == **m)).count();
    let ici = presents(vise);
    let juste = cibles.parties.iter().map(|p| (presents(p), p)).max_by_key(|(n, _)| *n);
    let (n, juste) = juste.filter(|(n, _)| *n > ici && *n == mots.len())?;
    Some(
        Diagnostic::constat(
            article.span,
            format!(
                "l’article {} ne parle pas de « {} » ; l’article {} en parle",
                article.valeur, annoncee.titre.valeur, juste.cle
            ),
        )
        .voir(vise.span, format!("{ici} mot{} du titre sur {n}", if ici > 1 { "s" } else { "" }))
        .voir(juste.span, format!("les {n} mots du titre"))
        .aide("corriger le numéro de l’article qui annonce cette pièce"),
    )
}
