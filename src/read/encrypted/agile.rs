//! Encryption as of Excel 2010 and later: AES in chained blocks, the key of the package itself under the password.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::aes::{self, BLOCK};

/// The bytes of a package that are chained to each other.
const SEGMENT: usize = 4096;
/// The password is hashed 100,000 times by Excel; a file that asks for more than this wants to keep us busy.
const MOST_TURNS: u32 = 1_000_000;

/// What a key is made for.
const FOR_WORD: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const FOR_DIGEST: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const FOR_KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// Decrypts a package; `None` where the password is another one.
pub(super) fn opened(how: &[u8], package: &[u8], password: &[u8]) -> Option<Vec<u8>> {
    let (data, password_key) = read(std::str::from_utf8(how.get(8..)?).ok()?)?;
    let Lock { word, digest, key, turns, cipher } = password_key;
    let mut hash = cipher.hash.of(&cipher.salt, password);
    for turn in 0..turns {
        hash = cipher.hash.of(&turn.to_le_bytes(), &hash);
    }
    let vector = fitted(cipher.salt.clone(), BLOCK);
    let open = |mut bytes: Vec<u8>, purpose: [u8; 8]| {
        let key = fitted(cipher.hash.of(&hash, &purpose), cipher.key_bytes);
        aes::decrypt(&key, vector.first_chunk(), &mut bytes)?;
        Some(bytes)
    };
    let word = open(word, FOR_WORD)?;
    let digest = open(digest, FOR_DIGEST)?;
    let found = cipher.hash.of(word.get(..cipher.salt.len())?, &[]);
    if digest.get(..found.len())? != found {
        return None;
    }
    let key = open(key, FOR_KEY)?;
    let key = key.get(..data.key_bytes)?;
    let mut opened = Vec::with_capacity(package.len());
    for (number, segment) in (0_u32..).zip(package.chunks(SEGMENT)) {
        let vector = fitted(data.hash.of(&data.salt, &number.to_le_bytes()), BLOCK);
        let mut segment = segment.to_vec();
        aes::decrypt(key, vector.first_chunk(), &mut segment)?;
        opened.append(&mut segment);
    }
    Some(opened)
}

/// The first bytes, filled up where there are too few.
fn fitted(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Hash> {
        Some(match name {
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" => Hash::Sha256,
            "SHA384" => Hash::Sha384,
            "SHA512" => Hash::Sha512,
            _ => return None,
        })
    }

    /// The digest of two texts one behind the other.
    fn of(self, first: &[u8], second: &[u8]) -> Vec<u8> {
        fn digest<D: Digest>(first: &[u8], second: &[u8]) -> Vec<u8> {
            D::new().chain_update(first).chain_update(second).finalize().to_vec()
        }
        match self {
            Hash::Sha1 => digest::<Sha1>(first, second),
            Hash::Sha256 => digest::<Sha256>(first, second),
            Hash::Sha384 => digest::<Sha384>(first, second),
            Hash::Sha512 => digest::<Sha512>(first, second),
        }
    }
}

/// How something is encrypted.
struct Cipher {
    hash: Hash,
    salt: Vec<u8>,
    key_bytes: usize,
}

/// The key of the package under the password, and the word by which a password is known.
struct Lock {
    word: Vec<u8>,
    digest: Vec<u8>,
    key: Vec<u8>,
    turns: u32,
    cipher: Cipher,
}

/// How the package is encrypted, and how its key is.
fn read(description: &str) -> Option<(Cipher, Lock)> {
    let mut reader = Reader::from_str(description);
    let (mut data, mut lock) = (None, None);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "keyData" => data = cipher(&element),
                "encryptedKey" => lock = self::lock(&element),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Some((data?, lock?))
}

fn lock(element: &BytesStart<'_>) -> Option<Lock> {
    let bytes = |name| BASE64_STANDARD.decode(attribute(element, name)?).ok();
    let turns = attribute(element, "spinCount")?.parse().ok()?;
    (turns <= MOST_TURNS).then_some(())?;
    Some(Lock {
        word: bytes("encryptedVerifierHashInput")?,
        digest: bytes("encryptedVerifierHashValue")?,
        key: bytes("encryptedKeyValue")?,
        turns,
        cipher: cipher(element)?,
    })
}

fn cipher(element: &BytesStart<'_>) -> Option<Cipher> {
    let is_known = attribute(element, "cipherAlgorithm")? == "AES"
        && attribute(element, "cipherChaining")? == "ChainingModeCBC";
    is_known.then_some(())?;
    let bits: usize = attribute(element, "keyBits")?.parse().ok()?;
    Some(Cipher {
        hash: Hash::named(&attribute(element, "hashAlgorithm")?)?,
        salt: BASE64_STANDARD.decode(attribute(element, "saltValue")?).ok()?,
        // No key of AES is longer.
        key_bytes: (bits / 8).min(32),
    })
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::default()).ok()?.into_owned())
}
