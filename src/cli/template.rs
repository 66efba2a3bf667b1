//! `template`: one prefilled form per unit.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::{Folder, Global, Template, output, pipeline};
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::known::Known;
use crate::domain::lang::{Lang, Words};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::summary::SummaryLine;
use crate::render::template::{Order, form};
use crate::workspace::{self, Kind, Workspace};

/// Issues the forms of a period for all units that have a plan, or for those that are named.
pub fn run(options: &Template, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let pipeline::Opened { workspace, lang } = pipeline::open(&options.folder.path, stated)?;
    let say = |vi: &str, en: &str| Words::new(vi, en).get(lang).to_owned();
    let Some(period) = options.folder.period else {
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
    let units = units(&workspace, period, &options.units, lang)?;
    let previous = previous(&workspace, &options.folder, period, global, stated)?;
    let folder = options.output.clone().unwrap_or_else(|| workspace.forms(period));
    let mut printed = String::new();
    for unit in units {
        let plan = workspace.register.plan(&unit.code, period.to());
        let due = workspace.settings.due(period, unit.code.as_str(), unit.is_lead());
        let nothing = BTreeMap::new();
        let order = Order {
            settings: &workspace.settings,
            catalogue: &workspace.catalogue,
            unit,
            period,
            plan: &plan,
            previous: previous.get(&unit.code).unwrap_or(&nothing),
            due,
            register_state: &workspace.register.state,
            sent: None,
        };
        let name = workspace::file_name(&format!("{} - {} - {period}.xlsx", unit.code, unit.name));
        let target = folder.join(name);
        if !options.dry_run {
            let bytes = form(&order).with_context(|| unit.name.clone())?;
            workspace::write(&target, &bytes)?;
        }
        printed.push_str(&format!("{}\n", target.display()));
    }
    output::print(&printed)?;
    Ok(ExitCode::SUCCESS)
}

/// The units to issue forms for.
fn units<'a>(
    workspace: &'a Workspace,
    period: Period,
    asked: &[String],
    lang: Lang,
) -> Result<Vec<&'a Unit>> {
    let day = period.to();
    let has_plan = |unit: &&Unit| {
        workspace.register.plan(&unit.code, day).values().any(|money| !money.is_zero())
    };
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
            Words::new(
                format!("không có đơn vị {code} trong danh-muc.xlsx"),
                format!("no unit {code} in danh-muc.xlsx"),
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

/// The last cumulative figures of each unit before the period, as far as they are known; none where no report came yet.
fn previous(
    workspace: &Workspace,
    folder: &Folder,
    period: Period,
    global: &Global,
    stated: Option<Lang>,
) -> Result<BTreeMap<UnitCode, BTreeMap<Key, Money>>> {
    let mut previous: BTreeMap<UnitCode, BTreeMap<Key, Money>> = BTreeMap::new();
    let mut periods = workspace.periods()?;
    periods.retain(|of| of.to() < period.from() && workspace.settings.is_of_year(*of));
    periods.sort_by_key(|of| (of.to(), *of));
    while let Some(last) = periods.pop() {
        if workspace.submissions(last)?.is_empty() {
            continue;
        }
        let folder = Folder { path: folder.path.clone(), period: Some(last) };
        let ran = pipeline::run(&folder, global, stated)?;
        let is_known = |line: &SummaryLine| line.basis.is_some_and(Known::is_whole);
        let lines = ran.summary.lines.iter().filter(is_known);
        for line in lines.filter(|line| !line.cumulative.is_zero()) {
            let of_unit = previous.entry(line.unit.clone()).or_default();
            of_unit.insert(line.key.clone(), line.cumulative);
        }
        break;
    }
    Ok(previous)
}
