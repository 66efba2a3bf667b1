//! The machine-readable report: one object, written as it goes along, whatever the number of lines.
//!
//! Names, their order and their meaning are a contract with other programs (`giaingan.report/1`): a change is an
//! addition, never a rename. Added:
//!
//! - `findings[].worth`, `submissions[].worth`: by how many points the printed rate of the whole (`totals.rate`) could move,
//!   were the finding settled or the silent unit heard; text with two decimals (`"0.42"`), null where it cannot.
//! - `findings[].candidates`: the two or three cells of which one is wrong (`sheet`, `cell`, `value`: what it should hold, or
//!   null); empty where there are none, and where `suggestion` names the one.
//! - `totals.band`: between which rates the one of the whole lies once the silent units have reported and every cumulative is
//!   known: `certain` and `likely` (null where of a silent unit fewer than three months are known, or a cumulative is not
//!   known in full), each lowest and highest.
//! - `calls` (of `status`): the units to call, who could move the printed rate most first. `grid` (of `status` for more than
//!   a month, or with `--year`): `unit`, `period`, `state` (null where nothing had to come), `days_late`.
//! - `course` (of `aggregate`): what stood at the end of each month of the year in which anybody reported, by what is known
//!   now, then at that of the period itself: `period`, `reported` (how many units' reports end there),
//!   `by_program_funding` [{`program`, `funding`, `plan`, `cumulative`, `cumulative_known`, `carried`, `rate`}].
//! - `last_year` (of `aggregate`): the same period in the workspace of the year before that the settings name (`[office]
//!   last_year`): `period`, `received`, `expected`, `office` (where it bears another name, else null), `by_program_funding` as of `course` with `in_period` and
//!   `in_period_known`; null where there is none. It is in no other figure.
//! - `adjustments` (of `aggregate`): what the time after a closing adds to the closed period before this one: `period`,
//!   `edition`, `amount`, `known`, `lines` [{`unit`, `component`, `funding`, `closed` (its cumulative as closed), `now` (by the
//!   files of now), `amount`, `known`}]; null where nothing was closed before. In no figure of the period.
//! - `compare` answers with `from` and `to` {`period`, `edition` (null: by the files of now), `workbook` (that was named, or null), `plan`, `cumulative`, `rate`}, `known`,
//!   `steps` [{`step`: `plan`, `late`, `restated`, `version`, `disbursed`; `amount` (of the plan in the first, of the cumulative in the
//!   others), `points` (text with two decimals, null without rates; they add up to the difference of the rates), `by_unit`
//!   [{`unit`, `amount`}]}], `reread` (what is another setting or version).
//! - `close` and `reopen` answer with `period`, `edition` (in force now, or null), `files` (name: SHA-256), `restates` {`edition`,
//!   `plan`, `cumulative`: by how much both differ from the edition before} or null, `accepted` [{`unit`,
//!   `kind`, `message`, `reason`}], `refused` [{`unit`, `kind` (`missing`, `rejected`, `set-aside`, `unbalanced`, `earlier-open`,
//!   `later-closed`), `acceptable` (by `--accept`), `message`}], `history` [{`event`: `closed` or `reopened`, `edition`, `on`,
//!   `version`, `sha256` or `reason`}].
//! - `results` (of `aggregate`): what was done beside money, by component, indicator and unit of measure: `component` (null
//!   where none is named), `indicator` (id), `name`, `measure`, `kind` (`flow`: since the beginning of the year, `stock`: on
//!   the day of the last report), `plan`, `in_period` (of the units of which it is known; null of a stock), `done` (numbers,
//!   null where nobody says them), `units` (how many tell it), `carried` (of how many the figure is that of an earlier
//!   report), `partial` (of how many some months of the year are not in it), `by_unit` (each with `period`, the report that
//!   tells it, `file`, `sheet`, `cell`, `with`: units that it took over whose own figures are added to it, `contradicted`:
//!   what it states of the period is not the difference of its cumulative figures), `silent` (units with money for the
//!   component that tell nothing of the indicator). `results_apart`: what is not added up: `unit`, `component`, `name`,
//!   `measure`, `plan`, `done`, `in_period` (texts as they were typed), `reason` (`near`, `unknown`, `no-unit`, `no-number`,
//!   `twice`), `indicator` (the one that is near, or null), `file`, `sheet`, `cell`. `results_consolidated`: `unit`, `rows`: how many
//!   rows of results stand in the consolidation of an agency, none of which is added.
//! - `coverage.lead`: the consolidations of lead agencies, which are in none of the other numbers. `coverage.below`: who
//!   reports to the units whose own consolidated workbook was taken in (absent where there is none); of such a unit
//!   `by_unit[].coverage`. `by_unit[].carried`: the provisional part of its cumulative; `assigned`: its plan; `allocated`: what
//!   it states as allocated below it, null where its form does not say.
//! - `submissions[].version`: the how-manyth file of its unit for the period; `marks`: `returned` (a form to be mended went
//!   back since), `corrected` (it takes the place of an earlier file), `partly-filled`; `correct_by`: the last day for a
//!   correction; `registered`: it stands in the register of receipts (`days_late` is null where it does not);
//!   `consolidation`: it is, or stands for, what a lead agency owes; `misses`: how many periods in a row, this one included,
//!   the report did not come in time.
//! - `submissions[].obligations`: what the unit owes (`program`, `funding`, `plan`) and its `state`: `received`, `nil`,
//!   `set-aside` (what may be the answer was set aside), `missing`, `exempt`. `submissions[].todo`: what it has to do: `id`
//!   (the same from period to period), `kind` (`owed`, `mend`, `explain`), `since` (the period in which it came up),
//!   `message`, `sheet`, `cell`. Both stand in the one row that says how the unit stands. `findings[].todo` is that `id`.
//! - `submissions[].behind`, of a consolidation that did not come or whose first file was late: the units of the program or
//!   component that it sums up which had not been heard on its own last day (`unit`, `days_late`, null where nothing usable
//!   has come).
//! - `findings[].recalled`: what was said of the figure in an earlier file of the unit for the period: its place (`file`,
//!   `sheet`, `cell`), the figure then (`found`), `explanation`, `waived`, and whether it still `holds`; null where nothing
//!   was. Where it does not hold `message` says so with both figures.
//! - `obstacles` (of `aggregate` and `status`): the difficulties that are open, and those that the period settled, the oldest
//!   first: `id` (the same from period to period; the issued forms print it), `unit`, `component`, `about`, `told`, `cause`,
//!   `proposal`, `level` (`commune`, `lead`, `district`, `province`, `centre`; null where none is understood),
//!   `level_told`, `level_since`, `proposed` (the level for which it is proposed, or null), `amount` (null where what is
//!   told is none; in no total), `amount_told`, `document`, `status` (`new`, `in-progress`, `escalated`, `settled`),
//!   `status_told`, `since`, `last` (the last report that told it), `told_now`.
//! - `lines[].to_return`, `to_adjust`: what the unit proposes to return (hoàn trả, hủy dự toán) and by how much it proposes to
//!   have the plan changed (a decrease is negative); null where it says nothing. Wishes: in no total.
//! - `proposals` (of `aggregate`): the same added up by `unit`, `program`, `funding`, `source` and `plan_year`: `to_return`,
//!   `to_adjust` and of it `to_raise` and `to_lower` (negative), null where nothing is proposed; `provisional`: of the last report of
//!   a unit that did not report.
//! - `reductions` (of `aggregate`): the decisions of the journal up to the last day of the period that took money back:
//!   `decision` (its number, or null), `date`, `unit` (null: the office), `component`, `work`, `funding`, `source`, `plan_year`, `amount`
//!   (negative), `note`. Plans are lower by them.
//! - `counterpart` (of `aggregate`): local money beside central money, by `unit` and `component` (null: all of the unit's), where a
//!   ratio is set or local money is known: `planned` and `disbursed` {`whole`, `local`, `ratio`} (null where not known),
//!   `required` (null where none is set), `shortfall_planned`, `shortfall_disbursed` (local money that is lacking; null where that
//!   is not known or no ratio is set), `decision`. A row may be a part of another.
//!
//! `trace` prints `asked` (the key as it was understood), `remarks`, and one of:
//! - `total`: `printed` (the cells of the consolidated workbook that print it: `sheet`, `cell`, `label`, `heading`, `amount`),
//!   `is_rate`, `rate` (null where there is no plan), `sums` (one; of a rate what was disbursed and the plan): `name`, `total`,
//!   `known` (false where a part is known by nobody), `of_cells`, `rest` (what no cell was found for), `rows`: those of
//!   "Dữ liệu", with `row` (their number; null of a number that the workbook itself holds), `unit`, `name`, `kind`, `component`,
//!   `work`, `funding`, `source`, `plan_year`, `amount` (negative where it is taken away), `basis`, `note`, `rest`, `cells`:
//!   `file`, `sheet`, `cell`, `typed` (as it stands there), `amount`, `how` (`stated`; `paid`: in `period`, added; `from`: the
//!   cumulative of `period`; `less`: the same, taken away; `previous`: as the form prints it; `carried`: stands for what did
//!   not come; `decided`: of the register; `written`: in the workbook), `below`.
//! - `below` (of a cell of the workbook of an office below, else null): `file`, `total`, `of_rows`, `rest`, `rows`: those of
//!   its "Dữ liệu", with `row`, `unit`, `name`, `kind`, `amount`, `file`, `sheet`, `place` (row or cell), `note`, `seen`
//!   (with `--in`: `equal`, `differs`, `missing`: no file has the SHA-256, `no-file`: none is named, `worked-out`: the file has
//!   no such cell; else null), `found` (that file), `cells` (`cell`, `typed`), and `below` of it.
//! - `cell` (of a unit's file): `file`, `sheet`, `cell`, `unit`, `name`, `reported` (the period of its file), `typed`, `counts`,
//!   `what` (what became of it), `figures` (what it states), `rows` (those that it is in, by `column`), `totals`: the cells of
//!   the consolidated workbook that it is in, with its `share`; `below`.
//! - `plain` (a cell of the consolidated workbook that is no total): `sheet`, `cell`, `what`, `shown`.

