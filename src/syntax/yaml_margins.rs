//! Lines of YAML whose margin is that of nothing above: the line of their key may have been deleted.

/// The place in a text above which a key may have been deleted, when the line where the parser stopped is deeper than a
/// line that has its value, or is between the margin of a key and that of the items under it.
pub(super) fn orphan(text: &str, stop: usize) -> Option<usize> {
    let margin = |line: &str| line.len() - line.trim_start().len();
    let start = text.get(..stop)?.rfind('\n').map_or(0, |place| place + 1);
    let mut lines = text.get(start..)?.lines();
    let stopped = margin(lines.next()?);
    let goes_on = lines.find(|line| !line.trim().is_empty()).is_some_and(|line| margin(line) >= stopped);
    let mut end = start;
    // The line below the one looked at, and where it starts.
    let (mut below, mut place) = (stopped, start);
    while let Some(previous_end) = end.checked_sub(1) {
        let begin = text.get(..previous_end)?.rfind('\n').map_or(0, |place| place + 1);
        let line = text.get(begin..previous_end)?.trim_end();
        end = begin;
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if margin(line) < stopped {
            // The keys of an item stand further than its dash.
            let opens = line.ends_with(':');
            if !opens && (!goes_on || line.trim_start().starts_with("- ")) {
                return None;
            }
            return (opens == (below > stopped)).then_some(place);
        }
        if margin(line) == stopped {
            return None;
        }
        (below, place) = (margin(line), begin + margin(line));
    }
    None
}
