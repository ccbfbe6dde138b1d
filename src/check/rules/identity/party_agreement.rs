//! The gender of a party, with which « représenté » and « désigné » agree.

use super::missing_party::TWO_PARTIES;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

const THIRD: &str = "      - { nom: Barnabé Ostrevent, qualite: Président du Conseil départemental }
  - id: travail
    role: tiers
    nom: La Mission locale
    designation: la Mission locale
    signataires:
      - { nom: Noémie Tressanges, qualite: Directrice }
";

pub(crate) static PAGE: Page = Page {
    title: "le nom d’une partie ne dit pas son genre",
    severity: Severity::Advice,
    checks: "« Représenté », « représentée », « représentés » et « désigné » s’accordent avec la partie : par l’article de son \
              nom (« La Métropole »), sinon par son premier mot (« Agence », « Caisse »). Un nom qui ne dit rien \
              (« France Travail ») est montré, et l’acte imprime « représenté(e) » tant que la partie n’a pas de clé `genre`.",
    why: "L’acte imprime l’accord en page de titre et avant ses visas : le deviner en laisserait un faux.",
    source: "Accord du participe passé employé comme adjectif.",
    example: Example {
        context: &[
            Change { file: "content/2024/convention.yaml", from: "lieu: Vaunes-le-Haut\n", to: TWO_PARTIES },
            Change {
                file: "content/2024/convention.yaml",
                from: "      - { nom: Barnabé Ostrevent, qualite: Président du Conseil départemental }\n",
                to: THIRD,
            },
        ],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "    nom: La Mission locale\n",
            to: "    nom: France Travail\n",
        }],
        admitted: &[
            Change {
                file: "content/2024/convention.yaml",
                from: "    nom: La Mission locale\n",
                to: "    nom: France Travail\n    genre: m\n",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "    nom: La Mission locale\n",
                to: "    nom: Agence régionale de santé\n",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let parties = context.dossier.convention.parties.iter();
    parties
        .filter(|party| party.agreement.gender.is_none())
        .map(|party| {
            let message = format!("« {} » est d’un genre que son nom ne dit pas", party.name);
            Diagnostic::finding(party.name.span, message)
                .help("ajouter sous le nom « genre: f » (représentée) ou « genre: m » (représenté)")
        })
        .collect()
}
