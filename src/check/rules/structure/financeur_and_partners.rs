//! Checks the financeurs of a fiche's budgets against its partners.

use crate::model::parties::PartyRole;
use std::collections::BTreeSet;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget;
use crate::model::budget::Financement;
use crate::model::cadre::Financeur;
use crate::model::fiche::Partners;
use crate::model::{Absence, Dossier, Fiche, Montant};
use crate::snapshot::PayerNames;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un financeur du budget n’est pas nommé parmi les partenaires, ou l’inverse",
    severity: Severity::Warning,
    checks: "Chaque financeur du cadre qui apporte un montant dans un budget de la convention est nommé dans les \
              partenaires de la fiche, par son nom ou par son sigle (avec ou sans \
              points), ou par des mots qui en ont les initiales quand le sigle n’est pas déclaré ; « aucun » et « sans objet » ne vont pas avec un \
              financement extérieur ; un partenaire qui est un financeur du cadre a une ligne de financement. Le \
              Département, maître d’ouvrage, n’a pas à être nommé. Les budgets de projet et les fiches qui ne disent \
              rien de leurs partenaires sont laissés de côté.",
    why: "La rubrique « partenaires et co-financeurs » dit qui est engagé : un financeur qui n’y est pas n’est \
               associé ni au suivi ni à l’évaluation.",
    source: "Cohérence interne de la fiche ; modèle de fiche du cadre.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "partenaires: [État, Département, Fonds social européen (FSE)]",
            to: "partenaires: [État, Département]",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "partenaires: [État, Département, Fonds social européen (FSE)]",
                to: "partenaires: [services de l'État, Fonds social européen]",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "partenaires: [État, Département, Fonds social européen (FSE)]",
                to: "partenaires: [\"Préfecture (services de l'État)\", \"Union européenne, par le FSE\"]",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let payers = PayerNames::new(context.dossier);
    context.fiches().flat_map(|fiche| check_fiche(context.dossier, fiche, &payers)).collect()
}

fn check_fiche(dossier: &Dossier, fiche: &Fiche, payers: &PayerNames<'_>) -> Vec<Diagnostic> {
    let no_names = Vec::new();
    let (list, stated_word, span) = match &fiche.partners {
        Some(Ok(Partners::List(names))) => {
            let Some(first) = names.first() else { return Vec::new() };
            (names, None, first.span)
        }
        Some(Ok(Partners::DeclaredNone(span))) => (&no_names, Some("aucun"), *span),
        Some(Err(absence)) if absence.value == Absence::NotApplicable => {
            (&no_names, Some("sans objet"), absence.span)
        }
        Some(Err(_)) | None => return Vec::new(),
    };
    let mut findings = Vec::new();
    let missing: Vec<_> = dossier
        .cadre
        .financeurs
        .iter()
        .filter(|financeur| financeur.role != PartyRole::Authority)
        .filter(|financeur| {
            let is_it = |named: &Financeur| named.id == financeur.id;
            !list.iter().any(|partner| {
                payers.named_in(&partner.value).any(is_it)
                    || payers.has_initials_of(&partner.value, financeur)
            })
        })
        .map(|financeur| (financeur, budget::fiche_share(fiche, Some(&financeur.id))))
        .filter(|(_, sum)| sum.total > Montant::ZERO)
        .collect();
    if let Some((_, first_sum)) = missing.first() {
        let names: Vec<String> =
            missing.iter().map(|(financeur, sum)| format!("{} ({})", financeur.name, sum.total)).collect();
        let names = names.join(", ");
        let (message, place) = match stated_word {
            Some(word) => {
                (format!("les partenaires sont dits « {word} », et le budget est financé par {names}"), span)
            }
            None => (
                format!("le budget est financé par {names}, que les partenaires ne nomment pas"),
                first_sum.terms.first().map_or(span, |term| term.span),
            ),
        };
        let mut finding =
            Diagnostic::finding(place, message).help("nommer le financeur parmi les partenaires");
        if stated_word.is_none() {
            finding = finding.also(span, "les partenaires");
        }
        for term in missing.iter().flat_map(|(_, sum)| &sum.terms).filter(|term| term.span != place) {
            finding = finding.also(term.span, term.montant.to_string());
        }
        findings.push(finding);
    }
    findings.extend(partners_without_line(fiche, list, payers));
    findings
}

/// Partners that are financeurs of the cadre without a line in a budget.
fn partners_without_line(
    fiche: &Fiche,
    partners: &[crate::text::Spanned<String>],
    payers: &PayerNames<'_>,
) -> Vec<Diagnostic> {
    let mut funded: BTreeSet<&str> = BTreeSet::new();
    for line in
        fiche.budgets.iter().flat_map(|budget| budget.financements.iter().chain(&budget.outside_total))
    {
        collect_financeurs(line, &mut funded);
    }
    if funded.is_empty() {
        return Vec::new();
    }
    // Two financeurs may share a name (FSE, FSE+): a line of either is enough.
    let mut findings = Vec::new();
    for partner in partners {
        let matching: Vec<_> = payers.named_in(&partner.value).collect();
        let has_line =
            matching.iter().any(|f| f.role == PartyRole::Authority || funded.contains(f.id.as_str()));
        let Some(financeur) = matching.first().filter(|_| !has_line) else { continue };
        let span: Span = partner.span;
        findings.push(
            Diagnostic::finding(
                span,
                format!(
                    "« {} » est dit partenaire, et le budget n’a pas de ligne pour ce financeur",
                    financeur.name
                ),
            )
            .help("ajouter sa ligne de financement (au besoin « non renseigné »), ou préciser son rôle"),
        );
    }
    findings
}

fn collect_financeurs<'f>(line: &'f Financement, funded: &mut BTreeSet<&'f str>) {
    funded.extend(line.financeur.as_ref().map(|financeur| financeur.value.as_str()));
    for of_which in &line.of_which {
        collect_financeurs(of_which, funded);
    }
}
