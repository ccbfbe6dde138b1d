//! What docs/mutations.md says of a measure: the rates by kind, and what survives, by how it is stated again.

use std::collections::BTreeMap;

use super::{Measure, Medium, Rate, Rates, Slip, Survivor, together};

/// Survivors that the page shows of a cause.
const SHOWN: usize = 6;

/// The part of the page that a measure writes.
pub(crate) fn generated(measures: &[Measure]) -> String {
    let whole = together(measures.iter().map(|m| &m.rates));
    let made: usize = whole.values().map(|rate| rate.made).sum();
    let possible: usize = measures.iter().map(|m| m.possible).sum();
    let mut page = format!("## Ce qui est trouvé\n\n{made} fautes faites, sur {possible} possibles.\n");
    page += "\n### Les quatre projets ensemble\n\n";
    page += &floors_table(&whole);
    for measure in measures {
        page += &format!("\n### {}\n\n", measure.project);
        page += &rates_table(&measure.rates);
    }
    page += "\n## Les jumeaux\n\nCe que retaper les références ajoute aux constats, ou leur ôte.\n\n";
    for measure in measures {
        page += &format!("- **{}**, références retapées : {}", measure.project, measure.typed);
        page += if measure.differences.is_empty() { " ; les mêmes constats.\n" } else { ".\n" };
        for difference in &measure.differences {
            page += &format!("  - {difference}\n");
        }
    }
    page + &survivors(measures)
}

fn cell(rate: Option<&Rate>) -> String {
    match rate.and_then(|rate| Some((rate, rate.percentage()?))) {
        Some((Rate { found, made }, percentage)) => format!("{found} / {made} ({percentage} %)"),
        None => "—".to_owned(),
    }
}

fn rates_table(rates: &Rates) -> String {
    let mut table = String::from("| Faute | Données | Prose |\n|---|---|---|\n");
    for slip in Slip::ALL {
        let of = |medium| rates.get(&(slip, medium));
        if of(Medium::Data).or(of(Medium::Prose)).is_some() {
            let (data, prose) = (cell(of(Medium::Data)), cell(of(Medium::Prose)));
            table += &format!("| {} | {data} | {prose} |\n", slip.words());
        }
    }
    let (data, prose) = (sum(rates, Medium::Data), sum(rates, Medium::Prose));
    table + &format!("| **ensemble** | {} | {} |\n", cell(Some(&data)), cell(Some(&prose)))
}

fn sum(rates: &Rates, medium: Medium) -> Rate {
    let of = rates.iter().filter(|((_, m), _)| *m == medium);
    of.fold(Rate::default(), |all, (_, rate)| Rate {
        found: all.found + rate.found,
        made: all.made + rate.made,
    })
}

/// The rates, and the floors that the test holds: one point below what was measured.
fn floors_table(whole: &Rates) -> String {
    let mut table = String::from(
        "| Faute | Données | Prose | Plancher, données | Plancher, prose |\n|---|---|---|---|---|\n",
    );
    let floor = |rate: Option<&Rate>| match rate.and_then(|rate| rate.percentage()) {
        Some(percentage) => format!("{} %", percentage.saturating_sub(1)),
        None => "—".to_owned(),
    };
    for slip in Slip::ALL {
        let (data, prose) = ((slip, Medium::Data), (slip, Medium::Prose));
        table += &format!(
            "| {} | {} | {} | {} | {} |\n",
            slip.words(),
            cell(whole.get(&data)),
            cell(whole.get(&prose)),
            floor(whole.get(&data)),
            floor(whole.get(&prose)),
        );
    }
    let (data, prose) = (sum(whole, Medium::Data), sum(whole, Medium::Prose));
    table + &format!("| **ensemble** | {} | {} | | |\n", cell(Some(&data)), cell(Some(&prose)))
}

/// What survives, by where it stands and how it is stated again.
fn survivors(measures: &[Measure]) -> String {
    let mut causes: BTreeMap<(Medium, &str), Vec<&Survivor>> = BTreeMap::new();
    for survivor in measures.iter().flat_map(|m| &m.survivors) {
        causes.entry((survivor.medium, survivor.way)).or_default().push(survivor);
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|((medium, way), of)| (*medium, std::cmp::Reverse(of.len()), *way));
    let mut page = String::from(
        "\n## Ce qui survit\n\nPar milieu et par forme, avec le nombre de fautes que rien ne dit.\n",
    );
    for ((medium, way), of) in causes {
        let place = match medium {
            Medium::Data => "Dans les données",
            Medium::Prose => "Dans la prose",
        };
        page += &format!("\n### {place}, {way} ({})\n\n", of.len());
        page += &format!("{}.\n\n", by_slip(&of));
        for survivor in of.iter().step_by(of.len().div_ceil(SHOWN)) {
            let Survivor { location, before, after, .. } = survivor;
            page += &format!("- {location} : « {before} » → « {after} »\n");
        }
    }
    page
}

fn by_slip(survivors: &[&Survivor]) -> String {
    let count = |slip: &Slip| survivors.iter().filter(|s| s.slip == *slip).count();
    let told = Slip::ALL.iter().filter(|slip| count(slip) > 0);
    told.map(|slip| format!("{} : {}", slip.words(), count(slip))).collect::<Vec<_>>().join(" ; ")
}
