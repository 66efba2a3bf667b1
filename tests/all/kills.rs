//! A run may be killed at any moment: each file is then the old one or the new one, the next run is right, and nothing of
//! the killed one is left. `strace` kills the program at each call that changes what is on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use super::program::{JUNE, PROGRAM, Ran, command, giaingan};
use super::workspace::{copied, files, fixture, root};

/// The calls that change what is on the disk, those that hold it, and the end.
const CALLS: &str =
    "write,fsync,fdatasync,flock,mkdir,rename,renameat,renameat2,unlink,unlinkat,linkat,exit_group";

/// Whether `strace` is installed and may look at other processes.
fn can_trace() -> bool {
    let mut command = Command::new("strace");
    let done = command.args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let can = done.is_ok_and(|status| status.success());
    if !can {
        // Past the harness, which keeps what a test that passes prints to itself.
        let told = b"SKIPPED: kills (strace is not installed, or must not trace)\n";
        let _ = io::stderr().write_all(told);
    }
    can
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name.starts_with(".giaingan-") && name.ends_with(".tmp")
}

/// Something that the program does in a folder.
struct Job {
    words: &'static [&'static str],
    /// The folder as the job finds it.
    before: tempfile::TempDir,
}

impl Job {
    fn run(&self, folder: &Path) -> Ran {
        giaingan(folder, self.words)
    }

    fn traced(&self, folder: &Path, options: &[&str]) -> Ran {
        let mut command = command("strace", folder);
        Ran::of(command.args(["-f", "-qq"]).args(options).arg(PROGRAM).args(self.words))
    }

