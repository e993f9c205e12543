//! Where the program keeps what it must not lose.

#[allow(
    dead_code,
    reason = "export, import and health use what the engine does not"
)]
mod sled;

#[allow(unused_imports, reason = "named by the wiring alone")]
pub(crate) use self::sled::SledStore;
