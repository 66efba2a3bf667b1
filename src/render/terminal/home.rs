//! `giaingan` alone: where a period stands, on one screen.

use chrono::NaiveDate;

use super::next_steps;
use super::screen::{Screen, Tone};
use super::summary::title;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::summary::Summary;
use crate::render::sentences::{band, deadline};

/// What is known beside the figures.
pub(crate) struct Home {
    /// Today.
    pub today: NaiveDate,
    /// The consolidated workbook that was written last.
    pub last: Option<String>,
    /// How many files stand in no register of receipts.
    pub unregistered: usize,
    /// What comes next, each with its command.
    pub steps: Vec<(String, String)>,
}

/// Office and period, the days to the deadline, who reported, the rate, the last result, the next commands.
pub(crate) fn home(summary: &Summary, home: &Home, lang: Lang, screen: &Screen) -> String {
    let mut out = title(TITLE.get(lang), summary, lang, screen);
    let mut say = |tone: Tone, words: &Words| {
        let text = screen.paragraph("  ", words.get(lang));
        out.push_str(&screen.paint(tone, text.trim_end()));
        out.push('\n');
    };
    if let Some(due) = summary.settings.deadline(summary.period, None) {
        let (days, told) = ((due.last - home.today).num_days(), deadline(&due));
        let words = match days {
            0.. => {
                words!("Hạn nộp {told}: còn {days} ngày.", "Due {told}: {days} days left."; told, days)
            }
            _ => words!(
                "Hạn nộp {told}: đã quá {days} ngày.",
                "Due {told}: {days} days overdue.";
                told, days = -days
            ),
        };
        let is_overdue = days < 0 && summary.coverage.received < summary.coverage.expected;
        say(if is_overdue { Tone::Warning } else { Tone::Quiet }, &words);
    }
    let lead = summary.coverage.lead;
    if 0 < lead.expected {
        say(
            Tone::Quiet,
            &words!(
                "Báo cáo tổng hợp của cơ quan chủ trì: {received}/{expected}.",
                "Consolidations of lead agencies: {received} of {expected}.";
                received = lead.received, expected = lead.expected
            ),
        );
    }
    let faulty = summary.submissions.iter().filter(|row| 0 < row.errors).count();
    if 0 < faulty {
        say(
            Tone::Warning,
            &words!("{faulty} báo cáo có lỗi phải sửa.", "{faulty} reports have errors to be mended."; faulty),
        );
    }
    if 0 < home.unregistered {
        say(
            Tone::Quiet,
            &words!(
                "{count} tệp chưa vào sổ tiếp nhận.",
                "{count} files are not in the register of receipts.";
                count = home.unregistered
            ),
        );
    }
    if let (Some(rate), 0) =
        (summary.totals.tally.rate(), usize::from(summary.coverage.received == 0))
    {
        say(
            Tone::Quiet,
            &words!("Tỷ lệ giải ngân chung: {rate}%.", "Rate of the whole: {rate}%."; rate),
        );
        if let Some(band) = band(summary) {
            say(Tone::Quiet, &band);
        }
    }
    say(
        Tone::Quiet,
        &match &home.last {
            Some(path) => words!("Sổ tổng hợp gần nhất: {path}", "Last workbook: {path}"; path),
            None => words!("Chưa có sổ tổng hợp của kỳ này.", "No workbook of this period yet."),
        },
    );
    out.push_str(&next_steps(&home.steps, lang));
    out
}

const TITLE: Text = Text { vi: "Kỳ báo cáo", en: "Reports for" };
