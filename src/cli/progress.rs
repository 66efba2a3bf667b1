//! How far the reading of many files is.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;

/// A progress bar that shows itself only where reading takes more than a moment, and only on a terminal.
pub struct Bar {
    bar: ProgressBar,
    began: Instant,
}

impl Bar {
    /// For so many files; none where `global` asks for quiet.
    pub fn new(files: usize, global: &Global) -> Bar {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{pos}/{len} tệp {wide_bar} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let began = if global.quiet {
            Instant::now() + Duration::from_secs(86_400)
        } else {
            Instant::now()
        };
        Bar { bar, began }
    }

    /// One more file is read.
    pub fn step(&self) {
        if self.bar.is_hidden()
            && Duration::from_millis(400) < Instant::now().saturating_duration_since(self.began)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// All are.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
