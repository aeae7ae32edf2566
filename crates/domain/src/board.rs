//! Places on the board: a rank is a text that sorts between its neighbours', so that moving one card
//! changes one row.

/// Digits of a rank, in byte order.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

fn digit(byte: u8) -> usize {
    DIGITS.iter().position(|d| *d == byte).unwrap_or(0)
}

/// The rank of a card that arrives on top now: the later, the smaller. Needs no neighbour.
pub fn rank_on_top(now: crate::Instant) -> String {
    const WIDTH: u32 = 9;
    let mut left = (36i64.pow(WIDTH) - 1 - now.0).clamp(0, 36i64.pow(WIDTH) - 1);
    let mut rank = [b'i'; WIDTH as usize + 1];
    for place in (0..WIDTH as usize).rev() {
        rank[place] = DIGITS[(left % 36) as usize];
        left /= 36;
    }
    String::from_utf8_lossy(&rank).into_owned()
}

/// The rank of a card that is dropped between two others.
pub fn rank_of_drop(above: Option<&str>, below: Option<&str>, now: crate::Instant) -> String {
    let top = rank_on_top(now);
    match (above, below) {
        (None, None) => top,
        (None, Some(below)) if top.as_str() < below => top,
        _ => rank_between(above, below),
    }
}

/// A rank between two others; `None` is the top or the bottom of the column. When the neighbours are
/// equal or in the wrong order (two people dragged at once), it comes right after the first.
pub fn rank_between(above: Option<&str>, below: Option<&str>) -> String {
    let low = above.unwrap_or("").as_bytes();
    let high = below.map(str::as_bytes).filter(|high| low < *high);
    let mut rank = Vec::with_capacity(low.len() + 1);
    let mut bounded = high.is_some();
    for i in 0.. {
        let from = low.get(i).map_or(0, |b| digit(*b));
        let to = match high {
            Some(high) if bounded && i < high.len() => high.get(i).map_or(0, |b| digit(*b)),
            _ => DIGITS.len(),
        };
        if to > from + 1 {
            rank.push(DIGITS[(from + to) / 2]);
            break;
        }
        rank.push(DIGITS[from]);
        bounded = bounded && to == from;
    }
    String::from_utf8(rank).expect("ranks are made of ASCII digits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However cards are dragged, each ends where it was dropped.
        #[test]
        fn any_sequence_of_drops_keeps_the_order(drops in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut column: Vec<String> = Vec::new();
            for drop in drops {
                let at = drop.index(column.len() + 1);
                let above = at.checked_sub(1).map(|i| column[i].as_str());
                let rank = rank_between(above, column.get(at).map(String::as_str));
                column.insert(at, rank);
                prop_assert!(column.windows(2).all(|pair| pair[0] < pair[1]), "{column:?}");
            }
        }
    }

    #[test]
    fn later_cards_come_on_top() {
        let (early, late) =
            (rank_on_top(crate::Instant(1_000)), rank_on_top(crate::Instant(1_800_000_000_000)));
        assert!(late < early);
        assert_eq!(late.len(), 10);
        assert!(rank_between(Some(&late), Some(&early)) > late);
    }

    #[test]
    fn neighbours_in_the_wrong_order_put_it_after_the_first() {
        assert!(rank_between(Some("m"), Some("m")).as_str() > "m");
        assert!(rank_between(Some("t"), Some("c")).as_str() > "t");
    }
}
