//! Files: where one lies, its bytes, and showing one again by its handle or from our disk.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dutybell_core::ids::{MessageId, TelegramChat};
use dutybell_core::incoming::{AttachmentKind, Position};
use dutybell_core::outgoing::Outcome;
use dutybell_core::state::evidence::KeptFile;
use reqwest::Url;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::Sender;
use tokio::time::timeout;

use super::client::{ANSWER, BotApi, CallError, lost, read};
use super::request::{self, Upload};
use crate::evidence::Part;

/// Longest time for getFile: a server of one's own fetches the file first.
const FOUND: Duration = Duration::from_secs(120);

/// Longest silence in the middle of a file.
const SILENCE: Duration = Duration::from_secs(30);

/// Bytes read from a local file at once.
const AT_ONCE: usize = 64 * 1024;

/// Bytes that a bot may upload. Source: Bot API, "Sending files" (50 MB).
const UPLOAD_BYTES: u64 = 50 * 1024 * 1024;

/// `File` of the Bot API.
#[derive(Deserialize)]
struct Described {
    file_size: Option<u64>,
    file_path: Option<String>,
}

/// Where a file can be had.
pub(crate) struct FilePlace {
    /// Bytes, where Telegram says.
    pub(crate) size: Option<u64>,
    at: At,
}

enum At {
    /// By HTTP, by this path. It is good for an hour.
    Path(String),
    /// On a disk that the Bot API server shares with us, and below the folder in which it keeps its
    /// files. Source: Bot API, "Using a Local Bot API Server" (file_path is absolute).
    Disk(PathBuf),
}

impl BotApi {
    /// Where a file can be had.
    ///
    /// # Errors
    /// When Telegram can't be reached or does not give it out.
    pub(crate) async fn file(&self, file_id: &str) -> Result<FilePlace, CallError> {
        let body = json!({ "file_id": file_id });
        let (status, body) = self.post("getFile", &body, FOUND).await?;
        let described: Described = read(status, &body)?;
        let path = described.file_path.ok_or_else(|| CallError::Refused {
            code: status,
            description: "the file has no path".to_owned(),
        })?;
        let at = if path.starts_with('/') {
            let folder = self.files_dir.clone();
            let found = tokio::task::spawn_blocking(move || below(folder.as_deref(), &path)).await;
            At::Disk(found.map_err(|_| CallError::NoAnswer("looking broke off".to_owned()))??)
        } else {
            At::Path(path)
        };
        Ok(FilePlace {
            size: described.file_size,
            at,
        })
    }

    /// Hands over a file part by part, until its end or until nobody takes more.
    ///
    /// # Errors
    /// When it can't be had whole.
    pub(crate) async fn download(
        &self,
        place: &FilePlace,
        parts: &Sender<Part>,
    ) -> Result<(), CallError> {
        match &place.at {
            At::Path(path) => self.download_from(path, parts).await,
            At::Disk(path) => {
                let (path, parts) = (path.clone(), parts.clone());
                let read = tokio::task::spawn_blocking(move || read_from_disk(&path, &parts)).await;
                match read {
                    Ok(Ok(())) => Ok(()),
                    // The path holds the token.
                    Ok(Err(error)) => Err(CallError::NoAnswer(format!(
                        "the Bot API server's own file can't be read: {error}"
                    ))),
                    Err(_) => Err(CallError::NoAnswer("reading broke off".to_owned())),
                }
            }
        }
    }

