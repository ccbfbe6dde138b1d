//! Which bytes of a text somebody has read.

use std::ops::Range;

/// A set of bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadBytes {
    /// Sorted by start once [`ReadBytes::sort`] has run.
    ranges: Vec<Range<usize>>,
}

impl ReadBytes {
    pub(super) fn add(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.ranges.push(range);
        }
    }

    /// Joins ranges that touch, so that a byte is looked up by bisection.
    pub(super) fn sort(&mut self) {
        self.ranges.sort_by_key(|range| (range.start, range.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(self.ranges.len());
        for range in self.ranges.drain(..) {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        self.ranges = joined;
    }

    pub(super) fn holds(&self, byte: usize) -> bool {
        let after = self.ranges.partition_point(|range| range.start <= byte);
        after.checked_sub(1).and_then(|i| self.ranges.get(i)).is_some_and(|range| byte < range.end)
    }
}
