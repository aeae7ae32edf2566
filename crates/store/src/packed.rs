//! Documents and events on disk: JSON in which ids, instants and the words of Trechter itself are written
//! short. The text that comes back is the same, letter for letter.
//!
//! JSON as it is written here has no byte below 32 and, being UTF-8, none from 248 on. These stand for:
//!
//! | Byte | Then | Stands for |
//! |---|---|---|
//! | 1 | 16 bytes | `"018bf41c-c69f-7d73-bd5a-73707236dc25"`, an id |
//! | 2 | 8 bytes | `"2026-03-01T09:00:00.000Z"`, an instant: its digits as one number |
//! | 3 | 16 bytes | `"results.018bf41c-…":`, the field of an obtained result |
//! | 4, 5, 6 | | `null`, `true`, `false` |
//! | 7 to 31 | | the first 25 of [`WORDS`] |
//! | 248 | 1 byte | the others |
//!
//! JSON without any of them stands for itself: what an older Trechter wrote is read as it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use uuid::Uuid;

use crate::error::{Error, Result};

const ID: u8 = 1;
const INSTANT: u8 = 2;
const RESULT: u8 = 3;
/// With the byte for each.
const LITERALS: [(&str, u8); 3] = [("null", 4), ("true", 5), ("false", 6)];
const FIRST_WORD: u8 = 7;
const SHORT_WORDS: usize = 25;
const OTHER_WORD: u8 = 248;

/// Fields and values that stand in many documents, the commonest first. What is on disk rests on their
/// places: a word may be added at the end, none may ever move or go. A test knows their order.
pub(crate) const WORDS: &[&str] = &[
    "\"status\":",
    "\"set\":",
    "\"owner\":",
    "\"was\":",
    "\"disqualify_reason\":",
    "\"campaign\":",
    "\"automatic\":",
    "\"persons\":",
    "\"since.status\":",
    "\"disqualify_note\":",
    "\"created_at\":",
    "\"updated_at\":",
    "\"done_at\":",
    "\"company\":",
    "\"converted_at\":",
    "\"source\":",
    "\"medium\":",
    "\"subject\":",
    "\"direction\":",
    "\"deal\":",
    "\"contact\":",
    "\"version\":",
    "\"kind\":",
    "\"id\":",
    "\"done\"",
    "\"expected_close\":",
    "\"minutes\":",
    "\"origin\":",
    "\"country\":",
    "\"last_touch\":",
    "\"first_name\":",
    "\"postal_code\":",
    "\"last_name\":",
    "\"region\":",
    "\"industry\":",
    "\"value\":",
    "\"gut_feeling\":",
    "\"city\":",
    "\"pipeline\":",
    "\"outcome\":",
    "\"company_name\":",
    "\"since.stage\":",
    "\"since.owner\":",
    "\"email\":",
    "\"stage\":",
    "\"address\":",
    "\"currency\":",
    "\"out\"",
    "\"in\"",
    "\"lead\":",
    "\"title\":",
    "\"phone\":",
    "\"street\":",
    "\"job_title\":",
    "\"products\":",
    "\"contacted\"",
    "\"amount\":",
    "\"description\":",
    "\"reached\"",
    "\"no_answer\"",
    "\"unit_price\":",
    "\"email\"",
    "\"at\":",
    "\"by\":",
    "\"disqualified\"",
    "\"loss_reason\":",
    "\"call\"",
    "\"closed_at\":",
    "\"discount\":",
    "\"quantity\":",
    "\"employees\":",
    "\"due_at\":",
    "\"planned\"",
    "\"lines\":",
    "\"product\":",
    "\"born\":",
    "\"label\":",
    "\"website\":",
    "\"custom\":",
    "\"loss_note\":",
    "\"qualified\"",
    "\"since\":",
    "\"EUR\"",
    "\"reopened\":",
    "\"new\"",
    "\"NL\"",
    "\"BE\"",
    "\"emails\":",
    "\"phones\":",
    "\"name\":",
    "\"open\"",
    "\"won\"",
    "\"lost\"",
    "\"meeting\"",
    "\"visit\"",
    "\"message\"",
    "\"demo\"",
    "\"task\"",
    "\"note\"",
    "\"note\":",
    "\"competitor\":",
    "\"results\":",
    "\"about\":",
    "\"history\":",
    "\"missing\":",
    "\"passed\":",
    "\"cancelled\"",
    "\"tags\":",
    "\"removed_at\":",
    "\"merged_into\":",
    "\"parent\":",
    "\"external\":",
    "\"system\":",
    "\"typed\"",
    "\"import\"",
    "\"converted\"",
    "\"stage\"",
    "\"status\"",
    "\"owner\"",
    "\"interest\":",
    "\"text\":",
    "\"body\":",
];

