//! How a list is packed. Lines of one component and work stand together, so that their names stand once, and
//! numbers take the bytes that they need.
//!
//! Written by hand: postcard takes 1.6 times as long for the same (`benches/own`), and every line of a run goes this way
//! twice.

use std::sync::Arc;

use super::code::{ComponentId, UnitCode};
use super::key::{Funding, Key, PlanYear, Source, Work};
use super::known::Known;
use super::money::Money;
use super::submission::{Figure, Line, Measure, Relayed, Said};
use super::summary::{Standing, SummaryLine};

/// What can be put away and comes back as it was.
pub trait Pack: Sized {
    /// The list in bytes.
    fn pack(items: &[Self]) -> Vec<u8>;
    /// The list of such bytes.
    fn unpack(bytes: &[u8]) -> Vec<Self>;
}

impl Pack for Line {
    fn pack(lines: &[Line]) -> Vec<u8> {
        let mut out = Writer::default();
        out.runs(
            lines,
            |line| &line.key,
            |out, line| {
                out.number(u64::from(line.sheet));
                out.number(u64::from(line.row));
                let flags = u64::from(line.lacks_cumulative)
                    | u64::from(line.previous.is_some()) << 1
                    | u64::from(line.relayed.is_some()) << 2;
                out.number((line.figures.len() as u64) << 3 | flags);
                line.previous.into_iter().for_each(|amount| out.money(amount));
                if let Some(relayed) = line.relayed {
                    out.known([relayed.in_period, relayed.cumulative]);
                    out.money(relayed.carried);
                }
                for figure in &line.figures {
                    let at = Measure::FIGURES.iter().position(|known| *known == figure.measure);
                    out.0.push(at.expect("a line has figures only") as u8);
                    out.number(u64::from(figure.column));
                    out.money(figure.amount);
                }
            },
        );
        out.0
    }

    fn unpack(bytes: &[u8]) -> Vec<Line> {
        Reader(bytes).runs(|input, key| {
            let (sheet, row) = (input.number() as u16, input.number() as u32);
            let head = input.number();
            let previous = (head & 2 == 2).then(|| input.money());
            let relayed = (head & 4 == 4).then(|| {
                let [in_period, cumulative] = input.known();
                Relayed { in_period, cumulative, carried: input.money() }
            });
            let figure = |input: &mut Reader<'_>| Figure {
                measure: Measure::FIGURES[usize::from(input.byte())],
                column: input.number() as u16,
                amount: input.money(),
            };
            Line {
                key,
                sheet,
                row,
                figures: (0..head >> 3).map(|_| figure(input)).collect(),
                lacks_cumulative: head & 1 == 1,
                previous,
                relayed,
            }
        })
    }
}

/// The lines of one unit.
impl Pack for SummaryLine {
    fn pack(lines: &[SummaryLine]) -> Vec<u8> {
        let mut out = Writer::default();
        out.text(lines.first().map_or("", |line| line.unit.as_str()));
        out.runs(
            lines,
            |line| &line.key,
            |out, line| {
                let not_zero = |amount: Money| Some(amount).filter(|amount| !amount.is_zero());
                let own = [line.plan, line.in_period, line.cumulative, line.carried];
                let amounts = || {
                    own.into_iter()
                        .map(not_zero)
                        .chain(Measure::FIGURES.map(|of| line.stated.get(of)))
                };
                let is_there =
                    |(at, amount): (usize, Option<Money>)| u64::from(amount.is_some()) << at;
                let mask: u64 = amounts().enumerate().map(is_there).sum();
                let place = u64::from(line.place.is_some());
                out.number(mask << 3 | place << 2 | line.standing as u64);
                out.known([line.in_period_known, line.basis]);
                amounts().flatten().for_each(|amount| out.money(amount));
                if let Some((source, sheet, row)) = line.place {
                    out.number(source as u64);
                    out.number(u64::from(sheet));
                    out.number(u64::from(row));
                }
            },
        );
        out.0
    }

