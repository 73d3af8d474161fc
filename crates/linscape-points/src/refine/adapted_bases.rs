//! Bases of the hidden layers in which given weights come apart into bars.

use linscape_lapack::{DecompositionError, multiply, multiply_transposed, thin_svd};
use linscape_network::Weights;
use nalgebra::DMatrix;

use linscape_critical::RandomStream;
use linscape_network::completed;
use linscape_strata::RankPattern;

/// Bases `B_1, …, B_{h−1}` of the hidden layers with their inverses, `B_0` and `B_h` the identity.
///
/// The layers with the maps between them are a direct sum of bars: chains of basis vectors, each
/// mapped to the next. In bases made of such chains `B_i⁻¹ W_i B_{i−1}` is a number times a matrix of
/// zeros and ones between hidden layers, however ill-conditioned `W_i` is. For weights that are near
/// a stratum only, it is so up to what they are away from it.
///
/// Source: `docs/theory.md`, "Strata".
#[derive(Debug, Clone)]
pub(crate) struct AdaptedBases {
    /// Of layers 0 to h; none for the identity.
    layers: Vec<Option<(DMatrix<f64>, DMatrix<f64>)>>,
}

impl AdaptedBases {
    /// The given bases of all layers.
    pub(crate) fn identity(depth: usize) -> Self {
        Self { layers: vec![None; depth + 1] }
    }

    /// From layer to layer: of the bars that start at layer `x`, in increasing order of `x`, the part
    /// of their images in the span of earlier bars' is removed by adding those, and from the singular
    /// vectors of the rest as many go on as the ranks say; the others end. Directions that no image
    /// meets start new bars. Only bars that start earlier are added, so that chains stay chains.
    ///
    /// `unit` is the size of a layer's map along a bar; that of a learned mode has the size
    /// `σ^{1/h}`. `None` when the weights contradict the ranks or the bases cannot be inverted.
    ///
    /// # Errors
    /// When a decomposition fails.
    ///
    /// # Complexity
    /// `O(h²)` products and decompositions of matrices of the layers' sizes.
    pub(crate) fn of(
        weights: &Weights,
        pattern: &RankPattern,
        unit: f64,
    ) -> Result<Option<Self>, DecompositionError> {
        let (widths, depth) = (weights.widths(), weights.depth());
        // Chains by layers: what ended, or went through to the output.
        let mut columns: Vec<Vec<DMatrix<f64>>> = vec![Vec::new(); depth + 1];
        let mut keep = |bars: Bars| {
            for (at, vectors) in bars.vectors.into_iter().enumerate() {
                columns[bars.start + at].push(vectors);
            }
        };
        let mut alive = vec![Bars::starting(0, DMatrix::identity(widths[0], widths[0]))];
        for (layer, matrix) in weights.matrices().iter().enumerate() {
            let mut survivors: Vec<Bars> = Vec::new();
            for mut bars in alive {
                bars.remove_earlier(matrix, &survivors, unit);
                let over = |start: usize| pattern.product(start, layer + 1);
                let before = if bars.start == 0 { 0 } else { over(bars.start - 1) };
                let count = over(bars.start) - before;
                let Some((going, mut ending)) = bars.continued(matrix, count, unit)? else {
                    return Ok(None);
                };
                ending.centre();
                keep(ending);
                survivors.push(going);
            }
            if layer + 1 < depth {
                let fresh = complement(&survivors, widths[layer + 1])?;
                survivors.push(Bars::starting(layer + 1, fresh));
            }
            alive = survivors;
        }
        for mut bars in alive {
            bars.share_out();
            keep(bars);
        }
        let mut layers = vec![None; depth + 1];
        for layer in 1..depth {
            let chains: Vec<_> = columns[layer].iter().flat_map(DMatrix::column_iter).collect();
            if chains.len() != widths[layer] {
                return Ok(None);
            }
            let basis = DMatrix::from_columns(&chains);
            let inverse = basis.clone().try_inverse();
            let is_finite = |matrix: &DMatrix<f64>| matrix.iter().all(|entry| entry.is_finite());
            let Some(inverse) = inverse.filter(is_finite) else { return Ok(None) };
            layers[layer] = Some((basis, inverse));
        }
        Ok(Some(Self { layers }))
    }

    /// Half-way from the given bases: `U S^½ Vᵀ` in place of `B = U S Vᵀ`.
    ///
    /// # Errors
    /// When a decomposition fails.
    pub(crate) fn halved(&self) -> Result<Self, DecompositionError> {
        let halve = |pair: &Option<(DMatrix<f64>, DMatrix<f64>)>| {
            let Some((basis, _)) = pair else { return Ok(None) };
            let svd = thin_svd(basis.clone())?;
            let (mut there, mut back) = (svd.u.clone(), svd.u);
            for (column, value) in svd.singular_values.iter().enumerate() {
                there.column_mut(column).scale_mut(value.sqrt());
                back.column_mut(column).unscale_mut(value.sqrt());
            }
            let back = multiply_transposed(&svd.vt, &back.transpose());
            Ok(Some((multiply(&there, &svd.vt), back)))
        };
        let layers = self.layers.iter().map(halve).collect::<Result<_, DecompositionError>>()?;
        Ok(Self { layers })
    }

