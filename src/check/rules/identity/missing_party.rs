//! Who pays as a party of the act is one of its parties.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{counted, is_paid_by};
use crate::model::parties::PartyRole;

/// Two parties, written in the act.
pub(super) const TWO_PARTIES: &str = "lieu: Vaunes-le-Haut
parties:
  - id: etat
    nom: L’État
    designation: la Préfète
    signataires:
      - { nom: Aurélienne Castelnoir, qualite: Préfète de la Haute-Vaunoise }
  - id: vaunoise
    role: collectivite
    nom: Le Département de la Haute-Vaunoise
    designation: le Département
    signataires:
      - { nom: Barnabé Ostrevent, qualite: Président du Conseil départemental }
";

pub(crate) static PAGE: Page = Page {
    title: "une partie manque à l’acte",
    severity: Severity::Warning,
    checks: "Un financeur du cadre dont le rôle est `etat` ou `collectivite`, et qui paie une ligne d’une fiche, sans qu’aucune \
              partie de l’acte ait ce rôle ; un acte qui n’a qu’une partie. Les financeurs de rôle `tiers` paient sans signer.",
    why: "L’acte n’engage que ceux qui le signent : l’argent d’un autre n’y est promis par personne.",
    source: "Code civil, art. 1101 et 1199 (un contrat oblige les parties entre elles).",
    example: Example {
        context: &[Change {
            file: "content/2024/convention.yaml",
            from: "lieu: Vaunes-le-Haut\n",
            to: TWO_PARTIES,
        }],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "    role: collectivite\n",
            to: "    role: tiers\n",
        }],
        admitted: &[Change {
            file: "content/2024/convention.yaml",
            from: "      - { nom: Aurélienne Castelnoir, qualite: Préfète de la Haute-Vaunoise }\n",
            to: "      - { nom: Aurélienne Castelnoir, qualite: Préfète de la Haute-Vaunoise }\n      - { nom: Séverin Malpuech, qualite: Préfet de la région des Causses }\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let parties = &context.dossier.convention.parties;
    // Nothing could be read of them: that is told.
    let Some(first) = parties.first() else { return Vec::new() };
    if parties.len() == 1 {
        let message = format!("l’acte n’a qu’une partie, « {} »", first.name);
        return vec![Diagnostic::finding(first.name.span, message).help("ajouter l’autre sous « parties: »")];
    }
    // A third party may pay without signing.
    let roles = PartyRole::WORDS.into_iter().filter(|(_, role)| *role != PartyRole::ThirdParty);
    let missing =
        |(word, role): (&str, PartyRole)| {
            if parties.iter().any(|party| party.role == role) {
                return None;
            }
            let cadre = &context.dossier.cadre;
            let mut lines = context
                .fiches()
                .flat_map(counted)
                .flat_map(|budget| &budget.financements)
                .filter(|line| is_paid_by(line, cadre, role));
            let line = lines.next()?;
            let payer = line.financeur.as_ref().and_then(|id| cadre.financeur(&id.value))?;
            let message = format!(
                "« {} » paie au titre du rôle « {word} », et aucune partie de l’acte n’a ce rôle",
                payer.name
            );
            Some(Diagnostic::finding(first.id.span, message).also(line.span, "une ligne qu’il paie").help(
                format!("écrire « role: {word} » à la partie qu’il est, ou l’ajouter sous « parties: »"),
            ))
        };
    roles.filter_map(missing).collect()
}
