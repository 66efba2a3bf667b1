//! `compare`: why a rate moved, from one period to another, or from an edition to what the files say now.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::asked::Asked;
use super::progress::Bar;
use super::reading::Unasked;
use super::{Compare, Format, Global, output, reading};
use crate::domain::bridge::Told;
use crate::domain::lang::{Lang, words};
use crate::render::{json, terminal};
use crate::run::{self, compare};
use crate::trace;
use crate::workspace::{Kind, bytes_of};

/// Reads both sides, compares, prints.
pub(super) fn run(options: &Compare, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (workspace, lang) = reading::open(&options.inputs.folder, stated)?;
    if workspace.kind == Kind::Bare {
        let words = words!(
            "{shown} không phải thư mục làm việc (không có giaingan.toml) nên không so sánh được các kỳ",
            "{shown} is no workspace (it has no giaingan.toml): periods cannot be compared in it";
            shown = workspace.root.display()
        );
        bail!("{}", words.get(lang));
    }
    let asked = options.inputs.folder.period;
    let period = reading::period(&workspace, asked, Unasked::Present, global, lang)?;
    let Some(period) = period else {
        let words = words!("phải nêu kỳ bằng -p", "the period has to be named with -p");
        bail!("{}", words.get(lang));
    };
    let compared = match options.with.parse::<Asked>() {
        Ok(with) => {
            let with = with.of(&workspace, lang)?;
            for of in [period, with] {
                run::is_of_year(&workspace, of, lang)?;
            }
            compare::compare(&workspace, period, with, lang, &Bar::new(global))?
        }
        Err(_) => {
            let other = workbook(&options.with, lang)?;
            for of in [period, other.period] {
                run::is_of_year(&workspace, of, lang)?;
            }
            compare::with_workbook(&workspace, period, other, lang, &Bar::new(global))?
        }
    };
    match options.inputs.format {
        Format::Json => output::write(|out| {
            json::compared(&compared, &workspace.settings.office.name, lang, out)
        })?,
        Format::Text => {
            let context = run::context(&workspace, compared.to.period);
            let screen = output::screen(global);
            output::print(&terminal::compared(&compared, &context, lang, &screen))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The consolidated workbook that is named.
fn workbook(path: &str, lang: Lang) -> Result<Told> {
    if !Path::new(path).is_file() {
        let words = words!(
            "--with {path}: không phải kỳ báo cáo, cũng không có tệp nào tên đó; ví dụ: --with 2024-05, --with \"ket-qua/2024-05/Tong hop giai ngan 2024-05.xlsx\"",
            "--with {path}: no period, and there is no such file; for example: --with 2024-05, --with \"ket-qua/2024-05/Tong hop giai ngan 2024-05.xlsx\"";
            path
        );
        bail!("{}", words.get(lang));
    }
    let bytes = bytes_of(Path::new(path))?;
    let read = trace::side(&bytes).map_err(|refused| {
        let words = refused.words();
        anyhow::anyhow!("{path}: {}", words.get(lang))
    })?;
    let Some((period, side)) = read else {
        let words = words!(
            "{path} không phải sổ tổng hợp do giaingan lập, hoặc trang Dữ liệu của sổ đã bị sửa, nên không so sánh được",
            "{path} is no consolidated workbook made by giaingan, or its rows of data were changed: it cannot be compared with";
            path
        );
        bail!("{}", words.get(lang));
    };
    Ok(Told { period, edition: None, workbook: Some(path.to_owned()), side })
}
