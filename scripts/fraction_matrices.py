"""Matrices of fractions as lists of rows: all the algebra that checking a certificate needs."""

from fractions import Fraction


def matrix(rows):
    return [[Fraction(entry) for entry in row] for row in rows]


def unit(rows, columns, at):
    return [[Fraction(int(at == i * columns + j)) for j in range(columns)] for i in range(rows)]


def identity(order):
    return [[Fraction(int(i == j)) for j in range(order)] for i in range(order)]


def transpose(a):
    return [list(column) for column in zip(*a)]


def times(a, b):
    columns = list(zip(*b))
    return [[sum((x * y for x, y in zip(row, column) if x and y), Fraction(0)) for column in columns] for row in a]


def plus(a, b, factor=1):
    return [[x + factor * y for x, y in zip(row, other)] for row, other in zip(a, b)]


def dot(a, b):
    return sum((x * y for row, other in zip(a, b) for x, y in zip(row, other)), Fraction(0))


def flat(matrices):
    return [entry for a in matrices for row in a for entry in row]


def echelon(rows):
    """Nonzero rows of the reduced echelon form, and the columns of their leading ones."""
    rows, leading = [row[:] for row in rows], []
    for column in range(len(rows[0])):
        done = len(leading)
        found = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if found is not None:
            rows[done], rows[found] = rows[found], rows[done]
            rows[done] = [entry / rows[done][column] for entry in rows[done]]
            for at, row in enumerate(rows):
                if at != done and row[column]:
                    rows[at] = [x - row[column] * y if y else x for x, y in zip(row, rows[done])]
            leading.append(column)
    return rows[: len(leading)], leading


def rank(rows):
    return len(echelon(rows)[1])


def kernel(rows):
    reduced, leading = echelon(rows)
    for free in sorted(set(range(len(rows[0]))) - set(leading)):
        solution = unit(1, len(rows[0]), free)[0]
        for row, column in zip(reduced, leading):
            solution[column] = -row[free]
        yield solution
