//! Words of other programs: what their statuses, kinds and stages are likely to mean.

use super::entity::Entity;
use super::mapping::Outcome;

/// What a pipeline is called that came from a program without a name.
pub fn imported(language: &str) -> String {
    if language == "nl" { "Geïmporteerd" } else { "Imported" }.to_owned()
}

/// Word, and what it means, for the first that is part of the folded value.
type Meanings = &'static [(&'static str, &'static str)];

const ACTIVITY_KIND: Meanings = &[
    ("call", "call"),
    ("bel", "call"),
    ("phone", "call"),
    ("mail", "email"),
    ("meeting", "meeting"),
    ("event", "meeting"),
    ("afspraak", "meeting"),
    ("vergadering", "meeting"),
    ("lunch", "meeting"),
    ("visit", "visit"),
    ("bezoek", "visit"),
    ("demo", "demo"),
    ("task", "task"),
    ("taak", "task"),
    ("deadline", "task"),
    ("note", "note"),
    ("notitie", "note"),
    ("message", "message"),
    ("sms", "message"),
    ("whatsapp", "message"),
    ("bericht", "message"),
    ("linkedin", "message"),
];
const ACTIVITY_STATUS: Meanings = &[
    ("cancel", "cancelled"),
    ("geannuleerd", "cancelled"),
    ("not started", "planned"),
    ("niet gestart", "planned"),
    ("completed", "done"),
    ("done", "done"),
    ("afgerond", "done"),
    ("voltooid", "done"),
    ("gedaan", "done"),
    ("held", "done"),
    ("in progress", "planned"),
    ("waiting", "planned"),
    ("deferred", "planned"),
    ("planned", "planned"),
    ("open", "planned"),
    ("scheduled", "planned"),
    ("yes", "done"),
    ("no", "planned"),
    ("true", "done"),
    ("false", "planned"),
];
const DIRECTION: Meanings = &[
    ("inbound", "in"),
    ("incoming", "in"),
    ("inkomend", "in"),
    ("outbound", "out"),
    ("outgoing", "out"),
    ("uitgaand", "out"),
];
const LEAD_STATUS: Meanings = &[
    ("not converted", "disqualified"),
    ("unqualified", "disqualified"),
    ("disqualified", "disqualified"),
    ("junk", "disqualified"),
    ("lost", "disqualified"),
    ("dead", "disqualified"),
    ("recycled", "disqualified"),
    ("afgewezen", "disqualified"),
    ("bad", "disqualified"),
    ("not contacted", "new"),
    ("contact in future", "new"),
    ("attempted", "new"),
    ("qualified", "qualified"),
    ("gekwalificeerd", "qualified"),
    ("converted", "qualified"),
    ("open deal", "qualified"),
    ("connected", "contacted"),
    ("contacted", "contacted"),
    ("working", "contacted"),
    ("in progress", "contacted"),
    ("in process", "contacted"),
    ("assigned", "new"),
    ("new", "new"),
    ("nieuw", "new"),
    ("open", "new"),
];
const OUTCOME: Meanings = &[
    ("not won", "lost"),
    ("won", "won"),
    ("gewonnen", "won"),
    ("loss", "lost"),
    ("lost", "lost"),
    ("verloren", "lost"),
    ("open", "open"),
    ("abandon", "lost"),
    ("rejected", "lost"),
    ("geweigerd", "lost"),
    ("accepted", "won"),
    ("aanvaard", "won"),
];
const CHANNEL: Meanings = &[
    ("search", "search"),
    ("social", "social"),
    ("facebook", "social"),
    ("linkedin", "social"),
    ("mail", "email"),
    ("call", "phone"),
    ("phone", "phone"),
    ("adverti", "advertising"),
    ("paid", "advertising"),
    ("ads", "advertising"),
    ("banner", "advertising"),
    ("google", "search"),
    ("bing", "search"),
    ("show", "event"),
    ("event", "event"),
    ("conference", "event"),
    ("webinar", "event"),
    ("seminar", "event"),
    ("beurs", "event"),
    ("referr", "referral"),
    ("reference", "referral"),
    ("mond", "referral"),
    ("partner", "partner"),
    ("reseller", "partner"),
    ("cold", "outbound"),
    ("outbound", "outbound"),
    ("purchased", "outbound"),
    ("web", "website"),
    ("site", "website"),
    ("chat", "website"),
    ("online", "website"),
    ("form", "website"),
    ("direct", "website"),
];

