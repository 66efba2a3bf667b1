//! `compare` on the screen: why a rate moved, by program, and which units are behind each step.

use std::collections::BTreeMap;

use super::amounts::{Amounts, NONE, percent, with_unit};
use super::screen::{Screen, Tone};
use super::table::{Column, Table, indented};
use crate::domain::bridge::{Compared, Moved, Step, Told};
use crate::domain::closing::Standing;
use crate::domain::code::ComponentId;
use crate::domain::context::Context;
use crate::domain::key::Funding;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::tally::{Points, Rate};
use crate::render::xlsx::text::capitalised;

/// How many units are named behind a step.
const NAMED: usize = 5;
/// How wide the picture of the bridge is.
const WIDE: i128 = 24;

/// Two sides beside each other.
pub(crate) fn compared(
    of: &Compared,
    context: &Context<'_>,
    lang: Lang,
    screen: &Screen,
) -> String {
    let unit = context.settings.office.money_unit;
    let mut out = String::new();
    let office = harmless(&context.settings.office.name);
    if !office.is_empty() {
        out.push_str(&screen.paint(Tone::Strong, &office));
        out.push('\n');
    }
    let title = words!(
        "So sánh giải ngân {from} và {to}",
        "Disbursement of {from} and {to}";
        from = side(&of.from), to = side(&of.to)
    );
    let title = screen.paragraph("", title.get(lang));
    out.push_str(&screen.paint(Tone::Strong, title.trim_end()));
    out.push('\n');
    let heading = words!(
        "Vì sao tỷ lệ thay đổi (đơn vị tính: {unit})",
        "Why the rate moved (in {unit})";
        unit = unit.text()
    );
    out.push_str(&screen.heading(heading.get(lang)));
    out.push_str(&bridge(of, unit, lang).show(screen));
    out.push_str(&screen.paragraph("  ", CONVENTION.get(lang)));
    if !of.bridge.is_known {
        out.push_str(&screen.paragraph("  ", UNKNOWN.get(lang)));
    }
    for words in &of.reread {
        out.push_str(&screen.paragraph("  - ", words.get(lang)));
    }
    out.push_str(&screen.heading(IN_WORDS.get(lang)));
    out.push_str(&screen.paragraph("", why(of, unit).get(lang)));
    let heading = words!(
        "Theo chương trình (đơn vị tính: {unit})",
        "By program (in {unit})";
        unit = unit.text()
    );
    out.push_str(&screen.heading(heading.get(lang)));
    out.push_str(&programs(of, context, unit, lang).show(screen));
    let named = units(of, context, unit, lang);
    if !named.is_empty() {
        let heading = words!(
            "Các đơn vị làm thay đổi nhiều nhất (đơn vị tính: {unit})",
            "The units behind it (in {unit})";
            unit = unit.text()
        );
        out.push_str(&screen.heading(heading.get(lang)));
        out.push_str(&named.show(screen));
    }
    out
}

/// A side in words: a period, and which edition of it.
pub(crate) fn side(of: &Told) -> Words {
    let period = of.period.words();
    if let Some(workbook) = &of.workbook {
        return words!("{period} (theo {workbook})", "{period} (by {workbook})"; period, workbook);
    }
    match of.edition {
        Some(edition) => words!(
            "{period} (bản chốt {edition})",
            "{period} (edition {edition})";
            period, edition
        ),
        None => words!("{period} (theo tệp hiện có)", "{period} (by the files now)"; period),
    }
}

/// A step in a few words.
pub(crate) fn step(step: Step) -> Text {
    match step {
        Step::Plan => Text { vi: "Kế hoạch vốn thay đổi", en: "The plan changed" },
        Step::Late => Text { vi: "Báo cáo nộp muộn", en: "Reports that came late" },
        Step::Restated => {
            Text { vi: "Điều chỉnh số đã báo cáo", en: "Figures stated again" }
        }
        Step::Reread => Text {
            vi: "Thiết lập, danh mục, phiên bản giaingan",
            en: "Settings, register, version of giaingan",
        },
        Step::Spent => {
            Text { vi: "Giải ngân trong thời gian đó", en: "Disbursed in between" }
        }
    }
}

