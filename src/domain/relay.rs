//! What a consolidated workbook hands up beside its forms: the figures of each key and how they are known, in a very hidden
//! sheet. A form has no place for all of it; what the forms print stays the office's word, and this is held against it.

use super::code::ComponentId;
use super::key::{Funding, Key, PlanYear, Source, Work};
use super::known::Known;
use super::money::{Money, MoneyUnit};
use super::submission::{Measure, Relayed};

/// What stands over the columns of the sheet of difficulties that are read again.
pub(crate) mod difficulties {
    use crate::domain::lang::Text;

    /// Its name.
    pub(crate) const ID: Text = Text { vi: "Mã", en: "Id" };
    /// Who told it.
    pub(crate) const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
    /// What was told first of it.
    pub(crate) const TOLD: Text = Text { vi: "Khó khăn, vướng mắc", en: "Difficulty" };
    /// The cause.
    pub(crate) const CAUSE: Text = Text { vi: "Nguyên nhân", en: "Cause" };
    /// The proposal.
    pub(crate) const PROPOSAL: Text = Text { vi: "Đề xuất, kiến nghị", en: "Proposal" };
    /// The level that can settle it.
    pub(crate) const LEVEL: Text = Text { vi: "Cấp giải quyết", en: "Settled by" };
    /// The amount.
    pub(crate) const HELD_UP: Text = Text { vi: "Số tiền vướng mắc", en: "Held up" };
    /// The document.
    pub(crate) const DOCUMENT: Text = Text { vi: "Văn bản", en: "Document" };
    /// The status.
    pub(crate) const STATUS: Text = Text { vi: "Trạng thái", en: "Status" };
    /// The hidden columns beside them: component, work, since when, told last, at its level since.
    pub(crate) const KEYS: [&str; 5] =
        ["noi-dung", "cong-trinh", "tu-ky", "ky-gan-nhat", "tu-ky-cua-cap"];
}

/// What stands over the columns of the sheet of results that are read again.
pub(crate) mod results {
    use crate::domain::lang::Text;

    /// The unit of measure.
    pub(crate) const MEASURE: Text = Text { vi: "Đơn vị tính", en: "Measure" };
    /// The plan.
    pub(crate) const PLAN: Text = Text { vi: "Kế hoạch năm", en: "Plan" };
    /// In the period.
    pub(crate) const IN_PERIOD: Text = Text { vi: "Thực hiện trong kỳ", en: "In period" };
    /// Since the beginning of the year.
    pub(crate) const DONE: Text = Text {
        vi: "Lũy kế từ đầu năm hoặc tại thời điểm",
        en: "Cumulative, or on the day",
    };
    /// The hidden columns beside them: what a row is, component, name.
    pub(crate) const KEYS: [&str; 3] = ["dong", "noi-dung", "chi-tieu"];
    /// A sum of all units.
    pub(crate) const TOTAL: &str = "tong";
    /// One in which some unit's plan or cumulative is missing.
    pub(crate) const PARTIAL: &str = "tong-thieu";
    /// One of which it is not known what all did in the period.
    pub(crate) const UNKNOWN: &str = "tong-chua-ro-trong-ky";
    /// Both.
    pub(crate) const PARTIAL_AND_UNKNOWN: &str = "tong-thieu-chua-ro-trong-ky";
    /// What is not added up.
    pub(crate) const APART: &str = "rieng";
}

/// The name of the sheet.
pub(crate) const SHEET: &str = "giaingan-so-lieu";

/// What stands over its columns.
pub(crate) const HEADING: [&str; COLUMNS] = [
    "noi-dung",
    "ma-cong-trinh",
    "cong-trinh",
    "loai-von",
    "nguon",
    "nam",
    "ke-hoach",
    "phan-bo",
    "khoi-luong",
    "trong-ky",
    "luy-ke",
    "uoc-12",
    "uoc-01",
    "hoan-tra",
    "dieu-chinh",
    "trong-ky-biet",
    "luy-ke-biet",
    "tam-tinh",
];

const COLUMNS: usize = KNOWN + 3;
/// The columns of the figures begin here.
const FIGURES: usize = 6;
/// How they are known.
const KNOWN: usize = FIGURES + Measure::FIGURES.len();

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
    /// By [`Measure::FIGURES`].
    pub figures: [Option<Money>; Measure::FIGURES.len()],
    /// How they are known.
    pub relayed: Relayed,
}

impl Row {
    /// Of a key of which nothing is known yet.
    pub(crate) fn new(key: Key) -> Row {
        Row { key, figures: Default::default(), relayed: Relayed::default() }
    }

    /// Adds to a figure.
    pub(crate) fn add(&mut self, measure: Measure, amount: Money) {
        if let Some(at) = measure.figure_index() {
            let known = self.figures[at].unwrap_or_default();
            self.figures[at] = Some(known + amount);
        }
    }

