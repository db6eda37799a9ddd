//! What people rely on, seen from outside: the real binary, each home in processes of its own.

mod bad_input;
mod home;
mod killing;
mod meeting;
mod privacy;
mod rounds;
mod scenarios;
