//! An evening with forty people; see `soak_evening` for a hundred and twenty.

#[cfg(test)]
#[path = "processes/evening.rs"]
mod evening;
#[expect(dead_code, reason = "the short tests use more of it")]
#[cfg(test)]
#[path = "processes/home.rs"]
mod home;

#[test]
fn forty_people_come_in_through_one_device_in_one_evening() {
    evening::evening(40);
}