    /// `B_i A`.
    pub(crate) fn basis_times(&self, layer: usize, matrix: DMatrix<f64>) -> DMatrix<f64> {
        self.turned(layer, matrix, |(basis, _), matrix| multiply(basis, &matrix))
    }

    /// `B_i⁻¹ A`.
    pub(crate) fn inverse_times(&self, layer: usize, matrix: DMatrix<f64>) -> DMatrix<f64> {
        self.turned(layer, matrix, |(_, inverse), matrix| multiply(inverse, &matrix))
    }

    /// `B_iᵀ A`.
    pub(crate) fn basis_transposed_times(
        &self,
        layer: usize,
        matrix: DMatrix<f64>,
    ) -> DMatrix<f64> {
        self.turned(layer, matrix, |(basis, _), matrix| multiply_transposed(basis, &matrix))
    }

    /// `B_i⁻ᵀ A`.
    pub(crate) fn inverse_transposed_times(
        &self,
        layer: usize,
        matrix: DMatrix<f64>,
    ) -> DMatrix<f64> {
        self.turned(layer, matrix, |(_, inverse), matrix| multiply_transposed(inverse, &matrix))
    }

    /// `A B_i`.
    pub(crate) fn times_basis(&self, matrix: DMatrix<f64>, layer: usize) -> DMatrix<f64> {
        self.turned(layer, matrix, |(basis, _), matrix| multiply(&matrix, basis))
    }

    /// `A B_i⁻¹`.
    pub(crate) fn times_inverse(&self, matrix: DMatrix<f64>, layer: usize) -> DMatrix<f64> {
        self.turned(layer, matrix, |(_, inverse), matrix| multiply(&matrix, inverse))
    }

    /// `A B_i⁻ᵀ`.
    pub(crate) fn times_inverse_transposed(
        &self,
        matrix: DMatrix<f64>,
        layer: usize,
    ) -> DMatrix<f64> {
        self.turned(layer, matrix, |(_, inverse), matrix| multiply(&matrix, &inverse.transpose()))
    }

    fn turned(
        &self,
        layer: usize,
        matrix: DMatrix<f64>,
        turn: impl Fn(&(DMatrix<f64>, DMatrix<f64>), DMatrix<f64>) -> DMatrix<f64>,
    ) -> DMatrix<f64> {
        match &self.layers[layer] {
            Some(pair) => turn(pair, matrix),
            None => matrix,
        }
    }
}

/// Bars that start at one layer and reach the current one: their basis vectors at each layer since,
/// as columns.
struct Bars {
    start: usize,
    vectors: Vec<DMatrix<f64>>,
}

impl Bars {
    fn starting(start: usize, vectors: DMatrix<f64>) -> Self {
        Self { start, vectors: vec![vectors] }
    }

    /// The vectors at the last layer reached.
    fn front(&self) -> &DMatrix<f64> {
        &self.vectors[self.vectors.len() - 1]
    }

    /// Adds earlier bars, which are one layer ahead, so that the images of these become orthogonal to
    /// theirs.
    fn remove_earlier(&mut self, matrix: &DMatrix<f64>, earlier: &[Self], unit: f64) {
        for bars in earlier {
            let mut shares = multiply_transposed(bars.front(), &multiply(matrix, self.front()));
            for (mut share, vector) in shares.row_iter_mut().zip(bars.front().column_iter()) {
                share.unscale_mut(unit * vector.norm_squared());
            }
            let before = &bars.vectors[self.start - bars.start..];
            for (vectors, other) in self.vectors.iter_mut().zip(before) {
                *vectors -= multiply(other, &shares);
            }
        }
    }

    /// Those that go on into the next layer, as many as stated, with orthogonal vectors there, and
    /// those that end; none when too few have an image.
    fn continued(
        self,
        matrix: &DMatrix<f64>,
        count: usize,
        unit: f64,
    ) -> Result<Option<(Self, Self)>, DecompositionError> {
        let (start, width) = (self.start, self.front().ncols());
        let images = multiply(matrix, self.front());
        let height = images.nrows();
        // At least as tall as wide, so that the right singular vectors are a whole basis.
        let svd = thin_svd(images.resize_vertically(height.max(width), 0.0))?;
        if svd.singular_values.iter().filter(|value| **value > 0.0).count() < count {
            return Ok(None);
        }
        let turn = svd.vt.transpose();
        let turned = |first: usize, count: usize| {
            let part = turn.columns(first, count).into_owned();
            self.vectors.iter().map(|vectors| multiply(vectors, &part)).collect::<Vec<_>>()
        };
        let (mut going, ending) = (turned(0, count), turned(count, width - count));
        let next = multiply(matrix, &going[going.len() - 1]) / unit;
        going.push(next);
        Ok(Some((Self { start, vectors: going }, Self { start, vectors: ending })))
    }