fn bridge(of: &Compared, unit: MoneyUnit, lang: Lang) -> Table {
    let bridge = &of.bridge;
    let ends = [bridge.from, bridge.to].map(|(plan, cumulative)| [plan, cumulative]);
    let moved = bridge.steps.iter().map(|moved| moved.amount);
    let amounts = Amounts::of(unit, ends.into_iter().flatten().chain(moved));
    let mut table = Table::new(vec![
        Column::words(STEP.get(lang)),
        Column::figure(PLAN.get(lang)),
        Column::figure(CUMULATIVE.get(lang)),
        Column::figure(RATE.get(lang)),
        Column::picture(""),
    ]);
    let picture = Picture::of(of);
    let end = |told: &Told, (plan, cumulative): (Money, Money)| {
        let rate = Rate::of(cumulative, plan);
        let bar = rate.map_or_else(String::new, |rate| picture.bar(0, rate.hundredths()));
        let name = capitalised(&side(told).pick(lang));
        vec![name, amounts.show(plan), amounts.show(cumulative), percent(rate), bar]
    };
    table.row(Tone::Strong, end(&of.from, bridge.from));
    let mut at = bridge.rates().map_or(0, |(first, _)| first.hundredths());
    for moved in &bridge.steps {
        let Moved { step: of_step, amount, points, .. } = moved;
        let shown = if amount.is_zero() { NONE.to_owned() } else { signed(amounts, *amount) };
        let [plan, paid] = match of_step {
            Step::Plan => [shown, String::new()],
            _ => [String::new(), shown],
        };
        let points = points.map_or(Points::from_hundredths(0), |points| points).hundredths();
        let bar = picture.bar(at, at + points);
        at += points;
        let told = match moved.points {
            None => NONE.to_owned(),
            Some(_) if amount.is_zero() => String::new(),
            Some(points) => points.to_string(),
        };
        let name = indented(1, step(*of_step).get(lang));
        table.row(Tone::Quiet, vec![name, plan, paid, told, bar]);
    }
    table.ruled_row(Tone::Strong, end(&of.to, bridge.to));
    table
}

/// An amount with its sign.
fn signed(amounts: Amounts, amount: Money) -> String {
    let sign = if Money::ZERO < amount { "+" } else { "" };
    format!("{sign}{}", amounts.show(amount))
}

/// The bridge as bars: each step begins where the one before ends.
struct Picture {
    highest: i128,
}

impl Picture {
    fn of(of: &Compared) -> Picture {
        let Some((first, _)) = of.bridge.rates() else { return Picture { highest: 0 } };
        let mut at = first.hundredths();
        let mut highest = at;
        for points in of.bridge.steps.iter().filter_map(|moved| moved.points) {
            at += points.hundredths();
            highest = highest.max(at);
        }
        Picture { highest }
    }

    /// A bar from one rate to another: full where it rises, light where it falls.
    fn bar(&self, from: i128, to: i128) -> String {
        if self.highest <= 0 {
            return String::new();
        }
        let place = |rate: i128| ((rate * WIDE + self.highest / 2) / self.highest).clamp(0, WIDE);
        let (low, high) = (place(from.min(to)), place(from.max(to)));
        // The smallest move shows.
        let high = if from != to { high.max(low + 1) } else { high };
        let mark = if to < from { "░" } else { "█" };
        format!("{}{}", "\u{a0}".repeat(low as usize), mark.repeat((high - low) as usize))
    }
}

