//! The records of an .xls under RC4: what they are and how long is plain, what is in them is not.

use md5::Md5;
use sha1::{Digest, Sha1};

use super::PASSWORD;
use crate::read::Refused;
use crate::read::xls::{NO_KIND, Records, long, short};

/// The record that says how the stream is encrypted.
const LOCK: u16 = 0x002F;
/// Records that stay plain: a beginning, the lock, who has the file open, revisions.
const PLAIN: [u16; 7] = [0x0809, LOCK, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138];
/// A sheet's record begins with its place, which is plain.
const SHEET: u16 = 0x0085;
const END: u16 = 0x000A;
/// So many bytes of the stream are under one key.
const BLOCK: usize = 1024;

/// Takes the encryption off the workbook stream of an .xls, where it has any.
///
/// # Errors
/// It is under a password of its own, or encrypted as no Excel since 97 does it.
pub(crate) fn open(stream: &mut [u8]) -> Result<(), Refused> {
    let lock = Records::of(stream).take_while(|(kind, ..)| *kind != END);
    let lock =
        lock.filter(|(kind, ..)| *kind == LOCK).map(|(_, at, lock)| (at, lock.to_vec())).next();
    let Some((at, lock)) = lock else { return Ok(()) };
    let key = Key::of(&lock, PASSWORD).ok_or(Refused::Password)?;
    decrypt(stream, &key);
    stream[at - 4..at - 2].copy_from_slice(&NO_KIND.to_le_bytes());
    Ok(())
}

fn decrypt(stream: &mut [u8], key: &Key) {
    let places: Vec<(u16, usize, usize)> =
        Records::of(stream).map(|(kind, at, record)| (kind, at, at + record.len())).collect();
    let mut known: Option<(usize, [u8; BLOCK])> = None;
    for (kind, from, to) in places {
        let from = match kind {
            kind if PLAIN.contains(&kind) => continue,
            SHEET => (from + 4).min(to),
            _ => from,
        };
        for (place, byte) in (from..).zip(&mut stream[from..to]) {
            let block = place / BLOCK;
            let (_, pad) = match &known {
                Some(of) if of.0 == block => of,
                _ => known.insert((block, key.pad(block as u32))),
            };
            *byte ^= pad[place % BLOCK];
        }
    }
}

/// What the keys of all blocks come of.
enum Key {
    /// Of Excel 97: five bytes.
    Short([u8; 5]),
    /// Of Excel 2002 and later: a digest, and how many bytes a key has.
    Long(Vec<u8>, usize),
}

impl Key {
    /// That of a lock; `None` where the password is another one.
    fn of(lock: &[u8], password: &str) -> Option<Key> {
        let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // The first number says RC4; 0 would be the mere disguise of Excel 95.
        let numbers = [0, 2, 4].map(|at| short(lock, at));
        let (key, word, digest, length) = match numbers {
            [Some(1), Some(1), Some(1)] => {
                let (salt, rest) = lock.get(6..)?.split_first_chunk::<16>()?;
                let (word, rest) = rest.split_first_chunk::<16>()?;
                let first = Md5::digest(&password);
                let salted = [&first[..5], salt].concat().repeat(16);
                let key = *Md5::digest(salted).first_chunk::<5>()?;
                (Key::Short(key), *word, rest.get(..16)?, 16)
            }
            [Some(1), Some(2..=4), Some(2)] => {
                let header = long(lock, 10)? as usize;
                let bits = long(lock, 14 + 16)? as usize;
                let verifier = lock.get(14_usize.checked_add(header)?..)?;
                let (salt, rest) = verifier.get(4..)?.split_first_chunk::<16>()?;
                let (word, rest) = rest.split_first_chunk::<16>()?;
                let base = Sha1::new().chain_update(salt).chain_update(&password).finalize();
                let bytes = if bits == 0 { 5 } else { bits / 8 };
                (1..=16).contains(&bytes).then_some(())?;
                (Key::Long(base.to_vec(), bytes), *word, rest.get(4..24)?, 20)
            }
            _ => return None,
        };
        let pad = key.pad(0);
        let plain = |bytes: &[u8], from: usize| -> Vec<u8> {
            bytes.iter().zip(&pad[from..]).map(|(byte, with)| byte ^ with).collect()
        };
        let (word, digest) = (plain(&word, 0), plain(digest, word.len()));
        let found =
            if length == 16 { Md5::digest(word).to_vec() } else { Sha1::digest(word).to_vec() };
        (found == digest).then_some(key)
    }

    /// What the bytes of a block are combined with.
    fn pad(&self, block: u32) -> [u8; BLOCK] {
        match self {
            Key::Short(key) => {
                rc4(&Md5::new().chain_update(key).chain_update(block.to_le_bytes()).finalize())
            }
            Key::Long(base, bytes) => {
                let hash = Sha1::new().chain_update(base).chain_update(block.to_le_bytes());
                let mut key = hash.finalize()[..*bytes].to_vec();
                // A key of 40 bits is filled up with zeros.
                if key.len() == 5 {
                    key.resize(16, 0);
                }
                rc4(&key)
            }
        }
    }
}

/// The first bytes that RC4 gives.
fn rc4(key: &[u8]) -> [u8; BLOCK] {
    let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
    let mut second = 0_u8;
    for first in 0..256 {
        second = second.wrapping_add(state[first]).wrapping_add(key[first % key.len()]);
        state.swap(first, usize::from(second));
    }
    let (mut first, mut second) = (0_u8, 0_u8);
    std::array::from_fn(|_| {
        first = first.wrapping_add(1);
        second = second.wrapping_add(state[usize::from(first)]);
        state.swap(usize::from(first), usize::from(second));
        let sum = state[usize::from(first)].wrapping_add(state[usize::from(second)]);
        state[usize::from(sum)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_is_as_it_was_published() {
        assert_eq!(rc4(b"Key")[..5], [0xEB, 0x9F, 0x77, 0x81, 0xB7]);
        assert_eq!(rc4(b"Wiki")[..3], [0x60, 0x44, 0xDB]);
    }
}
