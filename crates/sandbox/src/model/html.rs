//! `parse_mode` HTML, as far as a duty bot needs it. What is not known is refused, so that a
//! text that Telegram would refuse is not let through here. Source: Bot API, "HTML style".

use serde_json::{Value, json};

use super::answer::ApiError;
use super::text::Formatted;

pub(crate) fn parse(html: &str) -> Result<Formatted, ApiError> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        reader.text(&rest[..at]);
        rest = &rest[at..];
        let offset = html.len() - rest.len();
        let length = if rest.starts_with('<') {
            reader.tag(rest, offset)?
        } else {
            reader.character(rest)
        };
        rest = &rest[length..];
    }
    reader.text(rest);
    reader.finish()
}

#[derive(Default)]
struct Reader {
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Value>,
}

struct Open {
    tag: String,
    kind: &'static str,
    href: Option<String>,
    offset: usize,
}

impl Reader {
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += text.encode_utf16().count();
    }

    /// Takes `&name;`; an ampersand that begins nothing known stands for itself.
    fn character(&mut self, rest: &str) -> usize {
        let known = rest
            .find(';')
            .filter(|end| *end <= 10)
            .and_then(|end| Some((named(&rest[1..end])?, end + 1)));
        match known {
            Some((character, length)) => {
                self.text(character.encode_utf8(&mut [0; 4]));
                length
            }
            None => {
                self.text("&");
                1
            }
        }
    }

    fn tag(&mut self, rest: &str, offset: usize) -> Result<usize, ApiError> {
        let Some(end) = rest.find('>') else {
            return Err(refuse(format!(
                "unclosed start tag at byte offset {offset}"
            )));
        };
        let inside = &rest[1..end];
        if let Some(name) = inside.strip_prefix('/') {
            let Some(open) = self.open.pop() else {
                return Err(refuse(format!(
                    "unexpected end tag at byte offset {offset}"
                )));
            };
            if !name.trim().eq_ignore_ascii_case(&open.tag) {
                return Err(refuse(format!(
                    "unmatched end tag at byte offset {offset}, expected \"</{}>\", found \
                     \"</{name}>\"",
                    open.tag
                )));
            }
            self.close(open);
        } else {
            let name = inside
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let Some(kind) = kind(&name) else {
                return Err(refuse(format!(
                    "unsupported start tag \"{name}\" at byte offset {offset}"
                )));
            };
            self.open.push(Open {
                href: (kind == "text_link").then(|| href(inside)).flatten(),
                kind,
                tag: name,
                offset: self.units,
            });
        }
        Ok(end + 1)
    }

    fn close(&mut self, open: Open) {
        let length = self.units - open.offset;
        if length == 0 {
            return;
        }
        let mut entity = json!({ "type": open.kind, "offset": open.offset, "length": length });
        if let Some(href) = open.href {
            match href
                .strip_prefix("tg://user?id=")
                .and_then(|id| id.parse::<i64>().ok())
            {
                Some(id) => {
                    entity["type"] = json!("text_mention");
                    entity["user"] = json!({ "id": id, "is_bot": false, "first_name": "" });
                }
                None => entity["url"] = json!(href),
            }
        }
        self.entities.push(entity);
    }

    fn finish(mut self) -> Result<Formatted, ApiError> {
        if let Some(open) = self.open.pop() {
            return Err(refuse(format!(
                "can't find end tag corresponding to start tag \"{}\"",
                open.tag
            )));
        }
        self.entities
            .sort_by_key(|entity| entity["offset"].as_u64());
        Ok(Formatted {
            text: self.text,
            entities: self.entities,
        })
    }
}

fn refuse(what: impl std::fmt::Display) -> ApiError {
    ApiError::bad(format!("can't parse entities: {what}"))
}

fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "code" => "code",
        "pre" => "pre",
        "a" => "text_link",
        "blockquote" => "blockquote",
        "tg-spoiler" => "spoiler",
        _ => return None,
    })
}

fn named(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

fn href(tag: &str) -> Option<String> {
    let value = tag.split_once("href=")?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}
