//! The records of an .xlsb part: a kind and a length of one to four bytes of seven bits each, then the bytes.

pub(super) struct Record<'a> {
    /// What it is.
    pub kind: u32,
    bytes: &'a [u8],
}

/// The part ends inside a record.
#[derive(Debug)]
pub(super) struct Broken;

/// The records of a part, one after the other.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// Of a part.
    pub(super) fn new(part: &'a [u8]) -> Records<'a> {
        Records { rest: part }
    }

    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for index in 0..most {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(first & 0x7F) << (7 * index);
            if first & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    fn record(&mut self) -> Option<Record<'a>> {
        let kind = self.number(2)?;
        let length = self.number(4)?;
        let (bytes, rest) = self.rest.split_at_checked(length as usize)?;
        self.rest = rest;
        Some(Record { kind, bytes })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = self.record().ok_or(Broken);
        if record.is_err() {
            self.rest = &[];
        }
        Some(record)
    }
}

impl Record<'_> {
    /// The byte at this place.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// So many bytes at this place.
    pub(super) fn bytes<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.bytes.get(at..)?.first_chunk().copied()
    }

    /// The 16-bit number at this place.
    pub(super) fn short(&self, at: usize) -> Option<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    /// The 32-bit number at this place.
    pub(super) fn long(&self, at: usize) -> Option<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    /// The floating-point number at this place.
    pub(super) fn double(&self, at: usize) -> Option<f64> {
        self.bytes(at).map(f64::from_le_bytes)
    }

    /// The number in four bytes: an integer of 30 bits or the upper half of a float, either perhaps in hundredths.
    pub(super) fn packed(&self, at: usize) -> Option<f64> {
        let packed = self.long(at)?;
        let number = match packed & 2 {
            0 => f64::from_bits(u64::from(packed & !3) << 32),
            _ => f64::from(packed as i32 >> 2),
        };
        Some(if packed & 1 == 0 { number } else { number / 100.0 })
    }

    /// The text at this place: its length in UTF-16 units, then those. One without a length is empty.
    pub(super) fn text(&self, at: usize) -> Option<String> {
        let length = self.long(at)?;
        if length == u32::MAX {
            return Some(String::new());
        }
        let bytes = self.bytes.get(at.checked_add(4)?..)?;
        let bytes = bytes.get(..(length as usize).checked_mul(2)?)?;
        let units: Vec<u16> =
            bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_integers_or_floats_perhaps_in_hundredths() {
        let packed = |number: u32| Record { kind: 2, bytes: &number.to_le_bytes() }.packed(0);
        assert_eq!(packed((1234 << 2) | 2), Some(1234.0));
        assert_eq!(packed((1234 << 2) | 3), Some(12.34));
        assert_eq!(packed((-5_i32 as u32) << 2 | 2), Some(-5.0));
        assert_eq!(packed((1.5_f64.to_bits() >> 32) as u32), Some(1.5));
    }

    #[test]
    fn a_record_that_ends_early_is_said_once() {
        let kinds = |bytes: &[u8]| -> Vec<Option<u32>> {
            Records::new(bytes).map(|record| record.ok().map(|record| record.kind)).collect()
        };
        assert_eq!(kinds(&[0x91, 0x01, 0x00, 0x05, 0x02, 1, 2]), [Some(0x91), Some(5)]);
        assert_eq!(kinds(&[0x05, 0x02, 1]), [None]);
        assert_eq!(kinds(&[0x85]), [None]);
    }
}
