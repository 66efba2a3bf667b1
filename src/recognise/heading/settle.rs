//! What the columns of a heading mean together: years, states of the plan, times, and measures told once for several.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::Headed;
use super::levels;
use super::meaning::{self, Meaning};
use super::proposals;
use super::sense::Sense;
use super::time::Time;
use crate::domain::attributes::{Facts, Piece};
use crate::domain::key::{Funding, PlanYear};
use crate::domain::submission::Measure;
use crate::recognise::lexicon::{Said, State, heading_label};

const PLAN: Said = Said::Measure(Measure::Plan);
const CUMULATIVE: Said = Said::Measure(Measure::Cumulative);
const PREVIOUS: Said = Said::Measure(Measure::Previous);
const IN_PERIOD: Said = Said::Measure(Measure::InPeriod);

/// What the headings of a column say that matters beside the other columns.
#[derive(Clone, Default)]
pub(super) struct Told {
    sense: Sense,
    is_capital: bool,
    /// They say that it is the sum of the years, or of what stands below the year.
    is_sum: bool,
}

impl Told {
    /// What a path says.
    pub(super) fn of(path: &[&Meaning]) -> Told {
        let is_capital = path.iter().any(|meaning| meaning.sense.is_capital());
        // "Tổng số › Kế hoạch vốn năm 2024" is the sum of the funding types beside it, and of one year.
        let year = path.iter().rposition(|meaning| meaning.facts.year.is_some()).unwrap_or(0);
        let is_sum = path[year.min(path.len())..].iter().any(|meaning| meaning.sense.is_total());
        Told { sense: meaning::together(path), is_capital, is_sum }
    }

    /// The month whose payments it speaks of.
    pub(super) fn month(&self) -> Option<u32> {
        self.sense.times().month()
    }

    /// Whether the State Treasury says so.
    pub(super) fn is_confirmed(&self) -> bool {
        self.sense.is_confirmed()
    }

    /// See [`Headed::is_estimated`].
    pub(super) fn is_estimated(&self) -> bool {
        self.sense.is_estimated()
    }

    /// See [`Headed::is_half_said`].
    pub(super) fn is_half_said(&self, time: &Time) -> bool {
        self.sense.is_half_said(time)
    }

    /// See [`Headed::until`].
    pub(super) fn until(&self, time: &Time) -> Option<NaiveDate> {
        self.sense.times().until(time.budget)
    }
}

/// Whether each row in which a column states an amount has one in some of the others too.
pub(super) type HasWherever<'a> = &'a dyn Fn(&Headed, &[&Headed]) -> bool;

/// Settles the columns of one table, from left to right; `told` is what the headings of each say. `has` asks the figures.
pub(super) fn columns(columns: &mut [Headed], told: &[Told], time: &Time, has: HasWherever<'_>) {
    for headed in columns.iter_mut().filter(|headed| headed.said.is_none()) {
        headed.said = headed.state.map(|_| PLAN);
    }
    proposals::proposals(columns);
    assigned(columns, told, time.budget, has);
    go_on(columns, told);
    payments(columns, told, time);
    allocated(columns);
    years(columns, told, time.budget);
    earlier(columns, told, time, has);
    months(columns, told, time);
    advances(columns, told, time);
    accepted(columns);
    left_of_states(columns, time.budget);
    states(columns, time.budget);
}

/// What was assigned, or is meant to be used, is the plan only where no plan of that money stands beside it, row by row.
fn assigned(columns: &mut [Headed], told: &[Told], budget: i32, has: HasWherever<'_>) {
    let is_plan = |at: &usize| columns[*at].said == Some(PLAN);
    let (plans, others): (Vec<usize>, Vec<usize>) =
        (0..columns.len()).filter(is_plan).partition(|&at| told[at].sense.is_plan());
    for at in others {
        let facts = columns[at].facts;
        let covering = plans.iter().map(|&plan| &columns[plan]);
        let covering: Vec<&Headed> =
            covering.filter(|plan| plan.facts.covers(&facts, budget)).collect();
        if !covering.is_empty() && has(&columns[at], &covering) {
            columns[at].said = Some(Said::NotAsked);
        }
    }
}

