//! Goes through the whole file with the schema: keys, types, forms, references.

use super::names::Names;
use super::problem::{Absent, Findings, Flaw};
use super::schema::{Key, List, ROOT, Range, SECRET_KEYS, Shape, Type};
use super::suggest;
use super::tree::{Entry, Node, Table, Value};
use super::word;

/// Checks everything that one key tells by itself.
pub(super) fn walk(root: &Table, names: &Names<'_>, findings: &mut Findings) {
    Walk { names, findings }.table("the file", root, &ROOT);
}

struct Walk<'a, 't> {
    names: &'a Names<'t>,
    findings: &'a mut Findings,
}

impl Walk<'_, '_> {
    fn table(&mut self, called: &str, table: &Table, shape: &'static Shape) {
        for entry in &table.entries {
            match shape.keys.iter().find(|key| key.name == entry.key) {
                Some(key) => self.node(key, key.ty, &entry.node),
                None => self
                    .findings
                    .add(entry.at, unknown_key(entry, called, shape)),
            }
        }
        for key in shape.keys {
            if key.required && !table.has(key.name) {
                let absent = if is_root(key) {
                    Absent::File(key.name.to_owned())
                } else {
                    Absent::Section(vec![key.name])
                };
                self.findings
                    .add_absent(table.at, absent, missing_key(key, called));
            }
        }
        for choice in shape.choices {
            self.choice(called, table, choice);
        }
    }

    /// Exactly one key of the pair.
    fn choice(&mut self, called: &str, table: &Table, choice: &'static [&'static str; 2]) {
        let [first, second] = choice;
        match (table.entry(first), table.entry(second)) {
            (None, None) => {
                let flaw = Flaw::new(
                    format!("{called} has neither `{first}` nor `{second}`"),
                    format!("add `{first}` or `{second}`"),
                );
                self.findings
                    .add_absent(table.at, Absent::Section(choice.to_vec()), flaw);
            }
            (Some(first), Some(second)) => self.findings.add(
                first.at.max(second.at),
                Flaw::new(
                    format!("{called} has both `{}` and `{}`", first.key, second.key),
                    "keep one of the two",
                ),
            ),
            _ => {}
        }
    }

    /// `ty` is the key's, or that of what its list holds.
    fn node(&mut self, key: &'static Key, ty: Type, node: &Node) {
        let flaw = match (ty, &node.value) {
            (_, Value::Text(text)) if word::holds_token(text) => {
                Some(secret("this looks like a bot's token, and"))
            }
            (Type::Text(form), Value::Text(text) | Value::Moment(text)) => (form.check)(text).err(),
            (Type::Id(_), Value::Text(text)) => word::id(text).err(),
            (Type::Number(range), Value::Whole(number)) => outside(range, *number),
            (Type::Flag, Value::Flag(_)) => None,
            (Type::OneOf(words), Value::Text(text)) => {
                let known = words.contains(&text.as_str());
                (!known).then(|| {
                    let reason = format!("`{}` can't be `{text}`", key.name);
                    Flaw::new(reason, format!("write {}", example(key)))
                })
            }
            (Type::Ref(kinds), Value::Text(id)) => {
                if let Some(flaw) = self.names.missing(kinds, id) {
                    self.findings
                        .add_absent(node.at, Absent::File(id.clone()), flaw);
                }
                None
            }
            (Type::List(list) | Type::OrList(list), Value::List(nodes)) => {
                self.list(key, list, nodes);
                if let (Some(meaning), []) = (list.empty, &nodes[..]) {
                    self.empty(key, node.at, &format!(": {meaning}"));
                }
                None
            }
            (Type::Rows(shape), Value::List(nodes)) => {
                self.rows(key, shape, nodes);
                if nodes.is_empty() {
                    self.empty(key, node.at, "");
                }
                None
            }
            (Type::Table(shape) | Type::OrTable(_, shape), Value::Table(table)) => {
                self.table(&format!("`{}`", key.name), table, shape);
                None
            }
            (Type::OrTable(first, _), _) => {
                self.node(key, *first, node);
                None
            }
            (Type::OrList(list), _) => {
                self.node(key, list.of, node);
                None
            }
            (_, value) => Some(wrong_type(key, value)),
        };
        if let Some(flaw) = flaw {
            self.findings.add(node.at, flaw);
        }
    }

    fn list(&mut self, key: &'static Key, list: &'static List, nodes: &[Node]) {
        for (index, node) in nodes.iter().enumerate() {
            self.node(key, list.of, node);
            if let (Type::Ref(_) | Type::OrList(_), Some(id)) = (list.of, node.value.text())
                && nodes[..index]
                    .iter()
                    .any(|one| one.value.text() == Some(id))
            {
                let reason = format!("`{id}` stands twice in `{}`", key.name);
                self.findings
                    .add(node.at, Flaw::new(reason, "name it once"));
            }
        }
    }

    fn rows(&mut self, key: &'static Key, shape: &'static Shape, nodes: &[Node]) {
        for node in nodes {
            match &node.value {
                Value::Table(table) => {
                    self.table(&format!("this row of `{}`", key.name), table, shape);
                }
                value => self.findings.add(node.at, wrong_type(key, value)),
            }
        }
    }

    fn empty(&mut self, key: &Key, at: usize, meaning: &str) {
        let mend = if key.required {
            "write at least one into it".to_owned()
        } else {
            format!("write at least one into it, or leave `{}` out", key.name)
        };
        let flaw = Flaw::new(format!("`{}` is empty{meaning}", key.name), mend);
        self.findings.add_absent(at, Absent::Brackets, flaw);
    }
}

