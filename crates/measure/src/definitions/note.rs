//! The remarks that an answer carries, in words.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Language;

/// One language's words for a note: for a count of one, and for any other.
type Forms = [&'static str; 2];

/// Words that do not depend on a count.
const fn same(words: &'static str) -> Forms {
    [words, words]
}

/// Makes the enum and its tables, so that no note can be without words in either language.
macro_rules! notes {
    ($($(#[$doc:meta])* $note:ident = $key:literal, [$($placeholder:literal),*], $en:expr, $nl:expr;)*) => {
        /// A remark about an answer: what it leaves out, what it supposes, why something is not shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum NoteCode {
            $($(#[$doc])* $note,)*
        }

        impl NoteCode {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$note,)*];

            /// Its stable name.
            pub fn key(self) -> &'static str {
                match self { $(Self::$note => $key,)* }
            }

            /// The names of the values that its words need: `count` records (which decides between singular and
            /// plural), one `record` by its name, a `value`.
            pub fn placeholders(self) -> &'static [&'static str] {
                match self { $(Self::$note => &[$($placeholder),*],)* }
            }

            fn forms(self, language: Language) -> Forms {
                match self { $(Self::$note => language.pick($en, $nl),)* }
            }
        }
    };
}

notes! {
    /// Fewer than five cases behind a ratio, mean or quantile.
    TooFewToTell = "too_few_to_tell", ["count"],
        ["Too few to tell: there is only one.", "Too few to tell: there are only {count}."],
        ["Te weinig om iets te zeggen: er is er maar één.", "Te weinig om iets te zeggen: het zijn er maar {count}."];
    /// Fewer than 80% of a cohort has had the fixed time.
    StillMaturing = "still_maturing", ["count", "value"],
        ["Still maturing: one of them is younger than {value} days.", "Still maturing: {count} of them are younger than {value} days."],
        ["Nog niet gerijpt: één ervan is jonger dan {value} dagen.", "Nog niet gerijpt: {count} ervan zijn jonger dan {value} dagen."];
    /// One deal is over a quarter, or the sum is worth fewer than ten equal ones.
    CarriedByFew = "carried_by_few", ["record", "value"],
        same("Carried by few deals: {record} is {value} of it."),
        same("Rust op weinig deals: {record} is {value} ervan.");
    /// Deals without company or person.
    NoParty = "no_party", ["count"],
        ["One deal is left out: it has no company or person.", "{count} deals are left out: they have no company or person."],
        ["Eén deal telt niet mee: er hoort geen bedrijf of persoon bij.", "{count} deals tellen niet mee: er hoort geen bedrijf of persoon bij."];
    /// Events before the chosen moment that were recorded after it.
    ChangedSince = "changed_since", ["count"],
        ["One event from before this moment was recorded later.", "{count} events from before this moment were recorded later."],
        ["Eén gebeurtenis van vóór dit moment is later vastgelegd.", "{count} gebeurtenissen van vóór dit moment zijn later vastgelegd."];
    /// Closings of this period that were undone later.
    ClosingsUndone = "closings_undone", ["count"],
        ["This period has changed: one closing was undone later.", "This period has changed: {count} closings were undone later."],
        ["Deze periode is veranderd: één afsluiting is later teruggedraaid.", "Deze periode is veranderd: {count} afsluitingen zijn later teruggedraaid."];
    /// Amounts without an exchange rate within the seven days before.
    NoRate = "no_rate", ["count"],
        ["One amount is left out: its currency has no exchange rate.", "{count} amounts are left out: their currency has no exchange rate."],
        ["Eén bedrag telt niet mee: zijn munt heeft geen wisselkoers.", "{count} bedragen tellen niet mee: hun munt heeft geen wisselkoers."];
    /// Records without a creation date.
    Undated = "undated", ["count"],
        ["One record has no creation date and is left out.", "{count} records have no creation date and are left out."],
        ["Eén record heeft geen aanmaakdatum en telt niet mee.", "{count} records hebben geen aanmaakdatum en tellen niet mee."];
    /// Deals that were created closed.
    RegisteredAfterwards = "registered_afterwards", ["count"],
        ["One deal was registered afterwards: it is in sales only.", "{count} deals were registered afterwards: they are in sales only."],
        ["Eén deal is achteraf geregistreerd: hij telt alleen bij verkoop.", "{count} deals zijn achteraf geregistreerd: ze tellen alleen bij verkoop."];
    /// Records that end before they begin.
    ImpossibleDates = "impossible_dates", ["count"],
        ["One record has dates that cannot be and is in no duration.", "{count} records have dates that cannot be and are in no duration."],
        ["Eén record heeft onmogelijke datums en telt in geen duur mee.", "{count} records hebben onmogelijke datums en tellen in geen duur mee."];
    /// Deals without a value, or with zero.
    NoValue = "no_value", ["count"],
        ["One deal has no value: it counts, but adds nothing.", "{count} deals have no value: they count, but add nothing."],
        ["Eén deal heeft geen waarde: hij telt mee, maar voegt niets toe.", "{count} deals hebben geen waarde: ze tellen mee, maar voegen niets toe."];
    /// Deals of which no stage is known.
    NoStageHistory = "no_stage_history", ["count"],
        ["One deal has no stage history and is not in the stages.", "{count} deals have no stage history and are not in the stages."],
        ["Eén deal heeft geen fasegeschiedenis en zit niet in de fasen.", "{count} deals hebben geen fasegeschiedenis en zitten niet in de fasen."];
    /// A record counts in several rows.
    RowsDoNotAddUp = "rows_do_not_add_up", [],
        same("A record can be in several rows: the rows do not add up to the total."),
        same("Een record kan in meer rijen staan: de rijen tellen niet op tot het totaal.");
    /// No season can be told from the months there are.
    NoSeason = "no_season", ["count"],
        ["No season can be told from one month.", "No season can be told from {count} months."],
        ["Uit één maand is geen seizoen af te lezen.", "Uit {count} maanden is geen seizoen af te lezen."];
    /// Learned from too little history to lean on.
    Indication = "indication", ["count"],
        ["An indication: it rests on one period.", "An indication: it rests on {count} periods."],
        ["Een indicatie: het rust op één periode.", "Een indicatie: het rust op {count} perioden."];
    /// Nothing remains of the target.
    TargetMet = "target_met", [],
        same("Target met."),
        same("Target gehaald.");
    /// Nobody set a target for the period.
    NoTarget = "no_target", [],
        same("There is no target for this period."),
        same("Er is geen target voor deze periode.");
    /// Records behind the number that the reader may not open.
    HiddenRecords = "hidden_records", ["count"],
        ["One record behind this number you can no longer open.", "{count} records behind this number you can no longer open."],
        ["Eén record achter dit getal kun je niet meer openen.", "{count} records achter dit getal kun je niet meer openen."];
    /// The fixed horizon is not learned but set.
    HorizonAssumed = "horizon_assumed", ["value"],
        same("Too little history to learn how long a decision takes: {value} days are taken."),
        same("Te weinig geschiedenis om te leren hoe lang een beslissing duurt: er geldt {value} dagen.");
    /// Open deals to which the owner gave no percentage.
    NoGutFeeling = "no_gut_feeling", ["count"],
        ["One deal has no percentage and is left out.", "{count} deals have no percentage and are left out."],
        ["Eén deal heeft geen percentage en telt niet mee.", "{count} deals hebben geen percentage en tellen niet mee."];
    /// A stage's weight is drawn towards the pipeline's.
    ShrunkToPipeline = "shrunk_to_pipeline", ["count"],
        ["Drawn towards the pipeline's average: it rests on one deal.", "Drawn towards the pipeline's average: it rests on {count} deals."],
        ["Naar het gemiddelde van de pijplijn getrokken: het rust op één deal.", "Naar het gemiddelde van de pijplijn getrokken: het rust op {count} deals."];
    /// Deals in a stage of which nobody knows what it is worth.
    NoStageWeight = "no_stage_weight", ["count"],
        ["One deal stands in a stage without a past to weigh it by, and is left out.", "{count} deals stand in a stage without a past to weigh them by, and are left out."],
        ["Eén deal staat in een fase zonder verleden om hem naar te wegen en telt niet mee.", "{count} deals staan in een fase zonder verleden om ze naar te wegen en tellen niet mee."];
    /// The coverage needed comes from the win rate.
    CoverageFromWinRate = "coverage_from_win_rate", ["count"],
        ["Taken from the win rate by value: only one earlier period is known.", "Taken from the win rate by value: only {count} earlier periods are known."],
        ["Afgeleid uit het scoringspercentage naar waarde: er is maar één eerdere periode.", "Afgeleid uit het scoringspercentage naar waarde: er zijn maar {count} eerdere perioden."];
    /// The reference is cut as the period is.
    ReferenceCut = "reference_cut", ["value"],
        same("Held against the same stretch of the earlier period: {value} working days."),
        same("Vergeleken met hetzelfde stuk van de eerdere periode: {value} werkdagen.");
    /// The curve never comes down to what is asked.
    NotReached = "not_reached", ["value"],
        same("More than {value}: too many are still waiting to say how much."),
        same("Meer dan {value}: er wachten er nog te veel om te zeggen hoeveel.");
    /// Too few wins for an interval.
    NoInterval = "no_interval", ["count"],
        ["No interval: it rests on one win.", "No interval: it rests on {count} wins."],
        ["Geen interval: het rust op één gewonnen deal.", "Geen interval: het rust op {count} gewonnen deals."];
    /// Sellers are not tempered: there are fewer than three.
    NotShrunk = "not_shrunk", [],
        same("Not tempered: fewer than three people have cases in this pipeline."),
        same("Niet getemperd: minder dan drie mensen hebben gevallen in deze pijplijn.");
    /// How many of a seller's leads others get too.
    Comparable = "comparable", ["value"],
        same("{value} of these leads are comparable."),
        same("{value} van deze leads is vergelijkbaar.");
    /// Too few of a seller's leads are comparable.
    NotComparable = "not_comparable", ["value"],
        same("Not shown: only {value} of these leads are of a kind that others get too."),
        same("Niet getoond: maar {value} van deze leads is van een soort die anderen ook krijgen.");
    /// The team's average is kept back.
    TeamTooSmall = "team_too_small", [],
        same("The team's average is shown from three members on."),
        same("Het teamgemiddelde is er vanaf drie leden.");
    /// Leaks share deals.
    LeaksOverlap = "leaks_overlap", [],
        same("Leaks can be about the same deals: do not add them up."),
        same("Lekken kunnen over dezelfde deals gaan: tel ze niet op.");
    /// The largest deals were cut to the largest but one percent.
    LargestCapped = "largest_capped", [],
        same("The largest 1% of deals is capped in this average."),
        same("De grootste 1% van de deals is in dit gemiddelde afgetopt.");
    /// Leads that came out of a call or meeting.
    BornInConversation = "born_in_conversation", ["count"],
        ["One lead came out of a conversation: there was nothing to answer.", "{count} leads came out of conversations: there was nothing to answer."],
        ["Eén lead komt uit een gesprek: er viel niets te beantwoorden.", "{count} leads komen uit gesprekken: er viel niets te beantwoorden."];
    /// Leads that somebody typed in.
    TypedIn = "typed_in", ["count"],
        ["One lead was typed in: its time of arrival is not known.", "{count} leads were typed in: their time of arrival is not known."],
        ["Eén lead is ingetypt: de tijd van binnenkomst is onbekend.", "{count} leads zijn ingetypt: de tijd van binnenkomst is onbekend."];
    /// Leads imported without the moment of arrival.
    ImportedWithoutArrival = "imported_without_arrival", ["count"],
        ["One lead was imported without its time of arrival.", "{count} leads were imported without their time of arrival."],
        ["Eén lead is ingelezen zonder tijd van binnenkomst.", "{count} leads zijn ingelezen zonder tijd van binnenkomst."];
    /// Leads disqualified as spam, test or duplicate.
    NoRealLead = "no_real_lead", ["count"],
        ["One lead was spam, a test or a duplicate.", "{count} leads were spam, tests or duplicates."],
        ["Eén lead was spam, een test of dubbel.", "{count} leads waren spam, tests of dubbel."];
    /// Costs of campaigns that say not when.
    CostWithoutDates = "cost_without_dates", ["count"],
        ["The cost of one campaign is left out: it has no dates.", "The costs of {count} campaigns are left out: they have no dates."],
        ["De kosten van één campagne tellen niet mee: er staan geen datums bij.", "De kosten van {count} campagnes tellen niet mee: er staan geen datums bij."];
    /// Costs are known by channel only.
    CostOfSelectionUnknown = "cost_of_selection_unknown", [],
        same("Costs are booked on channels as a whole: for this selection they are not known."),
        same("Kosten zijn op kanalen als geheel geboekt: voor deze selectie zijn ze niet bekend.");
    /// Leads whose deadline is still to come.
    DeadlineAhead = "deadline_ahead", ["count"],
        ["The deadline of one lead is still to come.", "The deadlines of {count} leads are still to come."],
        ["De deadline van één lead moet nog komen.", "De deadlines van {count} leads moeten nog komen."];
    /// It goes together with, and is not caused by.
    Association = "association", [],
        same("It goes together; that does not make it the cause."),
        same("Het gaat samen; dat maakt het nog niet de oorzaak.");
}

