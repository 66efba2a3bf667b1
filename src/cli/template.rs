//! `template`: one prefilled form per unit.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::progress::Bar;
use super::{Global, Template, output, reading};
use crate::check;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::register::{Unit, implausible};
use crate::render::template::{Order, form};
use crate::rules;
use crate::run::{self, Run};
use crate::workspace::{self, Kind, Outputs, Workspace};

/// Issues the forms of a period for all units that have a plan, or for those that are named.
pub(super) fn run(options: &Template, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (workspace, lang) = reading::open(&options.folder, stated)?;
    let say = |vi: &str, en: &str| Words::new(vi, en).get(lang).to_owned();
    let Some(asked) = options.folder.period else {
        bail!(say(
            "thiếu kỳ báo cáo: thêm -p, ví dụ -p 2024-06",
            "the period is missing: add -p, for example -p 2024-06"
        ));
    };
    if workspace.kind == Kind::Bare {
        bail!(say(
            "thư mục này chưa có giaingan.toml và danh-muc.xlsx; tạo bằng: giaingan khoi-tao",
            "this folder has no giaingan.toml and danh-muc.xlsx; make them with: giaingan init",
        ));
    }
    let period = asked.of(&workspace, lang)?;
    let folder = options.output.clone().unwrap_or_else(|| workspace.forms(period));
    if !options.dry_run {
        workspace::try_out(&folder.join("bieu-mau.xlsx"))?;
    }
    let units = units(&workspace, period, &options.units, lang)?;
    let (samples, units): (Vec<&Unit>, Vec<&Unit>) =
        units.into_iter().partition(|unit| unit.is_sample());
    if units.is_empty() {
        bail!(say(
            "chỉ có đơn vị mẫu, không phát hành biểu mẫu; ghi các đơn vị và kế hoạch vốn thật vào danh-muc.xlsx",
            "there is only the sample unit, no form is issued; put the real units and plan into danh-muc.xlsx",
        ));
    }
    reading::say(&workspace.notes, lang, global);
    let last = run::last_before(&workspace, period, lang, &Bar::new(global))?;
    if last.as_ref().is_some_and(|last| last.workspace.register.is_doubted) {
        bail!(say(
            "các báo cáo đã nộp cho thấy sổ Kế hoạch vốn của danh-muc.xlsx ghi sai đơn vị tính (GN511); sửa sổ trước khi phát hành biểu mẫu",
            "the reports that came show that the plan journal of danh-muc.xlsx states the wrong unit of money (GN511); mend it before forms are issued",
        ));
    }
    let previous = last.as_ref().map(Run::cumulative).unwrap_or_default();
    // A form that shows what the register has wrong would come back with figures under it.
    let year = workspace.settings.budget_year(period);
    let is_wrong = |unit: &&Unit| {
        implausible(&workspace.register.plan(&unit.code, period.to()), year).next().is_some()
    };
    let (withheld, units): (Vec<&Unit>, Vec<&Unit>) = units.into_iter().partition(is_wrong);
    let sent = workspace.submissions(period)?.into_iter().map(|file| file.path);
    let mut outputs = Outputs::new(sent, global.force);
    let mut printed = String::new();
    for unit in units {
        let plan = workspace.register.plan(&unit.code, period.to());
        let due = workspace.settings.due(period, Some(unit));
        let nothing = BTreeMap::new();
        let obstacles =
            last.as_ref().map(|last| last.open_obstacles(&unit.code, period)).unwrap_or_default();
        let order = Order {
            settings: &workspace.settings,
            catalogue: &workspace.catalogue,
            unit,
            period,
            plan: &plan,
            previous: previous.get(&unit.code).unwrap_or(&nothing),
            obstacles: &obstacles,
            due,
            register_state: &workspace.register.state,
            sent: None,
        };
        let name = workspace::file_name(&format!("{} - {} - {period}.xlsx", unit.code, unit.name));
        let target = folder.join(name);
        let placed = match options.dry_run {
            true => outputs.place(&target)?,
            false => {
                let bytes = form(&order).with_context(|| unit.name.clone())?;
                outputs.write(&target, Cursor::new(&bytes))?
            }
        };
        output::placed(&placed, lang);
        printed.push_str(&format!("{}\n", placed.path.display()));
    }
    output::print(&printed)?;
    for unit in &samples {
        let words = words!(
            "Chưa lập biểu cho đơn vị mẫu {name}",
            "No form was made for the sample unit {name}";
            name = unit.name
        );
        output::note(words.get(lang));
    }
    if !withheld.is_empty() {
        output::note(told(&workspace, period, &withheld).get(lang));
    }
    Ok(ExitCode::from(u8::from(!(samples.is_empty() && withheld.is_empty()))))
}

/// Who got no form because the register has their plan wrong, and where it does.
fn told(workspace: &Workspace, period: Period, withheld: &[&Unit]) -> Words {
    let names: Vec<&str> = withheld.iter().map(|unit| unit.name.as_str()).collect();
    let names = harmless(&names.join(", "));
    let mut words = words!(
        "Chưa lập biểu cho: {names}. Sửa danh-muc.xlsx rồi chạy lại:",
        "No form was made for: {names}. Mend danh-muc.xlsx and run again:";
        names
    );
    let context = run::context(workspace, period);
    for finding in check::findings(&context, &mut [], Vec::new()) {
        if finding.is_error() && finding.rule == &rules::IMPLAUSIBLE_REGISTER {
            let problem = &finding.problem;
            let place = problem.place.to_string();
            words
                .vi
                .push_str(&format!("\n  {}", harmless(&format!("{place}: {}", problem.words.vi))));
            words
                .en
                .push_str(&format!("\n  {}", harmless(&format!("{place}: {}", problem.words.en))));
        }
    }
    words
}

/// The units to issue forms for.
fn units<'a>(
    workspace: &'a Workspace,
    period: Period,
    asked: &[String],
    lang: Lang,
) -> Result<Vec<&'a Unit>> {
    let day = period.to();
    let has_plan = |unit: &&Unit| workspace.register.has_plan(&unit.code, day);
    if asked.is_empty() {
        let units: Vec<&Unit> = workspace
            .register
            .units
            .iter()
            .filter(|unit| unit.exists_on(day))
            .filter(has_plan)
            .collect();
        if units.is_empty() {
            let words = Words::new(
                format!(
                    "chưa đơn vị nào có kế hoạch vốn đến {}; điền trang \"Kế hoạch vốn\" của danh-muc.xlsx",
                    day.format("%d/%m/%Y")
                ),
                format!(
                    "no unit has a plan by {day}; fill in the sheet \"Kế hoạch vốn\" of danh-muc.xlsx"
                ),
            );
            bail!("{}", words.get(lang));
        }
        return Ok(units);
    }
    let mut units = Vec::new();
    for code in asked {
        let unit = workspace
            .register
            .units
            .iter()
            .find(|unit| unit.code.as_str().eq_ignore_ascii_case(code.trim()));
        let words = || {
            words!(
                "không có đơn vị {code} trong danh-muc.xlsx",
                "no unit {code} in danh-muc.xlsx";
                code
            )
        };
        let Some(unit) = unit else { bail!("{}", words().get(lang)) };
        if !has_plan(&unit) {
            let words = Words::new(
                format!("{} chưa có kế hoạch vốn đến {}", unit.name, day.format("%d/%m/%Y")),
                format!("{} has no plan by {day}", unit.name),
            );
            bail!("{}", words.get(lang));
        }
        units.push(unit);
    }
    Ok(units)
}
