//! What the program around the sandbox lets the page do: stop the bot, start it again.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

type Doing = Pin<Box<dyn Future<Output = Result<Value, String>> + Send>>;

/// Something that the page can ask of the program.
#[derive(Clone)]
pub struct Hook {
    name: String,
    zh: String,
    en: String,
    run: Arc<dyn Fn(Value) -> Doing + Send + Sync>,
}

/// A hook as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Offer {
    pub(crate) name: String,
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl Hook {
    /// `name` stands in the address `/sandbox/hook/NAME`; the labels are for people. What is
    /// posted is handed on; an error is a sentence for whoever pressed.
    pub fn new<F, Fut>(
        name: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
        run: F,
    ) -> Self
    where
        F: Fn(Value) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Value, String>> + Send + 'static,
    {
        Self {
            name: name.into(),
            zh: zh.into(),
            en: en.into(),
            run: Arc::new(move |value| Box::pin(run(value))),
        }
    }

    pub(crate) fn run(&self, value: Value) -> Doing {
        (self.run)(value)
    }
}

/// The hooks by name.
pub(crate) struct Hooks(BTreeMap<String, Hook>);

impl Hooks {
    pub(crate) fn new(hooks: Vec<Hook>) -> Self {
        let named = hooks.into_iter().map(|hook| (hook.name.clone(), hook));
        Self(named.collect())
    }

    pub(crate) fn add(&mut self, hook: Hook) {
        self.0.insert(hook.name.clone(), hook);
    }

    pub(crate) fn get(&self, name: &str) -> Option<Hook> {
        self.0.get(name).cloned()
    }

    pub(crate) fn offers(&self) -> Vec<Offer> {
        self.0
            .values()
            .map(|hook| Offer {
                name: hook.name.clone(),
                zh: hook.zh.clone(),
                en: hook.en.clone(),
            })
            .collect()
    }
}
