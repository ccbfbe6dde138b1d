//! The head count of a valued group told otherwise in another fiche.

use std::collections::BTreeMap;

use crate::check::grandeurs::{self, Grandeur, Sorte, commence, racines};
use crate::check::outils::nombre;
use crate::check::textes::{par_fichier, passages};
use crate::check::valorisations::{Poste, postes, tete};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Facteur, Genre};

const FICHIER: &str = "content/2024/fiches/03-prevention.md";
const PHRASE: &str = "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-033",
    titre: "l’effectif d’un groupe valorisé n’est pas le même dans une autre fiche",
    gravite: Gravite::Avertissement,
    verifie: "Un groupe nommé d’au moins deux mots, qu’une fiche valorise avec un effectif, et qu’une autre fiche cite en \
              entier avec son nombre : « les 14 directeurs d’accueil » ou « directeurs d’accueil (14) ». « 3 directeurs \
              d’accueil », sans article défini, n’est qu’une partie du groupe et n’est pas comparé.",
    pourquoi: "Le même groupe valorisé à deux effectifs donne deux coûts.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "Le suivi revient aux travailleurs sociaux (4), en lien avec la fiche 1.",
        }],
        admis: &[
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Le suivi revient aux travailleurs sociaux (3), en lien avec la fiche 1.",
            },
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "Le suivi revient à 2 travailleurs sociaux, en lien avec la fiche 1.",
            },
        ],
    },
    chercher,
};

/// A group: the facteur that counts it, in each fiche that values it.
type Groupes<'d> = BTreeMap<Vec<String>, Vec<(&'d Facteur, Poste<'d>)>>;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut groupes: Groupes<'_> = BTreeMap::new();
    for poste in c.fiches().flat_map(postes).filter(|p| p.tete.len() > 1) {
        let facteur = poste.facteur(Genre::Nombre("")).or_else(|| poste.facteur(Genre::Nombre("personnes")));
        if let Some(facteur) = facteur {
            groupes.entry(poste.tete.clone()).or_default().push((facteur, poste));
        }
    }
    let mut par_mot: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    for tete in groupes.keys() {
        for mot in tete.first().into_iter().chain(tete.last()) {
            par_mot.entry(mot).or_default().push(tete);
        }
    }
    let tous = par_fichier(c.dossier);
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        for g in grandeurs::de_prose(passages(&tous, fiche)).filter(|g| g.sorte == Sorte::Compte) {
            let Some(valeurs) = nomme(&g, &par_mot).and_then(|t| groupes.get(t)) else { continue };
            let connu = |(f, p): &(&Facteur, Poste<'_>)| {
                p.fiche.numero.valeur == fiche.numero.valeur || f.valeur.valeur == g.valeur
            };
            if let Some((facteur, poste)) = valeurs.first().filter(|_| !valeurs.iter().any(connu)) {
                constats.push(constat(&g, facteur, poste));
            }
        }
    }
    constats
}

fn constat(g: &Grandeur<'_>, facteur: &Facteur, poste: &Poste<'_>) -> Diagnostic {
    let (numero, effectif) = (poste.fiche.numero.valeur, nombre(facteur.valeur.valeur));
    let libelle = tete(&poste.charge.libelle.valeur);
    Diagnostic::constat(
        g.span(),
        format!("{} ici, et la fiche {numero} valorise {effectif} « {libelle} »", g.ecrite()),
    )
    .voir(facteur.valeur.span, format!("fiche {numero} : {effectif}"))
    .aide("écrire le même effectif dans les deux fiches, ou dire de quelle partie du groupe il s’agit")
}

/// The group that a number counts as a whole.
fn nomme<'t>(g: &Grandeur<'_>, par_mot: &BTreeMap<&str, Vec<&'t Vec<String>>>) -> Option<&'t Vec<String>> {
    let avant = g.avant(80);
    if let Some(debut) = avant.trim_end().strip_suffix('(') {
        let apres = g.passage.texte.get(g.octets.end..).unwrap_or("");
        let mots = racines(debut);
        let candidats = par_mot.get(mots.last()?.as_str()).filter(|_| apres.starts_with(')'))?;
        return candidats.iter().find(|t| mots.ends_with(t)).copied();
    }
    let article = avant.trim_end().rsplit(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    if !["les", "ses", "des", "ces", "aux", "leurs"].contains(&article.as_str()) {
        return None;
    }
    let noms = g.noms();
    par_mot.get(noms.first()?.as_str())?.iter().find(|t| commence(&noms, t)).copied()
}
