//! How cells look: Times New Roman, thin borders, and a number format that fits the number.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, ChartFont, ChartLegendPosition, ChartLine, Color, Format, FormatAlign, FormatBorder,
    FormatUnderline,
};
use serde::{Deserialize, Serialize};

use super::number;
use super::text::clean;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::{Money, MoneyUnit};

/// The font of official documents (NĐ 30/2020/NĐ-CP).
pub(crate) const FONT: &str = "Times New Roman";

/// How a row of a table looks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Look {
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
    /// A cell to fill in: in colour, and not locked.
    Entry,
    /// A cell that may be filled in, though nobody asks for it.
    Open,
    /// A line that shows how to fill in: in a colour of its own, so that nobody takes it for the office's figures.
    Sample,
}

impl Look {
    const ALL: [Look; 8] = [
        Look::Bare,
        Look::Plain,
        Look::Strong,
        Look::Group,
        Look::Total,
        Look::Entry,
        Look::Open,
        Look::Sample,
    ];
}

/// What a cell of a table holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// Words, wrapped.
    Text,
    /// Words below others: so many steps in, at most [`STEPS`].
    Inset(u8),
    /// A short text in the middle.
    Centre,
    /// Words that lead to a file, or to another sheet.
    Link,
    /// A code beside a name, small enough for its column.
    Code,
    /// A code or a telephone number that is typed: it keeps its leading zeros.
    Typed,
    /// An amount or a count that is typed: 0 is 0, and [`number::show_fractions`] shows a fraction.
    Figure,
    /// A year that is typed.
    Year,
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
    pub(crate) fn at_least(self) -> Kind {
        match self {
            Kind::Number(decimals) => Kind::Least(decimals),
            Kind::Rate => Kind::LeastRate,
            other => other,
        }
    }

    /// The decimals of an amount.
    pub(crate) fn decimals(self) -> u8 {
        match self {
            Kind::Number(decimals) | Kind::Least(decimals) | Kind::Most(decimals) => decimals,
            _ => 0,
        }
    }

    /// The same amount with so many decimals.
    pub(crate) fn with_decimals(self, decimals: u8) -> Kind {
        match self {
            Kind::Number(_) => Kind::Number(decimals),
            Kind::Least(_) => Kind::Least(decimals),
            Kind::Most(_) => Kind::Most(decimals),
            other => other,
        }
    }
}

/// The formats of a workbook: few, made once.
pub(crate) struct Styles {
    /// How large the text of tables is.
    pub size: f64,
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
    /// The same on one line, beyond its cell.
    pub remark: Format,
}

impl Styles {
    /// The size of what the office reads.
    pub(crate) const SIZE: f64 = 11.0;

    /// All formats of what the office reads.
    pub(crate) fn new(lang: Lang) -> Styles {
        Styles::sized(lang, Styles::SIZE)
    }

    /// The same with the text of tables this large.
    pub(crate) fn sized(lang: Lang, size: f64) -> Styles {
        let kinds = [
            Kind::Text,
            Kind::Centre,
            Kind::Link,
            Kind::Code,
            Kind::Typed,
            Kind::Figure,
            Kind::Year,
            Kind::Rate,
            Kind::LeastRate,
            Kind::Points,
            Kind::Day,
        ];
        let numbers = (0..=9).flat_map(|decimals| {
            [Kind::Number(decimals), Kind::Least(decimals), Kind::Most(decimals)]
        });
        let steps = (1..=STEPS).map(Kind::Inset);
        let kinds: Vec<Kind> = kinds.into_iter().chain(steps).chain(numbers).collect();
        let pairs =
            Look::ALL.into_iter().flat_map(|look| kinds.iter().map(move |kind| (look, *kind)));
        let cells =
            pairs.map(|(look, kind)| ((look, kind), format(cell(look, size), kind, look, lang)));
        let centre =
            text(11.0).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let sentence = text(11.0).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Styles {
            size,
            cells: cells.collect(),
            heading: heading(size),
            index: centred(size).set_italic().set_border(FormatBorder::Thin),
            centre_bold: centre.clone().set_bold(),
            centre_italic: centre.clone().set_italic(),
            title: centred(14.0).set_bold(),
            right_italic: text(11.0).set_italic().set_align(FormatAlign::Right),
            section: text(12.0).set_bold().set_align(FormatAlign::VerticalCenter),
            note: sentence.clone().set_italic(),
            remark: text(11.0).set_italic().set_align(FormatAlign::Left),
            sentence,
            centre,
        }
    }

    /// Those of a form that a unit fills in.
    pub(crate) fn form() -> Styles {
        let centre = centred(12.0);
        Styles {
            heading: heading(10.0),
            index: text(8.0)
                .set_italic()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_shrink()
                .set_border(FormatBorder::Thin),
            centre_bold: centre.clone().set_bold(),
            centre_italic: centre.clone().set_italic(),
            centre,
            ..Styles::new(Lang::Vi)
        }
    }

    /// The format of a cell of a table.
    pub(crate) fn cell(&self, look: Look, kind: Kind) -> &Format {
        &self.cells[&(look, kind)]
    }
}

/// The most steps that words stand in.
pub(crate) const STEPS: u8 = 3;

/// The blue of links.
const LINK: Color = Color::RGB(0x05_63C1);
/// Headings and totals.
const SHADE: Color = Color::RGB(0xE7_EEF7);
/// Programs, units, funding types.
const PALE: Color = Color::RGB(0xF5_F7FA);
/// The lines of a table.
const LINES: Color = Color::RGB(0x7F_7F7F);
/// Cells to fill in.
const ENTRY: Color = Color::RGB(0xFF_F6D6);
/// To be mended.
const MARKED: Color = Color::RGB(0xFF_B3A7);
/// Over the plan.
const RED: Color = Color::RGB(0xF8_C9C4);
/// Falling, or negative.
const AMBER: Color = Color::RGB(0xFF_D38A);

