//! From the rows of "Dữ liệu" to figures, one after the other: however many there are, one is held at a time.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use super::{Find, Stated, dong};
use crate::domain::code::UnitCode;
use crate::domain::key::{Funding, Key};
use crate::domain::known::Known;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::rule::RuleCode;
use crate::domain::summary::{Standing, Summary};
use crate::domain::tally::Tally;
use crate::render::workbook::ledger::{self, Amount, Kind, Row};

/// Where a figure comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum From {
    /// A decision that assigns money to the office.
    Assignment,
    /// One that allocates it to a unit.
    Allocation,
    /// The unit's report of the period.
    Report,
    /// Its last report, which stands for the one that did not come.
    Provisional,
    /// Nowhere: the unit owes it, and no report of it can be used.
    Missing,
    /// What the time after a closing adds to the closed period.
    Adjustment,
    /// A cell that was read and is in no total.
    SetAside,
}

impl From {
    /// All.
    pub(super) const ALL: [From; 7] = [
        From::Assignment,
        From::Allocation,
        From::Report,
        From::Provisional,
        From::Missing,
        From::Adjustment,
        From::SetAside,
    ];

    /// For machines.
    pub(super) const fn id(self) -> &'static str {
        match self {
            From::Assignment => "assignment",
            From::Allocation => "allocation",
            From::Report => "report",
            From::Provisional => "provisional",
            From::Missing => "missing",
            From::Adjustment => "adjustment",
            From::SetAside => "set-aside",
        }
    }

    /// For people.
    pub(super) const fn words(self) -> Text {
        match self {
            From::Assignment => Text {
                vi: "quyết định giao vốn cho cơ quan tổng hợp",
                en: "a decision that assigns money to the office",
            },
            From::Allocation => Text {
                vi: "quyết định phân bổ vốn cho đơn vị",
                en: "a decision that allocates money to a unit",
            },
            From::Report => Text {
                vi: "báo cáo của đơn vị trong kỳ",
                en: "the unit's report of the period",
            },
            From::Provisional => Text {
                vi: "báo cáo gần nhất của đơn vị, tạm tính thay cho báo cáo chưa nộp",
                en: "the unit's last report, which stands for the one that did not come",
            },
            From::Missing => Text {
                vi: "đơn vị có kế hoạch vốn mà chưa có báo cáo dùng được: chưa biết số",
                en: "the unit has a plan and no usable report: nobody knows the figure",
            },
            From::Adjustment => Text {
                vi: "điều chỉnh số liệu kỳ trước đã chốt, ngoài số của kỳ này",
                en: "adjustment of a closed earlier period, outside of the figures of this one",
            },
            From::SetAside => Text {
                vi: "ô đã đọc nhưng chưa đưa vào tổng hợp",
                en: "a cell that was read and is in no total",
            },
        }
    }
}

/// What a figure measures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Measured {
    /// A column of "Dữ liệu".
    Of(Amount),
    /// What is added to a closed period.
    Adjustment,
}

impl Measured {
    /// All.
    pub(super) fn all() -> impl Iterator<Item = Measured> {
        Amount::ALL.into_iter().map(Measured::Of).chain([Measured::Adjustment])
    }

