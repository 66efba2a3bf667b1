//! From phrases to a sense: what a heading measures, of which money, when, and whether it was paid.

use std::ops::Range;

use super::cover::{Cover, Found};
use super::time::{Time, Times};
use crate::domain::attributes::{Facts, Piece};
use crate::domain::key::{Funding, PlanYear, Source};
use crate::domain::submission::Measure;
use crate::recognise::lexicon::{
    Bracket, Head, KeyColumn, Mood, Own, Role, Said, Slot, State, YearWord,
};

/// What a number is where it is no money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quantity {
    Count,
    Text,
    /// What it counts, or whose money it is: "Đã giao (xã)".
    Unclear,
}

/// Which part of what was disbursed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Work,
    Advance,
    /// An advance that is not recovered yet.
    Balance,
    Recovery,
}

/// What a text says, and a path of texts together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sense {
    own: Option<Said>,
    head: Option<Head>,
    is_rate: bool,
    is_rate_alone: bool,
    times: Times,
    mood: Option<Mood>,
    is_confirmed: bool,
    is_compared: bool,
    part: Option<Part>,
    quantity: Option<Quantity>,
    is_share: bool,
    is_money: bool,
    is_total: bool,
    is_rest: bool,
    state: Option<State>,
    /// It speaks of a change of the plan, of either sign.
    is_change: bool,
    /// "Kế hoạch vốn đề nghị điều chỉnh" may be what the plan would then be.
    is_of_new_plan: bool,
    column: Option<KeyColumn>,
    fundings: Vec<Funding>,
    sources: Vec<Source>,
    year_word: Option<YearWord>,
    /// The years of plans that it names.
    years: Vec<i32>,
    /// The year in which something was paid: "Thực hiện năm 2023".
    paid_in: Option<i32>,
    to_year: Option<i32>,
    /// It says that carried-over money is in it.
    is_of_all_years: bool,
}

impl Sense {
    /// What the phrases of one text say, and the bracket at its end; the words of `bracketed` stand in brackets.
    pub(crate) fn new(
        cover: &Cover<'_>,
        bracket: Option<Bracket>,
        bracketed: &[Range<usize>],
    ) -> Sense {
        let mut reader = Reader::default();
        for (at, phrase) in cover.phrases.iter().enumerate() {
            reader.move_to(phrase, bracketed);
            for role in phrase.roles {
                reader.take(at, *role, phrase);
            }
            let is_filler = |role: &Role| {
                matches!(role, Role::Link | Role::Filler | Role::Total | Role::OfWhich)
            };
            reader.has_begun |= !phrase.roles.iter().all(is_filler);
            reader.last = phrase.roles.last().copied();
        }
        let mut sense = reader.end();
        let counted = bracket.map(|bracket| match bracket {
            Bracket::Counts => Quantity::Count,
            Bracket::Unclear => Quantity::Unclear,
        });
        if !sense.is_rate {
            sense.quantity = counted.or(sense.quantity);
        }
        for own in &cover.own {
            match *own {
                Own::Said(said) => sense.own = sense.own.or(Some(said)),
                Own::Reduced => {
                    sense.own = sense.own.or(Some(Said::Measure(Measure::ToAdjust)));
                    sense.state = Some(State::Decrease);
                }
                Own::Funding(funding) => sense.fundings = vec![funding],
                Own::Source(source) => sense.sources = vec![source],
                Own::Year(word) => sense.year_word = Some(word),
                Own::Column(column) => sense.column = Some(column),
            }
        }
        sense
    }

