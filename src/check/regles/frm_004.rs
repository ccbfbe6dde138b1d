//! An acronym that nobody develops.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::forme::{Morceau, morceaux};
use crate::check::outils::lettres;
use crate::check::sigles::{developpement, sigles};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Fichier, Span, mots_et_nombres};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-004",
    titre: "un sigle n’est développé nulle part",
    gravite: Gravite::Conseil,
    verifie: "Les mots de deux à huit capitales qui s’emploient avec un déterminant (« la CAF », « du PDI »), dans un article ou \
              dans deux fichiers au moins, et que ni `sigles` ni le texte (« Nom complet (SIGLE) », « SIGLE (nom complet) ») ne \
              développe. Un constat par sigle, au premier emploi. Les noms propres (sans déterminant), les chiffres romains, \
              les textes tout en capitales et les mots qui s’écrivent aussi en minuscules sont laissés de côté, comme le \
              cadre, dont les mots sont ceux de l’État.",
    pourquoi: "L’acte est lu par des élus, des habitants et un juge : un sigle que l’on ne connaît pas arrête la lecture.",
    source: "WCAG 2.1, critère 3.1.4 (abréviations) ; usage éditorial : un sigle est développé à son premier emploi.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "La convention vaut un an.",
            a: "La convention vaut un an, sauf pour le PDI.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "La convention vaut un an.",
                a: "La convention vaut un an, sauf pour le programme départemental d'insertion (PDI).",
            },
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "La convention vaut un an.",
                a: "La convention vaut un an, comme le dit ACME.",
            },
        ],
    },
    chercher,
};

/// What is known of an acronym.
struct Emplois {
    premier: Span,
    nombre: usize,
    fichiers: BTreeSet<Fichier>,
    article: bool,
    determine: bool,
    developpe: bool,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let morceaux: Vec<&Morceau<'_>> = morceaux(c).collect();
    let articles: BTreeSet<Fichier> = c.dossier.articles.iter().map(|a| a.span.fichier).collect();
    let mut emplois: BTreeMap<&str, Emplois> = BTreeMap::new();
    for m in &morceaux {
        let cadre = m.du_cadre;
        for sigle in sigles(m.texte).iter().filter(|s| m.libre(&s.octets)) {
            let developpe = developpement(m.texte, sigle).is_some();
            if cadre && !developpe {
                continue;
            }
            let e = emplois.entry(sigle.lettres).or_insert_with(|| Emplois {
                premier: m.span(&sigle.octets),
                nombre: 0,
                fichiers: BTreeSet::new(),
                article: false,
                determine: false,
                developpe: false,
            });
            e.fichiers.insert(m.fichier());
            e.article |= articles.contains(&m.fichier());
            e.determine |= sigle.determine;
            e.developpe |= developpe;
        }
    }
    let convention = &c.dossier.convention;
    let declares: BTreeSet<&str> = convention
        .sigles
        .iter()
        .map(|(s, _)| s.valeur.as_str())
        .chain([c.dossier.cadre.sigle.as_str()])
        .collect();
    let mut seuls: BTreeMap<&str, Emplois> = emplois
        .into_iter()
        .filter(|(s, e)| !e.developpe && e.determine && !declares.contains(s))
        .filter(|(_, e)| e.article || e.fichiers.len() > 1)
        .collect();
    for mot in en_minuscules(&morceaux, seuls.keys().copied()) {
        seuls.remove(mot);
    }
    compter(&morceaux, &mut seuls);
    seuls.iter().map(|(s, e)| dire(s, e)).collect()
}

/// Counts all the uses of some acronyms, with those of cells that hold nothing else.
fn compter(morceaux: &[&Morceau<'_>], seuls: &mut BTreeMap<&str, Emplois>) {
    if seuls.is_empty() {
        return;
    }
    for m in morceaux.iter().filter(|m| !m.du_cadre) {
        for (debut, mot) in mots_et_nombres(m.texte) {
            if let Some(e) = seuls.get_mut(mot).filter(|_| m.libre(&(debut..debut + mot.len()))) {
                e.nombre += 1;
                e.fichiers.insert(m.fichier());
            }
        }
    }
}

/// The acronyms whose letters some text writes as a word.
fn en_minuscules<'s>(morceaux: &[&Morceau<'_>], sigles: impl Iterator<Item = &'s str>) -> BTreeSet<&'s str> {
    let mut par_initiale: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for sigle in sigles {
        par_initiale.entry(lettres(sigle).next().unwrap_or(' ')).or_default().push(sigle);
    }
    let mots = morceaux.iter().flat_map(|m| &m.mots).map(|(_, mot)| *mot).filter(|mot| mot.len() > 2);
    let petits = mots.filter(|mot| mot.starts_with(char::is_lowercase));
    petits
        .filter_map(|mot| Some((mot, par_initiale.get(&lettres(mot).next()?)?)))
        .flat_map(|(mot, sigles)| sigles.iter().copied().filter(move |s| lettres(mot).eq(lettres(s))))
        .collect()
}

fn dire(sigle: &str, emplois: &Emplois) -> Diagnostic {
    let combien = match (emplois.nombre, emplois.fichiers.len()) {
        (1, _) => "employé une fois".to_owned(),
        (n, 1) => format!("employé {n} fois"),
        (n, f) => format!("employé {n} fois dans {f} fichiers"),
    };
    Diagnostic::constat(emplois.premier, format!("le sigle « {sigle} », {combien}, n’est développé nulle part"))
        .ici("premier emploi")
        .aide("l’écrire ici en toutes lettres, le sigle entre parenthèses, ou l’ajouter à « sigles » dans convention.yaml")
}
