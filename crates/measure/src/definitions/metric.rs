//! The list of all metrics.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    Area, Definition, changes, channels, conversion, follow_ups, funnel, leads, leaks, losses, phases,
    pipeline, responses, sales, sellers, stages, targets,
};

/// Makes the enum, its keys and the way to each definition, so that none can be forgotten.
macro_rules! metrics {
    ($($area:ident in $file:ident {
        $($(#[$doc:meta])* $metric:ident = $key:literal, $definition:ident;)*
    })*) => {
        /// A number of Trechter. What it means, in words, is its [`definition`](Metric::definition).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Metric {
            $($($(#[$doc])* $metric,)*)*
        }

        impl Metric {
            /// All of them, in the order in which they are explained.
            pub const ALL: &[Self] = &[$($(Self::$metric,)*)*];

            /// Its stable name in addresses, answers and on the command line.
            pub fn key(self) -> &'static str {
                match self { $($(Self::$metric => $key,)*)* }
            }

            /// What it is about.
            pub fn area(self) -> Area {
                match self { $($(Self::$metric => Area::$area,)*)* }
            }

            /// What it is.
            pub fn definition(self) -> &'static Definition {
                match self { $($(Self::$metric => &$file::$definition,)*)* }
            }
        }
    };
}

metrics! {
    Leads in leads {
        /// Leads created in the period.
        LeadsCreated = "leads_created", LEADS_CREATED;
        /// Leads created in the period by parties that were customer at that moment.
        LeadsExistingCustomer = "leads_existing_customer", LEADS_EXISTING_CUSTOMER;
        /// Leads assigned or reassigned to the seller in the period, each lead once.
        LeadsReceived = "leads_received", LEADS_RECEIVED;
        /// Leads received, with the seller's first touch, qualification or disqualification in the period.
        LeadsHandled = "leads_handled", LEADS_HANDLED;
        /// Open leads per status at the chosen moment.
        LeadWorkload = "lead_workload", LEAD_WORKLOAD;
        /// Norm of open leads for a full-timer × full-time equivalents.
        LeadCapacity = "lead_capacity", LEAD_CAPACITY;
        /// Open leads ÷ lead capacity.
        LeadWorkloadShare = "lead_workload_share", LEAD_WORKLOAD_SHARE;
        /// Change of new leads that the seasonal part of the model predicts ± its standard error.
        LeadsSeason = "leads_season", LEADS_SEASON;
        /// Change of new leads − the part explained by season.
        LeadsBeyondSeason = "leads_beyond_season", LEADS_BEYOND_SEASON;
    }
    Responses in responses {
        /// Half of the leads are answered by a person within this much working time.
        ResponseMedian = "response_median", RESPONSE_MEDIAN;
        /// Nine in ten leads are answered within this much working time; one in ten waits longer.
        ResponseNinetieth = "response_ninetieth", RESPONSE_NINETIETH;
        /// Leads answered before their deadline ÷ leads whose deadline has passed.
        ResponseInTime = "response_in_time", RESPONSE_IN_TIME;
        /// How long half of the leads waited as the customer felt it, nights and weekends included.
        ResponseClockMedian = "response_clock_median", RESPONSE_CLOCK_MEDIAN;
        /// One in ten leads waited longer than this, nights and weekends included.
        ResponseClockNinetieth = "response_clock_ninetieth", RESPONSE_CLOCK_NINETIETH;
        /// Open leads with a running clock and no outbound touch at the chosen moment.
        ResponseUnanswered = "response_unanswered", RESPONSE_UNANSWERED;
        /// Leads disqualified without a touch, spam, tests and duplicates left out.
        ResponseMissed = "response_missed", RESPONSE_MISSED;
        /// How many leads have no response time, because there was nothing to answer or no time of arrival.
        ResponseOutsideClock = "response_outside_clock", RESPONSE_OUTSIDE_CLOCK;
        /// Median working time from arrival to the first human owner.
        ResponseBeforeAssignment = "response_before_assignment", RESPONSE_BEFORE_ASSIGNMENT;
    }
    FollowUps in follow_ups {
        /// Completed calls, e-mails, messages, meetings, visits and demos in the period.
        Touches = "touches", TOUCHES;
        /// Completed meetings, visits and demos in the period, for the owner at that moment.
        Appointments = "appointments", APPOINTMENTS;
        /// Outbound touches, meetings, visits and demos after the first touch, in the period.
        FollowUps = "follow_ups", FOLLOW_UPS;
        /// Follow-ups in the period ÷ leads open at any moment of the period.
        FollowUpsPerLead = "follow_ups_per_lead", FOLLOW_UPS_PER_LEAD;
        /// Follow-ups in the period ÷ deals open at any moment of the period.
        FollowUpsPerDeal = "follow_ups_per_deal", FOLLOW_UPS_PER_DEAL;
        /// Touches of the deal and its lead up to the last winning ÷ won deals.
        TouchesToWin = "touches_to_win", TOUCHES_TO_WIN;
        /// Touches of the deal and its lead up to the last losing ÷ lost deals.
        TouchesToLoss = "touches_to_loss", TOUCHES_TO_LOSS;
        /// Of the deals that had a k-th touch, the share that was won within a fixed time after it.
        WinShareByTouch = "win_share_by_touch", WIN_SHARE_BY_TOUCH;
        /// Deals won within H days after their k-th touch ÷ deals with a k-th and no k+1-th touch.
        WinShareWithoutNextTouch = "win_share_without_next_touch", WIN_SHARE_WITHOUT_NEXT_TOUCH;
    }
    Conversion in conversion {
        /// Of the leads that came in, the share that became a customer within a fixed time.
        CohortConversion = "cohort_conversion", COHORT_CONVERSION;
        /// Leads of the period with a won deal ÷ leads of the period.
        CohortWonSoFar = "cohort_won_so_far", COHORT_WON_SO_FAR;
        /// Of all leads that came in, the share that was disqualified or lost by now.
        CohortLost = "cohort_lost", COHORT_LOST;
        /// Leads of the period neither won nor fallen through ÷ leads of the period.
        CohortUndecided = "cohort_undecided", COHORT_UNDECIDED;
        /// Aalen-Johansen cumulative incidence of winning at day H, disqualification and loss competing.
        CohortIncidence = "cohort_incidence", COHORT_INCIDENCE;
        /// Won ÷ (won + lost), deals closed in the period.
        WinRate = "win_rate", WIN_RATE;
        /// Won value ÷ (won value + lost value), values at closing.
        WinRateByValue = "win_rate_by_value", WIN_RATE_BY_VALUE;
        /// Won ÷ (won + lost + stale).
        WinRateStrict = "win_rate_strict", WIN_RATE_STRICT;
        /// How many open deals have not been touched or moved for longer than won deals usually go without.
        DealsStale = "deals_stale", DEALS_STALE;
        /// Deals won in the period whose lead had another first owner.
        WinsTakenOver = "wins_taken_over", WINS_TAKEN_OVER;
    }
    Targets in targets {
        /// Result ÷ target.
        Attainment = "attainment", ATTAINMENT;
        /// Target − result so far, in the unit of the target.
        TargetRemaining = "target_remaining", TARGET_REMAINING;
        /// Result ÷ (target × share of working days passed).
        Pace = "pace", PACE;
        /// Median over the last 8 periods of the result at this point ÷ the result at the end.
        UsualShare = "usual_share", USUAL_SHARE;
    }
    Pipeline in pipeline {
        /// Deals open at the chosen moment.
        OpenCount = "open_count", OPEN_COUNT;
        /// Sum of the values of deals open at the chosen moment.
        OpenValue = "open_value", OPEN_VALUE;
        /// Sum of value × the owner's percentage, over open deals that have one.
        WeightedGut = "weighted_gut", WEIGHTED_GUT;
        /// Sum of value × the weight of the stage, over open deals.
        WeightedStage = "weighted_stage", WEIGHTED_STAGE;
        /// Sum of value × the model's chance, over open deals.
        WeightedModel = "weighted_model", WEIGHTED_MODEL;
        /// Open deals with a percentage ÷ open deals.
        GutGiven = "gut_given", GUT_GIVEN;
        /// Of the deals that stood in this stage at the ends of past months, the share that was won in time.
        StageWeight = "stage_weight", STAGE_WEIGHT;
        /// Open value expected before the period's end ÷ (target − won so far).
        Coverage = "coverage", COVERAGE;
        /// 1 ÷ yield of the open value.
        CoverageNeeded = "coverage_needed", COVERAGE_NEEDED;
        /// What one euro of open value at this point of the period usually brought before its end.
        PipelineYield = "pipeline_yield", PIPELINE_YIELD;
        /// Sum of the values of open deals expected to close before the period's end, overdue included.
        OpenValueExpected = "open_value_expected", OPEN_VALUE_EXPECTED;
        /// Sum of the values of open deals with an expected date before the chosen moment.
        OverdueValue = "overdue_value", OVERDUE_VALUE;
        /// Sum of value × weight, over open deals with an expected date in the month.
        ExpectedRevenue = "expected_revenue", EXPECTED_REVENUE;
    }
    Sales in sales {
        /// Sum of the values at closing of deals won in the period.
        WonValue = "won_value", WON_VALUE;
        /// Deals closed for the last time in the period, and won.
        WonCount = "won_count", WON_COUNT;
        /// Parties whose first win ever lies in the period.
        NewCustomers = "new_customers", NEW_CUSTOMERS;
        /// Sum of the values of first wins ever in the period.
        WonValueNew = "won_value_new", WON_VALUE_NEW;
        /// Sum of the values of wins in the period at parties with an earlier win.
        GrowthExisting = "growth_existing", GROWTH_EXISTING;
        /// Sum of quotes accepted in the period.
        OrderIntake = "order_intake", ORDER_INTAKE;
    }
    Funnel in funnel {
        /// Open value ÷ open deals with a value.
        SizeMean = "size_mean", SIZE_MEAN;
        /// Median value of open deals with a value.
        SizeMedian = "size_median", SIZE_MEDIAN;
        /// Won value ÷ won deals with a value.
        WonSizeMean = "won_size_mean", WON_SIZE_MEAN;
        /// Mean days from creation to the last winning, without the time between closing and reopening.
        DaysToWonMean = "days_to_won_mean", DAYS_TO_WON_MEAN;
        /// Median days from creation to the last winning, without the time between closing and reopening.
        DaysToWonMedian = "days_to_won_median", DAYS_TO_WON_MEDIAN;
        /// Mean days from creation to the last closing, won and lost.
        DaysToClose = "days_to_close", DAYS_TO_CLOSE;
        /// Open deals × win rate × average won deal ÷ days to close.
        Velocity = "velocity", VELOCITY;
        /// Won value ÷ days of the period.
        WonPerDay = "won_per_day", WON_PER_DAY;
        /// Benchmark − now, rounded up, and never below 0.
        MoreNeeded = "more_needed", MORE_NEEDED;
    }
    Stages in stages {
        /// Deals that first arrived in or passed the stage in the period.
        StageEntrants = "stage_entrants", STAGE_ENTRANTS;
        /// Open deals in the stage at the chosen moment.
        StageStanding = "stage_standing", STAGE_STANDING;
        /// Sum of the values of open deals in the stage at the chosen moment.
        StageValue = "stage_value", STAGE_VALUE;
        /// Value in the stage ÷ deals in the stage with a value.
        StageSizeMean = "stage_size_mean", STAGE_SIZE_MEAN;
        /// Median value of open deals in the stage.
        StageSizeMedian = "stage_size_median", STAGE_SIZE_MEDIAN;
        /// Of the deals that reached this stage, the share that was won within a fixed time.
        StageCloseRate = "stage_close_rate", STAGE_CLOSE_RATE;
        /// Of the deals that reached this stage, the share that got to the next one within a fixed time.
        StageConversion = "stage_conversion", STAGE_CONVERSION;
        /// Half of the deals leave this stage within this many days, whichever way.
        StageDaysMedian = "stage_days_median", STAGE_DAYS_MEDIAN;
        /// Kaplan-Meier curve of days in the stage, one case per deal.
        StageDaysCurve = "stage_days_curve", STAGE_DAYS_CURVE;
        /// Aalen-Johansen cumulative incidence of each way to leave.
        StageExits = "stage_exits", STAGE_EXITS;
        /// Deals that passed the stage in the period by a jump or by starting after it.
        StageSkips = "stage_skips", STAGE_SKIPS;
        /// Moves back into the stage in the period.
        StageRework = "stage_rework", STAGE_REWORK;
        /// Touches during visits to the stage ÷ deals that entered it.
        StageTouchesPerEntrant = "stage_touches_per_entrant", STAGE_TOUCHES_PER_ENTRANT;
        /// Touches during visits to the stage ÷ deals of these that were won.
        StageTouchesPerWin = "stage_touches_per_win", STAGE_TOUCHES_PER_WIN;
        /// Logged time during visits to the stage ÷ deals that entered it.
        StageMinutesPerEntrant = "stage_minutes_per_entrant", STAGE_MINUTES_PER_ENTRANT;
        /// Logged time during visits to the stage ÷ deals of these that were won.
        StageMinutesPerWin = "stage_minutes_per_win", STAGE_MINUTES_PER_WIN;
        /// Logged hours × hourly cost ÷ deals that entered the stage.
        StageCostPerEntrant = "stage_cost_per_entrant", STAGE_COST_PER_ENTRANT;
        /// Logged hours × hourly cost ÷ deals of these that were won.
        StageCostPerWin = "stage_cost_per_win", STAGE_COST_PER_WIN;
        /// Deals that stand longer in their stage than most that got on, or have nothing planned.
        NeedsAttention = "needs_attention", NEEDS_ATTENTION;
    }
    Phases in phases {
        /// How many companies and people stand in each phase of the funnel.
        PhaseCount = "phase_count", PHASE_COUNT;
        /// Of the parties that entered a phase, the share that reached the next one within a fixed time.
        PhaseConversion = "phase_conversion", PHASE_CONVERSION;
    }
    Leaks in leaks {
        /// Of the deals of this group that reached the stage, the share that got to the next one.
        LeakRate = "leak_rate", LEAK_RATE;
        /// Of all other deals that reached the stage, the share that got to the next one.
        LeakRestRate = "leak_rest_rate", LEAK_REST_RATE;
        /// Share that gets on in the rest − share that gets on in the group.
        LeakDifference = "leak_difference", LEAK_DIFFERENCE;
        /// What it would bring per month if this group did as well as the rest.
        LeakRecoverable = "leak_recoverable", LEAK_RECOVERABLE;
    }
    Sellers in sellers {
        /// A seller's conversion, drawn to the team's as far as there are too few cases to go by.
        SellerShrunk = "seller_shrunk", SELLER_SHRUNK;
        /// Wins ÷ wins that the others would have had on these leads × the team's rate.
        SellerSameMix = "seller_same_mix", SELLER_SAME_MIX;
        /// Sum over source and product of the seller's leads × the rate of the others.
        SellerExpected = "seller_expected", SELLER_EXPECTED;
        /// Leads in groups where the others have enough leads ÷ the seller's leads.
        SellerComparable = "seller_comparable", SELLER_COMPARABLE;
    }
    Channels in channels {
        /// Sum of the costs booked on the source or campaign in the period.
        ChannelCost = "channel_cost", CHANNEL_COST;
        /// Cost ÷ leads from the channel.
        ChannelCostPerLead = "channel_cost_per_lead", CHANNEL_COST_PER_LEAD;
        /// Cost ÷ new customers among leads from the channel, within H days.
        ChannelCostPerCustomer = "channel_cost_per_customer", CHANNEL_COST_PER_CUSTOMER;
        /// Won value of leads from the channel, within H days ÷ leads from the channel.
        ChannelValuePerLead = "channel_value_per_lead", CHANNEL_VALUE_PER_LEAD;
        /// (won value − cost) ÷ cost, over leads at least H days old.
        ChannelReturn = "channel_return", CHANNEL_RETURN;
    }
    Losses in losses {
        /// Deals closed for the last time in the period, and lost.
        LossCount = "loss_count", LOSS_COUNT;
        /// Sum of the values at closing of deals lost in the period.
        LossValue = "loss_value", LOSS_VALUE;
        /// Deals lost for the reason ÷ lost deals.
        LossShare = "loss_share", LOSS_SHARE;
    }
    Changes in changes {
        /// Open value at the first moment.
        ChangeOpenThen = "change_open_then", CHANGE_OPEN_THEN;
        /// Value of deals created between the two moments.
        ChangeNew = "change_new", CHANGE_NEW;
        /// Sum of the raises in value of deals between the two moments.
        ChangeGrown = "change_grown", CHANGE_GROWN;
        /// Sum of the cuts in value of deals between the two moments.
        ChangeShrunk = "change_shrunk", CHANGE_SHRUNK;
        /// Value of deals that came into the chosen selection between the two moments.
        ChangeMovedIn = "change_moved_in", CHANGE_MOVED_IN;
        /// Value of deals that left the chosen selection between the two moments.
        ChangeMovedOut = "change_moved_out", CHANGE_MOVED_OUT;
        /// Value of deals won between the two moments.
        ChangeWon = "change_won", CHANGE_WON;
        /// Value of deals lost between the two moments.
        ChangeLost = "change_lost", CHANGE_LOST;
        /// Value of open deals removed between the two moments.
        ChangeRemoved = "change_removed", CHANGE_REMOVED;
        /// Value of deals reopened between the two moments.
        ChangeReopened = "change_reopened", CHANGE_REOPENED;
        /// Change in open value by merges between the two moments.
        ChangeMerged = "change_merged", CHANGE_MERGED;
        /// Open value at today's rates − the same at the earlier rates.
        ChangeExchangeRates = "change_exchange_rates", CHANGE_EXCHANGE_RATES;
        /// Value of deals whose expected date moved past the period's end, or passed while open.
        ChangeSlipped = "change_slipped", CHANGE_SLIPPED;
    }
}

impl Metric {
    /// What a target can be set for.
    pub const TARGETS: [Self; 10] = [
        Self::WonValue,
        Self::WonCount,
        Self::NewCustomers,
        Self::GrowthExisting,
        Self::LeadsHandled,
        Self::Touches,
        Self::Appointments,
        Self::CohortConversion,
        Self::WinRate,
        Self::ResponseInTime,
    ];

    /// The metric with this key.
    ///
    /// ```
    /// use trechter_measure::definitions::Metric;
    ///
    /// assert_eq!(Metric::from_key("win_rate"), Some(Metric::WinRate));
    /// assert_eq!(Metric::from_key("hit_rate"), None);
    /// ```
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|metric| metric.key() == key)
    }

    /// Whether a target for it grows with the working days; a ratio has no pace.
    pub fn has_pace(self) -> bool {
        Self::TARGETS.contains(&self) && self.definition().family.adds_up()
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Metric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| de::Error::custom(format!("there is no metric {key}")))
    }
}
