//! The budgets and the priced schedules of a fiche.

use rust_decimal::Decimal;

use super::reader::{MapReader, Reader};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::model::budget::{
    Bordereau, BordereauRow, Budget, Charge, Contribution, Cost, FACTORS, Factor, FactorKind, Financement,
    Mentions, NamedAmount, PrintedRow, Profile, Role, Valorisation, product,
};
use crate::model::{Duration, Montant};
use crate::text::Spanned;

const ROLES: [(&str, Role); 2] = [("convention", Role::Convention), ("projet", Role::Project)];

/// Reads the value of `budget`: one, or a list.
pub fn budgets(l: &mut Reader<'_>, node: &Node) -> Vec<Budget> {
    l.one_or_many(node).iter().filter_map(|n| budget(l, n)).collect()
}

fn budget(l: &mut Reader<'_>, node: &Node) -> Option<Budget> {
    let mut c = l.map_reader(node)?;
    let id = c.take("id").and_then(|n| l.word(n)).map(|t| t.value).unwrap_or_default();
    let title = l.optional_text(&mut c, "titre");
    let period = c.take("periode").and_then(|n| Some(Spanned::new(period(l, n)?, n.span)));
    let role = c.take("role").and_then(|n| l.one_of(n, &ROLES)).unwrap_or(Role::Convention);
    let charges = match c.take("charges") {
        Some(n) => l.list(n).iter().filter_map(|n| charge(l, n)).collect(),
        None => Vec::new(),
    };
    let financements = financements(l, &mut c, "financements");
    let printed_total = c.take("total_affiche").and_then(|n| l.montant(n));
    let outside_total = self::financements(l, &mut c, "hors_total");
    l.finish(&c);
    Some(Budget {
        id,
        title,
        period,
        role,
        charges,
        financements,
        printed_total,
        outside_total,
        span: node.span,
    })
}

fn financements(l: &mut Reader<'_>, c: &mut MapReader<'_>, key: &'static str) -> Vec<Financement> {
    match c.take(key) {
        Some(n) => l.list(n).iter().filter_map(|n| financement(l, n)).collect(),
        None => Vec::new(),
    }
}

/// A year, a duration, or free words.
fn period(l: &mut Reader<'_>, node: &Node) -> Option<Duration> {
    if let NodeKind::Scalar(t) = &node.kind {
        return match super::scalars::read_duration(t) {
            Some(duration) => Some(duration),
            None => l.text(node).map(|t| Duration::Text(t.value)),
        };
    }
    l.duration(node)
}

fn mentions(l: &mut Reader<'_>, c: &mut MapReader<'_>) -> Mentions {
    Mentions {
        printed: c.take("affiche").and_then(|n| l.montant(n)),
        printed_share: c.take("part_affichee").and_then(|n| l.percentage(n)),
        rate: c.take("taux").and_then(|n| l.percentage(n)),
        note: l.optional_text(c, "note"),
    }
}

fn charge(l: &mut Reader<'_>, node: &Node) -> Option<Charge> {
    let mut c = l.map_reader(node)?;
    let label = l.required_text(&mut c, "libelle");
    let count = l.optional_text(&mut c, "compte");
    let forms = ["montant", "valorisation", "lignes", "bordereau"];
    let written: Vec<_> = forms.into_iter().filter(|f| c.a(f)).collect();
    if written.len() != 1 {
        l.say(
            Diagnostic::error("CLE-005", node.span, "une charge a une seule de ces clés : montant, valorisation, lignes, bordereau")
                .help("garder celle qui dit d’où vient le montant ; celui que l’acte imprime s’écrit « affiche: … »"),
        );
    }
    let montant = c.take("montant").and_then(|n| match l.absence(n) {
        Some(absence) => Some(Cost::Absent(absence)),
        None => l.montant(n).map(Cost::Montant),
    });
    let valorisation = c.take("valorisation").and_then(|n| valorisation(l, n)).map(Cost::Valorisation);
    let lines =
        c.take("lignes").map(|n| Cost::Detailed(l.list(n).iter().filter_map(|n| charge(l, n)).collect()));
    let bordereau = c.take("bordereau").and_then(|n| l.word(n)).map(Cost::Bordereau);
    let mentions = mentions(l, &mut c);
    l.finish(&c);
    let cost = montant.or(valorisation).or(lines).or(bordereau)?;
    Some(Charge { label: label?, account: count, cost, mentions })
}

