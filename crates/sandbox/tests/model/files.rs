use dutybell_core::incoming::AttachmentKind;
use dutybell_sandbox::model::{Answer, DOWNLOAD, Download, Fault, File, Saying, Scope, Telegram};
use serde_json::json;

use crate::town::{TOWN, ZHAO, at, ok, quiet, refused, waiting};

fn keep(telegram: &mut Telegram, bytes: usize) -> String {
    telegram.keep_file(File {
        kind: None,
        name: "smoke".to_owned(),
        mime: "application/octet-stream".to_owned(),
        bytes: vec![7; bytes].into(),
    })
}

fn path(telegram: &mut Telegram, id: &str) -> String {
    let described = ok(telegram, "getFile", json!({ "file_id": id }));
    described["file_path"].as_str().unwrap().to_owned()
}

#[test]
fn a_file_above_20_mb_is_not_given_out() {
    let mut telegram = quiet();
    let whole = keep(&mut telegram, 20 * 1024 * 1024);
    let large = keep(&mut telegram, 20 * 1024 * 1024 + 1);
    path(&mut telegram, &whole);
    let error = refused(&mut telegram, "getFile", json!({ "file_id": large }));
    assert_eq!(error.description, "Bad Request: file is too big");
}

#[test]
fn pictures_of_an_album_name_it_and_each_is_a_message() {
    let mut telegram = quiet();
    for caption in ["/report smoke", ""] {
        let file = keep(&mut telegram, 1);
        let saying = Saying::text(caption).with_file(AttachmentKind::Photo, file);
        telegram
            .send(ZHAO, TOWN, saying.in_album("77"), at(0))
            .unwrap();
    }
    for update in waiting(&mut telegram) {
        assert_eq!(update["message"]["media_group_id"], "77");
    }
}

#[test]
fn each_kind_is_sent_by_its_own_method() {
    let mut telegram = quiet();
    for (method, field) in [
        ("sendAudio", "audio"),
        ("sendVideoNote", "video_note"),
        ("sendAnimation", "animation"),
    ] {
        let file = keep(&mut telegram, 1);
        let mut call = json!({ "chat_id": ZHAO });
        call[field] = json!(file);
        let message = ok(&mut telegram, method, call);
        assert_eq!(message[field]["file_id"], json!(file));
        assert_eq!(message["document"].is_object(), field == "animation");
    }
}

#[test]
fn a_lost_file_is_known_no_more() {
    let mut telegram = quiet();
    let file = keep(&mut telegram, 1);
    assert!(telegram.forget_file(&file));
    let call = json!({ "chat_id": ZHAO, "document": file });
    refused(&mut telegram, "sendDocument", call);
    refused(&mut telegram, "getFile", json!({ "file_id": file }));
}

#[test]
fn faults_reach_files_that_are_given_out() {
    let mut telegram = quiet();
    let file = keep(&mut telegram, 4);
    let path = path(&mut telegram, &file);
    let bytes: std::sync::Arc<[u8]> = vec![7; 4].into();
    let once = || Scope::times(1).method(DOWNLOAD);
    telegram.inject(Fault::Slow { millis: 9 }, once(), at(0));
    assert_eq!(
        telegram.download(&path, at(0)),
        Download::Slow(bytes.clone(), 9)
    );
    telegram.inject(Fault::AnswerLost, once(), at(0));
    assert_eq!(
        telegram.download(&path, at(0)),
        Download::Half(bytes.clone())
    );
    telegram.inject(Fault::Down, once(), at(0));
    assert_eq!(
        telegram.download(&path, at(0)),
        Download::Instead(Answer::Dropped)
    );
    assert_eq!(telegram.download(&path, at(0)), Download::Whole(bytes));
    let missing = telegram.download("files/none", at(0));
    assert!(matches!(missing, Download::Instead(Answer::Error(_))));
}
