//! `trace` on the screen: a total and its cells, or a cell and the totals that it is in.

use super::amounts::{DECIMALS, exact, percent_of, with_unit};
use super::screen::{Screen, Tone};
use super::table::{Column, Table, indented, whole};
use crate::domain::key::{Key, PlanYear};
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Place;
use crate::domain::summary::Summary;
use crate::domain::traced::{
    Answer, Below, Found, How, Lower, OfCell, Origin, Part, Printed, Seen, Sum, Total,
};
use crate::render::workbook::lines;

/// More cells than this are folded, a row a unit.
const MOST_CELLS: usize = 60;

/// More cells than this that print a total are counted.
const MOST_PRINTED: usize = 3;

/// What `trace` found.
pub(crate) fn trace(summary: &Summary, answer: &Answer, lang: Lang, screen: &Screen) -> String {
    let mut page =
        Page { summary, lang, screen, files: Vec::new(), is_looked_for: None, out: String::new() };
    let title = Text { vi: "TRUY NGUỒN", en: "TRACE" }.get(lang);
    page.title(&format!("{title} – {}", answer.period.show(lang)));
    page.says(Tone::Quiet, &words!("Hiểu là: {asked}", "Asked: {asked}"; asked = answer.asked));
    for remark in &answer.remarks {
        page.says(Tone::Warning, remark);
    }
    match &answer.found {
        Found::Total(total) => page.total(total),
        Found::Cell(of) => page.cell(of),
        Found::Plain { at, what, shown } => {
            page.heading(&place(at));
            if !shown.is_empty() {
                page.says(Tone::Quiet, &words!("Ô ghi: {shown}", "It shows: {shown}"; shown));
            }
            page.says(Tone::Strong, what);
        }
    }
    if page.is_looked_for == Some(false) {
        page.says(
            Tone::Faint,
            &words!(
                "Các dòng ↳ theo sổ của cấp dưới; thêm --in THƯ MỤC (nơi có tệp của cấp dưới) để xem và so ô của chính đơn vị đó.",
                "The rows ↳ are by the ledger of the office below; add --in FOLDER (with its files) to see and compare the cells of its units."
            ),
        );
    }
    page.legend();
    page.out
}

struct Page<'a> {
    summary: &'a Summary,
    lang: Lang,
    screen: &'a Screen,
    /// The files that were named so far: their numbers stand in the tables.
    files: Vec<String>,
    /// A ledger below was shown, and nobody looked for its files.
    is_looked_for: Option<bool>,
    out: String,
}

fn place(of: &Place) -> String {
    let cell = of.cell.map_or_else(String::new, |cell| format!("!{cell}"));
    format!("{}{cell}", of.sheet.as_deref().unwrap_or_default())
}

fn dong(amount: Money) -> String {
    amount.show(MoneyUnit::Dong, 0)
}