/// A value that a note's words need was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingValue(pub &'static str);

impl fmt::Display for MissingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the note needs a value for {}", self.0)
    }
}

impl std::error::Error for MissingValue {}

impl NoteCode {
    /// The note with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|note| note.key() == key)
    }

    /// Its words with `{name}` for every value, for a count of one or any other.
    pub fn template(self, language: Language, one: bool) -> &'static str {
        let [singular, plural] = self.forms(language);
        if one { singular } else { plural }
    }

    /// Its words with the values filled in; they come as they are shown, in the reader's own notation.
    ///
    /// # Errors
    /// When one of its [`placeholders`](Self::placeholders) has no value.
    ///
    /// ```
    /// use trechter_measure::definitions::{Language, NoteCode};
    ///
    /// let words = |count| NoteCode::HiddenRecords.words(Language::En, &[("count", count)]).unwrap();
    /// assert_eq!(words("2"), "2 records behind this number you can no longer open.");
    /// assert_eq!(words("1"), "One record behind this number you can no longer open.");
    /// ```
    pub fn words(self, language: Language, values: &[(&str, &str)]) -> Result<String, MissingValue> {
        let value = |wanted: &str| values.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let mut rest = self.template(language, value("count") == Some("1"));
        let mut words = String::new();
        // In one pass, so that a value with a brace in it stays as it is.
        while let Some((before, name, after)) = next_placeholder(rest) {
            words.push_str(before);
            words.push_str(value(name).ok_or(MissingValue(name))?);
            rest = after;
        }
        words.push_str(rest);
        Ok(words)
    }
}

/// What stands before the first placeholder, its name, and what follows.
pub(super) fn next_placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

impl Serialize for NoteCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for NoteCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| de::Error::custom(format!("there is no note {key}")))
    }
}
