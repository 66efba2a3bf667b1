//! A report resolved against what stands before it: each figure, and how it is known.

use std::collections::BTreeMap;

use litemap::LiteMap;

use super::statement::Statement;
use crate::domain::key::{Key, align};
use crate::domain::known::{Amount, Before, Complete, Known};
use crate::domain::money::Money;
use crate::domain::position::{Figures, Position};

/// Works out what a report leaves unsaid, in the budget year `year`.
pub fn resolve(statements: Vec<Statement>, before: &Before, year: i32) -> Position {
    let speaking: Vec<&Statement> = statements.iter().filter(|told| told.speaks()).collect();
    let is_held =
        |(_, amount): &(&Key, &Amount)| !amount.money.is_zero() || !amount.known.is_base();
    let held: Vec<(&Key, Amount)> =
        before.base.iter().filter(is_held).map(|(key, amount)| (key, *amount)).collect();
    let keys: Vec<&Key> =
        speaking.iter().map(|told| &told.key).chain(held.iter().map(|(key, _)| *key)).collect();
    // Where nothing is before it and every key has its cumulative figure, every key stands for itself.
    let is_alone = held.is_empty() && speaking.iter().all(|told| told.cumulative.is_some());
    // Then nothing has to be worked out of what states its figure of the period too: most lines of most reports.
    let knows_all = is_alone && (before.follows || before.base.is_empty());
    let is_full = |told: &Statement| knows_all && told.in_period.is_some() && told.speaks();
    let groups = match is_alone {
        true => {
            (0..speaking.len()).filter(|at| !is_full(speaking[*at])).map(|at| vec![at]).collect()
        }
        false => align(&keys, year),
    };
    let states_cumulative = Complete::of(|funding| {
        statements.iter().any(|told| told.key.funding == funding && told.cumulative.is_some())
    });
    let prints_previous = Complete::of(|funding| {
        statements.iter().any(|told| told.key.funding == funding && told.previous.is_some())
    });
    let mut worked: Vec<(Key, Worked)> = Vec::with_capacity(keys.len());
    for group in groups {
        let (ours, theirs): (Vec<usize>, Vec<usize>) =
            group.into_iter().partition(|at| *at < speaking.len());
        let group = Group {
            ours: ours.into_iter().map(|at| speaking[at]).collect(),
            theirs: theirs.into_iter().map(|at| held[at - speaking.len()]).collect(),
            before,
            year,
        };
        if !group.ours.is_empty() {
            worked.extend(group.work_out());
            continue;
        }
        // Where a report states cumulative figures a missing one is nothing (GN601 tells it); where it tells the
        // period only, it adds to what was there.
        for (key, amount) in group.theirs {
            if !states_cumulative.has(key.funding) {
                let amount = match amount.known {
                    Known::Group | Known::Share | Known::Printed if before.follows => amount,
                    known if before.follows && known.is_base() => {
                        Amount::new(amount.money, Known::Implied)
                    }
                    _ => Amount::new(amount.money, Known::AtLeast),
                };
                // What the missing months added to it is known by nobody.
                let nobody_knows = Amount::new(Money::ZERO, Known::AtLeast);
                let since = (!before.follows).then_some(nobody_knows);
                let cumulative = Some(amount);
                worked.push((key.clone(), Worked { in_period: None, since, cumulative }));
            }
        }
    }
    let is_told = |funding| {
        states_cumulative.has(funding)
            || prints_previous.has(funding)
            || before.follows && before.complete.has(funding)
    };
    let complete = Complete::of(is_told);
    let stated = |amount: Option<Money>| amount.map(|amount| Amount::new(amount, Known::Stated));
    let relayed = statements.iter().filter_map(Relay::of).collect::<Vec<_>>();
    let figures = statements.into_iter().map(|told| match is_full(&told) {
        true => {
            let (in_period, cumulative) = (stated(told.in_period), stated(told.cumulative));
            (told.key, Figures { in_period, cumulative, ..told.figures })
        }
        false => (told.key, told.figures),
    });
    let mut figures: BTreeMap<Key, Figures> = figures.collect();
    for (key, worked) in worked {
        let figures = figures.entry(key).or_default();
        figures.in_period = worked.in_period;
        figures.since = worked.since;
        figures.cumulative = worked.cumulative;
    }
    for relay in relayed {
        relay.tell(figures.entry(relay.key.clone()).or_default());
    }
    Position { figures, complete }
}

