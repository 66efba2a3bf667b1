//! Local money beside central money, and the share that is owed.

use serde::Serialize;

use super::text::Nfc;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::counterpart::{Share, Standing};
use crate::domain::money::Money;
use crate::domain::tally::Rate;

/// How a unit stands with a component.
#[derive(Serialize)]
pub(super) struct CounterpartRow<'a> {
    unit: UnitCode,
    component: Option<ComponentId>,
    planned: Option<ShareRow>,
    disbursed: Option<ShareRow>,
    required: Option<Rate>,
    shortfall_planned: Option<Money>,
    shortfall_disbursed: Option<Money>,
    decision: Option<Nfc<'a>>,
}

#[derive(Serialize)]
struct ShareRow {
    whole: Money,
    local: Money,
    ratio: Option<Rate>,
}

impl ShareRow {
    fn new(share: Share) -> ShareRow {
        ShareRow { whole: share.whole, local: share.local, ratio: share.ratio() }
    }
}

impl CounterpartRow<'_> {
    pub(super) fn new(of: Standing<'_>) -> CounterpartRow<'_> {
        CounterpartRow {
            unit: of.unit,
            component: of.component,
            planned: of.planned.map(ShareRow::new),
            disbursed: of.disbursed.map(ShareRow::new),
            required: of.required.map(|ratio| Rate::from_hundredths(ratio.hundredths())),
            shortfall_planned: of.lacks_planned,
            shortfall_disbursed: of.lacks_disbursed,
            decision: of.decision.map(Nfc),
        }
    }
}
