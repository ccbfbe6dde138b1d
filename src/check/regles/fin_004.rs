//! A line of a priced schedule against its own days and rates.

use crate::check::bordereaux::{
    Ecart, Unite, ecarts_de_ligne, jours, lignes, sur_place_de_trop, tarif_suppose, tva_supposee,
};
use crate::check::finances::enumerer;
use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Montant;
use crate::model::budget::{Bordereau, LigneBordereau};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-004",
    titre: "une ligne de bordereau ne suit pas ses jours et ses tarifs",
    gravite: Gravite::Erreur,
    verifie: "Sur chaque ligne d’un bordereau : le nombre de jours affiché est la somme des jours des profils ; le prix \
              hors taxes est la somme des jours multipliés par les tarifs ; le prix toutes taxes comprises est le prix \
              hors taxes augmenté de la TVA ; les jours sur place n’excèdent pas les jours. Les chiffres faux d’une \
              ligne font un seul constat. Quand toutes les lignes d’un profil supposent un même autre tarif, ou toutes \
              les lignes un même autre taux de TVA, c’est ce tarif ou ce taux qui est dit. Un chiffre que la ligne \
              n’affiche pas n’est pas comparé.",
    pourquoi: "Le bordereau fixe ce qui sera facturé : une ligne dont le prix n’est pas celui de ses jours ouvre un \
               litige sur le décompte.",
    source: "Cohérence interne de l’acte : jours × tarif = hors taxes, puis TVA (CGI, art. 278 et suivants pour ses taux).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "affiche: { jours: 3, ht: 2 000 €, ttc: 2 400 € }",
            a: "affiche: { jours: 3, ht: 2 100 €, ttc: 2 400 € }",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "affiche: { jours: 3, ht: 2 000 €, ttc: 2 400 € }",
                a: "affiche: { jours: 3 }",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "affiche: { jours: 3, ht: 2 000 €, ttc: 2 400 € }",
                a: "affiche: { jours: \"3,00\", ht: \"2 000,00 €\", ttc: \"2 400,00 €\" }",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| &f.bordereaux).flat_map(bordereau).collect()
}

fn bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let mut constats: Vec<Diagnostic> =
        (0..bordereau.profils.len()).filter_map(|rang| tarif(bordereau, rang)).collect();
    let tarifs = constats.is_empty();
    let taux = tva(bordereau);
    let tva = taux.is_none();
    constats.extend(taux);
    for ligne in lignes(bordereau) {
        constats.extend(constat(ligne, ecarts_de_ligne(ligne, bordereau, tarifs, tva)));
        constats.extend(sur_place(ligne));
    }
    constats
}

/// A daily rate that is not the one of its lines.
fn tarif(bordereau: &Bordereau, rang: usize) -> Option<Diagnostic> {
    let suppose = tarif_suppose(bordereau, rang)?;
    let profil = bordereau.profils.get(rang)?;
    let juste = Montant::arrondi(suppose.valeur).unwrap_or_default();
    let message = format!(
        "le tarif de « {} », {}, n’est pas celui des lignes du bordereau, {juste}",
        profil.libelle, profil.tarif.valeur
    );
    let lignes = suppose.lignes;
    let constat = Diagnostic::constat(profil.tarif.span, message)
        .calcul(format!("{lignes} lignes sont justes avec {juste}, aucune avec {}", profil.tarif.valeur))
        .aide("corriger le tarif, ou les prix de ces lignes");
    let voir = self::lignes(bordereau)
        .filter(|l| l.profils.get(rang).is_some_and(|j| !j.valeur.is_zero()))
        .find_map(|l| {
            l.affiche.ht.as_ref().map(|h| (h.span, format!("ligne {} : {}", l.numero.valeur, h.valeur)))
        });
    Some(match voir {
        Some((span, texte)) => constat.voir(span, texte),
        None => constat,
    })
}

/// A rate of tax that is not the one of the lines.
fn tva(bordereau: &Bordereau) -> Option<Diagnostic> {
    let suppose = tva_supposee(bordereau)?;
    let taux = &bordereau.taux_tva;
    let (ecrit, juste) = (nombre(taux.valeur), nombre(suppose.valeur));
    let message =
        format!("le taux de TVA, {ecrit}\u{a0}%, n’est pas celui des lignes du bordereau, {juste}\u{a0}%");
    Some(
        Diagnostic::constat(taux.span, message)
            .calcul(format!("{} lignes sont justes avec {juste}\u{a0}%", suppose.lignes))
            .aide("corriger le taux, ou les prix toutes taxes comprises"),
    )
}

/// The wrong figures of a line, in one finding.
fn constat(ligne: &LigneBordereau, ecarts: Vec<Ecart>) -> Option<Diagnostic> {
    let premier = ecarts.first()?;
    let dits: Vec<String> = ecarts
        .iter()
        .map(|e| {
            let (affiche, calcule) = (e.unite.dire(e.affiche), e.unite.dire(e.calcule));
            format!("{affiche}{} au lieu de {calcule}", e.quoi)
        })
        .collect();
    let calculs: Vec<&str> = ecarts.iter().map(|e| e.calcul.as_str()).filter(|c| !c.is_empty()).collect();
    let message = format!("la ligne {} du bordereau affiche {}", ligne.numero.valeur, enumerer(&dits));
    let mut constat = Diagnostic::constat(premier.span, message)
        .aide("corriger les chiffres affichés de la ligne, ou les jours de ses profils");
    if !calculs.is_empty() {
        constat = constat.calcul(calculs.join(" ; "));
    }
    if let Some(euros) =
        ecarts.iter().filter(|e| e.unite == Unite::Euros).map(|e| e.affiche - e.calcule).next_back()
    {
        constat = constat.enjeu(euros);
    }
    for ecart in ecarts.iter().skip(1) {
        constat = constat.voir(ecart.span, format!("calculé : {}", ecart.unite.dire(ecart.calcule)));
    }
    if let Some(jours) = ligne.profils.first() {
        constat = constat.voir(jours.span, "les jours de ses profils");
    }
    Some(constat)
}

fn sur_place(ligne: &LigneBordereau) -> Option<Diagnostic> {
    let sur_place = sur_place_de_trop(ligne)?;
    let (a, b) = (Unite::Jours.dire(sur_place.valeur), Unite::Jours.dire(jours(ligne)));
    let constat = Diagnostic::constat(
        sur_place.span,
        format!("la ligne {} du bordereau compte {a} sur place, pour {b} en tout", ligne.numero.valeur),
    );
    Some(constat.voir(ligne.numero.span, "la ligne").aide("corriger les jours sur place ou ceux des profils"))
}
