//! A report as a unit might lay it out, drawn at random: every figure in it is known by its key and by its cell.

use std::collections::BTreeMap;

use giaingan::domain::catalogue::Catalogue;
use giaingan::domain::key::{Funding, PlanYear, Source};
use giaingan::domain::money::MoneyUnit;
use giaingan::domain::place::{Area, Cell};
use giaingan::domain::submission::Measure;
use giaingan::read::{Sheet, Value, Workbook};
use proptest::prelude::*;

/// A cell of the workbook: the number of its sheet, and where it stands there.
pub(super) type Spot = (usize, Cell);

/// What a figure is about, as the test names it.
pub(super) type Name = (String, String, Funding, Option<Source>, PlanYear, Measure);

/// How a report is laid out.
#[derive(Clone, Debug)]
pub(super) struct Design {
    /// What heading rows split by, from top to bottom: m(easure), f(unding), s(ource), y(ear).
    pub levels: Vec<char>,
    /// The measures, from left to right.
    pub measures: Vec<Measure>,
    /// The sources; none: the form does not split by source.
    pub sources: Vec<Source>,
    /// A column "Tổng số" before what is split.
    pub has_sums: bool,
    /// All words of a heading in one cell.
    pub is_flat: bool,
    /// A row of column numbers under the heading.
    pub has_index: bool,
    /// A column of catalogue ids.
    pub has_codes: bool,
    /// Columns of rates, of what is left and of notes.
    pub has_others: bool,
    /// "TỔNG CỘNG": none, before or behind the rows.
    pub total: Total,
    /// Rows with rows below them state their sums.
    pub has_row_sums: bool,
    /// "Cộng Dự án 1" behind the rows of a project.
    pub has_subtotals: bool,
    /// Blank rows between programs.
    pub has_gaps: bool,
    /// Notes and a signature block under the table.
    pub has_end: bool,
    /// The sheets.
    pub split: Split,
    /// The unit of its figures.
    pub unit: MoneyUnit,
    /// Where the table begins.
    pub corner: (u32, u32),
    /// Which leaves of the catalogue it has, and which figures are zeros or blanks.
    pub seed: u64,
}

/// Where a row of everything stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Total {
    /// Nowhere.
    None,
    /// Before the rows.
    Top,
    /// Behind them.
    Bottom,
}

/// How the money is spread over sheets and tables.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Split {
    /// All in one table.
    One,
    /// A sheet for each program.
    Programs,
    /// A table for each program, one below the other.
    Tables,
}

/// A report: its cells, and what each of its figures is.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// The sheets.
    pub pages: Vec<Page>,
    /// What the cells of the lowest figures are, with the number that each holds.
    pub leaves: BTreeMap<Spot, (Name, f64)>,
    /// The figures that a cell is the sum of.
    pub sums: BTreeMap<Spot, Vec<Spot>>,
    /// The cells of the headings over figures and sums.
    pub headings: Vec<Spot>,
    /// The cells of the labels of rows with figures.
    pub labels: Vec<Spot>,
    /// The unit of its figures.
    pub unit: MoneyUnit,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub cells: BTreeMap<Cell, Value>,
    /// Its merged ranges.
    pub merges: Vec<Area>,
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// Where its unit of money is stated.
    pub unit: Option<Cell>,
}

/// A column of the table that is laid out.
#[derive(Clone, Debug)]
struct Column {
    path: Vec<String>,
    measure: Measure,
    funding: Option<Funding>,
    source: Option<Source>,
    year: Option<PlanYear>,
}

/// Numbers that look random and are the same for the same seed (xorshift).
pub(super) struct Dice(pub u64);

impl Dice {
    /// A number below `most`.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most.max(1)
    }
}

const FUNDINGS: [(Funding, &str); 2] =
    [(Funding::Investment, "Vốn đầu tư phát triển"), (Funding::Recurrent, "Vốn sự nghiệp")];
const YEARS: [(PlanYear, &str); 2] =
    [(PlanYear::CarryOver, "Vốn các năm trước kéo dài"), (PlanYear::Of(2024), "Vốn năm 2024")];

fn measure_words(measure: Measure) -> &'static str {
    match measure {
        Measure::Plan => "Kế hoạch vốn được giao",
        Measure::Volume => "Giá trị khối lượng hoàn thành",
        Measure::InPeriod => "Giải ngân trong tháng",
        Measure::Cumulative => "Lũy kế giải ngân từ đầu năm",
        _ => "Ước giải ngân đến 31/12/2024",
    }
}

