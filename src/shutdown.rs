//! When the program ends: a signal, the end of standard input where asked for, or a failure.

use tokio::io::AsyncReadExt as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Waits for SIGTERM or SIGINT.
///
/// # Errors
/// When signals can't be listened to.
pub(crate) async fn signalled() -> std::io::Result<()> {
    listen()?.await;
    Ok(())
}

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
/// however they end.
pub(crate) async fn parent_gone() {
    let mut input = tokio::io::stdin();
    let mut buffer = [0_u8; 64];
    while input.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}
