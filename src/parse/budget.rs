//! The budgets and the priced schedules of a fiche.

use rust_decimal::Decimal;

use super::dates::read_duration;
use super::exercices::schedule;
use super::first_try::LineKind;
use super::keys::MapReader;
use super::reader::{BUDGET, Reader};
use crate::diagnostic::{Diagnostic, Gap};
use crate::lang::decimals::read_decimal;
use crate::model::budget::{
    Bordereau, BordereauRow, Budget, BudgetSection, Charge, Contribution, Cost, ExclVat, FACTORS, Factor,
    FactorKind, Financement, Mentions, NamedAmount, PrintedRow, Profile, Role, Valorisation, product,
};
use crate::model::cadre::Financeur;
use crate::model::{Duration, Exercices, Montant};
use crate::syntax::{Node, NodeKind};
use crate::text::{Span, Spanned};

const SECTIONS: [(&str, BudgetSection); 2] =
    [("fonctionnement", BudgetSection::Operating), ("investissement", BudgetSection::Investment)];

const ROLES: [(&str, Role); 2] = [("convention", Role::Convention), ("projet", Role::Project)];

/// What the lines of a budget refer to.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// The financeurs of the cadre.
    pub financeurs: &'a [Financeur],
    /// The exercices of the act.
    pub exercices: &'a Exercices,
}

/// Reads the value of `budget`: one, or a list.
pub fn budgets(reader: &mut Reader<'_>, node: &Node, act: &Act<'_>) -> Vec<Budget> {
    reader.one_or_many(node).iter().filter_map(|n| budget(reader, n, act)).collect()
}