    /// The figures that it has.
    pub(crate) fn stated(&self) -> impl Iterator<Item = (Measure, Money)> {
        let all = Measure::FIGURES.into_iter().zip(self.figures);
        all.filter_map(|(measure, amount)| Some((measure, amount?)))
    }

    /// As the sheet has it: money in đồng, to the last one.
    pub(crate) fn cells(&self) -> [String; COLUMNS] {
        let Key { component, work, funding, source, year } = &self.key;
        let way = |known: Option<Known>| known.map_or("", |known| WAYS[known as usize]).to_owned();
        let code = work.as_ref().and_then(|work| work.code.as_deref()).unwrap_or_default();
        let year = match year {
            PlanYear::Of(year) => year.to_string(),
            PlanYear::CarryOver => CARRY_OVER.to_owned(),
            PlanYear::Any => String::new(),
        };
        let own = [
            component.to_string(),
            code.to_owned(),
            work.as_ref().map_or_else(String::new, |work| work.name.to_string()),
            FUNDING[*funding as usize].to_owned(),
            source.map_or("", |source| SOURCES[source as usize]).to_owned(),
            year,
        ];
        let dong = |amount: Option<Money>| {
            amount.map_or_else(String::new, |amount| amount.as_dong().to_string())
        };
        let Relayed { in_period, cumulative, carried } = self.relayed;
        let known =
            [way(in_period), way(cumulative), dong(Some(carried).filter(|of| !of.is_zero()))];
        let mut all = own.into_iter().chain(self.figures.map(dong)).chain(known);
        std::array::from_fn(|_| all.next().expect("there is a text for every column"))
    }

    /// What such texts say; `None` where they say anything else.
    pub(crate) fn of(text: impl Fn(usize) -> String) -> Option<Row> {
        let name = |names: &[&str], at: usize| {
            let text = text(at);
            names.iter().position(|name| **name == *text)
        };
        let dong = |at: usize| -> Option<Option<Money>> {
            match text(at) {
                none if none.is_empty() => Some(None),
                digits => Money::from_decimal(&digits, MoneyUnit::Dong).map(|of| Some(of.money)),
            }
        };
        let way = |at: usize| -> Option<Option<Known>> {
            if text(at).is_empty() { Some(None) } else { Some(Some(Known::ALL[name(&WAYS, at)?])) }
        };
        let component: ComponentId = text(0).parse().ok()?;
        let work = match (text(1), text(2)) {
            (code, name) if code.is_empty() && name.is_empty() => None,
            (code, name) if code.is_empty() => Some(Work::named(&name)),
            (code, name) => Some(Work::coded(&code, &name)),
        };
        let year = match text(5) {
            none if none.is_empty() => PlanYear::Any,
            word if word == CARRY_OVER => PlanYear::CarryOver,
            year => PlanYear::Of(year.parse().ok()?),
        };
        let source = match text(4).is_empty() {
            true => None,
            false => Some(Source::ALL[name(&SOURCES, 4)?]),
        };
        let key = Key { component, work, funding: Funding::ALL[name(&FUNDING, 3)?], source, year };
        let mut row = Row::new(key);
        for (at, figure) in row.figures.iter_mut().enumerate() {
            *figure = dong(FIGURES + at)?;
        }
        row.relayed = Relayed {
            in_period: way(KNOWN)?,
            cumulative: way(KNOWN + 1)?,
            carried: dong(KNOWN + 2)?.unwrap_or_default(),
        };
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

    #[test]
    fn a_row_comes_back_as_it_was_written() {
        let key = |work: Option<Work>, source, year| Key {
            component: "gn.3.1".parse().unwrap(),
            work,
            funding: Funding::Recurrent,
            source,
            year,
        };
        let keys = [
            key(None, None, PlanYear::Any),
            key(Some(Work::named("Đường = thôn")), Some(Source::Foreign), PlanYear::CarryOver),
            key(Some(Work::coded("07", "Cầu")), Some(Source::Other), PlanYear::Of(2023)),
        ];
        let ways = [None].into_iter().chain(Known::ALL.map(Some));
        for (key, way) in keys.iter().flat_map(|key| ways.clone().map(move |way| (key, way))) {
            let mut row = Row::new(key.clone());
            row.add(Measure::Plan, Money::from_dong(-4_567_890_123));
            row.add(Measure::Cumulative, Money::ZERO);
            row.relayed = Relayed { in_period: way, cumulative: way, carried: Money::from_dong(7) };
            let cells = row.cells();
            assert_eq!(Row::of(|at| cells[at].clone()), Some(row));
        }
    }

    #[test]
    fn what_is_no_row_is_none() {
        let cells = Row::new(Key {
            component: "gn.2".parse().unwrap(),
            work: None,
            funding: Funding::Recurrent,
            source: None,
            year: PlanYear::Any,
        })
        .cells();
        for at in [0, 3, 4, 5, 6, KNOWN, KNOWN + 2] {
            let other = |of: usize| if of == at { "?".to_owned() } else { cells[of].clone() };
            assert_eq!(Row::of(other), None, "{at}");
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
