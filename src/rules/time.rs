//! Family 6: one report after the other.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN601: the cumulative figure fell.
pub static CUMULATIVE_FELL: Rule = Rule {
    code: RuleCode("GN601"),
    name: "cumulative-fell",
    severity: Severity::Error,
    title: Text {
        vi: "Lũy kế giải ngân giảm so với kỳ trước", en: "the cumulative figure fell"
    },
    why: Text {
        vi: "Lũy kế trong năm chỉ giảm khi thu hồi tạm ứng, nộp trả ngân sách hoặc sửa số đã báo cáo; cả ba đều phải có giải trình. Có giải trình trên dòng thì chỉ là cảnh báo.",
        en: "Within a year a cumulative figure falls only when an advance is recovered, money is paid back or a reported figure is corrected; each needs an explanation. With one in the row it is only a warning.",
    },
    example: Text {
        vi: "Tháng 5 ghi lũy kế 150 triệu đồng, tháng 6 ghi 120 triệu đồng, cột Giải trình để trống.",
        en: "May states 150 million, June 120 million, and nothing stands under Giải trình.",
    },
    advice: Text {
        vi: "Nếu số giảm là đúng, ghi lý do và số văn bản vào cột Giải trình; nếu không, sửa lại lũy kế theo báo cáo kỳ trước.",
        en: "Where the fall is right, give the reason and the document's number under Giải trình; else mend the cumulative figure.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::PAID,
        against: Text { vi: "báo cáo trước", en: "the report before" },
    },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN602: a file of a closed period came late, was changed or is gone.
pub static CLOSED_PERIOD_CHANGED: Rule = Rule {
    code: RuleCode("GN602"),
    name: "closed-period-changed",
    severity: Severity::Warning,
    title: Text {
        vi: "Số liệu của kỳ đã chốt thay đổi",
        en: "figures of a closed period have changed",
    },
    why: Text {
        vi: "Số liệu kỳ đã chốt đã được ký, công bố nên giữ nguyên. Tệp nộp muộn, tệp sửa sau khi chốt làm lũy kế của kỳ đó khác đi: phần chênh lệch đứng ở dòng \"Điều chỉnh số liệu kỳ trước\" của kỳ đang mở, không nằm trong số giải ngân trong kỳ. Tệp của kỳ đã chốt bị mất là lỗi.",
        en: "Figures of a closed period were signed and published, and stay. A file that comes late or is changed after that gives the period another cumulative figure: the difference stands in the open period on the line \"Adjustments of earlier periods\", outside of what was disbursed in it. A file of a closed period that is gone is an error.",
    },
    example: Text {
        vi: "Tháng 5 chốt khi xã chưa nộp, lũy kế tạm tính 200 triệu đồng; sau khi chốt xã nộp báo cáo tháng 5 với lũy kế 230 triệu đồng.",
        en: "May is closed while a commune is silent, with 200 million standing for it; after that its report of May comes with 230 million.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị cho biết vì sao báo cáo của kỳ đã chốt được nộp lại, nộp muộn, và số nào đúng.",
        en: "Ask the unit why a report of a closed period came late or again, and which figure is right.",
    },
    office: Some(Text {
        vi: "Xem chênh lệch bằng giaingan so-sanh. Nếu kỳ đã chốt phải lập lại thì mở chốt (giaingan mo-chot, có lý do) rồi chốt bản mới; tệp bị mất thì lấy lại từ bản sao lưu.",
        en: "Look at the difference with giaingan compare. Where the closed period has to be made again, open it (giaingan reopen, with the reason) and close a new edition; a file that is gone comes back from a backup.",
    }),
    scope: Scope::Closed,
    sides: Sides {
        found: Text {
            vi: "lũy kế kỳ đã chốt, tính theo tệp hiện có",
            en: "cumulative of the closed period by the files now",
        },
        against: Text { vi: "khi chốt", en: "as closed" },
    },
    at_stake: AtStake::Nothing,
    about: About::Figure,
};

/// GN603: money is left and nothing was disbursed for several periods.
pub static STALLED: Rule = Rule {
    code: RuleCode("GN603"),
    name: "stalled",
    severity: Severity::Warning,
    title: Text {
        vi: "Còn vốn nhưng nhiều kỳ liền không giải ngân",
        en: "money is left and nothing was disbursed for several periods",
    },
    why: Text {
        vi: "Vốn nằm im nhiều tháng có nguy cơ không giải ngân hết, phải kéo dài hoặc bị thu hồi. Số tháng ở targets.stalled_periods (mặc định 3, tính cả kỳ này). Chỉ dựa vào lũy kế mà các báo cáo trước của đơn vị cho thấy: thiếu một tháng không có nghĩa là tháng đó không giải ngân. Không xét khi phần còn lại dưới 1% kế hoạch, hoặc khi vốn mới được giao trong những tháng đó.",
        en: "Money that lies still for months may not be spent in time and be carried over or taken back. The number of months is targets.stalled_periods (3 unless set, this one included). Only what the cumulative figures of the unit's earlier reports show counts: a missing month is not a month without disbursement. Not where less than 1% of the plan is left, or where the money was allocated only within those months.",
    },
    example: Text {
        vi: "Lũy kế vốn sự nghiệp giảm nghèo là 450 triệu đồng từ hết tháng 3 đến hết tháng 6, kế hoạch 900 triệu đồng.",
        en: "Recurrent money of poverty reduction stands at 450 million from the end of March to the end of June; its plan is 900.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị nêu nguyên nhân và đề xuất ở mục Khó khăn, vướng mắc; nếu đã giải ngân thì cập nhật số liệu.",
        en: "Ask the unit for the cause and what it proposes (sheet of difficulties); where money was disbursed, it brings the figures up to date.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::PAID, against: sides::PLAN },
    at_stake: AtStake::Nothing,
    about: About::Obligation,
};

/// GN604: the month's figure jumps far beyond the unit's own months.
pub static UNUSUAL_JUMP: Rule = Rule {
    code: RuleCode("GN604"),
    name: "unusual-jump",
    severity: Severity::Warning,
    title: Text {
        vi: "Số giải ngân trong tháng tăng đột biến",
        en: "the month's figure jumps far beyond the unit's own months",
    },
    why: Text {
        vi: "Một chữ số gõ thừa hay một ô nhập sai đơn vị tiền vẫn khớp mọi phép cộng nếu cả lũy kế cũng sai theo. So với chính các tháng trước của đơn vị (ít nhất 5 tháng đã biết, quá nửa có giải ngân): chỉ cảnh báo khi số tháng này gấp hơn 3 lần tháng cao nhất và vượt trung vị hơn 10 lần độ lệch tuyệt đối trung vị, độ lệch lấy ít nhất bằng 1% kế hoạch. Tháng 12 thường thanh toán dồn nên mức là 5 lần và 20 lần.",
        en: "A digit too many or an amount in the wrong unit passes every sum where the cumulative figure follows it. Compared with the unit's own earlier months (at least 5 known, most of them with disbursement): told only where the month is more than 3 times the highest of them and lies above their median by more than 10 median absolute deviations, each taken as at least 1% of the plan. Much is paid in December: there it is 5 times and 20.",
    },
    example: Text {
        vi: "Năm tháng đầu mỗi tháng giải ngân 30–50 triệu đồng, tháng 6 ghi 450 triệu đồng; kế hoạch 1.200 triệu đồng.",
        en: "30 to 50 million in each of five months, 450 million in June; the plan is 1.200.",
    },
    advice: Text {
        vi: "Xem lại số trong tháng có thừa chữ số hoặc nhầm đơn vị tiền không; nếu đúng thì ghi lý do vào cột Giải trình.",
        en: "Look for a digit too many or the wrong unit of money; where the figure is right, give the reason under Giải trình.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: Text { vi: "trong tháng", en: "in the month" },
        against: Text { vi: "thường mỗi tháng", en: "usual" },
    },
    at_stake: AtStake::Found,
    about: About::Obligation,
};

/// GN605: the quarter is not the sum of its months.
pub static QUARTER_DIFFERS_FROM_MONTHS: Rule = Rule {
    code: RuleCode("GN605"),
    name: "quarter-differs-from-months",
    severity: Severity::Error,
    title: Text {
        vi: "Số trong quý (6 tháng, 9 tháng, năm) khác tổng các tháng",
        en: "the quarter is not the sum of its months",
    },
    why: Text {
        vi: "Giải ngân trong quý là tổng giải ngân các tháng của quý đó; kỳ tính từ 01/01 thì số trong kỳ chính là lũy kế. Chỉ so khi đủ báo cáo các tháng.",
        en: "What was disbursed in a quarter is the sum of its months; in a period from 1 January it is the cumulative figure. Compared only where every month came.",
    },
    example: Text {
        vi: "Ba tháng của quý II ghi giải ngân 10, 20 và 30 triệu đồng, báo cáo quý II ghi giải ngân trong quý 70 triệu đồng: phải là 60.",
        en: "The three months of Q2 state 10, 20 and 30 million, the report of Q2 states 70 in the quarter: it should be 60.",
    },
    advice: Text {
        vi: "Đối chiếu lại với báo cáo từng tháng; báo cáo nào sai thì gửi lại báo cáo đó.",
        en: "Compare with the report of each month; send again the one that is wrong.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::STATED, against: Text { vi: "cộng các tháng", en: "the months" }
    },
    at_stake: AtStake::Found,
    about: About::Obligation,
};

/// GN606: what was disbursed is not known in full.
pub static UNKNOWN_FIGURE: Rule = Rule {
    code: RuleCode("GN606"),
    name: "unknown-figure",
    severity: Severity::Warning,
    title: Text {
        vi: "Chưa rõ số giải ngân trong kỳ hoặc lũy kế",
        en: "what was disbursed is not known in full",
    },
    why: Text {
        vi: "Biểu chỉ ghi một trong hai số (trong kỳ hoặc lũy kế) thì số kia phải tính từ báo cáo ngay trước đó. Không có báo cáo đó thì số kia chưa rõ, không phải bằng 0. Lũy kế chưa rõ là lỗi, vì tổng chỉ là “ít nhất”.",
        en: "A form that states only one of the two (in period, cumulative) leaves the other to be worked out from the report just before. Without that report it is unknown, and not 0. An unknown cumulative is an error: the total is then only “at least”.",
    },
    example: Text {
        vi: "Tháng 6 đơn vị chỉ ghi giải ngân trong kỳ 130 triệu đồng, chưa có báo cáo tháng 5: lũy kế chưa rõ, ít nhất 130 triệu đồng.",
        en: "In June a unit states only 130 million in the period, and no report of May came: its cumulative is unknown, at least 130 million.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị ghi cả lũy kế và số trong kỳ, hoặc bổ sung báo cáo kỳ trước vào thư mục.",
        en: "Ask the unit for both figures, or add its report of the period before to the folder.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN607: the cumulative figures are up to another day than the last one of the period.
pub static FIGURES_UP_TO_ANOTHER_DAY: Rule = Rule {
    code: RuleCode("GN607"),
    name: "figures-up-to-another-day",
    severity: Severity::Note,
    title: Text {
        vi: "Lũy kế tính đến ngày khác ngày cuối kỳ",
        en: "the cumulative figures are up to another day than the last of the period",
    },
    why: Text {
        vi: "Báo cáo lập trước ngày cuối tháng thì thiếu số giải ngân những ngày còn lại; lập sau thì có thể gồm cả số của tháng sau. Số liệu vẫn được tổng hợp, nhưng tổng của các đơn vị không cùng một ngày.",
        en: "A report drawn up before the end of the month lacks what was disbursed on its last days; one drawn up later may hold money of the next month. The figures count, but those of the units are not of one day.",
    },
    example: Text {
        vi: "Báo cáo tháng 6 ghi “(Số liệu tính đến ngày 15/6/2024)”.",
        en: "The report of June says “(Số liệu tính đến ngày 15/6/2024)”.",
    },
    advice: Text {
        vi: "Nếu ngày ghi nhầm thì sửa lại; nếu không, đơn vị xác nhận số liệu đến ngày cuối kỳ.",
        en: "Mend the day where it is a slip; else confirm the figures up to the last day of the period.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Nothing,
    about: About::Figure,
};
