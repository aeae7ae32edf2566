//! The story of a deal: where it came from, how it goes from stage to stage, and how it ends.

use rust_decimal::Decimal;
use serde_json::json;
use trechter_domain::catalogue::{Pipeline, Stage};
use trechter_domain::decide::{self, Loss, MoveTo};
use trechter_domain::event::EventKind;
use trechter_domain::record::{Deal, DealLine, DealStatus, Touchpoint};
use trechter_domain::time::Date;
use trechter_domain::{Currency, Instant, MemberId, Money, time::DAY};

use super::builder::settled;
use super::cast::{ProductRole, Seller};
use super::chance::Chance;
use super::leads;
use super::parties::Party;
use super::touches::{self, About};
use super::world::{Chain, Customer, Made, World};
use super::{LEAD_DEALS, planted, words};

/// Share of deals that get on from each stage, and the usual days there.
const CLASSIC: [(f64, f64); 5] = [(0.84, 9.0), (0.77, 14.0), (0.79, 16.0), (0.72, 20.0), (0.90, 9.0)];
const SHORT: [(f64, f64); 4] = [(0.82, 4.0), (0.79, 10.0), (0.74, 12.0), (0.86, 7.0)];

/// A deal while its story is told.
struct Story<'w> {
    world: &'w World,
    pipeline: &'w Pipeline,
    steps: &'static [(f64, f64)],
    product: &'w ProductRole,
    /// How it does at each stage because of where it came from.
    chance_of_source: f64,
    seller: usize,
    /// When the outcome is fixed: whether it is won.
    fixed: Option<bool>,
    deal: Chain<Deal>,
    made: Vec<Made>,
}

/// One deal, from its lead or without one. `lucky` counts the deals of the lucky seller.
pub fn deal(world: &World, chance: &mut Chance, at: Instant, lucky: Option<usize>) -> Vec<Made> {
    let products = &world.cast.products;
    let product = &products[chance.weighted(products.iter().map(|product| product.weight))];
    let roll = chance.unit();
    if lucky.is_none()
        && roll >= 1.0 - planted::RETURNING_DEALS
        && let Some(customer) = world.returning(chance, at)
    {
        return returning(world, chance, at, product, customer);
    }
    if lucky.is_some() || roll < LEAD_DEALS {
        from_lead(world, chance, at, product, lucky)
    } else {
        direct(world, chance, at, product)
    }
}

fn title(product: &ProductRole, company: &str) -> String {
    format!("{} – {company}", product.name)
}

fn from_lead(
    world: &World,
    chance: &mut Chance,
    at: Instant,
    product: &ProductRole,
    lucky: Option<usize>,
) -> Vec<Made> {
    let lag = chance.skewed(6.0, 0.7).clamp(0.6, 60.0);
    let asked = Instant((at.0 - (lag * DAY as f64) as i64).max(world.days.start().0));
    let seller = lucky.map(|_| world.lucky());
    let asker = leads::asker(world, chance, asked, Some(product), seller, true);
    let value = chance.with(0.85).then(|| estimate(chance, product));
    let name = title(product, &asker.party.name);
    let grown = leads::convert(world, chance, &asker, at, value, name);
    let mut story = Story::new(world, product, asker.seller, grown.deal);
    story.chance_of_source = asker.source.chance;
    story.fixed = lucky.map(|count| count < planted::LUCKY_WINS);
    story.made = grown.made;
    story.tell(chance, at, 0);
    let mut all = vec![Made::Lead(grown.lead.done())];
    all.extend(grown.contact.map(|contact| Made::Contact(contact.done())));
    let company = grown.company.map(|company| Made::Company(company.done()));
    all.splice(0..0, company);
    all.extend(story.end(chance));
    all
}

/// A deal that a seller opened without a lead: his own prospecting.
fn direct(world: &World, chance: &mut Chance, at: Instant, product: &ProductRole) -> Vec<Made> {
    let party = Party::new(chance, None);
    let seller = world.seller(chance, party.country, world.days.day_of(at));
    let owner = world.cast.sellers[seller].member;
    let known = Instant((at.0 - (chance.skewed(20.0, 0.8) * DAY as f64) as i64).max(world.days.start().0));
    let company = party.company(world, chance, known, Some(owner), Touchpoint::default());
    let face = party.face(chance);
    let contact = face.contact(world, chance, known, Some(owner), company.record.id, &party);
    let mut deal = blank(world, product, owner, at, &party.name);
    (deal.company, deal.contact) = (Some(company.record.id), Some(contact.record.id));
    deal.value = chance.with(0.8).then(|| estimate(chance, product));
    let mut story = Story::new(world, product, seller, created(world, deal));
    story.tell(chance, at, 0);
    let mut all = vec![Made::Company(company.done()), Made::Contact(contact.done())];
    all.extend(story.end(chance));
    all
}