    async fn download_from(&self, path: &str, parts: &Sender<Part>) -> Result<(), CallError> {
        let address = self.file_address(path)?;
        let silent = |_| CallError::NoAnswer("the file stopped coming".to_owned());
        let answer = timeout(ANSWER, self.http.get(address).send());
        let mut answer = answer.await.map_err(silent)?.map_err(lost)?;
        if !answer.status().is_success() {
            return Err(CallError::Refused {
                code: answer.status().as_u16(),
                description: "the file is not given out".to_owned(),
            });
        }
        while let Some(bytes) = timeout(SILENCE, answer.chunk())
            .await
            .map_err(silent)?
            .map_err(lost)?
        {
            if parts.send(Part::Bytes(bytes.into())).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whatever a path holds, it stays below the address of files.
    fn file_address(&self, path: &str) -> Result<Url, CallError> {
        let wrong = || CallError::Refused {
            code: 404,
            description: "the file's path is none".to_owned(),
        };
        let mut address = Url::parse(self.files.expose_secret()).map_err(|_| wrong())?;
        let steps = path.split('/').filter(|step| !step.is_empty());
        if steps.clone().any(|step| matches!(step, "." | "..")) {
            return Err(wrong());
        }
        address
            .path_segments_mut()
            .map_err(|()| wrong())?
            .pop_if_empty()
            .extend(steps);
        Ok(address)
    }

    /// A file of our disk as an upload.
    ///
    /// # Errors
    /// How the sending ends where it can't be had.
    pub(super) async fn kept(
        &self,
        chat: TelegramChat,
        kept: &KeptFile,
        reply_to: Option<MessageId>,
    ) -> Result<Upload, Outcome> {
        let gone = |why: String| Outcome::Refused(format!("our copy can't be sent: {why}"));
        let files = self.evidence.clone();
        let files = files.ok_or_else(|| gone("there is none".to_owned()))?;
        let wanted = kept.clone();
        let bytes = tokio::task::spawn_blocking(move || files.bytes(&wanted, UPLOAD_BYTES)).await;
        let bytes = match bytes {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(error)) => return Err(gone(error.kind().to_string())),
            Err(_) => return Err(gone("reading broke off".to_owned())),
        };
        let (method, field, usual) = way(kept.kind);
        let mut fields = vec![
            ("chat_id", chat.to_string()),
            ("disable_notification", true.to_string()),
        ];
        if let Some(id) = reply_to {
            let reply = serde_json::to_string(&request::reply(id.0));
            fields.extend(reply.ok().map(|reply| ("reply_parameters", reply)));
        }
        Ok(Upload {
            method,
            fields,
            field,
            name: kept.name.clone().map_or(Cow::Borrowed(usual), Cow::Owned),
            mime: "application/octet-stream",
            bytes,
        })
    }
}

/// A file that the server names on our disk, where it is one of its own: whoever answers in its
/// place would otherwise be given any file that we can read. The path itself is not told, for it
/// holds the token.
fn below(folder: Option<&Path>, path: &str) -> Result<PathBuf, CallError> {
    let refused = |description: &str| CallError::Refused {
        code: 403,
        description: description.to_owned(),
    };
    let folder = folder.ok_or_else(|| {
        refused("the Bot API server names a file on its disk: set files_dir under [telegram]")
    })?;
    let lost = |error: std::io::Error| {
        CallError::NoAnswer(format!(
            "the Bot API server's own file can't be found: {error}"
        ))
    };
    let folder = folder.canonicalize().map_err(lost)?;
    let path = Path::new(path).canonicalize().map_err(lost)?;
    if path.starts_with(&folder) {
        Ok(path)
    } else {
        Err(refused("the file is not below files_dir of [telegram]"))
    }
}

fn read_from_disk(path: &Path, parts: &Sender<Part>) -> std::io::Result<()> {
    if !path.symlink_metadata()?.is_file() {
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    let mut file = std::fs::File::open(path)?;
    let mut buffer = vec![0; AT_ONCE];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0
            || parts
                .blocking_send(Part::Bytes(buffer[..read].to_vec()))
                .is_err()
        {
            return Ok(());
        }
    }
}

/// Method, field and usual name of a kind.
fn way(kind: AttachmentKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        AttachmentKind::Photo => ("sendPhoto", "photo", "photo.jpg"),
        AttachmentKind::Video => ("sendVideo", "video", "video.mp4"),
        AttachmentKind::VideoNote => ("sendVideoNote", "video_note", "video.mp4"),
        AttachmentKind::Animation => ("sendAnimation", "animation", "animation.mp4"),
        AttachmentKind::Voice => ("sendVoice", "voice", "voice.ogg"),
        AttachmentKind::Audio => ("sendAudio", "audio", "audio.mp3"),
        // A place is never sent as a file.
        AttachmentKind::Document | AttachmentKind::Position => ("sendDocument", "document", "file"),
    }
}

