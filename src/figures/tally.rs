//! How many figures rest on what.

use super::{FigureStanding, FigureUse};

/// How many figures stand in each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FigureTally {
    /// Printed by a reference to what the program computes.
    pub computed: usize,
    /// Printed by a reference to a datum.
    pub linked: usize,
    /// With their source.
    pub with_source: usize,
    /// Declared free.
    pub declared: usize,
    /// Held by nothing.
    pub free: usize,
}

impl FigureTally {
    pub(super) fn of(uses: &[FigureUse]) -> Self {
        let mut tally = Self::default();
        for figure in uses {
            let count = match figure.standing {
                FigureStanding::Computed => &mut tally.computed,
                FigureStanding::Linked => &mut tally.linked,
                FigureStanding::WithSource => &mut tally.with_source,
                FigureStanding::Declared => &mut tally.declared,
                FigureStanding::Free(_) => &mut tally.free,
            };
            *count += 1;
        }
        tally
    }

    /// The figures of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            computed: self.computed + other.computed,
            linked: self.linked + other.linked,
            with_source: self.with_source + other.with_source,
            declared: self.declared + other.declared,
            free: self.free + other.free,
        }
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.computed + self.linked + self.with_source + self.declared + self.free
    }

    /// Per cent of the figures that rest on something, rounded down: 100 % means all of them.
    pub fn held(self) -> Option<usize> {
        ((self.all() - self.free) * 100).checked_div(self.all())
    }
}
