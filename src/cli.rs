//! The command line: its doc comments are the Vietnamese help; `english` holds the English one.

mod english;
mod help;
mod usage;
mod asked;
mod progress;
mod reading;
mod output;
mod aggregate;
mod check;
mod close;
mod compare;
mod export;
mod send_back;
mod status;
mod remind;
mod init;
mod home;
mod named;
mod receive;
mod template;
mod trace;
mod explain;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, NaiveDate};
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use self::asked::Asked;
use crate::domain::lang::Lang;
use crate::read::worker;

/// Tổng hợp giải ngân vốn các chương trình mục tiêu quốc gia từ báo cáo Excel của các đơn vị
#[derive(Parser, Debug)]
#[command(name = "giaingan", version, disable_help_subcommand = false, propagate_version = true)]
#[command(after_help = "Ví dụ:
  giaingan khoi-tao huu-lung-2024          tạo thư mục làm việc
  giaingan tong-hop huu-lung-2024 -p 2024-06
  giaingan tong-hop huu-lung-2024 -p \"quý II/2024\"
  giaingan tinh-hinh huu-lung-2024 -p 6/2024")]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    global: Global,
}

/// Kiểm tra các tệp, thư mục được nêu tên
#[derive(Parser, Debug)]
#[command(name = "giaingan PATH", bin_name = "giaingan", version)]
struct Naming {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    global: Global,
}

/// What every command takes.
#[derive(Args, Debug, Clone)]
struct Global {
    /// Ngôn ngữ: vi hoặc en (mặc định theo giaingan.toml)
    #[arg(long, global = true, value_name = "NGÔN NGỮ", hide_possible_values = true)]
    lang: Option<LangWord>,
    /// Dùng màu: auto, always, never (biến NO_COLOR cũng có hiệu lực)
    #[arg(
        long,
        global = true,
        value_name = "KHI NÀO",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: When,
    /// Thay cả tệp không do giaingan ghi hoặc đã được sửa (không bao giờ thay tệp đơn vị gửi, danh-muc.xlsx, giaingan.toml)
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    force: bool,
    /// Không in thông báo phụ
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    quiet: bool,
    /// Coi hôm nay là ngày này (YYYY-MM-DD), để chạy lại cho cùng kết quả
    #[arg(long, global = true, value_name = "NGÀY")]
    today: Option<NaiveDate>,
}

impl Global {
    /// The language that was asked for.
    fn stated(&self) -> Option<Lang> {
        self.lang.map(|word| match word {
            LangWord::Vi => Lang::Vi,
            LangWord::En => Lang::En,
        })
    }

    /// Today, or the day that is taken for it.
    fn today(&self) -> NaiveDate {
        self.today.unwrap_or_else(|| Local::now().date_naive())
    }
}

/// A language as it is typed.
#[derive(ValueEnum, Clone, Copy, Debug)]
enum LangWord {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

/// When colour is used.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum When {
    Auto,
    Always,
    Never,
}