/// A file by its handle: method and parameters.
pub(super) fn by_handle(
    chat: TelegramChat,
    kind: AttachmentKind,
    file_id: &str,
    reply_to: Option<MessageId>,
) -> (&'static str, Value) {
    let (method, field, _) = way(kind);
    let mut call = silent(chat, reply_to);
    call[field] = json!(file_id);
    (method, call)
}

/// A place: method and parameters.
pub(super) fn location(
    chat: TelegramChat,
    position: Position,
    reply_to: Option<MessageId>,
) -> (&'static str, Value) {
    let (latitude, longitude) = position.degrees();
    let mut call = silent(chat, reply_to);
    call["latitude"] = json!(latitude);
    call["longitude"] = json!(longitude);
    ("sendLocation", call)
}

fn silent(chat: TelegramChat, reply_to: Option<MessageId>) -> Value {
    let mut call = json!({ "chat_id": chat, "disable_notification": true });
    if let Some(id) = reply_to {
        call["reply_parameters"] = json!(request::reply(id.0));
    }
    call
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::telegram::Connection;

    fn api(url: &str) -> BotApi {
        let connection = Connection {
            api_url: Url::parse(url).unwrap(),
            proxy: None,
            token: SecretString::from("1:x"),
        };
        BotApi::new(&connection).unwrap()
    }

    #[test]
    fn a_path_stays_below_the_address_of_files() {
        let api = api("https://api.telegram.org/");
        for (path, address) in [
            (
                "photos/a.jpg",
                "https://api.telegram.org/file/bot1:x/photos/a.jpg",
            ),
            (
                "/a b?c#d",
                "https://api.telegram.org/file/bot1:x/a%20b%3Fc%23d",
            ),
        ] {
            assert_eq!(api.file_address(path).unwrap().as_str(), address);
        }
        assert!(api.file_address("../../bot1:x/logOut").is_err());
    }

    #[test]
    fn a_server_names_no_file_but_its_own() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("server");
        std::fs::create_dir(&folder).unwrap();
        let (own, other) = (folder.join("photo"), home.path().join("token"));
        std::fs::write(&own, "a").unwrap();
        std::fs::write(&other, "b").unwrap();
        let link = folder.join("link");
        std::os::unix::fs::symlink(&other, &link).unwrap();
        let found = |folder: Option<&Path>, path: &Path| below(folder, path.to_str().unwrap());
        assert!(found(Some(&folder), &own).is_ok());
        let up = folder.join("../token");
        for (folder, path) in [
            (None, &own),
            (Some(folder.as_path()), &other),
            (Some(&folder), &link),
            (Some(&folder), &up),
        ] {
            let refused = found(folder, path);
            assert!(
                matches!(refused, Err(CallError::Refused { code: 403, .. })),
                "{refused:?}"
            );
        }
        let none = found(Some(&folder), &folder.join("none"));
        assert!(matches!(none, Err(CallError::NoAnswer(_))), "{none:?}");
    }

    #[test]
    fn every_kind_has_its_method() {
        let (method, call) = by_handle(
            TelegramChat(7),
            AttachmentKind::VideoNote,
            "AgAC",
            Some(MessageId(5)),
        );
        assert_eq!(
            (method, &call["video_note"]),
            ("sendVideoNote", &json!("AgAC"))
        );
        assert_eq!(call["reply_parameters"]["message_id"], 5);
        let place = Position::of_degrees(31.25, 120.5).unwrap();
        let (method, call) = location(TelegramChat(7), place, None);
        assert_eq!((method, &call["latitude"]), ("sendLocation", &json!(31.25)));
    }

    #[test]
    fn a_local_servers_file_is_read_from_its_disk() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("photo");
        std::fs::write(&path, "abc").unwrap();
        let (parts, mut inbox) = tokio::sync::mpsc::channel(8);
        read_from_disk(&path, &parts).unwrap();
        assert!(matches!(inbox.try_recv(), Ok(Part::Bytes(bytes)) if bytes == b"abc"));
        assert!(read_from_disk(home.path(), &parts).is_err());
    }
}
