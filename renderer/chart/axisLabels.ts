/**
 * Labels of one axis: marks are round numbers, so zeros that every label ends with say nothing and go
 * ("97,500.0" and "97,000.0" become "97,500" and "97,000"); digits one label needs, all keep.
 */
export function axisLabels(texts: readonly string[]): string[] {
  let labels = [...texts];
  while (labels.some(hasFraction) && labels.every(endsWithFractionZero)) {
    labels = labels.map((label) => (hasFraction(label) ? label.replace(/\.?0(?=\D*$)/, '') : label));
  }
  return labels;
}

function hasFraction(label: string): boolean {
  return label.includes('.');
}

/** A label without a fraction ("$0") has nothing to lose and does not keep the others from it. */
function endsWithFractionZero(label: string): boolean {
  return !hasFraction(label) || /\.\d*0\D*$/.test(label);
}
