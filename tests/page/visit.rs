//! A demo and a browser that visits it, and the names of what is found there.

use std::panic::resume_unwind;
use std::sync::Arc;

use serde_json::json;
use tempfile::tempdir;

use crate::browser::Browser;
use crate::program::{Demo, LI};

/// The deputy.
pub(crate) const SUN: i64 = 1003;
pub(crate) const PHONE: (u32, u32) = (390, 844);
pub(crate) const DESK: (u32, u32) = (1440, 900);

/// The End key, as WebDriver writes it: the knob's fastest place.
pub(crate) const END: char = '\u{e010}';
const ESCAPE: char = '\u{e00c}';

/// A language, and what is read and pressed in it.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) language: &'static str,
    pub(crate) acknowledge: &'static str,
    pub(crate) acknowledged: &'static str,
    pub(crate) on_duty: &'static str,
    pub(crate) cannot_come: &'static str,
    pub(crate) confirm: &'static str,
    pub(crate) not_there: &'static str,
    pub(crate) screening: Screening,
    pub(crate) duty_log: &'static str,
}

/// The same of the chapter of screenings.
#[derive(Clone, Copy)]
pub(crate) struct Screening {
    pub(crate) nothing_found: &'static str,
    pub(crate) register: &'static str,
    pub(crate) choices: [&'static str; 2],
    pub(crate) i_mediate: &'static str,
    pub(crate) that_is_all: &'static str,
    pub(crate) reported: &'static str,
    pub(crate) show: &'static str,
    pub(crate) agreed: &'static str,
    pub(crate) revisit: &'static str,
    pub(crate) kept: &'static str,
    pub(crate) close: &'static str,
    pub(crate) begins: &'static str,
    pub(crate) counts: &'static str,
    pub(crate) names: [&'static str; 2],
    pub(crate) refused: &'static str,
}

pub(crate) const ZH: Words = Words {
    language: "zh",
    acknowledge: "收到",
    acknowledged: "已收到",
    on_duty: "到岗",
    cannot_come: "去不了，换班",
    confirm: "确认",
    not_there: "仍未到岗",
    screening: Screening {
        nothing_found: "无纠纷",
        register: "登记纠纷",
        choices: ["邻里", "东村"],
        i_mediate: "我来调解",
        that_is_all: "全部登记完",
        reported: "已报送",
        show: "查看",
        agreed: "达成协议",
        revisit: "回访",
        kept: "已履行",
        close: "结案",
        begins: "开始调解",
        counts: "2/2 · 新登记 1",
        names: ["葛大富", "吴小妹"],
        refused: "只供 李强、陈玥、王芳 使用",
    },
    duty_log: "值班",
};
pub(crate) const EN: Words = Words {
    language: "en",
    acknowledge: "Acknowledge",
    acknowledged: "acknowledged",
    on_duty: "On duty",
    cannot_come: "Can't come, swap",
    confirm: "Confirm",
    not_there: "not on duty",
    screening: Screening {
        nothing_found: "Nothing found",
        register: "Register dispute",
        choices: ["Neighbours", "East village"],
        i_mediate: "I mediate",
        that_is_all: "That is all",
        reported: "Reported",
        show: "Show",
        agreed: "Agreed",
        revisit: "Revisit",
        kept: "They keep it",
        close: "Close",
        begins: "Begin mediation",
        counts: "2/2 · 1 new",
        names: ["Ge Dafu", "Wu Xiaomei"],
        refused: "kept by Li Qiang, Chen Yue, Wang Fang alone",
    },
    duty_log: "Duty",
};

/// A demo, a browser, and what is done there.
pub(crate) struct Visit {
    pub(crate) demo: Demo,
    pub(crate) browser: Browser,
    pub(crate) words: Words,
    pub(crate) screen: (u32, u32),
}

pub(crate) async fn visit<F>(words: Words, screen: (u32, u32), act: fn(Arc<Visit>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    if !Browser::is_there() {
        return;
    }
    let folder = tempdir().unwrap();
    let visit = Arc::new(Visit {
        demo: Demo::start_with(folder.path(), &["--language", words.language]).await,
        browser: Browser::start().await,
        words,
        screen,
    });
    let done = tokio::spawn(act(Arc::clone(&visit))).await;
    visit.browser.close().await;
    if let Err(failed) = done {
        resume_unwind(failed.into_panic());
    }
}

impl Visit {
    pub(crate) async fn opens(&self) {
        self.browser.open(self.demo.url(), self.screen).await;
        self.browser.wait(&phone(LI, "[role=log]")).await;
        self.browser
            .wait("document.getElementById('line').textContent && !document.querySelector('.line.broken')")
            .await;
    }

    /// Takes somebody's phone and opens the bot's chat on it.
    pub(crate) async fn opens_private_chat_of(&self, person: i64) {
        if self.screen.0 < 481 {
            let persona = format!("#personas [data-person=\"{person}\"]");
            self.browser.click(&one(&persona)).await;
        }
        self.browser
            .click(&phone(person, ".tab[data-kind=private]"))
            .await;
    }

    /// Takes another chapter of the tour from its list.
    pub(crate) async fn opens_chapter(&self, name: &str) {
        let list = one(".chapter:not([hidden])");
        self.browser.wait(&list).await;
        let chosen = format!(
            "(() => {{ const list = {list}; list.value = '{name}'; list.dispatchEvent(new Event('change')); return list.value; }})()"
        );
        assert_eq!(self.browser.value(&chosen).await, name);
    }

    /// Presses the tour's button that skips time.
    pub(crate) async fn skips(&self) {
        let skip = "document.querySelector('.help.here:not([hidden])')";
        self.browser.click(skip).await;
    }

    /// Presses the button that the tour marks on somebody's phone; it has this label.
    pub(crate) async fn presses_mark(&self, person: i64, label: &str) {
        let marked = phone(person, ".inline.here");
        let label = json!(label);
        self.browser
            .click(&format!("{marked}?.textContent === {label} && {marked}"))
            .await;
    }

    /// Kills the bot behind the scenes. Another process takes over, and has the whole record.
    pub(crate) async fn kills_the_bot(&self) {
        let (browser, demo) = (&self.browser, &self.demo);
        let before = demo.bot().await;
        browser.click(&one("#drawer-switch")).await;
        self.is_sound().await;
        browser.click(&one("[data-key=hook-kill]")).await;
        let other = demo
            .until("another bot", |state| {
                state.bot().filter(|now| *now != before)
            })
            .await;
        let told = "document.getElementById('fate').textContent";
        browser
            .wait(&format!(
                "{told}.includes('{before}') && {told}.includes('{other}')"
            ))
            .await;
        let state = demo.state().await;
        let found = &state.0["program"]["bot"]["found"];
        assert_eq!(found["lost"], 0);
        assert!(found["before"].as_u64().unwrap() >= 4, "{found}");
        browser.presses(ESCAPE).await;
        browser
            .wait("document.getElementById('drawer').hidden")
            .await;
        browser.click(&one("#fate-close")).await;
    }

    /// Nothing is wider than the screen, and everybody can use what is shown, light and dark.
    pub(crate) async fn is_sound(&self) {
        assert_eq!(
            self.browser.value(FITS).await,
            true,
            "wider than the screen"
        );
        for scheme in ["dark", "light"] {
            self.browser.prefers(scheme).await;
            let barriers = self.browser.barriers().await;
            assert_eq!(barriers, Vec::<String>::new(), "{scheme}");
        }
    }
}

pub(crate) const FITS: &str = "document.scrollingElement.scrollWidth <= innerWidth && \
                    document.querySelector('.bar').scrollWidth <= innerWidth";

pub(crate) const DONE: &str =
    "[...document.querySelectorAll('.steps .done')].map((it) => it.dataset.step)";

pub(crate) fn one(selector: &str) -> String {
    format!("document.querySelector('{selector}')")
}

pub(crate) fn ticked(step: &str) -> String {
    one(&format!("[data-step={step}].done"))
}

pub(crate) fn phone(person: i64, inside: &str) -> String {
    one(&format!(".phone[data-person=\"{person}\"] {inside}"))
}

/// How often it stands on the reporter's phone.
pub(crate) fn times(said: &str) -> String {
    format!(
        "[...document.querySelectorAll('.phone[data-person=\"{LI}\"] .message .text')].filter((it) => it.textContent === {}).length",
        json!(said)
    )
}

pub(crate) fn labelled(person: i64, label: &str) -> String {
    format!(
        "[...document.querySelectorAll('.phone[data-person=\"{person}\"] .inline')].find((it) => it.textContent === {})",
        json!(label)
    )
}
