//! SHA-256, as it stands in the register of receipts, in seals and in reports: small letters, hexadecimal.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// The digest of a file.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The digest of what is read, of which little is held at a time.
///
/// # Errors
/// It cannot be read.
pub(crate) fn of(mut content: impl Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut some = vec![0; 1 << 16];
    loop {
        match content.read(&mut some) {
            Ok(0) => return Ok(hexadecimal(&digest.finalize())),
            Ok(read) => digest.update(&some[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// What tells subjects apart in a name for people: two of one unit meet once in sixteen million.
pub(crate) fn short(subject: &str) -> String {
    const DIGITS: usize = 6;
    let mut digest = sha256(subject.as_bytes());
    digest.truncate(DIGITS);
    digest
}

/// Bytes in hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_written_as_other_programs_write_it() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(super::sha256(b""), empty);
        assert_eq!(super::of(&b""[..]).unwrap(), empty);
        let long = vec![7; 200_000];
        assert_eq!(super::of(&long[..]).unwrap(), super::sha256(&long));
    }
}
