//! Files: opaque bytes behind a handle.

use std::collections::BTreeMap;
use std::sync::Arc;

use dutybell_core::incoming::AttachmentKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Bytes of a file that bots get. Source: Bot API, getFile (20 MB).
const GIVEN_OUT: usize = 20 * 1024 * 1024;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its kind; `None` until a message carries it.
    pub kind: Option<AttachmentKind>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub mime: String,
    /// What is in it. A kept Telegram has it beside the rest, as it never changes.
    #[serde(skip)]
    pub bytes: Arc<[u8]>,
}

/// The files so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Files {
    files: BTreeMap<String, File>,
    count: u64,
}

impl Files {
    /// Keeps a file and names it.
    pub(crate) fn keep(&mut self, file: File) -> String {
        self.count += 1;
        let id = format!("sandbox-file-{:08}", self.count);
        self.files.insert(id.clone(), file);
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&File> {
        self.files.get(whole(id))
    }

    /// All of them with their handles, oldest first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = (&str, &File)> {
        self.files.iter().map(|(id, file)| (id.as_str(), file))
    }

    /// Puts the bytes of each file in again.
    pub(crate) fn fill<E>(
        &mut self,
        mut bytes: impl FnMut(&str) -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        for (id, file) in &mut self.files {
            file.bytes = Arc::from(bytes(id)?);
        }
        Ok(())
    }

    /// Finds a file by the path that getFile told.
    pub(crate) fn at_path(&self, path: &str) -> Option<&File> {
        self.get(path.strip_prefix("files/")?)
    }

    /// Makes a file that was only uploaded one of this kind; false if it is another kind already.
    pub(crate) fn use_as(&mut self, id: &str, kind: AttachmentKind) -> Option<bool> {
        if kind == AttachmentKind::Position {
            return None;
        }
        let file = self.files.get_mut(whole(id))?;
        Some(*file.kind.get_or_insert(kind) == kind)
    }

    /// Whether bots get the file. Source: Bot API, getFile.
    pub(crate) fn is_given_out(&self, id: &str) -> bool {
        self.get(id)
            .is_some_and(|file| file.bytes.len() <= GIVEN_OUT)
    }

    /// Telegram loses a file: its handle means nothing any more.
    pub(crate) fn forget(&mut self, id: &str) -> bool {
        self.files.remove(whole(id)).is_some()
    }

    /// `File` of the Bot API.
    pub(crate) fn described(&self, id: &str) -> Option<Value> {
        let mut described = self.base(id)?;
        described["file_path"] = json!(format!("files/{id}"));
        Some(described)
    }

    fn base(&self, id: &str) -> Option<Value> {
        let file = self.get(id)?;
        Some(json!({
            "file_id": id,
            "file_unique_id": id.replace("file", "unique"),
            "file_size": file.bytes.len(),
        }))
    }

    /// Puts the file into a `Message` of the Bot API.
    pub(crate) fn attach(&self, message: &mut Value, kind: AttachmentKind, id: &str) {
        let (Some(mut object), Some(file)) = (self.base(id), self.get(id)) else {
            return;
        };
        match kind {
            AttachmentKind::Photo => {
                let mut small = object.clone();
                small["file_id"] = json!(format!("{id}-small"));
                small["file_unique_id"] = json!(format!("{id}-small-unique"));
                size(&mut small, 90, 60);
                size(&mut object, 1280, 853);
                message["photo"] = json!([small, object]);
            }
            AttachmentKind::Video => {
                size(&mut object, 1280, 720);
                object["duration"] = json!(1);
                object["mime_type"] = json!(file.mime);
                message["video"] = object;
            }
            AttachmentKind::VideoNote => {
                object["length"] = json!(240);
                object["duration"] = json!(1);
                message["video_note"] = object;
            }
            AttachmentKind::Animation => {
                object["file_name"] = json!(file.name);
                object["mime_type"] = json!(file.mime);
                // Source: Bot API, Message.animation: "the document field will also be set".
                message["document"] = object.clone();
                size(&mut object, 320, 240);
                object["duration"] = json!(1);
                message["animation"] = object;
            }
            AttachmentKind::Voice => {
                object["duration"] = json!(1);
                object["mime_type"] = json!(file.mime);
                message["voice"] = object;
            }
            AttachmentKind::Audio => {
                object["duration"] = json!(1);
                object["file_name"] = json!(file.name);
                object["mime_type"] = json!(file.mime);
                message["audio"] = object;
            }
            AttachmentKind::Document => {
                object["file_name"] = json!(file.name);
                object["mime_type"] = json!(file.mime);
                message["document"] = object;
            }
            // No file.
            AttachmentKind::Position => {}
        }
    }
}

/// A photo comes in two sizes with a handle each; both are the same photo.
fn whole(id: &str) -> &str {
    id.strip_suffix("-small").unwrap_or(id)
}

fn size(photo: &mut Value, width: u32, height: u32) {
    photo["width"] = json!(width);
    photo["height"] = json!(height);
}