fn places() -> &'static HashMap<&'static str, usize> {
    static PLACES: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
    PLACES.get_or_init(|| WORDS.iter().enumerate().map(|(place, word)| (*word, place)).collect())
}

/// Writes JSON short. The JSON is what `serde_json` writes, without spaces.
pub(crate) fn pack(json: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() / 2 + 16);
    let mut at = 0;
    while let Some(byte) = json.as_bytes().get(at) {
        at += match byte {
            b'"' => string(json, at, &mut out),
            b'n' | b't' | b'f' => literal(json, at, &mut out),
            other => {
                out.push(*other);
                1
            }
        };
    }
    out
}

/// Writes the literal at a place; gives how long it was.
fn literal(json: &str, at: usize, out: &mut Vec<u8>) -> usize {
    match LITERALS.iter().find(|(word, _)| json[at..].starts_with(word)) {
        Some((word, code)) => {
            out.push(*code);
            word.len()
        }
        None => {
            out.push(json.as_bytes()[at]);
            1
        }
    }
}

/// Writes the string at a place, with the colon after it when it is a field; gives how long it was.
fn string(json: &str, at: usize, out: &mut Vec<u8>) -> usize {
    let rest = &json[at..];
    let mut escaped = false;
    let end = rest[1..].bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    let Some(end) = end else {
        out.extend_from_slice(rest.as_bytes());
        return rest.len();
    };
    let inner = &rest[1..=end];
    let quoted = &rest[..end + 2];
    let field = rest.as_bytes().get(end + 2) == Some(&b':');
    let whole = if field { &rest[..end + 3] } else { quoted };
    if let Some(place) = places().get(whole) {
        if *place < SHORT_WORDS {
            out.push(FIRST_WORD + *place as u8);
        } else {
            out.extend([OTHER_WORD, (*place - SHORT_WORDS) as u8]);
        }
        return whole.len();
    }
    let result = inner.strip_prefix("results.").filter(|_| field).and_then(id);
    if let Some(id) = result {
        out.push(RESULT);
        out.extend_from_slice(id.as_bytes());
        return whole.len();
    }
    if let Some(id) = id(inner) {
        out.push(ID);
        out.extend_from_slice(id.as_bytes());
    } else if let Some(digits) = instant(inner) {
        out.push(INSTANT);
        out.extend_from_slice(&digits.to_be_bytes());
    } else {
        out.extend_from_slice(quoted.as_bytes());
    }
    quoted.len()
}

/// An id that is written as ids are written, so that it comes back the same.
fn id(text: &str) -> Option<Uuid> {
    if text.len() != 36 || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    Uuid::try_parse(text).ok()
}

/// Where an instant has what; `0` is a digit.
const INSTANT_FORM: &[u8; 24] = b"0000-00-00T00:00:00.000Z";

/// The digits of an instant as one number.
fn instant(text: &str) -> Option<u64> {
    if text.len() != INSTANT_FORM.len() {
        return None;
    }
    text.bytes().zip(INSTANT_FORM).try_fold(0, |sum: u64, (byte, form)| match form {
        b'0' => byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')),
        form => (byte == *form).then_some(sum),
    })
}

fn write_instant(mut digits: u64, out: &mut Vec<u8>) {
    let mut text = *INSTANT_FORM;
    for place in text.iter_mut().rev().filter(|byte| **byte == b'0') {
        *place = b'0' + (digits % 10) as u8;
        digits /= 10;
    }
    out.push(b'"');
    out.extend_from_slice(&text);
    out.push(b'"');
}

/// The JSON that was written short.
///
/// # Errors
/// It was damaged.
pub fn unpack(packed: &[u8]) -> Result<Cow<'_, str>> {
    let damaged = || Error::Internal("a document on disk is damaged".into());
    if packed.iter().all(|byte| (32..248).contains(byte)) {
        return std::str::from_utf8(packed).map(Cow::Borrowed).map_err(|_| damaged());
    }
    let mut out = Vec::with_capacity(packed.len() * 3);
    let mut rest = packed;
    while let Some((code, after)) = rest.split_first() {
        rest = match *code {
            ID | RESULT => {
                let (id, after) = after.split_first_chunk::<16>().ok_or_else(damaged)?;
                out.extend_from_slice(if *code == ID { b"\"" } else { b"\"results." });
                let mut text = Uuid::encode_buffer();
                out.extend_from_slice(Uuid::from_bytes(*id).hyphenated().encode_lower(&mut text).as_bytes());
                out.extend_from_slice(if *code == ID { b"\"" } else { b"\":" });
                after
            }
            INSTANT => {
                let (digits, after) = after.split_first_chunk::<8>().ok_or_else(damaged)?;
                write_instant(u64::from_be_bytes(*digits), &mut out);
                after
            }
            4..=6 => {
                out.extend_from_slice(LITERALS[usize::from(*code) - 4].0.as_bytes());
                after
            }
            FIRST_WORD..32 => {
                out.extend_from_slice(WORDS[usize::from(*code - FIRST_WORD)].as_bytes());
                after
            }
            OTHER_WORD => {
                let (place, after) = after.split_first().ok_or_else(damaged)?;
                let word = WORDS.get(SHORT_WORDS + usize::from(*place)).ok_or_else(damaged)?;
                out.extend_from_slice(word.as_bytes());
                after
            }
            _ => {
                let plain = rest.iter().take_while(|byte| (32..248).contains(*byte)).count();
                if plain == 0 {
                    return Err(damaged());
                }
                out.extend_from_slice(&rest[..plain]);
                &rest[plain..]
            }
        };
    }
    String::from_utf8(out).map(Cow::Owned).map_err(|_| damaged())
}

