//! `GET /catalogue/holidays`: the public holidays of a year, to see what a calendar keeps.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trechter_domain::calendar::{self, FIRST_YEAR, HolidayName, LAST_YEAR};
use trechter_domain::catalogue::{Holidays, LiberationDay};
use trechter_domain::permission::Act;
use trechter_domain::time::Date;

use crate::http::{Access, Answer, Call, Nothing, Operation, Problem, language};

/// Whose holidays, and when.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaysQuery {
    pub country: Holidays,
    pub liberation_day: Option<LiberationDay>,
    /// 1970 to 2099; this year, in UTC, when left out.
    pub year: Option<i16>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct HolidaysReply {
    pub year: i16,
    pub items: Vec<HolidayReply>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct HolidayReply {
    pub date: Date,
    /// In the caller's language.
    pub name: &'static str,
}

pub struct HolidaysOf;

impl Operation for HolidaysOf {
    const METHOD: Method = Method::GET;
    const ACCESS: Access = Access::May(Act::ReadCatalogue);
    type Path = Nothing;
    type Query = HolidaysQuery;
    type Body = Nothing;
    type Reply = HolidaysReply;

    fn id() -> String {
        "list_holidays".into()
    }
    fn path() -> String {
        "/catalogue/holidays".into()
    }
    fn summary() -> String {
        "The public holidays of a year.".into()
    }

    async fn run(call: Call<Self>) -> Result<Answer<HolidaysReply>, Problem> {
        let HolidaysQuery { country, liberation_day, year } = call.query;
        let today = call.app.clock.now().timestamp().to_zoned(jiff::tz::TimeZone::UTC).date();
        let year = year.unwrap_or_else(|| today.year());
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(Problem::field("year", "out_of_range"));
        }
        let tongue = language(&call.headers);
        let all = calendar::holidays(country, liberation_day.unwrap_or_default(), year);
        let items = all.into_iter().map(|day| HolidayReply { date: day.date, name: name(day.name, tongue) });
        Ok(Answer::of(HolidaysReply { year, items: items.collect() }))
    }
}

fn name(holiday: HolidayName, language: &str) -> &'static str {
    let [english, dutch] = match holiday {
        HolidayName::NewYear => ["New Year's Day", "Nieuwjaarsdag"],
        HolidayName::EasterSunday => ["Easter Sunday", "Eerste paasdag"],
        HolidayName::EasterMonday => ["Easter Monday", "Paasmaandag"],
        HolidayName::QueensDay => ["Queen's Day", "Koninginnedag"],
        HolidayName::KingsDay => ["King's Day", "Koningsdag"],
        HolidayName::LabourDay => ["Labour Day", "Dag van de Arbeid"],
        HolidayName::LiberationDay => ["Liberation Day", "Bevrijdingsdag"],
        HolidayName::Ascension => ["Ascension Day", "Hemelvaartsdag"],
        HolidayName::WhitSunday => ["Whit Sunday", "Eerste pinksterdag"],
        HolidayName::WhitMonday => ["Whit Monday", "Pinkstermaandag"],
        HolidayName::BelgianNationalDay => ["Belgian National Day", "Nationale feestdag"],
        HolidayName::Assumption => ["Assumption Day", "O.L.V. Hemelvaart"],
        HolidayName::AllSaints => ["All Saints' Day", "Allerheiligen"],
        HolidayName::Armistice => ["Armistice Day", "Wapenstilstand"],
        HolidayName::Christmas => ["Christmas Day", "Eerste kerstdag"],
        HolidayName::BoxingDay => ["Boxing Day", "Tweede kerstdag"],
    };
    if language == "nl" { dutch } else { english }
}
