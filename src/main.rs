//! Parses the line, runs the command, chooses 0, 1 or 2.

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use giaingan::read::worker::{self, Containment};

/// A run makes and drops millions of small texts and lists, on several threads: with the allocator of the C library a dry
/// run over 600 files takes a tenth more time on Linux.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Holds this process to so many bytes of memory, where the system can do that.
///
/// By the system and not by an allocator that counts: counting costs every allocation of every run, and the process of
/// the clerk has no limit. Without one (on Windows) a worker is still held to its time.
fn hold(bytes: usize) {
    // Where it fails the worker goes on without, held to its time.
    #[cfg(unix)]
    let _ = rlimit::setrlimit(rlimit::Resource::AS, bytes as u64, bytes as u64);
    #[cfg(not(unix))]
    let _ = bytes;
}

fn main() -> ExitCode {
    // What a damaged file brings to a stop is told as a finding of that file; the machine's own words help nobody.
    panic::set_hook(Box::new(|_| {}));
    // Where it is not known where this program lies no worker can be started, and the formats that need one are refused.
    let program = std::env::current_exe().unwrap_or_default();
    let (variables, longest) = (worker::ASKS_FOR_LESS, worker::LONGEST);
    worker::contain(Containment { program, variables, hold, longest });
    let args = std::env::args_os().collect();
    panic::catch_unwind(AssertUnwindSafe(|| giaingan::cli::run(args))).unwrap_or_else(|_| {
        eprintln!("giaingan: lỗi bên trong chương trình; không tệp nào bị thay đổi (internal error; no file was changed)");
        ExitCode::from(2)
    })
}