/// What is left of a plan after its states is its last state: "Kế hoạch kéo dài: Giao | Hủy | Còn lại được sử dụng". Only
/// under one heading with nothing but states of the plan, of money carried over or with a cut among them; otherwise it is
/// what is left of money paid, which may stand anywhere else.
fn left_of_states(columns: &mut [Headed], budget: i32) {
    let group = |headed: &Headed| levels::group(&headed.path).map(str::to_owned);
    for at in 0..columns.len() {
        let (left, own) = (&columns[at], group(&columns[at]));
        let is_left = left.said == Some(Said::Measure(Measure::Remaining))
            && heading_label(&left.path).has("su dung");
        if !is_left || own.is_none() {
            continue;
        }
        let mut beside = columns.iter().enumerate().filter(|(other, _)| *other != at);
        let is_wish = |headed: &Headed| headed.said.is_some_and(Said::is_proposed);
        let is_of_plan =
            |headed: &Headed| matches!(headed.said, Some(PLAN | Said::NotAsked)) || is_wish(headed);
        let in_group = |headed: &Headed| group(headed) == own;
        let is_first = |headed: &Headed| {
            in_group(headed) && headed.said == Some(PLAN) && headed.facts == left.facts
        };
        let is_cut = |headed: &Headed| {
            in_group(headed)
                && (headed.state == Some(State::Decrease)
                    || headed.said == Some(Said::NotAsked)
                    || is_wish(headed))
        };
        let is_carried = left.facts.year.is_some_and(|year| year != PlanYear::Of(budget));
        let has_states = columns.iter().any(is_first) && (is_carried || columns.iter().any(is_cut));
        if has_states && beside.all(|(_, headed)| !in_group(headed) || is_of_plan(headed)) {
            columns[at].said = Some(PLAN);
            columns[at].state = Some(State::Final);
        }
    }
}

/// A measure that is told once: "Kế hoạch vốn | Trong đó: NSTW | NSĐP". A column that says a source, a funding type or a
/// year and no measure goes on with the one on its left; capital of a year with none, or beside what is proposed, is the
/// plan.
fn go_on(columns: &mut [Headed], told: &[Told]) {
    let mut head: Option<(Said, Facts, u32)> = None;
    let mut has_plan = false;
    for (headed, told) in columns.iter_mut().zip(told) {
        let is_part = headed.facts != Facts::default();
        match (headed.said, head) {
            (None, Some((said, facts, before))) if is_part && before + 1 == headed.index => {
                let is_other = matches!(said, Said::Measure(measure) if measure != Measure::Plan);
                let is_wish = said.is_proposed();
                if told.is_capital && (is_other && !has_plan || is_wish) {
                    headed.said = Some(PLAN);
                } else {
                    headed.said = Some(said);
                    headed.facts = headed.facts.below(facts);
                }
                head = Some((said, facts, headed.index));
            }
            (None, _) if told.is_capital => headed.said = Some(PLAN),
            _ => {}
        }
        if let (Some(said), true) = (headed.said, head.is_none_or(|head| head.2 != headed.index)) {
            // Nothing goes on with a rate: what stands beside it is no part of it.
            let is_rate = said == Said::Measure(Measure::Rate);
            head = (!is_rate).then_some((said, headed.facts, headed.index));
        }
        has_plan |= headed.said == Some(PLAN);
    }
}

/// "Vốn đã phân bổ năm 2024 | Lũy kế giải ngân": where a form knows no other plan, and nothing that was not allocated, what
/// was allocated is what was planned.
fn allocated(columns: &mut [Headed]) {
    let has = |wanted: fn(Measure) -> bool| {
        let is_it =
            |headed: &Headed| matches!(headed.said, Some(Said::Measure(own)) if wanted(own));
        columns.iter().any(is_it)
    };
    let is_planned = has(|own| matches!(own, Measure::Plan | Measure::Unallocated));
    let is_paid = has(|own| matches!(own, Measure::Cumulative | Measure::InPeriod));
    if is_planned || !is_paid || columns.iter().any(|headed| headed.state.is_some()) {
        return;
    }
    let allocated = Some(Said::Measure(Measure::Allocated));
    for headed in columns.iter_mut().filter(|headed| headed.said == allocated) {
        headed.said = Some(PLAN);
    }
}

