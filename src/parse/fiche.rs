//! `<édition>/fiches/*.md`: identity, data, sections.

use super::arbre::{Genre, Noeud};
use super::lecteur::{Carte, Lecteur};
use super::{budget, entete, markdown, tableau};
use crate::diagnostic::Diagnostic;
use crate::model::cadre::Cadre;
use crate::model::fiche::{
    Champ, Execute, Execution, Fiche, LigneObjectif, Objectifs, Partenaires, Pour, Section, Statut,
};
use crate::model::passage::Nature;
use crate::model::texte::{Bloc, texte_nu};
use crate::model::{Absence, Case, Montant};
use crate::text::{Fichier, Spanned};

/// Reads a fiche; `None` when its identity cannot be read.
pub fn lire(l: &mut Lecteur<'_>, fichier: Fichier, cadre: &Cadre, annee: u16) -> Option<Fiche> {
    let chemin = l.sources.source(fichier).chemin().clone();
    let (yaml, corps) = entete::separer(l, fichier)?;
    let racine = l.arbre(yaml);
    // The text is read even when the header is not: all the mistakes at once.
    let blocs = markdown::lire(l, corps);
    let span = corps;
    let racine = racine?;
    let mut c = l.carte(&racine)?;
    let numero = l.exiger(&mut c, "numero").and_then(|n| entier(l, n));
    let annexe = l.mot_exige(&mut c, "annexe");
    let intitule = l.texte_exige(&mut c, "intitule");
    let titre_court = l.texte_facultatif(&mut c, "titre_court");
    let intitule_absent = l.oui_facultatif(&mut c, "intitule_absent").unwrap_or(false);
    let mesures = match c.prendre("mesures") {
        Some(n) => l.un_ou_plusieurs(n).iter().filter_map(|n| l.mot(n)).collect(),
        None => Vec::new(),
    };
    let mesure_affichee = l.texte_situe(&mut c, "mesure_affichee");
    let statuts = match c.prendre("statut") {
        Some(n) => l.un_ou_plusieurs(n).iter().filter_map(|n| statut(l, n)).collect(),
        None => Vec::new(),
    };
    let mise_en_place = pour(l, &mut c, "mise_en_place", "date", |l, n| l.date_imprecise(n));
    let duree = pour(l, &mut c, "duree", "duree", |l, n| l.duree(n));
    let partenaires = partenaires(l, &mut c);
    let mentions = mentions(l, &mut c);
    let budgets = c.prendre("budget").map(|n| budget::budgets(l, n)).unwrap_or_default();
    let bordereaux = c.prendre("bordereaux").map(|n| budget::bordereaux(l, n)).unwrap_or_default();
    let tableaux = c.prendre("tableaux").map(|n| tableau::tableaux(l, n)).unwrap_or_default();
    let figures = c.prendre("figures").map(|n| tableau::figures(l, n)).unwrap_or_default();
    let objectifs = c.prendre("indicateurs").and_then(|n| objectifs(l, n, annee));
    let executions = c.prendre("executions").map(|n| executions(l, n)).unwrap_or_default();
    let affiche_en_annexe = c.prendre("affiche_en_annexe").map(|n| affiches(l, n)).unwrap_or_default();
    l.finir(&c);
    let (introduction, sections) = decouper(l, blocs, cadre);
    Some(Fiche {
        chemin,
        numero: numero?,
        annexe: annexe?,
        intitule: intitule?,
        titre_court,
        intitule_absent,
        mesures,
        mesure_affichee,
        statuts,
        mise_en_place,
        duree,
        partenaires,
        mentions,
        budgets,
        bordereaux,
        tableaux,
        figures,
        objectifs,
        executions,
        affiche_en_annexe,
        introduction,
        sections,
        span,
    })
}

