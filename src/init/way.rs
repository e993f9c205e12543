//! The way to Telegram: directly, or through a proxy where it can't be reached otherwise.

use dutybell_core::decide::BotSelf;
use dutybell_core::render::setup::Said;
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};

use super::InitError;
use super::dialogue::Dialogue;
use crate::config;
use crate::run;
use crate::telegram::{BotApi, CallError, Connection};

/// How Telegram is reached, as far as it is known.
pub(super) struct Way {
    api_url: Url,
    proxy: Option<SecretString>,
}

impl Way {
    /// Through this proxy, or directly.
    ///
    /// # Errors
    /// When the proxy or the environment's Bot API server is no address.
    pub(super) fn new(talk: &Dialogue, proxy: Option<&str>) -> Result<Self, InitError> {
        let proxy = match proxy.map(config::proxy) {
            Some(None) => return Err(InitError::Told(talk.words(Said::ProxyShape))),
            Some(proxy) => proxy,
            None => None,
        };
        Ok(Self {
            api_url: run::api_url(None)?,
            proxy,
        })
    }

    /// The proxy; it may hold a password.
    pub(super) fn proxy(&self) -> Option<&str> {
        self.proxy.as_ref().map(|proxy| proxy.expose_secret())
    }

    /// Who the bot of a token is. Where Telegram can't be reached a person is asked for a proxy.
    ///
    /// # Errors
    /// When nobody can be asked, or Telegram refuses.
    pub(super) async fn ask(
        &mut self,
        talk: &mut Dialogue,
        token: &SecretString,
    ) -> Result<(BotApi, BotSelf), InitError> {
        loop {
            let api = BotApi::new(&Connection {
                api_url: self.api_url.clone(),
                proxy: self.proxy.clone(),
                token: token.clone(),
            })?;
            // Where Telegram is blocked some lines break off only after they were made.
            let why = match api.me().await {
                Ok(bot) => return Ok((api, bot)),
                Err(CallError::NoConnection(why) | CallError::NoAnswer(why)) => why,
                Err(error) => return Err(error.into()),
            };
            self.ask_for_proxy(talk, &why).await?;
        }
    }

    async fn ask_for_proxy(&mut self, talk: &mut Dialogue, why: &str) -> Result<(), InitError> {
        let stop = InitError::Told(talk.words(Said::UnreachableStop(why)));
        if !talk.on_terminal() {
            return Err(stop);
        }
        talk.say(if self.proxy.is_some() {
            Said::UnreachableThrough(why)
        } else {
            Said::Unreachable(why)
        });
        loop {
            let Some(line) = talk.line().await else {
                return Err(stop);
            };
            if line.trim().is_empty() {
                return Ok(());
            }
            if matches!(line.trim(), "-" | "－") {
                self.proxy = None;
                return Ok(());
            }
            if let Some(proxy) = config::proxy(line.trim()) {
                self.proxy = Some(proxy);
                return Ok(());
            }
            talk.say(Said::ProxyShape);
        }
    }
}
