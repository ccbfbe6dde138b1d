//! The name of the département in the fields that declare the parties and the account.

use super::names::words;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::parties::{CollectiviteKind, PartyRole};

pub(crate) static PAGE: Page = Page {
    title: "une donnée des parties ou du compte ne nomme pas la collectivité déclarée",
    severity: Severity::Error,
    checks: "Le nom déclaré de la collectivité est cherché, lettres et casse à part, dans sa forme avec préposition (`de`), \
              dans le nom de la partie, dans les qualités de ceux qui signent pour elle et pour l’État, et dans le titulaire \
              du compte. Un nom à une ou deux lettres près est une erreur ; un titulaire qui se dit Département sans le \
              nommer, un avertissement. Une qualité sans nom de collectivité, ou un titulaire qui n’est pas la collectivité \
              (paierie, Trésor public), est admis.",
    why: "Les parties doivent être désignées sans équivoque ; le comptable rejette un compte dont le titulaire n’est \
               pas le bénéficiaire.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/organisation.yaml",
            from: "titulaire: DEPARTEMENT DE LA HAUTE-VAUNOISE",
            to: "titulaire: DEPARTEMENT DE LA HAUTE-VANOISE",
        }],
        admitted: &[
            Change {
                file: "content/organisation.yaml",
                from: "titulaire: DEPARTEMENT DE LA HAUTE-VAUNOISE",
                to: "titulaire: PAIERIE DEPARTEMENTALE",
            },
            Change {
                file: "content/organisation.yaml",
                from: "qualite: Préfète de la Haute-Vaunoise",
                to: "qualite: Préfète du département",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let organisation = &context.dossier.organisation;
    let collectivite = &organisation.collectivite;
    let name = flat(&collectivite.name.value);
    let declared = collectivite.name.span;
    let mut fields = vec![("la forme avec préposition", &collectivite.name_with_de)];
    let convention = &context.dossier.convention;
    fields.extend(
        convention.parties_of(PartyRole::Authority).map(|party| ("le nom de la collectivité", &party.name)),
    );
    for (role, what) in [
        (PartyRole::Authority, "la qualité du représentant de la collectivité"),
        (PartyRole::Etat, "la qualité du représentant de l’État"),
    ] {
        let signatories = convention.parties_of(role).flat_map(|party| &party.signatories);
        fields.extend(signatories.map(|signatory| (what, &signatory.title_held)));
    }
    let holder = organisation.account.as_ref().map(|account| &account.holder);
    fields.extend(holder.map(|t| ("le titulaire du compte", t)));
    let mut faults = Vec::new();
    let mut correct = 0;
    for (what, text) in fields {
        if contains(&flat(&text.value), &name) {
            correct += 1;
            continue;
        }
        let near = almost(&text.value, &name);
        let without_name = collectivite.kind == CollectiviteKind::Departement
            && holder.is_some_and(|h| h.span == text.span)
            && words(&text.value).iter().any(|m| m.flat() == "departement");
        if near.is_some() || without_name {
            faults.push((what, text, near));
        }
    }
    // When every field contradicts the declared name, that name is the wrong one.
    if let (0, [(_, _, Some(written)), _, ..]) = (correct, faults.as_slice()) {
        let finding = Diagnostic::finding(
            declared,
            format!(
                "le nom déclaré, « {} », ne se retrouve nulle part, mais « {written} »",
                collectivite.name
            ),
        );
        let finding = faults.iter().fold(finding, |d, (_, text, _)| d.also(text.span, &text.value));
        return vec![finding.help("écrire le même nom partout")];
    }
    faults
        .into_iter()
        .map(|(what, text, near)| {
            let written = near.as_ref().map_or_else(String::new, |p| format!(", mais « {p} »"));
            let message = format!("{what}, « {text} », ne nomme pas « {} »{written}", collectivite.name);
            let finding = Diagnostic::finding(text.span, message).help("écrire le même nom partout");
            let finding = finding.also(declared, "nom déclaré");
            if near.is_none() { finding.warning() } else { finding }
        })
        .collect()
}

/// Whether a folded text holds a folded name as whole words.
fn contains(text: &str, name: &str) -> bool {
    format!(" {text} ").contains(&format!(" {name} "))
}

/// The words of a text that match a name but for one or two letters.
fn almost(text: &str, name: &str) -> Option<String> {
    let n = name.split(' ').count();
    let scanned = words(text);
    scanned.windows(n).find_map(|window| {
        let flattened: Vec<_> = window.iter().map(|m| m.flat()).collect();
        let gap = strsim::osa_distance(&flattened.join(" "), name);
        let (start, end) = (window.first()?.bytes.start, window.last()?.bytes.end);
        ((1..=2).contains(&gap) && name.chars().count() > 5)
            .then(|| text.get(start..end).unwrap_or("").to_owned())
    })
}