    /// For machines: as the fields of the JSON report are called.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Measured::Of(amount) => match amount {
                Amount::Assigned => "assigned",
                Amount::Allocated => "allocated",
                Amount::Plan => "plan",
                Amount::Stated => "plan_stated",
                Amount::StatedAllocated => "allocated_stated",
                Amount::Volume => "volume",
                Amount::InPeriod => "in_period",
                Amount::Cumulative => "cumulative",
                Amount::Carried => "carried",
                Amount::Forecast => "forecast",
                Amount::ForecastNext => "forecast_next",
                Amount::ToReturn => "to_return",
                Amount::ToAdjust => "to_adjust",
                Amount::SetAside => "set_aside",
            },
            Measured::Adjustment => "adjustment",
        }
    }

    /// For people.
    pub(super) const fn words(self) -> Text {
        match self {
            Measured::Of(amount) => match amount {
                Amount::Assigned => Text {
                    vi: "vốn cấp trên giao cho cơ quan tổng hợp",
                    en: "assigned to the office by the level above",
                },
                Amount::Allocated => Text {
                    vi: "vốn đã phân bổ cho đơn vị theo danh-muc.xlsx",
                    en: "allocated to the unit by the register",
                },
                Amount::Plan => Text {
                    vi: "kế hoạch vốn dùng để tính tỷ lệ: theo danh-muc.xlsx, đơn vị không có ở đó thì theo báo cáo",
                    en: "the plan of the rate: of the register, of a unit that is not planned there as its report states it",
                },
                Amount::Stated => Text {
                    vi: "kế hoạch vốn đơn vị tự ghi; không cộng thêm vào plan",
                    en: "the plan as the unit states it; not to be added to plan",
                },
                Amount::StatedAllocated => Text {
                    vi: "vốn đơn vị ghi là đã phân bổ chi tiết",
                    en: "what the unit states as allocated below it",
                },
                Amount::Volume => {
                    Text { vi: "giá trị khối lượng hoàn thành", en: "accepted volume" }
                }
                Amount::InPeriod => {
                    Text { vi: "giải ngân trong kỳ", en: "disbursed in the period" }
                }
                Amount::Cumulative => Text {
                    vi: "lũy kế giải ngân từ 01/01, gồm cả phần tạm tính",
                    en: "disbursed since 1 January, what is provisional included",
                },
                Amount::Carried => Text {
                    vi: "trong cumulative: phần tạm tính theo báo cáo trước; không cộng thêm vào cumulative",
                    en: "of cumulative: the provisional part, of an earlier report; not to be added to cumulative",
                },
                Amount::Forecast => {
                    Text { vi: "ước giải ngân đến 31/12", en: "forecast to 31 December" }
                }
                Amount::ForecastNext => Text {
                    vi: "ước giải ngân đến 31/01 năm sau",
                    en: "forecast to 31 January of the next year",
                },
                Amount::ToReturn => Text {
                    vi: "đơn vị đề nghị hoàn trả, hủy dự toán",
                    en: "what the unit proposes to return",
                },
                Amount::ToAdjust => Text {
                    vi: "đơn vị đề nghị điều chỉnh kế hoạch vốn (giảm là số âm)",
                    en: "by how much the unit proposes to have its plan changed (a decrease is negative)",
                },
                Amount::SetAside => Text {
                    vi: "số chưa đưa vào tổng hợp, không nằm trong số nào khác",
                    en: "an amount that was set aside, in no other figure",
                },
            },
            Measured::Adjustment => Text {
                vi: "phần thêm vào (bớt đi) của kỳ trước đã chốt, ngoài in_period",
                en: "what is added to a closed earlier period, outside of in_period",
            },
        }
    }
}

/// What a basis says, by its id: those of [`Known`], and of decisions.
pub(super) const BASES: [(&str, Text); 6] = [
    (Known::Stated.id(), Text { vi: "ghi trong ô", en: "a cell states it" }),
    (
        Known::Implied.id(),
        Text {
            vi: "tính từ báo cáo trước, hoặc từ lũy kế kỳ trước ghi trên biểu",
            en: "it follows from the report before, or from the previous cumulative on the form",
        },
    ),
    (
        Known::AtLeast.id(),
        Text {
            vi: "một phần không ai biết; số này là phần đã biết",
            en: "a part of it is known by nobody; this is the rest",
        },
    ),
    (
        Known::Group.id(),
        Text {
            vi: "biết chung cho nhiều nội dung, nguồn hoặc năm; known = false: phần còn lại nằm ở dòng chung",
            en: "known for several keys together; known = false: the rest of it is in the row of the group",
        },
    ),
    (
        Known::Carried.id(),
        Text {
            vi: "của báo cáo gần nhất, thay cho số chưa có hoặc chưa đưa vào tổng hợp",
            en: "of the last report, in place of what did not come or was set aside",
        },
    ),
    (DECIDED, Text { vi: "theo quyết định trong danh-muc.xlsx", en: "decided: of the register" }),
];

/// The basis of what the register says.
const DECIDED: &str = "decided";

/// A figure: a row of both files.
#[derive(Clone, Debug)]
pub(super) struct Figure<'a> {
    pub summary: &'a Summary,
    pub edition: Option<u32>,
    pub from: From,
    /// The unit; `None` where the office is meant, or nobody knows whose it is.
    pub unit: Option<&'a UnitCode>,
    pub name: &'a str,
    pub key: Option<&'a Key>,
    /// What the row of a form says of a cell that was set aside.
    pub label: Option<&'a str>,
    pub measured: Measured,
    /// In đồng; `None` where nobody knows it.
    pub amount: Option<i64>,
    pub basis: Option<&'static str>,
    /// Whether the amount is all there is.
    pub is_known: bool,
    /// The file and the sheet that it was read from, and the cells that state it.
    pub place: Option<(&'a str, &'a str, Option<&'a str>)>,
    /// Why it was set aside.
    pub rule: Option<RuleCode>,
}

