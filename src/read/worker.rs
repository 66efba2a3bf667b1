//! A child process of our own binary in which damaged files may do what they like: a panic, an endless loop or a greed for
//! memory costs the file and not the run. One child reads many files: starting a process is dear on Windows.

use std::io::{self, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{self, Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::content::{self, Format};
use super::{Refused, Workbook, legacy};
use crate::domain::lang::words;

/// The word on the command line that makes our binary a worker; it stands in no help.
pub const COMMAND: &str = "__read";
/// How long a worker may read one file where a clerk waits for it.
pub const LONGEST: Duration = Duration::from_secs(10);
/// The memory of a worker, in bytes: an .xls with a value in its last cell needs two thirds of it.
pub const MEMORY: usize = 3 << 29;
/// An answer longer than this is none: [`super::MOST_CELLS`] cells take less.
const LONGEST_ANSWER: u64 = 1 << 30;
/// The status with which a worker ends itself after its time.
const TOO_LONG: i32 = 17;

/// What a binary whose allocator is mimalloc tells it: that asks the system for address space by the GiB, and a worker is held
/// to its address space and asks for less.
pub const ASKS_FOR_LESS: &[(&str, &str)] = &[("MIMALLOC_ARENA_RESERVE", "64MiB")];

/// What a binary brings along so that files can be contained.
pub struct Containment {
    /// The binary itself; it must understand [`COMMAND`] and then call [`serve`].
    pub program: PathBuf,
    /// Variables of its environment: what the binary must know before it begins.
    pub variables: &'static [(&'static str, &'static str)],
    /// Holds the process to so many bytes of memory.
    pub hold: fn(usize),
    /// How long a worker may read one file: [`LONGEST`], and more where the machine does much beside it.
    pub longest: Duration,
}

static CONTAINMENT: OnceLock<Containment> = OnceLock::new();
static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// Reads .xls, .xlsb and .ods in child processes from now on. Without this (a library, a test) they are read in the process.
pub fn contain(containment: Containment) {
    // A second call changes nothing: the first binary is as good as another.
    let _ = CONTAINMENT.set(containment);
}

/// Reads a file in a worker, or here where there is none.
pub(super) fn read(format: Format, bytes: &[u8]) -> Result<Workbook, Refused> {
    match CONTAINMENT.get() {
        Some(containment) => contained(containment, &IDLE, bytes),
        None => guarded(format, bytes),
    }
}

/// Reads a file in a worker that waits, or in a new one.
fn contained(
    containment: &Containment,
    idle: &Mutex<Vec<Worker>>,
    bytes: &[u8],
) -> Result<Workbook, Refused> {
    let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    // One that somebody else has ended is replaced.
    let alive = waiting
        .and_then(|mut worker| matches!(worker.child.try_wait(), Ok(None)).then_some(worker));
    if let Some(worker) = alive {
        match worker.read(idle, bytes) {
            // What it read before may be what brought it down: the file is held to what it does on its own.
            Err(Ended::Died) => {}
            answer => return told(answer),
        }
    }
    match Worker::start(containment) {
        Ok(worker) => told(worker.read(idle, bytes)),
        Err(error) => Err(no_worker(&error)),
    }
}

/// Without a child that can be ended nothing holds a damaged file of these formats to its share of memory and time. That none
/// can be started is no fault of the file.
fn no_worker(error: &io::Error) -> Refused {
    Refused::NotOpened(words!(
        "máy này không chạy được tiến trình riêng để đọc .xls, .xlsb, .ods ({error}); mở bằng Excel, lưu lại dạng .xlsx",
        "no process of its own can be started here to read .xls, .xlsb and .ods ({error}); open it in Excel and save it as .xlsx";
        error
    ))
}

fn guarded(format: Format, bytes: &[u8]) -> Result<Workbook, Refused> {
    let read = catch_unwind(AssertUnwindSafe(|| legacy(format, bytes)));
    read.unwrap_or_else(|_| told(Err(Ended::Died)))
}

/// A child that waits for a file or reads one.
struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// How a worker ended without an answer.
enum Ended {
    /// It read longer than it may.
    TooLong,
    /// It came to a stop, or wanted more memory than [`MEMORY`].
    Died,
}

impl Worker {
    fn start(containment: &Containment) -> io::Result<Worker> {
        let mut command = Command::new(&containment.program);
        command.arg(COMMAND).arg(containment.longest.as_secs().to_string());
        command.envs(containment.variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let input = child.stdin.take().expect("the input was asked for");
        let output = BufReader::new(child.stdout.take().expect("the output was asked for"));
        Ok(Worker { child, input, output })
    }

    /// Hands a file over and waits; a worker that answered waits for the next one.
    fn read(
        mut self,
        idle: &Mutex<Vec<Worker>>,
        bytes: &[u8],
    ) -> Result<Result<Workbook, Refused>, Ended> {
        match self.exchange(bytes) {
            Ok(answer) => {
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(self);
                Ok(answer)
            }
            Err(_) => {
                // It has ended, or says what nobody understands; either way it is of no more use.
                drop(self.input);
                let _ = self.child.kill();
                let status = self.child.wait().ok().and_then(|status| status.code());
                Err(if status == Some(TOO_LONG) { Ended::TooLong } else { Ended::Died })
            }
        }
    }

    fn exchange(&mut self, bytes: &[u8]) -> io::Result<Result<Workbook, Refused>> {
        send(&mut self.input, bytes)?;
        let answer = receive(&mut self.output, LONGEST_ANSWER)?;
        postcard::from_bytes(&answer.unwrap_or_default()).map_err(io::Error::other)
    }
}

fn told(answer: Result<Result<Workbook, Refused>, Ended>) -> Result<Workbook, Refused> {
    let seconds = || CONTAINMENT.get().map_or(LONGEST, |known| known.longest).as_secs();
    answer.unwrap_or_else(|ended| {
        Err(Refused::Unreadable(match ended {
            Ended::TooLong => words!(
                "quá {seconds} giây chưa đọc xong nên đã dừng; tệp có thể bị hỏng",
                "reading was stopped after {seconds} seconds; the file may be damaged";
                seconds = seconds()
            ),
            Ended::Died => words!(
                "tệp bị hỏng nặng hoặc đòi quá nhiều bộ nhớ nên việc đọc phải dừng giữa chừng",
                "the file is badly damaged or asks for too much memory; reading had to stop"
            ),
        }))
    })
}

/// The work of a worker: reads file after file from its input until that ends, each for so long at most.
///
/// # Errors
/// The other side went away.
pub fn serve(input: impl Read, mut output: impl Write, longest: Duration) -> io::Result<()> {
    if let Some(containment) = CONTAINMENT.get() {
        (containment.hold)(MEMORY);
    }
    let turn = watch(longest);
    let mut input = input;
    while let Some(bytes) = receive(&mut input, u64::MAX)? {
        let _ = turn.send(());
        let read = content::format(&bytes).and_then(|format| guarded(format, &bytes));
        let _ = turn.send(());
        send(&mut output, &postcard::to_stdvec(&read).map_err(io::Error::other)?)?;
    }
    Ok(())
}

/// Ends the process when a file takes too long. What is sent to it marks the begin and the end of a file.
fn watch(longest: Duration) -> mpsc::Sender<()> {
    let (turn, turns) = mpsc::channel();
    thread::spawn(move || {
        while turns.recv().is_ok() {
            if turns.recv_timeout(longest) == Err(mpsc::RecvTimeoutError::Timeout) {
                process::exit(TOO_LONG);
            }
        }
    });
    turn
}

/// Writes the length and the bytes.
fn send(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads what was sent; `None` where nothing more comes.
fn receive(from: &mut impl Read, longest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let length = u64::from_le_bytes(length);
    if longest < length {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Value;

    fn fixture(name: &str) -> Vec<u8> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
        std::fs::read(folder.join(name)).unwrap()
    }

    #[test]
    fn one_worker_reads_file_after_file() {
        let whole = fixture("book.xls");
        let mut input = Vec::new();
        for bytes in [&whole[..], &whole[..700], b"", &fixture("book.ods")] {
            send(&mut input, bytes).unwrap();
        }
        let mut output = Vec::new();
        serve(&*input, &mut output, LONGEST).unwrap();
        let mut output = &*output;
        let mut answers: Vec<Result<Workbook, Refused>> = Vec::new();
        while let Some(answer) = receive(&mut output, LONGEST_ANSWER).unwrap() {
            answers.push(postcard::from_bytes(&answer).unwrap());
        }
        let is_read: Vec<bool> = answers.iter().map(Result::is_ok).collect();
        assert_eq!(is_read, [true, false, false, true]);
        let here = legacy(Format::Xls, &whole).unwrap();
        let there = answers[0].as_ref().unwrap();
        assert_eq!(format!("{there:?}"), format!("{here:?}"), "nothing is lost on the way");
    }

    #[test]
    fn a_number_that_is_none_comes_back_as_it_went() {
        let sent = Value::Number(f64::NAN);
        let bytes = postcard::to_stdvec(&sent).unwrap();
        let Value::Number(number) = postcard::from_bytes(&bytes).unwrap() else { panic!() };
        assert!(number.is_nan());
    }

    /// A program of so many lines that stands in for our own.
    #[cfg(unix)]
    fn program(folder: &std::path::Path, name: &str, lines: &str) -> Containment {
        use std::os::unix::fs::PermissionsExt;

        let program = folder.join(name);
        std::fs::write(&program, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        Containment { program, variables: &[], hold: |_| {}, longest: LONGEST }
    }

    /// It answers once, and ends when it is handed another file.
    #[cfg(unix)]
    #[test]
    fn a_file_that_a_worker_ends_at_is_read_again_by_a_new_one() {
        let temp = tempfile::tempdir().unwrap();
        let answer: Result<Workbook, Refused> = Ok(Workbook::default());
        let mut sent = Vec::new();
        send(&mut sent, &postcard::to_stdvec(&answer).unwrap()).unwrap();
        std::fs::write(temp.path().join("answer"), sent).unwrap();
        let lines =
            "cd \"$(dirname \"$0\")\"; echo >> starts; cat answer; head -c 20 >/dev/null; exit 3";
        let (once, idle) = (program(temp.path(), "once", lines), Mutex::default());
        for _ in 0..2 {
            assert!(contained(&once, &idle, b"a file").is_ok());
        }
        assert_eq!(std::fs::read(temp.path().join("starts")).unwrap(), b"\n\n");
    }

    #[test]
    fn where_no_worker_can_be_started_the_file_is_refused() {
        let program = PathBuf::from("no such program");
        let nothing = Containment { program, variables: &[], hold: |_| {}, longest: LONGEST };
        let refused = contained(&nothing, &Mutex::default(), &fixture("book.xls")).unwrap_err();
        assert!(
            matches!(&refused, Refused::NotOpened(words) if words.vi.contains(".xlsx")),
            "{refused:?}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_worker_that_ends_costs_its_file() {
        let temp = tempfile::tempdir().unwrap();
        let ending = |name: &str, line: &str| {
            let worker = Worker::start(&program(temp.path(), name, line)).unwrap();
            worker.read(&Mutex::default(), &fixture("book.xls"))
        };
        assert!(matches!(ending("slow", &format!("exit {TOO_LONG}")), Err(Ended::TooLong)));
        assert!(matches!(ending("dead", "kill -ABRT $$"), Err(Ended::Died)));
        assert!(matches!(ending("mad", "echo what; cat"), Err(Ended::Died)));
    }
}
