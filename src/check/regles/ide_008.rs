//! The code of the département against the numbers that hold it.

use crate::check::identite::{acte, champ, code_long, compact, extrait, luhn, organisation};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-008",
    titre: "le code du département n’est pas le même partout",
    gravite: Gravite::Erreur,
    verifie: "Le code déclaré, celui par lequel commence le numéro de l’acte transmis, et celui que porte le SIREN d’un \
              département (22 suivi du code). Quand deux des trois s’accordent, le troisième est montré. Un SIREN que \
              IDE-005 refuse, ou qui n’est pas de cette forme (collectivités à statut particulier), n’est pas retenu.",
    pourquoi: "Le code identifie la collectivité dans les fichiers de l’État ; il décide de la préfecture qui contrôle l’acte.",
    source: "Code officiel géographique et répertoire Sirene (Insee) ; cahier des charges de @CTES.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/organisation.yaml", de: "code: \"98\"", a: "code: \"89\"" }],
        admis: &[Changement { fichier: "content/organisation.yaml", de: "code: \"98\"", a: "code: \"098\"" }],
    },
    chercher,
};

/// A place that gives the code: three characters, where, what it is.
type Temoin = (String, Span, String);

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let departement = &c.dossier.organisation.departement;
    let declare = code_long(&departement.code);
    let span = champ(c, organisation(c), 0, &departement.code).unwrap_or(departement.siren.span);
    let mut temoins: Vec<Temoin> = vec![(declare.clone(), span, "le code déclaré du département".to_owned())];
    let siren = compact(&departement.siren.valeur);
    if siren.starts_with("22") && siren.len() == 9 && luhn(&siren).is_multiple_of(10) {
        // Two figures, or the three of a département of the overseas.
        let outre_mer = declare.starts_with("97");
        let octets = if outre_mer { 2..5 } else { 2..4 };
        let code = code_long(siren.get(octets.clone()).unwrap_or(""));
        let place = extrait(c, departement.siren.span, &octets);
        let place = if siren == departement.siren.valeur { place } else { departement.siren.span };
        // Both départements of Corsica had the code 20, which theirs replaced.
        let corse = declare.starts_with("02") && declare.ends_with(['A', 'B']);
        if !corse {
            temoins.push((code, place, format!("le SIREN {}", departement.siren.valeur)));
        }
    }
    if let Some(recu) = &c.dossier.convention.accuse_de_reception
        && let Some(parties) = acte(&recu.valeur)
    {
        let (code, octets) = parties.departement;
        let place = extrait(c, recu.span, &octets);
        temoins.push((code_long(code), place, "le numéro de l’acte".to_owned()));
    }
    dissident(&temoins).into_iter().collect()
}

/// The one that the others contradict; the declared one when nobody agrees.
fn dissident(temoins: &[Temoin]) -> Option<Diagnostic> {
    let accords = |code: &str| temoins.iter().filter(|(autre, _, _)| autre == code).count();
    let moindre = temoins.iter().min_by_key(|(code, _, _)| accords(code))?;
    if accords(&moindre.0) == temoins.len() {
        return None;
    }
    let autres: Vec<&Temoin> = temoins.iter().filter(|(code, _, _)| *code != moindre.0).collect();
    let contre: Vec<String> = autres.iter().map(|(code, _, quoi)| format!("{quoi} par {code}")).collect();
    let constat = Diagnostic::constat(
        moindre.1,
        format!("{} désigne le département par {}, et {}", moindre.2, moindre.0, contre.join(", ")),
    )
    .aide("corriger le code, le SIREN ou le numéro de l’acte");
    Some(autres.into_iter().fold(constat, |constat, (code, span, _)| constat.voir(*span, code.clone())))
}
