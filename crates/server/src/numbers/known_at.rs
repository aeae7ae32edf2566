//! As far as was known when: the second axis of time, as it is written.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use trechter_domain::Instant;

/// The number of the last event that was known, or the instant at which it was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownAt {
    /// Events up to this one.
    Event(i64),
    /// Events recorded up to this instant.
    At(Instant),
}

impl FromStr for KnownAt {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let event = text.parse().ok().filter(|seq| *seq >= 0).map(Self::Event);
        event
            .or_else(|| text.parse().ok().map(Self::At))
            .ok_or("write the number of an event or an instant as 2017-03-31T17:00:00Z")
    }
}

impl fmt::Display for KnownAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(seq) => seq.fmt(f),
            Self::At(at) => at.fmt(f),
        }
    }
}

impl Serialize for KnownAt {
    /// As it was asked: a number, or a text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Event(seq) => serializer.serialize_i64(*seq),
            Self::At(at) => serializer.collect_str(at),
        }
    }
}

impl<'de> Deserialize<'de> for KnownAt {
    /// A text, or a plain number for an event.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl de::Visitor<'_> for Written {
            type Value = KnownAt;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the number of an event or an instant")
            }

            fn visit_u64<E: de::Error>(self, seq: u64) -> Result<KnownAt, E> {
                i64::try_from(seq).map(KnownAt::Event).map_err(de::Error::custom)
            }

            fn visit_i64<E: de::Error>(self, seq: i64) -> Result<KnownAt, E> {
                u64::try_from(seq).map_err(de::Error::custom).and_then(|seq| self.visit_u64(seq))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<KnownAt, E> {
                text.parse().map_err(de::Error::custom)
            }
        }

        deserializer.deserialize_any(Written)
    }
}

impl JsonSchema for KnownAt {
    fn schema_name() -> Cow<'static, str> {
        "KnownAt".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_number_of_an_event_or_an_instant() {
        let read = |text: &str| text.parse::<KnownAt>();
        assert_eq!(read("12"), Ok(KnownAt::Event(12)));
        assert_eq!(read("1970-01-01T00:00:01Z"), Ok(KnownAt::At(Instant(1_000))));
        assert!(read("-1").is_err() && read("soon").is_err());
        for known in [KnownAt::Event(3), KnownAt::At(Instant(1_500))] {
            let written = serde_json::to_string(&known).expect("it can be written");
            assert_eq!(serde_json::from_str::<KnownAt>(&written).expect("it can be read"), known);
        }
        assert_eq!(serde_json::from_str::<KnownAt>("7").expect("a number"), KnownAt::Event(7));
    }
}