fn budget(reader: &mut Reader<'_>, node: &Node, act: &Act<'_>) -> Option<Budget> {
    if !matches!(node.kind, NodeKind::Map(_)) {
        reader.expected(node, BUDGET);
        return None;
    }
    let mut map = reader.map(node)?;
    let id = map.take("id").and_then(|n| reader.name(n)).map(|t| t.value).unwrap_or_default();
    let title = reader.spanned_text(&mut map, "titre");
    let period = map.take("periode").and_then(|n| Some(Spanned::new(period(reader, n)?, n.span)));
    let role = map.take("role").and_then(|n| reader.one_of(n, &ROLES)).unwrap_or(Role::Convention);
    let charges = match map.take("charges") {
        Some(n) => {
            reader.lines(n, LineKind::Charge).into_iter().filter_map(|n| charge(reader, n, act)).collect()
        }
        None => Vec::new(),
    };
    let financements = financements(reader, &mut map, "financements", act);
    let printed_total = map.take("total_affiche").and_then(|n| reader.montant(n));
    let outside_total = self::financements(reader, &mut map, "hors_total", act);
    reader.finish(&map);
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

fn financements(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    act: &Act<'_>,
) -> Vec<Financement> {
    match map.take(key) {
        Some(n) => reader
            .lines(n, LineKind::Financement(act.financeurs))
            .into_iter()
            .filter_map(|n| financement(reader, n, act))
            .collect(),
        None => Vec::new(),
    }
}

/// A year, a duration, or words. Words with figures must be read, or said to be free: `{ texte: … }`.
fn period(reader: &mut Reader<'_>, node: &Node) -> Option<Duration> {
    if let NodeKind::Scalar(text) = &node.kind
        && !text.bytes().any(|b| b.is_ascii_digit())
        && read_duration(text).is_none()
    {
        return reader.text(node).map(|words| Duration::Text(words.value));
    }
    reader.duration(node)
}

fn mentions(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Mentions {
    Mentions {
        printed: map.take("affiche").and_then(|n| reader.montant(n)),
        printed_share: map.take("part_affichee").and_then(|n| reader.percentage(n)),
        rate: map.take("taux").and_then(|n| reader.percentage(n)),
        note: reader.optional_text(map, "note"),
    }
}

fn charge(reader: &mut Reader<'_>, node: &Node, act: &Act<'_>) -> Option<Charge> {
    let mut map = reader.map(node)?;
    let label = reader.required_text(&mut map, "libelle");
    let count = reader.optional_text(&mut map, "compte");
    let forms = ["montant", "montants", "valorisation", "lignes", "bordereau"];
    let section = map.take("section").and_then(|n| reader.one_of(n, &SECTIONS));
    let excl_vat = excl_vat(reader, &mut map);
    let mut written: Vec<_> = forms.into_iter().filter(|f| map.has(f)).collect();
    if written.is_empty() && map.has("ht") {
        written.push("ht");
    }
    if written.len() != 1 {
        let finding = match written.as_slice() {
            [] => Diagnostic::error("CLE-005", node.span, "cette charge n’a pas de montant").help(
                "ajouter « montant: … », ou ce qui le calcule : « valorisation: », « lignes: » ou « bordereau: »",
            ),
            several => Diagnostic::error(
                "CLE-005",
                node.span,
                format!("cette charge dit son montant {} fois : {}", several.len(), several.join(", ")),
            )
            .help("garder la clé qui dit d’où vient le montant ; celui que l’acte imprime s’écrit « affiche: … »"),
        };
        reader.say(finding);
    }
    let montant = map.take("montant").and_then(|n| reader.montant_or_absence(n));
    let montant = montant.map(|m| m.map_or_else(Cost::Absent, Cost::Montant));
    let valorisation = map.take("valorisation").and_then(|n| valorisation(reader, n)).map(Cost::Valorisation);
    let by_exercice =
        map.take("montants").and_then(|n| schedule(reader, n, act.exercices)).map(Cost::ByExercice);
    let of_price = excl_vat.as_ref().map(|price| {
        let montant = price.incl_vat().unwrap_or(price.montant.value);
        Cost::Montant(Spanned::new(montant, price.montant.span))
    });
    let lines = map
        .take("lignes")
        .map(|n| {
            reader.lines(n, LineKind::Charge).into_iter().filter_map(|n| charge(reader, n, act)).collect()
        })
        .map(Cost::Detailed);
    let bordereau = map.take("bordereau").and_then(|n| reader.name(n)).map(Cost::Bordereau);
    let mentions = mentions(reader, &mut map);
    reader.finish(&map);
    let cost = montant.or(by_exercice).or(valorisation).or(lines).or(bordereau).or(of_price)?;
    Some(Charge { label: label?, account: count, cost, section, excl_vat, mentions })
}

/// The price without tax, and the rate of the tax.
fn excl_vat(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<ExclVat> {
    let montant = map.take("ht").and_then(|n| reader.montant(n));
    let rate = map.take("tva").and_then(|n| reader.percentage(n));
    if montant.is_none() && map.has("tva") && !map.has("ht") {
        reader.say(
            Diagnostic::error("CLE-005", map.span_of("tva"), "ce taux de TVA n’a pas de prix hors taxes")
                .help("ajouter « ht: … », ou retirer « tva: »")
                .leaves(Gap::Nothing),
        );
    }
    Some(ExclVat { montant: montant?, rate })
}

fn valorisation(reader: &mut Reader<'_>, node: &Node) -> Option<Valorisation> {
    let mut map = reader.map(node)?;
    for (key, _) in FACTORS {
        map.take(key);
    }
    reader.finish(&map);
    // The factors in the order written, which is the order of the sentence of the act.
    let mut factors = Vec::new();
    for (key, value) in reader.entries(node) {
        let Some((_, kind)) = FACTORS.iter().find(|(name, _)| *name == key.value) else { continue };
        let parsed = match kind {
            FactorKind::Percentage(_) => reader.percentage(value),
            FactorKind::Montant(_) => reader.montant(value).map(|m| m.map(Montant::euros)),
            FactorKind::Number(_) | FactorKind::Month => reader.number(value),
        };
        factors.push(Factor { kind: *kind, value: parsed? });
    }
    let montants = factors.iter().filter(|f| matches!(f.kind, FactorKind::Montant(_))).count();
    if montants != 1 {
        reader.say(
            Diagnostic::error(
                "VAL-009",
                node.span,
                match montants {
                    0 => "cette valorisation n’a pas de facteur en euros".to_owned(),
                    _ => format!("une valorisation a un seul facteur en euros, et celle-ci en a {montants}"),
                },
            )
            .help("écrire une seule de ces clés : cout_annuel, tarif, prix_unitaire, assiette"),
        );
        return None;
    }
    let Some(product) = product(&factors) else {
        reader.say(
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

fn financement(reader: &mut Reader<'_>, node: &Node, act: &Act<'_>) -> Option<Financement> {
    let mut map = reader.map(node)?;
    // « partie » says the same: a party of the act pays under its own name.
    let payer_key = if map.has("partie") { "partie" } else { "financeur" };
    let financeur = map.take(payer_key).and_then(|n| reader.name(n));
    let label = reader.spanned_text(&mut map, "libelle");
    if !map.has(payer_key) && !map.has("libelle") {
        reader.say(
            Diagnostic::error("CLE-002", node.span, "ce financement ne dit pas qui paie")
                .help("ajouter « financeur: … » (un financeur du cadre) ou « libelle: … »"),
        );
    }
    let montant = map.take("montant");
    let terms = map.take("termes");
    let by_exercice = map.take("montants");
    let contribution = match (montant, terms, by_exercice) {
        (Some(n), None, None) => {
            let montant = reader.montant_or_absence(n);
            montant.map(|m| m.map_or_else(Contribution::Absent, Contribution::Montant))
        }
        (None, None, Some(n)) => schedule(reader, n, act.exercices).map(Contribution::ByExercice),
        (None, Some(n), None) => {
            Some(Contribution::Terms(reader.list(n).iter().filter_map(|n| term(reader, n)).collect()))
        }
        _ => {
            let forms = ["montant", "montants", "termes"];
            let written: Vec<_> = forms.into_iter().filter(|key| map.has(key)).collect();
            let (message, help) = match written.as_slice() {
                [] => (
                    "ce financement n’a pas de montant".to_owned(),
                    "ajouter « montant: … » (un montant, ou une absence comme « non renseigné »)",
                ),
                _ => (
                    format!("ce financement dit son montant {} fois : {}", written.len(), written.join(", ")),
                    "garder « montant » pour une seule somme, « montants » pour une somme par exercice, ou « termes » pour plusieurs sommes nommées",
                ),
            };
            reader.say(Diagnostic::error("CLE-005", node.span, message).help(help));
            None
        }
    };
    let of_which = financements(reader, &mut map, "dont", act);
    let mentions = mentions(reader, &mut map);
    reader.finish(&map);
    Some(Financement { financeur, label, contribution: contribution?, of_which, mentions, span: node.span })
}

fn term(reader: &mut Reader<'_>, node: &Node) -> Option<NamedAmount> {
    let mut map = reader.map(node)?;
    let label = reader.optional_text(&mut map, "libelle");
    let montant = reader.require(&mut map, "montant").and_then(|n| reader.montant(n));
    reader.finish(&map);
    Some(NamedAmount { label, montant: montant? })
}

/// Reads the value of `bordereaux`.
pub fn bordereaux(reader: &mut Reader<'_>, node: &Node) -> Vec<Bordereau> {
    reader.one_or_many(node).iter().filter_map(|n| bordereau(reader, n)).collect()
}

fn bordereau(reader: &mut Reader<'_>, node: &Node) -> Option<Bordereau> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.optional_text(&mut map, "titre");
    let vat_rate = reader.require(&mut map, "taux_tva").and_then(|n| reader.percentage(n));
    let (mut profiles, mut written) = (Vec::new(), 0);
    if let Some(n) = reader.require(&mut map, "profils") {
        let nodes = reader.list(n);
        written = nodes.len();
        profiles.extend(nodes.iter().filter_map(|n| profile(reader, n)));
    }
    let groups = match reader.require(&mut map, "groupes") {
        Some(n) => reader.list(n).iter().filter_map(|n| line(reader, n, written, true)).collect(),
        None => Vec::new(),
    };
    let printed = printed(reader, &mut map);
    reader.finish(&map);
    let rate = vat_rate?;
    if rate.value.is_sign_negative() || rate.value > Decimal::ONE_HUNDRED {
        reader.say(
            Diagnostic::error("VAL-003", rate.span, "un taux de TVA est entre 0 et 100 %")
                .help("écrire « 20 % »"),
        );
    }
    // Days are those of a profile by their rank: without one, they would be those of another.
    if profiles.len() != written {
        return None;
    }
    Some(Bordereau { id: id?, title, vat_rate: rate, profiles, groups, printed })
}

fn profile(reader: &mut Reader<'_>, node: &Node) -> Option<Profile> {
    let mut map = reader.map(node)?;
    let label = reader.required_text(&mut map, "libelle");
    let day_rate = reader.require(&mut map, "tarif").and_then(|n| reader.montant(n));
    reader.finish(&map);
    Some(Profile { label: label?.value, day_rate: day_rate? })
}

fn line(reader: &mut Reader<'_>, node: &Node, profiles: usize, group: bool) -> Option<BordereauRow> {
    let mut map = reader.map(node)?;
    let number = reader.required_text(&mut map, "numero");
    let label = reader.required_text(&mut map, "libelle");
    let mut days = Vec::new();
    let mut on_site = None;
    let mut lines = Vec::new();
    if group {
        if let Some(n) = reader.require(&mut map, "lignes") {
            lines = reader.list(n).iter().filter_map(|n| line(reader, n, profiles, false)).collect();
        }
    } else {
        if let Some(n) = reader.require(&mut map, "profils") {
            let nodes = reader.list(n);
            if nodes.len() != profiles {
                let said = format!(
                    "il faut un nombre de jours par profil : {profiles}, et il y en a {}",
                    nodes.len()
                );
                let fault = match quoted_commas(&between(reader, nodes)).filter(|(_, count)| *count == profiles) {
                    Some((list, _)) => Diagnostic::error("CLE-005", n.span, format!("{said} : la virgule d’un nombre le coupe en deux"))
                        .help(format!("mettre entre guillemets le nombre à virgule : « profils: {list} »")),
                    None => Diagnostic::error("CLE-005", n.span, said)
                        .help("écrire 0 pour un profil qui ne vient pas ; une virgule décimale se met entre guillemets"),
                };
                reader.say(fault);
                return None;
            }
            days = numbers(reader, n);
            if days.len() != nodes.len() {
                return None;
            }
        }
        on_site = map.take("sur_place").and_then(|n| reader.number(n));
    }
    let printed = printed(reader, &mut map);
    reader.finish(&map);
    Some(BordereauRow { number: number?, label: label?.value, profiles: days, on_site, lines, printed })
}

/// What is written from the first item of a list to the last.
fn between(reader: &Reader<'_>, items: &[Node]) -> String {
    let ends = items.first().zip(items.last());
    ends.map(|(first, last)| reader.sources.text(Span { end: last.span.end, ..first.span }).to_owned())
        .unwrap_or_default()
}

/// The items of a list, its decimal commas quoted, and how many numbers it then has: `["0,5", 2]` for `[0,5, 2]`.
/// A comma before a digit is taken for a decimal one.
fn quoted_commas(list: &str) -> Option<(String, usize)> {
    let mut items: Vec<String> = Vec::new();
    for piece in list.split(", ") {
        match read_decimal(piece.trim()) {
            Ok(_) if piece.contains(',') => items.push(format!("\"{}\"", piece.trim())),
            Ok(_) => items.push(piece.trim().to_owned()),
            Err(_) => return None,
        }
    }
    let count = items.len();
    Some((format!("[{}]", items.join(", ")), count))
}

fn numbers(reader: &mut Reader<'_>, node: &Node) -> Vec<Spanned<Decimal>> {
    reader.list(node).iter().filter_map(|n| reader.number(n)).collect()
}

fn printed(reader: &mut Reader<'_>, parent: &mut MapReader<'_>) -> PrintedRow {
    let Some(node) = parent.take("affiche") else { return PrintedRow::default() };
    let Some(mut map) = reader.map(node) else { return PrintedRow::default() };
    let printed = PrintedRow {
        days: map.take("jours").and_then(|n| reader.number(n)),
        on_site: map.take("sur_place").and_then(|n| reader.number(n)),
        excl_vat: map.take("ht").and_then(|n| reader.montant(n)),
        incl_vat: map.take("ttc").and_then(|n| reader.montant(n)),
        profiles: map.take("profils").map(|n| numbers(reader, n)).unwrap_or_default(),
    };
    reader.finish(&map);
    printed
}
