//! What `init` wrote for show and nobody has put right yet: such a unit is no unit, and such an amount is in the plan.

use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::register::{Decision, Register};
use crate::domain::settings::Settings;

use super::{register, settings};

/// What of it is left, and what to do; nothing where all is the office's own.
pub(super) fn told(settings: &Settings, register: &Register) -> Option<Words> {
    let mut left: Vec<Words> = Vec::new();
    let office = &settings.office;
    let is_open = |text: &str| text.trim_end().ends_with(['…']);
    let keys = [("name", &office.name), ("authority", &office.authority)];
    let keys: Vec<&str> =
        keys.into_iter().filter(|(_, text)| is_open(text)).map(|(key, _)| key).collect();
    if !keys.is_empty() {
        let (file, keys) = (settings::FILE, keys.join(", "));
        left.push(Words::new(
            format!("{file}, [office]: {keys} chưa ghi tên thật (còn dấu …)"),
            format!("{file}, [office]: {keys} still ends in …"),
        ));
    }
    let file = register::FILE;
    if let Some(unit) = register.units.iter().find(|unit| unit.is_sample()) {
        let name = &unit.name;
        left.push(Words::new(
            format!("{file}, trang Đơn vị: còn đơn vị mẫu \"{name}\""),
            format!("{file}, sheet Đơn vị: the sample unit \"{name}\" is still there"),
        ));
    }
    let samples: Vec<&Decision> =
        register.decisions.iter().filter(|decision| decision.is_sample()).collect();
    if !samples.is_empty() {
        let amount: Money = samples.iter().map(|decision| decision.amount).sum();
        let rows: Vec<String> = samples.iter().map(|of| (of.row + 1).to_string()).collect();
        let rows = rows.join(", ");
        left.push(Words::new(
            format!(
                "{file}, trang Kế hoạch vốn: còn dòng mẫu (dòng {rows}), {amount} đồng đang được tính vào kế hoạch"
            ),
            format!(
                "{file}, sheet Kế hoạch vốn: the sample (row {rows}) is still there, {amount} đồng of it count as plan"
            ),
        ));
    }
    let all = |of: fn(&Words) -> &str| left.iter().map(of).collect::<Vec<_>>().join("; ");
    let (vi, en) = (all(|words| &words.vi), all(|words| &words.en));
    (!left.is_empty()).then(|| {
        Words::new(
            format!("{vi}. Ghi đè bằng tên, số liệu thật hoặc xóa dòng mẫu"),
            format!("{en}. Write what is true over it, or delete the sample"),
        )
    })
}
