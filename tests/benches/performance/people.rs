//! Newcomers: what the welcome costs for each person who is in already, and what letting one more in costs both devices.

use crate::measure::{row, work_us};
use kith_tests::newcomers::{Evening, Told};

/// The sizes at which it is measured, and how many newcomers each figure is of.
const SIZES: [usize; 3] = [50, 200, 500];
const OF: usize = 10;

pub fn run() {
    let mut evening = Evening::begin(7);
    let (first, mut people) = (evening.let_in(), 2);
    for size in SIZES {
        while people + OF < size {
            evening.let_in();
            people += 1;
        }
        let before = work_us();
        let told: Vec<Told> = (0..OF).map(|_| evening.let_in()).collect();
        people += OF;
        let work = work_us().zip(before).map(|(now, before)| (now - before) as f64 / OF as f64 / 1e3);
        let mean = |of: fn(&Told) -> usize| told.iter().map(of).sum::<usize>() as f64 / OF as f64;
        let (welcome, middle) = (mean(|told| told.welcome), people as f64 - OF as f64 / 2.0);
        let each = (welcome - first.welcome as f64) / (middle - 2.0);
        let what = |of: &str| format!("{size} people: {of}");
        row(&what("bytes of a welcome, a person"), &format!("{each:.0}"), "≤ 500");
        row(&what("bytes of a welcome"), &format!("{welcome:.0}"), "");
        row(&what("the same ranges as records"), &format!("{:.0}", mean(|told| told.charter)), "");
        row(&what("bytes of receipts for a newcomer"), &format!("{:.0}", mean(|told| told.receipts)), "");
        row(&what("the same receipts as they are stored"), &format!("{:.0}", mean(|told| told.signed)), "");
        row(&what("bytes both ways until a newcomer is up to date"), &format!("{:.0}", mean(|told| told.all)), "");
        let work = work.map_or_else(String::new, |ms| format!("{ms:.1} ms, {:.3} a person", ms / people as f64));
        row(&what("CPU of both devices for one newcomer"), &work, "");
    }
}
