//! An evening with a hundred and twenty people.

#[cfg(test)]
#[path = "processes/evening.rs"]
mod evening;
#[expect(dead_code, reason = "the short tests use more of it")]
#[cfg(test)]
#[path = "processes/home.rs"]
mod home;

#[test]
fn a_hundred_and_twenty_people_come_in_through_one_device_in_one_evening() {
    evening::evening(120);
}