mod bridge;
mod closing;
mod counterpart;
mod object;
mod proposed;
mod rows;
mod text;
mod trace;

use std::io::{self, BufWriter, Write as _};

use crate::domain::counterpart::standings;
use crate::domain::lang::Lang;
use crate::domain::proposals;
use crate::domain::summary::{GridCell, Summary};
use crate::domain::traced::{Answer, Found};
use crate::rules;
pub(crate) use bridge::compared;
use closing::AdjustmentsRow;
pub(crate) use closing::{Closing, closing};
use counterpart::CounterpartRow;
use object::Object;
use proposed::{ProposalRow, ReductionRow};
use rows::{
    ByProgram, ByUnit, CallRow, ConsolidatedRow, Control, Coverage, Each, FindingRow, GridRow,
    LastYear, ObstacleRow, Period, ResultApartRow, ResultRow, Row, StepRow, Totals,
};

const SCHEMA: &str = "giaingan.report/1";

/// The whole report of `command` as one JSON object and a line break.
///
/// # Errors
/// What the writer refuses.
pub(crate) fn report(
    summary: &Summary,
    command: &str,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    whole(summary, command, out, |object| {
        object.entry("coverage", &Coverage::new(summary))?;
        object.entry("totals", &Totals::new(summary))?;
        let programs = || summary.programs.iter().map(ByProgram::new);
        object.entry("by_program_funding", &Each(programs))?;
        object.entry("by_unit", &Each(|| summary.units.iter().map(ByUnit::new)))?;
        object.entry("course", &Each(|| summary.course.iter().map(StepRow::new)))?;
        object.entry("last_year", &summary.last_year.as_ref().map(LastYear::new))?;
        object.entry("adjustments", &summary.adjustments.as_ref().map(AdjustmentsRow::new))?;
        let totals = || summary.results.totals.iter();
        object.entry("results", &Each(|| totals().map(|of| ResultRow::new(summary, of))))?;
        let apart = || summary.results.apart.iter().map(ResultApartRow::new);
        object.entry("results_apart", &Each(apart))?;
        let consolidated = || summary.results.consolidated.iter().map(ConsolidatedRow::new);
        object.entry("results_consolidated", &Each(consolidated))?;
        object.lists("lines", summary.lines.of_units(), |out, lines| {
            object::write_all(out, lines.open(), |object, line| {
                rows::line(object, &line, summary.year)
            })
        })?;
        found(summary, lang, object)?;
        object.entry("obstacles", &Each(|| summary.difficulties.iter().map(ObstacleRow::new)))?;
        let proposed = proposals::proposals(summary);
        let rows = || proposed.iter().map(|of| ProposalRow::new(of, summary.year));
        object.entry("proposals", &Each(rows))?;
        let reductions = || summary.reductions().map(|of| ReductionRow::new(of, summary.year));
        object.entry("reductions", &Each(reductions))?;
        let counterpart = || standings(summary, &rules::COUNTERPART_BELOW_RATIO);
        object.entry("counterpart", &Each(|| counterpart().map(CounterpartRow::new)))
    })
}

