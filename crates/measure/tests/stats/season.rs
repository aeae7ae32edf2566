use trechter_measure::stats::season::{Effect, Month, Shape, fit};

use crate::{Chance, near};

/// Accidental deaths in the United States, 1973-1978, by month: R's `USAccDeaths` (Brockwell & Davis 1991).
const ACCIDENTS: [u32; 72] = [
    9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714,
    9512, 10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466,
    8160, 8034, 7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726,
    8106, 8890, 9299, 10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827,
    9110, 9070, 8633, 9240,
];

const DAYS: [f64; 12] = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

fn months(counts: &[u32]) -> Vec<Month> {
    let month = |(at, count): (usize, &u32)| Month {
        month: (at % 12 + 1) as u8,
        count: *count,
        working_days: DAYS[at % 12],
    };
    counts.iter().enumerate().map(month).collect()
}

/// A number and its standard error, which statsmodels 0.15 gives (GLM, Poisson, offset, scale = "X2").
#[track_caller]
fn effect(effect: Effect, value: f64, standard_error: f64) {
    near(effect.value, value, 1e-7);
    near(effect.standard_error, standard_error, 1e-7);
}

#[test]
fn one_pair_as_elsewhere() {
    let season = fit(&months(&ACCIDENTS[..24])).unwrap();
    assert_eq!(season.shape, Shape::OnePair);
    near(season.dispersion, 16.145670103212858, 1e-6);
    near(season.p, 1.4164101728582521e-08, 1e-13);
    effect(season.factor(1), 0.891198230037753, 0.010856920897793717);
    effect(season.factor(7), 1.1220848137878796, 0.013669670398015185);
    effect(season.explains(1.0, &[2], &[7]), 0.27179095267675457, 0.030396053139001313);
}

#[test]
fn two_pairs_as_elsewhere() {
    let season = fit(&months(&ACCIDENTS[..48])).unwrap();
    assert_eq!(season.shape, Shape::TwoPairs);
    near(season.dispersion, 14.535898949348477, 1e-6);
    effect(season.factor(2), 0.8914510242368355, 0.01096305909122068);
    effect(season.explains(100.0, &[2], &[7]), 27.74605848571092, 2.323288328872346);
}

#[test]
fn factors_as_elsewhere() {
    let season = fit(&months(&ACCIDENTS)).unwrap();
    assert_eq!(season.shape, Shape::Factors);
    near(season.dispersion, 22.1941439467038, 1e-6);
    near(season.p, 4.906482632461738e-15, 1e-19);
    effect(season.factor(2), 0.8985553770235115, 0.019277653095785097);
    effect(season.factor(12), 0.9845964354808263, 0.01947870500642069);
    effect(season.explains(1.0, &[2], &[7]), 0.3047702842291047, 0.03834796420757714);
}

#[test]
fn a_quarter_is_the_mean_of_its_months() {
    let season = fit(&months(&ACCIDENTS)).unwrap();
    let mean = |months: [u8; 3]| months.map(|month| season.factor(month).value).iter().sum::<f64>() / 3.0;
    let change = season.explains(1000.0, &[1, 2, 3], &[7, 8, 9]);
    near(change.value, 1000.0 * (mean([7, 8, 9]) / mean([1, 2, 3]) - 1.0), 1e-9);
    assert!(change.standard_error > 0.0 && change.standard_error < 100.0);
    // A month explains nothing of itself, exactly.
    assert_eq!(season.explains(1000.0, &[4], &[4]), Effect { value: 0.0, standard_error: 0.0 });
}

#[test]
fn no_season_can_be_told() {
    // Too short; no more than noise; nothing at all; months without working days do not count.
    assert_eq!(fit(&months(&ACCIDENTS[..23])), None);
    let noise = [12, 9, 14, 11, 10, 13, 8, 12, 11, 9, 10, 12, 13, 10, 9, 12, 11, 14, 10, 9, 12, 11, 10, 13];
    assert_eq!(fit(&months(&noise)), None);
    assert_eq!(fit(&months(&[0; 36])), None);
    let mut closed = months(&ACCIDENTS[..24]);
    closed[3].working_days = 0.0;
    assert_eq!(fit(&closed), None);
    // Five years without a single count in any August: no factor can be given to it.
    let mut summers: Vec<u32> = ACCIDENTS[..60].to_vec();
    (7..60).step_by(12).for_each(|august| summers[august] = 0);
    assert_eq!(fit(&months(&summers)), None);
}

#[test]
fn a_trend_is_no_season() {
    let growth: Vec<u32> = (0..36).map(|at| (200.0 * 1.03_f64.powi(at)) as u32).collect();
    // Equal working days, so that nothing but growth is left.
    let months: Vec<Month> =
        months(&growth).into_iter().map(|month| Month { working_days: 21.0, ..month }).collect();
    assert_eq!(fit(&months), None);
}

/// Of histories without a season at most about 5% show one.
#[test]
fn seasons_are_seldom_made_up() {
    let mut chance = Chance(2);
    for length in [24, 36, 60] {
        let told = (0..600)
            .filter(|_| {
                let counts: Vec<u32> = (0..length).map(|at| chance.poisson(0.7 * DAYS[at % 12])).collect();
                fit(&months(&counts)).is_some()
            })
            .count();
        assert!(told <= 45, "{told} of 600 at {length} months");
    }
}
