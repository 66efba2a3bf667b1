//! Blocks of AES with a key of any of its lengths.

use aes::cipher::{Array, BlockCipherDecrypt, KeyInit, consts::U16};
use aes::{Aes128, Aes192, Aes256};

/// The bytes of a block.
pub(super) const BLOCK: usize = 16;

/// Decrypts whole blocks in place; what is less than a block at the end is dropped. With a vector each block is chained to
/// the one before (CBC), without one it stands alone (ECB).
pub(super) fn decrypt(key: &[u8], vector: Option<&[u8; BLOCK]>, bytes: &mut Vec<u8>) -> Option<()> {
    match key.len() {
        16 => with(&Aes128::new_from_slice(key).ok()?, vector, bytes),
        24 => with(&Aes192::new_from_slice(key).ok()?, vector, bytes),
        32 => with(&Aes256::new_from_slice(key).ok()?, vector, bytes),
        _ => return None,
    }
    Some(())
}

fn with<C: BlockCipherDecrypt + aes::cipher::BlockSizeUser<BlockSize = U16>>(
    cipher: &C,
    vector: Option<&[u8; BLOCK]>,
    bytes: &mut Vec<u8>,
) {
    let (blocks, rest) = bytes.as_chunks_mut::<BLOCK>();
    let rest = rest.len();
    let mut before = vector.copied();
    for block in blocks {
        let locked = *block;
        let mut open = Array(locked);
        cipher.decrypt_block(&mut open);
        *block = open.0;
        if let Some(before) = &mut before {
            block.iter_mut().zip(*before).for_each(|(byte, with)| *byte ^= with);
            *before = locked;
        }
    }
    bytes.truncate(bytes.len() - rest);
}