    /// The sense of this text where it stands below others: the deeper word overrides, but a plan gives way to whatever else
    /// is measured, because there it only tells whose plan was paid.
    pub(crate) fn below(&self, above: &Sense) -> Sense {
        let mut sense = self.clone();
        let is_plain = matches!(self.head, None | Some(Head::Plan | Head::Assigned));
        let is_silent = is_plain && self.times.is_empty() && self.mood.is_none() && !self.is_rate;
        if self.own.is_none() && is_silent {
            sense.own = above.own;
        }
        let head = above.head.or(above.is_rate_alone.then_some(Head::Disbursed));
        // "Đề nghị điều chỉnh › Kế hoạch đã giao | Tăng | Giảm": what the wish is held against is no wish.
        let is_own = above.mood == Some(Mood::Proposed) && self.is_beside_wishes();
        match head {
            Some(Head::Returned) if is_own => {}
            Some(head) if head != Head::Plan && is_plain => sense.head = Some(head),
            _ => sense.head = sense.head.or(head),
        }
        let told = |plan: &Sense, when: &Sense| {
            plan.head == Some(Head::Plan)
                && plan.times.is_empty()
                && when.head.is_none()
                && when.times.is_of_payment()
        };
        if told(self, above) || told(above, self) {
            sense.head = Some(Head::Disbursed);
        }
        sense.times = self.times.below(above.times);
        let is_meant = above.head == Some(Head::Meant) && self.head == Some(Head::Disbursed);
        sense.mood = self.mood.or(above.mood).or(is_meant.then_some(Mood::Intended));
        sense.is_confirmed |= above.is_confirmed;
        sense.is_compared |= above.is_compared;
        sense.state = self.state.or(above.state.filter(|_| !is_own));
        sense.is_change |= above.is_change && !is_own;
        sense.is_of_new_plan |= above.is_of_new_plan && self.state.is_none();
        sense.part = self.part.or(above.part);
        sense.is_share |= above.is_share;
        let is_amount = self.is_money && self.head.is_none();
        // "Tỷ lệ giải ngân › Nguồn vốn sự nghiệp" is the rate of that money, "› Số tiền" is none.
        let says_whose = !self.fundings.is_empty()
            || !self.sources.is_empty()
            || self.is_capital()
            || self.is_total;
        sense.is_rate |= above.is_rate && (!is_amount || says_whose);
        sense.quantity = self.quantity.or(above.quantity.filter(|quantity| match quantity {
            Quantity::Count | Quantity::Unclear => !is_amount,
            Quantity::Text => is_silent && self.head.is_none() && !is_amount,
        }));
        sense.paid_in = self.paid_in.or(above.paid_in);
        sense.to_year = self.to_year.or(above.to_year);
        if self.years.is_empty() {
            sense.years.clone_from(&above.years);
        }
        sense
    }

    /// Whether it speaks of money as it stands, and of no change of it.
    fn is_beside_wishes(&self) -> bool {
        let stands = [Head::Plan, Head::Allocated, Head::Remaining, Head::Unallocated];
        self.head.is_some_and(|head| stands.contains(&head))
            && self.state.is_none()
            && !self.is_change
            && self.mood.is_none()
    }

    /// What it measures in a report of this time: the one table of the grammar.
    pub(crate) fn said(&self, time: &Time) -> Option<Said> {
        if self.own.is_some() {
            return self.own;
        }
        match self.quantity {
            Some(Quantity::Count | Quantity::Text) => return Some(Said::NotMoney),
            Some(Quantity::Unclear) => return None,
            None => {}
        }
        if self.is_rate || self.is_rate_alone {
            return Some(self.rate());
        }
        let is_of_payment = !self.times.is_empty()
            || self.mood.is_some()
            || self.is_confirmed
            || self.is_compared
            || self.part.is_some();
        let head = self.head.or(is_of_payment.then_some(Head::Disbursed));
        let is_wanted = matches!(self.mood, Some(Mood::Intended | Mood::Needed | Mood::Proposed));
        let is_other = self.is_compared
            || is_wanted
            || self.times.years
            || self.times.later
            || self.is_of_later_year(time.budget);
        let asked = |measure| Some(Said::Measure(measure));
        if let Some(said) = self.proposed(time) {
            return Some(Said::Measure(said));
        }
        match head {
            None => self.is_of_later_year(time.budget).then_some(Said::NotAsked),
            Some(Head::Other | Head::Returned) => Some(Said::NotAsked),
            Some(_) if is_other || self.part.is_some_and(|part| part != Part::Work) => {
                Some(Said::NotAsked)
            }
            Some(Head::Disbursed) => Some(self.disbursed(time)),
            Some(Head::Assigned | Head::Meant) if !self.is_of_budget_year(time.budget) => {
                Some(Said::NotAsked)
            }
            Some(_) if self.mood.is_some() => Some(Said::NotAsked),
            Some(Head::Unallocated) => asked(Measure::Unallocated),
            Some(Head::Remaining) => asked(Measure::Remaining),
            Some(_) if self.times.is_part_of_year() || self.times.is_past(time.budget) => {
                Some(Said::NotAsked)
            }
            Some(Head::Volume) => asked(Measure::Volume),
            Some(Head::Allocated) => asked(Measure::Allocated),
            Some(Head::Plan | Head::Assigned | Head::Meant) => asked(Measure::Plan),
        }
    }

