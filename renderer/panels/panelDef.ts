/** What the dock needs to know of a panel. Adding one: a folder beside this file and a line in `registry.ts`. */
import type { ComponentType } from 'react';

export interface PanelDef {
  /** Stable: saved layouts refer to it. */
  readonly id: string;
  readonly title: string;
  readonly Panel: ComponentType;
  /** Controls beside the panel's tab, shown while it is the active one of its group. */
  readonly LeftActions?: ComponentType;
  readonly RightActions?: ComponentType;
}
