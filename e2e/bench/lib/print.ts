/** What every bench prints: a short table for people, and one JSON line, always last, for programs. */

/** Columns are padded to their widest cell; the first row is the head. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, String(cell).length);
    }
  }
  for (const row of rows) {
    console.log(row.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join('  '));
  }
}

export function printFigures(bench: string, figures: Readonly<Record<string, number>>): void {
  console.log(JSON.stringify({ bench, figures }));
}

export function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
