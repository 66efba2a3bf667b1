//! Whose page it is, the rates in large figures, and between which the one of the whole will lie.

use crate::domain::key::Funding;
use crate::domain::lang::{Text, words};
use crate::domain::summary::Compared;
use crate::domain::tally::Tally;
use crate::render::sentences;
use crate::render::terminal::{control_words, percent_of};

use super::html::{Html, cut};
use super::{NAME, Page, TITLE};

pub(super) fn head(page: &Page<'_>, html: &mut Html) {
    let (summary, lang) = (page.summary, page.lang);
    let office = &summary.settings.office;
    html.element("header", "", |head| {
        head.element("div", "office", |of| {
            of.text(&cut(&office.authority, NAME));
            of.told("b", "", &cut(&office.name, NAME));
        });
        head.told("h1", "", page.say(TITLE));
        let told = words!(
            "{period} – số liệu tính đến ngày {day} – đơn vị tính: {unit}",
            "{period} – figures as of {day} – in {unit}";
            period = summary.period.words(),
            day = sentences::day(summary.period.to()),
            unit = summary.money_unit().text()
        );
        head.told("p", "period", told.get(lang));
    });
    // Never a footnote.
    if !summary.control.is_balanced() {
        page.paragraph(html, "alert", control_words(summary, lang).get(lang));
    }
    html.element("div", "cards", |cards| {
        let whole = summary.totals.tally;
        cards.element("div", "card whole", |card| {
            rate(page, card, page.say(WHOLE), whole, Compared::whole);
            if let Some(rate) = summary.totals.rate_on_assigned() {
                let rate = percent_of(Some(rate), whole.lacks_cumulative);
                let told = words!("so vốn được giao: {rate}", "of the assigned plan: {rate}"; rate);
                card.told("span", "", told.get(lang));
            }
        });
        for funding in Funding::ALL {
            cards.element("div", "card", |card| {
                let (name, tally) = (page.say(funding.label()), summary.funding(funding));
                rate(page, card, name, tally, |of| of.funding(funding));
            });
        }
        cards.element("div", "card", |card| coverage(page, card));
    });
    band(page, html);
}

/// A rate, what it is of, and how it moved.
fn rate(
    page: &Page<'_>,
    card: &mut Html,
    name: &str,
    tally: Tally,
    then: impl FnOnce(&Compared) -> Tally,
) {
    card.told("b", "", name);
    card.told("span", "big", &percent_of(tally.rate(), tally.lacks_cumulative));
    let plan = page.amounts.show(tally.plan);
    let paid = page.money(tally.cumulative, tally.lacks_cumulative);
    let in_period = page.money(tally.in_period, tally.lacks_in_period);
    for told in [
        words!("kế hoạch: {plan}", "plan: {plan}"; plan),
        words!("lũy kế: {paid}", "cumulative: {paid}"; paid),
        words!("trong kỳ: {in_period}", "in the period: {in_period}"; in_period),
    ] {
        card.told("span", "", told.get(page.lang));
    }
    if page.before.is_some() {
        let moved = page.points(page.change(tally, then));
        let moved =
            words!("so kỳ trước: {moved} điểm %", "since the last period: {moved} points"; moved);
        card.told("span", "", moved.get(page.lang));
    }
}

/// How many reported, and how much of the figures stands for those who did not.
fn coverage(page: &Page<'_>, card: &mut Html) {
    let coverage = page.summary.coverage;
    let (received, expected) = (coverage.received, coverage.expected);
    let (missing, rejected) = (coverage.missing, coverage.rejected);
    let mut lines = vec![words!(
        "{missing} chưa nộp, {rejected} không dùng được",
        "{missing} missing, {rejected} rejected";
        missing, rejected
    )];
    if 0 < coverage.lead.expected {
        lines.push(words!(
            "cơ quan chủ trì: {received}/{expected}",
            "lead agencies: {received} of {expected}";
            received = coverage.lead.received, expected = coverage.lead.expected
        ));
    }
    if 0 < coverage.below.expected {
        lines.push(words!(
            "đơn vị cấp dưới: {received}/{expected}",
            "units below: {received} of {expected}";
            received = coverage.below.received, expected = coverage.below.expected
        ));
    }
    let carried = page.summary.totals.tally.carried;
    if !carried.is_zero() {
        let carried = page.amounts.show(carried);
        lines.push(words!("lũy kế tạm tính: {carried}", "provisional: {carried}"; carried));
    }
    card.told("b", "", page.say(COVERAGE));
    card.told("span", "big", &format!("{received}/{expected}"));
    for line in lines {
        card.told("span", "", line.get(page.lang));
    }
}

/// Where the rate of the whole will lie once the others have reported.
fn band(page: &Page<'_>, html: &mut Html) {
    let summary = page.summary;
    let (Some(told), Some(band)) = (sentences::band(summary), summary.totals.band) else { return };
    page.paragraph(html, "", told.get(page.lang));
    let now = summary.totals.tally.rate();
    page.scale.band(html, band.certain, band.likely, now);
    let legend = match band.likely {
        Some(_) => LIKELY,
        None => CERTAIN,
    };
    page.paragraph(html, "note", page.say(legend));
}

const WHOLE: Text = Text { vi: "Tỷ lệ giải ngân chung", en: "Rate of the whole" };
const COVERAGE: Text = Text { vi: "Đơn vị đã báo cáo", en: "Units that reported" };
const CERTAIN: Text = Text {
    vi: "Vạch đậm: tỷ lệ hiện nay; dải xám: khoảng chắc chắn; vạch mảnh và vạch chấm như ở bảng 1.",
    en: "Thick line: the rate now; grey: where it is certain to be; the thin line and the dots as in table 1.",
};
const LIKELY: Text = Text {
    vi: "Vạch đậm: tỷ lệ hiện nay; dải nhạt: khoảng chắc chắn; dải đậm, hẹp: nhiều khả năng; vạch mảnh và vạch chấm như ở bảng 1.",
    en: "Thick line: the rate now; light: where it is certain to be; dark, narrow: most likely; the thin line and the dots as in table 1.",
};
