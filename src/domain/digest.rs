//! SHA-256, as it stands in the register of receipts, in seals and in reports: small letters, hexadecimal.

use sha2::{Digest, Sha256};

/// The digest of a file.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
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
    }
}