/// What the office below knows of a key, and how.
struct Relay {
    key: Key,
    in_period: Option<Amount>,
    cumulative: Option<Amount>,
    carried: Money,
}

impl Relay {
    fn of(told: &Statement) -> Option<Relay> {
        let relayed = told.relayed?;
        let amount = |money: Option<Money>, known: Option<Known>| {
            Some(Amount::new(money?, known.unwrap_or(Known::Stated)))
        };
        Some(Relay {
            key: told.key.clone(),
            in_period: amount(told.in_period, relayed.in_period),
            cumulative: amount(told.cumulative, relayed.cumulative),
            carried: relayed.carried,
        })
    }

    /// What follows from a sum that is not whole, or stands for others, is known no better.
    fn tell(&self, figures: &mut Figures) {
        let is_known =
            self.carried.is_zero() && self.cumulative.is_none_or(|of| of.known.is_base());
        figures.since = figures.since.map(|since| match is_known {
            true => since,
            false => Amount::new(since.money, Known::AtLeast),
        });
        (figures.in_period, figures.cumulative) = (self.in_period, self.cumulative);
        figures.carried = self.carried;
    }
}

/// The disbursed money of one key, worked out.
#[derive(Clone, Copy, Default)]
struct Worked {
    in_period: Option<Amount>,
    since: Option<Amount>,
    cumulative: Option<Amount>,
}

/// Keys of a report and of the one before it that speak of the same money.
struct Group<'a> {
    ours: Vec<&'a Statement>,
    theirs: Vec<(&'a Key, Amount)>,
    before: &'a Before,
    year: i32,
}

/// What a group had before the period.
struct Base<'a> {
    amounts: LiteMap<&'a Key, Money>,
    /// How a figure is known that is worked out from it.
    how: Known,
    /// Whether each key of the report knows its own part.
    is_by_key: bool,
}

impl Base<'_> {
    fn of(&self, key: &Key) -> Money {
        self.amounts.get(key).copied().unwrap_or(Money::ZERO)
    }

    fn sum(&self) -> Money {
        self.amounts.values().copied().sum()
    }

    fn is_certain(&self) -> bool {
        !self.how.is_lost()
    }
}

impl<'a> Group<'a> {
    fn work_out(&self) -> LiteMap<Key, Worked> {
        let base = self.base();
        let cumulative = self.cumulative(&base);
        let in_period = self.growth(&base, &cumulative);
        let since = self.since(&cumulative, &in_period);
        let mut worked: LiteMap<Key, Worked> = LiteMap::with_capacity(self.ours.len());
        for (key, amount) in cumulative {
            worked.entry(key).or_default().cumulative = Some(amount);
        }
        for (key, amount) in in_period {
            worked.entry(key).or_default().in_period = Some(amount);
        }
        for (key, amount) in since {
            worked.entry(key).or_default().since = Some(amount);
        }
        worked
    }