/// Of cumulative columns up to different days the last is this period's. The others are the time before where no period is
/// known; where it is, a day inside of it that is not the last is not asked for. A later day of other money (another
/// funding type, another plan year) makes no day an earlier one, nor does the Treasury's day the owner's; that of both
/// funding types makes one of their sum, where no row has the sum alone.
fn earlier(columns: &mut [Headed], told: &[Told], time: &Time, has: HasWherever<'_>) {
    let before: Vec<Headed> = columns.to_vec();
    let days: Vec<(&Headed, NaiveDate)> = before
        .iter()
        .zip(told)
        .filter(|(headed, _)| headed.said == Some(CUMULATIVE))
        .filter_map(|(headed, told)| Some((headed, told.until(time)?)))
        .collect();
    let other = match time.period {
        None => Said::Measure(Measure::Previous),
        Some(_) => Said::NotAsked,
    };
    for (headed, told) in columns.iter_mut().zip(told) {
        let Some(until) = told.until(time).filter(|_| headed.said == Some(CUMULATIVE)) else {
            continue;
        };
        let later = days
            .iter()
            .filter(|(other, day)| until < *day && other.is_confirmed == headed.is_confirmed);
        let later: Vec<&Headed> = later.map(|(other, _)| *other).collect();
        let is_later = later.iter().any(|other| other.facts.covers(&headed.facts, time.budget));
        let part = |funding: Funding| {
            let facts = Facts { funding: Some(funding), ..headed.facts };
            later.iter().copied().find(|other| other.facts == facts)
        };
        let is_split = || {
            let [investment, recurrent] = Funding::ALL.map(part);
            headed.facts.funding.is_none()
                && investment.zip(recurrent).is_some_and(|(a, b)| has(headed, &[a, b]))
        };
        if is_later || is_split() {
            headed.said = Some(other);
        }
    }
}

/// Months as columns. Those of the period add up to what was disbursed in it, those before it to what was disbursed before,
/// if none of them is missing; where the form states that itself, they are not asked for.
fn months(columns: &mut [Headed], told: &[Told], time: &Time) {
    let is_month = |headed: &Headed, told: &Told| {
        let is_known = matches!(headed.said, Some(IN_PERIOD | Said::NotAsked));
        headed.month.filter(|_| is_known && told.sense.said(&Time::default()) == Some(IN_PERIOD))
    };
    let of: Vec<Option<u32>> =
        columns.iter().zip(told).map(|(headed, told)| is_month(headed, told)).collect();
    let Some(last) = of.iter().flatten().max().copied() else { return };
    let (first, last) = match time.period {
        Some(period) => (period.from().month(), period.to().month()),
        None => (last, last),
    };
    let has = |columns: &[Headed], said: Said| {
        columns.iter().zip(&of).any(|(headed, month)| month.is_none() && headed.said == Some(said))
    };
    let are_all = |mut months: Range<u32>| months.all(|month| of.contains(&Some(month)));
    let is_added_up = first < last && are_all(first..last + 1);
    let is_told =
        |columns: &[Headed]| [CUMULATIVE, PREVIOUS].iter().any(|said| has(columns, *said));
    let is_before = 1 < first && are_all(1..first) && !is_told(columns);
    for (headed, month) in columns.iter_mut().zip(&of) {
        let Some(month) = *month else { continue };
        headed.said = Some(match month {
            month if first == last && month == first => IN_PERIOD,
            month if (first..=last).contains(&month) && is_added_up => IN_PERIOD,
            month if month < first && is_before => PREVIOUS,
            _ => Said::NotAsked,
        });
        if first < last || headed.said == Some(PREVIOUS) {
            headed.facts.piece = Some(Piece::Month(month));
        }
    }
}

