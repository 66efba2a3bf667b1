//! What was disbursed: the whole, the provisional part, in the period, by program.

use chrono::{Datelike, NaiveDate};

use super::units::names;
use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::summary::{Compared, ProgramTotal, Summary};
use crate::domain::tally::{Points, Tally};

/// The whole, on both denominators, and the two funding types that it blends.
pub(super) fn cumulative(summary: &Summary) -> Option<Words> {
    let unit = summary.money_unit();
    let tally = summary.totals.tally;
    let until = day(summary.period.to());
    let plan = plan_name(summary);
    let parts: Vec<Part> =
        Funding::ALL.map(|funding| Part::new(funding, summary.funding(funding), None)).into();
    let split = split(&parts, unit);
    let whole = whole(tally, &plan, unit);
    let assigned = summary.totals.rate_on_assigned().filter(|_| tally.rate().is_some());
    let (vi, en) = assigned.map_or_else(Default::default, |rate| {
        (
            format!(" và bằng {}{rate}% kế hoạch vốn được giao", least_rate(tally).vi),
            format!(" and {}{rate}% of the assigned plan", least_rate(tally).en),
        )
    });
    Some(Words::new(
        format!(
            "Lũy kế giải ngân từ đầu năm đến ngày {} là {}{vi}{}.",
            until.vi, whole.vi, split.vi
        ),
        format!(
            "Disbursed from the start of the year to {}: {}{en}{}.",
            until.en, whole.en, split.en
        ),
    ))
}

/// How much of it stands for what was not reported, and for whom.
pub(super) fn provisional(summary: &Summary) -> Option<Words> {
    let carried = summary.totals.tally.carried;
    if carried.is_zero() {
        return None;
    }
    let amount = amount(carried, summary.money_unit());
    let units = summary.units.iter().filter(|unit| !unit.tally.carried.is_zero());
    let names = names(units.map(|unit| unit.name.as_str()));
    Some(words!(
        "Trong số lũy kế có {amount} là số tạm tính theo báo cáo gần nhất của: {names}.",
        "Of this, {amount} is provisional, from the latest earlier report of: {names}.";
        amount, names
    ))
}

/// What was disbursed in the period.
pub(super) fn in_period(summary: &Summary) -> Option<Words> {
    let unit = summary.money_unit();
    let when = span(summary.period);
    let paid = |tally: Tally| least(tally.in_period, tally.lacks_in_period, unit);
    let whole = paid(summary.totals.tally);
    let [investment, recurrent] = Funding::ALL.map(|funding| paid(summary.funding(funding)));
    Some(words!(
        "{when}, giải ngân {whole} (vốn đầu tư {investment}, vốn sự nghiệp {recurrent}).",
        "{when}, {whole} was disbursed (investment {investment}, recurrent {recurrent}).";
        when, whole, investment, recurrent
    ))
}

/// Which figures are not all there is, and of whom.
pub(super) fn unknown(summary: &Summary) -> Option<Words> {
    let of = |lacks: fn(&Tally) -> bool, vi: &str, en: &str| {
        let units: Vec<&str> = summary
            .units
            .iter()
            .filter(|unit| lacks(&unit.tally))
            .map(|unit| unit.name.as_str())
            .collect();
        let (count, names) = (units.len(), names(units.into_iter()));
        (0 < count).then(|| {
            Words::new(
                format!("{vi} của {count} đơn vị ({})", names.vi),
                format!("{en} of {count} units ({})", names.en),
            )
        })
    };
    let lacking = [
        of(|tally| tally.lacks_cumulative, "lũy kế", "the cumulative figures"),
        of(|tally| tally.lacks_in_period, "số giải ngân trong kỳ", "the figures of the period"),
    ];
    let lacking: Vec<Words> = lacking.into_iter().flatten().collect();
    if lacking.is_empty() {
        return None;
    }
    let list = join(&lacking, "; ");
    Some(words!("Chưa đủ số liệu: {list}.", "Not known in full: {list}."; list))
}

