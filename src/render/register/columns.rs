//! The columns of the register and how to fill them in, as the contract names them.

use crate::domain::register::{SAMPLE_NOTE, SAMPLE_UNIT};

/// A column of "Đơn vị" or "Kế hoạch vốn".
pub(super) struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Its width in characters.
    pub width: f64,
    /// What it takes.
    pub takes: Takes,
    /// What the sample line has; for days, years and amounts any text stands for one.
    pub sample: &'static str,
    /// What it is for.
    pub note: &'static str,
}

/// What may be typed.
pub(super) enum Takes {
    Text,
    OneOf(&'static [&'static str]),
    Funding,
    Source,
    /// A code of "Đơn vị".
    Unit,
    /// A code of "Mã nội dung".
    Code,
    Day,
    Year,
    Amount,
}

const KINDS: &[&str] =
    &["xã", "thị trấn", "phường", "phòng ban", "đơn vị sự nghiệp", "chủ đầu tư", "cơ quan chủ trì"];

pub(super) const UNITS: [Column; 11] = [
    Column {
        heading: "Mã đơn vị",
        width: 14.0,
        takes: Takes::Text,
        sample: "XA-01",
        note: "Mã ngắn do cơ quan tự đặt, không trùng nhau và không đổi trong năm, ví dụ HL-05. \
               Dòng màu cam là số liệu minh họa: ghi đè lên.",
    },
    Column {
        heading: "Tên đơn vị",
        width: 32.0,
        takes: Takes::Text,
        sample: SAMPLE_UNIT,
        note: "Tên đầy đủ như trên báo cáo, ví dụ: Xã Hòa Sơn; Phòng Nông nghiệp và Phát triển \
               nông thôn.",
    },
    Column {
        heading: "Loại",
        width: 18.0,
        takes: Takes::OneOf(KINDS),
        sample: "xã",
        note: "Chọn trong danh sách. “cơ quan chủ trì” là đơn vị tổng hợp một chương trình, có hạn \
               gửi riêng.",
    },
    Column {
        heading: "Tên khác",
        width: 36.0,
        takes: Takes::Text,
        sample: SAMPLE_NOTE,
        note: "Tên viết tắt, tên cũ, cách viết khác gặp trong báo cáo; nhiều tên cách nhau bằng dấu \
               chấm phẩy.",
    },
    Column {
        heading: "Chương trình chủ trì",
        width: 18.0,
        takes: Takes::Text,
        sample: "",
        note: "Chỉ với cơ quan chủ trì: mã chương trình (dtts, gn, ntm), cách nhau bằng dấu chấm \
               phẩy.",
    },
    Column {
        heading: "Người phụ trách",
        width: 24.0,
        takes: Takes::Text,
        sample: "",
        note: "Người lập báo cáo của đơn vị; in sẵn trên bìa biểu mẫu và dùng trong văn bản đôn đốc.",
    },
    Column {
        heading: "Điện thoại",
        width: 15.0,
        takes: Takes::Text,
        sample: "",
        note: "Số điện thoại của người phụ trách. Ô dạng văn bản nên giữ được số 0 ở đầu.",
    },
    Column {
        heading: "Email",
        width: 24.0,
        takes: Takes::Text,
        sample: "",
        note: "Thư điện tử của người phụ trách.",
    },
    Column {
        heading: "Hiệu lực từ",
        width: 13.0,
        takes: Takes::Day,
        sample: "",
        note: "Ngày đơn vị bắt đầu báo cáo; để trống nếu từ trước đầu năm.",
    },
    Column {
        heading: "Hiệu lực đến",
        width: 13.0,
        takes: Takes::Day,
        sample: "",
        note: "Ngày cuối cùng đơn vị còn tồn tại; để trống nếu vẫn hoạt động.",
    },
    Column {
        heading: "Sáp nhập vào",
        width: 14.0,
        takes: Takes::Unit,
        sample: "",
        note: "Mã đơn vị nhận kế hoạch và số đã giải ngân kể từ hôm sau ngày Hiệu lực đến. Đơn vị \
               bị chia tách thì phân chia bằng các dòng quyết định ở trang Kế hoạch vốn.",
    },
];

pub(super) const PLAN: [Column; 10] = [
    Column {
        heading: "Số quyết định",
        width: 22.0,
        takes: Takes::Text,
        sample: "01/QĐ-UBND",
        note: "Số, ký hiệu quyết định giao, phân bổ hoặc điều chỉnh. Một quyết định có thể chiếm \
               nhiều dòng.",
    },
    Column {
        heading: "Ngày",
        width: 13.0,
        takes: Takes::Day,
        sample: "ngày",
        note: "Ngày ký. Kế hoạch của một kỳ là tổng các dòng có ngày đến hết ngày cuối của kỳ đó.",
    },
    Column {
        heading: "Mã đơn vị",
        width: 13.0,
        takes: Takes::Unit,
        sample: "XA-01",
        note: "Đơn vị được phân bổ, lấy ở trang Đơn vị. Để trống nếu là vốn cấp trên giao cho cơ \
               quan tổng hợp.",
    },
    Column {
        heading: "Mã nội dung",
        width: 14.0,
        takes: Takes::Code,
        sample: "ntm.2",
        note: "Mã chương trình, dự án, tiểu dự án hoặc nội dung; tra ở trang Mã nội dung.",
    },
    Column {
        heading: "Công trình",
        width: 40.0,
        takes: Takes::Text,
        sample: "",
        note: "Tên công trình, hoạt động nếu vốn phân bổ đến công trình; viết giống nhau ở mọi dòng.",
    },
    Column {
        heading: "Loại vốn",
        width: 10.0,
        takes: Takes::Funding,
        sample: "ĐT",
        note: "ĐT: vốn đầu tư phát triển. SN: vốn sự nghiệp.",
    },
    Column {
        heading: "Nguồn vốn",
        width: 11.0,
        takes: Takes::Source,
        sample: "TW",
        note: "Ngân sách trung ương (TW), tỉnh, huyện, xã; khác: huy động, lồng ghép.",
    },
    Column {
        heading: "Năm vốn",
        width: 10.0,
        takes: Takes::Year,
        sample: "năm",
        note: "Năm mà vốn được giao. Vốn các năm trước kéo dài, chuyển nguồn ghi năm gốc, ví dụ \
               2023.",
    },
    Column {
        heading: "Số tiền",
        width: 16.0,
        takes: Takes::Amount,
        sample: "1000",
        note: "Theo đơn vị tính ghi phía trên bảng. Điều chỉnh giảm, thu hồi ghi số âm.",
    },
    Column {
        heading: "Ghi chú",
        width: 36.0,
        takes: Takes::Text,
        sample: SAMPLE_NOTE,
        note: "Tùy ý.",
    },
];

