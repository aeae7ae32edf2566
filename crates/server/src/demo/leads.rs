//! The story of a lead: it arrives, somebody answers or nobody does, and it comes to nothing, stays
//! open, or becomes a deal.

use serde_json::json;
use trechter_domain::decide::{self, Conversion, Decided};
use trechter_domain::event::EventKind;
use trechter_domain::record::{Born, Company, Contact, Deal, Lead};
use trechter_domain::{Actor, Instant, Money, time::DAY};

use super::builder::settled;
use super::cast::{ProductRole, SourceRole};
use super::chance::Chance;
use super::parties::{Face, Party};
use super::touches::{self, About};
use super::world::{Chain, Made, World};
use super::{planted, words};

/// What is known about a lead before it is written down.
pub struct Asker<'w> {
    pub source: &'w SourceRole,
    pub product: &'w ProductRole,
    pub party: Party,
    pub face: Face,
    pub seller: usize,
    pub at: Instant,
}

impl Asker<'_> {
    fn lead(&self, world: &World, chance: &mut Chance, owner: Actor) -> Lead {
        let title = chance.pick(words::LEAD_TITLES).replace("{}", &self.product.name.to_lowercase());
        let origin = world.touchpoint(chance, self.source, self.at);
        let (party, face) = (&self.party, &self.face);
        let born = match (self.source.arrives, self.source.name) {
            (true, _) => Born::Arrived,
            (false, "Vakbeurs" | "Telefoon") => Born::Conversation,
            (false, _) => Born::Typed,
        };
        let mut lead = Lead {
            id: world.id().into(),
            created_at: self.at,
            owner,
            title: Some(title),
            first_name: Some(face.first.to_owned()),
            last_name: Some(face.last.to_owned()),
            company_name: Some(party.name.clone()),
            job_title: chance.with(0.6).then(|| face.job.to_owned()),
            email: Some(face.email.clone()),
            phone: chance.with(0.8).then(|| face.phone.clone()),
            city: Some(party.city.to_owned()),
            region: Some(party.region.to_owned()),
            country: Some(party.country.to_owned()),
            industry: Some(party.industry.to_owned()),
            products: vec![self.product.id],
            last_touch: origin.clone(),
            origin,
            born,
            ..Lead::default()
        };
        if chance.with(0.55) {
            let cause = *chance.pick(&["rekening", "rekening", "verbouwing", "verplichting", "imago"]);
            lead.custom.insert("aanleiding".into(), json!(cause));
        }
        if chance.with(0.05) {
            lead.tags = vec![world.cast.tags[0]];
        }
        lead
    }

    /// The lead as it comes in, given to somebody at once or after a while.
    fn arrive(&self, world: &World, chance: &mut Chance) -> Chain<Lead> {
        let seller = world.cast.sellers[self.seller].member;
        let waits = self.source.arrives && chance.with(0.35);
        let lead = self.lead(world, chance, (!waits).then_some(seller));
        let by = if self.source.arrives { None } else { Some(seller) };
        let mut chain = Chain::of(settled(
            world.at(by, self.at, |ctx| decide::settle(ctx, None, lead, EventKind::Created)),
        ));
        if waits {
            let given = Instant(self.at.0 + (chance.skewed(14.0, 0.8) * 60_000.0) as i64);
            if given < world.now() {
                let by = Some(world.cast.manager);
                chain.then(|before| {
                    let after = Lead { owner: Some(seller), ..before.clone() };
                    world.at(by, given, |ctx| decide::settle(ctx, Some(before), after, EventKind::Assigned))
                });
            }
        }
        chain
    }

    /// When the seller answers.
    fn answered_at(&self, world: &World, chance: &mut Chance) -> Instant {
        let slowness = world.cast.sellers[self.seller].slowness;
        let minutes = chance.skewed(planted::RESPONSE_MINUTES * slowness, 0.9);
        world.days.after_work(Instant(self.at.0 + 20 * 60_000), minutes)
    }
}

/// Touch and status of the first answer.
fn answer(world: &World, chance: &mut Chance, chain: &mut Chain<Lead>, seller: usize, at: Instant) -> Made {
    let member = world.cast.sellers[seller].member;
    let about = About { lead: Some(chain.record.id), ..About::default() };
    let touch = touches::answer(world, chance, member, about, at);
    chain.then(|before| world.at(Some(member), at, |ctx| decide::contact_lead(ctx, before)));
    touch
}

/// Draws who asks for what; `country` and `seller` can be fixed.
pub fn asker<'w>(
    world: &'w World,
    chance: &mut Chance,
    at: Instant,
    product: Option<&'w ProductRole>,
    seller: Option<usize>,
    becomes_deal: bool,
) -> Asker<'w> {
    let source = world.source(chance, becomes_deal);
    let country = seller.map(|seller| world.cast.sellers[seller].country);
    let party = Party::new(chance, country);
    let face = party.face(chance);
    let seller = seller.unwrap_or_else(|| world.seller(chance, party.country, world.days.day_of(at)));
    let products = &world.cast.products;
    let product = product.unwrap_or_else(|| &products[chance.weighted(products.iter().map(|p| p.weight))]);
    Asker { source, product, party, face, seller, at }
}