type Each<'a> = dyn FnMut(&Figure<'_>) -> Result<()> + 'a;

/// All figures of a summary, in the order of "Dữ liệu": decisions, units, cells set aside; then what nobody knows of silent
/// units, and adjustments.
pub(super) fn figures(
    summary: &Summary,
    edition: Option<u32>,
    find: &mut Find<'_>,
    each: &mut Each<'_>,
) -> Result<()> {
    let mut done = Ok(());
    // Their words are of no language: names and titles are the office's own.
    ledger::rows(summary, Lang::Vi, |_, row| {
        if done.is_ok() {
            done = of_row(summary, edition, row, find, each);
        }
        false
    });
    done?;
    of_silent(summary, edition, each)?;
    adjustments(summary, edition, each)
}

fn of_row(
    summary: &Summary,
    edition: Option<u32>,
    row: &Row<'_>,
    find: &mut Find<'_>,
    each: &mut Each<'_>,
) -> Result<()> {
    let from = match row.kind {
        Kind::Assigned => From::Assignment,
        Kind::Allocated => From::Allocation,
        Kind::Reported => From::Report,
        Kind::Provisional => From::Provisional,
        Kind::SetAside => From::SetAside,
    };
    let decided = row.decision.zip(summary.register.journal.as_ref());
    let decided = decided.map(|(decision, journal)| journal.amount_at(decision));
    for amount in Amount::ALL {
        let Some(money) = row.amount(amount) else { continue };
        let Some(how) = how(row, amount, money) else { continue };
        let found = match &decided {
            Some(place) => stated(place),
            None if from == From::SetAside => None,
            None => find(row, amount),
        };
        let cell = row.origin.filter(|_| from == From::SetAside).map(|(.., cell)| cell.to_string());
        let place = match &found {
            Some(found) => Some((&*found.file, &*found.sheet, Some(&*found.cells))),
            None => row.origin.map(|(file, sheet, _)| (file, sheet, cell.as_deref())),
        };
        each(&Figure {
            summary,
            edition,
            from,
            unit: row.code.as_ref(),
            name: &row.name,
            key: row.key.as_ref(),
            label: row.label,
            measured: Measured::Of(amount),
            amount: how.is_there.then(|| dong(money)).transpose()?,
            basis: how.basis,
            is_known: how.is_known,
            place,
            rule: row.rule,
        })?;
    }
    Ok(())
}

fn stated(place: &crate::domain::place::Place) -> Option<Stated> {
    Some(Stated {
        file: place.file.as_ref()?.to_string(),
        sheet: place.sheet.as_ref()?.to_string(),
        cells: place.cell?.to_string(),
    })
}

/// How an amount is known.
struct How {
    basis: Option<&'static str>,
    is_known: bool,
    /// Whether any of it is known: what is unknown is never a 0.
    is_there: bool,
}

/// How an amount of a row is known; `None` where it is no figure: a 0 that stands there because nobody says anything.
fn how(row: &Row<'_>, amount: Amount, money: Money) -> Option<How> {
    let how =
        |basis, is_known| Some(How { basis, is_known, is_there: is_known || !money.is_zero() });
    if row.decision.is_some() {
        return how(Some(DECIDED), true);
    }
    let is_provisional = row.kind == Kind::Provisional;
    let last = if is_provisional { Known::Carried } else { Known::Stated };
    match (amount, row.known(amount)) {
        // A 0 may be a cell that cannot be read.
        (Amount::SetAside, _) => match money.is_zero() {
            true => how(None, false),
            false => how(Some(last.id()), true),
        },
        (Amount::InPeriod | Amount::Cumulative, Some(known)) => {
            how(Some(known.id()), known.is_whole())
        }
        // What a silent unit disbursed in the period is not nothing because it did not say so.
        (Amount::InPeriod, None) if is_provisional && money.is_zero() => how(None, false),
        (Amount::InPeriod | Amount::Cumulative, None) => {
            (!money.is_zero()).then(|| how(None, true)).flatten()
        }
        (Amount::Carried, _) => how(Some(Known::Carried.id()), true),
        // The plan that counts is a sum: of one that nobody states it is 0.
        (Amount::Plan, _) if money.is_zero() && row.amount(Amount::Stated).is_none() => None,
        _ => how(Some(last.id()), true),
    }
}

