//! What people rely on, seen from outside: the real binary, each home in processes of its own.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod cable;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod evening;
#[cfg(test)]
mod home;
#[cfg(test)]
mod joining;
#[cfg(test)]
mod killing;
#[cfg(test)]
mod meeting;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod scenarios;
