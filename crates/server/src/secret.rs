//! Secrets that browsers and programs carry: random text outside, a hash of it inside.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// 32 random bytes as 52 characters that survive mails, URLs and double-clicks.
pub fn text(bytes: &[u8; 32]) -> String {
    let mut text = String::with_capacity(52);
    let (mut bits, mut count) = (0u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(ALPHABET[(bits >> count) as usize & 31] as char);
        }
        bits &= (1 << count) - 1;
    }
    text.push(ALPHABET[(bits << (5 - count)) as usize & 31] as char);
    text
}

/// What is kept of a secret.
pub fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_in_every_bit() {
        let mut one = [0u8; 32];
        let zero = text(&one);
        assert_eq!(zero.len(), 52);
        for bit in 0..256 {
            one[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(text(&one), zero, "bit {bit}");
            one[bit / 8] ^= 1 << (bit % 8);
        }
    }
}
