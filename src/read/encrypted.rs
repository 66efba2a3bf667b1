//! Files under the password that Excel takes where nobody gave one, as when only the structure of a workbook is protected:
//! every program opens them without asking. A file under any other password stays closed.

mod agile;
mod aes;
mod records;
mod standard;

pub(super) use self::records::open as open_records;
use super::content::{self, Format};
use super::{Refused, Workbook, compound, damaged, legacy};

/// The password of those who have none.
const PASSWORD: &str = "VelvetSweatshop";

/// Reads an encrypted .xlsx or .xlsb.
///
/// # Errors
/// It is under a password of its own, or nothing of what is in it could be read.
pub(super) fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut file = compound::open(bytes)?;
    let how = compound::stream(&mut file, "/EncryptionInfo", bytes.len())?;
    let package = compound::stream(&mut file, "/EncryptedPackage", bytes.len())?;
    let package = opened(&how, &package, PASSWORD).ok_or(Refused::Password)?;
    match content::format(&package)? {
        format @ (Format::Xlsx | Format::Xlsb) => legacy(format, &package),
        _ => Err(damaged("EncryptedPackage")),
    }
}

/// What an encrypted package holds; `None` where the password is another one or the file is damaged.
fn opened(how: &[u8], package: &[u8], password: &str) -> Option<Vec<u8>> {
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (length, package) = package.split_first_chunk()?;
    let mut package = match how.get(..4)? {
        [4, 0, 4, 0] => agile::opened(how, package, &password)?,
        [2..=4, 0, 2, 0] => standard::opened(how, package, &password)?,
        _ => return None,
    };
    // The last block is filled up.
    package.truncate(usize::try_from(u64::from_le_bytes(*length)).ok()?);
    Some(package)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The two streams of a file.
    fn locked(name: &str) -> [Vec<u8>; 2] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let mut file = compound::open(&bytes).unwrap();
        ["/EncryptionInfo", "/EncryptedPackage"]
            .map(|stream| compound::stream(&mut file, stream, bytes.len()).unwrap())
    }

    #[test]
    fn only_its_own_password_opens_a_package() {
        for name in ["default-password.xlsx", "default-password-2007.xlsx"] {
            let [how, package] = locked(name);
            assert!(opened(&how, &package, PASSWORD).unwrap().starts_with(b"PK"), "{name}");
            assert_eq!(opened(&how, &package, "velvetsweatshop"), None, "{name}");
        }
    }

    #[test]
    fn damage_opens_nothing_and_ends_nothing() {
        for name in ["default-password.xlsx", "default-password-2007.xlsx"] {
            let [how, package] = locked(name);
            for cut in (0..how.len()).step_by(7) {
                opened(&how[..cut], &package, PASSWORD);
            }
            assert_eq!(opened(&how, &package[..5], PASSWORD), None);
            let short = opened(&how, &package[..1000], PASSWORD);
            assert!(short.is_some_and(|short| short.len() < 1000), "{name}");
        }
    }
}
