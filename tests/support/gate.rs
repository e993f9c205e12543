//! What stands between the bot and the world: the web server before a webhook, or a proxy.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Hands connections on to wherever it leads now; where it leads nowhere they end at once.
pub(crate) struct Gate {
    address: SocketAddr,
    target: watch::Sender<Option<SocketAddr>>,
    serving: JoinHandle<()>,
}

impl Gate {
    /// Hands bytes on as they are.
    pub(crate) async fn open() -> Self {
        Self::at(false).await
    }

    /// Speaks SOCKS5 first, and leads to its target whatever is asked for.
    pub(crate) async fn socks() -> Self {
        Self::at(true).await
    }

    async fn at(socks: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (target, leads_to) = watch::channel(None);
        let serving = tokio::spawn(async move {
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                let target: Option<SocketAddr> = *leads_to.borrow();
                tokio::spawn(async move {
                    if socks && greet(&mut near).await.is_err() {
                        return;
                    }
                    if let Some(target) = target
                        && let Ok(mut far) = TcpStream::connect(target).await
                    {
                        // Either side may break off.
                        let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
        Self {
            address,
            target,
            serving,
        }
    }

    /// Where it stands.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Leads there from now on.
    pub(crate) fn leads_to(&self, target: Option<SocketAddr>) {
        self.target.send_replace(target);
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Source: RFC 1928; no authentication, CONNECT to an IPv4 address or a name.
async fn greet(near: &mut TcpStream) -> std::io::Result<()> {
    let mut head = [0; 2];
    near.read_exact(&mut head).await?;
    let mut methods = vec![0; head[1].into()];
    near.read_exact(&mut methods).await?;
    near.write_all(&[5, 0]).await?;
    let mut request = [0; 4];
    near.read_exact(&mut request).await?;
    let length = match request[3] {
        1 => 4,
        3 => near.read_u8().await?.into(),
        other => panic!("address type {other}"),
    };
    let mut address = vec![0; length + 2];
    near.read_exact(&mut address).await?;
    near.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).await
}
