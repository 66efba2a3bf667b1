//! What a consolidated workbook hands up beside its forms: the figures of each key and how they are known, in a very hidden
//! sheet. A form has no place for all of it; what the forms print stays the office's word, and this is held against it.

pub(crate) mod difficulties;
pub(crate) mod results;

use super::key::{Funding, Key, PlanYear, Source, Work};
use super::known::Known;
use super::money::{Money, MoneyUnit};
use super::submission::{ByMeasure, Measure, Relayed};

/// The name of the sheet.
pub(crate) const SHEET: &str = "giaingan-so-lieu";

/// The columns that make a key: a sheet without one of them is not as it was written.
const KEY: [&str; 6] = ["noi-dung", "ma-cong-trinh", "cong-trinh", "loai-von", "nguon", "nam"];

/// A column beside the key: what stands over it, what a row writes there, and what the text there says of a row.
struct Column {
    name: &'static str,
    /// The figure that it has.
    measure: Option<Measure>,
    write: fn(&Row) -> String,
    /// `None` where the text is none that is written there.
    read: fn(&mut Row, &str) -> Option<()>,
}

macro_rules! figure {
    ($name:literal, $measure:ident) => {
        Column {
            name: $name,
            measure: Some(Measure::$measure),
            write: |row| row.figures.get(Measure::$measure).map_or_else(String::new, dong),
            read: |row, text| {
                row.figures.add(Measure::$measure, money(text)?);
                Some(())
            },
        }
    };
}

macro_rules! known {
    ($name:literal, $field:ident) => {
        Column {
            name: $name,
            measure: None,
            write: |row| row.relayed.$field.map_or("", |known| WAYS[known as usize]).to_owned(),
            read: |row, text| {
                row.relayed.$field = Some(Known::ALL[at(&WAYS, text)?]);
                Some(())
            },
        }
    };
}

/// The columns beside the key, in the order in which they are written. They are read by their names: a version that lacks one
/// says nothing with it, and one that knows more adds its own.
const COLUMNS: [Column; Measure::FIGURES.len() + 3] = [
    figure!("ke-hoach", Plan),
    figure!("phan-bo", Allocated),
    figure!("khoi-luong", Volume),
    figure!("trong-ky", InPeriod),
    figure!("luy-ke", Cumulative),
    figure!("uoc-12", Forecast),
    figure!("uoc-01", ForecastNext),
    figure!("hoan-tra", ToReturn),
    figure!("dieu-chinh", ToAdjust),
    known!("trong-ky-biet", in_period),
    known!("luy-ke-biet", cumulative),
    Column {
        name: "tam-tinh",
        measure: None,
        write: |row| match row.relayed.carried {
            Money::ZERO => String::new(),
            carried => dong(carried),
        },
        read: |row, text| {
            row.relayed.carried = money(text)?;
            Some(())
        },
    },
];

fn dong(amount: Money) -> String {
    amount.as_dong().to_string()
}

fn money(digits: &str) -> Option<Money> {
    Money::from_decimal(digits, MoneyUnit::Dong).map(|of| of.money)
}

/// Which of the names it is.
fn at(names: &[&str], text: &str) -> Option<usize> {
    names.iter().position(|name| *name == text)
}

/// The names of [`Known::ALL`].
const WAYS: [&str; Known::ALL.len()] =
    ["stated", "implied", "printed", "at-least", "group", "share", "carried"];
/// The names of [`Source::ALL`].
const SOURCES: [&str; Source::ALL.len()] =
    ["central", "province", "district", "commune", "local", "foreign", "other"];
/// The names of [`Funding::ALL`].
const FUNDING: [&str; Funding::ALL.len()] = ["investment", "recurrent"];
const CARRY_OVER: &str = "carry-over";

/// The figures of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    /// What they are about.
    pub key: Key,
    /// Those that it has.
    pub figures: ByMeasure,
    /// How they are known.
    pub relayed: Relayed,
}

impl Row {
    /// Of a key of which nothing is known yet.
    pub(crate) fn new(key: Key) -> Row {
        Row { key, figures: ByMeasure::default(), relayed: Relayed::default() }
    }