fn valorisation(l: &mut Reader<'_>, node: &Node) -> Option<Valorisation> {
    let mut c = l.map_reader(node)?;
    for (key, _) in FACTORS {
        c.take(key);
    }
    l.finish(&c);
    // The factors in the order written, which is the order of the sentence of the act.
    let mut factors = Vec::new();
    for (key, value) in l.entries(node) {
        let Some((_, kind)) = FACTORS.iter().find(|(name, _)| *name == key.value) else { continue };
        let parsed = match kind {
            FactorKind::Percentage(_) => l.percentage(value),
            FactorKind::Montant(_) => l.montant(value).map(|m| m.map(Montant::euros)),
            FactorKind::Number(_) | FactorKind::Month => l.number(value),
        };
        factors.push(Factor { kind: *kind, value: parsed? });
    }
    let montants = factors.iter().filter(|f| matches!(f.kind, FactorKind::Montant(_))).count();
    if montants != 1 {
        l.say(
            Diagnostic::error(
                "VAL-009",
                node.span,
                format!("une valorisation a un facteur en euros, et celle-ci en a {montants}"),
            )
            .help("écrire un seul de : cout_annuel, tarif, prix_unitaire, assiette"),
        );
        return None;
    }
    let Some(product) = product(&factors) else {
        l.say(
            Diagnostic::error(
                "VAL-009",
                node.span,
                "le produit de ces facteurs dépasse mille milliards d’euros",
            )
            .help("vérifier les unités des facteurs"),
        );
        return None;
    };
    Some(Valorisation { factors, product, span: node.span })
}

fn financement(l: &mut Reader<'_>, node: &Node) -> Option<Financement> {
    let mut c = l.map_reader(node)?;
    let financeur = c.take("financeur").and_then(|n| l.word(n));
    let label = l.optional_text(&mut c, "libelle");
    if !c.a("financeur") && !c.a("libelle") {
        l.say(
            Diagnostic::error("CLE-002", node.span, "ce financement ne dit pas qui paie")
                .help("ajouter « financeur: … » (un financeur du cadre) ou « libelle: … »"),
        );
    }
    let montant = c.take("montant");
    let terms = c.take("termes");
    let contribution = match (montant, terms) {
        (Some(n), None) => match l.absence(n) {
            Some(absence) => Some(Contribution::Absent(absence)),
            None => l.montant(n).map(Contribution::Montant),
        },
        (None, Some(n)) => Some(Contribution::Terms(l.list(n).iter().filter_map(|n| term(l, n)).collect())),
        _ => {
            l.say(
                Diagnostic::error("CLE-005", node.span, "un financement a un montant, ou des termes")
                    .help("ajouter « montant: … » (un montant, ou une absence comme « non renseigné »)"),
            );
            None
        }
    };
    let of_which = financements(l, &mut c, "dont");
    let mentions = mentions(l, &mut c);
    l.finish(&c);
    Some(Financement { financeur, label, contribution: contribution?, of_which, mentions, span: node.span })
}

fn term(l: &mut Reader<'_>, node: &Node) -> Option<NamedAmount> {
    let mut c = l.map_reader(node)?;
    let label = l.optional_text(&mut c, "libelle");
    let montant = l.require(&mut c, "montant").and_then(|n| l.montant(n));
    l.finish(&c);
    Some(NamedAmount { label, montant: montant? })
}

