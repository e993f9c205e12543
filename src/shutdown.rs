//! When the program ends: a signal, the end of standard input where asked for, or a failure.
//! Whoever holds our standard input is heard here too.

use dutybell_core::pace::Pace;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for SIGTERM and SIGINT from now on; what it gives waits for one of them.
///
/// # Errors
/// When signals can't be listened to.
pub(crate) fn listen() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Listens for SIGHUP from now on; it ends the process no more. A terminal that closes sends it
/// too, and pages must go on then.
///
/// # Errors
/// When signals can't be listened to.
pub(crate) fn hangups() -> std::io::Result<Signal> {
    signal(SignalKind::hangup())
}

/// Waits until standard input ends: whoever started us holds its other end, so it ends with them,
/// however they end. Until then they may tell the pace of time there.
pub(crate) async fn parent_gone(set_pace: impl Fn(Pace)) {
    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        if let Some(pace) = pace_of(&line) {
            set_pace(pace);
        }
    }
}

/// `clock PACE`; anything else says nothing to us.
fn pace_of(line: &[u8]) -> Option<Pace> {
    let line = std::str::from_utf8(line).ok()?;
    line.strip_prefix("clock ")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use dutybell_core::time::At;

    use super::*;

    #[test]
    fn only_a_whole_line_sets_the_pace() {
        let pace = Pace::from(At(5), At(7)).changed(At(6), 60);
        let line = format!("clock {pace}");
        assert_eq!(pace_of(line.as_bytes()), Some(pace));
        for other in ["", "clock", "clock 60", "o'clock 1 2 3", "clock 1 2 0"] {
            assert_eq!(pace_of(other.as_bytes()), None, "{other}");
        }
        assert_eq!(pace_of(b"clock 1 2 \xff"), None);
    }
}
