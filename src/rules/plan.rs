//! Family 5: the plan.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN501: the stated plan is not the registered one.
pub static PLAN_DIFFERS_FROM_REGISTER: Rule = Rule {
    code: RuleCode("GN501"),
    name: "plan-differs-from-register",
    severity: Severity::Error,
    title: Text {
        vi: "Kế hoạch vốn đơn vị ghi khác kế hoạch đã giao",
        en: "the stated plan is not the registered one",
    },
    why: Text {
        vi: "Kế hoạch vốn của đơn vị là tổng các quyết định giao, điều chỉnh đến ngày cuối kỳ trong sổ Kế hoạch vốn. Lệch thường do đơn vị chưa cập nhật quyết định mới; tỷ lệ giải ngân luôn tính trên kế hoạch đã giao.",
        en: "A unit's plan is the sum of the decisions in the plan journal up to the last day of the period. A difference mostly means that the unit has not entered a new decision; rates are always of the registered plan.",
    },
    example: Text {
        vi: "Sổ kế hoạch: giao 1.000, điều chỉnh giảm 150 ngày 20/5; đơn vị vẫn ghi 1.000 triệu đồng.",
        en: "The journal has 1.000 and a cut of 150 on 20 May; the unit still states 1.000 million.",
    },
    advice: Text {
        vi: "Đối chiếu với quyết định giao vốn: đơn vị cập nhật quyết định còn thiếu, hoặc cơ quan tổng hợp bổ sung quyết định chưa ghi vào sổ Kế hoạch vốn.",
        en: "Compare with the decisions: the unit enters the one it is missing, or the office adds the one that is not in the plan journal yet.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::STATED, against: sides::REGISTER },
    at_stake: AtStake::Register,
    about: About::Figure,
};

/// GN502: disbursed more than planned.
pub static DISBURSED_OVER_PLAN: Rule = Rule {
    code: RuleCode("GN502"),
    name: "disbursed-over-plan",
    severity: Severity::Error,
    title: Text {
        vi: "Giải ngân vượt kế hoạch vốn", en: "disbursed more than planned"
    },
    why: Text {
        vi: "Vốn giải ngân trong năm không được vượt kế hoạch vốn năm, kể cả vốn các năm trước được kéo dài (nguyên tắc thanh toán vốn đầu tư công, NĐ 254/2025/NĐ-CP). So theo từng nguồn vốn và năm vốn, đến mức chi tiết mà cả báo cáo và sổ kế hoạch cùng có.",
        en: "What is disbursed in a year may not exceed the year's plan, capital carried over included (the principle of payment of public investment, Decree 254/2025/NĐ-CP). Compared by source and plan year, as finely as both the report and the journal are split.",
    },
    example: Text {
        vi: "Kế hoạch NSTW năm 2024 là 500 triệu đồng, lũy kế giải ngân NSTW năm 2024 ghi 512 triệu đồng.",
        en: "The central plan of 2024 is 500 million, the cumulative figure of it is 512 million.",
    },
    advice: Text {
        vi: "Tìm chữ số gõ thừa, số ghi nhầm cột nguồn vốn hoặc năm vốn; nếu kế hoạch đã được bổ sung thì đơn vị gửi quyết định bổ sung để cơ quan tổng hợp ghi vào sổ Kế hoạch vốn.",
        en: "Look for a digit too many or a figure under the wrong source or plan year; where the plan was raised, the unit sends that decision and the office enters it in the plan journal.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::PAID, against: sides::PLAN },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN503: a line with money that is not in the plan.
pub static LINE_NOT_IN_PLAN: Rule = Rule {
    code: RuleCode("GN503"),
    name: "line-not-in-plan",
    severity: Severity::Error,
    title: Text {
        vi: "Dòng có số liệu nhưng không có trong kế hoạch vốn đã giao",
        en: "a line with money that is not in the plan",
    },
    why: Text {
        vi: "Chỉ được giải ngân cho nội dung, loại vốn, nguồn vốn và năm vốn đã giao cho đơn vị. Số đã giải ngân vẫn nằm trong tổng nhưng không cộng thêm vào kế hoạch, nên tỷ lệ chung bị đẩy lên.",
        en: "Money may be disbursed only for a content, funding type, source and plan year that was allocated to the unit. The money stays in the totals and adds nothing to the plan, which raises the rate.",
    },
    example: Text {
        vi: "Đơn vị ghi giải ngân ở Tiểu dự án 1 Dự án 3 trong khi sổ Kế hoạch vốn chỉ giao Dự án 2 cho đơn vị đó.",
        en: "A unit states money for sub-project 1 of project 3, while the journal gives it project 2 only.",
    },
    advice: Text {
        vi: "Kiểm tra dòng, loại vốn, nguồn vốn và năm vốn có ghi nhầm không; nếu đúng thì đơn vị gửi quyết định giao vốn để cơ quan tổng hợp ghi vào sổ Kế hoạch vốn.",
        en: "Check whether row, funding type, source or plan year is the wrong one; where they are right, the unit sends the decision and the office enters it in the plan journal.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::STATED, against: sides::REGISTER },
    at_stake: AtStake::Register,
    about: About::Figure,
};

/// GN504: a planned line is missing from the report.
pub static PLANNED_LINE_MISSING: Rule = Rule {
    code: RuleCode("GN504"),
    name: "planned-line-missing",
    severity: Severity::Warning,
    title: Text {
        vi: "Nội dung đã giao vốn không có trong báo cáo",
        en: "a planned line is missing from the report",
    },
    why: Text {
        vi: "Đơn vị được giao vốn cho nội dung nào thì phải báo cáo nội dung đó, kể cả khi chưa giải ngân (ghi 0). Kế hoạch vẫn nằm trong mẫu số, nên thiếu dòng làm tỷ lệ thấp mà không ai giải thích.",
        en: "What a unit was given money for it reports, also when nothing was disbursed (0). The plan stays in the denominator, so a missing line lowers the rate and nobody explains it.",
    },
    example: Text {
        vi: "Sổ Kế hoạch vốn giao 200 triệu đồng cho Dự án 4, báo cáo của đơn vị không có dòng Dự án 4.",
        en: "The journal gives 200 million to project 4, and the report has no row for it.",
    },
    advice: Text {
        vi: "Thêm dòng còn thiếu vào báo cáo và ghi 0 nếu chưa giải ngân, hoặc đánh dấu “không phát sinh”.",
        en: "Add the missing row and enter 0 where nothing was disbursed, or tick “không phát sinh”.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::STATED, against: sides::REGISTER },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN505: a funding type that the component does not usually have.
pub static UNUSUAL_FUNDING_TYPE: Rule = Rule {
    code: RuleCode("GN505"),
    name: "unusual-funding-type",
    severity: Severity::Warning,
    title: Text {
        vi: "Loại vốn không thường có ở nội dung này",
        en: "a funding type that the component does not usually have",
    },
    why: Text {
        vi: "Quyết định của từng chương trình (1719/QĐ-TTg, 90/QĐ-TTg, 263/QĐ-TTg) nêu nội dung nào có vốn đầu tư, nội dung nào có vốn sự nghiệp. Số ở loại vốn khác thường do gõ nhầm cột, nhầm trang. Chỉ là cảnh báo vì có thể được điều chuyển (Nghị quyết 111/2024/QH15); sổ kế hoạch của cơ quan đã giao thì không hỏi lại, và chỉ xét những nội dung mà loại vốn đã rõ.",
        en: "The programs' decisions (1719/QĐ-TTg, 90/QĐ-TTg, 263/QĐ-TTg) say which components have investment and which recurrent money. Money of the other type mostly stands in the wrong column or on the wrong sheet. Only a warning, since money may be moved between types (Resolution 111/2024/QH15); what the office's journal plans is not asked about, and only components whose types are sure are looked at.",
    },
    example: Text {
        vi: "Dự án 2 giảm nghèo (chỉ có vốn sự nghiệp) có 30 triệu đồng ở cột vốn đầu tư.",
        en: "Project 2 of poverty reduction (recurrent only) with 30 million under investment.",
    },
    advice: Text {
        vi: "Chuyển số về đúng loại vốn; nếu đúng là được giao loại vốn này thì đơn vị gửi quyết định giao để cơ quan tổng hợp ghi vào sổ Kế hoạch vốn.",
        en: "Move the figure to its funding type; where the money really is of this one, the unit sends the decision and the office enters it in the plan journal.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::STATED, against: Text { vi: "thường có", en: "usual" } },
    at_stake: AtStake::Nothing,
    about: About::Figure,
};

/// GN506: the local counterpart is below its ratio.
pub static COUNTERPART_BELOW_RATIO: Rule = Rule {
    code: RuleCode("GN506"),
    name: "counterpart-below-ratio",
    severity: Severity::Warning,
    title: Text {
        vi: "Vốn đối ứng thấp hơn tỷ lệ quy định",
        en: "the local counterpart is below its ratio",
    },
    why: Text {
        vi: "Địa phương phải bố trí vốn đối ứng theo tỷ lệ (các quyết định về nguyên tắc, tiêu chí, định mức phân bổ: 39/2021/QĐ-TTg, 02/2022/QĐ-TTg, 07/2022/QĐ-TTg, và nghị quyết của HĐND tỉnh), khai trong [[counterpart]]. Xét trên kế hoạch, vì quy định ràng buộc việc bố trí vốn; giải ngân nguồn nào trước là do tiến độ. Ngân sách tỉnh, huyện, xã là vốn địa phương; vốn huy động khác không tính. Kế hoạch chưa tách nguồn thì không kết luận. Cho phép lệch 0,05 điểm phần trăm do làm tròn.",
        en: "Local budgets add their share at a ratio (the decisions on criteria of allocation: 39/2021/QĐ-TTg, 02/2022/QĐ-TTg, 07/2022/QĐ-TTg, and the province's resolutions), entered under [[counterpart]]. Checked on the plan, since that is what they oblige to; which source is paid first is a matter of progress. Province, district and commune are local; other contributions do not count. Where the plan is not split by source nothing can be said. 0,05 percentage points are allowed for rounding.",
    },
    example: Text {
        vi: "Quy định đối ứng 10%; kế hoạch NSTW 950, ngân sách tỉnh 50 triệu đồng: đối ứng 5%, thiếu 50.",
        en: "The ratio is 10%; the plan has 950 central and 50 million of the province: 5%, 50 short.",
    },
    advice: Text {
        vi: "Bổ sung vốn đối ứng, hoặc gửi quyết định giao vốn đối ứng còn thiếu để cơ quan tổng hợp ghi vào sổ Kế hoạch vốn; kiểm tra cột nguồn vốn có ghi nhầm không.",
        en: "Add the counterpart, or send its missing decision, which the office enters in the plan journal; check that no source is the wrong one.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: Text { vi: "vốn địa phương", en: "local" },
        against: Text { vi: "đối ứng phải có", en: "owed" },
    },
    at_stake: AtStake::Nothing,
    about: About::Figure,
};

/// GN507: more was allocated than assigned.
pub static OVER_ALLOCATED: Rule = Rule {
    code: RuleCode("GN507"),
    name: "over-allocated",
    severity: Severity::Error,
    title: Text {
        vi: "Phân bổ cho các đơn vị vượt vốn được giao",
        en: "more was allocated than assigned",
    },
    why: Text {
        vi: "Tổng vốn phân bổ chi tiết cho các đơn vị không được vượt số cấp trên giao cho cùng nội dung, loại vốn, nguồn vốn và năm vốn. Tính theo các quyết định trong sổ Kế hoạch vốn đến ngày cuối kỳ; chỉ so ở nơi sổ có ghi vốn được giao.",
        en: "What is allocated to units may not exceed what the level above assigned for the same content, funding type, source and plan year. Taken from the decisions of the plan journal up to the last day of the period, where the journal says what was assigned.",
    },
    example: Text {
        vi: "Tỉnh giao 3.000 triệu đồng cho Dự án 2, các quyết định phân bổ cho xã cộng được 3.150 triệu đồng.",
        en: "3.000 million was assigned to project 2, the allocations to communes add up to 3.150.",
    },
    advice: Text {
        vi: "Rà lại sổ Kế hoạch vốn: tìm quyết định nhập hai lần, nhập sai dấu khi điều chỉnh giảm, hoặc quyết định giao bổ sung chưa ghi.",
        en: "Go through the plan journal: look for a decision entered twice, a cut entered without its minus, or an assignment that is not entered yet.",
    },
    office: None,
    scope: Scope::Register,
    sides: Sides { found: sides::ALLOCATED, against: sides::ASSIGNED },
    at_stake: AtStake::Assigned,
    about: About::Figure,
};

/// GN508: assigned money is not yet allocated.
pub static NOT_YET_ALLOCATED: Rule = Rule {
    code: RuleCode("GN508"),
    name: "not-yet-allocated",
    severity: Severity::Note,
    title: Text {
        vi: "Vốn được giao chưa phân bổ hết", en: "assigned money is not yet allocated"
    },
    why: Text {
        vi: "Vốn chưa phân bổ chi tiết thì chưa đơn vị nào giải ngân được; tỷ lệ trên vốn được giao thấp hơn tỷ lệ trên vốn đã phân bổ. Nhiều báo cáo nêu nguyên nhân là giao chậm 3–5 tháng, nên công cụ đếm số ngày từ quyết định giao.",
        en: "Nobody can disburse money that is not allocated; the rate on the assigned plan stays below the rate on the allocated one. Reports name delays of three to five months, so the days since the decision are counted.",
    },
    example: Text {
        vi: "Tỉnh giao 3.000 triệu đồng ngày 10/01, đến 30/6 mới phân bổ 2.400 triệu đồng.",
        en: "3.000 million was assigned on 10 January, by 30 June 2.400 million was allocated.",
    },
    advice: Text {
        vi: "Trình phân bổ số vốn còn lại, hoặc đề xuất trả lại, điều chuyển nếu không còn nhiệm vụ chi; nếu đã phân bổ thì bổ sung quyết định vào sổ Kế hoạch vốn.",
        en: "Submit the rest for allocation, or propose to return or move it where no task is left; where it was allocated, add the decision to the plan journal.",
    },
    office: None,
    scope: Scope::Register,
    sides: Sides { found: sides::ALLOCATED, against: sides::ASSIGNED },
    at_stake: AtStake::Assigned,
    about: About::Figure,
};

/// GN509: disbursed more than the accepted volume.
pub static DISBURSED_OVER_VOLUME: Rule = Rule {
    code: RuleCode("GN509"),
    name: "disbursed-over-volume",
    severity: Severity::Note,
    title: Text {
        vi: "Giải ngân vượt giá trị khối lượng hoàn thành",
        en: "disbursed more than the accepted volume",
    },
    why: Text {
        vi: "Thanh toán theo khối lượng hoàn thành được nghiệm thu; phần vượt thường là tạm ứng hợp đồng (NĐ 254/2025/NĐ-CP), cần theo dõi thu hồi. Chỉ xét dòng có ghi khối lượng, và chỉ là lưu ý vì tạm ứng là đúng quy định.",
        en: "Payment follows accepted volume; what goes beyond is mostly an advance on a contract (Decree 254/2025/NĐ-CP), to be recovered later. Only rows that state a volume are looked at, and it is only a note, since an advance is lawful.",
    },
    example: Text {
        vi: "Khối lượng hoàn thành 300 triệu đồng, lũy kế giải ngân 420 triệu đồng: vượt 120, có thể là tạm ứng.",
        en: "Accepted volume 300 million, cumulative 420 million: 120 beyond it, maybe an advance.",
    },
    advice: Text {
        vi: "Nếu là tạm ứng thì ghi rõ ở cột Ghi chú hoặc Giải trình; nếu không thì cập nhật giá trị khối lượng hoàn thành.",
        en: "Where it is an advance, say so under Ghi chú or Giải trình; else bring the accepted volume up to date.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::PAID,
        against: Text { vi: "khối lượng hoàn thành", en: "accepted volume" },
    },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN510: the forecast is below the cumulative or above the plan.
pub static FORECAST_OUT_OF_RANGE: Rule = Rule {
    code: RuleCode("GN510"),
    name: "forecast-out-of-range",
    severity: Severity::Warning,
    title: Text {
        vi: "Ước giải ngân thấp hơn lũy kế hoặc vượt kế hoạch",
        en: "the forecast is below the cumulative or above the plan",
    },
    why: Text {
        vi: "Ước giải ngân đến 31/12 và đến 31/01 năm sau là lũy kế đến ngày đó, nên không thể thấp hơn lũy kế đã giải ngân, không được vượt kế hoạch vốn, và ước đến 31/01 không thấp hơn ước đến 31/12. Đơn vị hay ghi nhầm phần còn phải giải ngân. Ô để trống, cột toàn số 0 thì không xét.",
        en: "The forecasts to 31/12 and to 31/01 are cumulative to that day: never below what was already disbursed, never above the plan, and the later one never below the earlier. Units often enter what is still to be disbursed instead. Blank cells and a column of zeros are left alone.",
    },
    example: Text {
        vi: "Lũy kế 600 triệu đồng, ước giải ngân đến 31/12 ghi 400 (phần còn lại): phải là 1.000.",
        en: "Cumulative 600 million, forecast to 31/12 stated as 400 (what is left): it should be 1.000.",
    },
    advice: Text {
        vi: "Ghi ước giải ngân lũy kế từ đầu năm đến 31/12 (31/01), không ghi phần còn lại; nếu kế hoạch sẽ được bổ sung thì chờ quyết định.",
        en: "Enter the forecast as cumulative from the start of the year, not what is left; wait for the decision where the plan is to be raised.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides { found: sides::STATED, against: Text { vi: "giới hạn", en: "the limit" } },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN511: the office's register says what cannot be.
pub static IMPLAUSIBLE_REGISTER: Rule = Rule {
    code: RuleCode("GN511"),
    name: "implausible-register",
    severity: Severity::Error,
    title: Text {
        vi: "Danh mục của cơ quan ghi điều không thể đúng",
        en: "the office's register says what cannot be",
    },
    why: Text {
        vi: "Mọi báo cáo được đối chiếu với danh-muc.xlsx, nên một ô sai ở đó làm sai tỷ lệ của cả huyện mà không đơn vị nào sửa được. Không thể đúng là: năm vốn sau năm ngân sách; các quyết định của một đơn vị cho một nội dung cộng lại nhỏ hơn 0; hai đơn vị cùng tên; và đơn vị tính của sổ Kế hoạch vốn, khi ít nhất 3 đơn vị và hai phần ba số đơn vị so được đều lệch cùng 1.000 hay 1.000.000 lần. Khi đó lỗi ở sổ chứ không ở đơn vị: không báo GN208, không để riêng số liệu, và không tính tỷ lệ.",
        en: "Every report is held against danh-muc.xlsx, so one wrong cell there spoils the rates of the whole district and no unit can mend it. What cannot be: a plan year after the budget year; a unit's decisions on one content that come to less than 0; two units of one name; and the unit of money of the plan journal, where at least 3 units and two thirds of those that can be compared are off by the same 1.000 or 1.000.000. Then the journal is wrong and not the units: no GN208, nothing set aside, and no rates.",
    },
    example: Text {
        vi: "Sổ Kế hoạch vốn ghi “Đơn vị tính: đồng” trong khi số nhập theo triệu đồng; hoặc cột Năm vốn gõ 2042 thay vì 2024.",
        en: "The plan journal says “Đơn vị tính: đồng” while its amounts are in millions; or the plan year is typed 2042 for 2024.",
    },
    advice: Text {
        vi: "Mở danh-muc.xlsx, sửa ô đã nêu theo quyết định giao vốn rồi chạy lại; không phải gửi lại đơn vị.",
        en: "Open danh-muc.xlsx, mend the cell that is named by the decision and run again; nothing goes back to the units.",
    },
    office: None,
    scope: Scope::Register,
    sides: Sides {
        found: Text { vi: "các quyết định cộng lại", en: "the decisions come to" },
        against: Text { vi: "ít nhất phải là", en: "at least" },
    },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN512: more is proposed to be returned than is left of the plan, or less than nothing.
pub static RETURN_OUT_OF_RANGE: Rule = Rule {
    code: RuleCode("GN512"),
    name: "return-out-of-range",
    severity: Severity::Warning,
    title: Text {
        vi: "Đề nghị hoàn trả vượt số vốn còn lại hoặc là số âm",
        en: "more is proposed to be returned than is left, or less than nothing",
    },
    why: Text {
        vi: "Chỉ hoàn trả, hủy được phần kế hoạch chưa giải ngân: kế hoạch vốn trừ lũy kế giải ngân. Đề nghị vượt số đó là ghi nhầm cột, nhầm đơn vị tính, hoặc kế hoạch đã giảm rồi. Số âm là ghi nhầm dấu, hoặc lẽ ra là đề nghị bổ sung. Số đề nghị không vào tổng nào.",
        en: "Only what was not disbursed can be returned or cancelled: the plan less the cumulative. More than that is a wrong column, a wrong unit of money, or a plan that was lowered already. A negative amount has a wrong sign, or should ask for more. What is proposed enters no total.",
    },
    example: Text {
        vi: "Kế hoạch 1.000, lũy kế giải ngân 700, đề nghị hoàn trả 400: chỉ còn 300.",
        en: "Plan 1.000, cumulative 700, proposed to return 400: only 300 is left.",
    },
    advice: Text {
        vi: "Sửa số đề nghị hoàn trả cho không vượt kế hoạch vốn trừ lũy kế giải ngân; đề nghị thêm vốn thì ghi vào cột đề nghị điều chỉnh tăng.",
        en: "Mend the amount so that it is not more than the plan less the cumulative; a wish for more money belongs under “đề nghị điều chỉnh tăng”.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::STATED, against: Text { vi: "vốn còn lại", en: "what is left" }
    },
    at_stake: AtStake::Found,
    about: About::Figure,
};