/// A whole amount or count where people type.
const TYPED: &str = "#,##0";
/// A day.
const DAY: &str = "dd/mm/yyyy";

/// The text of a document: black, in the font of official documents.
pub(crate) fn text(size: f64) -> Format {
    Format::new().set_font_name(FONT).set_font_family(1).set_font_size(size)
}

/// What must not be overlooked: white on red, and bold for who sees no colours.
pub(crate) fn alarming() -> Format {
    Format::new().set_bold().set_font_color("FFFFFF").set_background_color("C00000")
}

/// The font of a chart.
pub(crate) fn chart_font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size);
    font
}

/// How a chart of rates looks: its title, the legend below it, an axis from 0 with whole numbers and grey lines.
pub(crate) fn chart(chart: &mut Chart, title: &str) {
    let font = chart_font;
    chart.title().set_name(title).set_font(font(12).set_bold());
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(11));
    chart.x_axis().set_font(&font(11));
    let mut grid = ChartLine::new();
    grid.set_color("D9D9D9");
    chart
        .y_axis()
        .set_font(&font(11))
        .set_min(0)
        .set_num_format(WHOLE)
        .set_major_gridlines_line(&grid);
}

/// A rate where nothing else is said, as in a chart.
pub(crate) const RATE: &str = "0.00";
/// A whole number without separators: a year, the axis of a chart.
const WHOLE: &str = "0";

/// The foot of a page: what it speaks of at the left, the page number at the right.
pub(crate) fn foot(left: &str, page_number: &str) -> String {
    // `&` begins a code there. A footer takes 255 letters; a longer one the writer leaves out.
    let left: String = clean(left).chars().take(120).collect();
    let left = left.replace('&', "&&");
    // The foot is made smaller with the page: as large as the tables, it stays as legible as they.
    format!("&L&\"{FONT},Italic\"&11{left}&R&\"{FONT},Italic\"&11{page_number}")
}

/// A line of a title block, centred.
pub(crate) fn centred(size: f64) -> Format {
    text(size).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

fn heading(size: f64) -> Format {
    centred(size).set_bold().set_border(FormatBorder::Thin).set_background_color(SHADE)
}

/// A cell of a table of letters this large.
fn cell(look: Look, size: f64) -> Format {
    let format = text(size).set_align(FormatAlign::VerticalCenter);
    let format = match look {
        Look::Bare => return format,
        Look::Sample => format.set_border(FormatBorder::Thin),
        _ => format.set_border(FormatBorder::Thin).set_border_color(LINES),
    };
    match look {
        Look::Bare | Look::Plain => format,
        Look::Strong => format.set_bold(),
        Look::Group => format.set_bold().set_background_color(PALE),
        Look::Total => format.set_bold().set_background_color(SHADE),
        Look::Entry => filled_in(format),
        Look::Open => format.set_unlocked(),
        Look::Sample => format
            .set_italic()
            .set_font_color(Color::RGB(0xA0_4000))
            .set_background_color(Color::RGB(0xFF_E8CC)),
    }
}

/// A cell to fill in: in colour, and not locked.
pub(crate) fn filled_in(format: Format) -> Format {
    format.set_background_color(ENTRY).set_unlocked()
}

/// A cell that the unit has to look at. The colour prints.
pub(crate) fn marked(format: Format) -> Format {
    format.set_background_color(MARKED)
}

/// The name of the one who issues or signs, with the short rule that an official head has below it.
pub(crate) fn ruled(format: Format) -> Format {
    format.set_underline(FormatUnderline::Single)
}

/// Marks a figure over the plan.
pub(crate) fn over_plan() -> Format {
    Format::new().set_background_color(RED).set_font_color(Color::RGB(0x9C_0006)).set_bold()
}

/// Marks a falling or negative figure, and the reason that it asks for.
pub(crate) fn falling() -> Format {
    Format::new().set_background_color(AMBER)
}

/// How a number with a fraction shows it where people type: up to so many decimals.
pub(crate) fn fraction(format: Format, decimals: u8) -> Format {
    let optional = "#".repeat(usize::from(decimals) - 1);
    format.set_num_format(format!("{TYPED}.0{optional}"))
}

/// The number format of so many decimals.
fn digits(decimals: u8) -> String {
    let point = if decimals == 0 { "" } else { "." };
    format!("{TYPED}{point}{}", "0".repeat(usize::from(decimals)))
}

fn format(format: Format, kind: Kind, look: Look, lang: Lang) -> Format {
    match kind {
        Kind::Text if look == Look::Bare => format,
        Kind::Link if look == Look::Bare => format.set_font_color(LINK),
        Kind::Text => format.set_text_wrap(),
        Kind::Inset(steps) => format.set_text_wrap().set_indent(steps),
        Kind::Centre => format.set_text_wrap().set_align(FormatAlign::Center),
        Kind::Link => format.set_text_wrap().set_font_color(LINK),
        Kind::Code => format.set_font_size(9).set_shrink().set_align(FormatAlign::Center),
        Kind::Typed => format.set_num_format("@"),
        Kind::Figure => format.set_num_format(TYPED).set_align(FormatAlign::Right),
        Kind::Year => format.set_num_format(WHOLE).set_align(FormatAlign::Center),
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
        Kind::Day => format.set_num_format(DAY).set_align(FormatAlign::Center),
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
pub(crate) const UNKNOWN: Text = Text { vi: "chưa rõ", en: "unknown" };

/// How a table shows an amount.
pub(crate) fn shown(amount: Money, unit: MoneyUnit) -> Kind {
    Kind::Number(number::decimals(amount, unit))
}
