//! The bordereau of a public contract: days by profile, and their price.

use rust_decimal::Decimal;

use super::{euros, printed_if_different};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::lang::numbers::format_french;
use crate::ledger::bordereau::{PriceTotals, price};
use crate::model::budget::{Bordereau, PrintedRow};
use crate::text::Spanned;

/// A bordereau with its computed prices, group by group.
pub fn bordereau(bordereau: &Bordereau) -> TableView {
    let prices = price(bordereau);
    let mut columns = vec![Column::text("N°"), Column::text("Prestation")];
    for profile in &bordereau.profiles {
        columns.push(
            Column::figures(&format!("{} ({}/jour)", profile.label, profile.day_rate))
                .under(Some("Jours par profil")),
        );
    }
    columns.push(Column::figures("Jours"));
    columns.push(Column::figures("dont sur place"));
    columns.push(Column::figures("Prix HT"));
    columns.push(Column::figures("Prix TTC"));
    let mut table = TableView::new(columns);
    for (group, figures) in bordereau.groups.iter().zip(&prices.groups) {
        table.push(
            RowKind::Groupe,
            price_cells(&group.number.value, &group.label, &figures.total, &group.printed),
        );
        for (line, figures) in group.lines.iter().zip(&figures.lines) {
            table.push(RowKind::Ligne, price_cells(&line.number.value, &line.label, figures, &line.printed));
        }
    }
    table.push(RowKind::Total, price_cells("", "Total", &prices.total, &bordereau.printed));
    table.legende.clone_from(&bordereau.title);
    table.explain_blanks()
}

fn price_cells(number: &str, label: &str, figures: &PriceTotals, printed: &PrintedRow) -> Vec<Cell> {
    let days = |computed: Decimal, printed: Option<&Spanned<Decimal>>, decimals: u32| {
        let printed = printed.filter(|p| p.value != computed).map(|p| format_french(p.value, None));
        Cell::number(computed, Some(decimals.max(computed.normalize().scale())), "").with_printed(printed)
    };
    let mut cells = vec![Cell::text(number), Cell::text(label)];
    for (i, profile) in figures.profiles.iter().enumerate() {
        cells.push(days(*profile, printed.profiles.get(i), 2));
    }
    cells.push(days(figures.days, printed.days.as_ref(), 2));
    cells.push(days(figures.on_site, printed.on_site.as_ref(), 1));
    cells.push(euros(figures.excl_vat, 2).with_printed(printed_if_different(
        figures.excl_vat,
        printed.excl_vat.as_ref(),
        2,
    )));
    cells.push(euros(figures.incl_vat, 2).with_printed(printed_if_different(
        figures.incl_vat,
        printed.incl_vat.as_ref(),
        2,
    )));
    cells
}