/// What `check` found: submissions, findings, control totals.
///
/// # Errors
/// What the writer refuses.
pub(crate) fn check(summary: &Summary, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    whole(summary, "check", out, |object| found(summary, lang, object))
}

/// Who submitted: coverage, submissions, whom to call first; and `grid`, how each report of a longer period came.
///
/// # Errors
/// What the writer refuses.
pub(crate) fn status(
    summary: &Summary,
    grid: &[GridCell],
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    whole(summary, "status", out, |object| {
        object.entry("coverage", &Coverage::new(summary))?;
        let rows = || summary.submissions.iter().map(|row| Row::new(row, lang));
        object.entry("submissions", &Each(rows))?;
        object.entry("obstacles", &Each(|| summary.difficulties.iter().map(ObstacleRow::new)))?;
        object.entry("calls", &Each(|| summary.calls.iter().map(CallRow::new)))?;
        object.entry("grid", &Each(|| grid.iter().map(GridRow::new)))
    })
}

/// What a total is made of, or what became of a cell.
///
/// # Errors
/// What the writer refuses.
pub(crate) fn trace(
    summary: &Summary,
    answer: &Answer,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let by = trace::By { year: summary.year, lang };
    whole(summary, "trace", out, |object| {
        object.entry("asked", &text::Nfc(answer.asked.get(lang)))?;
        let remarks = answer.remarks.iter().map(|of| text::Nfc(of.get(lang)));
        object.entry("remarks", &remarks.collect::<Vec<_>>())?;
        match &answer.found {
            Found::Total(of) => object.entry("total", &trace::TotalRow::new(of, by)),
            Found::Cell(of) => object.entry("cell", &trace::CellRow::new(of, by)),
            Found::Plain { at, what, shown } => {
                object.entry("plain", &trace::PlainRow::new(at, what.get(lang), shown))
            }
        }
    })
}

