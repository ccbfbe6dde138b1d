//! What the data of an act states twice: sums, products, shares, prices of bordereaux, lengths between two dates, accounts,
//! numbers in a row, cross-references.

use calpae::model::budget::{
    Bordereau, BordereauRow, Budget, Charge, Contribution, Cost, Financement, PrintedRow,
};
use calpae::model::convention::Visa;
use calpae::model::exercice::Schedule;
use calpae::model::fiche::ObjectiveRow;
use calpae::model::life::LifeStep;
use calpae::model::passage::Passage;
use calpae::model::table::{Content, DataRow};
use calpae::model::{Dossier, Duration, Fiche};
use calpae::text::{Sources, Span, Spanned};

/// Places that say one another, and how.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) way: &'static str,
    pub(crate) places: Vec<Span>,
}

/// The relations of an act, in order.
#[derive(Default)]
pub(crate) struct Relations(Vec<Relation>);

impl Relations {
    fn open(&mut self, way: &'static str) -> &mut Vec<Span> {
        self.0.push(Relation { way, places: Vec::new() });
        &mut self.0.last_mut().unwrap().places
    }
}

fn maybe<T>(place: Option<&Spanned<T>>, places: &mut Vec<Span>) {
    places.extend(place.map(|p| p.span));
}

pub(crate) fn relations(dossier: &Dossier, sources: &Sources) -> Vec<Relation> {
    let mut found = Relations::default();
    act(dossier, sources, &mut found);
    for fiche in &dossier.fiches {
        of_fiche(fiche, sources, &mut found);
    }
    indicateurs(dossier, sources, &mut found);
    let places = found.open("montant de l’État et fiches");
    if dossier.fiches.iter().any(|f| !f.budgets.is_empty()) {
        maybe(dossier.convention.montant_etat.as_ref(), places);
    }
    found.0
}

fn act(dossier: &Dossier, sources: &Sources, found: &mut Relations) {
    let c = &dossier.convention;
    let places = found.open("date, SIREN et numéro de l’acte");
    maybe(c.life.day(LifeStep::Vote), places);
    let organisation = &dossier.organisation;
    places.push(organisation.collectivite.siren.span);
    if let Some(number) = c.life.receipt_number() {
        // Département, SIREN, day; then a number that nothing else gives.
        let text = sources.text(number.span);
        let end = text.match_indices('-').nth(2).map_or(text.len(), |(byte, _)| byte);
        places.push(Span { end: number.span.start + end, ..number.span });
    }
    if let Some(account) = &organisation.account {
        let places = found.open("RIB, IBAN et leurs clés");
        places.push(account.iban.span);
        let fields = [&account.bank_code, &account.branch_code, &account.number, &account.key];
        places.extend(fields.into_iter().filter(|field| field.value.is_ok()).map(|field| field.span));
    }
    let places = found.open("suite des numéros");
    dossier.articles.iter().for_each(|article| maybe(article.number.as_ref(), places));
    let places = found.open("suite des numéros");
    places.extend(dossier.fiches.iter().map(|fiche| fiche.number.span));
    for announced in &c.announced_annexes {
        maybe(announced.article.as_ref(), found.open("renvoi dans les données"));
    }
    for visa in dossier.cadre.visas.iter().chain(&c.visas) {
        of_visa(visa, dossier, found);
    }
}

/// The date of a visa when the vote or the prose repeats it, else its year when the number of the visa does.
fn of_visa(visa: &Visa, dossier: &Dossier, found: &mut Relations) {
    let Some(date) = &visa.date else { return };
    let words = date.value.to_string().replace('\u{a0}', " ");
    let quoted = |p: &Passage| p.text.replace('\u{a0}', " ").contains(&words);
    let vote = dossier.convention.life.day(LifeStep::Vote).filter(|d| d.value == date.value);
    let is_in_prose = dossier.passages.iter().any(|p| p.file() != date.span.file && quoted(p));
    if vote.is_some() || is_in_prose {
        let places = found.open("date citée deux fois");
        places.push(date.span);
        maybe(vote, places);
    } else if let Some(number) = &visa.number
        && number.value.contains(&date.value.year().to_string())
    {
        // The year comes first: `2022-01-19`.
        let year = Span { end: date.span.start + 4, ..date.span };
        found.open("année d’un numéro et de sa date").push(year);
    }
}

fn of_fiche(fiche: &Fiche, sources: &Sources, found: &mut Relations) {
    fiche.mesures.iter().for_each(|m| found.open("renvoi dans les données").push(m.span));
    let places = found.open("suite des numéros");
    for section in &fiche.sections {
        // The number of a heading, and not its words.
        let heading = sources.text(section.span);
        let number = heading.find(|c: char| !matches!(c, '#' | ' ' | '.') && !c.is_ascii_digit());
        places.push(Span { end: section.span.start + number.unwrap_or(heading.len()), ..section.span });
    }
    for budget in &fiche.budgets {
        of_budget(budget, found);
    }
    fiche.bordereaux.iter().for_each(|b| of_bordereau(b, found));
    for (_, montant) in &fiche.printed_in_annexe {
        found.open("fiche et annexe").push(montant.span);
    }
    for table in &fiche.tables {
        for (index, column) in table.columns.iter().enumerate() {
            let Some(total) = &column.printed_total else { continue };
            let places = found.open("total d’une colonne");
            places.push(total.span);
            for line in &table.lines {
                if let DataRow::Cells(cells) = line
                    && let Some(cell) = cells.get(index)
                    && matches!(cell.value, Content::Number(_) | Content::Montant(_))
                {
                    places.push(cell.span);
                }
            }
        }
    }
    // Any two of start, length and end give the third.
    let length = |d: &Duration| matches!(d, Duration::Length(_, _, Some(_)));
    let durations = || fiche.duration.iter().flatten().flatten();
    if durations().any(|d| length(&d.datum)) {
        let places = found.open("début, durée et fin");
        places.extend(fiche.launch.iter().flatten().flatten().map(|start| start.span));
        places.extend(durations().filter(|d| length(&d.datum)).map(|d| d.span));
    }
}