    /// The report before where it is at hand and known, else what the form prints, else what little is known.
    fn base(&self) -> Base<'a> {
        let is_known = self.is_known();
        let is_told = !self.theirs.is_empty() || self.before.complete.has(self.ours[0].key.funding);
        let is_printed = self.ours.iter().any(|told| told.previous.is_some())
            && self.ours.iter().all(|told| told.has_previous);
        let how = match (self.before.follows && is_known && is_told, is_printed) {
            (true, _) => Known::Implied,
            (false, true) => Known::Printed,
            (false, false) => Known::AtLeast,
        };
        let amounts: LiteMap<&Key, Money> = match how {
            Known::Printed => self
                .ours
                .iter()
                .filter_map(|told| Some((&told.key, told.previous?)))
                .filter(|(_, amount)| !amount.is_zero())
                .collect(),
            _ => self.theirs.iter().map(|(key, amount)| (*key, amount.money)).collect(),
        };
        let is_shared =
            |(_, amount): &(&Key, Amount)| matches!(amount.known, Known::Group | Known::Share);
        let is_by_key = how == Known::Printed || !self.theirs.iter().any(is_shared);
        let is_by_key = is_by_key && amounts.keys().all(|key| self.is_ours(key));
        Base { amounts, how, is_by_key }
    }

    /// Whether all of what the report before tells of it is known.
    fn is_known(&self) -> bool {
        self.theirs.iter().all(|(_, amount)| amount.known.is_base())
    }

    fn is_ours(&self, key: &Key) -> bool {
        self.ours.iter().any(|told| told.key == *key)
    }

    fn covers(&self, a: &Key, b: &Key) -> bool {
        a != b && a.covers(b, self.year)
    }

    /// Whether a wider key of the report states what this one does not.
    fn is_in_wider(&self, key: &Key, states: impl Fn(&Statement) -> bool) -> bool {
        self.ours.iter().any(|told| states(told) && self.covers(&told.key, key))
    }

    /// Whether narrower keys of the report state what this one does not.
    fn is_in_narrower(&self, key: &Key, states: impl Fn(&Statement) -> bool) -> bool {
        self.ours.iter().any(|told| states(told) && self.covers(key, &told.key))
    }

    /// The key under which stands what is known of all of them together.
    fn whole(&self) -> Key {
        let mut keys =
            self.ours.iter().map(|told| &told.key).chain(self.theirs.iter().map(|(key, _)| *key));
        let first = keys.next().expect("a group has a key").clone();
        keys.fold(first, |whole, key| whole.join(key, self.year))
    }

    fn cumulative(&self, base: &Base<'_>) -> LiteMap<Key, Amount> {
        let states = |told: &Statement| told.cumulative.is_some();
        if self.ours.iter().any(|told| states(told)) {
            return self.stated(base);
        }
        let mut sums: LiteMap<Key, Amount> = LiteMap::new();
        let whole = self.whole();
        let known_of = |key: &Key| match () {
            () if !base.is_certain() => Known::AtLeast,
            () if base.is_by_key => base.how,
            () if *key == whole => Known::Group,
            () => Known::Share,
        };
        let mut is_carried = false;
        for told in &self.ours {
            let key = &told.key;
            let amount = match (told.is_set_aside(), told.in_period) {
                (true, _) => {
                    is_carried = true;
                    self.carried(key, base)
                }
                (false, paid) => {
                    Amount::new(base.of(key) + paid.unwrap_or(Money::ZERO), known_of(key))
                }
            };
            sums.insert(key.clone(), amount);
        }
        for (key, amount) in &base.amounts {
            if !sums.contains_key(*key) {
                let known = if is_carried { Known::Carried } else { known_of(key) };
                sums.insert((*key).clone(), Amount::new(*amount, known));
            }
        }
        sums
    }

    /// The cumulative figures where the report states some of them.
    fn stated(&self, base: &Base<'_>) -> LiteMap<Key, Amount> {
        let states = |told: &Statement| told.cumulative.is_some();
        let mut sums = LiteMap::new();
        for told in &self.ours {
            let key = &told.key;
            let paid = told.in_period.unwrap_or(Money::ZERO);
            let own = base.of(key) + paid;
            let amount = match told.cumulative {
                Some(amount) => Amount::new(amount, Known::Stated),
                None if self.is_in_wider(key, states) => Amount::new(Money::ZERO, Known::Share),
                None if self.is_in_narrower(key, states) => continue,
                None if told.is_set_aside() && base.is_by_key => self.carried(key, base),
                None if told.is_set_aside() => Amount::new(Money::ZERO, Known::AtLeast),
                None if base.is_by_key && base.is_certain() => Amount::new(own, base.how),
                None if own.is_zero() => continue,
                None => Amount::new(own, Known::AtLeast),
            };
            sums.insert(key.clone(), amount);
        }
        sums
    }

    /// What stands for a cumulative that was set aside or has no column: the last that is known, be it printed in the form.
    fn carried(&self, key: &Key, base: &Base<'_>) -> Amount {
        let printed = base.amounts.get(key).filter(|_| base.how == Known::Printed);
        match self.before.last.get(key) {
            None if let Some(printed) = printed => Amount::new(*printed, Known::Carried),
            Some(last) if !last.known.is_lost() => Amount::new(last.money, Known::Carried),
            Some(last) => *last,
            None if self.before.last.is_empty() && self.before.follows => {
                Amount::new(Money::ZERO, Known::Carried)
            }
            None => Amount::new(Money::ZERO, Known::AtLeast),
        }
    }

    /// What was disbursed in the period.
    fn growth(&self, base: &Base<'_>, cumulative: &LiteMap<Key, Amount>) -> LiteMap<Key, Amount> {
        let states = |told: &Statement| told.in_period.is_some();
        let mut growth: LiteMap<Key, Amount> = LiteMap::new();
        let mut open: Vec<&Key> = Vec::new();
        for told in &self.ours {
            let key = &told.key;
            if let Some(paid) = told.in_period {
                growth.insert(key.clone(), Amount::new(paid, Known::Stated));
                continue;
            }
            let of_key = cumulative.get(key).copied();
            let grown = of_key.map_or(Money::ZERO, |sum| sum.money) - base.of(key);
            let nobody_knows = Amount::new(Money::ZERO, Known::AtLeast);
            let amount = match () {
                () if told.lacks_in_period => nobody_knows,
                () if told.is_set_aside() => match told.has_in_period {
                    true => continue,
                    false => nobody_knows,
                },
                () if self.is_in_wider(key, states) => Amount::new(Money::ZERO, Known::Share),
                () if self.is_in_narrower(key, states) || told.cumulative.is_none() => continue,
                () if base.is_by_key && base.is_certain() => Amount::new(grown, base.how),
                // A blank among figures is nothing, as long as nothing speaks against it.
                () if told.has_in_period => continue,
                () if base.is_by_key => match told.cumulative {
                    // Nothing moved, however long that is.
                    Some(sum) if sum == base.of(key) && (sum.is_zero() || self.is_known()) => {
                        continue;
                    }
                    _ => nobody_knows,
                },
                () => {
                    open.push(key);
                    continue;
                }
            };
            growth.insert(key.clone(), amount);
        }
        if !open.is_empty() {
            let sum: Money = cumulative.values().map(|amount| amount.money).sum();
            let told: Money = growth.values().map(|amount| amount.money).sum();
            let is_known = base.is_certain() && cumulative.values().all(|of| of.known.is_base());
            let rest = if is_known { sum - base.sum() - told } else { Money::ZERO };
            self.share(&mut growth, open, rest, is_known);
        }
        growth
    }

    /// Puts what is known of several keys together under the key that covers them.
    fn share(
        &self,
        amounts: &mut LiteMap<Key, Amount>,
        open: Vec<&Key>,
        rest: Money,
        is_known: bool,
    ) {
        let share = if is_known { Known::Share } else { Known::AtLeast };
        for key in open {
            amounts.insert(key.clone(), Amount::new(Money::ZERO, share));
        }
        if is_known {
            let rest = Amount::new(rest, Known::Group);
            let whole =
                amounts.entry(self.whole()).or_insert(Amount::new(Money::ZERO, Known::Group));
            *whole = Amount::new(whole.money + rest.money, Known::Group);
        }
    }

    /// What was disbursed since the report before, where that was not yesterday.
    fn since(
        &self,
        cumulative: &LiteMap<Key, Amount>,
        in_period: &LiteMap<Key, Amount>,
    ) -> LiteMap<Key, Amount> {
        if self.before.follows || self.before.base.is_empty() {
            return LiteMap::new();
        }
        let theirs: LiteMap<&Key, Money> =
            self.theirs.iter().map(|(key, amount)| (*key, amount.money)).collect();
        let is_known = cumulative.values().all(|amount| amount.known.is_base()) && self.is_known();
        let mut since = LiteMap::new();
        if !is_known {
            for told in &self.ours {
                let paid = in_period.get(&told.key).map_or(Money::ZERO, |amount| amount.money);
                since.insert(told.key.clone(), Amount::new(paid, Known::AtLeast));
            }
            return since;
        }
        if theirs.keys().all(|key| self.is_ours(key)) {
            for (key, amount) in cumulative {
                let last = theirs.get(key).copied().unwrap_or(Money::ZERO);
                since.insert(key.clone(), Amount::new(amount.money - last, Known::Implied));
            }
            return since;
        }
        let sum: Money = cumulative.values().map(|amount| amount.money).sum();
        let rest = sum - theirs.values().copied().sum::<Money>();
        self.share(&mut since, cumulative.keys().collect(), rest, true);
        since
    }
}
