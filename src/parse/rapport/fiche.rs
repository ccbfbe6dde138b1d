//! `rapport/fiches/*.md`: what an action cost, obtained, met and asks for.

use super::{identifiant_de_fiche, non_renseigne, releve, rempli};
use crate::diagnostic::Diagnostic;
use crate::model::passage::Nature;
use crate::model::rapport::{Donnee, FicheRapport, LigneExecution, Resultat, SectionRapport, Suite};
use crate::model::texte::{Bloc, texte_nu};
use crate::model::{Absence, Cadre, Fenetre};
use crate::parse::arbre::{Genre, Noeud};
use crate::parse::lecteur::{Carte, Lecteur};
use crate::parse::{entete, markdown};
use crate::text::{Fichier, Spanned};

/// Reads a sheet; `None` when it does not say of which fiche.
pub(super) fn lire(l: &mut Lecteur<'_>, fichier: Fichier, cadre: &Cadre) -> Option<FicheRapport> {
    let chemin = l.sources.source(fichier).chemin().clone();
    let (yaml, corps) = entete::separer(l, fichier)?;
    let racine = l.arbre(yaml);
    let blocs = markdown::lire(l, corps);
    let racine = racine?;
    let mut c = l.carte(&racine)?;
    let fiche = l.exiger(&mut c, "fiche").and_then(|n| identifiant_de_fiche(l, n));
    let debut = donnee(l, &mut c, "debut", |l, n| l.date_imprecise(n));
    let fin = donnee(l, &mut c, "fin", |l, n| l.date_imprecise(n));
    let (mut charges, mut financements) = (Vec::new(), Vec::new());
    if let Some(n) = rempli(&mut c, "execution")
        && let Some(mut e) = l.carte(n)
    {
        charges = lignes(l, &mut e, "charges", cadre);
        financements = lignes(l, &mut e, "financements", cadre);
        l.finir(&e);
    }
    let resultats = match rempli(&mut c, "resultats") {
        Some(n) => l.liste(n).iter().filter_map(|n| resultat(l, n, cadre)).collect(),
        None => Vec::new(),
    };
    let suites = Suite::TOUTES.map(|s| (s.mot(), s));
    let ici = if c.a("suite") { c.span_de("suite") } else { c.span };
    let suite = match rempli(&mut c, "suite") {
        None => Some(Err(Spanned::new(Absence::NonRenseigne, ici))),
        Some(n) => match l.absence(n) {
            Some(absence) => Some(Err(absence)),
            None => l.parmi(n, &suites).map(|s| Ok(Spanned::new(s, n.span))),
        },
    };
    let pieces = match rempli(&mut c, "pieces") {
        Some(n) => l.un_ou_plusieurs(n).iter().filter_map(|n| l.texte(n)).collect(),
        None => Vec::new(),
    };
    l.finir(&c);
    let (introduction, sections) = decouper(l, blocs, cadre);
    Some(FicheRapport {
        chemin,
        fiche: fiche?,
        debut: debut?,
        fin: fin?,
        charges,
        financements,
        resultats,
        suite: suite?,
        pieces,
        introduction,
        sections,
        span: yaml,
    })
}

