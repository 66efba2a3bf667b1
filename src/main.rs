//! Parses the line, runs the command, chooses 0, 1 or 2.

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use giaingan::read::worker::{self, Containment};

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

/// Keeps memory that was given back for the next file: glibc returns it to the system and asks anew for each of
/// thousands of files, until it has once seen a large piece come and go.
fn keep_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(24 << 20)));
}

fn main() -> ExitCode {
    keep_memory();
    // What a damaged file brings to a stop is told as a finding of that file; the machine's own words help nobody.
    panic::set_hook(Box::new(|_| {}));
    // Where it is not known where this program lies no worker can be started, and the formats that need one are refused.
    let program = std::env::current_exe().unwrap_or_default();
    worker::contain(Containment { program, hold, longest: worker::LONGEST });
    let args = std::env::args_os().collect();
    panic::catch_unwind(AssertUnwindSafe(|| giaingan::cli::run(args))).unwrap_or_else(|_| {
        eprintln!("giaingan: lỗi bên trong chương trình; không tệp nào bị thay đổi (internal error; no file was changed)");
        ExitCode::from(2)
    })
}
