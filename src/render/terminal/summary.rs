//! `aggregate` on the screen: programs, units, who is missing, what is wrong, the sentences, the control total.

use super::amounts::{Amounts, bar, percent_of, with_unit};
use super::screen::{Screen, Tone};
use super::table::{Column, Table, indented};
use super::{findings, missing, units};
use crate::domain::key::Funding;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::money::Money;
use crate::domain::summary::{ProgramTotal, Summary};
use crate::domain::tally::{Rate, Tally};
use crate::render::sentences::{adjusted, below, marks, program_name, sentences};

/// The figures of a period and all that has to be said of them.
pub(crate) fn summary(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut out = title(TITLE.get(lang), summary, lang, screen);
    out.push_str(&screen.heading(&in_unit(PROGRAMS, summary, lang)));
    out.push_str(&programs(summary, lang).show(screen));
    out.push_str(&notes(summary, lang, screen));
    out.push_str(&units::ranked(summary, lang, screen));
    out.push_str(&missing::missing(summary, lang, screen));
    out.push_str(&findings::overview(summary, lang, screen));
    out.push_str(&screen.heading(SENTENCES.get(lang)));
    for sentence in sentences(summary, lang) {
        out.push_str(&screen.paragraph("- ", &sentence));
    }
    out.push('\n');
    out.push_str(&control(summary, lang, screen));
    out
}

/// Who, for which period, how many reported.
pub(super) fn title(what: &str, summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let office = harmless(&summary.settings.office.name);
    let mut out = String::new();
    if !office.is_empty() {
        out.push_str(&screen.paint(Tone::Strong, &office));
        out.push('\n');
    }
    let what = format!("{what} {}", summary.period.show(lang));
    out.push_str(&screen.paint(Tone::Strong, &what));
    out.push('\n');
    let coverage = summary.coverage;
    let tone = if coverage.received < coverage.expected { Tone::Warning } else { Tone::Good };
    let text = words!(
        "{received}/{expected} đơn vị có báo cáo được tổng hợp; {missing} chưa nộp; {rejected} nộp nhưng không dùng được",
        "{received} of {expected} units counted; {missing} missing; {rejected} rejected";
        received = coverage.received,
        expected = coverage.expected,
        missing = coverage.missing,
        rejected = coverage.rejected
    );
    let text = match below(summary) {
        Some(below) => words!("{text}; {below}", "{text}; {below}"; text, below),
        None => text,
    };
    let text = text.pick(lang);
    out.push_str(&screen.paint(tone, screen.paragraph("", &text).trim_end()));
    out.push('\n');
    out
}

/// A heading and the unit of the money below it.
pub(super) fn in_unit(heading: Text, summary: &Summary, lang: Lang) -> String {
    let (heading, unit) = (heading.get(lang), summary.money_unit().text().get(lang));
    words!(
        "{heading} (đơn vị tính: {unit})",
        "{heading} (in {unit})";
        heading, unit
    )
    .pick(lang)
}

/// Program by funding type, the two funding types, the whole.
fn programs(summary: &Summary, lang: Lang) -> Table {
    let totals = summary.totals;
    let whole = [totals.tally.plan, totals.tally.in_period, totals.tally.cumulative];
    let parts = summary.programs.iter().map(|program| program.tally);
    let parts = parts.flat_map(|tally| [tally.plan, tally.in_period, tally.cumulative]);
    let figures = Figures {
        lang,
        amounts: Amounts::of(summary.money_unit(), parts.chain(whole)),
        has_assigned: totals.assigned.is_some(),
    };
    let mut columns = vec![
        Column::words(NAME.get(lang)),
        Column::figure(PLAN.get(lang)),
        Column::figure(IN_PERIOD.get(lang)),
        Column::figure(CUMULATIVE.get(lang)),
        Column::figure(RATE.get(lang)),
    ];
    if figures.has_assigned {
        columns.push(Column::figure(RATE_ON_ASSIGNED.get(lang)));
    }
    columns.push(Column::picture(""));
    let mut table = Table::new(columns);
    for of_one in summary.programs.chunk_by(|a, b| a.program == b.program) {
        let name = program_name(summary, &of_one[0].program).get(lang).to_owned();
        let tally: Tally = of_one.iter().map(|total| total.tally).sum();
        table.row(Tone::Strong, figures.row(name, tally, assigned(of_one)));
        for total in of_one {
            let name = indented(1, total.funding.label().get(lang));
            table.row(Tone::Quiet, figures.row(name, total.tally, total.assigned));
        }
    }
    for (position, funding) in Funding::ALL.into_iter().enumerate() {
        let of_type = summary.programs.iter().filter(|total| total.funding == funding);
        let assigned = assigned(&of_type.cloned().collect::<Vec<_>>());
        let name = format!("{} {}", SUM_OF.get(lang), funding.label().get(lang).to_lowercase());
        let row = figures.row(name, summary.funding(funding), assigned);
        match position {
            0 => table.ruled_row(Tone::Quiet, row),
            _ => table.row(Tone::Quiet, row),
        }
    }
    table.row(Tone::Strong, figures.row(TOTAL.get(lang).into(), totals.tally, totals.assigned));
    table
}

