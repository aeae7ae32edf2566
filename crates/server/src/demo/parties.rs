//! Companies, people and how they are reached.

use serde_json::json;
use trechter_domain::decide;
use trechter_domain::event::EventKind;
use trechter_domain::record::{Address, Company, Contact, Labelled, Touchpoint};
use trechter_domain::{Actor, CompanyId, Instant, MemberId, text};

use super::builder::settled;
use super::chance::Chance;
use super::words;
use super::world::{Chain, World};

/// A company as it is in the world, before we know it.
#[derive(Debug, Clone)]
pub struct Party {
    pub name: String,
    pub domain: String,
    pub industry: &'static str,
    pub city: &'static str,
    pub region: &'static str,
    pub country: &'static str,
    postal: &'static str,
    employees: i64,
}

/// A person as he is in the world.
#[derive(Debug, Clone)]
pub struct Face {
    pub first: &'static str,
    pub last: &'static str,
    pub job: &'static str,
    pub email: String,
    pub phone: String,
}

fn slug(name: &str) -> String {
    text::words(name).join("-")
}

impl Party {
    pub fn new(chance: &mut Chance, country: Option<&str>) -> Self {
        let (city, region, land, postal) = loop {
            let city = *chance.pick(words::CITIES);
            if country.is_none_or(|wanted| wanted == city.2) {
                break city;
            }
        };
        let (industry, patterns) = *chance.pick(words::INDUSTRIES);
        let whose = if chance.with(0.25) { city } else { chance.pick(words::LAST_NAMES) };
        let whose = capital(whose);
        let mut name = chance.pick(patterns).replace("{}", &whose);
        if whose != city && chance.with(0.45) {
            name = format!("{name} {city}");
        }
        let domain = format!("{}.example", slug(&name));
        if !matches!(industry, "Onderwijs" | "Zorg") && chance.with(0.5) {
            name = format!("{name} {}", if land == "NL" { "B.V." } else { "BV" });
        }
        let employees = (chance.skewed(28.0, 1.1) as i64).clamp(2, 4_000);
        Self { name, domain, industry, city, region, country: land, postal, employees }
    }

    /// The record of this company.
    pub fn company(
        &self,
        world: &World,
        chance: &mut Chance,
        at: Instant,
        owner: Option<MemberId>,
        origin: Touchpoint,
    ) -> Chain<Company> {
        let id = world.id().into();
        let mut company =
            Company { id, created_at: at, owner, origin, name: self.name.clone(), ..Company::default() };
        company.region = Some(self.region.to_owned());
        company.country = Some(self.country.to_owned());
        company.industry = Some(self.industry.to_owned());
        self.describe(chance, &mut company);
        Chain::of(settled(world.at(owner, at, |ctx| decide::settle(ctx, None, company, EventKind::Created))))
    }

    /// What a seller fills in when he looks the company up.
    pub fn describe(&self, chance: &mut Chance, company: &mut Company) {
        let digits = if self.country == "NL" {
            format!("{} AB", chance.whole(10, 99))
        } else {
            chance.whole(10, 99).to_string()
        };
        company.address = Address {
            street: Some(format!("{} {}", chance.pick(words::STREETS), chance.whole(1, 240))),
            postal_code: Some(format!("{}{digits}", self.postal)),
            city: Some(self.city.to_owned()),
        };
        company.website = Some(format!("www.{}", self.domain));
        company.email = Some(format!("info@{}", self.domain));
        company.phone = Some(self.phone(chance));
        company.employees = Some(self.employees);
        let segment = match self.employees {
            0..20 => "c",
            20..100 => "b",
            _ => "a",
        };
        company.custom.insert("klantsegment".into(), json!(segment));
        company
            .custom
            .insert("jaarverbruik".into(), json!((self.employees as f64 * chance.skewed(6.0, 0.5)).round()));
    }

    fn phone(&self, chance: &mut Chance) -> String {
        let number = chance.whole(1_000, 9_999);
        if self.country == "NL" {
            format!("+31 20 555 {number}")
        } else {
            format!("+32 3 555 {:02} {:02}", number / 100, number % 100)
        }
    }

    /// Somebody who works there.
    pub fn face(&self, chance: &mut Chance) -> Face {
        let (first, last) = (*chance.pick(words::FIRST_NAMES), *chance.pick(words::LAST_NAMES));
        let email = format!("{}.{}@{}", slug(first), slug(last), self.domain);
        let phone = self.phone(chance);
        Face { first, last, job: chance.pick::<&str>(words::JOBS), email, phone }
    }
}

/// The first letter as a capital: `de Jong` at the beginning of a name becomes `De Jong`.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Face {
    /// The record of this person at a company.
    pub fn contact(
        &self,
        world: &World,
        chance: &mut Chance,
        at: Instant,
        owner: Actor,
        company: CompanyId,
        party: &Party,
    ) -> Chain<Contact> {
        let list = |value: &str| vec![Labelled { value: value.to_owned(), label: Some("work".into()) }];
        let mut contact = Contact {
            id: world.id().into(),
            created_at: at,
            owner,
            first_name: Some(self.first.to_owned()),
            last_name: Some(self.last.to_owned()),
            job_title: Some(self.job.to_owned()),
            emails: list(&self.email),
            phones: list(&self.phone),
            company: Some(company),
            region: Some(party.region.to_owned()),
            country: Some(party.country.to_owned()),
            language: Some("nl".into()),
            ..Contact::default()
        };
        contact.custom.insert("nieuwsbrief".into(), json!(chance.with(0.4)));
        Chain::of(settled(world.at(owner, at, |ctx| decide::settle(ctx, None, contact, EventKind::Created))))
    }
}

/// A company that may buy, with which nothing has begun.
pub fn suspect(world: &World, chance: &mut Chance, at: Instant) -> Vec<super::world::Made> {
    let party = Party::new(chance, None);
    let seller = world.seller(chance, party.country, world.days.day_of(at));
    let owner = chance.with(0.7).then(|| world.cast.sellers[seller].member);
    let company = party.company(world, chance, at, owner, Touchpoint::default());
    let mut made = Vec::new();
    for _ in 0..chance.whole(0, 2) {
        let face = party.face(chance);
        let contact = face.contact(world, chance, at, owner, company.record.id, &party);
        made.push(super::world::Made::Contact(contact.done()));
    }
    made.insert(0, super::world::Made::Company(company.done()));
    made
}
