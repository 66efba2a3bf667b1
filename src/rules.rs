//! The rule book: the record of every rule, one after the other by code. Whoever raises or asks about a rule names its
//! record (`rules::NOT_A_NUMBER`); the functions that look for a fault stand in `check`.

use crate::domain::rule::Rule;

mod file;
mod layout;
mod values;
mod arithmetic;
mod plan;
mod time;
mod across;
mod content;
mod sides;

pub use self::across::*;
pub use self::arithmetic::*;
pub use self::content::*;
pub use self::file::*;
pub use self::layout::*;
pub use self::plan::*;
pub use self::time::*;
pub use self::values::*;

/// All rules, by code.
pub static ALL: &[&Rule] = &[
    &UNREADABLE_FILE,
    &PASSWORD_PROTECTED,
    &MISNAMED_FORMAT,
    &FILE_OVER_LIMITS,
    &SEVERAL_SUBMISSIONS,
    &UNKNOWN_UNIT,
    &WRONG_PERIOD,
    &NO_TABLE_FOUND,
    &OUTDATED_TEMPLATE,
    &SAME_AS_LAST_PERIOD,
    &PARTLY_FILLED,
    &CHANGED_AFTER_RECEIPT,
    &FILES_ADD_UP,
    &OTHER_PERIOD_BESIDE,
    &BLANK_FORM,
    &NOT_OPENED,
    &READ_BY_ITS_FORMS,
    &UNKNOWN_COLUMN,
    &AMBIGUOUS_COLUMN,
    &MISSING_COLUMN,
    &UNKNOWN_ROW,
    &DUPLICATE_ROW,
    &HIDDEN_FIGURES,
    &MONEY_UNIT_MISSING,
    &MONEY_UNIT_CONTRADICTED,
    &FIGURES_OUTSIDE_TABLE,
    &SHEET_NOT_UNDERSTOOD,
    &REPEATS_BUT_DIFFERS,
    &OTHER_UNITS_TABLE,
    &PROPOSAL_HALF_SAID,
    &NUMBER_TYPED_AS_TEXT,
    &NOT_A_NUMBER,
    &NEGATIVE_AMOUNT,
    &ERROR_CELL,
    &FORMULA_WITHOUT_VALUE,
    &AMBIGUOUS_NUMBER,
    &LEGACY_ENCODING,
    &FRACTION_OF_DONG,
    &FIGURE_OF_SEVERAL_ROWS,
    &BLANK_WORKED_OUT,
    &CHILDREN_DO_NOT_ADD_UP,
    &PARTS_DO_NOT_ADD_UP,
    &RATE_DIFFERS,
    &PERIOD_AND_CUMULATIVE_DISAGREE,
    &PLAN_DIFFERS_FROM_REGISTER,
    &DISBURSED_OVER_PLAN,
    &LINE_NOT_IN_PLAN,
    &PLANNED_LINE_MISSING,
    &UNUSUAL_FUNDING_TYPE,
    &COUNTERPART_BELOW_RATIO,
    &OVER_ALLOCATED,
    &NOT_YET_ALLOCATED,
    &DISBURSED_OVER_VOLUME,
    &FORECAST_OUT_OF_RANGE,
    &IMPLAUSIBLE_REGISTER,
    &RETURN_OUT_OF_RANGE,
    &CUMULATIVE_FELL,
    &CLOSED_PERIOD_CHANGED,
    &STALLED,
    &UNUSUAL_JUMP,
    &QUARTER_DIFFERS_FROM_MONTHS,
    &UNKNOWN_FIGURE,
    &FIGURES_UP_TO_ANOTHER_DAY,
    &OVERLAP_BETWEEN_PROGRAMS,
    &LEAD_AGENCY_DIFFERS_FROM_UNITS,
    &TREASURY_DIFFERS,
    &LOW_RATE_WITHOUT_REASON,
    &DIFFICULTY_WITHOUT_PROPOSAL,
    &UNKNOWN_DIFFICULTY,
    &INDICATOR_NEARLY_NAMED,
    &RESULT_NOT_ADDED,
    &RESULT_FELL,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_record_is_in_the_list() {
        let written = [
            include_str!("rules/file.rs"),
            include_str!("rules/layout.rs"),
            include_str!("rules/values.rs"),
            include_str!("rules/arithmetic.rs"),
            include_str!("rules/plan.rs"),
            include_str!("rules/time.rs"),
            include_str!("rules/across.rs"),
            include_str!("rules/content.rs"),
        ];
        let records: usize =
            written.iter().map(|text| text.matches(": Rule = Rule {").count()).sum();
        assert_eq!(ALL.len(), records);
    }
}
