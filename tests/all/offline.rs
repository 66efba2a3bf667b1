//! The units' figures stay on the machine: the program is built of no crate that is known to open sockets, and no line of ours
//! names `std::net`. What a run asks the system for, `.ci/offline` looks at.

use std::collections::BTreeSet;
use std::fs;

use super::workspace::{files, root};

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
    let lock: toml::Table = fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
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
    let ours = files(&root().join("src"));
    assert!(100 < ours.len(), "{} files", ours.len());
    let opens = |text: &[u8]| text.windows(8).any(|word| word == b"std::net");
    let found: Vec<_> = ours.iter().filter(|(_, text)| opens(text)).map(|(path, _)| path).collect();
    assert!(found.is_empty(), "{found:?}");
}