fn meaning(meanings: Meanings, value: &str) -> Option<&'static str> {
    let value = trechter_domain::text::fold(value);
    meanings.iter().find(|(word, _)| value.contains(word)).map(|(_, meaning)| *meaning)
}

/// What a value of a field with fixed words is likely to mean.
pub fn likely(entity: Entity, field: &str, value: &str) -> Option<&'static str> {
    match (entity, field) {
        (Entity::Activity, "kind") => meaning(ACTIVITY_KIND, value),
        (Entity::Activity, "status") => meaning(ACTIVITY_STATUS, value),
        (Entity::Activity, "direction") => meaning(DIRECTION, value),
        (Entity::Lead, "status") => meaning(LEAD_STATUS, value),
        (Entity::Deal, "outcome") => meaning(OUTCOME, value),
        (Entity::Source, "channel") => Some(channel(value)),
        _ => None,
    }
}

/// The channel that a source belongs to, by its name.
pub fn channel(source: &str) -> &'static str {
    meaning(CHANNEL, source).unwrap_or("other")
}

/// Does a stage of another program mean that the deal is closed?
pub fn outcome(stage: &str) -> Option<Outcome> {
    let folded = trechter_domain::text::fold(stage);
    let has = |words: &[&str]| {
        words.iter().any(|word| folded.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word))
    };
    if has(&["won", "gewonnen", "gagne", "gewonnene"]) {
        Some(Outcome::Won)
    } else if has(&["lost", "verloren", "perdu", "loss"]) {
        Some(Outcome::Lost)
    } else {
        None
    }
}

/// Where a stage usually stands in a pipeline; stages that say nothing stand in the middle.
pub fn stage_place(stage: &str) -> u32 {
    const ORDER: [(&str, u32); 20] = [
        ("prospect", 10),
        ("suspect", 5),
        ("new", 5),
        ("nieuw", 5),
        ("appointment", 15),
        ("afspraak", 15),
        ("qualif", 20),
        ("kwalif", 20),
        ("needs", 30),
        ("behoefte", 30),
        ("value prop", 35),
        ("presentation", 40),
        ("demo", 40),
        ("decision", 45),
        ("perception", 50),
        ("offer", 60),
        ("proposal", 65),
        ("offerte", 65),
        ("negotiat", 80),
        ("contract", 85),
    ];
    let folded = trechter_domain::text::fold(stage);
    ORDER.iter().find(|(word, _)| folded.contains(word)).map_or(48, |(_, place)| *place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_programs_are_understood() {
        for (entity, field, value, expected) in [
            (Entity::Activity, "kind", "Phone Call", Some("call")),
            (Entity::Activity, "status", "Not Started", Some("planned")),
            (Entity::Activity, "status", "Completed", Some("done")),
            (Entity::Activity, "direction", "Outbound", Some("out")),
            (Entity::Lead, "status", "Junk Lead", Some("disqualified")),
            (Entity::Lead, "status", "Closed - Not Converted", Some("disqualified")),
            (Entity::Lead, "status", "Not Contacted", Some("new")),
            (Entity::Deal, "outcome", "Loss", Some("lost")),
            (Entity::Deal, "outcome", "Martian", None),
        ] {
            assert_eq!(likely(entity, field, value), expected, "{value}");
        }
        assert_eq!(outcome("Closed Won"), Some(Outcome::Won));
        assert_eq!(outcome("Verloren"), Some(Outcome::Lost));
        assert_eq!(outcome("Wonderful"), None);
        assert_eq!(channel("Trade Show"), "event");
    }
}
