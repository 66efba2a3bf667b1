//! Parses the line, runs the command, chooses 0, 1 or 2.

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

fn main() -> ExitCode {
    // What a damaged file brings to a stop is told as a finding of that file; the machine's own words help nobody.
    panic::set_hook(Box::new(|_| {}));
    let args = std::env::args_os().collect();
    panic::catch_unwind(AssertUnwindSafe(|| giaingan::cli::run(args))).unwrap_or_else(|_| {
        eprintln!("giaingan: lỗi bên trong chương trình; không tệp nào bị thay đổi (internal error; no file was changed)");
        ExitCode::from(2)
    })
}
