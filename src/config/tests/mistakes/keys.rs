use super::super::{changed, problems};
use super::told;

#[test]
fn keys_and_types() {
    told(&[
        (
            "name = \"Zhao\"",
            "name = \"Zhao\"\n§phnoe = \"119\"",
            "this row of `people` has no key `phnoe`",
            "did you mean `phone`?",
        ),
        (
            "name = \"Zhao\"",
            "name = \"Zhao\"\n§birthday = 40",
            "this row of `people` has no key `birthday`",
            "keys here: `id`, `name`, `telegram`",
        ),
        (
            "",
            "[§htpp]\nlisten = \"127.0.0.1:1\"",
            "the file has no key `htpp`",
            "did you mean `http`?",
        ),
        (
            "",
            "[telegram]\n§duty_phone = \"119\"",
            "`telegram` has no key `duty_phone`",
            "belongs above the first [table]",
        ),
        (
            "",
            "[telegram]\n§people = []",
            "`telegram` has no key `people`",
            "a table of its own: [[people]]",
        ),
        (
            "",
            "[telegram.limits]\n§overall = 3",
            "`limits` has no key `overall`",
            "`overall_per_second`",
        ),
        (
            "id = \"li\"\nname = \"Li\"",
            "id = \"li\"\nname = §5",
            "`name` can't be a whole number",
            "write name = \"text\"",
        ),
        (
            "name = \"Zhao\"\ntelegram = 1001",
            "name = \"Zhao\"\ntelegram = §\"1001\"",
            "`telegram` can't be a text",
            "write telegram = 1001",
        ),
        (
            "[\"fire\"]",
            "§\"fire\"",
            "`keywords` can't be a text",
            "write keywords = [\"text\"]",
        ),
        (
            "id = \"town\"",
            "id = \"town\"\nreports = §1",
            "`reports` can't be a whole number",
            "write reports = true",
        ),
        (
            "",
            "§[musters]\nteam = \"commander\"",
            "`musters` can't be a table",
            "write [[musters]]",
        ),
        (
            "",
            "§[[http]]\nlisten = \"127.0.0.1:1\"",
            "`http` can't be a list",
            "write [http]",
        ),
        (
            "[[people]]\nid = \"li\"\nname = \"Li\"",
            "§[[people]]\nid = \"li\"",
            "`name` is missing in this row of `people`",
            "add name = \"text\"",
        ),
        (
            "{ page = [\"commander\"], wait = \"3m\", again = \"1m\" }",
            "§{ page = [\"commander\"] }",
            "`wait` is missing in this row of `steps`",
            "add wait = \"3m\"",
        ),
        (
            "\"fire\"]",
            "\"fire\", §\" \"]",
            "this text is empty",
            "write something",
        ),
        (
            "\"critical\"]",
            "\"critical\", §\"\"]",
            "this text is empty",
            "write something",
        ),
        (
            "id = \"town\"",
            "id = \"town\"\nlanguage = §\"cn\"",
            "`language` can't be `cn`",
            "\"zh\" or \"en\"",
        ),
        (
            "telegram = -1001000000001",
            "telegram = §1001000000001",
            "a group's Telegram number is negative; positive ones are people",
            "minus",
        ),
        (
            "telegram = 1001\n",
            "telegram = §-1001\n",
            "a person's Telegram number is positive; negative ones are groups",
            "/whoami",
        ),
        (
            "telegram = 1001\n",
            "telegram = §99999999999999999999\n",
            "a person's Telegram number is positive; negative ones are groups",
            "/whoami",
        ),
        (
            "",
            "[telegram.limits]\nchat_per_second = §0",
            "this must be at least 1",
            "from 1 on",
        ),
        (
            "id = \"rest\"",
            "id = \"rest\"\nrepeat = §-1",
            "this must be from 0 to 100",
            "rounds",
        ),
        (
            "wait = \"3m\"",
            "wait = §\"3 minutes\"",
            "`3 minutes` has a blank in it",
            "\"90s\"",
        ),
        (
            "[[people]]\nid = \"zhao\"",
            "timezone = §\"asia/shanghai\"\n[[people]]\nid = \"zhao\"",
            "there is no time zone `asia/shanghai`",
            "did you mean `Asia/Shanghai`?",
        ),
    ]);
}

#[test]
fn secrets_are_never_quoted() {
    const TOKEN: &str = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";
    for key in [
        "token",
        "bot_token",
        "token_file",
        "api_url",
        "proxy",
        "mode",
        "tokne",
    ] {
        let text = changed("", &format!("[telegram]\n{key} = \"{TOKEN}\"\n"));
        let list = problems(&text);
        assert_eq!(list.len(), 1, "{key}: {list:#?}");
        assert!(!format!("{list:?}").contains("AAbb"), "{list:#?}");
        if key != "tokne" {
            assert!(list[0].mend.contains("TELOXIDE_TOKEN"), "{list:#?}");
        }
    }
    let broken = problems(&changed("", &format!("[telegram]\ntoken = {TOKEN}\n")));
    assert!(!format!("{broken:?}").contains("AAbb"), "{broken:#?}");
}
