//! A quantified chance in a pipeline.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Check, LONGEST_TEXT, Record, Touchpoint, document_fields, record, record_fields, relink};
use crate::decide::{self, Ctx, Decided};
use crate::event::Kind;
use crate::fold::Document;
use crate::money::{Currency, Money};
use crate::refusal::{FieldError, Refusal};
use crate::time::Date;
use crate::{
    CompanyId, CompetitorId, ContactId, Instant, LeadId, LossReasonId, MemberId, PipelineId, ProductId,
    ResultId, StageId,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DealStatus {
    #[default]
    Open,
    Won,
    Lost,
}

/// A result of the playbook that was obtained: signed and dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obtained {
    pub at: Instant,
    pub by: Option<MemberId>,
}

/// One product or service on a deal.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DealLine {
    pub product: Option<ProductId>,
    /// What it is, when it is not in the catalogue or needs more words.
    pub description: Option<String>,
    /// How many, up to four decimals, as text: `"1.5"`.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// Price of one, in minor units of the deal's currency.
    pub unit_price: i64,
    /// Discount in percent, 0 to 100, as text.
    #[schemars(with = "String")]
    pub discount: Decimal,
}

impl DealLine {
    /// Its amount in minor units, rounded half to even; `None` when it is too large to be true.
    pub fn amount(&self) -> Option<i64> {
        let full = self.quantity.checked_mul(self.unit_price.into())?;
        let kept = Decimal::ONE_HUNDRED.checked_sub(self.discount)?;
        full.checked_mul(kept)?.checked_div(Decimal::ONE_HUNDRED)?.round_dp(0).to_i64()
    }
}

record! {
    /// A chance to sell, in a stage of a pipeline.
    Deal(DealId) {
        title: String,
        pipeline: PipelineId,
        stage: StageId,
        status: DealStatus,
        company: Option<CompanyId>,
        contact: Option<ContactId>,
        /// The lead it came from.
        lead: Option<LeadId>,
        /// Typed, or the sum of the lines when there are any.
        value: Option<Money>,
        lines: Vec<DealLine>,
        expected_close: Option<Date>,
        /// The seller's own percentage; nothing else ever writes it.
        gut_feeling: Option<i64>,
        /// First touch.
        origin: Touchpoint,
        last_touch: Touchpoint,
        /// Existing customer or new, as the seller sees it; the numbers derive their own.
        closed_at: Option<Instant>,
        loss_reason: Option<LossReasonId>,
        competitor: Option<CompetitorId>,
        loss_note: Option<String>,
        /// How often it was opened again after closing.
        reopened: i64,
        /// Results of the playbook that were obtained.
        results: BTreeMap<ResultId, Obtained>,
        notes: Option<String>,
    }
}

impl Document for Deal {
    const KIND: Kind = Kind::Deal;
    const PERSONAL: &'static [&'static str] = &["title", "loss_note", "notes", "external"];
    const EDITABLE: &'static [&'static str] = &[
        "owner",
        "title",
        "company",
        "contact",
        "value",
        "lines",
        "expected_close",
        "gut_feeling",
        "origin",
        "last_touch",
        "competitor",
        "notes",
        "tags",
        "custom",
    ];
    const AT_CREATION: &'static [&'static str] = &["pipeline", "stage", "lead"];

    document_fields!();

    fn label(&self) -> String {
        self.title.clone()
    }

    fn persons(&self) -> Vec<Uuid> {
        let lead = self.lead.map(|id| id.0);
        self.contact.map(|id| id.0).into_iter().chain(lead).collect()
    }

    fn homed(&self, ctx: &Ctx<'_>) -> Result<Decided<Self>, Refusal> {
        decide::home_deal(ctx, self)
    }

    fn check(&mut self, ctx: &Ctx<'_>) -> Vec<FieldError> {
        let mut check = Check::new(ctx);
        check.required_name("title", &mut self.title);
        match ctx.catalogue.pipeline(self.pipeline) {
            None => check.wrong("pipeline", "unknown"),
            Some(pipeline) if pipeline.stage(self.stage).is_none() => check.wrong("stage", "unknown"),
            Some(_) => {}
        }
        self.sum_lines(&mut check);
        check.money("value", self.value);
        if self.value.is_some_and(|value| value.amount < 0) {
            check.wrong("value", "negative");
        }
        if self.gut_feeling.is_some_and(|percent| !(0..=100).contains(&percent)) {
            check.wrong("gut_feeling", "not_a_percentage");
        }
        check.touchpoint("origin", &mut self.origin);
        check.touchpoint("last_touch", &mut self.last_touch);
        check.known("loss_reason", Kind::LossReason, self.loss_reason.map(Uuid::from));
        check.known("competitor", Kind::Competitor, self.competitor.map(Uuid::from));
        check.text("loss_note", &mut self.loss_note, LONGEST_TEXT);
        check.text("notes", &mut self.notes, LONGEST_TEXT);
        check.shared(self);
        check.errors
    }
}

impl Deal {
    /// With lines, the value is their sum, in the currency it had or the workspace's.
    fn sum_lines(&mut self, check: &mut Check<'_, '_>) {
        if self.lines.is_empty() {
            return;
        }
        if self.lines.len() > 500 {
            check.wrong("lines", "too_many");
            return;
        }
        let mut sum = Some(0i64);
        for (i, line) in self.lines.iter_mut().enumerate() {
            check.known(&format!("lines.{i}.product"), Kind::Product, line.product.map(Uuid::from));
            check.name(&format!("lines.{i}.description"), &mut line.description);
            if line.discount < Decimal::ZERO || line.discount > Decimal::ONE_HUNDRED {
                check.wrong(&format!("lines.{i}.discount"), "not_a_percentage");
            }
            sum = sum.zip(line.amount()).and_then(|(sum, amount)| sum.checked_add(amount));
        }
        let currency =
            self.value.map_or(check.ctx.catalogue.workspace.currency, |value: Money| value.currency);
        match sum {
            Some(amount) => self.value = Some(Money::new(amount, currency)),
            None => check.wrong("lines", "out_of_range"),
        }
    }

    /// The currency of its value, or the workspace's.
    pub fn currency(&self, ctx: &Ctx<'_>) -> Currency {
        self.value.map_or(ctx.catalogue.workspace.currency, |value| value.currency)
    }
}

impl Record for Deal {
    record_fields!();
    relink!(company: Company, contact: Contact, lead: Lead);

    fn search_texts(&self) -> Vec<&str> {
        vec![self.title.as_str()]
    }
}
