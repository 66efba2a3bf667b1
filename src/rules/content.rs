//! Family 8: what is told beside the figures.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN801: a low rate without a reason.
pub static LOW_RATE_WITHOUT_REASON: Rule = Rule {
    code: RuleCode("GN801"),
    name: "low-rate-without-reason",
    severity: Severity::Warning,
    title: Text {
        vi: "Giải ngân thấp mà không nêu khó khăn, vướng mắc",
        en: "a low rate without a reason",
    },
    why: Text {
        vi: "Đơn vị báo cáo tiến độ kèm khó khăn, vướng mắc để cơ quan chủ trì và UBND tháo gỡ (UBND huyện Hữu Lũng, 7/2024: đến 12/7 mới đạt 20%, vốn sự nghiệp 2,3%). Ngưỡng targets.low_rate (mặc định 30% kế hoạch) tính cho thời điểm giữa năm: tháng 3, 4, 5 lấy 3/6, 4/6, 5/6 ngưỡng vì vốn còn đang được giao, tháng 1, 2 chưa xét. Xét từng chương trình, loại vốn; chỉ xét khi biểu có chỗ ghi khó khăn, vướng mắc hoặc giaingan.toml có ghi low_rate.",
        en: "Units report progress with what hinders it, so that somebody can settle it (Hữu Lũng district, July 2024: 20% by 12 July, recurrent 2.3%). The threshold targets.low_rate (30% of the plan unless set) is one for the middle of the year: 3/6, 4/6, 5/6 of it in March, April and May, while money is still being handed down; January and February are not asked. By program and funding type; only where the form has a place for difficulties or giaingan.toml sets low_rate.",
    },
    example: Text {
        vi: "Tháng 6, chương trình giảm nghèo bền vững, vốn sự nghiệp: kế hoạch 500, lũy kế giải ngân 40 triệu đồng (8%), trang Khó khăn, vướng mắc để trống.",
        en: "In June poverty reduction, recurrent, has a plan of 500 and 40 million disbursed (8%), and the sheet of difficulties is empty.",
    },
    advice: Text {
        vi: "Ghi khó khăn, vướng mắc, nguyên nhân và kiến nghị của chương trình này vào trang Khó khăn, vướng mắc hoặc cột tương ứng; nếu số giải ngân còn thiếu thì bổ sung.",
        en: "Tell the program's difficulties, their cause and a proposal in the sheet or column for them; where disbursed money is missing add it.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::PAID, against: Text { vi: "mức cần đạt", en: "the limit" }
    },
    at_stake: AtStake::Nothing,
    about: About::Obligation,
};

/// GN802: a difficulty without a proposal or a level.
pub static DIFFICULTY_WITHOUT_PROPOSAL: Rule = Rule {
    code: RuleCode("GN802"),
    name: "difficulty-without-proposal",
    severity: Severity::Note,
    title: Text {
        vi: "Khó khăn, vướng mắc chưa có kiến nghị hoặc cấp giải quyết",
        en: "a difficulty without a proposal or a level",
    },
    why: Text {
        vi: "Khó khăn vượt thẩm quyền của đơn vị được tổng hợp theo cấp giải quyết (cơ quan chủ trì, UBND, Ban Chỉ đạo, tỉnh, trung ương); thiếu kiến nghị hoặc thiếu cấp giải quyết thì không biết chuyển cho ai. Khó khăn đã giải quyết và biểu không có cột đó thì không xét.",
        en: "What a unit cannot settle itself is sorted by the level that can (lead agency, committee, province, centre); without a proposal or a level nobody knows whom to ask. Settled difficulties, and forms without such a column, are not asked.",
    },
    example: Text {
        vi: "Ghi \"Chưa có hướng dẫn định mức\" mà ô Đề xuất, kiến nghị để trống.",
        en: "\"No norms yet\" with an empty cell for the proposal.",
    },
    advice: Text {
        vi: "Ghi kiến nghị cụ thể và chọn cấp giải quyết; nếu đơn vị tự giải quyết được thì ghi biện pháp của đơn vị, nếu đã xong thì ghi tình trạng Đã giải quyết.",
        en: "Write what is proposed and choose the level; what the unit settles itself is told as its own measure, what is settled by its status.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN803: the id of a difficulty that the unit does not have.
pub static UNKNOWN_DIFFICULTY: Rule = Rule {
    code: RuleCode("GN803"),
    name: "unknown-difficulty",
    severity: Severity::Warning,
    title: Text {
        vi: "Mã khó khăn, vướng mắc không phải của đơn vị",
        en: "an id of a difficulty that the unit does not have",
    },
    why: Text {
        vi: "Mỗi khó khăn, vướng mắc giữ một mã (cột Mã KK của biểu phát hành) để theo dõi từ kỳ này sang kỳ khác cho đến khi giải quyết xong. Mã mà các báo cáo trước trong năm của đơn vị không có thì không nối được với khó khăn nào: có thể gõ sai hoặc chép từ biểu của đơn vị khác. Nội dung trên dòng vẫn được giữ: khớp theo lời văn, nếu không khớp thì thành khó khăn mới; khó khăn đã nêu trước đó vẫn mở.",
        en: "Each difficulty keeps an id (column Mã KK of the issued form), by which it is followed until it is settled. One that no earlier report of the unit in this year has leads to none: it is mistyped, or copied from another unit's form. What the row tells is kept, under the difficulty of the same words, else as a new one; the one that was meant stays open.",
    },
    example: Text {
        vi: "Biểu của HL-05 ghi mã HL-07-KK-1c9a40, tình trạng Đã giải quyết.",
        en: "The form of HL-05 names HL-07-KK-1c9a40 and says that it is settled.",
    },
    advice: Text {
        vi: "Chép lại mã từ cột Mã KK của biểu được phát hành cho đơn vị; khó khăn mới thì để trống mã.",
        en: "Copy the id from the column Mã KK of the form that was issued to the unit; a new difficulty has none yet.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Nothing,
    about: About::Figure,
};