/// What moved the rate, in a sentence that can go into a report.
pub(crate) fn why(of: &Compared, unit: MoneyUnit) -> Words {
    let Some((first, last)) = of.bridge.rates() else {
        return words!(
            "Không có kế hoạch vốn ở một bên nên không có tỷ lệ để so sánh.",
            "One side has no plan, and so there are no rates to compare."
        );
    };
    let change = last - first;
    let how = match change.hundredths() {
        0 => words!("không đổi", "did not move"),
        change if 0 < change => words!("tăng", "rose by"),
        _ => words!("giảm", "fell by"),
    };
    let by = match change.hundredths() {
        0 => words!("", ""),
        _ => {
            let by = change.abs().to_plain().replace('.', ",");
            words!(" {by} điểm phần trăm", " {by} points"; by)
        }
    };
    let parts = of.bridge.steps.iter().filter(|moved| !moved.amount.is_zero()).map(|moved| {
        let name = step(moved.step);
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| {
            let name = name.get(lang);
            let sign = if Money::ZERO < moved.amount { "+" } else { "" };
            let amount = with_unit(moved.amount, unit, lang);
            let points = moved.points.map_or_else(String::new, |points| points.to_string());
            format!("{}: {sign}{amount} ({points})", lowered(name))
        });
        Words::new(vi, en)
    });
    let parts = parts.reduce(|a, b| words!("{a}; {b}", "{a}; {b}"; a, b));
    let parts = parts.unwrap_or_else(|| words!("không có gì thay đổi", "nothing moved"));
    words!(
        "Tỷ lệ giải ngân {to} là {last}%, {how}{by} so với {from} là {first}%: {parts}.",
        "The rate of {to} is {last}%; it {how}{by} against {from} with {first}%: {parts}.";
        first, last, from = side(&of.from), to = side(&of.to), how, by, parts
    )
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Plan and cumulative.
type Figures = (Money, Money);

fn programs(of: &Compared, context: &Context<'_>, unit: MoneyUnit, lang: Lang) -> Table {
    let mut parts: BTreeMap<(ComponentId, Funding), [Figures; 2]> = BTreeMap::new();
    let mut add = |standing: &Standing, at: usize| {
        for ((_, component, funding), stood) in standing {
            let sums = parts.entry((component.program(), *funding)).or_default();
            sums[at].0 += stood.plan;
            sums[at].1 += stood.cumulative;
        }
    };
    add(&of.from.side.standing, 0);
    add(&of.to.side.standing, 1);
    let all = parts.values().flatten().map(|(_, cumulative)| *cumulative);
    let amounts = Amounts::of(unit, all.chain([of.bridge.from.1, of.bridge.to.1]));
    let mut table = Table::new(vec![
        Column::words(NAME.get(lang)),
        Column::figure(BEFORE.get(lang)),
        Column::figure(AFTER.get(lang)),
        Column::figure(CHANGE.get(lang)),
        Column::figure(RATE_BEFORE.get(lang)),
        Column::figure(RATE_AFTER.get(lang)),
        Column::figure(POINTS.get(lang)),
    ]);
    let row = |name: String, [a, b]: [Figures; 2]| {
        let [first, last] = [a, b].map(|(plan, cumulative)| Rate::of(cumulative, plan));
        let points = first.zip(last).map(|(first, last)| last - first);
        vec![
            name,
            amounts.show(a.1),
            amounts.show(b.1),
            signed(amounts, b.1 - a.1),
            percent(first),
            percent(last),
            points.map_or_else(|| NONE.to_owned(), |points| points.to_string()),
        ]
    };
    let mut last = None;
    for ((program, funding), figures) in &parts {
        if last != Some(program) {
            let own = parts.iter().filter(|((of, _), _)| of == program);
            let sum = own.fold(<[Figures; 2]>::default(), |sum, (_, own)| {
                [0, 1].map(|at| (sum[at].0 + own[at].0, sum[at].1 + own[at].1))
            });
            let title = context.catalogue.get(program).map(|node| match lang {
                Lang::Vi => node.short.clone(),
                Lang::En => node.en.clone(),
            });
            let title = title.unwrap_or_else(|| program.to_string());
            table.row(Tone::Strong, row(title, sum));
            last = Some(program);
        }
        let name = indented(1, funding.label().get(lang));
        table.row(Tone::Quiet, row(name, *figures));
    }
    let whole = [of.bridge.from, of.bridge.to];
    table.ruled_row(Tone::Strong, row(TOTAL.get(lang).to_owned(), whole));
    table
}

