//! The rates by program and funding type, as figures and as bars.

use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::lang::{Text, words};
use crate::domain::summary::ProgramTotal;
use crate::domain::tally::Tally;
use crate::render::sentences;
use crate::render::terminal::percent_of;

use super::Page;
use super::html::{Html, cut};

/// So many programs have rows of their own, the others one together.
const MOST: usize = 3;
/// The name of a program on two lines.
const NAME: usize = 70;

type Part = (ComponentId, Funding);

pub(super) fn rates(page: &Page<'_>, html: &mut Html) {
    let summary = page.summary;
    page.heading(html, page.say(HEADING));
    html.element("table", "", |table| {
        let mut headings = vec![
            ("w30", page.say(NAMED)),
            ("w13", page.say(PLAN)),
            ("w12", page.say(IN_PERIOD)),
            ("w13", page.say(CUMULATIVE)),
            ("w8", page.say(RATE)),
            ("", ""),
        ];
        if page.before.is_some() {
            headings.push(("w9", page.say(CHANGE)));
        }
        page.table_head(table, &headings);
        let of_programs: Vec<&[ProgramTotal]> =
            summary.programs.chunk_by(|a, b| a.program == b.program).collect();
        let (shown, others) = of_programs.split_at(of_programs.len().min(MOST));
        for of_one in shown {
            let name = sentences::program_name(summary, &of_one[0].program);
            row(page, table, ("sum", &cut(name.get(page.lang), NAME)), tally(of_one), of_one);
            for part in *of_one {
                let name = page.say(part.funding.label());
                row(page, table, ("part", name), part.tally, std::slice::from_ref(part));
            }
        }
        if !others.is_empty() {
            let count = others.len();
            let name = words!("{count} chương trình khác", "{count} other programs"; count);
            let others = others.concat();
            row(page, table, ("sum", name.get(page.lang)), tally(&others), &others);
        }
        for funding in Funding::ALL {
            let of_type = summary.programs.iter().filter(|of| of.funding == funding);
            let name = page.say(funding.label()).to_lowercase();
            let name = words!("Cộng {name}", "All {name}"; name);
            let of_type: Vec<ProgramTotal> = of_type.cloned().collect();
            let tally = summary.funding(funding);
            row(page, table, ("sum", name.get(page.lang)), tally, &of_type);
        }
        let whole = summary.totals.tally;
        row(page, table, ("total", page.say(TOTAL)), whole, &summary.programs);
    });
    let rate = sentences::plan_name(summary);
    let told = words!(
        "Tỷ lệ: lũy kế so với {rate}. Vạch mảnh: mục tiêu {target} % kế hoạch; vạch chấm: thời gian đã qua của năm ({time}%).",
        "Rate: cumulative of {rate}. Thin line: the target of {target} % of the plan; dots: the time gone of the year ({time}%).";
        rate,
        target = summary.settings.targets.rate,
        time = summary.period.time_gone(summary.year)
    );
    page.paragraph(html, "note", told.get(page.lang));
}

fn tally(totals: &[ProgramTotal]) -> Tally {
    totals.iter().map(|of| of.tally).sum()
}

/// The row of a program or a funding type, or of several.
fn row(
    page: &Page<'_>,
    table: &mut Html,
    (class, name): (&'static str, &str),
    tally: Tally,
    totals: &[ProgramTotal],
) {
    let parts: Vec<Part> = totals.iter().map(|of| (of.program.clone(), of.funding)).collect();
    table.element("tr", class, |row| {
        row.told("td", "wrap", name);
        row.told("td", "", &page.amounts.show(tally.plan));
        row.told("td", "", &page.money(tally.in_period, tally.lacks_in_period));
        row.told("td", "", &page.money(tally.cumulative, tally.lacks_cumulative));
        row.told("td", "", &percent_of(tally.rate(), tally.lacks_cumulative));
        row.element("td", "", |cell| page.scale.bar(cell, tally.rate()));
        if page.before.is_some() {
            let change = page.change(tally, |before| before.tally(&parts));
            row.told("td", "", &page.points(change));
        }
    });
}

const HEADING: Text = Text {
    vi: "1. Tỷ lệ giải ngân theo chương trình, loại vốn",
    en: "1. Rates by program and funding type",
};
const NAMED: Text = Text { vi: "Chương trình, loại vốn", en: "Program, funding type" };
const PLAN: Text = Text { vi: "Kế hoạch vốn", en: "Plan" };
const IN_PERIOD: Text = Text { vi: "Trong kỳ", en: "In period" };
const CUMULATIVE: Text = Text { vi: "Lũy kế", en: "Cumulative" };
const RATE: Text = Text { vi: "Tỷ lệ", en: "Rate" };
const CHANGE: Text = Text { vi: "So kỳ trước (điểm %)", en: "Change (points)" };
const TOTAL: Text = Text { vi: "Tổng cộng", en: "Total" };
