//! How cells look: Times New Roman, thin borders, and a number format that fits the number.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::number::{self, digits};
use crate::domain::lang::{Lang, Text};
use crate::domain::money::{Money, MoneyUnit};

/// The font of official documents (NĐ 30/2020/NĐ-CP).
pub const FONT: &str = "Times New Roman";

/// How a row of a table looks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// A row of a table of Excel, which draws its own lines; nothing is wrapped.
    Bare,
    /// A row of the lowest level.
    Plain,
    /// A row that sums up some below it.
    Strong,
    /// A program, a unit, a funding type.
    Group,
    /// The whole.
    Total,
}

/// What a cell of a table holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words, wrapped.
    Text,
    /// Words below others: one step in.
    Inset,
    /// A short text in the middle.
    Centre,
    /// Words that lead to a file.
    Link,
    /// An amount or a count with so many decimals.
    Number(u8),
    /// The same where a part is known by nobody: "≥ 86", and "chưa rõ" where nothing is known.
    Least(u8),
    /// What is left of a plan where a part of the cumulative is known by nobody: "≤ 14".
    Most(u8),
    /// A rate in percent.
    Rate,
    /// A rate of money of which a part is known by nobody.
    LeastRate,
    /// A difference of rates.
    Points,
    /// A day.
    Day,
}

impl Kind {
    /// The same for a figure of which a part is known by nobody.
    pub fn at_least(self) -> Kind {
        match self {
            Kind::Number(decimals) => Kind::Least(decimals),
            Kind::Rate => Kind::LeastRate,
            other => other,
        }
    }

    /// The decimals of an amount.
    pub fn decimals(self) -> u8 {
        match self {
            Kind::Number(decimals) | Kind::Least(decimals) | Kind::Most(decimals) => decimals,
            _ => 0,
        }
    }

    /// The same amount with so many decimals.
    pub fn with_decimals(self, decimals: u8) -> Kind {
        match self {
            Kind::Number(_) => Kind::Number(decimals),
            Kind::Least(_) => Kind::Least(decimals),
            Kind::Most(_) => Kind::Most(decimals),
            other => other,
        }
    }
}

/// The formats of a workbook: few, made once.
pub struct Styles {
    cells: BTreeMap<(Look, Kind), Format>,
    /// A heading of a table.
    pub heading: Format,
    /// The row of letters and numbers under a heading.
    pub index: Format,
    /// A block of a title: centred.
    pub centre: Format,
    /// The same in bold.
    pub centre_bold: Format,
    /// The same in italics.
    pub centre_italic: Format,
    /// The title.
    pub title: Format,
    /// Italics at the right: the unit of money.
    pub right_italic: Format,
    /// A sentence, wrapped.
    pub sentence: Format,
    /// A heading between tables.
    pub section: Format,
    /// A note under a table.
    pub note: Format,
}

impl Styles {
    /// The font of every cell (NĐ 30/2020/NĐ-CP: Times New Roman, Unicode, black).
    pub fn base() -> Format {
        Format::new().set_font_name(FONT).set_font_size(11)
    }

    /// All formats.
    pub fn new(lang: Lang) -> Styles {
        let looks = [Look::Bare, Look::Plain, Look::Strong, Look::Group, Look::Total];
        let kinds = [
            Kind::Text,
            Kind::Inset,
            Kind::Centre,
            Kind::Link,
            Kind::Rate,
            Kind::LeastRate,
            Kind::Points,
            Kind::Day,
        ];
        let numbers = (0..=9).flat_map(|decimals| {
            [Kind::Number(decimals), Kind::Least(decimals), Kind::Most(decimals)]
        });
        let kinds: Vec<Kind> = kinds.into_iter().chain(numbers).collect();
        let pairs = looks.into_iter().flat_map(|look| kinds.iter().map(move |kind| (look, *kind)));
        let centre =
            Styles::base().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let heading = centre.clone().set_text_wrap().set_border(FormatBorder::Thin);
        let sentence = Styles::base().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Styles {
            cells: pairs.map(|(look, kind)| ((look, kind), format(look, kind, lang))).collect(),
            heading: heading.clone().set_bold().set_background_color(Color::RGB(0xE7_EEF7)),
            index: heading.set_italic().set_font_size(9),
            centre_bold: centre.clone().set_bold(),
            centre_italic: centre.clone().set_italic(),
            title: centre.clone().set_bold().set_font_size(14).set_text_wrap(),
            right_italic: Styles::base().set_italic().set_align(FormatAlign::Right),
            section: Styles::base()
                .set_bold()
                .set_font_size(12)
                .set_align(FormatAlign::VerticalCenter),
            note: sentence.clone().set_italic(),
            sentence,
            centre,
        }
    }

    /// The format of a cell of a table.
    pub fn cell(&self, look: Look, kind: Kind) -> &Format {
        &self.cells[&(look, kind)]
    }
}

/// The blue of links.
const LINK: Color = Color::RGB(0x05_63C1);

fn format(look: Look, kind: Kind, lang: Lang) -> Format {
    let format = Styles::base().set_align(FormatAlign::VerticalCenter);
    let format = match look {
        Look::Bare => format,
        _ => format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x7F_7F7F)),
    };
    let format = match look {
        Look::Bare | Look::Plain => format,
        Look::Strong => format.set_bold(),
        Look::Group => format.set_bold().set_background_color(Color::RGB(0xF5_F7FA)),
        Look::Total => format.set_bold().set_background_color(Color::RGB(0xE7_EEF7)),
    };
    match kind {
        Kind::Text if look == Look::Bare => format,
        Kind::Link if look == Look::Bare => format.set_font_color(LINK),
        Kind::Text => format.set_text_wrap(),
        Kind::Inset => format.set_text_wrap().set_indent(1),
        Kind::Centre => format.set_text_wrap().set_align(FormatAlign::Center),
        Kind::Link => format.set_text_wrap().set_font_color(LINK),
        Kind::Number(decimals) => format.set_num_format(number_format(decimals)),
        Kind::Least(decimals) => {
            format.set_num_format(least_format(decimals, lang)).set_align(FormatAlign::Right)
        }
        Kind::Most(decimals) => {
            format.set_num_format(most_format(decimals)).set_align(FormatAlign::Right)
        }
        Kind::LeastRate => {
            let format = format.set_num_format("\"≥ \"#,##0.00;\"≥ \"-#,##0.00;\"–\"");
            format.set_align(FormatAlign::Right)
        }
        Kind::Rate => format.set_num_format("#,##0.00").set_align(FormatAlign::Right),
        Kind::Points => format.set_num_format("+0.00;-0.00;0.00").set_align(FormatAlign::Right),
        Kind::Day => format.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
    }
}

/// Nothing is shown as a dash, as offices do; a whole number has no separator after it.
fn number_format(decimals: u8) -> String {
    let digits = digits(decimals);
    format!("{digits};-{digits};\"-\"")
}

fn most_format(decimals: u8) -> String {
    let digits = digits(decimals);
    format!("\"≤ \"{digits};\"≤ \"-{digits};\"≤ \"0")
}

/// What is known of a figure, and that it is not all.
fn least_format(decimals: u8, lang: Lang) -> String {
    let digits = digits(decimals);
    format!("\"≥ \"{digits};\"≥ \"-{digits};\"{}\"", UNKNOWN.get(lang))
}

/// What stands for a figure of which nothing is known.
pub const UNKNOWN: Text = Text { vi: "chưa rõ", en: "unknown" };

/// How a table shows an amount.
pub fn shown(amount: Money, unit: MoneyUnit) -> Kind {
    Kind::Number(number::decimals(amount, unit))
}
