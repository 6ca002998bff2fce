//! Calendar days, as far as a deadline needs them.

use core::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use toml::value::Datetime;

/// A day. Days compare as they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: u64,
    month: u64,
    day: u64,
}

impl Date {
    /// The day of a TOML date. `None` where a time of day stands beside it, or only that.
    pub(crate) fn from_toml(datetime: &Datetime) -> Option<Self> {
        match (datetime.date, datetime.time, datetime.offset) {
            (Some(date), None, None) => Some(Self {
                year: date.year.into(),
                month: date.month.into(),
                day: date.day.into(),
            }),
            _ => None,
        }
    }

    /// The day it is in Greenwich. A clock before 1970 is taken for 1970.
    pub(crate) fn today() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::from_days(since.as_secs() / 86_400)
    }

    /// So many days after the first of January 1970.
    fn from_days(mut days: u64) -> Self {
        let mut year = 1970;
        while days >= year_length(year) {
            days -= year_length(year);
            year += 1;
        }
        let february = if year_length(year) == 366 { 29 } else { 28 };
        let mut month = 1;
        for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if days < length {
                break;
            }
            days -= length;
            month += 1;
        }
        Self { year, month, day: days + 1 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn year_length(year: u64) -> u64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_since_1970() {
        for (days, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_453, "2025-12-31"),
            (20_454, "2026-01-01"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(Date::from_days(days).to_string(), date);
        }
    }

    #[test]
    fn days_compare_in_order() {
        let days: Vec<Date> = (0..1500).map(Date::from_days).collect();
        assert!(days.is_sorted());
        assert!(Date::today() > Date::from_days(20_453));
    }

    #[test]
    fn only_a_day_alone_is_a_day() {
        let date = |text: &str| Date::from_toml(&text.parse().unwrap());
        assert_eq!(date("2027-03-01").unwrap().to_string(), "2027-03-01");
        assert_eq!(date("2027-03-01T00:00:00Z"), None);
        assert_eq!(date("2027-03-01T00:00:00"), None);
        assert_eq!(date("07:32:00"), None);
    }
}
