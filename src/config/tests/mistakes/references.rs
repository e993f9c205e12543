use super::told;

#[test]
fn ids_and_references() {
    told(&[
        (
            "[[roles]]\n",
            "[[people]]\nid = §\"li\"\nname = \"Other\"\n[[roles]]\n",
            "the id `li` is already the person on line 6",
            "another id",
        ),
        (
            "[[severities]]\nid = \"I\"",
            "[[roles]]\nid = §\"li\"\npeople = [\"zhao\"]\n[[severities]]\nid = \"I\"",
            "the id `li` is already the person on line 6",
            "share one name space",
        ),
        (
            "id = \"town\"",
            "id = §\"the town\"",
            "the id `the town` has blanks or signs in it",
            "duty_officer",
        ),
        (
            "people = [\"zhao\", \"li\"]",
            "people = [\"zhao\", §\"lii\"]",
            "there is no person `lii`",
            "did you mean `li`?",
        ),
        (
            "people = [\"zhao\", \"li\"]",
            "people = [\"zhao\", §\"zhao\"]",
            "`zhao` stands twice in `people`",
            "once",
        ),
        (
            "people = [\"zhao\", \"li\"]",
            "roster = §\"ofice\"",
            "there is no roster `ofice`",
            "the file defines no rosters",
        ),
        (
            "people = [\"zhao\", \"li\"]",
            "people = [\"zhao\"]\n§roster = \"r\"\n[[rosters]]\nid = \"r\"\npeople = [\"li\"]\nstart = \"2026-11-02\"\nhandover = \"08:30\"",
            "this row of `roles` has both `people` and `roster`",
            "one of the two",
        ),
        (
            "[[roles]]\n",
            "§[[roles]]\nid = \"nobody\"\n[[roles]]\n",
            "this row of `roles` has neither `people` nor `roster`",
            "add",
        ),
        (
            "severity = \"I\"",
            "severity = §\"III\"",
            "there is no severity `III`",
            "did you mean `II`?",
        ),
        (
            "page = [\"commander\"]",
            "page = [§\"comander\"]",
            "there is no person or role `comander`",
            "did you mean `commander`?",
        ),
        (
            "page = [\"commander\"]",
            "page = [§\"town\"]",
            "there is no person or role `town`",
            "`town` is a chat",
        ),
        (
            "[[policies]]\n",
            "[[policies]]\nid = \"a\"\ncategories = [§\"flood\"]\nsteps = [{ page = [\"li\"], wait = \"1m\" }]\n[[policies]]\n",
            "there is no category `flood`",
            "categories here: `fire`",
        ),
        (
            "[[people]]\nid = \"li\"\nname = \"Li\"",
            "[[people]]\nid = \"li\"\nname = \"Li\"\ntelegram = §1001",
            "the Telegram number 1001 is already that of the person on line 4",
            "of its own",
        ),
        (
            "[[roles]]\n",
            "[[chats]]\nid = \"b\"\ntelegram = §-1001000000001\n[[roles]]\n",
            "the Telegram number -1001000000001 is already that of the chat on line 10",
            "of its own",
        ),
    ]);
}