fn entier(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Spanned<u16>> {
    let nombre = l.nombre(noeud)?;
    let entier =
        u16::try_from(nombre.valeur).ok().filter(|n| (1..=999).contains(n) && nombre.valeur.is_integer());
    if entier.is_none() {
        l.dire(
            Diagnostic::erreur("VAL-002", nombre.span, "le numéro d’une fiche est un entier de 1 à 999")
                .aide("écrire « numero: 4 »"),
        );
    }
    entier.map(|n| Spanned::new(n, nombre.span))
}

fn statut(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Statut> {
    if let Genre::Carte(_) = noeud.genre {
        let mut c = l.carte(noeud)?;
        let mot = l.mot_exige(&mut c, "statut");
        let precision = l.texte_facultatif(&mut c, "precision");
        l.finir(&c);
        return Some(Statut { mot: mot?, precision });
    }
    l.mot(noeud).map(|mot| Statut { mot, precision: None })
}

/// A datum, an absence, or a list of data for parts of the action.
fn pour<T>(
    l: &mut Lecteur<'_>,
    c: &mut Carte<'_>,
    cle: &'static str,
    cle_donnee: &'static str,
    lire: fn(&mut Lecteur<'_>, &Noeud) -> Option<T>,
) -> Champ<Vec<Pour<T>>> {
    let noeud = c.prendre(cle)?;
    if let Some(absence) = l.absence(noeud) {
        return Some(Err(absence));
    }
    let Genre::Liste(items) = &noeud.genre else {
        if let Genre::Scalaire(texte) = &noeud.genre {
            l.passage(Nature::Champ, texte, noeud.span);
        }
        let span = noeud.span;
        return lire(l, noeud).map(|donnee| Ok(vec![Pour { objet: None, donnee, span }]));
    };
    let mut liste = Vec::new();
    for item in items {
        let mut c = l.carte(item)?;
        let objet = l.texte_facultatif(&mut c, "pour");
        let noeud = l.exiger(&mut c, cle_donnee);
        let donnee = noeud.and_then(|n| lire(l, n));
        l.finir(&c);
        let span = noeud.map_or(item.span, |n| n.span);
        liste.extend(donnee.map(|donnee| Pour { objet, donnee, span }));
    }
    Some(Ok(liste))
}

fn partenaires(l: &mut Lecteur<'_>, c: &mut Carte<'_>) -> Champ<Partenaires> {
    let noeud = c.prendre("partenaires")?;
    if let Some(absence) = l.absence(noeud) {
        return Some(Err(absence));
    }
    if matches!(&noeud.genre, Genre::Scalaire(t) if t.trim().to_lowercase() == "aucun") {
        return Some(Ok(Partenaires::Aucun(noeud.span)));
    }
    let noms = l.un_ou_plusieurs(noeud).iter().filter_map(|n| l.texte(n)).collect();
    Some(Ok(Partenaires::Liste(noms)))
}

fn mentions(l: &mut Lecteur<'_>, c: &mut Carte<'_>) -> Vec<(Spanned<String>, Result<String, Absence>)> {
    let Some(noeud) = c.prendre("mentions") else { return Vec::new() };
    l.entrees(noeud)
        .iter()
        .filter_map(|(cle, valeur)| {
            let reponse = match l.absence(valeur) {
                Some(absence) => Err(absence.valeur),
                None => Ok(l.texte(valeur)?.valeur),
            };
            Some((cle.clone(), reponse))
        })
        .collect()
}

fn objectifs(l: &mut Lecteur<'_>, noeud: &Noeud, annee: u16) -> Option<Objectifs> {
    let mut c = l.carte(noeud)?;
    let colonnes: Vec<Spanned<String>> = match c.prendre("colonnes") {
        Some(n) => l.un_ou_plusieurs(n).iter().filter_map(|n| l.texte(n)).collect(),
        None => vec![Spanned::new(annee.to_string(), noeud.span)],
    };
    let par_defaut = c.prendre("par_defaut").and_then(|n| {
        let absence = l.absence(n);
        if absence.is_none() {
            l.attendu(n, "un mot d’absence (« vide », « non renseigné »…)");
        }
        absence
    });
    let lignes = match l.exiger(&mut c, "lignes") {
        Some(n) => l.liste(n).iter().filter_map(|n| objectif(l, n, &colonnes, par_defaut.as_ref())).collect(),
        None => Vec::new(),
    };
    l.finir(&c);
    Some(Objectifs { colonnes, lignes })
}

fn objectif(
    l: &mut Lecteur<'_>,
    noeud: &Noeud,
    colonnes: &[Spanned<String>],
    par_defaut: Option<&Spanned<Absence>>,
) -> Option<LigneObjectif> {
    let mut c = l.carte(noeud)?;
    if let Some(n) = c.prendre("titre") {
        let titre = l.texte(n);
        l.finir(&c);
        return titre.map(|t| LigneObjectif::Titre(t.valeur));
    }
    let indicateur = c.prendre("indicateur").and_then(|n| l.mot(n));
    let libelle = l.texte_situe(&mut c, "libelle");
    if !c.a("indicateur") && !c.a("libelle") {
        l.dire(Diagnostic::erreur("CLE-002", noeud.span, "cette ligne ne nomme pas d’indicateur").aide(
            "ajouter « indicateur: … » (du cadre), « libelle: … » (propre à la fiche) ou « titre: … »",
        ));
    }
    let seule = c.prendre("valeur").and_then(|n| l.case(n));
    if seule.is_some() && colonnes.len() != 1 {
        l.dire(
            Diagnostic::erreur(
                "CLE-005",
                c.span_de("valeur"),
                format!("le tableau a {} colonnes : une valeur ne suffit pas", colonnes.len()),
            )
            .aide("écrire « valeurs: { \"titre de la colonne\": … } »"),
        );
    }
    let mut cases: Vec<Option<Case>> = vec![seule; colonnes.len()];
    if let Some(n) = c.prendre("valeurs") {
        for (cle, valeur) in l.entrees(n) {
            match colonnes.iter().position(|t| t.valeur == cle.valeur).and_then(|i| cases.get_mut(i)) {
                Some(case) => *case = l.case(valeur),
                None => l.inconnu(cle, "titre de colonne", colonnes.iter().map(|c| c.valeur.as_str())),
            }
        }
    }
    l.finir(&c);
    let mut completes = Vec::new();
    for case in cases {
        match (case, par_defaut) {
            (Some(case), _) => completes.push(case),
            (None, Some(absence)) => completes
                .push(vec![super::scalaires::simple(absence.clone().map(crate::model::Mesurage::Absent))]),
            (None, None) => {
                l.dire(
                    Diagnostic::erreur("CLE-002", noeud.span, "cette ligne n’a pas de valeur pour chaque colonne")
                        .aide("écrire la valeur, une absence (« vide », « non renseigné »…), ou « par_defaut: vide » pour tout le tableau"),
                );
                return None;
            }
        }
    }
    Some(LigneObjectif::Indicateur { indicateur, libelle, cases: completes, span: noeud.span })
}

fn executions(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Execution> {
    let mut sortie = Vec::new();
    for (financeur, annees) in l.entrees(noeud) {
        let mut lues = Vec::new();
        for (cle, valeur) in l.entrees(annees) {
            let annee = cle.valeur.parse::<u16>().ok().filter(|a| (1900..=2200).contains(a));
            if annee.is_none() {
                l.dire(
                    Diagnostic::erreur(
                        "VAL-004",
                        cle.span,
                        format!("« {} » n’est pas une année", cle.valeur),
                    )
                    .aide("écrire « \"2021\": 150 000 € »"),
                );
            }
            let execute = execute(l, valeur);
            lues.extend(annee.map(|a| Spanned::new(a, cle.span)).zip(execute));
        }
        sortie.push(Execution { financeur: financeur.clone(), annees: lues });
    }
    sortie
}

fn execute(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Execute> {
    if let Genre::Carte(_) = noeud.genre {
        let mut c = l.carte(noeud)?;
        let absence = l.exiger(&mut c, "absence").and_then(|n| {
            let lue = l.absence(n);
            if lue.is_none() {
                l.attendu(n, "un mot d’absence (« vide », « non renseigné »…)");
            }
            lue
        });
        let affiche = l.texte_facultatif(&mut c, "affiche");
        l.finir(&c);
        return Some(Execute::Absent(absence?.valeur, affiche));
    }
    match l.absence(noeud) {
        Some(absence) => Some(Execute::Absent(absence.valeur, None)),
        None => l.montant(noeud).map(Execute::Montant),
    }
}

fn affiches(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<(Spanned<String>, Spanned<Montant>)> {
    l.entrees(noeud).iter().filter_map(|(cle, v)| Some((cle.clone(), l.montant(v)?))).collect()
}

/// Cuts the text at its second level headings and recognises the sections of the framework.
fn decouper(l: &mut Lecteur<'_>, blocs: Vec<Bloc>, cadre: &Cadre) -> (Vec<Bloc>, Vec<Section>) {
    let mut introduction = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    for bloc in blocs {
        match bloc {
            Bloc::Titre { niveau: 2, contenu, repere, span } => {
                let rubrique = match &repere {
                    Some(r) if cadre.rubriques.iter().any(|c| c.id == r.valeur) => Some(r.valeur.clone()),
                    Some(r) => {
                        l.inconnu(r, "repère de rubrique", cadre.rubriques.iter().map(|c| c.id.as_str()));
                        None
                    }
                    None => reconnaitre(&texte_nu(&contenu), cadre),
                };
                sections.push(Section { titre: contenu, rubrique, corps: Vec::new(), span });
            }
            bloc => match sections.last_mut() {
                Some(section) => section.corps.push(bloc),
                None => introduction.push(bloc),
            },
        }
    }
    (introduction, sections)
}

/// The section of the framework whose title the printed one starts with, number aside:
/// « IV. Budget détaillé sur 2022 : » is « Budget détaillé ».
fn reconnaitre(titre: &str, cadre: &Cadre) -> Option<String> {
    let titre = plat(sans_numero(titre));
    cadre
        .rubriques
        .iter()
        .filter(|r| titre.starts_with(&plat(&r.titre)))
        .max_by_key(|r| r.titre.len())
        .map(|r| r.id.clone())
}

fn sans_numero(titre: &str) -> &str {
    let mut reste = titre.trim();
    while let Some((numero, suite)) = reste.split_once(' ') {
        let chiffres = numero.trim_end_matches(['.', ')']);
        let est_numero = numero != chiffres
            && !chiffres.is_empty()
            && chiffres.chars().all(|c| c.is_ascii_digit() || c == '.' || "IVXLC".contains(c));
        if !est_numero {
            break;
        }
        reste = suite.trim_start();
    }
    reste
}

fn plat(texte: &str) -> String {
    texte
        .to_lowercase()
        .replace(['’', '\''], "'")
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '\'')
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_number_is_not_the_title() {
        assert_eq!(sans_numero("VI. VI. Action déjà financée"), "Action déjà financée");
        assert_eq!(sans_numero("5. Budget détaillé"), "Budget détaillé");
        assert_eq!(sans_numero("Date de mise en place"), "Date de mise en place");
        assert_eq!(plat("Durée de l’action :"), "durée de l'action");
    }
}
