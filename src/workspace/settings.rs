//! `giaingan.toml` → [`Settings`]: what is wrong is said by line, in a clerk's words, with what would be right.

use crate::domain::catalogue::Catalogue;
use crate::domain::lang::{Words, words};
use crate::domain::register::Register;
use crate::domain::rule::RuleCode;
use crate::domain::settings::Settings;

use super::faults::{Faults, nearest, quoted, suggestion};

mod lines;
mod raw;
mod review;
mod sections;
mod shape;
mod wording;

use lines::Lines;
use review::Review;

/// The name of the file.
pub const FILE: &str = "giaingan.toml";

/// Names that the settings may use and only other rooms know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The codes of all rules.
    pub rules: &'a [RuleCode],
    /// What a heading can mean: the names of the lexicon.
    pub meanings: &'a [&'static str],
}

/// Reads the settings, and what in them has no effect. A BOM at the start is accepted.
///
/// # Errors
/// Everything that is wrong, by line.
pub(crate) fn read(bytes: &[u8], known: &Known<'_>) -> Result<(Settings, Vec<Words>), Faults> {
    let lines = Lines::parse(text(bytes)?)?;
    let mut review = Review::new(&lines);
    let settings = review.settings(known);
    Ok((settings, review.end()?))
}

/// Whether the units and components that the settings name are in the register: an extension for a unit that does not
/// exist would do nothing, and nobody would know.
///
/// # Errors
/// Every name that is not.
pub(crate) fn agree(
    bytes: &[u8],
    settings: &Settings,
    register: &Register,
    catalogue: &Catalogue,
) -> Result<(), Faults> {
    let lines = Lines::parse(text(bytes)?)?;
    let mut review = Review::new(&lines);
    let extensions = settings.deadline.iter().map(|one| one.unit.as_ref());
    review.units("deadline", extensions, register);
    let counterparts = settings.counterpart.iter().map(|one| one.unit.as_ref());
    review.units("counterpart", counterparts, register);
    review.units("exempt", settings.exempt.iter().map(|one| Some(&one.unit)), register);
    review.units("waiver", settings.waiver.iter().map(|one| Some(&one.unit)), register);
    for (index, counterpart) in settings.counterpart.iter().enumerate() {
        let Some(typed) = &counterpart.component else { continue };
        if catalogue.get(typed).is_none() {
            let ids = catalogue.nodes().map(|node| (node.id.as_str(), node.id.as_str()));
            let what = words!(
                "không có nội dung mã {typed}{hint}",
                "there is no component {typed}{hint}";
                hint = suggestion(nearest(typed.as_str(), ids)), typed = quoted(typed.as_str())
            );
            review.wrong(&format!("counterpart.{index}.component"), &what);
        }
    }
    review.end().map(drop)
}

fn text(bytes: &[u8]) -> Result<&str, Faults> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Faults::one(
            format!(
                "{FILE}: tệp không ở bảng mã UTF-8; hãy mở bằng Notepad, chọn Lưu thành (Save As), Mã hóa (Encoding): UTF-8 rồi lưu lại"
            ),
            format!("{FILE}: not in UTF-8; open it in Notepad, choose Save As, Encoding: UTF-8"),
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

#[cfg(test)]
mod tests;
