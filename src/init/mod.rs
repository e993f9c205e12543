//! `dutybell init`: asks, meets the group and its people, writes the configuration.
//!
//! Nothing that waits at Telegram is confirmed: the same updates are looked at again and again and
//! told apart by their ids. So a report that somebody writes during the set-up is taken by the bot's
//! first start, and whoever pressed Start is greeted then. Telegram keeps updates for 24 hours, and
//! shows the oldest 100. Behind more than that nobody who comes is seen: it is said, and at a person's word
//! those 100 are let go unread, which is the one time that something is confirmed.

mod choose;
mod dialogue;
mod file;
mod meet;
mod way;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use dutybell_core::decide::BotSelf;
use dutybell_core::engine::Input;
use dutybell_core::ids::UpdateId;
use dutybell_core::render::setup::Said;
use dutybell_core::settings::Language;
use secrecy::{ExposeSecret as _, SecretString};

use crate::aside;
use crate::config;
use crate::run::{self, RunError};
use crate::telegram::{AT_ONCE, BotApi, CallError, PollError, forget, peek};
use dialogue::Dialogue;
use meet::Met;
use way::Way;

/// Pause between two looks: above the half second within which Telegram gives less to whoever asks
/// for the same again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What a person types to let go of what waits.
const FORGET: &str = "forget";

/// An example that a configuration may begin with. Source: SPEC section 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Base {
    /// A town's emergency office.
    Town,
    /// A mine.
    Mine,
    /// A construction site.
    Site,
    /// A health inspectorate.
    Inspectorate,
    /// A village mediation committee.
    Village,
}

/// What is to be made.
pub(crate) struct Plan {
    /// The configuration's file.
    pub(crate) out: PathBuf,
    /// What it begins with.
    pub(crate) base: Option<Base>,
    /// Through which Telegram is reached.
    pub(crate) proxy: Option<String>,
    /// Of the dialogue and of the bot.
    pub(crate) language: Language,
}