/// "Lũy kế giải ngân: Thanh toán | Tạm ứng": what was paid beside an advance, below one heading and without a total, is what
/// was paid for work.
fn payments(columns: &mut [Headed], told: &[Told], time: &Time) {
    let split = |at: usize| {
        let (group, own) = levels::parted(&columns[at].path);
        Some((group?.to_owned(), heading_label(own)))
    };
    let texts: Vec<_> = (0..columns.len()).map(split).collect();
    let pieces = |at: usize| -> Option<usize> {
        let (group, own) = texts[at].as_ref()?;
        let is_advance = columns[at].facts.piece == Some(Piece::Advance) && !own.has("trong do");
        let in_group = |other: &usize| {
            let is_below = texts[*other].as_ref().is_some_and(|(other, _)| other == group);
            let facts = Facts { piece: columns[*other].facts.piece, ..columns[at].facts };
            *other != at && is_below && columns[*other].facts == facts
        };
        let paid = told[at].sense.paid(time).filter(|_| is_advance)?;
        let mut wholes = (0..columns.len()).filter(in_group).filter(|&other| {
            columns[other].said == Some(paid) && columns[other].facts.piece.is_none()
        });
        let only = wholes.next().filter(|_| wholes.next().is_none())?;
        let says_paid = texts[only].as_ref().is_some_and(|(_, own)| own.has("thanh toan"));
        (says_paid && is_disbursed(&Some(paid))).then_some(only)
    };
    let work: Vec<usize> = (0..columns.len()).filter_map(pieces).collect();
    for at in work {
        columns[at].facts.piece = Some(Piece::Work);
    }
}

/// An advance beside what was paid for work in the same time: the two are what was disbursed, unless the form states that
/// itself. One that is in no other column is money that nobody added: its column is told (GN201).
fn advances(columns: &mut [Headed], told: &[Told], time: &Time) {
    let whole = |facts: Facts| Facts { piece: None, ..facts };
    let paid: Vec<Option<Said>> = told.iter().map(|told| told.sense.paid(time)).collect();
    // The Treasury's figure is held against the owner's, and is no place where the owner's money stands.
    let stated: Vec<(Option<Said>, Facts)> = columns
        .iter()
        .map(|headed| (headed.said.filter(|_| !headed.is_confirmed), headed.facts))
        .collect();
    for (at, headed) in columns.iter_mut().enumerate() {
        let is_advance = headed.facts.piece == Some(Piece::Advance);
        if !is_advance || headed.said != Some(Said::NotAsked) || !is_disbursed(&paid[at]) {
            continue;
        }
        let facts = whole(headed.facts);
        let work = Facts { piece: Some(Piece::Work), ..facts };
        let same_day = |other: usize| match (told[at].until(time), told[other].until(time)) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        };
        let of_work = (0..stated.len())
            .find(|&other| stated[other].1 == work && paid[other] == paid[at] && same_day(other));
        let holds_it = |(said, of): &(Option<Said>, Facts)| {
            let is_same = of.covers(&facts, time.budget) || facts.covers(of, time.budget);
            of.piece.is_none() && is_disbursed(said) && is_same
        };
        headed.said = match of_work.map(|other| stated[other].0) {
            Some(said) if stated.contains(&(said, facts)) => Some(Said::NotAsked),
            Some(said) => said,
            None if told[at].sense.is_balance() || stated.iter().any(holds_it) => {
                Some(Said::NotAsked)
            }
            None => None,
        };
    }
}

/// Whether a column states money that was paid out up to now.
fn is_disbursed(said: &Option<Said>) -> bool {
    matches!(said, Some(CUMULATIVE | PREVIOUS | IN_PERIOD))
}

/// Work that was accepted goes before work that was done.
fn accepted(columns: &mut [Headed]) {
    let volume = Some(Said::Measure(Measure::Volume));
    let is_accepted = |headed: &Headed| heading_label(&headed.path).has("nghiem thu");
    let accepted: Vec<Facts> = columns
        .iter()
        .filter(|headed| headed.said == volume && is_accepted(headed))
        .map(|headed| headed.facts)
        .collect();
    for headed in columns.iter_mut().filter(|headed| headed.said == volume) {
        if accepted.contains(&headed.facts) && !is_accepted(headed) {
            headed.said = Some(Said::NotAsked);
        }
    }
}