    fn unpack(bytes: &[u8]) -> Vec<SummaryLine> {
        let mut input = Reader(bytes);
        let Some(unit) = UnitCode::new(input.text()) else { return Vec::new() };
        input.runs(|input, key| {
            let head = input.number();
            let known = input.known();
            let mut mask = head >> 3;
            let mut next = |input: &mut Reader<'_>| {
                let is_there = mask & 1 == 1;
                mask >>= 1;
                is_there.then(|| input.money())
            };
            let own: [Option<Money>; 4] = std::array::from_fn(|_| next(input));
            let [plan, in_period, cumulative, carried] = own.map(Option::unwrap_or_default);
            let stated = Measure::FIGURES.into_iter();
            let stated = stated.filter_map(|measure| Some((measure, next(input)?))).collect();
            let place = (head >> 2 & 1 == 1)
                .then(|| (input.number() as usize, input.number() as u16, input.number() as u32));
            SummaryLine {
                unit: unit.clone(),
                key,
                plan,
                stated,
                in_period,
                in_period_known: known[0],
                cumulative,
                basis: known[1],
                carried,
                standing: match head & 3 {
                    0 => Standing::Counted,
                    1 => Standing::Provisional,
                    _ => Standing::PlanOnly,
                },
                place,
            }
        })
    }
}

impl Pack for Said {
    fn pack(texts: &[Said]) -> Vec<u8> {
        let mut out = Writer::default();
        for said in texts {
            out.number(u64::from(said.sheet));
            out.number(u64::from(said.row));
            out.text(&said.text);
        }
        out.0
    }