/// A customer buys again: known, so it begins further on.
fn returning(
    world: &World,
    chance: &mut Chance,
    at: Instant,
    product: &ProductRole,
    who: Customer,
) -> Vec<Made> {
    let day = world.days.day_of(at);
    let gone = world.cast.sellers[who.seller].ends.is_some_and(|end| day >= end);
    let seller = if gone { world.successor(who.seller) } else { who.seller };
    let owner = world.cast.sellers[seller].member;
    let mut deal = blank(world, product, owner, at, "vervolg");
    deal.stage = if product.short { &world.cast.short } else { &world.cast.classic }.stages[1].id;
    (deal.company, deal.contact) = (Some(who.company), who.contact);
    deal.value = Some(estimate(chance, product));
    deal.tags = if chance.with(0.2) { vec![world.cast.tags[3]] } else { Vec::new() };
    let mut story = Story::new(world, product, seller, created(world, deal));
    story.tell(chance, at, 1);
    story.end(chance)
}

fn blank(world: &World, product: &ProductRole, owner: MemberId, at: Instant, whose: &str) -> Deal {
    let pipeline = if product.short { &world.cast.short } else { &world.cast.classic };
    Deal {
        id: world.id().into(),
        created_at: at,
        owner: Some(owner),
        title: title(product, whose),
        pipeline: pipeline.id,
        stage: pipeline.stages[0].id,
        ..Deal::default()
    }
}

fn created(world: &World, deal: Deal) -> Chain<Deal> {
    let (owner, at) = (deal.owner, deal.created_at);
    Chain::of(settled(world.at(owner, at, |ctx| decide::settle(ctx, None, deal, EventKind::Created))))
}

fn estimate(chance: &mut Chance, product: &ProductRole) -> Money {
    let amount = product.price as f64 * chance.skewed(product.usual, 0.65).max(1.0);
    // People round what they guess: to 500 euro.
    Money::new(((amount / 50_000.0).round().max(1.0) * 50_000.0) as i64, Currency::EUR)
}

impl<'w> Story<'w> {
    fn new(world: &'w World, product: &'w ProductRole, seller: usize, deal: Chain<Deal>) -> Self {
        let (pipeline, steps): (_, &[(f64, f64)]) =
            if product.short { (&world.cast.short, &SHORT) } else { (&world.cast.classic, &CLASSIC) };
        Self {
            world,
            pipeline,
            steps,
            product,
            chance_of_source: 1.0,
            seller,
            fixed: None,
            deal,
            made: Vec::new(),
        }
    }

