//! Theorem against numerics at points of a problem.

use crate::ask::verify::{PointsWanted, VerifiedPoints, all_families};
use crate::{Limit, MatrixLimit, StatedProblem, TaskError, parse_stratum, parse_subset};
use linscape_critical::{Observer, Problem, SingularSubset};
use linscape_formats::{PointSelection, VerificationReport};
use linscape_network::LayerInputs;
use linscape_points::{CheckedPoint, Verification, VerifyOptions, check_points};
use linscape_strata::{FamilyShape, StrataFilter, Stratum};
use std::num::NonZeroUsize;

/// Which points are checked, and how.
#[derive(Debug, Clone)]
pub struct Verifier {
    /// One family only, as [`parse_subset`] reads it.
    pub subset: Option<String>,
    /// One stratum of that family only, by its key.
    pub stratum: Option<String>,
    /// Conditions on strata.
    pub filter: StrataFilter,
    /// The first so many strata.
    pub limit: Option<NonZeroUsize>,
    /// So many random strata.
    pub samples: Option<NonZeroUsize>,
    /// Where random strata and points come from.
    pub seed: u64,
    /// Descent is searched for at nonstrict saddles of networks with at most so many parameters.
    pub descent_up_to: usize,
}

impl Default for Verifier {
    /// Every stratum once if they are few, random ones if not; descent up to 30 parameters.
    fn default() -> Self {
        Self {
            subset: None,
            stratum: None,
            filter: StrataFilter::default(),
            limit: None,
            samples: None,
            seed: 0,
            descent_up_to: 30,
        }
    }
}

/// Points to look at.
pub(crate) struct ChosenPoints {
    pub(crate) families: Vec<SingularSubset>,
    pub(crate) points: Vec<(SingularSubset, Stratum)>,
    /// The position of each point's family.
    pub(crate) family_of: Vec<usize>,
    pub(crate) selection: PointSelection,
    /// The observer stopped the choice before its end.
    pub(crate) stopped: bool,
}

/// Largest order of a dense matrix that is formed: 32 MB and seconds a point.
const LARGEST_MATRIX: usize = 2_000;

impl Verifier {
    /// Looks at every point and adds up the outcomes by family.
    ///
    /// # Errors
    /// When the network is too large, or family or stratum are none of the problem's.
    ///
    /// # Examples
    /// ```
    /// use linscape::{ProblemOptions, Verifier};
    /// let options = ProblemOptions {
    ///     sigma: Some("2,1".to_owned()),
    ///     widths: Some("2,2,2".to_owned()),
    ///     ..ProblemOptions::default()
    /// };
    /// let stated = options.state()?;
    /// let report = Verifier::default().run(&stated, &())?;
    /// assert_eq!(report.total.disagreed, 0);
    /// assert_eq!(report.families.len(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run<'a>(
        &self,
        stated: &'a StatedProblem,
        observer: &impl Observer,
    ) -> Result<VerificationReport<'a>, TaskError> {
        check_size(&stated.problem)?;
        let ChosenPoints { families, points, family_of, selection, stopped } =
            self.chosen(&stated.problem, observer)?;
        let options = VerifyOptions { seed: self.seed, descent_up_to: self.descent_up_to };
        let reads = stated.reduction().and_then(|reduction| {
            let (reduction, units) = reduction.in_natural_units();
            LayerInputs::whitened(&reduction, units)
        });
        let mut outcomes = vec![Verification::default(); families.len()];
        let record = |point: CheckedPoint| outcomes[family_of[point.position]].record(point);
        let flow = check_points(&stated.target(), reads, points, options, observer, record)?;
        let mut total =
            Verification { stopped: stopped || flow.is_break(), ..Verification::default() };
        let mut checked = Vec::new();
        for (subset, outcome) in families.into_iter().zip(outcomes) {
            if outcome.points() > 0 {
                total.absorb(&outcome);
                checked.push((subset, outcome));
            }
        }
        Ok(VerificationReport {
            problem: &stated.problem,
            source: stated.source.as_ref(),
            seed: self.seed,
            selection,
            descent_up_to: self.descent_up_to,
            families: checked,
            total,
            offending: None,
        })
    }

    /// The points asked for, each with its family.
    pub(crate) fn chosen(
        &self,
        problem: &Problem,
        observer: &impl Observer,
    ) -> Result<ChosenPoints, TaskError> {
        let VerifiedPoints { families, points, selection, stopped } =
            self.choose(problem, observer)?;
        let family_of = points.iter().map(|(family, _)| *family).collect();
        let points =
            points.into_iter().map(|(at, stratum)| (families[at].clone(), stratum)).collect();
        Ok(ChosenPoints { families, points, family_of, selection, stopped })
    }

    fn choose(
        &self,
        problem: &Problem,
        observer: &impl Observer,
    ) -> Result<VerifiedPoints, TaskError> {
        let families = match &self.subset {
            Some(text) => vec![parse_subset(problem, text)?],
            None => all_families(problem)?,
        };
        let named = self.stratum.as_deref();
        let stratum = named
            .map(|key| parse_stratum(&FamilyShape::new(problem, &families[0]), key))
            .transpose()?;
        let wanted = PointsWanted {
            stratum,
            filter: self.filter,
            samples: self.samples,
            limit: self.limit,
            seed: self.seed,
        };
        Ok(wanted.choose(problem, families, observer)?)
    }
}

/// Refuses networks whose dense matrices take more than seconds a point.
fn check_size(problem: &Problem) -> Result<(), Limit> {
    let (inputs, outputs) = (problem.input_rank(), problem.architecture().output());
    let widths = problem.architecture().widths();
    let ignored = problem.architecture().input() - inputs;
    let order = problem.parameters() - widths[1] * ignored;
    if order > LARGEST_MATRIX {
        return Err(MatrixLimit::DenseHessian { order, most: LARGEST_MATRIX }.into());
    }
    // Dimensions are ranks of an action of pairs of matrices, one on either outer side.
    let unknowns = inputs * inputs + outputs * outputs;
    if unknowns > LARGEST_MATRIX {
        return Err(
            MatrixLimit::OuterSides { inputs, outputs, unknowns, most: LARGEST_MATRIX }.into()
        );
    }
    Ok(())
}