fn source_words(source: Source) -> &'static str {
    match source {
        Source::Central => "NSTW",
        Source::Province => "NS tỉnh",
        Source::District => "NS huyện",
        Source::Commune => "NS xã",
        Source::Local => "NSĐP",
        Source::Foreign => "Vốn nước ngoài",
        Source::Other => "Huy động khác",
    }
}

/// Layouts as units draw them.
pub(super) fn designs() -> impl Strategy<Value = Design> {
    let measures = Just(vec![
        Measure::Plan,
        Measure::InPeriod,
        Measure::Cumulative,
        Measure::Volume,
        Measure::Forecast,
    ])
    .prop_shuffle();
    let sources = prop_oneof![
        Just(vec![]),
        Just(vec![Source::Central, Source::Local]),
        Just(vec![Source::Central, Source::Province, Source::District, Source::Commune]),
        Just(vec![Source::Other, Source::Central]),
    ];
    let total = prop_oneof![Just(Total::None), Just(Total::Top), Just(Total::Bottom)];
    let split =
        prop_oneof![3 => Just(Split::One), 1 => Just(Split::Programs), 1 => Just(Split::Tables)];
    let levels = (any::<[bool; 2]>(), Just(vec!['m', 'f', 'y', 's']).prop_shuffle());
    let unit = prop::sample::select(MoneyUnit::ALL.to_vec());
    let corner = (0..4_u32, 0..3_u32);
    let (counts, flags) = (2..=5_usize, any::<[bool; 9]>());
    (levels, measures, counts, sources, flags, total, split, (unit, corner, any::<u64>())).prop_map(
        |(levels, mut measures, count, sources, flags, total, split, (unit, corner, seed))| {
            // Without a column of money paid out it is no report on disbursement.
            let paid = |kept: &[Measure]| {
                kept.iter().any(|kept| [Measure::InPeriod, Measure::Cumulative].contains(kept))
            };
            measures.truncate(count);
            if !paid(&measures) {
                measures.push(Measure::Cumulative);
            }
            if !measures.contains(&Measure::Plan) {
                measures.push(Measure::Plan);
            }
            let ([by_funding, by_year], order) = levels;
            let is_used = |level: &char| match level {
                'f' => by_funding,
                // Four sources twice over would be more columns than any form has.
                'y' => by_year && sources.len() < 4,
                's' => !sources.is_empty(),
                _ => true,
            };
            let [
                has_sums,
                is_flat,
                has_index,
                has_codes,
                has_others,
                has_row_sums,
                has_subtotals,
                has_gaps,
                has_end,
            ] = flags;
            Design {
                levels: order.into_iter().filter(is_used).collect(),
                measures,
                sources,
                has_sums,
                is_flat,
                has_index,
                has_codes,
                has_others,
                total,
                has_row_sums,
                has_subtotals,
                has_gaps,
                has_end,
                split,
                unit,
                corner,
                seed: seed | 1,
            }
        },
    )
}