/// How the rates moved against another period: the whole beside the two funding types that it blends. Nothing where one of
/// the wholes is not known.
fn moves(summary: &Summary, before: &Compared) -> Option<Words> {
    let moved = |name: Words, now: Tally, then: Tally| {
        let change = now.change_since(then)?;
        let (now, then, size) = (now.rate()?, then.rate()?, change.size());
        Some(match change.hundredths() {
            0 => words!("{name} không đổi ({now}%)", "{name} unchanged ({now}%)"; name, now),
            up if 0 < up => words!(
                "{name} tăng {size} điểm phần trăm (từ {then}% lên {now}%)",
                "{name} up {size} percentage points (from {then}% to {now}%)";
                name, size, then, now
            ),
            _ => words!(
                "{name} giảm {size} điểm phần trăm (từ {then}% xuống {now}%)",
                "{name} down {size} percentage points (from {then}% to {now}%)";
                name, size, then, now
            ),
        })
    };
    let all = words!("tỷ lệ giải ngân chung", "the rate of the whole");
    let whole = moved(all, summary.totals.tally, before.whole())?;
    let of = |funding| {
        let both = (summary.funding(funding), before.funding(funding));
        moved(funding_name(funding), both.0, both.1)
    };
    let moves: Vec<Words> =
        [whole].into_iter().chain(Funding::ALL.into_iter().filter_map(of)).collect();
    Some(join(&moves, "; "))
}

/// How the rates moved against the month or quarter before, and what was disbursed in it.
pub(in crate::render) fn period_before(summary: &Summary) -> Option<Words> {
    let before = summary.period_before()?;
    let unit = summary.money_unit();
    let paid = |tally: Tally| least(tally.in_period, tally.lacks_in_period, unit);
    let (now, then) = (paid(summary.totals.tally), paid(before.whole()));
    let (period, reported) = (before.period.words(), before.received);
    let flow = words!(
        "Giải ngân trong kỳ: {now}; kỳ trước: {then}.",
        "Disbursed in the period: {now}; in the one before: {then}.";
        now, then
    );
    Some(match moves(summary, &before) {
        Some(moves) => words!(
            "So với {period} (theo báo cáo hiện có của {reported} đơn vị), {moves}. {flow}",
            "Against {period} (by the reports of {reported} units), {moves}. {flow}";
            period, reported, moves, flow
        ),
        None => words!(
            "So với {period} (theo báo cáo hiện có của {reported} đơn vị): chưa đủ số liệu để so tỷ lệ chung. {flow}",
            "Against {period} (by the reports of {reported} units): not enough is known to compare the rates of the whole. {flow}";
            period, reported, flow
        ),
    })
}

/// How the rates moved against the same period of the year before. Nothing where one of the wholes is not known.
pub(in crate::render) fn last_year(summary: &Summary) -> Option<Words> {
    let before = summary.last_year.as_ref()?;
    let (moves, then) = (moves(summary, before)?, before.period.words());
    let reported = match before.expected {
        Some(expected) => format!("{}/{expected}", before.received),
        None => before.received.to_string(),
    };
    let whose = before.office.as_ref().map_or_else(
        Default::default,
        |office| words!(", số liệu của {office}", ", figures of {office}"; office),
    );
    Some(words!(
        "So với cùng kỳ năm trước ({then}, theo báo cáo của {reported} đơn vị{whose}), {moves}.",
        "Against the same period of the year before ({then}, by the reports of {reported} units{whose}), {moves}.";
        then, reported, whose, moves
    ))
}

/// What the marks of a table mean, where it has any.
pub(in crate::render) fn marks(summary: &Summary) -> Option<Words> {
    let unknown = unknown(summary);
    if unknown.is_none() && !summary.totals.tally.has_shares {
        return None;
    }
    let unknown = unknown.unwrap_or_default();
    let gap = if unknown.vi.is_empty() { "" } else { " " };
    Some(words!(
        "Ghi chú: “≥” là ít nhất, “≤” là nhiều nhất, “chưa rõ” là chưa có số liệu hoặc chưa tách.{gap}{unknown}",
        "Note: “≥” is at least, “≤” is at most, “unknown” is not stated or not split.{gap}{unknown}";
        gap, unknown
    ))
}

