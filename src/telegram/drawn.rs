//! Pictures that are drawn when they are sent, so that the store holds no picture.

use qrcode::{Color, QrCode};

/// Pixels of a module: a code on a phone is scanned from another phone at arm's length.
const PIXELS: usize = 10;

/// Modules of white around the code. Source: ISO/IEC 18004, quiet zone.
const QUIET: usize = 4;

/// Why nothing can be drawn.
#[derive(Debug, thiserror::Error)]
pub(super) enum DrawError {
    /// The text does not fit a QR code.
    #[error("the text fits no QR code: {0}")]
    Qr(#[from] qrcode::types::QrError),
    /// The picture can't be encoded.
    #[error("the picture can't be encoded: {0}")]
    Png(#[from] png::EncodingError),
    /// The text makes a picture of no size.
    #[error("the picture is too large")]
    Size,
}

/// A QR code as PNG, black on white.
pub(super) fn qr(text: &str) -> Result<Vec<u8>, DrawError> {
    let code = QrCode::new(text)?;
    let modules = code.width() + 2 * QUIET;
    let side = modules * PIXELS;
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| {
            (at / PIXELS)
                .checked_sub(QUIET)
                .filter(|at| *at < code.width())
        };
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => code[(x, y)] == Color::Dark,
            _ => false,
        }
    };
    let pixels: Vec<u8> = (0..side)
        .flat_map(|y| (0..side).map(move |x| (x, y)))
        .map(|(x, y)| if dark(x, y) { 0 } else { 255 })
        .collect();
    let side = u32::try_from(side).map_err(|_| DrawError::Size)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_small_picture_with_a_white_rim() {
        let bytes = qr("https://t.me/dutybell_bot?start=abcdefghijklmnopqrstuv").unwrap();
        assert!(bytes.len() < 20_000, "{} bytes", bytes.len());
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(frame.width, frame.height);
        let side = frame.width as usize;
        let rim = QUIET * PIXELS;
        assert!(pixels[..side * rim].iter().all(|pixel| *pixel == 255));
        // The corner of the first finder pattern.
        assert_eq!(pixels[side * rim + rim], 0);
    }
}
