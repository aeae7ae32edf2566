//! The heads of the board's columns, remembered: they are sums over all open deals, and asked for again
//! with every look at the board.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use trechter_domain::WorkspaceId;
use trechter_store::{BoardQuestion, Result, StageTotals, Tx};

/// Workspaces and questions that are remembered at once.
const MOST_WORKSPACES: usize = 1_000;
const MOST_QUESTIONS: usize = 32;

/// What the boards of a workspace added up to when this was its last event.
#[derive(Default)]
struct Sums {
    seq: i64,
    known: Vec<(BoardQuestion, Arc<StageTotals>)>,
}

/// The sums of this process.
#[derive(Default)]
pub struct BoardSums {
    workspaces: Mutex<HashMap<WorkspaceId, Sums>>,
}

impl BoardSums {
    /// The totals that a transaction sees: from memory when no event came since they were added up.
    ///
    /// # Errors
    /// As for [`Tx::board_totals`].
    pub fn of(&self, tx: &mut Tx<'_>, question: &BoardQuestion) -> Result<Arc<StageTotals>> {
        let (workspace, seq) = (tx.workspace(), tx.seq());
        // How many cards are shown does not matter to the sums.
        let question = BoardQuestion { limit: 0, ..question.clone() };
        if let Some(sums) = self.lock().get(&workspace).filter(|sums| sums.seq == seq)
            && let Some((_, totals)) = sums.known.iter().find(|(known, _)| *known == question)
        {
            return Ok(Arc::clone(totals));
        }
        let totals = Arc::new(tx.board_totals(&question)?);
        let mut workspaces = self.lock();
        if workspaces.len() >= MOST_WORKSPACES {
            workspaces.clear();
        }
        let sums = workspaces.entry(workspace).or_default();
        if sums.seq < seq {
            *sums = Sums { seq, known: Vec::new() };
        }
        if sums.seq == seq && sums.known.len() < MOST_QUESTIONS {
            sums.known.push((question, Arc::clone(&totals)));
        }
        Ok(totals)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<WorkspaceId, Sums>> {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
