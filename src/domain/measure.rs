//! What the figures of a report measure.

use crate::domain::lang::Text;

/// What a column measures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Measure {
    /// Kế hoạch vốn, dự toán giao: the plan.
    Plan,
    /// Đã phân bổ chi tiết: allocated below the assigned plan.
    Allocated,
    /// Chưa phân bổ.
    Unallocated,
    /// Giá trị khối lượng hoàn thành (nghiệm thu).
    Volume,
    /// Giải ngân trong kỳ.
    InPeriod,
    /// Lũy kế giải ngân from 1 January of the budget year.
    Cumulative,
    /// Lũy kế đến hết kỳ trước: a check on the period before.
    Previous,
    /// Tỷ lệ (%): never money.
    Rate,
    /// Còn lại.
    Remaining,
    /// Ước giải ngân đến 31/12.
    Forecast,
    /// Ước giải ngân đến 31/01 of the next year.
    ForecastNext,
    /// Đề nghị hoàn trả, nộp trả, hủy dự toán: what the unit proposes to give back. A wish, in no total.
    ToReturn,
    /// Đề nghị điều chỉnh: by how much the unit proposes to raise its plan; negative to lower it. A wish, in no total.
    ToAdjust,
}

impl Measure {
    /// The measures whose figures go into lines; the others only check them.
    pub const FIGURES: [Measure; 9] = [
        Measure::Plan,
        Measure::Allocated,
        Measure::Volume,
        Measure::InPeriod,
        Measure::Cumulative,
        Measure::Forecast,
        Measure::ForecastNext,
        Measure::ToReturn,
        Measure::ToAdjust,
    ];

    /// What a unit proposes to do with its plan.
    pub const PROPOSED: [Measure; 2] = [Measure::ToReturn, Measure::ToAdjust];

    /// Whether its figures go into lines.
    pub fn is_figure(self) -> bool {
        self.figure_index().is_some()
    }

    /// Its place among [`Measure::FIGURES`].
    pub fn figure_index(self) -> Option<usize> {
        Measure::FIGURES.iter().position(|figure| *figure == self)
    }

    /// Whether it is an amount: a rate is none.
    pub fn is_money(self) -> bool {
        self != Measure::Rate
    }

    /// Whether it is a proposal of the unit and nobody's decision.
    pub fn is_proposed(self) -> bool {
        Measure::PROPOSED.contains(&self)
    }

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Measure::Plan => Text { vi: "kế hoạch vốn", en: "plan" },
            Measure::Allocated => Text { vi: "đã phân bổ", en: "allocated" },
            Measure::Unallocated => Text { vi: "chưa phân bổ", en: "not yet allocated" },
            Measure::Volume => Text { vi: "khối lượng hoàn thành", en: "accepted volume" },
            Measure::InPeriod => {
                Text { vi: "giải ngân trong kỳ", en: "disbursed in the period" }
            }
            Measure::Cumulative => Text { vi: "lũy kế giải ngân", en: "cumulative" },
            Measure::Previous => {
                Text { vi: "lũy kế đến kỳ trước", en: "previous cumulative" }
            }
            Measure::Rate => Text { vi: "tỷ lệ (%)", en: "rate (%)" },
            Measure::Remaining => Text { vi: "còn lại", en: "remaining" },
            Measure::Forecast => Text { vi: "ước đến 31/12", en: "forecast to 31/12" },
            Measure::ForecastNext => {
                Text { vi: "ước đến 31/01 năm sau", en: "forecast to 31/01" }
            }
            Measure::ToReturn => Text { vi: "đề nghị hoàn trả", en: "proposed to return" },
            Measure::ToAdjust => Text {
                vi: "đề nghị điều chỉnh kế hoạch",
                en: "proposed change of the plan",
            },
        }
    }
}
