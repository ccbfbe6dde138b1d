//! Finds in the model what an act states in two places: where a slip of one digit would contradict something else.

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

/// Places, and why what stands there is stated twice.
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
    let mut found = Tokens::default();
    act(dossier, &mut found);
    for fiche in &dossier.fiches {
        of_fiche(fiche, &mut found);
    }
    if dossier.fiches.iter().any(|f| !f.budgets.is_empty()) {
        found.here(dossier.convention.montant_etat.as_ref().unwrap(), "montant de l’État et fiches");
    }
    for line in &dossier.matrix.values {
        found.here(&line.key, "renvoi à un indicateur");
    }
    prose(dossier, sources, &mut found);
    found.0
}

fn act(dossier: &Dossier, found: &mut Tokens) {
    let c = &dossier.convention;
    let d = &c.dates;
    for day in [&d.deliberation, &d.signature, &d.sending, &d.reception, &d.publication] {
        found.maybe(day.as_ref(), "dates de l’acte");
    }
    found.maybe(c.receipt_number.as_ref(), "numéro de l’acte");
    let organisation = &dossier.organisation;
    found.here(&organisation.collectivite.siren, "SIREN et numéro de l’acte");
    if let Some(account) = &organisation.account {
        found.here(&account.iban, "IBAN et sa clé");
        for field in [&account.bank_code, &account.branch_code, &account.number, &account.key] {
            if field.value.is_ok() {
                found.here(field, "RIB et IBAN");
            }
        }
    }
    for article in &dossier.articles {
        found.maybe(article.number.as_ref(), "suite des numéros");
    }
    for announced in &c.announced_annexes {
        found.maybe(announced.article.as_ref(), "renvoi à un article");
    }
    for visa in dossier.cadre.visas.iter().chain(&c.visas) {
        of_visa(visa, dossier, found);
    }
}

/// The whole date of a visa when the vote or the prose repeats it, else its year when the number of the visa does.
fn of_visa(visa: &Visa, dossier: &Dossier, found: &mut Tokens) {
    let Some(date) = &visa.date else { return };
    let quoted = |p: &Passage| p.mentions.iter().any(|m| m.fact == Fact::Day(date.value));
    let vote = dossier.convention.dates.deliberation.as_ref().is_some_and(|d| d.value == date.value);
    let prose = || dossier.passages.iter().filter(|p| p.file() != date.span.file).any(quoted);
    if vote || prose() {
        found.here(date, "date citée deux fois");
    } else if let Some(number) = &visa.number
        && number.value.contains(&date.value.year().to_string())
    {
        // The year comes first: `2022-01-19`.
        let year = Span { end: date.span.start + 4, ..date.span };
        found.there(year, "année d’un numéro et de sa date");
    }
}

fn of_fiche(fiche: &Fiche, found: &mut Tokens) {
    found.here(&fiche.number, "suite des numéros");
    fiche.mesures.iter().for_each(|m| found.here(m, "renvoi à une mesure"));
    for section in &fiche.sections {
        found.there(section.span, "suite des numéros");
    }
    for budget in &fiche.budgets {
        of_budget(budget, found);
    }
    fiche.bordereaux.iter().for_each(|b| of_bordereau(b, found));
    for (_, montant) in &fiche.printed_in_annexe {
        found.here(montant, "fiche et annexe");
    }
    for table in &fiche.tables {
        for (index, column) in table.columns.iter().enumerate().filter(|(_, c)| c.printed_total.is_some()) {
            found.maybe(column.printed_total.as_ref(), "total d’une colonne");
            for line in &table.lines {
                if let DataRow::Cells(cells) = line
                    && let Some(cell) = cells.get(index)
                    && matches!(cell.value, Content::Number(_) | Content::Montant(_))
                {
                    found.here(cell, "total d’une colonne");
                }
            }
        }
    }
    for line in fiche.objectives.iter().flat_map(|o| &o.lines) {
        if let ObjectiveRow::Indicateur { indicateur: Some(indicateur), .. } = line {
            found.here(indicateur, "renvoi à un indicateur");
        }
    }
    // Any two of start, length and end give the third.
    let length = |d: &Duration| matches!(d, Duration::Length(_, _, Some(_)));
    let durations = || fiche.duration.iter().flatten().flatten();
    if durations().any(|d| length(&d.datum)) {
        for start in fiche.launch.iter().flatten().flatten() {
            found.there(start.span, "début, durée et fin");
        }
        durations().filter(|d| length(&d.datum)).for_each(|d| found.there(d.span, "début, durée et fin"));
    }
}

