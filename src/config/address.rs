//! Addresses: of web servers, of proxies, to listen on.
//!
//! None is quoted in a message: they may hold a password.

use std::net::SocketAddr;

use reqwest::Url;

use super::problem::Flaw;

/// The Bot API server.
pub(super) fn server(text: &str) -> Result<Url, Flaw> {
    url(text, &["https", "http"], "https://api.telegram.org")
}

/// Where Telegram delivers updates.
pub(super) fn webhook(text: &str) -> Result<Url, Flaw> {
    const EXAMPLE: &str = "https://duty.example.org/telegram";
    let url = url(text, &["https", "http"], EXAMPLE)?;
    if url.path() == "/" {
        return Err(Flaw::new(
            "this address leads to no page of the program",
            format!("end it with the path that leads to /telegram, like \"{EXAMPLE}\""),
        ));
    }
    Ok(url)
}

/// Where phones reach the program's pages: what stands before `/calendar`.
pub(super) fn pages(text: &str) -> Result<Url, Flaw> {
    const EXAMPLE: &str = "https://duty.example.org";
    let url = url(text, &["https", "http"], EXAMPLE)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Flaw::new(
            "nothing can follow this address: it holds ? or #",
            format!("write what stands before /calendar, like \"{EXAMPLE}\""),
        ));
    }
    Ok(url)
}

/// What Telegram's own server asks of the address of a webhook; one's own server takes any.
/// Source: Bot API, setWebhook (HTTPS; ports 443, 80, 88, 8443).
pub(super) fn public(url: &Url) -> Result<(), Flaw> {
    const PORTS: [u16; 4] = [443, 80, 88, 8443];
    if url.scheme() != "https" {
        return Err(Flaw::new(
            "Telegram delivers to https addresses only",
            "write the address that begins with https://, and let a web server with a certificate hand /telegram on to [http] listen",
        ));
    }
    if url.port().is_some_and(|port| !PORTS.contains(&port)) {
        return Err(Flaw::new(
            "Telegram delivers to the ports 443, 80, 88 and 8443 only",
            "let one of these lead to the program; without a port it is 443",
        ));
    }
    Ok(())
}

/// A proxy that `reqwest` can use.
pub(super) fn proxy(text: &str) -> Result<Url, Flaw> {
    url(
        text,
        &["socks5", "socks5h", "http", "https"],
        "socks5://127.0.0.1:1080",
    )
}

fn url(text: &str, schemes: &[&str], example: &str) -> Result<Url, Flaw> {
    let flaw = |reason: String| Flaw::new(reason, format!("write it like \"{example}\""));
    let url = Url::parse(text).map_err(|error| flaw(format!("this is no address: {error}")))?;
    if !schemes.contains(&url.scheme()) {
        return Err(flaw(format!(
            "this address starts with none of {}://",
            schemes.join("://, ")
        )));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(flaw("this address names no computer".to_owned()));
    }
    Ok(url)
}

/// Where the program listens.
pub(super) fn listen(text: &str) -> Result<SocketAddr, Flaw> {
    text.parse().map_err(|_| {
        Flaw::new(
            format!("`{text}` is no address to listen on"),
            "write the computer's number and a port, like \"127.0.0.1:8090\" (localhost is 127.0.0.1, every network 0.0.0.0)",
        )
    })
}
