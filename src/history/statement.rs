//! What a report states of each key, before anything is worked out.

use std::collections::BTreeSet;

use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::position::{Figures, added};
use crate::domain::submission::{Counted, Figure, Line, Measure, Relayed, SetAside};

/// The disbursed money that a report states of one key.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The key.
    pub key: Key,
    /// What needs no working out: what it states of other measures, and its place.
    pub figures: Figures,
    /// Disbursed in the period.
    pub in_period: Option<Money>,
    /// Cumulative.
    pub cumulative: Option<Money>,
    /// The cumulative of the period before, as the form prints it.
    pub previous: Option<Money>,
    /// Its cumulative cell was set aside, or there is none and no other tells it.
    pub lacks_cumulative: bool,
    /// Its cell of the period was set aside.
    pub lacks_in_period: bool,
    /// Its sheet states figures of the period: a blank among them is nothing, not silence.
    pub has_in_period: bool,
    /// The same of the previous cumulative.
    pub has_previous: bool,
    /// How the office below knows them: there is nothing to work out.
    pub relayed: Option<Relayed>,
}

impl Statement {
    /// Whether it speaks of disbursed money at all.
    pub fn speaks(&self) -> bool {
        self.in_period.is_some()
            || self.cumulative.is_some()
            || self.previous.is_some()
            || self.lacks_cumulative
            || self.lacks_in_period
    }

    /// Whether its cumulative is only known as set aside.
    pub fn is_set_aside(&self) -> bool {
        self.lacks_cumulative && self.cumulative.is_none()
    }
}

/// What a report states, in the order of the keys; every figure that is taken is counted.
pub fn statements(lines: &[Line], set_aside: &[SetAside], counted: &mut Counted) -> Vec<Statement> {
    let sheets = |states: fn(&Line) -> bool| -> BTreeSet<u16> {
        lines.iter().filter(|line| states(line)).map(|line| line.sheet).collect()
    };
    let in_period = sheets(|line| line.figure(Measure::InPeriod).is_some());
    let previous = sheets(|line| line.previous.is_some());
    let lost = set_aside.iter().filter(|cell| cell.measure == Some(Measure::InPeriod));
    let lost: Vec<(u16, u32, Option<&Key>)> =
        lost.map(|cell| (cell.sheet, cell.cell.row, cell.key.as_ref())).collect();
    let is_lost = |line: &Line| {
        let here = |(sheet, row, key): &(u16, u32, Option<&Key>)| {
            (*sheet, *row) == (line.sheet, line.row) && key.is_none_or(|key| *key == line.key)
        };
        line.figure(Measure::InPeriod).is_none() && lost.iter().any(here)
    };
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by(|a, b| a.key.cmp(&b.key));
    let mut statements = Vec::with_capacity(lines.len());
    for of_key in lines.chunk_by(|a, b| a.key == b.key) {
        let first = of_key[0];
        let mut statement = Statement {
            key: first.key.clone(),
            figures: Figures { place: Some((0, first.sheet, first.row)), ..Figures::default() },
            in_period: None,
            cumulative: None,
            previous: None,
            lacks_cumulative: of_key.iter().any(|line| line.lacks_cumulative),
            lacks_in_period: of_key.iter().any(|line| is_lost(line)),
            has_in_period: of_key.iter().any(|line| in_period.contains(&line.sheet)),
            has_previous: of_key.iter().any(|line| previous.contains(&line.sheet)),
            relayed: of_key.iter().find_map(|line| line.relayed),
        };
        for line in of_key {
            statement.previous = added(statement.previous, line.previous);
            for figure in &line.figures {
                let Figure { measure, amount, .. } = *figure;
                counted.add(amount);
                let disbursed = match measure {
                    Measure::InPeriod => &mut statement.in_period,
                    Measure::Cumulative => &mut statement.cumulative,
                    _ => {
                        statement.figures.stated.add(measure, amount);
                        continue;
                    }
                };
                *disbursed = added(*disbursed, Some(amount));
            }
        }
        statements.push(statement);
    }
    statements
}
