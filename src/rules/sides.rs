//! What the figures of several rules are called where two are held against each other.

use crate::domain::lang::Text;

pub(super) const STATED: Text = Text { vi: "ghi", en: "states" };
pub(super) const PAID: Text = Text { vi: "lũy kế", en: "cumulative" };
pub(super) const REGISTER: Text = Text { vi: "kế hoạch đã giao", en: "the register" };
pub(super) const PLAN: Text = Text { vi: "kế hoạch vốn", en: "the plan" };
pub(super) const ALLOCATED: Text = Text { vi: "đã phân bổ", en: "allocated" };
pub(super) const ASSIGNED: Text = Text { vi: "vốn được giao", en: "assigned" };
