//! Parses the line, runs the command, chooses 0, 1 or 2.

use std::alloc::System;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use cap::Cap;
use giaingan::read::worker::{self, Containment};

/// Counts what is allocated, so that a worker can be held to a limit; the process of the clerk has none.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// Holds this process to so many bytes.
fn hold(bytes: usize) {
    // It fails only where more than that is in use already; a worker has just begun.
    let _ = ALLOCATOR.set_limit(bytes);
}

fn main() -> ExitCode {
    // What a damaged file brings to a stop is told as a finding of that file; the machine's own words help nobody.
    panic::set_hook(Box::new(|_| {}));
    if let Ok(program) = std::env::current_exe() {
        worker::contain(Containment { program, hold });
    }
    let args = std::env::args_os().collect();
    panic::catch_unwind(AssertUnwindSafe(|| giaingan::cli::run(args))).unwrap_or_else(|_| {
        eprintln!("giaingan: lỗi bên trong chương trình; không tệp nào bị thay đổi (internal error; no file was changed)");
        ExitCode::from(2)
    })
}