/// What is printed.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Format {
    /// Bảng cho người đọc
    #[default]
    Text,
    /// Một đối tượng JSON
    Json,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Tạo thư mục làm việc với giaingan.toml và danh-muc.xlsx để điền
    #[command(visible_alias = "khoi-tao")]
    #[command(
        after_help = "Ví dụ:\n  giaingan khoi-tao huu-lung-2024 --year 2024 --name \"Phòng Tài chính - Kế hoạch huyện Hữu Lũng\""
    )]
    Init(Init),
    /// Phát hành biểu mẫu điền sẵn kế hoạch vốn, mỗi đơn vị một tệp
    #[command(visible_alias = "bieu-mau")]
    #[command(
        after_help = "Ví dụ:\n  giaingan bieu-mau -p 2024-06\n  giaingan bieu-mau -p 2024-06 --unit HL-05"
    )]
    Template(Template),
    /// Tiếp nhận tệp đơn vị gửi: chép vào nop/<kỳ>, ghi sổ tiếp nhận ngày giờ và mã SHA-256, in giấy báo nhận
    #[command(visible_alias = "tiep-nhan")]
    #[command(
        after_help = "Ví dụ:\n  giaingan tiep-nhan -p 2024-06 \"tai ve/BC T6 Cai Kinh.xlsx\"\n  giaingan tiep-nhan huu-lung-2024 \"tai ve\"    cả thư mục, mỗi tệp theo kỳ ghi trong tệp\n  giaingan tiep-nhan -p 2024-06 --received \"2/7/2024 16:55\" bao-cao.xlsx\n  giaingan tiep-nhan -p 2024-06    ghi sổ các tệp đã nằm trong nop/2024-06"
    )]
    Receive(Receive),
    /// Kiểm tra báo cáo của các đơn vị và chỉ ra ô sai
    #[command(visible_alias = "kiem-tra")]
    #[command(
        after_help = "Ví dụ:\n  giaingan kiem-tra -p 2024-06\n  giaingan kiem-tra -p 2024-06 --by quy-tac\n  giaingan kiem-tra bao-cao-thang-6 --format json\n  giaingan kiem-tra -p 2024-06 --return    ghi biểu gửi lại từng đơn vị vào tra-lai/2024-06"
    )]
    Check(Check),
    /// Tổng hợp tỷ lệ giải ngân và ghi sổ tổng hợp (.xlsx)
    #[command(visible_alias = "tong-hop")]
    #[command(
        after_help = "Ví dụ:\n  giaingan tong-hop -p 2024-06\n  giaingan tong-hop huu-lung-2024 -p \"quý II/2024\" -o tong-hop-quy-2.xlsx\n  giaingan tong-hop -p 2024-06 --html    thêm trang HTML một tờ A4"
    )]
    Aggregate(Aggregate),
    /// Xuất số liệu chi tiết của kỳ cho phần mềm khác: CSV và Parquet, mỗi dòng một số liệu, kèm mô tả cột
    #[command(visible_alias = "xuat")]
    #[command(
        after_help = "Ví dụ:\n  giaingan xuat -p 2024-06    ghi vào ket-qua/2024-06\n  giaingan xuat huu-lung-2024 -p \"quý II/2024\" -o \"D:/kho so lieu\""
    )]
    Export(Export),
    /// Cho biết đơn vị nào đã nộp, nộp chậm, chưa nộp
    #[command(visible_alias = "tinh-hinh")]
    #[command(
        after_help = "Ví dụ:\n  giaingan tinh-hinh -p 2024-06\n  giaingan tinh-hinh --year 2024"
    )]
    Status(Status),
    /// Soạn công văn đôn đốc (.docx) gửi chung, gửi từng đơn vị và tin nhắn cho từng đơn vị (.txt)
    #[command(visible_alias = "don-doc")]
    #[command(
        after_help = "Ví dụ:\n  giaingan don-doc    kỳ là tháng vừa hết; ghi vào ket-qua/<kỳ>\n  giaingan don-doc -p 2024-06 --today 2024-07-06\n  giaingan don-doc -p 2024-06 --obstacles    công văn tổng hợp khó khăn, vướng mắc theo cấp giải quyết"
    )]
    Remind(Remind),
    /// So sánh hai kỳ, hoặc một kỳ với bản đã chốt của nó: vì sao tỷ lệ giải ngân thay đổi
    #[command(visible_alias = "so-sanh")]
    #[command(
        after_help = "Ví dụ:\n  giaingan so-sanh -p 2024-06 --with 2024-05\n  giaingan so-sanh -p 2024-05 --with 2024-05    số liệu theo tệp hiện có so với bản đã chốt\n  giaingan so-sanh -p 2024-06 --with \"chot/2024-06/1/Tong hop giai ngan 2024-06.xlsx\""
    )]
    Compare(Compare),
    /// Chốt số liệu một kỳ: giữ nguyên văn sổ tổng hợp, số liệu, thiết lập và danh sách tệp vào chot/<kỳ>
    #[command(visible_alias = "chot")]
    #[command(
        after_help = "Ví dụ:\n  giaingan chot -p 2024-05\n  giaingan chot -p 2024-05 --accept \"xã Yên Bình xin nộp muộn\"    chốt dù còn đơn vị chưa nộp; lý do được ghi lại"
    )]
    Close(Close),
    /// Mở lại kỳ đã chốt, lùi dần từ kỳ chốt sau cùng; bản đã chốt vẫn được giữ
    #[command(visible_alias = "mo-chot")]
    #[command(
        after_help = "Ví dụ:\n  giaingan mo-chot -p 2024-05 --reason \"huyện yêu cầu lập lại\""
    )]
    Reopen(Reopen),
    /// Truy nguồn: số tổng gồm những ô nào của tệp đơn vị, hoặc một ô nằm trong những số tổng nào
    #[command(visible_alias = "truy-nguon")]
    #[command(
        after_help = "Ví dụ:\n  giaingan truy-nguon -p 2024-06 gn \"sự nghiệp\" HL-05    lũy kế của một chương trình, một loại vốn, một đơn vị\n  giaingan truy-nguon -p 2024-06 \"Tổng hợp!F12\"    ô của sổ tổng hợp\n  giaingan truy-nguon -p 2024-06 \"xa-a.xlsx!Vốn sự nghiệp!H23\"    ô của tệp đơn vị gửi\n  giaingan truy-nguon -p 2024-06 ntm \"kế hoạch\" --in \"D:/tep cac xa\"    qua sổ của cấp dưới đến tệp của xã"
    )]
    Trace(Trace),
    /// Giải thích một quy tắc kiểm tra: kiểm gì, vì sao, cách sửa
    #[command(visible_alias = "giai-thich")]
    #[command(after_help = "Ví dụ:\n  giaingan giai-thich\n  giaingan giai-thich GN402 gn601")]
    Explain(Explain),
    /// In đoạn mã gợi ý lệnh cho trình dòng lệnh (bash, zsh, fish, powershell)
    Completions(Completions),
}

