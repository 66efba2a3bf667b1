//! The head and the foot of an official document (NĐ 30/2020/NĐ-CP): both sides, title, signatures. What the office signs
//! has its own head; what a unit signs is headed by the unit, below the authority of the office that issues it.

use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet};

use crate::domain::lang::{Lang, Text, words};
use crate::domain::period::Period;
use crate::domain::register::Unit;

use super::page::{Page, Print};
use super::style;
use super::text::{capitalised, lines};

/// The short rule under a name: long dashes join to a line.
const RULE: &str = "————————";

/// How many rows the head takes of a sheet that the office signs: the first row below it.
pub(crate) const ROWS: RowNum = 8;

/// The first row below the head of a sheet that a unit fills in.
pub(crate) const ISSUED: RowNum = 5;

/// Bold capitals that stand on a line of the name at the left of such a sheet, over STT, Mã and Nội dung.
const LEFT: f64 = 30.0;

/// First and last column.
type Columns = (ColNum, ColNum);

/// What stands at the head of a sheet that the office signs.
pub(crate) struct Head<'a> {
    /// "Biểu số 01", at the top right.
    pub number: Option<Text>,
    /// The title.
    pub title: &'a str,
    /// The columns that it stands over.
    pub columns: Columns,
}

/// Writes the head; gives the first row below it.
pub(crate) fn head(page: &mut Page<'_>, head: &Head<'_>) -> anyhow::Result<RowNum> {
    let shared = page.shared;
    let (lang, styles, office) = (shared.lang, &shared.styles, &shared.settings.office);
    let (first, last) = head.columns;
    let (left, right) = page.sides(head.columns);
    if let Some(number) = head.number {
        page.across((0, right), (0, last), number.get(lang), &styles.centre_bold)?;
    }
    let nation = Text {
        vi: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        en: "SOCIALIST REPUBLIC OF VIET NAM",
    };
    let motto = Text {
        vi: "Độc lập - Tự do - Hạnh phúc",
        en: "Independence - Freedom - Happiness",
    };
    let sides = [
        (office.authority.to_uppercase(), &styles.centre, nation.get(lang)),
        (office.name.to_uppercase(), &styles.centre_bold, motto.get(lang)),
        (
            if office.name.is_empty() { String::new() } else { RULE.to_owned() },
            &styles.centre,
            RULE,
        ),
    ];
    for (row, (ours, format, theirs)) in (1..).zip(sides) {
        page.across((row, first), (row, left), &ours, format)?;
        let format = if row == 3 { &styles.centre } else { &styles.centre_bold };
        page.across((row, right), (row, last), theirs, format)?;
    }
    page.sheet.set_row_height(3, 10)?;
    page.sheet.set_row_height(4, 8)?;
    let period = match shared.period {
        Period::Day(_) if lang == Lang::Vi => format!("Báo cáo {}", shared.period.show(lang)),
        period => capitalised(&period.show(lang)),
    };
    page.across((5, first), (5, last), head.title, &styles.title)?;
    // Its capitals are half as wide again as the letters of tables.
    let letters: f64 = (first..=last).map(|column| page.width(column)).sum();
    page.points(5, 22.0 * f64::from(lines(head.title, letters / 1.5)))?;
    page.across((6, first), (6, last), &period, &styles.centre_bold)?;
    as_of(page, ROWS - 1, head.columns)?;
    Ok(ROWS)
}

/// Writes the head of a sheet that tells amounts, without a number of a form, and their unit of money; gives the row below it.
pub(crate) fn titled(page: &mut Page<'_>, title: &str, columns: Columns) -> anyhow::Result<RowNum> {
    let row = head(page, &Head { number: None, title, columns })?;
    money_unit(page, row, columns.1)?;
    Ok(row + 1)
}

/// Ends a sheet whose rows end above the last one of `print`: signatures over these columns, and what is printed.
pub(crate) fn signed(
    mut page: Page<'_>,
    columns: Columns,
    print: Print,
) -> anyhow::Result<Worksheet> {
    /// The signatures, and room for them.
    const HIGH: RowNum = 8;
    let (row, last) = print.last;
    signatures(&mut page, row + 1, columns)?;
    page.print(Print { last: (row + HIGH, last), ..print })?;
    page.finish()
}

/// What stands at the head of a sheet that a unit fills in.
pub(crate) struct Issued<'a> {
    /// `Biểu số 01`.
    pub annex: &'a str,
    /// The title, without the period.
    pub title: &'a str,
    /// The last column of the name at the left.
    pub left: ColNum,
    /// The columns at the right, up to the last one.
    pub right: Columns,
}

/// Writes the head of a sheet that a unit fills in, in the rows above [`ISSUED`].
pub(crate) fn issued(page: &mut Page<'_>, unit: &Unit, head: &Issued<'_>) -> anyhow::Result<()> {
    let shared = page.shared;
    let (styles, last) = (&shared.styles, head.right.1);
    let authority = shared.settings.office.authority.to_uppercase();
    let unit = reporter(unit).to_uppercase();
    let names =
        [(authority, styles.centre.clone()), (unit, style::ruled(styles.centre_bold.clone()))];
    for (row, (name, format)) in (0..).zip(&names) {
        page.across((row, 0), (row, head.left), name, format)?;
        page.points(row, 2.0 + 16.0 * f64::from(lines(name, LEFT)))?;
    }
    page.across((0, head.right.0), (0, last), head.annex, &styles.centre_bold)?;
    let title = format!("{} {}", head.title, shared.period.show(shared.lang).to_uppercase());
    page.across((2, 0), (2, last), &title, &styles.title)?;
    as_of(page, 3, (0, last))?;
    [(2, 38.0), (3, 18.0), (4, 18.0)].into_iter().try_for_each(|(row, high)| page.points(row, high))
}

