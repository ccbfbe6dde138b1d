//! `organisation.yaml`, `<édition>/convention.yaml` and `<édition>/articles/*.md`.

use super::arbre::Noeud;
use super::lecteur::{Carte, Lecteur};
use super::{entete, markdown};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::model::convention::{
    AnnexeAnnoncee, Article, Champ, Compte, Convention, Dates, Departement, Etat, Organisation, Partie,
    Tolerance, Visa,
};
use crate::model::passage::Nature;
use crate::text::{Chemin, Fichier, Span, Spanned};

/// Reads those who sign.
pub fn organisation(l: &mut Lecteur<'_>, zone: Span) -> Option<Organisation> {
    let racine = l.arbre(zone)?;
    let mut c = l.carte(&racine)?;
    let departement = l.exiger(&mut c, "departement").and_then(|n| departement(l, n));
    let parties = match l.exiger(&mut c, "parties") {
        Some(n) => l.carte(n).map(|mut p| {
            let etat = l.exiger(&mut p, "etat").and_then(|n| partie(l, n));
            let collectivite = l.exiger(&mut p, "departement").and_then(|n| partie(l, n));
            l.finir(&p);
            (etat, collectivite)
        }),
        None => None,
    };
    let compte = c.prendre("compte").and_then(|n| compte(l, n));
    l.finir(&c);
    let (etat, collectivite) = parties?;
    Some(Organisation { departement: departement?, etat: etat?, collectivite: collectivite?, compte })
}