/// An amount of which a part may be known by nobody.
fn least(money: Money, is_least: bool, unit: MoneyUnit) -> Words {
    match (is_least, money.is_zero()) {
        (false, _) => amount(money, unit),
        (true, true) => words!("chưa rõ", "an unknown amount"),
        (true, false) => {
            let known = amount(money, unit);
            words!("ít nhất {known}", "at least {known}"; known)
        }
    }
}

/// A sentence for each program.
pub(super) fn programs(summary: &Summary) -> Vec<Words> {
    let of_one = summary.programs.chunk_by(|a, b| a.program == b.program);
    of_one.map(|totals| program(summary, totals)).collect()
}

fn program(summary: &Summary, totals: &[ProgramTotal]) -> Words {
    let unit = summary.money_unit();
    let plan = plan_name(summary);
    let name = program_name(summary, &totals[0].program);
    let parts: Vec<Part> =
        totals.iter().map(|total| Part::new(total.funding, total.tally, total.change())).collect();
    if let [only] = &parts[..] {
        let part = only.words(unit, &plan);
        return words!("{name}: lũy kế giải ngân {part}.", "{name}: disbursed {part}."; name, part);
    }
    let whole = whole(totals.iter().map(|total| total.tally).sum(), &plan, unit);
    let split = split(&parts, unit);
    words!(
        "{name}: lũy kế giải ngân {whole}{split}.",
        "{name}: disbursed {whole}{split}.";
        name, whole, split
    )
}

/// What a program is called in narrow places.
pub(in crate::render) fn program_name(summary: &Summary, id: &ComponentId) -> Words {
    let en = summary.catalogue.get(id).map_or_else(|| id.to_string(), |node| node.en.clone());
    Words::new(summary.catalogue.short(id), en)
}

/// `160,5/800 triệu đồng, đạt 20,06% kế hoạch vốn đã phân bổ`; why there is no rate while the register is in doubt is
/// said once, elsewhere.
fn whole(tally: Tally, plan: &Words, unit: MoneyUnit) -> Words {
    let paid = least(tally.cumulative, tally.lacks_cumulative, unit);
    if tally.is_doubted {
        return paid;
    }
    let Some(rate) = tally.rate() else {
        return words!(
            "{paid}, không có kế hoạch vốn để tính tỷ lệ",
            "{paid}, without a plan to take a rate of";
            paid
        );
    };
    let (of, least) = (of_plan(tally, unit), least_rate(tally));
    words!(
        "{of}, đạt {least}{rate}% {plan}",
        "{of}, {least}{rate}% of {plan}";
        of, least, rate, plan
    )
}

/// A funding type in a sentence.
struct Part {
    funding: Funding,
    tally: Tally,
    change: Option<Points>,
}

impl Part {
    fn new(funding: Funding, tally: Tally, change: Option<Points>) -> Part {
        Part { funding, tally, change }
    }

    fn is_empty(&self) -> bool {
        self.tally.plan.is_zero() && self.tally.cumulative.is_zero()
    }

    /// `vốn đầu tư 150/500 triệu đồng, đạt 30,00%`, and of what where `plan` is given.
    fn words(&self, unit: MoneyUnit, plan: &Words) -> Words {
        let name = funding_name(self.funding);
        let change = change(self.change);
        let Some(rate) = self.tally.rate() else {
            let paid = least(self.tally.cumulative, self.tally.lacks_cumulative, unit);
            if self.tally.is_doubted {
                return words!("{name} {paid}", "{name} {paid}"; name, paid);
            }
            return words!(
                "{name} {paid}, không có kế hoạch vốn để tính tỷ lệ",
                "{name} {paid}, without a plan to take a rate of";
                name, paid
            );
        };
        let (of, least) = (of_plan(self.tally, unit), least_rate(self.tally));
        let gap = if plan.vi.is_empty() { "" } else { " " };
        let whose = if plan.en.is_empty() { "" } else { " of " };
        Words::new(
            format!("{} {}, đạt {}{rate}%{gap}{}{}", name.vi, of.vi, least.vi, plan.vi, change.vi),
            format!("{} {}, {}{rate}%{whose}{}{}", name.en, of.en, least.en, plan.en, change.en),
        )
    }
}