/// "(Số liệu tính đến ngày …)" below a title.
fn as_of(page: &mut Page<'_>, row: RowNum, (first, last): Columns) -> anyhow::Result<()> {
    let shared = page.shared;
    let day = shared.period.to().format("%-d/%-m/%Y");
    let text = words!(
        "(Số liệu tính đến ngày {day})",
        "(Figures as of {day})";
        day
    )
    .pick(shared.lang);
    page.across((row, first), (row, last), &text, &shared.styles.centre_italic)
}

/// The name that the unit reports under: a commune through its people's committee.
fn reporter(unit: &Unit) -> String {
    if unit.is_commune() { format!("UBND {}", unit.name) } else { unit.name.clone() }
}

/// "Đơn vị tính: …" at the right of `row`, above a table.
pub(crate) fn money_unit(page: &mut Page<'_>, row: RowNum, last: ColNum) -> anyhow::Result<()> {
    money_unit_at(page, row, (last.saturating_sub(3), last))
}

/// The same over these columns.
pub(crate) fn money_unit_at(
    page: &mut Page<'_>,
    row: RowNum,
    (first, last): Columns,
) -> anyhow::Result<()> {
    let shared = page.shared;
    let label = shared.say(Text { vi: "Đơn vị tính", en: "Unit of money" });
    let text = format!("{label}: {}", shared.unit().text().get(shared.lang));
    page.across((row, first), (row, last), &text, &shared.styles.right_italic)
}

/// The places for the signatures below a table: the offices are named, the people are not.
pub(crate) fn signatures(page: &mut Page<'_>, row: RowNum, columns: Columns) -> anyhow::Result<()> {
    let shared = page.shared;
    let (first, last) = columns;
    let (left, right) = page.sides(columns);
    let place = shared.settings.letter.place.as_deref().unwrap_or("……………");
    let dated = words!(
        "{place}, ngày …… tháng …… năm ………",
        "{place}, …… / …… / ………";
        place
    )
    .pick(shared.lang);
    let maker = [
        Text { vi: "NGƯỜI LẬP BIỂU", en: "PREPARED BY" },
        Text { vi: "(Ký, ghi rõ họ tên)", en: "(signature, full name)" },
    ];
    let head = [
        Text { vi: "THỦ TRƯỞNG ĐƠN VỊ", en: "HEAD OF OFFICE" },
        Text { vi: "(Ký, ghi rõ họ tên, đóng dấu)", en: "(signature, full name, seal)" },
    ];
    let places = Places {
        dated: &dated,
        left: ((first, left), maker.map(|text| shared.say(text))),
        right: ((right, last), head.map(|text| shared.say(text))),
    };
    places.write(page, row, &shared.styles.centre_bold, &shared.styles.centre_italic)
}

/// The same of a form that a unit signs; what it types there is not locked. Gives the row of the names.
pub(crate) fn unit_signatures(
    page: &mut Page<'_>,
    unit: &Unit,
    row: RowNum,
    left: Columns,
    right: Columns,
) -> anyhow::Result<RowNum> {
    let styles = &page.shared.styles;
    let (bold, italic) = (styles.centre_bold.clone(), styles.centre_italic.clone());
    let (bold, italic) = (bold.set_unlocked(), italic.set_unlocked());
    let signer = if unit.is_commune() {
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    } else {
        "THỦ TRƯỞNG ĐƠN VỊ"
    };
    let places = Places {
        dated: "………, ngày … tháng … năm ……",
        left: (left, ["NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"]),
        right: (right, [signer, "(Ký tên, đóng dấu)"]),
    };
    places.write(page, row, &bold, &italic)?;
    for (row, high) in (row..).zip([20.0, 34.0, 18.0]) {
        page.points(row, high)?;
    }
    let names = row + 6;
    for (first, last) in [left, right] {
        page.across((names, first), (names, last), "", &bold)?;
    }
    Ok(names)
}

/// Where two people sign: who, and how.
struct Places<'a> {
    dated: &'a str,
    left: (Columns, [&'a str; 2]),
    right: (Columns, [&'a str; 2]),
}

impl Places<'_> {
    fn write(
        &self,
        page: &mut Page<'_>,
        row: RowNum,
        bold: &Format,
        italic: &Format,
    ) -> anyhow::Result<()> {
        let (first, last) = self.right.0;
        page.across((row, first), (row, last), self.dated, italic)?;
        for ((first, last), [who, how]) in [self.left, self.right] {
            page.across((row + 1, first), (row + 1, last), who, bold)?;
            page.across((row + 2, first), (row + 2, last), how, italic)?;
        }
        Ok(())
    }
}
