//! What a unit tells of its results, row by row, with the component and the indicator that each is about. Nothing here is
//! money: it is in no control total.

use super::Known;
use super::number::{self, Notation, Typed};
use crate::domain::code::ComponentId;
use crate::domain::indicator::{Naming, unit_behind};
use crate::domain::label::{Label, composed};
use crate::domain::place::Cell;
use crate::domain::results::{Amount, Quantity, ResultLine};
use crate::domain::submission::{Measure, Submission};
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::lexicon::Said;
use crate::recognise::results::{Columns, heading, is_unit_of_measure};
use crate::recognise::rows::{RowReader, Seen};
use crate::recognise::{Form, Framed};

/// Reads the tables of results of a form into the submission.
pub(super) fn read(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    submission: &mut Submission,
) {
    for table in form.results.iter().filter(|table| !form.left_out.contains(&table.sheet)) {
        let sheet = &workbook.sheets[usize::from(table.sheet)];
        let rows = Rows {
            known,
            sheet,
            number: table.sheet,
            columns: &table.columns,
            program: table.program.as_ref(),
        };
        submission.results.extend(rows.lines(table.rows.clone(), |_| true));
    }
}

/// What rows of a table of figures tell that count something; `is_one` says which. In a table of money only what is called
/// as an indicator is a result; the others may be anything.
pub(super) fn in_table(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    is_one: impl Fn(u32) -> bool,
) -> Vec<ResultLine> {
    let own = heading(sheet, framed.heading.rows.start, known.lexicon).map(|(columns, _)| columns);
    let columns = own.clone().unwrap_or_else(|| of_figures(framed));
    let program = framed.scope.program.as_ref();
    let rows = Rows { known, sheet, number: framed.sheet, columns: &columns, program };
    let mut lines = rows.lines(framed.heading.body..framed.end, is_one);
    lines.retain(|line| own.is_some() || line.naming != Naming::Unknown);
    lines
}

/// The columns of a table of money in which the rows that count something tell how many.
fn of_figures(framed: &Framed) -> Columns {
    let heading = &framed.heading;
    let first = |measure| {
        let is_it = |said: &Option<Said>| *said == Some(Said::Measure(measure));
        heading.columns.iter().find(|headed| is_it(&headed.said)).map(|headed| headed.index)
    };
    Columns {
        number: heading.number,
        code: heading.code,
        about: None,
        name: heading.label,
        unit: heading.uom,
        plan: first(Measure::Plan),
        done: first(Measure::Cumulative),
        in_period: first(Measure::InPeriod),
        note: heading.notes.first().copied(),
    }
}

/// The rows of a table.
struct Rows<'a> {
    known: &'a Known<'a>,
    sheet: &'a Sheet,
    /// The number of the sheet.
    number: u16,
    columns: &'a Columns,
    /// What all of it is about.
    program: Option<&'a ComponentId>,
}

impl Rows<'_> {
    /// Those of the rows that are results and have an amount.
    fn lines(
        &self,
        rows: std::ops::Range<u32>,
        is_result: impl Fn(u32) -> bool,
    ) -> Vec<ResultLine> {
        let mut reader = RowReader::new(self.known.names, self.program.cloned());
        let mut above = self.program.cloned();
        let mut lines = Vec::new();
        for (row, _) in self.sheet.rows(rows) {
            above = self.component(row, &mut reader, above);
            if is_result(row) {
                lines.extend(self.line(row, above.as_ref()));
            }
        }
        lines
    }

    fn text(&self, row: u32, column: Option<u32>) -> &str {
        column.map_or("", |column| self.sheet.text(Cell::new(row, column)).trim())
    }

    /// What a row is about; `above` is what the row above is about.
    fn component(
        &self,
        row: u32,
        reader: &mut RowReader<'_>,
        above: Option<ComponentId>,
    ) -> Option<ComponentId> {
        let columns = self.columns;
        let at = columns.about.unwrap_or(columns.name);
        let (number, code, label) = (
            self.text(row, columns.number),
            self.text(row, columns.code),
            self.text(row, Some(at)),
        );
        if label.is_empty() && code.is_empty() {
            // One more result of what stands above, unless it has a number of its own.
            let has_number =
                columns.number.is_some_and(|of| self.sheet.get(Cell::new(row, of)).is_some());
            let cell = Cell::new(row, at);
            let is_merged = self.sheet.merges.iter().any(|area| area.contains(cell));
            return above.filter(|_| !has_number || is_merged).or_else(|| self.program.cloned());
        }
        match reader.read(number, code, label) {
            Some(Seen::Item(id, _) | Seen::Subtotal(id) | Seen::Part(Some(id))) => Some(id),
            Some(Seen::Total) => self.program.cloned(),
            Some(Seen::Stray) if columns.about.is_some() => {
                let named = self.known.names.program_in(&Label::new(label));
                named.or_else(|| self.program.cloned())
            }
            // The name of an indicator below the row of its component.
            Some(Seen::Stray | Seen::Quantity | Seen::PageSum | Seen::Part(None)) | None => above,
        }
    }

    fn line(&self, row: u32, component: Option<&ComponentId>) -> Option<ResultLine> {
        let columns = self.columns;
        let cell = |column: Option<u32>| column.map(|column| Cell::new(row, column));
        let told = |column| cell(column).map_or(Amount::Blank, |cell| amount(self.sheet, cell));
        let (plan, done, in_period) =
            (told(columns.plan), told(columns.done), told(columns.in_period));
        let filled =
            [(&done, columns.done), (&in_period, columns.in_period), (&plan, columns.plan)];
        let first = filled.into_iter().find(|(amount, _)| !amount.is_blank())?.1?;
        let name = Some(self.text(row, Some(columns.name))).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| self.text(row, columns.about));
        let typed = self.text(row, columns.unit);
        let behind = || unit_behind(name).filter(|unit| is_unit_of_measure(unit));
        let unit = if typed.is_empty() { behind().unwrap_or_default() } else { typed };
        Some(ResultLine {
            component: component.cloned(),
            naming: self.known.context.catalogue.indicators.named(name),
            name: composed(name).into(),
            unit: composed(unit).into(),
            plan,
            done,
            in_period,
            note: composed(self.text(row, columns.note)).into(),
            sheet: self.number,
            cell: Cell::new(row, columns.name),
            told: Cell::new(row, first),
            is_partial: false,
            is_carried: false,
        })
    }
}

