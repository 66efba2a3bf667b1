//! Other periods beside which the period is shown. They are for comparison only and in none of its figures.

use std::collections::BTreeMap;

use super::{Step, Summary};
use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::period::Period;
use crate::domain::settings::MissingPolicy;
use crate::domain::tally::Tally;

/// What a period came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// The period.
    pub period: Period,
    /// How many units have a report that ends with it.
    pub received: usize,
    /// How many owed one, where that is known.
    pub expected: Option<usize>,
    /// Whose figures they are, where they are of an office of another name.
    pub office: Option<String>,
    /// By program and funding type.
    pub parts: BTreeMap<(ComponentId, Funding), Tally>,
}

impl Compared {
    /// What some programs came to.
    pub fn tally(&self, parts: &[(ComponentId, Funding)]) -> Tally {
        parts.iter().filter_map(|part| self.parts.get(part)).copied().sum()
    }

    /// What all of it came to.
    pub fn whole(&self) -> Tally {
        self.parts.values().copied().sum()
    }

    /// What a funding type came to.
    pub fn funding(&self, funding: Funding) -> Tally {
        let of_funding = self.parts.iter().filter(|((_, of), _)| *of == funding);
        of_funding.map(|(_, tally)| *tally).sum()
    }
}

impl Summary {
    /// The period as others may be held against it.
    pub fn compared(&self) -> Compared {
        let parts = self.programs.iter();
        Compared {
            period: self.period,
            received: self.coverage.received,
            expected: Some(self.coverage.expected),
            office: None,
            parts: parts.map(|of| ((of.program.clone(), of.funding), of.tally)).collect(),
        }
    }

    /// The month or quarter before in the same budget year, by what is known now; `None` where nobody reported then.
    pub fn period_before(&self) -> Option<Compared> {
        let period = self.period.before_in_year()?;
        let end = Step::before(&self.course, self.period)?;
        let begins_year = period.before_in_year().is_none();
        let begin = Step::before(&self.course, period);
        let carries = self.policy() == MissingPolicy::Carry;
        let told = |(part, tally): (&(ComponentId, Funding), &Tally)| {
            let paid = end.paid_since(begin, std::slice::from_ref(part), carries);
            let paid = paid.filter(|_| begins_year || begin.is_some());
            let is_doubted = self.register.is_doubted;
            let (in_period, lacks) = (paid.unwrap_or_default(), paid.is_none());
            let tally = Tally { in_period, lacks_in_period: lacks, is_doubted, ..*tally };
            (part.clone(), tally)
        };
        let parts = end.parts.iter().map(told).collect();
        Some(Compared { period, received: end.reported, expected: None, office: None, parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::summary::fixture;

    fn part() -> (ComponentId, Funding) {
        ("gn".parse().unwrap(), Funding::Investment)
    }

    fn step(month: u32, paid: i64) -> Step {
        let mut step = Step::new(Period::Month(2024, month));
        let (plan, cumulative) = (Money::from_dong(1_000), Money::from_dong(paid));
        step.reported = 3;
        step.parts.insert(part(), Tally { plan, cumulative, ..Tally::default() });
        step
    }

    fn summary(period: &str, course: Vec<Step>) -> Summary {
        Summary { period: period.parse().unwrap(), course, ..fixture::district() }
    }

    fn paid(summary: &Summary) -> Option<(String, Option<i128>)> {
        let before = summary.period_before()?;
        let tally = before.whole();
        let paid = (!tally.lacks_in_period).then(|| tally.in_period.as_dong());
        Some((before.period.to_string(), paid))
    }

    #[test]
    fn the_quarter_before_is_what_was_paid_between_two_ends_of_quarters() {
        let course = vec![step(2, 60), step(3, 100), step(5, 130), step(6, 250), step(9, 400)];
        let third = summary("2024-Q3", course.clone());
        assert_eq!(paid(&third), Some(("2024-Q2".to_owned(), Some(150))));
        // The year begins with nothing.
        let second = summary("2024-Q2", course[..4].to_vec());
        assert_eq!(paid(&second), Some(("2024-Q1".to_owned(), Some(100))));
        assert_eq!(paid(&summary("2024-Q1", course[..2].to_vec())), None);
    }

    #[test]
    fn what_was_paid_since_a_month_that_nobody_reported_is_not_known() {
        let course = vec![step(2, 60), step(5, 130), step(6, 250), step(9, 400)];
        let third = summary("2024-Q3", course.clone());
        assert_eq!(paid(&third), Some(("2024-Q2".to_owned(), None)));
        let silent = [vec![step(3, 100)], course[1..2].to_vec(), course[3..].to_vec()].concat();
        assert_eq!(paid(&summary("2024-Q3", silent)), None, "nobody reported the end of June");
    }

    #[test]
    fn a_silent_unit_that_counts_with_nothing_makes_the_flow_unknown() {
        let mut course = vec![step(3, 100), step(6, 250), step(9, 400)];
        course[0].silent.insert(part());
        let mut third = summary("2024-Q3", course);
        third.settings.missing = MissingPolicy::Zero;
        assert_eq!(paid(&third).unwrap().1, None);
        third.settings.missing = MissingPolicy::Carry;
        assert_eq!(paid(&third).unwrap().1, Some(150));
    }
}