    /// What the unit proposes to do with its plan of this year: to give some of it back, or to have it changed. What was
    /// given back, or what the plan would then be, is no proposal.
    fn proposed(&self, time: &Time) -> Option<Measure> {
        let is_other = self.mood != Some(Mood::Proposed)
            || self.is_compared
            || self.part.is_some()
            || self.times.years
            || self.times.later
            || self.is_of_later_year(time.budget);
        let is_of_plan =
            !matches!(self.head, Some(Head::Other | Head::Disbursed | Head::Volume | Head::Meant));
        match (self.head, self.state) {
            _ if is_other => None,
            (_, Some(State::Initial | State::Final)) => None,
            (Some(Head::Returned), _) => Some(Measure::ToReturn),
            (_, Some(State::Increase | State::Decrease)) if is_of_plan => Some(Measure::ToAdjust),
            (_, None) if is_of_plan && self.is_change && !self.is_of_new_plan => {
                Some(Measure::ToAdjust)
            }
            _ => None,
        }
    }

    /// Whether it speaks of money given back without a word that this is proposed, or of a plan that is proposed without a
    /// word of whether it is the change or the plan after it.
    pub(crate) fn is_half_said(&self, time: &Time) -> bool {
        let is_of_time = self.is_compared
            || self.part.is_some()
            || self.times.years
            || self.times.later
            || self.is_of_later_year(time.budget);
        let is_return = self.head == Some(Head::Returned) && self.mood != Some(Mood::Proposed);
        let is_change = self.is_change && self.is_of_new_plan && self.state.is_none();
        !is_of_time && self.quantity.is_none() && (is_return || is_change)
    }

    /// Whether it speaks of the plan itself, not of what was assigned or is meant to be used.
    pub(crate) fn is_plan(&self) -> bool {
        !matches!(self.head, Some(Head::Assigned | Head::Meant))
    }

    /// What it says of money as if it spoke of no part of it: "Lũy kế tạm ứng" is cumulative.
    pub(crate) fn paid(&self, time: &Time) -> Option<Said> {
        let head = self.head.or(Some(Head::Disbursed));
        Sense { part: None, head, ..self.clone() }.said(time)
    }

    /// Whether it speaks of advances that were not recovered yet.
    pub(crate) fn is_balance(&self) -> bool {
        self.part == Some(Part::Balance)
    }

    /// Whether it speaks of the money of this year and of no part of the year.
    fn is_of_budget_year(&self, budget: i32) -> bool {
        self.year(budget) == Some(PlanYear::Of(budget)) && !self.times.is_of_payment()
    }

    fn disbursed(&self, time: &Time) -> Said {
        if self.is_estimated() {
            return self.times.estimated(time);
        }
        if self.paid_in.is_some_and(|year| 0 < time.budget && year < time.budget) {
            return Said::NotAsked;
        }
        self.times.paid(time)
    }

    /// A rate of disbursement can be compared; any other is a number of its own.
    fn rate(&self) -> Said {
        let is_plain = matches!(self.head, None | Some(Head::Disbursed | Head::Plan))
            && self.mood.is_none()
            && !self.is_compared
            && !self.is_share
            && self.part.is_none()
            && !self.times.years
            && !self.times.later;
        let is_whole = !self.times.is_part_of_year() || self.times.until(2000).is_some();
        if is_plain && is_whole { Said::Measure(Measure::Rate) } else { Said::NotMoney }
    }

    fn is_of_later_year(&self, budget: i32) -> bool {
        // A year far ahead is a typing error, and left to the register.
        let is_later = |year: &i32| 0 < budget && (budget + 1..=budget + 10).contains(year);
        self.to_year.as_ref().is_some_and(is_later)
            || self.paid_in.as_ref().is_some_and(is_later)
            || self.years.iter().any(is_later)
    }