impl Design {
    /// The columns of figures, from left to right.
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column {
            path: Vec::new(),
            measure: Measure::Plan,
            funding: None,
            source: None,
            year: None,
        }];
        for level in &self.levels {
            columns = columns.iter().flat_map(|column| self.split(column, *level)).collect();
        }
        columns
    }

    fn split(&self, column: &Column, level: char) -> Vec<Column> {
        let with = |words: &str, change: &dyn Fn(&mut Column)| {
            let mut column = column.clone();
            column.path.push(words.to_owned());
            change(&mut column);
            column
        };
        let is_sum = column.path.last().is_some_and(|last| last == "Tổng số")
            || column.path.iter().any(|text| text == "Tổng số");
        if is_sum && level != 'm' {
            return vec![column.clone()];
        }
        let parts: Vec<Column> = match level {
            'm' => {
                let of = |measure: &Measure| {
                    with(measure_words(*measure), &|column| column.measure = *measure)
                };
                return self.measures.iter().map(of).collect();
            }
            'f' => FUNDINGS
                .iter()
                .map(|(funding, words)| with(words, &|column| column.funding = Some(*funding)))
                .collect(),
            'y' => YEARS
                .iter()
                .map(|(year, words)| with(words, &|column| column.year = Some(*year)))
                .collect(),
            _ => self
                .sources
                .iter()
                .map(|source| with(source_words(*source), &|column| column.source = Some(*source)))
                .collect(),
        };
        let sum = self.has_sums.then(|| with("Tổng số", &|_| {}));
        sum.into_iter().chain(parts).collect()
    }

    fn is_leaf(&self, column: &Column) -> bool {
        let is_split = |level: char| self.levels.contains(&level);
        (!is_split('f') || column.funding.is_some())
            && (!is_split('y') || column.year.is_some())
            && (!is_split('s') || column.source.is_some())
    }

    /// The report.
    pub(super) fn form(&self) -> Form {
        let mut form = Form {
            pages: Vec::new(),
            leaves: BTreeMap::new(),
            sums: BTreeMap::new(),
            headings: Vec::new(),
            labels: Vec::new(),
            unit: self.unit,
        };
        let mut dice = Dice(self.seed);
        let funding = FUNDINGS[dice.below(2) as usize];
        let programs: [&[&str]; 2] = [
            &["gn.1", "gn.2", "gn.3.1", "gn.4.1", "gn.4.3"],
            &["dtts.1", "dtts.3.1", "dtts.5.1", "dtts.5.2", "dtts.6"],
        ];
        let groups: Vec<Vec<&[&str]>> = match self.split {
            Split::One => vec![programs.to_vec()],
            _ => programs.iter().map(|program| vec![*program]).collect(),
        };
        let title = if self.levels.contains(&'f') { "vốn" } else { funding.1 };
        let mut from = self.corner.0;
        for (number, group) in groups.into_iter().enumerate() {
            if number == 0 || self.split == Split::Programs {
                form.pages.push(Page { name: format!("Biểu {}", number + 1), ..Page::default() });
                from = self.corner.0;
                let page = form.pages.last_mut().expect("just pushed");
                let at = Cell::new(from, self.corner.1);
                page.cells.insert(at, text(&format!("BÁO CÁO TÌNH HÌNH GIẢI NGÂN {title}")));
                let at = Cell::new(from + 1, self.corner.1 + 3);
                page.cells.insert(at, text(&format!("Đơn vị tính: {}", self.unit.label())));
                page.unit = Some(at);
                from += 3;
            }
            if 0 < number && self.split == Split::Tables {
                let page = form.pages.last_mut().expect("the first table made it");
                let at = Cell::new(from - 2, self.corner.1);
                page.cells.insert(at, text(&format!("Biểu {} - {title}", number + 1)));
            }
            from = self.table(&mut form, &group, from, funding.0, &mut dice) + 3;
        }
        form
    }

    /// Lays out a table; returns the row behind it.
    fn table(
        &self,
        form: &mut Form,
        programs: &[&[&str]],
        from: u32,
        funding: Funding,
        dice: &mut Dice,
    ) -> u32 {
        let page = form.pages.len() - 1;
        let columns = self.columns();
        let left = self.corner.1;
        let label = left + 1 + u32::from(self.has_codes);
        let first = label + 1;
        let depth = if self.is_flat { 1 } else { self.levels.len() as u32 };
        let behind = first + columns.len() as u32;
        let mut keys = vec![(left, "STT"), (label, "Nội dung")];
        if self.has_codes {
            keys.push((left + 1, "Mã số"));
        }
        if self.has_others {
            let others = ["Tỷ lệ (%)", "Còn lại", "Ghi chú"];
            keys.extend((behind..).zip(others));
        }
        for (at, words) in keys {
            form.pages[page].cells.insert(Cell::new(from, at), text(words));
        }
        for (at, column) in columns.iter().enumerate() {
            let at = first + at as u32;
            if self.is_flat {
                let words = text(&column.path.join(" "));
                form.pages[page].cells.insert(Cell::new(from, at), words);
                form.headings.push((page, Cell::new(from, at)));
                continue;
            }
            for (level, words) in column.path.iter().enumerate() {
                let before = (first < at).then(|| &columns[(at - first - 1) as usize].path);
                let goes_on = before
                    .is_some_and(|before| before.get(..=level) == Some(&column.path[..=level]));
                let row = from + level as u32;
                if !goes_on {
                    form.pages[page].cells.insert(Cell::new(row, at), text(words));
                    form.headings.push((page, Cell::new(row, at)));
                    let same = columns[(at - first) as usize..].iter();
                    let width = same
                        .take_while(|other| {
                            other.path.get(..=level) == Some(&column.path[..=level])
                        })
                        .count() as u32;
                    let last = column.path.len() == level + 1;
                    let bottom = if last { from + depth - 1 } else { row };
                    let to = Cell::new(bottom, at + width - 1);
                    if to != Cell::new(row, at) {
                        form.pages[page].merges.push(Area { from: Cell::new(row, at), to });
                    }
                }
            }
        }
        if 1 < depth {
            let last = from + depth - 1;
            let keys = (left..first).chain(if self.has_others { behind..behind + 3 } else { 0..0 });
            for at in keys {
                let area = Area { from: Cell::new(from, at), to: Cell::new(last, at) };
                form.pages[page].merges.push(area);
            }
        }
        let mut row = from + depth;
        if self.has_index {
            let letters = ["A", "B", "C"];
            for at in left..first {
                let letter = text(letters[(at - left) as usize]);
                form.pages[page].cells.insert(Cell::new(row, at), letter);
            }
            for at in first..behind {
                let number = Value::Number(f64::from(at - first + 1));
                form.pages[page].cells.insert(Cell::new(row, at), number);
            }
            row += 1;
        }
        let mut body =
            Body { page, left, label, first, columns: &columns, funding, row, design: self };
        body.rows(form, programs, dice);
        body.row
    }
}

