//! Family 3: what a cell holds.

use crate::domain::lang::Text;
use crate::domain::rule::{About, AtStake, Rule, RuleCode, Scope, Severity, Sides};

/// GN301: a number typed as text.
pub static NUMBER_TYPED_AS_TEXT: Rule = Rule {
    code: RuleCode("GN301"),
    name: "number-typed-as-text",
    severity: Severity::Note,
    title: Text { vi: "Số được gõ dưới dạng chữ", en: "a number typed as text" },
    why: Text {
        vi: "Ô dạng chữ trông như số nhưng công thức SUM của Excel bỏ qua nó, nên dòng tổng của đơn vị thường thiếu. Công cụ đọc được và đã tính ô này. Đơn vị ghi kèm số (“1,5 tỷ”) được tính theo đúng đơn vị đó.",
        en: "A text that looks like a number is skipped by Excel's SUM, so the unit's own totals are often short. It was read and counts. A unit of money with the number (“1,5 tỷ”) holds for it.",
    },
    example: Text { vi: "“1.234.567,5 ”", en: "“1.234.567,5 ”" },
    advice: Text {
        vi: "Chuyển ô sang dạng số (bỏ dấu chấm, khoảng trắng, chữ “đ”) rồi kiểm tra lại dòng tổng.",
        en: "Make the cell a number (no points, spaces or “đ”) and look at the totals again.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN302: text where money should be.
pub static NOT_A_NUMBER: Rule = Rule {
    code: RuleCode("GN302"),
    name: "not-a-number",
    severity: Severity::Error,
    title: Text { vi: "Ô số tiền chứa chữ", en: "text where money should be" },
    why: Text {
        vi: "Chữ, ngày tháng, tỷ lệ % hay giá trị đúng/sai trong ô số tiền không thể cộng và không được coi là 0; ô được để riêng cho đến khi đơn vị nói rõ. Ngày tháng thường do Excel tự đổi khi gõ “1.5” hoặc “1/5”.",
        en: "Text, a date, a percentage or a yes/no cannot be added and is never taken for 0; the cell is set aside until the unit says what it means. A date is mostly what Excel made of “1.5” or “1/5”.",
    },
    example: Text {
        vi: "“chưa có”, “12 tỷ 5”", en: "“chưa có”, “12 tỷ 5”"
    },
    advice: Text {
        vi: "Nhập số tiền; nếu không có thì nhập 0, phần diễn giải chuyển sang cột Ghi chú.",
        en: "Enter the amount, or 0 where there is none, and move the words to Ghi chú.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN303: a negative amount.
pub static NEGATIVE_AMOUNT: Rule = Rule {
    code: RuleCode("GN303"),
    name: "negative-amount",
    severity: Severity::Error,
    title: Text { vi: "Số tiền âm", en: "a negative amount" },
    why: Text {
        vi: "Kế hoạch, giải ngân trong kỳ và lũy kế không âm, trừ khi thu hồi tạm ứng hoặc nộp trả ngân sách. Có giải trình trên dòng thì chỉ là cảnh báo. Số âm vẫn nằm trong tổng.",
        en: "Plan, disbursed and cumulative are not negative, unless an advance was recovered or money paid back. With an explanation in the row it is only a warning. The amount stays in the totals.",
    },
    example: Text {
        vi: "Giải ngân trong kỳ ghi -30 triệu đồng, cột Giải trình để trống.",
        en: "Disbursed in the period is -30 million, and nothing stands under Giải trình.",
    },
    advice: Text {
        vi: "Nếu là thu hồi tạm ứng hoặc nộp trả, ghi rõ số văn bản vào cột Giải trình (hoặc Ghi chú); nếu không, sửa lại dấu.",
        en: "Where an advance was recovered or money paid back, give the document under Giải trình (or Ghi chú); else mend the sign.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Sign,
    about: About::Figure,
};

/// GN304: an error value of Excel.
pub static ERROR_CELL: Rule = Rule {
    code: RuleCode("GN304"),
    name: "error-cell",
    severity: Severity::Error,
    title: Text { vi: "Ô báo lỗi của Excel", en: "an error value of Excel" },
    why: Text {
        vi: "#REF!, #VALUE!, #DIV/0! nghĩa là công thức đã hỏng; giá trị thật không còn trong tệp và không được coi là 0.",
        en: "#REF!, #VALUE!, #DIV/0! mean that a formula broke; its value is not in the file and is never taken for 0.",
    },
    example: Text {
        vi: "Ô lũy kế hiện #REF! vì trang nguồn đã bị xóa.",
        en: "The cumulative shows #REF! because the sheet it came from was deleted.",
    },
    advice: Text {
        vi: "Sửa công thức hoặc nhập thẳng số tiền vào ô, lưu lại rồi gửi.",
        en: "Mend the formula or enter the amount itself, save and send again.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN305: a formula without a result.
pub static FORMULA_WITHOUT_VALUE: Rule = Rule {
    code: RuleCode("GN305"),
    name: "formula-without-value",
    severity: Severity::Error,
    title: Text { vi: "Công thức chưa có kết quả", en: "a formula without a result" },
    why: Text {
        vi: "Tệp do phần mềm khác xuất ra có thể chỉ lưu công thức mà không lưu kết quả; mở bằng Excel mới hiện số. Công cụ không tự tính công thức của đơn vị.",
        en: "Programs that export workbooks may store a formula and no result; the number shows only in Excel. The unit's formulas are not calculated here.",
    },
    example: Text {
        vi: "Ô F14 chứa =D14+E14 nhưng không có giá trị lưu kèm.",
        en: "F14 holds =D14+E14 and no stored value.",
    },
    advice: Text {
        vi: "Mở tệp bằng Excel, bấm F9 để tính lại, lưu rồi gửi lại.",
        en: "Open the file in Excel, press F9, save and send it again.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN306: a number that reads two ways.
pub static AMBIGUOUS_NUMBER: Rule = Rule {
    code: RuleCode("GN306"),
    name: "ambiguous-number",
    severity: Severity::Warning,
    title: Text { vi: "Số có thể đọc hai cách", en: "a number that reads two ways" },
    why: Text {
        vi: "“357,792” có thể là 357 phẩy 792 hoặc ba trăm năm mươi bảy nghìn; báo cáo đã công bố có cả hai cách viết. Cách đọc được chọn theo cách viết của các ô khác, kế hoạch, tỷ lệ và dòng tổng; không có căn cứ hoặc các căn cứ trái nhau thì ô được để riêng (lỗi).",
        en: "“357,792” may be 357 and a fraction or three hundred thousand; published reports have both. The reading is chosen by how the other cells are written, the plan, the rate and the total; where these are silent or disagree, the cell is set aside (an error).",
    },
    example: Text {
        vi: "Ô chữ “1.234” trong cột tính theo triệu đồng.",
        en: "A text “1.234” in a column of millions.",
    },
    advice: Text {
        vi: "Kiểm tra cách đọc nêu trong thông báo; sửa ô thành số để không còn hai cách đọc.",
        en: "Look at the reading that was taken; make the cell a number so that there is only one.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN307: text in an old encoding was converted.
pub static LEGACY_ENCODING: Rule = Rule {
    code: RuleCode("GN307"),
    name: "legacy-encoding",
    severity: Severity::Note,
    title: Text {
        vi: "Chữ theo bảng mã cũ (TCVN3, VNI) đã được chuyển",
        en: "text in an old encoding was converted",
    },
    why: Text {
        vi: "Văn bản hành chính dùng Unicode TCVN 6909:2001 (NĐ 30/2020/NĐ-CP). Tệp gõ phông .VnTime hoặc VNI được chuyển sang Unicode để nhận ra tên dòng, tên cột.",
        en: "Official documents are in Unicode TCVN 6909:2001 (Decree 30/2020/NĐ-CP). Text in .VnTime or VNI fonts is converted so that rows and columns are recognised.",
    },
    example: Text {
        vi: "“Dù ¸n 2” (phông .VnTime) đọc là “Dự án 2”.",
        en: "“Dù ¸n 2” (.VnTime) reads as “Dự án 2”.",
    },
    advice: Text {
        vi: "Không bắt buộc sửa; nên gõ lại bằng phông Times New Roman, bảng mã Unicode.",
        en: "Nothing has to be done; better type in Times New Roman, Unicode.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN308: a fraction of a đồng.
pub static FRACTION_OF_DONG: Rule = Rule {
    code: RuleCode("GN308"),
    name: "fraction-of-dong",
    severity: Severity::Note,
    title: Text {
        vi: "Số tiền có phần lẻ dưới 1 đồng", en: "a fraction of a đồng"
    },
    why: Text {
        vi: "Số tiền được tính tới đồng. Phần lẻ thường do chia tỷ lệ bằng công thức; ô được làm tròn đến đồng gần nhất và ghi lại ở đây.",
        en: "Money is counted in whole đồng. A fraction mostly comes from a formula that divides; the cell is rounded to the nearest đồng, and this says so.",
    },
    example: Text { vi: "333,3333333 triệu đồng.", en: "333,3333333 million đồng." },
    advice: Text {
        vi: "Không bắt buộc sửa; nên dùng hàm ROUND trong công thức chia.",
        en: "Nothing has to be done; better use ROUND in formulas that divide.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN309: a figure merged over several rows.
pub static FIGURE_OF_SEVERAL_ROWS: Rule = Rule {
    code: RuleCode("GN309"),
    name: "figure-of-several-rows",
    severity: Severity::Error,
    title: Text {
        vi: "Một số ghi trong ô gộp qua nhiều dòng",
        en: "a figure merged over several rows",
    },
    why: Text {
        vi: "Ô gộp qua các dòng của nhiều dự án chỉ có một số, không biết mỗi dòng bao nhiêu; cho dòng đầu hưởng cả là sai. Nếu các dòng đó thuộc cùng một dòng cha có ghi đúng số này thì ô gộp chỉ để đối chiếu.",
        en: "A cell merged over rows of several components holds one figure, and nobody knows how much of it belongs to which row; to give it to the first would be wrong. Where the row that they are all parts of states the same, it is only a check.",
    },
    example: Text {
        vi: "Ô E12:E14 gộp qua ba tiểu dự án, ghi 1.500.",
        en: "E12:E14 is merged over three sub-projects and says 1.500.",
    },
    advice: Text {
        vi: "Bỏ gộp ô và nhập số của từng dòng; số chung ghi ở dòng dự án.",
        en: "Unmerge the cell and enter the figure of each row; what they share belongs into the row of the project.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

/// GN310: blank cells were worked out from the previous cumulative of the form.
pub static BLANK_WORKED_OUT: Rule = Rule {
    code: RuleCode("GN310"),
    name: "blank-worked-out",
    severity: Severity::Note,
    title: Text {
        vi: "Ô để trống được tính từ lũy kế kỳ trước ghi trên biểu",
        en: "blank cells were worked out from the previous cumulative of the form",
    },
    why: Text {
        vi: "Khi chưa có báo cáo kỳ trước, lũy kế kỳ trước ghi trên chính biểu là căn cứ duy nhất: lũy kế = lũy kế kỳ trước + trong kỳ, trong kỳ = lũy kế − lũy kế kỳ trước. Nếu dòng tổng của biểu ghi khác thì là cảnh báo.",
        en: "Where no report of the period before is at hand, the previous cumulative on the form itself is all there is: cumulative = previous + in period, in period = cumulative − previous. Where the form's own total says otherwise it is a warning.",
    },
    example: Text {
        vi: "Biểu có cột “Lũy kế kỳ trước” 200 và “Giải ngân trong kỳ” 130, không có cột lũy kế: lũy kế tính là 330 triệu đồng.",
        en: "The form has the previous cumulative 200 and in period 130 and no cumulative column: it is taken as 330 million.",
    },
    advice: Text {
        vi: "Đối chiếu lũy kế kỳ trước với báo cáo kỳ trước của đơn vị; nếu có tệp kỳ trước thì bổ sung vào thư mục.",
        en: "Compare the previous cumulative with the unit's report of that period; where its file exists, add it to the folder.",
    },
    office: None,
    scope: Scope::Report,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};