fn of_budget(budget: &Budget, found: &mut Tokens) {
    let two =
        budget.printed_total.is_some() || !(budget.charges.is_empty() || budget.financements.is_empty());
    if two {
        found.maybe(budget.printed_total.as_ref(), "total et ses termes");
        budget.financements.iter().for_each(|f| financement(f, found));
    }
    budget.charges.iter().for_each(|c| charge(c, two, found));
    for mentions in
        budget.charges.iter().map(|c| &c.mentions).chain(budget.financements.iter().map(|f| &f.mentions))
    {
        found.maybe(mentions.printed_share.as_ref(), "part et montants");
        found.maybe(mentions.rate.as_ref(), "taux et montants");
    }
}

fn charge(charge: &Charge, sum: bool, found: &mut Tokens) {
    found.maybe(charge.mentions.printed.as_ref(), "produit et facteurs");
    let two = sum || charge.mentions.printed.is_some();
    match &charge.cost {
        Cost::Montant(m) if two => found.here(m, "total et ses termes"),
        Cost::Valorisation(v) if two => {
            v.factors.iter().for_each(|f| found.here(&f.value, "produit et facteurs"))
        }
        Cost::Detailed(lines) => lines.iter().for_each(|c| self::charge(c, two, found)),
        _ => {}
    }
}

fn financement(line: &Financement, found: &mut Tokens) {
    match &line.contribution {
        Contribution::Montant(m) => found.here(m, "total et ses termes"),
        Contribution::Terms(terms) => {
            terms.iter().for_each(|t| found.here(&t.montant, "total et ses termes"))
        }
        Contribution::ByExercice(_) | Contribution::Absent(_) => {}
    }
}

fn of_bordereau(bordereau: &Bordereau, found: &mut Tokens) {
    found.here(&bordereau.vat_rate, "TVA et TTC");
    bordereau.profiles.iter().for_each(|p| found.here(&p.day_rate, "tarif et prix"));
    shown(&bordereau.printed, found);
    for group in &bordereau.groups {
        of_line(group, found);
        group.lines.iter().for_each(|l| of_line(l, found));
    }
}

fn of_line(line: &BordereauRow, found: &mut Tokens) {
    found.here(&line.number, "suite des numéros");
    line.profiles.iter().for_each(|p| found.here(p, "jours et prix"));
    found.maybe(line.on_site.as_ref(), "jours sur place");
    shown(&line.printed, found);
}

fn shown(printed: &PrintedRow, found: &mut Tokens) {
    for number in [&printed.days, &printed.on_site] {
        found.maybe(number.as_ref(), "jours et prix");
    }
    for montant in [&printed.excl_vat, &printed.incl_vat] {
        found.maybe(montant.as_ref(), "jours et prix");
    }
    printed.profiles.iter().for_each(|p| found.here(p, "jours et prix"));
}

/// The facts in prose that another place repeats, in the same file or, for days, in the whole act.
fn prose(dossier: &Dossier, sources: &Sources, found: &mut Tokens) {
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
                found.there(span, "renvoi dans la prose");
            }
        }
        for (key, bytes) in quantities(&passage.text) {
            places.entry(format!("{file} {key}")).or_default().push(passage.span_of(&bytes));
        }
    }
    // The amounts in the data count as other places.
    let data: Vec<(String, Span)> = found
        .0
        .keys()
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
            spans.into_iter().for_each(|s| found.there(s, "dit deux fois"));
        }
    }
}

/// A key that two mentions of the same fact share.
fn key(mention: &Mention, file: u32) -> Option<String> {
    match &mention.fact {
        Fact::Montant(m) if m.euros() >= 1000.into() => Some(format!("{file} {m:?}")),
        Fact::Day(day) => Some(format!("{day:?}")),
        Fact::Month(month, year) => Some(format!("{file} {month}/{year}")),
        Fact::Percentage(p) => Some(format!("{file} {p} %")),
        _ => None,
    }
}

/// Numbers of two digits or more with the word after them: « 215 487 habitants ».
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
