//! When the money of a heading was paid, and what that makes of it in a report of some period.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::cover::Found;
use crate::domain::period::Period;
use crate::domain::submission::Measure;
use crate::recognise::lexicon::{Said, Slot, Span};

/// What is known of the time of a report before its headings are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Time {
    /// The year that "trong năm" means; 0 where none is known.
    pub budget: i32,
    /// The period that is expected, asked for, or said by the name of the file.
    pub period: Option<Period>,
    /// The day the report was received.
    pub received: Option<NaiveDate>,
}

impl Time {
    /// A report of a budget year whose period is not known.
    pub fn of(budget: i32) -> Time {
        Time { budget, ..Time::default() }
    }

    /// Whether nothing can have been paid by this day yet.
    fn is_ahead(&self, day: NaiveDate) -> bool {
        let known =
            self.period.map(Period::to).max(self.received.filter(|_| self.period.is_some()));
        known.is_some_and(|known| known < day)
    }
}

/// A day that may leave out its year, or a month's last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Day {
    year: Option<i32>,
    month: u32,
    day: Option<u32>,
}

impl Day {
    fn in_year(self, budget: i32) -> Option<NaiveDate> {
        let year = self.year.unwrap_or(if budget == 0 { 2000 } else { budget });
        match self.day {
            Some(day) => NaiveDate::from_ymd_opt(year, self.month, day),
            None => {
                Some(NaiveDate::from_ymd_opt(year, self.month, 1)? + Months::new(1) - Days::new(1))
            }
        }
    }
}

/// What a text says of the time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Times {
    in_period: bool,
    cumulative: bool,
    previous: bool,
    month_before: bool,
    /// Of several years.
    pub years: bool,
    /// After the period.
    pub later: bool,
    month: Option<(Option<i32>, u32)>,
    quarter: Option<(Option<i32>, u32)>,
    from: Option<Day>,
    until: Option<Day>,
    /// The last day of a stretch that is named by its months: "6 tháng đầu năm".
    is_stretch: bool,
    /// The whole year, or its end.
    pub year_end: bool,
    next_january: bool,
}

