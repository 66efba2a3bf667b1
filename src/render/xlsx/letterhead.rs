//! The head and the foot of an official document (NĐ 30/2020/NĐ-CP): both sides, title, signatures.

pub mod issued;

use rust_xlsxwriter::{ColNum, RowNum};

use crate::domain::lang::{Lang, Text};
use crate::domain::period::Period;

use super::page::Page;
use super::text::capitalised;
use super::words;

/// The short rule under a name: long dashes join to a line.
const RULE: &str = "————————";

/// What stands at the head of a sheet.
pub struct Head<'a> {
    /// "Biểu số 01", at the top right.
    pub number: Option<Text>,
    /// The title.
    pub title: &'a str,
    /// The last column of the table.
    pub last: ColNum,
}

/// Writes the head; gives the first row below it.
pub fn head(page: &mut Page<'_>, head: &Head<'_>) -> anyhow::Result<RowNum> {
    let shared = page.shared;
    let (lang, styles, office) = (shared.lang, &shared.styles, &shared.settings.office);
    let (left, right) = page.sides(head.last);
    if let Some(number) = head.number {
        page.across((0, right), (0, head.last), number.get(lang), &styles.centre_bold)?;
    }
    let nation = words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM");
    let motto = words("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness");
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
        page.across((row, 0), (row, left), &ours, format)?;
        let format = if row == 3 { &styles.centre } else { &styles.centre_bold };
        page.across((row, right), (row, head.last), theirs, format)?;
    }
    page.sheet.set_row_height(3, 10)?;
    page.sheet.set_row_height(4, 8)?;
    let period = match shared.period {
        Period::Day(_) if lang == Lang::Vi => format!("Báo cáo {}", shared.period.show(lang)),
        period => capitalised(&period.show(lang)),
    };
    let day = shared.period.to().format("%-d/%-m/%Y");
    let as_of = match lang {
        Lang::Vi => format!("(Số liệu tính đến ngày {day})"),
        Lang::En => format!("(Figures as of {day})"),
    };
    page.across((5, 0), (5, head.last), head.title, &styles.title)?;
    page.sheet.set_row_height(5, 22)?;
    page.across((6, 0), (6, head.last), &period, &styles.centre_bold)?;
    page.across((7, 0), (7, head.last), &as_of, &styles.centre_italic)?;
    Ok(8)
}

/// "Đơn vị tính: …" at the right of `row`, above a table.
pub fn money_unit(page: &mut Page<'_>, row: RowNum, last: ColNum) -> anyhow::Result<()> {
    let shared = page.shared;
    let label = shared.say(words("Đơn vị tính", "Unit of money"));
    let text = format!("{label}: {}", shared.unit().text().get(shared.lang));
    page.across((row, last.saturating_sub(3)), (row, last), &text, &shared.styles.right_italic)
}

/// The places for the signatures below a table: the offices are named, the people are not.
pub fn signatures(page: &mut Page<'_>, row: RowNum, last: ColNum) -> anyhow::Result<()> {
    let shared = page.shared;
    let styles = &shared.styles;
    let (left, right) = page.sides(last);
    let place = shared.settings.letter.get("place").and_then(|place| place.as_str());
    let place = place.unwrap_or("……………");
    let dated = match shared.lang {
        Lang::Vi => format!("{place}, ngày …… tháng …… năm ………"),
        Lang::En => format!("{place}, …… / …… / ………"),
    };
    page.across((row, right), (row, last), &dated, &styles.centre_italic)?;
    let (maker, head) =
        (words("NGƯỜI LẬP BIỂU", "PREPARED BY"), words("THỦ TRƯỞNG ĐƠN VỊ", "HEAD OF OFFICE"));
    page.across((row + 1, 0), (row + 1, left), shared.say(maker), &styles.centre_bold)?;
    page.across((row + 1, right), (row + 1, last), shared.say(head), &styles.centre_bold)?;
    let (signed, sealed) = (
        words("(Ký, ghi rõ họ tên)", "(signature, full name)"),
        words("(Ký, ghi rõ họ tên, đóng dấu)", "(signature, full name, seal)"),
    );
    page.across((row + 2, 0), (row + 2, left), shared.say(signed), &styles.centre_italic)?;
    page.across((row + 2, right), (row + 2, last), shared.say(sealed), &styles.centre_italic)
}
