//! The room from outside and, for hostile files, from the bytes.

mod attacks;
mod certificates;
mod hostile;
mod keys;
mod samples;
mod signing;
