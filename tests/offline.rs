//! The units' figures stay on the machine: the program is built of no crate that is known to open sockets, and no line of ours
//! names `std::net`. What a run asks the system for, `.ci/offline` looks at.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Crates known to open sockets themselves: nearly all that speaks a protocol of the network stands on one of them.
const SOCKETS: [&str; 22] = [
    "async-io",
    "async-net",
    "async-std",
    "compio",
    "curl-sys",
    "glommio",
    "hickory-resolver",
    "hyper",
    "libssh2-sys",
    "mio",
    "minreq",
    "monoio",
    "net2",
    "openssl-sys",
    "polling",
    "quinn-udp",
    "rustls",
    "socket2",
    "tiny_http",
    "tokio",
    "ureq",
    "zmq-sys",
];

/// The names of all packages in the lock file.
fn locked() -> BTreeSet<String> {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock: toml::Table = fs::read_to_string(lock).unwrap().parse().unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    packages.map(|package| package["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn no_crate_opens_sockets() {
    let locked = locked();
    assert!(locked.contains("calamine"), "the lock file lists what is built");
    let found: Vec<&str> = SOCKETS.into_iter().filter(|name| locked.contains(*name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_line_of_ours_opens_sockets() {
    fn look(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, found);
            } else if fs::read_to_string(&path).is_ok_and(|text| text.contains("std::net")) {
                found.push(path.display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.is_empty(), "{found:?}");
}
