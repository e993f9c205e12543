//! Delivers updates to the webhook as Telegram does: by POST, with the secret in a header.
//!
//! Like a Bot API server of one's own it takes `http://` addresses of this machine. To others
//! nothing is delivered: a sandbox calls nobody outside.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::clock;
use crate::exchange::Exchange;
use crate::model::{Deliver, Delivery};

/// A webhook has so long to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// Delivers until the exchange closes.
pub(crate) async fn run(exchange: Arc<Exchange>) {
    let mut closing = exchange.closing();
    tokio::select! {
        () = deliver(&exchange) => {}
        // An error says that nobody is left who could close: that is closing too.
        _ = closing.wait_for(|closing| *closing) => {}
    }
}

async fn deliver(exchange: &Arc<Exchange>) {
    let mut bell = exchange.bell();
    loop {
        bell.mark_unchanged();
        match exchange.with(|telegram, now| telegram.next_delivery(now)) {
            Deliver::Post(delivery) => {
                let ended = match timeout(ANSWER, post(&delivery)).await {
                    Ok(ended) => ended.map_err(|error| error.to_string()),
                    Err(_) => Err("Read timeout expired".to_owned()),
                };
                exchange.with(|telegram, now| telegram.delivered(&delivery, ended, now));
                exchange.kept().await;
            }
            Deliver::Wait(until) => {
                let sleep = async {
                    match until {
                        Some(at) => tokio::time::sleep(at.since(clock::now())).await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    rung = bell.changed() => if rung.is_err() { return },
                    () = sleep => {}
                }
            }
        }
    }
}

/// The status of the answer.
async fn post(delivery: &Delivery) -> std::io::Result<u16> {
    let refused = |words: &str| std::io::Error::other(words.to_owned());
    let rest = delivery
        .url
        .strip_prefix("http://")
        .ok_or_else(|| refused("the sandbox delivers to this machine only"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).await?;
    let secret = match delivery.secret.as_str() {
        "" => String::new(),
        secret => format!("X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"),
    };
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{secret}\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        delivery.json.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(delivery.json.as_bytes()).await?;
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status).await?;
    status
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| refused("Connection closed without an answer"))
}
