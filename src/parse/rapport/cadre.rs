//! What a framework says of the report: its headings, its thresholds, and how the State pays or takes back.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::rapport::{CadreRapport, ModeRefaction, NiveauRefaction, Refaction};
use crate::parse::arbre::Noeud;
use crate::parse::lecteur::{Carte, Lecteur};

const MODES: [(&str, ModeRefaction); 2] =
    [("proportionnel", ModeRefaction::Proportionnel), ("depense_reelle", ModeRefaction::DepenseReelle)];

const NIVEAUX: [(&str, NiveauRefaction); 3] = [
    ("fiche", NiveauRefaction::Fiche),
    ("annexe", NiveauRefaction::Annexe),
    ("convention", NiveauRefaction::Convention),
];

/// Reads the value of `rapport` of a framework; what it leaves out is that of a plain report.
pub fn cadre(l: &mut Lecteur<'_>, noeud: &Noeud) -> CadreRapport {
    let mut lu = CadreRapport::default();
    let Some(mut c) = l.carte(noeud) else { return lu };
    if let Some(titre) = l.texte_facultatif(&mut c, "titre") {
        lu.titre = titre;
    }
    if let Some(n) = c.prendre("bilan") {
        lu.bilan = l.liste(n).iter().filter_map(|n| l.texte(n)).map(|t| t.valeur).collect();
    }
    if let Some(n) = c.prendre("rubriques") {
        lu.rubriques = l.liste(n).iter().filter_map(|n| rubrique(l, n)).collect();
    }
    let atteinte = c.prendre("atteinte_partielle").and_then(|n| pourcent(l, n));
    lu.atteinte_partielle = atteinte.unwrap_or(lu.atteinte_partielle);
    if let Some(n) = c.prendre("ecart_a_commenter") {
        lu.ecart_a_commenter = ecart(l, n, &lu.rubriques);
    }
    l.finir(&c);
    lu
}

fn rubrique(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<(String, String)> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let titre = l.texte_exige(&mut c, "titre");
    l.finir(&c);
    Some((id?.valeur, titre?.valeur))
}

fn ecart(l: &mut Lecteur<'_>, noeud: &Noeud, rubriques: &[(String, String)]) -> Option<(Decimal, String)> {
    let mut c = l.carte(noeud)?;
    let seuil = l.exiger(&mut c, "seuil").and_then(|n| pourcent(l, n));
    let rubrique = l.mot_exige(&mut c, "rubrique")?;
    l.finir(&c);
    if !rubriques.iter().any(|(id, _)| *id == rubrique.valeur) {
        l.inconnu(
            &rubrique,
            "identifiant de rubrique du rapport",
            rubriques.iter().map(|(id, _)| id.as_str()),
        );
    }
    Some((seuil?, rubrique.valeur))
}

/// Reads the value of `refaction` of a framework.
pub fn refaction(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Refaction> {
    let mut c = l.carte(noeud)?;
    let mode = l.exiger(&mut c, "mode").and_then(|n| l.parmi(n, &MODES));
    let niveau = l.exiger(&mut c, "niveau").and_then(|n| l.parmi(n, &NIVEAUX));
    let taux = |l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle| c.prendre(cle).and_then(|n| pourcent(l, n));
    let seuil = taux(l, &mut c, "seuil").unwrap_or_default();
    let plafond = taux(l, &mut c, "plafond").unwrap_or(Decimal::ONE_HUNDRED);
    let part_max = taux(l, &mut c, "part_max");
    let avance = taux(l, &mut c, "avance").unwrap_or(Decimal::ONE_HUNDRED);
    let source = l.texte_facultatif(&mut c, "source");
    l.finir(&c);
    Some(Refaction { mode: mode?, niveau: niveau?, seuil, plafond, part_max, avance, source })
}

/// A percentage from 0 to 100.
fn pourcent(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Decimal> {
    let lu = l.pourcentage(noeud)?;
    if lu.valeur.is_sign_negative() || lu.valeur > Decimal::ONE_HUNDRED {
        l.dire(
            Diagnostic::erreur("VAL-003", lu.span, "ce pourcentage est entre 0 et 100 %")
                .aide("écrire « 10 % »"),
        );
        return None;
    }
    Some(lu.valeur)
}
