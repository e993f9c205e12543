//! Chinese where nothing else is said, English where it is, each reader in his own.

mod support;

use support::{GROUP, Plan, Town, buttons, look, user};

#[tokio::test]
async fn chinese_is_what_a_town_speaks_by_itself() {
    let mut town = Town::with(Plan::calm().language(None)).await;
    town.says("li", GROUP, "/report 东风路12号三楼冒烟着火，有人被困");
    let card = town.sees(GROUP, "🔴 #1").await;
    insta::assert_snapshot!(look(&card.view), @r"
    🔴 #1 Fire · II级 · 待确认
    «东风路12号三楼冒烟着火，有人被困»
    HH:MM Li Qiang 报告 · 已登记
    HH:MM Zhao Jianguo（Commander） · 已呼叫
    下一步 HH:MM：Deputy
    ❬收到❭
    ❬续报 | 升级 | 应急结束❭
    ❬I级 | III级 | IV级❭
    ❬Road accident❭
    ");
    assert!(card.text().contains("已登记"));
    let page = town.rings("zhao", "【II级】").await;
    insta::assert_snapshot!(look(&page.view), @r"
    🔴 【II级】Fire · 东风路12号三楼冒烟着火 · #1
    «东风路12号三楼冒烟着火，有人被困»
    Li Qiang HH:MM 报告 · +86 138 0000 1005
    您是Commander。HH:MM 前未确认将呼叫Deputy。
    ❬收到❭
    ❬无法到场 | 升级❭
    ❬全文与照片❭
    ");
    let question = town.sees(GROUP, "#1").await;
    insta::assert_snapshot!(look(&question.view), @r"
    #1 已登记。
    请补充：有人受伤吗？
    ❬无 | 有 | 不清楚❭
    ❬先不补充 | 撤回报告❭
    ");
    let toast = town.presses("zhao", "收到").await;
    assert_eq!(toast.text, "已收到 #1，不再呼叫他人。");
    town.presses_in(GROUP, "zhao", "应急结束").await;
    town.shows(GROUP, "🟢 #1").await;
    insta::assert_snapshot!(look(&town.now(&card)), @r"
    🟢 #1 Fire · 已结束 HH:MM · 历时 N秒
    «东风路12号三楼冒烟着火，有人被困»
    HH:MM Li Qiang 报告 · 已登记
    HH:MM Zhao Jianguo（Commander） · 已呼叫
    Zhao Jianguo 宣布结束
    ");
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "东风路12号三楼冒烟着火，有人被困");
}

#[tokio::test]
async fn each_reads_his_own_language_and_the_choice_survives_a_kill() {
    let mut town = Town::begin().await;
    town.says("zhao", "zhao", "/lang zh");
    town.sees("zhao", "中文").await;
    town.settles().await;
    town.restart().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "【II级】Fire").await;
    let toast = town.presses("zhao", "无法到场").await;
    assert_eq!(toast.text, "已记录：您无法到场。正在呼叫 Sun Min。");
    town.rings("sun", "🔴 LEVEL II Fire").await;
    town.sees(GROUP, "nobody left to answer, Sun Min is paged")
        .await;
    // A toast is for who pressed, also in a group that speaks otherwise.
    let toast = town.presses_in(GROUP, "zhao", "Acknowledge").await;
    assert_eq!(toast.text, "已收到 #1，不再呼叫他人。");
    town.becomes(&card, "Zhao Jianguo acknowledged").await;
    town.end().await;
}

#[tokio::test]
async fn a_person_may_have_another_language_in_the_configuration() {
    let foreigner = "[[people]]\nid = \"crowd0\"\nname = \"John\"\ntelegram = 2001\n\
                     language = \"en\"\nadmin = true\n";
    let mut town = Town::with(Plan::calm().language(Some("zh")).also(foreigner)).await;
    town.says("guest", "guest", "/whoami");
    town.sees("guest", "You are John").await;
    town.says("li", "li", "/whoami");
    town.sees("li", "您").await;
    town.end().await;
}

#[tokio::test]
async fn a_language_that_is_not_spoken_is_answered_in_both() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/lang fr");
    let answer = town.sees("li", "Languages: /lang zh or /lang en").await;
    assert!(answer.text().lines().count() == 2, "{}", answer.text());
    town.end().await;
}

#[tokio::test]
async fn help_names_every_command_and_changes_the_language_by_one_tap() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/help");
    let help = town.sees("li", "Commands").await;
    insta::assert_snapshot!(look(&help.view), @r"
    Commands
    /report TEXT – report an incident
    /incidents – open incidents
    /incident N – one incident's card
    /ack N – acknowledge
    /escalate N – page the next step now
    /update N TEXT – add news
    /close N REASON – stand down
    /severity N LEVEL – change the level
    /timeline N – the whole record
    /oncall – who is on duty now and next
    /duty – my shifts, and On duty
    /roster [YYYY-MM] [ROSTER] [text] – the month, as a picture or as text
    /swap DATE PERSON – ask somebody to take a shift of mine
    /handover TEXT – leave a note for the next shift
    /prompts – screenings, checks and check-ins you have to answer
    /dispute [N] – register a dispute; see one
    /disputes – the dispute ledger
    /mediated N RESULT – what came of a mediation
    /transfer N BODY – transfer a dispute to another body
    /revisit N NOTE – note a revisit
    /stats [YYYY-MM] – the figures of a month
    /export [KIND] – a workbook of what is stored
    /people [PERSON|export] – who is there, in which role (administrators)
    /invite PERSON – invite somebody to this bot (administrators)
    /selftest [night] – who can be reached (administrators); does my phone ring at night
    /help – this list
    /whoami – who I take you for
    /lang zh|en – language
    /cancel – drop a form
    /start – begin
    Numbers may be left out when you reply to a card.
    ❬Report❭
    ❬Open incidents❭
    ❬On call | My shifts | Duty roster❭
    ❬To answer❭
    ❬Disputes | Register dispute❭
    ❬Statistics | Export❭
    ❬中文 | who I take you for❭
    ❬People | Self-test❭
    ");
    let toast = town.presses("li", "中文").await;
    assert!(toast.text.contains("中文"), "{}", toast.text);
    town.says("li", "li", "/help");
    let help = town.sees("li", "/report").await;
    assert!(buttons(&help.view).contains(&"English".to_owned()));
    town.presses("li", "English").await;
    town.says("li", "li", "/help");
    town.sees("li", "Commands").await;
    town.end().await;
}

#[tokio::test]
async fn the_menu_of_commands_is_registered_in_both_languages() {
    let mut town = Town::begin().await;
    let li = user("li");
    let english = town
        .until("the menu in English", |telegram| {
            let commands = telegram.commands(li, li.private_chat()).to_vec();
            (!commands.is_empty()).then_some(commands)
        })
        .await;
    let described: Vec<String> = english
        .iter()
        .map(|command| format!("{} – {}", command.command, command.description))
        .collect();
    insta::assert_snapshot!(described.join("\n"), @r"
    report – report an incident
    incidents – open incidents
    incident – one incident's card
    ack – acknowledge
    escalate – page the next step now
    update – add news
    close – stand down
    severity – change the level
    timeline – the whole record
    oncall – who is on duty now and next
    duty – my shifts, and On duty
    roster – the month, as a picture or as text
    swap – ask somebody to take a shift of mine
    handover – leave a note for the next shift
    prompts – screenings, checks and check-ins you have to answer
    dispute – register a dispute; see one
    disputes – the dispute ledger
    mediated – what came of a mediation
    transfer – transfer a dispute to another body
    revisit – note a revisit
    stats – the figures of a month
    export – a workbook of what is stored
    people – who is there, in which role (administrators)
    invite – invite somebody to this bot (administrators)
    selftest – who can be reached (administrators); does my phone ring at night
    help – this list
    whoami – who I take you for
    lang – language
    cancel – drop a form
    start – begin
    ");
    let mut town = Town::with(Plan::calm().language(None)).await;
    let chinese = town
        .until("the menu in Chinese", |telegram| {
            let commands = telegram.commands(li, li.private_chat()).to_vec();
            (!commands.is_empty()).then_some(commands)
        })
        .await;
    assert_eq!(chinese.len(), english.len());
    let report = chinese.iter().find(|command| command.command == "report");
    assert!(report.unwrap().description.contains("报告"), "{chinese:?}");
    town.end().await;
}
