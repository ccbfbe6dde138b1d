//! Parts of the RIB left empty though the IBAN holds them.

use super::ide_003::NOMS;
use crate::check::identite::{compact, iban_juste, rib};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-004",
    titre: "le RIB est incomplet alors que l’IBAN le contient",
    gravite: Gravite::Conseil,
    verifie: "Pour un compte français dont l’IBAN est valable, les parties du RIB laissées sans valeur sont données, telles \
              que l’IBAN les contient. Un compte d’un autre pays, ou un IBAN faux, n’est pas retenu.",
    pourquoi: "Une rubrique vide dans un acte signé se remplit ensuite à la main, sans contrôle ; l’IBAN donne pourtant \
               toutes les valeurs.",
    source: "Norme ISO 13616 : structure de l’IBAN en France.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/organisation.yaml", de: "  cle: \"49\"", a: "  cle: vide" }],
        admis: &[Changement {
            fichier: "content/organisation.yaml",
            de: "  numero: E4280000000",
            a: "  numero: E428 0000 000",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(compte) = &c.dossier.organisation.compte else { return Vec::new() };
    let iban = compact(&compte.iban.valeur);
    let Some(parties) = rib(&iban).filter(|_| iban_juste(&iban)) else { return Vec::new() };
    let champs = [&compte.code_etablissement, &compte.code_guichet, &compte.numero, &compte.cle];
    let absents: Vec<_> = champs
        .into_iter()
        .zip(NOMS)
        .zip(parties)
        .filter(|((champ, _), _)| champ.valeur.is_err())
        .map(|((champ, nom), (partie, _))| (champ.span, nom, partie))
        .collect();
    let Some((premier, autres)) = absents.split_first() else { return Vec::new() };
    let valeurs: Vec<String> = absents.iter().map(|(_, nom, partie)| format!("{nom} ({partie})")).collect();
    let manque = if autres.is_empty() { "manque" } else { "manquent" };
    let mut constat = Diagnostic::constat(
        premier.0,
        format!("{manque} au compte {}, que l’IBAN contient", valeurs.join(", ")),
    )
    .ici(premier.2)
    .voir(compte.iban.span, "l’IBAN qui les contient")
    .aide("écrire ces valeurs, après les avoir rapprochées du relevé d’identité bancaire");
    for (span, _, partie) in autres {
        constat = constat.voir(*span, *partie);
    }
    vec![constat]
}
