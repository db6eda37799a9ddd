//! The long version of `processes/killing`: sixty rounds; `soak_kill` has two hundred.

#[expect(dead_code, reason = "the short tests use more of it")]
#[cfg(test)]
#[path = "processes/home.rs"]
mod home;
#[cfg(test)]
#[path = "processes/rounds.rs"]
mod rounds;

#[test]
fn what_was_answered_outlives_sixty_kills() {
    rounds::rounds(2, 60);
}
