//! The system's randomness: the only place where any is read.

/// So many bytes that nobody can guess.
///
/// # Errors
/// When the system has none to give.
pub(crate) fn bytes<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut random = [0; N];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    Ok(random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_never_alike() {
        assert_ne!(bytes::<32>().unwrap(), bytes::<32>().unwrap());
    }
}
