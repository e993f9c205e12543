//! Cuts an answer of `getUpdates` into its updates, also where one of them is broken.
//!
//! A lone surrogate or a nesting beyond what serde_json reads makes the whole answer unreadable to
//! it; one such message must not keep back all others. So where the plain way fails, the bytes are
//! cut at the commas of the outer list, with no more knowledge of JSON than strings and brackets.

/// One update as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawUpdate {
    /// Its id, where one can be found.
    pub(super) id: Option<i64>,
    /// Its bytes.
    pub(super) json: Vec<u8>,
}

/// The elements of the list behind `"result":`; `None` where there is no such list.
pub(super) fn updates(body: &[u8]) -> Option<Vec<RawUpdate>> {
    let key = b"\"result\"";
    let at = body.windows(key.len()).position(|window| window == key)? + key.len();
    let open = at + body[at..].iter().position(|byte| *byte == b'[')?;
    let mut updates = Vec::new();
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut start = open + 1;
    for (index, byte) in body.iter().enumerate().skip(open) {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => {
                push(&mut updates, &body[start..index]);
                start = index + 1;
            }
            _ => {}
        }
        if depth == 0 {
            push(&mut updates, &body[start..index]);
            break;
        }
    }
    Some(updates)
}

fn push(updates: &mut Vec<RawUpdate>, json: &[u8]) {
    let json = json.trim_ascii();
    if !json.is_empty() {
        updates.push(RawUpdate {
            id: id(json),
            json: json.to_vec(),
        });
    }
}

/// One update that came alone.
pub(super) fn alone(json: Vec<u8>) -> RawUpdate {
    RawUpdate {
        id: id(&json),
        json,
    }
}

/// The number behind the first `"update_id":`.
fn id(json: &[u8]) -> Option<i64> {
    let key = b"\"update_id\"";
    let at = json.windows(key.len()).position(|window| window == key)? + key.len();
    let rest = json[at..]
        .trim_ascii_start()
        .strip_prefix(b":")?
        .trim_ascii_start();
    let end = rest
        .iter()
        .position(|byte| !byte.is_ascii_digit() && *byte != b'-')
        .unwrap_or(rest.len());
    std::str::from_utf8(&rest[..end]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(body: &str) -> Vec<Option<i64>> {
        updates(body.as_bytes())
            .unwrap()
            .into_iter()
            .map(|update| update.id)
            .collect()
    }

    #[test]
    fn a_broken_update_does_not_keep_back_its_neighbours() {
        let deep = "[".repeat(300) + &"]".repeat(300);
        let body = format!(
            r#"{{"ok":true,"result":[{{"update_id":1,"x":"a]}},\"b"}},{{"update_id": 2,"t":"\ud800"}},
            {{"no":"id"}},{{"update_id":4,"deep":{deep}}}]}}"#
        );
        assert_eq!(ids(&body), [Some(1), Some(2), None, Some(4)]);
    }

    #[test]
    fn an_empty_list_and_no_list() {
        assert_eq!(ids(r#"{"ok":true,"result":[]}"#), []);
        assert_eq!(updates(b"<html>"), None);
        assert_eq!(updates(br#"{"ok":false}"#), None);
    }

    proptest! {
        #[test]
        fn what_serde_reads_is_cut_alike(texts in proptest::collection::vec(".{0,20}", 0..6)) {
            let list: Vec<_> = texts
                .iter()
                .enumerate()
                .map(|(id, text)| serde_json::json!({"update_id": id, "message": {"text": text}}))
                .collect();
            let body = serde_json::json!({"ok": true, "result": list}).to_string();
            let cut = updates(body.as_bytes()).unwrap();
            prop_assert_eq!(cut.len(), list.len());
            for (update, expected) in cut.iter().zip(&list) {
                let read: serde_json::Value = serde_json::from_slice(&update.json).unwrap();
                prop_assert_eq!(&read, expected);
            }
        }

        #[test]
        fn no_bytes_break_it(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = updates(&body);
        }
    }
}
