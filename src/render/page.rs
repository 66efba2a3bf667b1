//! One A4 page for who decides: the rates, who must act, what changed, what cannot be reached any more.
//!
//! A single file without script, link or picture from elsewhere. Every list on it ends after a fixed number of rows and
//! says how many more there are, so that it prints to one page whatever comes; the workbook has all of them.

mod html;
mod bars;
mod head;
mod rates;
mod moved;
mod acts;
mod reach;
mod foot;
#[cfg(test)]
mod tests;

use crate::domain::lang::{Lang, Text, words};
use crate::domain::mark;
use crate::domain::money::Money;
use crate::domain::run_rate;
use crate::domain::summary::{Compared, Summary};
use crate::domain::tally::{Points, Tally};
use crate::render::terminal::Amounts;

use bars::Scale;
use html::{Html, cut};

/// A name on the page has at most so many letters.
const NAME: usize = 64;

/// The page of a summary, with an empty place for its seal.
pub(crate) fn page(summary: &Summary, lang: Lang) -> String {
    let page = Page::of(summary, lang);
    let mut html = Html::default();
    html.markup("<!doctype html>\n<html lang=\"").markup(page.say(CODE)).markup("\">\n");
    // Whatever got in, a browser would neither run nor fetch it.
    html.markup(concat!(
        "<head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" ",
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
    ));
    html.told("title", "", &format!("{} – {}", page.say(TITLE), summary.period.show(lang)));
    html.markup("\n<style>\n").markup(include_str!("page/page.css")).markup("</style></head>\n");
    let mut main = Html::default();
    for part in [head::head, rates::rates, moved::moved, acts::acts, reach::reach, foot::foot] {
        part(&page, &mut main);
    }
    let lines = main.lines();
    let size = SIZES.iter().find(|(room, _)| lines <= *room).map_or(SMALLEST, |(_, size)| size);
    html.element("body", if page.is_tight { "tight" } else { "" }, |body| {
        body.element("main", size, |within| {
            within.add(main);
        });
    });
    html.markup(mark::PAGE).markup(mark::UNSEALED).markup(" -->\n</html>\n");
    html.finish()
}

/// What all parts of the page ask for.
struct Page<'a> {
    summary: &'a Summary,
    lang: Lang,
    /// The month or quarter before.
    before: Option<Compared>,
    scale: Scale,
    amounts: Amounts,
    /// The amounts are so long that they take smaller letters.
    is_tight: bool,
}

impl Page<'_> {
    fn of(summary: &Summary, lang: Lang) -> Page<'_> {
        let tallies = summary.programs.iter().map(|of| of.tally).chain([summary.totals.tally]);
        let all = tallies.flat_map(|of| [of.plan, of.in_period, of.cumulative]);
        let all: Vec<Money> = all.collect();
        let amounts = Amounts::of(summary.money_unit(), all.iter().copied());
        let length = all.iter().map(|of| amounts.show(*of).chars().count()).max();
        Page {
            before: summary.period_before(),
            scale: Scale::new(
                run_rate::target_rate(summary),
                summary.period.time_gone(summary.year),
            ),
            amounts,
            is_tight: WIDE < length.unwrap_or(0),
            summary,
            lang,
        }
    }

    fn say(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// An amount of which a part may be known by nobody.
    fn money(&self, amount: Money, is_least: bool) -> String {
        self.amounts.told(amount, is_least, self.lang)
    }

    /// `▲ 1,25`: by how many points a rate moved, told by a sign and not by its colour.
    fn points(&self, change: Option<Points>) -> String {
        let Some(change) = change else { return NONE.to_owned() };
        let size = change.size();
        match change.hundredths() {
            0 => self.say(UNMOVED).to_owned(),
            up if 0 < up => format!("▲ {size}"),
            _ => format!("▼ {size}"),
        }
    }

    /// By how many points the rate of something moved since the period before.
    fn change(&self, now: Tally, then: impl FnOnce(&Compared) -> Tally) -> Option<Points> {
        now.change_since(then(self.before.as_ref()?))
    }

    fn heading(&self, html: &mut Html, text: &str) {
        html.told("h2", "", text);
    }

    fn paragraph(&self, html: &mut Html, class: &'static str, text: &str) {
        html.told("p", class, &cut(text, PARAGRAPH));
    }

    /// The head of a table: headings and the classes that set their widths.
    fn table_head(&self, html: &mut Html, headings: &[(&'static str, &str)]) {
        html.element("thead", "", |head| {
            head.element("tr", "", |row| {
                for (class, heading) in headings {
                    row.told("th", class, heading);
                }
            });
        });
    }

    /// The last row of a table that is not whole.
    fn more(&self, html: &mut Html, columns: &'static str, count: usize) {
        let text = words!(
            "và {count} dòng khác, xem sổ tổng hợp",
            "and {count} more rows, see the workbook";
            count
        );
        html.element("tr", "more", |row| {
            row.markup("<td colspan=\"").markup(columns).markup("\">");
            row.text(text.get(self.lang)).markup("</td>");
        });
    }
}

/// Up to so many lines the letters have this size (a class of the style).
const SIZES: [(usize, &str); 2] = [(46, ""), (57, "dense")];
/// And beyond.
const SMALLEST: &str = "densest";
/// A paragraph has at most so many letters.
const PARAGRAPH: usize = 480;
/// An amount of so many letters has room in a column.
const WIDE: usize = 12;
/// What stands where there is no figure.
const NONE: &str = "–";
const CODE: Text = Text { vi: "vi", en: "en" };
const TITLE: Text = Text {
    vi: "Tình hình giải ngân các chương trình mục tiêu quốc gia",
    en: "Disbursement of the National Target Programs",
};
const UNMOVED: Text = Text { vi: "không đổi", en: "unchanged" };
