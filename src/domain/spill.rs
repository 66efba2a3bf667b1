//! Lists of lines put away small until they are needed again: a run over thousands of reports must not hold them all.
//!
//! The one place of the domain that may touch a disk: what is more than [`IN_MEMORY`] goes to a temporary file without
//! a name, which the system removes with the process.

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use super::packed::Pack;
use super::submission::Reading;

/// The bytes that are kept in memory before the rest goes to the disk: the lines of about 30 large reports.
pub const IN_MEMORY: usize = 2 << 20;

/// Where lists are put away; shared by those who hold some.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Filled>>);

/// What a shelf holds already.
#[derive(Default)]
struct Filled {
    /// The bytes that were put into memory, at most [`IN_MEMORY`].
    bytes: usize,
    /// What found no place there.
    file: Option<File>,
    /// The lists of readings that reports share.
    readings: HashSet<Arc<[Reading]>>,
}

/// A list that was put away.
#[derive(Clone)]
pub struct Shelved<T> {
    place: Place,
    /// How many items it has.
    length: usize,
    items: PhantomData<fn() -> T>,
}

/// Where the bytes of a list are.
#[derive(Clone)]
enum Place {
    Memory(Arc<[u8]>),
    Disk { shelf: Shelf, from: u64, bytes: usize },
}

impl Shelf {
    /// Puts a list away.
    ///
    /// # Errors
    /// The temporary file could not be written (a full disk).
    pub fn put<T: Pack>(&self, items: &[T]) -> io::Result<Shelved<T>> {
        let bytes = T::pack(items);
        let mut filled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = if filled.bytes + bytes.len() <= IN_MEMORY {
            filled.bytes += bytes.len();
            Place::Memory(bytes.into())
        } else {
            let file = match &mut filled.file {
                Some(file) => file,
                none => none.insert(tempfile::tempfile()?),
            };
            let from = file.seek(SeekFrom::End(0))?;
            file.write_all(&bytes)?;
            Place::Disk { shelf: self.clone(), from, bytes: bytes.len() }
        };
        Ok(Shelved { place, length: items.len(), items: PhantomData })
    }

    /// How headings were read, kept once for all reports of which it is the same: most fill in the same form.
    pub fn shared(&self, readings: Arc<[Reading]>) -> Arc<[Reading]> {
        let mut filled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = filled.readings.get(&readings) {
            return known.clone();
        }
        filled.readings.insert(readings.clone());
        readings
    }

    /// The bytes that lie in the file from there on.
    fn read(&self, from: u64, bytes: usize) -> io::Result<Vec<u8>> {
        let mut read = vec![0; bytes];
        let mut filled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = filled.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(&mut read)?;
        Ok(read)
    }
}

impl<T: Pack> Shelved<T> {
    /// The list as it was put away.
    ///
    /// # Panics
    /// The temporary file cannot be read back: nothing that is computed after that could be right.
    pub fn open(&self) -> Vec<T> {
        match &self.place {
            Place::Memory(bytes) => T::unpack(bytes),
            Place::Disk { shelf, from, bytes } => {
                let read = shelf.read(*from, *bytes);
                T::unpack(&read.expect("a temporary file of our own can be read"))
            }
        }
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl<T> fmt::Debug for Shelved<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items put away", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::attributes::Facts;
    use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
    use crate::domain::known::Known;
    use crate::domain::money::Money;
    use crate::domain::submission::{Figure, Line, Measure, Relayed, Said};
    use crate::domain::year::YEARS;
    use proptest::prelude::*;

    fn lines() -> impl Strategy<Value = Vec<Line>> {
        let work = prop_oneof![
            Just(None),
            "[a-zđ ]{1,9}".prop_map(|name| Some(Work::named(&name))),
            "[0-9]{1,3}".prop_map(|code| Some(Work::coded(&code, "Đường liên thôn"))),
        ];
        let year = prop_oneof![
            Just(PlanYear::Any),
            Just(PlanYear::CarryOver),
            YEARS.prop_map(PlanYear::Of)
        ];
        let source = proptest::option::of(proptest::sample::select(Source::ALL.to_vec()));
        let figure = (0..7_usize, 0..200_u16, any::<i64>()).prop_map(|(measure, column, dong)| {
            let amount = Money::from_dong(dong);
            Figure { measure: Measure::FIGURES[measure], column, amount }
        });
        let figures = proptest::collection::vec(figure, 0..8);
        let component = proptest::sample::select(vec!["gn", "gn.3.1", "ntm.10", "dtts.1.b"]);
        let previous = proptest::option::of(any::<i64>().prop_map(Money::from_dong));
        let known = || proptest::option::of(proptest::sample::select(Known::ALL.to_vec()));
        let relayed = (known(), known(), any::<i64>().prop_map(Money::from_dong));
        let relayed = relayed.prop_map(|(in_period, cumulative, carried)| Relayed {
            in_period,
            cumulative,
            carried,
        });
        let more = (any::<bool>(), previous, proptest::option::of(relayed));
        let line = (component, work, source, year, 0..9_u16, 0..5_000_u32, figures, more);
        let line = line.prop_map(|(component, work, source, year, sheet, row, figures, more)| {
            let funding = Funding::Recurrent;
            let component = component.parse().unwrap();
            let key = Key { component, work, funding, source, year };
            let (lacks_cumulative, previous, relayed) = more;
            Line { key, sheet, row, figures, lacks_cumulative, previous, relayed }
        });
        proptest::collection::vec(line, 0..20)
    }

    #[test]
    fn readings_that_are_the_same_are_kept_once() {
        let readings = |heading: &str| -> Arc<[Reading]> {
            let facts = Facts::default();
            [Reading { sheet: 0, column: 4, heading: heading.into(), measure: None, facts }].into()
        };
        let shelf = Shelf::default();
        let [first, again, other] = ["Kế hoạch", "Kế hoạch", "Giải ngân"].map(readings);
        let kept = shelf.shared(first.clone());
        assert!(Arc::ptr_eq(&kept, &first));
        assert!(Arc::ptr_eq(&shelf.shared(again), &first));
        assert_eq!(shelf.shared(other.clone()), other);
    }

    proptest! {
        #[test]
        fn texts_that_are_put_away_come_back(texts in proptest::collection::vec((0..9_u16, 0..5_000_u32, "\\PC{0,9}"), 0..20)) {
            let said = |(sheet, row, text): (u16, u32, String)| Said { sheet, row, text: text.into() };
            let texts: Vec<Said> = texts.into_iter().map(said).collect();
            prop_assert_eq!(Shelf::default().put(&texts).unwrap().open(), texts);
        }

        #[test]
        fn what_is_put_away_comes_back(lists in proptest::collection::vec(lines(), 0..5)) {
            // With some lists the shelf in memory is full after the first.
            let full = if lists.len() % 2 == 0 { 0 } else { IN_MEMORY - 200 };
            let shelf = Shelf(Arc::new(Mutex::new(Filled { bytes: full, ..Filled::default() })));
            let away: Vec<_> = lists.iter().map(|list| shelf.put(list).unwrap()).collect();
            for (list, away) in lists.iter().zip(&away).rev() {
                let back = away.open();
                prop_assert_eq!(&back, list);
                let names = |lines: &[Line]| -> Vec<_> {
                    lines.iter().map(|line| line.key.work.clone().map(|work| (work.name, work.code))).collect()
                };
                prop_assert_eq!(names(&back), names(list));
                prop_assert_eq!(away.len(), list.len());
            }
        }
    }
}
