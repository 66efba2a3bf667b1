//! How a list of lines is packed: lines of one component and work stand together, so that their names stand once.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::code::{ComponentId, UnitCode};
use super::key::{Funding, Key, PlanYear, Source, Work};
use super::money::Money;
use super::submission::{Figure, Line};
use super::summary::{Standing, SummaryLine};

/// What can be put away and comes back as it was.
pub trait Pack: Sized {
    /// The list in bytes.
    fn pack(items: &[Self]) -> Vec<u8>;
    /// The list of such bytes.
    fn unpack(bytes: &[u8]) -> Vec<Self>;
}

/// Neighbours in a list with one component and work.
#[derive(Serialize, Deserialize)]
struct Run<'a, T> {
    component: &'a str,
    #[serde(borrow)]
    work: Option<PackedWork<'a>>,
    rest: Vec<T>,
}

#[derive(Serialize, Deserialize)]
struct PackedWork<'a> {
    name: &'a str,
    code: Option<&'a str>,
    identity: &'a str,
}

#[derive(Serialize, Deserialize)]
struct RestOfKey {
    funding: Funding,
    source: Option<Source>,
    year: PlanYear,
}

impl RestOfKey {
    fn of(key: &Key) -> RestOfKey {
        RestOfKey { funding: key.funding, source: key.source, year: key.year }
    }

    fn with(self, component: &ComponentId, work: &Option<Work>) -> Key {
        Key {
            component: component.clone(),
            work: work.clone(),
            funding: self.funding,
            source: self.source,
            year: self.year,
        }
    }
}

fn pack<'a, T, R: Serialize>(
    items: &'a [T],
    key: impl Fn(&'a T) -> &'a Key,
    rest: impl Fn(&'a T) -> R,
) -> Vec<u8> {
    let names = |key: &Key| key.work.as_ref().map(|work| Arc::as_ptr(&work.name));
    let is_same =
        |a: &Key, b: &Key| a.component == b.component && a.work == b.work && names(a) == names(b);
    let keyed: Vec<(&Key, &'a T)> = items.iter().map(|item| (key(item), item)).collect();
    let packed: Vec<Run<'_, R>> = keyed
        .chunk_by(|(a, _), (b, _)| is_same(a, b))
        .map(|run| {
            let (key, _) = run[0];
            Run {
                component: key.component.as_str(),
                work: key.work.as_ref().map(|work| PackedWork {
                    name: &work.name,
                    code: work.code.as_deref(),
                    identity: work.identity(),
                }),
                rest: run.iter().map(|(_, item)| rest(item)).collect(),
            }
        })
        .collect();
    postcard::to_stdvec(&packed).expect("plain data can be packed")
}

fn unpack<T, R: DeserializeOwned>(
    bytes: &[u8],
    item: impl Fn(R, &ComponentId, &Option<Work>) -> T,
) -> Vec<T> {
    let runs: Vec<Run<'_, R>> = postcard::from_bytes(bytes).expect("it was packed by us");
    let mut items = Vec::new();
    // A report names a few components, one after the other.
    let mut known: Vec<ComponentId> = Vec::new();
    for run in runs {
        let found = known.iter().rfind(|known| known.as_str() == run.component).cloned();
        let component = found.unwrap_or_else(|| {
            let component: ComponentId = run.component.parse().expect("it was packed by us");
            known.push(component.clone());
            component
        });
        let work = run.work.map(|work| Work::restored(work.name, work.code, work.identity));
        items.extend(run.rest.into_iter().map(|rest| item(rest, &component, &work)));
    }
    items
}

#[derive(Serialize, Deserialize)]
struct PackedLine<'a> {
    key: RestOfKey,
    sheet: u16,
    row: u32,
    figures: Cow<'a, [Figure]>,
    lacks_cumulative: bool,
}

impl Pack for Line {
    fn pack(lines: &[Line]) -> Vec<u8> {
        pack(
            lines,
            |line| &line.key,
            |line| PackedLine {
                key: RestOfKey::of(&line.key),
                sheet: line.sheet,
                row: line.row,
                figures: Cow::Borrowed(&line.figures),
                lacks_cumulative: line.lacks_cumulative,
            },
        )
    }

    fn unpack(bytes: &[u8]) -> Vec<Line> {
        unpack(bytes, |rest: PackedLine<'static>, component, work| Line {
            key: rest.key.with(component, work),
            sheet: rest.sheet,
            row: rest.row,
            figures: rest.figures.into_owned(),
            lacks_cumulative: rest.lacks_cumulative,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct PackedSummaryLine {
    key: RestOfKey,
    plan: Money,
    stated_plan: Option<Money>,
    stated_allocated: Option<Money>,
    volume: Option<Money>,
    in_period: Money,
    cumulative: Money,
    carried: Money,
    forecast: Option<Money>,
    forecast_next: Option<Money>,
    standing: Standing,
    place: Option<(usize, u16, u32)>,
}

/// The lines of one unit.
impl Pack for SummaryLine {
    fn pack(lines: &[SummaryLine]) -> Vec<u8> {
        let unit = lines.first().map_or("", |line| line.unit.as_str());
        let mut bytes = postcard::to_stdvec(unit).expect("plain data can be packed");
        bytes.extend(pack(
            lines,
            |line| &line.key,
            |line| PackedSummaryLine {
                key: RestOfKey::of(&line.key),
                plan: line.plan,
                stated_plan: line.stated_plan,
                stated_allocated: line.stated_allocated,
                volume: line.volume,
                in_period: line.in_period,
                cumulative: line.cumulative,
                carried: line.carried,
                forecast: line.forecast,
                forecast_next: line.forecast_next,
                standing: line.standing,
                place: line.place,
            },
        ));
        bytes
    }

    fn unpack(bytes: &[u8]) -> Vec<SummaryLine> {
        let (unit, bytes): (&str, &[u8]) =
            postcard::take_from_bytes(bytes).expect("it was packed by us");
        let Some(unit) = UnitCode::new(unit) else { return Vec::new() };
        unpack(bytes, |rest: PackedSummaryLine, component, work| SummaryLine {
            unit: unit.clone(),
            key: rest.key.with(component, work),
            plan: rest.plan,
            stated_plan: rest.stated_plan,
            stated_allocated: rest.stated_allocated,
            volume: rest.volume,
            in_period: rest.in_period,
            cumulative: rest.cumulative,
            carried: rest.carried,
            forecast: rest.forecast,
            forecast_next: rest.forecast_next,
            standing: rest.standing,
            place: rest.place,
        })
    }
}