/// What a cell tells. A text that reads as two numbers is none: "1.500" may be a thousand and more, or one and a half.
pub(super) fn amount(sheet: &Sheet, cell: Cell) -> Amount {
    let text = |text: &str| Amount::Text(composed(text).into());
    match sheet.get(cell) {
        None => Amount::Blank,
        Some(Value::Number(number)) => {
            Quantity::from_cell(*number).map_or_else(|| text(&number.to_string()), Amount::Of)
        }
        Some(Value::Text(typed)) => match number::read(typed) {
            Typed::Blank | Typed::Nothing => Amount::Blank,
            Typed::Number(number) if number.unit.is_none() => {
                let ways = Notation::ALL.into_iter().filter_map(|way| number.read_as(way));
                let ways = ways.filter_map(|way| Quantity::from_cell(way.parse().ok()?));
                let mut ways: Vec<Quantity> = ways.collect();
                ways.dedup();
                match ways[..] {
                    [one] => Amount::Of(one),
                    _ => text(typed),
                }
            }
            Typed::Number(_) | Typed::Percent(_) | Typed::NotANumber => text(typed),
        },
        Some(Value::Bool(value)) => text(&value.to_string()),
        Some(Value::Date(day)) => text(&day.format("%d/%m/%Y").to_string()),
        Some(Value::Error(error)) => text(error),
        Some(Value::NoResult) => text("="),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::submission::Counted;
    use crate::parse::fixture::{self, sheet};

    const FIGURES: [&[&str]; 3] = [
        &["UBND XÃ HÒA SƠN", "Đơn vị tính: triệu đồng"],
        &["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"],
        &["1", "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "500", "40"],
    ];

    /// Row, component, naming, unit, plan/done/in period; what the money is; and the findings, with what was found in triệu đồng.
    fn told(results: Sheet) -> (Vec<String>, Counted, Vec<String>) {
        let read = fixture::read(vec![sheet("Vốn sự nghiệp", &FIGURES), results]);
        let show = |line: &ResultLine| {
            let component = line.component.as_ref().map_or("-", |id| id.as_str());
            let naming = match &line.naming {
                Naming::Known(id) => format!("={id}"),
                Naming::Near(id) => format!("~{id}"),
                Naming::Unknown => format!("?{}", line.name),
            };
            let amounts = [&line.plan, &line.done, &line.in_period].map(ToString::to_string);
            format!(
                "{} {component} {naming} {} {}",
                line.cell.row + 1,
                line.unit,
                amounts.join("/")
            )
        };
        let problems = read.problems.iter().map(|problem| {
            let found = problem.found.unwrap_or_default().as_dong() / 1_000_000;
            format!("{} {found}", problem.rule.code.0)
        });
        (read.results.iter().map(show).collect(), read.read, problems.collect())
    }

    fn money() -> Counted {
        fixture::read(vec![sheet("Vốn sự nghiệp", &FIGURES)]).read
    }

    #[test]
    fn a_sheet_of_results_is_read_and_none_of_it_is_money() {
        let results = sheet(
            "Kết quả",
            &[
                &["KẾT QUẢ THỰC HIỆN NHIỆM VỤ"],
                &[
                    "STT",
                    "Mã",
                    "Nội dung",
                    "Chỉ tiêu",
                    "Đơn vị tính",
                    "Kế hoạch",
                    "Lũy kế thực hiện",
                ],
                &["1", "gn.4.1", "Tiểu dự án 1 Dự án 4", "Số lớp đào tạo nghề", "lớp", "15", "4"],
                &["", "", "", "Học viên", "người", "450", "'1.500"],
                &["2", "gn.2", "Dự án 2", "Con giống bàn giao", "con", "", "2.5"],
                &["3", "", "", "Lớp đào tạo nghề nấu ăn", "lớp", "", "3"],
                &["4", "", "Dự án 2", "Trâu", "con", "", "khoảng 10"],
                &["5", "gn.2", "Dự án 2", "Hộ nhận hỗ trợ", "hộ", "", ""],
            ],
        );
        let (lines, read, codes) = told(results);
        assert_eq!(
            lines,
            [
                "3 gn.4.1 =lop lớp 15/4/",
                "4 gn.4.1 =hoc-vien người 450/1.500/",
                "5 gn.2 =con-giong con /2,5/",
                "6 - ~lop lớp /3/",
                "7 gn.2 ?Trâu con /khoảng 10/",
            ]
        );
        assert_eq!((read, codes), (money(), vec![]));
    }

    #[test]
    fn names_of_indicators_may_stand_below_their_component() {
        let results = sheet(
            "Phụ lục",
            &[
                &["STT", "Nội dung", "ĐVT", "Kế hoạch năm", "Kết quả trong tháng", "Từ đầu năm"],
                &["I", "Chương trình MTQG giảm nghèo bền vững"],
                &["1", "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo"],
                &["", "Số hộ nhận hỗ trợ", "hộ", "30", "5", "20"],
                &["", "Mô hình", "mô hình", "2", "", "1"],
            ],
        );
        let (lines, read, codes) = told(results);
        assert_eq!(lines, ["4 gn.2 =ho-nhan hộ 30/20/5", "5 gn.2 ?Mô hình mô hình 2/1/"]);
        assert_eq!((read, codes), (money(), vec![]));
    }

    /// A component of 70 and 60 with rows below it that count something: what is told, and the findings.
    fn below_a_component(rows: &[[&str; 5]]) -> (Vec<String>, Vec<String>) {
        let name = "Tiểu dự án 1 Dự án 4 Chương trình giảm nghèo bền vững";
        let above: [&[&str]; 3] = [
            &["Đơn vị tính: triệu đồng"],
            &["STT", "Nội dung", "ĐVT", "Kế hoạch vốn", "Lũy kế giải ngân"],
            &["1", name, "triệu đồng", "70", "60"],
        ];
        let rows = above.into_iter().chain(rows.iter().map(<[&str; 5]>::as_slice));
        let (lines, _, problems) = told(sheet("Vốn đầu tư", &rows.collect::<Vec<_>>()));
        (lines, problems)
    }

    const ROADS: [&str; 5] = ["", "Đường liên thôn", "km", "3", "2"];

    fn classes(plan: &'static str, done: &'static str) -> [&'static str; 5] {
        ["", "Số lớp đào tạo nghề", "lớp", plan, done]
    }

    fn trainees(plan: &'static str, done: &'static str) -> [&'static str; 5] {
        ["", "Học viên", "người", plan, done]
    }

    #[test]
    fn rows_among_money_that_are_called_as_an_indicator_are_results() {
        let (lines, problems) = below_a_component(&[classes("3", "2"), ROADS]);
        assert_eq!(lines, ["4 gn.4.1 =lop lớp 3/2/"]);
        assert_eq!(problems, ["GN204 5"]);
        assert_eq!(below_a_component(&[classes("3", "2")]).1, [""; 0]);
    }

    #[test]
    fn results_that_come_to_the_money_of_their_component_are_told_with_the_amount() {
        let like_money = [classes("30", "20"), trainees("40", "40")];
        let (lines, problems) = below_a_component(&like_money);
        assert_eq!((lines.len(), problems), (2, vec!["GN204 130".to_owned()]));
        let [a, b] = like_money;
        assert_eq!(below_a_component(&[a, b, ROADS]).1, ["GN204 135"]);
        assert_eq!(
            below_a_component(&[classes("27", "18"), trainees("40", "40"), ROADS]).1,
            ["GN204 130"]
        );
        assert_eq!(below_a_component(&[classes("70", "60")]).1, ["GN204 130"]);
        assert_eq!(below_a_component(&[classes("70", "2"), trainees("450", "60")]).1, [""; 0]);
    }
}
