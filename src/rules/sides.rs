//! What the two figures of a rule are called where it holds one against another: in the line of figures of a finding.

use crate::domain::lang::Text;
use crate::domain::rule::Rule;

use super::*;

/// The names of the two figures that a finding holds against each other.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// Of the figure that was found.
    pub found: Text,
    /// Of what it is held against.
    pub against: Text,
}

const STATED: Text = Text { vi: "ghi", en: "states" };
const AGAINST: Text = Text { vi: "so với", en: "against" };
const PAID: Text = Text { vi: "lũy kế", en: "cumulative" };
const REGISTER: Text = Text { vi: "kế hoạch đã giao", en: "the register" };
const PLAN: Text = Text { vi: "kế hoạch vốn", en: "the plan" };
const ALLOCATED: Text = Text { vi: "đã phân bổ", en: "allocated" };
const ASSIGNED: Text = Text { vi: "vốn được giao", en: "assigned" };

/// What each rule compares; a rule that is not here holds what the report states against something without a name.
static SIDES: [(&Rule, Text, Text); 22] = [
    (
        &CHILDREN_DO_NOT_ADD_UP,
        STATED,
        Text { vi: "cộng các dòng con", en: "the rows below add up to" },
    ),
    (
        &PERIOD_AND_CUMULATIVE_DISAGREE,
        PAID,
        Text { vi: "kỳ trước cộng trong kỳ", en: "the previous and the period" },
    ),
    (&PLAN_DIFFERS_FROM_REGISTER, STATED, REGISTER),
    (
        &PARTLY_FILLED,
        STATED,
        Text { vi: "đã đánh dấu không phát sinh", en: "ticked as nothing to report" },
    ),
    (&UNUSUAL_FUNDING_TYPE, STATED, Text { vi: "thường có", en: "usual" }),
    (&DISBURSED_OVER_PLAN, PAID, PLAN),
    (&LINE_NOT_IN_PLAN, STATED, REGISTER),
    (&PLANNED_LINE_MISSING, STATED, REGISTER),
    (
        &COUNTERPART_BELOW_RATIO,
        Text { vi: "vốn địa phương", en: "local" },
        Text { vi: "đối ứng phải có", en: "owed" },
    ),
    (&OVER_ALLOCATED, ALLOCATED, ASSIGNED),
    (&NOT_YET_ALLOCATED, ALLOCATED, ASSIGNED),
    (&DISBURSED_OVER_VOLUME, PAID, Text { vi: "khối lượng hoàn thành", en: "accepted volume" }),
    (
        &IMPLAUSIBLE_REGISTER,
        Text { vi: "các quyết định cộng lại", en: "the decisions come to" },
        Text { vi: "ít nhất phải là", en: "at least" },
    ),
    (&CUMULATIVE_FELL, PAID, Text { vi: "báo cáo trước", en: "the report before" }),
    (&STALLED, PAID, PLAN),
    (
        &UNUSUAL_JUMP,
        Text { vi: "trong tháng", en: "in the month" },
        Text { vi: "thường mỗi tháng", en: "usual" },
    ),
    (&QUARTER_DIFFERS_FROM_MONTHS, STATED, Text { vi: "cộng các tháng", en: "the months" }),
    (
        &LEAD_AGENCY_DIFFERS_FROM_UNITS,
        STATED,
        Text { vi: "các đơn vị báo cáo", en: "the units report" },
    ),
    (
        &TREASURY_DIFFERS,
        Text { vi: "Kho bạc xác nhận", en: "the Treasury" },
        Text { vi: "đơn vị báo cáo", en: "the unit" },
    ),
    (&REPEATS_BUT_DIFFERS, STATED, Text { vi: "bảng kia", en: "the other table" }),
    (&FORECAST_OUT_OF_RANGE, STATED, Text { vi: "giới hạn", en: "the limit" }),
    (&LOW_RATE_WITHOUT_REASON, PAID, Text { vi: "mức cần đạt", en: "the limit" }),
];

/// What the two figures of a rule are called.
pub fn sides(rule: &Rule) -> Sides {
    let named = SIDES.iter().find(|(own, ..)| *own == rule);
    let (found, against) =
        named.map_or((STATED, AGAINST), |(_, found, against)| (*found, *against));
    Sides { found, against }
}
