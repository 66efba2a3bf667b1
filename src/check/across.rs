//! Family 7, across files: what intake finds when it holds the reports against each other. The records only.

use crate::domain::lang::Text;
use crate::domain::rule::{Check, Rule, RuleCode, Severity};

pub(super) static LEAD_AGENCY_DIFFERS_FROM_UNITS: Rule = Rule {
    code: RuleCode("GN702"),
    name: "lead-agency-differs-from-units",
    severity: Severity::Error,
    title: Text {
        vi: "Báo cáo tổng hợp khác với báo cáo của các đơn vị",
        en: "a consolidation differs from the units' own reports",
    },
    why: Text {
        vi: "Cơ quan chủ trì tổng hợp số liệu của các đơn vị rồi gửi lại cùng số tiền đó. Cộng vào là tính hai lần, nên phần của đơn vị khác chỉ được đối chiếu với báo cáo của chính đơn vị đó.",
        en: "A lead agency sums up what the units report and sends the same money again. Added up it would count twice, so the part about other units is only compared with their own reports.",
    },
    example: Text {
        vi: "Phòng Dân tộc ghi lũy kế của xã Hòa Sơn 350 triệu đồng, xã Hòa Sơn tự báo cáo 300 triệu đồng.",
        en: "The lead agency says 350 million for a commune that itself reports 300 million.",
    },
    advice: Text {
        vi: "Đối chiếu hai báo cáo: thường một bên chốt số sớm hơn, hoặc đơn vị đã gửi bản sửa mà cơ quan chủ trì chưa nhận.",
        en: "Hold the two reports against each other: mostly one was closed earlier, or a correction did not reach the lead agency.",
    },
    check: Check::Reading,
};

pub(super) static TREASURY_DIFFERS: Rule = Rule {
    code: RuleCode("GN703"),
    name: "treasury-differs",
    severity: Severity::Error,
    title: Text {
        vi: "Số liệu khác với số Kho bạc xác nhận",
        en: "the figures differ from what the State Treasury confirmed",
    },
    why: Text {
        vi: "Chủ đầu tư ghi số đã giải ngân theo chứng từ của mình, Kho bạc Nhà nước (TABMIS) ghi số đã hạch toán. Hai số lệch nhau khi chứng từ chưa về, hạch toán sai mục hoặc sai năm vốn. Khi biểu của đơn vị có cả hai cột, cột của đơn vị được tính và chênh lệch là cảnh báo.",
        en: "The owner states what it paid by its own papers, the State Treasury (TABMIS) what it has booked. The two differ where a paper is under way, or was booked under the wrong item or year. Where the unit's own form shows both its own column counts, and the difference is a warning.",
    },
    example: Text {
        vi: "Cột “Số đã giải ngân (CĐT báo cáo)” 1.230 triệu đồng, cột “Kho bạc xác nhận” 1.170.",
        en: "“Số đã giải ngân (CĐT báo cáo)” says 1.230 million, “Kho bạc xác nhận” 1.170.",
    },
    advice: Text {
        vi: "Đối chiếu chứng từ với Kho bạc từng dòng; ghi lý do chênh lệch vào cột Giải trình, hoặc sửa số của bên sai.",
        en: "Go through the papers with the Treasury row by row; explain the difference in Giải trình, or mend the side that is wrong.",
    },
    check: Check::Reading,
};
