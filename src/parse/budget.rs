//! The budgets and the priced schedules of a fiche.

use rust_decimal::Decimal;

use super::arbre::{Genre, Noeud};
use super::lecteur::{Carte, Lecteur};
use crate::diagnostic::Diagnostic;
use crate::model::budget::{
    Apport, Bordereau, Budget, Charge, Cout, FACTEURS, Facteur, Financement, Genre as GenreFacteur,
    LigneAffichee, LigneBordereau, Mentions, Profil, Role, Terme, Valorisation, produit,
};
use crate::model::{Duree, Montant};
use crate::text::Spanned;

const ROLES: [(&str, Role); 2] = [("convention", Role::Convention), ("projet", Role::Projet)];

/// Reads the value of `budget`: one, or a list.
pub fn budgets(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Budget> {
    l.un_ou_plusieurs(noeud).iter().filter_map(|n| budget(l, n)).collect()
}

fn budget(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Budget> {
    let mut c = l.carte(noeud)?;
    let id = c.prendre("id").and_then(|n| l.mot(n)).map(|t| t.valeur).unwrap_or_default();
    let titre = l.texte_facultatif(&mut c, "titre");
    let periode = c.prendre("periode").and_then(|n| Some(Spanned::new(periode(l, n)?, n.span)));
    let role = c.prendre("role").and_then(|n| l.parmi(n, &ROLES)).unwrap_or(Role::Convention);
    let charges = match c.prendre("charges") {
        Some(n) => l.liste(n).iter().filter_map(|n| charge(l, n)).collect(),
        None => Vec::new(),
    };
    let financements = financements(l, &mut c, "financements");
    let total_affiche = c.prendre("total_affiche").and_then(|n| l.montant(n));
    let hors_total = self::financements(l, &mut c, "hors_total");
    l.finir(&c);
    Some(Budget {
        id,
        titre,
        periode,
        role,
        charges,
        financements,
        total_affiche,
        hors_total,
        span: noeud.span,
    })
}

fn financements(l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle: &'static str) -> Vec<Financement> {
    match c.prendre(cle) {
        Some(n) => l.liste(n).iter().filter_map(|n| financement(l, n)).collect(),
        None => Vec::new(),
    }
}

/// A year, a duration, or free words.
fn periode(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Duree> {
    if let Genre::Scalaire(t) = &noeud.genre {
        return match super::scalaires::lire_duree(t) {
            Some(duree) => Some(duree),
            None => l.texte(noeud).map(|t| Duree::Texte(t.valeur)),
        };
    }
    l.duree(noeud)
}

fn mentions(l: &mut Lecteur<'_>, c: &mut Carte<'_>) -> Mentions {
    Mentions {
        affiche: c.prendre("affiche").and_then(|n| l.montant(n)),
        part_affichee: c.prendre("part_affichee").and_then(|n| l.pourcentage(n)),
        taux: c.prendre("taux").and_then(|n| l.pourcentage(n)),
        note: l.texte_facultatif(c, "note"),
    }
}

fn charge(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Charge> {
    let mut c = l.carte(noeud)?;
    let libelle = l.texte_exige(&mut c, "libelle");
    let compte = l.texte_facultatif(&mut c, "compte");
    let formes = ["montant", "valorisation", "lignes", "bordereau"];
    let ecrites: Vec<_> = formes.into_iter().filter(|f| c.a(f)).collect();
    if ecrites.len() != 1 {
        l.dire(
            Diagnostic::erreur("CLE-005", noeud.span, "une charge a une seule de ces clés : montant, valorisation, lignes, bordereau")
                .aide("garder celle qui dit d’où vient le montant ; celui que l’acte imprime s’écrit « affiche: … »"),
        );
    }
    let montant = c.prendre("montant").and_then(|n| match l.absence(n) {
        Some(absence) => Some(Cout::Absent(absence)),
        None => l.montant(n).map(Cout::Montant),
    });
    let valorisation = c.prendre("valorisation").and_then(|n| valorisation(l, n)).map(Cout::Valorisation);
    let lignes =
        c.prendre("lignes").map(|n| Cout::Lignes(l.liste(n).iter().filter_map(|n| charge(l, n)).collect()));
    let bordereau = c.prendre("bordereau").and_then(|n| l.mot(n)).map(Cout::Bordereau);
    let mentions = mentions(l, &mut c);
    l.finir(&c);
    let cout = montant.or(valorisation).or(lignes).or(bordereau)?;
    Some(Charge { libelle: libelle?, compte, cout, mentions })
}

fn valorisation(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Valorisation> {
    let mut c = l.carte(noeud)?;
    for (cle, _) in FACTEURS {
        c.prendre(cle);
    }
    l.finir(&c);
    // The factors in the order written, which is the order of the sentence of the act.
    let mut facteurs = Vec::new();
    for (cle, valeur) in l.entrees(noeud) {
        let Some((_, genre)) = FACTEURS.iter().find(|(nom, _)| *nom == cle.valeur) else { continue };
        let lu = match genre {
            GenreFacteur::Pourcentage(_) => l.pourcentage(valeur),
            GenreFacteur::Montant(_) => l.montant(valeur).map(|m| m.map(Montant::euros)),
            GenreFacteur::Nombre(_) | GenreFacteur::Mois => l.nombre(valeur),
        };
        facteurs.push(Facteur { genre: *genre, valeur: lu? });
    }
    let montants = facteurs.iter().filter(|f| matches!(f.genre, GenreFacteur::Montant(_))).count();
    if montants != 1 {
        l.dire(
            Diagnostic::erreur(
                "VAL-009",
                noeud.span,
                format!("une valorisation a un facteur en euros, et celle-ci en a {montants}"),
            )
            .aide("écrire un seul de : cout_annuel, tarif, prix_unitaire, assiette"),
        );
        return None;
    }
    let Some(produit) = produit(&facteurs) else {
        l.dire(
            Diagnostic::erreur(
                "VAL-009",
                noeud.span,
                "le produit de ces facteurs dépasse mille milliards d’euros",
            )
            .aide("vérifier les unités des facteurs"),
        );
        return None;
    };
    Some(Valorisation { facteurs, produit, span: noeud.span })
}

fn financement(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Financement> {
    let mut c = l.carte(noeud)?;
    let financeur = c.prendre("financeur").and_then(|n| l.mot(n));
    let libelle = l.texte_facultatif(&mut c, "libelle");
    if !c.a("financeur") && !c.a("libelle") {
        l.dire(
            Diagnostic::erreur("CLE-002", noeud.span, "ce financement ne dit pas qui paie")
                .aide("ajouter « financeur: … » (un financeur du cadre) ou « libelle: … »"),
        );
    }
    let montant = c.prendre("montant");
    let termes = c.prendre("termes");
    let apport = match (montant, termes) {
        (Some(n), None) => match l.absence(n) {
            Some(absence) => Some(Apport::Absent(absence)),
            None => l.montant(n).map(Apport::Montant),
        },
        (None, Some(n)) => Some(Apport::Termes(l.liste(n).iter().filter_map(|n| terme(l, n)).collect())),
        _ => {
            l.dire(
                Diagnostic::erreur("CLE-005", noeud.span, "un financement a un montant, ou des termes")
                    .aide("ajouter « montant: … » (un montant, ou une absence comme « non renseigné »)"),
            );
            None
        }
    };
    let dont = financements(l, &mut c, "dont");
    let mentions = mentions(l, &mut c);
    l.finir(&c);
    Some(Financement { financeur, libelle, apport: apport?, dont, mentions, span: noeud.span })
}

fn terme(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Terme> {
    let mut c = l.carte(noeud)?;
    let libelle = l.texte_facultatif(&mut c, "libelle");
    let montant = l.exiger(&mut c, "montant").and_then(|n| l.montant(n));
    l.finir(&c);
    Some(Terme { libelle, montant: montant? })
}

/// Reads the value of `bordereaux`.
pub fn bordereaux(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Bordereau> {
    l.un_ou_plusieurs(noeud).iter().filter_map(|n| bordereau(l, n)).collect()
}

fn bordereau(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Bordereau> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let titre = l.texte_facultatif(&mut c, "titre");
    let taux_tva = l.exiger(&mut c, "taux_tva").and_then(|n| l.pourcentage(n));
    let profils: Vec<Profil> = match l.exiger(&mut c, "profils") {
        Some(n) => l.liste(n).iter().filter_map(|n| profil(l, n)).collect(),
        None => Vec::new(),
    };
    let groupes = match l.exiger(&mut c, "groupes") {
        Some(n) => l.liste(n).iter().filter_map(|n| ligne(l, n, profils.len(), true)).collect(),
        None => Vec::new(),
    };
    let affiche = affiche(l, &mut c);
    l.finir(&c);
    let taux = taux_tva?;
    if taux.valeur.is_sign_negative() || taux.valeur > Decimal::ONE_HUNDRED {
        l.dire(
            Diagnostic::erreur("VAL-003", taux.span, "un taux de TVA est entre 0 et 100 %")
                .aide("écrire « 20 % »"),
        );
    }
    Some(Bordereau { id: id?, titre, taux_tva: taux, profils, groupes, affiche })
}

fn profil(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Profil> {
    let mut c = l.carte(noeud)?;
    let libelle = l.texte_exige(&mut c, "libelle");
    let tarif = l.exiger(&mut c, "tarif").and_then(|n| l.montant(n));
    l.finir(&c);
    Some(Profil { libelle: libelle?.valeur, tarif: tarif? })
}

fn ligne(l: &mut Lecteur<'_>, noeud: &Noeud, profils: usize, groupe: bool) -> Option<LigneBordereau> {
    let mut c = l.carte(noeud)?;
    let numero = l.texte_exige(&mut c, "numero");
    let libelle = l.texte_exige(&mut c, "libelle");
    let mut jours = Vec::new();
    let mut sur_place = None;
    let mut lignes = Vec::new();
    if groupe {
        if let Some(n) = l.exiger(&mut c, "lignes") {
            lignes = l.liste(n).iter().filter_map(|n| ligne(l, n, profils, false)).collect();
        }
    } else {
        if let Some(n) = l.exiger(&mut c, "profils") {
            jours = nombres(l, n);
            if jours.len() != profils {
                l.dire(
                    Diagnostic::erreur("CLE-005", n.span, format!("il faut un nombre de jours par profil : {profils}, et il y en a {}", jours.len()))
                        .aide("écrire 0 pour un profil qui ne vient pas ; une virgule décimale se met entre guillemets"),
                );
                return None;
            }
        }
        sur_place = c.prendre("sur_place").and_then(|n| l.nombre(n));
    }
    let affiche = affiche(l, &mut c);
    l.finir(&c);
    Some(LigneBordereau {
        numero: numero?,
        libelle: libelle?.valeur,
        profils: jours,
        sur_place,
        lignes,
        affiche,
    })
}

fn nombres(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Spanned<Decimal>> {
    l.liste(noeud).iter().filter_map(|n| l.nombre(n)).collect()
}

fn affiche(l: &mut Lecteur<'_>, parent: &mut Carte<'_>) -> LigneAffichee {
    let Some(noeud) = parent.prendre("affiche") else { return LigneAffichee::default() };
    let Some(mut c) = l.carte(noeud) else { return LigneAffichee::default() };
    let affiche = LigneAffichee {
        jours: c.prendre("jours").and_then(|n| l.nombre(n)),
        sur_place: c.prendre("sur_place").and_then(|n| l.nombre(n)),
        ht: c.prendre("ht").and_then(|n| l.montant(n)),
        ttc: c.prendre("ttc").and_then(|n| l.montant(n)),
        profils: c.prendre("profils").map(|n| nombres(l, n)).unwrap_or_default(),
    };
    l.finir(&c);
    affiche
}