type Report<'a, 'w> = Object<'a, BufWriter<&'w mut dyn io::Write>>;

/// An object that begins as all do.
fn whole(
    summary: &Summary,
    command: &str,
    out: &mut dyn io::Write,
    body: impl FnOnce(&mut Report<'_, '_>) -> io::Result<()>,
) -> io::Result<()> {
    // Buffered here, where its type is known: a report is millions of writes of a few bytes.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    object::write(&mut out, |object| {
        object.entry("schema", SCHEMA)?;
        object.entry("command", command)?;
        object.entry("office", &text::Nfc(&summary.settings.office.name))?;
        object.entry("period", &Period::new(summary))?;
        body(object)
    })?;
    out.write_all(b"\n")?;
    out.flush()
}

fn found(summary: &Summary, lang: Lang, object: &mut Report<'_, '_>) -> io::Result<()> {
    object.entry(
        "submissions",
        &Each(|| summary.submissions.iter().map(|row| Row::new(row, lang))),
    )?;
    let findings = || summary.findings.iter().map(|finding| FindingRow::new(finding, lang));
    object.entry("findings", &Each(findings))?;
    object.entry("control", &Control::new(summary))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::PlanYear;
    use crate::domain::summary::SummaryLine;
    use crate::domain::summary::fixture;
    use crate::domain::tally::Points;
    use serde_json::{Value, json};

    fn written(summary: &Summary) -> String {
        let mut bytes = Vec::new();
        report(summary, "aggregate", Lang::Vi, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn change(summary: &mut Summary, edit: impl Fn(&mut SummaryLine)) {
        let mut lines: Vec<SummaryLine> = summary.lines.iter().collect();
        lines.iter_mut().for_each(edit);
        summary.lines = lines.into_iter().collect();
    }

    fn parsed(summary: &Summary) -> Value {
        serde_json::from_str(&written(summary)).unwrap()
    }

    #[test]
    fn the_report_is_that_of_the_contract() {
        let mut summary = fixture::district();
        summary.submissions[2].worth = Some(Points::from_hundredths(1_250));
        let report = parsed(&summary);
        assert_eq!(report["schema"], "giaingan.report/1");
        assert_eq!(
            report["period"],
            json!({ "id": "2024-06", "from": "2024-06-01", "to": "2024-06-30" })
        );
        assert_eq!(
            report["coverage"],
            json!({ "expected": 7, "received": 3, "missing": 3, "rejected": 1,
                    "lead": { "expected": 0, "received": 0, "missing": 0 } })
        );
        assert_eq!(
            report["totals"],
            json!({ "assigned": 1_000_000_000, "allocated": 800_000_000, "plan": 800_000_000,
                    "in_period": 40_500_000, "in_period_known": true,
                    "cumulative": 160_500_000, "cumulative_known": true, "carried": 20_000_000,
                    "rate": "20.06", "rate_on_assigned": "16.05", "band": null })
        );
        assert_eq!(
            report["by_program_funding"][1],
            json!({ "program": "gn", "funding": "recurrent", "plan": 300_000_000, "in_period": 10_500_000,
                    "in_period_known": true, "cumulative": 10_500_000, "cumulative_known": true, "rate": "3.50" })
        );
        assert_eq!(
            report["by_unit"][5],
            json!({ "unit": "HL-06", "plan": 0, "in_period": 0, "in_period_known": true,
                    "cumulative": 0, "cumulative_known": true, "rate": null,
                    "provisional": false, "carried": 0, "assigned": 0, "allocated": null })
        );
        assert_eq!(
            report["lines"][0],
            json!({ "unit": "HL-05", "component": "gn.4", "work": "Đường trục thôn Đồng Lươn",
                    "funding": "investment", "source": null, "plan_year": 2024, "plan": 200_000_000,
                    "volume": null, "in_period": 20_000_000, "in_period_known": true,
                    "cumulative": 80_000_000, "cumulative_known": true, "basis": "stated",
                    "forecast": 200_000_000, "to_return": null, "to_adjust": null })
        );
        assert_eq!(
            report["submissions"][0],
            json!({ "unit": "HL-01", "period": "2024-06", "state": "accepted-with-errors", "file": "nop/2024-06/HL-01.xlsx",
                    "received": "2024-07-04", "due": "2024-07-02", "days_late": 2,
                    "money_unit": "triệu đồng", "errors": 2, "warnings": 1, "nil": false, "worth": null, "version": null, "marks": [],
                    "correct_by": null, "registered": true, "consolidation": false, "misses": 0, "obligations": [],
                    "todo": [], "behind": [] })
        );
        assert_eq!(
            report["submissions"][2],
            json!({ "unit": "HL-03", "period": "2024-06", "state": "missing", "file": null, "received": null,
                    "due": "2024-07-15", "days_late": null, "money_unit": null, "errors": 0,
                    "warnings": 0, "nil": false, "worth": "12.50", "version": null, "marks": [],
                    "correct_by": null, "registered": true, "consolidation": false, "misses": 0, "obligations": [],
                    "todo": [], "behind": [] })
        );
        assert_eq!(
            report["control"],
            json!({ "cells_read": 15, "cells_used": 11, "cells_checked": 3, "cells_set_aside": 1, "amount_read": 1_200_500_000,
                    "amount_used": 960_500_000, "amount_checked": 200_000_000, "amount_set_aside": 40_000_000, "balanced": true })
        );
    }

    #[test]
    fn an_obstacle_says_how_far_it_is_and_whose() {
        let mut summary = fixture::district();
        let first = &mut summary.difficulties[0];
        first.amount = Some(fixture::thousand(1_250_000));
        first.held_up = "1250".to_owned();
        first.proposed = Some(crate::domain::difficulty::Level::Centre);
        let report = parsed(&summary);
        assert_eq!(
            report["obstacles"][0],
            json!({ "id": "HL-05-KK-0c9a40", "unit": "HL-05", "component": "gn.4", "about": "",
                    "told": "Chưa có hướng dẫn định mức", "cause": "", "proposal": "Đề nghị Sở hướng dẫn",
                    "level": "province", "level_told": "Tỉnh", "level_since": "2024-06", "proposed": "centre",
                    "amount": 1_250_000_000, "amount_told": "1250", "document": "", "status": "new",
                    "status_told": "", "since": "2024-06", "last": "2024-06", "told_now": true })
        );
        let second = &report["obstacles"][1];
        assert!(second["level"].is_null() && second["amount"].is_null());
    }

    #[test]
    fn a_finding_says_its_cell_and_its_figures_or_null() {
        let mut summary = fixture::district();
        summary.findings[0].worth = Some(Points::from_hundredths(42));
        let report = parsed(&summary);
        let mut first = report["findings"][0].clone();
        let message = first["message"].take();
        assert!(message.as_str().unwrap().starts_with("Dòng 14"), "{message}");
        assert_eq!(
            first,
            json!({ "code": "GN402", "name": "parts-do-not-add-up", "severity": "error", "unit": "HL-01",
                    "file": "nop/2024-06/HL-01.xlsx", "sheet": "Vốn sự nghiệp", "cell": "F14",
                    "message": null, "help": "Kiểm tra lại từng nguồn vốn rồi sửa ô tổng.",
                    "expected": 10_000_000, "found": 11_000_000, "difference": 1_000_000,
                    "amount_set_aside": 0, "worth": "0.42", "waived": null, "waived_by": null, "waived_until": null,
                    "explanation": null, "recalled": null, "suggestion": null, "candidates": [], "is_consequence": false, "todo": null })
        );
        let file = &report["findings"][2];
        for absent in ["unit", "sheet", "cell", "expected", "found", "difference"] {
            assert!(file[absent].is_null(), "{absent}");
        }
        assert_eq!(file["amount_set_aside"], 40_000_000);
        assert!(report["findings"][3]["waived"].is_string());
    }

    #[test]
    fn fields_come_in_the_order_of_the_contract() {
        let text = written(&fixture::district());
        let at = |name: &str| text.find(&format!("\"{name}\":")).unwrap();
        let order = [
            "schema",
            "command",
            "office",
            "period",
            "coverage",
            "totals",
            "assigned",
            "allocated",
            "by_program_funding",
            "by_unit",
            "lines",
            "component",
            "work",
            "submissions",
            "state",
            "findings",
            "code",
            "control",
            "cells_read",
        ];
        assert!(order.map(at).is_sorted(), "{:?}", order.map(at));
        assert!(text.ends_with("}\n") && text.matches('\n').count() == 1);
    }

    #[test]
    fn check_and_status_write_their_parts() {
        let summary = fixture::district();
        let keys = |bytes: Vec<u8>| -> Vec<String> {
            let value: Value = serde_json::from_slice(&bytes).unwrap();
            value.as_object().unwrap().keys().cloned().collect()
        };
        let (mut checked, mut told) = (Vec::new(), Vec::new());
        check(&summary, Lang::En, &mut checked).unwrap();
        status(&summary, &summary.grid, Lang::En, &mut told).unwrap();
        let of_all = ["command", "office", "period", "schema"];
        let mut wanted = [&of_all[..], &["submissions", "findings", "control"]].concat();
        wanted.sort_unstable();
        let mut got = keys(checked);
        got.sort_unstable();
        assert_eq!(got, wanted);
        let mut wanted =
            [&of_all[..], &["coverage", "submissions", "obstacles", "calls", "grid"]].concat();
        wanted.sort_unstable();
        let mut got = keys(told);
        got.sort_unstable();
        assert_eq!(got, wanted);
    }

    #[test]
    fn what_is_unknown_is_null_and_an_unknown_assignment_is_zero() {
        let mut summary = fixture::district();
        summary.totals.assigned = None;
        change(&mut summary, |line| line.key.year = PlanYear::CarryOver);
        let report = parsed(&summary);
        assert_eq!(report["totals"]["assigned"], 0);
        assert!(report["totals"]["rate_on_assigned"].is_null());
        assert!(report["lines"][0]["plan_year"].is_null());
        change(&mut summary, |line| line.key.year = PlanYear::Any);
        assert_eq!(parsed(&summary)["lines"][0]["plan_year"], 2024);
    }

    #[test]
    fn text_of_a_unit_reads_back_as_typed_and_no_control_is_raw() {
        let typed = "a\u{7f}b\u{1b}[31m\u{9b}c\u{202e}\"\\ Đường\n";
        let mut summary = fixture::district();
        summary.submissions[0].file = Some(typed.into());
        let text = written(&summary);
        let is_raw = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!text.contains(is_raw));
        assert!(text.contains("\\u007f"));
        assert_eq!(parsed(&summary)["submissions"][0]["file"], typed);
    }

    #[test]
    fn a_work_is_written_in_composed_letters() {
        let mut summary = fixture::district();
        let work = crate::domain::key::Work::named("Du\u{31b}o\u{31b}\u{300}ng");
        change(&mut summary, |line| line.key.work = Some(work.clone()));
        assert_eq!(parsed(&summary)["lines"][0]["work"], "Dường");
    }
}