/// A lead that comes to nothing, or is still open today.
pub fn fruitless(world: &World, chance: &mut Chance, at: Instant) -> Vec<Made> {
    let asker = asker(world, chance, at, None, None, false);
    let mut chain = asker.arrive(world, chance);
    let mut made = Vec::new();
    let member = world.cast.sellers[asker.seller].member;
    let unanswered = chance.with(planted::UNANSWERED_LEADS);
    let answered = asker.answered_at(world, chance);
    let mut since = at;
    if !unanswered && answered <= world.now() {
        made.push(answer(world, chance, &mut chain, asker.seller, answered));
        since = answered;
        if chance.with(0.45) {
            let again = world.days.later(since, chance.skewed(4.0, 0.7), chance.between(0.0, 240.0));
            if again <= world.now() {
                let about = About { lead: Some(chain.record.id), ..About::default() };
                made.push(touches::touch(world, chance, member, about, (since, again), false));
                since = again;
            }
        }
    }
    let decided = world.days.later(
        since,
        chance.skewed(if unanswered { 20.0 } else { 7.0 }, 0.8),
        chance.between(0.0, 480.0),
    );
    if decided <= world.now() && chance.with(0.985) {
        let reason = *chance.pick(&world.cast.lead_reasons);
        chain.then(|before| {
            world.at(Some(member), decided, |ctx| decide::disqualify_lead(ctx, before, Some(reason), None))
        });
        if chance.with(0.012) {
            let removed = Instant((decided.0 + DAY).min(world.now().0));
            chain.then(|before| world.at(Some(member), removed, |ctx| decide::remove(ctx, before)));
        }
    } else {
        stay_open(world, chance, &mut chain, asker.seller, since, &mut made);
    }
    made.insert(0, Made::Lead(chain.done()));
    made
}

fn stay_open(
    world: &World,
    chance: &mut Chance,
    chain: &mut Chain<Lead>,
    seller: usize,
    since: Instant,
    made: &mut Vec<Made>,
) {
    let member = world.cast.sellers[seller].member;
    let answered = !made.is_empty();
    if answered && chance.with(0.35) {
        let when = Instant(since.0 + 10 * 60_000);
        if when <= world.now() {
            chain.then(|before| world.at(Some(member), when, |ctx| decide::qualify_lead(ctx, before)));
        }
    }
    if answered && chance.with(0.7) {
        let about = About { lead: Some(chain.record.id), ..About::default() };
        made.push(touches::next(world, chance, member, about, since));
    }
}

/// What a lead that became a deal leaves behind.
pub struct Grown {
    pub lead: Chain<Lead>,
    pub company: Option<Chain<Company>>,
    pub contact: Option<Chain<Contact>>,
    pub deal: Chain<Deal>,
    pub made: Vec<Made>,
}

/// A lead that becomes a deal at `converted`; a slow answer makes it later, never after now.
pub fn convert(
    world: &World,
    chance: &mut Chance,
    asker: &Asker<'_>,
    converted: Instant,
    value: Option<Money>,
    title: String,
) -> Grown {
    let mut lead = asker.arrive(world, chance);
    let mut made = Vec::new();
    let member = world.cast.sellers[asker.seller].member;
    let latest = Instant((converted.0 - 30 * 60_000).max(asker.at.0));
    let answered = asker.answered_at(world, chance).min(latest);
    made.push(answer(world, chance, &mut lead, asker.seller, answered));
    let about = About { lead: Some(lead.record.id), ..About::default() };
    if chance.with(0.5) {
        let between =
            Instant(answered.0 + ((converted.0 - answered.0) as f64 * chance.between(0.3, 0.9)) as i64);
        let at = world.days.working(between, chance.between(0.0, 60.0)).min(converted);
        made.push(touches::touch(world, chance, member, about, (answered, at), false));
    }
    if chance.with(0.6) {
        let at = Instant(answered.0 + (converted.0 - answered.0) / 2);
        lead.then(|before| world.at(Some(member), at, |ctx| decide::qualify_lead(ctx, before)));
    }
    let pipeline = if asker.product.short { &world.cast.short } else { &world.cast.classic };
    let how = Conversion { title: Some(title), pipeline: Some(pipeline.id), value, ..Conversion::default() };
    let done =
        settled(world.at(Some(member), converted, |ctx| decide::convert_lead(ctx, &lead.record, &how)));
    lead.then(|_| Ok(done.lead));
    let company = done.company.map(Chain::of).map(|mut company| {
        let at = Instant((converted.0 + 3 * 60_000).min(world.now().0));
        company.then(|before| {
            let mut after = before.clone();
            asker.party.describe(chance, &mut after);
            world.at(Some(member), at, |ctx| decide::settle(ctx, Some(before), after, EventKind::Changed))
        });
        company
    });
    let deal: Decided<Deal> = done.deal;
    Grown { lead, company, contact: done.contact.map(Chain::of), deal: Chain::of(deal), made }
}
