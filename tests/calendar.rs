//! Calendar feeds over HTTP: the real program, another parser, and what is void.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use support::{GROUP, Plan, Town, buttons};

/// What stands in a summary of each shift.
fn summaries(text: &str) -> Vec<String> {
    let read = ICalendar::parse(text).unwrap();
    let events = read.components.iter();
    let events = events.filter(|one| one.component_type == ICalendarComponentType::VEvent);
    let entries = events.flat_map(|event| &event.entries);
    let summaries = entries.filter(|entry| entry.name == ICalendarProperty::Summary);
    summaries
        .map(|entry| entry.values[0].as_text().unwrap().to_owned())
        .collect()
}

/// `/duty`, Calendar, and this button: the path of the link.
async fn makes(town: &mut Town, who: &str, of: &str) -> String {
    town.says(who, who, "/duty");
    town.sees(who, "Your shifts").await;
    town.presses(who, "Calendar").await;
    town.sees(who, "📆 Shifts in your own calendar").await;
    town.presses(who, of).await;
    let told = town.sees(who, &format!("📆 {of}. Subscribe")).await;
    assert!(buttons(&told.view).contains(&"Revoke".to_owned()));
    let link = told.text().lines().nth(1).unwrap().to_owned();
    let path = link.strip_prefix("https://duty.example.org").unwrap();
    assert!(
        path.starts_with("/calendar/") && path.ends_with(".ics"),
        "{path}"
    );
    path.to_owned()
}

#[tokio::test]
async fn a_link_from_duty_shows_the_shifts_until_it_is_revoked() {
    let mut town = Town::with(Plan::calm().http().rostered("")).await;
    let path = makes(&mut town, "li", "My shifts").await;
    let (status, text) = town.get(&path).await;
    assert_eq!(status, 200);
    let own = summaries(&text);
    // Every second day of more than three months.
    assert!((45..60).contains(&own.len()), "{}", own.len());
    assert!(own.iter().all(|one| one == "Duty: Town post"), "{own:?}");
    let roster = makes(&mut town, "li", "Town post").await;
    let (_, text) = town.get(&roster).await;
    let named = summaries(&text);
    assert!(named.len() > 90, "{}", named.len());
    assert_eq!(named[..2], ["Li Qiang", "Sun Min"]);
    // Who has it already gets nothing anew.
    let address = town.bot().http().await;
    let client = reqwest::Client::new();
    let ask = |tag: Option<String>| {
        let asked = client.get(format!("http://{address}{path}"));
        match tag {
            Some(tag) => asked.header("If-None-Match", tag),
            None => asked,
        }
        .send()
    };
    let first = ask(None).await.unwrap();
    let header = |name: &str| first.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(header("cache-control"), "private, no-cache");
    let tag = header("etag");
    assert_eq!(ask(Some(tag)).await.unwrap().status().as_u16(), 304);
    // A death loses no link, and a revoked one looks like one that never was.
    town.settles().await;
    town.restart().await;
    town.says("li", "li", "/oncall");
    town.sees("li", "On duty at").await;
    assert_eq!(town.get(&path).await.0, 200);
    town.presses("li", "Revoke").await;
    town.settles().await;
    let gone = town.get(&roster).await;
    assert_eq!(gone.0, 404);
    assert_eq!(town.get(&path).await.0, 200);
    for unknown in [
        "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics",
        "/calendar/x",
        "/calendar/.ics",
    ] {
        assert_eq!(town.get(unknown).await, gone, "{unknown}");
    }
    let token = path.rsplit('/').next().unwrap().trim_end_matches(".ics");
    assert!(!town.bot().log().contains(token));
    // Nothing of it stands in the group.
    town.says("li", GROUP, "/duty");
    town.sees(GROUP, "Your shifts").await;
    town.end().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.contains("3 changes of people"),
        "{}",
        verified.out
    );
}
