//! Family 1: the file.

use super::sides;
use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN101: the file cannot be read.
pub static UNREADABLE_FILE: Rule = Rule {
    code: RuleCode("GN101"),
    name: "unreadable-file",
    severity: Severity::Error,
    title: Text { vi: "Không đọc được tệp", en: "the file cannot be read" },
    why: Text {
        vi: "Tệp hỏng, tải về dở dang, hoặc không phải bảng tính (ảnh chụp, PDF, trang web lưu dưới đuôi .xls) thì không có số liệu nào dùng được. Chỉ tệp đó bị bỏ ra, các tệp khác vẫn được tổng hợp.",
        en: "Of a file that is damaged, cut short or no spreadsheet (a photo, a PDF, a web page under the name .xls) nothing can be used. It costs only its own figures; the other files are aggregated.",
    },
    example: Text {
        vi: "Tệp “bao cao thang 6.xlsx” thật ra là bản quét PDF.",
        en: "“bao cao thang 6.xlsx” is really a scanned PDF.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị mở lại tệp bằng Excel, lưu dạng .xlsx rồi gửi lại bản Excel gốc.",
        en: "Ask the unit to open the file in Excel, save it as .xlsx and send the original workbook again.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN102: the file asks for a password.
pub static PASSWORD_PROTECTED: Rule = Rule {
    code: RuleCode("GN102"),
    name: "password-protected",
    severity: Severity::Error,
    title: Text { vi: "Tệp đặt mật khẩu mở", en: "the file asks for a password" },
    why: Text {
        vi: "Tệp đặt mật khẩu mở được mã hóa toàn bộ nên không đọc được số liệu; đơn vị đã nộp nhưng tệp chưa dùng được. Khóa ô hoặc khóa trang tính (không có mật khẩu mở) thì vẫn đọc bình thường.",
        en: "A workbook with an opening password is encrypted as a whole; the unit has sent it, and nothing of it can be used. Protected cells or sheets are read as usual.",
    },
    example: Text {
        vi: "Mở tệp thì Excel hỏi mật khẩu.",
        en: "Excel asks for a password when the file is opened.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị bỏ mật khẩu mở (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi gửi lại.",
        en: "Ask the unit to remove the password (File › Info › Protect Workbook) and to send the file again.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN103: the extension does not fit the content.
pub static MISNAMED_FORMAT: Rule = Rule {
    code: RuleCode("GN103"),
    name: "misnamed-format",
    severity: Severity::Note,
    title: Text {
        vi: "Đuôi tệp không đúng với nội dung",
        en: "the extension does not fit the content",
    },
    why: Text {
        vi: "Phần mềm kế toán và thư điện tử hay đổi đuôi tệp. Công cụ nhận định dạng theo nội dung nên vẫn đọc đủ, chỉ ghi lại để biết.",
        en: "Accounting programs and mail often change extensions. The format is recognised by the content, so the file is read in full; this only says so.",
    },
    example: Text {
        vi: "Tệp .xls nhưng nội dung là .xlsx.",
        en: "A file named .xls that is an .xlsx inside.",
    },
    advice: Text {
        vi: "Không bắt buộc sửa; khi tiện, đề nghị đơn vị lưu lại đúng dạng .xlsx.",
        en: "Nothing has to be done; at leisure ask the unit to save the file as .xlsx.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN104: the file is over the limits.
pub static FILE_OVER_LIMITS: Rule = Rule {
    code: RuleCode("GN104"),
    name: "file-over-limits",
    severity: Severity::Error,
    title: Text { vi: "Tệp vượt giới hạn cho phép", en: "the file is over the limits" },
    why: Text {
        vi: "Một báo cáo chỉ có vài nghìn ô. Tệp bung ra quá lớn, quá nhiều ô hoặc quá nhiều trang thường do định dạng kéo đến cuối trang tính, hoặc là tệp cố ý làm treo máy; công cụ dừng trước khi máy hết bộ nhớ.",
        en: "A report has some thousand cells. One that expands to far more cells, sheets or bytes was formatted to the end of the sheet, or was made to hang a machine; reading stops before memory runs out.",
    },
    example: Text {
        vi: "Tệp 1 MB bung ra hơn 512 MB.",
        en: "A file of 1 MB that expands to more than 512 MB.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị chép riêng bảng báo cáo sang một tệp mới rồi gửi lại.",
        en: "Ask the unit to copy the table alone into a new workbook and to send that.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN105: several files of one unit for one period.
pub static SEVERAL_SUBMISSIONS: Rule = Rule {
    code: RuleCode("GN105"),
    name: "several-submissions",
    severity: Severity::Warning,
    title: Text {
        vi: "Một đơn vị nộp nhiều tệp cho cùng kỳ",
        en: "several files of one unit for one period",
    },
    why: Text {
        vi: "Đơn vị thường gửi bản sửa (“(1)”, “sua”, “cuoi”). Tệp nhận sau cùng được tính, các tệp trước không cộng vào để khỏi tính hai lần.",
        en: "Units send corrections (“(1)”, “sua”, “cuoi”). The file received last counts; the others are not added, so that nothing counts twice.",
    },
    example: Text {
        vi: "“Hoa Son T6.xlsx” nhận ngày 01/7 và “Hoa Son T6 (sua).xlsx” nhận ngày 02/7.",
        en: "“Hoa Son T6.xlsx” of 1 July and “Hoa Son T6 (sua).xlsx” of 2 July.",
    },
    advice: Text {
        vi: "Kiểm tra tệp được tính có đúng là bản cuối của đơn vị không; nếu không, gửi lại bản đúng.",
        en: "Make sure that the file that counts is the unit's last word; if not, send the right one again.",
    },
    office: Some(Text {
        vi: "Tệp sai thì loại bằng mục [[exclude]] trong giaingan.toml.",
        en: "A wrong file is left out with [[exclude]] in giaingan.toml.",
    }),
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN106: the unit is not known.
pub static UNKNOWN_UNIT: Rule = Rule {
    code: RuleCode("GN106"),
    name: "unknown-unit",
    severity: Severity::Error,
    title: Text {
        vi: "Không xác định được đơn vị báo cáo", en: "the unit is not known"
    },
    why: Text {
        vi: "Đơn vị được nhận theo dấu ẩn của biểu mẫu, tên ở đầu biểu, rồi tên tệp. Nếu không khớp với danh mục đơn vị thì cả tệp chưa được đưa vào tổng hợp, vì cộng nhầm đơn vị khó phát hiện hơn là thiếu.",
        en: "The unit is taken from the form's hidden mark, its title block, then the file's name. Where none is in the register the whole file is set aside: money under the wrong unit is harder to see than money that is missing.",
    },
    example: Text {
        vi: "Đầu biểu ghi “UBND XÃ HÒA SƠNN”, danh mục có “Xã Hòa Sơn”.",
        en: "The title says “UBND XÃ HÒA SƠNN”, the register has “Xã Hòa Sơn”.",
    },
    advice: Text {
        vi: "Sửa tên đơn vị ở đầu biểu, hoặc thêm cách viết đó vào cột “Tên khác” của danh mục đơn vị.",
        en: "Mend the unit's name in the title block, or add that spelling to “Tên khác” in the register.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN107: the report is of another period.
pub static WRONG_PERIOD: Rule = Rule {
    code: RuleCode("GN107"),
    name: "wrong-period",
    severity: Severity::Error,
    title: Text { vi: "Báo cáo không đúng kỳ", en: "the report is of another period" },
    why: Text {
        vi: "Đơn vị hay dùng lại tệp tháng trước hoặc nộp vào nhầm thư mục. Số của kỳ khác không bao giờ được tính cho kỳ này, nên cả tệp được để riêng.",
        en: "Units reuse last month's file or put it in the wrong folder. Figures of another period never count for this one, so the whole file is set aside.",
    },
    example: Text {
        vi: "Tệp trong thư mục 2024-06 nhưng tiêu đề ghi “tháng 5 năm 2024”.",
        en: "A file in the folder 2024-06 whose title says “tháng 5 năm 2024”.",
    },
    advice: Text {
        vi: "Nếu số liệu đúng kỳ thì sửa tiêu đề; nếu là tệp của kỳ khác thì đề nghị đơn vị gửi báo cáo kỳ này, cơ quan tổng hợp chuyển tệp kia sang đúng thư mục.",
        en: "Where the figures are of this period, mend the title; where the file is of another one, the unit sends this period's report and the office moves the file where it belongs.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN108: no table was found.
pub static NO_TABLE_FOUND: Rule = Rule {
    code: RuleCode("GN108"),
    name: "no-table-found",
    severity: Severity::Error,
    title: Text { vi: "Không tìm thấy bảng số liệu", en: "no table was found" },
    why: Text {
        vi: "Bảng được nhận ra từ các dòng tiêu đề: một cột tên nội dung và ít nhất một cột kế hoạch, giải ngân hoặc lũy kế. Tệp không có bảng như vậy thì không có gì để cộng.",
        en: "A table is recognised by its headings: a column of names, and at least one of plan, disbursed or cumulative. A file without one has nothing to add up.",
    },
    example: Text {
        vi: "Tệp chỉ có phần thuyết minh bằng chữ, hoặc bảng dán dưới dạng ảnh.",
        en: "A file of text only, or with the table pasted as a picture.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị nhập số liệu vào biểu mẫu đã phát hành và gửi lại.",
        en: "Ask the unit to enter its figures in the issued form and to send it again.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN109: the form is outdated.
pub static OUTDATED_TEMPLATE: Rule = Rule {
    code: RuleCode("GN109"),
    name: "outdated-template",
    severity: Severity::Warning,
    title: Text { vi: "Biểu mẫu đã cũ", en: "the form is outdated" },
    why: Text {
        vi: "Biểu mẫu điền sẵn kế hoạch vốn theo sổ kế hoạch lúc phát hành. Sổ thay đổi sau đó, hoặc đơn vị lấy biểu kỳ trước sửa tiêu đề, thì kế hoạch in sẵn không còn đúng.",
        en: "A form carries the plan as the journal was when it was issued. Where the journal changed since, or last period's form was used under a new title, the printed plan is no longer right.",
    },
    example: Text {
        vi: "Biểu phát hành ngày 20/6, ngày 25/6 có quyết định điều chỉnh kế hoạch của đơn vị.",
        en: "Issued on 20 June; a decision of 25 June changed the unit's plan.",
    },
    advice: Text {
        vi: "Đối chiếu cột kế hoạch của báo cáo này với quyết định giao vốn hiện hành; từ kỳ sau dùng biểu mẫu mà cơ quan tổng hợp phát hành lại.",
        en: "Compare this report's plan column with the decisions in force; from the next period on use the form that the office issues again.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN110: the same figures as in the previous report.
pub static SAME_AS_LAST_PERIOD: Rule = Rule {
    code: RuleCode("GN110"),
    name: "same-as-last-period",
    severity: Severity::Warning,
    title: Text {
        vi: "Số liệu giống hệt báo cáo kỳ trước",
        en: "the same figures as in the previous report",
    },
    why: Text {
        vi: "Đơn vị hay lấy tệp kỳ trước, đổi tiêu đề rồi gửi lại mà quên cập nhật số. Đã giải ngân trong kỳ thì lũy kế phải tăng, nên số trong kỳ khác 0 và lũy kế đều y nguyên là dấu hiệu của việc đó; tệp trùng từng byte cũng vậy. Tháng không phát sinh (trong kỳ ghi 0) và tháng 1 không bị xét.",
        en: "Units send last period's file under a new title and forget the figures. Money paid in the period raises the cumulative figure, so the same figure in the period (not 0) beside the same cumulative gives it away, and so does a file that is the same byte by byte. A period without disbursement (stated as 0) and January are left alone.",
    },
    example: Text {
        vi: "Tháng 5 ghi trong kỳ 90, lũy kế 450 triệu đồng; tháng 6 lại ghi trong kỳ 90, lũy kế 450.",
        en: "May states 90 in the period and 450 million cumulative; June states 90 and 450 again.",
    },
    advice: Text {
        vi: "Nếu gửi nhầm tệp kỳ trước thì đề nghị đơn vị gửi lại tệp đúng kỳ; nếu trong kỳ không giải ngân thì ghi 0 vào cột giải ngân trong kỳ.",
        en: "Where the last period's file was sent by mistake, ask the unit for the right one; where nothing was disbursed it enters 0 as disbursed in the period.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN111: a program and funding type is left blank, or ticked as nil beside figures.
pub static PARTLY_FILLED: Rule = Rule {
    code: RuleCode("GN111"),
    name: "partly-filled",
    severity: Severity::Warning,
    title: Text {
        vi: "Chương trình, loại vốn để trống, hoặc đánh dấu không phát sinh mà có số liệu",
        en: "a program and funding type is left blank, or ticked as nil beside figures",
    },
    why: Text {
        vi: "Đơn vị được giao vốn của chương trình, loại vốn nào thì kỳ nào cũng phải báo cáo, kể cả khi chưa giải ngân (báo cáo không phát sinh). Để trống không cho biết là chưa giải ngân hay quên điền, mà kế hoạch vẫn nằm trong mẫu số. Không có sổ kế hoạch thì xét theo chính cột kế hoạch của biểu. Đánh dấu “không phát sinh” mà biểu có số giải ngân trong kỳ thì một trong hai chỗ sai; số liệu trong biểu vẫn được tính.",
        en: "A unit that was given money of a program and funding type reports on it every period, also when nothing was disbursed (a nil return). A blank does not say whether nothing was paid or the form was not filled in, and the plan stays in the denominator. Without a journal the form's own plan column says what is owed. Where “không phát sinh” is ticked and money was disbursed in the period, one of the two is wrong; the figures count.",
    },
    example: Text {
        vi: "Đơn vị được giao cả vốn đầu tư và vốn sự nghiệp; biểu vốn đầu tư chỉ có cột kế hoạch, các cột giải ngân trống hết.",
        en: "A unit has investment and recurrent money; of investment only the plan is stated, all columns of disbursement are blank.",
    },
    advice: Text {
        vi: "Đơn vị điền số giải ngân; nếu chưa giải ngân thì ghi 0 hoặc đánh dấu “không phát sinh”; nếu có số liệu thì bỏ dấu.",
        en: "The unit fills in what it disbursed; where that is nothing it enters 0 or ticks “không phát sinh”; where there are figures it takes the tick away.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides {
        found: sides::STATED,
        against: Text {
            vi: "đã đánh dấu không phát sinh", en: "ticked as nothing to report"
        },
    },
    at_stake: AtStake::Found,
    about: About::Obligation,
};

/// GN112: the file was changed after receipt.
pub static CHANGED_AFTER_RECEIPT: Rule = Rule {
    code: RuleCode("GN112"),
    name: "changed-after-receipt",
    severity: Severity::Warning,
    title: Text {
        vi: "Tệp đã bị thay đổi sau khi tiếp nhận",
        en: "the file was changed after receipt",
    },
    why: Text {
        vi: "Sổ tiếp nhận (tiep-nhan.csv) ghi mã SHA-256 của tệp lúc nhận. Mã khác đi nghĩa là tệp trong thư mục không còn là tệp đơn vị đã gửi: ai đó mở ra và lưu lại, hoặc chép đè bản khác. Số liệu trong báo cáo khi đó không truy được về đơn vị.",
        en: "The receipt register (tiep-nhan.csv) holds the SHA-256 of each file as it came. Another one means that the file in the folder is no longer what the unit sent: somebody saved it again or copied another over it. Its figures then cannot be traced to the unit.",
    },
    example: Text {
        vi: "Tệp nhận ngày 01/7 với mã 3f2a…; hôm nay tệp cùng tên có mã 9c41….",
        en: "Received on 1 July as 3f2a…; today the file of that name is 9c41….",
    },
    advice: Text {
        vi: "Lấy lại đúng tệp đơn vị đã gửi; nếu là bản đơn vị gửi thay thế thì ghi thêm một dòng cho tệp này vào tiep-nhan.csv với thời điểm nhận và mã mới (chưa có mã thì để trống).",
        en: "Restore the file that the unit sent; where this is a later edition of the unit, add a line for it to tiep-nhan.csv with the time it came and its code (or none).",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN113: several files of a unit count together.
pub static FILES_ADD_UP: Rule = Rule {
    code: RuleCode("GN113"),
    name: "files-add-up",
    severity: Severity::Note,
    title: Text {
        vi: "Nhiều tệp của một đơn vị được cộng với nhau",
        en: "several files of a unit count together",
    },
    why: Text {
        vi: "Có đơn vị gửi mỗi loại vốn hoặc mỗi chương trình một tệp. Các tệp không trùng dòng nào thì cùng là một báo cáo; tệp trùng nội dung thì chỉ tệp sau được tính (GN105). Nếu hai tệp như vậy vẫn có chung một tổng số thì là cảnh báo: có thể tệp sau là bản sửa dưới tên nội dung khác.",
        en: "Some units send a file for each funding type or program. Files that share no line are one report; of files that do only the last counts (GN105). Where two of them have a sum in common all the same it is a warning: the later may be a correction under other names.",
    },
    example: Text {
        vi: "“von dau tu.xlsx” và “von su nghiep.xlsx” của cùng một xã.",
        en: "“von dau tu.xlsx” and “von su nghiep.xlsx” of one commune.",
    },
    advice: Text {
        vi: "Kiểm tra các tệp có đều là báo cáo của kỳ này không; nếu một tệp gửi nhầm thì báo lại cơ quan tổng hợp.",
        en: "Make sure that all of them are reports of this period; where one is a mistake, tell the office.",
    },
    office: Some(Text {
        vi: "Tệp gửi nhầm thì loại bằng mục [[exclude]] trong giaingan.toml.",
        en: "A file sent by mistake is left out with [[exclude]] in giaingan.toml.",
    }),
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN117: of the workbook of an office below only the forms could be read.
pub static READ_BY_ITS_FORMS: Rule = Rule {
    code: RuleCode("GN117"),
    name: "read-by-its-forms",
    severity: Severity::Warning,
    title: Text {
        vi: "Sổ tổng hợp của cấp dưới chỉ đọc được theo biểu",
        en: "the workbook of an office below was read by its forms alone",
    },
    why: Text {
        vi: "Sổ tổng hợp do giaingan lập mang theo, ngoài các biểu, phần nào của lũy kế là tạm tính, số nào chưa rõ, đã phân bổ bao nhiêu. Biểu bị sửa sau khi lập thì tính theo biểu, phần tạm tính giữ như khi lập; nếu phần ghi kèm bị mất thì phần tạm tính lẫn trong lũy kế mà không phân biệt được; sổ do phiên bản mới hơn lập thì chỉ đọc được những gì phiên bản này biết. Dòng khó khăn, kết quả mà phần ẩn kèm theo đã bị sửa cũng được nêu ở đây.",
        en: "Beside its forms a workbook made by giaingan tells what of the cumulative is provisional, what is not known, and how much was allocated. Where the forms were changed since, they count, and what is provisional is kept as it was; where the part beside them was lost, what is provisional is in the cumulative and cannot be told apart; of the workbook of a newer version only what this one knows is read. A row of difficulties or results whose hidden part was changed is told here, too.",
    },
    example: Text {
        vi: "Huyện sửa một ô lũy kế của Biểu 02 rồi mới gửi lên tỉnh.",
        en: "A district changes a cumulative figure of Biểu 02 before it sends the workbook to the province.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị sửa báo cáo của xã rồi tổng hợp lại, và gửi nguyên tệp do giaingan lập.",
        en: "Ask the unit to mend the reports below, to aggregate again and to send the file as giaingan made it.",
    },
    office: Some(Text {
        vi: "Sổ do phiên bản mới hơn lập: cập nhật giaingan rồi chạy lại.",
        en: "Where a newer version made it: update giaingan and run again.",
    }),
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Nothing,
    about: About::Figure,
};

/// GN114: files of other periods lie in the folder.
pub static OTHER_PERIOD_BESIDE: Rule = Rule {
    code: RuleCode("GN114"),
    name: "other-period-beside",
    severity: Severity::Note,
    title: Text {
        vi: "Trong thư mục có tệp của kỳ khác",
        en: "files of other periods lie in the folder",
    },
    why: Text {
        vi: "Thư mục không có giaingan.toml thì kỳ báo cáo lấy từ chính các tệp. Tệp của kỳ khác không tính vào kỳ này nhưng được nêu tên, để không tệp nào bị bỏ qua mà không biết.",
        en: "In a folder without giaingan.toml the files themselves say their period. One of another period does not count for this one; it is named, so that none is passed over unseen.",
    },
    example: Text {
        vi: "Thư mục “bao cao” có 3 tệp tháng 6 và 1 tệp tháng 5; chạy với -p 2024-06.",
        en: "The folder “bao cao” holds three files of June and one of May; run with -p 2024-06.",
    },
    advice: Text {
        vi: "Nếu tệp được nêu là báo cáo của kỳ này thì sửa kỳ ghi ở tiêu đề; nếu không thì không phải làm gì.",
        en: "Where a named file reports this period after all, mend the period in its title; else there is nothing to do.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN115: nothing was filled in.
pub static BLANK_FORM: Rule = Rule {
    code: RuleCode("GN115"),
    name: "blank-form",
    severity: Severity::Warning,
    title: Text { vi: "Biểu mẫu chưa điền số liệu", en: "nothing was filled in" },
    why: Text {
        vi: "Biểu mẫu gửi lại nguyên như khi phát hành không phải là báo cáo: đơn vị vẫn được tính là chưa nộp. Không phát sinh thì đơn vị phải ghi 0 hoặc đánh dấu “Không phát sinh” ở trang Bìa.",
        en: "A form that comes back as it was issued is no report: the unit still counts as missing. Where nothing was disbursed the unit enters 0 or ticks “Không phát sinh” on the cover.",
    },
    example: Text {
        vi: "Tệp “BT-05 - 2024-06.xlsx” chỉ có kế hoạch điền sẵn.",
        en: "“BT-05 - 2024-06.xlsx” holds nothing but the prefilled plan.",
    },
    advice: Text {
        vi: "Đề nghị đơn vị điền số liệu và gửi lại; nếu không phát sinh thì ghi 0 hoặc đánh dấu ở trang Bìa.",
        en: "Ask the unit to fill in its figures; where there are none, to enter 0 or to tick the cover.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN116: the system does not open the file.
pub static NOT_OPENED: Rule = Rule {
    code: RuleCode("GN116"),
    name: "file-not-opened",
    severity: Severity::Error,
    title: Text { vi: "Máy không mở được tệp", en: "the system does not open the file" },
    why: Text {
        vi: "Tệp đang mở trong chương trình khác (Excel giữ riêng tệp), không có quyền đọc, hoặc ổ đĩa lỗi. Đây là việc của máy đang chạy, không phải lỗi của đơn vị: số liệu của tệp chưa được đọc và chưa được tổng hợp.",
        en: "Another program has the file (Excel keeps one to itself), there is no right to read it, or the disk fails. That is a matter of this machine and no fault of the unit: the figures of the file were not read and are not in the totals.",
    },
    example: Text {
        vi: "Tệp “Xa Cai Kinh T6.xlsx” đang mở trong Excel.",
        en: "“Xa Cai Kinh T6.xlsx” is open in Excel.",
    },
    advice: Text {
        vi: "Đóng tệp trong Excel hoặc kiểm tra quyền đọc rồi chạy lại; không phải yêu cầu đơn vị gửi lại.",
        en: "Close the file in Excel, or look at the right to read it, and run again; the unit need not send it again.",
    },
    office: None,
    scope: Scope::Opening,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};
