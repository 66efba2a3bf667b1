//! `domain/packed.rs` against postcard.
//!
//! What the crate writes names a component and a work once for all their lines, as ours does, and of what it reads the same
//! is made as ours makes: a key for each line, which shares its texts with those beside it.

use std::hint::black_box;
use std::sync::Arc;

use giaingan::domain::code::ComponentId;
use giaingan::domain::key::{Funding, Key, PlanYear, Source};
use giaingan::domain::known::Known;
use giaingan::domain::money::Money;
use giaingan::domain::spill::Shelf;
use giaingan::domain::submission::{ByMeasure, Figure, Line, Measure};
use giaingan::domain::summary::SummaryLine;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::duel;

/// The lines of one component and work.
#[derive(Serialize, Deserialize)]
struct Run<'a, T> {
    component: &'a str,
    /// Name, code, what it is compared by.
    work: Option<(&'a str, Option<&'a str>, &'a str)>,
    lines: Vec<(u8, Option<u8>, Year, T)>,
}

#[derive(Serialize, Deserialize)]
enum Year {
    Any,
    CarryOver,
    Of(i32),
}

#[derive(Serialize, Deserialize)]
struct Read {
    sheet: u16,
    row: u32,
    figures: Vec<(u8, u16, i128)>,
    lacks_cumulative: bool,
    previous: Option<i128>,
}

#[derive(Serialize, Deserialize)]
struct Counted {
    plan: i128,
    stated: Vec<(u8, i128)>,
    in_period: i128,
    in_period_known: Option<u8>,
    cumulative: i128,
    basis: Option<u8>,
    carried: i128,
    standing: u8,
    place: Option<(usize, u16, u32)>,
}

pub(crate) fn run() {
    let counted = super::lines();
    let read: Vec<Line> = (0..).zip(&counted).map(|(at, line)| as_read(at, line)).collect();
    duel(
        "lines of a report, put away and back: postcard",
        || {
            let shelved = Shelf::default().put(&read).unwrap();
            assert_eq!(shelved.open().len(), read.len());
        },
        || {
            let runs = runs(
                &read,
                |line| &line.key,
                |line| Read {
                    sheet: line.sheet,
                    row: line.row,
                    figures: line
                        .figures
                        .iter()
                        .map(|figure| {
                            (number(figure.measure), figure.column, figure.amount.as_dong())
                        })
                        .collect(),
                    lacks_cumulative: line.lacks_cumulative,
                    previous: line.previous.map(Money::as_dong),
                },
            );
            let figures = |line: Read| -> Vec<Figure> {
                let figures = line.figures.into_iter().map(|(at, column, amount)| Figure {
                    measure: Measure::FIGURES[usize::from(at)],
                    column,
                    amount: Money::from_dong(amount as i64),
                });
                figures.collect()
            };
            assert_eq!(there_and_back(&runs, figures), read.len());
        },
    );
    duel(
        "lines of the totals, put away and back: postcard",
        || {
            let shelved = Shelf::default().put(&counted).unwrap();
            assert_eq!(shelved.open().len(), counted.len());
        },
        || {
            let known = |known: Option<Known>| known.map(|known| known as u8);
            let runs = runs(
                &counted,
                |line| &line.key,
                |line| Counted {
                    plan: line.plan.as_dong(),
                    stated: line
                        .stated
                        .iter()
                        .map(|(measure, amount)| (number(measure), amount.as_dong()))
                        .collect(),
                    in_period: line.in_period.as_dong(),
                    in_period_known: known(line.in_period_known),
                    cumulative: line.cumulative.as_dong(),
                    basis: known(line.basis),
                    carried: line.carried.as_dong(),
                    standing: line.standing as u8,
                    place: line.place,
                },
            );
            let stated = |line: Counted| -> ByMeasure {
                let stated = line.stated.into_iter();
                let measure = |at: u8| Measure::FIGURES[usize::from(at)];
                stated.map(|(at, amount)| (measure(at), Money::from_dong(amount as i64))).collect()
            };
            assert_eq!(there_and_back(&runs, stated), counted.len());
        },
    );
}

/// A line of the report that such a line of the totals comes from.
fn as_read(row: u32, line: &SummaryLine) -> Line {
    let figures = [
        (Measure::Plan, line.plan),
        (Measure::InPeriod, line.in_period),
        (Measure::Cumulative, line.cumulative),
    ];
    let figures =
        (3..).zip(figures).map(|(column, (measure, amount))| Figure { measure, column, amount });
    Line {
        key: line.key.clone(),
        sheet: 0,
        row,
        figures: figures.collect(),
        lacks_cumulative: false,
        previous: None,
        relayed: None,
    }
}

fn number(measure: Measure) -> u8 {
    Measure::FIGURES.iter().position(|of| *of == measure).unwrap() as u8
}

fn runs<'a, L, T>(
    lines: &'a [L],
    key: impl Fn(&L) -> &Key,
    rest: impl Fn(&L) -> T,
) -> Vec<Run<'a, T>> {
    let is_same = |a: &L, b: &L| key(a).component == key(b).component && key(a).work == key(b).work;
    let run = |run: &'a [L]| {
        let Key { component, work, .. } = key(&run[0]);
        let line = |line: &L| {
            let key = key(line);
            let year = match key.year {
                PlanYear::Any => Year::Any,
                PlanYear::CarryOver => Year::CarryOver,
                PlanYear::Of(year) => Year::Of(year),
            };
            (key.funding as u8, key.source.map(|source| source as u8), year, rest(line))
        };
        Run {
            component: component.as_str(),
            work: work.as_ref().map(|work| (&*work.name, work.code.as_deref(), work.identity())),
            lines: run.iter().map(line).collect(),
        }
    };
    lines.chunk_by(is_same).map(run).collect()
}

/// As `Work`, which only the library restores.
type SharedWork = (Arc<str>, Option<Arc<str>>, Arc<str>);

/// A line with its key, which is put together of these.
struct Back<T> {
    _component: ComponentId,
    _work: Option<SharedWork>,
    _funding: Funding,
    _source: Option<Source>,
    _year: PlanYear,
    _rest: T,
}

/// How many lines come back of what is written and read again, each made by `rest`.
fn there_and_back<T: Serialize + DeserializeOwned, L>(
    runs: &[Run<'_, T>],
    rest: impl Fn(T) -> L,
) -> usize {
    let bytes = postcard::to_stdvec(runs).unwrap();
    let read: Vec<Run<'_, T>> = postcard::from_bytes(&bytes).unwrap();
    let mut known: Vec<ComponentId> = Vec::new();
    let mut back = Vec::new();
    for run in read {
        let component = match known.iter().rfind(|known| known.as_str() == run.component) {
            Some(component) => component.clone(),
            None => {
                known.push(run.component.parse().unwrap());
                known[known.len() - 1].clone()
            }
        };
        let work: Option<SharedWork> =
            run.work.map(|(name, code, own)| (name.into(), code.map(Arc::from), own.into()));
        back.extend(run.lines.into_iter().map(|(funding, source, year, line)| Back {
            _component: component.clone(),
            _work: work.clone(),
            _funding: Funding::ALL[usize::from(funding)],
            _source: source.map(|at| Source::ALL[usize::from(at)]),
            _year: match year {
                Year::Any => PlanYear::Any,
                Year::CarryOver => PlanYear::CarryOver,
                Year::Of(year) => PlanYear::Of(year),
            },
            _rest: rest(line),
        }));
    }
    black_box(back).len()
}
