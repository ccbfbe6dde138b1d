//! What an act states in two places, found in its model: the digits that a slip would put at odds with others.

use std::collections::BTreeMap;

use calpae::model::budget::{
    Bordereau, BordereauRow, Budget, Charge, Contribution, Cost, Financement, PrintedRow,
};
use calpae::model::convention::Visa;
use calpae::model::fiche::ObjectiveRow;
use calpae::model::passage::{Fact, Mention, PassageKind};
use calpae::model::table::{Content, DataRow};
use calpae::model::{Dossier, Duration, Fiche, Passage};
use calpae::text::{Sources, Span, Spanned};

/// Places and why each is stated twice.
#[derive(Default)]
pub(crate) struct Tokens(BTreeMap<Span, &'static str>);

impl Tokens {
    fn here<T>(&mut self, place: &Spanned<T>, reason: &'static str) {
        self.there(place.span, reason);
    }

    fn there(&mut self, span: Span, reason: &'static str) {
        self.0.entry(span).or_insert(reason);
    }

    fn maybe<T>(&mut self, place: Option<&Spanned<T>>, reason: &'static str) {
        place.into_iter().for_each(|p| self.here(p, reason));
    }
}

/// All the places of an act.
pub(crate) fn locate(dossier: &Dossier, sources: &Sources) -> BTreeMap<Span, &'static str> {
    let mut j = Tokens::default();
    act(dossier, &mut j);
    for fiche in &dossier.fiches {
        of_fiche(fiche, &mut j);
    }
    if dossier.fiches.iter().any(|f| !f.budgets.is_empty()) {
        j.here(&dossier.convention.montant_etat, "montant de l’État et fiches");
    }
    for line in &dossier.matrix.values {
        j.here(&line.key, "renvoi à un indicateur");
    }
    prose(dossier, sources, &mut j);
    j.0
}

fn act(dossier: &Dossier, j: &mut Tokens) {
    let c = &dossier.convention;
    let d = &c.dates;
    for day in [&d.deliberation, &d.signature, &d.sending, &d.reception, &d.publication] {
        j.maybe(day.as_ref(), "dates de l’acte");
    }
    j.maybe(c.receipt_number.as_ref(), "numéro de l’acte");
    let organisation = &dossier.organisation;
    j.here(&organisation.departement.siren, "SIREN et numéro de l’acte");
    if let Some(count) = &organisation.account {
        j.here(&count.iban, "IBAN et sa clé");
        for field in [&count.bank_code, &count.branch_code, &count.number, &count.key] {
            if field.value.is_ok() {
                j.here(field, "RIB et IBAN");
            }
        }
    }
    for article in &dossier.articles {
        j.maybe(article.number.as_ref(), "suite des numéros");
    }
    for announced in &c.announced_annexes {
        j.maybe(announced.article.as_ref(), "renvoi à un article");
    }
    for visa in dossier.cadre.visas.iter().chain(&c.visas) {
        of_visa(visa, dossier, j);
    }
}

/// The year of a number and that of its date; the whole date when the vote or the prose tells it again.
fn of_visa(visa: &Visa, dossier: &Dossier, j: &mut Tokens) {
    let Some(date) = &visa.date else { return };
    let quoted = |p: &Passage| p.mentions.iter().any(|m| m.fact == Fact::Day(date.value));
    let vote = dossier.convention.dates.deliberation.as_ref().is_some_and(|d| d.value == date.value);
    let prose = || dossier.passages.iter().filter(|p| p.file() != date.span.file).any(quoted);
    if vote || prose() {
        j.here(date, "date citée deux fois");
    } else if let Some(number) = &visa.number
        && number.value.contains(&date.value.year().to_string())
    {
        // `2022-01-19`: the year stands first.
        let year = Span { end: date.span.start + 4, ..date.span };
        j.there(year, "année d’un numéro et de sa date");
    }
}

fn of_fiche(fiche: &Fiche, j: &mut Tokens) {
    j.here(&fiche.number, "suite des numéros");
    fiche.mesures.iter().for_each(|m| j.here(m, "renvoi à une mesure"));
    for section in &fiche.sections {
        j.there(section.span, "suite des numéros");
    }
    for budget in &fiche.budgets {
        of_budget(budget, j);
    }
    fiche.bordereaux.iter().for_each(|b| of_bordereau(b, j));
    for (_, montant) in &fiche.printed_in_annexe {
        j.here(montant, "fiche et annexe");
    }
    for table in &fiche.tables {
        for (index, column) in table.columns.iter().enumerate().filter(|(_, c)| c.printed_total.is_some()) {
            j.maybe(column.printed_total.as_ref(), "total d’une colonne");
            for line in &table.lines {
                if let DataRow::Cells(cells) = line
                    && let Some(cell) = cells.get(index)
                    && matches!(cell.value, Content::Number(_) | Content::Montant(_))
                {
                    j.here(cell, "total d’une colonne");
                }
            }
        }
    }
    for line in fiche.objectives.iter().flat_map(|o| &o.lines) {
        if let ObjectiveRow::Indicateur { indicateur: Some(indicateur), .. } = line {
            j.here(indicateur, "renvoi à un indicateur");
        }
    }
    // A start, a length and an end: each follows from the two others.
    let length = |d: &Duration| matches!(d, Duration::Length(_, _, Some(_)));
    let durations = || fiche.duration.iter().flatten().flatten();
    if durations().any(|d| length(&d.datum)) {
        for start in fiche.launch.iter().flatten().flatten() {
            j.there(start.span, "début, durée et fin");
        }
        durations().filter(|d| length(&d.datum)).for_each(|d| j.there(d.span, "début, durée et fin"));
    }
}

