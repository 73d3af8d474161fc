#!/usr/bin/python3
"""Check certificates of `linscape verify --exact --certificates FILE`: python3 scripts/check_certificate.py FILE...

A certificate, one JSON object a line, holds rational weights of a deep linear network, biases if it has them, the
moments G = XX^T and C = YX^T of its data, and what is claimed of that point. All of it is computed again here, with
fractions and from the loss itself, L = tr(W G W^T)/2 - tr(W C^T) with W = W_h...W_1: its coefficients along straight
lines are the gradient, the Hessian and the third derivative. The mathematics is in docs/theory.md. A claim that fails,
and a line that is no certificate, are named in one line, with exit code 1.
"""

import fileinput
import json
import sys
from fractions import Fraction
from itertools import combinations, product

from fraction_matrices import dot, echelon, flat, identity, kernel, matrix, plus, rank, times, transpose, unit


class Falsified(Exception):
    """What a certificate states cannot be used as it is meant."""


class Point:
    def __init__(self, weights, gram, cross):
        self.weights, self.gram, self.cross, self.depth = weights, gram, cross, len(weights)
        self.widths = [len(gram)] + [len(layer) for layer in weights]
        self.whole = self.between(0, self.depth)
        self.residual = plus(cross, times(self.whole, gram), -1)

    def between(self, start, end):
        """The map W_{end:start+1} from one layer to another."""
        carried = identity(self.widths[start])
        for layer in self.weights[start:end]:
            carried = times(layer, carried)
        return carried

    def along(self, curve, degree):
        """Coefficients 0 ... degree of the loss on W_i + sum of t^power change, over (i, power, change)."""
        polynomial = {0: identity(self.widths[0])}
        for i, layer in enumerate(self.weights):
            factor, after = [(0, layer)] + [(power, change) for of, power, change in curve if of == i + 1], {}
            for (p, left), (q, right) in product(factor, polynomial.items()):
                if p + q <= degree:
                    term = times(left, right)
                    after[p + q] = plus(after[p + q], term) if p + q in after else term
            polynomial = after
        loss = [-dot(polynomial[p], self.cross) if p in polynomial else Fraction(0) for p in range(degree + 1)]
        for (p, left), (q, right) in product(polynomial.items(), repeat=2):
            if p + q <= degree:
                loss[p + q] += dot(times(left, self.gram), right) / 2
        return loss

    def along_line(self, direction, degree):
        entries = iter(direction)
        curve = [(i + 1, 1, [[next(entries) for _ in row] for row in w]) for i, w in enumerate(self.weights)]
        return self.along(curve, degree)

    def gradient_and_hessian(self, moved=None):
        units = identity(len(flat(self.weights)))
        units = units if moved is None else [units[at] for at in moved]
        single = [self.along_line(one, 2) for one in units]
        hessian = [[2 * one[2] * int(i == j) for j in range(len(units))] for i, one in enumerate(single)]
        for i, j in combinations(range(len(units)), 2):
            joint = self.along_line((x + y for x, y in zip(units[i], units[j])), 2)[2]
            hessian[i][j] = hessian[j][i] = joint - single[i][2] - single[j][2]
        return [one[1] for one in single], hessian

    def cubic_is_silent(self, hessian):
        """No third degree on the Hessian's kernel: on sums of up to three vectors of a basis, and differences."""
        basis = list(kernel(hessian))
        sums = [map(sum, zip(*some)) for size in (1, 2, 3) for some in combinations(basis, size)]
        differences = [(x - y for x, y in zip(*pair)) for pair in combinations(basis, 2)]
        return not any(self.along_line(direction, 3)[3] for direction in sums + differences)

    def dimension(self):
        """Rank of dW_i = X_i W_i - W_i X_{i-1}, and the weights that the data do not feel."""
        relations, kept = echelon(self.gram)
        gram, cross = ([[row[j] for j in kept] for row in rows] for rows in ([self.gram[i] for i in kept], self.cross))
        weights = [times(self.weights[0], transpose(relations))] + self.weights[1:]
        moves = list(Point(weights, gram, cross).moves())
        return rank(moves) + self.widths[1] * (self.widths[0] - len(kept))

    def moves(self):
        d, e, h = self.widths[0], self.widths[-1], self.depth
        def move(generators):
            x = [generators.get(layer, unit(width, width, -1)) for layer, width in enumerate(self.widths)]
            return flat(plus(times(x[i + 1], w), times(w, x[i]), -1) for i, w in enumerate(self.weights))
        def keeps(x, y):  # the map W and the residual
            seen = plus(times(transpose(y), self.residual), times(self.residual, transpose(x)), -1)
            return plus(times(y, self.whole), times(self.whole, x), -1), seen
        def turns(x, y):  # equal singular values into each other
            skew = times(x, self.gram)
            kept = plus(times(y, self.cross), times(self.cross, transpose(x)))
            return kept, plus(y, transpose(y)), plus(skew, transpose(skew))
        for layer, width in list(enumerate(self.widths))[1:h]:
            yield from (move({layer: unit(width, width, at)}) for at in range(width**2))
        for conditions in keeps, turns:
            columns = [flat(conditions(unit(d, d, at), unit(e, e, at - d * d))) for at in range(d * d + e * e)]
            for pair in kernel(transpose(columns)):
                square = lambda some, order: [some[i * order : (i + 1) * order] for i in range(order)]
                yield move({0: square(pair[: d * d], d), h: square(pair[d * d :], e)})