    /// As the sheet has it: money in đồng, to the last one.
    pub(crate) fn cells(&self) -> impl Iterator<Item = String> {
        let Key { component, work, funding, source, year } = &self.key;
        let code = work.as_ref().and_then(|work| work.code.as_deref()).unwrap_or_default();
        let year = match year {
            PlanYear::Of(year) => year.to_string(),
            PlanYear::CarryOver => CARRY_OVER.to_owned(),
            PlanYear::Any => String::new(),
        };
        let key: [String; KEY.len()] = [
            component.to_string(),
            code.to_owned(),
            work.as_ref().map_or_else(String::new, |work| work.name.to_string()),
            FUNDING[*funding as usize].to_owned(),
            source.map_or("", |source| SOURCES[source as usize]).to_owned(),
            year,
        ];
        key.into_iter().chain(COLUMNS.iter().map(|column| (column.write)(self)))
    }
}

/// What the texts of the columns that make a key say; `None` where they are none that are written there.
fn key([component, code, name, funding, source, year]: [&str; KEY.len()]) -> Option<Key> {
    let work = match (code, name) {
        ("", "") => None,
        ("", name) => Some(Work::named(name)),
        (code, name) => Some(Work::coded(code, name)),
    };
    let source = match source {
        "" => None,
        source => Some(Source::ALL[at(&SOURCES, source)?]),
    };
    let year = match year {
        "" => PlanYear::Any,
        CARRY_OVER => PlanYear::CarryOver,
        year => PlanYear::Of(year.parse().ok()?),
    };
    let funding = Funding::ALL[at(&FUNDING, funding)?];
    Some(Key { component: component.parse().ok()?, work, funding, source, year })
}

/// What stands over the columns, as they are written.
pub(crate) fn heading() -> impl Iterator<Item = &'static str> {
    KEY.into_iter().chain(COLUMNS.iter().map(|column| column.name))
}

/// The columns of a sheet, found by what stands over them; each is known by its number.
pub(crate) struct Heading {
    key: [u32; KEY.len()],
    columns: Vec<(u32, &'static Column)>,
    /// What stands over those that are not known: a newer version wrote them.
    pub unknown: Vec<String>,
}

impl Heading {
    /// Of a sheet over whose columns these names stand; `None` where one is missing that makes a key.
    pub(crate) fn of<'a>(names: impl Iterator<Item = (u32, &'a str)>) -> Option<Heading> {
        let mut key = [None; KEY.len()];
        let (mut columns, mut unknown): (Vec<(u32, &Column)>, _) = (Vec::new(), Vec::new());
        for (number, name) in names.filter(|(_, name)| !name.is_empty()) {
            let is_new = |of: &Column| columns.iter().all(|(_, known)| known.name != of.name);
            let column = COLUMNS.iter().find(|column| column.name == name);
            match (at(&KEY, name), column.filter(|column| is_new(column))) {
                (Some(part), _) if key[part].is_none() => key[part] = Some(number),
                (None, Some(column)) => columns.push((number, column)),
                _ => unknown.push(name.to_owned()),
            }
        }
        let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] = key else { return None };
        Some(Heading { key: [a, b, c, d, e, f], columns, unknown })
    }

    /// Whether the sheet has a column for it.
    pub(crate) fn has(&self, measure: Measure) -> bool {
        self.columns.iter().any(|(_, column)| column.measure == Some(measure))
    }

    /// What the texts of a row say, by the number of their column; `None` where they say anything else.
    pub(crate) fn row<'a>(&self, text: impl Fn(u32) -> &'a str) -> Option<Row> {
        let mut row = Row::new(key(self.key.map(&text))?);
        for (number, column) in &self.columns {
            match text(*number) {
                "" => {}
                text => (column.read)(&mut row, text)?,
            }
        }
        Some(row)
    }
}