impl Page<'_> {
    fn title(&mut self, text: &str) {
        let line = self.screen.paragraph("", text);
        self.out.push_str(&self.screen.paint(Tone::Strong, line.trim_end()));
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.out.push_str(&self.screen.heading(text));
    }

    fn says(&mut self, tone: Tone, text: &Words) {
        let line = self.screen.paragraph("", text.get(self.lang));
        for line in line.trim_end().lines() {
            self.out.push_str(&self.screen.paint(tone, line));
            self.out.push('\n');
        }
    }

    /// An amount in the unit of the office, and to the đồng.
    fn told(&self, amount: Money, is_least: bool) -> Words {
        let unit = self.summary.money_unit();
        let least = if is_least { "≥ " } else { "" };
        let both = |lang| match unit {
            MoneyUnit::Dong => format!("{least}{}", exact(amount, unit, lang)),
            unit => format!(
                "{least}{} ({least}{})",
                with_unit(amount, unit, lang),
                exact(amount, MoneyUnit::Dong, lang)
            ),
        };
        Words::new(both(Lang::Vi), both(Lang::En))
    }

    fn total(&mut self, total: &Total) {
        if let Some(rate) = total.rate {
            let is_least = total.sums.first().is_some_and(|sum| sum.is_least);
            let rate = percent_of(rate, is_least);
            self.heading(
                words!("Tỷ lệ: {rate}, từ hai số dưới đây", "Rate: {rate}, of the two below"; rate)
                    .get(self.lang),
            );
        }
        for printed in total.printed.iter().take(MOST_PRINTED) {
            let at = format!("{}!{}", printed.sheet, printed.cell);
            let what = self.title_of(printed);
            self.says(
                Tone::Faint,
                &words!("In tại {at}: {what}", "Printed at {at}: {what}"; at, what),
            );
        }
        let more = total.printed.len().saturating_sub(MOST_PRINTED);
        if 0 < more {
            self.says(
                Tone::Faint,
                &words!(
                    "và tại {more} ô khác (--format json)",
                    "and in {more} other cells (--format json)";
                    more
                ),
            );
        }
        for sum in &total.sums {
            self.sum(sum);
        }
        let others = total.others.iter().map(|(name, amount)| {
            let unit = self.summary.money_unit();
            let both = |lang| format!("{} {}", name.get(lang), with_unit(*amount, unit, lang));
            Words::new(both(Lang::Vi), both(Lang::En))
        });
        let others: Vec<Words> = others.collect();
        if !others.is_empty() {
            let join = |lang| others.iter().map(|of| of.get(lang)).collect::<Vec<_>>().join("; ");
            let others = Words::new(join(Lang::Vi), join(Lang::En));
            self.says(
                Tone::Faint,
                &words!(
                    "Cùng nội dung: {others}. Thêm \"kế hoạch\", \"trong kỳ\" hoặc \"tỷ lệ\" vào khóa để xem các ô.",
                    "Of the same: {others}. Add \"plan\", \"in_period\" or \"rate\" to the key to see the cells.";
                    others
                ),
            );
        }
    }

    fn title_of(&self, of: &Printed) -> String {
        match (of.label.as_str(), of.heading.as_str()) {
            (label, "") => label.to_owned(),
            ("", heading) => heading.to_owned(),
            (label, heading) => format!("{label} – {heading}"),
        }
    }

    fn sum(&mut self, sum: &Sum) {
        let told = self.told(sum.total, sum.is_least);
        let name = sum.name.get(self.lang).to_owned();
        self.heading(&format!("{name}: {}", told.get(self.lang)));
        if sum.total.is_zero() && sum.rows.iter().all(|row| row.amount.is_zero()) {
            let rows = sum.rows.len();
            let none = match rows {
                0 => words!("Không dòng nào có số này.", "No row has any of it."),
                _ => words!(
                    "Cả {rows} dòng đều bằng 0 (xem: --format json).",
                    "All {rows} rows are 0 (see --format json).";
                    rows
                ),
            };
            return self.says(Tone::Quiet, &none);
        }
        let shown: Vec<&Part> = sum.rows.iter().filter(|row| !row.amount.is_zero()).collect();
        let cells: usize = shown.iter().map(|row| row.cells.len()).sum();
        let mut table = self.table();
        let is_folded = MOST_CELLS < cells;
        let mut units: Vec<(String, Vec<&Part>)> = Vec::new();
        for row in shown {
            let unit = match (&row.unit, row.name.as_str()) {
                (Some(code), name) => format!("{code} {name}"),
                (None, "") => {
                    Text { vi: "Cơ quan tổng hợp", en: "The office" }.get(self.lang).to_owned()
                }
                (None, name) => name.to_owned(),
            };
            match units.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, rows)) => rows.push(row),
                None => units.push((unit, vec![row])),
            }
        }
        for (unit, rows) in &units {
            let whole: Money = rows.iter().map(|row| row.amount).sum();
            let count: usize = rows.iter().map(|row| row.cells.len()).sum();
            let count = words!("{count} ô", "{count} cells"; count);
            let count = if is_folded { count.pick(self.lang) } else { String::new() };
            let tone = if is_folded { Tone::Quiet } else { Tone::Strong };
            let money = dong(whole);
            table.row(tone, vec![unit.clone(), count, String::new(), money, String::new()]);
            if is_folded {
                let rest: Money = rows.iter().map(|row| row.rest()).sum();
                self.rest(&mut table, rest);
                continue;
            }
            for row in rows {
                self.part(&mut table, row);
            }
        }
        let of_cells = sum.of_cells();
        let label = words!("Cộng {cells} ô", "Sum of {cells} cells"; cells).pick(self.lang);
        let empty = String::new;
        table.ruled_row(Tone::Strong, vec![label, empty(), empty(), dong(of_cells), empty()]);
        self.out.push_str(&table.show(self.screen));
        let zeros = sum.rows.iter().filter(|row| row.amount.is_zero()).count();
        if 0 < zeros {
            self.says(
                Tone::Faint,
                &words!(
                    "Ngoài ra {zeros} dòng bằng 0 (xem đủ: --format json).",
                    "Beside these {zeros} rows are 0 (all of them: --format json).";
                    zeros
                ),
            );
        }
        if is_folded {
            self.says(
                Tone::Faint,
                &words!(
                    "Nhiều ô nên gộp theo đơn vị: thêm mã đơn vị vào khóa để xem từng ô, hoặc --format json để lấy đủ.",
                    "Folded by unit, for there are many cells: add the code of a unit to the key to see them, or take all with --format json."
                ),
            );
        }
        let (rest, whole) = (sum.rest(), dong(sum.total));
        match rest.is_zero() {
            true => self.says(
                Tone::Good,
                &words!(
                    "Các ô cộng lại đúng bằng số tổng: {whole} đồng.",
                    "The cells add up to the total exactly: {whole} đồng.";
                    whole
                ),
            ),
            false => self.says(
                Tone::Error,
                &words!(
                    "Các ô cộng lại {cells} đồng, số tổng {whole} đồng: còn {rest} đồng không lần được đến ô nào.",
                    "The cells add up to {cells} đồng, the total is {whole} đồng: for {rest} đồng no cell was found.";
                    cells = dong(of_cells), whole, rest = dong(rest)
                ),
            ),
        }
        if sum.is_least {
            self.says(
                Tone::Warning,
                &words!(
                    "Số tổng là ít nhất (≥): có phần không báo cáo nào cho biết.",
                    "The total is at least this (≥): a part of it is told by no report."
                ),
            );
        }
    }

    fn table(&self) -> Table {
        let say = |vi, en| Text { vi, en }.get(self.lang);
        Table::new(vec![
            Column::names(say("Đơn vị, nội dung", "Unit, component")),
            Column::words(say("Ô", "Cell")),
            Column::figure(say("Ô ghi", "Typed")),
            Column::figure(say("Đồng", "Đồng")),
            Column::words(say("Cách biết", "How")),
        ])
    }

    /// A key in few words.
    fn key(&self, key: &Key) -> String {
        let mut parts = vec![key.component.to_string()];
        parts.extend(key.work.as_ref().map(|work| work.name.to_string()));
        parts.push(key.funding.short().to_owned());
        parts.push(lines::source(key.source, self.lang).to_owned());
        parts.push(match key.year {
            PlanYear::Of(year) => year.to_string(),
            year => lines::year_words(year, self.lang).unwrap_or_default().to_owned(),
        });
        parts.join(" ")
    }

    fn part(&mut self, table: &mut Table, part: &Part) {
        let key = part.key.as_ref().map(|key| self.key(key));
        let label = key.unwrap_or_else(|| part.kind.get(self.lang).to_owned());
        for (at, origin) in part.cells.iter().enumerate() {
            let label = if at == 0 { indented(1, &label) } else { String::new() };
            let row = vec![
                label,
                self.at(&origin.place),
                origin.typed.as_deref().map(cut).unwrap_or_default(),
                dong(origin.amount),
                self.how(origin, part),
            ];
            table.row(Tone::Quiet, row);
            if let Some(below) = &origin.below {
                self.below(table, below, 2);
            }
        }
        let rest = part.rest();
        if part.cells.is_empty() && !rest.is_zero() {
            table.row(
                Tone::Quiet,
                vec![
                    indented(1, &label),
                    String::new(),
                    String::new(),
                    dong(part.amount),
                    part.note.clone(),
                ],
            );
        }
        self.rest(table, rest);
    }

    fn rest(&self, table: &mut Table, rest: Money) {
        if rest.is_zero() {
            return;
        }
        let none = Text { vi: "không lần được đến ô", en: "no cell was found" };
        let label = indented(1, none.get(self.lang));
        table
            .row(Tone::Error, vec![label, String::new(), String::new(), dong(rest), String::new()]);
    }

    /// A cell with the number of its file.
    fn at(&mut self, of: &Place) -> String {
        match &of.file {
            Some(file) => format!("{} {}", self.file(file), place(of)),
            None => place(of),
        }
    }

    fn file(&mut self, file: &str) -> String {
        let known = self.files.iter().position(|own| own == file);
        let at = known.unwrap_or_else(|| {
            self.files.push(file.to_owned());
            self.files.len() - 1
        });
        format!("[{}]", at + 1)
    }

    fn legend(&mut self) {
        if self.files.is_empty() {
            return;
        }
        self.heading(Text { vi: "Tệp", en: "Files" }.get(self.lang));
        let files = std::mem::take(&mut self.files);
        for (at, file) in files.iter().enumerate() {
            let line = self.screen.paragraph(&format!("[{}] ", at + 1), file);
            self.out.push_str(&line);
        }
    }

    fn how(&self, origin: &Origin, part: &Part) -> String {
        let words = match origin.how {
            How::Stated => words!("ghi trong ô", "stated"),
            How::Paid(of) => words!("+ trong kỳ {of}", "+ in {of}"; of = whole(&of.short())),
            How::From(of) => words!("lũy kế {of}", "cumulative {of}"; of = whole(&of.short())),
            How::Less(of) => {
                words!("− lũy kế {of}", "− cumulative {of}"; of = whole(&of.short()))
            }
            How::Previous(_) => {
                words!("lũy kế kỳ trước, biểu ghi", "previous cumulative on the form")
            }
            How::Carried(of) => {
                words!("tạm tính theo {of}", "provisional, of {of}"; of = whole(&of.short()))
            }
            How::Decided => words!("{kind}", "{kind}"; kind = part.kind),
            How::Written => words!("ghi trong sổ tổng hợp", "written in the workbook"),
        };
        words.pick(self.lang)
    }

    fn below(&mut self, table: &mut Table, below: &Below, depth: usize) {
        let is_asked = below.rows.iter().any(|row| row.seen != Seen::NotAsked);
        self.is_looked_for = Some(is_asked || self.is_looked_for == Some(true));
        for lower in &below.rows {
            let unit = match lower.unit.as_str() {
                "" => lower.kind.clone(),
                code => format!("{code} {}", lower.name),
            };
            let at = self.lower_at(lower, &below.file);
            let (typed, how) = self.seen(lower);
            let tone =
                if matches!(lower.seen, Seen::Differs { .. }) { Tone::Error } else { Tone::Quiet };
            let row = vec![
                indented(depth, &format!("↳ {unit}")),
                at,
                typed,
                format!("({})", dong(lower.amount)),
                how,
            ];
            table.row(tone, row);
            if let Some(deeper) = &lower.below {
                self.below(table, deeper, depth + 1);
            }
        }
        if !below.rest().is_zero() {
            let none = words!(
                "sổ {file} chỉ có {has}",
                "the workbook {file} has only {has}";
                file = below.file, has = dong(below.of_rows())
            );
            let row = vec![
                indented(depth, none.get(self.lang)),
                String::new(),
                String::new(),
                format!("({})", dong(below.rest())),
                String::new(),
            ];
            table.row(Tone::Error, row);
        }
    }

    /// Where a row of a ledger below comes from: the file that was found, else as that ledger names it.
    fn lower_at(&mut self, lower: &Lower, ledger: &str) -> String {
        if lower.file.is_empty() {
            return String::new();
        }
        let file = match &lower.seen {
            Seen::Equal { file, .. } | Seen::Differs { file, .. } | Seen::WorkedOut { file } => {
                self.file(file)
            }
            Seen::NotAsked | Seen::NoFile | Seen::Missing => {
                let (named, ledger) = (&lower.file, self.file(ledger));
                let named =
                    words!("{named} (theo sổ {ledger})", "{named} (by {ledger})"; named, ledger);
                self.file(&named.pick(self.lang))
            }
        };
        let sheet = &lower.sheet;
        match (&lower.seen, lower.row.parse::<u32>()) {
            (Seen::Equal { cell, .. }, _) => format!("{file} {sheet}!{cell}"),
            (_, Ok(row)) => {
                words!("{file} {sheet}, dòng {row}", "{file} {sheet}, row {row}"; file, sheet, row)
                    .pick(self.lang)
            }
            (_, Err(_)) => format!("{file} {sheet}!{}", lower.row),
        }
    }

    /// What stands in the file of a unit below, and how that fits.
    fn seen(&self, lower: &Lower) -> (String, String) {
        let (typed, words) = match &lower.seen {
            Seen::NotAsked => (String::new(), words!("sổ cấp dưới", "ledger below")),
            Seen::NoFile => {
                let kind = if lower.note.is_empty() { &lower.kind } else { &lower.note };
                (String::new(), words!("{kind}", "{kind}"; kind))
            }
            Seen::Missing => (String::new(), words!("không thấy tệp", "file not found")),
            Seen::Equal { typed, .. } => (cut(typed), words!("khớp", "equal")),
            Seen::Differs { cells, .. } => {
                let cells: Vec<String> =
                    cells.iter().map(|(cell, typed)| format!("{cell} = {}", cut(typed))).collect();
                let cells = cells.join(", ");
                (String::new(), words!("KHÁC: {cells}", "DIFFERS: {cells}"; cells))
            }
            Seen::WorkedOut { .. } => {
                let words = words!("tệp không có ô này", "the file has no such cell");
                (String::new(), words)
            }
        };
        (typed, words.pick(self.lang))
    }

    fn cell(&mut self, of: &OfCell) {
        let unit = match (&of.unit, of.period) {
            (Some(code), Some(period)) => {
                format!("{code} {}, {}: ", of.name, period.show(self.lang))
            }
            _ => String::new(),
        };
        self.heading(&format!("{unit}{}", place(&of.place)));
        let file = of.place.file.as_deref().unwrap_or_default().to_owned();
        self.says(Tone::Faint, &words!("Tệp: {file}", "File: {file}"; file));
        if let Some(typed) = &of.typed {
            self.says(Tone::Quiet, &words!("Ô ghi: {typed}", "Typed: {typed}"; typed));
        }
        for (key, measure, amount) in &of.figures {
            let (key, told) = (self.key(key), self.told(*amount, false));
            self.says(
                Tone::Quiet,
                &words!("Là {measure} của {key}: {told}", "It is {measure} of {key}: {told}"; measure, key, told),
            );
        }
        let tone = if of.totals.is_empty() { Tone::Warning } else { Tone::Good };
        self.says(tone, &of.what);
        if let Some(below) = &of.below {
            self.heading(
                Text { vi: "Sổ của cấp dưới ghi", en: "The ledger below has" }.get(self.lang),
            );
            let mut table = self.table();
            self.below(&mut table, below, 0);
            self.out.push_str(&table.show(self.screen));
        }
        for (column, part) in &of.rows {
            let mut table = self.table();
            let number = part.number.unwrap_or_default();
            let (key, told) =
                (part.key.as_ref().map(|key| self.key(key)), self.told(part.amount, false));
            let key = key.unwrap_or_default();
            self.heading(
                words!(
                    "{column} của {key}, \"Dữ liệu\" số {number}: {told}",
                    "{column} of {key}, number {number} of \"Dữ liệu\": {told}";
                    column, key, number, told
                )
                .get(self.lang),
            );
            self.part(&mut table, part);
            self.out.push_str(&table.show(self.screen));
        }
        self.totals(of);
    }

    fn totals(&mut self, of: &OfCell) {
        if of.totals.is_empty() {
            return;
        }
        let unit = self.summary.money_unit();
        let name = unit.text().get(self.lang);
        self.heading(
            words!("Nằm trong các số tổng (đơn vị tính: {name})", "Totals that it is in (in {name})"; name)
                .get(self.lang),
        );
        let say = |vi, en| Text { vi, en }.get(self.lang);
        let mut table = Table::new(vec![
            Column::words(say("Ô của sổ tổng hợp", "Cell of the workbook")),
            Column::names(say("Là", "What it is")),
            Column::figure(say("Số tổng", "Total")),
            Column::figure(say("Phần của ô", "Share")),
        ]);
        for (printed, share) in of.totals.iter().take(MOST_CELLS) {
            let amount = printed.amount.map(|amount| amount.show(unit, DECIMALS));
            table.row(
                Tone::Quiet,
                vec![
                    format!("{}!{}", printed.sheet, printed.cell),
                    self.title_of(printed),
                    amount.unwrap_or_default(),
                    share.show(unit, DECIMALS),
                ],
            );
        }
        self.out.push_str(&table.show(self.screen));
        let more = of.totals.len().saturating_sub(MOST_CELLS);
        if 0 < more {
            self.says(
                Tone::Faint,
                &words!("Còn {more} ô nữa: --format json.", "{more} more: --format json."; more),
            );
        }
    }
}

/// What stands in a cell, as far as a narrow column has room for it.
fn cut(text: &str) -> String {
    const LONGEST: usize = 14;
    match text.chars().count() {
        count if count <= LONGEST => whole(text),
        _ => whole(&text.chars().take(LONGEST - 1).chain(['…']).collect::<String>()),
    }
}
