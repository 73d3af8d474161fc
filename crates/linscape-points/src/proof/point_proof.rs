//! What the theorem says of one rational point, proved or refuted.

use linscape_critical::{BiasPlace, EscapeOrder, Inertia, Problem, RandomStream, SingularSubset};
use linscape_exact::{ClearedPoint, ExactInertia, Point, StratumPoint, WithBiases, random_point};
use num_rational::BigRational;

use super::described::described;
use super::{EscapeProof, NotRational};
use linscape_strata::{FamilyShape, RankPattern, Stratum, StratumMismatch, StratumProfile};

/// One random rational point of a stratum, what the closed forms say of it, and what exact
/// arithmetic finds.
#[derive(Debug, Clone)]
pub struct PointProof {
    /// The stratum.
    pub stratum: Stratum,
    /// The closed forms.
    pub theorem: StratumProfile,
    /// The point.
    pub at: StratumPoint,
    /// The whole network, where its last layer has a bias; gradient, loss and inertia are then its own.
    pub whole: Option<WithBiases>,
    /// The gradient is zero.
    pub critical: bool,
    /// The loss is that of the family.
    pub loss_agrees: bool,
    /// All ranks from which a stratum is recovered are those of this stratum.
    pub ranks_agree: bool,
    /// The Hessian's inertia with its pivots; weights that the loss does not feel included.
    pub inertia: ExactInertia,
    /// The rank of the group action, the weights that the loss does not feel, and the biases that another one makes up
    /// for.
    pub dimension: usize,
    /// What was found of the fastest descent.
    pub escape: EscapeProof,
}

/// Why nothing could be proved at a point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointProofError {
    /// The problem has no rational points.
    #[error(transparent)]
    NotRational(#[from] NotRational),
    /// The stratum is not one of this family.
    #[error("no stratum of this family: {0}")]
    Mismatch(#[from] StratumMismatch),
}

impl PointProof {
    /// Proves at one random rational point.
    ///
    /// # Errors
    /// When the singular values are not rational or the stratum is none of the family's.
    ///
    /// # Complexity
    /// That of exact inertia and rank of matrices of order `N` (`docs/benchmarks.md`, "Proofs").
    ///
    /// # Examples
    /// ```
    /// use linscape_critical::Problem;
    /// use linscape_points::PointProof;
    /// use linscape_critical::RandomStream;
    /// let problem = Problem::exact(&[2, 2, 2, 2], &[2, 1])?;
    /// let mut stream = RandomStream::new(3, "proof");
    /// let stratum = "p0-3.b1-2".parse()?;
    /// let proof = PointProof::at_random(&problem, &problem.leading(1), stratum, &mut stream)?;
    /// assert!(proof.agrees() && proof.escape.is_settled());
    /// assert_eq!((proof.inertia.negative, proof.inertia.zero, proof.dimension), (1, 7, 7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at_random(
        problem: &Problem,
        subset: &SingularSubset,
        stratum: Stratum,
        stream: &mut RandomStream,
    ) -> Result<Self, PointProofError> {
        let shape = FamilyShape::new(problem, subset);
        stratum.check(&shape)?;
        let bars = described(problem, subset, &stratum, stream)?;
        let at = match random_point(&bars, &mut |bound| stream.below(bound)) {
            Ok(at) => at,
            Err(error) => unreachable!("a stratum that fits its family has bars: {error}"),
        };
        let cleared = at.point.cleared();
        let whole = with_biases(problem, &at.point, stream);
        let inertia = whole.as_ref().map_or_else(|| cleared.inertia(), WithBiases::inertia);
        let found = found_inertia(&inertia);
        let escape = EscapeProof::of(&stratum, &shape, &at, &cleared, found);
        Ok(Self {
            theorem: stratum.profile(&shape),
            critical: whole.as_ref().map_or_else(|| cleared.is_critical(), WithBiases::is_critical),
            loss_agrees: whole.as_ref().map_or_else(|| at.point.gain(), WithBiases::gain)
                == at.expected_gain(),
            ranks_agree: ranks_agree(&RankPattern::of(&stratum, &shape), &cleared),
            inertia,
            dimension: at.point.dimension() + whole.as_ref().map_or(0, WithBiases::free),
            escape,
            stratum,
            at,
            whole,
        })
    }

    /// Gradient, loss, ranks, inertia, dimension and escape are all as stated.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let order = self.theorem.escape_order.map(EscapeOrder::degree);
        self.critical
            && self.loss_agrees
            && self.ranks_agree
            && found_inertia(&self.inertia) == self.theorem.inertia
            && self.dimension == self.theorem.dimension
            && self.escape.agrees(order)
    }
}

/// The network with random hidden biases, sixths up to one, and the last at its best; none where the last layer has
/// none.
fn with_biases(problem: &Problem, point: &Point, stream: &mut RandomStream) -> Option<WithBiases> {
    if problem.biases().place() != BiasPlace::Output {
        return None;
    }
    let layers = problem.biases().in_layers().iter().zip(point.weights());
    let mut drawn = |_: usize| {
        let sixths = i64::try_from(stream.below(13)).unwrap_or(6) - 6;
        BigRational::new(sixths.into(), 6.into())
    };
    let bias =
        layers.map(|(has, matrix)| has.then(|| (0..matrix.rows()).map(&mut drawn).collect()));
    Some(WithBiases::at_best_offset(point, bias.collect()))
}

fn found_inertia(inertia: &ExactInertia) -> Inertia {
    Inertia { negative: inertia.negative, zero: inertia.zero, positive: inertia.positive }
}

fn ranks_agree(pattern: &RankPattern, cleared: &ClearedPoint) -> bool {
    let products = cleared.product_ranks();
    let residuals = cleared.residual_ranks();
    products.iter().all(|&(from, to, rank)| pattern.product(from, to) == rank)
        && residuals.iter().all(|&(b, a, rank)| pattern.residual(b, a) == rank)
}
