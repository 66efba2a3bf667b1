//! Family 4: sums and rates.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN401: the rows below do not add up to their total.
pub static CHILDREN_DO_NOT_ADD_UP: Rule = Rule {
    code: RuleCode("GN401"),
    name: "children-do-not-add-up",
    severity: Severity::Error,
    title: Text {
        vi: "Dòng tổng không bằng tổng các dòng con",
        en: "the rows below do not add up to their total",
    },
    why: Text {
        vi: "Ở mọi cấp và mọi cột số tiền, dòng tổng phải bằng tổng các dòng trực tiếp bên dưới. Biểu đã công bố cũng từng sai: kế hoạch một chương trình ghi 67.172 triệu đồng, cộng lại và tính lại tỷ lệ thì phải là 67.712 (đảo hai chữ số). Sai số cho phép là nửa đơn vị của chữ số cuối, nhân với số dòng được cộng.",
        en: "At every level and in every money column a total is the sum of the rows directly below it. Published tables have failed this: a program's plan was printed as 67.172 million where both the sum and the rate demand 67.712 (two digits swapped). The tolerance is half of the last shown digit for each row that is added.",
    },
    example: Text {
        vi: "Dự án 3 ghi 1.045 triệu đồng; Tiểu dự án 1 ghi 600, Tiểu dự án 2 ghi 400: cộng được 1.000.",
        en: "Project 3 states 1.045 million; its sub-projects state 600 and 400, which is 1.000.",
    },
    advice: Text {
        vi: "Đối chiếu dòng tổng với từng dòng con: tìm chữ số gõ đảo, dòng con bị bỏ sót hoặc công thức cộng thiếu dòng, rồi sửa ô sai.",
        en: "Compare the total with each row below it: look for swapped digits, a row left out or a formula that misses a row, and mend the wrong cell.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::STATED,
        against: Text { vi: "cộng các dòng con", en: "the rows below add up to" },
    },
    at_stake: AtStake::Others,
    about: About::Figure,
};

/// GN402: the columns of a total do not add up to it.
pub static PARTS_DO_NOT_ADD_UP: Rule = Rule {
    code: RuleCode("GN402"),
    name: "parts-do-not-add-up",
    severity: Severity::Error,
    title: Text {
        vi: "Cột tổng không bằng tổng các cột thành phần",
        en: "the columns of a total do not add up to it",
    },
    why: Text {
        vi: "Trên một dòng, cột tổng phải bằng tổng các cột mà nó được chia ra: theo nguồn vốn, theo năm vốn, theo loại vốn. Công cụ cộng từ các cột thành phần, nên cột tổng sai làm biểu của đơn vị và biểu tổng hợp lệch nhau.",
        en: "Within a row a total column is the sum of the columns it is split into: by source, by plan year, by funding type. The tool adds up the parts, so a wrong total makes the unit's table and the consolidated one disagree.",
    },
    example: Text {
        vi: "Lũy kế giải ngân: tổng số 545 triệu đồng; NSTW 400, NS huyện 100: cộng được 500.",
        en: "Cumulative: total 545 million; central 400, district 100, which is 500.",
    },
    advice: Text {
        vi: "Kiểm tra từng cột nguồn vốn, năm vốn trên dòng đó; sửa cột nhập sai hoặc đặt lại công thức của cột tổng.",
        en: "Check each source and plan year in that row; mend the wrong column, or put the formula of the total back.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Others,
    about: About::Figure,
};

/// GN403: the stated rate is not the recomputed one.
pub static RATE_DIFFERS: Rule = Rule {
    code: RuleCode("GN403"),
    name: "rate-differs",
    severity: Severity::Warning,
    title: Text {
        vi: "Tỷ lệ giải ngân ghi khác số tính lại",
        en: "the stated rate is not the recomputed one",
    },
    why: Text {
        vi: "Tỷ lệ = lũy kế giải ngân ÷ kế hoạch vốn trên cùng dòng. Số liệu đã công bố từng ghi 19,216/119,365 tỷ đồng là 10,1 %, tính lại là 16,1 %. Công cụ luôn tính lại và không dùng tỷ lệ đơn vị ghi; tỷ lệ lệch thường là dấu hiệu một số tiền bị gõ sai. Cho phép lệch 0,05 điểm phần trăm hoặc nửa đơn vị của chữ số cuối được ghi.",
        en: "Rate = cumulative ÷ plan of the same row. A published report gave 19,216 of 119,365 billion as 10,1 % where it is 16,1 %. The tool always recomputes and never uses a stated rate; a rate that differs is often the sign of a mistyped amount. The tolerance is 0,05 points, or half of the last digit that is shown.",
    },
    example: Text {
        vi: "Kế hoạch 26.232 triệu đồng, lũy kế 6.975 triệu đồng, tỷ lệ ghi 36,59 %: tính lại được 26,59 %.",
        en: "Plan 26.232 million, cumulative 6.975 million, stated rate 36,59 %: it is 26,59 %.",
    },
    advice: Text {
        vi: "Kiểm tra lũy kế và kế hoạch của dòng đó; nếu hai số đúng thì sửa tỷ lệ hoặc đặt lại công thức.",
        en: "Check the cumulative and the plan of that row; where both are right, mend the rate or put its formula back.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN404: cumulative is not the previous cumulative plus the period.
pub static PERIOD_AND_CUMULATIVE_DISAGREE: Rule = Rule {
    code: RuleCode("GN404"),
    name: "period-and-cumulative-disagree",
    severity: Severity::Error,
    title: Text {
        vi: "Lũy kế không bằng lũy kế kỳ trước cộng số trong kỳ",
        en: "cumulative is not the previous cumulative plus the period",
    },
    why: Text {
        vi: "Lũy kế tính từ 01/01 năm ngân sách, nên lũy kế kỳ này = lũy kế kỳ trước + giải ngân trong kỳ; kỳ đầu năm thì lũy kế kỳ trước bằng 0. Khi thiếu báo cáo của tháng ở giữa, chỉ coi là sai nếu lũy kế nhỏ hơn tổng đó; khi không có số lũy kế kỳ trước nào thì lũy kế ít nhất phải bằng số giải ngân trong kỳ.",
        en: "Cumulative figures begin on 1 January of the budget year, so cumulative = previous cumulative + disbursed in the period; in the first period of a year the previous one is 0. After a month that is missing, only a cumulative below that sum is a fault; where no previous cumulative is known it is at least what was disbursed in the period.",
    },
    example: Text {
        vi: "Lũy kế đến hết tháng 5 là 120 triệu đồng, tháng 6 giải ngân 30 triệu đồng, lũy kế đến hết tháng 6 ghi 140 triệu đồng: phải là 150.",
        en: "Cumulative to May 120 million, June 30 million, cumulative to June stated as 140 million: it should be 150.",
    },
    advice: Text {
        vi: "Xem lại số giải ngân trong kỳ và lũy kế của dòng này so với báo cáo kỳ trước; nếu kỳ trước báo cáo sai thì gửi lại báo cáo kỳ trước.",
        en: "Compare the period's figure and the cumulative with the previous report; where the previous report was wrong, send that one again.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::PAID,
        against: Text { vi: "kỳ trước cộng trong kỳ", en: "the previous and the period" },
    },
    at_stake: AtStake::Found,
    about: About::Figure,
};
