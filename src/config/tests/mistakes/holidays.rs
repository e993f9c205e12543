use super::told;

#[test]
fn holidays_and_plain_schedules() {
    let holiday = |keys: &str| format!("[[holidays]]\nname = \"National Day\"\n{keys}");
    let prompt = |keys: &str| {
        format!(
            "[[prompts]]\nid = \"p\"\nkind = \"acknowledge\"\nask = [\"li\"]\nwithin = \"2h\"\n{keys}"
        )
    };
    let presence = |keys: &str| {
        format!(
            "[[rosters]]\nid = \"office\"\npeople = [\"li\"]\nstart = \"2026-11-02\"\nhandover = \"08:30\"\n\
             [[presence]]\nid = \"watch\"\nroster = \"office\"\n{keys}"
        )
    };
    told(&[
        (
            "",
            &holiday("from = 2027-10-01\n§too = 2027-10-07"),
            "this row of `holidays` has no key `too`",
            "did you mean `to`?",
        ),
        (
            "",
            "§[[holidays]]\nname = \"National Day\"\nto = 2027-10-07",
            "`from` is missing in this row of `holidays`",
            "add from = \"2026-11-02\"",
        ),
        (
            "",
            "[[§holiday]]\nname = \"National Day\"\nfrom = 2027-10-01",
            "the file has no key `holiday`",
            "did you mean `holidays`?",
        ),
        (
            "",
            &holiday("from = §\"2027-02-29\""),
            "there is no day 2027-02-29",
            "year-month-day",
        ),
        (
            "",
            &holiday("from = \"2027-10-07\"\nto = §\"2027-10-01\""),
            "these days end on 2027-10-01, before they begin on 2027-10-07",
            "first day into `from`",
        ),
        (
            "",
            &holiday("from = \"2027-10-01\"\nto = §\"2028-10-07\""),
            "from 2027-10-01 to 2028-10-07 are 373 days",
            "look at the years; a row has 120 days at most",
        ),
        (
            "",
            &holiday("from = \"2027-10-01\"\nwork = §\"yes\""),
            "`work` can't be a text",
            "work = true",
        ),
        (
            "",
            &holiday("from = §\"2027-10-08\"\nwork = true"),
            "2027-10-08 is a working day anyway",
            "check the day, or take the row out",
        ),
        (
            "",
            &holiday("from = §\"2027-10-11\"\nto = \"2027-10-12\"\nwork = true"),
            "2027-10-11 to 2027-10-12 are working days anyway",
            "check the days",
        ),
        (
            "",
            &prompt("on = \"1,16 09:00\"\nholidays = §\"nxt\""),
            "`holidays` can't be `nxt`",
            "holidays = \"next\" or \"keep\"",
        ),
        (
            "",
            &prompt("on = §\"feb 30 09:00\""),
            "there is no day `feb 30`",
            "the last day of every month is \"last 09:00\"",
        ),
        (
            "",
            &presence("on = \"wed 09:00\"\nwithin = \"10m\"\n§holidays = \"next\""),
            "this row of `presence` has no key `holidays`",
            "`holidays` is a table of its own",
        ),
        (
            "",
            &presence("on = \"wed 09:00\"\nwithin = \"10m\"\n§cron = \"0 0 9 * * Wed\""),
            "this row of `presence` has both `cron` and `on`",
            "keep one of the two",
        ),
        (
            "",
            &presence("on = \"every day 09:00\"\nwithin = §\"2d\""),
            "after 1d comes the next check, and this one is still open",
            "let `on` ask more seldom",
        ),
        (
            "",
            &presence("within = \"10m\"").replace("[[presence]]", "§[[presence]]"),
            "this row of `presence` has neither `cron` nor `on`",
            "add `cron` or `on`",
        ),
    ]);
}