fn assigned(totals: &[ProgramTotal]) -> Option<Money> {
    totals.iter().map(|total| total.assigned).sum()
}

/// How the figures of the table of programs are written.
struct Figures {
    lang: Lang,
    amounts: Amounts,
    has_assigned: bool,
}

impl Figures {
    fn row(&self, name: String, tally: Tally, assigned: Option<Money>) -> Vec<String> {
        let mut cells = vec![name];
        let amounts = [
            (tally.plan, false),
            (tally.in_period, tally.lacks_in_period),
            (tally.cumulative, tally.lacks_cumulative),
        ];
        cells.extend(
            amounts.map(|(amount, is_least)| self.amounts.told(amount, is_least, self.lang)),
        );
        cells.push(percent_of(tally.rate(), tally.lacks_cumulative));
        if self.has_assigned {
            let rate = assigned.and_then(|assigned| Rate::of(tally.cumulative, assigned));
            cells.push(percent_of(rate, tally.lacks_cumulative));
        }
        cells.push(bar(tally.rate()));
        cells
    }
}

/// What the table cannot say: what was assigned, the provisional part, remarks on the run.
fn notes(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let unit = summary.money_unit();
    let mut out = String::new();
    let mut say = |text: String| out.push_str(&screen.paragraph("  ", &text));
    if let Some(assigned) = summary.totals.assigned {
        let (assigned, allocated) =
            (with_unit(assigned, unit, lang), with_unit(summary.totals.allocated, unit, lang));
        let told = words!(
            "Vốn được giao: {assigned}; đã phân bổ cho các đơn vị: {allocated}.",
            "Assigned: {assigned}; allocated to units: {allocated}.";
            assigned, allocated
        );
        say(told.pick(lang));
    }
    let carried = summary.totals.tally.carried;
    if !carried.is_zero() {
        let carried = with_unit(carried, unit, lang);
        let told = words!(
            "Lũy kế gồm {carried} tạm tính theo báo cáo gần nhất.",
            "The cumulative figures hold {carried} that is provisional.";
            carried
        );
        say(told.pick(lang));
    }
    if let Some(adjusted) = adjusted(summary) {
        say(adjusted.pick(lang));
    }
    if let Some(marks) = marks(summary) {
        say(marks.get(lang).to_owned());
    }
    for remark in &summary.remarks {
        say(remark.get(lang).to_owned());
    }
    out
}

/// The line that proves that nothing was lost.
pub(super) fn control(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let tone = if summary.control.is_balanced() { Tone::Good } else { Tone::Error };
    let text = screen.paragraph("", control_words(summary, lang).get(lang));
    format!("{}\n", screen.paint(tone, text.trim_end()))
}

/// The same for any output, its amounts not to be broken.
pub(in crate::render) fn control_words(summary: &Summary, lang: Lang) -> Words {
    let unit = summary.money_unit();
    let of = |counted: crate::domain::submission::Counted| {
        let amount = with_unit(counted.amount, unit, lang);
        match counted.cells {
            1 => words!("1 ô ({amount})", "1 cell ({amount})"; amount),
            cells => words!("{cells} ô ({amount})", "{cells} cells ({amount})"; cells, amount),
        }
    };
    let control = summary.control;
    let [read, used, checked, aside] =
        [control.read, control.used, control.checked, control.set_aside].map(of);
    let end = if control.is_balanced() { BALANCED } else { UNBALANCED };
    words!(
        "Số đối chiếu: đã đọc {read} = đã dùng {used} + dùng để đối chiếu {checked} + chưa đưa vào tổng hợp {aside}: {end}",
        "Control total: read {read} = used {used} + checked {checked} + set aside {aside}: {end}";
        read, used, checked, aside, end
    )
}

const TITLE: Text = Text { vi: "Tổng hợp giải ngân", en: "Disbursement," };
const PROGRAMS: Text = Text { vi: "Theo chương trình", en: "By program" };
const NAME: Text = Text { vi: "Chương trình, loại vốn", en: "Program, funding type" };
pub(super) const PLAN: Text = Text { vi: "Kế hoạch\nvốn", en: "Plan" };
const IN_PERIOD: Text = Text { vi: "Giải ngân\ntrong kỳ", en: "In\nperiod" };
pub(super) const CUMULATIVE: Text = Text { vi: "Lũy kế\ngiải ngân", en: "Cumulative" };
const RATE: Text = Text { vi: "So kế\nhoạch", en: "Of\nplan" };
const RATE_ON_ASSIGNED: Text = Text { vi: "So vốn\ngiao", en: "Of\nassigned" };
const SUM_OF: Text = Text { vi: "Cộng", en: "All" };
const TOTAL: Text = Text { vi: "TỔNG CỘNG", en: "TOTAL" };
const SENTENCES: Text = Text { vi: "Câu đưa vào báo cáo", en: "Sentences for the report" };
const BALANCED: Text = Text { vi: "khớp.", en: "balanced." };
const UNBALANCED: Text = Text {
    vi: "KHÔNG KHỚP. Đây là lỗi của chương trình: không dùng số liệu này, hãy báo cho người phát triển.",
    en: "NOT BALANCED. This is a fault of the program: do not use these figures, and report it.",
};
