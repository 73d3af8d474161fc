//! Listed points of a loss with decay on the data's own weights, as a trajectory sees them.

use super::AT_REST;
use linscape_critical::{NaturalUnits, SingularSubset};
use linscape_decay::FamilyType;
use linscape_flow::{Families, FamilyKey, NearFamily};
use linscape_lapack::DecompositionError;
use linscape_network::Reduction;
use linscape_points::{OwnLandscape, OwnProblem};
use nalgebra::DMatrix;

/// The listed points, for trajectories in natural units.
#[derive(Debug, Clone)]
pub(in crate::ask::flow) struct OwnFamilies {
    /// End-to-end maps of the points, whitened.
    maps: Vec<DMatrix<f64>>,
    /// How far each is from the nearest other one.
    gaps: Vec<f64>,
    is_minimum: Vec<bool>,
    least: f64,
    energy: f64,
    rest: f64,
}

impl OwnFamilies {
    pub(in crate::ask::flow) fn new(
        problem: &OwnProblem,
        landscape: &OwnLandscape,
        reduction: &Reduction,
        units: NaturalUnits,
    ) -> Self {
        let here = |map: DMatrix<f64>| map.map(|entry| units.map_here(entry));
        let points = &landscape.points;
        let maps: Vec<DMatrix<f64>> =
            points.iter().map(|point| here(reduction.whiten(&point.product(problem)))).collect();
        let energy = units.loss_here(reduction.problem().signal_energy());
        let alone = (2.0 * energy / problem.factor()).sqrt();
        let gap = |at: usize| {
            let others = maps.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, map)| (map - &maps[at]).norm()).fold(alone, f64::min)
        };
        let gaps = (0..maps.len()).map(gap).collect();
        let slowest = problem.decay().layers().iter().copied().fold(f64::INFINITY, f64::min);
        let amplitudes = points.iter().flat_map(|point| point.amplitudes.iter().copied());
        let length = amplitudes.fold(0.0, f64::max);
        let losses = points.iter().map(|point| point.loss);
        let minimum = |kind| matches!(kind, FamilyType::GlobalMinimum | FamilyType::LocalMinimum);
        Self {
            gaps,
            is_minimum: points.iter().map(|point| minimum(point.family_type)).collect(),
            least: units.loss_here(losses.fold(f64::INFINITY, f64::min)),
            energy,
            rest: AT_REST * problem.factor() * units.time(slowest) * units.weight_here(length),
            maps,
        }
    }
}

impl Families for OwnFamilies {
    fn nearest(&self, map: &DMatrix<f64>) -> Result<NearFamily, DecompositionError> {
        let distances = self.maps.iter().map(|own| (map - own).norm()).enumerate();
        let nearest = distances.min_by(|one, other| one.1.total_cmp(&other.1));
        let (point, distance) = nearest.unwrap_or((0, f64::INFINITY));
        let gap = self.gaps.get(point).copied().unwrap_or(f64::INFINITY);
        let none = || SingularSubset::from_counts(Vec::new());
        let key = FamilyKey { subset: none(), passes: none(), point: Some(point) };
        Ok(NearFamily { key, distance, clarity: 0.5 - (distance / gap).min(0.5) })
    }

    fn least(&self) -> f64 {
        self.least
    }

    fn energy(&self) -> f64 {
        self.energy
    }

    fn rest(&self, family: &FamilyKey) -> Option<f64> {
        let is_minimum = family.point.is_some_and(|point| self.is_minimum[point]);
        is_minimum.then_some(self.rest)
    }

    fn rest_elsewhere(&self) -> Option<f64> {
        // A minimum that is not listed.
        Some(self.rest)
    }

    fn has_rests(&self) -> bool {
        true
    }
}