    fn unpack(bytes: &[u8]) -> Vec<Said> {
        let mut input = Reader(bytes);
        let mut texts = Vec::new();
        while !input.0.is_empty() {
            let (sheet, row) = (input.number() as u16, input.number() as u32);
            texts.push(Said { sheet, row, text: input.text().into() });
        }
        texts
    }
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while 0x80 <= number {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// The sign in the lowest bit; 1, which no small amount is written as, before one that needs 16 bytes.
    fn money(&mut self, amount: Money) {
        let dong = amount.as_dong();
        match i64::try_from(dong) {
            Ok(small) if small.unsigned_abs() >> 62 == 0 => {
                self.number(small.unsigned_abs() << 1 | u64::from(small < 0));
            }
            _ => {
                self.0.push(1);
                self.0.extend(dong.to_le_bytes());
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn runs<T>(&mut self, items: &[T], key: impl Fn(&T) -> &Key, rest: impl Fn(&mut Writer, &T)) {
        // The same name, and not only the same work: a work may be written in two ways.
        let name = |key: &Key| key.work.as_ref().map(|work| Arc::as_ptr(&work.name));
        let is_same =
            |a: &Key, b: &Key| a.component == b.component && a.work == b.work && name(a) == name(b);
        for run in items.chunk_by(|a, b| is_same(key(a), key(b))) {
            let Key { component, work, .. } = key(&run[0]);
            self.text(component.as_str());
            let code = work.as_ref().and_then(|work| work.code.as_deref());
            self.0.push(u8::from(work.is_some()) + u8::from(code.is_some()));
            if let Some(work) = work {
                self.text(&work.name);
                self.text(work.identity());
                code.into_iter().for_each(|code| self.text(code));
            }
            self.number(run.len() as u64);
            for item in run {
                let key = key(item);
                let source = key.source.map_or(0, |source| 1 + source as u8);
                self.0.push(source << 1 | key.funding as u8);
                self.number(match key.year {
                    PlanYear::Any => 0,
                    PlanYear::CarryOver => 1,
                    PlanYear::Of(year) => 2 + u64::from(year as u32),
                });
                rest(self, item);
            }
        }
    }
}

impl Writer {
    fn known(&mut self, known: [Option<Known>; 2]) {
        let [first, second] = known.map(|known| known.map_or(0, |known| 1 + known as u8));
        self.0.push(first << 4 | second);
    }
}

/// Reads what a [`Writer`] wrote; anything else is a fault of ours and a panic.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().expect("it was packed by us");
        self.0 = rest;
        *first
    }

    fn known(&mut self) -> [Option<Known>; 2] {
        let both = self.byte();
        [both >> 4, both & 15].map(|at| at.checked_sub(1).map(|at| Known::ALL[usize::from(at)]))
    }

    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    fn bytes(&mut self, length: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }

    fn money(&mut self) -> Money {
        let number = self.number();
        if number == 1 {
            let bytes = self.bytes(16).try_into().expect("16 bytes were taken");
            return Money::from_wide(i128::from_le_bytes(bytes));
        }
        let size = (number >> 1) as i64;
        Money::from_dong(if number & 1 == 1 { -size } else { size })
    }

    fn text(&mut self) -> &'a str {
        let length = self.number() as usize;
        std::str::from_utf8(self.bytes(length)).expect("it was packed by us")
    }

    fn runs<T>(mut self, rest: impl Fn(&mut Reader<'a>, Key) -> T) -> Vec<T> {
        let mut items = Vec::new();
        // A list names a few components, one after the other.
        let mut known: Vec<ComponentId> = Vec::new();
        while !self.0.is_empty() {
            let id = self.text();
            let component = match known.iter().rfind(|known| known.as_str() == id) {
                Some(component) => component.clone(),
                None => {
                    let component: ComponentId = id.parse().expect("it was packed by us");
                    known.push(component.clone());
                    component
                }
            };
            let kind = self.byte();
            let work = (0 < kind).then(|| {
                let (name, identity) = (self.text(), self.text());
                Work::restored(name, (kind == 2).then(|| self.text()), identity)
            });
            for _ in 0..self.number() {
                let head = self.byte();
                let key = Key {
                    component: component.clone(),
                    work: work.clone(),
                    funding: Funding::ALL[usize::from(head & 1)],
                    source: (head >> 1).checked_sub(1).map(|at| Source::ALL[usize::from(at)]),
                    year: match self.number() {
                        0 => PlanYear::Any,
                        1 => PlanYear::CarryOver,
                        year => PlanYear::Of((year - 2) as u32 as i32),
                    },
                };
                items.push(rest(&mut self, key));
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_amount_comes_back(dong: i128, small: i64) {
            for amount in [Money::from_wide(dong), Money::from_dong(small), Money::from_dong(small % 1000)] {
                let mut out = Writer::default();
                out.money(amount);
                prop_assert_eq!(Reader(&out.0).money(), amount);
            }
        }
    }

    #[test]
    fn what_is_packed_by_its_number_has_that_number() {
        let funding = |at: usize| Funding::ALL[at] as usize == at;
        assert!((0..Funding::ALL.len()).all(funding));
        assert!((0..Source::ALL.len()).all(|at| Source::ALL[at] as usize == at));
        assert!((0..Known::ALL.len()).all(|at| Known::ALL[at] as usize == at));
        assert_eq!([Standing::Counted as u8, Standing::Provisional as u8], [0, 1]);
    }

    #[test]
    fn a_line_of_a_summary_comes_back() {
        let key = |component: &str, work: Option<Work>| Key {
            component: component.parse().unwrap(),
            work,
            funding: Funding::Investment,
            source: Some(Source::Other),
            year: PlanYear::Of(2023),
        };
        let line = |key: Key, plan: i64, place| SummaryLine {
            unit: UnitCode::new("HL-01").unwrap(),
            key,
            plan: Money::from_dong(plan),
            stated: [(Measure::Plan, 0), (Measure::Volume, -3), (Measure::ForecastNext, 4)]
                .map(|(measure, dong)| (measure, Money::from_dong(dong)))
                .into_iter()
                .collect(),
            in_period: Money::ZERO,
            in_period_known: Some(Known::Carried),
            cumulative: Money::from_dong(i64::MAX),
            basis: None,
            carried: Money::ZERO,
            standing: Standing::PlanOnly,
            place,
        };
        let lines = vec![
            line(key("gn.1", Some(Work::coded("07", "Đường"))), 1, Some((3, 2, 99_999))),
            line(key("gn.1", None), i64::MIN, None),
        ];
        let back = SummaryLine::unpack(&SummaryLine::pack(&lines));
        assert_eq!(back, lines);
        assert_eq!(back[0].key.work.as_ref().unwrap().code.as_deref(), Some("07"));
        assert_eq!(SummaryLine::unpack(&SummaryLine::pack(&[])), []);
    }
}