    /// What it says beside the measure.
    pub(crate) fn facts(&self, budget: i32) -> Facts {
        let piece = match self.part {
            Some(Part::Work) => Some(Piece::Work),
            Some(Part::Advance | Part::Balance) => Some(Piece::Advance),
            Some(Part::Recovery) | None => None,
        };
        Facts {
            funding: self.funding(),
            source: self.source(),
            year: self.year(budget),
            is_rest: self.is_rest,
            piece,
        }
    }

    /// The funding type; `None` also where it names both.
    pub(crate) fn funding(&self) -> Option<Funding> {
        let first = *self.fundings.first()?;
        self.fundings.iter().all(|other| *other == first).then_some(first)
    }

    /// The source: of several the narrowest where one lies in the other, the local budget where all do.
    pub(crate) fn source(&self) -> Option<Source> {
        let all = |wanted: &Source| self.sources.iter().all(|source| source.covers(*wanted));
        let narrowest = self.sources.iter().copied().find(all);
        let are_local = || self.sources.iter().all(|source| Source::Local.covers(*source));
        narrowest.or_else(|| (!self.sources.is_empty() && are_local()).then_some(Source::Local))
    }

    fn year(&self, budget: i32) -> Option<PlanYear> {
        if self.is_of_all_years {
            return None;
        }
        let earlier = self.years.iter().filter(|year| **year < budget || budget == 0);
        let earlier: Vec<i32> = earlier.copied().collect();
        let is_moved = self.to_year.is_some() || self.year_word == Some(YearWord::CarryOver);
        match (earlier.as_slice(), is_moved) {
            ([year], _) => Some(PlanYear::Of(*year)),
            ([], true) | ([_, _, ..], _) => Some(PlanYear::CarryOver),
            ([], false) => match (self.years.first().or(self.paid_in.as_ref()), self.year_word) {
                (Some(year), _) => Some(PlanYear::Of(*year)),
                (None, Some(YearWord::Current)) => Some(PlanYear::Of(budget)),
                _ => None,
            },
        }
    }

    /// What it says about the plan year without naming one.
    pub(crate) fn year_word(&self) -> Option<YearWord> {
        self.year_word.filter(|_| !self.is_of_all_years)
    }

    /// Whether it speaks of money of a year, whatever is measured: "Vốn năm trước kéo dài", "Vốn năm 2024".
    pub(crate) fn is_capital(&self) -> bool {
        let is_dated = !self.years.is_empty() || self.year_word.is_some();
        self.is_money && is_dated || self.year_word() == Some(YearWord::CarryOver)
    }

    /// Whether it says that carried-over money is in it.
    pub(crate) fn is_of_all_years(&self) -> bool {
        self.is_of_all_years
    }

    /// Whether it is the part of a sum that is not split further.
    pub(crate) fn is_rest(&self) -> bool {
        self.is_rest
    }

    /// Whether it says that it is a sum.
    pub(crate) fn is_total(&self) -> bool {
        self.is_total
    }

    /// Whether the State Treasury says so, and not the owner.
    pub(crate) fn is_confirmed(&self) -> bool {
        self.is_confirmed
    }

    /// Whether it is only what somebody thinks.
    pub(crate) fn is_estimated(&self) -> bool {
        self.mood == Some(Mood::Estimated)
    }

    /// The state of the plan.
    pub(crate) fn state(&self) -> Option<State> {
        self.state
    }

    /// What a column is for that measures nothing.
    pub(crate) fn column(&self) -> Option<KeyColumn> {
        self.column
    }

    /// When it was paid.
    pub(crate) fn times(&self) -> &Times {
        &self.times
    }
}