impl Times {
    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Times::default()
    }

    /// Adds what a phrase says.
    pub(crate) fn add(&mut self, span: Span, phrase: &Found<'_>) {
        let of = |slot: Slot, last: bool| {
            let mut numbers =
                phrase.numbers.iter().filter(|(of, _)| *of == slot).map(|(_, number)| *number);
            if last { numbers.next_back() } else { numbers.next() }
        };
        let year = of(Slot::Year, true);
        let month = of(Slot::Month, true).unwrap_or_default() as u32;
        let quarter = of(Slot::Quarter, false).unwrap_or_default() as u32;
        let end = |month| Some(Day { year, month, day: None });
        let day = Some(Day { year, month, day: of(Slot::Day, true).map(|day| day as u32) });
        match span {
            Span::InPeriod => self.in_period = true,
            Span::Month => self.month = Some((year, month)),
            Span::Quarter => self.quarter = Some((year, quarter)),
            Span::Cumulative => self.cumulative = true,
            Span::Until => self.until = day,
            Span::UntilMonth => (self.until, self.is_stretch) = (end(month), true),
            Span::UntilQuarter => (self.until, self.is_stretch) = (end(3 * quarter), true),
            Span::UntilYear | Span::YearEnd => (self.until, self.year_end) = (end(12), true),
            Span::NextJanuary => self.next_january = true,
            Span::From => self.from = day,
            Span::FromMonth => self.from = Some(Day { year, month, day: Some(1) }),
            Span::Previous => self.previous = true,
            Span::MonthBefore => self.month_before = true,
            Span::Years => self.years = true,
            Span::Later => self.later = true,
        }
    }

    /// The time of a text below one that says `above`. A deeper time goes before a higher one, and a bare "Lũy kế" or "Trong
    /// tháng" takes its month or quarter from above: "Tháng 5/2024 › Lũy kế" is what was paid up to the end of May, and "Kỳ trước ›
    /// Trong tháng" what was paid in the month before.
    pub(crate) fn below(self, above: Times) -> Times {
        let bare =
            Times { in_period: self.in_period, cumulative: self.cumulative, ..Times::default() };
        if self.is_empty() {
            return above;
        }
        if self != bare {
            return self;
        }
        let day = above.until.filter(|_| !above.year_end);
        let month_of_day = day.filter(|_| !self.cumulative).map(|day| (day.year, day.month));
        Times {
            month: above.month.or(month_of_day),
            quarter: above.quarter,
            until: day.filter(|_| self.cumulative),
            is_stretch: above.is_stretch && self.cumulative && !above.year_end,
            month_before: above.month_before || above.previous && !self.cumulative,
            previous: above.previous && self.cumulative,
            years: above.years,
            later: above.later,
            ..bare
        }
    }

    /// Whether it tells a part of the year: a plan of that time is what somebody means to pay.
    pub(crate) fn is_part_of_year(&self) -> bool {
        self.in_period || self.month.is_some() || self.quarter.is_some() || self.is_stretch
    }

    /// Whether it says when money was paid, and not of which years it is.
    pub(crate) fn is_of_payment(&self) -> bool {
        self.is_part_of_year()
            || self.cumulative
            || self.previous
            || self.month_before
            || self.until.is_some() && !self.year_end
    }

    /// The last day that it speaks of, in the budget year unless it names another.
    pub(crate) fn until(&self, budget: i32) -> Option<NaiveDate> {
        let of_month = self.month.filter(|_| self.cumulative);
        let of_quarter =
            self.quarter.filter(|_| self.cumulative).map(|(year, quarter)| (year, 3 * quarter));
        let end = of_month.or(of_quarter).map(|(year, month)| Day { year, month, day: None });
        self.until.or(end)?.in_year(budget)
    }

    /// The month whose payments it speaks of.
    pub(crate) fn month(&self) -> Option<u32> {
        let (_, month) = self.month?;
        (!self.cumulative && self.until.is_none()).then_some(month)
    }

    /// What money that was paid in that time is.
    pub(crate) fn paid(&self, time: &Time) -> Said {
        let (asked, budget) = (Said::Measure, time.budget);
        if self.years || self.later {
            return Said::NotAsked;
        }
        let is_other_year =
            |year: Option<i32>| year.is_some_and(|year| year != budget && budget != 0);
        if let Some(until) = self.until(budget) {
            if 0 < budget && until.year() < budget {
                return Said::NotAsked;
            }
            if let Some(from) =
                self.from.and_then(|day| day.in_year(budget)).filter(|from| from.ordinal() != 1)
            {
                let is_inside =
                    time.period.is_none_or(|period| period.from() <= from && until <= period.to());
                return if is_inside { asked(Measure::InPeriod) } else { Said::NotAsked };
            }
            if time.is_ahead(until) {
                return Said::NotAsked;
            }
            let is_before = time.period.is_some_and(|period| until < period.from());
            return asked(if is_before { Measure::Previous } else { Measure::Cumulative });
        }
        if self.next_january {
            return Said::NotAsked;
        }
        if self.previous || self.month_before && self.cumulative {
            return asked(Measure::Previous);
        }
        if self.month_before {
            return Said::NotAsked;
        }
        if self.cumulative {
            return asked(Measure::Cumulative);
        }
        if let Some((year, month)) = self.month {
            let is_period = time.period.is_none_or(|period| {
                let months = period.from().month()..=period.to().month();
                months.contains(&month)
            });
            return if is_period && !is_other_year(year) {
                asked(Measure::InPeriod)
            } else {
                Said::NotAsked
            };
        }
        if let Some((year, quarter)) = self.quarter {
            let is_period = time.period.is_none_or(|period| {
                (period.from().month(), period.to().month()) == (3 * quarter - 2, 3 * quarter)
            });
            return if is_period && !is_other_year(year) {
                asked(Measure::InPeriod)
            } else {
                Said::NotAsked
            };
        }
        asked(if self.in_period { Measure::InPeriod } else { Measure::Cumulative })
    }

    /// What money is that somebody thinks will be paid in that time: only the ends of the budget year are asked for.
    pub(crate) fn estimated(&self, time: &Time) -> Said {
        let january = self.until.is_some_and(|until| {
            let is_next = until.year.is_none_or(|year| year == time.budget + 1 || time.budget == 0);
            (until.month, until.day.unwrap_or(31)) == (1, 31) && is_next
        });
        let december = self.until.is_some_and(|until| {
            let is_this = until.year.is_none_or(|year| year == time.budget || time.budget == 0);
            (until.month, until.day.unwrap_or(31)) == (12, 31) && is_this
        });
        if self.years || self.later {
            Said::NotAsked
        } else if january || self.next_january {
            Said::Measure(Measure::ForecastNext)
        } else if december || !self.is_of_payment() {
            Said::Measure(Measure::Forecast)
        } else {
            Said::NotAsked
        }
    }

    /// Whether it ends before the budget year.
    pub(crate) fn is_past(&self, budget: i32) -> bool {
        self.until(budget).is_some_and(|until| until.year() < budget)
    }
}