    fn folder(&self) -> tempfile::TempDir {
        let temp = tempfile::tempdir().unwrap();
        for (path, content) in files(self.before.path()) {
            let path = temp.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        temp
    }

    /// The calls at which a kill finds the folder in another state: which, and the how manieth of its kind.
    ///
    /// Between two writes to the same file, one after the other, nothing differs but its length: of these the first, the
    /// middle and the last are taken; and the first of those that write elsewhere (to the screen, to scratch files), which
    /// change nothing in the folder.
    fn calls(&self) -> Vec<(String, usize)> {
        let (temp, log) = (self.folder(), tempfile::NamedTempFile::new().unwrap());
        let trace = format!("trace={CALLS}");
        self.traced(temp.path(), &["-y", "-e", &trace, "-o", log.path().to_str().unwrap()]);
        let home = temp.path().canonicalize().unwrap().display().to_string();
        let log = fs::read(log.path()).unwrap();
        let (mut made, mut stretches) = (BTreeMap::<&str, usize>::new(), Vec::<Stretch<'_>>::new());
        let log = String::from_utf8_lossy(&log);
        for line in log.lines() {
            // "123   write(4</folder/file>, …) = 0": a short number of the process is filled up.
            let call = line.split_once(' ').map(|(_, call)| call.trim_start());
            let Some((call, rest)) = call.and_then(|call| call.split_once('(')) else { continue };
            let file = rest.split(',').next().unwrap();
            let target = match call {
                "write" if file.contains(&home) => Target::Inside(file),
                "write" => Target::Outside,
                _ => Target::Nothing,
            };
            let number = made.entry(call).or_default();
            *number += 1;
            let goes_on =
                |last: &&mut Stretch<'_>| target != Target::Nothing && last.target == target;
            match stretches.last_mut().filter(goes_on) {
                Some(stretch) => stretch.numbers.push(*number),
                None => stretches.push(Stretch { call, target, numbers: vec![*number] }),
            }
        }
        let points = stretches.iter().flat_map(|of| {
            let last = if of.target == Target::Outside { 0 } else { of.numbers.len() - 1 };
            let chosen = BTreeSet::from([0, last / 2, last]);
            chosen.into_iter().map(|at| (of.call.to_owned(), of.numbers[at]))
        });
        points.collect()
    }
}

/// A call, or writes to the same target that come one after the other.
struct Stretch<'a> {
    call: &'a str,
    target: Target<'a>,
    numbers: Vec<usize>,
}

/// Where a call writes.
#[derive(Clone, Copy, PartialEq)]
enum Target<'a> {
    /// To this file of the folder.
    Inside(&'a str),
    Outside,
    /// It is no write.
    Nothing,
}

/// The jobs of a month, each in a folder where it was never done and in one where it was done before the last report came.
fn jobs() -> Vec<Job> {
    let office: [(&str, &[&str]); 3] = [
        ("examples/bac-kan-2023", &["aggregate", "-p", "2023-05", "--today", "2023-06-05"]),
        ("examples/bac-kan-2023", &["template", "-p", "2023-06", "--today", "2023-06-05"]),
        (
            "fixtures/children-differ",
            &["check", "--return", "-p", "2024-06", "--today", "2024-07-06"],
        ),
    ];
    let mut jobs: Vec<Job> = Vec::new();
    for (from, words) in office {
        let [first, before] = [(), ()].map(|()| copied(&root().join(from)));
        let earlier = Job { words, before };
        let reports = earlier.before.path().join("nop");
        let last = files(&reports).into_iter().next_back().unwrap();
        fs::remove_file(reports.join(&last.0)).unwrap();
        earlier.run(earlier.before.path());
        fs::write(reports.join(last.0), last.1).unwrap();
        jobs.extend([Job { words, before: first }, earlier]);
    }
    let words = &["receive", "-p", "2024-06", "--today", "2024-07-06", "den"];
    let before = copied(&fixture("clean-xlsxwriter"));
    let [nop, mail] = ["nop/2024-06", "den"].map(|folder| before.path().join(folder));
    fs::create_dir(&mail).unwrap();
    let sent = files(&nop).into_keys().next().unwrap();
    fs::rename(nop.join(&sent), mail.join(&sent)).unwrap();
    let headings = "unit,period,file,received_at,sha256\n";
    fs::write(before.path().join("tiep-nhan.csv"), headings).unwrap();
    jobs.push(Job { words, before });
    let close: &[&str] =
        &["close", "-p", "2023-05", "--today", "2023-06-05", "--accept", "xin nộp muộn"];
    let before = copied(&root().join("examples/bac-kan-2023"));
    let closed = copied(before.path());
    jobs.push(Job { words: close, before });
    let ran = giaingan(closed.path(), close);
    assert_eq!(ran.code, Some(0), "{} {}", ran.shown, ran.told);
    let words = &["reopen", "-p", "2023-05", "--today", "2023-06-07", "--reason", "lập lại"];
    jobs.push(Job { words, before: closed });
    let words = &["init", ".", "--year", "2024", "--today", "2024-01-05"];
    jobs.push(Job { words, before: tempfile::tempdir().unwrap() });
    jobs
}

/// What is wrong after a run that was killed at a call.
fn fault(job: &Job, call: &str, number: usize, new: &BTreeMap<PathBuf, Vec<u8>>) -> Option<String> {
    let temp = job.folder();
    let old = files(temp.path());
    let inject = format!("inject={call}:signal=KILL:when={number}");
    let trace = format!("trace={call}");
    let killed = job.traced(temp.path(), &["-e", &trace, "-e", &inject, "-o", "/dev/null"]);
    // strace ends as the program did.
    if killed.code.is_some() {
        return Some(format!("it was not killed: {:?}", killed.code));
    }
    for (path, content) in files(temp.path()) {
        let mut is_known = [&old, new].iter().any(|state| state.get(&path) == Some(&content));
        // The list of what was written is only added to, before each file.
        if path.ends_with(".giaingan/written") {
            is_known |= new.get(&path).is_some_and(|whole| whole.starts_with(&content));
        }
        if !is_known && !is_temporary(&path) {
            return Some(format!("{} is neither the old one nor the new", path.display()));
        }
    }
    let gone = old.keys().find(|path| !temp.path().join(path).is_file());
    if let Some(gone) = gone {
        return Some(format!("{} is gone", gone.display()));
    }
    let next = job.run(temp.path());
    let after = files(temp.path());
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<BTreeSet<_>>();
    let differing: Vec<_> = names(&after).symmetric_difference(&names(new)).cloned().collect();
    if !differing.is_empty() {
        return Some(format!("after the next run ({:?}): {differing:?}", next.code));
    }
    (after != *new).then(|| "the next run wrote something else".to_owned())
}

#[test]
fn a_killed_run_leaves_each_file_old_or_new_and_the_next_one_cleans_up() {
    if !can_trace() {
        return;
    }
    let jobs = jobs();
    let mut kills = Vec::new();
    for job in &jobs {
        let temp = job.folder();
        job.run(temp.path());
        let new = Arc::new(files(temp.path()));
        assert!(!new.keys().any(|path| is_temporary(path)));
        kills.extend(job.calls().into_iter().map(|call| (job, call, Arc::clone(&new))));
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut faults = Vec::new();
        while let Some((job, (call, number), new)) = kills.get(next.fetch_add(1, Relaxed)) {
            let fault = fault(job, call, *number, new);
            faults.extend(fault.map(|fault| format!("{:?} {call} {number}: {fault}", job.words)));
        }
        faults
    };
    let faults: Vec<String> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let started: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        started.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    let kills = kills.len();
    assert!(100 <= kills, "{kills}");
    assert!(faults.is_empty(), "{} of {kills}: {faults:#?}", faults.len());
}

/// A virus scanner looks at a new file, and for a moment the system refuses to rename it.
#[test]
fn a_rename_that_is_refused_for_a_moment_is_tried_again() {
    if !can_trace() {
        return;
    }
    for (job, times, code) in jobs().into_iter().zip([(1, 0), (20, 2)]).map(|(a, (b, c))| (a, b, c))
    {
        let temp = job.folder();
        let calls = "rename,renameat,renameat2";
        let inject = format!("inject={calls}:error=EACCES:when=1..{times}");
        let done = job.traced(temp.path(), &["-e", &inject, "-o", "/dev/null"]);
        let told = done.told;
        assert_eq!(done.code, Some(code), "{times} {told}");
        assert_eq!(told.contains("đang mở trong Excel"), code == 2, "{told}");
        assert!(!files(temp.path()).keys().any(|path| is_temporary(path)));
    }
}

/// What a check that sends reports back finds, with its file, while strace does so with the program; and whether anything
/// was sent back.
fn checked(
    folder: &Path,
    program: &Path,
    options: &[&str],
) -> (Vec<(String, Option<String>)>, bool) {
    let mut command = command("strace", folder);
    command.args(["-f", "-qq", "-o", "/dev/null"]).args(options).arg(program);
    let findings =
        Ran::of(command.args(["check", "--return", "--format", "json"]).args(JUNE)).findings();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let codes = findings.iter().map(|of| (text(&of["code"]).unwrap(), text(&of["file"])));
    (codes.collect(), folder.join("tra-lai").exists())
}

/// The system does not open the report of a unit: that is told as what it is, and nothing goes back to the unit.
#[test]
fn a_report_that_the_system_does_not_open_is_no_fault_of_its_unit() {
    if !can_trace() {
        return;
    }
    let (temp, program) = (copied(&fixture("children-differ")), Path::new(PROGRAM));
    let (found, _) = checked(temp.path(), program, &[]);
    fs::remove_dir_all(temp.path().join("tra-lai")).unwrap();
    let faulty = found.iter().find(|(code, _)| code == "GN401").unwrap().1.clone().unwrap();
    let path = temp.path().join(&faulty).canonicalize().unwrap();
    let options = ["-P", path.to_str().unwrap(), "-e", "inject=open,openat:error=EACCES"];
    let (found, is_sent_back) = checked(temp.path(), program, &options);
    let of_file: Vec<&str> = found
        .iter()
        .filter(|(_, of)| of.as_ref() == Some(&faulty))
        .map(|(code, _)| &**code)
        .collect();
    assert_eq!(of_file, ["GN116"]);
    assert!(!is_sent_back);
}

/// The system does not start the child that reads an .xls: that, too, is no fault of the unit.
#[test]
fn a_report_for_which_no_child_can_be_started_is_no_fault_of_its_unit() {
    if !can_trace() {
        return;
    }
    let (temp, links) = (copied(&fixture("clean-xls")), tempfile::tempdir().unwrap());
    // The program itself is started by another name than it starts its children by.
    let program = Path::new(PROGRAM).canonicalize().unwrap();
    let link = links.path().join("giaingan");
    std::os::unix::fs::symlink(&program, &link).unwrap();
    let inject = ["-e", "trace=execve", "-e", "inject=execve:error=EACCES"];
    let options = [&["-P", program.to_str().unwrap()], &inject[..]].concat();
    let (found, is_sent_back) = checked(temp.path(), &link, &options);
    let of_file: Vec<&str> = found
        .iter()
        .filter(|(_, of)| of.as_ref().is_some_and(|file| file.ends_with(".xls")))
        .map(|(code, _)| &**code)
        .collect();
    assert_eq!(of_file, ["GN116"]);
    assert!(!is_sent_back);
}