    fn who(&self) -> &'w Seller {
        &self.world.cast.sellers[self.seller]
    }

    fn about(&self) -> About {
        let deal = &self.deal.record;
        About { company: deal.company, contact: deal.contact, lead: None, deal: Some(deal.id) }
    }

    /// The share of such deals that get on from a stage.
    fn passes(&self, step: usize) -> f64 {
        let stage = &self.pipeline.stages[step];
        let mut passes = self.steps[step].0;
        if self.product.leaks && stage.name == planted::LEAKING_STAGE {
            passes = planted::LEAK_PASSES;
        }
        passes *= self.chance_of_source;
        if step + 2 == self.steps.len() {
            passes *= self.who().skill;
        }
        if !self.product.short && step >= 2 {
            let told = self.deal.record.results.contains_key(&self.world.cast.telling);
            passes *= if told { planted::TELLING_FACTOR } else { planted::MISSING_FACTOR };
        }
        passes.min(0.97)
    }

    fn tell(&mut self, chance: &mut Chance, from: Instant, first: usize) {
        let mut at = from;
        self.fill_in(chance, Instant(at.0 + 2 * 60_000));
        for step in first..self.steps.len() {
            self.judge(chance, at, step);
            let usual = if self.fixed.is_some() { 3.0 } else { chance.skewed(self.steps[step].1, 0.7) };
            let slow = if self.fixed.is_none() && chance.with(0.05) { 5.0 } else { 1.0 };
            let leaves = self.world.days.later(at, (usual * slow).max(0.2), chance.between(0.0, 400.0));
            let passes = match self.fixed {
                Some(won) => won || step + 1 < self.steps.len(),
                None => chance.with(self.passes(step)),
            };
            self.work(chance, step, (at, leaves), passes);
            if leaves > self.world.now() {
                return self.stay_open(chance, at);
            }
            at = leaves.max(Instant(at.0 + 60_000)).min(self.world.now());
            if !passes {
                return self.lose(chance, at);
            }
            if step + 1 < self.steps.len() {
                self.walk(at, step + 1);
            }
        }
        self.win(chance, at);
    }

    /// To a stage; who left hands the deal over first.
    fn walk(&mut self, at: Instant, step: usize) {
        self.hand_over(at);
        let to = MoveTo { stage: self.pipeline.stages[step].id, from: None };
        let (world, member) = (self.world, self.who().member);
        self.deal.then(|before| world.at(Some(member), at, |ctx| decide::move_deal(ctx, before, &to)));
    }

    fn hand_over(&mut self, at: Instant) {
        let Some(end) = self.who().ends else { return };
        let left = self.world.days.at(end, 600.0);
        if at < left {
            return;
        }
        self.seller = self.world.successor(self.seller);
        let (world, owner) = (self.world, self.who().member);
        self.change(Some(world.cast.manager), left, EventKind::Assigned, |deal| deal.owner = Some(owner));
    }

    fn change(&mut self, by: Option<MemberId>, at: Instant, kind: EventKind, change: impl FnOnce(&mut Deal)) {
        let world = self.world;
        self.deal.then(|before| {
            let mut after = before.clone();
            change(&mut after);
            world.at(by, at, |ctx| decide::settle(ctx, Some(before), after, kind))
        });
    }

    /// What it is about, right after it was opened: product and number, and the own fields.
    fn fill_in(&mut self, chance: &mut Chance, at: Instant) {
        if at > self.world.now() || chance.with(0.06) {
            return;
        }
        let guess = self.deal.record.value;
        let number = match guess {
            Some(value) => (value.amount as f64 / self.product.price as f64).round().max(1.0),
            None => chance.skewed(self.product.usual, 0.65).round().max(1.0),
        };
        let line = DealLine {
            product: Some(self.product.id),
            quantity: Decimal::from(number as i64),
            unit_price: self.product.price,
            ..DealLine::default()
        };
        let roof = (self.product.name == "Zonnepanelen").then(|| (number * chance.between(1.9, 2.6)).round());
        let grant = chance.with(0.5).then(|| chance.with(0.4));
        let member = self.who().member;
        self.change(Some(member), at, EventKind::Changed, |deal| {
            deal.lines = vec![line];
            deal.custom.extend(roof.map(|roof| ("dakoppervlak".to_owned(), json!(roof))));
            deal.custom.extend(grant.map(|grant| ("subsidie".to_owned(), json!(grant))));
        });
    }

    /// What the seller thinks of it on entering a stage: the percentage and the date.
    fn judge(&mut self, chance: &mut Chance, at: Instant, step: usize) {
        let at = Instant(at.0 + 5 * 60_000);
        if at > self.world.now() || !chance.with(0.75) {
            return;
        }
        let truth: f64 = (step..self.steps.len()).map(|step| self.passes(step)).product();
        let felt = chance.around(truth * 100.0 + self.who().optimism, 9.0).clamp(5.0, 95.0);
        let days: f64 = self.steps[step..].iter().map(|(_, days)| days * 1.35).sum();
        let date = self.world.days.date(self.world.days.day_of(Instant(at.0 + (days * DAY as f64) as i64)));
        let member = self.who().member;
        let has_gut = chance.with(0.9);
        self.change(Some(member), at, EventKind::Changed, |deal| {
            if has_gut {
                deal.gut_feeling = Some((felt / 5.0).round() as i64 * 5);
            }
            deal.expected_close = Some(Date(date));
        });
    }

    /// Contacts, results and notes while it stands in a stage.
    fn work(&mut self, chance: &mut Chance, step: usize, (from, to): (Instant, Instant), passes: bool) {
        let (world, member, about) = (self.world, self.who().member, self.about());
        let stage: &Stage = &self.pipeline.stages[step];
        let (now, span) = (world.now(), (to.0 - from.0) as f64);
        let within = |chance: &mut Chance| {
            let at = Instant(from.0 + (span * chance.between(0.1, 0.95)) as i64);
            world.days.working(at, chance.between(0.0, 120.0)).min(to)
        };
        let count = 1 + usize::from(chance.with(0.35)) + usize::from(span > 25.0 * DAY as f64);
        for _ in 0..count {
            let at = within(chance);
            if at <= now && chance.with(0.9) {
                self.made.push(touches::touch(world, chance, member, about, (from, at), step > 0));
            }
        }
        if chance.with(0.08) {
            let at = within(chance);
            if at <= now {
                self.made.push(touches::note(world, chance, member, about, at));
            }
        }
        for result in &stage.results {
            let obtained = passes && chance.with(if result.id == world.cast.telling { 0.65 } else { 0.85 });
            let at = within(chance);
            if (obtained || (!passes && chance.with(0.25))) && at <= now {
                let id = result.id;
                self.deal.then(|before| {
                    world.at(Some(member), at, |ctx| decide::mark_result(ctx, before, id, true))
                });
            }
        }
        if step + 2 == self.steps.len() && from.0 + 40 * 60_000 <= now.0 {
            self.quote(chance, Instant(from.0 + 40 * 60_000));
        }
    }

    /// The offer: other numbers, perhaps a discount and service beside it.
    fn quote(&mut self, chance: &mut Chance, at: Instant) {
        let mut lines = self.deal.record.lines.clone();
        if lines.is_empty() {
            let quantity = Decimal::from(chance.skewed(self.product.usual, 0.6).round().max(1.0) as i64);
            let (product, unit_price) = (Some(self.product.id), self.product.price);
            lines.push(DealLine { product, quantity, unit_price, ..DealLine::default() });
        }
        for line in &mut lines {
            let number: f64 = line.quantity.to_string().parse().unwrap_or(1.0);
            line.quantity = Decimal::from((number * chance.between(0.85, 1.2)).round().max(1.0) as i64);
            line.discount = Decimal::from(if chance.with(0.4) { chance.whole(1, 6) * 2 } else { 0 });
        }
        if !self.product.short && chance.with(0.18) {
            let service = &self.world.cast.products[self.world.cast.products.len() - 1];
            let (product, unit_price) = (Some(service.id), service.price);
            lines.push(DealLine { product, quantity: Decimal::from(36), unit_price, ..DealLine::default() });
        }
        let member = self.who().member;
        self.change(Some(member), at, EventKind::Changed, |deal| deal.lines = lines);
    }

    fn stay_open(&mut self, chance: &mut Chance, since: Instant) {
        self.hand_over(self.world.now());
        if chance.with(0.72) {
            let (member, about) = (self.who().member, self.about());
            self.made.push(touches::next(self.world, chance, member, about, since));
        }
    }

    fn lose(&mut self, chance: &mut Chance, at: Instant) {
        self.hand_over(at);
        let cast = &self.world.cast;
        let reason = cast.deal_reasons[chance.weighted([0.32, 0.22, 0.22, 0.14, 0.1].into_iter())];
        let competitor =
            (reason == cast.deal_reasons[1] || chance.with(0.2)).then(|| *chance.pick(&cast.competitors));
        let note = chance.with(0.3).then(|| (*chance.pick(words::LOSS_NOTES)).to_owned());
        let loss = Loss { reason: Some(reason), competitor, note };
        let (world, member) = (self.world, self.who().member);
        self.deal.then(|before| world.at(Some(member), at, |ctx| decide::lose_deal(ctx, before, &loss)));
        let again = world.days.later(at, chance.skewed(35.0, 0.4), 30.0);
        if self.fixed.is_none() && chance.with(0.03) && again <= world.now() {
            let date = world.days.date(world.days.day_of(Instant(again.0 + 30 * DAY)));
            self.deal.then(|before| {
                world.at(Some(member), again, |ctx| decide::reopen_deal(ctx, before, Some(Date(date))))
            });
            let ends = world.days.later(again, chance.skewed(18.0, 0.5), 45.0);
            if ends > world.now() {
                self.stay_open(chance, again);
            } else if chance.with(0.5) {
                self.win(chance, ends);
            } else {
                self.deal
                    .then(|before| world.at(Some(member), ends, |ctx| decide::lose_deal(ctx, before, &loss)));
            }
        }
    }

    fn win(&mut self, chance: &mut Chance, at: Instant) {
        self.hand_over(at);
        let value = self.deal.record.value.is_none().then(|| estimate(chance, self.product));
        let (world, member) = (self.world, self.who().member);
        self.deal.then(|before| world.at(Some(member), at, |ctx| decide::win_deal(ctx, before, value)));
        if let (Some(company), true) = (self.deal.record.company, self.fixed.is_none()) {
            let contact = self.deal.record.contact;
            world.remember(chance, Customer { company, contact, seller: self.seller, since: at });
        }
    }

    fn end(self, chance: &mut Chance) -> Vec<Made> {
        let mut made = self.made;
        if self.deal.record.status == DealStatus::Won && chance.with(0.12) {
            let deal = &self.deal.record;
            let about =
                About { company: deal.company, contact: deal.contact, lead: None, deal: Some(deal.id) };
            let at = deal.closed_at.unwrap_or(deal.created_at);
            let member = self.world.cast.sellers[self.seller].member;
            made.push(touches::note(self.world, chance, member, about, at));
        }
        made.insert(0, Made::Deal(self.deal.done()));
        made
    }
}
