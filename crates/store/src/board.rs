//! The deal board: columns with their first cards and their totals over all cards.

use std::collections::HashMap;

use trechter_domain::permission::Reach;
use trechter_domain::record::Deal;
use trechter_domain::{DealId, PipelineId, StageId};

use crate::engine::Val;
use crate::error::Result;
use crate::list::{Filter, Listed, Query, Sort, Totals, listed, totals};
use crate::table::Stored;
use crate::tx::Tx;

/// Which open deals to show.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardQuestion {
    pub pipeline: PipelineId,
    pub reach: Reach,
    pub filters: Vec<Filter>,
    /// Cards per column.
    pub limit: i64,
}

/// One column of the board.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardColumn {
    pub stage: StageId,
    /// Over all open deals of the stage that the filters let through.
    pub totals: Totals,
    /// In board order.
    pub cards: Vec<Listed<Deal>>,
    /// Rank of the last card when there are more.
    pub next: Option<String>,
}

impl Tx<'_> {
    /// The columns of a pipeline in stage order.
    ///
    /// # Errors
    /// As for [`Tx::list`].
    pub fn board(&mut self, question: &BoardQuestion, stages: &[StageId]) -> Result<Vec<BoardColumn>> {
        let mut totals = self.board_totals(question)?;
        let mut columns = Vec::with_capacity(stages.len());
        for stage in stages {
            let (cards, next) = self.board_cards(question, *stage, None)?;
            let totals = totals.remove(stage).unwrap_or_default();
            columns.push(BoardColumn { stage: *stage, totals, cards, next });
        }
        Ok(columns)
    }

    /// Count and sums of every stage, over all open deals that the filters let through.
    fn board_totals(&mut self, question: &BoardQuestion) -> Result<HashMap<StageId, Totals>> {
        let mut clause = self.open_deals(question)?;
        let pipeline = clause.value(question.pipeline.into());
        clause.and(&format!("t.pipeline = {pipeline}"));
        let sql = format!(
            "SELECT t.stage, t.currency, COUNT(*), CAST(SUM(t.value_amount) AS BIGINT) FROM deals t WHERE {} \
             GROUP BY t.stage, t.currency ORDER BY t.stage, t.currency",
            clause.sql
        );
        let rows = self.query(&sql, &clause.values)?;
        let of_stages = rows.chunk_by(|one, next| one.0[0] == next.0[0]);
        let summed = of_stages.map(|rows| {
            let sums = rows.iter().map(|row| Ok((row.opt_text(1)?, row.int(2)?, row.opt_int(3)?)));
            Ok((rows[0].id(0)?, totals(sums)?))
        });
        summed.collect()
    }

    /// The cards of one column after a rank, in board order, and the rank to go on from.
    ///
    /// # Errors
    /// As for [`Tx::list`].
    pub fn board_cards(
        &mut self,
        question: &BoardQuestion,
        stage: StageId,
        after: Option<&str>,
    ) -> Result<(Vec<Listed<Deal>>, Option<String>)> {
        let mut clause = self.open_deals(question)?;
        let pipeline = clause.value(question.pipeline.into());
        let stage = clause.value(stage.into());
        clause.and(&format!("t.pipeline = {pipeline} AND t.stage = {stage}"));
        if let Some(rank) = after {
            let (rank, id) = rank.split_once('/').unwrap_or((rank, ""));
            let id = clause.value(id.parse().unwrap_or(uuid::Uuid::nil()).into());
            let rank = clause.value(rank.into());
            clause.and(&format!("(t.board_rank, t.id) > ({rank}, {id})"));
        }
        let limit = clause.value((question.limit + 1).into());
        let sql = format!(
            "SELECT t.doc, t.board_rank, t.next_activity_at FROM deals t WHERE {} \
             ORDER BY t.board_rank, t.id LIMIT {limit}",
            clause.sql
        );
        let mut rows = self.query(&sql, &clause.values)?;
        let more = rows.len() as i64 > question.limit;
        rows.truncate(question.limit as usize);
        let cards: Vec<Listed<Deal>> = rows.iter().map(|row| listed(row, 2)).collect::<Result<_>>()?;
        let last = rows.last().zip(cards.last()).filter(|_| more);
        let next = last.map(|(row, card)| Ok(format!("{}/{}", row.text(1)?, card.record.id))).transpose();
        next.map(|next: Option<String>| (cards, next))
    }

    fn open_deals(&mut self, question: &BoardQuestion) -> Result<crate::list::Where> {
        let query = Query {
            reach: question.reach.clone(),
            filters: question.filters.clone(),
            sort: Sort { field: String::new(), descending: false },
            limit: 0,
            after: None,
        };
        let mut clause = self.conditions(Deal::TABLE, &query)?;
        clause.and("t.status = 'open'");
        Ok(clause)
    }

    /// A deal's rank on the board; `None` when there is no such deal in that stage.
    ///
    /// # Errors
    /// The database's.
    pub fn rank_of(&mut self, deal: DealId, stage: StageId) -> Result<Option<String>> {
        let sql = "SELECT board_rank FROM deals WHERE workspace_id = $1 AND id = $2 AND stage = $3";
        let rows = self.query(sql, &[self.ws(), deal.into(), stage.into()])?;
        rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
    }

    /// The rank right after or before another in a column; `None` at its end.
    ///
    /// # Errors
    /// The database's.
    pub fn neighbour_rank(
        &mut self,
        pipeline: PipelineId,
        stage: StageId,
        rank: Option<&str>,
        below: bool,
        except: DealId,
    ) -> Result<Option<String>> {
        let (than, order) = if below { (">", "ASC") } else { ("<", "DESC") };
        let mut values = vec![self.ws(), pipeline.into(), stage.into(), except.into()];
        let bound = match rank {
            Some(rank) => {
                values.push(Val::from(rank));
                format!(" AND board_rank {than} $5")
            }
            None => String::new(),
        };
        let sql = format!(
            "SELECT board_rank FROM deals WHERE workspace_id = $1 AND pipeline = $2 AND stage = $3 AND id <> $4 \
             AND status = 'open' AND gone = 0{bound} ORDER BY board_rank {order} LIMIT 1"
        );
        let rows = self.query(&sql, &values)?;
        rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
    }

    /// Puts a deal at a rank. No version rises; the caller writes a `ranked` event for the others.
    ///
    /// # Errors
    /// The database's.
    pub fn set_rank(&mut self, deal: DealId, rank: &str) -> Result<()> {
        let sql = "UPDATE deals SET board_rank = $3 WHERE workspace_id = $1 AND id = $2";
        self.execute(sql, &[self.ws(), deal.into(), rank.into()])?;
        Ok(())
    }
}
