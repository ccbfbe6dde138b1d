//! Those who pay, and those who are named as partners.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::ledger::budget;
use crate::model::budget::Financement;
use crate::model::cadre::{DEPARTEMENT, ETAT};
use crate::model::fiche::Partners;
use crate::model::{Absence, Dossier, Fiche, Montant};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un financeur du budget n’est pas nommé parmi les partenaires, ou l’inverse",
    severity: Severity::Warning,
    checks: "Chaque financeur du cadre qui apporte un montant dans un budget de la convention est nommé dans les \
              partenaires de la fiche, par son nom ou par son sigle ; « aucun » et « sans objet » ne vont pas avec un \
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let alias = alias(c.dossier);
    c.fiches().flat_map(|fiche| audit(c.dossier, fiche, &alias)).collect()
}

/// The names of each funder, flattened: that of the framework, and what its acronym stands for.
fn alias(dossier: &Dossier) -> BTreeMap<&str, Vec<String>> {
    let acronyms = &dossier.convention.acronyms;
    dossier
        .cadre
        .financeurs
        .iter()
        .map(|f| {
            let name = flat(&f.name);
            let mut names = vec![name.clone()];
            for (acronym, expanded) in acronyms {
                let (acronym, expanded) = (flat(&acronym.value), flat(expanded));
                if name == acronym || name == expanded {
                    names.extend([acronym, expanded]);
                }
            }
            if f.id == ETAT {
                names.extend(["prefecture".to_owned(), "prefet".to_owned()]);
            }
            (f.id.as_str(), names)
        })
        .collect()
}

fn named(text: &str, names: &[String]) -> bool {
    let text = format!(" {} ", flat(text));
    names.iter().any(|name| !name.is_empty() && text.contains(&format!(" {name} ")))
}

fn audit(dossier: &Dossier, fiche: &Fiche, alias: &BTreeMap<&str, Vec<String>>) -> Vec<Diagnostic> {
    let empty = Vec::new();
    let (list, stated, span) = match &fiche.partners {
        Some(Ok(Partners::List(names))) => {
            let Some(first) = names.first() else { return Vec::new() };
            (names, None, first.span)
        }
        Some(Ok(Partners::Nothing(span))) => (&empty, Some("aucun"), *span),
        Some(Err(absence)) if absence.value == Absence::NotApplicable => {
            (&empty, Some("sans objet"), absence.span)
        }
        Some(Err(_)) | None => return Vec::new(),
    };
    let mut findings = Vec::new();
    let missing_ones: Vec<_> = dossier
        .cadre
        .financeurs
        .iter()
        .filter(|f| f.id != DEPARTEMENT)
        .filter(|f| {
            !alias.get(f.id.as_str()).is_some_and(|names| list.iter().any(|p| named(&p.value, names)))
        })
        .map(|f| (f, budget::fiche_share(fiche, Some(&f.id))))
        .filter(|(_, sum)| sum.total > Montant::ZERO)
        .collect();
    if let Some((_, first_one)) = missing_ones.first() {
        let names: Vec<String> =
            missing_ones.iter().map(|(f, s)| format!("{} ({})", f.name, s.total)).collect();
        let names = names.join(", ");
        let (message, at) = match stated {
            Some(word) => {
                (format!("les partenaires sont dits « {word} », et le budget est financé par {names}"), span)
            }
            None => (
                format!("le budget est financé par {names}, que les partenaires ne nomment pas"),
                first_one.terms.first().map_or(span, |t| t.span),
            ),
        };
        let mut finding = Diagnostic::finding(at, message).help("nommer le financeur parmi les partenaires");
        if stated.is_none() {
            finding = finding.also(span, "les partenaires");
        }
        for term in missing_ones.iter().flat_map(|(_, s)| &s.terms).filter(|t| t.span != at) {
            finding = finding.also(term.span, term.montant.to_string());
        }
        findings.push(finding);
    }
    findings.extend(without_montant(dossier, fiche, list, alias));
    findings
}

/// The funders named as partners that no line of a budget names.
fn without_montant(
    dossier: &Dossier,
    fiche: &Fiche,
    partners: &[crate::text::Spanned<String>],
    alias: &BTreeMap<&str, Vec<String>>,
) -> Vec<Diagnostic> {
    let mut lines: BTreeSet<&str> = BTreeSet::new();
    for line in fiche.budgets.iter().flat_map(|b| b.financements.iter().chain(&b.outside_total)) {
        named_ones(line, &mut lines);
    }
    if lines.is_empty() {
        return Vec::new();
    }
    // FSE and FSE+ answer to the same name: a line of one is enough.
    let financeurs = &dossier.cadre.financeurs;
    let mut findings = Vec::new();
    for partner in partners {
        let answers = |id: &str| alias.get(id).is_some_and(|names| named(&partner.value, names));
        let alike: Vec<_> = financeurs.iter().filter(|f| answers(&f.id)).collect();
        let is_excepted = alike.iter().any(|f| f.id == DEPARTEMENT || lines.contains(f.id.as_str()));
        let Some(financeur) = alike.first().filter(|_| !is_excepted) else { continue };
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

fn named_ones<'f>(line: &'f Financement, names: &mut BTreeSet<&'f str>) {
    names.extend(line.financeur.as_ref().map(|f| f.value.as_str()));
    for of_which in &line.of_which {
        named_ones(of_which, names);
    }
}
