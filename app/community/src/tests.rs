//! People and talk over real replicas: what is said on one device, and what rows become of it on others.

mod any_order;
mod apart;
mod before;
mod channels;
pub(crate) mod crowd;
mod customs;
mod erasing;
mod finding;
mod limits;
mod naming;
mod odd;
mod plans;
mod reading;
mod talking;
mod watching;
