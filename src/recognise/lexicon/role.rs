//! What a phrase contributes to the sense of a heading.

use super::{KeyColumn, State, YearWord};
use crate::domain::key::{Funding, Source};

/// What a heading measures, before its time and mood are known. The earlier ones go before the later ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Head {
    /// Money that is known and none of the others: TMĐT, nợ đọng.
    Other,
    /// Nộp trả, hoàn trả, hủy dự toán.
    Returned,
    /// Chưa phân bổ.
    Unallocated,
    /// Còn lại.
    Remaining,
    /// Giải ngân.
    Disbursed,
    /// Khối lượng hoàn thành.
    Volume,
    /// Đã phân bổ.
    Allocated,
    /// Kế hoạch, dự toán, giao.
    Plan,
    /// Đã bố trí, dự toán được duyệt: the plan where the budget year stands beside it, else of any time.
    Assigned,
    /// Kế hoạch thực hiện, kế hoạch sử dụng: so too, else what somebody means to pay.
    Meant,
}

/// A point or a stretch of time; the numbers of the phrase say which.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Span {
    /// Trong kỳ.
    InPeriod,
    /// Tháng m.
    Month,
    /// Quý q.
    Quarter,
    /// Lũy kế.
    Cumulative,
    /// Đến ngày d.
    Until,
    /// Đến hết tháng m.
    UntilMonth,
    /// Đến hết quý q.
    UntilQuarter,
    /// Đến hết năm y.
    UntilYear,
    /// Cả năm.
    YearEnd,
    /// Đến hết thời gian chỉnh lý: 31 January of the next year.
    NextJanuary,
    /// Từ ngày d.
    From,
    /// Từ tháng m.
    FromMonth,
    /// Các kỳ trước.
    Previous,
    /// Tháng trước.
    MonthBefore,
    /// Giai đoạn, trung hạn, từ khởi công.
    Years,
    /// Tháng sau, năm sau.
    Later,
}

/// Whether the money is said to be paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mood {
    /// Cam kết, đăng ký, phấn đấu.
    Intended,
    /// Ước, dự kiến, khả năng.
    Estimated,
    /// Nhu cầu, đề nghị bố trí.
    Needed,
    /// Đề nghị, đề xuất, xin.
    Proposed,
}

/// What a phrase contributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Head(Head),
    /// Disbursed where nothing else in the text is a head: thực hiện, sử dụng.
    Done,
    Rate,
    /// A rate where no text stands below it.
    RateAlone,
    Time(Span),
    Mood(Mood),
    Confirmed,
    Not,
    Compared,
    OfWhich,
    Advance,
    AdvanceBalance,
    Recovery,
    /// Paid for accepted work.
    Work,
    Percent,
    Share,
    Count,
    Text,
    Funding(Funding),
    Source(Source),
    Year,
    YearWord(YearWord),
    /// Sang năm y.
    ToYear,
    Include,
    Exclude,
    State(State),
    /// Điều chỉnh, of either sign: only of what is proposed.
    Change,
    Total,
    Rest,
    Money,
    Link,
    Filler,
    Column(KeyColumn),
    /// Huyện giao: behind "kế hoạch" who assigned it, else whose money it is.
    GivenBy(Source),
    /// Được giải ngân: behind "kế hoạch" what it is there for, else what was paid.
    ToPay,
}

impl Role {
    /// The role of this name in `lexicon.toml`.
    pub(crate) fn named(name: &str) -> Option<Role> {
        use Role::*;
        Some(match name {
            "rate" => Rate,
            "rate-alone" => RateAlone,
            "remaining" => Head(self::Head::Remaining),
            "disbursed" => Head(self::Head::Disbursed),
            "done" => Done,
            "volume" => Head(self::Head::Volume),
            "allocated" => Head(self::Head::Allocated),
            "unallocated" => Head(self::Head::Unallocated),
            "plan" => Head(self::Head::Plan),
            "assigned" => Head(self::Head::Assigned),
            "meant" => Head(self::Head::Meant),
            "other" => Head(self::Head::Other),
            "returned" => Head(self::Head::Returned),
            "in-period" => Time(Span::InPeriod),
            "month" => Time(Span::Month),
            "quarter" => Time(Span::Quarter),
            "cumulative" => Time(Span::Cumulative),
            "until" => Time(Span::Until),
            "until-month" => Time(Span::UntilMonth),
            "until-quarter" => Time(Span::UntilQuarter),
            "until-year" => Time(Span::UntilYear),
            "year-end" => Time(Span::YearEnd),
            "next-january" => Time(Span::NextJanuary),
            "from" => Time(Span::From),
            "from-month" => Time(Span::FromMonth),
            "previous" => Time(Span::Previous),
            "month-before" => Time(Span::MonthBefore),
            "span" => Time(Span::Years),
            "later" => Time(Span::Later),
            "intended" => Mood(self::Mood::Intended),
            "estimated" => Mood(self::Mood::Estimated),
            "needed" => Mood(self::Mood::Needed),
            "proposed" => Mood(self::Mood::Proposed),
            "confirmed" => Confirmed,
            "not" => Not,
            "compared" => Compared,
            "of-which" => OfWhich,
            "advance" => Advance,
            "advance-balance" => AdvanceBalance,
            "recovery" => Recovery,
            "work" => Work,
            "percent" => Percent,
            "share" => Share,
            "count" => Count,
            "text" => Text,
            "investment" => Funding(self::Funding::Investment),
            "recurrent" => Funding(self::Funding::Recurrent),
            "central" => Source(self::Source::Central),
            "province" => Source(self::Source::Province),
            "district" => Source(self::Source::District),
            "commune" => Source(self::Source::Commune),
            "local" => Source(self::Source::Local),
            "foreign" => Source(self::Source::Foreign),
            "other-source" => Source(self::Source::Other),
            "year" => Year,
            "carry-over" => YearWord(self::YearWord::CarryOver),
            "current" => YearWord(self::YearWord::Current),
            "to-year" => ToYear,
            "include" => Include,
            "exclude" => Exclude,
            "initial" => State(self::State::Initial),
            "increase" => State(self::State::Increase),
            "decrease" => State(self::State::Decrease),
            "final" => State(self::State::Final),
            "change" => Change,
            "total" => Total,
            "rest" => Rest,
            "money" => Money,
            "link" => Link,
            "filler" => Filler,
            "number" => Column(KeyColumn::Number),
            "code" => Column(KeyColumn::Code),
            "label" => Column(KeyColumn::Label),
            "unit" => Column(KeyColumn::Unit),
            "uom" => Column(KeyColumn::UnitOfMeasure),
            "note" => Column(KeyColumn::Note),
            "reason" => Column(KeyColumn::Reason),
            "attribute" => Column(KeyColumn::Attribute),
            "level" => Column(KeyColumn::Level),
            "given-central" => GivenBy(self::Source::Central),
            "given-province" => GivenBy(self::Source::Province),
            "given-district" => GivenBy(self::Source::District),
            "given-commune" => GivenBy(self::Source::Commune),
            "to-pay" => ToPay,
            _ => return None,
        })
    }

    /// Whether it may stand in the label of a row that only says a funding type, a source or a plan year.
    pub(crate) fn is_of_row(self) -> bool {
        matches!(
            self,
            Role::Funding(_)
                | Role::Source(_)
                | Role::Year
                | Role::YearWord(_)
                | Role::ToYear
                | Role::Money
                | Role::Link
                | Role::OfWhich
                | Role::Include
                | Role::Head(Head::Plan)
                | Role::Column(KeyColumn::Unit | KeyColumn::Attribute)
        )
    }
}
