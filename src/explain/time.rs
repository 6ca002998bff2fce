//! Moments and lengths of time in words.

use super::words::Grouped;
use core::fmt;

/// The seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// A moment, in seconds since 1970, as date and time of day in UTC.
pub(super) struct Moment(pub(super) u64);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The first second of the year 10000.
        const FAR: u64 = 253_402_300_800;
        if self.0 >= FAR {
            return f.write_str("after the year 9999");
        }
        let (year, month, day) = date(self.0 / DAY);
        let second = self.0 % DAY;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
    }
}

/// Year, month and day of the day with this number since 1970-01-01.
fn date(day: u64) -> (u64, u64, u64) {
    // Years begin in March here, so that the day that some years have more comes last, and are counted
    // from the year 0 in periods of 400: those are all of one length.
    const PERIOD: u64 = 146_097;
    const FROM_YEAR_0: u64 = 719_468;
    let day = day.saturating_add(FROM_YEAR_0);
    let (period, day) = (day / PERIOD, day % PERIOD);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // From March on, five months have 153 days, whichever they are.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (period * 400 + year + next, month, day)
}

/// A length of time, in seconds, in the two largest units that it has.
pub(super) struct Length(pub(super) u64);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [
            (self.0 / DAY, "day"),
            (self.0 / 3600 % 24, "hour"),
            (self.0 / 60 % 60, "minute"),
            (self.0 % 60, "second"),
        ];
        let mut written = 0;
        for (count, unit) in units.into_iter().filter(|(count, _)| *count > 0).take(2) {
            let space = if written > 0 { " " } else { "" };
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{space}{} {unit}{plural}", Grouped(count))?;
            written += 1;
        }
        if written == 0 { f.write_str("0 seconds") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn moments() {
        let cases = [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (951_868_800, "2000-03-01 00:00:00 UTC"),
            // The timestamp of BOLT 11's examples.
            (1_496_314_658, "2017-06-01 10:57:38 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            // The largest that an invoice can have.
            ((1 << 35) - 1, "3058-10-26 03:46:07 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
            (253_402_300_800, "after the year 9999"),
            (u64::MAX, "after the year 9999"),
        ];
        for (seconds, text) in cases {
            assert_eq!(Moment(seconds).to_string(), text);
        }
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let is_leap = |year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for number in 0..800 * 366 {
            assert_eq!(date(number), (year, month, day));
            let length = match month {
                2 => 28 + u64::from(is_leap(year)),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (year, month, day) = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == length => (year, month + 1, 1),
                (_, day) => (year, month, day + 1),
            };
        }
    }

    #[test]
    fn lengths() {
        let cases = [
            (0, "0 seconds"),
            (1, "1 second"),
            (60, "1 minute"),
            (90, "1 minute 30 seconds"),
            (3600, "1 hour"),
            (86_400, "1 day"),
            (90_061, "1 day 1 hour"),
            (86_401, "1 day 1 second"),
            (2_592_000, "30 days"),
            (u64::MAX, "213,503,982,334,601 days 7 hours"),
        ];
        for (seconds, text) in cases {
            assert_eq!(Length(seconds).to_string(), text);
        }
    }
}
