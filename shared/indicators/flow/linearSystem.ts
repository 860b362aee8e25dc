/** Small dense linear algebra for regressions: matrices are row by row in one array. */

/** Left half of a symmetric positive matrix's product; null where it is not positive to rounding. */
function cholesky(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? 0;
      for (let k = 0; k < column; k++) {
        sum -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      }
      if (column < row) lower[row * size + column] = sum / (lower[column * size + column] ?? 0);
      // A pivot that rounding could have left over says that two columns are the same.
      else if (sum > 1e-12 * (matrix[row * size + row] ?? 0)) lower[row * size + row] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/** Solves `matrix · x = right` for a symmetric positive matrix; null where it has no single answer. */
export function solvePositive(
  matrix: Float64Array,
  size: number,
  rights: readonly Float64Array[],
): Float64Array[] | null {
  const lower = cholesky(matrix, size);
  if (lower === null) return null;
  return rights.map((right) => {
    const solved = right.slice();
    for (let row = 0; row < size; row++) {
      let sum = solved[row] ?? 0;
      for (let k = 0; k < row; k++) sum -= (lower[row * size + k] ?? 0) * (solved[k] ?? 0);
      solved[row] = sum / (lower[row * size + row] ?? 1);
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = solved[row] ?? 0;
      for (let k = row + 1; k < size; k++) sum -= (lower[k * size + row] ?? 0) * (solved[k] ?? 0);
      solved[row] = sum / (lower[row * size + row] ?? 1);
    }
    return solved;
  });
}
