//! The oracle itself, on histories of a few lines with the numbers worked out by hand.

mod basics;
mod work;