fn of_budget(budget: &Budget, j: &mut Tokens) {
    let two =
        budget.printed_total.is_some() || !(budget.charges.is_empty() || budget.financements.is_empty());
    if two {
        j.maybe(budget.printed_total.as_ref(), "total et ses termes");
        budget.financements.iter().for_each(|f| financement(f, j));
    }
    budget.charges.iter().for_each(|c| charge(c, two, j));
    for mentions in
        budget.charges.iter().map(|c| &c.mentions).chain(budget.financements.iter().map(|f| &f.mentions))
    {
        j.maybe(mentions.printed_share.as_ref(), "part et montants");
        j.maybe(mentions.rate.as_ref(), "taux et montants");
    }
}

fn charge(charge: &Charge, sum: bool, j: &mut Tokens) {
    j.maybe(charge.mentions.printed.as_ref(), "produit et facteurs");
    let two = sum || charge.mentions.printed.is_some();
    match &charge.cost {
        Cost::Montant(m) if two => j.here(m, "total et ses termes"),
        Cost::Valorisation(v) if two => {
            v.factors.iter().for_each(|f| j.here(&f.value, "produit et facteurs"))
        }
        Cost::Detailed(lines) => lines.iter().for_each(|c| self::charge(c, two, j)),
        _ => {}
    }
}

fn financement(line: &Financement, j: &mut Tokens) {
    match &line.contribution {
        Contribution::Montant(m) => j.here(m, "total et ses termes"),
        Contribution::Terms(terms) => terms.iter().for_each(|t| j.here(&t.montant, "total et ses termes")),
        Contribution::Absent(_) => {}
    }
}

fn of_bordereau(bordereau: &Bordereau, j: &mut Tokens) {
    j.here(&bordereau.vat_rate, "TVA et TTC");
    bordereau.profiles.iter().for_each(|p| j.here(&p.day_rate, "tarif et prix"));
    shown(&bordereau.printed, j);
    for group in &bordereau.groups {
        of_line(group, j);
        group.lines.iter().for_each(|l| of_line(l, j));
    }
}

fn of_line(line: &BordereauRow, j: &mut Tokens) {
    j.here(&line.number, "suite des numéros");
    line.profiles.iter().for_each(|p| j.here(p, "jours et prix"));
    j.maybe(line.on_site.as_ref(), "jours sur place");
    shown(&line.printed, j);
}

fn shown(printed: &PrintedRow, j: &mut Tokens) {
    for number in [&printed.days, &printed.on_site] {
        j.maybe(number.as_ref(), "jours et prix");
    }
    for montant in [&printed.excl_vat, &printed.incl_vat] {
        j.maybe(montant.as_ref(), "jours et prix");
    }
    printed.profiles.iter().for_each(|p| j.here(p, "jours et prix"));
}

/// The facts of prose that another place of the same file (or, for days, of the whole act) tells as well.
fn prose(dossier: &Dossier, sources: &Sources, j: &mut Tokens) {
    let texts = |p: &&Passage| !matches!(p.kind, PassageKind::Code);
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for passage in dossier.passages.iter().filter(texts) {
        let file = passage.file().index();
        for mention in &passage.mentions {
            let span = passage.fact_span(mention);
            if let Some(key) = key(mention, file) {
                places.entry(key).or_default().push(span);
            }
            if let Fact::CrossReference(_) = mention.fact {
                j.there(span, "renvoi dans la prose");
            }
        }
        for (key, bytes) in quantities(&passage.text) {
            places.entry(format!("{file} {key}")).or_default().push(passage.span_of(&bytes));
        }
    }
    // What the data of a fiche tell counts as another place.
    let data: Vec<(String, Span)> =
        j.0.keys()
            .filter_map(|span| {
                Some((span.file.index(), calpae::model::Montant::read(sources.text(*span)).ok()?, *span))
            })
            .map(|(f, m, span)| (format!("{f} {m:?}"), span))
            .collect();
    for (key, span) in data {
        if let Some(others) = places.get_mut(&key) {
            others.push(span);
        }
    }
    for spans in places.into_values() {
        let mut distinct = spans.clone();
        distinct.sort();
        distinct.dedup();
        if distinct.len() > 1 {
            spans.into_iter().for_each(|s| j.there(s, "dit deux fois"));
        }
    }
}

/// What makes two mentions the same fact.
fn key(mention: &Mention, file: u32) -> Option<String> {
    match &mention.fact {
        Fact::Montant(m) if m.euros() >= 1000.into() => Some(format!("{file} {m:?}")),
        Fact::Day(day) => Some(format!("{day:?}")),
        Fact::Month(month, year) => Some(format!("{file} {month}/{year}")),
        Fact::Percentage(p) => Some(format!("{file} {p} %")),
        _ => None,
    }
}

/// « 215 487 habitants »: a number of two digits and more, and the word that follows it.
fn quantities(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let pattern = regex::Regex::new(
        r"(?:^|[\s(’'«])([0-9]{2,}|[0-9]{1,3}(?:[ \u{a0}\u{202f}][0-9]{3})+)[ \u{a0}](\w{5,})",
    )
    .unwrap();
    pattern
        .captures_iter(text)
        .map(|c| {
            let digits: String = c[1].chars().filter(char::is_ascii_digit).collect();
            (format!("{digits} {}", c[2].to_lowercase().trim_end_matches('s')), c.get(1).unwrap().range())
        })
        .collect()
}
