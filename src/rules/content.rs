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

/// GN804: a result under a name that is nearly one of an indicator.
pub static INDICATOR_NEARLY_NAMED: Rule = Rule {
    code: RuleCode("GN804"),
    name: "indicator-nearly-named",
    severity: Severity::Note,
    title: Text {
        vi: "Tên chỉ tiêu gần giống chỉ tiêu đã có, cần hỏi lại",
        en: "the name of a result is nearly that of an indicator",
    },
    why: Text {
        vi: "Kết quả thực hiện chỉ cộng khi cùng nội dung, cùng chỉ tiêu và cùng đơn vị tính. Tên gần giống có thể là cùng một chỉ tiêu, cũng có thể chỉ là một phần của chỉ tiêu đó; cộng vào thì có thể tính hai lần. Số liệu vẫn được giữ và liệt kê, chưa cộng.",
        en: "Results are added only where component, indicator and unit of measure agree. A name that is nearly an indicator's may mean the same, or a part of it that would then count twice. The figures are kept and listed, not added.",
    },
    example: Text {
        vi: "Ghi \"Lớp đào tạo nghề nấu ăn\", danh mục có chỉ tiêu \"Lớp đào tạo nghề\".",
        en: "\"Cooking classes\" where the indicator is \"Vocational classes\".",
    },
    advice: Text {
        vi: "Nếu đúng là chỉ tiêu đó thì ghi lại đúng tên in sẵn trên biểu mẫu; nếu là chỉ tiêu khác thì giữ nguyên.",
        en: "Where it is that indicator write its name as the form prints it; where it is another leave it.",
    },
    office: Some(Text {
        vi: "Cùng nghĩa thì ghi thêm vào cột Tên khác ở trang Chỉ tiêu của danh-muc.xlsx.",
        en: "Where the name means the same add it to Tên khác on the sheet Chỉ tiêu of danh-muc.xlsx.",
    }),
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Nothing,
    about: About::Figure,
};

/// GN805: a result that cannot be added to the others.
pub static RESULT_NOT_ADDED: Rule = Rule {
    code: RuleCode("GN805"),
    name: "result-not-added",
    severity: Severity::Warning,
    title: Text {
        vi: "Kết quả thực hiện không cộng chung được",
        en: "a result that cannot be added to the others",
    },
    why: Text {
        vi: "Con không cộng được với kg, hộ không cộng được với người. Kết quả ghi theo đơn vị tính khác, thiếu đơn vị tính, không phải là số, hoặc hai trang tính ghi hai số khác nhau cho cùng một chỉ tiêu thì được giữ và liệt kê riêng, không cộng vào kết quả chung.",
        en: "Animals cannot be added to kilograms, nor households to persons. A result in another unit of measure, without one, that is no number, or of which two sheets tell different amounts is kept and listed by itself.",
    },
    example: Text {
        vi: "Chỉ tiêu \"Vật tư bàn giao\" tính bằng kg, đơn vị ghi 40 bao.",
        en: "Supplies are counted in kg, the unit tells 40 bags.",
    },
    advice: Text {
        vi: "Ghi số liệu theo đơn vị tính in sẵn trên biểu mẫu, chỉ ghi số; mỗi chỉ tiêu chỉ ghi một số ở một trang.",
        en: "Write the figure in the unit of measure that the form prints, as a number, and once.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Nothing,
    about: About::Figure,
};

/// GN806: a result that is less than in the report before.
pub static RESULT_FELL: Rule = Rule {
    code: RuleCode("GN806"),
    name: "result-fell",
    severity: Severity::Warning,
    title: Text {
        vi: "Kết quả thực hiện giảm so với báo cáo trước",
        en: "a result is less than in the report before",
    },
    why: Text {
        vi: "Số lũy kế từ đầu năm (lớp đã mở, con giống đã bàn giao) không giảm; số giảm thường là ghi nhầm số trong kỳ vào cột lũy kế. Chỉ tiêu tại thời điểm (hộ đang vi phạm cam kết) có thể giảm thật, nên chỉ là lưu ý.",
        en: "What is told from the beginning of the year (classes held, animals handed over) never falls: mostly the figure of the period was written into the cumulative column. What stands on a day (households in breach) may fall, so that is only a note.",
    },
    example: Text {
        vi: "Tháng 5 ghi lũy kế 4 lớp đào tạo nghề, tháng 6 ghi 1 lớp.",
        en: "May states 4 classes since January, June states 1.",
    },
    advice: Text {
        vi: "Kiểm tra lại: cột Thực hiện ghi lũy kế từ đầu năm; nếu số giảm là đúng thì ghi lý do vào cột Ghi chú.",
        en: "Check: the column Thực hiện takes the figure from the beginning of the year; where the fall is right give the reason under Ghi chú.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Nothing,
    about: About::Figure,
};
