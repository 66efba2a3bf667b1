//! Bytes that are made on one thread and written on another: to compress the rows of "Dữ liệu" takes as long as to make
//! them.

use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::Result;

/// How many bytes go over at a time.
const PIECE: usize = 1 << 16;

/// How many pieces may wait to be written.
const WAITING: usize = 4;

/// Gives `make` a writer whose bytes go to `out`, in their order, while it makes the next ones.
///
/// # Errors
/// Those of `out`, else those of `make`.
pub(super) fn piped<T>(
    out: &mut (impl Write + Send),
    make: impl FnOnce(&mut BufWriter<Sender>) -> Result<T>,
) -> Result<T> {
    thread::scope(|scope| {
        let (sender, pieces) = sync_channel::<Vec<u8>>(WAITING);
        let writing =
            scope.spawn(move || pieces.iter().try_for_each(|piece| out.write_all(&piece)));
        let mut writer = BufWriter::with_capacity(PIECE, Sender(sender));
        let made = make(&mut writer).and_then(|made| Ok(writer.flush().map(|()| made)?));
        // The other thread ends when nobody can send any more.
        drop(writer);
        writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        made
    })
}

/// What hands pieces over.
pub(super) struct Sender(SyncSender<Vec<u8>>);

impl Write for Sender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Who no longer takes them has an error of its own, which is the one that is told.
        self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_arrive_in_their_order() {
        let rows: Vec<String> = (0..100_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
        let mut out = Vec::new();
        let made = piped(&mut out, |writer| {
            rows.iter().try_for_each(|row| writer.write_all(row.as_bytes()))?;
            Ok(rows.len())
        });
        assert_eq!(made.unwrap(), rows.len());
        assert_eq!(String::from_utf8(out).unwrap(), rows.concat());
    }

    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_stops_what_makes_them_and_is_the_error_that_is_told() {
        let mut made = 0;
        let result = piped(&mut Full(10 * PIECE), |writer| {
            for _ in 0..1_000 {
                writer.write_all(&[b' '; PIECE])?;
                made += 1;
            }
            Ok(())
        });
        let error = result.unwrap_err().downcast::<io::Error>().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(made < 100, "{made}");
    }

    #[test]
    fn the_error_of_what_makes_them_is_told() {
        let result = piped(&mut io::sink(), |_| -> Result<()> { anyhow::bail!("no rows") });
        assert_eq!(result.unwrap_err().to_string(), "no rows");
    }
}
