//! The longest version of `processes/killing`: two hundred rounds; `slow_kill` has sixty.

#[expect(dead_code, reason = "the short tests use more of it")]
#[cfg(test)]
#[path = "processes/home.rs"]
mod home;
#[cfg(test)]
#[path = "processes/rounds.rs"]
mod rounds;

#[test]
fn what_was_answered_outlives_two_hundred_kills() {
    rounds::rounds(2, 200);
}
