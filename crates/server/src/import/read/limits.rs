//! How much an import takes. Beyond it the answer is a refusal in words, not a slow death.

/// Bytes of one file as it was sent.
pub const FILE: usize = 100 << 20;
/// Bytes of all files of one import.
pub const ALL_FILES: usize = 200 << 20;
/// Files of one import.
pub const FILES: usize = 50;
/// Bytes of all files of one import once they are unpacked: they are in memory together.
pub const UNPACKED: usize = 400 << 20;
/// Packed data that grows more than this is a bomb.
pub const RATIO: usize = 200;
/// Columns of a file.
pub const COLUMNS: usize = 1_000;
/// Rows of all files.
pub const ROWS: usize = 3_000_000;
/// Bytes of a row.
pub const ROW: usize = 4 << 20;
/// Bytes of a mapping file.
pub const MAPPING: usize = 1 << 20;