fn departement(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Departement> {
    let mut c = l.carte(noeud)?;
    let nom = l.texte_exige(&mut c, "nom");
    let de = l.texte_exige(&mut c, "de");
    let code = l.texte_exige(&mut c, "code");
    let siren = l.texte_exige(&mut c, "siren");
    l.finir(&c);
    Some(Departement { nom: nom?.valeur, de: de?.valeur, code: code?.valeur, siren: siren? })
}

fn partie(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Partie> {
    let mut c = l.carte(noeud)?;
    let nom = l.texte_exige(&mut c, "nom");
    let representant = l.texte_exige(&mut c, "representant");
    let qualite = l.texte_exige(&mut c, "qualite");
    let designation = l.texte_exige(&mut c, "designation");
    let signature = textes(l, &mut c, "signature");
    l.finir(&c);
    Some(Partie {
        nom: nom?.valeur,
        representant: representant?,
        qualite: qualite?.valeur,
        designation: designation?.valeur,
        signature,
    })
}

fn compte(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Compte> {
    let mut c = l.carte(noeud)?;
    let titulaire = l.texte_exige(&mut c, "titulaire");
    let iban = l.texte_exige(&mut c, "iban");
    let bic = l.texte_exige(&mut c, "bic");
    let code_etablissement = champ(l, &mut c, "code_etablissement");
    let code_guichet = champ(l, &mut c, "code_guichet");
    let numero = champ(l, &mut c, "numero");
    let cle = champ(l, &mut c, "cle");
    l.finir(&c);
    Some(Compte {
        titulaire: titulaire?.valeur,
        iban: iban?,
        bic: bic?,
        code_etablissement: code_etablissement?,
        code_guichet: code_guichet?,
        numero: numero?,
        cle: cle?,
    })
}

fn champ(l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle: &'static str) -> Option<Champ> {
    let noeud = l.exiger(c, cle)?;
    if let Some(absence) = l.absence(noeud) {
        return Some(absence.map(Err));
    }
    l.texte(noeud).map(|t| t.map(Ok))
}

fn textes(l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle: &'static str) -> Vec<String> {
    match c.prendre(cle) {
        Some(n) => l.un_ou_plusieurs(n).iter().filter_map(|n| l.texte(n)).map(|t| t.valeur).collect(),
        None => Vec::new(),
    }
}

/// Reads a list of visas.
pub fn visas(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Visa> {
    l.liste(noeud).iter().filter_map(|n| visa(l, n)).collect()
}

fn visa(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Visa> {
    let mut c = l.carte(noeud)?;
    let designation = l.texte_exige(&mut c, "designation");
    let numero = l.texte_situe(&mut c, "numero");
    let date = c.prendre("date").and_then(|n| l.jour_situe(n));
    let objet = l.texte_facultatif(&mut c, "objet");
    let annexee = c.prendre("annexe").and_then(|n| l.parmi(n, &[("jointe", true), ("absente", false)]));
    l.finir(&c);
    Some(Visa { designation: designation?.valeur, numero, date, objet, annexee, span: noeud.span })
}

/// Reads the act.
pub fn convention(l: &mut Lecteur<'_>, zone: Span) -> Option<Convention> {
    let racine = l.arbre(zone)?;
    let mut c = l.carte(&racine)?;
    let cadre = l.mot_exige(&mut c, "cadre");
    let annee = l.exiger(&mut c, "annee").and_then(|n| annee(l, n));
    let etats = Etat::TOUS.map(|e| (e.mot(), e));
    let etat = l.exiger(&mut c, "etat").and_then(|n| l.parmi(n, &etats));
    let mention = l.texte_facultatif(&mut c, "mention");
    let montant_etat = l.exiger(&mut c, "montant_etat").and_then(|n| {
        l.mot(n).inspect(|m| l.passage(Nature::Champ, &m.valeur, n.span));
        l.montant(n)
    });
    let lieu = l.texte_exige(&mut c, "lieu");
    let dates = match c.prendre("dates") {
        Some(n) => dates(l, n),
        None => Dates::default(),
    };
    let explicite = c.prendre("date_du_document").and_then(|n| l.jour(n));
    let accuse_de_reception = c.prendre("accuse_de_reception").and_then(|n| l.texte(n));
    let visas = match c.prendre("visas") {
        Some(n) => visas(l, n),
        None => Vec::new(),
    };
    let annexes_annoncees = match c.prendre("annexes_annoncees") {
        Some(n) => l.liste(n).iter().filter_map(|n| annexe_annoncee(l, n)).collect(),
        None => Vec::new(),
    };
    let sigles = match c.prendre("sigles") {
        Some(n) => {
            l.entrees(n).iter().filter_map(|(cle, v)| l.texte(v).map(|t| (cle.clone(), t.valeur))).collect()
        }
        None => Vec::new(),
    };
    let execution = c.prendre("execution").and_then(|n| Some(Spanned::new(l.duree(n)?, n.span)));
    let tolerances = match c.prendre("tolerances") {
        Some(n) => l.liste(n).iter().filter_map(|n| tolerance(l, n)).collect(),
        None => Vec::new(),
    };
    let regles = c.prendre("regles").map(|n| severites(l, n)).unwrap_or_default();
    l.finir(&c);
    let jour = |date: &Option<Spanned<Jour>>| date.as_ref().map(|j| j.valeur);
    let date_du_document = explicite.or(jour(&dates.signature)).or(jour(&dates.deliberation));
    if date_du_document.is_none() {
        l.dire(
            Diagnostic::erreur("CLE-002", c.span_de("annee"), "le document n’a pas de date").aide(
                "ajouter « date_du_document: 2024-05-01 » : elle date le PDF, qui ne dépend pas du jour où on le fait",
            ),
        );
    }
    Some(Convention {
        cadre: cadre?,
        annee: annee?,
        etat: etat?,
        mention,
        montant_etat: montant_etat?,
        lieu: lieu?.valeur,
        dates,
        date_du_document: date_du_document?,
        accuse_de_reception,
        visas,
        annexes_annoncees,
        sigles,
        execution,
        tolerances,
        regles,
    })
}

fn annee(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<u16> {
    let nombre = l.nombre(noeud)?;
    let annee = u16::try_from(nombre.valeur).ok().filter(|a| (1900..=2200).contains(a));
    if annee.is_none() {
        l.dire(Diagnostic::erreur("VAL-004", nombre.span, "ce n’est pas une année").aide("écrire « 2022 »"));
    }
    annee
}

fn dates(l: &mut Lecteur<'_>, noeud: &Noeud) -> Dates {
    let Some(mut c) = l.carte(noeud) else { return Dates::default() };
    let mut jour = |cle| c.prendre(cle).and_then(|n| l.jour_situe(n));
    let dates = Dates {
        deliberation: jour("deliberation"),
        signature: jour("signature"),
        envoi: jour("envoi"),
        reception: jour("reception"),
        publication: jour("publication"),
    };
    l.finir(&c);
    dates
}

fn annexe_annoncee(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<AnnexeAnnoncee> {
    let mut c = l.carte(noeud)?;
    let titre = l.texte_exige(&mut c, "titre");
    let article = l.texte_situe(&mut c, "article");
    let presente = l.exiger(&mut c, "presente").and_then(|n| l.oui(n));
    l.finir(&c);
    Some(AnnexeAnnoncee { titre: titre?, article, presente: presente? })
}

/// The severities that the project gives to rules.
fn severites(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<(Spanned<String>, Option<Gravite>)> {
    let mut mots: Vec<(&str, Option<Gravite>)> =
        Gravite::TOUTES.into_iter().map(|g| (g.mot(), Some(g))).collect();
    mots.push(("ignorée", None));
    l.entrees(noeud).iter().filter_map(|(code, mot)| Some((code.clone(), l.parmi(mot, &mots)?))).collect()
}

fn tolerance(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Tolerance> {
    let mut c = l.carte(noeud)?;
    let regle = l.mot_exige(&mut c, "regle");
    let lieu = l.mot_exige(&mut c, "lieu");
    let extrait = c.prendre("extrait").and_then(|n| l.mot(n)).map(|t| t.valeur);
    let raison = l.mot_exige(&mut c, "raison");
    l.finir(&c);
    Some(Tolerance { regle: regle?, lieu: lieu?, extrait, raison: raison?.valeur, span: noeud.span })
}

/// Reads the preamble or an article.
pub fn article(l: &mut Lecteur<'_>, fichier: Fichier) -> Option<Article> {
    let chemin: Chemin = l.sources.source(fichier).chemin().clone();
    let (yaml, corps) = entete::separer(l, fichier)?;
    let racine = l.arbre(yaml)?;
    let mut c = l.carte(&racine)?;
    let numero = c.prendre("numero").and_then(|n| l.texte(n));
    let titre = l.texte_situe(&mut c, "titre");
    l.finir(&c);
    let span = corps;
    let corps = markdown::lire(l, corps);
    Some(Article { chemin, numero, titre, corps, span })
}
