//! Fiches and articles from one version to the other: renumbered, renamed, split, merged. Each is one change, and what went
//! from one fiche into another is not told again as lost and found.

use std::collections::BTreeSet;

use super::changes::{ChangeKind, Difference, Trail, amount};
use super::delta::{Delta, DeltaChange, RowStep};
use super::pairing::Bag;
use super::portion::{ChangeTopic, Datum, Portion, PortionContent};
use super::telling::{below, come, gone, tell};

/// Thousandths of a page that are in another for it to come from it.
const COMES_FROM: u32 = 500;
/// From how many pages of the same shift on, they are told as one change.
const MANY: usize = 3;

/// The changes of the pages of the act, fiches or articles.
pub(super) fn tell_pages(
    delta: &Delta,
    before: &Portion,
    after: &Portion,
    trail: &Trail,
    told: &mut Vec<Difference>,
) {
    let DeltaChange::Rows { steps, removed, .. } = &delta.change else {
        return tell(delta, trail, told);
    };
    let kept: Vec<(usize, usize)> = steps
        .iter()
        .enumerate()
        .filter_map(|(to, step)| match step {
            RowStep::Kept { from, .. } => Some((*from, to)),
            RowStep::Added(_) => None,
        })
        .collect();
    let mut own = Vec::new();
    let mut renumbered = Vec::new();
    for step in steps {
        let RowStep::Kept { moved, row, change, .. } = step else { continue };
        let Some(delta) = change else {
            if *moved {
                own.push(moved_page(row, trail));
            }
            continue;
        };
        let (own_number, rest) = renumbering(delta, trail);
        match own_number {
            Some(own_number) => renumbered.push(own_number),
            None if *moved => own.push(moved_page(row, trail)),
            None => {}
        }
        tell(&rest, &below(trail, delta), &mut own);
    }
    // What was passed between two pages, by the path of the one that is still there.
    let mut passed: Vec<(String, BTreeSet<String>)> = Vec::new();
    let path = |page: &Portion| trail.to(&page.key, "").keys.join("/");
    let added = steps.iter().filter_map(|step| match step {
        RowStep::Added(part) => Some(part),
        RowStep::Kept { .. } => None,
    });
    for part in added {
        let holder =
            source_of(part, before.parts(), |rank| kept.iter().find(|(a, _)| *a == rank).map(|(_, b)| *b));
        own.push(
            match holder.and_then(|(from, to)| Some((before.parts().get(from)?, after.parts().get(to)?))) {
                Some((old, now)) => {
                    passed.push((path(now), contents(part)));
                    crossed(ChangeKind::Split, (&[old], &[now, part]), (part, old), trail)
                }
                None => come(part, trail),
            },
        );
    }
    for (_, part) in removed {
        let holder =
            source_of(part, after.parts(), |rank| kept.iter().find(|(_, b)| *b == rank).map(|(a, _)| *a));
        own.push(
            match holder.and_then(|(to, from)| Some((after.parts().get(to)?, before.parts().get(from)?))) {
                Some((now, old)) => {
                    passed.push((path(now), contents(part)));
                    crossed(ChangeKind::Merged, (&[old, part], &[now]), (part, now), trail)
                }
                None => gone(part, trail),
            },
        );
    }
    // What a page lost to the one that was split from it, or got from the one that it took in, is no loss and no addition.
    own.retain(|change| {
        let is_passed = |part: &Portion| {
            passed
                .iter()
                .any(|(page, known)| change.path.starts_with(page) && contents(part).is_subset(known))
        };
        change.trail.len() <= 1 || change.part.as_ref().is_none_or(|part| !is_passed(part))
    });
    told.extend(gathered(renumbered, trail));
    told.extend(own);
}

/// What is said in a part, line by line.
fn contents(part: &Portion) -> BTreeSet<String> {
    part.data().into_iter().map(line).collect()
}

fn line((part, datum): (&Portion, &Datum)) -> String {
    format!("{} {datum}", part.key)
}

/// The page that another comes from: the one that holds most of it, half at least, if it is still there; with its rank on
/// the other side.
pub(super) fn source_of(
    part: &Portion,
    others: &[Portion],
    twin: impl Fn(usize) -> Option<usize>,
) -> Option<(usize, usize)> {
    let bag = Bag::of(part);
    let shares = others.iter().enumerate().filter_map(|(rank, other)| {
        let twin = twin(rank)?;
        Some((bag.share_in(&Bag::of(other)), rank, twin))
    });
    let (share, rank, twin) = shares.max_by_key(|(share, rank, _)| (*share, std::cmp::Reverse(*rank)))?;
    (share >= COMES_FROM).then_some((rank, twin))
}

