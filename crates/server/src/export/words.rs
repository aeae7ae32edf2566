//! The reader's words for what the API calls `open` or `call`.

/// API word, English, Dutch.
const WORDS: &[(&str, [&str; 2])] = &[
    ("open", ["Open", "Open"]),
    ("won", ["Won", "Gewonnen"]),
    ("lost", ["Lost", "Verloren"]),
    ("new", ["New", "Nieuw"]),
    ("contacted", ["Contacted", "Benaderd"]),
    ("qualified", ["Qualified", "Gekwalificeerd"]),
    ("disqualified", ["Disqualified", "Afgewezen"]),
    ("planned", ["Planned", "Gepland"]),
    ("done", ["Done", "Gedaan"]),
    ("cancelled", ["Cancelled", "Geannuleerd"]),
    ("call", ["Call", "Telefoontje"]),
    ("email", ["E-mail", "E-mail"]),
    ("message", ["Message", "Bericht"]),
    ("meeting", ["Meeting", "Afspraak"]),
    ("visit", ["Visit", "Bezoek"]),
    ("demo", ["Demo", "Demo"]),
    ("task", ["Task", "Taak"]),
    ("note", ["Note", "Notitie"]),
    ("in", ["Incoming", "Inkomend"]),
    ("out", ["Outgoing", "Uitgaand"]),
    ("typed", ["Typed in", "Ingevoerd"]),
    ("arrived", ["Arrived", "Binnengekomen"]),
    ("conversation", ["Conversation", "Gesprek"]),
    ("imported", ["Imported", "Geïmporteerd"]),
];

/// The word in a language (0 English, 1 Dutch); itself when it has none.
pub fn enum_word(word: &str, tongue: usize) -> &str {
    WORDS.iter().find(|(known, _)| *known == word).map_or(word, |(_, words)| words[tongue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_every_list_of_words_has_words() {
        use schemars::{JsonSchema, SchemaGenerator};
        use trechter_domain::record::{
            ActivityKind, ActivityStatus, Born, DealStatus, Direction, LeadStatus,
        };
        let mut all = Vec::new();
        let mut add = |schema: schemars::Schema| collect(schema.as_value(), &mut all);
        let mut generator = SchemaGenerator::default();
        add(ActivityKind::json_schema(&mut generator));
        add(ActivityStatus::json_schema(&mut generator));
        add(Born::json_schema(&mut generator));
        add(DealStatus::json_schema(&mut generator));
        add(Direction::json_schema(&mut generator));
        add(LeadStatus::json_schema(&mut generator));
        assert!(all.len() >= 24, "{all:?}");
        for word in all {
            assert!(WORDS.iter().any(|(known, _)| *known == word), "{word} has no words");
        }
    }

    /// The values of an enum in a schema, alone or with documentation.
    fn collect(schema: &serde_json::Value, into: &mut Vec<String>) {
        let words = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
        into.extend(words.filter_map(|word| word.as_str().map(str::to_owned)));
        for part in schema["oneOf"].as_array().into_iter().flatten() {
            collect(part, into);
        }
    }
}
