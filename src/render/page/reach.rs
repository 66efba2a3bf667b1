//! What cannot be reached any more: programs and funding types against the target, those that are lost first.

use crate::domain::lang::{Text, Words, words};
use crate::domain::money::Money;
use crate::domain::run_rate::{self, RunRate};
use crate::render::sentences;
use crate::render::terminal::Amounts;

use super::html::{Html, cut};
use super::{NAME, NONE, Page};

/// So many programs and funding types have a row.
const MOST: usize = 6;

pub(super) fn reach(page: &Page<'_>, html: &mut Html) {
    let summary = page.summary;
    let end = run_rate::end(summary.year);
    let mut all = run_rate::run_rates(summary);
    let is_lost = |of: &RunRate| of.is_too_late(summary.period, end);
    // Those without a last day come behind those that have one.
    all.sort_by_key(|of| (!is_lost(of), of.last_day.is_none(), of.last_day));
    let heading = words!(
        "4. Mục tiêu {rate} % kế hoạch đến ngày {day}: phần nào không còn đạt được",
        "4. The target of {rate} % of the plan by {day}: what cannot be reached any more";
        rate = summary.settings.targets.rate, day = sentences::day(end)
    );
    page.heading(html, heading.get(page.lang));
    if all.is_empty() {
        page.paragraph(html, "", page.say(NO_PLAN));
        return;
    }
    let (lost, others) = all.split_at(all.partition_point(is_lost));
    page.paragraph(html, "", told(page, lost, others).get(page.lang));
    let months = run_rate::months_left(summary.period, summary.year);
    let amounts = Amounts::of(summary.money_unit(), all.iter().map(RunRate::left));
    html.element("table", "", |table| {
        let each = words!(
            "Cần mỗi tháng ({months} tháng còn lại)",
            "Each of the {months} months left";
            months
        );
        page.table_head(
            table,
            &[
                ("", page.say(NAMED)),
                ("w12 left", page.say(FUNDING)),
                ("w14", page.say(LEFT)),
                ("w14", each.get(page.lang)),
                ("w14", page.say(LARGEST)),
                ("w13", page.say(LAST_DAY)),
            ],
        );
        for of in all.iter().take(MOST) {
            table.element("tr", if is_lost(of) { "sum" } else { "" }, |row| {
                let program = sentences::program_name(summary, &of.program);
                row.told("td", "", &cut(program.get(page.lang), NAME));
                row.told("td", "left", page.say(of.funding.label()));
                let at_most = if of.tally.lacks_cumulative { "≤ " } else { "" };
                row.told("td", "", &format!("{at_most}{}", amounts.show(of.left())));
                let each = match months {
                    0 => NONE.to_owned(),
                    months => {
                        let each = of.per_month(months).show(summary.money_unit(), 1);
                        format!("{at_most}{each}")
                    }
                };
                row.told("td", "", &each);
                let largest = of.largest.map_or_else(
                    || NONE.to_owned(),
                    |(month, paid)| {
                        format!("{} ({})", paid.show(summary.money_unit(), 1), month.short())
                    },
                );
                row.told("td", "", &largest);
                let class = if is_lost(of) { "late" } else { "" };
                row.told("td", class, last(of, is_lost(of)).get(page.lang));
            });
        }
        if MOST < all.len() {
            page.more(table, "6", all.len() - MOST);
        }
    });
    page.paragraph(html, "note", page.say(MEANS));
}

/// How many are lost, and how much money that is; of how many it is not known.
fn told(page: &Page<'_>, lost: &[RunRate], others: &[RunRate]) -> Words {
    let (count, of_all) = (lost.len(), lost.len() + others.len());
    let unknown = others.iter().filter(|of| of.last_day.is_none() && !is_met(of)).count();
    let unknown = match unknown {
        0 => Words::default(),
        unknown => words!(
            " {unknown}/{of_all} phần chưa tính được.",
            " Of {unknown} of {of_all} it is not known.";
            unknown, of_all
        ),
    };
    if count == 0 {
        return words!(
            "Chưa có phần nào được xác định là không còn đạt được.{unknown}",
            "Of nothing is it known that it cannot be reached any more.{unknown}";
            unknown
        );
    }
    let unit = page.summary.money_unit();
    let left: Money = lost.iter().map(RunRate::left).sum();
    words!(
        "{count}/{of_all} phần không còn đạt được mục tiêu dù mỗi tháng giải ngân bằng tháng cao nhất từ đầu năm; các phần đó còn phải giải ngân {left} {unit}.{unknown}",
        "{count} of {of_all} cannot meet the target even at the pace of the largest month of the year; they have {left} {unit} left to disburse.{unknown}";
        count, of_all, unknown, left = left.show(unit, 3), unit = unit.text()
    )
}

/// Whether nothing is left of the target; what lacks a part of its cumulative is met all the more.
fn is_met(of: &RunRate) -> bool {
    of.left().is_zero()
}

/// Until when it can be reached.
fn last(of: &RunRate, is_lost: bool) -> Words {
    match of.last_day {
        _ if is_lost => words!("không còn kịp", "too late"),
        Some(day) => sentences::day(day),
        None if is_met(of) => words!("đã đạt", "met"),
        None => words!("chưa tính được", "not known"),
    }
}

const NO_PLAN: Text = Text {
    vi: "Không có kế hoạch vốn để tính mục tiêu.",
    en: "There is no plan to take a target of.",
};
const NAMED: Text = Text { vi: "Chương trình", en: "Program" };
const FUNDING: Text = Text { vi: "Loại vốn", en: "Funding type" };
const LEFT: Text = Text { vi: "Còn phải giải ngân", en: "Left to disburse" };
const LARGEST: Text = Text { vi: "Tháng cao nhất từ đầu năm", en: "Largest month" };
const LAST_DAY: Text = Text { vi: "Ngày cuối còn kịp", en: "Last day" };
const MEANS: Text = Text {
    vi: "Sau “ngày cuối còn kịp”, dù mỗi tháng bằng tháng cao nhất cũng không đạt; chưa tính khi chưa đủ 3 tháng mọi đơn vị đều báo cáo.",
    en: "After the last day even the largest month, repeated, would not do; not told before three months with all reports are known.",
};