    /// Scales each bar that is free at both ends so that its longest and its shortest vector are as far
    /// from 1.
    fn centre(&mut self) {
        if self.start == 0 {
            return;
        }
        for column in 0..self.front().ncols() {
            let lengths = self.vectors.iter().map(|vectors| vectors.column(column).norm());
            let (least, most) = lengths.fold((f64::INFINITY, 0.0), |(least, most), length| {
                (length.min(least), length.max(most))
            });
            let scale = (least * most).sqrt();
            if scale > 0.0 {
                self.vectors.iter_mut().for_each(|at| at.column_mut(column).unscale_mut(scale));
            }
        }
    }

    /// Scales the bars that reach the output, whose basis is given: those of learned modes so that
    /// all `h` maps are of one size, others so that the last map is `unit`.
    fn share_out(&mut self) {
        let maps = self.vectors.len() - 1;
        for column in 0..self.front().ncols() {
            let length = self.front().column(column).norm();
            let map = length.powf((maps as f64).recip());
            for (at, vectors) in self.vectors.iter_mut().enumerate() {
                let scale = if self.start == 0 { map.powf(at as f64) } else { length };
                vectors.column_mut(column).unscale_mut(scale);
            }
        }
    }
}

/// Orthonormal columns in no span of the bars' vectors, which are orthogonal.
fn complement(bars: &[Bars], width: usize) -> Result<DMatrix<f64>, DecompositionError> {
    let met: Vec<_> = bars
        .iter()
        .flat_map(|bars| bars.front().column_iter())
        .map(|vector| vector.normalize())
        .collect();
    if met.is_empty() {
        return Ok(DMatrix::identity(width, width));
    }
    // Any complement is as good; a seed makes it the same every time.
    let basis = completed(&DMatrix::from_columns(&met), &mut RandomStream::new(0, "complement"))?;
    Ok(basis.columns(met.len(), width - met.len()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random_point;
    use linscape_critical::{Architecture, Problem, Spectrum};
    use linscape_network::Target;
    use linscape_strata::{FamilyShape, Stratum};

    /// How far entries are from zero or `unit`, and how many are `unit`.
    fn read(matrix: &DMatrix<f64>, unit: f64) -> (f64, usize) {
        let distance = |entry: &f64| entry.abs().min((entry - unit).abs());
        let far = matrix.iter().map(distance).fold(0.0, f64::max);
        (far, matrix.iter().filter(|entry| **entry > 0.5 * unit).count())
    }

    #[test]
    fn in_adapted_bases_hidden_layers_are_partial_permutations() {
        let mut checked = 0;
        for seed in 0..40 {
            let mut stream = RandomStream::new(seed, "adapted bases");
            let network = Architecture::new(vec![4, 5, 6, 5, 3]).expect("widths");
            let spectrum = Spectrum::exact_integers(&[3, 3, 1]);
            let problem = Problem::from_spectrum(network, spectrum).expect("fits");
            let target = Target::standard(&problem);
            let subset = problem.leading(stream.below(4));
            let shape = FamilyShape::new(&problem, &subset);
            let stratum = Stratum::random(&shape, &mut stream);
            let weights = random_point(&target, &subset, &stratum, &mut stream).expect("exists");
            let pattern = RankPattern::of(&stratum, &shape);
            let unit = 1.25;
            let adapted = AdaptedBases::of(&weights, &pattern, unit).expect("finite");
            let adapted = adapted.expect("the ranks are those of the weights");
            let learned = subset.rank();
            for layer in 1..3 {
                let basis = adapted.basis_times(
                    layer,
                    DMatrix::identity(shape.widths()[layer], shape.widths()[layer]),
                );
                let image = multiply(&weights.matrices()[layer], &basis);
                let turned = adapted.inverse_times(layer + 1, image);
                let rank = pattern.product(layer, layer + 1);
                if learned == 0 {
                    let (far, ones) = read(&turned, unit);
                    assert!(far < 1e-9, "{stratum}: {turned}");
                    assert_eq!(ones, rank);
                } else {
                    // The maps of learned modes have sizes of their own.
                    let ones = turned.iter().filter(|entry| entry.abs() > 1e-9).count();
                    assert_eq!(ones, rank, "{stratum}: {turned}");
                }
                checked += 1;
            }
            let back = adapted.inverse_times(2, adapted.basis_times(2, DMatrix::identity(6, 6)));
            assert!((back - DMatrix::<f64>::identity(6, 6)).amax() < 1e-9);
        }
        assert_eq!(checked, 80);
    }
}