/// Takes the phrases of a text from left to right.
#[derive(Default)]
struct Reader {
    sense: Sense,
    /// The heads with the places of their phrases.
    heads: Vec<(Head, usize)>,
    done: Option<usize>,
    /// What the plan before it is there for, unless a time says when it was done.
    to_pay: Option<usize>,
    /// "Chưa" waits for what it negates.
    is_negated: bool,
    /// "Bao gồm", "không bao gồm": what follows is in the sum, or is not.
    including: Option<bool>,
    /// The words of the bracket in which that is said; without one it goes on to the end.
    including_in: Option<Range<usize>>,
    /// Something else than a wish is known to be in the sum, or not to be.
    is_other_named: bool,
    /// Where the last phrase ended.
    end: usize,
    has_begun: bool,
    last: Option<Role>,
    has_percent: bool,
}

impl Reader {
    /// Leaves the bracket of what is in the sum.
    fn move_to(&mut self, phrase: &Found<'_>, bracketed: &[Range<usize>]) {
        let from = phrase.words.start;
        if self.including_in.as_ref().is_some_and(|inside| !inside.contains(&from)) {
            (self.including, self.including_in) = (None, None);
        }
        if phrase.roles.iter().any(|role| matches!(role, Role::Include | Role::Exclude)) {
            self.including_in = bracketed.iter().find(|inside| inside.contains(&from)).cloned();
            self.is_other_named = false;
        } else {
            let is_wish = |role: &Role| {
                matches!(
                    role,
                    Role::Head(Head::Returned | Head::Plan)
                        | Role::Mood(Mood::Proposed)
                        | Role::State(_)
                        | Role::Change
                        | Role::Money
                        | Role::Link
                        | Role::Filler
                )
            };
            self.is_other_named |= self.end < from || !phrase.roles.iter().all(is_wish);
        }
        self.end = phrase.words.end;
    }

    /// Whether what comes next is only named as being in the sum, or not: all of a bracket, else what follows at once.
    /// "Vốn không có đối tượng, đề nghị hoàn trả" is a proposal.
    fn is_named(&self) -> bool {
        self.including.is_some() && (self.including_in.is_some() || !self.is_other_named)
    }