#[derive(Args, Debug)]
struct Init {
    /// Thư mục sẽ tạo
    #[arg(value_name = "THƯ MỤC")]
    dir: PathBuf,
    /// Năm ngân sách (mặc định: năm nay)
    #[arg(long, value_name = "NĂM")]
    year: Option<i32>,
    /// Tên cơ quan tổng hợp
    #[arg(long, value_name = "TÊN")]
    name: Option<String>,
    /// Cơ quan cấp trên trực tiếp, ví dụ "UBND huyện Hữu Lũng"
    #[arg(long, value_name = "TÊN")]
    authority: Option<String>,
}

#[derive(Args, Debug)]
struct Folder {
    /// Thư mục làm việc, hoặc một thư mục bất kỳ chứa các tệp báo cáo
    #[arg(value_name = "THƯ MỤC", default_value = ".", hide_default_value = true)]
    path: PathBuf,
    /// Kỳ báo cáo: 2024-06, 6/2024, 6 (tháng 6 của năm trong giaingan.toml), 2024-Q2, "quý II/2024", 2024-H1, 2024-9M, 2024, 2024-07-12
    #[arg(short, long, value_name = "KỲ")]
    period: Option<Asked>,
}

#[derive(Args, Debug)]
struct Inputs {
    #[command(flatten)]
    folder: Folder,
    /// In ra: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text", hide_possible_values = true)]
    format: Format,
}

#[derive(Args, Debug)]
struct Status {
    #[command(flatten)]
    inputs: Inputs,
    /// Thêm bảng theo dõi từng tháng của năm này
    #[arg(long = "year", value_name = "NĂM", value_parser = clap::value_parser!(i32).range(1990..=2099))]
    of_year: Option<i32>,
}

#[derive(Args, Debug)]
struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// Xếp theo: unit (đơn vị: cần gọi ai) hoặc rule (quy tắc: sai gì nhiều nhất); gõ don-vi, quy-tac cũng được
    #[arg(long, value_name = "CÁCH", default_value = "unit", hide_possible_values = true)]
    by: By,
    /// Ghi cho mỗi đơn vị có nội dung phải sửa, giải trình một biểu để gửi lại: số liệu đã điền sẵn, ô sai được đánh dấu, trang "Cần sửa"
    #[arg(long = "return", visible_alias = "tra-lai")]
    send_back: bool,
    /// Ghi các biểu gửi lại vào thư mục này (mặc định: tra-lai/<kỳ>)
    #[arg(short, long, value_name = "THƯ MỤC", requires = "send_back")]
    output: Option<PathBuf>,
    /// Chỉ in tên các biểu gửi lại, không ghi
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// What findings are put together by.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    /// Theo đơn vị
    #[value(alias = "don-vi")]
    Unit,
    /// Theo quy tắc
    #[value(alias = "quy-tac")]
    Rule,
}