/// The funding types that a whole blends; where there is only one, that it is all.
fn split(parts: &[Part], unit: MoneyUnit) -> Words {
    let filled: Vec<&Part> = parts.iter().filter(|part| !part.is_empty()).collect();
    if let [only] = filled[..] {
        let name = funding_name(only.funding);
        let change = change(only.change);
        return words!("; toàn bộ là {name}{change}", "; all of it {name}{change}"; name, change);
    }
    let words: Vec<Words> = filled.iter().map(|part| part.words(unit, &Words::default())).collect();
    if words.is_empty() {
        return Words::default();
    }
    let joined = join(&words, "; ");
    words!("; trong đó: {joined}", "; of which: {joined}"; joined)
}

fn change(points: Option<Points>) -> Words {
    let Some(points) = points else { return Words::default() };
    let size = points.to_string();
    let size = size.trim_start_matches(['+', '-']);
    match points.hundredths() {
        0 => words!(", không đổi so với kỳ trước", ", unchanged from the period before"),
        up if 0 < up => words!(
            ", tăng {size} điểm phần trăm so với kỳ trước",
            ", up {size} percentage points on the period before";
            size
        ),
        _ => words!(
            ", giảm {size} điểm phần trăm so với kỳ trước",
            ", down {size} percentage points on the period before";
            size
        ),
    }
}

/// What the plan that rates are taken of is: the denominator has a name.
pub(in crate::render) fn plan_name(summary: &Summary) -> Words {
    let allocated = summary.totals.allocated;
    if allocated == summary.totals.tally.plan && !allocated.is_zero() {
        return words!("kế hoạch vốn đã phân bổ", "the allocated plan");
    }
    if allocated.is_zero() {
        return words!("kế hoạch vốn do các đơn vị báo cáo", "the plan that the units state");
    }
    words!(
        "kế hoạch vốn của các đơn vị (đã phân bổ hoặc do đơn vị báo cáo)",
        "the units' plan (allocated, or stated by the unit)"
    )
}

/// `vốn đầu tư`, as in the middle of a sentence.
pub(super) fn funding_name(funding: Funding) -> Words {
    let label = funding.label();
    Words::new(label.vi.to_lowercase(), label.en.to_lowercase())
}

/// `1.234,5 triệu đồng`.
pub(super) fn amount(amount: Money, unit: MoneyUnit) -> Words {
    let (figure, unit) = (amount.show(unit, 3), unit.text());
    words!("{figure} {unit}", "{figure} {unit}"; figure, unit)
}

fn of_plan(tally: Tally, unit: MoneyUnit) -> Words {
    let (paid, plan) = (tally.cumulative.show(unit, 3), amount(tally.plan, unit));
    let least = least_rate(tally);
    words!("{least}{paid}/{plan}", "{least}{paid} of {plan}"; least, paid, plan)
}

/// What stands before a cumulative, and before its rate, of which a part is known by nobody.
fn least_rate(tally: Tally) -> Words {
    match tally.lacks_cumulative {
        true => words!("ít nhất ", "at least "),
        false => Words::default(),
    }
}

/// A day as an office writes it (NĐ 30/2020/NĐ-CP, Phụ lục I: a zero before days below 10 and months 1 and 2).
pub(crate) fn day(date: NaiveDate) -> Words {
    let vi = match date.month() {
        1 | 2 => date.format("%d/%m/%Y"),
        _ => date.format("%d/%-m/%Y"),
    };
    Words::new(vi.to_string(), date.format("%-d %B %Y").to_string())
}

fn span(period: Period) -> Words {
    if let Period::Day(_) = period {
        let (from, to) = (day(period.from()), day(period.to()));
        return words!("Từ ngày {from} đến ngày {to}", "From {from} to {to}"; from, to);
    }
    Words::new(format!("Trong {}", period.show(Lang::Vi)), format!("In {}", period.show(Lang::En)))
}

/// The words of a list with `between` between them.
pub(super) fn join(words: &[Words], between: &str) -> Words {
    let joined =
        |lang: Lang| words.iter().map(|words| words.get(lang)).collect::<Vec<_>>().join(between);
    Words::new(joined(Lang::Vi), joined(Lang::En))
}