/// The rows of a table while they are laid out.
struct Body<'a> {
    page: usize,
    left: u32,
    label: u32,
    first: u32,
    columns: &'a [Column],
    funding: Funding,
    row: u32,
    design: &'a Design,
}

impl Body<'_> {
    fn rows(&mut self, form: &mut Form, programs: &[&[&str]], dice: &mut Dice) {
        let catalogue = Catalogue::embedded();
        let title = |id: &str| catalogue.title(&id.parse().expect("an id of the catalogue"));
        let mut all: Vec<u32> = Vec::new();
        let top = (self.design.total == Total::Top).then(|| self.named(form, "", "", "TỔNG CỘNG"));
        for (number, leaves) in programs.iter().enumerate() {
            let program = leaves[0].split('.').next().expect("an id");
            let head = self.named(form, ["I", "II"][number], program, &title(program));
            let mut of_program: Vec<u32> = Vec::new();
            let mut project: Option<(String, u32, Vec<u32>)> = None;
            let kept: Vec<&&str> = leaves.iter().filter(|_| dice.below(3) != 0).collect();
            for leaf in if kept.is_empty() { leaves.iter().take(1).collect() } else { kept } {
                let parts: Vec<&str> = leaf.split('.').collect();
                let above = parts[..2].join(".");
                if project.as_ref().is_some_and(|(id, ..)| *id != above) {
                    self.close(form, project.take(), &title);
                }
                if parts.len() == 3 && project.is_none() {
                    let row = self.named(form, parts[1], &above, &title(&above));
                    project = Some((above.clone(), row, Vec::new()));
                }
                let own = self.item(form, leaf, &title(leaf), dice);
                of_program.extend(&own);
                if let Some((.., rows)) = &mut project {
                    rows.extend(&own);
                }
            }
            self.close(form, project.take(), &title);
            if self.design.has_row_sums {
                self.add_columns(form, head, &of_program);
            }
            all.extend(of_program);
            self.row += u32::from(self.design.has_gaps);
        }
        if let Some(top) = top {
            self.add_columns(form, top, &all);
        }
        if self.design.total == Total::Bottom {
            let row = self.named(form, "", "", "Tổng cộng");
            self.add_columns(form, row, &all);
        }
        if self.design.has_end {
            let words = ["Ghi chú: số liệu minh họa.", "NGƯỜI LẬP BIỂU"];
            for words in words {
                form.pages[self.page].cells.insert(Cell::new(self.row, self.label), text(words));
                self.row += 1;
            }
        }
    }

    /// The row of a component: its figures, or those of its works.
    fn item(&mut self, form: &mut Form, id: &str, title: &str, dice: &mut Dice) -> Vec<u32> {
        let row = self.named(form, "1", id, title);
        let works = if self.design.has_codes { 0 } else { dice.below(3) };
        if works == 0 {
            self.figures(form, row, id, "", dice);
            return vec![row];
        }
        let names = ["Đường liên thôn Khau Sao", "Nhà văn hóa thôn Đồng Mỏ"];
        let mut rows = Vec::new();
        for name in names.iter().take(works as usize) {
            let row = self.named(form, "-", "", name);
            self.figures(form, row, id, name, dice);
            rows.push(row);
        }
        if self.design.has_row_sums {
            self.add_columns(form, row, &rows);
        }
        rows
    }

    fn close(
        &mut self,
        form: &mut Form,
        project: Option<(String, u32, Vec<u32>)>,
        title: &dyn Fn(&str) -> String,
    ) {
        let Some((id, row, rows)) = project else { return };
        if self.design.has_row_sums {
            self.add_columns(form, row, &rows);
        }
        if self.design.has_subtotals && self.design.has_row_sums {
            let title = title(&id);
            let short = title.split(':').next().expect("a title").to_owned();
            let row = self.named(form, "", "", &format!("Cộng {short}"));
            self.add_columns(form, row, &rows);
        }
    }

    /// A new row with its key cells.
    fn named(&mut self, form: &mut Form, number: &str, code: &str, label: &str) -> u32 {
        let row = self.row;
        let cells = &mut form.pages[self.page].cells;
        if !number.is_empty() {
            cells.insert(Cell::new(row, self.left), text(number));
        }
        if self.design.has_codes && !code.is_empty() {
            cells.insert(Cell::new(row, self.left + 1), text(code));
        }
        cells.insert(Cell::new(row, self.label), text(label));
        form.labels.push((self.page, Cell::new(row, self.label)));
        self.row += 1;
        row
    }

    fn spot(&self, row: u32, at: usize) -> Spot {
        (self.page, Cell::new(row, self.first + at as u32))
    }

    fn figures(&mut self, form: &mut Form, row: u32, id: &str, work: &str, dice: &mut Dice) {
        for (at, column) in self.columns.iter().enumerate() {
            if !self.design.is_leaf(column) || dice.below(12) == 0 {
                continue;
            }
            // Sums of more than 2⁵³ đồng are refused.
            let most = if self.design.unit == MoneyUnit::Billion { 500 } else { 90_000 };
            let (is_zero, number) = (dice.below(10) == 0, 201 + dice.below(most));
            // What was disbursed in the month is in what was disbursed since January.
            let number = match column.measure {
                Measure::Cumulative => number + most,
                _ if is_zero => 0,
                _ => number,
            };
            let spot = self.spot(row, at);
            let name = (
                id.to_owned(),
                work.to_owned(),
                column.funding.unwrap_or(self.funding),
                column.source,
                column.year.unwrap_or(PlanYear::Any),
                column.measure,
            );
            form.pages[spot.0].cells.insert(spot.1, Value::Number(number as f64));
            form.leaves.insert(spot, (name, number as f64));
        }
        self.add_columns(form, row, &[row]);
    }

    /// The columns of sums in a row; `rows` are those with the figures.
    fn add_columns(&self, form: &mut Form, row: u32, rows: &[u32]) {
        for (at, column) in self.columns.iter().enumerate() {
            if rows == [row] && self.design.is_leaf(column) {
                continue;
            }
            let is_part = |other: &&(usize, &Column)| {
                let other = other.1;
                other.measure == column.measure
                    && (column.funding.is_none() || column.funding == other.funding)
                    && (column.source.is_none() || column.source == other.source)
                    && (column.year.is_none() || column.year == other.year)
            };
            let parts: Vec<(usize, &Column)> = self.columns.iter().enumerate().collect();
            let parts = parts.iter().filter(is_part);
            let spots: Vec<Spot> = parts
                .flat_map(|(part, _)| rows.iter().map(|row| self.spot(*row, *part)))
                .filter(|spot| form.leaves.contains_key(spot))
                .collect();
            let sum: f64 = spots.iter().map(|spot| form.leaves[spot].1).sum();
            if !spots.is_empty() {
                let spot = self.spot(row, at);
                form.pages[spot.0].cells.insert(spot.1, Value::Number(sum));
                form.sums.insert(spot, spots);
            }
        }
    }
}

/// A text cell.
pub(super) fn text(words: &str) -> Value {
    Value::Text(words.into())
}

impl Form {
    /// As it is read.
    pub(super) fn workbook(&self) -> Workbook {
        let sheet = |page: &Page| Sheet {
            name: page.name.as_str().into(),
            cells: page.cells.iter().map(|(cell, value)| (*cell, value.clone())).collect(),
            merges: page.merges.clone(),
            hidden_rows: page.hidden_rows.clone(),
            ..Sheet::default()
        };
        Workbook { sheets: self.pages.iter().map(sheet).collect(), remarks: Vec::new() }
    }
}