/// A datum, or why there is none; `None` when it cannot be read, which is told.
fn donnee<T>(
    l: &mut Lecteur<'_>,
    c: &mut Carte<'_>,
    cle: &'static str,
    lire: fn(&mut Lecteur<'_>, &Noeud) -> Option<T>,
) -> Option<Donnee<T>> {
    let ici = if c.a(cle) { c.span_de(cle) } else { c.span };
    let Some(noeud) = rempli(c, cle) else {
        return Some(Err(Spanned::new(Absence::NonRenseigne, ici)));
    };
    if let Some(absence) = l.absence(noeud) {
        return Some(Err(absence));
    }
    if let Genre::Scalaire(texte) = &noeud.genre {
        l.passage(Nature::Champ, texte, noeud.span);
    }
    lire(l, noeud).map(|d| Ok(Spanned::new(d, noeud.span)))
}

fn lignes(l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle: &'static str, cadre: &Cadre) -> Vec<LigneExecution> {
    match rempli(c, cle) {
        Some(n) => l.liste(n).iter().filter_map(|n| ligne(l, n, cadre)).collect(),
        None => Vec::new(),
    }
}

fn ligne(l: &mut Lecteur<'_>, noeud: &Noeud, cadre: &Cadre) -> Option<LigneExecution> {
    let mut c = l.carte(noeud)?;
    let financeur = rempli(&mut c, "financeur").and_then(|n| l.mot(n));
    let libelle = rempli(&mut c, "libelle").and_then(|n| l.texte(n));
    let engage = releve(l, &mut c, "engage");
    let liquide = releve(l, &mut c, "liquide");
    l.finir(&c);
    match &financeur {
        Some(f) if cadre.financeur(&f.valeur).is_none() => {
            l.inconnu(f, "financeur du cadre", cadre.financeurs.iter().map(|f| f.id.as_str()));
        }
        None if libelle.is_none() => l.dire(
            Diagnostic::erreur("CLE-002", noeud.span, "cette ligne ne dit ni « libelle » ni « financeur »")
                .aide(
                    "ajouter « libelle: … » (une charge, un autre financeur) ou « financeur: … » (du cadre)",
                ),
        ),
        _ => {}
    }
    Some(LigneExecution { financeur, libelle, engage: engage?, liquide: liquide?, span: noeud.span })
}

fn resultat(l: &mut Lecteur<'_>, noeud: &Noeud, cadre: &Cadre) -> Option<Resultat> {
    let mut c = l.carte(noeud)?;
    let indicateur = rempli(&mut c, "indicateur").and_then(|n| l.mot(n));
    let libelle = rempli(&mut c, "libelle").and_then(|n| l.texte(n));
    match &indicateur {
        Some(id) if cadre.indicateur(&id.valeur).is_none() => {
            let connus: Vec<_> = cadre.identifiants().collect();
            l.inconnu(id, "indicateur du cadre", connus.iter().map(String::as_str));
        }
        None if libelle.is_none() => l.dire(
            Diagnostic::erreur("CLE-002", noeud.span, "cette ligne ne nomme pas d’indicateur")
                .aide("ajouter « indicateur: … » (du cadre) ou « libelle: … » (propre à la fiche)"),
        ),
        _ => {}
    }
    let ici = if c.a("valeur") { c.span_de("valeur") } else { noeud.span };
    let valeur = match rempli(&mut c, "valeur") {
        Some(n) => l.case(n),
        None => Some(non_renseigne(ici)),
    };
    let du = rempli(&mut c, "du").and_then(|n| l.jour_situe(n));
    let au = rempli(&mut c, "au").and_then(|n| l.jour_situe(n));
    let fenetre = match (du, au) {
        (Some(du), Some(au)) if du.valeur <= au.valeur => Some(Fenetre::DuAu(du.valeur, au.valeur)),
        (Some(du), Some(au)) => {
            l.dire(
                Diagnostic::erreur(
                    "VAL-004",
                    au.span,
                    format!("la période finit le {au}, avant de commencer le {du}"),
                )
                .aide("échanger ou corriger les deux dates"),
            );
            None
        }
        (None, Some(au)) => Some(Fenetre::Au(au.valeur)),
        (Some(_), None) => {
            l.exiger(&mut c, "au");
            None
        }
        (None, None) => None,
    };
    let mut texte = |l: &mut Lecteur<'_>, cle| rempli(&mut c, cle).and_then(|n| l.texte(n)).map(|t| t.valeur);
    let (source, perimetre, note) = (texte(l, "source"), texte(l, "perimetre"), texte(l, "note"));
    let commentaire = rempli(&mut c, "commentaire").and_then(|n| l.texte(n));
    let sans_cible = rempli(&mut c, "cible").and_then(|n| {
        let absence = l.absence(n);
        if absence.is_none() {
            l.attendu(n, "un mot d’absence : la cible elle-même vient de la convention (reference.yaml)");
        }
        absence
    });
    l.finir(&c);
    let mut valeur = valeur?;
    for v in &mut valeur {
        v.fenetre = v.fenetre.or(fenetre);
        v.source = v.source.take().or_else(|| source.clone());
        v.perimetre = v.perimetre.take().or_else(|| perimetre.clone());
        v.note = v.note.take().or_else(|| note.clone());
    }
    Some(Resultat { indicateur, libelle, valeur, sans_cible, commentaire, span: noeud.span })
}

/// Cuts the text at its second level headings and recognises the sections of the framework.
fn decouper(l: &mut Lecteur<'_>, blocs: Vec<Bloc>, cadre: &Cadre) -> (Vec<Bloc>, Vec<SectionRapport>) {
    let rubriques = &cadre.rapport.rubriques;
    let plat = |t: &str| t.to_lowercase().replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    let mut introduction = Vec::new();
    let mut sections: Vec<SectionRapport> = Vec::new();
    for bloc in blocs {
        match bloc {
            Bloc::Titre { niveau: 2, contenu, repere, span } => {
                let titre = plat(&texte_nu(&contenu));
                let rubrique = match &repere {
                    Some(r) if rubriques.iter().any(|(id, _)| *id == r.valeur) => Some(r.valeur.clone()),
                    Some(r) => {
                        l.inconnu(r, "repère de rubrique", rubriques.iter().map(|(id, _)| id.as_str()));
                        None
                    }
                    None => {
                        rubriques.iter().find(|(_, t)| titre.starts_with(&plat(t))).map(|(id, _)| id.clone())
                    }
                };
                sections.push(SectionRapport { titre: contenu, rubrique, corps: Vec::new(), span });
            }
            bloc => match sections.last_mut() {
                Some(section) => section.corps.push(bloc),
                None => introduction.push(bloc),
            },
        }
    }
    (introduction, sections)
}