    fn take(&mut self, at: usize, role: Role, phrase: &Found<'_>) {
        let is_named = self.is_named();
        let sense = &mut self.sense;
        let year = phrase.numbers.iter().rev().find(|(slot, _)| *slot == Slot::Year);
        let year = year.map(|(_, year)| *year);
        match role {
            // "Kế hoạch vốn (không bao gồm vốn đề nghị hoàn trả)" is the plan: what is in a sum, or is not, is not measured.
            Role::Head(Head::Returned)
            | Role::Mood(Mood::Proposed)
            | Role::State(_)
            | Role::Change
                if is_named => {}
            Role::Head(head) => {
                let negated = match head {
                    Head::Disbursed => Head::Remaining,
                    Head::Plan | Head::Allocated => Head::Unallocated,
                    Head::Volume | Head::Assigned | Head::Meant | Head::Returned => Head::Other,
                    other => other,
                };
                self.heads.push((if self.is_negated { negated } else { head }, at));
                self.is_negated = false;
            }
            Role::Done if self.is_negated => {
                self.heads.push((Head::Remaining, at));
                self.is_negated = false;
            }
            Role::Done => self.done = self.done.or(Some(at)),
            Role::Rate => sense.is_rate = true,
            Role::RateAlone => {
                sense.is_rate_alone = true;
                self.heads.push((Head::Disbursed, at));
            }
            Role::Time(span) => sense.times.add(span, phrase),
            // "Không còn nhu cầu, đề nghị hoàn trả" is a proposal.
            Role::Mood(Mood::Proposed) => sense.mood = Some(Mood::Proposed),
            // "Dự kiến nhu cầu" is a need.
            Role::Mood(mood) => {
                sense.mood = sense.mood.filter(|known| *known != Mood::Estimated).or(Some(mood));
            }
            Role::Confirmed => sense.is_confirmed = true,
            Role::Not => self.is_negated = true,
            Role::Compared => sense.is_compared = true,
            Role::Advance | Role::AdvanceBalance | Role::Recovery => match self.including {
                Some(true) => {}
                Some(false) => sense.part = Some(Part::Work),
                None if role == Role::Advance => sense.part = sense.part.or(Some(Part::Advance)),
                None if role == Role::Recovery => sense.part = Some(Part::Recovery),
                None => sense.part = Some(Part::Balance),
            },
            Role::Work => sense.part = sense.part.or(Some(Part::Work)),
            Role::Percent => self.has_percent = true,
            Role::Share => sense.is_share = true,
            Role::Count => {
                let is_object = self.last == Some(Role::Link);
                if !is_object && self.heads.is_empty() {
                    sense.quantity = Some(Quantity::Count);
                }
            }
            Role::Text if !self.has_begun => {
                sense.quantity = sense.quantity.or(Some(Quantity::Text))
            }
            Role::Text => {}
            Role::Funding(funding) => {
                if self.including.is_none() && !sense.fundings.contains(&funding) {
                    sense.fundings.push(funding);
                }
            }
            Role::Source(source) => {
                if self.including.is_none() && !sense.sources.contains(&source) {
                    sense.sources.push(source);
                }
            }
            Role::Year => {
                let year = year.unwrap_or_default();
                let is_paid = matches!(
                    self.last,
                    Some(
                        Role::Head(Head::Disbursed)
                            | Role::Done
                            | Role::Time(_)
                            | Role::Compared
                            | Role::Rate
                    )
                );
                if self.including.is_none() {
                    if is_paid && sense.paid_in.is_none() {
                        sense.paid_in = Some(year);
                    } else {
                        sense.years.push(year);
                    }
                }
            }
            Role::YearWord(word) => match (self.including, word) {
                (Some(true), YearWord::CarryOver) => sense.is_of_all_years = true,
                (Some(false), YearWord::CarryOver) => sense.year_word = Some(YearWord::Current),
                (_, word) => sense.year_word = Some(word),
            },
            Role::ToYear => match self.including {
                Some(true) => sense.is_of_all_years = true,
                _ => sense.to_year = year,
            },
            Role::Include => self.including = Some(true),
            Role::Exclude => self.including = Some(false),
            Role::State(state) => sense.state = Some(state),
            Role::Change => {
                sense.is_change = true;
                sense.is_of_new_plan = self.heads.iter().any(|(head, _)| *head == Head::Plan);
            }
            Role::Total => sense.is_total = true,
            Role::Rest => sense.is_rest = true,
            Role::GivenBy(source) => {
                let is_plan = self.heads.iter().any(|(head, _)| *head == Head::Plan);
                if !is_plan {
                    self.take(at, Role::Source(source), phrase);
                }
            }
            Role::ToPay => {
                let is_plan = self.heads.iter().any(|(head, _)| *head == Head::Plan);
                if is_plan && !self.is_negated {
                    self.to_pay = Some(at);
                } else {
                    self.take(at, Role::Head(Head::Disbursed), phrase);
                }
            }
            Role::Money => sense.is_money = true,
            Role::Column(column) => sense.column = sense.column.or(Some(column)),
            Role::OfWhich | Role::Link | Role::Filler => {}
        }
    }

    fn end(mut self) -> Sense {
        let sense = &mut self.sense;
        if let Some(at) = self.to_pay.filter(|_| sense.times.is_of_payment()) {
            self.heads.push((Head::Disbursed, at));
        }
        let plan = self.heads.iter().find(|(head, _)| *head == Head::Plan).map(|(_, at)| *at);
        sense.head = self.heads.iter().map(|(head, _)| *head).min();
        if let Some(done) = self.done {
            sense.head = match sense.head {
                // "Năm trước chuyển sang sử dụng" is there to be used.
                None if sense.to_year.is_some()
                    || sense.year_word() == Some(YearWord::CarryOver) =>
                {
                    None
                }
                None => Some(Head::Disbursed),
                Some(Head::Plan) if plan.is_some_and(|plan| done < plan) => Some(Head::Disbursed),
                head => head,
            };
        }
        sense.is_rate |= self.has_percent;
        // "Vốn các năm 2022-2023 kéo dài" is carried over, whatever years it is of.
        if sense.times.years && sense.year_word() == Some(YearWord::CarryOver) {
            sense.times.years = false;
        }
        // Where the payment is of a year whose money is carried over, the year is the plan's.
        if sense.year_word() == Some(YearWord::CarryOver) || sense.to_year.is_some() {
            sense.years.extend(sense.paid_in.take());
        }
        self.sense
    }
}