#[derive(Args, Debug)]
struct Aggregate {
    #[command(flatten)]
    inputs: Inputs,
    /// Ghi sổ tổng hợp vào tệp này
    #[arg(short, long, value_name = "TỆP")]
    output: Option<PathBuf>,
    /// Ghi thêm một trang HTML bên cạnh sổ tổng hợp, in vừa một tờ A4: tỷ lệ, ai phải làm gì, thay đổi so với kỳ trước, phần nào không còn đạt được
    #[arg(long)]
    html: bool,
    /// Mở sổ tổng hợp vừa ghi
    #[arg(long)]
    open: bool,
    /// Chỉ in, không ghi tệp nào
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
struct Export {
    #[command(flatten)]
    folder: Folder,
    /// Ghi vào thư mục này (mặc định: ket-qua/<kỳ>)
    #[arg(short, long, value_name = "THƯ MỤC")]
    output: Option<PathBuf>,
    /// Chỉ in tên tệp, không ghi
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
struct Template {
    #[command(flatten)]
    folder: Folder,
    /// Chỉ đơn vị này (lặp lại được)
    #[arg(long = "unit", value_name = "MÃ")]
    units: Vec<String>,
    /// Ghi biểu mẫu vào thư mục này
    #[arg(short, long, value_name = "THƯ MỤC")]
    output: Option<PathBuf>,
    /// Chỉ in tên tệp, không ghi
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
struct Receive {
    /// Tệp, hoặc thư mục các tệp, đơn vị gửi; bỏ trống: ghi sổ những tệp đã nằm trong nop/. Nếu tên đầu tiên là một thư mục làm việc (có giaingan.toml) thì tiếp nhận vào đó, không thì vào thư mục làm việc hiện tại
    #[arg(value_name = "[THƯ MỤC LÀM VIỆC] TỆP")]
    paths: Vec<PathBuf>,
    /// Kỳ báo cáo; tệp của kỳ khác không được tiếp nhận (mặc định: kỳ ghi trong từng tệp)
    #[arg(short, long, value_name = "KỲ")]
    period: Option<Asked>,
    /// Thời điểm nhận, nếu tệp đến trước lúc này: "2/7/2024 16:55", 2024-07-02, 2024-07-02T16:55+07:00
    #[arg(long, visible_alias = "luc", value_name = "NGÀY GIỜ", value_parser = receive::moment)]
    received: Option<DateTime<FixedOffset>>,
    /// In ra: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text", hide_possible_values = true)]
    format: Format,
    /// Chỉ in, không chép và không ghi sổ
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
struct Remind {
    #[command(flatten)]
    folder: Folder,
    /// Chỉ soạn công văn tổng hợp khó khăn, vướng mắc cấp trên phải giải quyết, mỗi cấp một biểu
    #[arg(long, visible_alias = "kho-khan")]
    obstacles: bool,
    /// Ghi vào thư mục này (mặc định: ket-qua/<kỳ>)
    #[arg(short, long, value_name = "THƯ MỤC")]
    output: Option<PathBuf>,
    /// Chỉ in tên tệp, không ghi
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
struct Compare {
    #[command(flatten)]
    inputs: Inputs,
    /// So với kỳ này (cùng kỳ với -p thì so với bản đã chốt), hoặc với một sổ tổng hợp .xlsx
    #[arg(long = "with", visible_alias = "voi", value_name = "KỲ HOẶC TỆP")]
    with: String,
}

#[derive(Args, Debug)]
struct Close {
    #[command(flatten)]
    inputs: Inputs,
    /// Chốt dù còn đơn vị chưa nộp, tệp không dùng được hoặc ô chưa đưa vào tổng hợp; lý do ghi lại theo từng đơn vị
    #[arg(long, visible_alias = "chap-nhan", value_name = "LÝ DO")]
    accept: Option<String>,
    /// Chỉ in điều còn thiếu, không chốt
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
struct Reopen {
    #[command(flatten)]
    inputs: Inputs,
    /// Vì sao mở lại
    #[arg(long, visible_alias = "ly-do", value_name = "LÝ DO")]
    reason: String,
}

#[derive(Args, Debug)]
struct Trace {
    /// Số cần truy, theo lời (chương trình, loại vốn, nguồn, năm vốn, đơn vị, chỉ tiêu; thứ tự nào cũng được), hoặc một ô: "Tổng hợp!F12", "xa-a.xlsx!Vốn sự nghiệp!H23". Nếu từ đầu tiên là một thư mục thì truy trong thư mục đó
    #[arg(value_name = "[THƯ MỤC] KHÓA", required = true)]
    key: Vec<String>,
    /// Kỳ báo cáo (mặc định: tháng gần nhất có tệp)
    #[arg(short, long, value_name = "KỲ")]
    period: Option<Asked>,
    /// Tìm tệp của cấp dưới trong thư mục này, theo mã SHA-256 mà sổ của cấp dưới ghi
    #[arg(long = "in", visible_alias = "trong", value_name = "THƯ MỤC")]
    below: Option<PathBuf>,
    /// In ra: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text", hide_possible_values = true)]
    format: Format,
}

#[derive(Args, Debug)]
struct Explain {
    /// Mã quy tắc, ví dụ GN402 (một hoặc nhiều mã); bỏ trống để xem danh sách
    #[arg(value_name = "MÃ")]
    codes: Vec<String>,
}

#[derive(Args, Debug)]
struct Named {
    /// Tệp, hoặc thư mục các tệp, đơn vị gửi
    #[arg(value_name = "TỆP")]
    paths: Vec<PathBuf>,
    /// Kỳ báo cáo (mặc định: kỳ ghi trong từng tệp)
    #[arg(short, long, value_name = "KỲ")]
    period: Option<Asked>,
    /// In ra: text hoặc json
    #[arg(long, value_name = "DẠNG", default_value = "text", hide_possible_values = true)]
    format: Format,
}

#[derive(Args, Debug)]
struct Completions {
    /// Trình dòng lệnh: bash, zsh, fish, powershell, elvish
    #[arg(value_name = "TRÌNH", hide_possible_values = true)]
    shell: clap_complete::Shell,
}

/// Runs a command line.
///
/// Exit status: 0 done and nothing to act on; 1 done, and there is something to act on; 2 could not do it.
pub fn run(args: Vec<OsString>) -> ExitCode {
    if args.get(1).is_some_and(|word| word == worker::COMMAND) {
        // Our own child: nobody types this, so it is no command of the help and the completions.
        let seconds = args.get(2).and_then(|word| word.to_str()?.parse().ok());
        let longest = seconds.map_or(worker::LONGEST, Duration::from_secs);
        return match worker::serve(std::io::stdin().lock(), std::io::stdout().lock(), longest) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    }
    // A name on Windows holds no quote; elsewhere one may.
    let args = if cfg!(windows) { usage::meant(args) } else { args };
    let lang = usage::language(&args);
    let spoken = lang.unwrap_or_default();
    let mut command = help::told(Cli::command(), spoken);
    if usage::is_of_files(&args, &command) {
        return match parsed::<Naming>(help::told(Naming::command(), spoken), args) {
            Ok(Naming { named, global }) => {
                let stated = global.stated();
                named::run(&named, &global, stated)
                    .unwrap_or_else(|error| usage::failed(&error, stated.unwrap_or_default()))
            }
            Err(error) => usage::report(&error, spoken),
        };
    }
    let help = command.render_help().to_string();
    let cli = match parsed::<Cli>(command, args) {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error, spoken),
    };
    let stated = cli.global.stated();
    let Some(command) = &cli.command else {
        return home::run(&cli.global, stated, &help)
            .unwrap_or_else(|error| usage::failed(&error, stated.unwrap_or_default()));
    };
    let done = match command {
        Command::Init(options) => init::run(options, &cli.global, stated),
        Command::Template(options) => template::run(options, &cli.global, stated),
        Command::Receive(options) => receive::run(options, &cli.global, stated),
        Command::Check(options) => check::run(options, &cli.global, stated),
        Command::Aggregate(options) => aggregate::run(options, &cli.global, stated),
        Command::Export(options) => export::run(options, &cli.global, stated),
        Command::Status(options) => status::run(options, &cli.global, stated),
        Command::Remind(options) => remind::run(options, &cli.global, stated),
        Command::Compare(options) => compare::run(options, &cli.global, stated),
        Command::Close(options) => close::close(options, &cli.global, stated),
        Command::Reopen(options) => close::reopen(options, &cli.global, stated),
        Command::Trace(options) => trace::run(options, &cli.global, stated),
        Command::Explain(options) => explain::run(options, &cli.global, stated),
        Command::Completions(options) => {
            let script = help::completions(Cli::command(), options.shell, spoken);
            output::print_bytes(&script).map(|()| ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| usage::failed(&error, stated.unwrap_or_default()))
}

fn parsed<T: FromArgMatches>(
    mut command: clap::Command,
    args: Vec<OsString>,
) -> Result<T, clap::Error> {
    command.try_get_matches_from_mut(args).and_then(|matches| T::from_arg_matches(&matches))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        for lang in [Lang::Vi, Lang::En] {
            help::told(Cli::command(), lang).debug_assert();
            help::told(Naming::command(), lang).debug_assert();
        }
    }

    #[test]
    fn every_help_text_has_its_english() {
        assert_eq!(english::untranslated(&Cli::command()), Vec::<String>::new());
        assert_eq!(english::untranslated(&Naming::command()), Vec::<String>::new());
    }
}
