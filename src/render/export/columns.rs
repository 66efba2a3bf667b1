//! The columns: one list, by which both files are written and described.

use std::borrow::Cow;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::figure::{BASES, Figure, From, Measured};
use crate::domain::key::{Funding, Source};
use crate::domain::label::is_composed;
use crate::domain::lang::Text;
use crate::render::xlsx::text::clean_lines;

/// How a column is read off a figure, and so its type.
#[derive(Clone, Copy)]
pub(super) enum Read {
    Text(for<'a> fn(&Figure<'a>) -> Option<Cow<'a, str>>),
    Date(fn(&Figure<'_>) -> Option<NaiveDate>),
    Int32(fn(&Figure<'_>) -> Option<i32>),
    Int64(fn(&Figure<'_>) -> Option<i64>),
    Bool(fn(&Figure<'_>) -> Option<bool>),
}

impl Read {
    /// What its type is called, as SQL does.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Read::Text(_) => "text",
            Read::Date(_) => "date",
            Read::Int32(_) => "int32",
            Read::Int64(_) => "int64",
            Read::Bool(_) => "boolean",
        }
    }
}

/// A column of both files.
pub(super) struct Column {
    pub name: &'static str,
    pub read: Read,
    pub meaning: Text,
    /// When it is empty; `None` where it never is.
    pub empty: Option<Text>,
    /// The values that it can have, where they are a list.
    pub values: fn() -> Vec<(&'static str, Text)>,
}

const fn column(name: &'static str, read: Read, meaning: Text) -> Column {
    Column { name, read, meaning, empty: None, values: Vec::new }
}

impl Column {
    const fn or_empty(self, empty: Text) -> Column {
        Column { empty: Some(empty), ..self }
    }

    const fn one_of(self, values: fn() -> Vec<(&'static str, Text)>) -> Column {
        Column { values, ..self }
    }
}

/// The key of a figure is not there for a cell of which nobody knows what it is about.
const NO_KEY: Text = Text {
    vi: "ô chưa đưa vào tổng hợp (kind = set-aside)",
    en: "a cell that was set aside (kind = set-aside)",
};

/// All columns, in the order of both files. Names are never changed: other programs go by them.
pub(super) static COLUMNS: [Column; 25] = [
    column(
        "office",
        Read::Text(|of| Some(text(&of.summary.settings.office.name))),
        Text { vi: "cơ quan tổng hợp", en: "the office that adds up" },
    ),
    column(
        "period",
        Read::Text(|of| Some(of.summary.period.to_string().into())),
        Text {
            vi: "kỳ báo cáo: 2024-06, 2024-Q2, 2024-H1, 2024-9M, 2024, 2024-07-12",
            en: "the period: 2024-06, 2024-Q2, 2024-H1, 2024-9M, 2024, 2024-07-12",
        },
    ),
    column(
        "period_from",
        Read::Date(|of| Some(of.summary.period.from())),
        Text { vi: "ngày đầu kỳ", en: "first day of the period" },
    ),
    column(
        "period_to",
        Read::Date(|of| Some(of.summary.period.to())),
        Text { vi: "ngày cuối kỳ", en: "last day of the period" },
    ),
    column(
        "edition",
        Read::Int32(|of| of.edition.and_then(|number| i32::try_from(number).ok())),
        Text { vi: "số của bản chốt (chot/<kỳ>/<số>)", en: "number of the closed edition (chot/<period>/<number>)" },
    )
    .or_empty(Text { vi: "kỳ chưa chốt", en: "the period is open" }),
    column(
        "kind",
        Read::Text(|of| Some(of.from.id().into())),
        Text { vi: "số liệu lấy từ đâu", en: "where the figure comes from" },
    )
    .one_of(|| From::ALL.map(|of| (of.id(), of.words())).into()),
    column(
        "unit",
        Read::Text(|of| Some(of.unit?.as_str().to_owned().into())),
        Text { vi: "mã đơn vị báo cáo", en: "code of the unit that reports" },
    )
    .or_empty(Text {
        vi: "vốn giao cho cơ quan tổng hợp, hoặc không rõ tệp của đơn vị nào",
        en: "money assigned to the office, or a file of which nobody knows whose it is",
    }),
    column(
        "unit_name",
        Read::Text(|of| Some(text(of.name)).filter(|name| !name.is_empty())),
        Text { vi: "tên đơn vị", en: "its name" },
    )
    .or_empty(Text { vi: "như unit", en: "as unit" }),
    column(
        "program",
        Read::Text(|of| Some(of.key?.component.program().to_string().into())),
        Text { vi: "mã chương trình (dtts, gn, ntm, …)", en: "program (dtts, gn, ntm, …)" },
    )
    .or_empty(NO_KEY),
    column(
        "component",
        Read::Text(|of| Some(of.key?.component.to_string().into())),
        Text {
            vi: "mã dự án, tiểu dự án, nội dung thành phần, ví dụ gn.3.1",
            en: "component of the program, for example gn.3.1",
        },
    )
    .or_empty(NO_KEY),
    column(
        "component_name",
        Read::Text(|of| Some(text(&of.summary.catalogue.title(&of.key?.component)).into_owned().into())),
        Text { vi: "tên nội dung", en: "its name" },
    )
    .or_empty(NO_KEY),
    column(
        "work",
        Read::Text(|of| Some(text(&of.key?.work.as_ref()?.name))),
        Text { vi: "công trình, hoạt động", en: "work below the component" },
    )
    .or_empty(Text { vi: "số của cả nội dung", en: "the figure is of the component itself" }),
    column(
        "work_code",
        Read::Text(|of| Some(text(of.key?.work.as_ref()?.code.as_deref()?))),
        Text { vi: "mã công trình trên biểu", en: "its code on the form" },
    )
    .or_empty(Text { vi: "công trình không có mã", en: "it has none" }),
    column(
        "funding",
        Read::Text(|of| {
            Some(match of.key?.funding {
                Funding::Investment => "investment".into(),
                Funding::Recurrent => "recurrent".into(),
            })
        }),
        Text { vi: "loại vốn", en: "funding type" },
    )
    .or_empty(NO_KEY)
    .one_of(|| {
        let [investment, recurrent] = Funding::ALL.map(Funding::label);
        vec![("investment", investment), ("recurrent", recurrent)]
    }),
    column(
        "source",
        Read::Text(|of| Some(source(of.key?.source?).into())),
        Text { vi: "nguồn vốn", en: "source of the money" },
    )
    .or_empty(Text { vi: "biểu không tách theo nguồn", en: "not split by source" })
    .one_of(|| Source::ALL.map(|of| (source(of), of.label())).into()),
    column(
        "plan_year",
        Read::Int32(|of| of.key?.year.stated(of.summary.year)),
        Text {
            vi: "năm vốn; nhỏ hơn năm ngân sách là vốn kéo dài; biểu không tách theo năm thì là năm ngân sách",
            en: "the year that the money was planned for; earlier than the budget year it is carry-over; of a form that does not split it the budget year",
        },
    )
    .or_empty(Text {
        vi: "vốn kéo dài không rõ năm, điều chỉnh kỳ trước, ô chưa đưa vào tổng hợp",
        en: "carry-over of an unstated year, an adjustment, a cell that was set aside",
    }),
    column(
        "measure",
        Read::Text(|of| Some(of.measured.id().into())),
        Text {
            vi: "chỉ tiêu; chỉ cộng amount trong cùng một chỉ tiêu",
            en: "what is measured; amounts are added within one measure only",
        },
    )
    .one_of(|| Measured::all().map(|of| (of.id(), of.words())).collect()),
    column(
        "amount",
        Read::Int64(|of| of.amount),
        Text { vi: "số tiền, đồng", en: "the amount in đồng" },
    )
    .or_empty(Text { vi: "chưa biết (không phải 0)", en: "nobody knows it (it is no 0)" }),
    column(
        "basis",
        Read::Text(|of| Some(of.basis?.into())),
        Text { vi: "biết số này bằng cách nào", en: "how the amount is known" },
    )
    .or_empty(Text { vi: "không có gì nói về số này", en: "nothing says anything of it" })
    .one_of(|| BASES.into()),
    column(
        "known",
        Read::Bool(|of| Some(of.is_known)),
        Text {
            vi: "true: amount là toàn bộ; false: chưa biết, hoặc amount chỉ là phần đã biết",
            en: "true: the amount is all there is; false: unknown, or the amount is only what is known",
        },
    ),
    column(
        "file",
        Read::Text(|of| Some(text(of.place?.0))),
        Text {
            vi: "tệp có dòng số liệu, đường dẫn từ thư mục làm việc",
            en: "the file of the row, as a path from the workspace",
        },
    )
    .or_empty(Text { vi: "không ở tệp nào", en: "it stands in no file" }),
    column(
        "sheet",
        Read::Text(|of| Some(text(of.place?.1))),
        Text { vi: "trang tính", en: "the sheet" },
    )
    .or_empty(Text { vi: "như file", en: "as file" }),
    column(
        "cell",
        Read::Text(|of| Some(of.place?.2?.to_owned().into())),
        Text {
            vi: "ô ghi đúng số này; F14+F20: các ô cộng lại đúng bằng số này",
            en: "the cell that states the amount; F14+F20: the cells that come to it",
        },
    )
    .or_empty(Text {
        vi: "không có ô nào, hoặc các ô ở nhiều trang, nhiều tệp: dùng lệnh truy-nguon",
        en: "no cell states it, or cells of several sheets or files do: ask giaingan trace",
    }),
    column(
        "label",
        Read::Text(|of| Some(text(of.label?))),
        Text { vi: "tên dòng của ô chưa đưa vào tổng hợp", en: "the row's label of a cell that was set aside" },
    )
    .or_empty(Text { vi: "dòng khác", en: "other rows" }),
    column(
        "rule",
        Read::Text(|of| Some(of.rule?.0.into())),
        Text {
            vi: "quy tắc khiến ô chưa được đưa vào (giaingan giai-thich)",
            en: "the rule that set the cell aside (giaingan explain)",
        },
    )
    .or_empty(Text { vi: "dòng khác", en: "other rows" }),
];

/// As the JSON report calls it.
const fn source(source: Source) -> &'static str {
    match source {
        Source::Central => "central",
        Source::Province => "province",
        Source::District => "district",
        Source::Commune => "commune",
        Source::Local => "local",
        Source::Foreign => "foreign",
        Source::Other => "other",
    }
}

/// A text as it was typed, in composed letters and with its lines; without what a terminal would obey or nobody sees.
fn text(text: &str) -> Cow<'_, str> {
    if is_composed(text) {
        return clean_lines(text);
    }
    Cow::Owned(clean_lines(&text.nfc().collect::<String>()).into_owned())
}
