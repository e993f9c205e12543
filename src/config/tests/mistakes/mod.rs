//! One mistake each: `§` marks where it must be told; then the reason and a part of the mend.

mod committees;
mod holidays;
mod keys;
mod later_tables;
mod references;
mod rosters;
mod subjects;

use super::{changed, problems};

fn told(cases: &[(&str, &str, &str, &str)]) {
    for (old, new, reason, mend) in cases {
        let marked = changed(old, new);
        let at = marked.find('§').unwrap();
        let line = marked[..at].matches('\n').count() + 1;
        let column = marked[..at]
            .chars()
            .rev()
            .take_while(|c| *c != '\n')
            .count()
            + 1;
        let list = problems(&marked.replace('§', ""));
        let [problem] = &list[..] else {
            panic!("not one problem for {new}: {list:#?}");
        };
        assert_eq!(problem.reason, *reason, "{new}");
        assert_eq!((problem.line, problem.column), (line, column), "{new}");
        assert!(problem.mend.contains(mend), "{new}: {}", problem.mend);
    }
}