/// Settles what years mean in a table as a whole.
///
/// "Kế hoạch vốn năm 2024" over a form that knows no other year is a title, not a split. Where some columns of a
/// measure are carry-over, one without a year that does not call itself a sum is this year's money; one that does
/// ("Tổng dự toán được sử dụng năm 2024") beside this year's own is the sum of all years.
fn years(columns: &mut [Headed], told: &[Told], budget: i32) {
    let current = Some(PlanYear::Of(budget));
    let is_other = |headed: &Headed| {
        let year = headed.facts.year;
        !matches!(headed.said, Some(Said::NotAsked | Said::NotMoney))
            && year.is_some()
            && year != current
    };
    if !columns.iter().any(is_other) {
        let titled = columns.iter_mut().filter(|headed| headed.facts.year == current);
        titled.for_each(|headed| headed.facts.year = None);
        return;
    }
    let splits: Vec<Option<Said>> =
        columns.iter().filter(|headed| is_other(headed)).map(|headed| headed.said).collect();
    for at in 0..columns.len() {
        let headed = &columns[at];
        let is_plan = headed.said == Some(PLAN);
        let year = match headed.facts.year {
            None if is_plan && !told[at].is_sum && splits.contains(&headed.said) => current,
            year if year == current && told[at].is_sum => {
                let twin = (0..columns.len()).any(|other| {
                    let same = columns[other].said == headed.said;
                    // What it was before its changes is an earlier state of the same money, no part of a sum of years.
                    let is_state = headed.state.is_some() && columns[other].state.is_some();
                    !told[other].is_sum && same && !is_state && columns[other].facts == headed.facts
                });
                if twin { None } else { year }
            }
            year => year,
        };
        columns[at].facts.year = year;
    }
}

/// "Giao đầu năm | Bổ sung đợt 1 | Bổ sung đợt 2": what was given first and then, and nothing says what it comes to. A word
/// that may as well name the plan after its change ("Điều chỉnh") leaves that open.
fn are_given(columns: &[Headed], same: &[usize]) -> bool {
    let is_more = |headed: &Headed| {
        let own = heading_label(levels::parted(&headed.path).1);
        let adds = ["bo sung", "them", "dot", "lan"].iter().any(|word| own.has(word));
        headed.state == Some(State::Increase)
            && (adds && !own.has("dieu chinh") || own.has("tang") && !own.has("giam"))
    };
    let (first, more): (Vec<usize>, Vec<usize>) =
        same.iter().partition(|at| columns[**at].state == Some(State::Initial));
    first.len() == 1 && !more.is_empty() && more.iter().all(|at| is_more(&columns[*at]))
}

/// Makes pieces of the plan of them, which add up.
fn add_up(columns: &mut [Headed], same: &[usize]) {
    for (step, &at) in (0..).zip(same) {
        columns[at].facts.piece = Some(Piece::Given(step));
        columns[at].state = None;
    }
}

/// Of several states of the plan the last is the plan, the others are checks on it.
fn states(columns: &mut [Headed], budget: i32) {
    if columns.iter().all(|headed| headed.state.is_none()) {
        return;
    }
    for at in 0..columns.len() {
        let is_plan = columns[at].said == Some(PLAN);
        if !is_plan || columns[at].state.is_none() {
            continue;
        }
        let facts = columns[at].facts;
        let same: Vec<usize> = (0..columns.len())
            .filter(|&other| columns[other].said == Some(PLAN) && columns[other].facts == facts)
            .collect();
        let last_final =
            same.iter().rev().find(|&&other| columns[other].state == Some(State::Final));
        // A plan without a word of its state behind the others is what they come to: "Tổng dự toán".
        let plain = same.iter().rev().find(|&&other| columns[other].state.is_none());
        let begins = same.iter().any(|&other| columns[other].state == Some(State::Initial));
        let plan = match (last_final, plain) {
            (Some(&last), _) => last,
            (None, Some(&plain)) => plain,
            (None, None) if begins && same.len() == 1 => same[0],
            (None, None) => {
                // Beside a sum of more the figures say what its parts are.
                let is_sum = |headed: &Headed| {
                    headed.said == Some(PLAN)
                        && headed.facts != facts
                        && headed.facts.covers(&facts, budget)
                };
                let is_alone = !columns.iter().any(is_sum);
                if begins && is_alone && are_given(columns, &same) {
                    add_up(columns, &same);
                }
                continue;
            }
        };
        for other in same.into_iter().filter(|&other| other != plan) {
            let state = columns[other].state.unwrap_or(State::Initial);
            columns[other].state = Some(state);
            columns[other].said = Some(Said::NotAsked);
        }
        columns[plan].state = Some(State::Final);
    }
}