/// Reads the value of `bordereaux`.
pub fn bordereaux(l: &mut Reader<'_>, node: &Node) -> Vec<Bordereau> {
    l.one_or_many(node).iter().filter_map(|n| bordereau(l, n)).collect()
}

fn bordereau(l: &mut Reader<'_>, node: &Node) -> Option<Bordereau> {
    let mut c = l.map_reader(node)?;
    let id = l.required_word(&mut c, "id");
    let title = l.optional_text(&mut c, "titre");
    let vat_rate = l.require(&mut c, "taux_tva").and_then(|n| l.percentage(n));
    let profiles: Vec<Profile> = match l.require(&mut c, "profils") {
        Some(n) => l.list(n).iter().filter_map(|n| profile(l, n)).collect(),
        None => Vec::new(),
    };
    let groups = match l.require(&mut c, "groupes") {
        Some(n) => l.list(n).iter().filter_map(|n| line(l, n, profiles.len(), true)).collect(),
        None => Vec::new(),
    };
    let printed = printed(l, &mut c);
    l.finish(&c);
    let rate = vat_rate?;
    if rate.value.is_sign_negative() || rate.value > Decimal::ONE_HUNDRED {
        l.say(
            Diagnostic::error("VAL-003", rate.span, "un taux de TVA est entre 0 et 100 %")
                .help("écrire « 20 % »"),
        );
    }
    Some(Bordereau { id: id?, title, vat_rate: rate, profiles, groups, printed })
}

fn profile(l: &mut Reader<'_>, node: &Node) -> Option<Profile> {
    let mut c = l.map_reader(node)?;
    let label = l.required_text(&mut c, "libelle");
    let day_rate = l.require(&mut c, "tarif").and_then(|n| l.montant(n));
    l.finish(&c);
    Some(Profile { label: label?.value, day_rate: day_rate? })
}

fn line(l: &mut Reader<'_>, node: &Node, profiles: usize, group: bool) -> Option<BordereauRow> {
    let mut c = l.map_reader(node)?;
    let number = l.required_text(&mut c, "numero");
    let label = l.required_text(&mut c, "libelle");
    let mut days = Vec::new();
    let mut on_site = None;
    let mut lines = Vec::new();
    if group {
        if let Some(n) = l.require(&mut c, "lignes") {
            lines = l.list(n).iter().filter_map(|n| line(l, n, profiles, false)).collect();
        }
    } else {
        if let Some(n) = l.require(&mut c, "profils") {
            days = numbers(l, n);
            if days.len() != profiles {
                l.say(
                    Diagnostic::error("CLE-005", n.span, format!("il faut un nombre de jours par profil : {profiles}, et il y en a {}", days.len()))
                        .help("écrire 0 pour un profil qui ne vient pas ; une virgule décimale se met entre guillemets"),
                );
                return None;
            }
        }
        on_site = c.take("sur_place").and_then(|n| l.number(n));
    }
    let printed = printed(l, &mut c);
    l.finish(&c);
    Some(BordereauRow { number: number?, label: label?.value, profiles: days, on_site, lines, printed })
}

fn numbers(l: &mut Reader<'_>, node: &Node) -> Vec<Spanned<Decimal>> {
    l.list(node).iter().filter_map(|n| l.number(n)).collect()
}

fn printed(l: &mut Reader<'_>, parent: &mut MapReader<'_>) -> PrintedRow {
    let Some(node) = parent.take("affiche") else { return PrintedRow::default() };
    let Some(mut c) = l.map_reader(node) else { return PrintedRow::default() };
    let printed = PrintedRow {
        days: c.take("jours").and_then(|n| l.number(n)),
        on_site: c.take("sur_place").and_then(|n| l.number(n)),
        excl_vat: c.take("ht").and_then(|n| l.montant(n)),
        incl_vat: c.take("ttc").and_then(|n| l.montant(n)),
        profiles: c.take("profils").map(|n| numbers(l, n)).unwrap_or_default(),
    };
    l.finish(&c);
    printed
}