/// How an id stands in what was written short.
pub(crate) fn packed_id(id: Uuid) -> Vec<u8> {
    [&[ID][..], id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn there_and_back(text: &str) -> Vec<u8> {
        let packed = pack(text);
        assert_eq!(unpack(&packed).unwrap(), text);
        packed
    }

    #[test]
    fn what_is_common_takes_little() {
        let text = json!({
            "set": { "company": "018bf41c-bad2-7645-9835-c5bcb78b485d", "done_at": "2024-04-08T08:07:45.098Z",
                "results.018bf41c-a595-7ca1-b662-ddcb8d7aa6eb": null, "automatic": false, "status": "done" },
            "was": { "status": "planned", "done_at": null },
        })
        .to_string();
        let packed = there_and_back(&text);
        assert!(packed.len() * 3 < text.len(), "{} of {}", packed.len(), text.len());
    }

    #[test]
    fn what_only_looks_common_comes_back_as_it_was() {
        for text in [
            json!({ "a": "018BF41C-BAD2-7645-9835-C5BCB78B485D", "b": "018bf41cbad276459835c5bcb78b485d" }),
            json!({ "a": "2024-04-08T08:07:45.098", "b": "2024-04-08 08:07:45.098Z", "c": "9999-99-99T99:99:99.999Z" }),
            json!({ "quote\"s": "a \"set\": b", "back\\": "\\\"status\\\":", "\\": "\\\\" }),
            json!({ "results.018bf41c-a595-7ca1-b662-ddcb8d7aa6eb": "results.018bf41c-a595-7ca1-b662-ddcb8d7aa6eb" }),
            json!({ "tab": "\t\n\u{1}\u{1f}", "wide": "é – 漢 🚚", "null": "null", "done": "done" }),
            json!([null, true, false, 1.5, -3, "", {}, []]),
            json!("018bf41c-bad2-7645-9835-c5bcb78b485d"),
        ] {
            there_and_back(&text.to_string());
        }
    }

    #[test]
    fn an_older_document_is_read_as_it_is() {
        let text = "{ \"status\" : \"open\", \"title\": \"Café\" }";
        assert_eq!(unpack(text.as_bytes()).unwrap(), text);
    }

    #[test]
    fn what_is_damaged_is_refused() {
        for bytes in [&[1u8, 2, 3][..], &[2, 1], &[248], &[248, 255], &[255, 1], &[0], &[b'"', 0xc3, 1]] {
            assert!(unpack(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn words_keep_their_places_and_fit_into_a_byte() {
        assert!(WORDS.len() - SHORT_WORDS <= 256);
        assert_eq!(places().len(), WORDS.len(), "each stands there once");
        // The order as it is on people's disks. Words may follow; then the first of these still hold.
        let first: String = WORDS[..122].concat();
        let sum = first.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
        assert_eq!((first.len(), sum), (1166, 542_599_803));
    }

    fn values() -> impl Strategy<Value = Value> {
        let words = (0..WORDS.len())
            .prop_map(|place| Value::String(WORDS[place].trim_matches([':', '"']).to_owned()));
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            any::<u128>().prop_map(|id| Value::String(Uuid::from_u128(id).to_string())),
            words,
        ];
        let key = prop_oneof![
            any::<String>(),
            (0..WORDS.len()).prop_map(|place| WORDS[place].trim_matches([':', '"']).to_owned()),
            any::<u128>().prop_map(|id| format!("results.{}", Uuid::from_u128(id))),
        ];
        leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map(key.clone(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_document_comes_back(value in values()) {
            let text = value.to_string();
            let packed = pack(&text);
            prop_assert_eq!(unpack(&packed).unwrap(), text);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            drop(unpack(&bytes));
        }
    }
}