/// The values that the matrix and a fiche give of the same indicator, and the names that lead from one to the other.
fn indicateurs(dossier: &Dossier, sources: &Sources, found: &mut Relations) {
    let name = |span: Span| {
        // Of `2.1/personnes`, the number and not the words.
        let text = sources.text(span);
        Span { end: span.start + text.find('/').unwrap_or(text.len()), ..span }
    };
    for row in &dossier.matrix.values {
        found.open("renvoi dans les données").push(name(row.key.span));
    }
    for line in dossier.fiches.iter().flat_map(|f| &f.objectives).flat_map(|o| &o.lines) {
        let ObjectiveRow::Indicateur { indicateur: Some(indicateur), span, .. } = line else { continue };
        found.open("renvoi dans les données").push(name(indicateur.span));
        let Some(row) = dossier.matrix.values.iter().find(|row| row.key.value == indicateur.value) else {
            continue;
        };
        let in_fiche = values_after_colons(*span, sources);
        let in_matrix = values_after_colons(rest_of_line(row.key.span, sources), sources);
        for place in &in_fiche {
            let digits = |span: Span| super::figures::number(sources.text(span));
            for other in in_matrix.iter().filter(|other| digits(**other) == digits(*place)) {
                found.open("fiche et matrice").extend([*place, *other]);
            }
        }
    }
}

fn rest_of_line(span: Span, sources: &Sources) -> Span {
    let text = sources.source(span.file).text();
    let end = text[span.end..].find('\n').map_or(text.len(), |n| span.end + n);
    Span { start: span.end, end, ..span }
}

/// The numbers of two digits or more that follow a colon: values, and not the names of columns.
fn values_after_colons(span: Span, sources: &Sources) -> Vec<Span> {
    let pattern = regex::Regex::new(r#":\s*"?(\d[\d \u{a0}\u{202f},]*\d)(?:[^\d-]|$)"#).unwrap();
    let text = sources.text(span);
    let found = pattern.captures_iter(text).filter_map(|captures| captures.get(1));
    found.map(|m| Span { start: span.start + m.start(), end: span.start + m.end(), ..span }).collect()
}

fn of_budget(budget: &Budget, found: &mut Relations) {
    let two =
        budget.printed_total.is_some() || !(budget.charges.is_empty() || budget.financements.is_empty());
    let mut places = Vec::new();
    if two {
        maybe(budget.printed_total.as_ref(), &mut places);
        budget.financements.iter().for_each(|f| financement(f, &mut places));
    }
    budget.charges.iter().for_each(|c| charge(c, two, &mut places));
    found.open("total et ses termes").extend(&places);
    let lines = budget.charges.iter().map(|c| &c.mentions);
    for mentions in lines.chain(budget.financements.iter().map(|f| &f.mentions)) {
        for rate in [&mentions.printed_share, &mentions.rate].into_iter().flatten() {
            found.open("part et montants").push(rate.span);
        }
    }
}

fn charge(charge: &Charge, sum: bool, places: &mut Vec<Span>) {
    maybe(charge.mentions.printed.as_ref(), places);
    let two = sum || charge.mentions.printed.is_some();
    match &charge.cost {
        Cost::Montant(m) if two => places.push(m.span),
        Cost::Valorisation(v) if two => places.extend(v.factors.iter().map(|f| f.value.span)),
        Cost::ByExercice(schedule) if sum => instalments(schedule, places),
        Cost::Detailed(lines) => lines.iter().for_each(|c| self::charge(c, two, places)),
        _ => {}
    }
}

fn financement(line: &Financement, places: &mut Vec<Span>) {
    match &line.contribution {
        Contribution::Montant(m) => places.push(m.span),
        Contribution::Terms(terms) => places.extend(terms.iter().map(|t| t.montant.span)),
        Contribution::ByExercice(schedule) => instalments(schedule, places),
        Contribution::Absent(_) => {}
    }
}

fn instalments(schedule: &Schedule, places: &mut Vec<Span>) {
    places.extend(schedule.instalments.iter().flat_map(|row| &row.montant).map(|montant| montant.span));
}

fn of_bordereau(bordereau: &Bordereau, found: &mut Relations) {
    let places = found.open("jours, tarifs et prix d’un bordereau");
    places.push(bordereau.vat_rate.span);
    places.extend(bordereau.profiles.iter().map(|p| p.day_rate.span));
    shown(&bordereau.printed, places);
    for row in bordereau.groups.iter().flat_map(|group| std::iter::once(group).chain(&group.lines)) {
        of_row(row, places);
    }
    let places = found.open("suite des numéros");
    for group in &bordereau.groups {
        places.push(group.number.span);
        places.extend(group.lines.iter().map(|line| line.number.span));
    }
}

fn of_row(row: &BordereauRow, places: &mut Vec<Span>) {
    places.extend(row.profiles.iter().map(|p| p.span));
    maybe(row.on_site.as_ref(), places);
    shown(&row.printed, places);
}

fn shown(printed: &PrintedRow, places: &mut Vec<Span>) {
    for number in [&printed.days, &printed.on_site] {
        maybe(number.as_ref(), places);
    }
    for montant in [&printed.excl_vat, &printed.incl_vat] {
        maybe(montant.as_ref(), places);
    }
    places.extend(printed.profiles.iter().map(|p| p.span));
}
