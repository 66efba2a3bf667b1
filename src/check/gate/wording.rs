//! The sentences of findings: the row and the heading in words, the amounts in the unit of the sheet.

use crate::domain::context::Context;
use crate::domain::key::{Key, PlanYear};
use crate::domain::lang::{Text, Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::obligation::Obligation;

/// Longer labels are cut in a sentence; the cell that is named holds the whole.
const LONGEST: usize = 90;

/// `Dòng “…”, cột “…”`.
pub(crate) fn cell(row: &str, heading: &str) -> Words {
    let (row, heading) = (short(row), short(heading));
    words!("Dòng “{row}”, cột “{heading}”", "Row “{row}”, column “{heading}”"; row, heading)
}

/// `Dòng “…”`.
pub(crate) fn row(row: &str) -> Words {
    let row = short(row);
    words!("Dòng “{row}”", "Row “{row}”"; row)
}

/// `“…”`, cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{}”", short(text))
}

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// An amount with its unit, at full precision.
pub(crate) fn amount(money: Money, unit: MoneyUnit) -> Words {
    let figure = figure(money, unit);
    words!("{figure} {unit}", "{figure} {unit}"; figure, unit = unit.text())
}

/// `nhập theo đồng: chia cho 1.000.000`.
pub(crate) fn scale(power: i32, unit: MoneyUnit) -> Words {
    let factor = figure(Money::from_dong(10_i64.pow(power.unsigned_abs())), MoneyUnit::Dong);
    let (vi, en) =
        if 0 < power { ("chia cho", "divide by") } else { ("nhân với", "multiply by") };
    match unit.typed(power) {
        Some(typed) => Words::new(
            format!("nhập theo {}: {vi} {factor}", typed.text().vi),
            format!("is in {}: {en} {factor}", typed.text().en),
        ),
        None => Words::new(
            format!("lệch {factor} lần (thừa, thiếu chữ số 0 hoặc sai dấu phẩy): {vi} {factor}"),
            format!("is off by {factor} (a nought or a comma): {en} {factor}"),
        ),
    }
}

/// The number of an amount in a unit, at full precision.
pub(crate) fn figure(money: Money, unit: MoneyUnit) -> String {
    money.show(unit, unit.dong().ilog10())
}

/// `where: ghi …, <measured against> …, nhiều hơn …`.
pub(crate) fn differs(
    place: &Words,
    unit: MoneyUnit,
    found: Money,
    against: Text,
    expected: Money,
) -> Words {
    let gap = found - expected;
    let more = if gap.is_negative() {
        Text { vi: "ít hơn", en: "less" }
    } else {
        Text { vi: "nhiều hơn", en: "more" }
    };
    let [found, expected, gap] = [found, expected, gap.abs()].map(|money| amount(money, unit));
    words!(
        "{place}: ghi {found}, {against} {expected}, {more} {gap}.",
        "{place}: states {found}, {against} {expected}, {gap} {more}.";
        place, found, against, expected, more, gap
    )
}

/// `words` and one more sentence.
pub(crate) fn then(words: Words, more: &Words) -> Words {
    words!("{words} {more}", "{words} {more}"; words, more)
}

/// What an obligation is about: `CTMTQG giảm nghèo bền vững, Vốn sự nghiệp`.
pub(crate) fn obligation(context: &Context<'_>, obligation: &Obligation) -> Words {
    let (name, funding) =
        (context.catalogue.short(&obligation.program), obligation.funding.label());
    words!("{name}, {funding}", "{name}, {funding}"; name, funding)
}

/// What a key is about: `Dự án 2: …, Vốn sự nghiệp, NSTW, vốn năm 2024`.
pub(crate) fn key(context: &Context<'_>, key: &Key) -> Words {
    let name = match &key.work {
        Some(work) => work.name.to_string(),
        None => context.catalogue.title(&key.component),
    };
    let name = short(&name);
    let funding = key.funding.label();
    let mut words = words!("{name}, {funding}", "{name}, {funding}"; name, funding);
    let mut add = |vi: &str, en: &str| {
        words = Words::new(format!("{}, {vi}", words.vi), format!("{}, {en}", words.en));
    };
    if let Some(source) = key.source {
        add(source.label().vi, source.label().en);
    }
    match key.year {
        PlanYear::Of(year) => add(&format!("vốn năm {year}"), &format!("plan of {year}")),
        PlanYear::CarryOver => add("vốn kéo dài", "carried over"),
        PlanYear::Any => {}
    }
    words
}
