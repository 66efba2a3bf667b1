//! Family 7: across files.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN701: one work under two programs or two units.
pub static OVERLAP_BETWEEN_PROGRAMS: Rule = Rule {
    code: RuleCode("GN701"),
    name: "overlap-between-programs",
    severity: Severity::Warning,
    title: Text {
        vi: "Một công trình có ở hai chương trình hoặc hai đơn vị",
        en: "one work under two programs or two units",
    },
    why: Text {
        vi: "Lồng ghép nguồn vốn phải bảo đảm không trùng lắp, chồng chéo giữa các chương trình; nội dung đã quyết toán ở chương trình khác không được quyết toán lại (TT 55/2023/TT-BTC, sửa đổi bởi TT 75/2024 và TT 112/2025). So theo mã số dự án (từ 7 chữ số) và theo tên có địa danh riêng, cùng năm vốn, hai bên đều có tiền; tên chung (Nhà văn hóa thôn, Tập huấn) không so.",
        en: "Where capital of several programs is put together, programs must not overlap; what was settled under one may not be settled again under another (Circular 55/2023/TT-BTC, amended by 75/2024 and 112/2025). Compared by project code (from 7 digits) and by names with a place of their own, of one plan year, with money on both sides; generic names are not compared.",
    },
    example: Text {
        vi: "Đường trục thôn Đồng Lươn có 900 triệu đồng ở chương trình giảm nghèo bền vững và 450 triệu đồng ở chương trình nông thôn mới.",
        en: "The road of the hamlet Đồng Lươn has 900 million under poverty reduction and 450 million under the new countryside.",
    },
    advice: Text {
        vi: "Đối chiếu quyết định giao vốn của hai dòng: nếu là lồng ghép vốn thì ghi rõ phần vốn của từng chương trình ở cột Ghi chú, nếu một bên ghi nhầm thì sửa; nếu là hai công trình trùng tên thì ghi thêm tên xã, lý trình hoặc hạng mục.",
        en: "Compare the decisions behind the two rows: where capital is put together state each program's part in the note, where one is a mistake correct it; of two works with one name state the commune or the section.",
    },
    office: None,
    scope: Scope::Together,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN702: a consolidation differs from the units' own reports.
pub static LEAD_AGENCY_DIFFERS_FROM_UNITS: Rule = Rule {
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
    office: None,
    scope: Scope::Reading,
    sides: Sides {
        found: sides::STATED,
        against: Text { vi: "các đơn vị báo cáo", en: "the units report" },
    },
    at_stake: AtStake::Others,
    about: About::Figure,
};

/// GN703: the figures differ from what the State Treasury confirmed.
pub static TREASURY_DIFFERS: Rule = Rule {
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
    office: None,
    scope: Scope::Reading,
    sides: Sides {
        found: Text { vi: "Kho bạc xác nhận", en: "the Treasury" },
        against: Text { vi: "đơn vị báo cáo", en: "the unit" },
    },
    at_stake: AtStake::Others,
    about: About::Figure,
};
