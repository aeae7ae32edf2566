//! What the metrics are about, in the order in which they are explained.

use super::Language;

/// What a metric is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// How many leads come in.
    Leads,
    /// How long they wait.
    Responses,
    /// How often we come back.
    FollowUps,
    /// What becomes of leads and deals.
    Conversion,
    /// How far we are.
    Targets,
    /// What is open.
    Pipeline,
    /// What was won.
    Sales,
    /// Size and speed of the whole.
    Funnel,
    /// The stages one by one.
    Stages,
    /// Parties on their way to customer.
    Phases,
    /// Where it leaks.
    Leaks,
    /// Sellers compared.
    Sellers,
    /// Sources compared.
    Channels,
    /// Why we lose.
    Losses,
    /// From then to now.
    Changes,
}

impl Area {
    /// Its heading.
    pub fn heading(self, language: Language) -> &'static str {
        let (en, nl) = match self {
            Self::Leads => ("Leads", "Leads"),
            Self::Responses => ("Response time", "Reactietijd"),
            Self::FollowUps => ("Follow-ups", "Opvolging"),
            Self::Conversion => ("Conversion", "Conversie"),
            Self::Targets => ("Targets", "Targets"),
            Self::Pipeline => ("Open pipeline", "Open pijplijn"),
            Self::Sales => ("Sales", "Verkoop"),
            Self::Funnel => ("Size and speed", "Omvang en snelheid"),
            Self::Stages => ("Stages", "Fasen"),
            Self::Phases => ("The funnel of parties", "De trechter van partijen"),
            Self::Leaks => ("Leaks", "Lekken"),
            Self::Sellers => ("Sellers compared", "Verkopers vergeleken"),
            Self::Channels => ("Channels", "Kanalen"),
            Self::Losses => ("Loss reasons", "Verliesredenen"),
            Self::Changes => ("What changed", "Wat veranderde"),
        };
        language.pick(en, nl)
    }
}