/// A split or a merge: the pages of both sides, then the one that came or went and the one that has most of it. What only the
/// first of these says is its detail.
fn crossed(
    kind: ChangeKind,
    (before, after): (&[&Portion], &[&Portion]),
    (part, holder): (&Portion, &Portion),
    trail: &Trail,
) -> Difference {
    let names =
        |parts: &[&Portion]| parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(" et ");
    let montant = amount(part);
    let topic = if montant.is_some() { ChangeTopic::Money } else { ChangeTopic::Section };
    let own = trail.to(&part.key, &part.name);
    let mut change = Difference::new(kind, topic, &own);
    change.euros = if kind == ChangeKind::Split { (None, montant) } else { (montant, None) };
    change.before = Some(names(before));
    change.after = Some(names(after));
    change.places = (before.first().and_then(|part| part.place), after.last().and_then(|part| part.place));
    let known = contents(holder);
    let is_new = |(part, datum): &(&Portion, &Datum)| {
        part.key != NUMBER && !TITLES.contains(&part.key.as_str()) && !known.contains(&line((part, datum)))
    };
    let detail = |(datum, _): (&Portion, &Datum)| match kind {
        ChangeKind::Split => come(datum, &own),
        _ => gone(datum, &own),
    };
    change.details = part.data().into_iter().filter(is_new).map(detail).collect();
    change
}

fn moved_page(row: &Portion, trail: &Trail) -> Difference {
    let mut change = Difference::new(ChangeKind::Moved, ChangeTopic::Section, &trail.to(&row.key, &row.name));
    (change.before, change.after) = (Some(row.name.clone()), Some(row.name.clone()));
    change.places = (row.place, None);
    change
}

/// A page that has another number.
struct Renumbering {
    /// Both numbers.
    numbers: (String, String),
    /// Whether its title changed too.
    is_renamed: bool,
    /// The change, told alone.
    change: Difference,
}

/// The renumbering of a page, if it has another number; and what else changed in it.
fn renumbering(delta: &Delta, trail: &Trail) -> (Option<Renumbering>, Delta) {
    let mut rest = delta.clone();
    let DeltaChange::Fields { changed, added, removed } = &mut rest.change else { return (None, rest) };
    let said = |content: &PortionContent| match content {
        PortionContent::Datum(datum) => datum.to_string(),
        PortionContent::Fields(_) | PortionContent::Rows(..) => String::new(),
    };
    let found = changed.iter().find(|delta| delta.keys.1 == NUMBER).and_then(|delta| match &delta.change {
        DeltaChange::Content(a, b) => Some((said(a), said(b))),
        DeltaChange::Fields { .. } | DeltaChange::Rows { .. } => None,
    });
    // A preamble that becomes an article, or the other way round.
    let of = |parts: &[Portion]| parts.iter().find(|part| part.key == NUMBER).map(|part| said(&part.content));
    let numbers = found.or_else(|| match (of(removed), of(added)) {
        (None, None) => None,
        (a, b) => Some((a.unwrap_or_default(), b.unwrap_or_default())),
    });
    let Some(numbers) = numbers else { return (None, rest) };
    // The name shows one of the two titles: the other is told by itself.
    let is_shown = |title: &Delta| match &title.change {
        DeltaChange::Content(a, b) => delta.names.0.contains(&said(a)) && delta.names.1.contains(&said(b)),
        DeltaChange::Fields { .. } | DeltaChange::Rows { .. } => false,
    };
    let is_in_name = |delta: &Delta| TITLES.contains(&delta.keys.1.as_str()) && is_shown(delta);
    let is_renamed = changed.iter().any(is_in_name);
    changed.retain(|delta| delta.keys.1 != NUMBER && !is_in_name(delta));
    added.retain(|part| part.key != NUMBER);
    removed.retain(|part| part.key != NUMBER);
    let mut change = Difference::new(ChangeKind::Renumbered, ChangeTopic::Section, &below(trail, delta));
    change.before = Some(delta.names.0.clone());
    change.after = Some(delta.names.1.clone());
    change.places = delta.places();
    (Some(Renumbering { numbers, is_renamed, change }), rest)
}

const NUMBER: &str = "numero";
const TITLES: [&str; 2] = ["titre", "titre_court"];

/// The renumberings, those that one insertion brought about being one change.
fn gathered(renumberings: Vec<Renumbering>, trail: &Trail) -> Vec<Difference> {
    let mut told = Vec::new();
    let mut group: Vec<Renumbering> = Vec::new();
    let shift = |one: &Renumbering| {
        let number = |text: &str| text.parse::<i64>().ok();
        let by = number(&one.numbers.1)? - number(&one.numbers.0)?;
        (!one.is_renamed).then_some(by)
    };
    for one in renumberings {
        let follows = group.last().is_some_and(|last| shift(last).is_some() && shift(last) == shift(&one));
        if !follows {
            close(&mut group, trail, &mut told);
        }
        group.push(one);
    }
    close(&mut group, trail, &mut told);
    told
}

fn close(group: &mut Vec<Renumbering>, trail: &Trail, told: &mut Vec<Difference>) {
    let group = std::mem::take(group);
    if group.len() < MANY {
        told.extend(group.into_iter().map(|one| one.change));
        return;
    }
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let word = first.change.after.as_deref().and_then(|name| name.split(' ').next()).unwrap_or_default();
    let mut change = Difference::new(ChangeKind::Renumbered, ChangeTopic::Section, trail);
    change.before = Some(format!("{word}s {} à {}", first.numbers.0, last.numbers.0));
    change.after = Some(format!("{word}s {} à {}", first.numbers.1, last.numbers.1));
    change.places = first.change.places;
    change.details = group.into_iter().map(|one| one.change).collect();
    told.push(change);
}