/// The kinds of an indicator.
const INDICATOR_KINDS: &[&str] = &["phát sinh", "tại thời điểm"];

/// "Chỉ tiêu" has no sample line: each of its rows is counted, and the indicators that are known need none.
pub(super) const INDICATORS: [Column; 6] = [
    Column {
        heading: "Mã",
        width: 16.0,
        takes: Takes::Text,
        sample: "",
        note: "Mã ngắn do cơ quan tự đặt, chữ thường không dấu, số, gạch nối, ví dụ nha-o. Ghi mã của \
               một chỉ tiêu có sẵn là sửa chỉ tiêu đó.",
    },
    Column {
        heading: "Tên chỉ tiêu",
        width: 40.0,
        takes: Takes::Text,
        sample: "",
        note: "Tên in trên biểu mẫu, ví dụ: Nhà ở xây mới. Chỉ tiêu có sẵn: xem trang Hướng dẫn.",
    },
    Column {
        heading: "Tên khác",
        width: 40.0,
        takes: Takes::Text,
        sample: "",
        note: "Cách gọi khác có cùng nghĩa, cách nhau bằng dấu chấm phẩy; số liệu ghi bằng các tên này được \
               cộng chung.",
    },
    Column {
        heading: "Đơn vị",
        width: 12.0,
        takes: Takes::Text,
        sample: "",
        note: "Đơn vị tính của chỉ tiêu, ví dụ: hộ, lớp, con, km. Số liệu ghi theo đơn vị tính khác không \
               được cộng chung.",
    },
    Column {
        heading: "Loại",
        width: 15.0,
        takes: Takes::OneOf(INDICATOR_KINDS),
        sample: "",
        note: "Phát sinh: lũy kế từ đầu năm, ví dụ số lớp đã mở. Tại thời điểm: số đang có vào ngày báo \
               cáo, ví dụ số hộ nghèo. Để trống là phát sinh.",
    },
    Column {
        heading: "Nội dung",
        width: 24.0,
        takes: Takes::Text,
        sample: "",
        note: "Mã các dự án, tiểu dự án in sẵn chỉ tiêu này trên biểu mẫu, cách nhau bằng dấu chấm phẩy; \
               tra ở trang Mã nội dung.",
    },
];

/// The lines of "Hướng dẫn"; one that ends with a colon is a heading.
pub(super) const GUIDE: [&str; 19] = [
    "Trang Đơn vị:",
    "1. Mỗi đơn vị báo cáo một dòng: mã, tên, loại. Các cột khác có thể điền sau.",
    "2. Dòng chữ nghiêng nền cam là số liệu minh họa: ghi đè lên hoặc xóa cả dòng trước khi dùng.",
    "3. Đơn vị sáp nhập trong năm: điền Hiệu lực đến và Sáp nhập vào; không xóa dòng của đơn vị cũ.",
    "",
    "Trang Kế hoạch vốn:",
    "1. Là sổ ghi các quyết định, chỉ ghi thêm, không sửa dòng cũ: khi điều chỉnh thì thêm dòng mới với số \
     tăng hoặc giảm (số âm).",
    "2. Dòng để trống Mã đơn vị là vốn cấp trên giao; dòng có Mã đơn vị là vốn phân bổ cho đơn vị đó. Giao \
     trừ phân bổ là số chưa phân bổ.",
    "3. Vốn kéo dài, chuyển nguồn từ năm trước cũng ghi ở đây, cột Năm vốn ghi năm gốc.",
    "4. Đơn vị tính ghi ở ô phía trên bảng (đồng, nghìn đồng, triệu đồng hoặc tỷ đồng), áp dụng cho cả cột \
     Số tiền.",
    "",
    "Trang Chỉ tiêu:",
    "1. Không bắt buộc: ghi thêm chỉ tiêu kết quả thực hiện (không phải tiền) mà cơ quan cần tổng hợp, mỗi \
     chỉ tiêu một dòng.",
    "",
    "Các quy ước chung:",
    "1. Không đổi tên trang và tiêu đề cột; được đổi thứ tự cột, thêm cột riêng của cơ quan.",
    "2. Rê chuột vào tiêu đề cột để xem giải thích; ô có danh sách thì chọn trong danh sách.",
    "3. Mã chương trình, dự án tra ở trang Mã nội dung; trang đó chỉ để tra cứu, sửa ở đó không có tác dụng.",
    "4. Cần thêm chương trình, dự án khác: tạo trang tên Chương trình với các cột Mã, Nhãn (ví dụ Dự án 8), Tên, Loại vốn.",
];
