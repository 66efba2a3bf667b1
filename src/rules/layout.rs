//! Family 2: headings, rows and sheets.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN201: a column with money whose heading says no measure.
pub static UNKNOWN_COLUMN: Rule = Rule {
    code: RuleCode("GN201"),
    name: "unknown-column",
    severity: Severity::Error,
    title: Text {
        vi: "Cột có số liệu nhưng không rõ là số gì",
        en: "a column with money whose heading says no measure",
    },
    why: Text {
        vi: "Không có mẫu biểu thống nhất cả nước, nên cột được nhận theo lời tiêu đề. Tiêu đề không nói là kế hoạch, giải ngân hay lũy kế thì số trong cột được để riêng, không đoán.",
        en: "There is no one national form, so a column is known by the words above it. Where they say neither plan nor disbursed nor cumulative the figures are set aside, never guessed.",
    },
    example: Text {
        vi: "Cột “Số liệu tháng” có 12 ô số tiền.",
        en: "A column “Số liệu tháng” with 12 amounts.",
    },
    advice: Text {
        vi: "Sửa tiêu đề theo cách viết thường dùng.",
        en: "Reword the heading as it is usually written.",
    },
    office: Some(Text {
        vi: "Cách viết riêng của cơ quan thì khai trong mục [[heading]] của giaingan.toml.",
        en: "The office's own wording is added under [[heading]] in giaingan.toml.",
    }),
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN202: two columns say the same.
pub static AMBIGUOUS_COLUMN: Rule = Rule {
    code: RuleCode("GN202"),
    name: "ambiguous-column",
    severity: Severity::Error,
    title: Text {
        vi: "Hai cột có tiêu đề nói cùng một nội dung", en: "two columns say the same"
    },
    why: Text {
        vi: "Hai cột cùng nói một số (cùng chỉ tiêu, loại vốn, nguồn vốn, năm vốn) mà khác giá trị, và các dòng không cho biết cột nào là tổng, cột nào là phần hay bản chép, thì không biết cột nào đúng; lấy cả hai là tính hai lần. Cột có chữ không hiểu được để riêng; nếu cả hai đều rõ nghĩa thì để riêng cả hai.",
        en: "Of two columns with the same measure, funding type, source and year that differ, and whose rows do not show which is the sum, the part or the copy, nobody can say which is right, and both together count twice. One of which some words were not understood is set aside; where both were, or neither, both are.",
    },
    example: Text {
        vi: "Hai cột cùng ghi “Lũy kế giải ngân vốn năm 2024 – NSTW”.",
        en: "Two columns “Lũy kế giải ngân vốn năm 2024 – NSTW”.",
    },
    advice: Text {
        vi: "Ghi rõ tiêu đề của từng cột (nguồn vốn, năm vốn, kỳ), hoặc bỏ cột thừa.",
        en: "Say in each heading what sets it apart (source, plan year, period), or take the spare column out.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN203: a column is missing.
pub static MISSING_COLUMN: Rule = Rule {
    code: RuleCode("GN203"),
    name: "missing-column",
    severity: Severity::Error,
    title: Text { vi: "Thiếu cột cần có", en: "a column is missing" },
    why: Text {
        vi: "Cần ít nhất một cột giải ngân (trong kỳ hoặc lũy kế), và cột kế hoạch nếu sổ Kế hoạch vốn không có; thiếu thì không tính được tỷ lệ. Xét riêng cho từng chương trình, loại vốn và năm vốn.",
        en: "A form needs at least one column of what was disbursed (in the period or cumulative), and the plan where the journal has none; without them there is no rate. Looked at by program, funding type and plan year.",
    },
    example: Text {
        vi: "Biểu vốn sự nghiệp chỉ có cột “Dự toán giao”.",
        en: "The recurrent table has only “Dự toán giao”.",
    },
    advice: Text {
        vi: "Thêm cột còn thiếu (lũy kế giải ngân hoặc giải ngân trong kỳ, kế hoạch vốn), hoặc tách số liệu theo vốn đầu tư và vốn sự nghiệp, rồi gửi lại.",
        en: "Add the column that is missing (the cumulative or the period, the plan), or split the figures into investment and recurrent, and send the form again.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN204: a row with money that fits no component.
pub static UNKNOWN_ROW: Rule = Rule {
    code: RuleCode("GN204"),
    name: "unknown-row",
    severity: Severity::Error,
    title: Text {
        vi: "Dòng có số liệu nhưng không khớp nội dung nào",
        en: "a row with money that fits no component",
    },
    why: Text {
        vi: "Dòng được nhận theo mã, rồi theo tên trong phạm vi chương trình ở trên (“Dự án 2” có ở hai chương trình). Không khớp thì số tiền được để riêng thay vì cộng nhầm nội dung.",
        en: "A row is known by its code, else by its name within the program above it (“Dự án 2” exists in two programs). One that fits nowhere is set aside rather than added to the wrong component.",
    },
    example: Text {
        vi: "Dòng “Hỗ trợ khác” có 150 triệu đồng nhưng không nằm dưới chương trình nào.",
        en: "A row “Hỗ trợ khác” with 150 million below no program.",
    },
    advice: Text {
        vi: "Ghi mã nội dung hoặc viết tên dòng theo danh mục chương trình, và đặt dòng đúng dưới chương trình của nó.",
        en: "Enter the component's code or its name as in the catalogue, and put the row below its program.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN205: two rows say the same.
pub static DUPLICATE_ROW: Rule = Rule {
    code: RuleCode("GN205"),
    name: "duplicate-row",
    severity: Severity::Error,
    title: Text { vi: "Hai dòng cùng một nội dung", en: "two rows say the same" },
    why: Text {
        vi: "Hai dòng cùng nội dung (hay do chép dòng) làm số tiền tính hai lần. Dòng đầu được tính, dòng sau được để riêng.",
        en: "Two rows of the same content (mostly a copied row) count twice. The first counts, the later one is set aside.",
    },
    example: Text {
        vi: "“Tiểu dự án 1 Dự án 3” xuất hiện ở dòng 14 và dòng 22.",
        en: "“Tiểu dự án 1 Dự án 3” stands in rows 14 and 22.",
    },
    advice: Text {
        vi: "Gộp hai dòng làm một, hoặc ghi rõ tên công trình nếu là hai công trình khác nhau.",
        en: "Make the two rows one, or name the works where they are two.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN206: figures that nobody sees.
pub static HIDDEN_FIGURES: Rule = Rule {
    code: RuleCode("GN206"),
    name: "hidden-figures",
    severity: Severity::Warning,
    title: Text { vi: "Có số liệu không ai nhìn thấy", en: "figures that nobody sees" },
    why: Text {
        vi: "Số ở dòng, cột, trang bị ẩn (hoặc thu nhỏ về 0), số bị định dạng như “;;;” che đi, số có màu chữ trùng màu nền và số bị gạch ngang cả ô vẫn được tính như bình thường, nhưng người ký có thể không thấy chúng. Trong một ô có nhiều đoạn chữ thì đoạn bị gạch ngang coi như đã bỏ.",
        en: "Figures in rows, columns and sheets that are hidden or drawn in to nothing, under a format such as “;;;”, in the colour of their ground, or struck through as a whole count like all others, and the person who signs may not see them. Where a cell has several runs of text, a run that is struck through is taken back.",
    },
    example: Text {
        vi: "Các dòng 20–24 bị ẩn và có 300 triệu đồng; ô F14 chữ trắng trên nền trắng.",
        en: "Rows 20 to 24 are hidden and hold 300 million; F14 is white on white.",
    },
    advice: Text {
        vi: "Cho hiện ra và kiểm tra: giữ lại nếu đúng, xóa nếu là số cũ.",
        en: "Show them and look: keep what is right, delete what is old.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN207: the unit of money is not stated.
pub static MONEY_UNIT_MISSING: Rule = Rule {
    code: RuleCode("GN207"),
    name: "money-unit-missing",
    severity: Severity::Warning,
    title: Text { vi: "Biểu không ghi đơn vị tính", en: "the unit of money is not stated" },
    why: Text {
        vi: "Báo cáo dùng cả đồng, nghìn đồng, triệu đồng và tỷ đồng. Khi biểu không ghi “Đơn vị tính”, công cụ suy ra từ kế hoạch đã giao hoặc báo cáo kỳ trước, nếu không thì lấy đơn vị của cơ quan, và luôn nói rõ đã lấy theo đâu.",
        en: "Reports use đồng, thousands, millions and billions. Where the form says none, the unit is inferred from the registered plan or the last report, else it is the office's own, and the finding says which.",
    },
    example: Text {
        vi: "Biểu có kế hoạch 1.200 nhưng không có dòng “Đơn vị tính: triệu đồng”.",
        en: "The plan is 1.200 and nothing says “Đơn vị tính: triệu đồng”.",
    },
    advice: Text {
        vi: "Ghi “Đơn vị tính: …” phía trên bảng; kiểm tra đơn vị mà công cụ đã lấy có đúng không.",
        en: "Write “Đơn vị tính: …” above the table; make sure that the unit that was taken is right.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN208: the unit of money contradicts the plan or the format of the cells.
pub static MONEY_UNIT_CONTRADICTED: Rule = Rule {
    code: RuleCode("GN208"),
    name: "money-unit-contradicted",
    severity: Severity::Error,
    title: Text {
        vi: "Đơn vị tính không hợp với kế hoạch hoặc với định dạng ô",
        en: "the unit of money contradicts the plan or the format of the cells",
    },
    why: Text {
        vi: "Kế hoạch trên biểu lớn hoặc nhỏ hơn kế hoạch đã giao khoảng 1.000 hoặc 1.000.000 lần: đơn vị tính ghi sai. Cộng vào thì một đơn vị làm sai cả huyện, nên cả trang được để riêng; nếu chỉ một cột lệch so với các cột khác thì để riêng cột đó. Định dạng ô như “#,##0,,” hiện số đã chia cho 1.000.000: khớp đơn vị tính thì giá trị trong ô là đồng, không khớp hoặc hiện thành 0 thì ô được để riêng. Giải ngân ở mọi dòng đều chưa đến một phần nghìn kế hoạch thì chỉ hỏi lại (cảnh báo): có thể đã nhập theo đơn vị lớn hơn, cũng có thể mới giải ngân rất ít.",
        en: "The form's plan is off by about 10³ or 10⁶ against the register: the stated unit is wrong. Added up, one unit would spoil the whole, so the sheet is set aside; where one column alone differs from the others, that column. A format such as “#,##0,,” shows numbers divided by a million: where that is the stated unit, the cells hold đồng; where it is another, or shows 0, they are set aside. Where every payment is less than a thousandth of its plan it is only asked about (a warning): it may have been typed in a larger unit, and it may be that little was paid out.",
    },
    example: Text {
        vi: "Biểu ghi “triệu đồng” nhưng các ô nhập theo đồng: 1.200.000.000.",
        en: "The form says million, and the cells are in đồng: 1.200.000.000.",
    },
    advice: Text {
        vi: "Sửa dòng “Đơn vị tính” cho đúng với số đã nhập, hoặc nhập lại số theo đơn vị tính đã ghi.",
        en: "Mend “Đơn vị tính” so that it fits the figures, or enter the figures in the stated unit.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN209: figures stand outside the table.
pub static FIGURES_OUTSIDE_TABLE: Rule = Rule {
    code: RuleCode("GN209"),
    name: "figures-outside-table",
    severity: Severity::Warning,
    title: Text {
        vi: "Có số liệu nằm ngoài bảng", en: "figures stand outside the table"
    },
    why: Text {
        vi: "Số gõ lệch sang cột bên cạnh hoặc nằm dưới phần ký tên thì không vào tổng; im lặng bỏ qua là làm mất số liệu của đơn vị.",
        en: "A number typed into the column beside its own or below the signatures is in no total; to pass it over in silence would lose what the unit reported.",
    },
    example: Text {
        vi: "Ô lũy kế của dòng 12 bỏ trống, còn ô “Ghi chú” của dòng đó ghi 250.",
        en: "The cumulative cell of row 12 is blank, and its “Ghi chú” holds 250.",
    },
    advice: Text {
        vi: "Chuyển số về đúng cột, đúng dòng của bảng; nếu không phải số liệu giải ngân thì ghi thành chữ hoặc xóa.",
        en: "Move the number into its column and row; where it is no disbursement, write it as words or take it out.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN210: a table on a sheet was not understood.
pub static SHEET_NOT_UNDERSTOOD: Rule = Rule {
    code: RuleCode("GN210"),
    name: "sheet-not-understood",
    severity: Severity::Error,
    title: Text {
        vi: "Không nhận ra bảng số liệu trên trang",
        en: "a table on a sheet was not understood",
    },
    why: Text {
        vi: "Trang có tiêu đề nói về kế hoạch, phân bổ, giải ngân hoặc có dòng chương trình, dự án, nhưng không đọc được thành bảng. Bỏ qua không nói thì mất cả trang số liệu. Phụ lục loại khác (danh sách hộ, vật tư …) chỉ được ghi nhận, không phải lỗi.",
        en: "A sheet whose headings speak of plan, allocation or disbursement, or whose rows name components, was read as no table. To pass it over in silence would lose a whole sheet. An annex of another kind (a list of households, of goods) is only noted.",
    },
    example: Text {
        vi: "Trang “Vốn sự nghiệp” có tiêu đề viết tắt lạ nên không đọc được, trang “Vốn đầu tư” thì đọc được.",
        en: "The sheet “Vốn sự nghiệp” has odd abbreviations as headings and is not read; “Vốn đầu tư” is.",
    },
    advice: Text {
        vi: "Sửa tiêu đề cột cho rõ (kế hoạch vốn, giải ngân trong kỳ, lũy kế giải ngân), có một cột tên nội dung; hoặc chép số liệu vào biểu mẫu đã phát hành.",
        en: "Write clear headings (plan, disbursed in the period, cumulative) beside a column of names; or enter the figures in the issued form.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN211: two tables state the same money otherwise.
pub static REPEATS_BUT_DIFFERS: Rule = Rule {
    code: RuleCode("GN211"),
    name: "repeats-but-differs",
    severity: Severity::Error,
    title: Text {
        vi: "Hai bảng ghi khác nhau về cùng một số liệu",
        en: "two tables state the same money otherwise",
    },
    why: Text {
        vi: "Trang tổng hợp, bản sao hay trang ẩn của tháng trước ghi cùng nội dung với trang khác nhưng khác số. Số chỉ được tính một lần: trang hiện trước trang ẩn, trang chi tiết trước trang tổng hợp; không phân biệt được thì để riêng cả hai.",
        en: "A summary, a copy or last month's hidden sheet speaks of the same money as another sheet, and differs. It counts once: a visible sheet before a hidden one, details before their sum; where nothing tells them apart both are set aside.",
    },
    example: Text {
        vi: "Trang “TH” ghi lũy kế chương trình giảm nghèo 450, các trang chi tiết cộng được 405.",
        en: "The sheet “TH” says 450 cumulative for the poverty program, the detail sheets add up to 405.",
    },
    advice: Text {
        vi: "Sửa để hai trang khớp nhau, hoặc xóa trang cũ, trang sao chép không dùng.",
        en: "Make the two sheets agree, or delete the old sheet or the copy.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides {
        found: sides::STATED, against: Text { vi: "bảng kia", en: "the other table" }
    },
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN212: a table names another unit.
pub static OTHER_UNITS_TABLE: Rule = Rule {
    code: RuleCode("GN212"),
    name: "other-units-table",
    severity: Severity::Error,
    title: Text {
        vi: "Trong tệp có bảng ghi tên đơn vị khác", en: "a table names another unit"
    },
    why: Text {
        vi: "Một tệp gồm bảng của đơn vị gửi và bảng ghi tên (hoặc mã) một đơn vị khác: gửi kèm nhầm, hoặc sao chép mà chưa sửa tên. Cộng cả hai cho đơn vị gửi là cộng tiền của đơn vị khác, nên bảng đó được để riêng. Trong thư mục không có danh mục đơn vị, tệp không mang tên xã nào mà có bảng của nhiều xã thì mỗi bảng tính cho xã ghi ở tiêu đề (lưu ý).",
        en: "A file holds tables of its sender and one that names another unit by name or code: sent along by mistake, or copied under a title that was not mended. To count both for the sender counts somebody else's money, so that table is set aside. In a folder without a register, the tables of several communes in a file named after none of them count for the communes of their titles (a note).",
    },
    example: Text {
        vi: "Tệp của xã Cai Kinh có trang thứ hai ghi “UBND XÃ ĐỒNG TÂN”.",
        en: "The second sheet of Xã Cai Kinh's file says “UBND XÃ ĐỒNG TÂN”.",
    },
    advice: Text {
        vi: "Nếu là số của chính đơn vị gửi thì sửa tên ở tiêu đề hoặc tên trang; nếu là của đơn vị kia thì bỏ bảng đó khỏi tệp, đơn vị kia gửi báo cáo của mình.",
        en: "Where the figures are the sender's own, mend the title or the sheet's name; else take the table out, and the other unit sends its own report.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN213: a column leaves open whether money is proposed to be given back or was, or which way a plan is to be changed.
pub static PROPOSAL_HALF_SAID: Rule = Rule {
    code: RuleCode("GN213"),
    name: "proposal-half-said",
    severity: Severity::Note,
    title: Text {
        vi: "Cột về hoàn trả, điều chỉnh vốn ghi chưa rõ",
        en: "a column on money returned or plans changed is not clear",
    },
    why: Text {
        vi: "Đề nghị hoàn trả, hủy dự toán, điều chỉnh kế hoạch là nguyện vọng của đơn vị: được cộng riêng, không vào tổng nào. Vốn đã hoàn trả, đã hủy là một quyết định giảm trong sổ Kế hoạch vốn. Cột “Nộp trả”, “Hủy dự toán” không có chữ “đề nghị” thì không biết là loại nào; cột “Kế hoạch đề nghị điều chỉnh” có thể là phần điều chỉnh hoặc kế hoạch sau điều chỉnh; “Kế hoạch sau điều chỉnh” đúng bằng kế hoạch đã giao cộng phần đề nghị thì chưa phải kế hoạch. Công cụ không đoán, và nói cột đó được hiểu thế nào.",
        en: "What a unit proposes to return, to cancel or to have changed is its wish: it is added up apart and enters no total. Money that was returned or cancelled is a decrease in the plan journal. “Nộp trả” without “đề nghị” may be either; “Kế hoạch đề nghị điều chỉnh” may be the change or the plan after it; a “plan after its changes” that is the plan with what is proposed is not decided yet. Nothing is guessed, and it is said how the column is taken.",
    },
    example: Text {
        vi: "Cột “Nộp trả ngân sách” ghi 120 triệu đồng: không rõ đã nộp hay mới đề nghị, nên không cộng vào đâu.",
        en: "A column “Nộp trả ngân sách” holds 120 million: returned already or only proposed? It enters nothing.",
    },
    advice: Text {
        vi: "Ghi rõ ở tiêu đề cột: “Đề nghị hoàn trả”, “Đề nghị điều chỉnh tăng”, “Đề nghị điều chỉnh giảm”; vốn đã hoàn trả thì ghi số quyết định giảm kế hoạch vào cột Ghi chú.",
        en: "Say it in the heading: “Đề nghị hoàn trả”, “Đề nghị điều chỉnh tăng”, “Đề nghị điều chỉnh giảm”; of money that was returned name the decision that lowered the plan under Ghi chú.",
    },
    office: Some(Text {
        vi: "Vốn đã hoàn trả: ghi quyết định với số tiền âm vào sổ Kế hoạch vốn. Từ riêng của đơn vị: khai [[heading]] trong giaingan.toml với means = \"to-return\", \"to-adjust\" hoặc \"to-reduce\".",
        en: "Of money that was returned enter the decision with a negative amount in the plan journal. For words of your own use [[heading]] in giaingan.toml with means = \"to-return\", \"to-adjust\" or \"to-reduce\".",
    }),
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};