/// What is planned for units of which no report can be used, and what therefore nobody knows of it.
fn of_silent(summary: &Summary, edition: Option<u32>, each: &mut Each<'_>) -> Result<()> {
    let silent: BTreeMap<&UnitCode, &str> = summary
        .units
        .iter()
        .filter(|unit| !unit.received)
        .map(|unit| (&unit.unit, &*unit.name))
        .collect();
    for line in summary.lines.iter().filter(|line| line.standing == Standing::PlanOnly) {
        let Some(name) = silent.get(&line.unit) else { continue };
        // It may have told another month of the period.
        if (Tally { plan: Money::ZERO, ..line.tally() }) != Tally::default() {
            continue;
        }
        for amount in [Amount::InPeriod, Amount::Cumulative] {
            each(&Figure {
                unit: Some(&line.unit),
                name,
                key: Some(&line.key),
                is_known: false,
                ..Figure::new(summary, edition, From::Missing, Measured::Of(amount))
            })?;
        }
    }
    Ok(())
}

fn adjustments(summary: &Summary, edition: Option<u32>, each: &mut Each<'_>) -> Result<()> {
    let Some(adjustments) = &summary.adjustments else { return Ok(()) };
    for of in &adjustments.list {
        let (unit, component, funding) = &of.part;
        let name = summary.register.name(unit);
        let key = Key {
            component: component.clone(),
            work: None,
            funding: *funding,
            source: None,
            year: crate::domain::key::PlanYear::CarryOver,
        };
        each(&Figure {
            unit: Some(unit),
            name: &name,
            key: Some(&key),
            amount: Some(dong(of.amount)?),
            basis: Some(Known::Implied.id()),
            is_known: of.is_known,
            ..Figure::new(summary, edition, From::Adjustment, Measured::Adjustment)
        })?;
    }
    Ok(())
}

impl<'a> Figure<'a> {
    /// One of nobody that nobody knows.
    fn new(
        summary: &'a Summary,
        edition: Option<u32>,
        from: From,
        measured: Measured,
    ) -> Figure<'a> {
        Figure {
            summary,
            edition,
            from,
            unit: None,
            name: "",
            key: None,
            label: None,
            measured,
            amount: None,
            basis: None,
            is_known: false,
            place: None,
            rule: None,
        }
    }
}

/// What was written comes to, by measure and by program and funding type.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<(Measured, Option<(String, Funding)>), Money>);

impl Sums {
    /// Adds a figure.
    pub(super) fn add(&mut self, figure: &Figure<'_>) {
        let Some(amount) = figure.amount else { return };
        let of = figure.key.map(|key| (key.component.program().to_string(), key.funding));
        for of in of.map(Some).into_iter().chain([None]) {
            *self.0.entry((figure.measured, of)).or_default() += Money::from_dong(amount);
        }
    }

    /// What was written must come to what is printed; a file that says something else is never put anywhere.
    pub(super) fn must_agree_with(&self, summary: &Summary) -> Result<()> {
        let stands = |measured: Measured, of: Option<(String, Funding)>| {
            self.0.get(&(measured, of)).copied().unwrap_or_default()
        };
        let totals = &summary.totals;
        let whole = |tally: &Tally| {
            [
                (Amount::Plan, tally.plan),
                (Amount::InPeriod, tally.in_period),
                (Amount::Cumulative, tally.cumulative),
                (Amount::Carried, tally.carried),
            ]
        };
        let decided = [
            (Amount::Assigned, totals.assigned.unwrap_or_default()),
            (Amount::Allocated, totals.allocated),
        ];
        for (amount, told) in whole(&totals.tally).into_iter().chain(decided) {
            let sum = stands(Measured::Of(amount), None);
            ensure!(sum == told, "{amount:?}: the figures come to {sum}, the summary says {told}");
        }
        for program in &summary.programs {
            for (amount, told) in whole(&program.tally) {
                let of = Some((program.program.to_string(), program.funding));
                let sum = stands(Measured::Of(amount), of);
                ensure!(sum == told, "{} {amount:?}: {sum} ≠ {told}", program.program);
            }
        }
        let adjusted = summary.adjustments.as_ref().map_or(Money::ZERO, |of| of.total());
        let sum = stands(Measured::Adjustment, None);
        ensure!(sum == adjusted, "adjustments: {sum} ≠ {adjusted}");
        Ok(())
    }
}