fn secret(what: &str) -> Flaw {
    Flaw::new(
        format!("{what} a secret may not stand in the configuration"),
        "put the bot's token into the file that `token_file` names (mode 0600) or into TELOXIDE_TOKEN; \
         if others have seen this file, have @BotFather make a new token",
    )
}

fn unknown_key(entry: &Entry, called: &str, shape: &'static Shape) -> Flaw {
    let key = entry.key.as_str();
    let known = shape.keys.iter().map(|key| key.name);
    if SECRET_KEYS.contains(&key) {
        if known.clone().any(|known| known == "token_env") {
            return Flaw::new(
                format!("`{key}`: a secret may not stand in the configuration"),
                "put it into an environment variable, and the variable's name into `token_env`",
            );
        }
        return secret(&format!("`{key}`:"));
    }
    let root = ROOT.keys.iter().find(|root| root.name == key);
    let mend = match (suggest::nearest(key, known.clone()), root) {
        (Some(near), _) => suggest::did_you_mean(near),
        (None, Some(root)) if is_table(root) => {
            format!("`{key}` is a table of its own: {}", header(root))
        }
        (None, Some(_)) => format!("`{key}` belongs above the first [table] of the file"),
        (None, None) => suggest::hint(key, "keys", known),
    };
    Flaw::new(format!("{called} has no key `{key}`"), mend)
}

fn missing_key(key: &Key, called: &str) -> Flaw {
    Flaw::new(
        format!("`{}` is missing in {called}", key.name),
        format!("add {}", example(key)),
    )
}

fn wrong_type(key: &Key, value: &Value) -> Flaw {
    Flaw::new(
        format!("`{}` can't be {}", key.name, value.kind()),
        format!("write {}", example(key)),
    )
}

fn is_root(key: &Key) -> bool {
    ROOT.keys.iter().any(|root| std::ptr::eq(root, key))
}

fn is_table(key: &Key) -> bool {
    matches!(key.ty, Type::Rows(_) | Type::Table(_))
}

/// How the table begins.
fn header(key: &Key) -> String {
    match key.ty {
        Type::Rows(_) => format!("[[{}]]", key.name),
        _ => format!("[{}]", key.name),
    }
}

/// How the key is written.
fn example(key: &Key) -> String {
    if is_root(key) && is_table(key) {
        header(key)
    } else {
        format!("{} = {}", key.name, example_value(key.ty))
    }
}

fn example_value(ty: Type) -> String {
    match ty {
        Type::Text(form) => form.example.to_owned(),
        Type::Number(range) => range.example.to_owned(),
        Type::Flag => "true".to_owned(),
        Type::OneOf(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            words.join(" or ")
        }
        Type::Id(_) => "\"a_word_of_your_choice\"".to_owned(),
        Type::Ref(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.singular()).collect();
            format!("\"id of a {}\"", kinds.join(" or "))
        }
        Type::List(list) => format!("[{}]", example_value(list.of)),
        Type::OrTable(first, _) => example_value(*first),
        Type::OrList(list) => example_value(list.of),
        Type::Table(_) => "{ … }".to_owned(),
        Type::Rows(_) => "[{ … }, { … }]".to_owned(),
    }
}

fn outside(range: &Range, number: Option<i64>) -> Option<Flaw> {
    let inside = number.is_some_and(|number| (range.least..=range.most).contains(&number));
    (!inside).then(|| Flaw::new(range.reason, range.mend))
}
