//! Encryption as of Excel 2007: AES block by block, its key out of SHA-1.

use sha1::{Digest, Sha1};

use super::aes;
use crate::read::xls::long;

/// How often the password is hashed.
const TURNS: u32 = 50_000;
/// The bytes of a digest.
const DIGEST: usize = 20;

/// Decrypts a package; `None` where the password is another one.
pub(super) fn opened(how: &[u8], package: &[u8], password: &[u8]) -> Option<Vec<u8>> {
    let header = long(how, 8)? as usize;
    let key_bits = long(how, 12 + 16)? as usize;
    let verifier = how.get(12_usize.checked_add(header)?..)?;
    let (salt, verifier) = verifier.get(4..)?.split_first_chunk::<16>()?;
    let (word, verifier) = verifier.split_first_chunk::<16>()?;
    let digest = verifier.get(4..)?.first_chunk::<32>()?;
    let key = key(password, salt, key_bits)?;
    let (mut word, mut digest) = (word.to_vec(), digest.to_vec());
    aes::decrypt(&key, None, &mut word)?;
    aes::decrypt(&key, None, &mut digest)?;
    if Sha1::digest(&word)[..] != digest[..DIGEST] {
        return None;
    }
    let mut package = package.to_vec();
    aes::decrypt(&key, None, &mut package)?;
    Some(package)
}

fn key(password: &[u8], salt: &[u8], bits: usize) -> Option<Vec<u8>> {
    let mut hash = Sha1::new().chain_update(salt).chain_update(password).finalize();
    for turn in 0..TURNS {
        hash = Sha1::new().chain_update(turn.to_le_bytes()).chain_update(hash).finalize();
    }
    let hash = Sha1::new().chain_update(hash).chain_update([0; 4]).finalize();
    let derived = |fill: u8| {
        let mut bytes = [fill; 64];
        bytes.iter_mut().zip(hash).for_each(|(byte, with)| *byte ^= with);
        Sha1::digest(bytes)
    };
    let key = [derived(0x36), derived(0x5C)].concat();
    Some(key.get(..bits / 8)?.to_vec())
}
