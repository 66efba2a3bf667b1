//! What the time after a closing adds to the closed period.

use crate::domain::lang::{Words, words};
use crate::domain::money::MoneyUnit;
use crate::domain::summary::Summary;

/// The line "Điều chỉnh số liệu kỳ trước"; `None` where nothing was closed before, or nothing is added to it.
pub(crate) fn adjusted(summary: &Summary) -> Option<Words> {
    let adjustments = summary.adjustments.as_ref().filter(|of| !of.list.is_empty())?;
    let unit: MoneyUnit = summary.money_unit();
    let amount = adjustments.total().show(unit, 3);
    let (period, edition) = (adjustments.period.words(), adjustments.edition);
    let told = words!(
        "Điều chỉnh số liệu kỳ trước ({period} đã chốt, bản {edition}): {amount} {unit}, không nằm trong số giải ngân trong kỳ.",
        "Adjustments of earlier periods ({period} as closed, edition {edition}): {amount} {unit}, outside of what was disbursed in the period.";
        period, edition, amount, unit = unit.text()
    );
    Some(match adjustments.is_known() {
        true => told,
        false => words!(
            "{told} Đó là phần đã rõ: có đơn vị chưa rõ số giải ngân trong kỳ hoặc lũy kế.",
            "{told} That is what is known: of some units it is not known what they disbursed in the period or until its end.";
            told
        ),
    })
}
