//! On the server nothing moves.

pub fn listen() {}
