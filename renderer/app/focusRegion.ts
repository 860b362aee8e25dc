/** Moving the focus from one part of the screen to the next, as F6 does in desktop programs. */

/** Bars by their place, panels by the group that holds them. */
const REGIONS = '.top-bar, .rail, .dv-groupview, .transport, .status';
const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** Focuses the first control of the next region that has one, from the one the focus is in. */
export function focusRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)];
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const start = here < 0 && direction === -1 ? 0 : here;
  for (let step = 1; step <= regions.length; step++) {
    const region = regions[(start + direction * step + regions.length * 2) % regions.length];
    const target = [...(region?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find(isShown);
    if (target === undefined) continue;
    target.focus({ focusVisible: true } as FocusOptions);
    return;
  }
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}
