use super::told;

#[test]
fn the_other_tables() {
    let prompt = |keys: &str| {
        format!(
            "[[prompts]]\nid = \"p\"\nkind = \"screening\"\nask = [\"li\"]\nwithin = \"2d\"\n{keys}"
        )
    };
    let presence = |keys: &str| {
        let roster = "[[rosters]]\nid = \"office\"\npeople = [\"li\"]\nstart = \"2026-11-02\"\nhandover = \"08:30\"\n";
        format!("{roster}[[presence]]\nid = \"watch\"\n{keys}")
    };
    let items: Vec<String> = (0..41).map(|n| format!("\"a{n}\"")).collect();
    let all = items.join(", ");
    let checklist = format!(
        "[[prompts]]\nid = \"p\"\nkind = \"checklist\"\nask = [\"li\"]\nwithin = \"2d\"\non = \"1 09:00\"\nitems = §[{all}]"
    );
    let members: Vec<String> = (0..61).map(|n| format!("\"p{n}\"")).collect();
    let people: Vec<String> = (0..61)
        .map(|n| format!("[[people]]\nid = \"p{n}\"\nname = \"P{n}\"\n"))
        .collect();
    let crowd = format!(
        "{}[[roles]]\nid = \"crowd\"\nname = \"Crowd\"\npeople = [{}]\n[[prompts]]\nid = \"p\"\nkind = \"acknowledge\"\nask = §[\"crowd\"]\neach_person = true\nwithin = \"2d\"\non = \"1 09:00\"",
        people.concat(),
        members.join(", ")
    );
    let items = |items: &str| checklist.replace(&format!("§[{all}]"), items);
    let ledger = |keys: &str| format!("[ledger]\n{keys}\n");
    told(&[
        (
            "",
            &items("[\"Fire hydrant\", \"Radio\", §\" fire hydrant\"]"),
            "`fire hydrant` stands twice in `items`",
            "what tells the two apart",
        ),
        (
            "",
            &items(&format!("[§\"{}\"]", "栓".repeat(61))),
            "an item has at most 60 characters, this one has 61",
            "in a few words",
        ),
        (
            "",
            &ledger("places = [\"东村\", \"西村\", §\"东村 \"]"),
            "`东村` stands twice in `places`",
            "name it once",
        ),
        (
            "",
            &ledger("bodies = [\"镇司法所\", §\"镇司法所\"]"),
            "`镇司法所` stands twice in `bodies`",
            "name it once",
        ),
        (
            "",
            &crowd,
            "a row asks 60 people or roles at most, this one asks 61",
            "two rows",
        ),
        (
            "",
            &checklist,
            "a checklist has at most 40 items, this one has 41",
            "two rows",
        ),
        (
            "",
            &prompt("on = \"1 09:00\"\nperiods = [§\"春节\"]"),
            "there is no special period `春节`",
            "write the `name` of a row of [[special_periods]]",
        ),
        (
            "",
            &format!(
                "{}{}",
                "[[rosters]]\nid = \"office\"\npeople = [\"li\"]\nstart = \"2026-11-02\"\nhandover = \"08:30\"\n\
                 [[special_periods]]\nname = \"春节\"\nfrom = \"2027-02-05\"\nto = \"2027-02-12\"\nrosters = [\"office\"]\n",
                prompt("on = \"1 09:00\"\nholidays = \"next\"\n§periods = [\"春节 \"]")
            ),
            "what is moved to a working day leaves its special period, and is not asked",
            "leave `holidays` out",
        ),
        (
            "",
            &prompt("cron = §\"0 0 9 * * 3\""),
            "the weekday `3` is a number, and programs disagree which day that is",
            "names: Mon",
        ),
        (
            "",
            &prompt("cron = §\"0 9 1,16 * *\""),
            "`0 9 1,16 * *` has 5 fields; there are six, seconds first",
            "\"0 0 9 1,16 * *\"",
        ),
        (
            "",
            &prompt("on = §\"last dya 09:00\""),
            "`last dya` is no day of a week, month or year",
            "last fri",
        ),
        (
            "",
            &prompt("on = \"last day 09:00\"\n§cron = \"0 0 9 1 * *\""),
            "this row of `prompts` has both `cron` and `on`",
            "one of the two",
        ),
        (
            "",
            &prompt("on = \"last day 09:00\"\nremind = [§\"2d\"]"),
            "a reminder 2d before the limit comes before the question",
            "shorter",
        ),
        (
            "",
            "[[prompts]]\nid = \"p\"\nkind = \"acknowledge\"\nask = [\"li\"]\nwithin = §\"2d\"\ncron = \"0 0 * * * *\"",
            "more than 40 questions of it are open at once",
            "let `cron` ask more seldom",
        ),
        (
            "",
            &prompt("on = \"last day 09:00\"\n§items = [\"a\"]"),
            "only a checklist has `items`",
            "checklist",
        ),
        (
            "",
            &prompt(
                "on = \"1 09:00\"\nonward_to = \"司法所\"\nonward_within = \"1d\"\nitems = [\"a\"]",
            )
            .replace("\"screening\"", "§\"排查\""),
            "`kind` can't be `排查`",
            "screening",
        ),
        (
            "",
            &format!(
                "[[people]]\nid = \"chen\"\nname = \"陈玥\"\n{}",
                prompt("on = \"1 09:00\"").replace("\"li\"", "§\"陈玥\"")
            ),
            "there is no person or role `陈玥`",
            "陈玥 is the name of `chen`: write chen",
        ),
        (
            "",
            &format!(
                "[[people]]\nid = \"chen\"\nname = \"陈玥\"\n[[people]]\nid = \"chen2\"\nname = \"陈玥\"\n{}",
                prompt("on = \"1 09:00\"").replace("\"li\"", "§\"陈玥\"")
            ),
            "there is no person or role `陈玥`",
            "陈玥 is the name of `chen` and `chen2`: write the id that is meant",
        ),
        (
            "",
            &presence("cron = \"0 0 */2 * * *\"\nroster = §\"offfice\"\nwithin = \"10m\""),
            "there is no roster `offfice`",
            "did you mean `office`?",
        ),
        (
            "",
            &presence("cron = §\"0 */2 * * *\"\nroster = \"office\"\nwithin = \"10m\""),
            "`0 */2 * * *` has 5 fields; there are six, seconds first",
            "put a 0",
        ),
        (
            "",
            &presence("cron = \"0 0 */2 * * *\"\nroster = \"office\"\nwithin = §\"3h\""),
            "after 2h comes the next check, and this one is still open",
            "make `within` shorter",
        ),
        (
            "",
            &presence(
                "cron = \"0 0 */2 * * *\"\nroster = \"office\"\nwithin = \"2h\"\n§escalat = [\"zhao\"]",
            ),
            "this row of `presence` has no key `escalat`",
            "did you mean `escalate`?",
        ),
        (
            "",
            &presence(
                "cron = \"0 0 */2 * * *\"\nroster = \"office\"\nwithin = \"2h\"\nescalate = [§\"nobody\"]",
            ),
            "there is no person or role or roster `nobody`",
            "",
        ),
        (
            "",
            "§[[sources]]\nid = \"m\"\nkind = \"json\"\ntoken_env = \"M\"\nchat = \"town\"",
            "machines can't report while there is no [http]",
            "127.0.0.1:8090",
        ),
        (
            "",
            "[http]\nlisten = \"127.0.0.1:1\"\n[[sources]]\nid = \"m\"\nkind = \"json\"\ntoken_env = §\"hush-hush\"\nchat = \"town\"",
            "this is no name of an environment variable",
            "DUTYBELL",
        ),
        (
            "",
            "[http]\nlisten = \"127.0.0.1:1\"\n[[sources]]\nid = \"m\"\nkind = \"json\"\ntoken_env = \"M\"\n§token = \"hush\"\nchat = \"town\"",
            "`token`: a secret may not stand in the configuration",
            "`token_env`",
        ),
        (
            "",
            "[telegram]\nmode = §\"webhook\"\nwebhook_url = \"https://h/telegram\"",
            "Telegram can't call the program while there is no [http]",
            "add [http]",
        ),
        (
            "",
            "[http]\nlisten = \"127.0.0.1:1\"\n[telegram]\nmode = §\"webhook\"",
            "nobody knows where Telegram is to deliver: `webhook_url` is missing",
            "add webhook_url",
        ),
        (
            "",
            "[telegram]\nwebhook_url = §\"https://h\"",
            "this address leads to no page of the program",
            "/telegram",
        ),
        (
            "",
            "[telegram]\nwebhook_url = §\"http://h/telegram\"",
            "Telegram delivers to https addresses only",
            "certificate",
        ),
        (
            "",
            "[telegram]\nwebhook_url = §\"https://h:8090/telegram\"",
            "Telegram delivers to the ports 443, 80, 88 and 8443 only",
            "443",
        ),
        (
            "",
            "[http]\nlisten = \"127.0.0.1:1\"\nurl = §\"https://duty.example.org/?a=1\"",
            "nothing can follow this address: it holds ? or #",
            "https://duty.example.org",
        ),
        (
            "",
            "[http]\nlisten = §\"localhost:8090\"",
            "`localhost:8090` is no address to listen on",
            "127.0.0.1",
        ),
        (
            "",
            "[telegram]\nproxy = §\"ftp://u:secret@h\"",
            "this address starts with none of socks5://, socks5h://, http://, https://",
            "socks5://127",
        ),
        (
            "",
            "[telegram]\napi_url = §\"telegram\"",
            "this is no address: relative URL without a base",
            "https://api.telegram.org",
        ),
        (
            "",
            "[[musters]]\nteam = §\"zhao\"\npoint = \"yard\"\nwithin = \"30m\"",
            "there is no role `zhao`",
            "`zhao` is a person",
        ),
        (
            "",
            "[[deadlines]]\nid = \"d\"\nto = \"District\"\nwithin = \"2h\"\nowner = \"li\"\nclock = §\"now\"",
            "`clock` can't be `now`",
            "\"reported\" or \"learned\"",
        ),
    ]);
}
