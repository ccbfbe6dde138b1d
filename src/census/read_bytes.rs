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

    /// Joins ranges that touch, so that the bytes are looked up in one walk.
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

    /// Whether each of some bytes was read, asked for in their order.
    pub(super) fn in_order(&self) -> impl FnMut(usize) -> bool {
        let mut ranges = self.ranges.as_slice();
        move |byte| {
            while let Some((_, rest)) = ranges.split_first().filter(|(first, _)| first.end <= byte) {
                ranges = rest;
            }
            ranges.first().is_some_and(|range| range.start <= byte)
        }
    }
}
