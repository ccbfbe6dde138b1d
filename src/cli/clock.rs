//! The time, which enters the program here and nowhere else.

use time::OffsetDateTime;

use crate::model::Day;

/// Now, by the universal time; none when the clock is not of these centuries.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock enters here, as a value that a person confirms or may replace"
)]
pub(super) fn now() -> Option<OffsetDateTime> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
    OffsetDateTime::from_unix_timestamp(i64::try_from(now).ok()?).ok()
}

/// Today, by the universal time; none when the clock is not of these centuries.
pub(super) fn today() -> Option<Day> {
    let day = now()?;
    Day::new(u16::try_from(day.year()).ok()?, day.month().into(), day.day())
}

/// The last day that it may be somewhere when it is `today` by the universal time: parts of the Republic are up to twelve
/// hours ahead.
pub(super) fn latest_today(today: Day) -> Day {
    today.shift(1).unwrap_or(today)
}
