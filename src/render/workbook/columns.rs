//! The columns of Biểu 01 and Biểu 02: only the plan years and sources that occur.

use std::collections::BTreeSet;

use crate::domain::key::{Funding, PlanYear, Source};
use crate::domain::lang::{Lang, Text};

use super::Book;
use super::ledger::{Amount, MEASURES, Slot};

/// A measure of the form: its sum, then each plan year and source that occurs.
pub(super) struct Group {
    pub amount: Amount,
    pub slots: Vec<Slot>,
}

/// What a form shows.
pub(super) struct Columns {
    pub groups: Vec<Group>,
    /// What "Kế hoạch vốn" is: the assigned money where the register says it, else the plan of the rate.
    pub plan: Amount,
    /// The plans that rates are on.
    pub rates: Vec<Amount>,
}

impl Columns {
    /// The columns that the money of a funding type needs.
    pub(super) fn of(book: &Book<'_>, funding: Funding) -> Columns {
        let of = |amount: Amount| {
            let slots = book.ledger.slots.iter();
            let slots = slots.filter(move |(of, at, _)| *of == funding && *at == amount);
            slots.map(|(.., slot)| *slot)
        };
        let is_assigned = of(Amount::Assigned).next().is_some();
        let plan = if is_assigned { Amount::Assigned } else { Amount::Plan };
        // A plan year and a source stand in every block or in none, so that the blocks can be read beside each other.
        let named: BTreeSet<Slot> = MEASURES.into_iter().flat_map(of).collect();
        let mut groups = Vec::new();
        for amount in
            MEASURES.into_iter().filter(|amount| is_assigned || *amount != Amount::Assigned)
        {
            // What was allocated of the assigned money is one column; its split is the units' plan.
            let is_split = amount != Amount::Plan || !is_assigned;
            let mut slots: Vec<Slot> = named.iter().copied().filter(|_| is_split).collect();
            slots.sort_by_key(|(year, source)| {
                (order(*year, book.summary.year), source.is_none(), *source)
            });
            groups.push(Group { amount, slots });
        }
        let mut rates = vec![plan];
        rates.extend(is_assigned.then_some(Amount::Plan));
        Columns { groups, plan, rates }
    }

    /// The text over a group.
    pub(super) fn heading(&self, amount: Amount) -> Text {
        match amount {
            Amount::Assigned => {
                Text { vi: "Kế hoạch vốn được giao", en: "Assigned plan" }
            }
            Amount::Plan if self.plan == Amount::Assigned => Text {
                vi: "Đã phân bổ chi tiết cho các đơn vị",
                en: "Allocated to units",
            },
            Amount::Plan => Text { vi: "Kế hoạch vốn", en: "Plan" },
            Amount::InPeriod => {
                Text { vi: "Giải ngân trong kỳ", en: "Disbursed in the period" }
            }
            _ => Text {
                vi: "Lũy kế giải ngân từ đầu năm", en: "Cumulative since 1 January"
            },
        }
    }

    /// The text over a rate.
    pub(super) fn rate_heading(&self, on: Amount) -> Text {
        match on {
            Amount::Assigned => Text {
                vi: "Tỷ lệ giải ngân so với vốn giao (%)",
                en: "Rate on assigned (%)",
            },
            _ if self.plan == Amount::Assigned => Text {
                vi: "Tỷ lệ giải ngân so với vốn đã phân bổ (%)",
                en: "Rate on allocated (%)",
            },
            _ => Text { vi: "Tỷ lệ giải ngân (%)", en: "Rate (%)" },
        }
    }
}

/// Carry-over first, the oldest year before; then this year's money; then what forms did not split.
pub(super) fn order(year: PlanYear, budget: i32) -> (u8, i32) {
    match year {
        PlanYear::Of(year) if year < budget => (0, year),
        PlanYear::CarryOver => (1, 0),
        PlanYear::Of(year) => (2, year),
        PlanYear::Any => (3, 0),
    }
}

/// The text over the sources of a plan year.
pub(super) fn year_heading(year: PlanYear, budget: i32, funding: Funding, lang: Lang) -> String {
    // Investment money is extended (Luật Đầu tư công 2019 Đ.68), recurrent money is carried into the next year.
    let carried = match funding {
        Funding::Investment => "kéo dài",
        Funding::Recurrent => "chuyển nguồn",
    };
    let (vi, en) = match year {
        PlanYear::Of(year) if year < budget => {
            (format!("Vốn năm {year} {carried}"), format!("{year}, carried over"))
        }
        PlanYear::Of(year) => (format!("Vốn năm {year}"), "This year".to_owned()),
        // "Chưa tách" tells a reader one level up that this is no sum of the years beside it.
        PlanYear::CarryOver => {
            (format!("Vốn các năm trước {carried}, chưa tách năm"), "Carried over".to_owned())
        }
        PlanYear::Any => ("Vốn chưa tách năm".to_owned(), "Years not split".to_owned()),
    };
    both(&vi, &en, lang)
}

/// The text of a source.
pub(super) fn source_heading(source: Option<Source>, lang: Lang) -> String {
    let text = match source {
        None => Text { vi: "Chưa tách nguồn", en: "Sources not split" },
        Some(Source::Local) => {
            Text { vi: "NSĐP chưa tách cấp", en: "Local budget, levels not split" }
        }
        Some(source) => source.label(),
    };
    both(text.vi, text.en, lang)
}

/// A plan year and a source in a cell, in one language.
pub(super) fn slot_words(
    (year, source): Slot,
    budget: i32,
    funding: Funding,
    lang: Lang,
) -> [String; 2] {
    if lang == Lang::Vi {
        return [year_heading(year, budget, funding, lang), source_heading(source, lang)];
    }
    let year = match year {
        PlanYear::Of(year) if year < budget => format!("{year}, carried over"),
        PlanYear::Of(year) => year.to_string(),
        PlanYear::CarryOver => "Carried over".to_owned(),
        PlanYear::Any => "Years not split".to_owned(),
    };
    let source = source.map_or("Sources not split", |source| source.label().en);
    [year, source.to_owned()]
}

/// The headings of the forms keep the Vietnamese words in every language: one level up they are read again.
pub(super) fn both(vi: &str, en: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => vi.to_owned(),
        Lang::En => format!("{vi} {en}"),
    }
}
