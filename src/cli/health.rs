//! `dutybell health`: asks the running bot how it is; for a container's health check.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::failure;
use crate::config;
use crate::http::address;

/// It is not well, or does not answer.
const UNWELL: u8 = 1;
/// There is nobody to ask.
const UNUSABLE: u8 = 2;

/// A bot that answers later than this is not well.
const ANSWER: Duration = Duration::from_secs(5);

/// Asks `/healthz`, or `/readyz`, and prints the answer.
pub(crate) fn run(path: &Path, ready: bool) -> ExitCode {
    let listen = match listening(path) {
        Ok(listen) => listen,
        Err(told) => return failure(UNUSABLE, &told),
    };
    let page = if ready { "readyz" } else { "healthz" };
    let asked = super::run::runtime()
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(ask(near(listen), page)));
    match asked {
        Ok((true, answer)) => {
            print!("{answer}");
            ExitCode::SUCCESS
        }
        Ok((false, answer)) => failure(UNWELL, &answer.trim_end()),
        Err(error) => failure(UNWELL, &error),
    }
}

/// Where the bot listens: by what it left itself, since it may run by an older configuration than the
/// file holds; else as configured.
fn listening(path: &Path) -> Result<SocketAddr, String> {
    let words = |problems: config::Problems| problems.to_string();
    let data_dir = config::data_dir(path).map_err(words)?;
    if let Some(address) = address::left(&data_dir) {
        return Ok(address);
    }
    let config = config::load(path).map_err(words)?;
    config.http_listen.ok_or_else(|| {
        "the configuration has no [http]\n  add [http] with listen = \"127.0.0.1:8090\"".to_owned()
    })
}

async fn ask(address: SocketAddr, page: &str) -> Result<(bool, String), String> {
    let words = |error: reqwest::Error| format!("the bot at {address} does not answer: {error}");
    // A proxy of the environment leads elsewhere.
    let client = reqwest::Client::builder().no_proxy().timeout(ANSWER);
    let asking = client.build().map_err(words)?;
    let answer = asking
        .get(format!("http://{address}/{page}"))
        .send()
        .await
        .map_err(words)?;
    let well = answer.status().is_success();
    Ok((well, answer.text().await.map_err(words)?))
}

/// Every network is heard on this computer too.
fn near(listen: SocketAddr) -> SocketAddr {
    let address = match listen.ip() {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    SocketAddr::new(address, listen.port())
}