/// How the sum of figures is known that are known so: as badly as the worst of them. It is provisional as a whole only where
/// every one of them is; else the provisional part is told beside it.
pub(crate) fn together(a: Option<Known>, b: Option<Known>) -> Option<Known> {
    let rank = |known: Known| match known {
        Known::Carried => 0,
        Known::Stated => 1,
        Known::Implied => 2,
        Known::Printed => 3,
        Known::Group => 4,
        Known::Share => 5,
        Known::AtLeast => 6,
    };
    match (a, b) {
        (Some(a), Some(b)) if rank(a) < rank(b) => Some(b),
        (Some(a), Some(_)) => Some(a),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a sheet with these columns says of a row.
    fn read(heading: &[&str], cells: &[String]) -> Option<Row> {
        let heading = Heading::of((0..).zip(heading.iter().copied()))?;
        heading.row(|number| &cells[number as usize])
    }

    fn key_of(work: Option<Work>, source: Option<Source>, year: PlanYear) -> Key {
        let component = "gn.3.1".parse().unwrap();
        Key { component, work, funding: Funding::Recurrent, source, year }
    }

    #[test]
    fn a_row_comes_back_as_it_was_written() {
        let keys = [
            key_of(None, None, PlanYear::Any),
            key_of(Some(Work::named("Đường = thôn")), Some(Source::Foreign), PlanYear::CarryOver),
            key_of(Some(Work::coded("07", "Cầu")), Some(Source::Other), PlanYear::Of(2023)),
        ];
        let heading: Vec<&str> = heading().collect();
        let ways = [None].into_iter().chain(Known::ALL.map(Some));
        for (key, way) in keys.iter().flat_map(|key| ways.clone().map(move |way| (key, way))) {
            let mut row = Row::new(key.clone());
            for (at, measure) in (0..).zip(Measure::FIGURES) {
                row.figures.add(measure, Money::from_dong(-4_567_890_123 * at));
            }
            row.relayed = Relayed { in_period: way, cumulative: way, carried: Money::from_dong(7) };
            let cells: Vec<String> = row.cells().collect();
            assert_eq!(read(&heading, &cells), Some(row));
        }
    }

    #[test]
    fn a_column_is_known_by_what_stands_over_it() {
        let mut row = Row::new(key_of(None, None, PlanYear::Any));
        row.figures.add(Measure::Cumulative, Money::from_dong(5));
        let (mut names, mut cells): (Vec<&str>, Vec<String>) = heading().zip(row.cells()).unzip();
        names.reverse();
        cells.reverse();
        assert_eq!(read(&names, &cells), Some(row.clone()));
        let without = names.iter().position(|name| *name == "hoan-tra").unwrap();
        names[without] = "cua-phien-ban-sau";
        cells[without] = "gì đó".to_owned();
        assert_eq!(read(&names, &cells), Some(row));
        let heading = Heading::of((0..).zip(names.iter().copied())).unwrap();
        assert_eq!(heading.unknown, ["cua-phien-ban-sau"]);
        assert_eq!([Measure::ToReturn, Measure::ToAdjust].map(|of| heading.has(of)), [false, true]);
        for part in KEY {
            let other = names.iter().map(|name| if *name == part { "" } else { *name });
            assert!(Heading::of((0..).zip(other)).is_none(), "{part}");
        }
    }

    #[test]
    fn what_is_no_row_is_none() {
        let row = Row::new(key_of(None, None, PlanYear::Any));
        let (names, cells): (Vec<&str>, Vec<String>) = heading().zip(row.cells()).unzip();
        for name in names.iter().filter(|name| !["ma-cong-trinh", "cong-trinh"].contains(name)) {
            let other = names.iter().zip(&cells);
            let other = other.map(|(of, text)| if of == name { "?" } else { text }.to_owned());
            assert_eq!(read(&names, &other.collect::<Vec<_>>()), None, "{name}");
        }
    }

    #[test]
    fn a_sum_is_provisional_as_a_whole_only_where_all_of_it_is() {
        use Known::*;
        let of = |known: &[Known]| known.iter().copied().map(Some).fold(None, together);
        assert_eq!(of(&[Carried, Carried]), Some(Carried));
        assert_eq!(of(&[Carried, Stated]), Some(Stated));
        assert_eq!(of(&[AtLeast, Stated, Carried]), Some(AtLeast));
        assert_eq!(of(&[]), None);
    }
}