fn units(of: &Compared, context: &Context<'_>, unit: MoneyUnit, lang: Lang) -> Table {
    let shares = of.bridge.steps.iter().flat_map(|moved| &moved.shares);
    let amounts = Amounts::of(unit, shares.map(|share| share.amount));
    let mut table = Table::new(vec![
        Column::words(STEP.get(lang)),
        Column::names(UNIT.get(lang)),
        Column::figure(AMOUNT.get(lang)),
    ]);
    for moved in &of.bridge.steps {
        for (at, share) in moved.shares.iter().take(NAMED).enumerate() {
            let name = if at == 0 { step(moved.step).get(lang) } else { "" };
            let unit = context.register.name(&share.unit);
            let amount = signed(amounts, share.amount);
            table.row(Tone::Quiet, vec![name.to_owned(), unit, amount]);
        }
        if let Some(rest @ [_, ..]) = moved.shares.get(NAMED..) {
            let sum: Money = rest.iter().map(|share| share.amount).sum();
            let name = words!(
                "và {count} đơn vị khác",
                "and {count} other units";
                count = rest.len()
            );
            table.row(Tone::Quiet, vec![String::new(), name.pick(lang), signed(amounts, sum)]);
        }
    }
    table
}

const STEP: Text = Text { vi: "Bước", en: "Step" };
const PLAN: Text = Text { vi: "Kế hoạch\nvốn", en: "Plan" };
const CUMULATIVE: Text = Text { vi: "Lũy kế\ngiải ngân", en: "Cumulative" };
const RATE: Text = Text { vi: "Tỷ lệ,\nđiểm %", en: "Rate,\npoints" };
const IN_WORDS: Text = Text { vi: "Câu đưa vào báo cáo", en: "Sentences for the report" };
const NAME: Text = Text { vi: "Chương trình, loại vốn", en: "Program, funding type" };
const BEFORE: Text = Text { vi: "Lũy kế\ntrước", en: "Cumulative\nbefore" };
const AFTER: Text = Text { vi: "Lũy kế\nsau", en: "Cumulative\nafter" };
const CHANGE: Text = Text { vi: "Tăng,\ngiảm", en: "Change" };
const RATE_BEFORE: Text = Text { vi: "Tỷ lệ\ntrước", en: "Rate\nbefore" };
const RATE_AFTER: Text = Text { vi: "Tỷ lệ\nsau", en: "Rate\nafter" };
const POINTS: Text = Text { vi: "Điểm\n%", en: "Points" };
const TOTAL: Text = Text { vi: "TỔNG CỘNG", en: "TOTAL" };
const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
const AMOUNT: Text = Text { vi: "Số tiền", en: "Amount" };
const CONVENTION: Text = Text {
    vi: "Quy ước: kế hoạch vốn thay đổi trước (trên lũy kế cũ), rồi lần lượt trên kế hoạch mới: báo cáo nộp muộn, số báo cáo lại, cùng tệp mà thiết lập hoặc phiên bản khác, cuối cùng là giải ngân. Các điểm % cộng lại đúng bằng chênh lệch hai tỷ lệ; phần làm tròn nằm ở bước lớn nhất.",
    en: "By convention the plan moves first (over the old cumulative), then over the new plan what came late, what was stated again, what another setting or version makes of the same files, and last what was disbursed. The points add up to the difference of the two rates; the largest step takes what rounding leaves.",
};
const UNKNOWN: Text = Text {
    vi: "Có đơn vị chưa rõ lũy kế hoặc số giải ngân trong kỳ: các bước tính theo phần đã rõ.",
    en: "Of some units the cumulative or what they disbursed is not known: the steps tell what is.",
};