def with_biases(point, biases):
    """The network of matrices [[W b], [0 1]], last [W b], on inputs with a constant, and the places of what moves."""
    weights, moved, place = [], [], 0
    for layer, (w, b) in enumerate(zip(point.weights, biases), start=1):
        rows = [row + [Fraction(x)] for row, x in zip(w, b or [0] * len(w))]
        rows += [[Fraction(0)] * len(w[0]) + [Fraction(1)]] if layer < point.depth else []
        for at in range(len(w)):
            moved += range(place, place + len(w[0]) + (b is not None))
            place += len(w[0]) + 1
        place += (len(w[0]) + 1) * (len(rows) - len(w))
        weights.append(rows)
    gram = [row + [Fraction(0)] for row in point.gram] + [[Fraction(0)] * len(point.gram) + [Fraction(1)]]
    return Point(weights, gram, [row + [Fraction(0)] for row in point.cross]), moved


def inertia(rest, pivots):
    """Index, nullity, coindex by elimination with the pivots named, which must leave nothing."""
    order, signs = len(rest), []
    for pivot in pivots:
        block = [[rest[i][j] for j in pivot] for i in pivot]
        if len(pivot) == 1:
            if block[0][0] == 0:
                raise Falsified(f"the pivot {pivot[0]} is zero")
            inverse, signs = [[1 / block[0][0]]], signs + [block[0][0] > 0]
        else:
            (a, b), (c, d) = block
            if a * d >= b * c:
                raise Falsified(f"the pivots {pivot[0]} and {pivot[1]} are not of opposite signs")
            inverse, signs = [[x / (a * d - b * c) for x in y] for y in ((d, -b), (-c, a))], signs + [True, False]
        factors = times([[row[j] for j in pivot] for row in rest], inverse)
        rest = plus(rest, times(factors, [rest[i] for i in pivot]), -1)
    if any(flat([rest])):
        raise Falsified("the pivots leave something of the Hessian")
    return [signs.count(False), order - len(signs), signs.count(True)]


def check(certificate):
    """What is wrong with a certificate, in words."""
    weights = [matrix(layer) for layer in certificate["weights"]]
    point = Point(weights, matrix(certificate["input_moment"]), matrix(certificate["cross_moment"]))
    shapes = [(rows, columns) for columns, rows in zip(point.widths, point.widths[1:])]
    shapes += [(point.widths[0],) * 2, (point.widths[-1], point.widths[0])]
    if any(len(row) != shape[1] for some, shape in zip([*weights, point.gram, point.cross], shapes) for row in some):
        raise Falsified("layers and moments do not fit each other")
    claims, order, h = certificate["claims"], certificate["claims"]["escape_order"], point.depth
    biases = certificate.get("biases") or [None] * h
    whole, moved = with_biases(point, biases) if any(biases) else (point, None)
    free = sum(len(bias) for bias in biases[:-1] if bias is not None)
    found = inertia((derivatives := whole.gradient_and_hessian(moved))[1], certificate["pivots"])
    seen = lambda start: point.gram if start == 0 else identity(point.widths[start])
    product_rank = lambda start, end: rank(times(point.between(start, end), seen(start)))
    pulled = lambda b, a: times(times(transpose(point.between(a, h)), point.residual), transpose(point.between(0, b)))
    yield "gradient", not any(derivatives[0])
    yield "gain", -whole.along([], 0)[0] == Fraction(claims["gain"])
    yield "inertia", found == [claims["index"], claims["nullity"], claims["coindex"]]
    yield "ranks of products", all(product_rank(s, e) == claimed for s, e, claimed in certificate["product_ranks"])
    yield "ranks of residuals", all(rank(pulled(b, a)) == claimed for b, a, claimed in certificate["residual_ranks"])
    yield "dimension", point.dimension() + free == claims["dimension"]
    yield "type", (claims["type"] == "strict_saddle") == (found[0] > 0)
    yield "order 2", (order == 2) == (found[0] > 0)
    if escape := certificate["escape"]:
        curve = [(term["layer"], term["power"], matrix(term["change"])) for term in escape["curve"]]
        loss = point.along(curve, order)
        yield "fall along the curve", not any(loss[1:order]) and loss[order] == Fraction(escape["coefficient"]) < 0
        yield "no faster fall", escape["at_least"] == 3 or escape["at_least"] == 4 and point.cubic_is_silent(
            derivatives[1] if moved is None else point.gradient_and_hessian()[1]
        )


def main():
    held, lines = 0, fileinput.input(encoding="utf-8")
    for line in lines:
        place = f"{lines.filename()}:{lines.filelineno()}"
        try:
            certificate = json.loads(line)
            place += f", point {certificate['position']} ({certificate['stratum']})"
            failed = [what for what, holds in check(certificate) if not holds]
        except Falsified as error:
            sys.exit(f"{place}: not so: {error}")
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            sys.exit(f"{place}: no certificate: {type(error).__name__}: {error}")
        if failed:
            sys.exit(f"{place}: not so: {', '.join(failed)}")
        held += 1
    print(f"{held} certificates hold")


if __name__ == "__main__":
    main()