/// Why no configuration was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InitError {
    /// Told in the person's language.
    #[error("{0}")]
    Told(String),
    /// The connection can't be set up, or the token file can't be read.
    #[error("{0}")]
    Run(#[from] RunError),
    /// Telegram can't be asked.
    #[error("{0}")]
    Call(#[from] CallError),
    /// What was made is no good configuration.
    #[error("the configuration that was made has mistakes; please report this\n{0}")]
    Made(String),
    /// A file can't be written.
    #[error("{0} can't be written: {1}")]
    Write(String, std::io::Error),
    /// The terminal can't be read.
    #[error("the terminal can't be read: {0}")]
    Terminal(std::io::Error),
}

/// Runs the dialogue.
///
/// # Errors
/// When it can't go on; what was there before is left as it was.
pub(crate) async fn run(plan: &Plan) -> Result<(), InitError> {
    let mut talk = Dialogue::new(plan.language);
    if let Some(base) = plan.base.filter(|base| *base != Base::Town) {
        let name = base.to_possible_value();
        let name = name.as_ref().map_or("", |name| name.get_name());
        return Err(InitError::Told(talk.words(Said::Later(name))));
    }
    let mut way = Way::new(&talk, plan.proxy.as_deref())?;
    let overwrite = plan.out.exists();
    if overwrite {
        may_overwrite(&mut talk, &plan.out).await?;
    }
    let folder = match plan.out.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    std::fs::create_dir_all(&folder)
        .map_err(|error| InitError::Write(folder.display().to_string(), error))?;
    let (api, bot) = token(&mut talk, &mut way, &folder.join("token")).await?;
    let met = meet(&mut talk, &api, &bot).await?;
    let text = file::configuration(&met, plan.base, plan.language, way.proxy());
    if let Err(problems) = config::parse(&text, &folder) {
        let list: Vec<String> = problems
            .iter()
            .map(|problem| format!("{problem:?}"))
            .collect();
        return Err(InitError::Made(list.join("\n")));
    }
    // A proxy's address may hold a password.
    let secret = way.proxy().is_some_and(|proxy| proxy.contains('@'));
    let mode = if secret { 0o600 } else { 0o644 };
    write(&plan.out, &text, mode, overwrite)?;
    let shown = plan.out.display();
    talk.say(Said::Written(&shown.to_string()));
    talk.show(&format!("  dutybell check --config {shown}"));
    talk.show(&format!("  dutybell run --config {shown}"));
    Ok(())
}

async fn may_overwrite(talk: &mut Dialogue, path: &Path) -> Result<(), InitError> {
    let shown = path.display().to_string();
    if talk.on_terminal() {
        talk.say(Said::Exists(&shown));
        if talk.line().await.is_some_and(|line| line.trim() == "yes") {
            return Ok(());
        }
    }
    Err(InitError::Told(talk.words(Said::ExistsStop(&shown))))
}

/// Writes a file whole; one that came meanwhile and that nobody allowed to be overwritten is left as
/// it is.
fn write(path: &Path, text: &str, mode: u32, overwrite: bool) -> Result<(), InitError> {
    let failed = |error| InitError::Write(path.display().to_string(), error);
    if !overwrite && path.exists() {
        return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
    }
    aside::write(path, text, mode).map_err(failed)
}

/// Whether a token is kept there. An empty file is none: it is what a full disk leaves.
fn is_kept(path: &Path) -> bool {
    match std::fs::read_to_string(path) {
        Ok(text) => !text.trim().is_empty(),
        // Whatever is wrong with it is told when it is read.
        Err(_) => path.exists(),
    }
}

/// The bot of a token that Telegram knows: one that is kept already, else one that is asked for and
/// then kept.
async fn token(
    talk: &mut Dialogue,
    way: &mut Way,
    path: &Path,
) -> Result<(BotApi, BotSelf), InitError> {
    let shown = path.display().to_string();
    let mut kept = is_kept(path);
    loop {
        let token: SecretString = if kept {
            talk.say(Said::TokenUsed(&shown));
            run::token_file(path)?.trim().to_owned().into()
        } else {
            talk.say(Said::TokenAsk);
            match talk.secret().await.map_err(InitError::Terminal)? {
                Some(token) => token,
                None => return Err(InitError::Told(talk.words(Said::TokenMissing))),
            }
        };
        let wrong = if run::is_plain_token(token.expose_secret()) {
            match way.ask(talk, &token).await {
                Ok((api, bot)) => {
                    if !kept {
                        let overwrite = path.exists();
                        write(
                            path,
                            &format!("{}\n", token.expose_secret()),
                            0o600,
                            overwrite,
                        )?;
                    }
                    talk.say(Said::TokenKept(&bot.username, &shown));
                    return Ok((api, bot));
                }
                Err(InitError::Call(CallError::Refused {
                    code: 401 | 404,
                    description,
                })) => talk.words(Said::TokenWrong(&description)),
                Err(error) => return Err(error),
            }
        } else {
            talk.words(Said::TokenShape)
        };
        if !talk.on_terminal() {
            return Err(InitError::Told(wrong));
        }
        talk.show(&wrong);
        if kept {
            may_overwrite(talk, path).await?;
            kept = false;
        }
    }
}

/// Waits until somebody says that all are there, and who of them is who. From a pipe it is whoever
/// pressed Start first.
async fn meet(talk: &mut Dialogue, api: &BotApi, bot: &BotSelf) -> Result<Met, InitError> {
    let name = bot.username.as_str();
    talk.say(Said::Meet(name));
    talk.say(if talk.on_terminal() {
        Said::Wait
    } else {
        Said::WaitPipe
    });
    let mut met = Met::default();
    let mut known = BTreeSet::new();
    let mut told = None;
    let mut enough = false;
    // The last of so many that no more are shown.
    let mut full: Option<UpdateId> = None;
    loop {
        match peek(api).await {
            Ok(updates) => {
                told = None;
                // A look that comes too soon is shown less: that says nothing of what waits.
                if let Some(last) = full_up_to(&updates) {
                    if full.is_none() && talk.on_terminal() {
                        talk.say(Said::Full);
                    }
                    full = Some(last);
                }
                for update in updates {
                    if let Input::Update { id, incoming } = update
                        && known.insert(id)
                    {
                        for said in met.hear(&incoming) {
                            said.tell(talk);
                        }
                    }
                }
            }
            Err(PollError::Webhook) => {
                return Err(InitError::Told(talk.words(Said::Webhook)));
            }
            Err(error) => {
                let words = match &error {
                    PollError::SecondPoller => talk.words(Said::Second),
                    error => talk.words(Said::Trouble(&error.to_string())),
                };
                // Once, not every second.
                if told.as_ref() != Some(&words) {
                    talk.show(&words);
                    told = Some(words);
                }
            }
        }
        if full.is_some() && !talk.on_terminal() && (met.groups.is_empty() || met.people.is_empty())
        {
            return Err(InitError::Told(talk.words(Said::FullStop)));
        }
        let lacks = match (met.groups.is_empty(), met.people.is_empty()) {
            (false, false) if talk.is_over() => return Ok(met),
            (false, false) if enough && talk.on_terminal() => {
                choose::choose(talk, &mut met).await;
                match (met.groups.is_empty(), met.people.is_empty()) {
                    (false, false) => return Ok(met),
                    (true, _) => Some(Said::LacksGroup(name)),
                    (_, true) => Some(Said::LacksPerson(name)),
                }
            }
            (false, false) if enough => return Ok(met),
            (false, false) => None,
            (true, _) => Some(Said::LacksGroup(name)),
            (_, true) => Some(Said::LacksPerson(name)),
        };
        if let (true, Some(lacks)) = (enough, lacks) {
            talk.say(lacks);
        }
        let line = talk.line_within(LOOK_AGAIN).await;
        // The word is never the Enter that ends the waiting, also where there is nothing to forget now.
        let forgets = line.as_ref().is_some_and(|line| line.trim() == FORGET);
        enough = line.is_some() && !forgets;
        if let (true, Some(last)) = (forgets, full) {
            match forget(api, last).await {
                Ok(()) => {
                    full = None;
                    talk.say(Said::Forgotten);
                }
                Err(error) => talk.say(Said::Trouble(&error.to_string())),
            }
        }
    }
}

/// The last update where so many wait that Telegram shows no more.
fn full_up_to(updates: &[Input]) -> Option<UpdateId> {
    let ids = updates.iter().filter_map(|update| match update {
        Input::Update { id, .. } => Some(*id),
        Input::Unreadable { id, .. } => *id,
        _ => None,
    });
    ids.max().filter(|_| updates.len() >= usize::from(AT_ONCE))
}
